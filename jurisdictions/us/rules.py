"""What American law and practice ask of a filing beyond the boxes of the form.

Sources are named in every finding. What the reference could not confirm says so. Nothing here corrects an answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers, State
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate
from jurisdictions.us import narratives, rules_evidence, rules_people
from jurisdictions.us.finding import FORM, PRIOR, finding
from jurisdictions.us.wording import HOME, ends, is_present, newest_first, starts, step, years_before

ONE_YEAR = "INA 208(a)(2)(B) and (D); 8 CFR 208.4(a)(2) and 1208.4(a)(2)"
SOON = 60
"""Days before the end of the one-year period from which on a person must look at it."""


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding of the American rules for this filing. `answers` holds the form's answers by name, where there are any."""
    checks = (procedure, one_year, claim, open_choices, journey, hearing, costs, rules_people.people, rules_evidence.evidence)
    form = answers.get(FORM)
    return [found for check in checks for found in check(filing, form)]


def abroad(filing: Filing) -> bool:
    """Whether this is the preparation pack; the engine itself says why it cannot be filed."""
    return filing.procedure.id == "abroad"


def procedure(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Whether this person can use this procedure at all."""
    record = filing.record
    land = record.get("applicant.residence.country")
    if not abroad(filing) and isinstance(land, str) and not isinstance(land, Absent) and land != HOME:
        yield finding(
            filing,
            "us.not-in-us",
            Severity.BLOCKS,
            _("You live outside the United States. Form I-589 can be submitted only by a person who lives in the United States."),
            _("Use the procedure us/abroad to prepare. File after you have arrived, or ask at a port of entry."),
            path="applicant.residence.country",
            item="A.I.8",
            rule="Form I-589 edition 01/20/25, note at item A.I.8",
        )
    signed = record.get("statement.place.country")
    if not abroad(filing) and isinstance(signed, str) and not isinstance(signed, Absent) and signed != HOME:
        yield finding(
            filing,
            "us.signed-abroad",
            Severity.BLOCKS,
            _("You say that you sign outside the United States. With your signature on the form you certify that you are in it."),
            _("Sign only when you are in the United States or ask for admission at a port of entry."),
            path="statement.place.country",
            item="D.signature",
            rule="Form I-589 edition 01/20/25, Part D",
        )
    court = record.get("us.immigration_court")
    if filing.procedure.id == "affirmative" and court == "now":
        yield finding(
            filing,
            "us.court-now",
            Severity.BLOCKS,
            _("You are in immigration court proceedings. The application then goes to the court and not to USCIS."),
            _("Build us/defensive instead, and ask a lawyer to confirm your case status with the court."),
            path="us.immigration_court",
            item="A.I.18",
            rule="8 CFR 208.2(b) and 1208.2(b)",
            source=PRIOR,
        )
    if filing.procedure.id == "defensive" and court in ("never", "past"):
        yield finding(
            filing,
            "us.court-not-now",
            Severity.ATTEND,
            _("This packet is for the immigration court, but you say that you are not in proceedings now."),
            _("If you have no Notice to Appear, build us/affirmative. If you have one, answer `now`."),
            path="us.immigration_court",
            item="A.I.18",
            rule="8 CFR 208.2(b) and 1208.2(b)",
            source=PRIOR,
        )
    if not abroad(filing):
        yield finding(
            filing,
            "us.sign-by-hand",
            Severity.NOTE,
            _(
                "Sign and date the form by hand, inside the brackets, after the last change. A typed signature "
                "is not accepted there."
            ),
            _("Read the whole form, or have it read to you in your language, before you sign."),
            item="D.signature",
            rule="Form I-589 edition 01/20/25, Part D; 8 CFR 1208.3(c)(3)",
        )


def one_year(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The one-year filing deadline, counted from the last arrival."""
    entries = filing.record.get("travel.entries")
    if abroad(filing) or not isinstance(entries, list):
        return
    place = {"path": "travel.entries", "item": "C.5", "rule": ONE_YEAR}
    arrival = narratives.last_arrival(filing)
    if arrival is None:
        yield finding(
            filing,
            "us.one-year-open",
            Severity.ATTEND,
            _("Your last arrival in the United States has no date. The one year for asking for asylum is counted from that day."),
            _("Give the date of every entry under travel.entries; the I-94 record on the website of CBP shows it."),
            **place,
        )
        return
    last = narratives.last_day(arrival.first(), filing)
    left = (last - filing.date).days
    if arrival.precision != "day" and left < SOON:
        yield finding(
            filing,
            "us.one-year-open",
            Severity.ATTEND,
            _(
                "The day of your last arrival is not exact. Counted from its earliest possible day, the one year ends on {day}."
            ).format(day=last),
            _("Find the exact day: a stamp, a ticket, the I-94 record. You must prove it by clear and convincing evidence."),
            **place,
        )
    if left >= 0:
        yield finding(
            filing,
            "us.one-year-left",
            Severity.ATTEND if left < SOON else Severity.NOTE,
            _("Your application must be filed by {day}, in {days} days, one year after your last arrival.").format(
                day=last, days=left
            ),
            _(
                "Do not wait for the last days; the day the office receives it may count. Send it in a way that"
                " proves its arrival."
            ),
            **place,
        )
    else:
        yield from _passed(filing, last, -left)


def _passed(filing: Filing, last: datetime.date, days: int) -> Iterator[Finding]:
    reason = filing.record.get("claim.late_filing")
    explained = reason is not None and not isinstance(reason, Absent)
    yield finding(
        filing,
        "us.one-year-passed" if explained else "us.one-year-unexplained",
        Severity.ATTEND if explained else Severity.BLOCKS,
        _("The one year for asking for asylum ended on {day}, {days} days ago.").format(day=last, days=days)
        + ("" if explained else " " + _("Item C.5 needs your explanation, and there is none.")),
        _(
            "Changed circumstances in your country or in your life, or extraordinary ones such as illness, can "
            "excuse it; explain "
            "under claim.late_filing. Withholding of removal and the Convention against Torture have no such "
            "limit. See a lawyer. "
            "If the last day was a federal holiday, the period ran to the next business day."
        ),
        path="claim.late_filing",
        item="C.5",
        rule=ONE_YEAR,
    )


def claim(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The heart of the claim: ground, harm, fear, and answers that contradict one another."""
    record = filing.record
    grounds = narratives.grounds(filing)
    if not isinstance(grounds, list):
        yield finding(
            filing,
            "us.no-ground",
            Severity.BLOCKS,
            _("No reason for the harm is chosen in item B.1. A judge may refuse such an application without a hearing."),
            _(
                "Choose under claim.grounds every reason that is true: race, religion, nationality, political "
                "opinion, social group."
            ),
            path="claim.grounds",
            item="B.1",
            rule="8 CFR 1208.3(c)(3)",
            source="EOIR Policy Memorandum 25-28 of 2025-04-11",
        )
    without = [g for g in record.rows("claim.grounds") if g not in narratives.GROUNDS]
    if without:
        yield finding(
            filing,
            "us.ground-without-box",
            Severity.ATTEND,
            _("The form has no box for this reason: {grounds}. It is not ticked anywhere.").format(grounds=", ".join(without)),
            _("Ask a lawyer whether it is a particular social group, and say in your statement what the reason is."),
            path="claim.grounds",
            item="B.1",
            rule="INA 101(a)(42)(A)",
            source=PRIOR,
        )
    if narratives.past_harm(filing) == "no" and record.rows("harm"):
        yield finding(
            filing,
            "us.harm-contradiction",
            Severity.BLOCKS,
            _(
                "Item B.1.A says that nobody was harmed or threatened, but the record lists events of harm. "
                "They would not be on the form."
            ),
            _("Correct claim.past_harm, or the list under harm."),
            path="claim.past_harm.answer",
            item="B.1.A",
            rule="8 CFR 208.13(b)(1)",
            source=PRIOR,
        )
    if narratives.fear(filing) == "no":
        yield finding(
            filing,
            "us.no-fear",
            Severity.ATTEND,
            _("Item B.1.B says that you do not fear harm if you go back."),
            _("If this is right, speak with a lawyer before you file. If not, correct claim.fear."),
            path="claim.fear",
            item="B.1.B",
            rule="8 CFR 208.13(b)",
            source=PRIOR,
        )
    if narratives.persecutor(filing) == "yes":
        yield finding(
            filing,
            "us.persecutor",
            Severity.ATTEND,
            _("Item C.3 says that somebody of your family took part in harming others. This can exclude a person from asylum."),
            _("Do not file before a lawyer has read this answer."),
            path="claim.persecutor",
            item="C.3",
            rule="INA 208(b)(2)(A)(i)",
            source=PRIOR,
        )
    yield from _arrests(filing)
    elsewhere = [o for o in record.rows("organisations") if not narratives.at_home(filing)(o)]
    if elsewhere:
        yield finding(
            filing,
            "us.organisation-elsewhere",
            Severity.NOTE,
            _("Item B.3.A asks for groups in your home country. Groups of other countries are not on the form."),
            _("If they matter for your fear, describe them in your statement and in claim.fear."),
            path="organisations",
            item="B.3.A",
        )


def _arrests(filing: Filing) -> Iterator[Finding]:
    record = filing.record
    for number, event in enumerate(record.rows("harm")):
        released = event.get("released")
        if released is None or isinstance(released, Absent) or narratives.arrests_elsewhere(filing) != "no":
            continue
        yield finding(
            filing,
            "us.arrest-in-harm",
            Severity.ATTEND,
            _("Item B.2 says that there was no arrest or detention, but this event tells of a release."),
            _("Enter the detention under arrests as well, or correct the event."),
            path=f"harm.{number}.released",
            item="B.2",
        )
    court = record.get("us.immigration_court")
    if court in ("now", "past") and narratives.us_arrests(filing) == "no":
        yield finding(
            filing,
            "us.court-without-arrest",
            Severity.ATTEND,
            _(
                "Item C.6 also asks about violations of immigration law in the United States. You were in court"
                " but list no such event."
            ),
            _(
                "If an officer arrested or charged you, also at the border, enter it under arrests with the "
                "country United States."
            ),
            path="arrests",
            item="C.6",
            rule="Form I-589 edition 01/20/25, item C.6",
        )


def open_choices(filing: Filing, form: Answers | None) -> Iterator[Finding]:
    """Yes-or-no items of Parts B and C that hold neither: the form has no box for `unknown`."""
    for number, answer in (form.items if form else {}).items():
        item = form.table.items.get(number) if form else None
        if not (item and item.form == "choice" and number[:2] in ("B.", "C.")):
            continue
        if answer.state in (State.NONE, State.NOT_APPLICABLE, State.UNKNOWN, State.DECLINED) and not answer.chosen:
            yield finding(
                filing,
                "us.yes-no-open",
                Severity.ATTEND,
                _("Item {number} wants Yes or No, and neither box is ticked.").format(number=number),
                _("Answer yes or no in the record, or explain with your lawyer on Supplement B why you cannot."),
                path=item.uses[0] if item.uses else item.source,
                item=number,
                rule="8 CFR 1208.3(c)(3)",
            )


def journey(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Dates and places of the journey that contradict one another; officers compare them."""
    record = filing.record
    arrival, left = narratives.last_arrival(filing), record.get("travel.left_home.date")
    if arrival and isinstance(left, PartialDate) and left.first() > arrival.last():
        yield finding(
            filing,
            "us.left-after-entry",
            Severity.ATTEND,
            _(
                "You left your country after your last arrival in the United States. One of the two dates is "
                "wrong, or an entry is missing."
            ),
            _("Compare passport stamps, tickets and the I-94 record."),
            path="travel.left_home.date",
            item="A.I.19.a",
        )
    yield from _residences(filing, arrival)
    thirds = [step(r, "address.country") for r in record.rows("residences")] + [
        e.get("country") for e in record.rows("travel.entries")
    ]
    known = {HOME, record.get("claim.country"), None}
    third = [land for land in thirds if land not in known and not isinstance(land, Absent)]
    if narratives.transit(filing) == "no" and third:
        yield finding(
            filing,
            "us.transit-contradiction",
            Severity.ATTEND,
            _(
                "Item C.2.A says that you passed through no other country, but your residences or entries name one: {country}."
            ).format(country=", ".join(sorted(set(third)))),
            _("If you were there after you had left your country, enter it under travel.transit."),
            path="travel.transit",
            item="C.2.A",
        )
    if record.get("claim.statuses_elsewhere") is Absent.NONE and narratives.status_elsewhere(filing) == "yes":
        yield finding(
            filing,
            "us.status-contradiction",
            Severity.ATTEND,
            _(
                "You write that nobody has had a status in another country, but a nationality or an asylum "
                "claim in one is in the record."
            ),
            _("Item C.2.B is therefore ticked Yes. Check claim.statuses_elsewhere, applicant.nationalities and earlier_claims."),
            path="claim.statuses_elsewhere",
            item="C.2.B",
        )


def _residences(filing: Filing, arrival: PartialDate | None) -> Iterator[Finding]:
    for number, residence in enumerate(filing.record.rows("residences")):
        here = step(residence, "address.country") == HOME
        until, start = residence.get("until"), residence.get("from")
        after = arrival and isinstance(until, PartialDate) and until.first() > arrival.last()
        before = arrival and isinstance(start, PartialDate) and start.last() < _first_arrival(filing)
        if (here and before) or (not here and step(residence, "address.country") and (after or (arrival and is_present(until)))):
            yield finding(
                filing,
                "us.residence-and-entry",
                Severity.ATTEND,
                _("The dates of this residence do not go together with your arrivals in the United States."),
                _("Compare them with travel.entries and correct the one that is wrong."),
                path=f"residences.{number}",
                item="A.III.2",
            )
    gap = _gap(filing)
    if gap:
        yield finding(
            filing,
            "us.residence-gap",
            Severity.ATTEND,
            _("Your residences of the past five years have a gap between {start} and {end}.").format(start=gap[0], end=gap[1]),
            _("Enter every place where you stayed, also hiding places and shelters."),
            path="residences",
            item="A.III.2",
            rule="Form I-589 edition 01/20/25, item A.III.2",
        )


def _first_arrival(filing: Filing) -> datetime.date:
    dates = [e.get("date") for e in filing.record.rows("travel.entries") if e.get("country") in (HOME, None)]
    return min(date.first() for date in dates if isinstance(date, PartialDate))


def _gap(filing: Filing) -> tuple[datetime.date, datetime.date] | None:
    """The latest stretch of more than a month within the past five years that no residence covers."""
    residences = filing.record.rows("residences")
    if not residences or any(not isinstance(r.get("from"), PartialDate) for r in residences):
        return None
    begin, covered = years_before(filing.date, int(filing.value("residence_period_years") or 5)), filing.date
    for residence in newest_first(filing, residences):
        end = ends(filing, residence)
        if covered <= begin:
            return None
        if (covered - end).days > 31:
            return max(end, begin), covered
        covered = min(covered, starts(residence).first())
    return (begin, covered) if (covered - begin).days > 31 else None


def hearing(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The court's time limits before a hearing."""
    if filing.procedure.id != "defensive":
        return
    date, kind = filing.record.get("us.court.hearing_date"), filing.record.get("us.court.hearing_kind")
    name = {"individual": "eoir_individual_hearing_days", "master": "eoir_master_hearing_days"}.get(str(kind))
    days = filing.value(name) if name else None
    if isinstance(date, PartialDate) and days and (date.first() - filing.date).days < days:
        yield finding(
            filing,
            "us.hearing-near",
            Severity.ATTEND,
            _("Your hearing is on {day}. The court wants papers {days} days before such a hearing.").format(
                day=date.iso(), days=days
            ),
            _(
                "Look for a date set by the judge, which counts first. If it has passed, a lawyer must ask for "
                "leave to file late."
            ),
            path="us.court.hearing_date",
            rule="EOIR Policy Manual, appendix C",
        )
    number = filing.record.get("applicant.us.a_number")
    if number is None or isinstance(number, Absent):
        yield finding(
            filing,
            "us.court-a-number",
            Severity.BLOCKS,
            _("A paper for the immigration court needs your A-Number, and there is none."),
            _("Copy it from the Notice to Appear or the hearing notice."),
            path="applicant.us.a_number",
            item="A.I.1",
            rule="EOIR Policy Manual, chapter 3.3",
        )


def costs(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The fee, as far as its amount is known on the filing date."""
    fee, yearly = filing.value("asylum_application_fee"), filing.value("annual_asylum_fee")
    if abroad(filing) or not fee:
        return
    entry = [e for e in filing.jurisdiction.values["asylum_application_fee"].entries if e[0] <= filing.date][-1]
    yield finding(
        filing,
        "us.fee",
        Severity.NOTE,
        _("The fee for Form I-589 is ${fee}. There is no waiver, and without it the application is rejected.").format(fee=fee),
        _(
            "Pay it separately, in the way the office's page describes on the day you file; amounts change each year. While the "
            "application is pending, an annual fee (${yearly}, to be checked) is due after a notice; not paying it can end it."
        ).format(yearly=yearly),
        rule="Public Law 119-21 (H.R. 1 of 2025)",
        source=entry[2],
    )
