"""Each American rule, on and off."""

from __future__ import annotations

import re
from typing import Any

import pytest
from us_record import address, day, in_us, person, text

from asylum_forms.findings import Finding, Severity
from asylum_forms.record.values import Absent
from jurisdictions.us.rules import rules

NA = Absent.NOT_APPLICABLE
ALWAYS = {"us.sign-by-hand", "us.fee", "us.one-year-left", "us.employment-gap"}
"""The applicant of the record has not worked since he came."""
CHILD = {"relation": "biological"}


def ids(filing: Any) -> set[str]:
    return {found.id for found in rules(filing, {})}


def only(filing: Any, id_: str) -> Finding:
    return next(found for found in rules(filing, {}) if found.id == id_)


def test_a_good_record_raises_only_what_everybody_must_know(make: Any) -> None:
    assert ids(make()) == ALWAYS


@pytest.mark.parametrize(
    ("changes", "procedure", "id_", "severity"),
    [
        ({"applicant.residence": address("1 Soi", "Bangkok", "Bangkok", "TH")}, "affirmative", "us.not-in-us", Severity.BLOCKS),
        ({"statement.place.country": "TH"}, "affirmative", "us.signed-abroad", Severity.BLOCKS),
        ({"us.immigration_court": "now"}, "affirmative", "us.court-now", Severity.BLOCKS),
        ({}, "defensive", "us.court-not-now", Severity.BLOCKS),
        ({"us.immigration_court": Absent.UNKNOWN}, "defensive", "us.court-not-now", Severity.BLOCKS),
        ({"us.immigration_court": "past"}, "affirmative", "us.court-past", Severity.ATTEND),
        ({"travel.entries.0.status": text("None; expedited removal order 3 Sept 2016")}, "affirmative", "us.removal-order",
         Severity.ATTEND),
        ({"travel.entries.0.inspected": {"answer": "yes", "explain": text("I was deported two days later.")}}, "defensive",
         "us.removal-order", Severity.ATTEND),
        ({"travel.refusals": [{"country": "US", "action": text("Deported")}]}, "defensive", "us.removal-order", Severity.ATTEND),
        ({"statement.text": text("In 2019 a judge in Texas ordered me removed. It was an order of removal in absentia.")},
         "affirmative", "us.removal-order", Severity.ATTEND),
        ({"evidence": [{"title": text("Form I-860")}]}, "affirmative", "us.removal-order", Severity.ATTEND),
        ({"applicant.us.a_number": Absent.NONE}, "defensive", "us.court-a-number", Severity.BLOCKS),
        ({"claim.grounds": ["family"]}, "affirmative", "us.no-ground", Severity.BLOCKS),
        ({"claim.grounds": ...}, "affirmative", "us.no-ground", Severity.BLOCKS),
        ({"claim.grounds": ["religion", "family"]}, "affirmative", "us.ground-without-box", Severity.ATTEND),
        ({"claim.past_harm": {"answer": "no"}}, "affirmative", "us.harm-contradiction", Severity.BLOCKS),
        ({"claim.fear.answer": "no"}, "affirmative", "us.no-fear", Severity.ATTEND),
        ({"us.convention_against_torture": "no"}, "affirmative", "us.torture-boxes", Severity.ATTEND),
        ({"claim.torture.answer": "no"}, "affirmative", "us.torture-boxes", Severity.ATTEND),
        ({"claim.persecutor.answer": "yes"}, "affirmative", "us.persecutor", Severity.ATTEND),
        ({"arrests": Absent.NONE}, "affirmative", "us.arrest-in-harm", Severity.ATTEND),
        ({"us.immigration_court": "past"}, "affirmative", "us.court-without-arrest", Severity.ATTEND),
        ({"organisations": [{"country": "TH"}]}, "affirmative", "us.organisation-elsewhere", Severity.NOTE),
        ({"residences.1.until": day("2026-02")}, "affirmative", "us.residence-and-entry", Severity.ATTEND),
        ({"residences.0.from": day("2025-06")}, "affirmative", "us.residence-and-entry", Severity.ATTEND),
        ({"residences.1.until": day("2025-08")}, "affirmative", "us.residence-gap", Severity.ATTEND),
        ({"residences.1.address.country": "TH", "travel.transit": Absent.NONE}, "affirmative", "us.transit-contradiction",
         Severity.ATTEND),
        ({"earlier_claims": [{"country": "TH"}]}, "affirmative", "us.status-contradiction", Severity.ATTEND),
        ({"travel.entries.0.date": day("2026-11-22")}, "affirmative", "us.filed-before-arrival", Severity.BLOCKS),
        ({"spouse": Absent.NONE}, "affirmative", "us.spouse-contradiction", Severity.BLOCKS),
        ({"applicant.marital_status": "single"}, "affirmative", "us.spouse-contradiction", Severity.BLOCKS),
        ({"applicant.us.a_number": "A12345"}, "affirmative", "us.number-odd", Severity.ATTEND),
        ({"spouse.us.ssn": "12-34"}, "affirmative", "us.number-odd", Severity.ATTEND),
        ({"applicant.us.a_number": "A246 813 579", "children.0.us.a_number": "246813579"}, "affirmative", "us.number-twice",
         Severity.BLOCKS),
        ({"spouse.us.i94": "123456789a1"}, "affirmative", "us.number-twice", Severity.BLOCKS),
        ({"applicant.residence.postal_code": "9180"}, "affirmative", "us.number-odd", Severity.ATTEND),
        ({"spouse.us.in_us": "yes", "spouse.location.country": "CN"}, "affirmative", "us.said-twice", Severity.BLOCKS),
        ({"spouse.us": in_us(in_court="no")}, "defensive", "us.included-not-in-court", Severity.ATTEND),
        ({"children.0.us": in_us(in_court=...)}, "defensive", "us.included-not-in-court", Severity.ATTEND),
        ({"spouse.us": in_us(in_court="yes", same_case="no")}, "defensive", "us.included-not-in-court", Severity.ATTEND),
        ({"spouse.us": in_us(in_court="yes")}, "defensive", "us.same-case-open", Severity.ATTEND),
        ({"children.0.us": in_us(in_court="yes", same_case=Absent.UNKNOWN)}, "defensive", "us.same-case-open", Severity.ATTEND),
        ({"travel.entries.0.inspected": {"answer": "no"}}, "affirmative", "us.entry-contradiction", Severity.ATTEND),
        ({"spouse.us.in_us": "no"}, "affirmative", "us.included-not-here", Severity.BLOCKS),
        ({"children.0.us.in_us": "no"}, "affirmative", "us.included-not-here", Severity.BLOCKS),
        ({"children.0.marital_status": "married"}, "affirmative", "us.child-married", Severity.BLOCKS),
        ({"children.0.birth.date": day("2005")}, "affirmative", "us.child-age-open", Severity.ATTEND),
        ({"children.0.us": in_us(include="no")}, "affirmative", "us.child-could-be-included", Severity.NOTE),
        ({"children.0.relation": "adopted"}, "affirmative", "us.child-relation", Severity.ATTEND),
        ({"representative": {"helper": "ann", "kind": "attorney"}}, "affirmative", "us.g28", Severity.ATTEND),
        ({"representative": {"helper": "ann", "kind": "attorney"}}, "affirmative", "us.preparer", Severity.ATTEND),
        ({"evidence.1.language": ...}, "affirmative", "us.evidence-language", Severity.ATTEND),
        ({"siblings.0.location": {"country": "CA"}}, "affirmative", "us.status-contradiction", Severity.ATTEND),
        ({"applicant.birth.date": day("2009")}, "defensive", "us.minor", Severity.ATTEND),
        ({"evidence.2.translation": ...}, "affirmative", "evidence.untranslated", Severity.BLOCKS),
        ({"evidence.2.translation": Absent.NONE}, "affirmative", "evidence.untranslated", Severity.BLOCKS),
        ({"evidence.2.translation.language": "fr"}, "affirmative", "evidence.untranslated", Severity.BLOCKS),
        ({"evidence.2.translation.translator": ...}, "affirmative", "us.no-translator", Severity.BLOCKS),
        ({"statement.interpreter": NA}, "affirmative", "us.no-interpreter", Severity.BLOCKS),
        ({"evidence.1.category": "other"}, "affirmative", "us.no-country-conditions", Severity.ATTEND),
        ({"missing_evidence": Absent.NONE}, "affirmative", "us.event-without-evidence", Severity.ATTEND),
    ],
)  # fmt: skip
def test_the_rule_fires(make: Any, changes: dict[str, Any], procedure: str, id_: str, severity: Severity) -> None:
    filing = make(changes, procedure=procedure)
    found = only(filing, id_)
    assert found.severity is severity
    assert found.message
    assert found.remedy
    assert not re.search(r"\{\w+\}", found.message + found.remedy), "a placeholder was left"
    assert found.place.field


