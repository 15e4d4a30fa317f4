"""The Korean application form: every item of the form, each printed once, and what the example answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kr_case import TABLE, TEMPLATE, filing

from asylum_forms.forms.answers import Answer, State
from asylum_forms.forms.crosscheck import all_items
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import check_template
from asylum_forms.forms.sheet import form_context
from asylum_forms.forms.table import FormTable
from asylum_forms.record.values import Absent, PartialDate, Text

LAST = {1: 14, 2: 2, 3: 2, 4: 1, 5: 1, 6: 1, 7: 9, 8: 1, 9: 11, 10: 15, 11: 10, 12: 10, 14: 18}
"""Section of the form to its last item. Heading 13 holds items 14.1 to 14.18."""
GOLDEN = Path(__file__).parent


@pytest.fixture(scope="module")
def table() -> FormTable:
    return read_table(TABLE)


def test_the_table_has_every_item_of_the_form_in_its_order(table: FormTable) -> None:
    numbered = [number for number in table.items if all(part.isdigit() for part in number.split("."))]
    assert numbered == [f"{section}.{item}" for section, last in LAST.items() for item in range(1, last + 1)] + ["15"]


def test_every_caption_is_in_korean_and_in_english(table: FormTable) -> None:
    for number, item in all_items(table):
        for captions in (item.captions, *(option.captions for option in item.options)):
            assert list(captions) == ["ko", "en"], number
            assert any("가" <= letter <= "힣" for letter in captions["ko"]), number
            assert captions["en"].isascii(), number


def test_the_jump_from_heading_13_to_items_14_is_kept(table: FormTable) -> None:
    assert table.sections["14"].startswith("13. 난민인정 신청사항")
    assert "13" not in table.sections


def test_the_table_says_that_nobody_has_compared_it_with_the_official_form(table: FormTable) -> None:
    assert table.verified_on is None
    assert "law.go.kr" in table.source


def test_work_and_residence_begin_with_the_newest_and_all_other_dated_tables_with_the_oldest(table: FormTable) -> None:
    orders = {number: item.order for number, item in table.items.items() if item.columns}
    assert {number for number, order in orders.items() if order == "newest-first"} == {"6.1", "8.1"}
    assert {number for number, order in orders.items() if not order} == {"4.1", "11.7.people", "14.16.evidence"}


def test_the_template_prints_every_item_exactly_once(table: FormTable) -> None:
    assert check_template(TEMPLATE, table) == []


def _golden(answer: Answer) -> object:
    if answer.rows:
        return [{name: cell.text for name, cell in row.items()} for row in answer.rows]
    return list(answer.chosen) or answer.text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_example_answers_every_item_as_recorded(table: FormTable, language: str) -> None:
    answers = evaluate(table, filing(language=language))
    assert answers.findings == ()
    found = {number: _golden(answer) for number, answer in answers.items.items()}
    assert found == json.loads((GOLDEN / f"kr-jeju-arrival.{language}.json").read_text(encoding="utf-8"))


def test_nothing_but_the_places_for_pen_and_office_stays_empty(table: FormTable) -> None:
    for number, answer in evaluate(table, filing()).items.items():
        item = table.items[number]
        if not (item.blank or item.sign):
            assert answer.text or answer.chosen or answer.rows, number


def test_in_korean_only_names_numbers_and_the_other_wording_of_the_form_are_in_roman_letters(table: FormTable) -> None:
    answers = evaluate(table, filing(language="ko")).items
    assert answers["1.9"].text == "중국 후베이성 쑹루진"
    assert answers["1.10"].text == "중국 후베이성 칭란현 쑹루진 둥허옌가 27호"
    assert answers["4.1"].rows[1]["city"].text == "중국 쑹루진"
    assert answers["10.8"].text == "제주국제공항"
    names = {"1.2", "1.3", "1.4", "3.2", "4.1", "11.6", "11.7.people", "declaration.helper_name"}
    for number, answer in answers.items():
        cells = [cell.text for row in answer.rows for cell in row.values()]
        words = " ".join([answer.text, *cells])
        for wording in ("현재 present", "없음 None", "해당 없음 N/A"):
            words = words.replace(wording, "")
        assert number in names or not any("a" <= letter <= "z" for letter in words.lower()), (number, words)


def test_departure_has_one_source_for_both_items_that_ask_for_it(table: FormTable) -> None:
    answers = evaluate(table, filing({"travel.left_home.date": PartialDate(2026, 11, 15)}))
    assert answers.items["12.1"].text == answers.items["14.7"].text == "2026/11/15"


def test_the_charge_stands_in_its_own_words_beside_the_translation(table: FormTable) -> None:
    row = evaluate(table, filing()).items["14.10.offences"].rows[0]
    assert row["offence"].text == "Inciting subversion of State power (煽动颠覆国家政权罪)"


def test_torture_and_other_reasons_share_a_box(table: FormTable) -> None:
    answers = evaluate(table, filing({"claim.grounds": ["political_opinion", "torture", "other"]}))
    assert answers.items["14.1"].chosen == ("political_opinion", "other")


def test_a_passport_in_another_identity_is_asked_for_only_after_a_no(table: FormTable) -> None:
    used = {"family": "LIU", "given": "Wei", "birth_date": PartialDate(1980, 1, 1), "nationality": "CN"}
    own = evaluate(table, filing({"kr.passport_used": used}))
    assert [own.items[f"10.{n}"].text for n in range(12, 16)] == ["해당 없음 N/A"] * 4
    other = evaluate(table, filing({"kr.passport_used": used, "travel.entries.0.own_passport": {"answer": "no"}}))
    assert [other.items[f"10.{n}"].text for n in range(12, 16)] == ["LIU", "WEI", "1980/01/01", "China"]


def test_a_list_that_is_empty_says_no_and_a_missing_one_is_asked_for(table: FormTable) -> None:
    assert evaluate(table, filing()).items["14.11"].chosen == ("no",)
    open_ = evaluate(table, filing({"earlier_claims": ...}))
    assert open_.items["14.11"].state is State.MISSING
    assert any(finding.place.item == "14.11" for finding in open_.findings)


def test_names_are_in_capitals_with_hangul_only_from_the_record(table: FormTable) -> None:
    plain = evaluate(table, filing()).items
    assert (plain["1.2"].text, plain["1.3"].text) == ("RUAN", "ZHIHENG (阮志恒)")
    given = evaluate(table, filing({"applicant.name.forms": {"ko": "롼즈헝"}})).items
    assert given["1.3"].text == "ZHIHENG (롼즈헝, 阮志恒)"


def test_a_name_of_many_letters_and_spellings_stands_whole_in_its_box(table: FormTable) -> None:
    long = {
        "applicant.name.family": "Al-Mutawakkil Ba-Abbad",
        "applicant.name.given": "Abdulrahman Muhammad Abdulmajid Saleh Hussein",
        "applicant.name.native": Text((("und", "عبد الرحمن محمد عبد المجيد صالح حسين المتوكل باعباد"),)),
        "applicant.name.forms": {"ko": "압둘라흐만 무함마드 압둘마지드 살레흐 후세인 알무타와킬 바아바드"},
    }
    laid = lay_out(evaluate(table, filing(long)))
    assert "باعباد" in laid.items["1.3"].text
    assert not laid.sheets


@pytest.mark.parametrize("said", [Absent.UNKNOWN, Absent.DECLINED])
def test_what_stands_beside_its_boxes_needs_no_sheet(table: FormTable, said: Absent) -> None:
    laid = lay_out(evaluate(table, filing({"earlier_claims": said})))
    assert form_context(laid)["otherwise"]("14.11") in ("모름 Unknown", "진술하지 않음 Declined")
    assert laid.sheets == ()


def test_nobody_but_the_applicant_signs_without_a_helper(table: FormTable) -> None:
    alone = filing({"statement.interpreter": Absent.NOT_APPLICABLE})
    assert evaluate(table, alone).items["declaration.helper_signature"].state is State.NOT_APPLICABLE
    helped = evaluate(table, filing({"preparer": {"helper": "seo-yuna", "kind": "other"}})).items
    assert helped["declaration.helper_signature"].state is State.BLANK
    assert helped["declaration.helper_name"].text == "SEO YUNA"


def test_who_interpreted_helped_although_nobody_filled_in_the_form(table: FormTable) -> None:
    helped = evaluate(table, filing({"preparer": Absent.NONE, "statement.interpreter": "seo-yuna"})).items
    assert helped["declaration.helper_name"].text == "SEO YUNA"
    assert helped["declaration.helper_signature"].state is State.BLANK


def test_a_long_answer_goes_on_on_a_sheet_that_names_its_item_and_nothing_is_lost(table: FormTable) -> None:
    words = " ".join(f"word{number}" for number in range(2500))
    laid = lay_out(evaluate(table, filing({"claim.protection": {"answer": "no", "explain": Text((("en", words),))}})))
    assert laid.items["14.5.no"].text.endswith("(별첨에 계속 continued on the attached sheet)")
    sheets = [sheet for sheet in laid.sheets if sheet.sheet == "별첨"]
    assert len(sheets) > 1
    assert all("14.5" in sheet.boxes["별첨.text"].splitlines()[0] for sheet in sheets)
    assert laid.kept["14.5.no"] + "".join(piece for sheet in sheets for n, piece in sheet.pieces if n == "14.5.no") == words


def test_a_sheet_names_the_number_of_its_item_and_the_table_says_that_there_is_more(table: FormTable) -> None:
    words = " ".join(f"word{number}" for number in range(1500))
    long = lay_out(evaluate(table, filing({"claim.protection": {"answer": "no", "explain": Text((("en", words),))}})))
    assert {sheet.boxes["별첨.question"] for sheet in long.sheets} == {"14.5"}
    assert long.more == {}
    schools = [filing().record.rows("education")[0]] * 9
    more = lay_out(evaluate(table, filing({"education": schools})))
    assert form_context(more)["continued"]("5.1") == "(별첨에 계속 continued on the attached sheet)"
    assert form_context(more)["continued"]("6.1") == ""


def test_absences_read_as_the_form_wants_them(table: FormTable) -> None:
    answers = evaluate(table, filing({"applicant.religion": Absent.NONE, "applicant.ethnicity": Absent.NOT_APPLICABLE}))
    assert (answers.items["1.11"].text, answers.items["1.12"].text) == ("없음 None", "해당 없음 N/A")
    harm = answers.items["14.2.explain"].text
    assert "Injuries: None" in harm
    assert "해당" not in harm
    assert "상해: 없음" in evaluate(table, filing(language="ko")).items["14.2.explain"].text


@pytest.mark.parametrize(
    ("city", "district", "line"),
    [
        ("우한시", "훙산구", "중국 우한시 훙산구"),
        ("우한", "훙산구", "중국 우한 훙산구"),
        ("황스시", "양신현", "중국 황스시 양신현"),
        ("화산진", "훙산구", "중국 훙산구 화산진"),
        ("애월읍", "제주시", "중국 제주시 애월읍"),
        ("쑹루", "칭란현", "중국 칭란현 쑹루"),
    ],
)
def test_a_korean_address_goes_from_the_largest_to_the_smallest(table: FormTable, city: str, district: str, line: str) -> None:
    where = {"city": Text((("ko", city),)), "district": Text((("ko", district),)), "country": "CN"}
    assert evaluate(table, filing({"applicant.home_address": where}, language="ko")).items["1.10"].text == line


def test_hostile_activity_is_answered_only_by_its_own_question(table: FormTable) -> None:
    """The milder question that other offices ask too never becomes a yes to this one."""
    mild = {"claim.hostile_acts": {"answer": "yes", "explain": Text((("en", "I wrote posts."),))}}
    open_ = evaluate(table, filing({**mild, "kr.hostile_acts": ...}))
    assert open_.items["14.9"].state is State.MISSING
    assert "kr.hostile_acts" in {finding.place.field.rpartition(".")[0] for finding in open_.findings}
    said = {"answer": "no", "explain": Text((("en", "I only wrote posts."),))}
    own = evaluate(table, filing({**mild, "kr.hostile_acts": said})).items
    assert own["14.9"].chosen == ("no",)
    assert own["14.9.explain"].text == "I only wrote posts."
    assert evaluate(table, filing({"kr.hostile_acts": {"answer": "no"}})).items["14.9.explain"].text == "해당 없음 N/A"


def test_a_postal_code_nobody_remembers_is_left_out_of_an_address(table: FormTable) -> None:
    changes = {"applicant.home_address.postal_code": Absent.UNKNOWN}
    assert evaluate(table, filing(changes)).items["1.10"].text == evaluate(table, filing()).items["1.10"].text
    street = {"applicant.home_address.street": Absent.UNKNOWN}
    assert "Unknown" in evaluate(table, filing(street)).items["1.10"].text
