"""Values of the record in the words of a language: texts, dates, addresses, names of countries and languages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton

from asylum_forms.i18n import _, use
from asylum_forms.record.names import more_languages
from asylum_forms.record.values import Absent, PartialDate, Text, Value


def words_of(text: Text, language: str) -> tuple[str, str]:
    """(words of a text in this language, nothing), or (the original words, their language) where there are none in this language.

    The one place that chooses words for a filing: confirmed translations of free text come in here. Line breaks at the very end
    only show how the record was written and are left out.
    """
    words = text.in_language(language)
    if words is not None:
        return words.rstrip("\r\n"), ""
    tag, original = text.by_language[0]
    return original.rstrip("\r\n"), tag or "und"


def words(value: Value, language: str) -> str:
    """Text in this language, or as the applicant wrote it; empty where there is none or the answer is an Absent."""
    if isinstance(value, Text):
        return words_of(value, language)[0]
    if isinstance(value, PartialDate):
        return format_date(value, language)
    return plain(value)


def plain(value: Value) -> str:
    """What is written, in whatever language; empty where there is none and for an Absent or a group of answers."""
    if value is None or isinstance(value, (Absent, Mapping, list)):
        return ""
    return value.any() if isinstance(value, Text) else str(value)


@lru_cache(maxsize=4096)  # every page about exhibits asks for the date of every exhibit
def format_date(value: PartialDate | datetime.date | None, language: str) -> str:
    """`June 4, 2019`, `June 2019`, `2019`, with `about` before an approximate date, as this language writes dates."""
    if not isinstance(value, (PartialDate, datetime.date)):
        return ""
    if isinstance(value, datetime.date):
        value = PartialDate(value.year, value.month, value.day)
    if value.day:
        text = babel_date(value.first(), format="long", locale=locale(language))
        if value.day == 1 and locale(language).language == "fr":
            text = text.replace("1 ", "1er ", 1)  # the one day that French counts so; CLDR does not
    else:
        text = format_skeleton("yMMMM" if value.month else "y", value.first(), locale=locale(language))
    with use(language):
        return _("about {date}").format(date=text) if value.approx else text


def country_name(code: str, language: str) -> str:
    """The name of a country given by its ISO code; anything else as it is written."""
    if code.lower() == "stateless":
        with use(language):
            return _("Stateless")
    return str(locale(language).territories.get(code, code))


def language_name(tag: str, language: str) -> str:
    """The name of a language given by its tag, such as `zh_Hans`; anything else as it is written, nothing for nothing."""
    if not tag:
        return ""
    names = locale(language).languages
    if tag in names and tag not in _SCRIPTS:
        return str(names[tag])  # a tag with a country may have a name of its own
    try:
        return Locale.parse(tag, sep="_").get_display_name(locale(language)) or tag
    except (UnknownLocaleError, ValueError):
        return more_languages().get(tag, tag)


def language_said(name: str, language: str, other: str) -> str:
    """The name of a language in another language: `Chinese` is `中文`; empty where it is no name of a language."""
    known = {**locale(language).languages, **{tag: language_name(tag, language) for tag in _SCRIPTS}}
    return next((language_name(tag, other) for tag, said in known.items() if said == name), "")


_SCRIPTS = ("zh_Hans", "zh_Hant")
"""Languages that are named with the script they are written in."""


def address_lines(address: Value, language: str, home: str = "") -> list[str]:
    """An address as on an envelope; the country is left out when it is `home` (an ISO code)."""
    if not isinstance(address, Mapping):
        return []
    part = {key: words(value, language) for key, value in address.items()}
    code = plain(address.get("country"))
    town = " ".join(filter(None, (part.get("province", ""), part.get("postal_code", ""))))
    with use(language):
        care_of = _("c/o {name}").format(name=part["in_care_of"]) if part.get("in_care_of") else ""
    lines = [
        care_of,
        ", ".join(filter(None, (part.get("street", ""), part.get("apartment", "")))),
        part.get("district", ""),
        ", ".join(filter(None, (part.get("city", ""), town))),
        country_name(code, language) if code != home else "",
    ]
    return [line for line in lines if line]


def locale(language: str) -> Locale:
    """Babel's locale of a language tag such as `zh_Hans`; the English one for a language that CLDR names but does not describe,
    such as Dinka."""
    try:
        return Locale.parse(language, sep="_")
    except UnknownLocaleError:
        return Locale("en")
