"""Answers of Form IMM 5669, Schedule A: background, history, service and addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, value_of
from asylum_forms.record import helpers
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.ca.ircc import answer, citizenships, explained_words, given_names, last_day, phrase, said, sentences, within
from jurisdictions.ca.wording import Entry, captioned, country, either, part, period, place, say

QUESTIONS = {
    "a": "convicted_in_canada",
    "b": "criminal_elsewhere",
    "c": "earlier_claims",
    "d": "refused",
    "e": "removed",
    "f": "atrocities",
    "g": "violence",
    "h": "violent_group",
    "i": "criminal_group",
    "j": "detained",
    "k": "disease",
}
"""Letter of item 6 to the question below `ca.background`."""

_NONE_SAYS_NO = {
    "b": ("arrests",),
    "c": ("earlier_claims",),
    "d": ("travel.refusals", "earlier_claims"),
    "e": ("travel.refusals",),
    "j": ("arrests",),
}
"""Lists of the record that answer a letter with no when all of them are `none`."""


def sa_role(filing: Filing) -> Value:
    """The head of the form: the applicant the case is for, or a grown family member."""
    return "family" if filing.person else "principal"


# Parents


def sa_father_given(filing: Filing) -> Value:
    return given_names(filing.record.get("parents.father.name"))


def sa_mother_given(filing: Filing) -> Value:
    return given_names(filing.record.get("parents.mother.name"))


def sa_mother_birth_name(filing: Filing) -> Value:
    """The maiden name where one is recorded; the family name where the record says that there is no such other name."""
    names = filing.record.get("parents.mother.other_names")
    if names is None or names in (Absent.UNKNOWN, Absent.DECLINED):
        return names
    maiden = next((name.get("name") for name in names if name.get("kind") == "maiden"), None) if isinstance(names, list) else None
    return maiden if said(maiden) else filing.record.get("parents.mother.name.family")


def sa_father_death(filing: Filing) -> Value:
    return _death(filing.record.get("parents.father"))


def sa_mother_death(filing: Filing) -> Value:
    return _death(filing.record.get("parents.mother"))


def _death(person: Value) -> Value:
    deceased = step(person, "deceased")
    if deceased == "no":
        return Absent.NOT_APPLICABLE
    return step(person, "death_date") if deceased == "yes" else deceased


# 6. Questions with yes or no


def _background(letter: str) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        given = answer(filing, f"ca.background.{QUESTIONS[letter]}")
        if given is not None:
            return given
        if letter == "c" and filing.record.rows("earlier_claims"):
            return "yes"
        lists = [filing.record.get(path) for path in _NONE_SAYS_NO.get(letter, ())]
        return "no" if lists and all(value is Absent.NONE for value in lists) else None

    return found


sa_6a, sa_6b, sa_6c, sa_6d = _background("a"), _background("b"), _background("c"), _background("d")
sa_6e, sa_6f, sa_6g, sa_6h = _background("e"), _background("f"), _background("g"), _background("h")
sa_6i, sa_6j, sa_6k = _background("i"), _background("j"), _background("k")


def sa_6_details(filing: Filing) -> Value:
    """The explanation of every yes, each after its letter."""
    answers = {letter: _background(letter)(filing) for letter in QUESTIONS}
    yes = [letter for letter, given in answers.items() if given == "yes"]
    if yes:
        return value_of(filing, join("\n", (_lettered(filing, letter) for letter in yes)))
    return Absent.NOT_APPLICABLE if set(answers.values()) == {"no"} else None


def _lettered(filing: Filing, letter: str) -> Words | None:
    words = explained_words(filing, filing.record.get(f"ca.background.{QUESTIONS[letter]}"))
    if words is None and letter == "c":
        words = claims_words(filing)
    return Words(f"{letter}) {words.text.strip()}", words.untranslated) if words else None


def claims_words(filing: Filing, entries: list[Any] | None = None) -> Words | None:
    """Earlier claims, one after the other."""
    rows = filing.record.rows("earlier_claims") if entries is None else entries
    return join("; ", (_claim(filing, entry) for entry in rows))


def _claim(filing: Filing, entry: Entry) -> Words | None:
    known = said(entry.get("number"))
    number = captioned(filing, either(filing, "file no.", "no de dossier"), entry.get("number")) if known else None
    who = part(filing, entry.get("person")) if said(entry.get("relation")) else None
    where = join(", ", (part(filing, entry.get("place")), country(filing, entry.get("country"))))
    authority, result = part(filing, entry.get("authority")), part(filing, entry.get("result"))
    return join(", ", (part(filing, entry.get("date")), who, authority, where, number, result))


# 7. Education


def sa_education(filing: Filing) -> Value:
    return filing.record.get("education")


def sa_field_of_study(filing: Filing, entry: Entry) -> Value:
    """What the applicant studied at this school: the record asks it under `ca.fields_of_study`, by the name of the school."""
    asked = filing.record.get("ca.fields_of_study")
    if not isinstance(asked, list):
        return asked
    school = _any(entry.get("school"))
    return next((one.get("field") for one in asked if _any(one.get("school")) == school), None)


def _any(value: Value) -> str:
    return value.any() if isinstance(value, Text) else str(value)


# 8. Personal history


def activities(filing: Filing) -> list[dict[str, Any]]:
    """Everything the person has done in the time asked for: work, studies and what is told under `ca.other_activities`."""
    return [*_worked(filing), *_studied(filing), *_other(filing)]


def _worked(filing: Filing) -> Iterator[dict[str, Any]]:
    for entry in _rows(filing, "employment"):
        yield _activity(filing, entry, entry.get("occupation"), entry.get("employer"))


def _studied(filing: Filing) -> Iterator[dict[str, Any]]:
    for entry in _rows(filing, "education"):
        yield _activity(filing, entry, either(filing, "Student", "Études"), entry.get("school"))


def _other(filing: Filing) -> Iterator[dict[str, Any]]:
    for entry in _rows(filing, "ca.other_activities"):
        yield _activity(filing, entry, entry.get("activity"), entry.get("organisation"))


def _rows(filing: Filing, path: str) -> list[Any]:
    value = within(filing, filing.record.get(path))
    return value if isinstance(value, list) else []


def _activity(filing: Filing, entry: Entry, activity: Value, company: Value) -> dict[str, Any]:
    address = entry.get("address")
    where = place_of(filing, address)
    land = step(address, "country")
    return {
        "from": entry.get("from"),
        "until": entry.get("until"),
        "activity": activity,
        "place": where,
        "status": entry.get("status") if said(entry.get("status")) else status_in(filing, land, entry),
        "company": company,
    }


def place_of(filing: Filing, address: Value) -> Value:
    """Town and country; an Absent stays as it is."""
    return value_of(filing, place(filing, address)) if not isinstance(address, Absent) else address


def status_in(filing: Filing, land: Value, entry: Entry) -> Value:
    """The status in a country at that time: citizen, else that of a residence there in the same time."""
    own = citizenships(filing)
    if isinstance(own, list) and land in own:
        return either(filing, "Citizen", "Citoyen")
    start = entry.get("from")
    if not isinstance(start, PartialDate):
        return None
    for residence in filing.record.rows("residences"):
        since = residence.get("from")
        there = step(residence, "address.country") == land and isinstance(since, PartialDate)
        if there and since.first() <= last_day(filing, entry) and last_day(filing, residence) >= start.first():
            found: Value = residence.get("status")
            return found
    return None


def sa_history(filing: Filing) -> Value:
    return activities(filing) or None


# 9, 10, 11, 12


def sa_organisations(filing: Filing) -> Value:
    """The person's own memberships; those of family members belong on their own forms."""
    value = filing.record.get("organisations")
    if not isinstance(value, list):
        return value
    if open_ := whose_open(filing, "organisations"):
        return Derived(None, (open_,))
    return [entry for entry in value if is_own(filing, entry)] or Absent.NONE


