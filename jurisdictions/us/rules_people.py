"""Rules about the family, the numbers of its members, and the representative."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate, step, walk
from jurisdictions.us import family, one_year_period
from jurisdictions.us.finding import PRIOR, finding
from jurisdictions.us.parties import apart, family_paths, member_paths
from jurisdictions.us.wording import UNITED_STATES, full_name, years_before

INCLUDED = "Form I-589 instructions (OMB 202207-1615-005)"
MARRIED = ("married", "separated")


def people(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Findings about the applicant's own boxes, the spouse, the children and those who helped."""
    yield from _marriage(filing)
    yield from _said_twice(filing)
    yield from _all_numbers(filing)
    yield from _zip_codes(filing)
    yield from _where_twice(filing)
    yield from _in_court(filing)
    spouse = filing.record.get("spouse")
    if isinstance(spouse, Mapping):
        yield from _not_here(filing, spouse, "spouse", "A.II.spouse.24")
    for number, child in enumerate(filing.record.rows("children")):
        yield from _not_here(filing, child, f"children.{number}", "A.II.children")
        yield from _child(filing, child, f"children.{number}")
    yield from _representative(filing)


def _marriage(filing: Filing) -> Iterator[Finding]:
    status, spouse = filing.record.get("applicant.marital_status"), filing.record.get("spouse")
    said_none = spouse in (Absent.NONE, Absent.NOT_APPLICABLE)
    if status in MARRIED and said_none:
        yield finding(
            filing,
            "us.spouse-contradiction",
            Severity.BLOCKS,
            _("You are married, but the record says that there is no husband or wife."),
            _("Describe your husband or wife under spouse, wherever he or she lives, or correct your marital status."),
            path="spouse",
            item="A.II.spouse.not_married",
        )
    if status in ("single", "divorced", "widowed") and isinstance(spouse, Mapping):
        yield finding(
            filing,
            "us.spouse-contradiction",
            Severity.BLOCKS,
            _("The record describes a husband or wife, but says that you are not married. The form would leave the person out."),
            _("Correct applicant.marital_status, or write none after spouse. A former marriage belongs under marriages."),
            path="applicant.marital_status",
            item="A.II.spouse.not_married",
        )


def _said_twice(filing: Filing) -> Iterator[Finding]:
    """Facts about the applicant for which the record has two places; the form prints the first."""
    record = filing.record
    arrival = one_year_period.last_arrival(filing)
    in_court = {"now": "yes", "never": "no", "past": "no"}.get(str(record.get("us.immigration_court")))
    pairs = (
        ("us.immigration_court", in_court, "applicant.us.in_court", record.get("applicant.us.in_court"), "A.I.18"),
        (
            "us.i94",
            family.compact(record.get("us.i94")),
            "applicant.us.i94",
            family.compact(record.get("applicant.us.i94")),
            "A.I.19.b",
        ),
        ("travel.entries", arrival, "applicant.us.last_entry.date", record.get("applicant.us.last_entry.date"), "A.I.19.c"),
    )
    for first, one, second, other, item in pairs:
        if one is None or other is None or isinstance(one, Absent) or isinstance(other, Absent) or one == other:
            continue
        yield _differently(filing, first, second, item)


def _differently(filing: Filing, first: str, second: str, item: str) -> Finding:
    said = _("The record answers this twice and differently: {first} and {second}. The form prints the first.")
    return finding(
        filing,
        "us.said-twice",
        Severity.BLOCKS,
        said.format(first=filing.record.place(first).field, second=filing.record.place(second).field),
        _("Correct the one that is wrong."),
        path=second,
        item=item,
    )


def _where_twice(filing: Filing) -> Iterator[Finding]:
    """Members of the family who are in the United States by one answer and elsewhere by another."""
    for path in family_paths(filing):
        country, here = filing.record.get(f"{path}.location.country"), filing.record.get(f"{path}.us.in_us")
        known = isinstance(country, str) and not isinstance(country, Absent) and here in ("yes", "no")
        if known and (country in UNITED_STATES) != (here == "yes"):
            item = "A.II.spouse.15" if path == "spouse" else "A.II.children"
            yield _differently(filing, f"{path}.us.in_us", f"{path}.location", item)


