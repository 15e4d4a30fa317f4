"""What was handed in last is known by what was there before it, however the folders are named in the command."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from asylum_forms import before
from asylum_forms.case import open_filing
from asylum_forms.jurisdiction.contract import Filing

RECORD = "asylum_forms: 1\nlanguage: en\napplicant:\n  name: {family: Doe, given: Ada}\n"


@pytest.fixture
def filing(tmp_path: Path) -> Filing:
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")
    return open_filing(tmp_path, "us/defensive")


def folder(place: Path, date: str, after: int) -> Path:
    """A build folder with a manifest alone."""
    place.mkdir()
    (place / "filing.pdf").write_bytes(place.name.encode())
    output = {"path": "filing.pdf", "sha256": place.name}
    later = {"supplement": True, "after": after} if after else {}
    data = {"files": [{"path": "filing.pdf"}], "parts": [], "outputs": [output], "filing_date": date, **later}
    (place / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    return place


def order(filing: Filing, folders: tuple[Path, ...]) -> tuple[list[str], list[str]]:
    """(names of the folders as they were handed in, ids of what is doubted of them)."""
    found = before.read(filing, folders, "")
    return [one.folder.name for one in found], [one.id for one in before.findings(filing, found, ()) if one.id == "before.order"]


def test_papers_of_one_day_are_in_the_order_in_which_one_followed_the_other(filing: Filing, tmp_path: Path) -> None:
    """The filing date of a record stays, so that all that follows may be of one day."""
    folders = [folder(tmp_path / f"{after}", "2026-11-20", after) for after in range(4)]
    for named in itertools.permutations(folders):
        assert order(filing, named) == (["0", "1", "2", "3"], [])


def test_the_day_decides_where_it_is_another(filing: Filing, tmp_path: Path) -> None:
    folders = (
        folder(tmp_path / "whole", "2026-11-20", 0),
        *(folder(tmp_path / f"{day}", f"2026-12-0{day}", 1) for day in (2, 1)),
    )
    assert order(filing, folders) == (["whole", "1", "2"], [])


def test_papers_of_one_day_that_do_not_know_of_each_other_are_taken_as_named_and_that_is_said(
    filing: Filing, tmp_path: Path
) -> None:
    whole, one, two = (folder(tmp_path / name, "2026-11-20", after) for name, after in (("whole", 0), ("one", 1), ("two", 1)))
    assert order(filing, (two, whole, one)) == (["whole", "two", "one"], ["before.order"])
    assert order(filing, (one, two, whole)) == (["whole", "one", "two"], ["before.order"])
