"""Words for the boxes of Korean forms, in English or Korean, put together from the record without losing or changing any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import country_name, words_of
from asylum_forms.record.values import Absent, PartialDate, Text, Value

HOME = "KR"
"""ISO code of the country these forms belong to."""

ABSENT = {
    Absent.NONE: "해당 없음",
    Absent.NOT_APPLICABLE: "해당 없음",
    Absent.UNKNOWN: "모름 Unknown",
    Absent.DECLINED: "진술하지 않음 Declined",
}
"""Wording inside a longer answer; in a box of its own the form table's `words` are used."""

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Words for a box, and the pieces of the record among them that have no words in the filing's language yet."""

    text: str
    untranslated: tuple[Text, ...] = ()


def in_korean(filing: Filing) -> bool:
    """Whether the answers are in Korean; otherwise they are in English."""
    return filing.language.split("_")[0] == "ko"


def either(filing: Filing, korean: str, english: str) -> str:
    """One of two wordings, by the language of the filing."""
    return korean if in_korean(filing) else english


def say(filing: Filing, value: Value) -> Words | None:
    """A value in words, or None where nothing was answered."""
    if value is None or value == []:
        return None
    if isinstance(value, Absent):
        return Words(ABSENT[value])
    if isinstance(value, PartialDate):
        return Words(date(filing, value))
    if isinstance(value, Text):
        words, original = words_of(value, filing.language)
        return Words(words, (value,) if original else ())
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
    return Words(separator.join(piece.text for piece in said), tuple(text for piece in said for text in piece.untranslated))


def labelled(filing: Filing, entry: Entry, captions: Mapping[str, str]) -> Words | None:
    """The answers of an entry, each on a line of its own after its caption. What does not apply is left out."""
    found = []
    for key, caption in captions.items():
        value = entry.get(key)
        words = say(filing, value) if value is not Absent.NOT_APPLICABLE else None
        if words:
            found.append(Words(f"{caption}: {words.text.strip()}", words.untranslated))
    return join("\n", found)


def value_of(filing: Filing, words: Words | None) -> str | Derived | None:
    """Words as a value for a box, None where there are none; untranslated pieces are marked, so that the engine reports them."""
    if words is None or not words.untranslated:
        return words.text if words else None
    wanted = {id(text) for text in words.untranslated}
    paths = tuple(path for path, text in _texts(filing.record.data, "") if id(text) in wanted)
    return Derived(Text(((words.untranslated[0].by_language[0][0], words.text),)), paths)


def _texts(value: Value, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, (Mapping, list)):
        for key, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _texts(inner, f"{path}.{key}" if path else str(key))


def date(filing: Filing, day: PartialDate) -> str:
    """`2018/07/10`, `2018/07` or `2018`, as the form writes dates, with a word for `about` where it is approximate."""
    text = "/".join([f"{day.year:04d}", *(f"{number:02d}" for number in (day.month, day.day) if number)])
    return either(filing, f"{text}경", f"about {text}") if day.approx else text


def period(filing: Filing, entry: Entry) -> Words | None:
    """`2012/01 ~ 2022/12` of an entry with `from` and `until`."""
    start, end = entry.get("from"), entry.get("until")
    if end in (None, Absent.NONE, Absent.NOT_APPLICABLE, start):
        return part(filing, start)
    last = Words(either(filing, "현재", "present")) if end == "present" and not isinstance(end, Absent) else part(filing, end)
    return join(" ~ ", (part(filing, start), last))


def country(filing: Filing, code: Value) -> Words | None:
    """The name of a country in the filing's language."""
    if code is None or isinstance(code, Absent):
        return part(filing, code)
    return Words(country_name(str(code), filing.language))


def address(filing: Filing, value: Value) -> Words | None:
    """An address on one line: in English from the street to the country, in Korean from the country to the street.

    A postal code that nobody remembers is left out: the form does not ask for it.
    """
    if not isinstance(value, Mapping):
        return say(filing, value)
    keys = ("street", "apartment", "city", "district", "province", "postal_code")
    value = {key: said for key, said in value.items() if key != "postal_code" or not isinstance(said, Absent)}
    pieces = [*(part(filing, value.get(key)) for key in keys), country(filing, value.get("country"))]
    if in_korean(filing):
        order = (6, 4, 2, 3, 0, 1, 5)
        return join(" ", [pieces[number] for number in order])
    return join(", ", pieces)


def line(filing: Filing, *pieces: Words | None, of: Sequence[Value] = ()) -> Value:
    """Pieces on one line, with commas, as a value for a box; where nothing is left, the absence they come from."""
    words = join(", ", pieces)
    return value_of(filing, words) if words else next((value for value in of if isinstance(value, Absent)), None)


def roman_name(name: Value) -> str:
    """`FAMILY GIVEN` in capitals with a space between, as Korean offices write the names of foreigners."""
    if not isinstance(name, Mapping):
        return ""
    parts = (name.get(key) for key in ("family", "given", "middle"))
    return " ".join(str(part).upper() for part in parts if part and not isinstance(part, Absent))


def native_names(name: Value) -> list[str]:
    """The name in Hangul, where the record has one, and in its own script. Nothing is transliterated."""
    if not isinstance(name, Mapping):
        return []
    forms, native = name.get("forms"), name.get("native")
    hangul = forms.get("ko") if isinstance(forms, Mapping) else None
    own = native.any() if isinstance(native, Text) else native
    return [str(value) for value in (hangul, own) if value and not isinstance(value, Absent)]


def full_name(name: Value) -> str:
    """`CHEN SIMING (천쓰밍, 陈思明)`."""
    roman, others = roman_name(name), native_names(name)
    return f"{roman} ({', '.join(others)})" if others else roman


def step(value: Value, path: str) -> Value:
    """The value at a dotted path below an entry; an Absent met on the way is the value of everything below it."""
    for key in path.split("."):
        if isinstance(value, Absent):
            return value
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def below(value: Value) -> Value:
    """What a box says about a thing that does not exist."""
    return Absent.NOT_APPLICABLE if value is Absent.NONE else value
