"""How far a filing is: each form item by item, each translation, the procedure's checklist. Counted, never judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from asylum_forms.assembly.plan import Pages, Spot, Written
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Place
from asylum_forms.forms.answers import Answer, Answers, State
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, language
from asylum_forms.jurisdiction.contract import ABOUT, Filing, Part, Task
from asylum_forms.record.localize import country_name
from asylum_forms.record.people import full_name, helper
from asylum_forms.record.schema import rules_at
from asylum_forms.record.values import Absent, Text, Value

COUNTED = (State.ANSWERED, State.NONE, State.NOT_APPLICABLE, State.UNKNOWN, State.DECLINED, State.MISSING, State.BLANK)
"""The kinds of answers that are counted, in the order in which they are shown."""

_OPEN = ("answer.missing", "answer.no-box")
"""Findings about items that have no answer."""


class Official(StrEnum):
    """What is in a filing in the place of an official form."""

    FILLED = "filled"
    """The official PDF, filled in."""
    HERE = "here"
    """An answer sheet, although the official PDF is here: drafts are not filled in."""
    MISSING = "missing"
    """An answer sheet, because the official PDF has not been added."""
    READER = "reader"
    """A data sheet: the official PDF opens in Adobe Reader only."""
    NONE = "none"
    """Our own sheet: there is no official PDF that can be filled in, or none is known."""
    OWN = "own"
    """A file of the user's."""


class Rendering(StrEnum):
    """How far the translation of an exhibit is."""

    UNNEEDED = "unneeded"
    """The office takes its language, or it has no words."""
    UNSAID = "unsaid"
    """The record does not say in which language it is."""
    MISSING = "missing"
    DRAFT = "draft"
    """Nobody has confirmed it; it has no certificate."""
    CONFIRMED = "confirmed"
    """A helper has confirmed every segment."""
    GIVEN = "given"
    """Somebody made it elsewhere and the record names it; the program has not looked into it."""


@dataclass(frozen=True)
class OpenItem:
    """An item of a form that nobody has answered, or not all of it."""

    item: str
    label: str
    """The question in the user's language where the record has it, otherwise the form's own caption."""
    place: Place
    """Where in the record the answer belongs."""
    group: str
    """What the record calls the part in which it stands, in the user's language."""


@dataclass(frozen=True)
class FormStanding:
    """One form of one person."""

    table: FormTable
    person: str
    """Whose it is, by name, in a filing for several people."""
    official: Official
    counts: Mapping[State, int]
    """How many items have each kind of answer; an item that is open in part is counted as open (`missing`) only. Empty for a
    file of the user's, into which the program does not look."""
    open: tuple[OpenItem, ...]


@dataclass(frozen=True)
class ExhibitStanding:
    """One exhibit and its translation."""

    exhibit: Exhibit
    title: str
    """In the user's language where the record has it, otherwise as it is filed."""
    state: Rendering
    translator: str = ""
    """By name."""
    begins: Spot | None = None
    """Where it begins in the filing; None while nothing is built."""
    certificate: Spot | None = None
    """The page of the translator's certificate; None where there is none yet."""
    signed: tuple[Spot, ...] = ()
    """Where that certificate is signed."""
    unreadable: tuple[int, ...] = ()
    """Pages of the original on which nothing could be read and that nobody has described yet."""


@dataclass(frozen=True)
class TaskStanding:
    """One line of the checklist as it applies to this filing."""

    about: str
    text: str
    """In the user's language."""
    source: str
    verified: bool


@dataclass(frozen=True)
class Standing:
    """All of it."""

    forms: tuple[FormStanding, ...] = ()
    exhibits: tuple[ExhibitStanding, ...] = ()
    checklist: tuple[TaskStanding, ...] = ()


def standing(
    filing: Filing,
    answers: Mapping[str, Answers],
    officials: Mapping[str, Path],
    filled: Collection[str],
    brought: Collection[str],
    exhibits: Sequence[Exhibit],
    taken_up: Mapping[str, Sequence[int]],
    written: Written | None = None,
) -> Standing:
    """How far a filing is.

    `answers` are by leaf id; `officials` has the official PDFs that are here, by form name; `filled` and `brought` hold the leaf
    ids of forms that are filled in officially and of those that the user brought; `taken_up` maps ids of exhibits translated
    segment by segment to the pages that nobody could read; `written` is the finished filing, where there is one.
    """
    forms = tuple(
        _form(filing, part, answers[part.leaf], officials, filled, brought)
        for part in filing.parts()
        if part.leaf in answers and not filing.redacted  # nobody files it: what is still open in a form is told of the filing
    )
    papers = tuple(_exhibit(filing, one, taken_up, written) for one in exhibits)
    return Standing(forms, papers, tuple(checklist(filing, [*filing.procedure.checklist, *_handling(filing)])))


def _handling(filing: Filing) -> Iterator[Task]:
    """What the profile says of how the packet is put together or sent."""
    if filing.profile.handling:
        entry = filing.profile.entries["handling"]
        yield Task("sending", filing.profile.handling, source=entry.source, verified=entry.verified)


