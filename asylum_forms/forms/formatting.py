"""How a value is printed: words in the language of the filing, dates as the office writes them, names of countries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.dates import format_date

from asylum_forms.forms import measure, wordings
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import _
from asylum_forms.record.localize import country_name, language_name, locale, words_of
from asylum_forms.record.values import Absent, PartialDate, Text, Value, is_present


@dataclass(frozen=True)
class Said:
    """A value in words."""

    text: str
    untranslated: str = ""
    """Language of words that have none in the language of the filing."""
    absent: Absent | None = None
    """Set where all of it is the same absence, such as a name of which no part is known."""
    unanswered: tuple[str, ...] = ()
    """Parts of a name that nobody has answered."""


class Unprintable(Exception):
    """The value is not of the kind that the table prints here."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def say(table: FormTable, item: Item, value: Value, language: str) -> Said:
    """A value (not Absent, not empty) as the item's `as` prints it, in this language. Raises Unprintable."""
    if isinstance(value, list):
        return _joined([_one(table, item, entry, language) for entry in value])
    return _one(table, item, value, language)


def date_words(table: FormTable, date: PartialDate, language: str, item: Item, *, month_only: bool = False) -> str:
    """A date as precisely as it is known, by the patterns of the form; the shorter wording for `about` where the longer has no
    room in the item's box."""
    precision = "month" if month_only and date.day else date.precision
    text = format_date(date.first(), table.dates[precision], locale=locale(language))
    if not date.approx:
        return text
    choices = [table.dates[key].replace("{}", text) for key in ("approx", "approx_short") if key in table.dates]
    return next((words for words in choices if measure.fits(words, item.fits, item.limit)), choices[0])


def _one(table: FormTable, item: Item, value: Value, language: str) -> Said:
    if isinstance(value, Absent):
        return Said(wordings.absence(table, item, value.value), absent=value)
    if isinstance(value, Text):
        # A name is never translated.
        words, untranslated = words_of(value, language)
        return Said(words, "" if item.form == "name" else untranslated)
    if isinstance(value, datetime.date):
        value = PartialDate(value.year, value.month, value.day)
    if isinstance(value, PartialDate):
        return Said(date_words(table, value, language, item, month_only=item.form == "month"))
    if isinstance(value, Mapping):
        if item.form != "name":
            raise Unprintable(_("A group of answers cannot be printed in one box."))
        return _name(table, item, value, language)
    if not isinstance(value, (str, int)):
        raise Unprintable(_("A value of the kind {kind} cannot be printed.").format(kind=type(value).__name__))
    text = str(value)
    if item.form in ("date", "month") and is_present(text):
        return Said(table.dates.get("present", text))
    names: Mapping[str, Callable[[str, str], str]] = {"country": country_name, "language": language_name}
    return Said(names[item.form](text, language) if item.form in names else text)


def _name(table: FormTable, item: Item, name: Mapping[str, Value], language: str) -> Said:
    """Given, middle and family name as written. A part that does not exist is left out; one unknown or declined is said."""
    parts = [(key, name.get(key)) for key in ("given", "middle", "family")]
    given = [value for _key, value in parts if value not in (None, "", Absent.NONE, Absent.NOT_APPLICABLE)]
    absences = [value for value in dict(parts).values() if isinstance(value, Absent)]
    if not any(value is not None and not isinstance(value, Absent) for value in given):
        return Said("", absent=next((v for v in (Absent.UNKNOWN, Absent.DECLINED, *absences) if v in absences), None))
    open_ = tuple(key for key, value in parts if value is None and key != "middle")
    return Said(" ".join(_one(table, item, value, language).text for value in given), unanswered=open_)


def _joined(pieces: list[Said]) -> Said:
    absences = {piece.absent for piece in pieces}
    return Said(
        "; ".join(piece.text for piece in pieces),
        next((piece.untranslated for piece in pieces if piece.untranslated), ""),
        absences.pop() if len(absences) == 1 else None,
        tuple(part for piece in pieces for part in piece.unanswered),
    )
