"""Words for the boxes of Canadian forms, in English or French, put together from the record without losing or changing any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import address_lines, country_name, words_of
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


@dataclass(frozen=True)
class Words:
    """Words for a box, and the pieces of the record among them that have no words in the filing's language yet."""

    text: str
    untranslated: tuple[Text, ...] = ()


def in_french(filing: Filing) -> bool:
    """Whether the filing is in French; otherwise it is in English."""
    return filing.language.split("_")[0] == "fr"


def either(filing: Filing, english: str, french: str) -> str:
    """One of two wordings, by the language of the filing."""
    return french if in_french(filing) else english


def say(filing: Filing, value: Value) -> Words | None:
    """A value in words, or None where nothing was answered."""
    if value is None or value == []:
        return None
    if isinstance(value, Absent):
        return Words(either(filing, *_ABSENT[value]))
    if isinstance(value, PartialDate):
        return Words(date(filing, value))
    if isinstance(value, Text):
        text, original = words_of(value, filing.language)
        return Words(text, (value,) if original else ())
    if isinstance(value, list):
        return join("; ", (say(filing, one) for one in value))
    return Words(str(value))


def part(filing: Filing, value: Value) -> Words | None:
    """A part of a line: what there is none of is left out."""
    return None if value in (Absent.NONE, Absent.NOT_APPLICABLE) else say(filing, value)


def join(separator: str, pieces: Iterable[Words | None]) -> Words | None:
    """The pieces that say something, one after the other; None when none does."""
    said = [piece for piece in pieces if piece and piece.text.strip()]
    if not said:
        return None
    return Words(
        separator.join(piece.text.strip() for piece in said), tuple(text for piece in said for text in piece.untranslated)
    )


def captioned(filing: Filing, caption: str, value: Value) -> Words | None:
    """`Caption: words`; None where nothing was answered or the question does not apply."""
    said = say(filing, value) if value is not Absent.NOT_APPLICABLE else None
    colon = either(filing, ": ", "\u00a0: ")
    return Words(f"{caption}{colon}{said.text.strip()}", said.untranslated) if said else None


def value_of(filing: Filing, words: Words | None) -> str | Derived | None:
    """Words as a value for a box, None where there are none; untranslated pieces are marked, so that the engine reports them."""
    if words is None or not words.untranslated:
        return words.text if words else None
    wanted = {id(text) for text in words.untranslated}
    paths = tuple(path for path, text in walk(filing.record.data) if isinstance(text, Text) and id(text) in wanted)
    return Derived(Text(((words.untranslated[0].by_language[0][0], words.text),)), paths)


def date(filing: Filing, day: PartialDate) -> str:
    """`2018-07-10`, `2018-07` or `2018`, with a word for `about` where it is approximate."""
    text = day.iso().removeprefix("~")
    return either(filing, f"about {text}", f"vers {text}") if day.approx else text


def period(filing: Filing, entry: Entry) -> Words | None:
    """`2012-01 – 2022-12` of an entry with `from` and `until`; a single day once."""
    start, end = entry.get("from"), entry.get("until")
    if end in (None, Absent.NONE, Absent.NOT_APPLICABLE, start):
        return part(filing, start)
    return join(" – ", (part(filing, start), part(filing, end)))


def country(filing: Filing, code: Value) -> Words | None:
    """The name of a country in the filing's language."""
    if code is None or isinstance(code, Absent):
        return part(filing, code)
    return Words(country_name(str(code), filing.language))


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
