"""What the items of Form I-589 say where a path of the record alone cannot: Parts A.I, A.III, D and E.

Each function takes the filing (in a column also the entry) and returns a record value: words, a date, an Absent, a list, or None
where the applicant has not answered. Spouse, children and relatives are in `family.py`, Parts B and C in `narratives.py`, the
one-year period of C.5 in `one_year_period.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import line
from asylum_forms.record.people import documents_of
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.us import family
from jurisdictions.us.family import *  # noqa: F403
from jurisdictions.us.narratives import *  # noqa: F403
from jurisdictions.us.wording import (
    UNITED_STATES,
    Answerer,
    Entry,
    address,
    ends,
    full_name,
    newest_first,
    part,
    say,
    starts,
    years_before,
)

# Part A.I, numbers


def convention_against_torture(filing: Filing) -> Value:
    """The box at the top of page 1: ticked for yes, left alone for no."""
    return family.box(filing.record.get("us.convention_against_torture"))


def a_number(filing: Filing) -> Value:
    """Nine digits without the A, as the box takes them."""
    return family.person_a_number(filing.record.get("applicant"))


def ssn(filing: Filing) -> Value:
    """Nine digits without hyphens."""
    return family.digits(filing.record.get("applicant.us.ssn"), 9)


def online_account(filing: Filing) -> Value:
    """Twelve digits without hyphens."""
    return family.digits(filing.record.get("applicant.us.online_account"), 12)


def i94(filing: Filing) -> Value:
    """Eleven characters without spaces."""
    value = filing.record.get("us.i94")
    return family.compact(filing.record.get("applicant.us.i94") if value is None else value)


def other_names(filing: Filing) -> Value:
    return family.person_other_names(filing, filing.record.get("applicant"))


def marital_status(filing: Filing) -> Value:
    """One of the form's four boxes. A separated person is married in law; a partnership without marriage has no box."""
    value = filing.record.get("applicant.marital_status")
    return "married" if value == "separated" else value


def birth_place(filing: Filing) -> Value:
    return family.person_birth_place(filing, filing.record.get("applicant"))


def nationality(filing: Filing) -> Value:
    return family.person_nationality(filing, filing.record.get("applicant"))


# Part A.I, addresses and telephone numbers


def _abroad(where: Value) -> bool:
    """Whether an address is given and lies outside the United States."""
    land = step(where, "country")
    return isinstance(land, str) and not isinstance(land, Absent) and land not in UNITED_STATES


def _residence(path: str) -> Answerer:
    """A box of item 8, which asks for a residence in the United States only."""

    def answer(filing: Filing) -> Value:
        where = filing.record.get("applicant.residence")
        return Absent.NOT_APPLICABLE if _abroad(where) else _part(where, path)

    return answer


def _mailing(path: str) -> Answerer:
    """A box of item 9, which asks for a mailing address only when it differs from item 8."""

    def answer(filing: Filing) -> Value:
        where = filing.record.get("applicant.mailing")
        return Absent.NOT_APPLICABLE if _no_mailing(filing) else _part(where, path)

    return answer


def _no_mailing(filing: Filing) -> bool:
    where, home = filing.record.get("applicant.mailing"), filing.record.get("applicant.residence")
    return where in (Absent.NONE, Absent.NOT_APPLICABLE) or (isinstance(where, Mapping) and where == home) or _abroad(where)


def _part(where: Value, path: str) -> Value:
    value = step(where, path)
    return zip_code(value) if path == "postal_code" else apartment(value) if path == "apartment" else value


def apartment(value: Value) -> Value:
    """The number of an apartment without the word before it, which the form prints itself: `Suite 1200` is `1200`."""
    pattern = r"(?:apt|apartment|suite|ste|unit|room|rm|number|no|nr|#)[\s.#]*(\w[\w-]*)"
    match = re.fullmatch(pattern, value.strip(), re.I) if isinstance(value, str) and not isinstance(value, Absent) else None
    return match[1] if match and re.search(r"\d", match[1]) else value


def zip_code(value: Value) -> Value:
    """The five digits of a ZIP code; the four that may follow have no room on the form."""
    match = re.fullmatch(r"\s*(\d{5})(-?\d{4})?\s*", value) if isinstance(value, str) and not isinstance(value, Absent) else None
    return match[1] if match else value


