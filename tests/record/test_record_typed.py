"""Slips of who types a record on a Chinese keyboard: the message names them and shows the line as it is written right."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.errors import RecordError
from asylum_forms.findings import Finding
from asylum_forms.record.load import load


def _only(case: Path, text: str) -> Finding:
    (case / "record.yaml").write_text(f"language: zh_Hans\n{text}", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        load(case)
    assert len(caught.value.findings) == 1, caught.value.findings
    return caught.value.findings[0]


@pytest.mark.parametrize(
    ("written", "signs", "right"),
    [
        ("religion: ｛en: Christian，zh_Hans: 基督教｝", "｛ ， ｝", "religion: {en: Christian, zh_Hans: 基督教}"),
        ("religion: {en: Christian，zh_Hans: 基督教}", "，", "religion: {en: Christian, zh_Hans: 基督教}"),
        ("religion: {en: Christian, zh_Hans: 基督教｝", "｝", "religion: {en: Christian, zh_Hans: 基督教}"),
        ("religion: ｛en：Christian，zh_Hans：基督教，新教｝", "｛ ： ， ｝", "{en: Christian, zh_Hans: 基督教，新教}"),
        ("religion: {en：Christian，zh_Hans：基督教}", "： ，", "{en: Christian, zh_Hans: 基督教}"),
        ("name: {family：陈，given：Wei}", "： ，", "{family: 陈, given: Wei}"),
        ("name: ｛family: 陈，given: Wei｝  # note", "｛ ， ｝", "name: {family: 陈, given: Wei}"),
        ("birth: ｛date：1990，country：CN｝", "｛ ： ， ｝", "{date: 1990, country: CN}"),
        ("religion: “Christian: Protestant”", "“ ”", "religion: 'Christian: Protestant'"),
    ],
)
def test_chinese_signs_in_the_place_of_structure(tmp_path: Path, written: str, signs: str, right: str) -> None:
    found = _only(tmp_path, f"applicant:\n  {written}\n")
    assert signs in found.message
    assert found.remedy.endswith(right)
    assert found.place.line == 3


@pytest.mark.parametrize("written", ["[religion，race]", "［religion，race］", "［religion, race］", "[religion、race]"])
def test_a_list_with_chinese_commas_or_brackets(tmp_path: Path, written: str) -> None:
    found = _only(tmp_path, f"claim:\n  grounds: {written}\n")
    assert "[religion, race]" in found.remedy
    assert found.place.line == 3


def test_two_entries_with_a_chinese_comma_between_are_not_taken_for_one(tmp_path: Path) -> None:
    found = _only(tmp_path, "applicant:\n  languages:\n    fluent: [普通话，粤语]\n")
    assert "，" in found.message
    assert "[普通话, 粤语]" in found.remedy


@pytest.mark.parametrize("text", ["'｛en：a｝'", "［2019］他们来了", "“他们来了”，她说。", "他说｛笑｝"])
def test_words_with_such_signs_are_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.yaml").write_text(f"language: zh_Hans\nstatement:\n  text: {text}\n", encoding="utf-8")
    assert load(tmp_path).get("statement.text").any() == text.strip("'")


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("helpers:\n  - phone: １３８００１３８０００\n", "13800138000"),
        ("helpers:\n  - phone: '＋８６　１３８－００１３'\n", "+86 138-0013"),
        ("helpers:\n  - email: chen＠example.org\n", "chen@example.org"),
        ("helpers:\n  - email: chen@example。org\n", "chen@example.org"),
        ("documents:\n  - number: Ｅ１２３４５\n", "E12345"),
        ("documents:\n  - number: （２０１９）京０１号\n", "（2019）京01号"),
        ("applicant:\n  name:\n    family: ＣＨＥＮ\n", "CHEN"),
    ],
)
def test_full_width_numbers_and_letters(tmp_path: Path, text: str, half: str) -> None:
    found = _only(tmp_path, text)
    assert half in found.remedy
    assert found.place.line >= 3


@pytest.mark.parametrize(
    "text",
    [
        "documents:\n  - number: （2019）京01号\n",
        "applicant:\n  name:\n    native: 﨑山\n",
        "evidence:\n  - password: １２３\n",
        "evidence:\n  - redact:\n      - words: Ａ座１２号\n",
    ],
)
def test_what_must_stay_as_it_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.yaml").write_text(f"language: zh_Hans\n{text}", encoding="utf-8")
    load(tmp_path)


@pytest.mark.parametrize(
    ("slip", "remedy"),
    [
        ("family：陈", "keyboard set to English"),
        ("family：", "keyboard set to English"),
        ("family:CHEN", "space after the colon"),
    ],
)
def test_a_colon_slip_in_the_first_question_of_a_group(tmp_path: Path, slip: str, remedy: str) -> None:
    found = _only(
        tmp_path, f"applicant:\n  name:\n    {slip}\n\n    # Given names\n    given:\n    # As written\n    native: 陈\n"
    )
    assert (found.id, found.place.line) == ("record.no-colon", 4)
    assert remedy in found.remedy


@pytest.mark.parametrize("word", ["无", "NONE", "no", "None", "N/A"])
@pytest.mark.parametrize("note", ["", "  # Their names\n", "\n"])
def test_another_word_for_none_with_the_questions_still_below(tmp_path: Path, word: str, note: str) -> None:
    found = _only(tmp_path, f"children: {word}\n{note}  - id:\n    name:\n      family:\n")
    assert (found.id, found.place.line) == ("record.type-list", 2)
    assert "small letters" in found.remedy
    found = _only(tmp_path, f"spouse: {word}\n{note}  name:\n    family:\n")
    assert (found.id, found.place.line) == ("record.type-dict", 2)
    assert "small letters" in found.remedy


@pytest.mark.parametrize("more", ["", "    他们说: 你好\n", "  read_back_in: zh\n"])
def test_a_text_without_bar_that_a_heading_cuts(tmp_path: Path, more: str) -> None:
    found = _only(tmp_path, f"statement:\n  text: 我叫陈。\n    # 第一部分\n    2010年我去了北京。\n{more}")
    assert (found.id, found.place.line) == ("record.no-colon", 5)
    assert "put a |" in found.remedy


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("applicant:\n  name:\n    given: “Wei”", "'Wei'"),
        ("applicant:\n  name:\n    given: ‘Wei’", "'Wei'"),
        ("applicant:\n  birth:\n    place: “Xi'an”", "'Xi''an'"),
        ("applicant:\n  birth:\n    place: «Kaboul»", "'Kaboul'"),
    ],
)
def test_a_telephones_quotation_marks_are_not_printed_with_an_answer(tmp_path: Path, written: str, right: str) -> None:
    found = _only(tmp_path, written)
    assert found.id == "record.curly-quotes"
    assert found.remedy.endswith(right)
    assert found.place.line == written.count("\n") + 2


@pytest.mark.parametrize("text", ["'“Wei”'", "“Wei” and “Li”", "said “no”", "|\n    “他们来了”"])
def test_quotation_marks_that_belong_to_the_words_stay(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.yaml").write_text(f"language: zh_Hans\nstatement:\n  text: {text}\n", encoding="utf-8")
    assert load(tmp_path).get("statement.text").any().strip() == text.strip("'|\n ")


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("applicant:\n  name:\n    family: Shen\n\u3000\u3000given: Wei\n  birth: {date: 1990}", 5),
        ("applicant:\n  name:\n    family: Shen\n\u00a0\u00a0\u00a0\u00a0given: Wei\n", 5),
        ("applicant:\n\u3000\u3000name:\n    family: Shen\n", 3),
        ("applicant:\n  name:\n    family\u00a0: Shen\n", 4),
        ("applicant:\n  name:\n    family: Shen\n    \u3000given: Wei\n", 5),
    ],
)
def test_a_space_of_another_keyboard_before_a_question_is_named_in_its_line(tmp_path: Path, written: str, line: int) -> None:
    found = _only(tmp_path, written)
    assert (found.id, found.place.line) == ("record.odd-space", line)


@pytest.mark.parametrize(
    "written",
    [
        "applicant:\n  name:\n    given\u200b: Wei",
        "applicant:\n  name:\n    given: \u200fWei",
        "applicant:\n  contact:\n    phone: \u202a+82 10-0000-0000\u202c",
    ],
)
def test_what_cannot_be_seen_in_a_question_a_name_or_a_number_is_named(tmp_path: Path, written: str) -> None:
    found = _only(tmp_path, written)
    assert found.id == "record.character"
    assert "U+20" in found.message


def test_joiners_belong_to_persian_names(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text("language: fa\napplicant: {name: {given: 'می\u200cنا'}}\n", encoding="utf-8")
    assert load(tmp_path).get("applicant.name.given") == "می\u200cنا"


def test_a_long_dash_in_place_of_the_lists_own(tmp_path: Path) -> None:
    assert "with `- `" in _only(tmp_path, "children:\n—id: child\n").remedy


def test_questions_in_place_of_words_are_a_group(tmp_path: Path) -> None:
    found = _only(tmp_path, "statement:\n  text:\n    zh_Hans:\n      first: words\n")
    assert "not a group" in found.message
