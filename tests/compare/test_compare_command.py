"""`asylum-forms diff` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from compare_filings import filing

from asylum_forms.cli.comparing import _Titles, diff
from asylum_forms.errors import ArgumentError, OutputError
from asylum_forms.i18n import use


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two filings, one word apart."""
    files = tmp_path / "old.pdf", tmp_path / "new.pdf"
    for file, hours in zip(files, ("two", "three"), strict=True):
        filing(file, {"letter": [f"I was held for {hours} hours."]})
    return files


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(diff, list(map(str, arguments)))


@pytest.mark.parametrize("edit", [b"", b"the lawyer's own letter"])
def test_a_file_that_holds_something_else_is_not_written_over(pair: tuple[Path, Path], tmp_path: Path, edit: bytes) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(edit)
    result = run(*pair, "--write", letter)
    assert isinstance(result.exception, OutputError)
    assert "letter.docx is there already" in result.exception.message
    assert letter.read_bytes() == edit


def test_the_same_changes_may_be_written_again(pair: tuple[Path, Path], tmp_path: Path) -> None:
    letter = tmp_path / "letters" / "letter.docx"
    for _time in range(2):
        assert run(*pair, "--write", letter).exit_code == 0


def test_what_says_something_else_comes_first_and_what_only_moved_last(tmp_path: Path) -> None:
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    filing(old, {"memo": ["It rained."], "letter": ["I was held for two hours."]})
    filing(new, {"late": ["This is new."], "memo": ["It rained."], "letter": ["I was held for three hours."]})
    said = run(old, new).stdout
    places = [said.index(words) for words in ("“two” is now “three”", "Page numbers and references", "moved")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("Declaration of the applicant", "en", "申请人声明"),
        ("Liste des documents", "fr", "文件清单"),
        ("Liste des documents – Ada DOE", "fr", "文件清单 – Ada DOE"),
        ("Declaration of the applicant, page 2", "en", "申请人声明，第 2 页"),
        ("Liste des documents … Coordonnées", "fr", "文件清单 … 联系信息"),
        ("Pièce A : Lettre", "fr", "Pièce A : Lettre"),
    ],
)
def test_papers_are_called_in_the_users_language_whatever_that_of_the_filing(title: str, language: str, said: str) -> None:
    with use("zh_Hans"):
        assert _Titles(language)(title) == said


def test_a_folder_that_is_not_there_is_a_wrong_argument(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for wrong in (tmp_path / "nosuch", tmp_path / "empty"):
        assert isinstance(run(pair[0], wrong).exception, ArgumentError)
