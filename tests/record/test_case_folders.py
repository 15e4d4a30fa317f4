"""The folder that a user names is not always the case they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.case import new_case, open_filing
from asylum_forms.errors import AsylumFormsError, RecordError
from asylum_forms.record.load import load


@pytest.mark.parametrize(
    ("at", "given", "right"),
    [("lin", "lin", "."), ("lin/evidence", ".", ".."), ("", "lin/evidence", "lin"), ("lin", "lin/build/x", ".")],
)
def test_who_is_in_the_case_already_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, given: str, right: str
) -> None:
    """In the folder of the case it said to make a new one; and that made a case within the case."""
    (tmp_path / "lin" / "evidence").mkdir(parents=True)
    (tmp_path / "lin" / "record.yaml").write_text("language: en\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / at)
    with pytest.raises(RecordError) as caught:
        load(Path(given))
    assert caught.value.remedy.endswith(f"asylum-forms check {right}")
    assert "asylum-forms new" not in caught.value.remedy
    with pytest.raises(AsylumFormsError) as refused:
        new_case(Path(given), "en", ["ca/inland"])
    assert refused.value.remedy == caught.value.remedy
    assert [one.name for one in tmp_path.glob("**/record.yaml")] == ["record.yaml"]


def test_a_case_that_is_named_by_its_whole_path_is_found_by_it(tmp_path: Path) -> None:
    (tmp_path / "lin" / "evidence").mkdir(parents=True)
    (tmp_path / "lin" / "record.yaml").write_text("language: en\n", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        load(tmp_path / "lin" / "evidence")
    assert caught.value.remedy.endswith(f" {tmp_path / 'lin'}")


def test_questions_are_added_to_a_case_that_lies_in_another(tmp_path: Path) -> None:
    for case in (tmp_path / "lin" / "more", tmp_path / "lin"):
        new_case(case, "en", ["ca/inland"])
    new_case(tmp_path / "lin" / "more", "en", ["us/affirmative"])
    assert "us I-589" in (tmp_path / "lin" / "more" / "record.yaml").read_text(encoding="utf-8")
    assert "us I-589" not in (tmp_path / "lin" / "record.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("filings", ["filings: [us/defensive]", "filings:  # one\n  - us/defensive\n"])
@pytest.mark.parametrize("wrong", ["", "applicant: {sex: boy}\n"])
def test_questions_that_are_added_are_those_of_what_the_record_is_for(tmp_path: Path, filings: str, wrong: str) -> None:
    """It added the questions of every country, and of 500 lines made 3,800."""
    (tmp_path / "record.yaml").write_text(f"asylum_forms: 1\nlanguage: en\n{filings}\n{wrong}", encoding="utf-8")
    new_case(tmp_path, "en", [])
    written = (tmp_path / "record.yaml").read_text(encoding="utf-8")
    assert "\nus:" in written
    assert not any(f"\n{other}:" in written for other in ("ca", "kr", "unhcr"))


@pytest.mark.parametrize(
    ("wrote", "procedure", "language"),
    [
        ("fr", "ca/inland", "fr"),
        ("en", "ca/inland", "en"),
        ("zh_Hans", "ca/inland", "en"),
        ("fr", "us/defensive", "en"),
        ("ko", "kr/in-country", "ko"),
    ],
)
def test_a_filing_is_in_the_language_of_the_record_where_the_office_takes_it(
    tmp_path: Path, wrote: str, procedure: str, language: str
) -> None:
    """A record in French was refused 49 times for not being in English, by an office that takes French."""
    (tmp_path / "record.yaml").write_text(f"asylum_forms: 1\nlanguage: {wrote}\n", encoding="utf-8")
    assert open_filing(tmp_path, procedure).language == language


@pytest.mark.parametrize(
    ("written", "asked", "named"),
    [("fr", None, ""), ("fr", "en", "en"), ("fr", "fr", ""), ("zh_Hans", None, ""), ("am", "fr", "fr")],
)
def test_commands_name_the_language_of_a_filing_that_is_not_taken_without(
    tmp_path: Path, written: str, asked: str | None, named: str
) -> None:
    """An English filing of a French record is not what the command builds that names no language."""
    (tmp_path / "record.yaml").write_text(f"asylum_forms: 1\nlanguage: {written}\n", encoding="utf-8")
    assert open_filing(tmp_path, "ca/inland", language=asked).in_another_language == named
