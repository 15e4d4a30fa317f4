"""What UNHCR's standards and the procedures of the United Nations ask beyond the boxes of the forms. Nothing is corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import N_, _, language
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.helpers import is_own, names_self
from asylum_forms.record.localize import country_name, words_of
from asylum_forms.record.values import Absent, PartialDate, Text, step
from jurisdictions.unhcr import appeals, family, procedures
from jurisdictions.unhcr.wording import day, has

ONE_PAGE = 1800
"""Letters of the facts that have room on the page of an urgent appeal beside the other nine items."""
STANDARDS = "UNHCR, Procedural Standards for RSD under UNHCR's Mandate, unit 2.1 (confidentiality)"


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding for this filing. What is about the whole case is said once, for the applicant."""
    if filing.person:
        return []
    checks = [families, evidence, journey]
    checks += [appeal, matrix] if filing.procedure.id == "urgent-appeal" else [lines, reach, child, numbers, host, deadline]
    return [found for check in checks for found in check(filing)]


def _finding(filing: Filing, id_: str, severity: Severity, message: str, remedy: str, path: str, *, source: str = "") -> Finding:
    return Finding(f"unhcr.{id_}", severity, message, remedy, filing.record.place(path), source=source)


# Each adult's own


def families(filing: Filing) -> Iterator[Finding]:
    """What is about another adult: left out of the papers unless that adult agrees."""
    for member in family.unclear(filing):
        yield _finding(
            filing,
            "accompanying-open",
            Severity.BLOCKS,
            _("The record does not say whether {name} is with you now.").format(name=family.called(member)),
            _("Answer it in the record: everybody who is with you is registered together with you."),
            f"{member.path}.accompanying",
        )
    for member in family.closed(filing):
        if family.consent(filing, member) is None:
            yield _not_asked(filing, member)
        if member.id and member.id != family.APPLICANT and member.id in filing.record.people:
            command = f"asylum-forms build CASE --for unhcr/{filing.procedure.id} --person {member.id}"
            yield _finding(
                filing,
                "own-papers",
                Severity.NOTE,
                _("{name} has answers of their own. They are not in this filing.").format(name=family.called(member)),
                _("Make that person's own papers: {command}").format(command=command),
                member.path,
                source=STANDARDS,
            )
    for path, number, member in family.withheld(filing):
        asked = family.consent(filing, member) is not None
        yield _finding(
            filing,
            "withheld",
            Severity.ATTEND if asked else Severity.BLOCKS,
            _("This entry is about {name}, who has not agreed; it is left out of these papers.").format(
                name=family.called(member)
            ),
            _("If it happened to you too, write an entry of your own part. Otherwise it belongs in that person's papers."),
            f"{path}.{number}.{family.ABOUT[path]}",
            source=STANDARDS,
        )
    yield from _named_in_statement(filing)


def _not_asked(filing: Filing, member: family.Member) -> Finding:
    """An adult who has not answered `share_claim`: in their own record or, where they have none, in their entry. Not every record
    has the question: then it says what to write, at the line below which it belongs."""
    main = filing.record.main or filing.record
    own = member.id in (family.APPLICANT, *main.people)
    record = main.person("" if member.id == family.APPLICANT else member.id) if own else main
    about = "applicant" if own else member.path
    steps = tuple(int(step) if step.isdigit() else step for step in about.split("."))
    if (*steps, "unhcr", "share_claim") in record.positions:
        place, question = record.place(f"{about}.unhcr.share_claim"), "unhcr, share_claim"
        remedy = _("Ask each adult alone and answer {question}. Until then what is about this person is left out.")
    else:
        place, question = record.place(about), "unhcr: {share_claim: no}"
        remedy = _("Ask each adult alone and write the answer here, such as {question}. Until then this person is left out.")
    return Finding(
        "unhcr.consent-open",
        Severity.ATTEND,
        _("{name} has not been asked whether the family may read about them in these papers.").format(name=family.called(member)),
        remedy.format(question=question),
        place,
        source=STANDARDS,
    )


