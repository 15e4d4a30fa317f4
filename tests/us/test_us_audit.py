"""Very different people: what the form says, what the official PDF holds, and what must be looked at before filing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf.form import Form
from us_record import FOLDER, address, day, in_us, person, text

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.acroform import fill
from asylum_forms.forms.answers import Answers, Laid
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent
from jurisdictions.us.documents import (
    context_court_cover_page,
    context_cover_letter,
    context_declaration,
    findings_court_cover_page,
)
from jurisdictions.us.rules import rules

NONE, NA, UNKNOWN, DECLINED = Absent.NONE, Absent.NOT_APPLICABLE, Absent.UNKNOWN, Absent.DECLINED
ALONE = {"applicant.marital_status": "single", "spouse": NONE, "marriages": NONE, "children": NONE}
ABROAD = in_us(in_us="no", last_entry=NA, i94=NONE, current_status=NA, status_expires=NA, include="no")
LONG_NAME = {
    "family": "Fernández de la Santísima Trinidad y Villavicencio-Echeverría",
    "given": "María del Carmen Guadalupe de los Ángeles",
    "middle": "Inmaculada Concepción del Rosario",
    "native": text("María Fernández", "es"),
}
EX_HUSBAND = {"spouse": {"family": "Liu"}, "date": day("2008-10-06"), "country": "CN", "until": day("2020-01-02")}


def arrest(**changes: Any) -> dict[str, Any]:
    return {"date": day("2026-01-05"), "country": "US", "place": text("Los Angeles"), "action": text("Arrest"), **changes}


def claim(**changes: Any) -> dict[str, Any]:
    return {"person": text("I myself"), "country": "US", "date": day("2015-02-03"), "result": text("Denied"), **changes}


@pytest.fixture(scope="module")
def table() -> FormTable:
    return read_table(FOLDER / "forms" / "i-589.2025-01-20.yaml")


def found(filing: Filing, form: Answers) -> list[Finding]:
    return [*form.findings, *rules(filing, {"I-589": form})]


def supplement_b(laid: Laid) -> str:
    return "\n".join(sheet.boxes["SB.text"] for sheet in laid.sheets if sheet.sheet == "Supplement B")


# What the boxes say


@pytest.mark.parametrize(
    ("changes", "item", "said"),
    [
        ({"claim.crimes_in_host_country": {"answer": "yes", "explain": text("Shoplifting.")}}, "C.6", "yes"),
        ({"claim.crimes_in_host_country": {"answer": "yes", "explain": text("Shoplifting.")}}, "C.6.text", "Shoplifting."),
        ({"claim.crimes_in_host_country": {"answer": DECLINED}}, "C.6", "Declined to answer"),
        ({"claim.crimes_in_host_country": {"answer": "no"}, "arrests": UNKNOWN}, "C.6", "no"),
        ({"claim.crimes_in_host_country": {"answer": "no"}, "arrests": [arrest()]}, "C.6", "yes"),
        ({"spouse": UNKNOWN, "applicant.marital_status": UNKNOWN}, "A.II.spouse.5", "Unknown"),
        ({"spouse": DECLINED, "applicant.marital_status": DECLINED}, "A.II.spouse.5", "Declined to answer"),
        ({"travel.entries": UNKNOWN}, "C.5", "Unknown"),
        ({"earlier_claims": [claim(country=UNKNOWN)]}, "C.1", "Unknown"),
        ({"earlier_claims": [claim(country=...)]}, "C.1", ""),
        ({"claim.country": ..., "travel.returns": [{"country": "CN", "from": day("2024-01")}]}, "C.4", "yes"),
        ({"documents": [{"holder": "applicant"}]}, "A.I.21.passport", ""),
        ({"documents": [{"kind": UNKNOWN}]}, "A.I.20", "Unknown"),
        ({"documents": [{"kind": "passport", "holder": DECLINED}]}, "A.I.20", "Declined to answer"),
        ({"documents": [{"kind": "identity_card"}]}, "A.I.20", "None"),
        ({"travel.entries.0.country": UNKNOWN}, "A.I.19.c", "Unknown"),
        ({"applicant.mailing": ...}, "A.I.9.telephone", ""),
        ({"claim.country": UNKNOWN, "claim.statuses_elsewhere": NONE}, "C.2.B", "Unknown"),
        ({"applicant.residence.apartment": "Apt. 4B"}, "A.I.8.apartment", "4B"),
        ({"applicant.residence.apartment": "Room 12-04"}, "A.I.8.apartment", "12-04"),
        ({"applicant.residence.apartment": "Building 3"}, "A.I.8.apartment", "Building 3"),
        ({"applicant.residence.apartment": "Unit"}, "A.I.8.apartment", "Unit"),
    ],
)
def test_what_a_box_says(make: Any, table: FormTable, changes: dict[str, Any], item: str, said: str) -> None:
    for entry in changes.get("earlier_claims", []):
        if entry["country"] is ...:
            del entry["country"]
    answer = evaluate(table, make(changes)).items[item]
    assert (answer.text or ",".join(answer.chosen)) == said


def test_an_entry_that_no_officer_saw(make: Any, table: FormTable) -> None:
    entry = {"country": "US", "date": day("2025-12-01"), "place": text("near Eagle Pass"), "status": NONE, "status_expires": NONE}
    form = evaluate(table, make({"travel.entries": [{**entry, "inspected": {"answer": "no"}}], "us.i94": NONE}))
    assert form.items["A.I.19.c"].rows[0]["status"].text == "No inspection"
    assert form.items["A.I.19.c.expires"].text == "N/A"
    assert form.items["A.I.19.b"].text == "None"


def test_why_evidence_is_missing_stands_in_part_b(make: Any, table: FormTable) -> None:
    words = "Missing: Hospital papers. Why it is missing: They were taken away."
    assert evaluate(table, make()).items["B.1.A.text"].text.count(words) == 1
    only_fear = evaluate(table, make({"claim.past_harm": {"answer": "no"}, "harm": NONE}))
    assert only_fear.items["B.1.A.text"].text == "N/A"
    assert words in only_fear.items["B.1.B.text"].text
    nothing_said = evaluate(table, make({"claim.past_harm": {"answer": "yes"}, "harm": NONE}))
    assert nothing_said.items["B.1.A.text"].text == "", "a reason for missing evidence is no account of the harm"


def test_every_supplement_page_names_the_applicant(make: Any, table: FormTable) -> None:
    laid = lay_out(evaluate(table, make({"applicant.name": LONG_NAME})))
    assert {sheet.boxes["SB.name"] for sheet in laid.sheets} == {LONG_NAME["family"]}
    laid = lay_out(evaluate(table, make({"applicant.name": {"family": UNKNOWN, "given": "Ming"}, "applicant.sex": UNKNOWN})))
    assert {sheet.boxes["SB.name"] for sheet in laid.sheets} == {"Ming"}


# Boxes that stay empty because the answer is unknown or declined


@pytest.mark.parametrize(("value", "said"), [(DECLINED, "Declined to answer"), (UNKNOWN, "Unknown")])
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("applicant.sex", "Part A.I, Question 10"),
        ("us.immigration_court", "Part A.I, Question 18"),
        ("us.list_of_representatives_given", "Part D, Question List"),
        ("claim.grounds", "Part B, Question 1"),
        ("travel.transit", "Part C, Question 2.A"),
    ],
)
def test_a_question_with_boxes_left_open_is_answered_on_supplement_b(
    make: Any, table: FormTable, path: str, heading: str, value: Absent, said: str
) -> None:
    filing = make({path: value})
    form = evaluate(table, filing)
    assert f"{heading}: " in supplement_b(lay_out(form)).replace("\n", " ")
    assert said in supplement_b(lay_out(form))
    assert {f.id for f in found(filing, form)} & {"us.box-open", "us.yes-no-open", "us.no-ground"}


def test_an_explanation_that_says_it_already_is_not_repeated(make: Any, table: FormTable) -> None:
    laid = lay_out(evaluate(table, make({"claim.persecutor": DECLINED})))
    assert laid.items["C.3.text"].text == "Declined to answer"
    assert supplement_b(laid) == ""


def test_a_box_of_one_child_left_open_is_named_with_its_entry(make: Any, table: FormTable) -> None:
    laid = lay_out(evaluate(table, make({"children.1.sex": UNKNOWN})))
    assert "Entry 2, Sex: Unknown" in supplement_b(laid)


@pytest.mark.parametrize("land", ["GU", "MP", "PR", "VI"])
def test_the_territories_are_the_united_states(make: Any, table: FormTable, land: str) -> None:
    changes = {"applicant.residence.country": land, "travel.entries.0.country": land, "statement.place.country": land}
    filing = make({**changes, "residences.0.address.country": land})
    form = evaluate(table, filing)
    assert form.items["A.I.8.city"].text == "Alhambra"
    assert form.items["A.I.19.c"].rows[0]["date"].text == "12/01/2025"
    assert {f.id for f in found(filing, form)} == {f.id for f in rules(make(), {})}
    assert not context_declaration(filing)["abroad"]


# Rules


@pytest.mark.parametrize(
    ("changes", "procedure", "id_", "severity"),
    [
        ({"us.immigration_court": DECLINED}, "defensive", "us.court-not-now", Severity.BLOCKS),
        ({"arrests": [arrest(country=NONE)]}, "affirmative", "us.country-open", Severity.BLOCKS),
        ({"earlier_claims": [claim(country=UNKNOWN)]}, "affirmative", "us.country-open", Severity.BLOCKS),
        ({"earlier_claims": [claim(country="CN")]}, "affirmative", "us.claim-at-home", Severity.ATTEND),
        ({"travel.returns": [{"country": "TH", "from": day("2024-01")}]}, "affirmative", "us.return-elsewhere", Severity.ATTEND),
        (
            {"claim.crimes_in_host_country": {"answer": "no"}, "arrests": [arrest()]},
            "affirmative",
            "us.crime-contradiction",
            Severity.BLOCKS,
        ),
        ({"claim.relocation": {"answer": "no", "explain": text("X")}}, "affirmative", "us.not-on-form", Severity.NOTE),
        ({"travel.entries": UNKNOWN}, "affirmative", "us.one-year-open", Severity.ATTEND),
        ({"applicant.us.i94": "999999999A9"}, "affirmative", "us.said-twice", Severity.BLOCKS),
        ({"applicant.us.in_court": "yes"}, "affirmative", "us.said-twice", Severity.BLOCKS),
        ({"applicant.us.last_entry": {"date": day("2024-01-01")}}, "affirmative", "us.said-twice", Severity.BLOCKS),
    ],
)
def test_what_must_be_looked_at(
    make: Any, table: FormTable, changes: dict[str, Any], procedure: str, id_: str, severity: Severity
) -> None:
    filing = make(changes, procedure=procedure)
    assert [f.severity for f in found(filing, evaluate(table, filing)) if f.id == id_] == [severity]
    assert id_ not in {f.id for f in rules(make(procedure="affirmative"), {})}


@pytest.mark.parametrize("kind", ["individual", "master"])
def test_a_detained_person_is_told_of_the_courts_own_dates_only(make: Any, kind: str) -> None:
    court = {"hearing_date": day("2026-11-25"), "hearing_kind": kind, "detained": "yes"}
    ids = {f.id for f in rules(make({"us.court": court, "us.immigration_court": "now"}, procedure="defensive"), {})}
    assert "us.hearing-detained" in ids
    assert not ids & {"us.hearing-near", "us.hearing-past"}


def test_a_hearing_that_has_passed_is_not_near(make: Any) -> None:
    court = {"hearing_date": day("2026-11-20"), "hearing_kind": "individual", "detained": "no"}
    ids = {f.id for f in rules(make({"us.court": court, "us.immigration_court": "now"}, procedure="defensive"), {})}
    assert "us.hearing-past" in ids
    assert "us.hearing-near" not in ids


@pytest.mark.parametrize(
    ("arrival", "on", "late", "expected"),
    [
        ("2025-11-21", "2026-11-21", "no", "us.one-year-left"),
        ("2025-11-20", "2026-11-20", "no", "us.one-year-left"),
        ("2025-11-20", "2026-11-21", "yes", "us.one-year-unexplained"),
        ("2025-11-21", "2026-11-23", "yes", "us.one-year-weekend"),
        ("2025-11-21", "2026-11-24", "yes", "us.one-year-unexplained"),
        ("2024-02-29", "2025-02-28", "no", "us.one-year-left"),
        ("2024-02-29", "2025-03-01", "yes", "us.one-year-unexplained"),
        ("2027-03-01", "2028-02-29", "no", "us.one-year-left"),
    ],
)
def test_the_last_day_of_the_year(make: Any, table: FormTable, arrival: str, on: str, late: str, expected: str) -> None:
    filing = make({"travel.entries.0.date": day(arrival), "travel.left_home.date": day(arrival)}, on=on)
    form = evaluate(table, filing)
    assert form.items["C.5"].chosen == (late,)
    assert expected in {f.id for f in rules(filing, {"I-589": form})}


def test_the_letter_does_not_call_an_application_late_that_a_weekend_keeps_in_time(make: Any) -> None:
    changes = {"travel.entries.0.date": day("2025-11-21"), "travel.left_home.date": day("2025-11-21")}
    late = [context_cover_letter(make(changes, on=on))["late"] for on in ("2026-11-20", "2026-11-23", "2026-11-24")]
    assert late == ["no", "weekend", "yes"]


@pytest.mark.parametrize(
    ("representative", "alone", "lacking"),
    [(NONE, True, False), (..., False, True), (UNKNOWN, False, True), ({"kind": "attorney"}, False, True)],
)
def test_nobody_is_said_to_be_without_a_representative_who_has_not_said_so(
    make: Any, representative: Any, alone: bool, lacking: bool
) -> None:
    filing = make({"representative": representative}, procedure="defensive")
    assert context_court_cover_page(filing)["alone"] is alone
    assert ("representative" in findings_court_cover_page(filing)[0].message) is lacking


def test_every_respondent_on_the_cover_page_needs_a_number(make: Any) -> None:
    court = {"us.court": {"city": text("Los Angeles, California")}, "us.immigration_court": "now", "spouse.us.in_court": "yes"}
    [without] = findings_court_cover_page(make(court, procedure="defensive"))
    [given] = findings_court_cover_page(make({**court, "spouse.us.a_number": "A212345678"}, procedure="defensive"))
    assert "A-Number" in without.message
    assert "A-Number" not in given.message


# The official form

PEOPLE: dict[str, dict[str, Any]] = {
    "alone": ALONE,
    "widowed": {**ALONE, "applicant.marital_status": "widowed", "marriages": [{**EX_HUSBAND, "status": "widowed"}]},
    "divorced": {**ALONE, "applicant.marital_status": "divorced", "marriages": [{**EX_HUSBAND, "status": "divorced"}]},
    "spouse abroad": {"spouse.us": ABROAD, "spouse.location": {"city": text("Xinmi"), "country": "CN"}},
    "seven children": {
        "children": [
            person("Gao", "Yi", "1999-01-20", us=in_us(include="no")),
            person("Gao", "Er", "1998-01-20", us=in_us(include="no"), marital_status="married"),
            person("Gao", "San", "2010-01-20", us=in_us(), relation="adopted"),
            person("Gao", "Si", "2011-01-20", us=ABROAD),
            person("Gao", "Wu", "2012-01-20", us=in_us(), sex="female"),
            person("Gao", "Liu", "2013-01-20", us=in_us()),
            person("Gao", "Qi", "2014-01-20", us=ABROAD, deceased="yes"),
        ]
    },
    "stateless": {"applicant.nationalities": NONE, "applicant.nationality_at_birth": NONE, "documents": NONE},
    "Arabic": {"applicant.name.native": text("محمد الخطيب", "ar")},
    "Korean": {"applicant.name.native": text("홍길동", "ko")},
    "Cyrillic": {"applicant.name.native": text("Пётр Ильич Петров", "ru")},
    "one name": {"applicant.name": {"family": "Tenzin", "given": NONE, "middle": NONE, "native": text("Tenzin")}},
    "long names": {"applicant.name": LONG_NAME, "children.0.name": LONG_NAME, "parents.mother.name": LONG_NAME},
    "long story": {"claim.past_harm.explain": text("They came again and took the papers away. " * 720)},
    "odd text": {
        "claim.fear.what": text("A\ttab “quoted”\n• one\n• two\nhttps://example.org/" + "abcdefghij" * 60 + " <w:p> {{ 7*7 }}")
    },
    "approximate": {
        "applicant.birth.date": day("~1981"),
        "travel.left_home.date": day("~2025-11-30"),
        "harm.0.from": day("~2023"),
    },
    "unknown": dict.fromkeys(["applicant.sex", "spouse", "applicant.marital_status", "children", "arrests", "travel"], UNKNOWN),
    "declined": dict.fromkeys(["applicant.religion", "children", "claim.torture", "applicant.residence", "documents"], DECLINED),
    "attorney": {
        "helpers": [
            {
                "id": "law",
                "name": {"family": "Counsel", "given": "Carla"},
                "phone": "+1 213 555 0199",
                "address": address("100 Broadway", "Los Angeles", "CA", "US", "90012", apartment="Suite 1200"),
            }
        ],
        "representative": {"helper": "law", "kind": "attorney", "bar_number": "CA 123456"},
        "preparer": {"helper": "law", "kind": "attorney"},
        "us.g28_attached": "yes",
        "us.representative_online_account": "1234-5678-9012",
    },
    "eight entries": {
        "travel.entries": [
            {"country": "US", "date": day(f"{2017 + n}-03-0{n + 1}"), "place": text("Laredo"), "status": text("B-2")}
            | {"status_expires": day("2026-01-01")}
            for n in range(8)
        ]
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_the_official_form_of_very_different_people(make: Any, table: FormTable, shared: Path, tmp_path: Path, who: str) -> None:
    """Everything finds a place, no box twice, and nothing of the claim is lost between form and supplements."""
    laid = lay_out(evaluate(table, make(PEOPLE[who])))
    assert laid.findings == ()
    fill(laid, shared / "forms" / "us" / "i-589.2025-01-20.pdf", tmp_path / "live.pdf", tmp_path / "flat.pdf")
    with pikepdf.open(tmp_path / "live.pdf") as pdf:
        values = {field.fully_qualified_name: str(field.obj.get("/V", "")) for field in Form(pdf)}
    copies = sorted(
        (name for name in values if "TextField32" in name), key=lambda name: int(name.split(".")[0].partition("_")[2] or 1)
    )
    supplements = " ".join(values[name] for name in copies).split()
    for number, answer in laid.answers.items.items():
        if number.endswith(".text") or number in ("D.native_name", "D.name", "A.I.4", "A.I.5"):
            box = values[table.items[number].pdf[0].replace("\\.", ".")]
            assert in_order(answer.text.split(), [*box.split(), *supplements]), number


def in_order(words: list[str], printed: list[str]) -> bool:
    """Whether the words stand in what is printed in their order, with marks and headings between them at most."""
    rest = iter(printed)
    return all(word in rest for word in words)
