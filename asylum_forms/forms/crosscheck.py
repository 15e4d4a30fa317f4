"""Checks a form table as a whole: references, fields of the official PDF, and that every fixed wording has room in its box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from asylum_forms.forms import measure, wordings
from asylum_forms.forms.table import FormTable, Item, Option, Sheet
from asylum_forms.i18n import _, listed

Fault = tuple[str, str, str]
"""(number of the item, message, remedy)."""


def all_items(table: FormTable) -> Iterator[tuple[str, Item]]:
    """Every item of a form with its number, in order: items, the columns of each table (`A.III.2.street`), boxes of continuation
    sheets."""
    for item in [*table.items.values(), *(item for sheet in table.sheets.values() for item in sheet.items)]:
        yield item.number, item
        for column in item.columns:
            yield f"{item.number}.{column.number}", column


def pdf_fields(table: FormTable) -> dict[str, str]:
    """Field of the official PDF to the number of the item, or `item.column`, that fills it or declares it blank."""
    return {name: number for number, name in _uses(table)}


def check_complete(table: FormTable, fields: Mapping[str, object]) -> list[str]:
    """Whether a table and an official PDF belong together: each field is used by exactly one item, and each is there.

    `fields` maps the names of the PDF's fields to anything; where that has `states` (such as `fields.Field`), the on-states of
    check boxes are compared too. Returns sentences, none when all is well.
    """
    used = pdf_fields(table)
    found = [_("No item uses the field {name}.").format(name=name) for name in fields if name not in used]
    for name, number in used.items():
        if name not in fields:
            found.append(_("The field {name} of item {number} is not in the PDF.").format(name=name, number=number))
    for number, item in all_items(table):
        for pair in [pair for option in item.options for pair in (*option.pdf, *option.sheet) if pair]:
            name, _equals, state = pair.rpartition("=")
            states = getattr(fields.get(name), "states", None)
            if states is not None and state not in states:
                message = _("The box {name} of item {number} has no state {state}, but: {states}.")
                found.append(message.format(name=name, number=number, state=state, states=listed(states) or "–"))
    return found + [f"{number}: {message}" for number, message, _remedy in _twice(table)]


def check_table(table: FormTable) -> Iterator[Fault]:
    """Everything that is wrong with a table as a whole."""
    yield from _twice(table)
    for sheet in table.sheets.values():
        yield from _sheet(table, sheet)
    for item in table.items.values():
        yield from _references(table, item)
        yield from _rows(table, item) if item.columns else _fields(item)
    yield from _room(table)
    yield from _xfa(table)


def _uses(table: FormTable) -> Iterator[tuple[str, str]]:
    """(number, field) for every use, the boxes of one option group counted once for each state."""
    for number, item in all_items(table):
        yield from ((number, name) for name in (*item.pdf, *item.sheet) if name)
        pairs = dict.fromkeys(pair for option in item.options for pair in (*option.pdf, *option.sheet) if pair)
        yield from dict.fromkeys((number, pair.rpartition("=")[0]) for pair in pairs)


def _twice(table: FormTable) -> Iterator[Fault]:
    remedy = _("Each field belongs to one item and one row. Compare with the official PDF.")
    seen: dict[str, str] = {}
    for number, name in _uses(table):
        if name in seen:
            yield number, _("The field {name} is used twice, also by {number}.").format(name=name, number=seen[name]), remedy
        seen[name] = number
    for number, item in all_items(table):
        pairs = [pair for option in item.options for pair in (*option.pdf, *option.sheet) if pair]
        for pair in {pair for pair in pairs if pairs.count(pair) > 1}:
            yield number, _("The box {pair} is used twice.").format(pair=pair), remedy


def _sheet(table: FormTable, sheet: Sheet) -> Iterator[Fault]:
    text = sheet.box("text")
    if text is not None and (text.fits is None or text.fits.lines < 2):
        yield text.number, _("The text of a sheet needs its size."), _("Write `fits: {columns: 99, lines: 47}`.")
    tables = [item for item in table.items.values() if item.continues == sheet.name]
    if text is None and len(tables) != 1:
        message = _("{sheet} has no box for text and must continue exactly one table.").format(sheet=sheet.name)
        yield (sheet.items[0].number if sheet.items else sheet.name), message, _("Give it an item whose number ends in .text.")
    for item in sheet.items:
        yield from _fields(item)
        if item.columns:
            yield (
                item.number,
                _("A continuation sheet cannot have a table of its own."),
                _("Give the columns of the table `sheet` fields."),
            )


def _references(table: FormTable, item: Item) -> Iterator[Fault]:
    names = listed(table.sheets) or "–"
    for number, continues in [(item.number, item.continues), *((f"{item.number}.{c.number}", c.continues) for c in item.columns)]:
        if not continues:
            continue
        sheet = table.sheets.get(continues)
        remedy = _("The form has: {names}.").format(names=names)
        if sheet is None:
            yield number, _("There is no continuation sheet {name}.").format(name=continues), remedy
        elif not sheet.box("text") and not (number == item.number and item.columns):
            yield number, _("{name} takes rows of a table, not text.").format(name=continues), remedy


def _fields(item: Item) -> Iterator[Fault]:
    remedy = _("Write one `pdf` field.")
    if len(item.pdf) > 1 and not (item.blank or item.sign):
        yield item.number, _("An item outside tables has one field, not {count}.").format(count=len(item.pdf)), remedy
    for option in item.options:
        if len(option.pdf) > 1:
            message = _("An option outside tables has one field, not {count}.").format(count=len(option.pdf))
            yield f"{item.number}.{option.key}", message, remedy
    if item.sheet or any(option.sheet for option in item.options):
        yield item.number, _("Only columns of tables have `sheet` fields."), _("Leave `sheet` out.")


def _rows(table: FormTable, item: Item) -> Iterator[Fault]:
    rows = item.fits.lines if item.fits else 0
    sheet = wordings.table_sheet(table, item)
    on_sheet = wordings.rows_on_sheet(item)
    if item.pdf or item.sheet:
        yield item.number, _("The fields of a table stand in its columns."), _("Move `pdf` into the columns.")
    if not rows and (table.official or table.sheets or table.replica):
        yield item.number, _("A table needs the number of its rows."), _("Write `fits: 5`.")
    if sheet is None and on_sheet:
        yield item.number, _("The table has `sheet` fields, but does not continue in rows."), _("Name the sheet in `continue`.")
    if sheet is not None and not on_sheet:
        yield (
            item.number,
            _("The table has no `sheet` fields on {sheet}.").format(sheet=sheet.name),
            _("Give every column its `sheet`."),
        )
    for column in item.columns:
        holders: list[tuple[str, Item | Option]] = [("", column), *((f".{option.key}", option) for option in column.options)]
        for suffix, holder in holders:
            number = f"{item.number}.{column.number}{suffix}"
            for key, names, count in (("pdf", holder.pdf, rows), ("sheet", holder.sheet, on_sheet)):
                if rows and names and len(names) != count:
                    message = _("There are {count} rows, but {found} fields in `{key}`.")
                    message = message.format(count=count, found=len(names), key=key)
                    yield number, message, _('Write one field for each row, "" where a row has none.')
            if sheet is not None and holder.pdf and not holder.sheet:
                yield number, _("The column has no fields on {sheet}.").format(sheet=sheet.name), _("Give it `sheet`.")


def _room(table: FormTable) -> Iterator[Fault]:
    for item in [*table.items.values(), *(item for sheet in table.sheets.values() for item in sheet.items)]:
        if item.columns:
            for column in item.columns:
                yield from _wordings_fit(table, item, column)
        elif item.source or item.function:
            yield from _wordings_fit(table, item)
        if item.columns or item.source or item.function:
            yield from _references_fit(table, item)
    for sheet in table.sheets.values():
        for name in ("part", "question"):
            box = sheet.box(name)
            if box and not measure.fits(table.continuing.several, box.fits, box.limit):
                yield box.number, _no_room(table.continuing.several), _("Write a shorter `continuing: {several: ...}`.")


def _wordings_fit(table: FormTable, item: Item, column: Item | None = None) -> Iterator[Fault]:
    box = column or item
    number = f"{item.number}.{column.number}" if column else item.number
    if box.options or (box.fits is None and not box.limit):
        return
    for state in table.words:
        words = wordings.absence(table, box, state)
        if not measure.fits(words, box.fits, box.limit):
            remedy = _("Write a shorter one for this item: `words: {{{state}: ...}}`.").format(state=state)
            yield number, _no_room(words), remedy
    if column and not measure.fits(table.unused, column.fits, column.limit):
        yield number, _no_room(table.unused), _("Write a shorter `unused` for the form.")
    sheet = wordings.text_sheet(table, item, column)
    if sheet is not None and not wordings.see_mark(table, sheet, box):
        message = _("No reference to {sheet} has room in its box.").format(sheet=sheet.name)
        yield number, message, _("Add a shorter wording to `continuing: {see: [...]}`.")


def _references_fit(table: FormTable, item: Item) -> Iterator[Fault]:
    sheet = wordings.text_sheet(table, item)
    if sheet and not item.part and "{part}" in table.continuing.heading:
        remedy = _("Give the item a `part`, or the form a `continuing: {heading: ...}` without it.")
        yield item.number, _("The heading on {sheet} needs the item's part.").format(sheet=sheet.name), remedy
    for name, words in (("part", item.part), ("question", item.question)):
        box = sheet.box(name) if sheet else None
        if box and not measure.fits(words, box.fits, box.limit):
            yield item.number, _no_room(words, box.number), _("Give the item a shorter `{name}`.").format(name=name)


def _no_room(words: str, box: str = "") -> str:
    if box:
        return _("“{words}” has no room in the box {box}.").format(words=words, box=box)
    return _("“{words}” has no room in the box.").format(words=words)


_STEP = re.compile(r"[^/\[\]=\s]+(\[\d+\])?")


def _xfa(table: FormTable) -> Iterator[Fault]:
    """What is wrong with the paths into the data of an XFA form."""
    seen: dict[str, str] = {}
    for number, item in all_items(table):
        boxes = dict.fromkeys(pair.rpartition("=")[0] for option in item.options for pair in option.xfa)
        paths = [*item.xfa, *boxes]
        if paths and table.xfa is None:
            yield number, _("Only an XFA form has `xfa` paths."), _("Give the form `xfa: {root: NAME}`, or leave them out.")
        if item.pick and item.pick not in table.lists:
            yield number, _("There is no list {name}.").format(name=item.pick), _("Add it to `lists` of the form.")
        for path in paths:
            if not all(_STEP.fullmatch(step) for step in path.split("/")):
                yield number, _("`{path}` is not a path of the data.").format(path=path), _("Write it like Part1/Line[2].")
            if path in seen:
                message = _("The path {path} is used twice, also by {number}.").format(path=path, number=seen[path])
                yield number, message, _("Each field belongs to one item and one row. Compare with the official PDF.")
            seen[path] = number
    for item in table.items.values():
        yield from _xfa_counts(item)


def _xfa_counts(item: Item) -> Iterator[Fault]:
    """A path for each line of a box, or for each row of a table."""
    rows = item.fits.lines if item.fits else 1
    remedy = _("Write one path for each line of the box, or for each row of the table.")
    holders = [(f"{item.number}.{column.number}", column, rows) for column in item.columns] or [(item.number, item, 1)]
    for number, box, count in holders:
        found = {len(option.xfa) for option in box.options if option.xfa} | ({len(box.xfa)} if box.xfa else set())
        allowed = {count} if item.columns or not box.fits else {1, box.fits.lines}
        if found - allowed:
            message = _("It has {count} paths in `xfa`.").format(count=max(found - allowed))
            yield number, message, remedy
