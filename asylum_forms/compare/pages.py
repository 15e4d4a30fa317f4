"""Pages of two filings matched by what they show, not by their numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum

from asylum_forms.compare.filing import Built, Piece
from asylum_forms.compare.sheets import Sheets, opened

_PLACE = re.compile(r"\w+")
"""What may name a page or an exhibit."""


class Kind(StrEnum):
    """What became of a page."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REFERENCES = "references"
    """Only page numbers and exhibit labels in its text are others, because pages and exhibits moved."""
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
    old: int | str = 0
    """The number printed on it in the old filing (a number, or `214A`); 0 where it is new."""
    new: int | str = 0
    shift: int = 0
    """By how many pages it moved."""
    words: tuple[Words, ...] = ()
    """For a changed page whose text can be read; empty where only its look changed."""
    references: tuple[Words, ...] = ()
    """Page numbers and labels in it that seem only to follow what moved."""
    texts: tuple[str, str] = field(default=("", ""), repr=False)
    """While pages are compared: the whole text of a changed page, old and new."""


@dataclass(frozen=True)
class _Page:
    """What a page shows."""

    text: str
    look: bytes


def page_changes(old: Built, new: Built) -> list[PageChange]:
    """What became of every page, in the order of the new filing; pages that are gone stand where they stood.

    Parts are matched by their ids; pages within a part by words and look, the stamp left out. In a changed page, page numbers and
    exhibit labels that seem only to follow what moved are told apart.
    """
    with opened(old.pdfs) as before, opened(new.pdfs) as after:
        found = [change for one, two in _paired(old.pieces, new.pieces) for change in _of_piece(one, two, before, after)]
    labels = {exhibit.label: new.exhibits[id_].label for id_, exhibit in old.exhibits.items() if id_ in new.exhibits}
    moved = {**labels, **{str(change.old): str(change.new) for change in found if change.old and change.new}}
    return [_told(change, {one: two for one, two in moved.items() if one != two}) for change in found]


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


def _of_piece(old: Piece | None, new: Piece | None, before: Sheets, after: Sheets) -> Iterator[PageChange]:
    if old is None or new is None:
        if new:
            yield from (_added(new, after, page) for page in range(new.page, new.page + new.pages))
        elif old:
            yield from (_removed(old, before, page) for page in range(old.page, old.page + old.pages))
        return
    if old.source and old.source == new.source and old.pages == new.pages:
        yield from (_stayed(new, before, after, old.page + number, new.page + number) for number in range(new.pages))
        return
    was = [_page(before, page) for page in range(old.page, old.page + old.pages)]
    now = [_page(after, page) for page in range(new.page, new.page + new.pages)]
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        both = min(b - a, d - c)
        for number in range(both):
            change = _stayed(new, before, after, old.page + a + number, new.page + c + number)
            texts = (was[a + number].text, now[c + number].text)
            yield change if kind == "equal" else replace(change, kind=Kind.CHANGED, texts=texts)
        yield from (_removed(old, before, old.page + page) for page in range(a + both, b))
        yield from (_added(new, after, new.page + page) for page in range(c + both, d))


def _added(piece: Piece, after: Sheets, page: int) -> PageChange:
    return PageChange(Kind.ADDED, piece.id, piece.title, new=after.printed(page))


def _removed(piece: Piece, before: Sheets, page: int) -> PageChange:
    return PageChange(Kind.REMOVED, piece.id, piece.title, old=before.printed(page))


def _stayed(piece: Piece, before: Sheets, after: Sheets, one: int, two: int) -> PageChange:
    old, new = before.printed(one), after.printed(two)
    return PageChange(Kind.SAME if old == new else Kind.MOVED, piece.id, piece.title, old, new, two - one)


def _page(sheets: Sheets, number: int) -> _Page:
    return _Page(" ".join(sheets.words(number)), hashlib.sha256(sheets.look(number)).digest())


def _told(change: PageChange, moved: Mapping[str, str]) -> PageChange:
    """A changed page with its words that are others now; one of references where there are none."""
    if change.kind is not Kind.CHANGED:
        return change
    old, new = (text.split() for text in change.texts)
    words, references = differences(old, new, moved)
    kind = Kind.REFERENCES if references and not words else Kind.CHANGED
    return replace(change, kind=kind, words=words, references=references, texts=("", ""))


def differences(
    old: Sequence[str], new: Sequence[str], moved: Mapping[str, str] = {}
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The runs of words that differ, in order; and those that seem only to follow `moved`, which maps page numbers and labels
    to what they are now. Nothing is in neither: a house number may look like a page that moved."""
    targets = set(moved.values())
    one = [_PLACE.sub(lambda found: f"\0{moved[found[0]]}" if found[0] in moved else found[0], word) for word in old]
    two = [_PLACE.sub(lambda found: f"\0{found[0]}" if found[0] in targets else found[0], word) for word in new]
    words, references = [], []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(old[a:b], new[c:d], strict=True)
            references += [Words(was, now) for was, now in pairs if was != now]
        elif old[a:b] != new[c:d]:
            words.append(Words(" ".join(old[a:b]), " ".join(new[c:d])))
    return tuple(words), tuple(references)
