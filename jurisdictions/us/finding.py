"""Findings about Form I-589, with their place in the record and on the form."""

from __future__ import annotations

from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import N_
from asylum_forms.jurisdiction.contract import Filing

FORM = "I-589"
PRIOR = N_("General knowledge; not yet compared with the text of the law")
"""Source of a rule that the reference behind this plugin does not quote."""


def finding(
    filing: Filing,
    id_: str,
    severity: Severity,
    message: str,
    remedy: str,
    *,
    path: str = "",
    item: str = "",
    exhibit: str = "",
    rule: str = "",
    source: str = "",
) -> Finding:
    """A finding at a record path and, where there is one, an item of the form."""
    place = filing.record.place(path) if path else Place()
    place = replace(place, form=FORM if item else "", item=item, exhibit=exhibit)
    return Finding(id=id_, severity=severity, message=message, remedy=remedy, place=place, rule=rule, source=source)