residence_street, residence_apartment = _residence("street"), _residence("apartment")
residence_city, residence_state, residence_zip = _residence("city"), _residence("province"), _residence("postal_code")
mailing_in_care_of, mailing_street, mailing_apartment = _mailing("in_care_of"), _mailing("street"), _mailing("apartment")
mailing_city, mailing_state, mailing_zip = _mailing("city"), _mailing("province"), _mailing("postal_code")


def telephone(value: Value) -> tuple[Value, Value]:
    """Area code and number: `+1 (555) 123-4567` is `555` and `123-4567`.

    A number that is not American stays whole in the second box and the first does not apply; so does one of the four absences.
    """
    if value is None:
        return None, None
    if not isinstance(value, Absent):
        found = re.sub(r"\D", "", str(value))
        foreign = str(value).strip().startswith(("+", "00")) and not re.match(r"(\+|00)1", str(value).strip())
        match = re.fullmatch(r"(?:00)?1?([2-9]\d{2})(\d{3})(\d{4})", found) if not foreign else None
        if match:
            return match[1], f"{match[2]}-{match[3]}"
    return Absent.NOT_APPLICABLE, value


def _first(filing: Filing, *paths: str) -> Value:
    """The first of these answers that is there; a telephone number at hand counts for more than `none` beside the address."""
    values = [filing.record.get(path) for path in paths]
    given = [value for value in values if value is not None and not isinstance(value, Absent)]
    return given[0] if given else next((value for value in values if value is not None), None)


def _residence_phone(filing: Filing) -> tuple[Value, Value]:
    if _abroad(filing.record.get("applicant.residence")):
        return Absent.NOT_APPLICABLE, Absent.NOT_APPLICABLE
    return telephone(_first(filing, "applicant.residence.phone", "applicant.contact.phone"))


def _mailing_phone(filing: Filing) -> tuple[Value, Value]:
    if _no_mailing(filing):
        return Absent.NOT_APPLICABLE, Absent.NOT_APPLICABLE
    where = filing.record.get("applicant.mailing")
    own = _first(filing, "applicant.mailing.phone", "applicant.contact.phone")
    return telephone(own if isinstance(where, Mapping) else where)


def residence_area_code(filing: Filing) -> Value:
    return _residence_phone(filing)[0]


def residence_telephone(filing: Filing) -> Value:
    return _residence_phone(filing)[1]


def mailing_area_code(filing: Filing) -> Value:
    return _mailing_phone(filing)[0]


def mailing_telephone(filing: Filing) -> Value:
    return _mailing_phone(filing)[1]


# Part A.I, travel and documents


def last_left_home(filing: Filing) -> Value:
    """The latest departure from the home country: the one recorded, or the end of a later visit there."""
    left = filing.record.get("travel.left_home.date")
    home = filing.record.get("claim.country")
    again = [r.get("until") for r in filing.record.rows("travel.returns") if r.get("country") in (None, home)]
    dates = [date for date in (left, *again) if isinstance(date, PartialDate)]
    return max(dates) if dates else left


def us_entries(filing: Filing) -> Value:
    """Entries into the United States, the most recent first."""
    entries = filing.record.get("travel.entries")
    if not isinstance(entries, list):
        return entries
    ours = [entry for entry in entries if entry.get("country") in (*UNITED_STATES, None)]
    untold: list[Value] = [land for entry in entries if isinstance(land := entry.get("country"), Absent)]
    return sorted(ours, key=starts, reverse=True) or (untold[0] if untold else Absent.NONE)


def last_entry(filing: Filing) -> Entry | None:
    """The last arrival in the United States, by which the one-year period is counted."""
    entries = us_entries(filing)
    return entries[0] if isinstance(entries, list) else None


def last_entry_status_expires(filing: Filing) -> Value:
    entries = us_entries(filing)
    if not isinstance(entries, list):
        return _below(entries)
    expires, uninspected = entries[0].get("status_expires"), step(entries[0].get("inspected"), "answer") == "no"
    return Absent.NOT_APPLICABLE if uninspected and expires in (None, Absent.NONE) else expires


