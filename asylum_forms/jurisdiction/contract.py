"""The plugin contract: what a jurisdiction is. Everything a country needs is data or one of the functions named here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.record.model import Record


@dataclass(frozen=True)
class Profile:
    """How an office wants the packet. Values come from the jurisdiction's dated data."""

    name: str
    paper: str = "Letter"
    """`Letter` or `A4`."""
    separators: str = "page"
    """`page` (a plain separator page), `tab` (a page with a large tab letter) or `none`."""
    labels: str = "letters"
    """Exhibit labels: `letters` (A, B, ... AA) or `numbers`."""
    translation_order: tuple[str, ...] = ("translation", "certificate", "original")
    stamp: str = "{page}"
    """Page stamp; may use {page}, {pages}, {label}, {name}."""
    source: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a packet, in order. Exactly one of `form`, `document`, `exhibits` is set.

    `when` names a function of the jurisdiction's `documents.py` taking the Filing and returning bool; empty means always.
    """

    form: str = ""
    """A form table's name, such as `I-589`."""
    document: str = ""
    """A template `templates/<jurisdiction>/<document>.docx` or `templates/common/<document>.docx`."""
    exhibits: bool = False
    title: str = ""
    when: str = ""
    index: bool = False
    """Whether the document lists every exhibit with its page; the printed numbers are then checked in the written filing."""
    uses: tuple[str, ...] = ()
    """Record paths that the document needs, for the guide; forms name theirs in their tables."""


@dataclass(frozen=True)
class Procedure:
    """A way of applying in one jurisdiction: `us/affirmative`."""

    id: str
    title: str
    office: str
    languages: tuple[str, ...]
    """Languages the office accepts; the first is the default filing language."""
    profile: Profile
    parts: tuple[Part, ...]
    note: str = ""
    """What a user must know before choosing it."""
    draft: str = ""
    """When set, why nothing of this procedure can be filed as it is; printed on preflight and marked on the forms."""


@dataclass(frozen=True)
class Filing:
    """What is being filed: the context every function of a jurisdiction gets."""

    record: Record
    jurisdiction: Jurisdiction
    procedure: Procedure
    language: str
    """Language of the filing, such as `en`."""
    date: datetime.date
    """The filing date, by which dated values are chosen and periods are counted."""

    def value(self, name: str) -> Any:
        """A dated value of the jurisdiction on the filing date (`values.yaml`)."""
        return self.jurisdiction.values[name].on(self.date)


@dataclass(frozen=True)
class Dated:
    """A value that changes with time, each entry with its source (style of OpenFisca parameters)."""

    name: str
    entries: tuple[tuple[datetime.date, Any, str, bool], ...]
    """(in force from, value, source, verified), oldest first."""

    def on(self, day: datetime.date) -> Any:
        """The value in force on that day, or None before the first entry."""
        found = [value for start, value, _source, _verified in self.entries if start <= day]
        return found[-1] if found else None


@dataclass(frozen=True)
class Jurisdiction:
    """A country or office, as its plugin declares it. Built by `read_jurisdiction` from the plugin's folder.

    `answers`   module with the functions form tables name in `by`: each takes a Filing (or Filing and entry, in a column) and
                returns a record value.
    `documents` module with the functions parts name in `when`, and one `context_<document>(filing) -> dict` per template
                that needs more than the common context (dashes in the document's name become underscores).
    `rules`     `rules(filing, answers) -> list[Finding]`: what this jurisdiction checks beyond the form tables.
    """

    code: str
    name: str
    folder: Path
    schema: Path | None
    """Cerberus schema of the jurisdiction's own questions."""
    templates: Path
    tables: Mapping[str, Path]
    """Form name to table file."""
    procedures: Mapping[str, Procedure]
    values: Mapping[str, Dated] = field(default_factory=dict)
    answers: ModuleType | None = None
    documents: ModuleType | None = None
    rules: Callable[[Filing, Mapping[str, Answers]], list[Finding]] | None = None