def checklist(filing: Filing, tasks: Sequence[Task]) -> Iterator[TaskStanding]:
    """The lines that apply to this filing, in the order of what they are about. A value that has no amount on the filing date yet
    takes its line out."""
    for task in sorted(tasks, key=lambda task: ABOUT.index(task.about)):
        if filing.redacted or (filing.filed is not None and task.about in ("fees", "enclosures")):
            continue  # they go with the full filing, or went with the filing before it
        if task.when and not filing.jurisdiction.ask(task.when, filing):
            continue
        entry = filing.jurisdiction.values[task.value].entry(filing.date) if task.value else None
        if task.value and entry is None:
            continue
        text = _(task.text).format(value=entry.value) if entry else _(task.text)
        yield TaskStanding(task.about, text, entry.source if entry else task.source, entry.verified if entry else task.verified)


def _form(
    filing: Filing,
    part: Part,
    answers: Answers,
    officials: Mapping[str, Path],
    filled: Collection[str],
    brought: Collection[str],
) -> FormStanding:
    table = answers.table
    name = full_name(filing.for_person(part.person).record.get("applicant.name")) if len(filing.people()) > 1 else ""
    if part.leaf in brought:
        return FormStanding(table, name, Official.OWN, {}, ())
    kinds = [_kind(answer) for answer in answers.items.values()]
    counts = {state: kinds.count(state) for state in COUNTED}
    official = _official(table, part.leaf in filled, table.form in officials)
    return FormStanding(table, name, official, counts, tuple(_open(filing, answers)))


def _kind(answer: Answer) -> State:
    missing = any(cell.state is State.MISSING for row in answer.rows for cell in row.values())
    return State.MISSING if missing else answer.state


def _official(table: FormTable, filled: bool, here: bool) -> Official:
    if table.xfa:
        return Official.READER
    if not table.official:
        return Official.NONE
    return Official.FILLED if filled else Official.HERE if here else Official.MISSING


def _open(filing: Filing, answers: Answers) -> Iterator[OpenItem]:
    """One line for each item and each answer of the record that it waits for."""
    seen = set()
    for finding in answers.findings:
        item = answers.table.items.get(finding.place.item)
        key = finding.place.item, finding.place.file, finding.place.line, finding.place.field
        if finding.id in _OPEN and item and key not in seen:
            seen.add(key)
            yield OpenItem(item.number, finding.place.question or item.label, finding.place, _part(filing, finding.place))


def _part(filing: Filing, place: Place) -> str:
    """What the record calls the part in which an answer belongs."""
    code = place.field.partition(".")[0]
    label = rules_at(filing.record.questions, [code]).get("meta", {}).get("label", "")
    return _(label) or _("Questions that only {asker} asks").format(asker=country_name(code.upper(), language()))


def _exhibit(filing: Filing, exhibit: Exhibit, taken_up: Mapping[str, Sequence[int]], written: Written | None) -> ExhibitStanding:
    starts = written.starts if written else {}
    own = {id_: page for id_, page in starts.items() if id_.startswith(f"exhibit/{exhibit.id}/")}
    name = full_name(helper(filing.record, exhibit.translator).get("name")) if exhibit.translation else ""
    titled = _entry(filing, exhibit).get("title")
    return ExhibitStanding(
        exhibit,
        (titled.in_language(language()) if isinstance(titled, Text) else None) or exhibit.title,
        _rendering(filing, exhibit, taken_up),
        name,
        written.at(min(own.values())) if written and own else None,
        written.at(starts[exhibit.certificate]) if written and exhibit.certificate in starts else None,
        tuple(_signed(exhibit.certificate, written)) if written and exhibit.certificate in starts else (),
        tuple(taken_up.get(exhibit.id, ())),
    )


def _signed(leaf: str, written: Written) -> Iterator[Spot]:
    first = written.starts[leaf]
    after = first + Pages(written.starts, labels=written.labels).length(leaf)
    yield from dict.fromkeys(written.at(page) for _who, page in written.signs if first <= page < after)


def _rendering(filing: Filing, exhibit: Exhibit, taken_up: Collection[str]) -> Rendering:
    if exhibit.translation:
        return Rendering.DRAFT if exhibit.draft else Rendering.CONFIRMED if exhibit.id in taken_up else Rendering.GIVEN
    if not exhibit.language:
        said = _entry(filing, exhibit).get("language")
        return Rendering.UNNEEDED if isinstance(said, Absent) else Rendering.UNSAID
    taken = {tag.split("_")[0] for tag in (filing.language, *filing.procedure.languages)}
    return Rendering.UNNEEDED if exhibit.language.split("_")[0] in taken else Rendering.MISSING


def _entry(filing: Filing, exhibit: Exhibit) -> Mapping[str, Value]:
    """What the record says of an exhibit."""
    return next((e for e in filing.record.rows("evidence") if isinstance(e, Mapping) and e.get("id") == exhibit.id), {})
