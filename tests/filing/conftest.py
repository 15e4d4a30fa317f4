"""Filings built once and read by many tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from asylum_forms import build
from asylum_forms.progress import quiet as quiet

from .chinese_case import RECORD, SUMMONS

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "us-petitioner-family"


@pytest.fixture(scope="session")
def affirmative(tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    """The example's affirmative filing, without the official PDF."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        return build.build(EXAMPLE, "us/affirmative", out=tmp_path_factory.mktemp("affirmative"), progress=quiet)


@pytest.fixture(scope="session")
def defensive(tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    """The example's filing for the immigration court, without the official PDF."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        return build.build(EXAMPLE, "us/defensive", out=tmp_path_factory.mktemp("defensive"), progress=quiet)


SMALL = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: |-
    STATEMENT
  place: {country: US}
  read_back_in: none
evidence:
  - id: letter
    file: evidence/letter.txt
    title: A letter
    language: en
    category: witness
"""


@pytest.fixture
def small_case(tmp_path: Path) -> Callable[..., Path]:
    """Makes a case with little in it: `small_case(statement)`; its evidence is one letter."""

    def make(statement: str = "I was there.") -> Path:
        case = tmp_path / "case"
        (case / "evidence").mkdir(parents=True, exist_ok=True)
        (case / "evidence" / "letter.txt").write_text("Dear office,\nthis is true.\n", encoding="utf-8")
        indented = statement.replace("\n", "\n    ")
        (case / "record.yaml").write_text(SMALL.replace("STATEMENT", indented), encoding="utf-8")
        return case

    return make


@pytest.fixture
def papers_case(small_case: Callable[..., Path]) -> Path:
    """The small case with papers of the example: a photograph, a locked PDF, a translation in Word."""
    case = small_case("I was there. [[summons]]")
    for name in ("evidence/summons-2023.jpg", "evidence/hospital-record.pdf", "translations/summons-2023.en.docx"):
        (case / name).parent.mkdir(exist_ok=True)
        shutil.copy(EXAMPLE / name, case / name)
    with (case / "record.yaml").open("a", encoding="utf-8") as record:
        record.write(PAPERS)
    return case


PAPERS = """\
  - id: summons
    file: evidence/summons-2023.jpg
    title: A summons
    language: zh
    translation: {file: translations/summons-2023.en.docx, translator: tan}
  - id: record
    file: evidence/hospital-record.pdf
    password: wrist2023
    title: A hospital record
    language: zh
helpers:
  - {id: tan, name: {family: Tan, given: Yulin}}
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case in Chinese, on a computer without models."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "case"
    (folder / "evidence").mkdir(parents=True)
    (folder / "record.yaml").write_text(RECORD, encoding="utf-8")
    (folder / "evidence" / "summons.txt").write_text(SUMMONS, encoding="utf-8")
    return folder
