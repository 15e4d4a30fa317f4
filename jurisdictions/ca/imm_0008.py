"""Answers of Form IMM 0008, the generic application: application, person, contact, documents, studies and languages.

Each function reads the `applicant` of the filing it is given, so the same functions answer for a dependant through
`filing.for_person`. Marriages and family are in `imm_0008_family.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms import yamlfile
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import join, value_of
from asylum_forms.record import people
from asylum_forms.record.localize import country_name
from asylum_forms.record.values import Absent, PartialDate, Value, step
from jurisdictions.ca.ircc import citizenships, last_day, said, years_before
from jurisdictions.ca.wording import HOME, Entry, in_french, part, say

STATUSES = {
    "citizen": "Citizen",
    "permanent_resident": "Permanent resident",
    "visitor": "Visitor",
    "worker": "Worker",
    "student": "Student",
    "protected_person": "Protected Person",
    "refugee_claimant": "Refugee Claimant",
    "foreign_national": "Foreign National",
    "other": "Other",
}
"""What the form's list calls an immigration status. The lists are in English in every filing, as on the form."""

_HALF_YEAR = 183


@cache
def _countries() -> Mapping[str, str]:
    file = Path(__file__).parent / "countries.yaml"
    return dict(yamlfile.load(file))


def listed(code: Value) -> Value:
    """A country as the form's lists call it; one that they lack by its own name, to be picked by hand."""
    if code is None or isinstance(code, Absent):
        return code
    return _countries().get(str(code).upper(), country_name(str(code), "en"))


# Application details


def g_program(filing: Filing) -> Value:
    """This procedure is the refugee program."""
    return "Refugee"


def g_category(filing: Filing) -> Value:
    return "Outside Canada - Refugee"


def g_correspondence(filing: Filing) -> Value:
    """Letters in the language in which the application is made."""
    return "french" if in_french(filing) else "english"


def g_interview_language(filing: Filing) -> Value:
    return _language(filing, filing.record.get("applicant.languages.interview"))


def _language(filing: Filing, value: Value) -> Value:
    """A language in the words of the record; the form's list may call it otherwise, then it is picked by hand."""
    return value_of(filing, say(filing, value)) if said(value) else value


def _csq(key: str, when: str) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        given = filing.record.get("ca.csq.answer")
        if given == when:
            return filing.record.get(f"ca.csq.{key}")
        return Absent.NOT_APPLICABLE if given in ("yes", "no") else given

    return found


g_csq_number, g_csq_date = _csq("number", "yes"), _csq("date", "no")


# Personal details


def g_family(filing: Filing) -> Value:
    return filing.record.get("applicant.name.family")


def g_other_name(filing: Filing) -> Value:
    value = filing.record.get("applicant.other_names")
    return "yes" if isinstance(value, list) and value else "no" if value is Absent.NONE else value or None


def g_other_name_family(filing: Filing) -> Value:
    """Every other name, whole: the record does not tell its family part from its given part."""
    value = filing.record.get("applicant.other_names")
    if not isinstance(value, list):
        return Absent.NOT_APPLICABLE if value is Absent.NONE else value
    return value_of(filing, join("; ", (say(filing, name.get("name")) for name in value)))


def g_other_name_given(filing: Filing) -> Value:
    """Stands in the box for family names; see `g_other_name_family`."""
    value = filing.record.get("applicant.other_names")
    return Absent.NOT_APPLICABLE if isinstance(value, list) or value is Absent.NONE else value


def g_uci(filing: Filing) -> Value:
    """The client number: a family member's stands at the person, unless there is a record of their own."""
    own = filing.record.get("ca.client_id")
    return filing.record.get("applicant.ca.uci") if own is None else own


def g_sex(filing: Filing) -> Value:
    return filing.record.get("applicant.sex")


def _person(path: str) -> Callable[[Filing], Value]:
    return lambda filing: filing.record.get(f"applicant.{path}")


g_height, g_eyes = _person("ca.height_cm"), _person("ca.eye_colour")
g_birth_city = _person("birth.city")


