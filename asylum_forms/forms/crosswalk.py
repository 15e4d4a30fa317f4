"""Which question of the record feeds which official item: read from the form tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable, Item, called
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Jurisdiction, Procedure
from asylum_forms.record.schema import has_question


def asked_by(code: str, table: FormTable, schema: Mapping[str, Any]) -> dict[str, list[str]]:
    """Record path (`applicant.birth.date`, `children.name.family`, without entry numbers) to the items that ask for it, each
    as `us I-589 A.I.12`. `code` is the jurisdiction's, `schema` that of the record.
    """
    asked: dict[str, list[str]] = {}
    for number, path in record_paths(table, schema):
        who = " ".join((code, called(table.form), number))
        if who not in asked.setdefault(path, []):
            asked[path].append(who)
    return asked


def asked_in(
    jurisdiction: Jurisdiction,
    procedure: Procedure,
    schema: Mapping[str, Any],
    *,
    of_others: bool = False,
    made_for: Collection[str] = (),
) -> dict[str, list[str]]:
    """Record path to the items and documents that ask for it in one procedure, in the order of the packet.

    With `of_others`, what it asks of further persons of a case: what is made for each of them, or where nothing is, everything.
    `made_for` are the functions (`Part.each`) that name the one person who is asked, where that is known already.
    """
    each = [part for part in procedure.parts if part.each]
    made = [part for part in each if part.each in made_for] or each
    asked: dict[str, list[str]] = {}
    for part in made if of_others and made else procedure.parts:
        asks = asked_by(jurisdiction.code, read_table(jurisdiction.tables[part.form]), schema) if part.form else {}
        title = _(part.title) or part.template
        used = (*part.uses, *part.uses_of_others) if of_others else part.uses
        asks.update({path: [f"{jurisdiction.code}/{procedure.id} {title}"] for path in used})
        for path, askers in asks.items():
            asked[path] = list(dict.fromkeys([*asked.get(path, []), *askers]))
    return asked


def record_paths(table: FormTable, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(number of an item or column, record path it reads, without entry numbers), in the order of the form."""
    items = [*table.items.values(), *(item for sheet in table.sheets.values() for item in sheet.items)]
    for item in items:
        # Of the entries that a function takes from a list or group, only what the columns read is asked.
        yield from ((item.number, _plain(path)) for path in item.read if path not in item.entries)
        for column in item.columns:
            for path in column.read:
                yield from ((f"{item.number}.{column.number}", one) for one in column_paths(item, path, schema))


def column_paths(item: Item, path: str, schema: Mapping[str, Any]) -> list[str]:
    """Where in the record a column of a table reads: its path below each of the lists and groups that hold the entries.

    A function may keep an entry below a key of its own (`person.name`), which is no question of the record; the path is then
    without that key. Where the record has no such question, the first path is given as it was put together.
    """
    tables = [_plain(one) for one in item.entries or item.uses] if item.function else [_plain(item.rows)]
    own, _dot, inner = path.partition(".")
    below = [path] if has_question(schema, own) or not item.function else [path, inner]
    joined = [[f"{table}.{one}" for table in tables] for one in below if one]
    known = ([one for one in paths if has_question(schema, one)] for paths in joined)
    return next(filter(None, known), [f"{tables[0]}.{path}" if tables else path])


def _plain(path: str) -> str:
    """The path without entry numbers."""
    return re.sub(r"\.\d+(?=\.|$)", "", path)
