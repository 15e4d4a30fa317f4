"""Values that change with time, each with its source, chosen by the filing date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from asylum_forms.jurisdiction import declared
from asylum_forms.jurisdiction.declared import Fault, at

_KEYS = ("from", "value", "source", "verified")


class Entry(NamedTuple):
    """What a dated value is from a day on."""

    start: datetime.date
    value: Any
    source: str
    verified: bool
    """Whether it was read in the source named."""
    read_on: datetime.date | None = None
    """The day on which it was read there, where that is known."""


@dataclass(frozen=True)
class Dated:
    """A value that changes with time, each entry with its source (style of OpenFisca parameters)."""

    name: str
    entries: tuple[Entry, ...]
    """Oldest first."""

    def entry(self, day: datetime.date) -> Entry | None:
        """The entry in force on that day, or None before the first."""
        return next((entry for entry in reversed(self.entries) if entry.start <= day), None)

    def on(self, day: datetime.date) -> Any:
        """The value in force on that day, or None before the first entry."""
        entry = self.entry(day)
        return entry.value if entry else None


def read_dated(name: str, given: Any) -> Dated:
    """A dated value from its entries in YAML: `from`, `value`, `source`, and `verified`: true, false or the day it was read.

    Raises Fault for anything else: a source that is missing, two entries of one day.
    """
    if not isinstance(given, list) or not given:
        raise Fault("a list of dated entries is expected here: - {from: 2026-01-01, value: ..., source: ..., verified: false}")
    entries: list[Entry] = []
    for number, entry in enumerate(given):
        with at(number):
            entries.append(_entry(declared.mapping(entry)))
            if entries[-1].start in [before.start for before in entries[:-1]]:
                raise Fault(f"two entries begin on {entries[-1].start}", "from")
    return Dated(name, tuple(sorted(entries, key=lambda entry: entry.start)))


def _entry(entry: Mapping[str, Any]) -> Entry:
    start, value, source, verified = (entry[key] for key in _KEYS)
    if unknown := sorted(set(entry) - set(_KEYS)):
        raise Fault(f"unknown key {unknown[0]}; known: {', '.join(_KEYS)}", unknown[0])
    if not _is_day(start):
        raise Fault(f"a dated value must begin with a day such as 2026-01-01, without quotation marks, not {start}", "from")
    if not isinstance(source, str) or not source.strip():
        raise Fault("source is missing: who says so, and where?", "source")
    if _is_day(verified):
        return Entry(start, value, source, True, verified)
    if not isinstance(verified, bool):
        raise Fault(f"verified of a dated value must be true or false, or the day it was read, not {verified}", "verified")
    return Entry(start, value, source, verified)


def _is_day(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
