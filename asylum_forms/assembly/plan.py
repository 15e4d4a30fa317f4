"""The assembly plan: every page of the filing, before it is written. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


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


@dataclass(frozen=True)
class Plan:
    """The filing in order. Page numbers are 1-based and run through the whole filing."""

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


@dataclass(frozen=True)
class Written:
    """What assembly wrote."""

    pdf: Path
    pages: int
    starts: Mapping[str, int]
    signs: tuple[tuple[str, int], ...] = field(default=())
    """(who signs what, page of the filing), in page order."""
