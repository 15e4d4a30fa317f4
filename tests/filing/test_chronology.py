"""Dates that cannot follow one another, in any procedure; and those that can, though they look odd."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from asylum_forms.errors import RecordError
from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.preflight.doubts import doubts
from asylum_forms.record.load import load

BORN = "  birth: {date: 1988-05-01}\n"


def found(folder: Path, more: str, *, applicant: str = BORN, procedure: str = "ca/inland") -> list[Finding]:
    text = f"asylum_forms: 1\nlanguage: en\napplicant:\n{applicant}{more}\n"
    (folder / "record.yaml").write_text(text, encoding="utf-8")
    filing = Filing(load(folder, registry.extensions()), *registry.find_procedure(procedure), "en", datetime.date(2026, 11, 20))
    return doubts(filing)


def told(findings: list[Finding]) -> list[tuple[str, Severity, str]]:
    return [(one.id, one.severity, one.place.field) for one in findings]


def journey(left: str, japan: tuple[str, str] | None, entry: str, more: str = "") -> str:
    transit = f"[{{country: JP, from: {japan[0]}, until: {japan[1]}}}]" if japan else "none"
    return f"travel:\n  left_home: {{date: {left}}}\n  transit: {transit}\n  entries: [{{country: CA, date: {entry}}}]\n{more}"


@pytest.mark.parametrize("procedure", ["ca/inland", "us/affirmative", "kr/in-country", "unhcr/registration"])
def test_a_stop_before_the_departure_stops_every_filing(tmp_path: Path, procedure: str) -> None:
    one = found(tmp_path, journey("2026-11-10", ("2026-11-08", "2026-11-09"), "2026-11-09"), procedure=procedure)
    assert told(one) == [("record.sequence", Severity.BLOCKS, "travel.transit.1.from")]
    assert "travel.left_home.date 2026-11-10" in one[0].message


def test_an_entry_two_days_before_the_departure_cannot_be_and_one_day_before_can(tmp_path: Path) -> None:
    assert told(found(tmp_path, journey("2026-11-10", None, "2026-11-08")))[0][1] is Severity.BLOCKS
    assert told(found(tmp_path, journey("2026-11-10", None, "2026-11-09")))[0][1] is Severity.ATTEND
    assert found(tmp_path, journey("2026-11-10", None, "2026-11-10")) == []


@pytest.mark.parametrize(
    ("left", "entry"),
    [("2026-11", "2026-11-09"), ("~2026-11-20", "2026-11-09"), ("2026", "2026-01-02"), ("unknown", "2026-01-02")],
)
def test_what_nobody_knows_to_the_day_is_held_against_nobody(tmp_path: Path, left: str, entry: str) -> None:
    assert found(tmp_path, journey(left, None, entry)) == []


def test_an_earlier_visit_and_a_journey_back_are_no_contradiction(tmp_path: Path) -> None:
    visit = "travel:\n  left_home: {date: 2026-11-01}\n  entries:\n    - {date: 2026-11-02}\n    - {date: 2019-05-05}\n"
    assert found(tmp_path, visit) == []
    back = "  returns: [{from: 2025-03-01, until: 2026-11-10}]\n"
    (one,) = found(tmp_path, journey("2026-11-10", ("2025-01-08", "2025-02-09"), "2026-11-11", back))
    assert one.severity is Severity.ATTEND


def test_a_stay_within_another_is_to_be_looked_at(tmp_path: Path) -> None:
    stays = "[{country: JP, from: 2026-10-01, until: 2026-10-30}, {country: KR, from: 2026-10-10, until: 2026-10-12}]"
    text = f"travel:\n  left_home: {{date: 2026-10-01}}\n  transit: {stays}\n  entries: [{{date: 2026-10-30}}]\n"
    assert told(found(tmp_path, text)) == [("record.sequence", Severity.ATTEND, "travel.transit.2.from")]


def mother(birth: str, more: str = "") -> str:
    return f"parents:\n  mother: {{birth: {{date: {birth}}}{more}}}\n"


def test_a_mother_younger_than_her_child_stops_the_filing_and_says_how_she_may_be_true(tmp_path: Path) -> None:
    (one,) = found(tmp_path, mother("1992"))
    assert told([one]) == [("record.sequence", Severity.BLOCKS, "applicant.birth.date")]
    assert "parents.mother.relation" in one.remedy


@pytest.mark.parametrize("relation", ["step", "adopted", "foster", "guardian", "in_law", "other"])
def test_who_is_a_parent_otherwise_than_by_birth_may_be_younger(tmp_path: Path, relation: str) -> None:
    assert found(tmp_path, mother("1992", f", relation: {relation}")) == []


@pytest.mark.parametrize(
    ("birth", "severity"), [("1979-06", Severity.ATTEND), ("1978-04", None), ("~1992", None), ("1988", Severity.ATTEND)]
)
def test_a_very_young_mother_is_to_be_looked_at(tmp_path: Path, birth: str, severity: Severity | None) -> None:
    assert [one.severity for one in found(tmp_path, mother(birth))] == ([severity] if severity else [])


def test_a_mother_dead_before_the_birth_cannot_be_a_father_can(tmp_path: Path) -> None:
    dead = "{birth: {date: 1950}, deceased: yes, death_date: 1987}"
    assert [one.severity for one in found(tmp_path, f"parents: {{mother: {dead}}}")] == [Severity.BLOCKS]
    assert [one.severity for one in found(tmp_path, f"parents: {{father: {dead}}}")] == [Severity.ATTEND]


@pytest.mark.parametrize(
    "more",
    [
        "documents: [{kind: passport, issued: 2018-03-02, expires: 2018-03-01}]",
        "travel: {visas: [{country: CA, applied: 2026-06, issued: 2026-05-12}]}",
        "marriages: [{spouse_birth_date: 1990-02-01, date: 1989-01-01}]",
    ],
)
def test_papers_that_end_before_they_begin_are_not_read(tmp_path: Path, more: str) -> None:
    with pytest.raises(RecordError) as told:
        found(tmp_path, more)
    assert [one.id for one in told.value.findings] == ["record.date-order"]


def test_papers_of_one_month_or_day_are_read(tmp_path: Path) -> None:
    assert found(tmp_path, "travel: {visas: [{country: CA, applied: 2026-05, issued: 2026-05-12}]}") == []
    assert found(tmp_path, "documents: [{kind: passport, issued: 2018-03-02, expires: 2018-03-02}]") == []


def held(arrest: str, event: str, more: str = "", victim: str = "I myself") -> str:
    return (
        f"arrests: [{{person: I myself, date: {arrest}{more}}}]\n"
        f"harm:\n  - {{victim: {victim}, from: {event}, released: After fifteen days}}\n"
    )


def test_a_release_in_another_year_than_every_arrest_is_to_be_looked_at(tmp_path: Path) -> None:
    assert told(found(tmp_path, held("2020-05-02", "2021-05-02"))) == [
        ("record.arrest-other-time", Severity.ATTEND, "harm.1.from")
    ]


@pytest.mark.parametrize(
    "record",
    [
        held("2021-05-02", "2021-05-02"),
        held("2021", "2021-05-02"),
        held("~2020", "2021-05-02"),
        held("2020-07-01", "2021-05-02"),
        held("2021-04-20", "2021-05-02", ", until: 2021-06-01"),
        held("2020-05-02", "2021-05-02", victim="My brother"),
        "harm: [{victim: I myself, from: 2021, released: In the evening}]",
        held("2020-05-02", "2021-05-02") + "  - {victim: I myself, from: 2020}",
    ],
)
def test_an_event_in_the_time_of_an_arrest_or_of_another_person_is_left_alone(tmp_path: Path, record: str) -> None:
    assert found(tmp_path, record) == []


def named(family: str, given: str) -> str:
    return f"  name: {{family: {family}, given: {given}}}\n"


@pytest.mark.parametrize(("family", "given"), [("CHEN Meiling", "Meiling"), ("Meiling", "Meiling"), ("Chen", "CHEN Meiling")])
def test_a_name_that_stands_in_both_halves_is_to_be_looked_at(tmp_path: Path, family: str, given: str) -> None:
    assert told(found(tmp_path, "", applicant=named(family, given))) == [
        ("record.name-twice", Severity.ATTEND, "applicant.name.given")
    ]


@pytest.mark.parametrize(("family", "given"), [("Chen", "Meiling"), ("Mei", "Meiling"), ("none", "none"), ("Lin", "Linda Mei")])
def test_names_that_only_look_alike_are_left_alone(tmp_path: Path, family: str, given: str) -> None:
    assert found(tmp_path, "", applicant=named(family, given)) == []


def passport(expires: str, entry: str, *, own: str = "yes", more: str = "") -> str:
    held = f"documents:\n  - {{kind: passport, holder: applicant, expires: {expires}}}\n{more}"
    return f"{held}travel:\n  entries: [{{country: CA, date: {entry}, own_passport: {{answer: {own}}}}}]\n"


@pytest.mark.parametrize("procedure", ["ca/inland", "us/affirmative", "kr/in-country", "unhcr/registration"])
def test_a_passport_that_had_expired_before_the_entry_made_with_it_is_to_be_looked_at(tmp_path: Path, procedure: str) -> None:
    one = found(tmp_path, passport("2024-07-02", "2025-02-03"), procedure=procedure)
    assert told(one) == [("record.passport-expired", Severity.ATTEND, "travel.entries.1.date")]
    assert "2024-07-02" in one[0].message
    assert "2025-02-03" in one[0].message


@pytest.mark.parametrize(
    "record",
    [
        passport("2025-02-03", "2025-02-03"),
        passport("2025-02", "2025-02-20"),
        passport("2024-07-02", "2025-02-03", own="no"),
        passport("~2024-07-02", "2025-02-03"),
        passport("unknown", "2025-02-03"),
        passport("2024-07-02", "2025-02-03", more="  - {kind: travel_document, expires: 2030-01-01}\n"),
        passport("2024-07-02", "2025-02-03", more="  - {kind: passport}\n"),
    ],
)
def test_an_entry_for_which_a_passport_can_have_been_valid_is_left_alone(tmp_path: Path, record: str) -> None:
    assert found(tmp_path, record) == []


def test_a_passport_of_the_husband_says_nothing_about_the_applicants(tmp_path: Path) -> None:
    other = "  - {kind: passport, holder: husband, expires: 2030-01-01}\nspouse: {id: husband}\n"
    assert [one.id for one in found(tmp_path, passport("2024-07-02", "2025-02-03", more=other))] == ["record.passport-expired"]
