"""What American law and practice ask of a filing beyond the boxes of the form.

Sources are named in every finding. What the reference could not confirm says so. Nothing here corrects an answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate
from jurisdictions.us import one_year_period, rules_claim, rules_evidence, rules_journey, rules_people
from jurisdictions.us.finding import FORM, PRIOR, finding
from jurisdictions.us.wording import ADULT, UNITED_STATES, years_before

ONE_YEAR = "INA 208(a)(2)(B) and (D); 8 CFR 208.4(a)(2) and 1208.4(a)(2)"
SOON = 60
"""Days before the end of the one-year period from which on a person must look at it."""


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding of the American rules for this filing. `answers` holds the form's answers by name, where there are any."""
    checks = (
        *(residence, proceedings, signature, minor, one_year, hearing, a_number, costs),
        *(
            rules_claim.claim,
            rules_claim.open_choices,
            rules_claim.untranslated,
            rules_journey.journey,
            rules_journey.removal_order,
        ),
        *(rules_people.people, rules_evidence.evidence),
    )
    form = answers.get(FORM)
    return [found for check in checks for found in check(filing, form)]


def abroad(filing: Filing) -> bool:
    """Whether this is the preparation pack; the engine itself says why it cannot be filed."""
    return filing.procedure.id == "abroad"


