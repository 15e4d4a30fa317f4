"""What stands in which field of the official PDF: laid-out answers brought to the names of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from asylum_forms.errors import FormError
from asylum_forms.findings import Place
from asylum_forms.forms.answers import Answer, Continuation, Laid, State
from asylum_forms.forms.measure import fits
from asylum_forms.forms.table import FormTable, Item, Option, Sheet
from asylum_forms.i18n import _

_Pairs = Callable[[Option], tuple[str, ...]]
"""The `FIELD=STATE` of an option in the row at hand."""


@dataclass(frozen=True)
class Entry:
    """A text and its field."""

    item: str
    field: str
    text: str


@dataclass(frozen=True)
class Tick:
    """A check box or radio button to select."""

    item: str
    field: str
    state: str
    """On-state, without the slash."""


@dataclass(frozen=True)
class Signature:
    """A field that stays empty for a signature or its date."""

    who: str
    field: str


@dataclass
class Boxes:
    """Everything that goes into a form. Names of fields on the second and later copies of a sheet have another root."""

    entries: list[Entry] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    copies: dict[str, int] = field(default_factory=dict)
    """Sheet name to number of copies, at least 1."""


def boxes_of(laid: Laid) -> Boxes:
    """Where each laid-out answer goes.

    Raises FormError when the table and the layout do not match: an answer that has no field, more rows than the form has.
    """
    table = laid.answers.table
    boxes = Boxes()
    for number, item in table.items.items():
        answer = laid.items.get(number)
        if item.columns and answer is not None:
            _fill_rows(boxes, table, item, answer.rows)
        elif not item.columns:
            _fill_item(boxes, table, item, answer, 1)
    for sheet in (sheet for sheet in table.sheets.values() if sheet.page):
        filled = [copy for copy in laid.sheets if copy.sheet == sheet.name]
        boxes.copies[sheet.name] = max(1, len(filled))
        for index, continuation in enumerate(filled or [None], 1):
            _fill_sheet(boxes, laid, sheet, continuation, index)
    for continuation in laid.sheets:
        if continuation.sheet not in table.sheets:
            raise _faulty(table, continuation.sheet, _("The form has no such continuation sheet."))
    return boxes


def copied(name: str, copy: int) -> str:
    """The name of a field on a copy of its page (1 is the form's own page)."""
    root, dot, rest = name.partition(".")
    return name if copy == 1 else f"{root}_{copy}{dot}{rest}"


def table_on(table: FormTable, sheet: str) -> Item | None:
    """The table whose further rows stand in rows of this continuation sheet; None for a sheet of running text."""
    for item in table.items.values():
        if item.continues == sheet and any(column.sheet or any(o.sheet for o in column.options) for column in item.columns):
            return item
    return None


def _fill_item(boxes: Boxes, table: FormTable, item: Item, answer: Answer | None, copy: int) -> None:
    """An item that is not a table."""
    names = [copied(name, copy) for name in item.pdf]
    # Officers' boxes and bar codes keep what the form has in them.
    if item.blank:
        return
    if item.sign and (answer is None or not answer.text):
        boxes.signatures += [Signature(item.sign, name) for name in names]
        return
    answer = answer or Answer(State.BLANK)
    if item.options:
        _tick(boxes, table, item, answer, partial(_pair, 0, False), copy)
    elif names:
        boxes.entries += [Entry(item.number, name, answer.text) for name in names]
    elif answer.text:
        raise _faulty(table, item.number, _("The form's table names no field for it."))


def _fill_rows(
    boxes: Boxes, table: FormTable, item: Item, rows: Sequence[Mapping[str, Answer]], *, sheet: bool = False, copy: int = 1
) -> None:
    room = _room(item, sheet)
    if len(rows) > room:
        message = _("{form}, {number} has room for {room} entries, but there are {rows}.")
        raise FormError(
            message.format(form=table.form, number=item.number, room=room, rows=len(rows)),
            remedy=_("Say the rest in another entry, or attach a sheet of your own and refer to it."),
            place=Place(form=table.form, item=item.number),
        )
    for column in item.columns:
        # Words that the form itself prints beside its rows, such as Mother and Father, have no field.
        if not (column.pdf or column.sheet or column.options):
            continue
        for index in range(room):
            answer = rows[index].get(column.number, Answer(State.BLANK)) if index < len(rows) else Answer(State.BLANK)
            names = column.sheet if sheet else column.pdf
            if column.options:
                _tick(boxes, table, column, answer, partial(_pair, index, sheet), copy)
            elif index < len(names):
                boxes.entries.append(Entry(f"{item.number}.{index + 1}.{column.number}", copied(names[index], copy), answer.text))
            elif answer.text:
                message = _("The form's table names no field for row {row} of {column}.")
                raise _faulty(table, item.number, message.format(row=index + 1, column=column.number))


def _fill_sheet(boxes: Boxes, laid: Laid, sheet: Sheet, filled: Continuation | None, copy: int) -> None:
    table = laid.answers.table
    texts = filled.boxes if filled else {}
    for item in sheet.items:
        # Nobody signs a sheet that is not used.
        if item.sign and filled is None:
            continue
        answer = laid.answers.boxes.get(item.number)
        if item.number in texts:
            answer = Answer(State.ANSWERED, texts[item.number], answer.chosen if answer else ())
        elif answer and answer.text and not item.options and not fits(answer.text, item.fits, item.limit):
            # A sheet that is not used repeats what stands elsewhere; there the whole of it is.
            answer = Answer(State.BLANK)
        _fill_item(boxes, table, item, answer, copy)
    if unknown := set(texts) - {item.number for item in sheet.items}:
        raise _faulty(table, min(unknown), _("The continuation sheet has no such box."))
    rows_of = table_on(table, sheet.name)
    if rows_of is not None:
        _fill_rows(boxes, table, rows_of, filled.rows if filled else (), sheet=True, copy=copy)
    elif filled and filled.rows:
        raise _faulty(table, sheet.name, _("The continuation sheet has no rows."))


def _room(item: Item, sheet: bool) -> int:
    """Rows that the form, or its continuation sheet, has for a table."""
    rows = [len(column.sheet if sheet else column.pdf) for column in item.columns]
    rows += [len(option.sheet if sheet else option.pdf) for column in item.columns for option in column.options]
    return max(rows, default=0)


def _pair(row: int, sheet: bool, option: Option) -> tuple[str, ...]:
    return (option.sheet if sheet else option.pdf)[row : row + 1]


def _tick(boxes: Boxes, table: FormTable, item: Item, answer: Answer, pairs: _Pairs, copy: int) -> None:
    for key in answer.chosen:
        named = next((pairs(option) for option in item.options if option.key == key), ())
        if not named:
            raise _faulty(table, item.number, _("The form's table names no box for “{key}”.").format(key=key))
        for pair in named:
            name, equals, state = pair.rpartition("=")
            if not equals:
                raise _faulty(table, item.number, _("“{pair}” is not of the kind FIELD=STATE.").format(pair=pair))
            boxes.ticks.append(Tick(item.number, copied(name, copy), state))


def _faulty(table: FormTable, number: str, message: str) -> FormError:
    start = _("{form}, {number}:").format(form=table.form, number=number)
    remedy = _("This is a fault of the form's table, not of your answers. Please report it.")
    return FormError(f"{start} {message}", remedy=remedy, place=Place(file=table.file.name, form=table.form, item=number))