def is_own(filing: Filing, entry: Entry) -> bool:
    """Whether an entry is about the applicant: by the relation, which does not apply to oneself, else by who it is."""
    relation = entry.get("relation")
    if said(relation):
        return _any(relation) == "applicant" or helpers.says_self(relation)
    if relation in (Absent.NONE, Absent.NOT_APPLICABLE):
        return True
    who = entry.get("person")
    return who not in (Absent.UNKNOWN, Absent.DECLINED) and helpers.is_own(filing.record, who)


def whose_open(filing: Filing, question: str) -> str:
    """The path of the first relation without which nobody can tell whom the entry is about; empty where there is none."""
    for number, entry in enumerate(filing.record.rows(question)):
        if not said(entry.get("relation")) and not is_own(filing, entry):
            return f"{question}.{number}.relation"
    return ""


def sa_activities(filing: Filing, entry: Entry) -> Value:
    both = phrase(filing, entry, "role", "activities")
    return value_of(filing, both) if both else entry.get("role")


def sa_organisation_place(filing: Filing, entry: Entry) -> Value:
    """City and country. The record asks only the country; the city may stand under `ca.organisation_cities`."""
    cities = filing.record.rows("ca.organisation_cities")
    city = next((one.get("city") for one in cities if _any(one.get("name")) == _any(entry.get("name"))), None)
    return value_of(filing, join(", ", (part(filing, city), country(filing, entry.get("country")))))


