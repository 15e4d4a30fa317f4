"""The people of a claim: who claims, minors, relatives to be named, and who signs which declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _, language
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import country_name
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Value, step
from jurisdictions.ca.finding import finding
from jurisdictions.ca.ircc import said
from jurisdictions.ca.people import ADULT, ages, is_interpreted, is_minor, main_record, not_interpreted, others, same_story
from jurisdictions.ca.schedule_a import is_own
from jurisdictions.ca.wording import HOME

_Answers = Mapping[str, Answers]
_SCHEDULE = "RPD Rules, Schedule 1"


def who_claims(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Each person has a form of their own; whose age is not certain has the whole form."""
    if filing.person:
        return
    record = filing.record
    for _id, path in record.persons().items():
        name = full_name(record.get(f"{path}.name")) or _id
        if record.get(f"{path}.accompanying") == "yes" and record.get(f"{path}.ca.claims") is None:
            yield finding(
                filing,
                "claims-open",
                Severity.BLOCKS,
                _("{name} is with you, but the record does not say whether this person claims too.").format(name=name),
                _("Answer ca, claims at that person. Everybody who claims has a form of their own."),
                f"{path}.ca.claims",
                rule="RPD Rules, rule 6",
            )
    for id_, path in others(filing):
        name, age = full_name(record.get(f"{path}.name")) or id_, ages(filing, record.get(f"{path}.birth.date"))
        if age is None:
            message = _("The date of birth of {name} is missing, so the whole form is made for this person.")
            remedy = _("Give at least the year: for a child of six or younger only the first part is filled in.")
        elif any(age[0] < limit <= age[1] for limit in (filing.value("short_form_age") + 1, ADULT)):
            message = _("The date of birth of {name} is not exact: the person may be younger than these papers take for granted.")
            remedy = _("Give the day of birth: the age decides which form is filled in and who signs it.")
        else:
            continue
        place = f"{path}.birth.date"
        yield finding(
            filing,
            "age-open",
            Severity.ATTEND,
            message.format(name=name),
            remedy,
            place,
            rule=_SCHEDULE,
            value="short_form_age",
        )


