"""The text that a PDF page holds as text, as lines that stand somewhere on the page."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from asylum_forms.evidence.lines import Line, tidy, wide

_INVISIBLE = 3
"""Text rendering mode of letters that are in the file but not on the page (PDF 32000-1, table 106): another program's reading."""


NO_LETTERS = "\r\n\0\u0002"
"""What PDFium puts between letters, or in the place of those that it does not know."""


@dataclass(frozen=True)
class Layer:
    """What a page holds."""

    lines: tuple[Line, ...]
    left: float
    right: float
    """Edges of the page in the direction of the text."""
    pictured: float
    """Share of the page that pictures cover, 0 to 1."""
    hidden: bool
    """Whether most of the letters are not seen on the page."""

    @property
    def letters(self) -> int:
        return sum(1 for line in self.lines for char in line.text if not char.isspace())

    @property
    def sound(self) -> bool:
        """Whether the letters are letters."""
        return is_sound("".join(line.text for line in self.lines))


def is_sound(text: str) -> bool:
    """Whether the letters of a page, without ends of lines, are letters: some PDFs show a font's shapes and do not say what they
    mean."""
    strange = sum(unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs") or char == "\ufffd" for char in text)
    return bool(text) and strange < 0.05 * len(text)


@dataclass
class _Char:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def layer(page: pypdfium2.PdfPage) -> Layer:
    """The text layer of a page, its lines in the order of the file."""
    textpage = page.get_textpage()
    try:
        turn = turn_of(textpage)
        chars = _chars(textpage, turn)
    finally:
        textpage.close()
    x0, y0, x1, y1 = page.get_bbox()
    corners = [turned(x, y, turn) for x in (x0, x1) for y in (y0, y1)]
    across = [x for x, _y in corners]
    pictured, hidden = _seen(page)
    return Layer(tuple(_lines(chars)), min(across), max(across), pictured, hidden)


def turn_of(textpage: pypdfium2.PdfTextPage) -> int:
    """Quarter turns of most letters, clockwise: a table printed sideways is read sideways."""
    counts = [0, 0, 0, 0]
    for index in range(textpage.count_chars()):
        angle = pdfium.FPDFText_GetCharAngle(textpage, index)
        if angle >= 0:
            counts[round(angle / (math.pi / 2)) % 4] += 1
    return counts.index(max(counts))


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page, y upwards, in the direction of the text, y downwards."""
    return ((x, -y), (-y, -x), (-x, y), (y, x))[turn]


def _chars(textpage: pypdfium2.PdfTextPage, turn: int) -> list[_Char]:
    """Letters with their boxes; spaces and line ends that PDFium adds have none and are as wide as nothing."""
    found: list[_Char] = []
    box = pdfium.FS_RECTF()
    high = ""
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond 16 bits
            high = chr(code)
            continue
        text = (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if high else chr(code)
        high = ""
        if text in NO_LETTERS or not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            # U+0002 is PDFium's mark for a hyphen at a line's end.
            if text == "\u0002" and found:
                found.append(_Char("-", found[-1].right, found[-1].top, found[-1].right, found[-1].bottom))
            continue
        (ax, ay), (bx, by) = turned(box.left, box.bottom, turn), turned(box.right, box.top, turn)
        found.append(_Char(text, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return found


def _lines(chars: list[_Char]) -> list[Line]:
    """Letters that follow one another on a line, parted where a gap is wide enough to be a table's."""
    rows: list[list[_Char]] = []
    for char in chars:
        if char.text.isspace():
            if rows and rows[-1]:
                rows[-1].append(char)
            continue
        last = next((other for other in reversed(rows[-1]) if not other.text.isspace()), None) if rows else None
        if last and _follows(last, char):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [line for row in rows if (line := _line(row))]


def _follows(last: _Char, char: _Char) -> bool:
    height = min(last.bottom - last.top, char.bottom - char.top)
    level = min(last.bottom, char.bottom) - max(last.top, char.top) > 0.4 * height
    em = 0.8 * max(last.bottom - last.top, char.bottom - char.top)
    return level and -0.5 * em < char.left - last.right < 1.8 * em


def _line(row: list[_Char]) -> Line | None:
    solid = [char for char in row if not char.text.isspace()]
    text = ""
    before: _Char | None = None
    spaced = False
    for char in row:
        if char.text.isspace():
            spaced = True
            continue
        if before and spaced and not _set_apart(before, char):
            text += " "
        text, before, spaced = text + char.text, char, False
    text = tidy(text)
    if not text:
        return None
    heights = [char.bottom - char.top for char in solid]
    widths = [char.right - char.left for char in solid if wide(char.text)]
    size = median(widths) if widths else 0.8 * median(heights)
    edges = min(char.left for char in solid), min(char.top for char in solid), max(char.right for char in solid)
    return Line(_composed(text), *edges, max(char.bottom for char in solid), size)


def _set_apart(before: _Char, char: _Char) -> bool:
    """Whether a space between two Chinese characters is only how the line was set."""
    return wide(before.text) and wide(char.text) and char.left - before.right < 0.3 * (char.right - char.left)


def _composed(text: str) -> str:
    """One form for one letter: radicals that fonts put in the place of characters (⼈ for 人), presentation forms, accents."""
    text = re.sub(r"[\u2e80-\u2fdf\uf900-\ufaff]", lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", text)


def is_hidden(page: pypdfium2.PdfPage) -> bool:
    """Whether most of the letters are not seen on the page: they say what another program has read in its picture."""
    return _seen(page)[1]


def _seen(page: pypdfium2.PdfPage) -> tuple[float, bool]:
    """Share of the page under pictures, and whether most of its text is not painted."""
    width, height = page.get_size()
    covered, shown, hidden = 0.0, 0, 0
    for thing in page.get_objects(max_depth=4):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE:
                hidden += 1
            else:
                shown += 1
    return min(1.0, covered / (width * height)), hidden > shown
