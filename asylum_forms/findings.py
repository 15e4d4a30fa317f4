"""Findings: what any stage notices and preflight reports. Plain data, shared by all stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a finding matters."""

    BLOCKS = "blocks"
    """The filing must not go out like this."""
    ATTEND = "attend"
    """A person must look at this before filing."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something is: a file and line of the record, an item of a form, a page of an exhibit. All parts optional."""

    file: str = ""
    """Path as the user knows it, relative to the case folder where possible."""
    line: int = 0
    """1-based; 0 when there is none."""
    column: int = 0
    """1-based; 0 when there is none."""
    field: str = ""
    """Dotted record path such as `applicant.birth.date` or `children.2.name.family` (entries counted from 1)."""
    text: str = ""
    """The line of the file, as written."""
    question: str = ""
    """What the record calls the question, in the user's language."""
    form: str = ""
    """Form name such as `I-589`."""
    item: str = ""
    """Official item number such as `A.I.12`."""
    exhibit: str = ""
    """Exhibit id from the record."""
    page: int | str = 0
    """Page of the file or exhibit, from 1; of the filing the number printed on it (it may be `214A`); 0 when there is none."""


@dataclass(frozen=True)
class Finding:
    """One thing a person should know.

    `id` is stable, hyphenated and explained in a `findings.yaml` (`record.date-invalid`, `evidence.untranslated`); `message` and
    `remedy` are sentences in the user's language; `rule` and `source` name the law, manual or form edition behind it, where there
    is one.
    """

    id: str
    severity: Severity
    message: str
    remedy: str = ""
    place: Place = field(default_factory=Place)
    rule: str = ""
    source: str = ""
    checked: str | None = None
    """The day or month on which the rule was read in that source, `2026-11-21` or `2026-11`; empty when nobody has read it there;
    None leaves it to the catalogue, and where that knows no rule, it is not said."""


def relative(path: Path, base: Path) -> str:
    """The path as a user of the case folder knows it: relative to `base` when inside it."""
    try:
        return str(path.resolve().relative_to(base.resolve()))
    except ValueError:
        return str(path)