def test_identity_needs_neither_a_category_nor_a_file_of_the_other_kind(make: Any) -> None:
    assert "us.no-identity" not in ids(make({"evidence.0.category": "other"}))
    assert "us.no-identity" not in ids(make({"documents": Absent.NONE}))
    assert "us.no-identity" in ids(make({"documents": Absent.NONE, "evidence.0.category": "other"}))


def test_a_reader_of_english_needs_no_interpreter(make: Any) -> None:
    assert "us.no-interpreter" not in ids(make({"statement.interpreter": NA, "applicant.languages.reads": ["zh_Hans", "en"]}))
    assert "us.no-interpreter" in ids(make({"statement.interpreter": NA, "applicant.languages.reads": Absent.NONE}))


def test_a_photograph_without_words_needs_no_translation(make: Any) -> None:
    assert not ids(make({"evidence.2.translation": ..., "evidence.2.language": Absent.NONE})) - ALWAYS


# The one-year deadline: the arrival was on 2025-12-01, the last day is Tuesday, 2026-12-01


@pytest.mark.parametrize(
    ("on", "id_", "severity"),
    [
        ("2026-03-01", "us.one-year-left", Severity.NOTE),
        ("2026-10-02", "us.one-year-left", Severity.NOTE),
        ("2026-10-03", "us.one-year-left", Severity.ATTEND),
        ("2026-12-01", "us.one-year-left", Severity.ATTEND),
        ("2026-12-02", "us.one-year-unexplained", Severity.BLOCKS),
    ],
)
def test_the_one_year_period(make: Any, on: str, id_: str, severity: Severity) -> None:
    found = only(make(on=on), id_)
    assert found.severity is severity
    assert found.place.item == "C.5"


