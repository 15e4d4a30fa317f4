"""Dates as people remember them: reads `1989`, `1989-06`, `1989-06-04` and `~1989`, and says what is wrong with anything else."""

from __future__ import annotations

import calendar
import re
import unicodedata

from babel import Locale

from asylum_forms.i18n import _, language
from asylum_forms.record.problems import Problem, shorten
from asylum_forms.record.values import WORDS, Absent, PartialDate

FIRST_YEAR, LAST_YEAR = 1850, 2200
"""Beyond these a year is a slip of the finger: the oldest persons and papers of a record, and visas without end, lie within."""

_DATE = re.compile(r"(~?)\s*([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.,年년]\s*([0-9]{1,2})\s*[-/.,月월]?\s*(?:([0-9]{1,2})\s*[日일号]?)?\.?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_LUNAR = re.compile(r"[农農][历曆]|[阴陰][历曆]|[旧舊][历曆]|음력|lunar", re.IGNORECASE)


def parse_date(text: str, *, approx: bool = False) -> PartialDate | Problem:
    """The date a text means, or what is wrong with it.

    Full-width digits, as Chinese and Korean keyboards type them, are digits. Only orders that nobody can misread are taken:
    year, month, day.
    """
    plain = unicodedata.normalize("NFKC", text[:80]).strip()
    match = _DATE.fullmatch(plain)
    if not match:
        return _format(text, plain)
    year, month, day = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    return _impossible(match, year, month, day) or PartialDate(year, month, day, approx or bool(match[1]))


def _impossible(match: re.Match[str], year: int, month: int, day: int) -> Problem | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("The year {year} cannot be right.").format(year=match[2])
        remedy = _("Write the year of the international calendar, between {first} and {last}.")
        remedy = remedy.format(first=FIRST_YEAR, last=LAST_YEAR)
        return Problem("record.date-year", message, remedy)
    if match[3] and not 1 <= month <= 12:
        message = _("There is no month {month}.").format(month=match[3])
        remedy = how_to_write()
        if 1 <= day <= 12 < month <= 31:
            remedy = _("Write the month before the day: {date}.").format(date=f"{year:04d}-{day:02d}-{month:02d}") + " " + remedy
        return Problem("record.date-invalid", message, remedy)
    days = calendar.monthrange(year, month or 1)[1]
    if match[4] and not 1 <= day <= days:
        name = Locale.parse(language()).months["stand-alone"]["wide"][month]
        message = _("There is no {day} {month} {year}: {month} {year} has {days} days.").format(
            day=day, month=name, year=year, days=days
        )
        remedy = _("Look the day up. If you only know the month, write {date}.").format(date=f"{year:04d}-{month:02d}")
        return Problem("record.date-invalid", message, remedy)
    return None


def _format(text: str, plain: str) -> Problem:
    message = _("`{text}` is not a date that can be read without guessing.").format(text=shorten(text))
    return Problem("record.date-format", message, (_no_date(plain) or _suggestion(plain)) + how_to_write())


def _no_date(plain: str) -> str:
    """What to write in place of words that are no date, or one of another calendar."""
    if _LUNAR.search(plain):
        return _("The international calendar is meant, not the lunar one: look the day up, or give only what is sure.") + " "
    if re.search(r"[0-9]", plain):
        return ""
    if WORDS.get(plain.rstrip("。.！! "), Absent.UNKNOWN) is Absent.UNKNOWN:
        return _("If you do not know it, write unknown.") + " "
    return _("If there is nothing to say, write none, not_applicable, unknown or declined, in small letters.") + " "


def _suggestion(plain: str) -> str:
    if match := _YEAR_FIRST.fullmatch(plain):
        steps = [int(step) for step in match.groups() if step]
        found = "-".join(f"{step:02d}" for step in steps)
        if isinstance(parse_date(found), PartialDate):
            return _("Write {date}.").format(date=found) + " "
    elif match := _YEAR_LAST.fullmatch(plain):
        one, other, year = (int(step) for step in match.groups())
        dates = [f"{year:04d}-{a:02d}-{b:02d}" for a, b in dict.fromkeys([(other, one), (one, other)])]
        possible = [date for date in dates if isinstance(parse_date(date), PartialDate)]
        if possible:
            return _("Write {date}.").format(date=_(" or ").join(possible)) + " "
    return ""


def how_to_write() -> str:
    """How a date is written in a record."""
    return _("Write year, month and day with hyphens: 1989-06-04. If you know less, 1989-06 or 1989; for about 1989, ~1989.")
