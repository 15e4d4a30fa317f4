"""Form I-589, Part A.II (spouse and children) and item A.III.5 (parents and siblings): what the boxes about a person say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.people import citizenships
from asylum_forms.record.values import Absent, PartialDate, Value, step
from jurisdictions.us.wording import Entry, country, locality, part, say

Person = Value
"""A person of the record: a dict, an Absent (`unknown`), or None."""

NAME_KINDS = {
    "maiden": "maiden name",
    "former": "former name",
    "alias": "alias",
    "nickname": "nickname",
    "religious": "religious name",
    "pen_name": "pen name",
    "spelling": "other spelling",
}

MARITAL_WORDS = {
    "single": "Single",
    "married": "Married",
    "divorced": "Divorced",
    "widowed": "Widowed",
    "separated": "Married (separated)",
    "common_law": "Common-law marriage",
}


# Values of any person


def digits(value: Value, *lengths: int) -> Value:
    """A number as the box takes it: the digits alone. One of another length stays as it is written."""
    if value is None or isinstance(value, Absent):
        return value
    found = re.sub(r"[\s.-]", "", str(value))
    return found if found.isascii() and found.isdigit() and len(found) in lengths else value


def compact(value: Value) -> Value:
    """A number without spaces and hyphens."""
    return value if value is None or isinstance(value, Absent) else re.sub(r"[\s-]", "", str(value))


def person_a_number(person: Person) -> Value:
    """The digits of an A-number, without the A before them."""
    value = step(person, "us.a_number")
    if value is None or isinstance(value, Absent):
        return value
    without = digits(re.sub(r"^\s*[Aa]\s*[#-]?", "", str(value)), 7, 8, 9)
    return without if str(without).isdigit() else value


def box(value: Value) -> Value:
    """A box that stands alone: ticked for yes, and for no left alone, which the form's table words as `No`."""
    return Absent.NONE if value == "no" else value


def person_birth_place(filing: Filing, person: Person) -> Value:
    """`City, country`; the words of the birth certificate where the city is not answered."""
    if not isinstance(person, Mapping):
        return person
    birth = person.get("birth")
    if not isinstance(birth, Mapping):
        return birth
    city, place, land = birth.get("city"), birth.get("place"), birth.get("country")
    town = place if city in (None, Absent.NONE, Absent.NOT_APPLICABLE) and place is not None else city
    if town is None or land is None:
        return None
    return line(filing, part(filing, town), country(filing, land), of=(town, land))


def person_nationality(filing: Filing, person: Person) -> Value:
    """The countries whose citizen the person is today; `none` means stateless."""
    value = citizenships(step(person, "nationalities"))
    if not isinstance(value, list):
        return value
    lands = [n.get("country") for n in value]
    if len(lands) == 1 and (lands[0] is None or isinstance(lands[0], Absent)):
        return lands[0]
    return value_of(filing, join("; ", (country(filing, land) for land in lands)))


def person_other_names(filing: Filing, person: Person) -> Value:
    """`CHEN Xiaoyun (maiden name); ...`. A name without Roman letters is given as it is, so that it is missed by nobody."""
    value = step(person, "other_names")
    if not isinstance(value, list):
        return value
    names = (_other_name(filing, entry) for entry in value)
    return value_of(filing, join("; ", names))


def _other_name(filing: Filing, entry: Entry) -> Words | None:
    name = say(filing, entry.get("name") if entry.get("name") is not None else entry.get("native"))
    kind = NAME_KINDS.get(entry.get("kind", ""))
    return Words(f"{name.text} ({kind})", name.untranslated) if name and kind else name


def _location(filing: Filing, person: Entry) -> Value:
    where = person.get("location")
    return line(filing, locality(filing, where), of=(where, step(where, "country")))


# Spouse


