"""Dates with the month in words, in languages whose grammar this program does not know: by the names of months that CLDR has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError, localedata

_YEAR = r"(?P<y>(?:1[5-9]|2[0-5])[0-9]{2})(?![0-9])"
_BETWEEN = r"(?:,? (?:del? |năm |ng |г\.? ?|พ\.?ศ\.? ?|ค\.?ศ\.? ?)?)"
"""What stands between the month and the year: 20 de enero de 2017, 20 tháng 1 năm 2017."""


_IN = {"ru": (("я", "е"), ("а", "е")), "uk": (("ого", "ому"), ("я", "і"), ("а", "і"))}
"""How a month ends after `in`, which CLDR does not have, by how it ends in a date: `в мае`, `у травні`."""


@lru_cache
def named(language: str) -> Mapping[str, int]:
    """The names of the months in a language to their numbers, as any of its countries calls them: `كانون الثاني` as well as
    `يناير`. A name that two countries give to different months is left out. Empty for a language that CLDR does not know."""
    found: dict[str, set[int]] = {}
    for identifier in localedata.locale_identifiers():
        if identifier.split("_")[0] != language:
            continue
        months = Locale.parse(identifier).months
        for names in (months["format"]["wide"], months["stand-alone"]["wide"]):
            for number, name in names.items():
                for form in (name, *_after_in(name, language)):
                    found.setdefault(form, set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1 and not name.isdigit()}


def _after_in(name: str, language: str) -> list[str]:
    return [name.removesuffix(end) + other for end, other in _IN.get(language, ()) if name.endswith(end)]


def number(name: str, language: str) -> int:
    """The number of a month that `patterns` found, however its letters are written: `KASIM` for `Kasım`. 0 where nobody knows."""
    return next((number for known, number in named(language).items() if re.fullmatch(re.escape(known), name, re.IGNORECASE)), 0)


@lru_cache
def patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """What finds dates with the groups `d`, `mo` and `y`: day, month and year, then day and month, then month and year."""
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ()
    names = sorted(named(language), key=len, reverse=True)
    if not names:
        return ()
    # Arabic papers give both names of a month: كانون الثاني/يناير.
    month = rf"(?P<mo>{'|'.join(map(re.escape, names))})(?:/\w+(?: \w+)?)?"
    day = r"(?<![0-9])(?P<d>[0-9]{1,2})(?:\.?[o°]|\.)? (?:de )?"  # 1º de mayo; NFKC makes o of º
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (rf"{day}{month}{_BETWEEN}{_YEAR}", rf"{day}{month}(?!\w)", rf"(?<!\w){month}{_BETWEEN}{_YEAR}")
    )
