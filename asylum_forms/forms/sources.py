"""Where in the record the entries of a table come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asylum_forms.record.model import Record
from asylum_forms.record.values import Text, step, walk


class Sources:
    """Finds the record path of entries, also of those that a function has sorted, filtered or put into new ones."""

    def __init__(self, record: Record) -> None:
        # By identity: the record's dicts, lists and texts live as long as the record.
        self._paths = {id(value): path for path, value in walk(record.data) if isinstance(value, (Mapping, list, Text))}

    def of(self, entry: Any, path: str = "") -> tuple[str, ...]:
        """The record path of what stands at `path` below an entry; empty where the entry is not from the record."""
        known = self._paths.get(id(entry), "") or self._made_from(entry)
        for key in path.split(".") if path else ():
            entry = step(entry, key)
            known = self._paths.get(id(entry), f"{known}.{key}" if known else "")
        return (known,) if known else ()

    def _made_from(self, entry: Any) -> str:
        """The one entry of the record of which a new one has the parts under the same names; empty where there is none."""
        parts = entry.items() if isinstance(entry, Mapping) else ()
        found = {path.rpartition(".") for key, value in parts if (path := self._paths.get(id(value), "")).endswith(f".{key}")}
        above = {group for group, _dot, _key in found}
        return above.pop() if len(above) == 1 else ""