def is_married(filing: Filing) -> bool | None:
    """Whether there is a spouse: by the marital status, else by the answer about the spouse; None when neither is answered."""
    status, spouse = filing.record.get("applicant.marital_status"), filing.record.get("spouse")
    if status in ("married", "separated"):
        return True
    if status in ("single", "divorced", "widowed"):
        return False
    if isinstance(spouse, Mapping):
        return True
    return False if spouse in (Absent.NONE, Absent.NOT_APPLICABLE) else None


def not_married(filing: Filing) -> Value:
    """The box `I am not married`."""
    married = is_married(filing)
    return _unsaid(filing) if married is None else Absent.NOT_APPLICABLE if married else "yes"


def _unsaid(filing: Filing) -> Value:
    """Unknown or declined, where that is all the record says of the spouse and the marital status."""
    said = (filing.record.get("spouse"), filing.record.get("applicant.marital_status"))
    return next((value for value in said if value in (Absent.UNKNOWN, Absent.DECLINED)), None)


def _spouse(read: Callable[[Filing, Entry], Value]) -> Callable[[Filing], Value]:
    """A box about the spouse: not applicable when the applicant is not married."""

    def answer(filing: Filing) -> Value:
        married, spouse = is_married(filing), filing.record.get("spouse")
        if not married:
            return Absent.NOT_APPLICABLE if married is False else _unsaid(filing)
        if isinstance(spouse, Mapping):
            return read(filing, spouse)
        return spouse if spouse in (Absent.UNKNOWN, Absent.DECLINED) else None

    return answer


def _at(path: str) -> Callable[[Filing, Entry], Value]:
    return lambda _filing, person: step(person, path)


def _if_in_us(path: str, change: Callable[[Value], Value] = lambda value: value) -> Callable[[Filing, Entry], Value]:
    """A box of blocks 16 to 24 (children 14 to 21): not applicable to a person outside the United States."""

    def answer(_filing: Filing, person: Entry) -> Value:
        return Absent.NOT_APPLICABLE if step(person, "us.in_us") == "no" else change(step(person, path))

    return answer


def _where(filing: Filing, person: Entry) -> Value:
    """The location box beside `No`: not applicable to a person in the United States."""
    inside = step(person, "us.in_us")
    if step(person, "deceased") == "yes":
        return "Deceased"
    if inside == "no":
        return _location(filing, person)
    return Absent.NOT_APPLICABLE if inside == "yes" else inside


def _marriage(filing: Filing) -> Value:
    """The marriage that lasts today: the newest one without an end."""
    marriages = filing.record.get("marriages")
    if not isinstance(marriages, list):
        return marriages
    open_ = [m for m in marriages if m.get("status") in ("married", "separated")]
    open_ = open_ or [m for m in marriages if m.get("status") is None and not isinstance(m.get("until"), PartialDate)]
    return open_[-1] if open_ else None


def _marriage_part(read: Callable[[Filing, Entry], Value]) -> Callable[[Filing, Entry], Value]:
    def answer(filing: Filing, _person: Entry) -> Value:
        marriage = _marriage(filing)
        return read(filing, marriage) if isinstance(marriage, Mapping) else marriage

    return answer


def _marriage_place(filing: Filing, marriage: Entry) -> Value:
    place, land = marriage.get("place"), marriage.get("country")
    return line(filing, part(filing, place), country(filing, land), of=(place, land))


spouse_a_number = _spouse(lambda _filing, person: person_a_number(person))
spouse_passport = _spouse(_at("passport_or_id"))
spouse_birth_date = _spouse(_at("birth.date"))
spouse_ssn = _spouse(lambda _filing, person: digits(step(person, "us.ssn"), 9))
spouse_family_name = _spouse(_at("name.family"))
spouse_given_name = _spouse(_at("name.given"))
spouse_middle_name = _spouse(_at("name.middle"))
spouse_other_names = _spouse(person_other_names)
marriage_date = _spouse(_marriage_part(lambda _filing, marriage: marriage.get("date")))
marriage_place = _spouse(_marriage_part(_marriage_place))
spouse_birth_place = _spouse(person_birth_place)
spouse_nationality = _spouse(person_nationality)
spouse_ethnicity = _spouse(_at("ethnicity"))
spouse_sex = _spouse(_at("sex"))
spouse_in_us = _spouse(_at("us.in_us"))
spouse_location = _spouse(_where)
spouse_entry_place = _spouse(_if_in_us("us.last_entry.place"))
spouse_entry_date = _spouse(_if_in_us("us.last_entry.date"))
spouse_i94 = _spouse(_if_in_us("us.i94", compact))
spouse_entry_status = _spouse(_if_in_us("us.last_entry.status"))
spouse_current_status = _spouse(_if_in_us("us.current_status"))
spouse_status_expires = _spouse(_if_in_us("us.status_expires"))
spouse_in_court = _spouse(_if_in_us("us.in_court"))
spouse_previous_arrival = _spouse(_if_in_us("us.previous_arrival"))
spouse_include = _spouse(_if_in_us("us.include"))