def date_part(date: Value, place: int) -> Value:
    """Year, month or day of a date; unknown where the date is not known so closely."""
    if not isinstance(date, PartialDate):
        return date
    value = (date.year, date.month, date.day)[place]
    return Absent.UNKNOWN if not value else f"{value:04d}" if place == 0 else f"{value:02d}"


def _birth(place: int) -> Callable[[Filing], Value]:
    return lambda filing: date_part(filing.record.get("applicant.birth.date"), place)


g_birth_year, g_birth_month, g_birth_day = _birth(0), _birth(1), _birth(2)


def g_birth_country(filing: Filing) -> Value:
    return listed(filing.record.get("applicant.birth.country"))


def g_citizenship1(filing: Filing) -> Value:
    own = _held(filing)
    return (listed(own[0]) if own else "Stateless") if isinstance(own, list) else own


def _held(filing: Filing) -> Value:
    """The citizenships of today; an empty list of who has none, so that such a person is not taken for one without an answer."""
    own = citizenships(filing)
    return [] if own is Absent.NONE else own


def g_citizenship2(filing: Filing) -> Value:
    """The second and any further citizenship."""
    own = citizenships(filing)
    if not isinstance(own, list):
        return own
    return "; ".join(str(listed(code)) for code in own[1:]) or Absent.NONE


def g_residence_country(filing: Filing) -> Value:
    return listed(filing.record.get("applicant.residence.country"))


def g_residence_status(filing: Filing) -> Value:
    value = filing.record.get("applicant.ca.residence.status")
    return STATUSES.get(value, value) if isinstance(value, str) and not isinstance(value, Absent) else value


def g_residence_other(filing: Filing) -> Value:
    """The box belongs to the status `Other`."""
    status = filing.record.get("applicant.ca.residence.status")
    if status == "other":
        return filing.record.get("applicant.ca.residence.other")
    return Absent.NOT_APPLICABLE if said(status) else status


g_residence_from, g_residence_to = _person("ca.residence.from"), _person("ca.residence.until")


def _entry(key: str) -> Callable[[Filing], Value]:
    """The last entry into Canada; who has never been there has none. An entry of no known country may be one."""

    def found(filing: Filing) -> Value:
        value = filing.record.get("travel.entries")
        if not isinstance(value, list):
            return Absent.NOT_APPLICABLE if value is Absent.NONE else value
        ours = [entry for entry in value if entry.get("country") == HOME]
        last = max(ours, key=lambda entry: _start(entry, "date"), default=None)
        untold = [entry.get("country") for entry in value if not said(entry.get("country"))]
        return last.get(key) if last else untold[0] if untold else Absent.NOT_APPLICABLE

    return found


def _start(entry: Entry, key: str = "from") -> PartialDate:
    value = entry.get(key)
    return value if isinstance(value, PartialDate) else PartialDate(1)


g_last_entry_date, g_last_entry_place = _entry("date"), _entry("place")


def elsewhere(filing: Filing) -> Value:
    """Residences of more than six months in a third country in the past five years, the newest first.

    An Absent or None stays as it is."""
    value, own = filing.record.get("residences"), _held(filing)
    if not isinstance(value, list) or not isinstance(own, list):
        return value if not isinstance(value, list) else own
    start = years_before(filing.date, 5)
    recent = [entry for entry in value if last_day(filing, entry) >= start]
    known = [*own, filing.record.get("applicant.residence.country")]
    if untold := [land for land in (*known, *(step(entry, "address.country") for entry in recent)) if not said(land)]:
        return untold[0]
    found = [entry for entry in recent if step(entry, "address.country") not in known]
    if any(not isinstance(entry.get("from"), PartialDate) for entry in found):
        return next(entry.get("from") for entry in found if not isinstance(entry.get("from"), PartialDate))
    long = [entry for entry in found if (last_day(filing, entry) - max(_start(entry).first(), start)).days > _HALF_YEAR]
    return sorted(long, key=_start, reverse=True)


def g_lived_elsewhere(filing: Filing) -> Value:
    value = elsewhere(filing)
    return ("yes" if value else "no") if isinstance(value, list) else value


def _elsewhere(place: int, read: Callable[[Entry], Value]) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        value = elsewhere(filing)
        if not isinstance(value, list):
            return value
        return read(value[place]) if place < len(value) else Absent.NOT_APPLICABLE

    return found


