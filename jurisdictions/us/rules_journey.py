"""Rules about the journey and where the applicant lived: dates and places that contradict one another."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.i18n import language as spoken
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import country_name, words
from asylum_forms.record.values import Absent, PartialDate, is_present, step
from jurisdictions.us import narratives, one_year_period
from jurisdictions.us.finding import PRIOR, finding
from jurisdictions.us.wording import ADULT, UNITED_STATES, Entry, ends, full_name, newest_first, starts, years_before

_WITHOUT_STATUS = re.compile(
    r"\b(?:none|no|not|never|without|w/o|ewi|uninspected|undocumented|unlawful|illegal|irregular|smuggled|n/?a)\b", re.IGNORECASE
)
"""Words of a status that says that there was none."""
_REMOVAL_ORDER = re.compile(
    r"expedited removal|(?:removal|deportation) orders?|orders? of (?:removal|deportation|exclusion)|"
    r"ordered (?:to be )?(?:removed|deported)|reinstate(?:d|ment)\b.{0,40}\border|\bI-(?:860|871)\b",
    re.IGNORECASE,
)
"""What American papers, and who tells of them, call an order to leave."""
_REMOVED = re.compile(rf"{_REMOVAL_ORDER.pattern}|deported|deportation|removed from|removal|expelled|expulsion", re.IGNORECASE)
"""The same, where it is about the United States for sure."""
_HARDLY = 31
"""Days without an address that are no gap: dates are often told by the month."""
_BETWEEN_JOBS = 92
"""Days without work of which nobody asks."""


def journey(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Places of the journey that contradict one another; officers compare them."""
    record, arrival = filing.record, one_year_period.last_arrival(filing)
    yield from _not_inspected(filing)
    yield from _relatives_elsewhere(filing)
    yield from _residences(filing, arrival)
    yield from _work(filing)
    thirds = [step(r, "address.country") for r in record.rows("residences")] + [
        e.get("country") for e in record.rows("travel.entries")
    ]
    known = {*UNITED_STATES, record.get("claim.country"), None}
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
            _("Item C.2.B is therefore ticked Yes. Check claim.statuses_elsewhere, earlier_claims and all nationalities."),
            path="claim.statuses_elsewhere",
            item="C.2.B",
        )


