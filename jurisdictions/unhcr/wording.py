"""English words for the papers of UNHCR and the United Nations, put together from the record without losing or changing any."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from babel.dates import format_date

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Wording, Words, join, line, value_of
from asylum_forms.record.people import citizenships, full_name
from asylum_forms.record.values import Absent, PartialDate, Text, Value, is_present, step

ABSENT = {
    Absent.NONE: "None",
    Absent.NOT_APPLICABLE: "Not applicable",
    Absent.UNKNOWN: "Not known",
    Absent.DECLINED: "I do not wish to answer",
}
"""Wording inside a longer answer; the form tables use the same in a box of its own."""

DATES = {"day": "d MMMM yyyy", "month": "MMMM yyyy", "year": "yyyy"}
"""Patterns that nobody can misread: `4 June 2019`."""

LINE = "____________________"
"""Stands in a letter for what the record does not say yet, to be filled in by hand."""

Entry = Mapping[str, Any]


def day(value: Value) -> str:
    """`4 June 2019`, `June 2019`, `2019`, with `about` before an approximate date; empty for anything but a date."""
    if isinstance(value, datetime.date):
        value = PartialDate(value.year, value.month, value.day)
    if not isinstance(value, PartialDate):
        return ""
    text = format_date(value.first(), DATES[value.precision], locale="en")
    return f"about {text}" if value.approx else text


_WORDING = Wording(lambda _filing, absent: ABSENT[absent], lambda _filing, date: day(date))
say, part, country = _WORDING.say, _WORDING.part, _WORDING.country


def captioned(caption: str, words: Words | None) -> Words | None:
    """`Caption: words`, or None where there are none."""
    return replace(words, text=f"{caption}: {words.text}") if words and words.text.strip() else None


def not_safe(filing: Filing) -> Words | None:
    """Which telephones, accounts or people must not be contacted: for every paper that tells an office how to reach somebody, but
    for none that is passed on to a government. The words can name a person who is watched.
    """
    said = filing.record.get("applicant.safe_contact.not_safe")
    return None if isinstance(said, Absent) else captioned("Not safe", say(filing, said))


def labelled(filing: Filing, entry: Entry, captions: Mapping[str, str], separator: str = "\n") -> Words | None:
    """The answers of an entry, each after its caption. What does not apply is left out."""
    values = ((caption, entry.get(key)) for key, caption in captions.items())
    said = ((caption, value) for caption, value in values if value is not Absent.NOT_APPLICABLE)
    return join(separator, (captioned(caption, say(filing, value)) for caption, value in said))


def period(filing: Filing, entry: Entry, first: str = "from", last: str = "until") -> Words | None:
    """`from 4 June 2019 to 5 June 2019` of an entry; a single day or month is said once, and what goes on is `since`."""
    start, end = entry.get(first), entry.get(last)
    if start is None and end is None:
        return None
    if is_present(end) or (end is Absent.NOT_APPLICABLE and isinstance(start, PartialDate)):
        return join(" ", (Words("since"), part(filing, start)))
    if end in (None, Absent.NONE, Absent.NOT_APPLICABLE, start):
        return say(filing, start)
    return join(" ", (Words("from"), say(filing, start), Words("to"), say(filing, end)))


def citizenship(filing: Filing, value: Value) -> Value:
    """The countries whose citizen a person is today, of a list of nationalities; an Absent or None as it is."""
    held = citizenships(value)
    if not isinstance(held, list):
        return "Stateless" if held is Absent.NONE else held
    return line(filing, *(country(filing, entry.get("country")) for entry in held))


def address(filing: Filing, value: Value) -> Words | None:
    """An address on one line, from the street to the country; what is withheld or not known of it is said in brackets."""
    if not isinstance(value, Mapping):
        return say(filing, value)
    keys = ("in_care_of", "street", "apartment", "city", "district", "province", "postal_code")
    return join(", ", [*(_address_part(filing, key, value.get(key)) for key in keys), country(filing, value.get("country"))])


def _address_part(filing: Filing, key: str, value: Value) -> Words | None:
    if value in (Absent.UNKNOWN, Absent.DECLINED) and isinstance(value, Absent):
        return Words(f"({key.replace('_', ' ')} {'withheld' if value is Absent.DECLINED else 'not known'})")
    said = part(filing, value)
    return replace(said, text=f"c/o {said.text}") if said and key == "in_care_of" else said


def name(value: Value) -> str:
    """`Siming CHEN (陈思明)`: family name in capitals, then the name in its own script; nothing is transliterated."""
    if not isinstance(value, Mapping):
        return ""
    native = value.get("native")
    own = native.any() if isinstance(native, Text) else ""
    roman = full_name(value)
    return f"{roman} ({own})" if roman and own else roman or own


def asked(value: Value, path: str) -> Value:
    """An answer below a group; what is below a thing that there is none of does not apply."""
    found = step(value, path)
    return Absent.NOT_APPLICABLE if found is Absent.NONE and isinstance(value, Absent) else found


def explained(filing: Filing, value: Value) -> Value:
    """`Yes. When and how.` of a yes-or-no question with its explanation."""
    if not isinstance(value, Mapping):
        return value
    answer = value.get("answer")
    if answer is None or isinstance(answer, Absent):
        return answer if value.get("explain") is None else value_of(filing, part(filing, value.get("explain")))
    return value_of(filing, join(" ", (Words({"yes": "Yes.", "no": "No."}[str(answer)]), part(filing, value.get("explain")))))


def has(value: Value) -> bool:
    """Whether there is an answer that says something."""
    return value is not None and value != [] and value not in (Absent.NONE, Absent.NOT_APPLICABLE)
