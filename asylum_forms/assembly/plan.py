"""The assembly plan: every page of the filing, before it is written. Plain data."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from asylum_forms.assembly.labels import letters


@dataclass(frozen=True)
class Leaf:
    """One PDF of the filing, whole."""

    id: str
    """Unique: `i-589`, `declaration`, `exhibit/<id>/separator`, `exhibit/<id>/translation`, `.../certificate`, `.../original`."""
    title: str
    pdf: Path
    pages: int
    level: int = 0
    """Depth in the outline (0 top). Leaves of level 1 hang under the last of level 0."""
    evidence: bool = False
    """Evidence pages are fitted to the paper above the stamp, never cropped; our own pages are already the right size."""
    signs: tuple[tuple[str, int], ...] = ()
    """(who signs what, 1-based page of this leaf) for signature places that are not marked by links (official PDFs)."""
    label: str = ""
    """Exhibit label (`A`), for stamps that show it."""
    late: int = 0
    """How many of its last pages were added to a filing that was handed in already: after page 214 they are 214A, 214B, so that
    the number of every other page stays."""
    part: int = 1
    """Which file of the filing it is in, where it is handed in as several."""
    blacked: tuple[tuple[int, str], ...] = ()
    """Its pages (1-based) in which something is blacked out in a redacted copy, and what can be read there still; they are
    pictures."""
    headings: tuple[tuple[str, int], ...] = ()
    """(title, its page, from 1) of what hangs under it in the outline."""


@dataclass(frozen=True)
class Plan:
    """A filing, or one file of it, in order. Pages are counted from 1; the numbers printed run through the whole filing."""

    leaves: tuple[Leaf, ...]
    paper: str
    language: str
    title: str
    stamp: str
    """Pattern with {page}, {pages}, {label} (of the leaf) and {name}. Empty: no stamp."""
    name: str = ""
    """Whose filing it is, for stamps that show it."""
    stamp_size: float = 9.0
    """Type of the stamp, in points."""
    whole: Plan | None = field(default=None, repr=False)
    """The filing that this is a file of; None for one that is handed in as one file."""
    filed: frozenset[str] = frozenset()
    """Ids of exhibits that were handed in before: they may be cited, and no link leads to them."""
    before: int = 0
    """Pages of the whole filing that come before this file."""

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The number printed on each page: 1, 2, 3 through the whole filing, and 3A, 3B on pages that were added late."""
        if self.whole:
            return self.whole.labels[self.before : self.before + self.pages()]
        found: list[str] = []
        number = added = 0
        for leaf in self.leaves:
            for page in range(leaf.pages):
                is_late = page >= leaf.pages - leaf.late
                number, added = (number, added + 1) if is_late else (number + 1, 0)
                found.append(f"{number}{letters(added - 1)}" if is_late else str(number))
        return tuple(found)

    def files(self) -> list[Plan]:
        """One plan for each file in which the filing is handed in, in order; itself where that is one."""
        numbers = list(dict.fromkeys(leaf.part for leaf in self.leaves))
        if len(numbers) == 1:
            return [self]
        found, before = [], 0
        for number in numbers:
            leaves = tuple(leaf for leaf in self.leaves if leaf.part == number)
            found.append(replace(self, leaves=leaves, whole=self, before=before))
            before += found[-1].pages()
        return found

    def starts(self) -> Mapping[str, int]:
        """Leaf id to its first page."""
        page, starts = 1, {}
        for leaf in self.leaves:
            starts[leaf.id] = page
            page += leaf.pages
        return starts

    def pages(self) -> int:
        """Pages of the filing."""
        return sum(leaf.pages for leaf in self.leaves)

    def outline(self) -> list[tuple[int, str, int]]:
        """The entries of the outline: depth, title, page."""
        found: list[tuple[int, str, int]] = []
        starts, depth = self.starts(), 0
        for leaf in self.leaves:
            if leaf.pages:
                level, start = min(leaf.level, depth), starts[leaf.id]
                depth = level + 1
                found.append((level, leaf.title, start))
                found += [(depth, title, start + page - 1) for title, page in leaf.headings]
        return found