def _below(value: Value) -> Value:
    """What a box says about a thing that does not exist."""
    return Absent.NOT_APPLICABLE if value is Absent.NONE else value


def entry_status(filing: Filing, entry: Entry) -> Value:
    """The status at an entry; an entry that no officer saw has none."""
    status = entry.get("status")
    if status in (None, Absent.NONE, Absent.NOT_APPLICABLE) and step(entry.get("inspected"), "answer") == "no":
        return "No inspection"
    return status


def _documents(filing: Filing, *kinds: str) -> Value:
    """The applicant's own passports and travel documents, the newest first; an Absent where the record says there are none."""
    own = documents_of(filing.record.get("documents"), (None, "applicant"), kinds)
    if not isinstance(own, list):
        return own
    dated = [d for d in own if isinstance(d.get("issued"), PartialDate)]
    return sorted(own, key=lambda d: d["issued"], reverse=True) if len(dated) == len(own) else own


def _last_document(filing: Filing, path: str) -> Value:
    found = _documents(filing, "passport", "travel_document")
    if isinstance(found, list):
        return found[0].get(path)
    return found if path == "country" else _below(found)


def last_document_country(filing: Filing) -> Value:
    return _last_document(filing, "country")


def last_document_expires(filing: Filing) -> Value:
    return _last_document(filing, "expires")


def passport_number(filing: Filing) -> Value:
    found = _documents(filing, "passport")
    return found[0].get("number") if isinstance(found, list) else found


def travel_document_number(filing: Filing) -> Value:
    found = _documents(filing, "travel_document")
    return found[0].get("number") if isinstance(found, list) else found


# Part A.III


def _window(filing: Filing, entries: list[Entry]) -> list[Entry]:
    """Periods that reach into the five years before the filing date, the present one first."""
    start = years_before(filing.date, 5)
    return newest_first(filing, (entry for entry in entries if ends(filing, entry) >= start))


def residences(filing: Filing) -> Value:
    """Residences of the past five years. Somebody has always lived somewhere, so nothing within them is no answer."""
    value = filing.record.get("residences")
    return (_window(filing, value) or None) if isinstance(value, list) else value


def employment(filing: Filing) -> Value:
    value = filing.record.get("employment")
    return (_window(filing, value) or Absent.NONE) if isinstance(value, list) else value


def education(filing: Filing) -> Value:
    value = filing.record.get("education")
    return newest_first(filing, value) if isinstance(value, list) else value


def last_addresses(filing: Filing) -> Value:
    """The last address before the United States, and the last one in the country of feared persecution where that is another."""
    value = filing.record.get("residences")
    home = filing.record.get("claim.country")
    if not isinstance(value, list):
        return value
    outside = [r for r in newest_first(filing, value) if step(r, "address.country") not in (*UNITED_STATES, None)]
    if not outside:
        return None
    if home is None or isinstance(home, Absent) or step(outside[0], "address.country") == home:
        return outside[:1]
    there = [r for r in outside if step(r, "address.country") == home]
    registered = filing.record.get("applicant.home_address")
    if not there and step(registered, "country") == home:
        there = [{"address": registered}]
    return [outside[0], *(there[:1] or [{"address": {"country": home}}])]


def street(filing: Filing, entry: Entry) -> Value:
    """Number and street with the apartment and the district, for which the form has no box."""
    parts = [step(entry, f"address.{key}") for key in ("street", "apartment", "district")]
    said = [part for part in parts if part is not None and not isinstance(part, Absent)]
    return line(filing, *(say(filing, part) for part in said)) if said else parts[0]


def location(filing: Filing, entry: Entry) -> Value:
    return line(filing, address(filing, entry.get("address")), of=(entry.get("address"),))


def employer(filing: Filing, entry: Entry) -> Value:
    """Name and address in one box."""
    where = entry.get("address")
    spot = address(filing, where) if isinstance(where, Mapping) else None
    return line(filing, part(filing, entry.get("employer")), spot, of=(entry.get("employer"), where))


# Parts D and E