def removal_order(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """An earlier order of removal, of which no item of the form asks: it can leave withholding and the Convention only."""
    for path, pattern in _about_orders(filing):
        # The terms are English, and stand so in the words of other languages too.
        found = pattern.search(words(filing.record.get(path), "en"))
        if found:
            yield finding(
                filing,
                "us.removal-order",
                Severity.ATTEND,
                _(
                    "The record speaks of an order of removal: “{words}”. If it is against you, perhaps only withholding "
                    "of removal and protection under the Convention against Torture are open to you, not asylum."
                ).format(words=found[0]),
                _(
                    "Do not file before a lawyer has looked up how that case ended and whether the order still stands: with your "
                    "A-Number, and by asking DHS for your file."
                ),
                path=path,
                rule="INA 241(a)(5); 8 CFR 208.31 and 1208.31",
                source=PRIOR,
            )
            return


def _about_orders(filing: Filing) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Where the record may tell of an order of removal, with what is looked for there; the plainest first."""
    record = filing.record
    for number, refusal in enumerate(record.rows("travel.refusals")):
        if refusal.get("country") in UNITED_STATES:
            yield f"travel.refusals.{number}.action", _REMOVED
    for number, entry in enumerate(record.rows("travel.entries")):
        if entry.get("country") in (*UNITED_STATES, None):
            yield f"travel.entries.{number}.status", _REMOVED
            yield f"travel.entries.{number}.inspected.explain", _REMOVED
    yield "applicant.us.current_status", _REMOVED
    yield "statement.text", _REMOVAL_ORDER
    for number, _exhibit in enumerate(record.rows("evidence")):
        yield f"evidence.{number}.title", _REMOVAL_ORDER


def _relatives_elsewhere(filing: Filing) -> Iterator[Finding]:
    """Relatives who live in a third country, where item C.2.B says that nobody of the family has had a status there."""
    if narratives.status_elsewhere(filing) != "no":
        return
    for path in narratives.relative_paths(filing):
        land = filing.record.get(f"{path}.location.country")
        if filing.record.get(f"{path}.deceased") != "yes" and narratives.elsewhere(filing)({"country": land}):
            yield finding(
                filing,
                "us.status-contradiction",
                Severity.ATTEND,
                _(
                    "Item C.2.B says that nobody of your family had a status in another country, but {name} lives in {country}."
                ).format(name=full_name(filing.record.get(f"{path}.name")) or path, country=country_name(str(land), spoken())),
                _("If this person asked for or has a right to stay there, enter it under claim.statuses_elsewhere."),
                path=f"{path}.location.country",
                item="C.2.B",
            )


def _not_inspected(filing: Filing) -> Iterator[Finding]:
    """Entries with a status, which an officer gives, at which no officer is said to have been."""
    for number, entry in enumerate(filing.record.rows("travel.entries")):
        status = words(entry.get("status"), filing.language)
        here = entry.get("country") in (*UNITED_STATES, None)
        if here and step(entry, "inspected.answer") == "no" and status and not _WITHOUT_STATUS.search(status):
            yield finding(
                filing,
                "us.entry-contradiction",
                Severity.ATTEND,
                _("No officer checked you at this entry, but you give a status that only an officer gives: {status}.").format(
                    status=status
                ),
                _("Compare passport stamps, tickets and the I-94 record."),
                path=f"travel.entries.{number}.status",
                item="A.I.19.c",
            )


def _residences(filing: Filing, arrival: PartialDate | None) -> Iterator[Finding]:
    for number, residence in enumerate(filing.record.rows("residences")):
        here = step(residence, "address.country") in UNITED_STATES
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
    gap = _gap(filing, filing.record.rows("residences"), _years_asked(filing), _HARDLY)
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
    dates = [e.get("date") for e in filing.record.rows("travel.entries") if e.get("country") in (*UNITED_STATES, None)]
    return min(date.first() for date in dates if isinstance(date, PartialDate))


def _work(filing: Filing) -> Iterator[Finding]:
    """Time of the past five years without work. The form asks for work only, so nothing need be wrong: a note. School counts
    as told, and so does the time before one is of age."""
    record, begin = filing.record, _years_asked(filing)
    born = record.get("applicant.birth.date")
    if isinstance(born, PartialDate):
        begin = max(begin, years_before(born.last(), -ADULT))
    worked = record.rows("employment")
    gap = _gap(filing, worked and worked + record.rows("education"), begin, _BETWEEN_JOBS)
    if gap:
        yield finding(
            filing,
            "us.employment-gap",
            Severity.NOTE,
            _(
                "By the record you neither worked nor went to school between {start} and {end}. An officer may ask about it."
            ).format(start=gap[0], end=gap[1]),
            _(
                "Enter work or training that was left out. If there was none, you can leave it so, or enter the time under "
                "employment with unemployed as employer."
            ),
            path="employment",
            item="A.III.4",
            rule="Form I-589 edition 01/20/25, item A.III.4",
        )


def _years_asked(filing: Filing) -> datetime.date:
    """The day from which on items A.III.2 and A.III.4 ask."""
    return years_before(filing.date, int(filing.value("residence_period_years") or 5))


def _gap(filing: Filing, told: Sequence[Entry], begin: datetime.date, days: int) -> tuple[datetime.date, datetime.date] | None:
    """The latest stretch of more than so many days since `begin` that no entry covers; None where one has no beginning."""
    if not told or any(not isinstance(entry.get("from"), PartialDate) for entry in told):
        return None
    covered = filing.date
    for entry in newest_first(filing, told):
        end = ends(filing, entry)
        if covered <= begin:
            return None
        if (covered - end).days > days:
            return max(end, begin), covered
        covered = min(covered, starts(entry).first())
    return (begin, covered) if (covered - begin).days > days else None