def minors(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Item 13 and who claims; a minor needs a designated representative (rule 20)."""
    if filing.person:
        return
    record = filing.record
    known = [(path, ages(filing, record.get(f"{path}.birth.date"))) for _id, path in others(filing)]
    young = [path for path, age in known if age is not None and age[1] < ADULT]
    said = record.get("ca.minors.answer")
    if (said == "no" and young) or (said == "yes" and not any(age is None or age[0] < ADULT for _path, age in known)):
        yield finding(
            filing,
            "minors-contradiction",
            Severity.BLOCKS,
            _("Item 13 says {answer} about minors who claim with you, but the people of the record say something else.").format(
                answer=said
            ),
            _("Correct ca, minors, or the answer ca, claims at each child."),
            "ca.minors.answer",
            rule=f"{_SCHEDULE}, item 13",
            item="Schedule 1, item 13",
        )
    alone = ["applicant"] if is_minor(filing) else []
    if young or alone:
        yield finding(
            filing,
            "designated-representative",
            Severity.ATTEND if alone else Severity.NOTE,
            _("The Board designates a representative for everybody under 18, as a rule a parent, who signs for the child."),
            _("Tell the Board without delay if a parent cannot represent a child."),
            f"{[*alone, *young][0]}.birth.date",
            rule="RPD Rules, rule 20; IRPA, s. 167(2)",
        )


def shared_story(filing: Filing, answers: _Answers) -> Iterator[Finding]:
    """Who refers to another's form ticks the same boxes: each person must find them true."""
    if same_story(filing) and "BOC" in answers:
        yield finding(
            filing,
            "same-story",
            Severity.NOTE,
            _("{name} refers to the form of {other}, and the same boxes are ticked.").format(
                name=full_name(filing.record.get("applicant.name")), other=full_name(main_record(filing).get("applicant.name"))
            ),
            _("Check that each of them is true for this person too; what differs belongs into this person's own record."),
            "ca.same_story",
            rule=_SCHEDULE,
        )


def relatives(filing: Filing, answers: _Answers) -> Iterator[Finding]:
    """Item 18 wants all of them: a question left open would look like a person who does not exist."""
    if "BOC" not in answers:
        return
    for path in ("spouse", "children", "parents.mother", "parents.father", "siblings"):
        if filing.record.get(path) is None:
            yield finding(
                filing,
                "relatives-open",
                Severity.BLOCKS,
                _("Item 18 asks for all relatives, living or dead. The record does not answer: {path}.").format(
                    path=filing.record.place(path).question
                ),
                _("Name these people, or write none or unknown."),
                path,
                rule=f"{_SCHEDULE}, item 18",
                item="Schedule 1, item 18",
            )


def declarations(filing: Filing, answers: _Answers) -> Iterator[Finding]:
    """Which declaration is signed depends on whether the papers are interpreted (rule 6)."""
    form = next((name for name in ("BOC", "BOC-child") if name in answers), "")
    if is_interpreted(filing) is None and not is_minor(filing) and form:
        yield finding(
            filing,
            "declaration-open",
            Severity.BLOCKS,
            _("You do not read the language of the form, but the record says that nobody interprets it to you.")
            if not_interpreted(filing)
            else _("The record does not say whether somebody interprets the form to you, so no declaration could be chosen."),
            _("Answer applicant, languages, reads; and statement, read_back_in and interpreter if somebody does."),
            "statement.read_back_in",
            rule="RPD Rules, rule 6",
            item="Declaration A",
            form=form,
        )


def earlier_claims(filing: Filing, answers: _Answers) -> Iterator[Finding]:
    """A claim or a protected status elsewhere can keep this claim from the Board; that of a relative cannot: a person looks."""
    if "BOC" not in answers:
        return
    for path in ("earlier_claims", "claim.statuses_elsewhere"):
        if filing.record.rows(path):
            yield finding(
                filing,
                "claimed-before",
                Severity.ATTEND,
                _("An earlier claim of yours, here or in another country, or a status there can keep this claim from the Board."),
                _("Ask a lawyer before you file."),
                path,
                rule="IRPA, s. 101(1)(b) to (d)",
            )
            return


def claims_on_the_way(filing: Filing, answers: _Answers) -> Iterator[Finding]:
    """Item 12 asks in which countries protection was claimed, or why not; item 19 lists the claims: the two tell one story."""
    if "BOC" not in answers:
        return
    stays = filing.record.rows("travel.transit")
    claims = [one for one in filing.record.rows("earlier_claims") if is_own(filing, one)]
    for number, claim in enumerate(filing.record.rows("earlier_claims")):
        land = claim.get("country")
        there = {step(stay, "asylum_sought.answer") for stay in stays if stay.get("country") == land}
        if claim not in claims or not said(land) or land in (HOME, filing.record.get("claim.country")) or there - {"no"}:
            continue
        message = (
            _("Item 12 says that you did not claim protection in {country}, but item 19 lists your claim there.")
            if there
            else _("Item 12 does not name {country}, where by item 19 you claimed protection.")
        )
        remedy = _("Enter your stay there under travel, transit, with asylum_sought; or correct earlier_claims.")
        yield _on_the_way(filing, message, remedy, land, f"earlier_claims.{number}.country")
    for number, stay in enumerate(stays):
        land = stay.get("country")
        if step(stay, "asylum_sought.answer") == "yes" and said(land) and land not in {one.get("country") for one in claims}:
            message = _("Item 12 says that you claimed protection in {country}, but item 19 lists no claim of yours there.")
            remedy = _("Enter that claim under earlier_claims; or correct asylum_sought of that stay.")
            yield _on_the_way(filing, message, remedy, land, f"travel.transit.{number}.asylum_sought.answer")


def _on_the_way(filing: Filing, message: str, remedy: str, land: Value, path: str) -> Finding:
    told = message.format(country=country_name(str(land), language()))
    return finding(filing, "claims-on-the-way", Severity.ATTEND, told, remedy, path, rule=_SCHEDULE, item="Schedule 1, item 12")
