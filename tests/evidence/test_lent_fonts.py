"""Fonts that a PDF leaves to the reader's computer get letters of the same widths; what we cannot lend is named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF

from asylum_forms.evidence.intake import take_in

WORDS = "Grüße, déjà vu, 12.5 (fi) AVE"


def _standard(path: Path, *families: str) -> Path:
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_page()
    for row, family in enumerate(families):
        for column, style in enumerate(("", "B", "I", "BI")):
            pdf.set_font(family, style if family in ("helvetica", "times", "courier") else "", 12)
            pdf.text(40, 60 + 100 * row + 20 * column, WORDS if family != "zapfdingbats" else "4")
    pdf.output(str(path))
    return path


def _fonts(pdf: Path) -> list[tuple[str, bool]]:
    lines = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    return sorted((line.split()[0], line.split()[-5] == "yes") for line in lines)


def _words(pdf: Path) -> list[str]:
    """Every word with its place, in whole points."""
    xml = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return [line.split("yMin")[0] + line.split(">")[1] for line in xml.splitlines() if "<word" in line]


def test_the_standard_fonts_are_put_in_and_lines_end_where_they_ended(tmp_path: Path) -> None:
    file = _standard(tmp_path / "letter.pdf", "helvetica", "times", "courier")
    paper = take_in(file, tmp_path / "out")
    fonts = _fonts(paper.pdf)
    assert len(fonts) == 12
    assert all(inside and "Liberation" in name for name, inside in fonts)
    assert paper.findings == ()
    assert _words(paper.pdf) == _words(file)
    assert take_in(file, tmp_path / "again").pdf.read_bytes() == paper.pdf.read_bytes()


@pytest.mark.parametrize("name", ["Verdana", "ArialNarrow", "Helvetica-Condensed"])
def test_a_font_of_other_widths_is_named_and_left(tmp_path: Path, name: str) -> None:
    file = _standard(tmp_path / "letter.pdf", "helvetica")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].obj.Resources.Font.values():
            font.BaseFont = pikepdf.Name(f"/{name}")
        pdf.save(file)
    paper = take_in(file, tmp_path / "out")
    assert [finding.id for finding in paper.findings] == ["evidence.fonts"]
    assert name in paper.findings[0].message


def test_letters_squeezed_by_their_author_are_left(tmp_path: Path) -> None:
    file = _standard(tmp_path / "letter.pdf", "helvetica")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].obj.Resources.Font.values():
            font.FirstChar, font.LastChar, font.Widths = 32, 126, pikepdf.Array([300] * 95)
        pdf.save(file)
    assert "Helvetica" in take_in(file, tmp_path / "out").findings[0].message


def test_signs_are_named_and_not_turned_into_letters(tmp_path: Path) -> None:
    paper = take_in(_standard(tmp_path / "ticks.pdf", "zapfdingbats"), tmp_path / "out")
    assert "ZapfDingbats" in paper.findings[0].message
    assert "✔" in subprocess.run(["pdftotext", str(paper.pdf), "-"], check=True, capture_output=True, text=True).stdout
