"""Fitting answers to boxes and continuation sheets: nothing is lost, nothing overflows."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_form import TABLE, answered

from asylum_forms.forms.answers import Answer, Answers, Laid, State
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.measure import fits, printed_lines, width, word_starts, wrap
from asylum_forms.forms.table import Fits, Item

ROWS = {"A.2": 3, "A.3": 2}
WORD = st.text(st.sampled_from("abcdefghij.,;-'’“”éß()北京市，。（）「」한국어ქ🙂\u0301"), min_size=1, max_size=12)
LONG = st.text(st.sampled_from("abcdé北京"), min_size=20, max_size=90)
SPACE = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\u00a0", "\t", "\u3000", "\r\n", "\u2028", "   \n "])
PIECES = st.lists(st.one_of(WORD, WORD, WORD, LONG, SPACE), max_size=60).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TEXT = st.one_of(PIECES, ANYTHING, PIECES.map(lambda text: text * 6))


# Measuring


def test_widths_are_columns_of_the_fixed_pitch_type() -> None:
    assert width("Lin, 1986") == 9
    assert width("北京") == pytest.approx(10 / 3)
    assert width("e\u0301") == 1
    assert width("\u200b\ufeff") == 0
    assert width("") == 0


def test_lines_break_at_spaces_which_then_need_no_room() -> None:
    assert wrap("one two three", 7) == ["one two ", "three"]
    assert wrap("one two   three", 7) == ["one two   ", "three"]
    assert printed_lines("one two   three", 7) == ["one two", "three"]


def test_line_breaks_and_indents_are_kept() -> None:
    assert wrap("a\n\n  b\r\nc", 9) == ["a\n", "\n", "  b\r\n", "c"]


def test_a_word_longer_than_the_line_is_broken_where_the_line_ends() -> None:
    assert wrap("a abcdefghij", 5) == ["a ", "abcde", "fghij"]


def test_chinese_breaks_anywhere_but_not_before_a_full_stop() -> None:
    assert wrap("他们打我。他们走", 7) == ["他们打", "我。他们", "走"]


def test_a_letter_stays_with_its_marks_and_a_family_together() -> None:
    assert wrap("aaaae\u0301", 4) == ["aaaa", "e\u0301"]
    family = "👩\u200d👧"
    assert wrap(f"abcd{family}", 6) == ["abcd", family]


def test_no_line_ends_at_a_space_that_must_not_break() -> None:
    assert wrap("ab cd\u00a0ef", 6) == ["ab ", "cd\u00a0ef"]


@given(TEXT, st.integers(2, 99))
@settings(max_examples=200, deadline=None)
def test_wrapping_loses_nothing_and_keeps_to_the_columns(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join(lines) == text
    assert all(_columns(line) <= columns for line in lines)


@given(TEXT, st.integers(2, 40), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_what_follows_a_line_is_broken_as_before(text: str, columns: int, done: int) -> None:
    lines = wrap(text, columns)
    assert wrap("".join(lines[done:]), columns) == lines[done:]


def test_a_box_with_one_line_may_shrink_to_seven_tenths() -> None:
    assert fits("a" * 17, Fits(12))
    assert not fits("a" * 18, Fits(12))
    assert fits("1420 South Garfield Avenue, 12B", Fits(22))
    assert not fits("abc", Fits(12), limit=2)
    assert not fits("a\nb", Fits(12))
    assert fits("a\n", Fits(12))


# Boxes


def test_what_fits_stays_as_it_is() -> None:
    answers = answered(A_I_1="LIN", B_2="They beat me.\nTwice.")
    laid = lay_out(answers)
    assert laid.items["A.I.1"] == answers.items["A.I.1"]
    assert laid.items["B.2"] == answers.items["B.2"]
    assert laid.kept == {}
    assert laid.sheets == ()


def test_a_long_text_is_cut_at_a_word_and_goes_on_on_the_sheet() -> None:
    text = "In the spring of that year four men came to our house at night and took my father away. " * 3
    laid = lay_out(answered(B_2=text))
    kept = laid.kept["B.2"]
    assert laid.items["B.2"].text == kept + "(continued on Sheet B)"
    assert kept.endswith(" ")
    (sheet,) = laid.sheets
    assert sheet.boxes == {
        "XB.name": "Qiaoyun LIN",
        "XB.part": "B",
        "XB.question": "2",
        "XB.text": "Part B, Question 2 (continued):\n" + text[len(kept) :],
    }
    assert kept + sheet.pieces[0][1] == text


def test_an_answer_longer_than_its_line_goes_to_the_sheet_as_a_whole() -> None:
    laid = lay_out(answered(A_I_2="Maria Magdalena Theodora Alexandra von Hohenstein"))
    assert laid.items["A.I.2"].text == "See Sheet B"
    assert laid.kept["A.I.2"] == ""
    assert laid.sheets[0].boxes["XB.text"].startswith("Part A.I, Question 2: [Sheet B, 1 of 1]\nMaria Magdalena")


def test_a_narrow_box_takes_a_shorter_reference() -> None:
    laid = lay_out(answered(A_I_3_number="1234 rear"))
    assert laid.items["A.I.3.number"].text == "SB"


def test_boxes_that_share_a_question_are_told_apart_by_their_labels() -> None:
    laid = lay_out(answered(A_I_3_city="Llanfairpwllgwyngyll"))
    assert laid.sheets[0].boxes["XB.text"].startswith("Part A.I, Question 3, City:")
    assert laid.sheets[0].boxes["XB.question"] == "3"


def test_several_answers_share_a_copy_and_the_boxes_point_to_the_headings() -> None:
    laid = lay_out(answered(A_I_2="x" * 60, A_I_7="y" * 60))
    (sheet,) = laid.sheets
    assert (sheet.boxes["XB.part"], sheet.boxes["XB.question"]) == ("See below", "See below")
    assert sheet.boxes["XB.text"] == (f"Part A.I, Question 2: [Sheet B, 1 of 1]\n{'x' * 60}\n\nPart A.I, Question 7:\n{'y' * 60}")


def test_a_very_long_answer_takes_as_many_copies_as_it_needs() -> None:
    laid = lay_out(answered(A_I_2="wort " * 200))
    assert [sheet.boxes["XB.text"].partition("\n")[0] for sheet in laid.sheets] == [
        "Part A.I, Question 2: [Sheet B, 1 of 3]",
        # Together with the number of the copy it would take two lines.
        "Part A.I, Question 2 (continued):",
        "Part A.I, Question 2 (continued):",
    ]
    assert {(sheet.boxes["XB.part"], sheet.boxes["XB.question"]) for sheet in laid.sheets} == {("A.I", "2")}


def test_no_heading_stands_alone_at_the_foot_of_a_sheet() -> None:
    laid = lay_out(answered(A_I_7="y" * 40 * 8, B_3="wort " * 60))
    first, second = laid.sheets[:2]
    assert "Question 3" not in first.boxes["XB.text"]
    assert second.boxes["XB.text"].startswith("Part B, Question 3 (continued):")


def test_a_name_too_long_for_the_sheet_itself_is_given_in_full_below() -> None:
    name = "Maria Magdalena Theodora Alexandra von Hohenstein"
    answers = answered(B_2="wort " * 60)
    answers = dataclasses.replace(
        answers, boxes={"XB.name": Answer(State.ANSWERED, name), "XA.name": Answer(State.ANSWERED, name)}
    )
    (sheet,) = lay_out(answers).sheets
    assert sheet.boxes["XB.name"] == "See Sheet B"
    assert f"Sheet B, Name:\n{name}" in sheet.boxes["XB.text"]
    assert _whole(lay_out(answers), "XB.name") == name


def test_the_mark_stands_alone_where_not_even_a_letter_fits_beside_it() -> None:
    table = dataclasses.replace(TABLE, items={**TABLE.items, "B.2": dataclasses.replace(TABLE.items["B.2"], fits=Fits(12, 2))})
    answers = dataclasses.replace(answered(B_2="wort " * 30), table=table)
    laid = lay_out(answers)
    assert laid.items["B.2"].text == "(continued on Sheet B)"
    assert _whole(laid, "B.2") == "wort " * 30


def test_without_a_sheet_nothing_is_cut_and_the_filing_is_blocked() -> None:
    items = {number: dataclasses.replace(item, continues="") for number, item in TABLE.items.items()}
    table = dataclasses.replace(TABLE, items=items, sheets={})
    answers = dataclasses.replace(answered(B_2="wort " * 60), table=table)
    homes = Answer(State.ANSWERED, rows=tuple(_home(f"{n} Road") for n in range(5)))
    laid = lay_out(dataclasses.replace(answers, items={**answers.items, "A.2": homes}))
    assert laid.items["B.2"].text == "wort " * 60
    assert laid.items["A.2"].rows == homes.rows
    assert [(f.id, f.place.item) for f in laid.findings] == [("form.no-room", "A.2"), ("form.no-room", "B.2")]


@given(TEXT, TEXT, TEXT, TEXT)
@settings(max_examples=80, deadline=None)
def test_box_and_sheets_together_are_the_answer_to_the_character(name: str, city: str, what: str, why: str) -> None:
    answers = answered(A_I_2=name, A_I_3_city=city, B_2=what, B_3=why)
    laid = lay_out(answers)
    for number in ("A.I.2", "A.I.3.city", "B.2", "B.3"):
        assert _whole(laid, number) == answers.items[number].text
    _check_sheets(laid)
    _check_boxes(laid)


# Tables


def test_unused_rows_are_marked_and_their_ticks_stay_open() -> None:
    laid = lay_out(_with_rows("A.2", [_home("1 Road")]))
    rows = laid.items["A.2"].rows
    assert [row["street"].text for row in rows] == ["1 Road", "N/A", "N/A"]
    assert rows[2]["owned"] == Answer(State.BLANK)


def test_a_table_of_nothing_says_so_in_its_first_box() -> None:
    answers = answered()
    answers = dataclasses.replace(answers, items={**answers.items, "A.2": Answer(State.NONE, "None")})
    rows = lay_out(answers).items["A.2"].rows
    assert [[row[column].text for column in ("street", "country", "until")] for row in rows] == [
        ["None", "N/A", "N/A"],
        ["N/A", "N/A", "N/A"],
        ["N/A", "N/A", "N/A"],
    ]
    assert rows[0]["street"].state is State.NONE


def test_a_table_nobody_answered_stays_empty() -> None:
    assert lay_out(answered(A_2="")).items["A.2"].rows == ()


def test_entries_without_a_row_stand_on_the_sheet_with_their_labels() -> None:
    homes = [_home("1 Road"), _home("2 Road"), _home("3 Road"), _home("4 Road", "no"), _home("5 Road", "")]
    laid = lay_out(_with_rows("A.2", homes))
    (sheet,) = laid.sheets
    assert sheet.boxes["XB.text"] == (
        "Part A, Question 2 (continued):\n"
        "Entry 4. Street: 4 Road; Country: China; To: 05/2019; Owned: No\n"
        "Entry 5. Street: 5 Road; Country: China; To: 05/2019"
    )
    assert len(laid.items["A.2"].rows) == 3


def test_a_cell_longer_than_its_box_stands_on_the_sheet_and_names_its_entry() -> None:
    laid = lay_out(_with_rows("A.2", [_home("1 Road"), _home("2 Very Long Road at the River")]))
    assert laid.items["A.2"].rows[1]["street"].text == "See Sheet B"
    assert "Entry 2, Street: 2 Very Long Road at the River" in laid.sheets[0].boxes["XB.text"]
    assert _whole(laid, "A.2.2.street") == "2 Very Long Road at the River"


def test_more_children_stand_in_the_rows_of_their_own_sheet() -> None:
    children = [_child(name) for name in ("An", "Bo", "Cai", "Da", "En")]
    laid = lay_out(_with_rows("A.3", children))
    assert [row["name"].text for row in laid.items["A.3"].rows] == ["An", "Bo"]
    assert [sheet.sheet for sheet in laid.sheets] == ["Sheet A", "Sheet A"]
    assert [[row["name"].text for row in sheet.rows] for sheet in laid.sheets] == [["Cai", "Da"], ["En", "N/A"]]
    assert laid.sheets[0].boxes == {"XA.name": "Qiaoyun LIN"}


def test_a_long_cell_on_the_sheet_of_a_table_goes_on_in_text() -> None:
    children = [_child("An"), _child("Bo"), _child("Cai", "a note that is much longer than the two lines of its box")]
    laid = lay_out(_with_rows("A.3", children))
    assert [sheet.sheet for sheet in laid.sheets] == ["Sheet A", "Sheet B"]
    assert _whole(laid, "A.3.3.note") == "a note that is much longer than the two lines of its box"
    assert laid.sheets[1].boxes["XB.text"].startswith("Part A, Question 3: ")
    assert "Entry 3, Note: " in laid.sheets[1].boxes["XB.text"]


CELL = st.one_of(st.sampled_from(["China", "N/A", "1 Road"]), WORD, PIECES, TEXT)


@given(
    st.lists(st.tuples(CELL, CELL, st.sampled_from(["yes", "no", ""])), max_size=9), st.lists(st.tuples(WORD, CELL), max_size=7)
)
@settings(max_examples=50, deadline=None)
def test_every_entry_stands_exactly_once_in_rows_or_on_sheets(homes: list[Any], children: list[Any]) -> None:
    rows = [_home(street, owned, country) for street, country, owned in homes]
    kids = [_child(name, note) for name, note in children]
    laid = lay_out(_with_rows("A.2", rows, _with_rows("A.3", kids)))
    for number, entries in (("A.2", rows), ("A.3", kids)):
        shown = [
            *laid.items[number].rows,
            *(row for sheet in laid.sheets if sheet.sheet == "Sheet A" and number == "A.3" for row in sheet.rows),
        ]
        for index, entry in enumerate(entries):
            in_a_row = index < len(shown)
            for column, answer in entry.items():
                cell = f"{number}.{index + 1}.{column}"
                if in_a_row and cell not in laid.kept:
                    assert shown[index][column] == answer
                elif column != "owned" and answer.text:
                    assert _whole(laid, cell) == answer.text
        # Nothing but the entries and rows marked as unused.
        assert all(cell.text in ("N/A", "") for row in shown[len(entries) :] for cell in row.values())
    beyond = {f"Entry {number}." for number in range(4, len(rows) + 1)}
    text = "\n".join(sheet.boxes.get("XB.text", "") for sheet in laid.sheets)
    for mark in beyond:
        assert text.count(f"\n{mark}") >= 1
    _check_sheets(laid)
    _check_boxes(laid)


def _whole(laid: Laid, number: str) -> str:
    """The answer put together again from its box and the sheets."""
    if number not in laid.kept:
        return laid.items[number].text
    return laid.kept[number] + "".join(piece for sheet in laid.sheets for owner, piece in sheet.pieces if owner == number)


def _check_sheets(laid: Laid) -> None:
    """Every piece stands on its copy as it is, in order, and no copy overflows."""
    for sheet in laid.sheets:
        box = TABLE.sheets[sheet.sheet].box("text")
        if box is None:
            continue
        text, at = sheet.boxes["XB.text"], 0
        for _number, piece in sheet.pieces:
            found = text.find(piece, at)
            assert found >= 0
            at = found + len(piece)
        assert box.fits is not None
        lines = wrap(text, box.fits.columns)
        assert len(lines) <= box.fits.lines
        assert all(_columns(line) <= box.fits.columns for line in lines)


def _check_boxes(laid: Laid) -> None:
    for number, item in TABLE.items.items():
        answer = laid.items[number]
        assert answer.state == laid.answers.items[number].state
        for row in answer.rows:
            for column in item.columns:
                _check_box(column, row[column.number].text)
        _check_box(item, answer.text)


def _check_box(item: Item, text: str) -> None:
    if item.fits is None or item.columns or item.options:
        return
    if item.fits.lines == 1:
        assert _columns(text) <= item.fits.columns / 0.7
        assert "\n" not in text.rstrip()
    else:
        assert len(wrap(text, item.fits.columns)) <= item.fits.lines
    assert not item.limit or len(text) <= item.limit


def _columns(line: str) -> float:
    """An independent measure: what is seen of a line, in columns. Full-width characters are 1 em, others 0.6 em."""
    seen = re.sub(r"\s+$", "", line)
    total = 0.0
    for char in seen:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
            continue
        total += 1 / 0.6 if unicodedata.east_asian_width(char) in "WF" else 1
    return round(total, 6)


def _home(street: str, owned: str = "yes", country: str = "China") -> Mapping[str, Answer]:
    return {
        "street": _said(street),
        "country": _said(country),
        "until": _said("05/2019"),
        "owned": Answer(State.ANSWERED, chosen=(owned,)) if owned else Answer(State.NOT_APPLICABLE, "N/A"),
    }


def _child(name: str, note: str = "a note") -> Mapping[str, Answer]:
    return {"name": _said(name), "sex": Answer(State.ANSWERED, chosen=("male",)), "note": _said(note)}


def _said(text: str) -> Answer:
    return Answer(State.ANSWERED, text) if text else Answer(State.MISSING)


def _with_rows(number: str, rows: list[Mapping[str, Answer]], answers: Answers | None = None) -> Answers:
    answers = answers or answered()
    answer = Answer(State.ANSWERED, rows=tuple(rows)) if rows else Answer(State.NOT_APPLICABLE, "N/A")
    return dataclasses.replace(answers, items={**answers.items, number: answer})


def test_korean_words_stay_whole_as_word_processors_keep_them() -> None:
    assert wrap("압둘라흐만 무함마드 압둘마지드", 12) == ["압둘라흐만 ", "무함마드 ", "압둘마지드"]
    assert wrap("2015년부터 2018년까지", 14) == ["2015년부터 ", "2018년까지"]
    assert wrap("阿卜杜拉赫曼穆罕默德", 10) == ["阿卜杜拉赫曼", "穆罕默德"], "Chinese has no words to keep"
    assert wrap("가나다라마바사아자차", 10) == ["가나다라마바", "사아자차"], "a word longer than a line has to be divided"
    assert word_starts("압둘라흐만 무함마드") == [6]
