"""Builds the findings of the Canadian rules, each with the provision it rests on."""

from __future__ import annotations

from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.jurisdiction.contract import Filing


def finding(
    filing: Filing,
    id: str,
    severity: Severity,
    message: str,
    remedy: str,
    path: str = "",
    *,
    rule: str,
    item: str = "",
    form: str = "BOC",
    value: str = "",
) -> Finding:
    """A finding `ca.<id>` at a path of the record; `item` of the form it belongs to, `value` the dated value it rests on."""
    place = filing.record.place(path) if path else Place()
    place = replace(place, form=form if item else "", item=item)
    entry = filing.jurisdiction.values[value].entry(filing.date) if value else None
    source = entry.source if entry else ""
    return Finding(f"ca.{id}", severity, message, remedy, place, rule, source, "" if entry and not entry.verified else None)