def _named_in_statement(filing: Filing) -> Iterator[Finding]:
    for path in ("statement.text", "unhcr.reasons", "claim.past_harm.explain", "unhcr.appeal.facts"):
        value = filing.record.get(path)
        if isinstance(value, Text) and (member := family.named(filing, value, family.closed(filing))):
            yield _finding(
                filing,
                "named",
                Severity.ATTEND,
                _("These words name {name}, who has not agreed to be read about by the family.").format(
                    name=family.called(member)
                ),
                _("Check that they tell nothing of that person's own case."),
                path,
                source=STANDARDS,
            )


def evidence(filing: Filing) -> Iterator[Finding]:
    """Evidence about another adult is in the filing with the rest, so the filing must not go out without consent."""
    for number, member in family.foreign_evidence(filing):
        yield _finding(
            filing,
            "evidence-about-other",
            Severity.BLOCKS,
            _("This evidence is about {name}, who has not agreed that it stands in these papers.").format(
                name=family.called(member)
            ),
            _("Ask {name}. Without consent take it out of this record; it belongs in that person's own papers.").format(
                name=family.called(member)
            ),
            f"evidence.{number}.about",
            source=STANDARDS,
        )


# UNHCR


LINES = ("unhcr.office", "unhcr.office_email", "unhcr.here", "unhcr.number", "unhcr.interpreter", "unhcr.without_papers")
"""What letters print without being an item of a form; open ones leave a line to fill in or are not printed at all."""


def lines(filing: Filing) -> Iterator[Finding]:
    """What the letters lack. Names and addresses of offices change: they are never filled in from memory."""
    for path in (*LINES, "earlier_claims"):
        value = filing.record.get(path)
        where = path in LINES[:2]
        if value is None or (where and isinstance(value, Absent)):
            place = filing.record.place(path)
            message = _("The papers lack this; a line is left to fill in: {question}.").format(question=place.question or path)
            site = _(
                "Find the office for the country where you are at {site}. Where there is none, ask which one is responsible."
            )
            remedy = site.format(site="help.unhcr.org") if where else _("Answer it in the record.")
            yield _finding(filing, "line-open", Severity.ATTEND, message, remedy, path)


def reach(filing: Filing) -> Iterator[Finding]:
    """Without a telephone number or e-mail address UNHCR cannot call anybody to an interview."""
    if not any(has(filing.record.get(f"applicant.contact.{key}")) for key in ("phone", "email")):
        yield _finding(
            filing,
            "no-contact",
            Severity.BLOCKS,
            _("There is neither a telephone number nor an e-mail address, so the office cannot reach you."),
            _("Give one that only you can open, or the address of somebody you trust."),
            "applicant.contact",
        )


def child(filing: Filing) -> Iterator[Finding]:
    """A child without a parent: the office does not look for that in a date of birth."""
    applicant = filing.record.get("applicant")
    span = family.ages(filing, applicant) if isinstance(applicant, Mapping) else None
    if span is None or span[0] >= family.ADULT or any(one.path.startswith("parents.") for one in family.together(filing)):
        return
    birth = filing.record.get("applicant.birth.date")
    yield _finding(
        filing,
        "child-alone",
        Severity.ATTEND,
        _("By the date of birth, {birth}, you are under 18 on the day of filing, or may be, and no parent is with you.").format(
            birth=birth.iso() if isinstance(birth, PartialDate) else ""
        ),
        _(
            "Say so first of all under special needs, and who looks after you. Ask the office for somebody who stands by you at "
            "every interview, and for help before your turn."
        ),
        "applicant.unhcr.needs",
    )


def numbers(filing: Filing) -> Iterator[Finding]:
    """A registration with UNHCR that one place of the record knows and the other does not."""
    record = filing.record
    own = record.get("unhcr.number")
    for number, entry in enumerate(record.rows("earlier_claims")):
        office = entry.get("authority")
        words = " ".join(w for _tag, w in office.by_language) if isinstance(office, Text) else str(office)
        given = entry.get("number")
        mine = not family.named(filing, entry.get("person"), family.adults(filing))
        if mine and _is_unhcr(words) and isinstance(given, str) and not isinstance(given, Absent) and own != given:
            yield _finding(
                filing,
                "number-differs",
                Severity.ATTEND,
                _("The UNHCR number here is {one}, but under unhcr, number it is {other}.").format(one=given, other=own or "–"),
                _("Look at the certificate. One of them is wrong, or they belong to two registrations: then say so."),
                f"earlier_claims.{number}.number",
            )


