"""How a filing is divided into the files that are handed in: which paper and which exhibit is in which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from asylum_forms.jurisdiction.contract import Part
from asylum_forms.jurisdiction.profile import Profile

LETTERS = "letters"
"""The file of all papers that are neither a form nor evidence, where each kind has one."""
LATE = "additional"
"""The file of what was added to a filing of several files: they keep their pages, and this one is handed in after them."""
_OF = "\0"
"""In the name of a kind, before the id of the person whose papers they are."""


@dataclass(frozen=True)
class Piece:
    """Some pages of a paper of an exhibit, as a PDF of their own."""

    pdf: Path
    pages: int


@dataclass(frozen=True)
class Division:
    """The files of a filing. As it stands here: one."""

    parts: Mapping[str, int] = field(default_factory=dict)
    """Number of the file (from 1) by what is in it: the leaf id of a paper of ours, or `exhibit/<id>/<k>` for what an exhibit has
    in its k-th file (from 0)."""
    names: tuple[str, ...] = ()
    """Names of the files, without ending."""
    pieces: Mapping[str, tuple[Mapping[str, Piece], ...]] = field(default_factory=dict)
    """By id of an exhibit that is too large for one file: its papers by role, file by file."""

    def part(self, key: str) -> int:
        """The file that something is in."""
        return self.parts.get(key, 1)

    def chunks(self, exhibit: str) -> int:
        """In how many files an exhibit lies."""
        return len(self.pieces.get(exhibit, ())) or 1

    def files(self, exhibit: str) -> list[int]:
        """The files in which an exhibit lies, in order."""
        return [self.part(f"exhibit/{exhibit}/{chunk}") for chunk in range(self.chunks(exhibit))]

    def with_evidence(self) -> list[int]:
        """The files that hold exhibits."""
        return sorted({part for key, part in self.parts.items() if key.startswith("exhibit/")})


ONE = Division()
"""All in one file."""


@dataclass(frozen=True)
class Unit:
    """What stays together in one file."""

    key: str
    """As in `Division.parts`."""
    file: str
    """The kind of file that it belongs to; a new kind begins a new file."""
    weight: int


def divide(units: Sequence[Unit], limit: int | None, reserve: int = 0) -> list[list[Unit]]:
    """Units in files, in order, as few as fit: those of one kind together, none above `limit` with `reserve` for its index.

    Kinds follow one another as they first appear, what was added late comes last. Raises ValueError for a unit that is too large
    alone.
    """
    kinds = sorted(dict.fromkeys(unit.file for unit in units), key=lambda kind: kind == LATE)
    files: list[list[Unit]] = []
    for kind in kinds:
        room = 0
        for number, unit in enumerate(unit for unit in units if unit.file == kind):
            if limit is not None and unit.weight + reserve > limit:
                raise ValueError(unit.key)
            if number == 0 or (limit is not None and unit.weight > room):
                files.append([])
                room = (limit or 0) - reserve
            files[-1].append(unit)
            room -= unit.weight
    return files


def runs(weights: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Pages in runs (first, count) none of which is above the limit, as few as fit. Raises ValueError(page, from 1)."""
    first = room = 0
    for page, weight in enumerate(weights):
        if weight > limit:
            raise ValueError(page + 1)
        if page == 0 or weight > room:
            if page:
                yield first, page - first
            first, room = page, limit
        room -= weight
    if weights:
        yield first, len(weights) - first


def names(profile: Profile, files: Sequence[Sequence[Unit]]) -> tuple[str, ...]:
    """What the files are called: as the profile says, in English letters; several of one kind are numbered."""
    numbered = enumerate((file[0].file for file in files), 1)
    plain = [profile.file_name.format(category=_spelled(kind), n=f"{number:02}") for number, kind in numbered]
    return tuple(
        profile.part_name.format(name=name, n=plain[: number + 1].count(name)) if plain.count(name) > 1 else name
        for number, name in enumerate(plain)
    )


def file_of(profile: Profile, part: Part) -> str:
    """The kind of file that a paper of ours belongs to. Each person's form has its own, with the papers that belong to it."""
    if profile.files == "whole":
        return ""
    kind = part.file or (f"form {part.form}" if part.form else "")
    return f"{kind}{_OF}{part.person}" if kind and part.each else kind or LETTERS


def _spelled(kind: str) -> str:
    """In English letters, without whose it is: no name of a person is put into the name of a file."""
    words = re.findall(r"[A-Za-z0-9-]+", kind.partition(_OF)[0])
    return "_".join(word if any(char.isupper() for char in word) else word.capitalize() for word in words)