def sa_government(filing: Filing) -> Value:
    return filing.record.get("ca.government_positions")


def sa_level(filing: Filing, entry: Entry) -> Value:
    return value_of(filing, join(", ", (country(filing, entry.get("country")), part(filing, entry.get("level")))))


def sa_service1(filing: Filing) -> Value:
    """One row for the service that the record tells of."""
    served = filing.record.get("military.served")
    if served == "no":
        return Absent.NONE
    return [filing.record.get("military")] if served == "yes" else served


def sa_service_country1(filing: Filing) -> Value:
    served = filing.record.get("military.served")
    return filing.record.get("military.country") if served == "yes" else Absent.NONE if served == "no" else served


def sa_service2(filing: Filing) -> Value:
    """Service in another country; who has never served has none."""
    if filing.record.get("military.served") == "no":
        return Absent.NOT_APPLICABLE
    value = filing.record.get("ca.other_service")
    return Absent.NOT_APPLICABLE if value is Absent.NONE else value


def sa_service_country2(filing: Filing) -> Value:
    value = sa_service2(filing)
    return value[0].get("country") if isinstance(value, list) and value else value


def sa_branch(filing: Filing, entry: Entry) -> Value:
    """Branch, unit and the names of the commanding officers."""
    commanders = entry.get("commanders", filing.record.get("ca.commanders"))
    return value_of(
        filing, join("; ", (part(filing, entry.get("branch")), part(filing, entry.get("unit")), part(filing, commanders)))
    )


def sa_combat(filing: Filing, entry: Entry) -> Value:
    given = step(entry, "combat.answer")
    if given == "yes":
        return step(entry, "combat.explain")
    return Absent.NONE if given == "no" else given


def sa_addresses(filing: Filing) -> Value:
    value = within(filing, filing.record.get("residences"))
    return (value or None) if isinstance(value, list) else value


def sa_street(filing: Filing, entry: Entry) -> Value:
    street = step(entry, "address.street")
    words = join(", ", (part(filing, street), part(filing, step(entry, "address.apartment"))))
    return value_of(filing, words) if words else street


def sa_province(filing: Filing, entry: Entry) -> Value:
    """Province or state, else the district."""
    province = step(entry, "address.province")
    return province if said(province) else step(entry, "address.district") or province


def in_words(filing: Filing, entry: Entry) -> Words | None:
    """An arrest: when, where, whose, by whom, what, and what came of it."""
    when = period(filing, {"from": entry.get("date"), "until": entry.get("until")})
    where = join(", ", (part(filing, entry.get("place")), country(filing, entry.get("country"))))
    more = (part(filing, entry.get(key)) for key in ("authority", "action", "charge", "outcome", "released"))
    reason = say(filing, entry.get("reason")) if said(entry.get("reason")) else None
    whose = captioned(filing, either(filing, "Against", "Contre"), entry.get("person")) if said(entry.get("person")) else None
    return sentences(join(", ", (when, where)), whose, *more, reason)
