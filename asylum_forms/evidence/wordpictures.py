"""Pictures inside Word files: whether LibreOffice prints them. What it cannot open it leaves out, and says nothing."""

from __future__ import annotations

import io
import posixpath
import warnings

from PIL import Image

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
"""What every LibreOffice of today prints; WebP only from 7.4 on, HEIC, AVIF and JPEG 2000 none."""
_DRAWN = ((40, b" EMF"), (0, b"\xd7\xcd\xc6\x9a"), (0, b"\x01\x00\x09\x00"), (0, b"\x02\x00\x09\x00"), (0, b"\x1f\x8b"))
"""Offset and first bytes of drawings: EMF, WMF with and without head, and those packed (EMZ, WMZ, SVGZ)."""


def is_printed(content: bytes) -> bool:
    """Whether a picture is of a kind that is printed, and not larger than what is (178 million dots; at 400 million it is left
    out)."""
    if any(content[at : at + len(magic)] == magic for at, magic in _DRAWN) or b"<svg" in content[:4096]:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.open(io.BytesIO(content), formats=_FORMATS).close()
    except MemoryError:
        raise
    except Exception:  # a damaged picture can fail in any way
        return False
    return True


def place(relations: str, target: str) -> str:
    """Name of the part that a relation of the part `relations` (such as `word/_rels/document.xml.rels`) leads to."""
    owner = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", owner, target)).lstrip("/")