def native_name(filing: Filing) -> Value:
    """The name as the applicant writes it; never translated."""
    value = filing.record.get("applicant.name.native")
    return value.any() if isinstance(value, Text) else value


SHEET_NAME = 64
"""Letters that the name box of a supplement takes in small type."""


def sheet_name(filing: Filing) -> Value:
    """The name at the head of a supplement page: as much of it as the box takes, so that a page gone astray is known again."""
    name = filing.record.get("applicant.name")
    if not isinstance(name, Mapping):
        return name
    shorter = (name, {**name, "middle": None}, {"family": name.get("family")})
    return next((full_name(one) for one in shorter if len(full_name(one)) <= SHEET_NAME), full_name(name)) or None


def family_assisted(filing: Filing) -> Value:
    value = filing.record.get("us.family_assisted")
    return "yes" if value and isinstance(value, list) else "no" if value is Absent.NONE else value or None


def family_assistants(filing: Filing) -> Value:
    value = filing.record.get("us.family_assisted")
    return value if isinstance(value, list) else _below(value)


def has_preparer(filing: Filing) -> Value:
    """Whether someone other than spouse, parent or child prepared the form."""
    value = filing.record.get("preparer")
    if isinstance(value, Mapping):
        return "no" if value.get("kind") == "family" else "yes"
    return "no" if value in (Absent.NONE, Absent.NOT_APPLICABLE) else value


def helper(filing: Filing, id_: Value) -> Entry | None:
    """The helper with this id, if there is one."""
    return next((h for h in filing.record.rows("helpers") if h.get("id") == id_ and id_ is not None), None)


def _preparer(read: Callable[[Filing, Entry], Value]) -> Answerer:
    """A box of Part E: from the helper who is the preparer, not applicable without one."""

    def answer(filing: Filing) -> Value:
        has = has_preparer(filing)
        if has != "yes":
            return Absent.NOT_APPLICABLE if has == "no" else has
        person = helper(filing, filing.record.get("preparer.helper"))
        return read(filing, person) if person else None

    return answer


def _preparer_phone(part: int) -> Answerer:
    return _preparer(lambda filing, person: telephone(person.get("phone") or step(person, "address.phone"))[part])


def preparer_signature(filing: Filing) -> Value:
    """Whether somebody signs Part E: not applicable without a preparer."""
    return Absent.NOT_APPLICABLE if has_preparer(filing) == "no" else None


preparer_name = _preparer(lambda filing, person: full_name(person.get("name")) or None)
preparer_area_code, preparer_telephone = _preparer_phone(0), _preparer_phone(1)
preparer_street = _preparer(lambda filing, person: step(person, "address.street"))
preparer_apartment = _preparer(lambda filing, person: apartment(step(person, "address.apartment")))
preparer_city = _preparer(lambda filing, person: step(person, "address.city"))
preparer_state = _preparer(lambda filing, person: step(person, "address.province"))
preparer_zip = _preparer(lambda filing, person: zip_code(step(person, "address.postal_code")))


def _attorney(filing: Filing) -> Value:
    """`yes` when an attorney or accredited representative is named, else `no` or what the record says instead."""
    value = filing.record.get("representative")
    if isinstance(value, Mapping):
        return "yes" if value.get("kind") in ("attorney", "accredited_representative") else "no"
    return "no" if value in (Absent.NONE, Absent.NOT_APPLICABLE) else value


def _representative(path: str) -> Answerer:
    def answer(filing: Filing) -> Value:
        has = _attorney(filing)
        if has != "yes":
            return Absent.NOT_APPLICABLE if has == "no" else has
        return filing.record.get(path)

    return answer


def g28_attached(filing: Filing) -> Value:
    return Absent.NOT_APPLICABLE if _attorney(filing) == "no" else family.box(filing.record.get("us.g28_attached"))


def bar_number(filing: Filing) -> Value:
    """The bar number of an attorney; an accredited representative has none."""
    if filing.record.get("representative.kind") == "accredited_representative":
        return Absent.NOT_APPLICABLE
    return _representative("representative.bar_number")(filing)


def representative_account(filing: Filing) -> Value:
    value = _representative("us.representative_online_account")(filing)
    return family.digits(value, 12)
