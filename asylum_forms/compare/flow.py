"""Pages of one paper in a row compared as one text: a line that slid to the next page is neither left out nor new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from asylum_forms.compare.words import Run, Token, Words, marked, matched, references, said

_MOVED = 4
"""So many words that are gone in one place and stand anew in another have moved; fewer may be there by chance."""

Pages = Sequence[Sequence[Token]]
"""The words of each page; `Token.page` is its place here."""


@dataclass
class New:
    """What became of a page of the new filing."""

    old: int | None = None
    """The page that it takes the place of."""
    words: list[Words] = field(default_factory=list)
    references: list[Words] = field(default_factory=list)
    moved: list[tuple[int, str]] = field(default_factory=list)
    """Words that stood elsewhere, and on which old page."""
    came: set[int] = field(default_factory=set)
    """The old pages on which its other words stood."""


@dataclass
class Old:
    """What became of a page of the old filing."""

    new: int | None = None
    """The page that takes its place."""
    words: list[Words] = field(default_factory=list)
    """What is gone with it, where nothing takes its place."""
    went: set[int] = field(default_factory=set)
    """The new pages on which its other words stand."""


def without_furniture(page: list[Token], furniture: Sequence[Sequence[str]]) -> list[Token]:
    """A page without what is printed anew at the top of every page: running heads, heads of tables."""
    rest = page
    for words in furniture:
        if [token.text for token in rest[: len(words)]] == list(words):
            rest = rest[len(words) :]
    return rest


def paired(old: Pages, new: Pages) -> list[tuple[int, int]]:
    """Which new page takes the place of which old one, in order: the one that holds most of its words; where a page is written
    anew, or has no words, the one that stands in its place."""
    shared: Counter[tuple[int, int]] = Counter()
    for run in matched(_all(old), _all(new)):
        if run.same:
            shared.update((one.page, two.page) for one, two in zip(run.old, run.new, strict=True))
    pairs: list[tuple[int, int]] = []
    for (one, two), _count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if all((one - a) * (two - b) > 0 for a, b in pairs):
            pairs.append((one, two))
    pairs.sort()
    ends = [(-1, -1), *pairs, (len(old), len(new))]
    for (a, b), (c, d) in pairwise(ends):
        pairs += zip(range(a + 1, c), range(b + 1, d), strict=False)
    return sorted(pairs)


def compared(
    old: Pages, new: Pages, pairs: Sequence[tuple[int, int]], moved: Mapping[str, str], furniture: Sequence[Sequence[str]]
) -> tuple[list[Old], list[New]]:
    """What became of every page. `pairs` as `paired` gives them; `moved` maps page numbers and labels to what they are now;
    `furniture` holds the heads that both papers repeat."""
    before, after = [Old() for _page in old], [New() for _page in new]
    for one, two in pairs:
        before[one].new, after[two].old = two, one
    runs = [run for run in _runs(old, new, before, after, moved) if not _is_furniture(run, furniture)]
    for run in _without_moves(runs, before, after):
        gone = before[run.old[0].page] if run.old else None
        if run.new:
            after[run.new[0].page].words.append(run.words())
        elif gone:
            (gone.words if gone.new is None else after[gone.new].words).append(run.words())
    return before, after


def _without_moves(runs: Sequence[Run], before: list[Old], after: list[New]) -> Iterator[Run]:
    """The runs but for those that are gone in one place and stand in another, word for word: these are noted with both pages."""
    gone: dict[tuple[str, ...], list[int]] = {}
    come: dict[tuple[str, ...], list[int]] = {}
    for number, run in enumerate(runs):
        if not (run.old and run.new) and len(run.old or run.new) >= _MOVED:
            (come if run.new else gone).setdefault(tuple(token.mark for token in run.old or run.new), []).append(number)
    moves = {two: one for key, places in gone.items() for one, two in zip(places, come.get(key, []), strict=False)}
    for number, run in enumerate(runs):
        if number in moves:
            there, here = runs[moves[number]].old[0].page, run.new[0].page
            after[here].moved.append((there, said(run.new)))
            before[there].went.add(here)
        elif number not in moves.values():
            yield run


def _runs(old: Pages, new: Pages, before: list[Old], after: list[New], moved: Mapping[str, str]) -> Iterator[Run]:
    """The runs that differ, none beyond the end of a page; what is the same is noted with its pages."""
    for run in matched(*marked(_all(old), _all(new), moved)):
        if run.same:
            for one, two in zip(run.old, run.new, strict=True):
                after[two.page].came.add(one.page)
                before[one.page].went.add(two.page)
                after[two.page].references += references([one], [two])
        elif run.differs():
            gone, come = _by_page(run.old), _by_page(run.new)
            if gone and come:
                yield Run(gone.pop(0), come.pop(0), run.after)
            yield from (Run(words, (), run.after) for words in gone)
            yield from (Run((), words, run.after) for words in come)


def _all(pages: Pages) -> list[Token]:
    return [token for page in pages for token in page]


def _by_page(words: Sequence[Token]) -> list[Sequence[Token]]:
    return [[token for token in words if token.page == page] for page in dict.fromkeys(token.page for token in words)]


def _is_furniture(run: Run, furniture: Sequence[Sequence[str]]) -> bool:
    """Whether all that differs is a head that is printed once more, or once less, because pages break elsewhere."""
    return not (run.old and run.new) and [token.text for token in (run.old or run.new)] in [list(words) for words in furniture]
