"""Whatever answer of a record is missing, unknown or declined: no form and no paper says None, N/A or No by that, or ticks a box.

A person swears to these papers. Each example is looked at for every procedure of every country, whatever it was made for.
"""

from __future__ import annotations

import re

import pytest

from asylum_forms import look
from asylum_forms.evidence import bounded
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.tools import scratch

from .conftest import ROOT, quiet
from .taken_away import Looking, changes

OURS = ("us", "ca", "kr", "unhcr")
EXAMPLES = sorted(file.parent.name for file in (ROOT / "examples").glob("*/record.yaml"))

RIGHT = (
    # A list that is answered is the whole list: what stands there no longer is not.
    r"\(documents\.\d removed\)$",
    r"\(employment\.\d removed\)$",
    # `travel.entries` asks for entries into the country where one applies: that is the country of one that names none.
    r"^(?:i-589 (?:A\.I\.19|C\.5)|refugee-application 1[04]).*\(travel\.entries\.0\.country removed\)$",
    # The number of papers that are in the filing.
    r"^(?:evidence-list|exhibit-index|list-of-documents|statement-of-service|new-materials|overseas-index) : no \(evidence ",
    # Why evidence is missing goes to the next question of Part B where this one is open; the words are the applicant's.
    r"^i-589 B\.1\.B\.text: .* \(claim\.past_harm",
    # A number that is not known stands whole in the second box.
    r"^i-589 A\.I\.[89]\.area_code: not_applicable",
    # Words of our own about the law, no answer.
    r"^preparation-memo : no \(statement",
    # The record's own answers, put together: `none` of these kinds, `no` at these persons.
    r"^i-589 A\.I\.[89]\.apartment: none",
    r"^i-589 A\.II\.children: 20: \[no\], 21: \[no\]",
    r"^imm-5669 12: province: not_applicable .*\.(?:province|district) ",
    r"^(?:imm-0008-schedule-2 head\.reference|referral-memo ): none \(ca\.referral\.kind",
    r"^rsd-bio-data I\.6: none \(unhcr removed\)$",
    r"^i-589 C\.2\.text: no \(travel\.transit\.\d\.asylum_sought\.explain unknown\)$",
    r"^contact-information : n/a \(representative",
    r"deceased",
    # Who may be grown up is listed among the grown children, with the marital status that the record has.
    r"^imm-0008-schedule-2 C\.14: marital: never",
    # Nobody asks a child under 18 for it.
    r"^(?:referral-dossier 2\.1|rsd-bio-data F\.1): marital: not_applicable \(children\.\d\.marital_status removed\)$",
    # After a no there is nothing to explain where nothing is explained.
    r"^refugee-application 14\.9\.explain: not_applicable \(kr\.hostile_acts\.explain removed\)$",
)
"""What a paper may say more, and why."""


@pytest.mark.slow
@pytest.mark.parametrize("code", OURS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_no_paper_says_no_because_an_answer_is_missing_unknown_or_declined(example: str, code: str) -> None:
    wrong = []
    for id in all_jurisdictions()[code].procedures:
        with bounded.workers() as hired, scratch.folder() as work:
            translated = look.opened(ROOT / "examples" / example, f"{code}/{id}", None, None, "", "", quiet)
            exhibits = look.exhibits_of(translated, work, None, hired, quiet)
        looking = Looking(translated.filing, exhibits)
        wrong += [str(turned) for change in changes(translated.filing) for turned in looking.turned(change)]
    wrong = [one for one in dict.fromkeys(wrong) if not any(re.search(right, one) for right in RIGHT)]
    assert not wrong, "\n".join(wrong)