def test_days_left_and_passed_are_counted(make: Any) -> None:
    assert "by 2026-12-01, one year after your last arrival. Days left: 10." in only(make(), "us.one-year-left").message
    late = make({"claim.late_filing": text("I was ill.")}, on="2026-12-11")
    found = only(late, "us.one-year-passed")
    assert "within a reasonable time" in found.remedy
    assert "xplain it" not in found.remedy, "it is explained"
    assert found.severity is Severity.ATTEND
    assert "2026-12-01. Days since then: 10." in found.message


def test_the_last_day_moves_from_a_weekend_to_monday(make: Any) -> None:
    entry = {"travel.entries.0.date": day("2026-06-05"), "travel.left_home.date": day("2026-06-04")}  # 2027-06-05 is a Saturday
    assert (
        "by 2027-06-07, one year after your last arrival. Days left: 0."
        in only(make(entry, on="2027-06-07"), "us.one-year-left").message
    )
    assert "us.one-year-unexplained" in ids(make(entry, on="2027-06-08"))


def test_an_arrival_without_a_date_leaves_the_year_open(make: Any) -> None:
    assert "us.one-year-open" in ids(make({"travel.entries.0.date": ...}))
    assert "us.one-year-open" in ids(make({"travel.entries.0.date": day("2025-12")}))
    assert "us.one-year-open" not in ids(make({"travel.entries.0.date": day("2025-12")}, on="2026-02-01"))


def test_the_preparation_pack_has_no_deadline_fee_or_signature(make: Any) -> None:
    pack = make(
        {"travel.entries": Absent.NONE, "applicant.residence.country": "TH", "statement.place.country": "TH"}, procedure="abroad"
    )
    assert not ids(pack) & {"us.one-year-left", "us.fee", "us.sign-by-hand", "us.not-in-us", "us.signed-abroad"}


