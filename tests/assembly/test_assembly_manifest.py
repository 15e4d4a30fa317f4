"""The manifest accounts for every input and output."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from assembly_pdfs import evidence, own, plan, text_pdf

from asylum_forms.assembly.write import write
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.forms.table import FormTable
from asylum_forms.jurisdiction.contract import Filing, Jurisdiction, Procedure
from asylum_forms.jurisdiction.profile import DatedProfile
from asylum_forms.packet.manifest import describe
from asylum_forms.record.model import Record


def _table(form: str, folder: Path) -> FormTable:
    return FormTable(
        form=form,
        edition=datetime.date(2025, 1, 20),
        title=form,
        source="https://www.example.gov/form",
        verified_on=datetime.date(2026, 11, 21),
        verified_against="the official PDF",
        language="en",
        words={},
        unused="N/A",
        dates={},
        sections={},
        items={},
        sheets={},
        official=None,
        file=folder / "form.yaml",
    )


@pytest.fixture
def described(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    case = tmp_path / "case"
    (case / "evidence").mkdir(parents=True)
    (case / "translations").mkdir()
    work = case / "build" / ".work-x1y2z3"
    out = work / "stage"
    (out / "forms").mkdir(parents=True)
    (work / "translations").mkdir()
    (case / "record.yaml").write_text("applicant: {}\n", encoding="utf-8")
    scan = text_pdf(case / "evidence" / "scan.pdf", 3).rename(case / "evidence" / "拘留证.pdf")
    english = text_pdf(case / "translations" / "warrant.pdf", 2)
    letter = text_pdf(tmp_path / "letter.pdf")
    ours = text_pdf(work / "translations" / "b.docx", 1)
    made = plan(own("letter", letter, signs=(("attorney", 1),)), evidence("a", english, 2, "translation"), evidence("a", scan, 3))
    written = write(made, out / "filing.pdf")
    text_pdf(out / "forms" / "i-589.pdf", 4)
    (out / "forms" / "letter.docx").write_bytes(b"docx")
    (out / "preflight.json").write_text("[]", encoding="utf-8")

    def paper(file: Path, pages: int, *notes: str) -> Paper:
        return Paper(file, hashlib.sha256(file.read_bytes()).hexdigest(), file, pages, notes)

    exhibit = Exhibit("a", "A", "Warrant", None, "", "zh", "", "", "", paper(scan, 3, "decrypted"), paper(english, 2))
    other = Exhibit("b", "B", "Letter", None, "", "zh", "", "", "", paper(scan, 3), paper(ours, 1))
    record = Record(case=case, file=case / "record.yaml", language="en", data={})
    country = Jurisdiction("xx", "Country", tmp_path, None, tmp_path, {}, {})
    procedure = Procedure("xx/one", "One", "Office", ("en",), (DatedProfile("paper", {}),), ())
    filing = Filing(record, country, procedure, "en", datetime.date(2026, 11, 21))
    tables = {"Z-1": _table("Z-1", tmp_path), "A-1": _table("A-1", tmp_path)}
    return tmp_path, describe(filing, tables, [exhibit, other], made, written, [out / "filing.pdf"], out)


def test_inputs_and_outputs_have_fingerprints_sizes_and_pages(described: tuple[Path, dict[str, Any]]) -> None:
    folder, data = described
    assert [(entry["path"], entry.get("role"), entry.get("pages")) for entry in data["inputs"]] == [
        ("record.yaml", None, None),
        ("evidence/拘留证.pdf", "original", 3),
        ("translations/warrant.pdf", "translation", 2),
        ("evidence/拘留证.pdf", "original", 3),
        ("translations/b.docx", "translation", 1),  # without the folder of this build, whose name is another one each time
    ]
    assert [(entry["path"], entry.get("pages")) for entry in data["outputs"]] == [
        ("filing.pdf", 6),
        ("forms/i-589.pdf", 4),
        ("forms/letter.docx", None),
        ("preflight.json", None),
    ]
    for entries, base in ((data["inputs"][:-1], folder / "case"), (data["outputs"], folder / "case/build/.work-x1y2z3/stage")):
        for entry in entries:
            content = (base / entry["path"]).read_bytes()
            assert entry["sha256"] == hashlib.sha256(content).hexdigest()
            assert entry["bytes"] == len(content)
    assert data["inputs"][1]["notes"] == ["decrypted"]


def test_parts_signatures_editions_and_tools_are_listed(described: tuple[Path, dict[str, Any]]) -> None:
    _folder, data = described
    assert [(part["id"], part["page"], part["pages"]) for part in data["parts"]] == [
        ("letter", 1, 1),
        ("exhibit/a/translation", 2, 2),
        ("exhibit/a/original", 4, 3),
    ]
    assert data["signs"] == [{"who": "attorney", "page": 1}]
    assert list(data["forms"]) == ["A-1", "Z-1"]
    assert data["forms"]["A-1"]["edition"] == "2025-01-20"
    assert {"pypdf", "pikepdf", "python", "libreoffice", "fonts"} <= set(data["tools"])


def test_no_path_of_this_computer_gets_into_the_manifest(described: tuple[Path, dict[str, Any]]) -> None:
    folder, data = described
    assert str(folder) not in json.dumps(data, ensure_ascii=False)
