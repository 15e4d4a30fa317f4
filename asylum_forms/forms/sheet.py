"""What a form's Word template asks for, by official number: answers, ticks, rows, continuation sheets and blank places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from asylum_forms.errors import TemplateError
from asylum_forms.forms.answers import Answer, Continuation, Laid, State
from asylum_forms.forms.marks import Runs, Sign
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import _, listed, use

_EAST_ASIAN = {"ja": "ja-JP", "ko": "ko-KR", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}


def form_context(laid: Laid) -> dict[str, Any]:
    """What a form's template can use, for one person's answers:

    `q("A.I.4")`               the text of an item, as it stands in the box
    `ticked("A.I.10", "male")` ☒ or ☐ for one option of a choice
    `otherwise("A.I.10")`      the wording of a choice in which nothing is ticked (`N/A`, `Unknown`), else nothing
    `rows("A.III.2")`          the entries of a table: `row.street`, `row["2"]`, `row.ticked("sex", "male")`,
                               `row.otherwise("sex")`; a table without entries has one row with the form's wording, and
                               `row.unused` says it too
    `continued("A.III.2")`     the words for a table whose further entries are on a continuation sheet, else nothing
    `sheets("Supplement B")`   the filled copies of a continuation sheet: `copy["SB.text"]`, `copy.rows`
    `sign("D.signature")`      a line to sign on, for `{{r ... }}`; a second argument stands behind it
    `blank("F.1")`             why a box stays empty
    `form`                     name, edition, title, source
    `asked`                    the numbers asked for so far (a set)
    `east_asian`               how East Asian letters are shown on a form that our template is drawn as

    Whatever asks for an item that the form does not have raises TemplateError naming it.
    """
    reader = _Reader(laid)
    table = laid.answers.table
    edition = _day(table)
    shown = _EAST_ASIAN.get(table.language)
    return {
        **({"east_asian": shown} if table.replica and shown else {}),
        "q": reader.q,
        "ticked": reader.ticked,
        "otherwise": reader.otherwise,
        "rows": reader.rows,
        "continued": reader.continued,
        "sheets": reader.sheets,
        "sign": reader.sign,
        "blank": reader.blank,
        "form": {"name": table.form, "edition": edition, "title": table.title, "source": table.source},
        "asked": reader.asked,
    }


def caption_of(table: FormTable, item: Item) -> str:
    """The caption of an item. In an XFA form it ends with the most letters the field takes, and with a star where no data file
    brings the answer in."""
    if table.xfa is None or item.blank or item.sign or item.columns:
        return item.label
    by_hand = not (item.xfa or any(option.xfa for option in item.options))
    return f"{item.label}{f' [{item.limit}]' if item.limit else ''}{' *' if by_hand else ''}"


def own_sheets(laid: Laid) -> list[dict[str, Any]]:
    """Filled copies of the sheets that the official PDF has no page for: heading, boxes (caption, text), text."""
    table = laid.answers.table
    found = []
    for sheet in (sheet for sheet in table.sheets.values() if not sheet.page):
        copies = [copy for copy in laid.sheets if copy.sheet == sheet.name]
        for number, copy in enumerate(copies, 1):
            places = {"form": table.form, "edition": _day(table), "sheet": sheet.title, "number": number, "count": len(copies)}
            with use(table.language):
                heading = _("Form {form}, edition {edition}: {sheet}, {number} of {count}").format(**places)
            boxes = [(item.label, copy.boxes.get(item.number, "")) for item in sheet.items if not item.number.endswith(".text")]
            text = next((copy.boxes.get(item.number, "") for item in sheet.items if item.number.endswith(".text")), "")
            found.append({"heading": heading, "boxes": boxes, "text": text})
    return found


def columns_of(table: FormTable, sheet: str) -> tuple[Item, ...]:
    """The columns of the table that goes on on this continuation sheet as a table; empty when the sheet takes running text."""
    for item in table.items.values():
        if item.continues == sheet and any(column.sheet or any(o.sheet for o in column.options) for column in item.columns):
            return item.columns
    return ()


def sheet_item(table: FormTable, number: str) -> Item | None:
    """The item with this number on any continuation sheet."""
    return next((item for sheet in table.sheets.values() for item in sheet.items if item.number == number), None)


def _day(table: FormTable) -> str:
    """The edition as this authority writes dates: `01/20/25` stands on the form, its table says `01/20/2025`."""
    day = table.edition
    pattern = table.dates.get("day", "yyyy-MM-dd")
    for mark, value in (("yyyy", f"{day.year:04d}"), ("MM", f"{day.month:02d}"), ("dd", f"{day.day:02d}")):
        pattern = pattern.replace(mark, value)
    return pattern


class Row(Mapping[str, str]):
    """One entry of a table: column name to text."""

    def __init__(
        self, table: str, columns: Sequence[Item], answers: Mapping[str, Answer], ticks: tuple[str, str], unused: str = ""
    ) -> None:
        self._table, self._columns, self._answers = table, {column.number: column for column in columns}, answers
        self._ticks = ticks
        self.unused = unused
        """The form's wording for a row that nobody needs; empty for an entry."""

    def __getitem__(self, column: str) -> str:
        self._column(column)
        return self._answers[column].text if column in self._answers else ""

    def __contains__(self, column: object) -> bool:
        return column in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def ticked(self, column: str, option: str) -> str:
        """☒ or ☐ for one option of a choice."""
        _known_option(f"{self._table}, {column}", self._column(column), option)
        ticked, empty = self._ticks
        return ticked if column in self._answers and option in self._answers[column].chosen else empty

    def otherwise(self, column: str) -> str:
        """The wording of a choice in which nothing is ticked."""
        item, answer = self._column(column), self._answers.get(column)
        return _otherwise(item, answer) if answer else ""

    def _column(self, column: str) -> Item:
        if column not in self._columns:
            raise TemplateError(
                _("The table {number} has no column {column}.").format(number=self._table, column=column),
                remedy=_("Its columns are: {columns}").format(columns=listed(self._columns)),
            )
        return self._columns[column]


