"""Loading a record: values, positions, and nothing changed on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Text
from asylum_forms.resources import folder


def read(case: Path, text: str | bytes, *, language: str = "en") -> Record:
    """The record of a case whose file holds the text, below a first line with the language."""
    data = text if isinstance(text, bytes) else f"language: {language}\n{text}".encode()
    (case / "record.yaml").write_bytes(data)
    return load(case, {"us": folder("schemas") / "us.yaml"})


@pytest.mark.parametrize(
    "number", ["012345678", "1e5", "0x1F", "1_000", "0o17", "1.0", "+82 10 1234", "12:30:00", "true", "Null"]
)
def test_numbers_and_codes_are_kept_as_written(tmp_path: Path, number: str) -> None:
    assert read(tmp_path, f"documents: [{{number: {number}}}]").get("documents.0.number") == number
    assert read(tmp_path, f"documents:\n  - number: '{number}'").get("documents.0.number") == number


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1989", PartialDate(1989)),
        ("1989-06", PartialDate(1989, 6)),
        ("1989-06-04", PartialDate(1989, 6, 4)),
        ("'1989-06-04'", PartialDate(1989, 6, 4)),
        ("~1989", PartialDate(1989, approx=True)),
        ("{date: 1989-06, approx: true}", PartialDate(1989, 6, approx=True)),
        ("{date: 1989-06, approx: no}", PartialDate(1989, 6)),
        ("{date: ~1989-06}", PartialDate(1989, 6, approx=True)),
    ],
)
def test_dates_have_the_precision_they_are_written_with(tmp_path: Path, written: str, date: PartialDate) -> None:
    assert read(tmp_path, f"applicant:\n  birth:\n    date: {written}").get("applicant.birth.date") == date


def test_a_period_may_last_until_the_present(tmp_path: Path) -> None:
    record = read(tmp_path, "residences:\n  - {from: 2019, until: present}\n  - {until: 2018}")
    assert record.get("residences.0.until") == "present"
    assert record.get("residences.1.until") == PartialDate(2018)


@pytest.mark.parametrize("word", ["none", "not_applicable", "unknown", "declined"])
@pytest.mark.parametrize(
    "question",
    [
        "spouse",
        "children",
        "applicant.birth.date",
        "applicant.sex",
        "applicant.name.family",
        "statement.text",
        "claim.torture.answer",
    ],
)
def test_the_four_absences_answer_any_question_and_stay_distinct(tmp_path: Path, question: str, word: str) -> None:
    *groups, last = question.split(".")
    lines = [f"{'  ' * depth}{group}:" for depth, group in enumerate(groups)] + [f"{'  ' * len(groups)}{last}: {word}"]
    record = read(tmp_path, "\n".join(lines))
    assert record.get(question) is Absent(word)
    assert record.get(question + ".anything.below") is Absent(word)


def test_a_list_whose_only_entry_is_an_absence_is_that_absence(tmp_path: Path) -> None:
    assert read(tmp_path, "children:\n  - none").get("children") is Absent.NONE


@pytest.mark.parametrize("words", ["None", "N/A", "NONE", "unknown person", "Null", "no", "yes", "0"])
def test_other_words_for_nothing_are_words(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, f"statement:\n  text: {words}").get("statement.text") == Text((("en", words),))


@pytest.mark.parametrize("empty", ["", "null", "~", "''", '""', '"  "', "{}", "[]", "\n    -", '"\\u3000"'])
def test_a_question_without_an_answer_is_not_there(tmp_path: Path, empty: str) -> None:
    record = read(tmp_path, f"applicant:\n  occupation: a\n  other_names: {empty}\n")
    assert record.data["applicant"] == {"occupation": Text((("en", "a"),))}


def test_groups_and_entries_with_no_answers_are_not_there(tmp_path: Path) -> None:
    record = read(tmp_path, "applicant:\n  birth:\n    date:\n    country:\nchildren:\n  -\n  - name: {family: }\n  - id: a\n")
    assert record.data == {"language": "en", "children": [{"id": "a"}]}
    assert record.place("children.0.id").line == 9
    assert record.place("applicant.birth.date").line == 4


@pytest.mark.parametrize("said", ["yes", "true", "True"])
def test_true_means_yes(tmp_path: Path, said: str) -> None:
    assert read(tmp_path, f"us: {{g28_attached: {said}}}").get("us.g28_attached") == "yes"


def test_false_means_no(tmp_path: Path) -> None:
    assert read(tmp_path, "us: {g28_attached: false}").get("us.g28_attached") == "no"


def test_words_stand_under_the_language_of_the_record(tmp_path: Path) -> None:
    record = read(tmp_path, "statement:\n  text: 我叫王伟\n", language="zh-CN")
    assert record.language == "zh_Hans"
    assert record.get("statement.text") == Text((("zh_Hans", "我叫王伟"),))


def test_words_in_several_languages(tmp_path: Path) -> None:
    record = read(tmp_path, "statement:\n  text:\n    zh-CN: 你好\n    en: Hello\n    ko:\n    und: x\n")
    assert record.get("statement.text") == Text((("zh_Hans", "你好"), ("en", "Hello"), ("und", "x")))
    assert record.place("statement.text.en").line == 5


def test_names_in_other_scripts_are_kept(tmp_path: Path) -> None:
    record = read(tmp_path, "applicant: {name: {family: Wang, forms: {ko: 왕웨이, zh_Hant: 王偉}}}")
    assert record.get("applicant.name.forms") == {"ko": "왕웨이", "zh_Hant": "王偉"}


def test_countries_become_codes(tmp_path: Path) -> None:
    record = read(tmp_path, "applicant:\n  nationalities: [{country: 中国}, {country: stateless}]\n  nationality_at_birth: KR")
    assert [entry["country"] for entry in record.rows("applicant.nationalities")] == ["CN", "stateless"]
    assert record.get("applicant.nationality_at_birth") == "KR"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }} & <w:p> {% raw %} \\n",
        "كتب 中文 한국어 👨‍👩‍👧 e\u0301",
        "before\u2028line separator\u2029paragraph\x85next line",
        "a tab\there",
        "  spaces at both ends ",
        "C:\\new 'quoted' \"twice\" # not a note",
    ],
)
def test_free_text_in_a_block_comes_out_as_written(tmp_path: Path, text: str) -> None:
    record = read(tmp_path, f"statement:\n  text: |2-\n    {text}\n    bar: baz\n")
    assert record.get("statement.text").any() == f"{text}\nbar: baz"


def test_pairs_of_json_escapes_are_one_character(tmp_path: Path) -> None:
    record = read(tmp_path, b'{"statement": {"text": "\\ud83d\\ude00"}, "language": "en"}')
    assert record.get("statement.text").any() == "😀"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_and_byte_order_mark_of_any_editor(tmp_path: Path, mark: bytes, end: bytes) -> None:
    lines = [b"language: en", b"statement:", b"  text: |", b"    one", b"    two", b"spouse: none"]
    record = read(tmp_path, mark + end.join(lines) + end)
    assert record.get("statement.text").any() == "one\ntwo\n"
    assert record.place("spouse").line == 6
    assert record.lines[5] == "spouse: none"


def test_notes_are_not_answers(tmp_path: Path) -> None:
    text = "# a note\nstatement:\n  # another\n  text: a b  # 2020\n  place:  # later\n    city: x # this is a note\n"
    assert read(tmp_path, text).data["statement"] == {
        "text": Text((("en", "a b"),)),
        "place": {"city": Text((("en", "x"),))},
    }


def test_every_answer_knows_its_place(tmp_path: Path) -> None:
    record = read(tmp_path, "children:\n  - name: {family: Li}\n  - name:\n      family: Wang\n")
    place = record.place("children.1.name.family")
    assert (place.file, place.line, place.column) == ("record.yaml", 5, 15)
    assert (place.field, place.text) == ("children.2.name.family", "family: Wang")
    assert record.place("children.0").line == 3
    assert record.place("children.1.birth.date").line == 4


def paths(value: Any, steps: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    return [(*steps, key) for key, _ in below] + [path for key, item in below for path in paths(item, (*steps, key))]


def test_positions_lead_to_every_answer(tmp_path: Path) -> None:
    text = """
