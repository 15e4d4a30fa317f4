"""A filing date that is over is not taken for a day to come; deadlines are counted from the day on which one looks."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from asylum_forms import look
from asylum_forms.case import open_filing
from asylum_forms.findings import Finding, Severity

from .conftest import quiet

TODAY = datetime.date.today()
ARRIVAL = "travel:\n  entries:\n    - {country: US, date: %s, place: Newark}\n"


@pytest.fixture
def case_of(small_case: Callable[..., Path]) -> Callable[[str], Path]:
    """The small case with another line in the place of its filing date."""

    def made(line: str) -> Path:
        case = small_case()
        record = case / "record.yaml"
        record.write_text(record.read_text(encoding="utf-8").replace("filing_date: 2026-11-20\n", line), encoding="utf-8")
        return case

    return made


def found(case: Path, id_: str, date: datetime.date | None = None) -> list[Finding]:
    return [one for one in look.check(case, "us/affirmative", date=date, progress=quiet) if one.id == id_]


def test_a_filing_date_before_today_stops_the_filing_and_says_where_it_stands(case_of: Callable[[str], Path]) -> None:
    yesterday = TODAY - datetime.timedelta(days=1)
    [finding] = found(case_of(f"filing_date: {yesterday}\n"), "record.date-passed")
    assert finding.severity is Severity.BLOCKS
    assert str(yesterday) in finding.place.text
    assert "filing_date" in finding.remedy


@pytest.mark.parametrize(
    "line",
    [f"filing_date: {TODAY}\n", f"filing_date: {TODAY:%Y-%m}\n", f"filing_date: {TODAY + datetime.timedelta(days=20)}\n", ""],
)
def test_today_a_day_to_come_and_no_day_are_not_questioned(case_of: Callable[[str], Path], line: str) -> None:
    assert found(case_of(line), "record.date-passed") == []


def test_a_month_that_has_begun_is_no_day_that_is_over(case_of: Callable[[str], Path]) -> None:
    assert open_filing(case_of(f"filing_date: {TODAY:%Y-%m}\n"), "us/affirmative").date == TODAY


def test_a_day_given_for_the_build_that_is_over_stops_it_too(case_of: Callable[[str], Path]) -> None:
    """Somebody who tries a day must not read that the year is still running."""
    case = case_of("filing_date: 2020-01-02\n" + ARRIVAL % "2019-06-01")
    assert found(case, "record.date-passed")
    [finding] = found(case, "record.date-passed", datetime.date(2019, 12, 2))
    assert not finding.place.file, "it is not the day that the record gives"
    assert found(case, "us.one-year-left", datetime.date(2019, 12, 2)) == []
    assert found(case, "us.one-year-unexplained", datetime.date(2019, 12, 2))
    assert found(case, "record.date-passed", TODAY) == []


def test_the_days_that_are_left_are_counted_from_today(case_of: Callable[[str], Path]) -> None:
    arrived, planned = TODAY - datetime.timedelta(days=300), TODAY + datetime.timedelta(days=10)
    [finding] = found(case_of(f"filing_date: {planned}\n" + ARRIVAL % arrived), "us.one-year-left")
    last = datetime.date.fromisoformat(finding.message.split("by ")[1].split(",")[0])
    assert f"Days left: {(last - TODAY).days}." in finding.message


def test_a_deadline_is_over_although_the_filing_date_of_the_record_is_not_after_it(case_of: Callable[[str], Path]) -> None:
    arrived = TODAY - datetime.timedelta(days=400)
    planned = arrived + datetime.timedelta(days=360)
    case = case_of(f"filing_date: {planned}\n" + ARRIVAL % arrived)
    assert found(case, "us.one-year-left") == []
    assert found(case, "us.one-year-unexplained")
