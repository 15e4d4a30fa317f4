"""Days that decide whether and when a claim is heard: first entry, land border, the form, disclosure, laws to come."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.model import Record
from asylum_forms.record.values import PartialDate
from jurisdictions.ca.finding import finding
from jurisdictions.ca.wording import HOME

_Answers = Mapping[str, Answers]
_ONE_YEAR = "IRPA, s. 101(1)(b.1) and (1.1)"
_LAND = "IRPA, s. 101(1)(b.2) and (e); IRPR, ss. 159.1 to 159.5"
_SOON = 60
"""Days before a limit from which the report asks to hurry."""


def entries(record: Record) -> list[tuple[str, PartialDate]]:
    """(path, day) of every entry into Canada that has a date, the earliest first."""
    found = [
        (f"travel.entries.{number}.date", entry["date"])
        for number, entry in enumerate(record.rows("travel.entries"))
        if entry.get("country") == HOME and isinstance(entry.get("date"), PartialDate)
    ]
    return sorted(found, key=lambda entry: entry[1].first())


def first_entry(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """A claim made more than a year after the first entry since 2020-06-24 is not referred to the Board."""
    after = filing.value("entry_counted_after")
    if after is None or "BOC" not in _answers:
        return
    counted = _counted(filing.record, after)
    if not counted:
        if not entries(filing.record):
            yield finding(
                filing,
                "first-entry-open",
                Severity.BLOCKS if not filing.person else Severity.ATTEND,
                _("The record does not say when you first entered Canada. A claim can be refused a hearing for that day alone."),
                _("Add every entry into Canada under travel, entries, short visits too."),
                "travel.entries",
                rule=_ONE_YEAR,
            )
        return
    path, day = counted[0]
    if filing.person and day in [other for _path, other in _counted(filing.record.person(""), after)[:1]]:
        return  # entered together: said of the person whom the case is for
    surely, perhaps = (_years_later(when, filing.value("claim_within_years")) for when in (day.last(), day.first()))
    told = {"entry": day.iso(), "last": _said(perhaps), "day": _said(filing.date)}
    if filing.date > surely:
        severity = Severity.BLOCKS
        message = _("More than a year lies between your first entry ({entry}) and this claim ({day}); {last} was the last day.")
    elif filing.date > perhaps or (day.approx and (perhaps - filing.date).days <= _SOON):
        severity = Severity.BLOCKS
        message = _(
            "Perhaps more than a year lies between your first entry ({entry}) and this claim ({day}): the day is not exact."
        )
    else:
        severity = Severity.ATTEND if (perhaps - filing.date).days <= _SOON else Severity.NOTE
        message = _("Claim by {last}, one year after your first entry ({entry}). Later the claim is not referred to the Board.")
    remedy = _(
        "The first entry after 24 June 2020 counts, not the last one. If it is too late, only a risk assessment (PRRA) is left."
    )
    lawyer = _("Ask a lawyer before you file.")
    yield finding(
        filing,
        "first-entry",
        severity,
        message.format(**told),
        f"{remedy} {lawyer}" if severity is Severity.BLOCKS else remedy,
        path,
        rule=_ONE_YEAR,
        value="claim_within_years",
    )


def _counted(record: Record, after: datetime.date) -> list[tuple[str, PartialDate]]:
    return [(path, day) for path, day in entries(record) if day.last() > after]


def _years_later(day: datetime.date, years: int) -> datetime.date:
    """The same day some years later; of 29 February, 28 February."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _said(day: datetime.date) -> str:
    return day.isoformat()


