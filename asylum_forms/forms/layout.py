"""Fits answers to the boxes of a form; what has no room goes on on continuation sheets, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import wordings
from asylum_forms.forms.answers import Answer, Answers, Continuation, Laid, State
from asylum_forms.forms.continuation import Passage, pack
from asylum_forms.forms.measure import character_starts, fits, printed_lines, word_starts, wrap
from asylum_forms.forms.table import FormTable, Item, Sheet
from asylum_forms.i18n import _

__all__ = ["lay_out", "printed_lines", "wrap"]


def lay_out(answers: Answers) -> Laid:
    """What stands in each box of the form and on its continuation sheets.

    A text that is longer than a box with several lines is cut at a word, ends with a mark, and goes on on the sheet; one that is
    longer than a box with one line stands on the sheet as a whole, and the box refers to it. Entries of a table beyond its rows
    stand in rows of a sheet made for them, else as text.
    """
    work = _Layout(answers)
    items = {number: work.item(answers.table.items[number], answer) for number, answer in answers.items.items()}
    return Laid(answers, items, work.kept, tuple(work.sheets()), tuple(work.findings), work.more)


Row = Mapping[str, Answer]


def _unticked(table: FormTable, item: Item, answer: Answer) -> bool:
    """Whether check boxes stay empty because the answer is unknown or declined, and a sheet must say so: no box of an official
    PDF does. A form that our template draws has it beside the boxes."""
    unsaid = item.options and not answer.chosen and answer.state in (State.UNKNOWN, State.DECLINED)
    return bool(unsaid and not table.replica)


@dataclass
class _Layout:
    answers: Answers
    kept: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    _passages: dict[str, list[Passage]] = field(default_factory=dict)
    """Sheet name to its running text."""
    _tables: dict[tuple[str, str], Passage] = field(default_factory=dict)
    """(sheet name, number of a table) to its passage, which holds all that goes there from the table."""
    _rows: dict[str, tuple[Item, Sequence[Row]]] = field(default_factory=dict)
    """Sheet name to the table and the entries that go on there."""
    _asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many items with text share a part and question."""

    def __post_init__(self) -> None:
        items = self._table.items.values()
        self._asked.update((item.part, item.question) for item in items if (item.source or item.function) and not item.options)

    @property
    def _table(self) -> FormTable:
        return self.answers.table

    def item(self, item: Item, answer: Answer) -> Answer:
        """The answer as it stands on the form."""
        if item.columns:
            return self._table_rows(item, answer)
        sheet = wordings.text_sheet(self._table, item)
        if sheet and _unticked(self._table, item, answer) and not self._asked[item.part, item.question]:
            self._passage(sheet, item, self._heading(item)).add(answer.text)
        if not self._is_too_long(item, answer, sheet, item.number) or sheet is None:
            return answer
        passage = self._passage(sheet, item, self._heading(item))
        return self._continued(item, answer, sheet, passage, item.number)

    def sheets(self) -> list[Continuation]:
        """The continuation sheets, filled, in the order of the form."""
        filled: dict[str, list[Continuation]] = {}
        for name, (item, rows) in self._rows.items():
            sheet = self._table.sheets[name]
            filled[name] = self._copies(sheet, item, rows, self._own_boxes(sheet))
        # A sheet's own boxes may be continued on this or another sheet, so all are fitted before any text is packed.
        own: dict[str, dict[str, str]] = {}
        while open_ := [name for name in self._passages if name not in own]:
            own[open_[0]] = self._own_boxes(self._table.sheets[open_[0]])
        for name, boxes in own.items():
            filled[name] = pack(self._table.sheets[name], self._passages[name], self._table.continuing, boxes)
        return [copy for name in self._table.sheets for copy in filled.get(name, ())]

    # Single boxes

    def _is_too_long(self, box: Item, answer: Answer, sheet: Sheet | None, number: str) -> bool:
        if box.options or not answer.text or fits(answer.text, box.fits, box.limit):
            return False
        if sheet is None:
            self._no_room(box, number)
        return True

    def _no_room(self, box: Item, number: str) -> None:
        message = _("The answer to {form}, {number} ({label}) has no room in its box, and the form has no continuation sheet.")
        message = message.format(form=self._table.form, number=number, label=box.label)
        remedy = _("Say it more briefly in the record, or attach a sheet of your own and refer to it.")
        self.findings.append(Finding("form.no-room", Severity.BLOCKS, message, remedy, Place(form=self._table.form, item=number)))

    def _continued(self, box: Item, answer: Answer, sheet: Sheet, passage: Passage, number: str) -> Answer:
        """Put what has no room at the end of a passage; returns what stays in the box."""
        kept, shown = self._cut(box, answer.text, sheet)
        self.kept[number] = kept
        passage.begun = passage.begun or bool(kept)
        passage.add(answer.text[len(kept) :], number)
        return replace(answer, text=shown)

    def _cut(self, box: Item, text: str, sheet: Sheet) -> tuple[str, str]:
        """(the part of a text that stays, what stands in the box)."""
        see = wordings.see_mark(self._table, sheet, box)
        if box.fits is None or box.fits.lines == 1:
            return "", see
        mark = wordings.cut_mark(self._table, sheet)
        most = sum(map(len, wrap(text, box.fits.columns)[: box.fits.lines]))
        near = text[: most + 1]
        # A text without any gap is cut inside its only word.
        for place in reversed(word_starts(near) or character_starts(near)):
            kept = text[:place]
            shown = f"{kept}{'' if kept[-1].isspace() else ' '}{mark}"
            if kept.strip() and fits(shown, box.fits, box.limit):
                return kept, shown
        return "", mark if fits(mark, box.fits, box.limit) else see

    def _own_boxes(self, sheet: Sheet) -> dict[str, str]:
        shown = {}
        for item in sheet.items:
            answer = self.answers.boxes.get(item.number)
            if answer is None:
                continue
            target = wordings.text_sheet(self._table, item)
            if self._is_too_long(item, answer, target, item.number) and target is not None:
                passage = self._passage(target, item, f"{sheet.name}, {item.label}")
                answer = self._continued(item, answer, target, passage, item.number)
            shown[item.number] = answer.text
        return shown

    def _passage(self, sheet: Sheet, item: Item, heading: str) -> Passage:
        passage = Passage(item.part, item.question, heading)
        self._passages.setdefault(sheet.name, []).append(passage)
        return passage

    def _heading(self, item: Item) -> str:
        """`Part A.I, Question 8, City`: with the label where several boxes share the question."""
        heading = self._table.continuing.heading.format(part=item.part, question=item.question)
        alone = self._asked[item.part, item.question] < 2
        return heading if alone or item.columns else f"{heading}, {item.label}"

    # Tables

    def _table_rows(self, item: Item, answer: Answer) -> Answer:
        if answer.state in (State.MISSING, State.BLANK):
            return answer
        count = item.fits.lines if item.fits else len(answer.rows)
        if not answer.rows:
            return replace(answer, rows=(self._absence_row(item, answer), *[self._unused_row(item)] * (count - 1)))
        rows_sheet, sheet = wordings.table_sheet(self._table, item), wordings.text_sheet(self._table, item)
        if len(answer.rows) > count and rows_sheet is None and sheet is None:
            self._no_room(item, item.number)
            count = len(answer.rows)
        laid = [self._row(item, number, row) for number, row in enumerate(answer.rows[: None if rows_sheet else count], 1)]
        if len(answer.rows) > count and (target := rows_sheet or sheet):
            self.more[item.number] = wordings.cut_mark(self._table, target)
        if len(answer.rows) > count and rows_sheet is not None:
            self._rows[rows_sheet.name] = (item, laid[count:])
        elif sheet is not None:
            for number, row in enumerate(answer.rows[count:], count + 1):
                self._entry_as_text(item, number, row, sheet)
        return replace(answer, rows=tuple(self._padded(item, laid[:count], count)))

    def _row(self, item: Item, number: int, row: Row) -> Row:
        laid = {}
        for column in item.columns:
            answer = row[column.number]
            cell = f"{item.number}.{number}.{column.number}"
            sheet = wordings.text_sheet(self._table, item, column)
            if (
                sheet
                and _unticked(self._table, column, answer)
                and any(other.state is not answer.state for other in row.values())
            ):
                entry = self._table.continuing.entry.format(number=number)
                self._table_passage(sheet, item).add(f"{entry}, {column.label}: {answer.text}")
            if self._is_too_long(column, answer, sheet, cell) and sheet is not None:
                passage = self._table_passage(sheet, item)
                entry = self._table.continuing.entry.format(number=number)
                passage.add(f"{entry}, {column.label}: ")
                begun = passage.begun
                answer = self._continued(column, answer, sheet, passage, cell)
                passage.begun = begun
            laid[column.number] = answer
        return laid

    def _entry_as_text(self, item: Item, number: int, row: Row, sheet: Sheet) -> None:
        """An entry without a row of its own, as `Entry 6. Street: ...; City: ...`. Boxes that are not ticked are left out."""
        passage = self._table_passage(sheet, item)
        passage.begun = True
        passage.add(self._table.continuing.entry.format(number=number) + ".")
        glue = " "
        for column in item.columns:
            answer = row[column.number]
            key = f"{item.number}.{number}.{column.number}"
            ticked = [option.label for option in column.options if option.key in answer.chosen]
            if ticked:
                words = "; ".join(ticked)
                passage.add(glue + (words if words == column.label else f"{column.label}: {words}"))
            elif answer.text and not (column.options and answer.state is State.NOT_APPLICABLE):
                passage.add(f"{glue}{column.label}: ")
                passage.add(answer.text, "" if column.options else key)
                if not column.options:
                    self.kept[key] = ""
            else:
                continue
            glue = "; "

    def _table_passage(self, sheet: Sheet, item: Item) -> Passage:
        """The table's passage on this sheet, at the beginning of a new line."""
        key = (sheet.name, item.number)
        if key not in self._tables:
            self._tables[key] = self._passage(sheet, item, self._heading(item))
        passage = self._tables[key]
        if passage.text and not passage.text.endswith("\n"):
            passage.add("\n")
        return passage

    def _copies(self, sheet: Sheet, item: Item, rows: Sequence[Row], boxes: Mapping[str, str]) -> list[Continuation]:
        size = max(wordings.rows_on_sheet(item), 1)
        parts = [rows[start : start + size] for start in range(0, len(rows), size)]
        return [Continuation(sheet.name, dict(boxes), tuple(self._padded(item, part, size))) for part in parts]

    def _padded(self, item: Item, rows: Sequence[Row], count: int) -> list[Row]:
        return [*rows, *[self._unused_row(item)] * (count - len(rows))]

    def _unused_row(self, item: Item) -> Row:
        return {
            column.number: Answer(State.NOT_APPLICABLE, self._table.unused)
            if not (column.options or wordings.is_printed(column))
            else Answer(State.BLANK)
            for column in item.columns
        }

    def _absence_row(self, item: Item, answer: Answer) -> Row:
        """The first row of a table of which there are no entries says so; its other boxes do not apply."""
        row = dict(self._unused_row(item))
        for column in item.columns:
            if row[column.number].text:
                own = wordings.absence(self._table, column, answer.state.value)
                text = answer.text if fits(answer.text, column.fits, column.limit) else own
                row[column.number] = replace(answer, text=text, rows=())
                break
        return row
