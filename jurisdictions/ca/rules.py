"""What Canadian law asks of a filing beyond the boxes of its forms. Nothing here corrects an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.jurisdiction.contract import Filing
from jurisdictions.ca import rules_overseas, rules_people, rules_rpd, rules_times

Check = Callable[[Filing, Mapping[str, Answers]], Iterator[Finding]]

_CLAIM: tuple[Check, ...] = (
    rules_times.first_entry,
    rules_times.land_border,
    rules_times.form_in_time,
    rules_times.disclosure,
    rules_times.coming_law,
    rules_people.who_claims,
    rules_people.minors,
    rules_people.shared_story,
    rules_people.relatives,
    rules_people.earlier_claims,
    rules_people.claims_on_the_way,
    rules_people.declarations,
    rules_rpd.where_to_file,
    rules_rpd.board_language,
    rules_rpd.identity,
    rules_rpd.missing_documents,
    rules_rpd.translations,
    rules_rpd.counsel,
)

_OVERSEAS: tuple[Check, ...] = (
    rules_overseas.referral,
    rules_overseas.sponsors,
    rules_overseas.place,
    rules_overseas.family,
    rules_overseas.room,
    rules_overseas.history,
    rules_overseas.consent,
    rules_overseas.representative,
    rules_overseas.editions,
)

CHECKS: Mapping[str, tuple[Check, ...]] = {"inland": _CLAIM, "port-of-entry": _CLAIM, "overseas": _OVERSEAS}
"""The checks of each procedure, in the order of the report."""


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding of the Canadian rules for this filing, and for the person it is made for."""
    return [found for check in CHECKS[filing.procedure.id] for found in check(filing, answers)]
