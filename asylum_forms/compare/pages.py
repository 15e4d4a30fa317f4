"""Pages of two filings matched by what they show, not by their numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import pypdfium2

from asylum_forms.compare.filing import Built, Piece

_BAND = 36.0
"""Height of the foot that holds the page stamp, in points: it differs whenever pages move."""

_SCALE = 0.5
"""Pixels per point when pages are compared as pictures: thin strokes still show."""


class Kind(StrEnum):
    """What became of a page."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REFERENCES = "references"
    """Only page numbers in its text are others, because pages moved."""
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True)
class Words:
    """Words of a changed page that are others now; one side is empty where words only came or went."""

    old: str
    new: str


@dataclass(frozen=True)
class PageChange:
    """One page of either filing, and what became of it."""

    kind: Kind
    part: str
    """Id of its part."""
    title: str
    old: int = 0
    """Its number in the old filing; 0 where it is new."""
    new: int = 0
    words: tuple[Words, ...] = ()
    """For a changed page whose text can be read; empty where only its look changed."""


@dataclass(frozen=True)
class _Page:
    """What a page shows."""

    words: tuple[str, ...]
    look: bytes


def page_changes(old: Built, new: Built) -> list[PageChange]:
    """What became of every page, in the order of the new filing; pages that are gone stand where they stood.

    Parts are matched by their ids; pages within a part by words and look, the stamp left out.
    """
    with pypdfium2.PdfDocument(old.pdf) as before, pypdfium2.PdfDocument(new.pdf) as after:
        found = [change for one, two in _paired(old.pieces, new.pieces) for change in _of_piece(one, two, before, after)]
    moves = {change.old: change.new for change in found if change.old and change.new}
    return [_only_references(change, moves) for change in found]


def _paired(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[tuple[Piece | None, Piece | None]]:
    """The parts of both, those that are gone before the part that followed them."""
    here = {piece.id: piece for piece in new}
    there = {piece.id: piece for piece in old}
    gone: dict[str, list[Piece]] = {}
    waiting: list[Piece] = []
    for piece in old:
        if piece.id in here:
            gone[piece.id], waiting = waiting, []
        else:
            waiting.append(piece)
    for piece in new:
        yield from ((lost, None) for lost in gone.get(piece.id, ()))
        yield there.get(piece.id), piece
    yield from ((lost, None) for lost in waiting)


def _of_piece(
    old: Piece | None, new: Piece | None, before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument
) -> Iterator[PageChange]:
    if old is None or new is None:
        whole = old or new
        assert whole
        for page in range(whole.page, whole.page + whole.pages):
            yield (
                PageChange(Kind.ADDED, whole.id, whole.title, new=page)
                if new
                else PageChange(Kind.REMOVED, whole.id, whole.title, old=page)
            )
        return
    if old.source and old.source == new.source and old.pages == new.pages:
        yield from (_stayed(new, old.page + number, new.page + number) for number in range(new.pages))
        return
    was = [_page(before, page) for page in range(old.page, old.page + old.pages)]
    now = [_page(after, page) for page in range(new.page, new.page + new.pages)]
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        both = min(b - a, d - c)
        for number in range(both):
            one, two = old.page + a + number, new.page + c + number
            if kind == "equal":
                yield _stayed(new, one, two)
            else:
                words = tuple(differences(was[a + number].words, now[c + number].words))
                yield PageChange(Kind.CHANGED, new.id, new.title, one, two, words)
        yield from (PageChange(Kind.REMOVED, old.id, old.title, old=old.page + page) for page in range(a + both, b))
        yield from (PageChange(Kind.ADDED, new.id, new.title, new=new.page + page) for page in range(c + both, d))


def _stayed(piece: Piece, old: int, new: int) -> PageChange:
    return PageChange(Kind.SAME if old == new else Kind.MOVED, piece.id, piece.title, old, new)


def _page(document: pypdfium2.PdfDocument, number: int) -> _Page:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        text = page.get_textpage().get_text_bounded(0, _BAND, width, height)
        picture = page.render(scale=_SCALE, grayscale=True, crop=(0, _BAND, 0, 0))
        return _Page(tuple(text.split()), hashlib.sha256(bytes(picture.buffer)).digest())
    finally:
        page.close()


def differences(old: Sequence[str], new: Sequence[str]) -> Iterator[Words]:
    """The runs of words that differ, in order."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Words(" ".join(old[a:b]), " ".join(new[c:d]))


def _only_references(change: PageChange, moves: dict[int, int]) -> PageChange:
    """The change, or where its only new words are the new numbers of pages that moved, one of references."""
    if change.kind is not Kind.CHANGED or not change.words:
        return change
    if all(_follows(words, moves) for words in change.words):
        return PageChange(Kind.REFERENCES, change.part, change.title, change.old, change.new)
    return change


def _follows(words: Words, moves: dict[int, int]) -> bool:
    old, new = re.split(r"(\d+)", words.old), re.split(r"(\d+)", words.new)
    if len(old) != len(new):
        return False
    pairs = zip(old, new, strict=True)
    return all(one == two or (one.isdigit() and two.isdigit() and moves.get(int(one)) == int(two)) for one, two in pairs)
