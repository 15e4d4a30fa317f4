"""Several people of one case: everybody's own answers, what record.yaml says about them, and what is answered once for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from asylum_forms.case import new_case, open_filing
from asylum_forms.errors import RecordError
from asylum_forms.jurisdiction import registry
from asylum_forms.record.guide import write_guide
from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.schema import read_schema
from asylum_forms.record.values import Absent

MAIN = """\
asylum_forms: 1
language: en
filing_date: 2026-11-21
applicant:
  name: {family: Lin, given: Wei}
spouse:
  name: {family: Meng, given: Hua}
  sex: female
  birth: {date: 1990-01-02, country: CN}
  location: {city: Toronto, country: CA}
children:
  - id: son
    name: {family: Lin, given: Bo}
    birth: {date: 2019-05-06}
claim:
  fear: {answer: yes, what: prison}
helpers:
  - id: tr
    name: {family: Park, given: Ann}
evidence: none
"""
HERS = """\
language: en
applicant:
  birth: {date: 1990-01-02, city: Luoyang}
  religion: none
statement: {text: My own story., interpreter: tr}
claim:
  fear: {answer: no}
"""


def case(folder: Path, **people: str) -> Path:
    (folder / "record.yaml").write_text(MAIN, encoding="utf-8")
    (folder / "people").mkdir()
    for name, text in people.items():
        (folder / "people" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, **people: str) -> Record:
    return load(case(folder, **people))


def test_everybody_with_an_id_is_known_with_the_path_of_the_entry(tmp_path: Path) -> None:
    assert read(tmp_path).persons() == {"spouse": "spouse", "son": "children.0"}


def test_a_person_without_a_file_is_known_from_the_entry_and_has_answered_nothing_else(tmp_path: Path) -> None:
    son = read(tmp_path).person("son")
    assert son.get("applicant.name.given") == "Bo"
    assert son.get("claim.fear.what") is None
    assert son.get("spouse") is None
    assert son.get("evidence") is Absent.NONE
    assert son.rows("helpers")[0]["id"] == "tr"


def test_own_answers_come_first_and_the_entry_fills_in_what_they_leave_out(tmp_path: Path) -> None:
    her = read(tmp_path, spouse=HERS).person("spouse")
    assert her.get("applicant.birth.city").any() == "Luoyang"
    assert her.get("applicant.birth.country") == "CN"
    assert her.get("applicant.sex") == "female"
    assert her.get("applicant.residence.city").any() == "Toronto"
    assert her.get("claim.fear.answer") == "no"


def test_nothing_of_the_applicants_claim_is_taken_for_another_persons(tmp_path: Path) -> None:
    her = read(tmp_path, spouse="language: en\n").person("spouse")
    assert her.get("claim") is None
    assert her.get("children") is None


def test_a_place_is_named_in_the_file_where_the_answer_stands(tmp_path: Path) -> None:
    her = read(tmp_path, spouse=HERS).person("spouse")
    assert (her.place("applicant.birth.city").file, her.place("applicant.birth.city").line) == ("people/spouse.yaml", 3)
    assert (her.place("applicant.sex").file, her.place("applicant.sex").line) == ("record.yaml", 8)
    assert (her.place("applicant.residence.city").file, her.place("applicant.residence.city").line) == ("record.yaml", 10)
    assert her.place("evidence").file == "record.yaml"
    assert her.place("harm").file == "people/spouse.yaml"


def test_an_unanswered_question_of_a_person_without_a_file_names_the_file_to_make(tmp_path: Path) -> None:
    place = read(tmp_path).person("son").place("claim.fear")
    assert (place.file, place.line) == ("people/son.yaml", 0)


def test_the_applicant_is_the_record_itself(tmp_path: Path) -> None:
    record = read(tmp_path, spouse=HERS)
    assert record.person("") is record
    assert record.person("spouse").person("") is record
    assert record.person("spouse").person("son").get("applicant.name.given") == "Bo"


def test_a_file_that_belongs_to_nobody_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read(tmp_path, daughter=HERS)
    assert "people/daughter.yaml" in caught.value.message
    assert "spouse, son" in caught.value.remedy


def test_problems_of_several_files_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read(tmp_path, spouse=HERS.replace("1990-01-02", "someday"), son="language: en\nclaim: {fear: {answer: perhaps}}\n")
    assert {finding.place.file for finding in caught.value.findings} == {"people/spouse.yaml", "people/son.yaml"}


def test_what_is_answered_once_for_the_case_is_not_answered_again(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read(tmp_path, spouse=HERS + "filing_date: 2026-11-22\n")
    (finding,) = caught.value.findings
    assert (finding.id, finding.place.file, finding.place.line) == ("record.shared", "people/spouse.yaml", 8)


def test_a_person_may_name_the_helpers_of_the_case_but_nobody_unknown(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read(tmp_path, spouse=HERS.replace("interpreter: tr", "interpreter: somebody"))
    assert caught.value.findings[0].id == "record.ref-unknown"


def test_the_guide_of_a_person_asks_nothing_that_is_answered_for_everybody(tmp_path: Path) -> None:
    folder = case(tmp_path)
    file = write_guide(folder, read_schema(), "en", [], {}, "spouse")
    assert file == folder / "people" / "spouse.yaml"
    text = file.read_text(encoding="utf-8")
    assert "\nclaim:" in text
    assert "\nevidence:" not in text
    assert "\nfilings:" not in text
    assert text.startswith("# yaml-language-server: $schema=../.asylum-forms/")
    assert load(folder).person("spouse").get("applicant.name.family") == "Meng"


@pytest.mark.parametrize("asked", ["meng-hua", "spouse"])
def test_the_spouse_is_found_by_the_id_of_the_entry_too_and_has_one_record(tmp_path: Path, asked: str) -> None:
    folder = case(tmp_path)
    file = folder / "record.yaml"
    file.write_text(MAIN.replace("spouse:\n", "spouse:\n  id: meng-hua\n"), encoding="utf-8")
    made = new_case(folder, "en", ["us/affirmative"], asked)
    assert made == folder / "people" / "spouse.yaml"
    hers = open_filing(folder, "us/affirmative", person=asked).record
    assert (hers.id, hers.get("applicant.name.family")) == ("spouse", "Meng")
    assert open_filing(folder, "us/affirmative").record.id == ""


FAMILY = """\
asylum_forms: 1
language: en
applicant:
  name: {family: Lin, given: Wei}
  sex: female
  birth: {date: 1988-07-21, country: CN}
  nationalities: [{country: CN, kind: citizenship}]
  residence: {street: 1 Maple Lane, city: Toronto, country: CA}
  contact: {phone: "416", email: none}
