"""Answers: what each item of a form says, in the filing's language. Plain data between mapping and rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
class Answers:
    """All answers of one form for one person, whole: nothing cut to a box yet."""

    table: FormTable
    items: Mapping[str, Answer]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Continuation:
    """One copy of a continuation sheet, filled.

    `boxes` maps the sheet's item numbers to text (`SB.part`, `SB.question`, `SB.text`, ...); `chosen` maps item numbers to ticked
    option keys; for table sheets `rows` holds the entries on this copy.
    """

    sheet: str
    boxes: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, Answer], ...] = ()
    pieces: tuple[tuple[str, str], ...] = ()
    """(item number, the exact part of its answer that stands on this copy), in order: conservation is proved from these."""


@dataclass(frozen=True)
class Laid:
    """Answers fitted to the form's boxes: what stands in each box, and the continuation sheets for the rest.

    `items` has the same keys as `answers.items`; a cut text ends with the continuation mark; tables hold at most the rows that fit.
    `kept` maps the number of each continued item to the exact part of its answer that stays in the box (without the mark), so that
    `kept[n] + "".join(piece for sheet in sheets for m, piece in sheet.pieces if m == n)` is the whole answer.
    """

    answers: Answers
    items: Mapping[str, Answer]
    kept: Mapping[str, str]
    sheets: tuple[Continuation, ...]