# Children


@pytest.mark.parametrize(("on", "old"), [("2026-11-20", False), ("2026-11-21", True)])
def test_a_child_is_too_old_on_the_21st_birthday(make: Any, on: str, old: bool) -> None:
    child = person("Gao", "Yi", "2005-11-21", us=in_us(), **CHILD)
    assert ("us.child-too-old" in ids(make({"children": [child]}, on=on))) is old


def test_every_child_and_every_exhibit_is_looked_at(make: Any) -> None:
    filing = make({"children.0.us.in_us": "no", "children.1.us.in_us": "no"})
    assert [f.place.field for f in rules(filing, {}) if f.id == "us.included-not-here"] == [
        "children.1.us.include",
        "children.2.us.include",
    ]


# Court, fee


def test_papers_for_a_near_hearing(make: Any) -> None:
    court = {"us.court": {"hearing_date": day("2026-12-20"), "hearing_kind": "individual"}, "us.immigration_court": "now"}
    assert "us.hearing-near" in ids(make(court, procedure="defensive"))
    assert "us.hearing-near" not in ids(make({**court, "us.court.hearing_date": day("2026-12-21")}, procedure="defensive"))
    assert "us.hearing-near" not in ids(make({**court, "us.court.hearing_kind": "master"}, procedure="defensive"))


@pytest.mark.parametrize(("on", "fee"), [("2025-07-21", None), ("2025-07-22", "$100"), ("2026-11-21", "$100")])
def test_the_fee_is_that_of_the_filing_date(make: Any, on: str, fee: str | None) -> None:
    found = [f for f in rules(make(on=on), {}) if f.id == "us.fee"]
    assert [fee in f.message for f in found] == ([True] if fee else [])
    assert all("2025-13738" in f.source for f in found if on < "2026-10")


def test_the_fee_of_a_fiscal_year_without_a_source_is_not_said_to_be_sure(make: Any) -> None:
    assert "not confirmed" in only(make(on="2026-10-01"), "us.fee").message
    assert "not confirmed" not in only(make(on="2026-09-30"), "us.fee").message


def test_what_is_not_verified_says_so(make: Any) -> None:
    values = make().jurisdiction.values
    assert {name for name, dated in values.items() if not dated.entries[-1].verified} == {
        "annual_asylum_fee",
        "asylum_application_fee",
        "cover-letter.supplement",
        "declaration.supplement",
        "interpreter_is_another",
        "translator_is_another",
    }
    assert "to be checked" in only(make(), "us.fee").remedy


def test_gaps_of_less_than_a_month_are_no_gap(make: Any) -> None:
    assert "us.residence-gap" not in ids(make({"residences.1.until": day("2025-11-05")}))
    assert "us.residence-gap" in ids(
        make({"residences": [{"address": {"country": "US"}, "from": day("2025-12"), "until": "present"}]})
    )


def test_service_that_is_open_is_told_where_other_groups_fill_the_item(make: Any) -> None:
    group = {"person": text("I myself"), "name": text("A union"), "country": "CN", "until": day("2020")}
    assert "us.service-open" in ids(make({"organisations": [group], "military": ...}))
    assert "us.service-open" not in ids(make({"organisations": [group]}))
    assert "us.service-open" not in ids(make({"organisations": [group], "military": Absent.DECLINED}))
    assert "us.service-open" not in ids(make({"military": ...})), "the item itself is open"


def test_a_child_in_court_proceedings_may_still_be_one_for_uscis(make: Any) -> None:
    court = {"us.immigration_court": "now"}
    for birth in ("2010-05-01", "2008"):  # in 2008: perhaps not yet 18
        found = only(make({**court, "applicant.birth.date": day(birth)}), "us.court-now")
        assert found.severity is Severity.ATTEND, birth
        assert "guardian" in found.message
    assert only(make({**court, "applicant.birth.date": day("2008-11-21")}), "us.court-now").severity is Severity.BLOCKS