class Copy(Mapping[str, str]):
    """One filled copy of a continuation sheet: number of a box to its text; `rows` for a sheet that goes on with a table."""

    def __init__(self, table: FormTable, filled: Continuation) -> None:
        self._sheet, self._boxes = filled.sheet, filled.boxes
        self._numbers = [item.number for item in table.sheets[filled.sheet].items if not (item.sign or item.blank)]
        columns = columns_of(table, filled.sheet)
        self.rows = [Row(filled.sheet, columns, row, table.ticks, _filler(table, row)) for row in filled.rows]

    def __getitem__(self, number: str) -> str:
        if number not in self._numbers:
            raise TemplateError(
                _("{sheet} has no box {number}.").format(sheet=self._sheet, number=number),
                remedy=_("Its boxes are: {numbers}").format(numbers=listed(self._numbers)),
            )
        return self._boxes.get(number, "")

    def __contains__(self, number: object) -> bool:
        return number in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class _Reader:
    """Answers a template's questions and remembers what was asked."""

    def __init__(self, laid: Laid) -> None:
        self._laid = laid
        self._table = laid.answers.table
        self.asked: set[str] = set()

    def q(self, number: str) -> str:
        item = self._item(number)
        if item.columns or item.sign or item.blank:
            right = "rows" if item.columns else "sign" if item.sign else "blank"
            raise TemplateError(
                _("Item {number} of {form} has no text of its own.").format(number=number, form=self._table.form),
                remedy=_("Ask for it with {call}.").format(call=f'{right}("{number}")'),
            )
        return self._laid.items[number].text

    def ticked(self, number: str, option: str) -> str:
        _known_option(number, self._item(number), option)
        ticked, empty = self._table.ticks
        return ticked if option in self._laid.items[number].chosen else empty

    def continued(self, number: str) -> str:
        return self._laid.more.get(self._item(number).number, "")

    def otherwise(self, number: str) -> str:
        return _otherwise(self._item(number), self._laid.items[number])

    def rows(self, number: str) -> list[Row]:
        item = self._item(number)
        if not item.columns:
            raise TemplateError(
                _("Item {number} of {form} is not a table.").format(number=number, form=self._table.form),
                remedy=_("Ask for it with {call}.").format(call=f'q("{number}")'),
            )
        answer = self._laid.items[number]
        if not answer.rows:
            return [Row(number, item.columns, self._unused(item, answer), self._table.ticks, answer.text)]
        return [Row(number, item.columns, row, self._table.ticks, _filler(self._table, row)) for row in answer.rows]

    def sheets(self, name: str) -> list[Copy]:
        if name not in self._table.sheets:
            raise TemplateError(
                _("{form} has no continuation sheet {name}.").format(form=self._table.form, name=name),
                remedy=_("It has: {names}").format(names=listed(self._table.sheets) or "–"),
            )
        self.asked.add(name)
        return [Copy(self._table, filled) for filled in self._laid.sheets if filled.sheet == name]

    def sign(self, number: str, after: str = "") -> Sign | Runs:
        """The line to sign on with what stands behind it; where nobody has to sign, the wording for nobody instead."""
        answer = self._laid.items.get(number)
        if not self._table.official and answer and answer.text:
            return Runs((answer.text,))
        line = Sign(slug(self._item(number).sign or "signature"))
        return Runs((line, after)) if after else line

    def blank(self, number: str) -> str:
        item = self._item(number)
        if self._table.replica:
            return ""
        with use(self._table.language):
            if item.sign:
                return _("Signed and dated by hand on the official form.")
            return _("Leave blank: {reason}.").format(reason=item.blank.rstrip("."))

    def _unused(self, item: Item, answer: Answer) -> Mapping[str, Answer]:
        """The single row of a table without entries: the form's wording instead of empty boxes."""
        first = item.columns[0].number
        filler = Answer(State.NOT_APPLICABLE, self._table.unused if answer.text else "")
        return {column.number: Answer(answer.state, answer.text) if column.number == first else filler for column in item.columns}

    def _item(self, number: str) -> Item:
        self.asked.add(number)
        item = self._table.items.get(number) or sheet_item(self._table, number)
        if item is None:
            raise TemplateError(
                _("{form} has no item {number}.").format(form=self._table.form, number=number),
                remedy=_("Correct the number in the template; the form's table lists all of them."),
            )
        return item


def _otherwise(item: Item, answer: Answer) -> str:
    """The wording of a choice in which nothing is ticked. A single box that does not apply is left alone: that is its answer."""
    if answer.chosen or (len(item.options) == 1 and answer.state is State.NOT_APPLICABLE):
        return ""
    return answer.text


def _filler(table: FormTable, row: Mapping[str, Answer]) -> str:
    """What a row says that holds no entry: the wording of an unanswered table in its first box, else that of a spare row."""
    first, *others = row.values()
    spare = all(answer.text in ("", table.unused) and not answer.chosen for answer in others)
    return first.text if spare and first.text in {table.unused, *table.words.values()} else ""


def slug(words: str) -> str:
    """Words as part of a link: `spouse of the applicant` becomes `spouse-of-the-applicant`."""
    return re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-").lower() or "signature"


def _known_option(number: str, item: Item, option: str) -> None:
    keys = [known.key for known in item.options]
    if option not in keys:
        raise TemplateError(
            _("Item {number} has no option {option}.").format(number=number, option=option),
            remedy=_("Its options are: {keys}").format(keys=listed(keys) or "–"),
        )
