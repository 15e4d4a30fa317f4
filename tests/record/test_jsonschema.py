"""The JSON Schema for editors: takes what a record may say, and marks the usual mistakes while they are being made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from asylum_forms import i18n
from asylum_forms.jurisdiction.registry import extensions
from asylum_forms.record.guide import write_guide
from asylum_forms.record.jsonschema import json_schema
from asylum_forms.record.load import load
from asylum_forms.record.schema import read_schema

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (pip install jsonschema)")

EXTENSIONS = extensions()
ROOT = Path(__file__).parents[2]

RECORD = """
asylum_forms: 1
language: zh_Hans
filings: [us/affirmative]
filing_date: 2026-12-01
applicant:
  name: {family: Lin, given: Qiaoyun, middle: none, native: 林巧云, forms: {ko: 린차오윈}}
  other_names: none
  sex: female
  birth: {date: 1986-03-14, city: {en: Luoyang, zh_Hans: 洛阳}, country: CN}
  religion: unknown
  languages: {native: 汉语, fluent: [Mandarin], english_fluent: no, reads: [zh_Hans]}
  residence: {street: 8 Heping Road, apartment: 402, postal_code: 0471, phone: "+1 202 555 0143"}
  mailing: not_applicable
  us: {a_number: none, in_us: yes}
spouse: none
children:
  - id: daughter1
    name: {family: Lin, given: Yue}
    birth: {date: ~2014}
    us: {include: declined}
residences:
  - {from: 2014-09, until: present}
  - {from: 2010, until: {date: 2014, approx: yes}}
claim:
  grounds: [political_opinion, torture]
  past_harm: {answer: yes, explain: "|"}
statement:
  text: |
    我是洛阳人。
    第二行。
evidence:
  - id: notice2019
    file: evidence/通知 1.jpg
    translation:
us:
  immigration_court: never
"""


class _Editor(SafeConstructor):
    """YAML 1.2 as editors read it: dates are words."""


_Editor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def as_editor(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Editor
    return yaml.load(text)


@cache
def validator(language: str = "en") -> Any:
    schema = json_schema(read_schema(EXTENSIONS), language)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def accepts(text: str) -> bool:
    return bool(validator().is_valid(as_editor(text)))


def test_a_record_with_every_kind_of_answer_is_valid(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")
    load(tmp_path, EXTENSIONS)
    assert [error.json_path for error in validator().iter_errors(as_editor(RECORD))] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_fresh_guided_record_is_valid(tmp_path: Path, language: str) -> None:
    file = write_guide(tmp_path, read_schema(EXTENSIONS), language, [], {})
    assert list(validator(language).iter_errors(as_editor(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*/record.yaml")), ids=lambda file: file.parent.name)
def test_the_examples_are_valid(example: Path) -> None:
    errors = list(validator().iter_errors(as_editor(example.read_text(encoding="utf-8"))))
    assert [error.json_path for error in errors] == []


@pytest.mark.parametrize("word", ["none", "not_applicable", "unknown", "declined", ""])
@pytest.mark.parametrize("question", ["spouse", "children", "filing_date", "claim", "arrests", "statement"])
def test_each_question_takes_the_four_words_and_may_be_left_empty(question: str, word: str) -> None:
    assert accepts(f"{question}: {word}")


@pytest.mark.parametrize(
    "mistake",
    [
        "aplicant: {}",
        "applicant: {name: {famly: Lin}}",
        "applicant: {sex: femal}",
        "applicant: Lin",
        "applicant: {birth: {date: 14.3.1986}}",
        "applicant: {birth: {date: 1986-13-01}}",
        "applicant: {birth: {date: 86}}",
        "applicant: {birth: {date: [1986]}}",
        "applicant: {name: {family: [Lin]}}",
        "applicant: {languages: {english_fluent: maybe}}",
        "children: {name: {family: Lin}}",
        "children: 2",
        "claim: {grounds: political_opinion}",
        "claim: {grounds: [politics]}",
        "claim: {past_harm: yes}",
        "residences: [{until: now}]",
        "evidence: [{file: /home/me/notice.jpg}]",
        'evidence: [{file: "C:\\\\notice.jpg"}]',
        "evidence: [{id: none}]",
        "evidence: [{id: two words}]",
        "asylum_forms: 2",
        "us: {court: Los Angeles}",
    ],
)
def test_a_typical_mistake_is_marked(mistake: str) -> None:
    assert not accepts(mistake)


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Date of birth"), ("zh_Hans", "出生日期"), ("ko", "생년월일"), ("fr", "Date de naissance")]
)
def test_an_editor_shows_name_explanation_and_example_in_the_chosen_language(language: str, label: str) -> None:
    schema = validator(language).schema
    applicant = schema["properties"]["applicant"]["anyOf"][0]["properties"]
    birth = applicant["birth"]["anyOf"][0]["properties"]["date"]
    assert birth["title"] == label
    assert birth["examples"] == ["1986-03-14"]
    assert len(birth["description"]) > 20
    assert {"en": "passport", "zh_Hans": "护照", "ko": "여권", "fr": "passeport"}[language] in birth["description"]
    assert "religious = " in applicant["other_names"]["anyOf"][0]["items"]["anyOf"][0]["properties"]["kind"]["description"]


def test_questions_of_a_jurisdiction_are_known_only_with_its_schema() -> None:
    plain = jsonschema.Draft202012Validator(json_schema(read_schema(), "en"))
    assert accepts("us: {immigration_court: never}")
    assert not plain.is_valid(as_editor("us: {immigration_court: never}"))
