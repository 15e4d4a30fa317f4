"""Which question of the record feeds which official item: read from the form tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Jurisdiction, Procedure


def asked_by(code: str, table: FormTable) -> dict[str, list[str]]:
    """Record path (`applicant.birth.date`, `children.name.family`, without entry numbers) to the items that ask for it, each
    as `us I-589 A.I.12`. `code` is the jurisdiction's.
    """
    asked: dict[str, list[str]] = {}
    for number, path in record_paths(table):
        who = " ".join((code, _(table.form), number))
        if who not in asked.setdefault(path, []):
            asked[path].append(who)
    return asked


def asked_in(jurisdiction: Jurisdiction, procedure: Procedure, *, of_others: bool = False) -> dict[str, list[str]]:
    """Record path to the items and documents that ask for it in one procedure, in the order of the packet.

    With `of_others`, what it asks of further persons of a case: what is made for each of them, or where nothing is, everything.
    """
    each = [part for part in procedure.parts if part.each]
    asked: dict[str, list[str]] = {}
    for part in each if of_others and each else procedure.parts:
        asks = asked_by(jurisdiction.code, read_table(jurisdiction.tables[part.form])) if part.form else {}
        asks.update({path: [f"{jurisdiction.code}/{procedure.id} {part.template}".strip()] for path in part.uses})
        for path, askers in asks.items():
            asked[path] = list(dict.fromkeys([*asked.get(path, []), *askers]))
    return asked


def record_paths(table: FormTable) -> Iterator[tuple[str, str]]:
    """(number of an item or column, record path it reads, without entry numbers), in the order of the form."""
    items = [*table.items.values(), *(item for sheet in table.sheets.values() for item in sheet.items)]
    for item in items:
        for path in _own(item):
            yield item.number, path
        for column in item.columns:
            # A column's paths are relative to the entry; a function that gives the entries names first where it takes them from.
            entries = item.rows or (item.uses[0] if item.uses else "")
            for path in (column.source, *column.uses):
                if path:
                    yield f"{item.number}.{column.number}", _plain(f"{entries}.{path}" if entries else path)


def _own(item: Item) -> Iterator[str]:
    yield from (_plain(path) for path in (item.source, item.rows, *item.uses) if path)


def _plain(path: str) -> str:
    """The path without entry numbers."""
    return re.sub(r"\.\d+(?=\.|$)", "", path)
