"""How a Korean rule says what it found."""

from __future__ import annotations

from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.jurisdiction.contract import Entry, Filing

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
    theirs = (part.form for part in filing.parts() if part.form and part.person == filing.person)
    place = replace(place, form=next(theirs, FORM) if item else "", item=item)
    checked = "" if value and not value.verified else None
    return Finding(f"kr.{id_}", severity, message, remedy, place, rule, value.source if value else "", checked)
