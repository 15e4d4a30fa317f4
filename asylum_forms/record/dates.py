"""Dates as people remember them: reads `1989`, `1989-06`, `1989-06-04` and `~1989`, and says what is wrong with anything else."""

from __future__ import annotations

import calendar
import re
import unicodedata
from functools import cache

from babel import Locale

from asylum_forms.i18n import _, language
from asylum_forms.record.problems import Problem, shorten
from asylum_forms.record.values import WORDS, Absent, PartialDate

FIRST_YEAR, LAST_YEAR = 1850, 2200
"""Beyond these a year is a slip of the finger: the oldest persons and papers of a record, and visas without end, lie within."""

_DATE = re.compile(r"(~?)\s*([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/., 年년]+([0-9]{1,2})[-/., 月월]*(?:([0-9]{1,2})\s*[日일号]?)?\.?")
_IN_A_ROW = re.compile(r"([0-9]{4})(?:([0-9]{2})([0-9]{2})|[年년])")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-/. ]+)?([0-9]{1,2})[-/. ]+([0-9]{4})")
_LUNAR = re.compile(r"[农農][历曆]|[阴陰][历曆]|[旧舊][历曆]|음력|lunar", re.IGNORECASE)
_ERA = re.compile(
    r"民[国國]|檀[紀纪]|단기|주체|昭和|大正|平成|令和|쇼와|헤이세이|พ\.?ศ|هـ|\bه\b|\b(?:AH|A\.H|SH|S\.H|BE|B\.E|EC|E\.C)\b",
    re.IGNORECASE,
)
_TYPED = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„‘’'\"", None))
_HAN = str.maketrans("〇零一二三四五六七八九元", "001234567891")
_TEN = re.compile("([一二三]?)十([一二三四五六七八九]?)")


def parse_date(text: str, *, approx: bool = False) -> PartialDate | Problem:
    """The date a text means, or what is wrong with it.

    Digits of every script are digits: full-width, Arabic, Persian ones. Only orders that nobody can misread are taken: year,
    month, day.
    """
    plain = unicodedata.normalize("NFKC", text[:80]).strip()
    plain = "".join(str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char for char in plain)
    match = _DATE.fullmatch(plain)
    if not match:
        return _format(text, plain)
    year, month, day = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    return _impossible(match, year, month, day) or PartialDate(year, month, day, approx or bool(match[1]))


def _impossible(match: re.Match[str], year: int, month: int, day: int) -> Problem | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("The year {year} cannot be right.").format(year=match[2])
        return Problem("record.date-year", message, _international())
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
    if _ERA.search(plain):
        return _international() + " "
    if re.search("[0-9]|[〇零一二三四五六七八九十元][年月]", plain):
        return ""
    if WORDS.get(plain.rstrip("。.！! "), Absent.UNKNOWN) is Absent.UNKNOWN:
        return _("If you do not know it, write unknown.") + " "
    return _("If there is nothing to say, write none, not_applicable, unknown or declined, in small letters.") + " "


def _suggestion(plain: str) -> str:
    typed = _figures(plain)
    if match := _YEAR_FIRST.fullmatch(typed) or _IN_A_ROW.fullmatch(typed):
        written = ["-".join(step.zfill(2) for step in match.groups() if step)]
    elif match := _YEAR_LAST.fullmatch(typed):
        one, other, year = match.groups()
        orders = [(other, one), (one, other)] if one else [(other,)]
        written = ["-".join((year, *(step.zfill(2) for step in order))) for order in orders]
    elif match := _named_month().fullmatch(typed.lower()):
        day = match["before"] or match["after"]
        written = [f"{match['year']}-{_months()[match['month']]:02d}" + (f"-{day.zfill(2)}" if day else "")]
    else:
        return ""
    read = {date: parse_date(date) for date in written}
    if possible := [date for date, value in read.items() if isinstance(value, PartialDate)]:
        return _("Write {date}.").format(date=_(" or ").join(possible)) + " "
    of_another_calendar = [value for value in read.values() if isinstance(value, Problem) and value.id == "record.date-year"]
    return _international() + " " if of_another_calendar else ""


def _figures(plain: str) -> str:
    """A date as it was typed, with digits for Chinese numerals, and the hyphens and quotes of a telephone's keyboard mended."""
    ten = _TEN.sub(lambda found: (found[1] or "一") + (found[2] or "〇"), plain)
    return ten.translate(_HAN).translate(_TYPED).strip()


def _international() -> str:
    remedy = _("Write the year of the international calendar, between {first} and {last}.")
    return remedy.format(first=FIRST_YEAR, last=LAST_YEAR)


@cache
def _months() -> dict[str, int]:
    """The names of the months in the languages of ours that have names for them, whole and shortened."""
    locales = [Locale.parse(tag) for tag in ("en", "fr")]
    return {
        name.lower().rstrip("."): number
        for locale in locales
        for width in ("wide", "abbreviated")
        for number, name in locale.months["format"][width].items()
    }


@cache
def _named_month() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day, gap = "[0-9]{1,2})(?:st|nd|rd|th|er)?", "[-/., ]+"
    return re.compile(
        rf"(?:le )?(?:(?P<before>{day}{gap}(?:of )?)?(?P<month>{names}){gap}(?:(?P<after>{day}{gap})?(?P<year>[0-9]{{4}})"
    )


def how_to_write() -> str:
    """How a date is written in a record."""
    return _("Write year, month and day with hyphens: 1989-06-04. If you know less, 1989-06 or 1989; for about 1989, ~1989.")
