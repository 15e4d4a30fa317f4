"""Words for the boxes of Korean forms, in English or Korean, put together from the record without losing or changing any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Wording, Words, join
from asylum_forms.record.values import Absent, PartialDate, Text, Value

HOME = "KR"
"""ISO code of the country these forms belong to."""

ABSENT = {
    Absent.NONE: ("없음", "None"),
    Absent.NOT_APPLICABLE: ("해당 없음", "N/A"),
    Absent.UNKNOWN: ("모름", "Unknown"),
    Absent.DECLINED: ("진술하지 않음", "Declined"),
}
"""Wording inside a longer answer; in a box of its own the form table's `words` are used."""

_SMALL = ("진", "향", "읍", "면", "촌", "리", "동", "마을", "가도")
"""How the names of towns and villages end."""

Entry = Mapping[str, Any]


def in_korean(filing: Filing) -> bool:
    """Whether the answers are in Korean; otherwise they are in English."""
    return filing.language.split("_")[0] == "ko"


def either(filing: Filing, korean: str, english: str) -> str:
    """One of two wordings, by the language of the filing."""
    return korean if in_korean(filing) else english


def labelled(filing: Filing, entry: Entry, captions: Mapping[str, str]) -> Words | None:
    """The answers of an entry, each on a line of its own after its caption. What does not apply is left out."""
    found = []
    for key, caption in captions.items():
        value = entry.get(key)
        words = say(filing, value) if value is not Absent.NOT_APPLICABLE else None
        if words:
            found.append(Words(f"{caption}: {words.text.strip()}", words.untranslated))
    return join("\n", found)


def date(filing: Filing, day: PartialDate) -> str:
    """`2018/07/10`, `2018/07` or `2018`, as the form writes dates, with a word for `about` where it is approximate."""
    text = "/".join([f"{day.year:04d}", *(f"{number:02d}" for number in (day.month, day.day) if number)])
    return either(filing, f"{text}경", f"about {text}") if day.approx else text


_WORDING = Wording(lambda filing, absent: either(filing, *ABSENT[absent]), date)
say, part, country = _WORDING.say, _WORDING.part, _WORDING.country


def period(filing: Filing, entry: Entry) -> Words | None:
    """`2012/01 ~ 2022/12` of an entry with `from` and `until`."""
    start, end = entry.get("from"), entry.get("until")
    if end in (None, Absent.NONE, Absent.NOT_APPLICABLE, start):
        return part(filing, start)
    last = Words(either(filing, "현재", "present")) if end == "present" and not isinstance(end, Absent) else part(filing, end)
    return join(" ~ ", (part(filing, start), last))


def address(filing: Filing, value: Value) -> Words | None:
    """An address on one line: in English from the street to the country, in Korean from the country to the street.

    In Korean a town or village comes after its district or county, and the district of a city after the city; the apartment
    stands after a comma, the postal code in brackets. A code that nobody remembers is left out: the form does not ask for it.
    """
    if not isinstance(value, Mapping):
        return say(filing, value)
    keys = ("street", "apartment", "city", "district", "province", "postal_code")
    value = {key: said for key, said in value.items() if key != "postal_code" or not isinstance(said, Absent)}
    pieces = [*(part(filing, value.get(key)) for key in keys), country(filing, value.get("country"))]
    if in_korean(filing):
        city, district = 2, 3
        larger = (city, district) if _holds(pieces[city], pieces[district]) else (district, city)
        code = pieces[5]
        house = join(", ", pieces[:2])
        return join(" ", [*(pieces[number] for number in (6, 4, *larger)), house, code and replace(code, text=f"({code.text})")])
    return join(", ", pieces)


def _holds(city: Words | None, district: Words | None) -> bool:
    """Whether a city holds the district, as their Korean names end: 우한시 훙산구, but 칭란현 쑹루진 and 제주시 애월읍."""
    name, part_ = (one.text.strip() if one else "" for one in (city, district))
    return name.endswith("시") or (part_.endswith("구") and not name.endswith(_SMALL))


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


def below(value: Value) -> Value:
    """What a box says about a thing that does not exist."""
    return Absent.NOT_APPLICABLE if value is Absent.NONE else value


def after(answer: Value, when: str, value: Value) -> Value:
    """What goes with one answer to a question before it; not applicable after another, and not told where that is not."""
    if answer == when:
        return value
    return Absent.NOT_APPLICABLE if answer in ("yes", "no", Absent.NONE, Absent.NOT_APPLICABLE) else answer
