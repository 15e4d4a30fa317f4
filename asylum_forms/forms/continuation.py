"""Packs what has no room on a form onto copies of its continuation sheet, in order, each answer under its part and question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asylum_forms.forms.answers import Continuation
from asylum_forms.forms.measure import fits, wrap
from asylum_forms.forms.table import Continuing, Fits, Sheet

_FEWEST = 3
"""Lines of an answer that must have room below a heading at the foot of a copy; else it begins on the next."""


@dataclass
class Passage:
    """Text for a continuation sheet that belongs to one item."""

    part: str
    question: str
    heading: str
    """Without the word for `continued`."""
    begun: bool = False
    """The answer begins in the item's box."""
    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    """(from, to, number): which part of the text is part of which answer. The rest are labels."""

    def add(self, text: str, number: str = "") -> None:
        """Put text at the end: part of an answer, or a label."""
        if number and text:
            self.spans.append((len(self.text), len(self.text) + len(text), number))
        self.text += text

    def pieces(self, start: int, end: int) -> list[tuple[str, str]]:
        """The parts of answers between two places of the text."""
        cuts = ((max(start, first), min(end, last), number) for first, last, number in self.spans)
        return [(number, self.text[first:last]) for first, last, number in cuts if first < last]


@dataclass
class _Copy:
    text: str = ""
    heading: str = ""
    """The first one, with which the text begins."""
    pieces: list[tuple[str, str]] = field(default_factory=list)
    items: list[tuple[str, str]] = field(default_factory=list)
    """(part, question) of what stands on it."""


def pack(sheet: Sheet, passages: Sequence[Passage], words: Continuing, boxes: Mapping[str, str]) -> list[Continuation]:
    """The filled copies of a sheet for running text. `boxes` are the sheet's own, the same on each copy.

    Every copy shows part and question of its item in the boxes for them, or a reference to the headings when it has several.
    Where there is no box for the part, the box for the question shows both.
    """
    box = sheet.box("text")
    if box is None or box.fits is None:
        raise ValueError(f"{sheet.name} has no box for text")
    copies: list[_Copy] = []
    for passage in passages:
        _place(passage, copies, box.fits, box.limit, words)
    return [_filled(sheet, copy, number, len(copies), words, boxes) for number, copy in enumerate(copies, 1)]


def _place(passage: Passage, copies: list[_Copy], box: Fits, limit: int, words: Continuing) -> None:
    # Each cut is at the end of a line, so the lines after it stay what they are.
    lines = wrap(passage.text, box.columns)
    start = done = 0
    while done < len(lines):
        if not copies:
            copies.append(_Copy())
        copy = copies[-1]
        heading = passage.heading + (f" {words.again}" if passage.begun or done else "") + ":"
        rest = lines[done : done + box.lines]
        before, room = _room(copy, heading, rest, box, limit)
        if done + room < len(lines) and room < _FEWEST and copy.text:
            copies.append(_Copy())
            continue
        if not room:
            # Only a sheet that is hardly larger than a heading comes here. The answer matters more.
            heading, before, room = "", "", max(_room(copy, "", rest, box, limit)[1], 1)
        end = start + sum(map(len, rest[:room]))
        copy.heading = heading if not copy.text else copy.heading
        copy.text = before + passage.text[start:end]
        copy.pieces += passage.pieces(start, end)
        copy.items.append((passage.part, passage.question))
        start, done = end, done + room


def _room(copy: _Copy, heading: str, lines: Sequence[str], box: Fits, limit: int) -> tuple[str, int]:
    """(what stands before the answer on this copy, number of its lines that have room below)."""
    gap = "" if not copy.text else "\n" if copy.text.endswith("\n") else "\n\n"
    before = copy.text + gap + (f"{heading}\n" if heading else "")
    room = min(len(lines), max(box.lines - len(wrap(before, box.columns)), 0))
    while room and not fits(before + "".join(lines[:room]), box, limit):
        room -= 1
    return before, room


def _filled(sheet: Sheet, copy: _Copy, number: int, count: int, words: Continuing, boxes: Mapping[str, str]) -> Continuation:
    filled = dict(boxes)
    for item in sheet.items:
        name = item.number.rpartition(".")[2]
        if name == "text":
            filled[item.number] = _numbered(
                copy, item.fits, item.limit, words.copy.format(sheet=sheet.name, number=number, count=count)
            )
        elif name in ("part", "question"):
            one = words.several if len(set(copy.items)) > 1 else _reference(sheet, copy.items[0], words, name)
            filled[item.number] = one if fits(one, item.fits, item.limit) else words.several
    return Continuation(sheet.name, filled, pieces=tuple(copy.pieces))


def _reference(sheet: Sheet, item: tuple[str, str], words: Continuing, name: str) -> str:
    """What the box `part` or `question` says of an item."""
    part, question = item
    if name == "question" and sheet.box("part") is None:
        return words.heading.format(part=part, question=question)
    return question if name == "question" else part


def _numbered(copy: _Copy, box: Fits | None, limit: int, mark: str) -> str:
    """The text with the number of the copy behind its first heading, where it has room in the heading's last line."""
    columns = box.columns if box else 0
    heading = f"{copy.heading} {mark}"
    text = heading + copy.text[len(copy.heading) :]
    same = len(wrap(heading, columns)) == len(wrap(copy.heading, columns))
    return text if copy.heading and same and fits(text, box, limit) else copy.text
