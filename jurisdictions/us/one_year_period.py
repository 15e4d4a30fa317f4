"""The one-year period of item C.5: from which day it is counted, when it ends, and whether the filing date lies in it."""

from __future__ import annotations

import datetime

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate, Value
from jurisdictions.us.wording import UNITED_STATES, years_before


def last_arrival(filing: Filing) -> PartialDate | None:
    """The last arrival in the United States, as far as the record dates it."""
    dates = [
        entry.get("date") for entry in filing.record.rows("travel.entries") if entry.get("country") in (*UNITED_STATES, None)
    ]
    known = [date for date in dates if isinstance(date, PartialDate)]
    return max(known) if known and len(known) == len(dates) else None


def one_year_after(arrival: datetime.date, filing: Filing) -> datetime.date:
    """The anniversary of the arrival; 28 February for 29 February, the earlier and safer day."""
    return years_before(arrival, -int(filing.value("one_year_period_years") or 1))


def last_day(arrival: datetime.date, filing: Filing) -> datetime.date:
    """The last day of the one-year period: the anniversary, or the Monday after a weekend (8 CFR 208.4(a)(2)(ii)).

    Legal holidays move it further; that is left to a lawyer, so that nobody relies on it.
    """
    day = one_year_after(arrival, filing)
    return day + datetime.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def in_time(filing: Filing) -> bool:
    """Whether the filing date lies within the period, the days a weekend adds included."""
    arrival = last_arrival(filing)
    return arrival is not None and filing.date <= last_day(arrival.first(), filing)


def year_over(filing: Filing) -> bool:
    """Whether the period has ended by the day on which it is looked at, whatever the filing date says."""
    arrival = last_arrival(filing)
    return arrival is not None and filing.today is not None and filing.today > last_day(arrival.first(), filing)


def filed_late(filing: Filing) -> Value:
    """C.5: whether the filing date is more than one year after the last arrival; open where its date leaves it open."""
    entries = filing.record.get("travel.entries")
    if isinstance(entries, Absent):
        return Absent.NOT_APPLICABLE if entries is Absent.NONE else entries
    arrival = last_arrival(filing)
    if arrival is None:
        return None
    early, late = (filing.date > one_year_after(day, filing) for day in (arrival.first(), arrival.last()))
    return ("yes" if early else "no") if early == late else None
