"""What a record says twice, and differently: one event told in two parts with other days, a birth, a number.

Each form prints one of the two or both; an officer has both. Only what both parts know is compared, and nothing is corrected.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.helpers import says_self
from asylum_forms.record.localize import plain, words
from asylum_forms.record.model import Record
from asylum_forms.record.people import full_name, helper
from asylum_forms.record.values import Absent, PartialDate, Text, Value, is_present, step

Entry = Mapping[str, Any]

_LASTS = ("married", "common_law", "separated")
"""States of a marriage whose husband or wife is the one described under `spouse`."""


def twice(filing: Filing) -> list[Finding]:
    """Every such finding about the record of this filing."""
    record = filing.record
    apart = (_other_days, _spouse_birth, _licence, _lives_elsewhere, _same_names, _same_numbers, _unsafe)
    return [finding for look in apart for finding in look(record)]


def _other_days(record: Record) -> Iterator[Finding]:
    """Arrests that name the evidence or the place of harm, but none of whose days are days of that harm."""
    for number, arrest in _entries(record, "arrests"):
        near = [(n, harm) for n, harm in _entries(record, "harm") if _about_the_same(record, arrest, harm)]
        days = _days(arrest, "date")
        others = [(n, other) for n, harm in near if (other := _days(harm, "from"))]
        if days and others and not any(first <= days[1] and days[0] <= last for _n, (first, last) in others):
            second = others[0][0]
            yield Finding(
                "record.other-days",
                Severity.ATTEND,
                _("{first} and {second} name the same evidence or place, but other days: {one} and {other}.").format(
                    first=record.place(f"arrests.{number}").field or f"arrests.{number + 1}",
                    second=record.place(f"harm.{second}").field or f"harm.{second + 1}",
                    one=_said(arrest, "date"),
                    other=_said(record.rows("harm")[second], "from"),
                ),
                _("If both are the same event, one is wrong: look at stamps, tickets and papers. If not, leave it."),
                record.place(f"arrests.{number}.date"),
            )


def _about_the_same(record: Record, arrest: Entry, harm: Entry) -> bool:
    papers = [set(map(str, entry["evidence"])) for entry in (arrest, harm) if isinstance(entry.get("evidence"), list)]
    places = [
        " ".join(words(entry.get(key), record.language).casefold().split()) for entry, key in ((arrest, "place"), (harm, "where"))
    ]
    people = [says_self(entry.get(key)) for entry, key in ((arrest, "person"), (harm, "victim")) if entry.get(key) is not None]
    shared = (len(papers) == 2 and papers[0] & papers[1]) or (places[0] and places[0] == places[1])
    return bool(shared) and len(set(people)) < 2


def _days(entry: Entry, begin: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last day that it may have lasted; None where the beginning is not known, or only about."""
    first, last = entry.get(begin), entry.get("until")
    if not isinstance(first, PartialDate) or first.approx:
        return None
    if isinstance(last, PartialDate) and not last.approx:
        return first.first(), max(first.last(), last.last())
    return first.first(), datetime.date.max


def _said(entry: Entry, begin: str) -> str:
    return " – ".join(day.iso() for key in (begin, "until") if isinstance(day := entry.get(key), PartialDate))


def _spouse_birth(record: Record) -> Iterator[Finding]:
    spouse = record.get("spouse")
    for number, marriage in _entries(record, "marriages"):
        if isinstance(spouse, Mapping) and _is_now(marriage) and _same_name(marriage.get("spouse"), spouse.get("name")):
            path = f"marriages.{number}.spouse_birth_date"
            yield from _dates(record, "spouse.birth.date", path)


def _is_now(marriage: Entry) -> bool:
    """Whether a marriage lasts, as far as the record says."""
    return marriage.get("status") in _LASTS and not isinstance(marriage.get("until"), PartialDate)


def _dates(record: Record, first: str, second: str) -> Iterator[Finding]:
    one, other = record.get(first), record.get(second)
    if not isinstance(one, PartialDate) or not isinstance(other, PartialDate) or one.approx or other.approx:
        return
    if one.last() < other.first() or other.last() < one.first():
        yield _differently(record, (first, one.iso()), (second, other.iso()))


def _licence(record: Record) -> Iterator[Finding]:
    """The number of a representative that a bar gave, and the licence of the same person among the helpers."""
    id_ = record.get("representative.helper")
    number, licence = plain(record.get("representative.bar_number")), plain(helper(record, id_).get("licence"))
    wanted = _compact(number)
    if wanted and any(map(str.isdigit, licence)) and wanted not in _compact(licence) and _compact(licence) not in wanted:
        position = next(n for n, entry in _entries(record, "helpers") if entry.get("id") == id_)
        yield _differently(record, ("representative.bar_number", number), (f"helpers.{position}.licence", licence))


def _lives_elsewhere(record: Record) -> Iterator[Finding]:
    """Residences that last until today, none of which is in the town and country of the applicant's address."""
    home = record.get("applicant.residence")
    now = [(n, entry.get("address")) for n, entry in _entries(record, "residences") if is_present(entry.get("until"))]
    if now and not any(_may_be_one_town(home, address) for _n, address in now):
        told = [", ".join(plain(step(place, key)) for key in ("city", "country")) for place in (home, now[0][1])]
        found = _differently(record, ("applicant.residence", told[0]), (f"residences.{now[0][0]}.address", told[1]))
        yield replace(found, severity=Severity.ATTEND)


