"""A form table in one of the languages its office takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from asylum_forms.forms.table import FormTable, Item, Option, Sheet


def in_language(table: FormTable, language: str) -> FormTable:
    """The table with its captions and fixed wordings in this language.

    A table without `languages` stays as it is, and so does what it does not say in this language.
    """
    if not table.languages:
        return table
    other = table.languages.get(language)
    if other is None:
        return replace(table, **_captions(table, table.language))
    kept = {key: value for key, value in vars(other).items() if value}
    return replace(table, language=language, **{**_captions(table, language), **kept})


def _captions(table: FormTable, language: str) -> dict[str, Any]:
    return {
        "items": {number: _item(item, language) for number, item in table.items.items()},
        "sheets": {name: _sheet(sheet, language) for name, sheet in table.sheets.items()},
    }


def _item(item: Item, language: str) -> Item:
    return replace(
        item,
        label=item.captions.get(language, item.label),
        options=tuple(_option(option, language) for option in item.options),
        columns=tuple(_item(column, language) for column in item.columns),
    )


def _option(option: Option, language: str) -> Option:
    return replace(option, label=option.captions.get(language, option.label))


def _sheet(sheet: Sheet, language: str) -> Sheet:
    return replace(
        sheet, title=sheet.captions.get(language, sheet.title), items=tuple(_item(item, language) for item in sheet.items)
    )
