"""Answers of the Basis of Claim Form (RPD.02.01): items 18 to 24 of Schedule 1, and the declarations of rule 6."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, value_of
from asylum_forms.record.localize import language_name, plain
from asylum_forms.record.people import citizenships, contact, helper
from asylum_forms.record.values import Absent, Value, step
from jurisdictions.ca.people import is_interpreted, is_minor, may_be_minor, signer
from jurisdictions.ca.wording import Entry, address, country, either, name_of, part, place, say

# 18 Relatives


def relatives(filing: Filing) -> Value:
    """Spouse, children, parents, brothers and sisters, living or dead. What is not answered is found in `rules`.

    Somebody who is unknown, or of whom nothing is to be said, has a row too: left out, it would look as if there were nobody.
    """
    answered = {path: filing.record.get(path) for path in _RELATIVES}
    found = [row for path, value in answered.items() for row in _rows(path, value)]
    if found:
        return Derived(found, ("spouse", "children", "parents", "siblings"))
    return Absent.NONE if all(isinstance(value, Absent) for value in answered.values()) else None


_RELATIVES = {
    "spouse": ("Spouse", "Époux ou épouse"),
    "children": ("Child", "Enfant"),
    "parents.mother": ("Mother", "Mère"),
    "parents.father": ("Father", "Père"),
    "siblings": ("Brother or sister", "Frère ou sœur"),
}


def _rows(path: str, value: Value) -> list[Entry]:
    if value in (Absent.UNKNOWN, Absent.DECLINED):
        return [{"_relation": _RELATIVES[path], "name": value, "birth": value, "nationalities": value, "location": value}]
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]


_DEGREES = {
    "step": ("step", "par alliance"),
    "adopted": ("adopted", "par adoption"),
    "foster": ("foster", "en famille d’accueil"),
    "half": ("half", "demi"),
    "in_law": ("in-law", "par alliance"),
    "guardian": ("guardian", "tuteur"),
    "partner": ("common-law partner", "conjoint de fait"),
}


def relation(filing: Filing, entry: Entry) -> Value:
    """What this person is to the claimant, from where the record has the person."""
    record = filing.record
    sex = str(entry.get("sex"))
    single = next((path for path in ("spouse", "parents.mother", "parents.father") if entry is record.get(path)), "")
    if known := entry.get("_relation"):
        word = known
    elif single:
        word = _RELATIVES[single]
    elif any(entry is child for child in record.rows("children")):
        word = {"male": ("Son", "Fils"), "female": ("Daughter", "Fille")}.get(sex, _RELATIVES["children"])
    else:
        word = {"male": ("Brother", "Frère"), "female": ("Sister", "Sœur")}.get(sex, _RELATIVES["siblings"])
    degree = _DEGREES.get(str(entry.get("relation")))
    said = either(filing, *word)
    return f"{said} ({either(filing, *degree)})" if degree else said


def relative_name(filing: Filing, entry: Entry) -> Value:
    name = entry.get("name")
    if words := name_of(name, between="\n"):
        return words
    absent = step(name, "family")
    return absent if isinstance(absent, Absent) else None


def relative_citizenship(filing: Filing, entry: Entry) -> Value:
    """The countries whose citizen the relative is today."""
    held = citizenships(entry.get("nationalities"))
    if not isinstance(held, list):
        return held
    return value_of(filing, join(", ", (country(filing, one.get("country")) for one in held)))


def relative_residence(filing: Filing, entry: Entry) -> Value:
    """Place and country, or the death."""
    if entry.get("deceased") == "yes":
        dead = Words(either(filing, "Deceased", "Décédé(e)"))
        unknown = entry.get("death_date") is Absent.UNKNOWN
        day = Words(either(filing, "date unknown", "date inconnue")) if unknown else part(filing, entry.get("death_date"))
        return value_of(filing, join(", ", (dead, day)))
    where = entry.get("location")
    return value_of(filing, place(filing, where)) if isinstance(where, Mapping) else where


# 19 Earlier claims, 20 visas


def claim_who(filing: Filing, entry: Entry) -> Value:
    return value_of(filing, join(", ", (part(filing, entry.get("person")), part(filing, entry.get("relation")))))


def claim_where(filing: Filing, entry: Entry) -> Value:
    pieces = (part(filing, entry.get("authority")), part(filing, entry.get("place")), country(filing, entry.get("country")))
    return value_of(filing, join(", ", pieces))


def canadian_visas(filing: Filing) -> Value:
    """The visas for Canada. In a list without one, the person asked for none, as far as the country of each is known."""
    value = filing.record.get("travel.visas")
    if not isinstance(value, list):
        return Absent.NOT_APPLICABLE if value is Absent.NONE else value
    lands = [entry.get("country") for entry in value]
    if "CA" not in lands and (unsaid := [land for land in lands if land is None or isinstance(land, Absent)]):
        return unsaid[0]
    return [entry for entry in value if entry.get("country") == "CA"] or (Absent.NOT_APPLICABLE if value else None)


def asked_visa(filing: Filing) -> Value:
    value = canadian_visas(filing)
    if isinstance(value, list):
        return "yes"
    return "no" if value is Absent.NOT_APPLICABLE else value


# 21 Contact, 22 counsel, 24 interpreter


def home(filing: Filing) -> Value:
    return address(filing, filing.record.get("applicant.residence"))


def mailing(filing: Filing) -> Value:
    return address(filing, filing.record.get("applicant.mailing"))


def has_counsel(filing: Filing) -> Value:
    value = filing.record.get("representative")
    if isinstance(value, Mapping):
        return "yes"
    return "no" if value in (Absent.NONE, Absent.NOT_APPLICABLE) else value


def _of_counsel(read: Callable[[Filing], Value]) -> Callable[[Filing], Value]:
    """A box about counsel, which does not apply to who has none."""

    def answer(filing: Filing) -> Value:
        has = has_counsel(filing)
        return read(filing) if has == "yes" else Absent.NOT_APPLICABLE if has == "no" else has

    return answer


def _counsel(filing: Filing) -> Mapping[str, Any]:
    return helper(filing.record, filing.record.get("representative.helper"))


def _counsel_contact(filing: Filing) -> Value:
    known = contact(_counsel(filing), filing.language)
    return ", ".join(known[key] for key in ("organisation", "address", "phone", "email") if known[key]) or None


counsel_name = _of_counsel(lambda filing: name_of(_counsel(filing).get("name")) or None)
counsel_contact = _of_counsel(_counsel_contact)
counsel_scope = _of_counsel(lambda filing: filing.record.get("representative.scope"))
counsel_body = _of_counsel(lambda filing: filing.record.get("ca.counsel_body"))
counsel_number = _of_counsel(lambda filing: filing.record.get("representative.bar_number"))


def interpreted(filing: Filing) -> Value:
    needed = filing.record.get("ca.interpreter")
    return Absent.NOT_APPLICABLE if needed == "no" else filing.record.get("applicant.languages.interview")


# Declarations: `sign` items, which stay blank unless nobody has to sign


def signs_without_interpreter(filing: Filing) -> Value:
    return Absent.NOT_APPLICABLE if is_minor(filing) or is_interpreted(filing) else None


def signs_with_interpreter(filing: Filing) -> Value:
    return Absent.NOT_APPLICABLE if is_minor(filing) or is_interpreted(filing) is False else None


def signs_for_minor(filing: Filing) -> Value:
    return None if may_be_minor(filing) else Absent.NOT_APPLICABLE


def guardian(filing: Filing) -> Value:
    """Who signs for a minor; the record of a child names the person. That nobody does is no answer: somebody has to.

    Of a person who may be of age it is one."""
    if not may_be_minor(filing):
        return Absent.NOT_APPLICABLE
    named = filing.record.get("ca.guardian")
    if not is_minor(filing):
        return Absent.NOT_APPLICABLE if named is Absent.NONE else named
    return Derived(None, ("ca.guardian",)) if named in (Absent.NONE, Absent.NOT_APPLICABLE) else named


def signs_interpreter(filing: Filing) -> Value:
    return Absent.NOT_APPLICABLE if is_interpreted(filing) is False else None


def _interpreter(filing: Filing) -> Mapping[str, Any]:
    record = signer(filing)
    return helper(record, record.get("statement.interpreter"))


def interpreter_name(filing: Filing) -> Value:
    if is_interpreted(filing) is False:
        return Absent.NOT_APPLICABLE
    said = signer(filing).get("statement.interpreter")
    return said if isinstance(said, Absent) else name_of(_interpreter(filing).get("name")) or None


def interpreter_language(filing: Filing) -> Value:
    """The language it is read in, with the dialect that the interpreter has for it."""
    if is_interpreted(filing) is False:
        return Absent.NOT_APPLICABLE
    tag = signer(filing).get("statement.read_back_in")
    if not plain(tag):
        return tag
    pairs = _interpreter(filing).get("languages")
    base = str(tag).split("_")[0]
    known = [pair for pair in pairs if str(step(pair, "from")).split("_")[0] == base] if isinstance(pairs, list) else []
    dialect = part(filing, known[0].get("dialect")) if known else None
    name = say(filing, language_name(base, filing.language))
    return value_of(filing, join(", ", (name, dialect)))
