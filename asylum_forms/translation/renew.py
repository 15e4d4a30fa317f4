"""Units from the segments of an original, and again when the original changed: unchanged units keep all their work."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from asylum_forms.translation.segment import sentences
from asylum_forms.translation.units import DESCRIBED, Document, State, Unit, Was

_ALIKE = 0.5
"""From this likeness on, a new segment is taken for a changed old one."""
_MOST_PAIRS = 40_000
"""Pairs to compare one by one where a part of a document changed; above it they are taken in order."""


class Segment(Protocol):
    """A piece of the original, as the extraction of text gives it: a paragraph, a heading, a cell, a stamp."""

    @property
    def text(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def paragraph(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def confidence(self) -> float | None: ...
    @property
    def doubtful(self) -> tuple[str, ...]: ...
    @property
    def column(self) -> int: ...


@dataclass(frozen=True)
class Renewed:
    """A document made anew from its original, and what became of the old units."""

    document: Document
    kept: int
    changed: tuple[str, ...]
    """Ids of units whose source changed: `initial` again, the old words in `was`."""
    added: tuple[str, ...]
    removed: tuple[Unit, ...]
    """Old units that the original no longer has. Whoever calls this puts human work among them into the memory."""


def units_of(segments: Iterable[Segment], language: str) -> Iterator[Unit]:
    """Units without ids, in order: the sentences of every segment; headings and stamps whole.

    Text is never lost. A piece without any letter or digit (a rule of dashes) is its own translation.
    """
    for segment in segments:
        whole = segment.kind in ("heading", *DESCRIBED) or not segment.text
        pieces = [(segment.text, "")] if whole else sentences(segment.text, language)
        place = {"page": segment.page, "paragraph": segment.paragraph, "confidence": segment.confidence, "column": segment.column}
        for text, after in pieces:
            doubtful = segment.doubtful if len(pieces) == 1 else tuple(word for word in segment.doubtful if word in text)
            kind = segment.kind or "paragraph"
            unit = Unit("", text, kind=kind, after=after, doubtful=doubtful, **place)  # type: ignore[arg-type]
            yield replace(unit, target=text, state=State.TRANSLATED) if unit.empty else unit


def renew(document: Document, segments: Iterable[Segment], original_hash: str) -> Renewed:
    """The document with units for these segments; `document` may have none yet.

    A unit whose source stands in the original as before, in order or moved, keeps id, words, state, notes and overrides, and
    takes the new position. One much like an old one takes its id and is flagged: state `initial`, no target, the old words in
    `was`. All others are new.
    """
    new = list(units_of(segments, document.source_language))
    old = list(document.units)
    partner = _partners([unit.source for unit in old], [unit.source for unit in new])
    same = {n: o for n, o in partner.items() if old[o].source == new[n].source}
    ids = _fresh(document.units)
    made: list[Unit] = []
    changed, added = [], []
    for number, unit in enumerate(new):
        if number in same:
            made.append(_moved(old[same[number]], unit))
        elif number in partner:
            made.append(_flagged(old[partner[number]], unit))
            changed.append(made[-1].id)
        else:
            made.append(replace(unit, id=next(ids)))
            added.append(made[-1].id)
    used = set(partner.values())
    removed = tuple(unit for number, unit in enumerate(old) if number not in used)
    renewed = replace(document, units=tuple(made), original_hash=original_hash)
    return Renewed(renewed, len(same), tuple(changed), tuple(added), removed)


def _moved(old: Unit, new: Unit) -> Unit:
    read = {"kind": new.kind, "after": new.after, "confidence": new.confidence, "doubtful": new.doubtful}
    return replace(old, page=new.page, paragraph=new.paragraph, column=new.column, **read)  # type: ignore[arg-type]


def _flagged(old: Unit, new: Unit) -> Unit:
    """A unit whose source changed. Where the old one had no words of its own, those before it are still the ones to keep."""
    was = Was(old.source, old.target, old.state) if old.target or not old.was else old.was
    return replace(new, id=old.id, notes=old.notes, was=was, state=State.INITIAL)


def _fresh(units: Sequence[Unit]) -> Iterator[str]:
    """Ids after the highest number in use."""
    numbers = [int(match[1]) for unit in units if (match := re.fullmatch("u([0-9]{1,9})", unit.id))]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"u{number}"


def _partners(old: list[str], new: list[str]) -> dict[int, int]:
    """New position to old position: first all equal texts, in order where possible, then those alike within changed parts."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.update(zip(range(c, d), range(a, b), strict=True))
        else:
            gaps.append((range(a, b), range(c, d)))
    left: dict[str, list[int]] = {}
    for number in sorted(set(range(len(old))) - set(found.values()), reverse=True):
        left.setdefault(old[number], []).append(number)
    for number in (n for n in range(len(new)) if n not in found):
        if left.get(new[number]):
            found[number] = left[new[number]].pop()
    used = set(found.values())
    for before, after in gaps:
        free_old = [o for o in before if o not in used]
        free_new = [n for n in after if n not in found]
        found.update(_alike(free_old, free_new, old, new))
    return found


def _alike(free_old: list[int], free_new: list[int], old: list[str], new: list[str]) -> dict[int, int]:
    """Pairs that are alike, the most alike first."""
    if len(free_old) * len(free_new) > _MOST_PAIRS:
        pairs = list(zip(free_old, free_new, strict=False))
    else:
        pairs = [(o, n) for o in free_old for n in free_new]
    scored = [(_likeness(old[o], new[n]), -abs(o - n), o, n) for o, n in pairs]
    found: dict[int, int] = {}
    for score, _near, o, n in sorted(scored, reverse=True):
        if score >= _ALIKE and n not in found and o not in found.values():
            found[n] = o
    return found


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
