"""The page stamp: its text, its one embedded font, and the few operators that draw it the right way up on any page."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Matrix
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _, listed
from asylum_forms.pdf.subset import Cut, cut
from asylum_forms.tools import fontconfig

FONT = "/AFStamp"
"""Name of the stamp's font in the resources of every page."""

PREFIX = "AFSTMP+"
"""Before the name of that font."""

BASELINE = 13.0
"""Height of the baseline above the foot of the page. Between what printers can reach (12 pt) and the footers of official forms,
which begin at 22 pt (I-589, edition 01/20/25)."""

MARGIN = 36.0
"""From the right edge. The middle of the foot belongs to the bar codes of official forms."""

OPENING = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
"""Marks the stamp as an artifact (ISO 32000-1, 14.8.2.2): screen readers skip it, verification finds it."""

FAMILIES = ("Liberation Sans", "Noto Sans CJK SC")
"""Fonts that a stamp may be set in; the first that has all its characters."""


def texts(plan: Plan) -> list[str]:
    """The stamp of every page, in page order. Empty strings where the pattern is empty.

    Raises OutputError when the pattern asks for something else than {page}, {pages}, {label} and {name}.
    """
    # What was added late changes no stamp of the others.
    last = next((label for label in reversed((plan.whole or plan).labels) if label.isdecimal()), "")
    stamps: list[str] = []
    for leaf in plan.leaves:
        first = len(stamps)
        stamps.extend(_text(plan, leaf, page, last) for page in plan.labels[first : first + leaf.pages])
    return stamps


def _text(plan: Plan, leaf: Leaf, page: str, last: str) -> str:
    values = {"page": page, "pages": last, "label": leaf.label, "name": plan.name}

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise OutputError(
                _("The page stamp asks for {name}, which there is not.").format(name=match[0]),
                remedy=_("Correct the stamp in the profile; it may use: {names}.").format(
                    names=listed(f"{{{name}}}" for name in values)
                ),
            )
        return values[match[1]]

    return " ".join(re.sub(r"\{([^{}]*)\}", value, plan.stamp).split())


@dataclass(frozen=True)
class StampFont:
    """A font inside the filing that has the characters of all stamps."""

    reference: IndirectObject
    codes: Mapping[str, int]
    """Character to two-byte code."""
    widths: Mapping[str, float]
    """Character to width, in thousandths of the size."""
    size: float
    """Size of the type, in points."""

    def draw(self, text: str, width: float, to_page: Matrix) -> bytes:
        """Operators that draw a stamp at the lower right of a page.

        `width` is that of the page as seen; `to_page` takes what is seen (origin lower left, points) to page space.
        """
        length = sum(self.widths[char] for char in text) * self.size / 1000
        # A stamp longer than the page stays readable at its beginning.
        x = max(width - MARGIN - length, min(MARGIN, width / 2))
        codes = "".join(f"{self.codes[char]:04X}" for char in text).encode()
        return b"q %s cm %s BT 0 g %s %g Tf %.2f %.2f Td <%s> Tj ET EMC Q\n" % (
            to_page.encode(),
            OPENING,
            FONT.encode(),
            self.size,
            x,
            BASELINE,
            codes,
        )


def embed(writer: PdfWriter, characters: str, size: float = 9.0) -> StampFont:
    """Put a font with these characters into the filing, cut down to them.

    Raises OutputError naming the characters that no stamp font has, ToolError when the fonts are not installed.
    """
    missing = characters
    for family in FAMILIES:
        file, number = fontconfig.font_file(family)
        given = cut(file, number, characters)
        lacking = "".join(sorted({char for char in characters if char not in given.glyphs}))
        if not lacking:
            reference = _font_objects(writer, PREFIX + file.stem, given)
            return StampFont(reference=reference, codes=given.glyphs, widths=given.widths, size=size)
        missing = min(missing, lacking, key=len)
    raise OutputError(
        _("The page stamp cannot be printed: no font for {characters}.").format(characters=missing),
        remedy=_("Correct the stamp in the profile."),
    )


def _font_objects(writer: PdfWriter, name: str, given: Cut) -> IndirectObject:
    """A composite font (ISO 32000-1, 9.7) with its descriptor, program and map to Unicode."""
    font = TTFont(io.BytesIO(given.program), lazy=True)
    is_cff = "CFF " in font
    head, per_em = font["head"], font["head"].unitsPerEm
    box = [round(value * 1000 / per_em) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
    program = DecodedStreamObject()
    program.set_data(font.reader["CFF "] if is_cff else given.program)
    if is_cff:
        program[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
    else:
        program[NameObject("/Length1")] = NumberObject(len(given.program))
    descriptor = _dictionary(
        Type="/FontDescriptor",
        FontName=f"/{name}",
        Flags=NumberObject(4),
        FontBBox=ArrayObject(NumberObject(value) for value in box),
        ItalicAngle=NumberObject(0),
        Ascent=NumberObject(round(font["hhea"].ascent * 1000 / per_em)),
        Descent=NumberObject(round(font["hhea"].descent * 1000 / per_em)),
        CapHeight=NumberObject(700),
        StemV=NumberObject(80),
    )
    descriptor[NameObject("/FontFile3" if is_cff else "/FontFile2")] = _added(writer, program.flate_encode())
    system = _dictionary(Registry=TextStringObject("Adobe"), Ordering=TextStringObject("Identity"), Supplement=NumberObject(0))
    descendant = _dictionary(
        Type="/Font",
        Subtype="/CIDFontType0" if is_cff else "/CIDFontType2",
        BaseFont=f"/{name}",
        CIDSystemInfo=system,
        FontDescriptor=_added(writer, descriptor),
        W=_width_array(given.glyphs, given.widths),
    )
    if not is_cff:
        descendant[NameObject("/CIDToGIDMap")] = NameObject("/Identity")
    to_unicode = DecodedStreamObject()
    to_unicode.set_data(_to_unicode(given.glyphs))
    whole = _dictionary(
        Type="/Font",
        Subtype="/Type0",
        BaseFont=f"/{name}",
        Encoding="/Identity-H",
        DescendantFonts=ArrayObject([_added(writer, descendant)]),
        ToUnicode=_added(writer, to_unicode),
    )
    return _added(writer, whole)


def _width_array(codes: Mapping[str, int], widths: Mapping[str, float]) -> ArrayObject:
    array = ArrayObject()
    for char, code in sorted(codes.items(), key=lambda item: item[1]):
        array.extend((NumberObject(code), ArrayObject([FloatObject(round(widths[char], 3))])))
    return array


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject(
        {NameObject(f"/{key}"): NameObject(value) if type(value) is str else value for key, value in entries.items()}
    )


def _added(writer: PdfWriter, value: Any) -> IndirectObject:
    return writer._add_object(value)
