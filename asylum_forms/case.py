"""A case on the disk: making its folder, and opening what is to be filed from it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from asylum_forms.errors import ArgumentError, AsylumFormsError, JurisdictionError, RecordError
from asylum_forms.forms.crosswalk import asked_in
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction import calling, registry
from asylum_forms.jurisdiction.contract import Filing, taken
from asylum_forms.record.guide import write_guide
from asylum_forms.record.head import NAME, filings_of
from asylum_forms.record.load import load
from asylum_forms.record.missing import within
from asylum_forms.record.model import Record
from asylum_forms.record.schema import read_schema
from asylum_forms.record.values import PartialDate


def new_case(case: Path, language: str, procedures: Sequence[str], person: str = "", written: str = "") -> Path:
    """Make a case folder, or add the questions its record lacks; return the record's path.

    `language` is that of the explanations; a new record says that its answers are in `written`, or in `language`. `procedures`
    (`us/affirmative`, ...) decide which questions are asked; without them those that an existing record names, and where it
    names none, all. With `person` (the id of somebody of whom the record of the case tells) it is that person's own record,
    which asks what the papers made for this person ask; without procedures it asks what the case is for. Raises RecordError
    when the record of the case cannot be read, AsylumFormsError when it knows nobody of that id, or when the new case would lie
    within another.
    """
    if not (case / NAME).exists() and (remedy := within(case)):
        raise AsylumFormsError(_("There is a case here already, and {folder} is in it.").format(folder=case), remedy=remedy)
    known = record_of(load(case, registry.extensions()), person) if person else None
    if known:
        person = known.id
    procedures = procedures or named(case)
    asked: dict[str, list[str]] = {}
    schema = read_schema(registry.extensions())
    papers = {name: _papers_of(case, name, person) if person else {} for name in procedures}
    for name, made in papers.items():
        wanted = asked_in(*registry.find_procedure(name), schema, of_others=bool(person), made_for=made)
        for path, askers in wanted.items():
            asked[path] = list(dict.fromkeys([*asked.get(path, []), *askers]))
    always = any(not made or any(made.values()) for made in papers.values())
    return write_guide(case, schema, language, procedures, asked, person, known, written, always)


def _papers_of(case: Path, procedure: str, person: str) -> dict[str, bool]:
    """The functions (`Part.each`) that name this person among those for whom a part is made, and whether they name the applicant
    too: a small child's form, which is for children only, is not the form of somebody who tells of themselves."""
    filing = open_filing(case, procedure)
    every = dict.fromkeys(part.each for part in filing.procedure.parts if part.each)
    named = {each: calling.words(filing.jurisdiction.documents, each, filing) for each in every}
    return {each: "" in people for each, people in named.items() if person in people}


def named(case: Path) -> list[str]:
    """The procedures that the record of a case names (`filings`), also where something else in it is wrong.

    Raises JurisdictionError, with the line, for one that there is not.
    """
    if not (case / NAME).exists():
        return []
    try:
        return _filings(load(case, registry.extensions()))
    except RecordError:
        return [name for name in filings_of(case) if name in registry.procedures()]


def open_filing(
    case: Path,
    procedure: str,
    *,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    profile: str = "",
) -> Filing:
    """What is to be filed, from the record of a case; arguments as for `build`.

    Without a procedure it is the one that the record names (`filings`); without a language the record's own where the office
    takes it, otherwise the office's first. Raises RecordError, JurisdictionError for an unknown procedure, AsylumFormsError where
    the record does not name exactly one, or for a language or a profile the office does not take.
    """
    record = load(case, registry.extensions())
    jurisdiction, declared = registry.find_procedure(procedure or _only(record))
    record = record_of(record, person) if person else record
    if language and language not in declared.languages:
        raise _wrong_language(language, declared.languages)
    profiles = [known.name for known in declared.profiles]
    if profile and profile not in profiles:
        raise ArgumentError(
            _("This office does not take packets as {profile}.").format(profile=profile),
            remedy=_("Choose one of: {known}").format(known=listed(profiles)),
        )
    planned = record.get("filing_date")
    today = datetime.date.today()
    # Of a month that has begun, it is no day that is over.
    day = date or (max(planned.first(), min(today, planned.last())) if isinstance(planned, PartialDate) else today)
    spoken = language or taken(declared.languages, record.language)
    return Filing(record, jurisdiction, declared, spoken, day, today, alone=bool(person), packet=profile)


def _only(record: Record) -> str:
    """The procedure that the record names. Which of several is meant is for the user to say."""
    known = _filings(record)
    if len(known) == 1:
        return known[0]
    raise ArgumentError(_("Say with --for what is to be filed."), remedy=registry.choice(known or registry.procedures()))


def _filings(record: Record) -> list[str]:
    """The procedures that the record names. Raises JurisdictionError, with the line, for one that there is not."""
    names = list(map(str, record.rows("filings")))
    try:
        for name in names:
            registry.find_procedure(name)
    except JurisdictionError as error:
        error.place = record.place("filings")
        raise
    return names


def record_of(record: Record, person: str) -> Record:
    """The record as this person's own, by the id or by that which a spouse's or parent's entry gives besides.

    Raises AsylumFormsError when it knows nobody of that id.
    """
    known = record.persons()
    others = {record.get(f"{entry}.id"): id for id, entry in known.items()}
    if person in known or person in others:
        return record.person(person if person in known else others[person])
    raise ArgumentError(
        _("The record knows nobody called {id}.").format(id=person),
        remedy=_("Give the person's entry a line `id: {id}`. There are: {known}").format(id=person, known=listed(known) or "–"),
    )


def _wrong_language(language: str, known: Sequence[str]) -> AsylumFormsError:
    return ArgumentError(
        _("This office does not take filings in {language}.").format(language=language),
        remedy=_("Choose one of: {known}").format(known=listed(known)),
    )