def land_border(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Who came over the land border from the United States: the agreement, and the 14 days away from a border post."""
    if filing.person:
        return
    way, path = filing.record.get("ca.entered_by"), "ca.entered_by"
    if way not in ("airport", "seaport", "land_port", "between_ports"):
        yield finding(
            filing,
            "entered-by-open",
            Severity.BLOCKS if filing.procedure.id == "port-of-entry" else Severity.ATTEND,
            _("The record does not say how you entered Canada. Over the land border other rules apply."),
            _("Answer ca, entered_by."),
            path,
            rule=_LAND,
        )
    if way not in ("land_port", "between_ports"):
        return
    days = filing.value("land_border_days")
    known = entries(filing.record)
    late = way == "between_ports" and known and (filing.date - known[-1][1].first()).days > days
    if late:
        yield finding(
            filing,
            "land-border-late",
            Severity.BLOCKS,
            _(
                "You entered between border posts and claim more than {days} days later: the claim is not referred to the Board."
            ).format(days=days),
            _("If you did not come from the United States, this does not apply. Ask a lawyer before you file."),
            path,
            rule=_LAND,
            value="land_border_days",
        )
    elif filing.record.get("ca.us_border_exception.answer") != "yes":
        yield finding(
            filing,
            "safe-third-country",
            # Who came in at a border post and claims later, inside Canada, was let in there: a person must look at it.
            Severity.ATTEND if way == "land_port" and filing.procedure.id == "inland" else Severity.BLOCKS,
            _("You came over the land border. Who comes from the United States is sent back there unless an exception applies."),
            _("Answer ca, us_border_exception. Exceptions: family in Canada, minors alone, some holders of papers."),
            "ca.us_border_exception",
            rule=_LAND,
        )


def form_in_time(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Inland: by the day of the eligibility decision; at a port of entry: some days after the referral."""
    if filing.person:
        return
    inland = filing.procedure.id == "inland"
    path = "ca.eligibility_day" if inland else "ca.referral_day"
    rule = "IRPR, s. 159.8(1)" if inland else "IRPR, s. 159.8(2) and (3)"
    value = "" if inland else "port_of_entry_days"
    told = filing.record.get(path)
    check = "" if inland else " " + _("A notice of the Board may give more time: look at your papers.")
    if not isinstance(told, PartialDate):
        message = (
            _("The Basis of Claim Forms must be there by the day on which an officer decides on your eligibility.")
            if inland
            else _("The Basis of Claim Forms must reach the Board within {days} days of the referral.").format(
                days=filing.value("port_of_entry_days")
            )
        )
        remedy = _("Write that day under {path} as soon as you know it.").format(path=path.replace(".", ", ")) + check
        yield finding(filing, "form-day-open", Severity.ATTEND, message, remedy, path, rule=rule, value=value)
        return
    last = told.first() if inland else told.first() + datetime.timedelta(days=filing.value("port_of_entry_days"))
    message = _("The Basis of Claim Forms must be there by {last}. You plan to file on {day}.")
    remedy = _("If the day has passed, ask for more time at once; a late claim can be declared abandoned.")
    yield finding(
        filing,
        "form-day",
        Severity.BLOCKS if filing.date > last else Severity.ATTEND,
        message.format(last=last.isoformat(), day=filing.date.isoformat()),
        remedy + check,
        path,
        rule=rule,
        value=value,
    )


def disclosure(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Documents that come after the form must be there ten days before the hearing."""
    if filing.person:
        return
    hearing, days = filing.record.get("ca.hearing_day"), filing.value("disclosure_days")
    rule = "RPD Rules, rule 34(3)"
    last = hearing.first() - datetime.timedelta(days=days) if isinstance(hearing, PartialDate) else None
    if last and filing.date > last:
        yield finding(
            filing,
            "disclosure-late",
            Severity.BLOCKS,
            _("Documents must be there {days} days before the hearing, by {last}. You plan to file on {day}.").format(
                days=days, last=last.isoformat(), day=filing.date.isoformat()
            ),
            _("Late documents need a request that says why they are relevant, new, and could not come earlier (rule 36)."),
            "ca.hearing_day",
            rule=rule,
            value="disclosure_days",
        )
        return
    yield finding(
        filing,
        "disclosure",
        Severity.NOTE,
        _("Documents that you hand in later must be there {days} days before the hearing.").format(days=days),
        _("Changes to the form too: underline them, sign and date each new page, and hand in a new declaration (rule 9)."),
        "ca.hearing_day",
        rule=rule,
        value="disclosure_days",
    )


def coming_law(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """An act that changes who gives what to whom, and was not in force when this was written."""
    law = filing.value("coming_law")
    if filing.person or law is None:
        return
    yield finding(
        filing,
        "coming-law",
        Severity.NOTE,
        _(
            "A new law ({law}) will change how claims are made and which papers are wanted. Find out whether it is in force."
        ).format(law=law),
        _("Look at the pages of the Board and of the Department on the day you file."),
        rule=str(law),
        value="coming_law",
    )
