"""Who files and who is named: applicant, family members included and representative, as letters and captions name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import address_lines
from asylum_forms.record.people import contact, full_name, helper
from asylum_forms.record.values import Absent, Value
from jurisdictions.us.wording import HOME


def parties(filing: Filing) -> dict[str, Any]:
    """`role` (Applicant, or Respondent before the court) and `a_number`, which is a line to fill in before the court."""
    number = a_number(filing.record.get("applicant.us.a_number"))
    if filing.procedure.id == "defensive":
        return {"role": "Respondent", "a_number": _number_for_court(number)}
    return {"role": "Applicant", "a_number": number}


def respondents(filing: Filing) -> list[dict[str, str]]:
    """The applicant and the family members who are in the same proceedings; who has a case of their own is no party to this one.

    Where the record does not say in which case somebody is, that person is named, and `us.same-case-open` says so.
    """
    applicant = {
        "name": full_name(filing.record.get("applicant.name")),
        "a_number": a_number(filing.record.get("applicant.us.a_number")),
    }
    people = [applicant, *_named(filing, [path for path in member_paths(filing, "in_court") if not apart(filing, path)])]
    return [{**one, "a_number": _number_for_court(one["a_number"])} for one in people]


def _number_for_court(number: str) -> str:
    """Nobody is in proceedings without an A-Number: "None" is left open, to be written in."""
    return "" if number == "None" else number


def apart(filing: Filing, path: str) -> bool:
    """Whether this family member is in proceedings other than the applicant's."""
    return bool(filing.record.get(f"{path}.us.same_case") == "no")


def members(filing: Filing, question: str) -> list[dict[str, str]]:
    """Spouse and children for whom a question of the US part (`include`, `in_court`) is answered yes."""
    return _named(filing, member_paths(filing, question))


def _named(filing: Filing, paths: Iterable[str]) -> list[dict[str, str]]:
    record = filing.record
    return [
        {"name": full_name(record.get(f"{path}.name")), "a_number": a_number(record.get(f"{path}.us.a_number"))} for path in paths
    ]


def member_paths(filing: Filing, question: str) -> list[str]:
    """Where the record tells of those for whom it is answered yes: `spouse`, `children.0`."""
    return [path for path in family_paths(filing) if filing.record.get(f"{path}.us.{question}") == "yes"]


def family_paths(filing: Filing) -> list[str]:
    """Where the record tells of the spouse and of each child, or would."""
    return ["spouse", *(f"children.{number}" for number in range(len(filing.record.rows("children"))))]


def a_number(value: Value) -> str:
    """`A 123-456-789`; `None` where there is none, empty where nobody has said."""
    if value is Absent.NONE:
        return "None"
    digits = re.sub(r"[\s-]", "", said(value)).lstrip("Aa")
    if re.fullmatch(r"[0-9]{8,9}", digits):
        digits = digits.zfill(9)
        return f"A {digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return said(value)


def sender(filing: Filing, *, court: bool = False) -> dict[str, Any]:
    """Who files: the representative if there is one, otherwise the applicant. `sender` are lines of an address block.

    A court is told the representative's EOIR ID too (EOIR Policy Manual, appendix E; general knowledge, its text not seen), on a
    line to fill in where nobody has said.
    """
    record = filing.record
    lawyer = helper(record, record.get("representative.helper"))
    if lawyer:
        who = contact(lawyer, filing.language)
        bar, eoir = said(record.get("representative.bar_number")), ""
        if court:
            known = record.get("us.eoir_id")
            eoir = "_" * 16 if known is None else said(known)
        numbers = (f"EOIR ID: {eoir}" if eoir else "", f"Bar number: {bar}" if bar else "")
        lines = [
            who["organisation"],
            *address_lines(lawyer.get("address"), filing.language, home=HOME),
            who["phone"],
            who["email"],
        ]
        return {
            "represented": True,
            "sender_name": who["name"],
            "sender": [line for line in (who["name"], *numbers, *lines) if line],
        }
    name = full_name(record.get("applicant.name"))
    mailing = record.get("applicant.mailing")
    lines = address_lines(
        mailing if isinstance(mailing, Mapping) else record.get("applicant.residence"), filing.language, home=HOME
    )
    reach = [said(record.get(f"applicant.contact.{key}")) for key in ("phone", "email")]
    return {"represented": False, "sender_name": name, "sender": [line for line in (name, *lines, *reach) if line]}


def said(value: Value) -> str:
    return value if isinstance(value, str) and not isinstance(value, Absent) else ""
