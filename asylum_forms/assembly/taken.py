"""What an office takes of a file, proved on the written file: its kind, size and name, and that it opens without a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from asylum_forms.i18n import _, listed

_NUMBER, _WORDS = "[0-9]+", "[A-Za-z0-9_-]+"


@dataclass(frozen=True)
class Taken:
    """The rules of a profile about files to hand in; each is called as it is there."""

    size_limit: int | None = None
    """Most bytes; None for no limit, or one that is not known."""
    file_types: tuple[str, ...] = ("pdf",)
    encrypted: bool = False
    """Whether a file with a password is taken."""
    file_name: tuple[str, ...] = ()
    """Patterns of names, without ending, with {n} and {category}; empty for any."""

    def refused(self, file: Path) -> Iterator[tuple[str, str]]:
        """(rule, why) for every rule that a file breaks. Raises OSError when it cannot be read."""
        if self.size_limit is not None and (size := file.stat().st_size) > self.size_limit:
            said = _("it has {size} bytes, this office takes {limit}").format(size=f"{size:,}", limit=f"{self.size_limit:,}")
            yield "size_limit", said
        if (kind := _kind(file)) not in self.file_types:
            said = _("it is of the kind {kind}, this office takes {kinds}").format(kind=kind, kinds=listed(self.file_types))
            yield "file_types", said
        if kind == "pdf" and not self.encrypted and _locked(file):
            yield "encrypted", _("it is locked by a password")
        if self.file_name and not any(_fits(file.stem, pattern) for pattern in self.file_name):
            yield "file_name", _("its name is not of the form {names}").format(names=listed(self.file_name))


def _kind(file: Path) -> str:
    """What a file is: a PDF by its contents and its ending, anything else by its ending."""
    with file.open("rb") as opened:
        is_pdf = opened.read(5) == b"%PDF-"
    ending = file.suffix.lower().removeprefix(".")
    return ending if is_pdf == (ending == "pdf") else "?"


def _locked(file: Path) -> bool:
    try:
        with pikepdf.open(file) as pdf:
            return bool(pdf.is_encrypted)
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError:
        return False  # what it is instead, others say


def _fits(name: str, pattern: str) -> bool:
    parts = [{"{n}": _NUMBER, "{category}": _WORDS}.get(part, re.escape(part)) for part in re.split(r"(\{[a-z]+\})", pattern)]
    return re.fullmatch("".join(parts), name) is not None
