"""Where item 14.10 and the declaration ask for something else than the record says."""

from __future__ import annotations

from collections.abc import Iterator

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import join
from jurisdictions.kr import claim, helping
from jurisdictions.kr.finding import finding
from jurisdictions.kr.wording import part


def arrests(filing: Filing) -> Iterator[Finding]:
    """Item 14.10 has the applicant's own arrests for offences only."""
    own = claim.own_arrests(filing) if filing.record.get("kr.offence") in (None, "yes") else []
    for number, entry in enumerate(filing.record.rows("arrests")):
        if any(entry is one for one in own):
            continue
        words = join(", ", (part(filing, entry.get(key)) for key in ("person", "date", "action", "charge")))
        yield finding(
            filing,
            "arrest-left-out",
            Severity.ATTEND,
            _("This arrest is not in item 14.10, which asks about you alone and about crimes: {arrest}.").format(
                arrest=words.text if words else number + 1
            ),
            _("If it was you, write `myself` after person; if it was for a crime, answer kr, offence with yes."),
            f"arrests.{number}.person",
            item="14.10",
        )


def helper(filing: Filing) -> Iterator[Finding]:
    """The declaration asks for an address in Korea of whoever helped."""
    person = helping.helper_of(filing)
    if person is not None and helping.is_abroad(person):
        yield finding(
            filing,
            "helper-abroad",
            Severity.ATTEND,
            _(
                "The form asks for an address in Korea of whoever helped. "
                "The record has one in another country, printed as it is."
            ),
            _("If this person has an address in Korea, write that one. If not, ask the office whether it takes this one."),
            f"helpers.{helping.helper_number(filing)}.address",
            item="declaration.helper_address",
        )