def _is_unhcr(words: str) -> bool:
    """Whether the words name UNHCR."""
    return any(one in words.upper() for one in ("UNHCR", "难民署", "難民署", "난민기구"))


def host(filing: Filing) -> Iterator[Finding]:
    """An application to the State where the person is, which the record prepares and the papers for UNHCR deny."""
    record, here = filing.record, filing.record.get("unhcr.here")
    there = [name for name in map(str, record.rows("filings")) if name.split("/")[0] == str(here).lower()]
    if there and record.get("earlier_claims") is Absent.NONE:
        yield _finding(
            filing,
            "state-application",
            Severity.ATTEND,
            _("The record is also for {filings}, but under earlier_claims it says that nobody has applied anywhere.").format(
                filings=", ".join(there)
            ),
            _("If that application was handed in, enter it under earlier_claims: UNHCR asks for office, day and number."),
            "earlier_claims",
        )


def deadline(filing: Filing) -> Iterator[Finding]:
    """The time for an appeal after a decision of UNHCR."""
    told = filing.record.get("unhcr.decision.notified")
    entry = filing.jurisdiction.values["appeal_days"].entry(filing.date)
    if not isinstance(told, PartialDate) or entry is None:
        return
    last = told.first() + datetime.timedelta(days=entry.value)
    late = filing.date > last
    message = _("{days} days after the decision ended on {date}.") if late else _("{days} days after the decision end on {date}.")
    yield _finding(
        filing,
        "appeal-deadline",
        Severity.BLOCKS if late else Severity.ATTEND,
        message.format(days=entry.value, date=last.isoformat()),
        _("{days} days is usual but not certain: the letter of your office decides. If it is late, appeal and say why.").format(
            days=entry.value
        ),
        "unhcr.decision.notified",
        source=entry.source,
    )


def journey(filing: Filing) -> Iterator[Finding]:
    """The arrival in the country where the person is now, before a step of the journey there."""
    record = filing.record
    paths = ["travel.left_home.date"]
    paths += [f"travel.transit.{n}.{key}" for n in range(len(record.rows("travel.transit"))) for key in ("from", "until")]
    steps = [date for path in paths if isinstance(date := record.get(path), PartialDate)]
    arrived, last = record.get("unhcr.arrived"), max(steps, default=None, key=lambda date: date.first())
    if isinstance(arrived, PartialDate) and last and last.first() > arrived.last():
        yield _finding(
            filing,
            "route-order",
            Severity.BLOCKS,
            _("The journey cannot be right: {later} comes after {earlier}.").format(later=day(arrived), earlier=day(last)),
            _("One of the dates is wrong. Look at the stamps and the tickets, and correct the record."),
            "unhcr.arrived",
        )


# Urgent appeals


def appeal(filing: Filing) -> Iterator[Finding]:
    record = filing.record
    consent = record.get("unhcr.appeal.consent")
    if consent != "yes":
        yield _finding(
            filing,
            "victim-consent",
            Severity.BLOCKS,
            _("The record does not say that the person concerned agrees to this appeal."),
            _("Ask the person. Where that is impossible, for example in detention without contact, write so in the facts."),
            "unhcr.appeal.consent",
            source=N_("OHCHR, submitting information to special procedures (general knowledge)"),
        )
    removal = record.get("unhcr.appeal.removal_date")
    if isinstance(removal, PartialDate) and removal.last() < filing.date:
        yield _finding(
            filing,
            "removal-past",
            Severity.BLOCKS,
            _("The day of the removal, {date}, has passed.").format(date=day(removal)),
            _("Say what happened on that day, and ask for what can still be done."),
            "unhcr.appeal.removal_date",
        )
    for code in appeals.states(filing):
        if code == record.get("claim.country") and len(appeals.states(filing)) == 1:
            yield _finding(
                filing,
                "states",
                Severity.ATTEND,
                _("The only State named is the one you fear. The State that holds you or sends you away is missing."),
                _("Name it first under unhcr, appeal, states."),
                "unhcr.appeal.states",
            )
    yield from _of_others(filing)
    yield from _readable(filing)


