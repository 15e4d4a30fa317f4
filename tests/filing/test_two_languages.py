"""A text that the record gives in two languages must tell the same facts in both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from asylum_forms import look
from asylum_forms.case import open_filing
from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction import registry
from asylum_forms.record.load import load
from asylum_forms.translation.given import differences_in, differing

from .conftest import quiet

EXAMPLES = Path(__file__).parents[2] / "examples"
CHINESE = "2024年5月9日，警察来了三次，罚款3000元。[[letter]]"
ENGLISH = "On May 9, 2024 the police came three times and fined us 3,000 yuan. [[letter]]"


@pytest.fixture
def found(small_case: Callable[..., Path]) -> Callable[..., list[Finding]]:
    """What is said of a statement in Chinese and English; English is the language of the filing."""

    def made(chinese: str, english: str) -> list[Finding]:
        case = small_case()
        record = case / "record.yaml"
        both = f'  text:\n    zh_Hans: "{chinese}"\n    en: "{english}"\n'
        text = (
            record.read_text(encoding="utf-8")
            .replace("  text: |-\n    I was there.\n", both)
            .replace("language: en", "language: zh_Hans", 1)
        )
        record.write_text(text, encoding="utf-8")
        return [one for one in look.check(case, "us/affirmative", progress=quiet) if one.id == "text.not-the-same"]

    return made


def test_two_texts_that_tell_the_same_raise_nothing(found: Callable[..., list[Finding]]) -> None:
    assert found(CHINESE, ENGLISH) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("May 9, 2024", "May 19, 2024"),
        ("May 9, 2024", "June 9, 2024"),
        ("2024", "2023"),
        ("3,000", "300"),
        ("letter]]", "other]]"),
    ],
)
def test_an_edit_of_one_language_alone_is_noticed_with_its_line(found: Callable[..., list[Finding]], old: str, new: str) -> None:
    doubts = found(CHINESE, ENGLISH.replace(old, new))
    assert doubts
    assert {one.severity for one in doubts} == {Severity.ATTEND}
    lines = " ".join(one.place.text for one in doubts)
    assert "zh_Hans:" in lines
    assert "en:" in lines


def test_a_given_name_written_with_other_characters_is_noticed(small_case: Callable[..., Path]) -> None:
    def told(chinese: str, english: str) -> list[str]:
        case = small_case()
        text = (case / "record.yaml").read_text(encoding="utf-8")
        children = (
            "children:\n"
            "  - name: {family: Shen, given: Jianing, native: 沈佳宁}\n"
            "  - name: {family: Shen, given: Jiaming, native: 沈佳铭}\n"
        )
        both = f'  text:\n    zh_Hans: "{chinese}"\n    en: "{english}"\n'
        text = text.replace("  text: |-\n    I was there.\n", both).replace("language: en", "language: zh_Hans", 1)
        text = text.replace("given: Ada}", "given: Ada, native: 陆达}").replace("statement:", children + "statement:")
        (case / "record.yaml").write_text(text, encoding="utf-8")
        record = load(case, registry.extensions())
        return [f"{one.written}: {one.message}" for one in differences_in(record, "en")]

    english = "I, Ada, have two children, Jianing and Jiaming."
    assert told("我有两个孩子，佳宁和佳铭。", english) == []
    assert told("我有两个孩子，沈佳宁和沈佳铭。", english) == []
    assert told("我有两个孩子，嘉宁和佳铭。", english) == ["Jianing: Look at the name Jianing: the record spells it 沈佳宁."]


def test_what_stands_in_one_language_only_is_noticed(found: Callable[..., list[Finding]]) -> None:
    [citation] = found(CHINESE, ENGLISH + " [[photo]]")
    assert "[[photo]]" in citation.message
    [number] = found(CHINESE, ENGLISH + " We paid 4,500 yuan more.")
    assert "4,500" in number.message


@pytest.mark.parametrize(
    ("chinese", "english", "told"),
    [
        (r"他们来了。\n\n他们威胁要杀我的妻子。", "They came.", "2 in one language and 1"),
        (r"他们来了。\n他们威胁要杀我的妻子。", "They came.", "2 in one language and 1"),
        ("他们来了。", r"They came.\n\nThey threatened to kill my wife.", "2 in one language and 1"),
        (r"# 一\n我。\n# 二\n甲。\n\n乙。\n\n丙。", r"# One\nI.\n# Two\nA.\n\nC.", "3 in one language and 2"),
        (r"# 一\n我。\n# 二\n甲。", r"# One\nI.", "2 in one language and 1"),
    ],
)
def test_a_paragraph_without_date_or_number_in_one_language_only_is_noticed(
    found: Callable[..., list[Finding]], chinese: str, english: str, told: str
) -> None:
    [one] = found(chinese, english)
    assert "A paragraph may be missing" in one.message
    assert told in one.message


def test_where_a_paragraph_may_be_missing_is_told_without_citations_which_print_otherwise(
    small_case: Callable[..., Path],
) -> None:
    case = small_case()
    chinese, english = r"# 一\n[[first]] 他们来了。[[letter]] 后来\n走了。", r"# One\nThey came. [[first]] [[letter]]"
    both = f'  text:\n    zh_Hans: "{chinese}"\n    en: "{english}"\n'
    text = (case / "record.yaml").read_text(encoding="utf-8").replace("  text: |-\n    I was there.\n", both)
    (case / "record.yaml").write_text(text.replace("language: en", "language: zh_Hans", 1), encoding="utf-8")
    [one] = differences_in(load(case, registry.extensions()), "en")
    assert one.written == "他们来了。"


def test_a_paragraph_that_is_missing_is_noticed_in_languages_whose_numbers_nobody_knows(small_case: Callable[..., Path]) -> None:
    case = small_case()
    both = '  text:\n    ug: "ئۇلار كەلدى.\\n\\nمېنى ئۇردى."\n    en: "They came."\n'
    text = (case / "record.yaml").read_text(encoding="utf-8").replace("  text: |-\n    I was there.\n", both)
    (case / "record.yaml").write_text(text.replace("language: en", "language: ug", 1), encoding="utf-8")
    [one] = differences_in(load(case, registry.extensions()), "en")
    assert (one.tag, one.written) == ("ug", "ئۇلار كەلدى.")


@pytest.mark.parametrize(
    ("own", "english", "told"),
    [
        ("حبسوني ٤١ يومًا", "They held me for 42 days", "41"),
        ("في ٣ شباط ٢٠٢٥ وصلت", "I arrived on 4 February 2025", "3 شباط 2025"),
        ("في ٣ شباط ٢٠٢٥ وصلت", "I arrived on 3 February 2025", ""),
        ("حبسوني ٤١ يومًا", "They held me for forty-one days", ""),
        ("حبسوني واحدًا وأربعين يومًا", "They held me for 41 days", ""),
        ("حبسوني [[photo]]", "They held me", "[[photo]]"),
    ],
)
def test_digits_months_and_citations_are_compared_in_languages_whose_numbers_in_words_nobody_knows(
    small_case: Callable[..., Path], own: str, english: str, told: str
) -> None:
    case = small_case()
    both = f'  text:\n    ar: "{own}"\n    en: "{english}"\n'
    text = (case / "record.yaml").read_text(encoding="utf-8").replace("  text: |-\n    I was there.\n", both)
    (case / "record.yaml").write_text(text.replace("language: en", "language: ar", 1), encoding="utf-8")
    found = [one.written for one in differences_in(load(case, registry.extensions()), "en")]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("关了三天", "held for 3 days"),
        ("关了15天", "held for fifteen days"),
        ("2019年5月", "in May 2019"),
        ("二〇一九年五月四日", "4 May 2019"),
        ("罚款3万元", "a fine of 30,000 yuan"),
        ("第二天，一个警察和千千万万的人", "the next day a policeman and countless people"),
        ("5月9日和10日", "on May 9 and 10"),
        ("晚上八点", "at 8 p.m."),
        ("早上六点", "at six in the morning"),
        ("纪念六四", "in memory of 4 June"),
    ],
)
def test_other_ways_to_write_the_same_are_no_difference(found: Callable[..., list[Finding]], chinese: str, english: str) -> None:
    assert found(chinese, english) == []


@pytest.mark.parametrize("case", sorted(file.parent.name for file in EXAMPLES.glob("*/record.yaml")))
def test_the_examples_tell_the_same_in_all_their_languages(case: str) -> None:
    for procedure in load(EXAMPLES / case, registry.extensions()).rows("filings"):
        for language in registry.find_procedure(procedure)[1].languages:
            filing = open_filing(EXAMPLES / case, procedure, language=language)
            records = [filing.for_person(whose).record for whose in filing.people()]
            assert [one.message for record in records for one in differing(record, language)] == []
