"""What the Canadian rules notice, and what they leave alone: a table of changes to the example, a finding, how grave it is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from ca_case import DAY, example, filing, rules

from asylum_forms.findings import Severity
from asylum_forms.record.values import Absent, PartialDate, Text

BLOCKS, ATTEND, NOTE, NOTHING = Severity.BLOCKS, Severity.ATTEND, Severity.NOTE, None
POE = "ca/port-of-entry"
WORDS = Text((("en", "Because."),))


def entry(*days: PartialDate) -> dict[str, Any]:
    return {"travel.entries": [{"country": "CA", "date": day} for day in days]}


FIRST_ENTRY = [
    (entry(PartialDate(2025, 11, 20)), ATTEND),  # a year to the day
    (entry(PartialDate(2025, 11, 19)), BLOCKS),  # a year and a day
    (entry(PartialDate(2026, 11, 1), PartialDate(2025, 11, 19)), BLOCKS),  # the first entry counts, not the last
    (entry(PartialDate(2026, 11, 1), PartialDate(2020, 6, 24)), NOTE),  # entries up to 2020-06-24 do not count
    (entry(PartialDate(2026, 11, 1), PartialDate(2020, 6, 25)), BLOCKS),
    (entry(PartialDate(2020, 6, 24)), NOTHING),
    (entry(PartialDate(2025, 11)), BLOCKS),  # perhaps too late: the month is not exact
    (entry(PartialDate(2026, 6, 1)), NOTE),
]


@pytest.mark.parametrize(("changes", "severity"), FIRST_ENTRY)
def test_a_year_is_counted_from_the_first_entry(changes: dict[str, Any], severity: Severity | None) -> None:
    found = rules(filing(changes)).get("first-entry")
    assert (found.severity if found else None) is severity
    assert found is None or "101(1)(b.1)" in found.rule


def test_the_message_names_the_last_day() -> None:
    found = rules(filing(entry(PartialDate(2024, 2, 29))))["first-entry"]
    assert "2025-02-28 was the last day" in found.message
    assert found.place.field == "travel.entries.1.date"


def test_before_the_law_was_in_force_nobody_counts() -> None:
    assert "first-entry" not in rules(filing(entry(PartialDate(2023, 1, 1)), day=datetime.date(2025, 6, 2)))


def test_a_person_who_entered_on_another_day_is_told_apart() -> None:
    apart = filing(people={"spouse": {"travel.entries.0.date": PartialDate(2024, 1, 1)}})
    assert rules(apart, "spouse")["first-entry"].severity is BLOCKS
    assert "first-entry" not in rules(filing(), "spouse")


TABLE = [
    # changes, procedure, finding, severity
    ({}, "ca/inland", "first-entry-open", NOTHING),
    ({"travel.entries": ...}, "ca/inland", "first-entry-open", BLOCKS),
    ({"ca.entered_by": ...}, "ca/inland", "entered-by-open", ATTEND),
    ({"ca.entered_by": ...}, POE, "entered-by-open", BLOCKS),
    ({"ca.entered_by": "land_port"}, POE, "safe-third-country", BLOCKS),
    ({"ca.entered_by": "land_port", "ca.us_border_exception": {"answer": "yes"}}, POE, "safe-third-country", NOTHING),
    ({"ca.entered_by": "seaport"}, POE, "safe-third-country", NOTHING),
    ({"ca.entered_by": "between_ports", **entry(PartialDate(2026, 11, 5))}, "ca/inland", "land-border-late", BLOCKS),
    ({"ca.entered_by": "between_ports", **entry(PartialDate(2026, 11, 6))}, "ca/inland", "land-border-late", NOTHING),
    ({"ca.entered_by": "between_ports", **entry(PartialDate(2026, 11, 6))}, "ca/inland", "safe-third-country", BLOCKS),
    ({}, "ca/inland", "form-day", ATTEND),
    ({"ca.eligibility_day": PartialDate(2026, 11, 19)}, "ca/inland", "form-day", BLOCKS),
    ({"ca.eligibility_day": PartialDate(2026, 11, 20)}, "ca/inland", "form-day", ATTEND),
    ({"ca.eligibility_day": Absent.UNKNOWN}, "ca/inland", "form-day-open", ATTEND),
    ({"ca.referral_day": PartialDate(2026, 11, 5)}, POE, "form-day", ATTEND),  # fifteen days to the day
    ({"ca.referral_day": PartialDate(2026, 11, 4)}, POE, "form-day", BLOCKS),
    ({}, POE, "form-day-open", ATTEND),
    ({}, "ca/inland", "disclosure", NOTE),
    ({"ca.hearing_day": PartialDate(2026, 11, 30)}, "ca/inland", "disclosure-late", NOTHING),
    ({"ca.hearing_day": PartialDate(2026, 11, 29)}, "ca/inland", "disclosure-late", BLOCKS),
    ({}, "ca/inland", "coming-law", NOTE),
    ({}, "ca/inland", "where-to-file", NOTE),
    ({}, POE, "where-to-file", NOTE),
    ({"ca.board_language": "french"}, "ca/inland", "board-language", ATTEND),
    ({"ca.board_language": "english"}, "ca/inland", "board-language", NOTHING),
    ({"ca.board_language": ...}, "ca/inland", "board-language", NOTHING),
    ({"children.0.ca.claims": ...}, "ca/inland", "claims-open", BLOCKS),
    ({"children.0.ca.claims": ..., "children.0.accompanying": "no"}, "ca/inland", "claims-open", NOTHING),
    ({"children.0.birth.date": Absent.UNKNOWN}, "ca/inland", "age-open", ATTEND),
    ({"ca.minors.answer": "no"}, "ca/inland", "minors-contradiction", BLOCKS),
    ({"children.0.ca.claims": "no", "children.1.ca.claims": "no"}, "ca/inland", "minors-contradiction", BLOCKS),
    ({}, "ca/inland", "minors-contradiction", NOTHING),
    ({}, "ca/inland", "designated-representative", NOTE),
    ({"siblings": ...}, "ca/inland", "relatives-open", BLOCKS),
    ({"siblings": Absent.NONE}, "ca/inland", "relatives-open", NOTHING),
    ({"parents.father": ...}, "ca/inland", "relatives-open", BLOCKS),
    ({"statement.read_back_in": ..., "applicant.languages.reads": ...}, "ca/inland", "declaration-open", BLOCKS),
    ({"statement.read_back_in": ...}, "ca/inland", "declaration-open", NOTHING),
    ({"evidence.0.category": "other", "documents": ...}, "ca/inland", "identity-missing", ATTEND),
    (
        {"evidence.0.category": "other", "documents": ..., "missing_evidence": Absent.NONE},
        "ca/inland",
        "identity-missing",
        BLOCKS,
    ),
    ({"evidence.0.category": "other"}, "ca/inland", "identity-missing", NOTHING),  # the passport names its copy
    ({"missing_evidence.0.steps": ...}, "ca/inland", "missing-unexplained", BLOCKS),
    ({"missing_evidence.0.why": Absent.UNKNOWN}, "ca/inland", "missing-unexplained", BLOCKS),
    ({"evidence.3.translation": ...}, "ca/inland", "untranslated-evidence", BLOCKS),
    ({"evidence.3.translation.language": "ko"}, "ca/inland", "untranslated-evidence", BLOCKS),
    ({"evidence.3.language": "fr", "evidence.3.translation": ...}, "ca/inland", "untranslated-evidence", NOTHING),
    ({"helpers.0.languages": ...}, "ca/inland", "translator-dialect", ATTEND),
    ({}, "ca/inland", "translator-dialect", NOTHING),
    # A draft has no declaration yet, and nobody who makes one.
    ({"evidence.3.translation": {"draft": "yes"}}, "ca/inland", "translator-dialect", NOTHING),
    ({"representative": {"helper": "tan-yulin"}}, "ca/inland", "counsel", ATTEND),  # paid nothing
    ({"representative": {"helper": "tan-yulin"}, "helpers.0.paid": "yes"}, "ca/inland", "counsel", NOTE),
]


def test_a_dialect_is_asked_for_where_it_is_answered() -> None:
    """Also in what is handed in later, where the first paper of the same translator is not."""
    found = rules(filing({"helpers.0.languages": ...}, procedure="ca/inland"))["translator-dialect"]
    assert found.place.field.startswith("helpers.1.languages")


def test_a_family_paper_that_may_prove_who_somebody_is_is_named() -> None:
    """A child has a birth certificate as a rule, which people put among the papers of the family."""
    changes = {"evidence.0.category": "family", "documents": ...}
    found = rules(filing(changes, procedure="ca/inland"))["identity-missing"]
    assert "category: identity" in found.remedy
    assert "Passports of the family (four)" in found.remedy
    other = rules(filing({**changes, "evidence.0.category": "other"}, procedure="ca/inland"))["identity-missing"]
    assert "Passports" not in other.remedy


@pytest.mark.parametrize(("changes", "procedure", "id_", "severity"), TABLE)
def test_the_table_of_rules(changes: dict[str, Any], procedure: str, id_: str, severity: Severity | None) -> None:
    found = rules(filing(changes, procedure=procedure)).get(id_)
    assert (found.severity if found else None) is severity
    if found:
        assert found.rule
        assert found.message
        assert found.remedy


def test_relatives_nobody_was_asked_about_are_named_in_words() -> None:
    assert rules(filing({"parents.father": ...}))["relatives-open"].message.endswith("does not answer: Your father.")


def test_the_example_has_nothing_that_blocks() -> None:
    for person in ["", "spouse", "shen-jianing", "shen-jiaming"]:
        assert [id_ for id_, found in rules(filing(), person).items() if found.severity is BLOCKS] == []


def test_a_rule_that_rests_on_what_nobody_verified_says_so() -> None:
    found = rules(filing())
    assert [found[id_].checked for id_ in ("coming-law", "where-to-file")] == ["", ""]
    assert found["disclosure"].checked is None, "the catalogue says when"
    assert "A notice of the Board may give more time" in rules(filing(procedure=POE))["form-day-open"].remedy


def test_who_refers_to_another_form_is_reminded_to_compare() -> None:
    assert "Weiguo SHEN" in rules(filing(), "shen-jianing")["same-story"].message
    assert "same-story" not in rules(filing())


def test_nothing_is_checked_twice_for_other_people() -> None:
    mine, theirs = set(rules(filing())), set(rules(filing(), "spouse"))
    assert mine & theirs == set()
    assert theirs == {"same-story"}


def test_the_example_is_filed_on_the_day_the_tests_assume() -> None:
    assert example().get("filing_date") == PartialDate(DAY.year, DAY.month, DAY.day)


def test_a_french_form_that_asks_for_english_letters_is_pointed_out() -> None:
    assert "board-language" in rules(filing({"ca.board_language": "english"}, language="fr"))
    assert "board-language" not in rules(filing({"ca.board_language": "french"}, language="fr"))