spouse: {name: {family: Meng, given: Hua}}
children:
  - id: son
    name: {family: Lin, given: Bo}
    relation: biological
    location: {city: Toronto, country: CA}
    same_home: yes
    same_journey: yes
travel:
  left_home: {date: 2026-01-02, place: Beijing}
  transit: none
  entries: [{date: 2026-01-03, country: CA}]
"""


def family(folder: Path, *changes: tuple[str, str], **people: str) -> Record:
    case(folder, **people)
    text = FAMILY
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "record.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def test_a_child_has_the_mother_the_address_and_the_journey_that_the_case_tells(tmp_path: Path) -> None:
    son = family(tmp_path).person("son")
    assert son.get("parents.mother.name.given") == "Wei"
    assert son.get("parents.mother.location.city").any() == "Toronto"
    assert son.get("parents.father") is None
    assert son.get("applicant.residence.street").any() == "1 Maple Lane"
    assert son.get("applicant.contact.email") is Absent.NONE
    assert son.get("travel.transit") is Absent.NONE
    assert son.rows("travel.entries")[0]["country"] == "CA"
    assert (son.place("parents.mother.location.city").file, son.place("parents.mother.location.city").line) == ("record.yaml", 8)
    assert son.place("travel.left_home.date").file == "record.yaml"
    assert son.place("parents.father").file == "people/son.yaml"


def test_the_spouse_of_a_spouse_is_the_applicant(tmp_path: Path) -> None:
    assert family(tmp_path).person("spouse").get("spouse.name.given") == "Wei"


def test_own_answers_of_a_child_are_never_replaced_by_those_of_the_case(tmp_path: Path) -> None:
    own = "language: en\nparents: {mother: {name: {family: Ma, given: An}}}\ntravel: {transit: [{country: JP}]}\n"
    son = family(tmp_path, son=own).person("son")
    assert son.get("parents.mother.name.given") == "An"
    assert son.get("parents.mother.birth") is None
    assert son.rows("travel.transit")[0]["country"] == "JP"
    assert son.get("travel.left_home.date").iso() == "2026-01-02"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("    same_home: yes\n", ""), "applicant.residence.street"),
        (("    same_home: yes\n", "    same_home: no\n"), "applicant.contact.phone"),
        (("    location: {city: Toronto", "    location: {city: Ottawa"), "applicant.residence.street"),
        (("    same_journey: yes\n", ""), "travel.left_home.date"),
        (("relation: biological", "relation: step"), "parents.mother"),
        (("    relation: biological\n", ""), "parents.mother"),
        (("sex: female", "sex: other"), "parents.mother"),
    ],
)
def test_what_the_case_does_not_say_of_a_child_stays_open(tmp_path: Path, change: tuple[str, str], path: str) -> None:
    assert family(tmp_path, change).person("son").get(path) is None


def test_the_guide_of_a_child_asks_nothing_that_the_case_says(tmp_path: Path) -> None:
    family(tmp_path)
    text = new_case(tmp_path, "en", ["ca/inland"], "son").read_text(encoding="utf-8")
    data = YAML(typ="safe").load(text)
    assert set(data["applicant"]["name"]) <= {"middle", "native"}
    assert data["applicant"]["birth"].keys() == {"date"}
    assert "residence" not in data["applicant"]
    assert "contact" not in data["applicant"]
    assert set(data["travel"]) == {"visas"}
    assert set(data["parents"]) == {"father"}
    assert new_case(tmp_path, "en", ["ca/inland"], "son").read_text(encoding="utf-8") == text
    again = load(tmp_path, registry.extensions()).person("son")
    assert again.get("parents.mother.name.given") == "Wei", "questions left empty in the own file hide nothing"


def test_a_child_who_came_alone_is_asked_for_entries_that_the_rules_look_at(tmp_path: Path) -> None:
    family(tmp_path, ("    same_journey: yes\n", ""))
    data = YAML(typ="safe").load(new_case(tmp_path, "en", ["ca/inland"], "son").read_text(encoding="utf-8"))
    assert "entries" in data["travel"]


def test_what_a_question_left_empty_has_from_the_case_stands_in_the_record_of_the_case(tmp_path: Path) -> None:
    asked = "language: en\napplicant:\n  sex:\n  birth:\n    city: Luoyang\n    country:\n"
    her = read(tmp_path, spouse=asked).person("spouse")
    assert (her.place("applicant.sex").file, her.place("applicant.sex").line) == ("record.yaml", 8)
    assert her.place("applicant.birth.country").file == "record.yaml"
    assert her.place("applicant.birth.city").file == "people/spouse.yaml"


SMALL = ("    relation: biological\n", "    relation: biological\n    birth: {date: 2023-05-06}\n")


@pytest.mark.parametrize(
    ("procedure", "applies"), [("ca/inland", "ca: {claims: yes}"), ("kr/in-country", "accompanying: yes\n    kr: {applies: yes}")]
)
def test_a_small_child_is_asked_what_the_form_for_small_children_asks(tmp_path: Path, procedure: str, applies: str) -> None:
    case(tmp_path)
    record = FAMILY.replace(SMALL[0], f"{SMALL[1]}    {applies}\n")
    (tmp_path / "record.yaml").write_text(record, encoding="utf-8")
    data = YAML(typ="safe").load(new_case(tmp_path, "en", [procedure], "son").read_text(encoding="utf-8"))
    assert "religion" in data["applicant"]
    assert not {"spouse", "harm", "claim", "travel", "employment", "military"} & set(data)
    assert data["language"] == "en"
    assert not {"text", "place"} & set(data.get("statement", {}))
    assert not {"objection", "trusted_person"} & set(data.get("kr", {}))


@pytest.mark.parametrize("told", [(SMALL[0], SMALL[0]), SMALL], ids=["age unknown", "claim unknown"])
def test_for_whom_no_paper_is_known_yet_everything_is_asked(tmp_path: Path, told: tuple[str, str]) -> None:
    family(tmp_path, told)
    data = YAML(typ="safe").load(new_case(tmp_path, "en", ["ca/inland"], "son").read_text(encoding="utf-8"))
    assert {"claim", "harm", "statement"} <= set(data)
