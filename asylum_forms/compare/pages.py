"""Pages of two filings matched by what they show, not by their numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from asylum_forms.compare import flow
from asylum_forms.compare.filing import Built, Piece
from asylum_forms.compare.sheets import Sheets, opened
from asylum_forms.compare.words import Token, Words, tokens
from asylum_forms.forms import word
from asylum_forms.i18n import _, use

_MANY = 10_000
"""So many words of pages in a row are compared as one text; of more, each page with the one in its place."""
_CONTINUED = re.compile(r"(?P<paper>exhibit/.+/(?:original|translation))-\d+")
"""A paper of an exhibit that goes on in another file."""
_INDEX_OF_FILE = re.compile(r"/part-(?P<n>\d+)$")
"""The index of one file of several."""


class Kind(StrEnum):
    """What became of a page."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REFERENCES = "references"
    """Only page numbers and exhibit labels in its text are others, because pages and exhibits moved."""
    FLOWED = "flowed"
    """No word is another; some of its lines stood, or stand, on another page of the same paper."""
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True)
class Moved:
    """Words that stand on this page now and stood elsewhere in the same paper."""

    words: str
    old: int | str
    """The number of the page on which they stood."""


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
    file: str = ""
    """The file of the new filing that it is in, where there are several; of one that is gone, that of the old filing."""
    shift: int = 0
    """By how many pages it moved."""
    words: tuple[Words, ...] = ()
    """For a changed page whose text can be read; empty where only its look changed."""
    references: tuple[Words, ...] = ()
    """Page numbers and labels in it that seem only to follow what moved."""
    moved: tuple[Moved, ...] = ()
    elsewhere: tuple[int | str, ...] = ()
    """Of a new page: the old pages on which the rest of it stood; of one that is gone: the new pages on which its rest stands."""


@dataclass(frozen=True)
class _Page:
    """What a page shows."""

    place: int
    """Its place in the filing, from 1."""
    piece: Piece = field(compare=False)
    words: tuple[str, ...] = ()
    look: bytes = b""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Page) and (self.words, self.look) == (other.words, other.look)

    def __hash__(self) -> int:
        return hash((self.words, self.look))


@dataclass
class _Block:
    """Pages of one paper in a row that are not what they were."""

    old: list[_Page]
    new: list[_Page]
    furniture: list[list[str]]
    """Words that both papers print at the top of their pages."""
    pairs: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = flow.paired(*self.texts())

    def texts(self) -> tuple[list[list[Token]], list[list[Token]]]:
        return self._text(self.old), self._text(self.new)

    def _text(self, pages: list[_Page]) -> list[list[Token]]:
        return [flow.without_furniture(tokens(page.words, place), self.furniture) for place, page in enumerate(pages)]


def page_changes(old: Built, new: Built) -> list[PageChange]:
    """What became of every page, in the order of the new filing; pages that are gone stand where they stood.

    Papers are matched by their ids; pages within a paper by words and look, the stamp left out. Pages that are not the same are
    compared as one text, whatever page a line stands on. In a changed page, page numbers and exhibit labels that seem only to
    follow what moved are told apart.
    """
    with opened(old.pdfs) as before, opened(new.pdfs) as after:
        steps = [step for one, two in _paired(old.pieces, new.pieces) for step in _of_paper(one, two, old, new, before, after)]
        labels = {exhibit.label: new.exhibits[id_].label for id_, exhibit in old.exhibits.items() if id_ in new.exhibits}
        moves = {**labels, **_moved_pages(steps, before, after)}
        teller = _Teller(before, after, {one: two for one, two in moves.items() if one != two})
        return [change for step in steps for change in (teller.block(step) if isinstance(step, _Block) else [teller.kept(*step)])]


_Step = tuple[_Page | None, _Page | None] | _Block
"""A page that stayed, or of which only the paper tells whether it is new or gone; or pages to look into."""


