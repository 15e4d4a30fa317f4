"""Answers: what each item of a form says, in the filing's language. Plain data between mapping and rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.forms.table import FormTable


class State(StrEnum):
    """What kind of answer an item has."""

    ANSWERED = "answered"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    MISSING = "missing"
    """Nobody has answered yet. Prints empty and preflight names it."""
    BLANK = "blank"
    """Stays empty on purpose: signatures, officers' boxes, sub-boxes of a choice that was not ticked."""


@dataclass(frozen=True)
class Answer:
    """What one item says.

    `text` is exactly what is printed (for the four absences, the form's wording for them); `chosen` the keys of ticked boxes;
    `rows` the entries of a table, column name to answer, in printing order.
    """

    state: State
    text: str = ""
    chosen: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Answer], ...] = ()
    sources: tuple[str, ...] = ()
    """Record paths it was read from, for findings."""


@dataclass(frozen=True)
class Derived:
    """What a jurisdiction's function may return in place of a bare value, to say where in the record the value comes from."""

    value: Any
    sources: tuple[str, ...]
    """Record paths such as `travel.entries.0.date`."""


@dataclass(frozen=True)
class Answers:
    """All answers of one form for one person, whole: nothing cut to a box yet."""

    table: FormTable
    items: Mapping[str, Answer]
    findings: tuple[Finding, ...] = ()
    boxes: Mapping[str, Answer] = field(default_factory=dict)
    """The continuation sheets' own boxes (name, number), the same on every copy."""

    @property
    def words(self) -> str:
        """All words that are printed, each answer in a line."""
        items = [*self.items.values(), *self.boxes.values()]
        rows = (cell for answer in items for row in answer.rows for cell in row.values())
        return "\n".join(answer.text for answer in (*items, *rows))


@dataclass(frozen=True)
class Continuation:
    """One copy of a continuation sheet, filled.

    `boxes` maps the sheet's item numbers to text (`SB.part`, `SB.question`, `SB.text`, `SB.name`, ...); for table sheets `rows`
    holds the entries on this copy, rows that nobody needs marked as on the form.
    """

    sheet: str
    boxes: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, Answer], ...] = ()
    pieces: tuple[tuple[str, str], ...] = ()
    """(number, the exact part of its answer that stands on this copy), in order: conservation is proved from these."""


@dataclass(frozen=True)
class Laid:
    """Answers fitted to the form's boxes: what stands in each box, and the continuation sheets for the rest.

    `items` has the same keys as `answers.items`. A cut text ends with the continuation mark. A table that is answered, or whose
    answer is an absence, has exactly the rows that the form has: entries, then rows marked as unused; its further entries are on
    continuation sheets.

    `kept` maps the number of each continued answer to the exact part that stays in its box (without the mark), so that
    `kept[n] + "".join(piece for sheet in sheets for m, piece in sheet.pieces if m == n)` is the whole answer. A cell of a table
    has the number `A.III.2.6.street`: item, entry counted from 1, column.
    """

    answers: Answers
    items: Mapping[str, Answer]
    kept: Mapping[str, str]
    sheets: tuple[Continuation, ...]
    findings: tuple[Finding, ...] = ()
    """Answers that have no room at all, because the form has no continuation sheet for running text."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Number of each table whose further entries are on a continuation sheet, to the words that say so."""