class Pages(Mapping[str, int]):
    """Leaf id to its first page, as papers refer to one another while page numbers settle; empty before anything is planned.

    Knows whether anybody has asked: what prints no page number need not be made again when they change.
    """

    def __init__(self, starts: Mapping[str, int] = {}, leaves: Sequence[Leaf] = (), labels: Sequence[str] = ()) -> None:
        self._starts, self._leaves, self._labels = starts, {leaf.id: leaf for leaf in leaves}, labels
        self._own = sys.maxsize
        self._filed_in: dict[int, int] = {}
        self.asked = False

    def then(self, starts: Mapping[str, int], labels: Sequence[str], parts: Sequence[int]) -> Pages:
        """These pages, and after them those of a filing that was handed in before: papers may cite it, no link leads there.
        `parts` has for each of its pages which file it is in, and is empty where it was handed in as one."""
        count = len(self._labels)
        there = {id_ if id_ not in self._starts else f"filed/{count}/{id_}": count + page for id_, page in starts.items()}
        found = Pages({**self._starts, **there}, tuple(self._leaves.values()), (*self._labels, *labels))
        found._own = min(self._own, count)
        found._filed_in = {**self._filed_in, **{count + page: part for page, part in enumerate(parts, 1)}}
        return found

    def in_place_of(self, starts: Mapping[str, int], leaves: Sequence[Leaf], labels: Sequence[str], own: str) -> Pages:
        """The pages of a filing that was handed in before, as its paper `own` sees them when it is made anew: all that it cites
        is where it was. What that filing has not is among these pages, and cited without the file that it is in."""
        count, part = len(labels), Pages(starts, leaves).part(own)
        new = {id_: count + page for id_, page in self._starts.items() if id_ not in starts}
        more = (Leaf(id_, "", Path(), 0, part=part) for id_ in new)
        return Pages({**starts, **new}, (*leaves, *more), (*labels, *self._labels))

    def is_filed(self, page: int) -> bool:
        """Whether a page is in a filing that was handed in before."""
        self.asked = True
        return page > self._own

    def __getitem__(self, leaf: str) -> int:
        self.asked = True
        return self._starts[leaf]

    def __iter__(self) -> Iterator[str]:
        self.asked = True
        return iter(self._starts)

    def __len__(self) -> int:
        self.asked = True
        return len(self._starts)

    def are_numbered(self) -> bool:
        """Whether it is known what is printed on them, and so what page is none of them."""
        self.asked = True
        return bool(self._labels)

    def printed(self, page: int) -> str:
        """The number that is printed on a page; a dash for one that none of these pages is."""
        if page == 0 and self.are_numbered():
            return "–"
        return self._labels[page - 1] if 0 < page <= len(self._labels) else str(page)

    def length(self, leaf: str) -> int:
        """How many pages a leaf has: those up to the next one; of the last, all that are left."""
        self.asked = True
        start = self._starts[leaf]
        end = len(self._labels) + 1 if self._labels else sys.maxsize
        return min((other for other in self._starts.values() if other > start), default=end) - start

    def part(self, leaf: str) -> int:
        """Which file of the filing a leaf is in; 1 when that is not known."""
        self.asked = True
        return self._leaves[leaf].part if leaf in self._leaves else 1

    def part_of(self, page: int) -> int:
        """Which file of its filing a page is in; 1 when that is not known, or there is only one; 0 for one that was handed in
        before as one file."""
        if self.is_filed(page):
            return self._filed_in.get(page, 0)
        if self.count() == 1:
            return 1
        starts = sorted((start, leaf) for leaf, start in self._starts.items() if start <= page)
        return self.part(starts[-1][1]) if starts else 1

    def count(self) -> int:
        """How many files the filing is handed in as."""
        self.asked = True
        return max((leaf.part for leaf in self._leaves.values()), default=1)

    def same_as(self, plan: Plan) -> bool:
        """Whether these are the pages of the plan."""
        here = [(leaf.id, leaf.pages, leaf.part, leaf.late) for leaf in self._leaves.values()]
        return here == [(leaf.id, leaf.pages, leaf.part, leaf.late) for leaf in plan.leaves]


@dataclass(frozen=True)
class Spot:
    """A page of a filing as a person finds it."""

    page: int | str
    """The number printed on it: a number, or `214A`."""
    file: str = ""
    """Name of the file that it is in, where the filing is handed in as several."""


@dataclass(frozen=True)
class Written:
    """What assembly wrote."""

    pdf: Path
    pages: int
    starts: Mapping[str, int]
    signs: tuple[tuple[str, int], ...] = field(default=())
    """(who signs what, page of the file), in page order."""
    labels: tuple[str, ...] = ()
    """The number printed on each page, where it is not the page's place in the file."""
    files: tuple[tuple[str, int], ...] = ()
    """(name, pages) of its files, where there are several."""

    def at(self, page: int) -> Spot:
        """Where a person finds a page, counted through all files."""
        label = self.labels[page - 1] if self.labels else ""
        ends = accumulate(pages for _name, pages in self.files)
        file = next((name for (name, _pages), end in zip(self.files, ends, strict=True) if page <= end), "")
        return Spot(int(label) if label.isdecimal() else label or page, file)
