"""What preflight says of an application from abroad."""

from __future__ import annotations

from typing import Any

import pytest
from ca_overseas_case import example, filing, rules

from asylum_forms.record.values import Absent, PartialDate
from jurisdictions.ca.documents_overseas import applicants_abroad, context_referral_memo
from jurisdictions.ca.ircc import asked_since, gaps

SPONSOR = {"ca.referral.kind": "sponsor", "ca.referral.organisation": "Invented Parish", "ca.referral.number": "G00000"}


def test_without_referral_or_sponsor_nothing_can_be_sent() -> None:
    found = rules()["referral-missing"]
    assert found.severity == "blocks"
    assert "140.3" in found.rule
    assert rules({"ca.referral.kind": ...})["referral-missing"].place.item == "head.referred"
    assert "referral-missing" not in rules({"ca.referral.kind": "unhcr"})


def test_a_referral_needs_its_number() -> None:
    assert "referral-number" in rules({"ca.referral.kind": "unhcr"})
    assert "referral-number" not in rules({"ca.referral.kind": "unhcr", "ca.referral.number": "000-00C00000"})


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        ("group_of_five", "2026-11-21", {"sponsors-paused", "recognition-missing"}),
        ("community_sponsor", "2026-12-31", {"sponsors-paused", "recognition-missing"}),
        ("group_of_five", "2027-01-01", {"recognition-missing"}),
        ("agreement_holder", "2026-11-21", set()),
        ("blended", "2026-11-21", set()),
    ],
)
def test_groups_of_five_and_community_sponsors_are_paused_and_need_a_recognition(kind: str, on: str, expected: set[str]) -> None:
    found = rules({**SPONSOR, "ca.referral.sponsor_kind": kind}, on=on)
    assert set(found) & {"sponsors-paused", "recognition-missing", "sponsor-kind"} == expected
    assert "sponsor-files-together" in found


def test_the_pause_is_said_to_be_unverified() -> None:
    found = rules({**SPONSOR, "ca.referral.sponsor_kind": "group_of_five"})["sponsors-paused"]
    assert "2026-12-31" in found.message
    assert found.checked == ""


def test_a_recognition_by_unhcr_is_enough() -> None:
    recognised: dict[str, Any] = {**SPONSOR, "ca.referral.sponsor_kind": "group_of_five", "ca.referral.recognition.answer": "yes"}
    assert "recognition-missing" not in rules(recognised)


def test_who_is_in_canada_or_at_home_is_told() -> None:
    assert "in-canada" in rules({"applicant.residence.country": "CA"})
    assert "in-own-country" in rules({"applicant.residence.country": "CN"})
    assert "residence-office" in rules()


def test_a_month_that_nobody_accounts_for_is_named() -> None:
    assert "history-gap" not in rules()
    gap = rules({"employment.1.until": PartialDate(2026, 3)})["history-gap"]
    assert gap.severity == "blocks"
    assert "2026-04 – 2026-05" in gap.message
    told = [{"from": PartialDate(2026, 4), "until": PartialDate(2026, 5), "activity": "In detention"}]
    assert "history-gap" not in rules({"employment.1.until": PartialDate(2026, 3), "ca.other_activities": told})
    assert (
        "2026-08 – 2026-11"
        in rules({"residences.1.from": PartialDate(2026, 12), "residences.0": {"from": PartialDate(2026, 12)}})[
            "address-gap"
        ].message
    )


def test_history_begins_ten_years_ago_or_on_the_18th_birthday() -> None:
    assert asked_since(filing()).isoformat() == "2016-11-21"
    young = filing({"applicant.birth.date": PartialDate(2003, 5, 7)})
    assert asked_since(young).isoformat() == "2021-05-07"
    assert asked_since(filing({"applicant.birth.date": PartialDate(2003)})).isoformat() == "2021-01-01"
    assert gaps(young, [])[0] == ("2021-05", "2026-11")


def test_family_members_of_18_who_come_along_have_schedules_of_their_own() -> None:
    assert applicants_abroad(filing()) == [""]
    assert applicants_abroad(filing({"children.0.accompanying": "yes"})) == ["", "daughter"]
    assert applicants_abroad(filing({"children.0.accompanying": "yes", "children.0.birth.date": PartialDate(2009, 1, 1)})) == [""]
    assert "daughter" in example().people
    spouse = {"name": {"family": "Jiang"}, "birth": {"date": PartialDate(1972)}, "accompanying": "yes"}
    assert "own-record" in rules({"spouse": spouse})


def test_giving_the_file_to_possible_sponsors_is_said_to_be_voluntary() -> None:
    assert "consent-groups" in rules()
    assert "consent-groups" not in rules({"ca.consent.sponsor_groups": "no"})


def test_the_memo_asks_for_a_referral_only_where_there_is_none() -> None:
    assert context_referral_memo(filing())["asked"] is True
    memo = context_referral_memo(filing(SPONSOR))
    assert (memo["asked"], memo["sponsored"]) == (False, True)
    assert memo["danger"][0].startswith("There is no refugee law here.")
    assert context_referral_memo(filing({"ca.referral.kind": Absent.NONE}))["referral"][2][1] == "N/A"
