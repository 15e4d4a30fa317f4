"""Appearance streams: the text of a form's box as it is seen and printed, with the glyphs it needs embedded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from asylum_forms.forms import fonts
from asylum_forms.forms.fields import resolved

PADDING = 2.0
"""Points between the edge of a box and its text, as Acrobat leaves them."""
LEADING = 10.2 / 9
"""Line to line, in font sizes: with it the boxes of the form hold as many lines as they were measured for."""
SMALLEST = 0.7
"""How far text may shrink to fit its box."""
_ASCENT = 0.833
"""Of the fixed-pitch font, in font sizes."""
_DESCENT = 0.3
_TOLERANCE = 0.01


@dataclass(frozen=True)
class Box:
    """A text field as the form draws it. Lengths are points."""

    width: float
    height: float
    size: float = 9.0
    colour: str = "0 g"
    """PDF colour operator."""
    align: int = 0
    """0 left, 1 centre, 2 right."""
    multiline: bool = False
    comb: int = 0
    """Number of cells that hold one character each; 0 for a box without cells."""
    frame: str = ""
    """PDF operators that draw its background and border."""


@dataclass(frozen=True)
class Appearance:
    """What to put into a form XObject of the size of the box."""

    content: bytes
    resources: DictionaryObject


class DoesNotFit(Exception):
    """The text is longer than its box, even at the smallest size."""


class Typesetter:
    """Draws texts into boxes; all boxes together share one subset of each font."""

    def __init__(self, language: str = "") -> None:
        """`language` is the BCP 47 tag of East Asian text, where known (see `fonts.runs`)."""
        self._language = language
        self._pdf = FPDF(unit="pt")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        # fpdf2 replaces this alias by the number of pages wherever it stands, also in what a person wrote.
        self._pdf.str_alias_nb_pages = ""
        self._pdf.set_compression(False)
        self._boxes: list[Box] = []

    def add(self, box: Box, lines: Callable[[int], Sequence[str]]) -> None:
        """Draw one text. `lines` gives it broken into lines of at most so many columns of the fixed-pitch font.

        A box with one line takes the first. Raises DoesNotFit, and MissingCharacters for characters that no font has.
        """
        self._pdf.add_page(format=(box.width, box.height))
        if box.comb:
            self._cells(box, "".join(lines(box.comb)))
        else:
            self._lines(box, lines)
        self._boxes.append(box)

    def finish(self) -> list[Appearance]:
        """The appearances, in the order in which they were added."""
        if not self._boxes:
            return []
        pages = PdfReader(io.BytesIO(bytes(self._pdf.output()))).pages
        return [self._appearance(page, box) for page, box in zip(pages, self._boxes, strict=True)]

    @staticmethod
    def _appearance(page: PageObject, box: Box) -> Appearance:
        drawn = page.get_contents()
        text = drawn.get_data() if drawn is not None else b""
        frame = f"{box.frame}\n".encode() if box.frame else b""
        clip = f"0 0 {box.width:.4f} {box.height:.4f} re W n\n".encode()
        content = frame + b"/Tx BMC\nq\n" + clip + box.colour.encode() + b"\n" + text.strip() + b"\nQ\nEMC\n"
        return Appearance(content, resolved(page["/Resources"]))

    def _lines(self, box: Box, lines: Callable[[int], Sequence[str]]) -> None:
        size, drawn = self._fitted(box, lines)
        first = PADDING + _ASCENT * size if box.multiline else (box.height + (_ASCENT - _DESCENT) * size) / 2
        for number, line in enumerate(drawn):
            start = (box.width - self._width(line, size)) * box.align / 2
            start = min(max(start, PADDING), max(box.width - PADDING, PADDING))
            self._line(line, start, first + number * size * LEADING, size)

    def _fitted(self, box: Box, lines: Callable[[int], Sequence[str]]) -> tuple[float, list[list[fonts.Run]]]:
        """The greatest size at which the text fits, and its lines."""
        for percent in range(100, round(SMALLEST * 100) - 1, -1):
            size = box.size * percent / 100
            columns = int((box.width - 2 * PADDING) / (0.6 * size) + _TOLERANCE)
            drawn = [fonts.runs(line, self._language) for line in lines(columns)]
            high = (len(drawn) * LEADING * size + 2 * PADDING <= box.height + _TOLERANCE) if box.multiline else len(drawn) <= 1
            wide = max((self._width(line, size) for line in drawn), default=0)
            if high and wide <= box.width - 2 * PADDING + _TOLERANCE:
                return size, drawn
        raise DoesNotFit

    def _cells(self, box: Box, text: str) -> None:
        if len(text) > box.comb:
            raise DoesNotFit
        cell = box.width / box.comb
        for number, char in enumerate(text):
            line = fonts.runs(char, self._language)
            start = number * cell + (cell - self._width(line, box.size)) / 2
            self._line(line, start, (box.height + (_ASCENT - _DESCENT) * box.size) / 2, box.size)

    def _line(self, line: Sequence[fonts.Run], start: float, baseline: float, size: float) -> None:
        """Draw runs beside one another. `start` from the left, `baseline` from the top."""
        for run in line:
            self._use(run, size)
            width = self._pdf.get_string_width(run.text)
            # A cell of no height puts its baseline 0.3 font sizes below its top.
            self._pdf.set_xy(start, baseline - 0.3 * size)
            self._pdf.cell(w=width, h=0, text=run.text)
            start += width

    def _width(self, line: Sequence[fonts.Run], size: float) -> float:
        width = 0.0
        for run in line:
            self._use(run, size)
            width += self._pdf.get_string_width(run.text)
        return width

    def _use(self, run: fonts.Run, size: float) -> None:
        family = _name(run.font.file, run.font.index)
        if family not in self._pdf.fonts:
            self._pdf.add_font(family, fname=run.font.file, collection_font_number=run.font.index)
        self._pdf.set_font(family, size=size)
        self._pdf.set_text_shaping(run.shaped)


def _name(file: Path, index: int) -> str:
    """A family name without the letters that fpdf2 reads as bold or italic."""
    return re.sub(r"[^a-z0-9]", "", file.stem.lower()) + f"-{index}"
