"""From lines that stand somewhere on a page to paragraphs, headings and table cells in reading order.

The same for text that a PDF holds and for text that was read from a picture. Lengths are in any unit, y grows downwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

_SENTENCE_END = tuple("。！？；：…”」』.!?;:")
_ITEM = re.compile(
    r"([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.、)]|第[一二三四五六七八九十百\d]+[条章节]|[•●○■-]\s"
    r"|[\u4e00-\u9fff]{1,8}[：:])"
)
"""What begins an item of a list or a labelled line."""
_LABEL = re.compile(r"[^\W\d]{1,10} ?[：:]")
_DIVIDED = re.compile(r"[a-zà-ÿ]-$")
_PAGE_NUMBER = re.compile(r"[-—–\s]*(第?\s*\d+\s*页?(\s*[/／共]\s*\d+\s*页?)?|Page \d+( of \d+)?)[-—–\s]*", re.IGNORECASE)
LONGEST_HEADING = 60
_Block = list["Line"]


@dataclass(frozen=True)
class Line:
    """A line of text, or the part of one that stands in a cell of a table."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Height of its letters: about the width of a Chinese character."""
    confidence: float | None = None
    """0 to 100 for what was read from a picture, None for text that the file holds."""
    doubtful: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading or cell."""

    text: str
    kind: str
    """`heading`, `paragraph` or `table-cell`."""
    top: float
    bottom: float
    confidence: float | None = None
    doubtful: tuple[str, ...] = ()
    column: int = 0
    """Of a cell, from 1: a row ends where the next cell's is not higher. 0 where it is not known, and for other text."""


def wide(char: str) -> bool:
    """Whether a character belongs to a script that is written without spaces: Chinese, Japanese, and their punctuation."""
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def joined(first: str, second: str) -> str:
    """Two pieces of one paragraph: no space next to Chinese, a word divided at the line's end whole again, else a space."""
    if not first or not second:
        return first + second
    if wide(first[-1]) or wide(second[0]):
        return first + second
    if first[-1].isdigit() and second[0].isdigit() and any(map(wide, first)):  # a number divided at the end of a Chinese line
        return first + second
    if _DIVIDED.search(first) and second[0].islower():
        return first[:-1] + second
    return f"{first} {second}"


def tidy(text: str) -> str:
    """One space where there were several, none between the spread letters of a title (`传 唤 证`)."""
    text = re.sub(r"[ \t\u00a0\u3000]+", " ", text).strip()
    letters = text.split(" ")
    if len(letters) > 1 and all(len(letter) == 1 and wide(letter) for letter in letters):
        return "".join(letters)
    return text


def passages(lines: Sequence[Line], left: float, right: float) -> list[Passage]:
    """What stands on a page, in reading order. `lines` come in the order in which they were found; `left` and `right` are the
    page's edges."""
    found = []
    column = max((line.right for line in lines), default=right) - min((line.left for line in lines), default=left)
    text = _Text(lines, left, right) if lines else None
    groups = _in_order(_blocks(lines))
    numbers = _columns(groups)
    for group in groups:
        beside = len(group) > 1
        for block in group:
            # A long narrow block beside another is a column of text; a short one is a cell.
            if beside and len(block) <= 6:
                found.append(replace(_passage(block, "table-cell"), column=numbers[id(block)]))
            else:
                found += _paragraphs(block, None if beside else text, 0.0 if beside else column)
    return found


class _Text:
    """Where the text of a page stands, and how large its letters are: what a heading stands out from."""

    def __init__(self, lines: Sequence[Line], left: float, right: float) -> None:
        self.centre, self.width = (left + right) / 2, right - left
        self.left, self.right = min(line.left for line in lines), _right(lines)
        self.size = median(line.size for line in lines)
        self.starts = [line.left for line in lines]

    def widest(self, line: Line) -> bool:
        """Whether a line alone reaches from edge to edge of the text: then it says nothing of where the margins are."""
        return self.left == line.left and self.right <= line.right and sum(s < self.left + self.size for s in self.starts) == 1


def _right(lines: Sequence[Line]) -> float:
    """Right edge of a text. Of many lines one may reach further than the rest: a title above a column, a mark in the margin."""
    rights = sorted(line.right for line in lines)
    return rights[-1] if len(rights) < 5 else rights[round(0.9 * (len(rights) - 1)) - 1]


