"""Characters that came out as an empty box: glyphs of our own pages that are a font's .notdef glyph.

LibreOffice does not say when no font has a character. It draws the first font's .notdef glyph, gives that glyph a code of its own
and maps the code to the character, so that text extraction looks right while the reader sees a box. With LibreOffice 7.4 this is
a copy of glyph 0 in the subset of a TrueType font, and a code without a name in the encoding of a Type 1 font (so it embeds CFF
fonts).
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Stream

from asylum_forms.assembly.cmap import read_cmap

# LibreOffice's subsets have odd dates in their heads, which is no news to anybody.
logging.getLogger("fontTools.ttLib.tables._h_e_a_d").setLevel(logging.ERROR)

_OPERATORS = "Tf Tj TJ ' \" Do BDC BMC EMC"

_ZERO = re.compile(rb"<(?:[0-9A-Fa-f]{4})*?0000|\0\0|\\000\\000")
"""Code 0 in a string, in one of the ways it can be written."""


def boxes(pdf: Path) -> list[tuple[int, str]]:
    """Every character that a PDF shows as an empty box: (1-based page, character), each once per page, in order.

    For PDFs that we made ourselves, such as Word files converted by LibreOffice. U+FFFD stands for one that cannot be told.
    """
    with pikepdf.open(pdf) as opened:
        fonts = Fonts()
        return [(number, char) for number, page in enumerate(opened.pages, 1) for char in fonts.boxes(page)]


def empty(pdf: Path) -> list[int]:
    """Pages of a PDF that others made on which a composite font draws its .notdef glyph, and that glyph can be seen."""
    with pikepdf.open(pdf) as opened:
        fonts = Fonts(ours=False)
        return [number for number, page in enumerate(opened.pages, 1) if _may_be_empty(page) and fonts.boxes(page)]


def _may_be_empty(page: pikepdf.Page) -> bool:
    """Whether code 0 of two bytes may be among what the page shows: a quick look, so that few pages are read in full."""
    resources = page.obj.get("/Resources", Dictionary())
    forms = [form for form in resources.get("/XObject", Dictionary()).values() if form.get("/Subtype") == "/Form"]
    if not forms and not any(font.get("/Subtype") == "/Type0" for font in resources.get("/Font", Dictionary()).values()):
        return False
    contents = page.obj.get("/Contents")
    parts = [*(contents if isinstance(contents, pikepdf.Array) else [contents]), *forms]
    return any(_ZERO.search(part.read_bytes()) for part in parts if isinstance(part, Stream))


class Fonts:
    """What is known of the fonts of one PDF. Fonts are read once, however many pages use them.

    Those that are not `ours` may hold anything: only code 0 of whole composite fonts is taken for a box.
    """

    def __init__(self, ours: bool = True) -> None:
        self._ours = ours
        self._known: dict[tuple[int, int], _Font] = {}

    def boxes(self, page: pikepdf.Page) -> list[str]:
        """The characters that the page shows as boxes, each once, in order; U+FFFD for one that cannot be told."""
        found = _boxes(self, page, page.obj.get("/Resources", Dictionary()), set())
        return list(dict.fromkeys(found))

    def font(self, font: Any) -> _Font:
        """What is known of a font dictionary."""
        key = font.objgen
        if key == (0, 0):
            return _Font(font, self._ours)
        if key not in self._known:
            self._known[key] = _Font(font, self._ours)
        return self._known[key]


class _Font:
    """Which codes of a font show its .notdef glyph, and which characters codes stand for."""

    def __init__(self, font: Any, ours: bool) -> None:
        self.wide = font.get("/Subtype") == "/Type0"
        self.is_box = _box_test(font) if ours else _zero_test(font)
        to_unicode = font.get("/ToUnicode")
        self.unicode = read_cmap(to_unicode.read_bytes()) if isinstance(to_unicode, Stream) else {}

    def boxes(self, shown: bytes) -> Iterator[str]:
        step = 2 if self.wide else 1
        for start in range(0, len(shown) - step + 1, step):
            code = int.from_bytes(shown[start : start + step], "big")
            if self.is_box(code):
                yield self.unicode.get(code, "\ufffd")


def _boxes(fonts: Fonts, holder: Any, resources: Any, visited: set[tuple[int, int]]) -> Iterator[str]:
    """Boxes in the content of a page or form XObject, and in the form XObjects that it draws."""
    font: _Font | None = None
    actual: list[str | None] = []
    for instruction in pikepdf.parse_content_stream(holder, _OPERATORS):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "Tf":
            entry = resources.get("/Font", Dictionary()).get(str(operands[0]))
            font = fonts.font(entry) if entry is not None else None
        elif name in ("BDC", "BMC"):
            actual.append(_actual_text(operands, resources))
        elif name == "EMC":
            actual[-1:] = []
        elif name == "Do":
            form = resources.get("/XObject", Dictionary()).get(str(operands[0]))
            if isinstance(form, Stream) and form.get("/Subtype") == "/Form" and form.objgen not in visited:
                yield from _boxes(fonts, form, form.get("/Resources", resources), visited | {form.objgen})
        elif font is not None:
            spoken = next((text for text in reversed(actual) if text), None)
            for shown in _strings(operands[-1]):
                for char in font.boxes(shown):
                    # The mark names the character itself; the map to Unicode knows only the first one that a box stood for.
                    yield spoken or char


def _strings(operand: Any) -> Iterator[bytes]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return (bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _actual_text(operands: Any, resources: Any) -> str | None:
    if len(operands) < 2:
        return None
    properties = operands[1]
    if isinstance(properties, Name):
        properties = resources.get("/Properties", Dictionary()).get(str(properties))
    text = properties.get("/ActualText") if isinstance(properties, Dictionary) else None
    return str(text) if text is not None else None


def _box_test(font: Any) -> Callable[[int], bool]:
    """A test for codes that show .notdef. Fonts that are not embedded, or whose encoding others chose, are never suspected."""
    descendants = font.get("/DescendantFonts")
    if font.get("/Subtype") == "/Type0":
        if font.get("/Encoding") not in ("/Identity-H", "/Identity-V") or descendants is None:
            return _never
        return _composite(descendants[0])
    if font.get("/Encoding") is not None:
        return _never
    descriptor = font.get("/FontDescriptor", Dictionary())
    if (program := descriptor.get("/FontFile2")) is not None:
        return _simple_truetype(program.read_bytes())
    if (program := descriptor.get("/FontFile")) is not None:
        return _type1(program.read_bytes())
    if (program := descriptor.get("/FontFile3")) is not None and program.get("/Subtype") == "/Type1C":
        return _simple_cff(program.read_bytes())
    return _never


def _zero_test(font: Any) -> Callable[[int], bool]:
    """A test for code 0 of a composite font whose .notdef glyph can be seen. What cannot be read is not suspected."""
    try:
        if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            return _never
        descriptor = font.DescendantFonts[0].FontDescriptor
        if (program := descriptor.get("/FontFile2")) is not None:
            opened = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
            seen = bool(_outline(opened.getGlyphSet()[opened.getGlyphOrder()[0]]))
        else:
            seen = bool(_outline(_cff(descriptor.FontFile3.read_bytes())[1][".notdef"]))
    except Exception:  # others' fonts fail in every way
        return _never
    return (lambda code: code == 0) if seen else _never


def _never(code: int) -> bool:
    return False


def _composite(descendant: Any) -> Callable[[int], bool]:
    descriptor = descendant.get("/FontDescriptor", Dictionary())
    if (program := descriptor.get("/FontFile2")) is not None:
        font = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
        boxes = {font.getGlyphID(name) for name in _twins_in(font)}
        mapping = descendant.get("/CIDToGIDMap")
        table = mapping.read_bytes() if isinstance(mapping, Stream) else None
        return lambda code: _glyph(table, code) in boxes | {0}
    if (program := descriptor.get("/FontFile3")) is not None and program.get("/Subtype") == "/CIDFontType0C":
        cff, charstrings = _cff(program.read_bytes())
        names = _twins(charstrings, ".notdef")
        keyed = hasattr(cff, "ROS")
        order = cff.charset
        cids = {int(name.removeprefix("cid")) if keyed else order.index(name) for name in names if name != ".notdef"}
        return lambda code: code in cids | {0}
    return lambda code: code == 0


def _glyph(table: bytes | None, code: int) -> int:
    return code if table is None else int.from_bytes(table[2 * code : 2 * code + 2], "big")


def _simple_truetype(program: bytes) -> Callable[[int], bool]:
    font = TTFont(io.BytesIO(program), lazy=True)
    tables = font["cmap"].tables if "cmap" in font else []
    # Symbolic fonts map codes by (1, 0), or by (3, 0) in the private area (ISO 32000-1, 9.6.6.4); LibreOffice writes (1, 0).
    codes = {code & 0xFF: name for table in tables if table.platEncID == 0 for code, name in table.cmap.items()}
    order = font.getGlyphOrder()
    boxes = {*_twins_in(font), order[0]}
    return lambda code: codes.get(code, order[0]) in boxes


def _type1(program: bytes) -> Callable[[int], bool]:
    head = program.partition(b"eexec")[0]
    if b"StandardEncoding def" in head:
        return _never
    names = {int(code): name for code, name in re.findall(rb"dup\s+(\d+)\s*/([^\s/]+)\s+put", head)}
    return lambda code: names.get(code, b".notdef") == b".notdef"


def _simple_cff(program: bytes) -> Callable[[int], bool]:
    cff, charstrings = _cff(program)
    encoding = cff.Encoding
    if not isinstance(encoding, list):
        return _never
    boxes = {*_twins(charstrings, ".notdef"), ".notdef"}
    return lambda code: encoding[code] in boxes


def _cff(program: bytes) -> tuple[Any, Any]:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    return fonts[0], fonts[0].CharStrings


def _twins_in(font: TTFont) -> set[str]:
    """The same of a TrueType font. Only glyphs that begin with the same bytes (number of outlines, bounding box) are drawn."""
    table, notdef = font["glyf"].glyphs, font.getGlyphOrder()[0]
    head = {name: getattr(glyph, "data", b"")[:10] for name, glyph in table.items()}
    alike = [name for name in table if head[name] == head[notdef]]
    glyphs = font.getGlyphSet()
    return _twins({name: glyphs[name] for name in alike}, notdef)


def _twins(glyphs: Any, notdef: str) -> set[str]:
    """Glyphs with the very outline of `.notdef`; none when that is empty, because then every space would be one."""
    if notdef not in glyphs:
        return set()
    outline = _outline(glyphs[notdef])
    return {name for name in set(glyphs.keys()) if outline and _outline(glyphs[name]) == outline}


def _outline(glyph: Any) -> list[Any]:
    pen = RecordingPen()
    glyph.draw(pen)
    return list(pen.value)
