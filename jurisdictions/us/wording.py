"""Words for the boxes of American forms: what pieces of the record say, put together without losing or changing any."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Wording, Words, join, value_of
from asylum_forms.record import people
from asylum_forms.record.localize import format_date
from asylum_forms.record.values import Absent, PartialDate, Value, is_present

HOME = "US"
"""ISO code of the country these forms belong to."""

UNITED_STATES = (HOME, "GU", "MP", "PR", "VI")
"""What the law of immigration calls the United States (INA 101(a)(38): also Guam, the Northern Marianas, Puerto Rico and the
Virgin Islands; general knowledge, not yet compared with the text of the law)."""

ABSENT = {
    Absent.NONE: "None",
    Absent.NOT_APPLICABLE: "N/A",
    Absent.UNKNOWN: "Unknown",
    Absent.DECLINED: "Declined to answer",
}
"""Wording inside a longer answer; in a box of its own the form table's `words` are used."""

Entry = Mapping[str, Any]
"""One entry of a list question."""

ADULT = 18
"""Years."""

Answerer = Callable[[Filing], Value]
"""What a form table names in `by`."""

_WORDING = Wording(lambda _filing, absent: ABSENT[absent], lambda filing, day: format_date(day, filing.language))
say, part, country = _WORDING.say, _WORDING.part, _WORDING.country


def label(caption: str, words: Words | None) -> Words | None:
    """`Caption: words.` with the full stop added where the words end without one."""
    if words is None or not words.text.strip():
        return None
    ended = words.text.rstrip().rstrip("\"”'’)）]").endswith((".", "!", "?", "…", "。", "！", "？"))
    end = "" if ended else "."
    return Words(f"{caption}{': ' if caption else ''}{words.text.strip()}{end}", words.untranslated)


def labelled(filing: Filing, entry: Entry, captions: Mapping[str, str]) -> Words | None:
    """The answers of an entry, each after its caption. What does not apply is left out; none, unknown and declined are said."""
    values = ((caption, entry.get(key)) for key, caption in captions.items())
    return join(" ", (label(caption, say(filing, value)) for caption, value in values if value is not Absent.NOT_APPLICABLE))


def numbered(pieces: Iterable[Words | None]) -> Words | None:
    """The pieces as a list, one to a line and numbered when there are several."""
    said = [piece for piece in pieces if piece]
    if len(said) < 2:
        return said[0] if said else None
    return join("\n", (Words(f"{number}. {piece.text}", piece.untranslated) for number, piece in enumerate(said, 1)))


def period(filing: Filing, entry: Entry) -> Words | None:
    """The time of an entry with `from` and `until` in words; a single day or month is said once."""
    start, end = entry.get("from"), entry.get("until")
    if end in (None, Absent.NONE, Absent.NOT_APPLICABLE, start):
        return part(filing, start)
    if is_present(end):
        return join(" ", (part(filing, start), Words("to the present")))
    if isinstance(start, PartialDate) and isinstance(end, PartialDate) and replace(start, approx=end.approx) == end:
        return part(filing, start if start.approx else end)
    return join(" to ", (part(filing, start), part(filing, end)))


def place(filing: Filing, entry: Entry) -> Words | None:
    """`place, country` or `where, country` of an entry."""
    spot = part(filing, entry.get("place") or entry.get("where"))
    land = country(filing, entry.get("country"))
    if spot and land and land.text.lower() in spot.text.lower():
        return spot
    return join(", ", (spot, land))


def address(filing: Filing, value: Value) -> Words | None:
    """An address on one line, from the street to the country, without the parts that are not answered.

    Its box asks for the address, not for each part: one that is unknown is left out where any other is known.
    """
    if not isinstance(value, Mapping):
        return say(filing, value)
    keys = ("street", "apartment", "district", "city", "province", "postal_code")
    lines = {key: part(filing, value.get(key)) for key in keys} | {"country": country(filing, value.get("country"))}
    known = [said for key, said in lines.items() if value.get(key) is not Absent.UNKNOWN]
    return join(", ", known) or next((said for said in lines.values() if said), None)


def locality(filing: Filing, value: Value) -> Words | None:
    """Town and country of an address. Where a relative lives is asked no closer, and a street could put them in danger."""
    if not isinstance(value, Mapping):
        return say(filing, value)
    towns = (part(filing, value.get(key)) for key in ("city", "district", "province"))
    return join(", ", (next((town for town in towns if town), None), country(filing, value.get("country"))))


def full_name(name: Value) -> str:
    """Given, middle and family name in Roman letters, as boxes take it; empty where there is none."""
    return people.full_name(name, capitals=False)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years earlier or (negative) later; 29 February becomes the 28th where there is none."""
    year = day.year - years
    last = calendar.monthrange(year, day.month)[1]
    return datetime.date(year, day.month, min(day.day, last))


def starts(entry: Entry) -> PartialDate:
    """Sort key: when an entry begins, or its `date`; entries without one come first."""
    for key in ("from", "date"):
        if isinstance(entry.get(key), PartialDate):
            found: PartialDate = entry[key]
            return found
    return PartialDate(1)


def ends(filing: Filing, entry: Entry) -> datetime.date:
    """The latest day a period can end on; the filing date while it goes on or nobody has said."""
    end = entry.get("until")
    return end.last() if isinstance(end, PartialDate) else filing.date


def newest_first(filing: Filing, entries: Iterable[Entry]) -> list[Entry]:
    """Periods with the present or latest one first."""
    return sorted(entries, key=lambda e: (is_present(e.get("until")), ends(filing, e), starts(e)), reverse=True)


def yes_no(value: Value, found: bool, none: bool) -> str | Absent | None:
    """`yes` where the record names something, `no` where it says there is nothing, else what it says instead of an answer."""
    if found:
        return "yes"
    if none:
        return "no"
    return value if isinstance(value, Absent) else None


def explained(filing: Filing, answer: Value, text: Callable[[], Words | None]) -> Value:
    """The explanation that goes with a yes or no: the words after a yes, not applicable after a no."""
    if answer == "no":
        return Absent.NOT_APPLICABLE
    if answer == "yes":
        return value_of(filing, text())
    return answer if isinstance(answer, Absent) else None
