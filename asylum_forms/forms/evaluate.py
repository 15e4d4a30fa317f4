"""Finds what each item of a form says: from the record, or from a function of the jurisdiction, in the words of the filing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from asylum_forms.errors import AsylumFormsError, FormError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import order, wordings
from asylum_forms.forms.answers import Answer, Answers, Derived, State
from asylum_forms.forms.formatting import Said, Unprintable, say
from asylum_forms.forms.sources import Sources
from asylum_forms.forms.table import FormTable, Item, called
from asylum_forms.i18n import _, language, listed
from asylum_forms.jurisdiction import calling
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Absent, Text, Value, step, walk


def evaluate(table: FormTable, filing: Filing) -> Answers:
    """The answer of every item of the form, whole, with a finding for each that nobody has answered.

    Raises FormError when the table names a function that the jurisdiction does not have, or a value cannot be printed as the
    table says: both are faults of the plugin, not of the applicant.
    """
    work = _Evaluation(table, filing)
    items = {number: work.item(item) for number, item in table.items.items()}
    findings = list(work.findings)
    own_boxes = [item for sheet in table.sheets.values() for item in sheet.items if item.source or item.function]
    boxes = {item.number: work.item(item) for item in own_boxes}
    # Sheets repeat the name and numbers of the form: what is missing there is missing, and named, already.
    known = {(finding.id, finding.place.field) for finding in findings}
    findings += [finding for finding in work.findings[len(findings) :] if (finding.id, finding.place.field) not in known]
    return Answers(table, items, tuple(findings), boxes)


@dataclass(frozen=True)
class _Where:
    """Which box is being answered, for findings."""

    item: Item
    column: Item | None = None
    entry: int = 0
    """1-based entry of a table; 0 outside."""

    @property
    def box(self) -> Item:
        return self.column or self.item

    def name(self, form: str, question: str = "") -> str:
        """`I-589, A.III.2, entry 3 (City/Town)`; who does not read English learns what the record calls the question."""
        number = self.item.number
        if self.entry:
            number = _("{number}, entry {entry}").format(number=number, entry=self.entry)
        label = question if question and language() != "en" else self.box.label
        return f"{form}, {number} ({label})"


@dataclass
class _Evaluation:
    table: FormTable
    filing: Filing
    findings: list[Finding] = field(default_factory=list)
    _sources: Sources = field(init=False)

    def __post_init__(self) -> None:
        self._sources = Sources(self.filing.record)

    def item(self, item: Item) -> Answer:
        if item.blank or (item.sign and not item.function):
            return Answer(State.BLANK)
        where = _Where(item)
        path = item.rows or item.source
        found = self.filing.record.get(path) if path else self._call(where, self.filing)
        exact = self._sources.of(found) if isinstance(found, Text) else ()
        value, sources = self._unwrap(found, (path,) if path else exact or item.read)
        if item.sign:
            # Where nobody has to sign, the box says so; otherwise it stays blank for the pen, also of who is not known yet.
            nobody = value in (Absent.NONE, Absent.NOT_APPLICABLE)
            return self._absent(where, value, sources) if nobody else Answer(State.BLANK)
        return self._rows(item, value, sources) if item.columns else self._answer(where, value, sources)

    def _rows(self, item: Item, value: Value, sources: tuple[str, ...]) -> Answer:
        if not isinstance(value, list) or not value:
            if value is None or value == []:
                return self._missing(_Where(item), sources)
            if isinstance(value, Absent):
                return self._absent(_Where(item), value, sources)
            raise self._faulty(
                _Where(item), _("A table needs a list of entries, not {value}.").format(value=type(value).__name__)
            )
        entries, undated = order.ordered(value, item.order)
        for entry in undated:
            self._undated(item, entries.index(entry) + 1, self._sources.of(entry) or sources)
        rows = (self._row(item, entry, number, sources) for number, entry in enumerate(entries, 1))
        return Answer(State.ANSWERED, rows=tuple(rows), sources=sources)

    def _row(self, item: Item, entry: Value, number: int, table_sources: tuple[str, ...]) -> Mapping[str, Answer]:
        row = {}
        for column in item.columns:
            where = _Where(item, column, number)
            found = step(entry, column.source) if column.source else self._call(where, self.filing, entry)
            paths = (column.source,) if column.source else column.uses
            sources = tuple(source for path in paths for source in self._sources.of(entry, path))
            value, sources = self._unwrap(found, sources or table_sources)
            row[column.number] = self._answer(where, value, sources)
        return row

    def _answer(self, where: _Where, value: Value, sources: tuple[str, ...]) -> Answer:
        item = where.box
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if value is None or value == [] or value == "" or value == {}:
            return Answer(State.BLANK, sources=sources) if item.optional else self._missing(where, sources)
        if item.options and (chosen := self._chosen(where, value, sources)) is not None:
            return chosen
        if isinstance(value, Absent):
            return self._absent(where, value, sources)
        try:
            said = say(self.table, item, value, self.filing.language)
        except Unprintable as problem:
            raise self._faulty(where, problem.message) from problem
        return self._said(where, said, sources)

    def _said(self, where: _Where, said: Said, sources: tuple[str, ...]) -> Answer:
        if said.absent is not None:
            return self._absent(where, said.absent, sources)
        if not said.text.strip():
            return self._missing(where, sources)
        if said.untranslated:
            self._note(
                "answer.untranslated",
                where,
                sources,
                _("{where} has no words in the language of the filing ({language}); the original words are printed.")
                + self._all(sources),
                _("Give the words in that language too, in the record: {{{original}: ..., {language}: ...}}"),
                original=said.untranslated,
                language=self.filing.language,
            )
        for part in said.unanswered:
            message = _("{where}: a part is not answered yet ({part}).")
            self._note(
                "answer.incomplete", where, sources, message, _("Answer it in the record."), part=part, severity=Severity.ATTEND
            )
        return Answer(State.ANSWERED, said.text, sources=sources)

    def _chosen(self, where: _Where, value: Value, sources: tuple[str, ...]) -> Answer | None:
        """The boxes to tick; None where the value is an absence that has no box of its own."""
        keys = [option.key for option in where.box.options]
        wanted = value if isinstance(value, list) else [value]
        if where.box.form == "choice" and len(wanted) > 1:
            raise self._faulty(where, _("Only one box can be ticked, but there are {count} answers.").format(count=len(wanted)))
        if isinstance(value, Absent) and value.value not in keys:
            return None
        chosen = tuple(key for key in keys if key in wanted)
        for other in wanted:
            if other not in keys:
                message = _("{where}: the form has no box for “{value}”.")
                remedy = _("Decide with your lawyer how to answer. The boxes are: {boxes}.")
                labels = "; ".join(option.label for option in where.box.options)
                self._note("answer.no-box", where, sources, message, remedy, value=str(other), boxes=labels)
        return Answer(State.ANSWERED if chosen else State.MISSING, chosen=chosen, sources=sources)

    def _absent(self, where: _Where, value: Absent, sources: tuple[str, ...]) -> Answer:
        return Answer(State(value.value), wordings.absence(self.table, where.box, value.value), sources=sources)

    def _missing(self, where: _Where, sources: tuple[str, ...]) -> Answer:
        if where.box.optional:
            return Answer(State.BLANK, sources=sources)
        message = _("{where} has no answer yet.")
        remedy = _("Answer it in the record, or write none, not_applicable, unknown or declined.")
        own = self._place(sources).file
        if self.filing.person and own and not (self.filing.record.case / own).exists():
            remedy = _("Let this person answer in people/{id}.yaml; asylum-forms new CASE --person {id} makes that file.")
            self._note("answer.missing", where, sources, message, remedy, id=self.filing.person)
            return Answer(State.MISSING, sources=sources)
        self._note("answer.missing", where, sources, message, remedy)
        return Answer(State.MISSING, sources=sources)

    def _undated(self, item: Item, entry: int, sources: tuple[str, ...]) -> None:
        message = _("{where} has no date, so it stays where the record has it among the others.")
        remedy = _("Give at least the year, or check that the order is right.")
        self._note("answer.undated", _Where(item, None, entry), sources, message, remedy, severity=Severity.ATTEND)

    def _note(
        self,
        id_: str,
        where: _Where,
        sources: tuple[str, ...],
        message: str,
        remedy: str,
        *,
        severity: Severity = Severity.BLOCKS,
        **words: str,
    ) -> None:
        place = replace(self._place(sources), form=self.table.form, item=where.item.number)
        message = message.format(where=where.name(self._form(), place.question), **words)
        source = f"{self.table.form}, {self.table.edition.isoformat()}"
        checked = self.table.verified_on.isoformat() if self.table.verified_on else ""
        self.findings.append(Finding(id_, severity, message, remedy.format(**words), place, source=source, checked=checked))

    def _all(self, sources: Sequence[str]) -> str:
        """The lines of all answers of this box that lack words in the language of the filing, where there are several."""
        record, language_ = self.filing.record, self.filing.language
        below = ((source, path, value) for source in sources for path, value in walk(record.get(source), source))
        paths = [path for _source, path, value in below if isinstance(value, Text) and value.in_language(language_) is None]
        places = [record.place(path) for path in dict.fromkeys(paths)]
        shown = listed(f"{place.field} ({place.line})" for place in places)
        return f" – {shown}" if len(places) > 1 else ""

    def _form(self) -> str:
        """The form, with whose it is where several people have one."""
        name = full_name(self.filing.record.get("applicant.name")) if self.filing.person else ""
        form = called(self.table.form)
        return f"{form} ({name})" if name else form

    def _place(self, sources: Sequence[str]) -> Place:
        """Where to answer: the first source that has no answer, else the first of which more than that there is none is said."""
        record = self.filing.record
        open_ = [source for source in sources if record.get(source) is None]
        told = [source for source in sources if not isinstance(record.get(source), Absent)]
        return record.place([*open_, *told, *sources][0]) if sources else Place(file=record.file.name)

    def _call(self, where: _Where, *arguments: Any) -> Any:
        name = where.box.function
        function = getattr(self.filing.jurisdiction.answers, name, None)
        if not callable(function):
            remedy = _("Write the function in the answers.py of the jurisdiction, or correct `by`.")
            raise self._faulty(where, _("The jurisdiction has no function `{name}`.").format(name=name), remedy)
        try:
            return function(*arguments)
        except AsylumFormsError:
            raise
        except Exception as problem:
            # What a plugin raises is anybody's guess; the user must learn which item it belongs to.
            message = _("The function `{name}` failed: {reason}.").format(name=name, reason=calling.reason(function, problem))
            raise self._faulty(where, message) from problem

    @staticmethod
    def _unwrap(found: Any, sources: Iterable[str]) -> tuple[Value, tuple[str, ...]]:
        while isinstance(found, Derived):  # one function may hand on what another says; the inner knows best where it comes from
            found, sources = found.value, found.sources
        return found, tuple(sources)

    def _faulty(self, where: _Where, message: str, remedy: str = "") -> FormError:
        remedy = remedy or _("This is a fault of the form table or its functions, not of your answers. Please report it.")
        place = Place(file=self.table.file.name, form=self.table.form, item=where.item.number)
        return FormError(f"{where.name(self.table.form)}: {message}", remedy=remedy, place=place)
