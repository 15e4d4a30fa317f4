"""How a Korean rule says what it found, and whom an answer is about."""

from __future__ import annotations

from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.jurisdiction.contract import Entry, Filing
from asylum_forms.record.values import Absent, Text, Value
from jurisdictions.kr.wording import native_names, roman_name

FORM = "refugee-application"
CHILD = "refugee-application-child"
FORM_1 = "난민법 시행규칙 [별지 제1호서식] <개정 2019. 12. 31.>"


def finding(
    filing: Filing,
    id_: str,
    severity: Severity,
    message: str,
    remedy: str,
    path: str = "",
    *,
    item: str = "",
    rule: str = FORM_1,
    value: Entry | None = None,
) -> Finding:
    """A finding `kr.<id>` at a path of the record; `item` of the form it belongs to, `value` the dated value it rests on."""
    place = filing.record.place(path) if path else Place()
    place = replace(place, form=FORM if item else "", item=item)
    checked = "" if value and not value.verified else None
    return Finding(f"kr.{id_}", severity, message, remedy, place, rule, value.source if value else "", checked)


def is_self(filing: Filing, person: Value) -> bool:
    """Whether an entry's `person` is the applicant: unnamed, `myself`, or the applicant's own name."""
    if person is None or isinstance(person, Absent):
        return True
    said = [w for _tag, w in person.by_language] if isinstance(person, Text) else [str(person)]
    own = [roman_name(filing.record.get("applicant.name")), *native_names(filing.record.get("applicant.name"))]
    return any(
        _same(one, other) for one in said for other in ("myself", "i myself", "applicant", "本人", "我", "본인", *own) if other
    )


def _same(one: str, other: str) -> bool:
    return sorted(one.casefold().replace(",", " ").split()) == sorted(other.casefold().split())