def _in_court(filing: Filing) -> Iterator[Finding]:
    """Before the court the caption and the certificate of service name who is in these proceedings; the form, who is included."""
    if filing.procedure.id != "defensive":
        return
    included, in_court = member_paths(filing, "include"), member_paths(filing, "in_court")
    for path in included:
        if path in in_court and not apart(filing, path):
            continue
        if path in in_court:
            message = _(
                "{name} is to be included but is in other proceedings than yours. The caption and the certificate of service "
                "do not name this person."
            )
            remedy = _("Ask a lawyer whether the cases should be joined first; correct same_case or include.")
        else:
            message = _(
                "{name} is to be included but is not said to be in proceedings. The caption and the certificate of service "
                "do not name this person."
            )
            remedy = _("Ask a lawyer whether this court can include somebody who is not before it; correct in_court or include.")
        yield _about_the_court(filing, "us.included-not-in-court", path, message, remedy)
    for path in in_court:
        if filing.record.get(f"{path}.us.same_case") not in ("yes", "no"):
            message = _(
                "Whether {name} is in the same proceedings as you is not said. The caption names this person as a respondent."
            )
            remedy = _("Look whether the hearing notice names both of you, and answer same_case.")
            yield _about_the_court(filing, "us.same-case-open", path, message, remedy)


def _about_the_court(filing: Filing, id_: str, path: str, message: str, remedy: str) -> Finding:
    return finding(
        filing,
        id_,
        Severity.ATTEND,
        message.format(name=full_name(filing.record.get(f"{path}.name")) or path),
        remedy,
        path=f"{path}.us.{'in_court' if id_ == 'us.included-not-in-court' else 'same_case'}",
        item="A.II.spouse.24" if path == "spouse" else "A.II.children",
        source=PRIOR,
    )


def _all_numbers(filing: Filing) -> Iterator[Finding]:
    persons = [(path, filing.record.get(path)) for path in ("applicant", *family_paths(filing))]
    for path, person in persons:
        yield from _numbers(filing, path, person)
    yield from _same_numbers(filing, persons)


def _same_numbers(filing: Filing, persons: Sequence[tuple[str, Any]]) -> Iterator[Finding]:
    """Numbers that belong to one person alone and that two have."""
    for key, name in (("a_number", _("A-Number")), ("ssn", _("Social Security number")), ("i94", _("I-94 number"))):
        whose: dict[str, str] = {}
        for path, person in persons:
            value = family.person_a_number(person) if key == "a_number" else family.compact(step(person, f"us.{key}"))
            if key == "i94" and path == "applicant":
                value = family.compact(filing.record.get("us.i94"))
            if value is None or isinstance(value, Absent):
                continue
            first = whose.setdefault(str(value).lstrip("0").upper(), path)
            if first != path:
                yield finding(
                    filing,
                    "us.number-twice",
                    Severity.BLOCKS,
                    _("Two people have the same {name}: {first} and {second}.").format(
                        name=name,
                        first=full_name(filing.record.get(f"{first}.name")) or first,
                        second=full_name(filing.record.get(f"{path}.name")) or path,
                    ),
                    _("Compare it digit by digit with the paper it comes from."),
                    path=f"{path}.us.{key}",
                )


def _zip_codes(filing: Filing) -> Iterator[Finding]:
    for path, value in walk(filing.record.data):
        group, _dot, last = path.rpartition(".")
        if last != "postal_code" or not isinstance(value, str) or isinstance(value, Absent):
            continue
        land, digits = step(filing.record.data, f"{group}.country"), family.digits(value, 5, 9)
        if land in UNITED_STATES and not re.fullmatch("[0-9]{5}|[0-9]{9}", str(digits)):
            yield _odd(filing, path, _("ZIP code"), _("5 or 9 digits"))


def _numbers(filing: Filing, path: str, person: Any) -> Iterator[Finding]:
    kinds = (
        ("a_number", _("A-Number"), _("7 to 9 digits"), family.person_a_number(person), (7, 8, 9)),
        ("ssn", _("Social Security number"), _("9 digits"), family.digits(step(person, "us.ssn"), 9), (9,)),
    )
    for key, name, size, value, lengths in kinds:
        if value is None or isinstance(value, Absent) or (str(value).isdigit() and len(str(value)) in lengths):
            continue
        yield _odd(filing, f"{path}.us.{key}", name, size)


def _odd(filing: Filing, path: str, name: str, size: str) -> Finding:
    return finding(
        filing,
        "us.number-odd",
        Severity.ATTEND,
        _("This {name} does not have {size}. It is on the form as you wrote it, if it fits.").format(name=name, size=size),
        _("Compare it digit by digit with the paper it comes from."),
        path=path,
    )