def _country_of(entry: Entry) -> Value:
    return listed(step(entry, "address.country"))


g_elsewhere1_country, g_elsewhere2_country = _elsewhere(0, _country_of), _elsewhere(1, _country_of)
g_elsewhere1_status, g_elsewhere2_status = _elsewhere(0, lambda e: "Other"), _elsewhere(1, lambda e: "Other")
g_elsewhere1_other, g_elsewhere2_other = _elsewhere(0, lambda e: e.get("status")), _elsewhere(1, lambda e: e.get("status"))
g_elsewhere1_from, g_elsewhere2_from = _elsewhere(0, lambda e: e.get("from")), _elsewhere(1, lambda e: e.get("from"))
g_elsewhere1_to, g_elsewhere2_to = _elsewhere(0, lambda e: e.get("until")), _elsewhere(1, lambda e: e.get("until"))


# Contact


def _mailing(filing: Filing) -> Value:
    """The mailing address; the residence where letters go there."""
    where = filing.record.get("applicant.mailing")
    same = where in (Absent.NONE, Absent.NOT_APPLICABLE)
    return filing.record.get("applicant.residence") if same else where


def g_home_same(filing: Filing) -> Value:
    where, home = filing.record.get("applicant.mailing"), filing.record.get("applicant.residence")
    if where in (Absent.NONE, Absent.NOT_APPLICABLE) or (isinstance(where, Mapping) and where == home):
        return "yes"
    return "no" if isinstance(where, Mapping) else where


_NUMBERED = re.compile(r"(?:No\.? ?)?(\d+[A-Za-z]?(?:[-/]\d+)?),? (.+)")


def _box(read: Callable[[Filing, Value], Value], home: bool) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        if not home:
            return read(filing, _mailing(filing))
        return Absent.NOT_APPLICABLE if g_home_same(filing) == "yes" else read(filing, filing.record.get("applicant.residence"))

    return found


def _street(place: int) -> Callable[[Filing, Value], Value]:
    """Number and name of a street; what does not begin with a number stays whole in the box for the name."""

    def found(filing: Filing, where: Value) -> Value:
        street = step(where, "street")
        words = say(filing, street) if said(street) else None
        match = _NUMBERED.fullmatch(words.text.strip()) if words and not words.untranslated else None
        if words is None:
            return street
        if place == 0:
            return match[1] if match else Absent.NOT_APPLICABLE
        return match[2] if match else value_of(filing, words)

    return found


def _plain(key: str) -> Callable[[Filing, Value], Value]:
    return lambda filing, where: step(where, key)


def _country(filing: Filing, where: Value) -> Value:
    return listed(step(where, "country"))


def _province(filing: Filing, where: Value) -> Value:
    """A list that the form has for Canada and the United States only."""
    land = step(where, "country")
    return step(where, "province") if land in (HOME, "US") else Absent.NOT_APPLICABLE if said(land) else land


def _district(filing: Filing, where: Value) -> Value:
    """District, and the province of another country, which has no box of its own."""
    land = step(where, "country")
    parts = [step(where, "district"), *([] if land in (HOME, "US") else [step(where, "province")])]
    if parts[0] == parts[-1] and isinstance(parts[0], Absent):
        return parts[0]
    words = join(", ", (part(filing, one) for one in parts))
    return value_of(filing, words) if words else parts[0]


def g_mail_po_box(filing: Filing) -> Value:
    """The record has no post office box of its own; it stands in the line of the street."""
    return None


g_mail_apartment, g_home_apartment = _box(_plain("apartment"), False), _box(_plain("apartment"), True)
g_mail_number, g_home_number = _box(_street(0), False), _box(_street(0), True)
g_mail_street, g_home_street = _box(_street(1), False), _box(_street(1), True)
g_mail_city, g_home_city = _box(_plain("city"), False), _box(_plain("city"), True)
g_mail_country, g_home_country = _box(_country, False), _box(_country, True)
g_mail_province, g_home_province = _box(_province, False), _box(_province, True)
g_mail_postal, g_home_postal = _box(_plain("postal_code"), False), _box(_plain("postal_code"), True)
g_mail_district, g_home_district = _box(_district, False), _box(_district, True)

