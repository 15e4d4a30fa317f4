"""Fonts that a PDF leaves to the reader's computer: letters of the same widths are put in where we have them.

Helvetica and Arial, Times and Times New Roman, Courier and Courier New are what nearly all such fonts are. The Liberation fonts
were made with their very widths, so lines end where they ended; every reader would put in something of the kind, each its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from fontTools import agl
from fontTools.encodings.StandardEncoding import StandardEncoding
from pikepdf import Array, Dictionary, Name

from asylum_forms.pdf.subset import cut
from asylum_forms.tools import fontconfig

_KNOWN = re.compile(
    r"(?P<family>helvetica|arial|times(?:newroman)?|courier(?:new|std)?)(?:ps)?(?:mt)?[-,]?(?:roman|regular)?"
    r"(?P<bold>bold)?(?P<slanted>italic|oblique)?(?:mt)?"
)
_FAMILIES = {"h": "Liberation Sans", "a": "Liberation Sans", "t": "Liberation Serif", "c": "Liberation Mono"}
_SIMPLE = ("/Type1", "/MMType1", "/TrueType")
_COMPOSITE = ("/CIDFontType0", "/CIDFontType2")
_WIDTH = 2
"""Thousandths of the size by which a width may differ: rounding."""
_ODD = 0.02
_SYMBOLS = ("Symbol", "ZapfDingbats")


def lend(pdf: pikepdf.Pdf, *, alike: bool = False) -> list[str]:
    """Put letters into the fonts that have none of their own; return the names of those for which we have none, sorted.

    With `alike` also letters of other widths, set in the widths of the missing font, as every reader does: for the forms of an
    office, which leave out fonts that nobody has.

    Raises ToolError when the Liberation fonts are not installed.
    """
    left: set[str] = set()
    for font in _fonts(pdf):
        if not _has_letters(font) and not (font.get("/Subtype") in _SIMPLE and _lent(pdf, font, alike)):
            left.add(str(font.get("/BaseFont", "?")).strip("/"))
    return sorted(left)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every simple font and every descendant of a composite one that the pages lead to."""
    stack: list[Any] = [page.obj.get("/Resources") for page in pdf.pages]
    seen: set[tuple[int, int]] = set()
    while stack:
        one = stack.pop()
        if not isinstance(one, (Dictionary, pikepdf.Stream, Array)) or (one.is_indirect and one.objgen in seen):
            continue
        if one.is_indirect:
            seen.add(one.objgen)
        if isinstance(one, Dictionary) and str(one.get("/Subtype", "")) in (*_SIMPLE, *_COMPOSITE):
            yield one
        stack.extend(one if isinstance(one, Array) else [value for key, value in one.items() if key not in ("/Parent", "/P")])


def _has_letters(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, Dictionary) and any(f"/FontFile{number}" in descriptor for number in ("", "2", "3"))


def _lent(pdf: pikepdf.Pdf, font: Any, alike: bool) -> bool:
    """Give a font letters; False, and nothing is changed, when it is none that we know or we lack one of its letters."""
    name = str(font.get("/BaseFont", "")).strip("/")
    known = _KNOWN.fullmatch(name.replace(" ", "").lower())
    letters = _letters(font)
    if letters is None or name in _SYMBOLS or not (known or alike):
        return False
    bold, slanted = "bold" in name.lower(), bool(re.search("italic|oblique", name.lower()))
    family = _FAMILIES[known["family"][0]] if known else "Liberation Sans"
    file, number = fontconfig.font_file(family, bold, slanted)
    lent = cut(file, number, "".join(letters.values()))
    own = {code: round(lent.widths[letter]) for code, letter in letters.items() if letter in lent.widths}
    given = _given(font)
    if len(own) < len(letters) or (known and not _agree(given, own)):
        return False
    base = Name(f"/AFLENT+{file.stem}")
    fixed, serif = family.endswith("Mono"), family.endswith("Serif")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=32 + fixed + 2 * serif + 64 * slanted,
        FontBBox=[-1000, -400, 2000, 1100],
        ItalicAngle=-12 if slanted else 0,
        Ascent=905,
        Descent=-212,
        CapHeight=700,
        StemV=140 if bold else 80,
        FontFile2=pdf.make_stream(lent.program, {"/Length1": len(lent.program)}),
    )
    differences: list[Any] = []
    for code, letter in sorted(letters.items()):
        differences += [code, Name(f"/{agl.UV2AGL.get(ord(letter), f'uni{ord(letter):04X}')}")]
    font.Subtype, font.BaseFont = Name.TrueType, base
    font.FirstChar, font.LastChar = 0, 255
    font.Widths = Array([given.get(code, own.get(code, 0)) for code in range(256)])
    font.Encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=differences)
    font.FontDescriptor = pdf.make_indirect(descriptor)
    return True


def _letters(font: Any) -> Mapping[int, str] | None:
    """Code to letter, as the font's encoding says (ISO 32000-1, 9.6.6); None when it says something else than letters."""
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if base is None and font.get("/Subtype") == "/TrueType" and not isinstance(encoding, Dictionary):
        return None  # readers do not agree on what such a font begins with
    if base == Name.WinAnsiEncoding:
        letters = _decoded("cp1252")
    elif base == Name.MacRomanEncoding:
        letters = _decoded("mac_roman")
    elif base in (None, Name.StandardEncoding):
        letters = {code: agl.toUnicode(name) for code, name in enumerate(StandardEncoding) if name != ".notdef"}
    else:
        return None
    code = 0
    for part in encoding.get("/Differences", Array()) if isinstance(encoding, Dictionary) else ():
        if not isinstance(part, Name):
            code = int(part)
            continue
        letters.pop(code, None)
        if part != "/.notdef":
            letters[code] = agl.toUnicode(str(part).strip("/"))
        code += 1
    return letters if all(len(letter) == 1 for letter in letters.values()) else None


def _decoded(codec: str) -> dict[int, str]:
    letters = {code: bytes([code]).decode(codec, "ignore") for code in range(32, 256)}
    return {code: letter for code, letter in letters.items() if letter and letter != "\x7f"}


def _given(font: Any) -> dict[int, float]:
    """The widths that a font without letters says its letters have: by them the lines were set, so they stay."""
    first = int(font.get("/FirstChar", 0))
    return {first + number: float(width) for number, width in enumerate(font.get("/Widths", Array())) if float(width)}


def _agree(given: Mapping[int, float], own: Mapping[int, int]) -> bool:
    """Whether these are the widths of our letters, but for a few: the middle dot of Times New Roman has two."""
    both = given.keys() & own.keys()
    return sum(abs(given[code] - own[code]) > _WIDTH for code in both) <= len(both) * _ODD
