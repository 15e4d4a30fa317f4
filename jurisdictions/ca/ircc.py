"""What the forms of Immigration, Refugees and Citizenship Canada have in common: names, and the period they ask about."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, value_of
from asylum_forms.record import people
from asylum_forms.record.values import Absent, PartialDate, Text, Value, is_present, step
from jurisdictions.ca.wording import Entry, country, name_of, part, say

YEARS = 10
"""Years of history that Schedule A asks for (IMM 5669 (12-2012), items 8 and 12), if the person is older than 28."""
GROWN = 18

__all__ = ["ca_city_country", "ca_given_names", "ca_native_name", "ca_sheet_name"]


def ca_given_names(filing: Filing) -> Value:
    """Given and middle names in one box."""
    return given_names(filing.record.get("applicant.name"))


def ca_native_name(filing: Filing) -> Value:
    """The name as the person writes it; never translated."""
    value = filing.record.get("applicant.name.native")
    return value.any() if isinstance(value, Text) else value


def ca_sheet_name(filing: Filing) -> Value:
    """The name at the head of a separate sheet."""
    return name_of(filing.record.get("applicant.name")) or None


def ca_city_country(filing: Filing, entry: Entry) -> Value:
    """`Luoyang, China` of an entry with an address."""
    return town(filing, entry.get("address"))


def given_names(name: Value) -> Value:
    """Given and middle names; an Absent or None where there is no given name."""
    if not isinstance(name, Mapping):
        return name
    given, middle = name.get("given"), name.get("middle")
    if given is None or isinstance(given, Absent) or middle is None or isinstance(middle, Absent):
        return given
    return f"{given} {middle}"


def town(filing: Filing, address: Value) -> Value:
    """Town and country of an address; an Absent stays as it is."""
    if not isinstance(address, Mapping):
        return address
    near = address.get("city") if said(address.get("city")) else address.get("district")
    return value_of(filing, join(", ", (part(filing, near), country(filing, address.get("country")))))


def said(value: Value) -> bool:
    """Whether a question is answered with something other than an Absent."""
    return value is not None and value != [] and not isinstance(value, Absent)


def answer(filing: Filing, path: str) -> Value:
    """The yes or no of a question with an explanation; `none` after the question itself is a no."""
    value = filing.record.get(f"{path}.answer")
    return "no" if value is Absent.NONE else value


def explanation(filing: Filing, path: str, when: str = "yes") -> Value:
    """The words that go with the answer `when`; not applicable after the other one."""
    given = answer(filing, path)
    if given == when:
        return value_of(filing, explained_words(filing, filing.record.get(path)))
    return Absent.NOT_APPLICABLE if given in ("yes", "no") else given


def explained_words(filing: Filing, value: Value) -> Words | None:
    """The explanation of a yes or no."""
    return say(filing, step(value, "explain"))


def either_yes(*answers: Value) -> Value:
    """`yes` when one is, `no` when all are, else the first that is neither."""
    if "yes" in answers:
        return "yes"
    return next((one for one in answers if one != "no"), "no")


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years earlier; 29 February becomes the 28th where there is none."""
    year = day.year - years
    return datetime.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def asked_since(filing: Filing) -> datetime.date:
    """The day from which history is asked: the 18th birthday or ten years ago, whichever is later."""
    start = years_before(filing.date, YEARS)
    birth = filing.record.get("applicant.birth.date")
    if not isinstance(birth, PartialDate):
        return start
    # Of a birthday not known to the day, the earliest possible counts, so that nothing asked is left out.
    return max(start, years_before(birth.first(), -GROWN))


def last_day(filing: Filing, entry: Entry) -> datetime.date:
    """The latest day a period can end on; the filing date while it goes on or nobody has said."""
    end = entry.get("until")
    return end.last() if isinstance(end, PartialDate) else filing.date


def within(filing: Filing, value: Value) -> Value:
    """The periods of a list that reach into the time asked for; an Absent or None as it is."""
    if not isinstance(value, list):
        return value
    start = asked_since(filing)
    return [entry for entry in value if last_day(filing, entry) >= start]


def gaps(filing: Filing, entries: list[Any]) -> list[tuple[str, str]]:
    """(first month, last month) of every gap in the time asked for, `2019-03`. A month that an entry touches is covered.

    An entry without a beginning covers nothing; one that is known by its year only covers that whole year.
    """
    covered: set[int] = set()
    for entry in entries:
        start = entry.get("from")
        if isinstance(start, PartialDate):
            end = filing.date if is_present(entry.get("until")) else last_day(filing, entry)
            covered.update(range(_month(start.first()), _month(end) + 1))
    wanted = range(_month(asked_since(filing)), _month(filing.date) + 1)
    open_ = [month for month in wanted if month not in covered]
    starts = [month for month in open_ if month - 1 not in open_]
    ends = [month for month in open_ if month + 1 not in open_]
    return [(_named(first), _named(last)) for first, last in zip(starts, ends, strict=True)]


def _month(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1


def _named(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def citizenships(filing: Filing) -> Value:
    """Codes of the countries of present citizenship; an Absent or None as it is."""
    held = people.citizenships(filing.record.get("applicant.nationalities"))
    return [n.get("country") for n in held] if isinstance(held, list) else held


def flowing(*pieces: Words | None) -> Words | None:
    """Pieces one after the other: a comma between them, but none after a piece that ends like a sentence."""
    said_ = [piece for piece in pieces if piece and piece.text.strip()]
    if not said_:
        return None
    text = said_[0].text.strip()
    for piece in said_[1:]:
        text += (" " if text.endswith(_ENDS) else ", ") + piece.text.strip()
    return Words(text, tuple(one for piece in said_ for one in piece.untranslated))


def sentences(*pieces: Words | None) -> Words | None:
    """Pieces one after the other, each ended like a sentence."""
    said_ = [piece for piece in pieces if piece and piece.text.strip()]
    ended = [piece.text.strip() + ("" if piece.text.strip().endswith(_ENDS) else ".") for piece in said_]
    return Words(" ".join(ended), tuple(one for piece in said_ for one in piece.untranslated)) if said_ else None


_ENDS = (".", "!", "?", "…", '."', ".”", ".»", "。")


def phrase(filing: Filing, entry: Entry, *paths: str) -> Words | None:
    """Answers of an entry with commas between them, without those that do not apply."""
    return join(", ", (part(filing, step(entry, path)) for path in paths))
