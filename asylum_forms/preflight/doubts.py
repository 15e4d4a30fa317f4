"""What in a record cannot be right, or not all of it: words in another language than said, days that disagree, names that no
form can take. Nothing is corrected; the user is told where to look."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.preflight.chronology import chronology
from asylum_forms.record.days import days_in
from asylum_forms.record.helpers import is_own
from asylum_forms.record.model import Record
from asylum_forms.record.names import foreign_to
from asylum_forms.record.schema import rules_at
from asylum_forms.record.values import Absent, PartialDate, Text, step, walk

NEAR = datetime.timedelta(days=31)
"""How far a day in a text may be from a day of the journey to be taken for the same event."""
_TRAVELS = re.compile(
    r"[飞飛抵]|到达|到達|入境|出境|离开|離開|机场|機場|도착|입국|출국|출발|떠나|떠났|비행기|공항"
    r"|\b(?:arriv|fl(?:y|ew|own|ight)\b|land(?:ed|ing)|left\b|leav(?:e|ing)\b|enter(?:ed)?\b|entry\b|depart|airport|travel"
    r"|vol\b|avion|atterri|parti[er]?s?\b|quitt|entrée?s?\b|aéroport|voyag)",
    re.IGNORECASE,
)
"""Words that tell of a journey, in the languages the program speaks. A sentence without one is not compared with the journey."""
_ABOUT_THE_PAST = ("birth", "date", "from", "issued", "captured")
"""Last step of the questions whose answer has happened before the day of filing."""
_BIRTH = "applicant.birth.date"
_LEAST_AGES = {
    ("marriages", "date"): 10,
    ("children", "birth.date"): 10,
    ("military", "from"): 10,
    ("employment", "from"): 5,
    ("arrests", "date"): 5,
    ("education", "from"): 0,
    ("residences", "from"): 0,
    ("documents", "issued"): 0,
    ("travel.entries", "date"): 0,
}
"""Questions about the applicant's own life, and the age in years before which an answer is hardly right. A child may have worked
or been in custody, so those ages are low."""
_ABOUT = 3
"""Years by which a date with ~ may be off."""


def doubts(filing: Filing) -> list[Finding]:
    """Every such finding about the record of this filing."""
    record = filing.record
    days = [*_other_days(record), *_later(record, filing.date), *_birth(record), *chronology(record)]
    return [*_foreign(filing), *days, *_unprintable_names(record), *_names_twice(record)]


def _foreign(filing: Filing) -> Iterator[Finding]:
    """Words that stand under the language of the filing, but are in another script."""
    for path, value in walk(filing.record.data):
        if not isinstance(value, Text) or _rules(filing.record, path).get("meta", {}).get("verbatim"):
            continue
        words = next((said for tag, said in value.by_language if tag.split("_")[0] == filing.language.split("_")[0]), "")
        if foreign_to(filing.language, words):
            yield Finding(
                id="text.other-language",
                severity=Severity.BLOCKS,
                message=_("These words are said to be in the language of the filing ({language}), but are not: {words}").format(
                    language=filing.language, words=_short(words)
                ),
                remedy=_("Give the words in that language too, in the record: {{{original}: ..., {language}: ...}}").format(
                    original="zh_Hans" if filing.record.language == filing.language else filing.record.language,
                    language=filing.language,
                ),
                place=filing.record.place(path),
            )


def _other_days(record: Record) -> Iterator[Finding]:
    """Days of travel in the texts that are close to a day of the journey, but are no day of the record."""
    known = {day for day, _path in _dated(record.data)}
    journey = [(day, f"travel.{path}") for day, path in _dated(record.get("travel"))]
    seen = set()
    for path, value in walk(record.data):
        for tag, words in value.by_language if isinstance(value, Text) else ():
            for written, day, sentence in days_in(words):
                close = [(abs(day - other), other, where) for other, where in journey if abs(day - other) <= NEAR]
                if day in known or not close or (path, day) in seen or not _TRAVELS.search(sentence):
                    continue
                seen.add((path, day))
                _distance, other, where = min(close)
                yield Finding(
                    id="record.other-day",
                    severity=Severity.ATTEND,
                    message=_(
                        "The text says {written}. No date in the record is that day; close to it is {other} ({path})."
                    ).format(written=written, other=other.isoformat(), path=record.place(where).field),
                    remedy=_("If both are the same event, one is wrong: look at stamps, tickets and papers. If not, leave it."),
                    place=record.place_of(path, tag, written),
                )


def _later(record: Record, filed: datetime.date) -> Iterator[Finding]:
    for path, value in walk(record.data):
        if isinstance(value, PartialDate) and path.rsplit(".", 1)[-1] in _ABOUT_THE_PAST and value.first() > filed:
            yield Finding(
                id="record.date-later",
                severity=Severity.BLOCKS if path == _BIRTH else Severity.ATTEND,
                message=_("{date} is later than the day of filing, {filed}.").format(date=value.iso(), filed=filed.isoformat()),
                remedy=_("One of the two dates is wrong; look both up. If you are not sure of one, put ~ before it."),
                place=record.place(path),
            )


def _birth(record: Record) -> Iterator[Finding]:
    """A date of birth that what the applicant has done since contradicts: of every question the earliest answer is named."""
    birth = record.get(_BIRTH)
    if not isinstance(birth, PartialDate):
        return
    found = []
    impossible = False
    for (question, last), age in _LEAST_AGES.items():
        days = [(day, path) for day, path in _own(record, question, last) if _older(birth, day) < age]
        found += [min(days)] if days else []
        # Some were married, set to work or made to fight as small children: that has to be looked at, and can be true.
        impossible |= any(question == "children" or _older(birth, day) < 0 for day, _path in days)
    if found:
        events = "; ".join(f"{record.place(path).field} {day.iso()}" for day, path in found)
        yield Finding(
            id="record.birth-contradiction",
            severity=Severity.BLOCKS if impossible else Severity.ATTEND,
            message=_("The date of birth, {birth}, is later than these dates or too close to them: {events}").format(
                birth=birth.iso(), events=events
            ),
            remedy=_("Look up all of them in passport and papers, and correct the wrong one: it may decide which form is made."),
            place=record.place(found[0][1] if len(found) == 1 else _BIRTH),
        )


def _own(record: Record, question: str, last: str) -> Iterator[tuple[PartialDate, str]]:
    """The dates of a question that are about the applicant, each with its path; a list may also have entries about relatives."""
    value = record.get(question)
    entries = enumerate(value) if isinstance(value, list) else [("", value)]
    for number, entry in entries:
        day = step(entry, last)
        own = step(entry, "relation") in (None, "biological") and step(entry, "holder") in (None, "applicant")
        if own and is_own(record, step(entry, "person")) and isinstance(day, PartialDate):
            yield day, f"{question}.{number}.{last}".replace("..", ".")


def _older(birth: PartialDate, day: PartialDate) -> int:
    """The highest age in whole years that somebody of this birth can have had on this day; below 0 before the birth."""
    born, then = birth.first(), day.last()
    age = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
    return age + (_ABOUT if birth.approx or day.approx else 0)


def _unprintable_names(record: Record) -> Iterator[Finding]:
    """Names of people that are asked for in Roman letters."""
    for path, value in walk(record.data):
        group, _dot, part = path.rpartition(".")
        if part not in ("family", "given") or not isinstance(value, str) or not foreign_to("en", value):
            continue
        if isinstance(step(record.data, group), Mapping) and _rules(record, path).get("type") == "name":
            yield Finding(
                id="record.name-script",
                severity=Severity.BLOCKS if group == "applicant.name" else Severity.ATTEND,
                message=_("{name} is not in Roman letters.").format(name=value),
                remedy=_("Copy it from the passport, letter by letter. Its own script belongs under `native`."),
                place=record.place(path),
            )


def _names_twice(record: Record) -> Iterator[Finding]:
    """Names whose family name has the given name in it, or the other way round. Some people are called so."""
    for path, value in walk(record.data):
        if not isinstance(value, Mapping) or _rules(record, path).get("type") != "dict":
            continue
        family, given = (str(value.get(key) or "").casefold().split() for key in ("family", "given"))
        absent = any(isinstance(value.get(key), Absent) for key in ("family", "given"))
        if not absent and family and given and (set(given) <= set(family) or set(family) <= set(given)):
            yield Finding(
                id="record.name-twice",
                severity=Severity.ATTEND,
                message=_("{name}: the same word is the family name and a given name.").format(
                    name=f"{value['family']}, {value['given']}"
                ),
                remedy=_("Copy it from the passport, letter by letter. Its own script belongs under `native`."),
                place=record.place(f"{path}.given"),
            )


def _dated(value: object) -> Iterator[tuple[datetime.date, str]]:
    """Every day that is known to the day, with its path."""
    for path, one in walk(value):
        if isinstance(one, PartialDate) and one.day and not one.approx:
            yield one.first(), path


def _rules(record: Record, path: str) -> Mapping[str, Any]:
    return rules_at(record.questions, [int(part) if part.isdigit() else part for part in path.split(".")])


def _short(words: str) -> str:
    flat = re.sub(r"\s+", " ", words)
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
