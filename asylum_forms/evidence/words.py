"""Words read from a picture as lines of text: with their spaces, parted at the gaps of a table, columns in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Protocol

from asylum_forms.evidence.lines import Line, tidy, wide

_COLUMN = 6
"""Rows of text beside text that make columns; fewer are rows of a table."""
SURE = 50.0
"""Confidence below which a word is doubtful. Characters that Tesseract gets wrong mostly have 0 to 30."""


class Seen(Protocol):
    """A word read from a picture."""

    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def left(self) -> int: ...
    @property
    def top(self) -> int: ...
    @property
    def right(self) -> int: ...
    @property
    def bottom(self) -> int: ...
    @property
    def line(self) -> tuple[int, int, int]: ...
    @property
    def spaced(self) -> bool: ...


def lines_of(words: Sequence[Seen]) -> list[Line]:
    """The words as lines, parted where a gap is as wide as a table's."""
    found = []
    for _number, row in groupby(words, key=lambda word: word.line):
        line = list(row)
        size = _size(line)
        piece = [line[0]]
        for word in line[1:]:
            if word.left - piece[-1].right > 2.2 * size:
                found.append(_line(piece, size))
                piece = []
            piece.append(word)
        found.append(_line(piece, size))
    # Specks, frames and corners are read as a stray letter or two.
    return by_columns([line for line in found if not _speck(line)])


def _speck(line: Line) -> bool:
    few = len(line.text) <= 2
    return (few and (line.confidence or 0.0) < 30) or (len(line.text) <= 3 and not any(char.isalnum() for char in line.text))


def by_columns(pieces: list[Line]) -> list[Line]:
    """Pieces of lines that come row by row, with columns of text put one after the other. Rows of a table stay as they are."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        if rows and piece.top + piece.bottom < 2 * rows[-1][0].bottom - 0.3 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered: list[Line] = []
    at = 0
    while at < len(rows):
        end, starts = _columns(rows, at)
        if starts:
            region = [piece for row in rows[at:end] for piece in row]
            ordered += sorted(region, key=lambda piece: (sum(piece.middle > start for start in starts), piece.top))
        else:
            end = at + 1
            ordered += sorted(rows[at], key=lambda piece: piece.left)
        at = end
    return ordered


def _columns(rows: list[list[Line]], at: int) -> tuple[int, list[float]]:
    """Where columns of text that begin at a row end, and the left edges of those after the first; none when it is no text."""
    first = sorted(rows[at], key=lambda piece: piece.left)
    size = median(piece.size for piece in first)
    starts = [piece.left - size for piece in first[1:]]
    gaps = [(a.right, b.left) for a, b in pairwise(first)]
    end = at
    while end < len(rows) and len(starts) and all(_beside(piece, gaps, size) for piece in rows[end]):
        end += 1
    region = [piece for row in rows[at:end] for piece in row]
    full = sum(len(row) == len(first) for row in rows[at:end])
    if full < _COLUMN or median(piece.right - piece.left for piece in region) < 10 * size:
        return at, []
    return end, starts


def _beside(piece: Line, gaps: list[tuple[float, float]], size: float) -> bool:
    return all(piece.right < right - 0.2 * size or piece.left > right - 2 * size for _left, right in gaps)


def _size(words: list[Seen]) -> float:
    """Height of the letters: from the room that each character takes, since boxes of single ones are often wrong."""
    spread = sum(1.0 if wide(char) else 0.55 for word in words for char in word.text)
    boxes = median(word.bottom - word.top for word in words)
    if spread < 4:
        return float(boxes)
    gaps = [b.left - a.right for a, b in pairwise(words)]
    return min((words[-1].right - words[0].left - sum(gap for gap in gaps if gap > 1.5 * boxes)) / spread, 1.3 * boxes)


def _line(words: list[Seen], size: float) -> Line:
    text = ""
    chinese = any(wide(char) for word in words for char in word.text)
    for before, word in zip([None, *words], words, strict=False):
        if before is not None:
            text += "" if _together(before, word, chinese, size) else " "
        text += word.text
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / letters
    # The boxes of single characters reach into the lines above and below now and then; the middle of the line does not move.
    middle = median((word.top + word.bottom) / 2 for word in [word for word in words if word.text.isalnum()] or words)
    return Line(
        _marks(tidy(text)),
        min(word.left for word in words),
        middle - 0.55 * size,
        max(word.right for word in words),
        middle + 0.55 * size,
        size,
        sure,
        tuple(word.text for word in words if word.confidence < SURE),
    )


def _together(before: Seen, word: Seen, chinese: bool, size: float) -> bool:
    """Whether there is no space between two words. In a Chinese line numbers come in pieces."""
    gap = word.left - before.right
    if wide(before.text[-1]) or wide(word.text[0]):
        return gap < 1.1 * size
    return not word.spaced or (chinese and gap < 0.4 * size and (before.text[-1] + word.text[0]).isdigit())


_WIDE_MARKS = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}


_HAN = r"\u3400-\u9fff"


def _marks(text: str) -> str:
    """Chinese marks beside Chinese characters, and no space after them: Tesseract gives many of them as Latin ones."""
    text = re.sub(rf"(?<=[{_HAN}”」）〕])([,:;?!]) ?(?=[{_HAN}\d“「（〔]|$)", lambda found: _WIDE_MARKS[found[1]], text)
    if len(re.findall(f"[{_HAN}]", text)) > len(re.findall("[A-Za-z]", text)):
        text = text.replace("(", "（").replace(")", "）")
    return text