def _columns(groups: Sequence[list[_Block]]) -> dict[int, int]:
    """For each block that stands beside another (by its `id`): its column in the table that neighbouring groups make. 0 for all
    where a row has two blocks in one column: those are no rows."""
    found: dict[int, int] = {}
    for _beside, table in groupby(groups, key=lambda group: len(group) > 1):
        rows = list(table)
        bands = _bands([block for row in rows for block in row], 0)
        column = {id(block): number for number, band in enumerate(bands, 1) for block in band}
        regular = all(len({column[id(block)] for block in row}) == len(row) for row in rows)
        found |= {id(block): column[id(block)] if regular else 0 for row in rows for block in row}
    return found


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """Lines that stand below one another, as they follow in the file or picture."""
    blocks: list[_Block] = []
    for line in lines:
        if blocks and _below(blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    short = [line for block in blocks if len(block) <= 3 for line in block]
    return [part for block in blocks for part in _parted(block, short)]


def _parted(block: _Block, short: list[Line]) -> Iterator[_Block]:
    """A block, parted where a line of a short block stands between two of its own (a number at the right below a title), and
    where a row of a table begins or ends: what stands above its first cell, and below its last one, is no part of them."""
    others = [line for line in short if line not in block]
    cells = [any(_level(line, other) for other in others) for line in block]
    part = [block[0]]
    for (before, line), (cell_before, cell) in zip(pairwise(block), pairwise(cells), strict=True):
        if cell != cell_before or any(_between(before, other, line) for other in others):
            yield part
            part = []
        part.append(line)
    yield part


def _level(line: Line, other: Line) -> bool:
    """Whether two lines stand side by side at one height."""
    common = min(line.bottom, other.bottom) - max(line.top, other.top)
    apart = max(line.left, other.left) > min(line.right, other.right)
    return apart and common > 0.6 * min(line.bottom - line.top, other.bottom - other.top)


def _between(above: Line, line: Line, below: Line) -> bool:
    slack = 0.4 * (line.bottom - line.top)
    return line.top > above.bottom - slack and line.bottom < below.top + slack


def _below(before: Line, line: Line) -> bool:
    em = max(before.size, line.size)
    overlap = min(before.right, line.right) - max(before.left, line.left)
    return overlap > 0 and line.top > before.top + 0.5 * min(before.size, line.size) and line.top - before.bottom < 3 * em


def _edges(block: _Block) -> tuple[float, float, float, float]:
    return (
        min(line.left for line in block),
        min(line.top for line in block),
        max(line.right for line in block),
        max(line.bottom for line in block),
    )


def _in_order(blocks: list[_Block]) -> list[list[_Block]]:
    """Groups of blocks that stand beside one another, from the top; in a group from left to right."""
    ordered = []
    for band in _bands(blocks, 1):
        columns = _bands(band, 0)
        if len(columns) == 1:
            ordered += [[block] for block in sorted(band, key=lambda block: (_edges(block)[1], _edges(block)[0]))]
        elif all(len(column) == 1 for column in columns):
            ordered.append([column[0] for column in columns])
        elif len(columns) > 1 and _is_text(columns):
            for column in columns:  # columns of text, read one after the other
                ordered += _in_order(column)
        else:
            ordered.append([block for column in columns for block in sorted(column, key=lambda block: _edges(block)[1])])
    return ordered


def _is_text(columns: list[list[_Block]]) -> bool:
    return all(sum(len(block) for block in column) > 6 for column in columns)


def _bands(blocks: list[_Block], axis: int) -> list[list[_Block]]:
    """Blocks in bands that do not overlap along an axis (0 across, 1 down); a small overlap does not count."""
    bands: list[list[_Block]] = []
    end = 0.0
    for block in sorted(blocks, key=lambda block: _edges(block)[axis]):
        edges = _edges(block)
        slack = 0.35 * min(line.size for line in block) if axis else 0.0
        if bands and edges[axis] < end - slack:
            bands[-1].append(block)
            end = max(end, edges[axis + 2])
        else:
            bands.append([block])
            end = edges[axis + 2]
    return bands


def _paragraphs(block: _Block, text: _Text | None, column: float) -> Iterator[Passage]:
    """The paragraphs and headings of lines below one another. `column` is the width of the page's text, 0 beside other text,
    where nothing is a heading and `text` is None."""
    margin, end = min(line.left for line in block), _right(block)
    steps = [b.top - a.top for a, b in pairwise(block)]
    step = median(steps) if steps else 0.0
    open_: _Block = []
    heads: _Block = []
    for line in block:
        narrow = min(column, end - margin) if len(block) > 3 else column
        heading = text is not None and _heading(line, text)
        if heading and heads and _goes_on(heads[-1], line):
            heads.append(line)
            continue
        if heads:
            yield _headed(heads)
            heads = []
        if open_ and (heading or not _continues(open_, line, margin, end, step, narrow)):
            yield _passage(open_, "paragraph")
            open_ = []
        if heading:
            heads = [line]
        else:
            open_.append(line)
    if heads:
        yield _headed(heads)
    if open_:
        yield _passage(open_, "paragraph")


def _headed(heads: _Block) -> Passage:
    """Lines in the middle of a page: a title, or a notice that is set so."""
    whole = _passage(heads, "heading")
    return whole if len(heads) == 1 or len(whole.text) <= LONGEST_HEADING else _passage(heads, "paragraph")


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a centred line goes on with the one before: that one is long, and this one of the same letters and no longer."""
    width = before.right - before.left
    return (
        0.88 < line.size / before.size < 1.14
        and line.top - before.bottom < 1.2 * before.size
        and width > 15 * before.size
        and line.right - line.left < 1.15 * width
    )


def _heading(line: Line, page: _Text) -> bool:
    text = line.text.strip()
    if len(text) > LONGEST_HEADING or text.endswith(_SENTENCE_END) or _PAGE_NUMBER.fullmatch(text):
        return False
    centred = abs(line.middle - page.centre) < 0.05 * page.width
    if page.widest(line):
        inside = line.right - line.left < 0.6 * page.width
    else:
        inside = line.left - page.left > 1.5 * page.size and page.right - line.right > 1.5 * page.size
    return (centred and inside) or (line.size > 1.35 * page.size)


def _continues(open_: _Block, line: Line, margin: float, end: float, step: float, column: float) -> bool:
    """Whether a line goes on with the paragraph of the lines before."""
    before = open_[-1]
    em = before.size
    if not 0.7 < line.size / em < 1.4 or line.top - before.top > 1.6 * step:
        return False
    if before.text.endswith(_SENTENCE_END) and _ITEM.match(line.text):
        return False
    if _DIVIDED.search(before.text) and line.text[0].islower():
        return True
    if _LABEL.match(open_[0].text) and _LABEL.match(line.text):
        return False
    if before.right - before.left < 0.4 * column:  # a signature, a date: short lines at the right
        return False
    if len(open_) == 1 and before.left - margin > 0.3 * (end - margin):  # a number at the right
        return False
    indented = line.left - margin > 1.2 * em
    if indented and not (len(open_) > 1 and abs(line.left - before.left) < 0.7 * em):
        return False
    # Between sentences a paragraph too many does no harm, and one too few hardly any.
    needed = 1.2 * em if before.text.endswith(_SENTENCE_END) else _needed(before, line)
    return end - before.right < needed


def _needed(before: Line, line: Line) -> float:
    """Room that the first word of a line would have needed at the end of the line before."""
    letters = max(1, len(before.text))
    if wide(line.text[0]):
        # A mark that may not begin a line, and justified lines that end a little early.
        return 2.2 * before.size
    word = re.match(r"[^\s]+", line.text)
    return ((len(word[0]) if word else 1) + 1.5) * (before.right - before.left) / letters + 0.5 * before.size


def _passage(block: _Block, kind: str) -> Passage:
    text = ""
    for line in block:
        text = joined(text, line.text.strip())
    letters = sum(len(line.text) for line in block)
    sure: float | None = None
    if block[0].confidence is not None:
        sure = sum((line.confidence or 0.0) * len(line.text) for line in block) / max(1, letters)
    doubtful = tuple(piece for line in block for piece in line.doubtful)
    return Passage(tidy(text), kind, block[0].top, block[-1].bottom, sure, doubtful)
