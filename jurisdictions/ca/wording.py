"""Words for the boxes of Canadian forms, in English or French, put together from the record without losing or changing any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Wording, Words, join, value_of
from asylum_forms.record.localize import address_lines, words_of
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step, walk

HOME = "CA"
"""ISO code of the country these forms belong to."""

Entry = Mapping[str, Any]

_ABSENT = {
    Absent.NONE: ("None", "Aucun"),
    Absent.NOT_APPLICABLE: ("N/A", "S.O."),
    Absent.UNKNOWN: ("Don't know", "Ne sais pas"),
    Absent.DECLINED: ("Do not wish to answer", "Ne souhaite pas répondre"),
}
"""Wording inside a longer answer; in a box of its own the form table's `words` are used."""


def in_french(filing: Filing) -> bool:
    """Whether the filing is in French; otherwise it is in English."""
    return filing.language.split("_")[0] == "fr"


def either(filing: Filing, english: str, french: str) -> str:
    """One of two wordings, by the language of the filing."""
    return french if in_french(filing) else english


def captioned(filing: Filing, caption: str, value: Value) -> Words | None:
    """`Caption: words`; None where nothing was answered or the question does not apply."""
    # Aucun, or aucune? The caption decides, and this word fits all.
    said = Words("néant") if value is Absent.NONE and in_french(filing) else say(filing, value)
    said = said if value is not Absent.NOT_APPLICABLE else None
    colon = either(filing, ": ", "\u00a0: ")
    return Words(f"{caption}{colon}{said.text.strip()}", said.untranslated) if said else None


def date(filing: Filing, day: PartialDate) -> str:
    """`2018-07-10`, `2018-07` or `2018`, with a word for `about` where it is approximate."""
    text = day.iso().removeprefix("~")
    return either(filing, f"about {text}", f"vers {text}") if day.approx else text


_WORDING = Wording(lambda filing, absent: either(filing, *_ABSENT[absent]), date)
say, part, country = _WORDING.say, _WORDING.part, _WORDING.country


def period(filing: Filing, entry: Entry) -> Words | None:
    """`2012-01 – 2022-12` of an entry with `from` and `until`; a single day once."""
    start, end = entry.get("from"), entry.get("until")
    if end in (None, Absent.NONE, Absent.NOT_APPLICABLE, start):
        return part(filing, start)
    # Without its beginning, the end must not look like the day itself.
    return join(" – ", (part(filing, start) or Words("…"), part(filing, end)))


def address(filing: Filing, value: Value) -> Value:
    """An address on one line, from the street to the country; what stands in place of one is left as it is."""
    if not isinstance(value, Mapping):
        return value
    texts = tuple(text for text in value.values() if isinstance(text, Text) and words_of(text, filing.language)[1])
    lines = address_lines(value, filing.language, home=HOME)
    return value_of(filing, Words(", ".join(lines), texts)) if lines else None


def place(filing: Filing, value: Value) -> Words | None:
    """City, province and country of an address. The street is not asked and could put somebody in danger."""
    if not isinstance(value, Mapping):
        return say(filing, value)
    keys = ("city", "province") if plain_of(value.get("city")) else ("district", "province")
    return join(", ", [*(part(filing, value.get(key)) for key in keys), country(filing, value.get("country"))])


def plain_of(value: Value) -> Value:
    """A value that says something; None for an Absent."""
    return None if isinstance(value, Absent) else value


def name_of(name: Value, between: str = " ") -> str:
    """`Given Middle FAMILY (姓名)`, empty where there is no name."""
    roman = full_name(name)
    native = step(name, "native")
    own = native.any() if isinstance(native, Text) else native
    own = own if own and not isinstance(own, Absent) else ""
    return f"{roman}{between}({own})" if roman and own else roman


def untranslated(filing: Filing, value: Value) -> Iterator[Text]:
    """The texts in a value that have no words in the filing's language."""
    yield from (text for _path, text in walk(value) if isinstance(text, Text) and words_of(text, filing.language)[1])
