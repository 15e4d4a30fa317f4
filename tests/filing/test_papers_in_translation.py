"""The three situations with Chinese papers, as a user goes through them: translate, correct in Word, confirm, build, read it."""

from __future__ import annotations

import difflib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pytest

from asylum_forms.translation import xliff
from asylum_forms.translation.units import Document

EXAMPLES = Path(__file__).parents[2] / "examples"
SITUATIONS = {
    "kr-jeju-arrival": ("seo-yuna", "detention-notice", "sister-letter", "clinic-record"),
    "stranded-in-transit": ("pao-hsiaoching", "release-2025", "cellmate-letter", "appeal-reply-2009"),
    "us-petitioner-family": ("tan-yulin", "petition-record", "driver-letter", "interrogation-record"),
}
"""Who translates; the papers that are confirmed, left as a draft, and with a page that nobody can read."""
MARK = "DRAFT – translation not confirmed by a human translator"


def _examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("in_translation", EXAMPLES / "in_translation.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


in_translation = _examples()


@pytest.fixture(autouse=True)
def _no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def run(*arguments: object) -> tuple[int, str]:
    """A command as a user gives it: its exit code, and all that it says."""
    command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", *map(str, arguments)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "COLUMNS": "200"}
    )
    return done.returncode, done.stdout


def committed(case: str, paper: str) -> Document:
    """The work of the example's translator."""
    return xliff.read(EXAMPLES / "in-translation" / case / "translations" / f"{paper}.zh-en.xlf")


def correct(file: Path, done: Document) -> None:
    """Write what the translator wrote for these words, or for those most like them: a picture is not read alike everywhere."""
    known = {unit.source: unit.target for unit in done.units}
    word = docx.Document(str(file))
    for row in word.tables[0].rows[1:]:
        source = row.cells[1].text
        like = difflib.get_close_matches(source, known, 1, 0.3) if source else []
        row.cells[2].text = known[like[0]] if like else known.get("", "")
    word.save(str(file))


def pages_of(case: Path, procedure: str) -> dict[str, list[str]]:
    """The text of each part of the filing, page by page, as pdftotext reads it."""
    build = case / "build" / procedure.replace("/", "-")
    told = subprocess.run(["pdftotext", "-layout", str(build / "filing.pdf"), "-"], capture_output=True, text=True, check=True)
    pages = told.stdout.split("\f")
    parts = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["parts"]
    return {part["id"]: pages[part["page"] - 1 : part["page"] - 1 + part["pages"]] for part in parts}


def findings_of(case: Path, procedure: str) -> dict[str, list[dict[str, Any]]]:
    """Findings by exhibit."""
    report = case / "build" / procedure.replace("/", "-") / "preflight.json"
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(report.read_text(encoding="utf-8"))["findings"]:
        found.setdefault(finding.get("place", {}).get("exhibit", ""), []).append(finding)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_goes_from_chinese_papers_to_a_filing_that_tells_them_apart(name: str, tmp_path: Path) -> None:
    translator, sure, waiting, unreadable = SITUATIONS[name]
    procedure = in_translation.FILINGS[name]
    case = in_translation.case(name, tmp_path / name)
    for paper in (EXAMPLES / "in-translation" / name / "translations").iterdir():
        (case / "translations" / paper.name).unlink()

    code, said = run("translate", case, "--for", procedure)
    assert code == 0
    assert f"{unreadable}, page 2: nothing could be read" in said
    for paper in (sure, waiting, unreadable):
        assert run("review", case, paper, "--for", procedure, "--word")[0] == 0
        table = case / "translations" / f"{paper}.zh-en.docx"
        correct(table, committed(name, paper))
        code, said = run("review", case, paper, "--for", procedure, "--take", table)
        assert code == 0, said
    assert f"{unreadable}, page 2: nothing could be read" in run("review", case, "--for", procedure)[1]

    code, said = run("confirm", case, unreadable, "--for", procedure, "--translator", translator)
    assert code != 0
    assert "has no translation" in said
    code, said = run("review", case, "--for", procedure, "--json")
    assert code == 0
    about = {job["id"]: job for job in json.loads(said)}
    reasons = [f"{found['key']}=The picture says so." for found in about[sure]["findings"] if found["blocks"]]
    because = [part for reason in reasons for part in ("--because", reason)]
    code, said = run("confirm", case, sure, "--for", procedure, "--translator", translator, *because)
    assert code == 0, said

    assert run("build", case, "--for", procedure)[0] == 10
    pages, findings = pages_of(case, procedure), findings_of(case, procedure)
    assert f"exhibit/{sure}/certificate" in pages
    assert not {f"exhibit/{paper}/certificate" for paper in (waiting, unreadable)} & set(pages)
    assert not any(MARK in page for page in pages[f"exhibit/{sure}/translation"])
    for paper in (waiting, unreadable):
        drafted = pages[f"exhibit/{paper}/translation"]
        assert drafted
        assert all(MARK in page for page in drafted)
    assert "[Page 2 of the original]" in pages[f"exhibit/{unreadable}/translation"][-1]
    assert "Nothing could be read on this page" in pages[f"exhibit/{unreadable}/translation"][-1]
    assert "translation.draft" not in {finding["id"] for finding in findings.get(sure, [])}
    assert {finding["id"] for finding in findings[waiting]} >= {"translation.draft"}
    (named,) = [finding for finding in findings[unreadable] if finding["id"] == "translation.page-unreadable"]
    assert named["place"]["page"] == 2
    assert named["severity"] == "blocks"


@pytest.mark.slow
@pytest.mark.parametrize("name", SITUATIONS)
def test_the_work_that_lies_beside_the_examples_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    _translator, sure, waiting, unreadable = SITUATIONS[name]
    case = in_translation.case(name, tmp_path / name)
    code, said = run("check", case, "--for", in_translation.FILINGS[name], "--json")
    assert code == 10
    about: dict[str, set[str]] = {}
    for finding in json.loads(said)["findings"]:
        about.setdefault(finding.get("place", {}).get("exhibit", ""), set()).add(finding["id"])
    assert not {"translation.draft", "translation.outdated", "evidence.untranslated"} & about.get(sure, set())
    assert "translation.draft" in about[waiting]
    assert {"translation.draft", "translation.page-unreadable"} <= about[unreadable]


def test_no_picture_of_the_late_papers_is_large() -> None:
    assert max(file.stat().st_size for file in (EXAMPLES / "in-translation").rglob("*") if file.is_file()) < 100_000