def residence(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Whether this person is in the country, and will sign there."""
    if abroad(filing):
        return
    record = filing.record
    land = record.get("applicant.residence.country")
    if isinstance(land, str) and not isinstance(land, Absent) and land not in UNITED_STATES:
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
    if isinstance(signed, str) and not isinstance(signed, Absent) and signed not in UNITED_STATES:
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


def proceedings(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Whether the court or USCIS takes the application, by what the person says of proceedings."""
    court = filing.record.get("us.immigration_court")
    if filing.procedure.id == "affirmative" and court == "now" and _minor(filing):
        # No blocker: whether a child is unaccompanied no answer of the record decides, even one with a parent here may be.
        yield finding(
            filing,
            "us.court-now",
            Severity.ATTEND,
            _(
                "You are in immigration court proceedings, and are or may be under 18. USCIS decides first only about a child "
                "without a parent or legal guardian here who can take care of it; everybody else applies to the court."
            ),
            _(
                "Look for a paper that calls you an unaccompanied child, and let a lawyer say where to file before you do. "
                "If it is the court, build us/defensive."
            ),
            path="us.immigration_court",
            item="A.I.18",
            rule="INA 208(b)(3)(C)",
            source=PRIOR,
        )
    elif filing.procedure.id == "affirmative" and court == "now":
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
    if filing.procedure.id == "affirmative" and court == "past":
        yield finding(
            filing,
            "us.court-past",
            Severity.ATTEND,
            _("You were in immigration court before. An order of that court can decide where, and whether, you may apply now."),
            _("Let a lawyer look your A-Number up before you file, and find out how the case ended."),
            path="us.immigration_court",
            item="A.I.18",
            rule="8 CFR 208.2(b) and 1208.2(b)",
            source=PRIOR,
        )
    if filing.procedure.id == "defensive" and court is not None and court != "now":
        yield finding(
            filing,
            "us.court-not-now",
            Severity.BLOCKS,
            _("This packet is for the immigration court, but item A.I.18 does not say that you are in proceedings now."),
            _("If you have no Notice to Appear, build us/affirmative. If you have one, answer `now`; nobody answers it for you."),
            path="us.immigration_court",
            item="A.I.18",
            rule="8 CFR 208.2(b) and 1208.2(b)",
            source=PRIOR,
        )


def _minor(filing: Filing) -> bool:
    """Whether the applicant is, or may be, under age on the day of filing."""
    born = filing.record.get("applicant.birth.date")
    return isinstance(born, PartialDate) and born.last() > years_before(filing.date, ADULT)


def signature(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """How the form is signed, where it is handed in."""
    if not abroad(filing) and not filing.profile.in_account:
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


def minor(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """A child who asks alone, for whom another office and other time limits can hold than the packet is made for."""
    if not abroad(filing) and _minor(filing):
        yield finding(
            filing,
            "us.minor",
            Severity.ATTEND,
            _(
                "You are, or may be, under 18 on the day of filing. For a child who is here without a parent or guardian USCIS "
                "decides first, also during proceedings in court, and the one-year limit does not hold."
            ),
            _("Do not file before a lawyer has said where to file, and who signs for you."),
            path="applicant.birth.date",
            item="A.I.12",
            rule="INA 208(a)(2)(E) and (b)(3)(C)",
            source=PRIOR,
        )


def one_year(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The one-year filing deadline, counted from the last arrival."""
    entries = filing.record.get("travel.entries")
    if abroad(filing) or not (isinstance(entries, list) or entries in (Absent.UNKNOWN, Absent.DECLINED)):
        return
    place = {"path": "travel.entries", "item": "C.5", "rule": ONE_YEAR}
    if one_year_period.filed_late(filing) == "yes" and one_year_period.in_time(filing):
        yield finding(
            filing,
            "us.one-year-weekend",
            Severity.ATTEND,
            _("The year ended on a Saturday or Sunday and runs to the next Monday. Item C.5 is ticked Yes all the same."),
            _("Say under claim.late_filing on which day the year ended, and that the period ran to the next business day."),
            **place,
        )
    arrival = one_year_period.last_arrival(filing)
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
    if arrival.first() > filing.date:
        yield finding(
            filing,
            "us.filed-before-arrival",
            Severity.BLOCKS,
            _("{date} is later than the day of filing, {filed}.").format(date=arrival.iso(), filed=filing.date.isoformat()),
            _("One of the two dates is wrong; look both up. If you are not sure of one, put ~ before it."),
            **place,
        )
        return
    last = one_year_period.last_day(arrival.first(), filing)
    today = filing.today or filing.date
    left = (last - max(today, filing.date)).days
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
            _("Your application must be filed by {day}, one year after your last arrival. Days left: {days}.").format(
                day=last, days=(last - today).days
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
        _("The one year for asking for asylum ended on {day}. Days since then: {days}.").format(day=last, days=days)
        + ("" if explained else " " + _("Item C.5 needs your explanation, and there is none.")),
        _late(explained=explained),
        path="claim.late_filing",
        item="C.5",
        rule=ONE_YEAR,
    )


def _late(*, explained: bool) -> str:
    """What to do about a filing after the year."""
    check = _(
        "See that claim.late_filing gives days: when the circumstances changed, or what kept you began and ended, and that you "
        "filed within a reasonable time after that. Prove each."
    )
    explain = _(
        "Changed circumstances in your country or in your life, or extraordinary ones such as illness, can excuse it, if you "
        "file within a reasonable time after them. Explain it under claim.late_filing, with days."
    )
    rest = _(
        "Withholding of removal and the Convention against Torture have no such limit. See a lawyer. If the last day was a "
        "federal holiday, the period ran to the next business day."
    )
    return f"{check if explained else explain} {rest}"


def hearing(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The court's time limits before a hearing."""
    if filing.procedure.id != "defensive":
        return
    date, kind = filing.record.get("us.court.hearing_date"), filing.record.get("us.court.hearing_kind")
    detained = filing.record.get("us.court.detained") == "yes"
    name = {"individual": "eoir_individual_hearing_days", "master": "eoir_master_hearing_days"}.get(str(kind))
    days = filing.value(name) if name and not detained else None
    past = isinstance(date, PartialDate) and date.last() < filing.date
    if isinstance(date, PartialDate) and past:
        yield finding(
            filing,
            "us.hearing-past",
            Severity.ATTEND,
            _("The hearing date in the record, {day}, has passed on the filing date.").format(day=date.iso()),
            _("Ask the court for the date of the next hearing. If you missed a hearing, see a lawyer at once."),
            path="us.court.hearing_date",
        )
    if detained:
        yield finding(
            filing,
            "us.hearing-detained",
            Severity.ATTEND,
            _("For a person in detention the court itself sets the dates by which papers must be there."),
            _("Look for the date in the judge's order or the hearing notice, or ask the court."),
            path="us.court.hearing_date",
            rule="EOIR Policy Manual, appendix C",
        )
    if isinstance(date, PartialDate) and not past and days and (date.first() - filing.date).days < days:
        master = _(
            "Your hearing is on {day}. Papers on which the judge is to rule at such a hearing are due {days} days before it."
        )
        individual = _("Your hearing is on {day}. The court wants papers {days} days before such a hearing.")
        yield finding(
            filing,
            "us.hearing-near",
            Severity.ATTEND,
            (master if kind == "master" else individual).format(day=date.iso(), days=days),
            _(
                "Look for a date set by the judge, which counts first. If it has passed, a lawyer must ask for "
                "leave to file late."
            ),
            path="us.court.hearing_date",
            rule="EOIR Policy Manual, appendix C",
        )


def a_number(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The number by which the court knows the person."""
    number = filing.record.get("applicant.us.a_number")
    if filing.procedure.id != "defensive":
        return
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
            source=PRIOR,
        )


def costs(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The fee, as far as its amount is known on the filing date."""
    fee, yearly = filing.jurisdiction.values["asylum_application_fee"].entry(filing.date), filing.value("annual_asylum_fee")
    if abroad(filing) or not fee or not fee.value:
        return
    sure = _("The fee for Form I-589 is ${fee}. There is no waiver, and without it the application is rejected.")
    last = _(
        "The last fee known for Form I-589 is ${fee}; the amount for your filing date is not confirmed. There is no waiver, and "
        "without the fee the application is rejected."
    )
    yield finding(
        filing,
        "us.fee",
        Severity.NOTE,
        (sure if fee.verified else last).format(fee=fee.value),
        _(
            "Pay it separately, in the way the office's page describes on the day you file; amounts change each year. While the "
            "application is pending, an annual fee (${yearly}, to be checked) is due after a notice; not paying it can end it."
        ).format(yearly=yearly),
        rule="Public Law 119-21 (H.R. 1 of 2025)",
        source=fee.source,
    )