harm:
  -
  - {id: h, from: 2019, evidence: [j]}
  - {}
  - what: beaten
evidence:
- id: j
  translation: {language: en}
"""
    record = read(tmp_path, text)
    assert record.rows("harm")[1] == {"what": Text((("en", "beaten"),))}
    for path in paths(record.data):
        line, column = record.positions[path]
        assert record.lines[line - 1][column - 1 :].strip(), path


def test_references_lead_to_persons_evidence_and_helpers(tmp_path: Path) -> None:
    text = """
spouse: {name: {family: Li}}
parents: {mother: {name: {family: Zhao}}}
children: [{id: an, name: {family: Wang}}]
evidence:
  - {id: a, file: evidence/a.pdf, about: applicant, translation: {translator: t1}}
  - {id: b, file: evidence/b.pdf, about: spouse}
  - {id: c, file: evidence/c.pdf, about: an}
  - {id: an, file: "evidence/照片 1.jpg", about: mother}
harm: [{evidence: [a, b]}]
helpers: [{id: t1, name: {family: Kim}}]
representative: {helper: none}
applicant: {sex: male}
"""
    assert read(tmp_path, text).get("evidence.0.translation.translator") == "t1"


def test_the_same_record_gives_the_same_data(tmp_path: Path) -> None:
    text = "applicant: {sex: male, birth: {date: ~1980}}\nchildren: [{id: a}, {id: b}]\n"
    assert read(tmp_path, text).data == read(tmp_path, text).data


def test_questions_left_empty_below_none_are_no_contradiction(tmp_path: Path) -> None:
    """What everyone without a spouse writes into a new record; text that only looks like it stays as it is."""
    text = "spouse: none\n  # Family name\n  name:\n    family:\n  us:\n    a_number:   # if any\n"
    text += "children: none\n  - id:\n    name:\n"
    text += "statement:\n  text: |\n    spouse: none\n      name:\n    end\n"
    record = read(tmp_path, text)
    assert record.get("spouse") is record.get("children") is Absent.NONE
    assert record.get("statement.text").any() == "spouse: none\n  name:\nend\n"
    assert record.place("statement.text").line == 12


def test_a_place_names_the_question(tmp_path: Path) -> None:
    record = read(tmp_path, "applicant:\n  birth: {city: Luoyang}\n")
    assert record.place("applicant.birth.city").question == "City, town or village of birth"
    assert record.place("statement.text").question == "The statement"