def _of_others(filing: Filing) -> Iterator[Finding]:
    """A questionnaire that is about what was done to somebody else, though its part I names the applicant."""
    record = filing.record
    chosen = [one for one in record.rows("arrests") if one.get("id") == record.get("unhcr.wgad.arrest")]
    for entry in chosen:
        if not is_own(record, entry.get("person")):
            yield _finding(
                filing,
                "wgad-other",
                Severity.BLOCKS,
                _("The questionnaire on arbitrary detention is about an arrest of somebody else, but its part I names you."),
                _("Name an arrest of yours under unhcr, wgad, arrest. For the other person make a record of their own."),
                "unhcr.wgad.arrest",
            )
    victim = step(appeals.event(filing), "victim") if isinstance(record.get("unhcr.torture"), Mapping) else None
    if isinstance(victim, Text) and not is_own(record, victim) and not names_self(victim):
        yield _finding(
            filing,
            "torture-other",
            Severity.ATTEND,
            _("The questionnaire on torture names you in part I, but its event was done to: {who}.").format(
                who=words_of(victim, filing.language)[0]
            ),
            _("Name an event that was done to you under unhcr, torture, event. For others make records of their own."),
            "unhcr.torture.event",
        )


def _readable(filing: Filing) -> Iterator[Finding]:
    """Whether who gets the appeal can read it within minutes, and who that is."""
    record = filing.record
    facts = record.get("unhcr.appeal.facts")
    count = len(words_of(facts, filing.language)[0]) if isinstance(facts, Text) else 0
    if count > ONE_PAGE:
        yield _finding(
            filing,
            "appeal-long",
            Severity.ATTEND,
            _("The facts have {count} letters, so the appeal will not stay on one page.").format(count=count),
            _("Whoever reads it has minutes. Keep what happened last and what is about to happen; annex the rest."),
            "unhcr.appeal.facts",
        )
    if not record.rows("unhcr.appeal.mandates"):
        yield _finding(
            filing,
            "mandates",
            Severity.ATTEND,
            _("No expert is named to whom the appeal goes."),
            _("Answer unhcr, appeal, mandates; a removal into danger of torture concerns the Special Rapporteur on torture."),
            "unhcr.appeal.mandates",
        )


def matrix(filing: Filing) -> Iterator[Finding]:
    """Which procedure is open against each State concerned, on the filing date."""
    for number, code in enumerate(appeals.states(filing)):
        path, state = f"unhcr.appeal.states.{number}", country_name(code, language())
        unchecked = _("This was not compared with the list of ratifications: look at {site}.").format(site="indicators.ohchr.org")
        if not procedures.known(filing, code):
            message = _("Nothing is known here of the procedures that are open against {state}.")
            yield _finding(filing, "state-unknown", Severity.ATTEND, message.format(state=state), unchecked, path)
        elif procedures.is_open(filing, code, "sp") is False:
            message = _("{state} is no member of the United Nations: special procedures and committees cannot write to it.")
            remedy = _("Address the appeal to the other State, and turn to the authorities and organisations there yourself.")
            yield _finding(filing, "state-outside", Severity.ATTEND, message.format(state=state), remedy, path)
        elif committees := procedures.open_committees(filing, code):
            message = _("Against {state} a complaint with a request for interim measures is open too: {committees}.")
            message = message.format(state=state, committees=", ".join(committees))
            remedy = _("Only one committee may be asked, and this program does not make that paper. Ask a lawyer at once.")
            yield _finding(filing, "committee-open", Severity.ATTEND, message, f"{remedy} {unchecked}", path)
        else:
            message = _("Against {state} no committee takes individual complaints; this appeal is what is left.")
            yield _finding(filing, "committee-closed", Severity.NOTE, message.format(state=state), unchecked, path)
