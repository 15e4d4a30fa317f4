"""Units: the segments of a document in two languages, who wrote the words, and how far they are. Plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """How far a unit is: the states of XLIFF 2."""

    INITIAL = "initial"
    """Nobody and nothing has translated it, or its source changed since."""
    TRANSLATED = "translated"
    """There are words; no human has read them."""
    REVIEWED = "reviewed"
    """A human has read or written the words; nobody has signed for them."""
    FINAL = "final"
    """A named human confirmed the words."""


class Origin(StrEnum):
    """Who wrote the target."""

    NONE = ""
    MACHINE = "machine"
    MEMORY = "memory"
    """Taken from an earlier confirmed unit or from the glossary."""
    HUMAN = "human"


SUGGESTS = (Origin.MACHINE, Origin.MEMORY)
"""Origins whose words no human has read in this place."""


ILLEGIBLE = "illegible"
"""Kind of what was read without sense. Its source is no text to translate; a human looks at the original."""
_UNSURE = 70.0
"""Confidence of the reading below which the original must be looked at."""
DESCRIBED = ("stamp", "handwriting", ILLEGIBLE)
"""Kinds that a human describes in brackets where there are no words to translate."""


@dataclass(frozen=True)
class Override:
    """A human's word that a finding of the checks is no error here. It holds for exactly these words of source and target."""

    check: str
    """Id of the finding, such as `translation.number`."""
    detail: str
    """What the finding was about: the number, the date, the name."""
    reason: str
    by: str
    """Id of the translator in the record."""
    date: str
    digest: str
    """`digest` of the unit the word was given for."""


@dataclass(frozen=True)
class Was:
    """The words a unit had before its source changed. Kept so that no work is lost; never used as a translation."""

    source: str
    target: str
    state: State


@dataclass(frozen=True)
class Unit:
    """One segment: a sentence, a heading, a cell of a table, or a stamp."""

    id: str
    """Unique in the document and kept for good: `u1`."""
    source: str
    target: str = ""
    state: State = State.INITIAL
    origin: Origin = Origin.NONE
    engine: str = ""
    """What wrote a draft: name and version of the models, or where the memory has it from."""
    kind: str = "paragraph"
    """What the segment is in the original: `heading`, `paragraph`, `table-cell`, `stamp`, `illegible`, ..."""
    page: int = 0
    """1-based page of the original; 0 when there is none."""
    paragraph: int = 0
    """Units of one paragraph have the same number, 1-based on its page; 0 when there is none."""
    column: int = 0
    """Of a cell of a table, from 1; 0 where it is not known, and for other text."""
    after: str = ""
    """White space that follows in the source, within the paragraph: a line break, a space, or nothing."""
    confidence: float | None = None
    """Of the reading, 0 to 100, where the source was read from a picture."""
    doubtful: tuple[str, ...] = ()
    """Words of the source that the reading was not sure of."""
    notes: tuple[str, ...] = ()
    """Notes of people."""
    overrides: tuple[Override, ...] = ()
    translator: str = ""
    """Id of the person in the record who confirmed the unit."""
    date: str = ""
    """Day of the confirmation, ISO."""
    confirmed: str = ""
    """`digest` of the words that were confirmed."""
    was: Was | None = None
    taken: str = ""
    """What the Word table had of it when it was read back last, and which table that was; see `table`."""

    @property
    def digest(self) -> str:
        """What source and target say, in 16 hex digits."""
        return _hash([self.source, self.target])[:16]

    @property
    def unread(self) -> bool:
        """Whether the target is a draft that no human has read."""
        return bool(self.target) and self.origin in SUGGESTS and self.state in (State.INITIAL, State.TRANSLATED)

    @property
    def final(self) -> bool:
        """Whether a named human confirmed exactly these words."""
        return self.state is State.FINAL and bool(self.translator) and self.confirmed == self.digest

    @property
    def wordless(self) -> bool:
        """Whether the source has no letter and no digit: a rule of dashes, a stamp whose words nobody has read."""
        return not any(char.isalnum() for char in self.source)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to translate. A stamp without words is not empty: a human says what it is."""
        return self.wordless and self.kind not in DESCRIBED

    @property
    def unsure(self) -> bool:
        """Whether the source was read from a picture with doubt, so that somebody must compare it with the original."""
        return bool(self.doubtful) or (self.confidence is not None and self.confidence < _UNSURE)

    @property
    def readable(self) -> bool:
        """Whether a machine may draft the unit: it has words, and they were read with sense."""
        return not self.wordless and self.kind != ILLEGIBLE


@dataclass(frozen=True)
class Document:
    """One document in one language pair."""

    id: str
    """Id of the exhibit, or `record` for the record's own words."""
    source_language: str
    """As the record has it: `zh_Hans`."""
    target_language: str
    units: tuple[Unit, ...] = ()
    original: str = ""
    """Path of the original, relative to the case folder."""
    original_hash: str = ""
    """SHA-256 of the original the units were made from."""
    partly: tuple[int, ...] = ()
    """Pages of the original on which more seems to stand than was read."""

    def unit(self, id: str) -> Unit:
        """The unit with this id. Raises KeyError."""
        return next((unit for unit in self.units if unit.id == id), None) or _missing(id)

    def with_units(self, units: Iterable[Unit]) -> Document:
        """The document with these units in the place of those of the same id."""
        new = {unit.id: unit for unit in units}
        return replace(self, units=tuple(new.get(unit.id, unit) for unit in self.units))

    @property
    def complete(self) -> bool:
        """Whether every unit is final, and there is at least one."""
        return bool(self.units) and all(unit.final for unit in self.units)

    @property
    def unreadable(self) -> tuple[int, ...]:
        """Pages on which nothing could be read and that nobody has described yet."""
        left = (unit.page for unit in self.units if unit.kind == ILLEGIBLE and not unit.source and not unit.target.strip())
        return tuple(dict.fromkeys(left))

    @property
    def translators(self) -> tuple[str, ...]:
        """Ids of those who confirmed units, in order."""
        return tuple(dict.fromkeys(unit.translator for unit in self.units if unit.translator))


