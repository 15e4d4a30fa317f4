"""What Canadian law asks of a filing beyond the boxes of its forms. Nothing here corrects an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.jurisdiction.contract import Filing

Check = Callable[[Filing, Mapping[str, Answers]], Iterator[Finding]]

CHECKS: Mapping[str, tuple[Check, ...]] = {"inland": (), "port-of-entry": (), "overseas": ()}
"""The checks of each procedure, in the order of the report."""


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding of the Canadian rules for this filing, and for the person it is made for."""
    return [found for check in CHECKS[filing.procedure.id] for found in check(filing, answers)]
