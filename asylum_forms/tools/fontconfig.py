"""Which fonts are installed, and which characters none of them can show."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asylum_forms.errors import ToolError
from asylum_forms.i18n import _
from asylum_forms.tools import process

PACKAGES = {
    "Liberation Mono": "fonts-liberation",
    "Liberation Sans": "fonts-liberation",
    "Liberation Serif": "fonts-liberation",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK TC": "fonts-noto-cjk",
    "Noto Sans CJK JP": "fonts-noto-cjk",
    "Noto Sans CJK KR": "fonts-noto-cjk",
    "Noto Serif CJK KR": "fonts-noto-cjk",
    "DejaVu Sans": "fonts-dejavu-core",
}
"""Debian package of each font family that this toolkit asks for."""

_FORMAT = "%{file}\t%{index}\t%{family}\t%{weight}\t%{slant}\t%{width}\t%{fontformat}\t%{charset}\n"
_REGULAR, _BOLD, _UPRIGHT, _ITALIC, _NORMAL_WIDTH = "80", "200", "0", "100", "100"
_USABLE = {"TrueType", "CFF"}
"""Formats that LibreOffice and fpdf2 can embed. Bitmap and Type 1 fonts are listed by fontconfig but never shown."""


@dataclass(frozen=True)
class _Font:
    file: Path
    index: int
    families: tuple[str, ...]
    weight: str
    slant: str
    width: str
    charset: str


def missing(text: str) -> set[str]:
    """The characters of `text` that no installed font can show.

    Spaces, control and format characters (joiners, direction marks) and variation selectors have no shape and never count.
    Raises ToolError when fontconfig is absent.
    """
    starts, ends = _covered()
    return {char for char in set(text) if not _shapeless(char) and not _within(ord(char), starts, ends)}


def font_file(family: str, bold: bool = False, italic: bool = False) -> tuple[Path, int]:
    """File of an installed font, upright unless `italic`, and its number inside the file (0 unless the file is a collection).

    Raises ToolError, naming the package to install, when the family is not installed in this weight.
    """
    weight, slant = _BOLD if bold else _REGULAR, _ITALIC if italic else _UPRIGHT
    fitting = [
        font
        for font in _fonts()
        if family in font.families and (font.weight, font.slant, font.width) == (weight, slant, _NORMAL_WIDTH)
    ]
    if fitting:
        # The same font may lie in several folders; the choice must not depend on the order in which they are listed.
        font = min(fitting, key=lambda font: (str(font.file), font.index))
        return font.file, font.index
    message = _("The font {family} ({weight}) is not installed.").format(
        family=family, weight=_("bold") if bold else _("regular")
    )
    raise ToolError(message, remedy=install_hint(family))


@cache
def fonts_with(char: str) -> tuple[tuple[Path, int], ...]:
    """(file, number inside the file) of every installed font that shows a character: upright regular ones first, then by name."""
    found = [font for font in _fonts() if _lists(font.charset, ord(char))]
    plain = (_REGULAR, _UPRIGHT, _NORMAL_WIDTH)
    found.sort(key=lambda font: ((font.weight, font.slant, font.width) != plain, str(font.file), font.index))
    return tuple((font.file, font.index) for font in found)


def install_hint(family: str) -> str:
    """What to type to get a font family."""
    if package := PACKAGES.get(family):
        return _("Install it: {command}").format(command=f"sudo apt-get install {package}")
    return _("Install a package with the font {family}.").format(family=family)


@cache
def fingerprint() -> str:
    """Changes when fonts are added or removed: part of what a typeset page depends on."""
    return hashlib.sha256(repr(sorted((str(font.file), font.index) for font in _fonts())).encode()).hexdigest()


def state() -> str:
    """Changes when a font is added, removed or replaced, or fontconfig is set up otherwise. Raises ToolError."""
    listed = process.run(["fc-list", "--format", "%{file}\n"], timeout=60).stdout.splitlines()
    settings = sorted(Path("/etc/fonts").rglob("*")) + sorted(Path("~/.config/fontconfig").expanduser().rglob("*"))
    files = [*map(Path, sorted(set(listed))), *settings]
    facts = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists()]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


@cache
def _fonts() -> tuple[_Font, ...]:
    hint = _("Install it: {command}").format(command="sudo apt-get install fontconfig")
    listing = process.run(["fc-list", "--format", _FORMAT], timeout=60, remedy=hint).stdout
    fonts = []
    for line in listing.splitlines():
        file, index, families, weight, slant, width, kind, charset = line.split("\t")
        # Numbers above 16 bits are named instances of variable fonts, which cannot be embedded by number.
        if kind in _USABLE and int(index) < 0x10000:
            fonts.append(_Font(Path(file), int(index), tuple(families.split(",")), weight, slant, width, charset))
    return tuple(fonts)


@cache
def _covered() -> tuple[list[int], list[int]]:
    """First and last code points of the ranges that the installed fonts cover together, merged and sorted."""
    ranges: list[tuple[int, int]] = []
    for charset in {font.charset for font in _fonts()}:
        for part in charset.split():
            first, _dash, last = part.partition("-")
            ranges.append((int(first, 16), int(last or first, 16)))
    starts: list[int] = []
    ends: list[int] = []
    for first_code, last_code in sorted(ranges):
        if ends and first_code <= ends[-1] + 1:
            ends[-1] = max(ends[-1], last_code)
        else:
            starts.append(first_code)
            ends.append(last_code)
    return starts, ends


def _lists(charset: str, code: int) -> bool:
    ranges = (part.partition("-") for part in charset.split())
    return any(int(first, 16) <= code <= int(last or first, 16) for first, _dash, last in ranges)


def _within(code: int, starts: list[int], ends: list[int]) -> bool:
    position = bisect_right(starts, code) - 1
    return position >= 0 and code <= ends[position]


def _shapeless(char: str) -> bool:
    variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return variation or unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
