"""Days named in running text: `2026年11月16日`, `11월 16일`, `16 November 2026`, `2026-11-16`.

Only to compare, never to correct.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

_ENDS = re.compile(r"[。！？!?\n]|\.\s")
_LANGUAGES = ("en", "fr")
"""Languages that write months as words."""


def days_in(text: str) -> Iterator[tuple[str, datetime.date, str]]:
    """(words as written, day, the sentence around them) for every day the text names.

    A day without a year is of the year named last before it; without any year before it, it is passed over, and so is what is no
    day of the calendar.
    """
    year = 0
    for match in _pattern().finditer(text):
        part = {key.rstrip("_0123456789"): found for key, found in match.groupdict().items() if found}
        year = int(part.get("year", year))
        if "day" not in part or not year:
            continue
        month = int(part["month"]) if "month" in part else _months()[part["name"].lower().rstrip(".")]
        try:
            day = datetime.date(year, month, int(part["day"]))
        except ValueError:
            continue
        yield match.group().strip(), day, _sentence(text, *match.span())


def _sentence(text: str, start: int, end: int) -> str:
    before = [mark.end() for mark in _ENDS.finditer(text, 0, start)]
    after = _ENDS.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


@cache
def _months() -> dict[str, int]:
    found = {}
    for tag in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale(tag).months["format"][width].items():
                found[name.lower().rstrip(".")] = number
    return found


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(?P<year_1>\d{{4}})([-/.])(?P<month_1>\d{{1,2}})\2(?P<day_1>\d{{1,2}})(?!\d)"
        rf"|(?:(?P<year_2>\d{{4}})\s*[年년]\s*)?(?<!\d)(?P<month_2>\d{{1,2}})\s*[月월]\s*(?P<day_2>\d{{1,2}})\s*[日号號일]"
        rf"|(?<!\d)(?P<day_3>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<name_3>{names})\b\.?(?:,?\s+(?P<year_3>\d{{4}}))?(?!\d)"
        rf"|\b(?P<name_4>{names})\b\.?\s+(?P<day_4>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s+(?P<year_4>\d{{4}})(?!\d))?"
        rf"|(?<!\d)(?P<year_5>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    )
