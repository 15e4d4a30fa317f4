"""Answers of Form IMM 0008 about marriages, and its part about dependants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate, Value, step
from jurisdictions.ca import imm_0008
from jurisdictions.ca.imm_0008 import date_part
from jurisdictions.ca.ircc import ca_given_names, given_names, said

_TOGETHER = ("married", "common_law", "separated")
_ENDED = ("divorced", "widowed", "annulled")


def g_marital(filing: Filing) -> Value:
    return filing.record.get("applicant.marital_status")


def _marriages(filing: Filing) -> Value:
    return filing.record.get("marriages")


def _current(filing: Filing) -> Any:
    """The present marriage or partnership; an Absent or None where there is none or nobody has answered."""
    status = g_marital(filing)
    if status not in _TOGETHER:
        return Absent.NONE if said(status) else status
    value = _marriages(filing)
    if not isinstance(value, list):
        return None if value is Absent.NONE else value
    return next((one for one in reversed(value) if not _over(one)), None)


def _over(marriage: Mapping[str, Any]) -> bool:
    """Whether a marriage or partnership has ended, also where nobody knows when."""
    return said(marriage.get("until")) or marriage.get("status") in _ENDED


def _of_current(read: Callable[[Mapping[str, Any]], Value]) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        marriage = _current(filing)
        return read(marriage) if isinstance(marriage, Mapping) else Absent.NOT_APPLICABLE if marriage is Absent.NONE else marriage

    return found


g_marriage_date = _of_current(lambda marriage: marriage.get("date"))
g_spouse_family = _of_current(lambda marriage: step(marriage, "spouse.family"))
g_spouse_given = _of_current(lambda marriage: given_names(marriage.get("spouse")))


def former(filing: Filing) -> Value:
    """Marriages and partnerships that have ended, the last first; an Absent or None as it is."""
    value = _marriages(filing)
    return [one for one in reversed(value) if _over(one)] if isinstance(value, list) else value


def g_married_before(filing: Filing) -> Value:
    value = former(filing)
    if isinstance(value, list):
        return "yes" if value else "no"
    return "no" if value is Absent.NONE else value


def _of_former(read: Callable[[Mapping[str, Any]], Value]) -> Callable[[Filing], Value]:
    def found(filing: Filing) -> Value:
        value = former(filing)
        if isinstance(value, list):
            return read(value[0]) if value else Absent.NOT_APPLICABLE
        return Absent.NOT_APPLICABLE if value is Absent.NONE else value

    return found


g_former_family = _of_former(lambda marriage: step(marriage, "spouse.family"))
g_former_given = _of_former(lambda marriage: given_names(marriage.get("spouse")))
g_former_type = _of_former(lambda marriage: "common_law" if marriage.get("status") == "common_law" else "married")
g_former_from = _of_former(lambda marriage: marriage.get("date"))
g_former_to = _of_former(lambda marriage: marriage.get("until"))
g_former_birth_year = _of_former(lambda marriage: date_part(marriage.get("spouse_birth_date"), 0))
g_former_birth_month = _of_former(lambda marriage: date_part(marriage.get("spouse_birth_date"), 1))
g_former_birth_day = _of_former(lambda marriage: date_part(marriage.get("spouse_birth_date"), 2))


# Dependants

_OWN = (
    *("g_family", "g_other_name", "g_other_name_family", "g_other_name_given", "g_uci", "g_sex", "g_height", "g_eyes"),
    *("g_birth_year", "g_birth_month", "g_birth_day", "g_birth_city", "g_birth_country", "g_citizenship1", "g_citizenship2"),
    *("g_residence_country", "g_residence_status", "g_residence_other", "g_residence_from", "g_residence_to"),
    *("g_last_entry_date", "g_last_entry_place", "g_lived_elsewhere"),
    *(f"g_elsewhere{n}_{key}" for n in (1, 2) for key in ("country", "status", "other", "from", "to")),
    *("g_passport", "g_passport_number", "g_passport_country", "g_passport_issued", "g_passport_expires"),
    *("g_identity", "g_identity_number", "g_identity_country", "g_identity_issued", "g_identity_expires"),
    *("g_education", "g_school_years", "g_occupation", "g_intended"),
    *("g_native_language", "g_official_languages", "g_better_language", "g_language_test"),
)
_MARRIED = (
    *("g_marital", "g_marriage_date", "g_spouse_family", "g_spouse_given", "g_married_before"),
    *("g_former_family", "g_former_given", "g_former_type", "g_former_from", "g_former_to"),
)
_RELATION = {"biological": "Child", "step": "Step-Child", "adopted": "Adopted Child"}


def g_dependants(filing: Filing) -> Value:
    """Spouse or partner and every child, whether they come along or not, each answered as the applicant is."""
    spouse, children = filing.record.get("spouse"), filing.record.get("children")
    rows = [_dependant(filing, spouse, "spouse", "spouse")] if isinstance(spouse, Mapping) else []
    if isinstance(children, list):
        rows += [_dependant(filing, child, str(child.get("id") or ""), f"children.{n}") for n, child in enumerate(children)]
    if rows:
        return rows
    # Not every absence says that there is nobody.
    return next((value for value in (spouse, children) if value not in (Absent.NONE, Absent.NOT_APPLICABLE)), Absent.NONE)


def _dependant(filing: Filing, entry: Mapping[str, Any], id_: str, path: str) -> dict[str, Any]:
    theirs = _as_person(filing, entry, id_)
    own: dict[str, Value] = {name: getattr(imm_0008, name)(theirs) for name in _OWN}
    own |= {name: globals()[name](theirs) for name in _MARRIED}
    relation = _relation(filing, entry, id_)
    coming = entry.get("accompanying")
    own |= {
        "ca_given_names": ca_given_names(theirs),
        "relation": relation,
        "relation_other": entry.get("relation") if relation == "Other" else Absent.NOT_APPLICABLE,
        "accompanying": coming,
        "why_not": {"no": step(entry, "ca.why_not_accompanying"), "yes": Absent.NOT_APPLICABLE}.get(str(coming), coming),
        "dependant_type": step(entry, "ca.dependant_type") if id_ != "spouse" else Absent.NOT_APPLICABLE,
    }
    # What is open is then asked for at the person, not at the family as a whole.
    return {key: value if isinstance(value, Derived) else Derived(value, (path,)) for key, value in own.items()}


def _as_person(filing: Filing, entry: Mapping[str, Any], id_: str) -> Filing:
    """The filing as the dependant's own; of one without an `id`, what the entry tells and nothing else."""
    if id_ in filing.record.person("").persons():
        return filing.for_person(id_)
    about = {**entry, "residence": entry.get("location")}
    return replace(filing, record=replace(filing.record, data={"applicant": about}), person=id_ or "?")


def _relation(filing: Filing, entry: Mapping[str, Any], id_: str) -> Value:
    """The relationship as the form's list calls it; how a child is related is never taken for granted."""
    if id_ == "spouse":
        common_law = filing.record.get("applicant.marital_status") == "common_law" or entry.get("relation") == "partner"
        return "Common-Law Partner" if common_law else "Spouse"
    kind = entry.get("relation")
    if kind is None or isinstance(kind, Absent):
        return kind
    return _RELATION.get(str(kind), "Other")


def dependants_of_age(filing: Filing, years: int) -> list[str]:
    """Ids of spouse and children who are certainly so old on the filing date and come along or may do so."""
    found = []
    for id_, path in filing.record.person("").persons().items():
        if path != "spouse" and not path.startswith("children."):
            continue
        entry = filing.record.person("").get(path)
        birth = step(entry, "birth.date")
        grown = path == "spouse" or (isinstance(birth, PartialDate) and _age(filing, birth) >= years)
        if grown and step(entry, "accompanying") != "no":
            found.append(id_)
    return found


def _age(filing: Filing, birth: PartialDate) -> int:
    """Whole years on the filing date, at the least."""
    born, day = birth.last(), filing.date
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
