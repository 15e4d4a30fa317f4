"""What every stage asks of a file."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

LARGEST = 4 << 30
"""Bytes of a file that is read at all; some readers take minutes to say that they cannot read a larger one."""


def sha256(file: Path) -> str:
    """Hex digest of a file's bytes. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to whoever reads them. Macs store é as e and an accent, keyboards type one letter."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def find(folder: Path, name: str) -> Path:
    """The file that a relative path means, in the letters in which it is stored; the path as it is when there is none."""
    found = folder
    for part in Path(name).parts:
        exact = found / part
        if part not in ("..", "/") and found.is_dir() and not exact.exists():
            exact = next((file for file in sorted(found.iterdir()) if same_name(file.name, part)), exact)
        found = exact
    return found


def short(name: str, most: int = 200) -> str:
    """The name, cut so that with a few letters more it is still one that file systems take (255 bytes)."""
    return name.encode("utf-8", "surrogateescape")[:most].decode("utf-8", "ignore")


def printable(name: str) -> str:
    """The name of a file for messages: bytes that are no letters become �."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def megabytes(size: int) -> str:
    """A number of bytes for messages: `25.0 MB`."""
    return f"{size / 1_000_000:.1f} MB"
