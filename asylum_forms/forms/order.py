"""The order of a table's entries: by date, without moving what has none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from asylum_forms.record.values import PartialDate, is_present

_Key = tuple[datetime.date, datetime.date]


def ordered(entries: Sequence[Any], order: str) -> tuple[list[Any], list[Any]]:
    """(entries in order, entries without any date).

    `newest-first` and `oldest-first` go by the entries' `until`, else `from`, else `date`; a period that lasts to the present is
    the newest. Entries that tie keep the record's order, and undated entries keep their place in the list. Without an order the
    record's own is kept.
    """
    if not order:
        return list(entries), []
    dated = [(key, entry) for entry in entries if (key := _key(entry)) is not None]
    # Python's sort is stable in both directions.
    queue = iter([entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=order == "newest-first")])
    undated = [entry for entry in entries if _key(entry) is None]
    return [next(queue) if _key(entry) is not None else entry for entry in entries], undated


def _key(entry: Any) -> _Key | None:
    if not isinstance(entry, Mapping):
        return None
    start = next((value for key in ("from", "date") if isinstance(value := entry.get(key), PartialDate)), None)
    until = entry.get("until")
    if is_present(until):
        return datetime.date.max, start.first() if start else datetime.date.min
    if isinstance(until, PartialDate):
        return until.last(), (start or until).first()
    return (start.first(), start.first()) if start else None
