"""Values that change with time, each with its source, chosen by the filing date."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


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


def read_dated(name: str, given: Iterable[Mapping[str, Any]]) -> Dated:
    """A dated value from its entries in YAML: `from`, `value`, `source`, and `verified`: true, false or the day it was read.

    Raises KeyError, TypeError or ValueError for an entry that is not of this form.
    """
    return Dated(name, tuple(sorted(map(_entry, given), key=lambda entry: entry.start)))


def _entry(entry: Mapping[str, Any]) -> Entry:
    start, verified = entry["from"], entry["verified"]
    if not isinstance(start, datetime.date):
        raise ValueError(f"a dated value must begin with a date, not {start!r}")
    if isinstance(verified, datetime.date):
        return Entry(start, entry["value"], entry["source"], True, verified)
    if not isinstance(verified, bool):
        raise ValueError(f"verified of a dated value must be true or false, or the day it was read, not {verified!r}")
    return Entry(start, entry["value"], entry["source"], verified)