# Children


def has_children(filing: Filing) -> Value:
    value = filing.record.get("children")
    if isinstance(value, list):
        return "yes" if value else None
    return "no" if value in (Absent.NONE, Absent.NOT_APPLICABLE) else value


def children_total(filing: Filing) -> Value:
    value = filing.record.get("children")
    if isinstance(value, list):
        return str(len(value)) if value else None
    return Absent.NOT_APPLICABLE if value is Absent.NONE else value


def child_a_number(_filing: Filing, child: Entry) -> Value:
    return person_a_number(child)


def child_ssn(_filing: Filing, child: Entry) -> Value:
    return digits(step(child, "us.ssn"), 9)


def child_marital_status(_filing: Filing, child: Entry) -> Value:
    value = child.get("marital_status")
    return MARITAL_WORDS.get(value, value) if isinstance(value, str) and not isinstance(value, Absent) else value


child_birth_place = person_birth_place
child_nationality = person_nationality
child_location = _where
child_entry_place = _if_in_us("us.last_entry.place")
child_entry_date = _if_in_us("us.last_entry.date")
child_i94 = _if_in_us("us.i94", compact)
child_entry_status = _if_in_us("us.last_entry.status")
child_current_status = _if_in_us("us.current_status")
child_status_expires = _if_in_us("us.status_expires")
child_in_court = _if_in_us("us.in_court")
child_include = _if_in_us("us.include")


# Parents and siblings (A.III.5)


def parents_and_siblings(filing: Filing) -> list[dict[str, Any]]:
    """Mother and father always, then every sibling; one row says so where there is none."""
    rows = [{"relation": name.title(), "person": filing.record.get(f"parents.{name}")} for name in ("mother", "father")]
    siblings = filing.record.get("siblings")
    people = siblings if isinstance(siblings, list) and siblings else [siblings or None]
    return rows + [{"relation": _sibling(person), "person": person} for person in people]


def _sibling(person: Person) -> str:
    kind = step(person, "relation") if isinstance(person, Mapping) else None
    return f"Sibling ({kind})" if kind in ("half", "step", "adopted", "foster") else "Sibling"


def _relative(entry: Entry, read: Callable[[Entry], Value]) -> Value:
    """A box about a relative: where there is nobody, only the name box says so and the others do not apply."""
    person = entry.get("person")
    if isinstance(person, Mapping):
        return read(person)
    return Absent.NOT_APPLICABLE if person is Absent.NONE else person


def relative_name(_filing: Filing, entry: Entry) -> Value:
    person = entry.get("person")
    return person.get("name") if isinstance(person, Mapping) else person


def relative_birth_place(filing: Filing, entry: Entry) -> Value:
    return _relative(entry, lambda person: person_birth_place(filing, person))


def relative_deceased(_filing: Filing, entry: Entry) -> Value:
    return _relative(entry, lambda person: box(person.get("deceased")))


def relative_location(filing: Filing, entry: Entry) -> Value:
    """Where the relative lives now; not applicable to the dead."""

    def read(person: Entry) -> Value:
        return Absent.NOT_APPLICABLE if person.get("deceased") == "yes" else _location(filing, person)

    return _relative(entry, read)
