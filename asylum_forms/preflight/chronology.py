"""Dates of a record that cannot follow one another, whatever the office: the journey, births and deaths, arrests.

What cannot be blocks; what is merely odd is to be looked at. Dates with ~ are held against nobody here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.record.helpers import is_own
from asylum_forms.record.model import Record
from asylum_forms.record.people import documents_of
from asylum_forms.record.values import PartialDate, Text, step

_DAY = datetime.timedelta(days=1)
"""By so much a flight across the date line arrives before it left."""
_YOUNG = 10
"""Age below which somebody is hardly anybody's parent."""
_Dated = tuple[str, PartialDate]
_Span = tuple[datetime.date, datetime.date]


def chronology(record: Record) -> Iterator[Finding]:
    """Every such finding about the record of one person."""
    yield from _journey(record)
    for parent in ("mother", "father"):
        yield from _parent(record, f"parents.{parent}")
    yield from _arrests(record)
    yield from _passports(record)


def _journey(record: Record) -> Iterator[Finding]:
    """The last departure, the countries passed through, and the last entry. Who went back in between has two journeys, and a stay
    can be broken by another."""
    transit = [(n, e) for n, e in enumerate(record.rows("travel.transit")) if isinstance(e.get("from"), PartialDate)]
    entries = [(n, e) for n, e in enumerate(record.rows("travel.entries")) if isinstance(e.get("date"), PartialDate)]
    paths = ["travel.left_home.date"]
    for number, _entry in sorted(transit, key=lambda one: one[1]["from"]):
        paths += [f"travel.transit.{number}.{key}" for key in ("from", "until")]
    paths += [f"travel.entries.{number}.date" for number, _entry in sorted(entries, key=lambda one: one[1]["date"])[-1:]]
    for before, after in pairwise(_dated(record, *paths)):
        if before[1].first() <= after[1].last():
            continue
        possible = before[1].first() - _DAY <= after[1].last()
        wrong = _("One of the dates is wrong. Look at the stamps and the tickets, and correct the record.")
        line = _("Look both up. Only a flight across the date line arrives on an earlier day than it left.")
        stays = all(path.startswith("travel.transit.") for path, _date in (before, after))
        severity = Severity.ATTEND if possible or stays or record.rows("travel.returns") else Severity.BLOCKS
        yield _apart(record, before, after, severity, line if possible else wrong)


def _parent(record: Record, path: str) -> Iterator[Finding]:
    """A parent by birth is born well before the applicant, and a mother is alive at the birth."""
    if step(record.get(path), "relation") not in (None, "biological"):
        return
    remedy = _("Look both up. If this is no parent by birth, say so under {field}.").format(
        field=record.place(f"{path}.relation").field
    )
    pairs = ((f"{path}.birth.date", "applicant.birth.date", 0), (f"{path}.birth.date", "applicant.birth.date", _YOUNG))
    for earlier, later, years in (*pairs, ("applicant.birth.date", f"{path}.death_date", 0)):
        found = [*_dated(record, earlier, later)]
        if len(found) < 2 or _years(found[0][1], found[1][1]) >= years:
            continue
        # A father may have died before the birth, and some were parents as children.
        sure = years == 0 and not (later.endswith("death_date") and path.endswith("father"))
        yield _apart(record, found[0], found[1], Severity.BLOCKS if sure else Severity.ATTEND, remedy)
        return


def _years(before: PartialDate, after: PartialDate) -> int:
    """The most whole years that can lie between the two; below 0 where the second is the earlier."""
    first, last = before.first(), after.last()
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _arrests(record: Record) -> Iterator[Finding]:
    """An event of one's own that ended with a release in the time of no arrest, while an arrest of the same day of another year
    is of the time of no event: a slip in the year."""
    arrests = {n: _span(e, "date") for n, e in enumerate(record.rows("arrests")) if is_own(record, e.get("person"))}
    events = {n: _span(e, "from") for n, e in enumerate(record.rows("harm")) if is_own(record, e.get("victim"))}
    if None in arrests.values() or None in events.values():
        return
    alone = [n for n, arrest in arrests.items() if arrest and not any(map(partial(_meet, arrest), events.values()))]
    for number, event in events.items():
        began, released = record.get(f"harm.{number}.from"), isinstance(record.get(f"harm.{number}.released"), Text)
        same = [date for n in alone if _same_day(date := record.get(f"arrests.{n}.date"), began)]
        if same and released and not any(map(partial(_meet, event), arrests.values())):
            yield Finding(
                id="record.arrest-other-time",
                severity=Severity.ATTEND,
                message=_(
                    "This event tells of a release in the time of no arrest, and the arrest of {date} is of no event."
                ).format(date=same[0].iso()),
                remedy=_("If both are the same event, one is wrong: look at stamps, tickets and papers. If not, leave it."),
                place=record.place(f"harm.{number}.from"),
            )


def _passports(record: Record) -> Iterator[Finding]:
    """Entries with a passport of one's own after the last of these had expired; one whose day is not known can be valid."""
    own = documents_of(record.get("documents"), (None, "applicant"), ("passport", "travel_document"))
    until = [document.get("expires") for document in own] if isinstance(own, list) else []
    known = [day for day in until if isinstance(day, PartialDate) and not day.approx]
    if not known or len(known) < len(until):
        return
    expired = max(known, key=PartialDate.last)
    for number, entry in enumerate(record.rows("travel.entries")):
        path = f"travel.entries.{number}.date"
        own_one = step(entry, "own_passport.answer") == "yes"
        for _path, date in _dated(record, path) if own_one else ():
            if date.first() > expired.last():
                yield Finding(
                    id="record.passport-expired",
                    severity=Severity.ATTEND,
                    message=_(
                        "The entry of {date} was made with your own passport, but the last one in the record had expired on "
                        "{expired}."
                    ).format(date=date.iso(), expired=expired.iso()),
                    remedy=_(
                        "Look up both dates. If you had another passport then, name it under documents. If you were let in with "
                        "an expired one, leave it, and say so in the statement."
                    ),
                    place=record.place(path),
                )


def _same_day(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates are the same but for the year, as far as both are known."""
    known = ((one.month, other.month), (one.day, other.day))
    return all(first == second for first, second in known if first and second)


def _meet(one: _Span | None, other: _Span | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def _span(entry: Mapping[str, Any], begins: str) -> _Span | None:
    """The first and the last day that an event can have; None where nobody can tell."""
    first, last = entry.get(begins), entry.get("until")
    if not isinstance(first, PartialDate) or first.approx or (isinstance(last, PartialDate) and last.approx):
        return None
    return first.first(), max(first.last(), last.last()) if isinstance(last, PartialDate) else first.last()


def _apart(record: Record, earlier: _Dated, later: _Dated, severity: Severity, remedy: str) -> Finding:
    first, second = (f"{record.place(path).field} {date.iso()}" for path, date in (earlier, later))
    return Finding(
        id="record.sequence",
        severity=severity,
        message=_("{later} should come after {earlier}, but is dated before it.").format(earlier=first, later=second),
        remedy=remedy,
        place=record.place(later[0]),
    )


def _dated(record: Record, *paths: str) -> Iterator[_Dated]:
    """Those of the questions that have an exact enough answer."""
    for path in paths:
        date = record.get(path)
        if isinstance(date, PartialDate) and not date.approx:
            yield path, date