def _may_be_one_town(one: Value, other: Value) -> bool:
    """Whether two addresses may be in one town: in one country, and a name of one town is in a name of the other."""
    lands = [plain(step(address, "country")) for address in (one, other)]
    towns = [_towns(address) for address in (one, other)]
    if not all(lands) or not all(towns):
        return True
    return lands[0] == lands[1] and any(a in b or b in a for a in towns[0] for b in towns[1])


def _towns(address: Value) -> list[str]:
    """The town of an address in every language in which it is given."""
    city = step(address, "city")
    given = [words for _tag, words in city.by_language] if isinstance(city, Text) else [plain(city)]
    return [" ".join(one.casefold().split()) for one in given if one.strip()]


def _compact(number: str) -> str:
    return re.sub(r"[\W_]", "", number).casefold()


def _differently(record: Record, first: tuple[str, str], second: tuple[str, str]) -> Finding:
    """`first` and `second` are (path, what it says)."""
    fields = [record.place(path).field or path for path, _said in (first, second)]
    return Finding(
        "record.said-twice",
        Severity.BLOCKS,
        _("The record answers this twice and differently: {first} ({one}) and {second} ({other}).").format(
            first=fields[0], one=first[1], second=fields[1], other=second[1]
        ),
        _("Correct the one that is wrong."),
        record.place(second[0]),
    )


def _same_names(record: Record) -> Iterator[Finding]:
    """Two children, or two brothers and sisters, of one name: one was described twice, or a name was copied."""
    for question in ("children", "siblings"):
        seen: list[tuple[int, Value]] = []
        for number, entry in _entries(record, question):
            name = entry.get("name")
            first = next((n for n, other in seen if _same_name(name, other)), None)
            if first is None:
                seen.append((number, name))
                continue
            yield Finding(
                "record.same-name",
                Severity.ATTEND,
                _("{first} and {second} have the same name: {name}.").format(
                    first=record.place(f"{question}.{first}").field or f"{question}.{first + 1}",
                    second=record.place(f"{question}.{number}").field or f"{question}.{number + 1}",
                    name=full_name(name),
                ),
                _("Copy each name from the passport or the birth certificate; take out who is described twice."),
                record.place(f"{question}.{number}.name"),
            )


_OF_ONE = ("passport", "travel_document", "identity_card")
"""Papers that one person has; a household register has the whole family in it."""


def _same_numbers(record: Record) -> Iterator[Finding]:
    """One number of a passport or identity card at two people. A child may be in the passport of a parent: it stops nothing."""
    whose: dict[str, str] = {}
    for person, path in _papers(record):
        number = _compact(plain(record.get(path)))
        if number and whose.setdefault(number, person) != person:
            yield Finding(
                "record.same-number",
                Severity.ATTEND,
                _("Two people have the same {name}: {first} and {second}.").format(
                    name=_("Passport or identity card number"),
                    first=full_name(record.get(f"{whose[number]}.name")) or whose[number],
                    second=full_name(record.get(f"{person}.name")) or person,
                ),
                _("Compare it digit by digit with the paper it comes from."),
                record.place(path),
            )


_LEAST = 7
"""Digits at the end of a telephone number by which it is known, with or without the code of the country."""


def _unsafe(record: Record) -> Iterator[Finding]:
    """A telephone or address that the papers print as the way to reach the applicant, named among what is not safe."""
    said = record.get("applicant.safe_contact.not_safe")
    told = " ".join(words for _tag, words in said.by_language) if isinstance(said, Text) else ""
    numbers = [re.sub(r"\D", "", one) for one in re.findall(r"\d[\d\s().\-/]*", told)]
    for path in ("contact.phone", "contact.email", "safe_contact.phone", "safe_contact.email"):
        value = plain(record.get(f"applicant.{path}"))
        digits = re.sub(r"\D", "", value)
        if path.endswith("phone"):
            named = len(digits) >= _LEAST and any(one.endswith(digits[-_LEAST:]) for one in numbers)
        else:
            named = bool(value) and value.casefold() in told.casefold()
        if named:
            yield Finding(
                "record.contact-not-safe",
                Severity.ATTEND,
                _("{value} is printed so that you can be reached by it, but you say of it that it is not safe.").format(
                    value=value
                ),
                _(
                    "Give another one that only you or somebody you trust can open. If it is safe at some hours, say so "
                    "under how."
                ),
                record.place(f"applicant.{path}"),
            )


def _papers(record: Record) -> Iterator[tuple[str, str]]:
    """(path of the person, path of the number) of every passport and identity card whose holder is told."""
    persons = {"applicant": "applicant", **record.persons()}
    persons |= {record.get(f"{path}.id") or "": path for path in persons.values()}
    for number, entry in _entries(record, "documents"):
        holder = entry.get("holder", "applicant")
        if entry.get("kind") in _OF_ONE and not isinstance(holder, Absent):
            yield persons.get(holder, str(holder)), f"documents.{number}.number"
    groups = [f"{group}.{number}" for group in ("children", "siblings") for number, _entry in _entries(record, group)]
    for path in ("spouse", "parents.mother", "parents.father", *groups):
        yield path, f"{path}.passport_or_id"


def _same_name(one: Value, other: Value) -> bool:
    """Whether two names are the same in Roman letters; a middle name counts where both have one."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    parts = [[plain(name.get(key)).casefold() for key in ("family", "given", "middle")] for name in (one, other)]
    return bool(parts[0][1]) and all(
        a == b or (key == 2 and not (a and b)) for key, (a, b) in enumerate(zip(*parts, strict=True))
    )


def _entries(record: Record, question: str) -> Sequence[tuple[int, Entry]]:
    return [(number, entry) for number, entry in enumerate(record.rows(question)) if isinstance(entry, Mapping)]
