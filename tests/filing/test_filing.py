"""The example's filings, read back with tools that had no part in writing them."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pdf_text import text_of

from asylum_forms import build
from asylum_forms.forms import store
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction.registry import find_procedure

from .conftest import EXAMPLE, quiet


def manifest_of(built: build.Built) -> dict:
    return json.loads(built.manifest.read_text(encoding="utf-8"))


@pytest.fixture(params=["affirmative", "defensive"])
def built(request: pytest.FixtureRequest) -> build.Built:
    return request.getfixturevalue(request.param)


def test_the_filing_is_a_valid_pdf_and_has_the_pages_the_manifest_says(built: build.Built) -> None:
    assert subprocess.run(["qpdf", "--check", str(built.pdf)], capture_output=True).returncode == 0
    manifest = manifest_of(built)
    with pikepdf.open(built.pdf) as pdf:
        assert len(pdf.pages) == built.pages == sum(part["pages"] for part in manifest["parts"])
    for output in manifest["outputs"]:
        file = built.pdf.parent / output["path"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == output["sha256"]


def test_every_page_carries_its_number_and_is_letter_paper(built: build.Built) -> None:
    for number in range(1, built.pages + 1):
        lines = [line for line in text_of(built.pdf, number).splitlines() if line.strip()]
        assert lines[-1].split()[-1] == str(number)
    with pikepdf.open(built.pdf) as pdf:
        sizes = {tuple(sorted(float(value) for value in page.mediabox[2:])) for page in pdf.pages}
    assert sizes == {(612.0, 792.0)}


def test_every_exhibit_is_in_the_filing_and_the_index_gives_its_page(built: build.Built) -> None:
    parts = {part["id"]: part for part in manifest_of(built)["parts"]}
    index = parts.get("exhibit-index") or parts["table-of-contents"]
    printed = "\n".join(text_of(built.pdf, index["page"] + n) for n in range(index["pages"]))
    inputs = [entry for entry in manifest_of(built)["inputs"] if entry.get("role") == "original"]
    assert len(inputs) == 18
    for entry in inputs:
        page = parts[f"exhibit/{entry['exhibit']}/separator"]["page"]
        assert re.search(rf"^\s*(TAB |Tab )?{entry['label']}\s.*\s{page}\s*$", printed, re.MULTILINE), (entry["label"], page)
        assert re.search(rf"\b{entry['label']}\b", text_of(built.pdf, page))
        assert parts[f"exhibit/{entry['exhibit']}/original"]["pages"] == entry["pages"]


def test_translation_certificate_and_original_stand_in_this_order(affirmative: build.Built) -> None:
    ids = [part["id"] for part in manifest_of(affirmative)["parts"] if part["id"].startswith("exhibit/summons-2023/")]
    assert [id.rsplit("/", 1)[1] for id in ids] == ["separator", "translation", "certificate", "original"]


def test_a_citation_in_the_declaration_names_the_page_it_links_to(affirmative: build.Built) -> None:
    parts = {part["id"]: part for part in manifest_of(affirmative)["parts"]}
    declaration = parts["declaration"]
    words = " ".join(text_of(affirmative.pdf, declaration["page"] + n) for n in range(declaration["pages"]))
    second = parts["exhibit/hospital-record/original"]["page"] + 1
    assert f"Exhibit J, p. {second}" in re.sub(r"\s+", " ", words)


def test_the_filing_says_what_it_is_and_nothing_about_who_wrote_it(built: build.Built) -> None:
    with pikepdf.open(built.pdf) as pdf:
        assert pdf.Root.Lang == "en"
        assert set(pdf.docinfo) <= {"/Title", "/Producer"}
        assert "/AcroForm" not in pdf.Root
        assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names
    raw = built.pdf.read_bytes()
    for trace in (b"asylum-forms.invalid", b"Invented Author", b"Invented Phone"):
        assert trace not in raw


def test_places_to_sign_are_listed_with_their_pages(affirmative: build.Built) -> None:
    parts = {part["id"]: part["page"] for part in manifest_of(affirmative)["parts"]}
    pages = {spot.page for _who, spot in affirmative.signs}
    assert {parts["interpreter-certificate"], parts["exhibit/summons-2023/certificate"]} <= pages


def test_without_the_official_pdf_preflight_says_where_to_get_it(affirmative: build.Built) -> None:
    [finding] = [finding for finding in affirmative.findings if finding.id == "form.official-missing"]
    assert "https://www.uscis.gov/i-589" in finding.remedy


def test_the_exhibit_without_a_translation_is_the_one_named(affirmative: build.Built) -> None:
    named = [finding.place.exhibit for finding in affirmative.findings if finding.id == "evidence.untranslated"]
    assert named == ["warning-2025"]


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(affirmative: build.Built, tmp_path: Path) -> None:
    again = build.build(EXAMPLE, "us/affirmative", out=tmp_path / "again", progress=quiet)
    for name in ("filing.pdf", "manifest.json", "preflight.json", "preflight.html"):
        assert (affirmative.pdf.parent / name).read_bytes() == (again.pdf.parent / name).read_bytes(), name


@pytest.mark.slow
def test_with_the_official_pdf_the_filing_holds_the_filled_form(shared: Path, tmp_path: Path) -> None:
    jurisdiction, _procedure = find_procedure("us/affirmative")
    store.add(shared / "forms/us/i-589.2025-01-20.pdf", [read_table(jurisdiction.tables["I-589"])])
    built = build.build(EXAMPLE, "us/affirmative", out=tmp_path / "out", progress=quiet)
    part = next(part for part in manifest_of(built)["parts"] if part["id"] == "i-589")
    assert part["pages"] > 12
    first = text_of(built.pdf, part["page"])
    assert "Form I-589 Edition 01/20/25" in re.sub(r"\s+", " ", first)
    assert "00012345678" in first
    assert not [finding for finding in built.findings if finding.id == "form.official-missing"]
    with pikepdf.open(built.pdf.parent / "forms" / "i-589.pdf") as live:
        assert "/XFA" not in live.Root.AcroForm
        values = {str(field.get("/T")): str(field.get("/V", "")) for page in live.pages for field in page.Annots}
    assert values["PtAILine4_LastName[0]"] == "Shen"


def test_a_preparation_pack_never_holds_the_official_form(shared: Path, small_case: Callable[..., Path]) -> None:
    jurisdiction, _procedure = find_procedure("us/abroad")
    store.add(shared / "forms/us/i-589.2025-01-20.pdf", [read_table(jurisdiction.tables["I-589"])])
    built = build.build(small_case(), "us/abroad", progress=quiet)
    part = next(part for part in manifest_of(built)["parts"] if part["id"] == "i-589")
    assert "answer sheet" in text_of(built.pdf, part["page"]).lower()
    assert "procedure.draft" in {finding.id for finding in built.findings}
