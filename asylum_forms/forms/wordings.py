"""The fixed words a form table brings: wording for the four absences, references to continuation sheets."""

from __future__ import annotations

from asylum_forms.forms.measure import fits
from asylum_forms.forms.table import FormTable, Item, Sheet


def absence(table: FormTable, item: Item, state: str) -> str:
    """What stands in the item's box for `none`, `not_applicable`, `unknown` or `declined`."""
    return item.words.get(state) or table.words[state]


def cut_mark(table: FormTable, sheet: Sheet) -> str:
    """What ends a text that goes on on the sheet: `(continued on Supplement B)`."""
    return _filled(table.continuing.mark, sheet)


def see_mark(table: FormTable, sheet: Sheet, item: Item) -> str:
    """What stands in the item's box when its whole answer is on the sheet: the first wording with room, or nothing."""
    marks = (_filled(words, sheet) for words in table.continuing.see)
    return next((mark for mark in marks if fits(mark, item.fits, item.limit)), "")


def text_sheet(table: FormTable, item: Item, column: Item | None = None) -> Sheet | None:
    """The sheet for what has no room in an item's box, or in a cell of its table: the one that is named, else the form's first
    that takes running text."""
    named = [name for name in (column.continues if column else "", item.continues) if name]
    sheets = [table.sheets[name] for name in named if name in table.sheets] + list(table.sheets.values())
    return next((sheet for sheet in sheets if sheet.box("text")), None)


def table_sheet(table: FormTable, item: Item) -> Sheet | None:
    """The sheet on which a table goes on in rows, if there is one."""
    sheet = table.sheets.get(item.continues)
    return sheet if sheet and item.columns and not sheet.box("text") else None


def rows_on_sheet(item: Item) -> int:
    """Rows of a table that one copy of its continuation sheet takes."""
    counts = [len(column.sheet) for column in item.columns]
    counts += [len(option.sheet) for column in item.columns for option in column.options]
    return max(counts, default=0)


def is_printed(column: Item) -> bool:
    """Whether a column only repeats what the form itself prints beside its rows: it then has no box to fill."""
    return not (column.pdf or column.sheet or column.options or column.fits or column.xfa or column.limit)


def _filled(words: str, sheet: Sheet) -> str:
    initials = "".join(word[0] for word in sheet.name.split())
    return words.format(sheet=sheet.name, short=sheet.short or sheet.name, initials=initials)