_PHONE = re.compile(r"(?:\+|00)(\d{1,3})[ -]+(.+)|\+(1)(\d{10})")


def _phone(filing: Filing) -> tuple[Value, Value]:
    """(country code, number); the code is unknown where the number is not written with one: `+66 80 000 0000`."""
    value = filing.record.get("applicant.contact.phone")
    if value is None or isinstance(value, Absent):
        return value, value
    match = _PHONE.fullmatch(str(value).strip())
    return (match[1] or match[3], match[2] or match[4]) if match else (Absent.UNKNOWN, str(value))


def g_phone_kind(filing: Filing) -> Value:
    code = _phone(filing)[0]
    return "american" if code == "1" else "other" if said(code) else code


def g_phone_country(filing: Filing) -> Value:
    return _phone(filing)[0]


def g_phone_number(filing: Filing) -> Value:
    return _phone(filing)[1]


# Documents


def _document(kinds: tuple[str, ...], key: str) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        document = own_document(filing, kinds)
        if not isinstance(document, Mapping):
            return Absent.NOT_APPLICABLE if document is Absent.NONE else document
        value = document.get(key)
        return listed(value) if key == "country" else value

    return found


def own_document(filing: Filing, kinds: tuple[str, ...]) -> Any:
    """The person's document of this kind, the newest; an Absent or None where there is none or nobody has answered.

    A family member's stand in the record of their own, else in that of the applicant; none there says nothing about them.
    """
    value = filing.record.get("documents")
    holders: tuple[Any, ...] = (None, "applicant")
    if filing.person and value is None:
        value, holders = filing.record.person("").get("documents"), (filing.person,)
    if not isinstance(value, list):
        return None if filing.person and holders == (filing.person,) else value
    own = people.documents_of(value, holders, kinds)
    if own is Absent.NONE and holders == (filing.person,):
        return None
    return max(own, key=lambda document: _start(document, "issued")) if isinstance(own, list) else own


_PASSPORT, _IDENTITY = ("passport", "travel_document"), ("identity_card",)


def g_passport(filing: Filing) -> Value:
    """Whether there is one that is at hand and has not expired; without its last day nobody can say."""
    document = own_document(filing, _PASSPORT)
    if not isinstance(document, Mapping):
        return "no" if document is Absent.NONE else document
    expires = document.get("expires")
    if step(document, "held.answer") == "no":
        return "no"
    return ("yes" if expires.last() >= filing.date else "no") if isinstance(expires, PartialDate) else expires


def g_identity(filing: Filing) -> Value:
    document = own_document(filing, _IDENTITY)
    return "yes" if isinstance(document, Mapping) else "no" if document is Absent.NONE else document


g_passport_number, g_passport_country = _document(_PASSPORT, "number"), _document(_PASSPORT, "country")
g_passport_issued, g_passport_expires = _document(_PASSPORT, "issued"), _document(_PASSPORT, "expires")
g_identity_number, g_identity_country = _document(_IDENTITY, "number"), _document(_IDENTITY, "country")
g_identity_issued, g_identity_expires = _document(_IDENTITY, "issued"), _document(_IDENTITY, "expires")


# Studies, work and languages

g_education, g_occupation, g_intended = _person("ca.education_level"), _person("occupation"), _person("ca.intended_occupation")
g_better_language, g_language_test = _person("ca.better_language"), _person("ca.language_test")
g_official_languages = _person("ca.official_languages")


def g_school_years(filing: Filing) -> Value:
    """All years of school together, where each kind is answered with a number or with none."""
    keys = ("elementary", "secondary", "university", "trade")
    years = [filing.record.get(f"applicant.ca.school_years.{key}") for key in keys]
    numbers = [0 if year in (Absent.NONE, Absent.NOT_APPLICABLE) else year for year in years]
    if all(isinstance(year, int) or (isinstance(year, str) and year.isdigit()) for year in numbers):
        return str(sum(int(year) for year in numbers))
    untold = [year for year in numbers if year is None or isinstance(year, Absent)]
    return untold[0] if untold and None not in untold else None


def g_native_language(filing: Filing) -> Value:
    return _language(filing, filing.record.get("applicant.languages.native"))
