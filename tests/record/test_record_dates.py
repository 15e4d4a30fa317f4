"""Dates with precision: what they can mean, how they are read, and what is said about those that cannot be."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asylum_forms.record.dates import parse_date
from asylum_forms.record.localize import format_date
from asylum_forms.record.problems import Problem
from asylum_forms.record.values import PartialDate

day = datetime.date


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        (PartialDate(1989), day(1989, 1, 1), day(1989, 12, 31)),
        (PartialDate(1989, 6), day(1989, 6, 1), day(1989, 6, 30)),
        (PartialDate(1989, 12), day(1989, 12, 1), day(1989, 12, 31)),
        (PartialDate(2019, 2), day(2019, 2, 1), day(2019, 2, 28)),
        (PartialDate(2020, 2), day(2020, 2, 1), day(2020, 2, 29)),
        (PartialDate(1900, 2), day(1900, 2, 1), day(1900, 2, 28)),
        (PartialDate(2000, 2), day(2000, 2, 1), day(2000, 2, 29)),
        (PartialDate(1989, 6, 4), day(1989, 6, 4), day(1989, 6, 4)),
        (PartialDate(2020, 12, 31, approx=True), day(2020, 12, 31), day(2020, 12, 31)),
    ],
)
def test_first_and_last_day_a_date_can_mean(date: PartialDate, first: day, last: day) -> None:
    assert (date.first(), date.last()) == (first, last)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1989", PartialDate(1989)),
        ("1989-06", PartialDate(1989, 6)),
        ("1989-06-04", PartialDate(1989, 6, 4)),
        ("1989-6-4", PartialDate(1989, 6, 4)),
        ("~1989", PartialDate(1989, approx=True)),
        ("~1989-06", PartialDate(1989, 6, approx=True)),
        ("~ 1989-06-04", PartialDate(1989, 6, 4, approx=True)),
        ("１９８９－０６", PartialDate(1989, 6)),
        ("～1989", PartialDate(1989, approx=True)),
        ("2020-02-29", PartialDate(2020, 2, 29)),
    ],
)
def test_dates_are_read_with_their_precision(text: str, date: PartialDate) -> None:
    assert parse_date(text) == date


@settings(deadline=None)
@given(st.dates(day(1850, 1, 1), day(2200, 12, 31)), st.booleans())
def test_every_date_survives_being_written_and_read(date: day, approx: bool) -> None:
    for partial in (
        PartialDate(date.year, approx=approx),
        PartialDate(date.year, date.month, approx=approx),
        PartialDate(date.year, date.month, date.day, approx=approx),
    ):
        assert parse_date(partial.iso()) == partial


@settings(deadline=None)
@given(st.integers(1850, 2200), st.integers(1, 12))
def test_no_month_takes_a_day_too_many(year: int, month: int) -> None:
    days = calendar.monthrange(year, month)[1]
    assert isinstance(parse_date(f"{year}-{month:02d}-{days:02d}"), PartialDate)
    problem = parse_date(f"{year}-{month:02d}-{days + 1:02d}")
    assert isinstance(problem, Problem)
    assert problem.id == "record.date-invalid"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_problem(text: str) -> None:
    assert isinstance(parse_date(text), PartialDate | Problem)


@pytest.mark.parametrize(
    ("text", "id_", "message", "remedy"),
    [
        ("2019-02-30", "record.date-invalid", "There is no 30 February 2019", "2019-02."),
        ("1989-06-00", "record.date-invalid", "There is no 0 June 1989", "1989-06."),
        ("1989-13-06", "record.date-invalid", "There is no month 13", "1989-06-13"),
        ("1989-00", "record.date-invalid", "There is no month 00", "1989-06-04"),
        ("0089-06-04", "record.date-year", "0089", "between 1850 and 2200"),
        ("9999", "record.date-year", "9999", "between 1850 and 2200"),
        ("1989/6/4", "record.date-format", "1989/6/4", "Write 1989-06-04."),
        ("1989年6月4日", "record.date-format", "1989年6月4日", "Write 1989-06-04."),
        ("1989년 6월 4일", "record.date-format", "6월", "Write 1989-06-04."),
        ("1989.6", "record.date-format", "1989.6", "Write 1989-06."),
        ("4/6/1989", "record.date-format", "4/6/1989", "Write 1989-06-04 or 1989-04-06."),
        ("30/6/1989", "record.date-format", "30/6/1989", "Write 1989-06-30."),
        ("in spring", "record.date-format", "in spring", "Write year, month and day with hyphens"),
        ("19890604", "record.date-format", "19890604", "Write 1989-06-04."),
        ("1989–06–04", "record.date-format", "1989–06–04", "Write 1989-06-04."),
        ("“1989-06-04”", "record.date-format", "1989-06-04", "Write 1989-06-04."),
        ("1989 06 04", "record.date-format", "1989 06 04", "Write 1989-06-04."),
        ("1989年", "record.date-format", "1989年", "Write 1989."),
        ("6/1989", "record.date-format", "6/1989", "Write 1989-06."),
        ("4 June 1989", "record.date-format", "4 June 1989", "Write 1989-06-04."),
        ("June 4th, 1989", "record.date-format", "June 4th", "Write 1989-06-04."),
        ("4 Jun 1989", "record.date-format", "4 Jun 1989", "Write 1989-06-04."),
        ("sept. 1989", "record.date-format", "sept. 1989", "Write 1989-09."),
        ("le 1er août 1989", "record.date-format", "août", "Write 1989-08-01."),
        ("一九八九年十月二十一日", "record.date-format", "一九八九年", "Write 1989-10-21."),
        ("二〇一九年十二月", "record.date-format", "二〇一九年", "Write 2019-12."),
        ("۱۳۶۸", "record.date-year", "1368", "international calendar"),
        ("1368/03/14", "record.date-format", "1368/03/14", "international calendar"),
        ("民国78年6月4日", "record.date-format", "民国", "international calendar"),
        ("단기 4322년 6월 4일", "record.date-format", "4322", "international calendar"),
        ("1410 AH", "record.date-format", "1410 AH", "international calendar"),
    ],
)
def test_what_is_no_date_is_explained(text: str, id_: str, message: str, remedy: str) -> None:
    problem = parse_date(text)
    assert isinstance(problem, Problem)
    assert problem.id == id_
    assert message in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize("text", ["١٩٨٩-٠٦-٠٤", "۱۹۸۹-۰۶-۰۴", "१९८९-०६-०४", "１９８９-０６-０４"])
def test_the_digits_of_every_script_are_digits(text: str) -> None:
    assert parse_date(text) == PartialDate(1989, 6, 4)


@pytest.mark.parametrize("text", ["一九八九年夏", "۱۹۸۹؟"])
def test_who_wrote_numbers_in_their_script_is_not_asked_whether_they_know_it(text: str) -> None:
    problem = parse_date(text)
    assert isinstance(problem, Problem)
    assert "unknown" not in problem.remedy


@pytest.mark.parametrize("text", ["不记得", "不记得了", "记不清了。", "모름", "기억나지 않습니다", "I do not remember", "忘了"])
def test_who_does_not_know_a_date_is_told_the_word_for_it(text: str) -> None:
    problem = parse_date(text)
    assert isinstance(problem, Problem)
    assert problem.remedy.startswith("If you do not know it, write unknown.")


@pytest.mark.parametrize("text", ["没有", "不适用"])
def test_where_there_is_no_date_the_words_for_it_are_told(text: str) -> None:
    problem = parse_date(text)
    assert isinstance(problem, Problem)
    assert "write none, not_applicable" in problem.remedy


@pytest.mark.parametrize("text", ["农历五月初一", "阴历1989年5月1日", "農曆1989-05-01", "음력 1989.5.1", "1989-05-01 (lunar)"])
def test_a_lunar_date_is_told_from_the_one_that_is_meant(text: str) -> None:
    problem = parse_date(text)
    assert isinstance(problem, Problem)
    assert "not the lunar one" in problem.remedy
    assert "Write 1989" not in problem.remedy


def test_a_date_in_figures_gets_no_word_about_not_knowing() -> None:
    problem = parse_date("04/06/1989")
    assert isinstance(problem, Problem)
    assert "unknown" not in problem.remedy


def test_french_counts_the_first_day_of_a_month() -> None:
    assert format_date(PartialDate(2023, 7, 1), "fr") == "1er juillet 2023"
    assert format_date(PartialDate(2023, 7, 11), "fr") == "11 juillet 2023"
    assert format_date(PartialDate(2023, 7, 21), "fr") == "21 juillet 2023"
    assert format_date(PartialDate(2023, 7, 1), "en") == "July 1, 2023"
