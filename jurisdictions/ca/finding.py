"""Builds the findings of the Canadian rules, each with the provision it rests on."""

from __future__ import annotations

from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
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
    return Finding(f"ca.{id}", severity, message, remedy, place, rule, source_of(filing, value) if value else "")


def source_of(filing: Filing, value: str) -> str:
    """Where a dated value comes from, marked where nobody has read it there."""
    entry = filing.jurisdiction.values[value].entry(filing.date)
    if entry is None:
        return ""
    return entry.source if entry.verified else _("{source} (not verified)").format(source=entry.source)
