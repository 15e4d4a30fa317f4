"""What the user puts in the place of ours: a form completed elsewhere, a template of a local office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from pdf_text import text_of

from asylum_forms import build, look
from asylum_forms.errors import EvidenceError

from .conftest import quiet


def printed(file: Path, words: str) -> None:
    pdf = FPDF(format="letter")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text=words)
    file.parent.mkdir(exist_ok=True)
    pdf.output(str(file))


def test_a_form_completed_elsewhere_and_a_template_of_ones_own_take_the_place_of_ours(small_case: Callable[..., Path]) -> None:
    case = small_case()
    printed(case / "forms" / "i-589.pdf", "Typed in by hand")
    printed(case / "forms" / "i-598.pdf", "Wrong name")
    letter = docx.Document()
    letter.add_paragraph("Clinic of {{ person.full_name }}")
    (case / "templates").mkdir()
    letter.save(str(case / "templates" / "cover-letter.docx"))
    sheet = docx.Document()
    sheet.add_paragraph("Clinic, paper {{ exhibit.label }}")
    sheet.save(str(case / "templates" / "exhibit-separator.DOCX"))
    sheet.save(str(case / "templates" / "exhibit-seperator.docx"))

    built = build.build(case, "us/affirmative", progress=quiet)
    words = text_of(built.pdf)
    assert "Typed in by hand" in words
    assert "Wrong name" not in words
    assert "Clinic of Ada DOE" in words
    assert "Clinic, paper A" in words
    found = [(finding.id, finding.place.file) for finding in built.findings if finding.id.startswith("form.")]
    assert ("form.own-pdf", "forms/i-589.pdf") in found
    unknown = {finding.place.file: finding for finding in built.findings if finding.id == "form.own-unknown"}
    assert list(unknown) == ["forms/i-598.pdf", "templates/exhibit-seperator.docx"]
    assert "exhibit-separator.docx" in unknown["templates/exhibit-seperator.docx"].remedy
    assert "form.official-missing" not in [id_ for id_, _file in found]
    inputs = built.manifest.read_text(encoding="utf-8")
    assert "forms/i-589.pdf" in inputs
    assert "templates/cover-letter.docx" in inputs
    assert "templates/exhibit-separator.DOCX" in inputs


def test_a_template_that_leaves_items_of_the_form_out_is_told(small_case: Callable[..., Path]) -> None:
    case = small_case()
    form = docx.Document()
    form.add_paragraph('{{ q("A.I.4") }}')
    (case / "templates").mkdir()
    form.save(str(case / "templates" / "i-589.docx"))
    found = look.check(case, "us/affirmative", progress=quiet)
    told = [finding for finding in found if finding.id == "form.own-template"]
    assert any("A.I.5" in finding.message for finding in told)
    assert not any("A.I.4 " in finding.message for finding in told)


def test_a_spoiled_pdf_in_the_place_of_a_form_is_refused_by_name(small_case: Callable[..., Path]) -> None:
    case = small_case()
    (case / "forms").mkdir()
    (case / "forms" / "i-589.pdf").write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(EvidenceError, match=r"i-589\.pdf"):
        look.check(case, "us/affirmative", progress=quiet)
