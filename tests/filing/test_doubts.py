"""What the program notices about a record as a whole: days that disagree, words in another language, names no form can take."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.preflight.doubts import doubts
from asylum_forms.record.days import days_in
from asylum_forms.record.load import load

EXAMPLE = Path(__file__).parents[2] / "examples" / "kr-jeju-arrival" / "record.yaml"


def found(folder: Path, *changes: tuple[str, str], language: str = "en") -> dict[str, Finding]:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "record.yaml").write_text(text, encoding="utf-8")
    record = load(folder, registry.extensions())
    filing = Filing(record, *registry.find_procedure("kr/port-of-entry"), language, datetime.date(2026, 11, 18))
    return {finding.id: finding for finding in doubts(filing)}


def test_a_record_that_agrees_with_itself_raises_no_doubt(tmp_path: Path) -> None:
    assert found(tmp_path) == {}
    assert found(tmp_path, language="ko") == {}


@pytest.mark.parametrize(
    ("old", "new"), [("11月16日飞到济州", "11月26日飞到济州"), ("On 16 November I flew to Jeju", "On November 26 I flew to Jeju")]
)
def test_another_day_of_arrival_in_the_statement_is_noticed_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    doubt = found(tmp_path, (old, new))["record.other-day"]
    assert doubt.severity is Severity.ATTEND
    assert "2026-11-16" in doubt.message
    assert new in doubt.place.text


def test_a_day_that_does_not_tell_of_the_journey_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, ("我撕了那张表", "11月9日母亲生病。我撕了那张表")) == {}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_chinese_words_said_to_be_in_the_language_of_the_filing_are_noticed(tmp_path: Path, language: str) -> None:
    wrong = ("ethnicity: {zh_Hans: 汉族, en: Han Chinese, ko: 한족}", "ethnicity: {en: 汉族, ko: 汉族}")
    doubt = found(tmp_path, wrong, language=language)["text.other-language"]
    assert (doubt.severity, doubt.place.field) == (Severity.BLOCKS, "applicant.ethnicity")


def test_the_korean_name_of_the_office_is_wanted_as_it_is(tmp_path: Path) -> None:
    assert found(tmp_path, ("office: {und: 제주출입국ㆍ외국인청장}", "office: {en: 제주출입국ㆍ외국인청장}")) == {}


def test_a_name_in_characters_where_roman_letters_are_asked_is_noticed(tmp_path: Path) -> None:
    doubt = found(tmp_path, ("{family: Ruan, given: Zhiheng", "{family: 阮, given: Zhiheng"))["record.name-script"]
    assert (doubt.severity, doubt.place.field) == (Severity.BLOCKS, "applicant.name.family")
    other = found(tmp_path, ("{family: He, given: Shulan", "{family: 何, given: Shulan"))["record.name-script"]
    assert other.severity is Severity.ATTEND


def test_an_event_after_the_day_of_filing_is_noticed(tmp_path: Path) -> None:
    doubt = found(tmp_path, ("      date: 2026-11-16", "      date: 2036-11-16"))["record.date-later"]
    assert doubt.place.field == "travel.entries.1.date"


BORN = "  birth: {date: 1977-04-09,"


@pytest.mark.parametrize("year", ["2017", "~2017"])
def test_a_wrong_year_of_birth_stops_the_filing_and_names_what_contradicts_it(tmp_path: Path, year: str) -> None:
    born = found(tmp_path, (BORN, f"  birth: {{date: {year},"))["record.birth-contradiction"]
    assert (born.severity, born.place.field) == (Severity.BLOCKS, "applicant.birth.date")
    for day in ("2004-10-02", "2006-07-30", "1984-09"):
        assert day in born.message


def test_a_marriage_a_child_or_a_conviction_of_a_small_child_stops_the_filing(tmp_path: Path) -> None:
    born = found(tmp_path, (BORN, "  birth: {date: 1997-04-09,"))["record.birth-contradiction"]
    assert "2004-10-02" in born.message
    assert "2006-07-30" in born.message
    assert "2018-06-19" not in born.message


def test_what_can_be_true_of_a_small_child_is_to_be_looked_at_and_stops_nothing(tmp_path: Path) -> None:
    arrest = ("    date: 2018-06-19\n", "    date: 1980-06-19\n")
    held = found(tmp_path, arrest)["record.birth-contradiction"]
    assert held.severity is Severity.ATTEND
    assert "1980-06-19" in held.message


def test_a_single_day_that_contradicts_the_birth_is_pointed_at(tmp_path: Path) -> None:
    born = found(tmp_path, ("from: 1984-09,", "from: 1974-09,"))["record.birth-contradiction"]
    assert born.place.field == "education.1.from"
    assert "1977-04-09" in born.message


@pytest.mark.parametrize("birth", ["~1980", "1977", "1977-04", "1977-04-30"])
def test_a_birth_that_can_be_right_is_left_alone(tmp_path: Path, birth: str) -> None:
    assert "record.birth-contradiction" not in found(tmp_path, (BORN, f"  birth: {{date: {birth},"))


def test_what_happened_to_relatives_before_the_birth_is_no_contradiction(tmp_path: Path) -> None:
    father = ("    date: 2018-06-19\n", "    date: 1968-06-19\n")
    who = ("person: {zh_Hans: 本人, en: Myself, ko: 본인}", "person: {zh_Hans: 父亲, en: My father, ko: 부친}")
    assert "record.birth-contradiction" not in found(tmp_path, father, who)
    assert "record.birth-contradiction" in found(tmp_path, father)


def test_a_step_child_may_be_nearly_as_old_as_the_applicant(tmp_path: Path) -> None:
    child = ("birth: {date: 2006-07-30,", "birth: {date: 1980-07-30,")
    assert "record.birth-contradiction" in found(tmp_path, child)
    assert "record.birth-contradiction" not in found(tmp_path, child, ("    relation: biological\n", "    relation: step\n"))


def test_a_birth_after_the_day_of_filing_stops_it(tmp_path: Path) -> None:
    later = found(tmp_path, (BORN, "  birth: {date: 2036-04-09,"))["record.date-later"]
    assert (later.severity, later.place.field) == (Severity.BLOCKS, "applicant.birth.date")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026年11月16日到济州，11月26日申请。", [(2026, 11, 16), (2026, 11, 26)]),
        ("2026년 11월 16일", [(2026, 11, 16)]),
        (
            "In 2026, on the 16th of November, then Nov. 26, 2026, then 3 December 2027.",
            [(2026, 11, 16), (2026, 11, 26), (2027, 12, 3)],
        ),
        ("le 16 novembre 2026", [(2026, 11, 16)]),
        ("2026-11-16, 2026/11/17, 2026.11.18", [(2026, 11, 16), (2026, 11, 17), (2026, 11, 18)]),
        ("11月16日", []),
        ("2026年2月31日, 12 Main Street, +82 10 0000 0142", []),
    ],
)
def test_days_in_running_text_are_read(text: str, days: list[tuple[int, int, int]]) -> None:
    assert [day for _written, day, _sentence in days_in(text)] == [datetime.date(*day) for day in days]
