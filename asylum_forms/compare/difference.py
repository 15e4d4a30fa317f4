"""What changed between two filings, as a whole and as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from asylum_forms.compare import answers
from asylum_forms.compare.answers import Change
from asylum_forms.compare.filing import Built, Exhibit, Piece, read_built
from asylum_forms.compare.pages import Kind, PageChange, page_changes
from asylum_forms.compare.words import Words

_SEVERAL = 3
"""On so many pages the same replacement is told once, not page by page: a name that is spelled otherwise now."""

_SUBSTANCE = (Kind.ADDED, Kind.REMOVED, Kind.CHANGED)
"""What became of a page that says something else now; other pages only follow what moved."""

Span = tuple[int | str, int | str]
"""The numbers printed on the first and the last of pages in a row."""


@dataclass(frozen=True)
class Exhibits:
    """What became of the evidence."""

    added: tuple[Exhibit, ...] = ()
    removed: tuple[Exhibit, ...] = ()
    renumbered: tuple[tuple[Exhibit, Exhibit], ...] = ()
    """(as it was, as it is)."""
    replaced: tuple[Exhibit, ...] = ()
    """Their files are others now."""


@dataclass(frozen=True)
class Run:
    """Pages in a row of one part that shared one fate."""

    kind: Kind
    title: str
    old: Span
    """Numbers printed on the first and last page in the old filing; (0, 0) where they are new."""
    new: Span
    file: str
    """The file of the new filing that they are in, where there are several; of pages that are gone, that of the old filing."""
    pages: tuple[PageChange, ...]

    @property
    def is_substance(self) -> bool:
        """Whether the pages say something else now, and do not only follow what moved."""
        return self.kind in _SUBSTANCE


@dataclass(frozen=True)
class Everywhere:
    """A replacement that is the same on several pages."""

    words: Words
    old: tuple[Span, ...]
    """Those pages in the old filing."""
    new: tuple[Span, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two filings."""

    pages: tuple[PageChange, ...]
    """Of every page, those that stayed too."""
    exhibits: Exhibits
    answers: tuple[Change, ...] | None
    """None where one of the filings keeps no answers."""
    language: str = ""
    """Of the new filing."""
    paper: str = ""
    """Of the new filing, where that is known."""
    to_sign: tuple[str, ...] = ()
    """Titles of the papers that print something else now, page numbers too, so that a signature under the old ones is not one
    under these."""
    files: tuple[int, int] = (1, 1)
    """How many files the old and the new filing are handed in as."""
    later: bool = False
    """Whether the new one is handed in after the old one and holds only what is new: nothing else is left out by it."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        found = self.exhibits
        rest = (found.added, found.removed, found.renumbered, found.replaced, self.answers, self.files[0] != self.files[1])
        return all(change.kind is Kind.SAME for change in self.pages) and not any(rest)

    def everywhere(self) -> list[Everywhere]:
        """The replacements that are the same on several pages, whatever else has changed on them."""
        places: dict[Words, list[int]] = {}
        for number, page in enumerate(self.pages):
            for words in dict.fromkeys(words.bare() for words in page.words if page.kind is Kind.CHANGED):
                if words.old and words.new:
                    places.setdefault(words, []).append(number)
        return [self._everywhere(words, numbers) for words, numbers in places.items() if len(numbers) >= _SEVERAL]

    def _everywhere(self, words: Words, numbers: Sequence[int]) -> Everywhere:
        rows: dict[tuple[int, int], list[PageChange]] = {}
        for place, number in enumerate(numbers):
            rows.setdefault((number - place, self.pages[number].shift), []).append(self.pages[number])
        old, new = (tuple((getattr(row[0], side), getattr(row[-1], side)) for row in rows.values()) for side in ("old", "new"))
        return Everywhere(words, old, new)

    def runs(self) -> Iterator[Run]:
        """The pages that did not stay, those in a row together; each changed page stands alone. What `everywhere` tells is left
        out."""
        told = {one.words for one in self.everywhere()}
        together = groupby(enumerate(_without(page, told) for page in self.pages), key=lambda numbered: _key(*numbered))
        for _shared, group in together:
            pages = tuple(page for _number, page in group if page)
            if not pages:
                continue
            first, last = pages[0], pages[-1]
            kind = next((page.kind for page in pages if page.kind is not Kind.MOVED), Kind.MOVED)
            if kind is not Kind.SAME:
                title = first.title if first.part == last.part else f"{first.title} … {last.title}"
                yield Run(kind, title, (first.old, last.old), (first.new, last.new), first.file, pages)


def _without(page: PageChange, told: Collection[Words]) -> PageChange | None:
    """A page without words that are told already; None where nothing else of it has changed."""
    rest = tuple(words for words in page.words if words.bare() not in told)
    if page.kind is not Kind.CHANGED or len(rest) == len(page.words):
        return page
    return replace(page, words=rest) if rest or page.references or page.moved else None


def _key(number: int, page: PageChange | None) -> tuple[object, ...]:
    """Pages with the same key in a row belong together: same fate, same part. Pages that moved the same way do so across parts,
    whether or not their references followed."""
    if page is None:
        return ()
    if page.kind is Kind.CHANGED or (page.kind is not Kind.FLOWED and page.elsewhere):
        return (page.kind, number)
    if page.kind is not Kind.FLOWED and page.old and page.new and page.old != page.new:
        return (page.file, page.shift)
    return (page.kind, page.part, page.file)


def compare(old: Path, new: Path) -> Difference:
    """Compare two filings by their build folders or PDFs. Raises OutputError when one cannot be read."""
    one, two = read_built(old), read_built(new)
    if not (one.exhibits or one.language) or not (two.exhibits or two.language):
        # One of them is a PDF alone: both are read by their bookmarks, so that the same part has the same name.
        one, two = read_built(old, outline=True), read_built(new, outline=True)
    later = two.follows and not one.follows
    if later:
        # What it does not hold is not left out: it stays as it was handed in. The index of new exhibits replaces no other.
        held = {piece.id for piece in two.pieces} - two.along
        kept = {id_: exhibit for id_, exhibit in one.exhibits.items() if id_ in two.exhibits}
        pieces = [piece for whole in one.pieces for piece in (whole, *_pages(whole)) if piece.id in held]
        one = replace(one, pieces=tuple(pieces), exhibits=kept, answers=one.answers if two.amended else two.answers)
    both = one.answers is not None and two.answers is not None
    changed = tuple(answers.changes(one.answers or {}, two.answers or {})) if both else None
    language, paper = two.language or one.language, two.paper or one.paper
    pages = tuple(page_changes(one, two))
    files = (1, 1) if later else (len(one.pdfs), len(two.pdfs))
    to_sign = tuple(_to_sign(one, two, pages, changed or ()))
    return Difference(pages, _exhibits(one, two), changed, language, paper, to_sign, files, later)


def _pages(piece: Piece) -> Iterator[Piece]:
    """The pages of a paper, called as those are that take their place."""
    for number in range(piece.pages):
        yield Piece(f"amended/{piece.id}/{number + 1}", piece.title, piece.page + number, 1)


def _to_sign(old: Built, new: Built, pages: Sequence[PageChange], changed: Sequence[Change]) -> Iterator[str]:
    """The titles of signed papers of both filings that print something else now."""
    others = {page.part for page in pages if page.kind in (*_SUBSTANCE, Kind.REFERENCES)} | {change.leaf for change in changed}
    there = {piece.id for piece in old.pieces}
    others |= {piece for piece, about in new.goes_with.items() if about in others}
    return (piece.title for piece in new.pieces if piece.id in new.signed & there & others)


def _exhibits(old: Built, new: Built) -> Exhibits:
    shared = [(old.exhibits[id_], exhibit) for id_, exhibit in new.exhibits.items() if id_ in old.exhibits]
    return Exhibits(
        tuple(exhibit for id_, exhibit in new.exhibits.items() if id_ not in old.exhibits),
        tuple(exhibit for id_, exhibit in old.exhibits.items() if id_ not in new.exhibits),
        tuple((one, two) for one, two in shared if one.label != two.label),
        tuple(two for one, two in shared if one.sources != two.sources),
    )


def as_data(found: Difference) -> dict[str, Any]:
    """The difference as plain data, ready for JSON. Pages that stayed are left out."""
    return {
        "pages": [
            {key: value for key, value in asdict(page).items() if key != "shift"}
            for page in found.pages
            if page.kind is not Kind.SAME
        ],
        "exhibits": {
            "added": list(map(_exhibit, found.exhibits.added)),
            "removed": list(map(_exhibit, found.exhibits.removed)),
            "renumbered": [{**_exhibit(two), "was": one.label} for one, two in found.exhibits.renumbered],
            "replaced": list(map(_exhibit, found.exhibits.replaced)),
        },
        "supplement": found.later,
        "sign_anew": list(found.to_sign),
        "files": {"was": found.files[0], "now": found.files[1]},
        "answers": None if found.answers is None else [asdict(change) for change in found.answers],
    }


def _exhibit(exhibit: Exhibit) -> dict[str, str]:
    return {"id": exhibit.id, "label": exhibit.label, "title": exhibit.title}


def span(pages: Sequence[int | str]) -> str:
    """`7` or `7–9`."""
    first, last = pages
    return str(first) if first == last else f"{first}–{last}"