def _paired(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """The papers of both, those that are gone before the paper that followed them. One that goes on in another file is one."""
    there, here = _papers(old), _papers(new)
    gone: dict[str, list[str]] = {}
    waiting: list[str] = []
    for paper in there:
        if paper in here:
            gone[paper], waiting = waiting, []
        else:
            waiting.append(paper)
    for paper, pieces in here.items():
        yield from ((there[lost], []) for lost in gone.get(paper, ()))
        yield there.get(paper, []), pieces
    yield from ((there[lost], []) for lost in waiting)


def _papers(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    papers: dict[str, list[Piece]] = {}
    for piece in pieces:
        continued = _CONTINUED.fullmatch(piece.id)
        papers.setdefault(continued["paper"] if continued else piece.id, []).append(piece)
    return papers


def _of_paper(old: list[Piece], new: list[Piece], one: Built, two: Built, before: Sheets, after: Sheets) -> Iterator[_Step]:
    was = [_Page(page, piece) for piece in old for page in range(piece.page, piece.page + piece.pages)]
    now = [_Page(page, piece) for piece in new for page in range(piece.page, piece.page + piece.pages)]
    if not old or not new:
        yield from ((None, page) for page in now)
        yield from ((page, None) for page in was)
        return
    if old[0].source and old[0].source == new[0].source and len(was) == len(now):
        yield from zip(was, now, strict=True)
        return
    was, now = [_seen(page, before, one) for page in was], [_seen(page, after, two) for page in now]
    furniture: list[list[str]] | None = None
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(was[a:b], now[c:d], strict=True)
        else:
            furniture = _furniture(old[0].id, one.forms, two.forms) if furniture is None else furniture
            yield from _blocks(was[a:b], now[c:d], furniture)


def _blocks(was: list[_Page], now: list[_Page], furniture: list[list[str]]) -> Iterator[_Block]:
    if max(sum(len(page.words) for page in pages) for pages in (was, now)) <= _MANY:
        yield _Block(was, now, furniture)
        return
    for number in range(max(len(was), len(now))):
        yield _Block(was[number : number + 1], now[number : number + 1], furniture)


def _seen(page: _Page, sheets: Sheets, built: Built) -> _Page:
    words = sheets.words(page.place)
    if counted := _counted(page.piece, built):
        for place in range(len(words)):
            if words[place : place + len(counted)] == counted:
                # That there are more files now is no change of this page, and all that its look would tell.
                return _Page(page.place, page.piece, (*words[:place], *words[place + len(counted) :]))
    return _Page(page.place, page.piece, tuple(words), hashlib.sha256(sheets.look(page.place)).digest())


def _counted(piece: Piece, built: Built) -> list[str]:
    """The words at the head of the index of one file of several, `Part 2 of 3`; none on other papers."""
    part = _INDEX_OF_FILE.search(piece.id)
    if not part:
        return []
    with use(built.language or "en"):
        return _("Part {n} of {count}").format(n=part["n"], count=len(built.pdfs)).split()


def _furniture(paper: str, *forms: Path | None) -> list[list[str]]:
    """What both versions of a paper print at the top of their pages, as far as their Word files tell."""
    files = [folder / f"{paper.replace('/', '--')}.docx" for folder in forms if folder]
    if len(files) < len(forms) or not all(file.is_file() for file in files):
        return []
    heads = [[[token.text for token in tokens(head.split())] for head in word.repeated(file)] for file in files]
    return [head for head in heads[0] if head in heads[1]]


def _moved_pages(steps: Sequence[_Step], before: Sheets, after: Sheets) -> dict[str, str]:
    """The numbers of old pages to those of the pages that take their place."""
    pairs = [
        pair
        for step in steps
        for pair in ([(step.old[one], step.new[two]) for one, two in step.pairs] if isinstance(step, _Block) else [step])
    ]
    return {str(before.printed(one.place)): str(after.printed(two.place)) for one, two in pairs if one and two}


@dataclass(frozen=True)
class _Teller:
    """Says what became of pages."""

    before: Sheets
    after: Sheets
    moves: Mapping[str, str]

    def kept(self, old: _Page | None, new: _Page | None) -> PageChange:
        """A page that is the same, or is new or gone as a whole."""
        if old and new:
            kind = Kind.MOVED if self._old(old) != self._new(new) else Kind.SAME
            return self._change(kind, old, new)
        return self._change(Kind.ADDED if new else Kind.REMOVED, old, new)

    def block(self, block: _Block) -> Iterator[PageChange]:
        """Every page of a block: the new ones in order, those that are gone before what follows them."""
        before, after = flow.compared(*block.texts(), block.pairs, self.moves, block.furniture)
        told = 0
        for place, found in enumerate(after):
            while found.old is not None and told < found.old:
                if before[told].new is None:
                    yield self._gone(block, told, before[told])
                told += 1
            yield self._came(block, place, found, before)
        for number, old in enumerate(before[told:], told):
            if old.new is None:
                yield self._gone(block, number, old)

    def _came(self, block: _Block, place: int, found: flow.New, before: Sequence[flow.Old]) -> PageChange:
        page = block.new[place]
        old = None if found.old is None else block.old[found.old]
        moved = tuple(Moved(words, self._old(block.old[number])) for number, words in found.moved)
        rest = tuple(self._old(block.old[number]) for number in sorted(found.came) if number != found.old)
        # Of a page that is new as a whole nothing is quoted: it is all there to be read.
        words = tuple(found.words) if found.came else ()
        if old is None:
            return self._change(Kind.ADDED, None, page, words, tuple(found.references), moved, rest)
        flowed = rest or moved or before[found.old or 0].went - {place}
        kind = Kind.CHANGED if found.words else Kind.REFERENCES if found.references else Kind.FLOWED if flowed else Kind.CHANGED
        return self._change(kind, old, page, tuple(found.words), tuple(found.references), moved, rest)

    def _gone(self, block: _Block, number: int, found: flow.Old) -> PageChange:
        rest = tuple(self._new(block.new[place]) for place in sorted(found.went))
        return self._change(Kind.REMOVED, block.old[number], None, tuple(found.words) if rest else (), elsewhere=rest)

    def _change(
        self,
        kind: Kind,
        old: _Page | None,
        new: _Page | None,
        words: tuple[Words, ...] = (),
        references: tuple[Words, ...] = (),
        moved: tuple[Moved, ...] = (),
        elsewhere: tuple[int | str, ...] = (),
    ) -> PageChange:
        piece = (new or old or _NOBODY).piece
        file = self.after.file(new.place) if new else self.before.file(old.place) if old else ""
        one, two = self._old(old) if old else 0, self._new(new) if new else 0
        shift = new.place - old.place if old and new else 0
        return PageChange(kind, piece.id, piece.title, one, two, file, shift, words, references, moved, elsewhere)

    def _old(self, page: _Page) -> int | str:
        return self.before.printed(page.place)

    def _new(self, page: _Page) -> int | str:
        return self.after.printed(page.place)


_NOBODY = _Page(0, Piece("", "", 0, 0))