WORK = {"employer": text("Shop"), "from": day("2015"), "until": day("2023-10")}


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"employment": [WORK, {**WORK, "from": day("2025-06"), "until": "present"}]}, ("2023-10-31", "2025-06-01")),
        ({"employment": [WORK]}, ("2023-10-31", "2026-11-21")),
        ({"employment": [{**WORK, "from": day("2023-01"), "until": "present"}]}, ("2021-11-21", "2023-01-01")),
        ({"employment": [WORK, {**WORK, "from": day("2024-01"), "until": "present"}]}, None),  # three months between two jobs
        ({"employment": [WORK, {"employer": text("Unemployed"), "from": day("2023-10"), "until": "present"}]}, None),
        ({"employment": [WORK], "education": [{"from": day("2023"), "until": "present"}]}, None),
        ({"employment": [WORK], "education": [{"until": day("2026")}]}, None),  # nobody knows how long
        ({"employment": [WORK, {"employer": text("Farm")}]}, None),
        ({"employment": [{**WORK, "from": day("2023-01"), "until": "present"}], "applicant.birth.date": day("2005")}, None),
        ({"employment": Absent.NONE}, None),
        ({"employment": Absent.UNKNOWN}, None),
        ({"employment": []}, None),
    ],
)
def test_months_without_work_are_noted(make: Any, changes: dict[str, Any], gap: tuple[str, str] | None) -> None:
    filing = make({"education": Absent.NONE, **changes})
    found = [one for one in rules(filing, {}) if one.id == "us.employment-gap"]
    assert len(found) == (gap is not None)
    for one in found:
        assert one.severity is Severity.NOTE
        assert all(day in one.message for day in gap or ())


@pytest.mark.parametrize("status", ["None", "Entered without inspection", "EWI", "no status", "Undocumented"])
def test_who_entered_unseen_may_say_so_where_the_status_is_asked(make: Any, status: str) -> None:
    entry = {"travel.entries.0.inspected": {"answer": "no"}, "travel.entries.0.status": text(status)}
    assert "us.entry-contradiction" not in ids(make(entry))


@pytest.mark.parametrize(("kind", "until", "told"), [
    ("citizenship", Absent.NOT_APPLICABLE, False), ("citizenship", day("2026-01-01"), True), ("permanent_residence", None, True),
])  # fmt: skip
def test_a_child_who_is_a_citizen_is_not_to_be_included(make: Any, kind: str, until: Any, told: bool) -> None:
    citizen = {"nationalities": [{"country": "US", "kind": kind, "until": until}], "us": in_us(include="no")}
    child = {f"children.0.{key}": value for key, value in citizen.items()}
    assert ("us.child-could-be-included" in ids(make(child))) is told


def test_numbers_of_nobody_are_not_the_same_number(make: Any) -> None:
    both = {"applicant.us.a_number": Absent.NONE, "spouse.us.a_number": Absent.NONE, "children.0.us.a_number": Absent.UNKNOWN}
    assert "us.number-twice" not in ids(make(both))


def test_the_included_who_are_in_proceedings_are_not_questioned(make: Any) -> None:
    people = {f"{path}.us": in_us(in_court="yes", same_case="yes") for path in ("spouse", "children.0", "children.1")}
    assert not {"us.included-not-in-court", "us.same-case-open"} & ids(make(people, procedure="defensive"))
    assert "us.included-not-in-court" not in ids(
        make(),
    ), "USCIS has no proceedings"


@pytest.mark.parametrize("code", ["91803", "91803-1234", "918031234"])
def test_a_zip_code_has_five_digits_or_nine_and_codes_elsewhere_have_any(make: Any, code: str) -> None:
    assert "us.number-odd" not in ids(
        make({"applicant.residence.postal_code": code, "applicant.home_address": {"postal_code": "45", "country": "CN"}})
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"travel.refusals": [{"country": "TR", "action": text("Deported")}]},
        {"travel.entries.0.country": "GR", "travel.entries.0.status": text("Deported")},
        {"statement.text": text("They removed the books, and my cousin was deported from Turkey.")},
    ],
)
def test_what_another_country_did_is_no_american_order_of_removal(make: Any, changes: dict[str, Any]) -> None:
    assert "us.removal-order" not in ids(make(changes))
