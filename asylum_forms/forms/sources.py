"""Values below an entry of a table, and where in the record they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, Value


def step(value: Value, path: str) -> Value:
    """The value at a dotted path below an entry; an Absent met on the way is the value of everything below it."""
    for key in path.split("."):
        if isinstance(value, Absent):
            return value
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list):
            value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
        else:
            return None
    return value


class Sources:
    """Finds the record path of entries, also of those that a function has sorted, filtered or put into new ones."""

    def __init__(self, record: Record) -> None:
        self._paths: dict[int, str] = {}
        self._note(record.data, "")

    def of(self, entry: Any, path: str = "") -> tuple[str, ...]:
        """The record path of what stands at `path` below an entry; empty where the entry is not from the record."""
        known = self._paths.get(id(entry), "")
        for key in path.split(".") if path else ():
            entry = step(entry, key)
            known = self._paths.get(id(entry), f"{known}.{key}" if known else "")
        return (known,) if known else ()

    def _note(self, value: Any, path: str) -> None:
        """Remember every dict and list of the record by its identity; they live as long as the record."""
        if isinstance(value, (Mapping, list)):
            self._paths[id(value)] = path
            entries = value.items() if isinstance(value, Mapping) else enumerate(value)
            for key, inner in entries:
                self._note(inner, f"{path}.{key}" if path else str(key))