def confirmed_hash(document: Document) -> str:
    """SHA-256 of what a certificate stands for: which original, every source and target in order, who confirmed it and when.

    Positions are left out: that a page is counted anew changes no word.
    """
    told = [[unit.id, unit.source, unit.target, unit.state, unit.translator, unit.date] for unit in document.units]
    return _hash([document.id, document.source_language, document.target_language, document.original_hash, told])


def text_of(units: Iterable[Unit]) -> str:
    """The source of units of one paragraph as it was."""
    return "".join(unit.source + unit.after for unit in units)


def target_of(units: Iterable[Unit], language: str) -> str:
    """The translation of units of one paragraph, put together as the target language does: line breaks as in the source, else a
    space between sentences, or nothing where the language writes without."""
    text = ""
    for unit in units:
        between = "\n" * unit.after.count("\n") or ("" if language.split("_")[0] in ("zh", "ja") else " ")
        text += unit.target + (between if unit.target else "")
    return text.strip()


def edit(unit: Unit, target: str, *, state: State = State.REVIEWED) -> Unit:
    """The unit with a human's words. A confirmation of other words is gone with them."""
    return replace(unit, target=target, state=state, origin=Origin.HUMAN, engine="", translator="", date="", confirmed="")


def settle(unit: Unit) -> Unit:
    """A unit as it may be trusted: one that calls itself final without a confirmation of just these words is only reviewed.

    Other programs set `final` as they like, and anybody can edit a file.
    """
    if unit.state is State.FINAL and not unit.final:
        return replace(unit, state=State.REVIEWED, translator="", date="", confirmed="")
    if unit.state is not State.FINAL and (unit.translator or unit.confirmed):
        return replace(unit, translator="", date="", confirmed="")
    return unit


def _missing(id: str) -> Unit:
    raise KeyError(id)


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()
