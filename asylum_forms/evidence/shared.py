"""Pictures that several pages show: what is blacked out of one on a page must not be left on another, of whatever paper.

Two pictures are one when their data are, whether a file has them once or often. One that was stored anew with other data, or was
cut, only looks alike (alike.py): then somebody has to look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pypdfium2 import PdfDocument, PdfImage, PdfiumError, PdfMatrix, PdfObject, PdfPage

from asylum_forms.evidence.alike import LEAST as LOOKED_AT
from asylum_forms.evidence.alike import Look, look, shown
from asylum_forms.evidence.exhibit import Mark
from asylum_forms.evidence.searched import LEAST
from asylum_forms.evidence.seen import Area, around, on_page, seen
from asylum_forms.pdf.used import keep_used

_NOTHING = 0.002
"""Of a page or picture: less is only how numbers are rounded."""


@dataclass(frozen=True)
class Again:
    """What else of a paper shows a picture of which something is blacked out on a page."""

    marks: tuple[Mark, ...] = ()
    """The same part of it."""
    unplaced: frozenset[int] = frozenset()
    """Pages of which it is not known where they show it: it fills a shape, or is drawn through a mask."""
    alike: frozenset[tuple[int, str, int]] = frozenset()
    """(page, name of another paper, page there) where it shows what looks like the blacked out part of a picture there."""


@dataclass(frozen=True)
class _Picture:
    """A picture on a page."""

    digests: frozenset[bytes]
    """Of its data as they are stored, and unpacked: the same where one of them is."""
    size: tuple[int, int]
    """In dots."""
    matrix: PdfMatrix | None
    """From the unit square of the picture to the page; None where that is not known."""
    look: Callable[[], Look | None]
    """How it looks; None where that is not known."""


@dataclass
class _Secret:
    """What is blacked out of pictures."""

    parts: list[tuple[frozenset[bytes], Area, str]] = field(default_factory=list)
    """(digests, part of the unit square, reason)."""
    looks: list[tuple[Look, list[Area], tuple[str, int]]] = field(default_factory=list)
    """(how a picture looks, parts of it as parts of a page, (name of its paper, page)), a picture of a page once."""
    unplaced: set[bytes] = field(default_factory=set)
    """Digests of pictures on marked pages of which it is not known where they are."""
    sizes: set[tuple[int, int]] = field(default_factory=set)

    @property
    def digests(self) -> set[bytes]:
        """All of them."""
        return self.unplaced.union(*(digests for digests, _part, _reason in self.parts))


def again(papers: Sequence[tuple[str, Path, Sequence[Mark]]]) -> list[Again]:
    """For each paper, given with its name and the areas marked in it, what else it shows of the pictures under all these."""
    secret = _Secret()
    for name, pdf, marks in papers:
        pages = {mark.page for mark in marks}
        for number, page, pictures in _pages(pdf, pages, None):
            for picture in pictures:
                _note(secret, (name, number), page, picture, [mark for mark in marks if mark.page == number])
    if not secret.sizes:
        return [Again() for _paper in papers]
    return [_shown(pdf, marks, secret) for _name, pdf, marks in papers]


def _note(secret: _Secret, where: tuple[str, int], page: PdfPage, picture: _Picture, marks: Sequence[Mark]) -> None:
    """Add what the marks take out of a picture, which is on a page of a paper."""
    if picture.matrix is None:
        secret.unplaced |= picture.digests
        secret.sizes.add(picture.size)
        return
    parts = [(part, mark.reason) for mark in marks if (part := _part(page, picture.matrix, mark.area))]
    if parts:
        secret.parts += [(picture.digests, part, reason) for part, reason in parts]
        secret.sizes.add(picture.size)
        if how := picture.look():
            secret.looks.append((how, [(left, 1 - top, right, 1 - bottom) for (left, bottom, right, top), _ in parts], where))


def _shown(pdf: Path, marks: Sequence[Mark], secret: _Secret) -> Again:
    found: list[Mark] = []
    unplaced: set[int] = set()
    alike: set[tuple[int, str, int]] = set()
    for number, page, pictures in _pages(pdf, None, secret.sizes):
        for picture in pictures:
            if picture.matrix is None or picture.digests & secret.unplaced:
                unplaced |= {number} if picture.digests & secret.digests else set()
            for digests, part, reason in secret.parts if picture.matrix else ():
                if picture.matrix and digests & picture.digests:
                    new = Mark(number, _placed(page, picture.matrix, part), reason)
                    if not any(_covers(mark, new) for mark in (*marks, *found)):
                        found.append(new)
            if not picture.digests & secret.digests and secret.looks and (how := picture.look()):
                alike |= {(number, *where) for where in _looks_like(how, secret)}
    return Again(tuple(found), frozenset(unplaced), frozenset(alike))


def _looks_like(how: Look, secret: _Secret) -> Iterator[tuple[str, int]]:
    """Where pictures stand whose blacked out part it seems to show."""
    for other, parts, where in secret.looks:
        both = shown(other, how)
        if both and any(_meet(both[0], part) for part in parts):
            yield where


def _meet(one: Area, other: Area) -> bool:
    return all(one[side] < other[side + 2] and other[side] < one[side + 2] for side in (0, 1))


def _pages(
    pdf: Path, wanted: Collection[int] | None, sizes: Collection[tuple[int, int]] | None
) -> Iterator[tuple[int, PdfPage, list[_Picture]]]:
    """The wanted pages, or all, with the pictures in which there is room for words; known by their data are those of these
    sizes, or of any."""
    if wanted is not None and not wanted:
        return
    with PdfDocument(pdf) as document, pikepdf.open(pdf) as opened:
        keep_used(opened)
        for number, (page, used) in enumerate(zip(document, opened.pages, strict=True), 1):
            if wanted is None or number in wanted:
                yield number, page, [*_drawn(page, sizes), *_filling(used.obj.get("/Resources"), sizes)]
            page.close()


def _fits(size: tuple[int, int], sizes: Collection[tuple[int, int]] | None) -> bool:
    return size in sizes if sizes is not None else min(size) >= LEAST


def _drawn(page: PdfPage, sizes: Collection[tuple[int, int]] | None) -> Iterator[_Picture]:
    for thing in page.get_objects():
        if isinstance(thing, PdfImage) and _fits(size := thing.get_px_size(), None):
            data = [bytes(thing.get_data(decode_simple=simple)) for simple in (False, True)] if _fits(size, sizes) else []
            if not data or data[1].count(data[1][:1]) < len(data[1]):  # in one colour alone there is nothing to be seen
                yield _Picture(frozenset(map(_digest, data)), size, _matrix(thing), partial(_look, thing))


def _look(thing: PdfImage) -> Look | None:
    if min(thing.get_px_size()) < LOOKED_AT:
        return None
    with suppress(PdfiumError):
        return look(thing.get_bitmap().to_pil())
    return None


def _matrix(thing: PdfObject) -> PdfMatrix:
    """From a thing to the page, through the forms that hold it."""
    matrix, container = thing.get_matrix(), thing.container
    while container:
        matrix, container = matrix.multiply(container.get_matrix()), container.container
    return matrix


def _filling(resources: Any, sizes: Collection[tuple[int, int]] | None) -> Iterator[_Picture]:
    """The pictures to which the patterns, masks and fonts lead that a page draws with."""
    seen: set[tuple[int, int]] = set()
    for room in ("/Pattern", "/ExtGState", "/Font"):
        for stream in _pictures_in(resources.get(room) if isinstance(resources, Dictionary) else None, seen):
            size = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
            if _fits(size, sizes):
                yield _Picture(frozenset(map(_digest, _data(stream))), size, None, lambda: None)


def _pictures_in(thing: Any, seen: set[tuple[int, int]]) -> Iterator[Stream]:
    if not isinstance(thing, (Array, Dictionary, Stream)) or (thing.is_indirect and thing.objgen in seen):
        return
    if thing.is_indirect:
        seen.add(thing.objgen)
    if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
        yield thing
    for one in thing if isinstance(thing, Array) else thing.values():
        yield from _pictures_in(one, seen)


def _data(stream: Stream) -> Iterator[bytes]:
    yield stream.read_raw_bytes()
    with suppress(pikepdf.PdfError):
        yield stream.read_bytes()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _part(page: PdfPage, matrix: PdfMatrix, area: Area) -> Area | None:
    """The part of a picture's unit square that lies under an area of the page."""
    a, b, c, d, e, f = matrix.get()
    whole = a * d - b * c
    if not whole:
        return None
    corners = (on_page(page, x, y) for x in (area[0], area[2]) for y in (area[1], area[3]))
    inside = around(((d * (x - e) - c * (y - f)) / whole, (a * (y - f) - b * (x - e)) / whole) for x, y in corners)
    left, low, right, high = (min(1, max(0, side)) for side in inside)
    return (left, low, right, high) if right - left > _NOTHING and high - low > _NOTHING else None


def _placed(page: PdfPage, matrix: PdfMatrix, part: Area) -> Area:
    """Where a part of a picture's unit square is seen on a page."""
    corners = (matrix.on_point(x, y) for x in (part[0], part[2]) for y in (part[1], part[3]))
    return around(seen(page, x, y) for x, y in corners)


def _covers(mark: Mark, other: Mark) -> bool:
    (left, top, right, bottom), (x0, y0, x1, y1) = mark.area, other.area
    within = left <= x0 + _NOTHING and top <= y0 + _NOTHING and right >= x1 - _NOTHING and bottom >= y1 - _NOTHING
    return mark.page == other.page and within