def _not_here(filing: Filing, person: Mapping[str, Any], path: str, item: str) -> Iterator[Finding]:
    if step(person, "us.include") == "yes" and step(person, "us.in_us") == "no":
        yield finding(
            filing,
            "us.included-not-here",
            Severity.BLOCKS,
            _("{name} is to be included but is not in the United States.").format(name=full_name(person.get("name")) or path),
            _("Only family members in the United States can be included. The others can follow later by Form I-730; write no."),
            path=f"{path}.us.include",
            item=item,
            rule=INCLUDED,
        )


def _child(filing: Filing, child: Mapping[str, Any], path: str) -> Iterator[Finding]:
    name = full_name(child.get("name")) or path
    young, married = _young(filing, child), child.get("marital_status") in MARRIED
    place = {"path": f"{path}.us.include", "item": "A.II.children", "rule": INCLUDED}
    if step(child, "us.include") == "yes":
        if young is False:
            yield finding(
                filing,
                "us.child-too-old",
                Severity.BLOCKS,
                _("{name} is to be included but is 21 or older on the filing date.").format(name=name),
                _("A son or daughter of 21 or more files an own application. Write no after include."),
                **place,
            )
        elif young is None:
            yield finding(
                filing,
                "us.child-age-open",
                Severity.ATTEND,
                _("Whether {name} is under 21 on the filing date cannot be said from the date of birth.").format(name=name),
                _("Find the exact date of birth."),
                **place,
            )
        if married:
            yield finding(
                filing,
                "us.child-married",
                Severity.BLOCKS,
                _("{name} is to be included but is married.").format(name=name),
                _("A married son or daughter files an own application. Write no after include."),
                **place,
            )
    elif step(child, "us.include") == "no" and step(child, "us.in_us") == "yes" and young and not married and not _citizen(child):
        yield finding(
            filing,
            "us.child-could-be-included",
            Severity.NOTE,
            _("{name} is in the United States, under 21 and not married, and could be included.").format(name=name),
            _("Make sure that leaving {name} out is what you want.").format(name=name),
            **place,
        )
    if child.get("relation") in ("step", "adopted", "foster", "guardian"):
        yield finding(
            filing,
            "us.child-relation",
            Severity.ATTEND,
            _("The form has no box that says how {name} is your child.").format(name=name),
            _("Say it in your statement and attach the papers of the marriage or adoption."),
            path=f"{path}.relation",
            item="A.II.children",
        )


def _citizen(person: Mapping[str, Any]) -> bool:
    """Whether somebody is a citizen of the United States and needs no asylum there."""
    held = [entry for entry in person.get("nationalities") or () if isinstance(entry, Mapping)]
    return any(
        entry.get("country") in UNITED_STATES
        and entry.get("kind") == "citizenship"
        and not isinstance(entry.get("until"), PartialDate)
        for entry in held
    )


def _young(filing: Filing, child: Mapping[str, Any]) -> bool | None:
    """Whether the child is under the age on the filing date; None where the date of birth does not say."""
    born = step(child, "birth.date")
    if not isinstance(born, PartialDate):
        return None
    limit: datetime.date = years_before(filing.date, int(filing.value("included_child_age") or 21))
    early, late = born.first() > limit, born.last() > limit
    return early if early == late else None


def _representative(filing: Filing) -> Iterator[Finding]:
    kind = filing.record.get("representative.kind")
    if kind not in ("attorney", "accredited_representative"):
        return
    if filing.procedure.id == "affirmative" and filing.record.get("us.g28_attached") != "yes":
        yield finding(
            filing,
            "us.g28",
            Severity.ATTEND,
            _("You have a representative, but no Form G-28 is attached. USCIS then does not speak with this person."),
            _("Let the representative fill in Form G-28 and answer yes to us.g28_attached."),
            path="us.g28_attached",
            item="E.g28",
            rule="8 CFR 292.4(a)",
            source=PRIOR,
        )
    if filing.record.get("preparer") is Absent.NONE:
        yield finding(
            filing,
            "us.preparer",
            Severity.ATTEND,
            _("You have a representative, but the record says that nobody prepared the form for you."),
            _(
                "If the representative or anyone outside your family filled it in, describe this person under "
                "preparer; Part E must be signed."
            ),
            path="preparer",
            item="D.preparer",
            rule="Form I-589 edition 01/20/25, Parts D and E",
        )
