"""Where words stand on a page, read twice: in the order of the file, and line by line as the page is seen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

from asylum_forms.evidence.broken import over_two_pages
from asylum_forms.evidence.exhibit import Mark
from asylum_forms.evidence.layer import NO_LETTERS, turn_of, turned
from asylum_forms.evidence.seen import Area, around, seen
from asylum_forms.evidence.spelling import Text, Words

_ROOM = 0.15
"""Of the height of marked words, left free around them: letters reach out of their boxes."""
_APART = 0.2
"""Of the height of a letter: so much between two of them is a space."""
_UNSEEN = "\u200b"
_COVER = "█"

_Reading = tuple[str, list[int]]
"""A text, and for each of its letters PDFium's number of it; -1 for what is only between letters."""


def places(document: PdfDocument, wanted: Sequence[Words]) -> Iterator[tuple[int, Words, Area]]:
    """Where words stand in a document: page, counted from 1, words, and area, one for each line of them."""
    last: tuple[_Reading, ...] = ()
    found: dict[tuple[int, Words], set[int]] = {}
    for number in range(len(document) if wanted else 0):
        text = document[number].get_textpage()
        try:
            readings = _readings(text)
        finally:
            text.close()
        for said, numbers in readings:
            read = Text(said)
            for words in wanted:
                for begin, end in read.places(words):
                    found.setdefault((number, words), set()).update(numbers[begin:end])
        for one, other in zip(last, readings, strict=False):
            for words, letters in over_two_pages(one[0], other[0], wanted):
                for page, at in letters:
                    found.setdefault((number - 1 + page, words), set()).add((one, other)[page][1][at])
        last = readings
    for (number, words), there in sorted(found.items(), key=lambda one: one[0][0]):
        yield from ((number + 1, words, area) for area in _areas(document[number], {at for at in there if at >= 0}))


def _readings(text: PdfTextPage) -> tuple[_Reading, ...]:
    chars = _chars(text)
    return (chars, list(range(len(chars)))), _as_seen(text, chars)


def _areas(page: PdfPage, letters: set[int]) -> Iterator[Area]:
    """Where letters of a page are, given by their numbers."""
    text = page.get_textpage()
    try:
        for first, count in _runs(letters):
            for number in range(text.count_rects(first, count)):
                yield _area(page, text.get_rect(number))
    finally:
        text.close()


def readable(pdf: Path, marks: Sequence[Mark]) -> Iterator[tuple[int, str]]:
    """The pages with marks, and what can be read on each when these are black."""
    with PdfDocument(pdf) as document:
        for number in sorted({mark.page for mark in marks}):
            yield number, _left(document[number - 1], [mark.area for mark in marks if mark.page == number])


def _left(page: PdfPage, areas: Sequence[Area]) -> str:
    """What can be read of a page on which these areas are black."""
    text, box = page.get_textpage(), pdfium.FS_RECTF()
    try:
        read = list(_chars(text))
        for number in range(len(read)):
            if pdfium.FPDFText_GetLooseCharBox(text, number, ctypes.byref(box)):
                x, y = seen(page, (box.left + box.right) / 2, (box.bottom + box.top) / 2)
                if any(area[0] <= x <= area[2] and area[1] <= y <= area[3] for area in areas):
                    read[number] = _COVER
        return "".join(read)
    finally:
        text.close()


def _chars(text: PdfTextPage) -> str:
    """One letter for each that PDFium counts. The second half of one beyond 16 bits is unseen."""
    codes = [pdfium.FPDFText_GetUnicode(text, number) for number in range(text.count_chars())]
    for number, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            codes[number : number + 2] = [0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00, ord(_UNSEEN)]
    return "".join(map(chr, codes))


def _as_seen(text: PdfTextPage, chars: str) -> _Reading:
    """The letters line by line, from left to right: a file may draw a line in pieces, and others between."""
    turn, box = turn_of(text), pdfium.FS_RECTF()
    letters: list[tuple[float, float, float, float, int]] = []  # middle, left, right, height, number
    for number, char in enumerate(chars):
        if char.isspace() or char in NO_LETTERS or not pdfium.FPDFText_GetLooseCharBox(text, number, ctypes.byref(box)):
            continue
        (ax, ay), (bx, by) = turned(box.left, box.bottom, turn), turned(box.right, box.top, turn)
        letters.append(((ay + by) / 2, min(ax, bx), max(ax, bx), abs(by - ay), number))
    lines: list[list[tuple[float, float, float, float, int]]] = []
    for letter in sorted(letters):
        if not lines or letter[0] - lines[-1][0][0] > lines[-1][0][3] / 2:
            lines.append([])
        lines[-1].append(letter)
    read: list[tuple[str, int]] = []
    for line in lines:
        end = float("inf")
        for _middle, left, right, height, number in sorted(line, key=lambda letter: letter[1]):
            if left - end > _APART * height:
                read.append((" ", -1))
            read.append((chars[number], number))
            end = right
        read.append(("\n", -1))
    return "".join(char for char, _number in read), [number for _char, number in read]


def _runs(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow one another: (first, how many)."""
    for _step, run in groupby(enumerate(sorted(numbers)), lambda one: one[1] - one[0]):
        found = [number for _at, number in run]
        yield found[0], len(found)


def _area(page: PdfPage, rect: tuple[float, float, float, float]) -> Area:
    left, top, right, bottom = around((seen(page, *rect[:2]), seen(page, *rect[2:])))
    room = _ROOM * (bottom - top)
    return left - room, top - room, right + room, bottom + room
