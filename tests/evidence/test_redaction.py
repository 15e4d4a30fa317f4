"""Redaction: what is marked is gone from the copy - its text, its pixels, its data - and the full paper is untouched."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from evidence_files import text_pdf
from fpdf import FPDF
from pdf_text import text_of
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import in_one_paper_only, not_taken_out, redacted
from asylum_forms.findings import Severity
from asylum_forms.record.model import Record
from asylum_forms.tools import fontconfig


def _record(folder: Path, *rows: dict[str, Any]) -> Record:
    entry = {"id": "a", "redact": list(rows)} if rows else {"id": "a"}
    return Record(case=folder, file=folder / "record.yaml", language="en", data={"evidence": [entry]})


def _exhibit(file: Path, out: Path) -> Exhibit:
    return Exhibit("a", "A", "Paper", None, "", "zh", "", "", "", take_in(file, out / "taken"))


def _unpacked(pdf: Path) -> bytes:
    return subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", str(pdf), "-"], check=True, capture_output=True
    ).stdout


def _page(pdf: Path, page: int, folder: Path) -> Image.Image:
    stem = folder / f"{pdf.stem}-{page}"
    command = ["pdftoppm", "-r", "72", "-png", "-singlefile", "-f", str(page), "-l", str(page), str(pdf), str(stem)]
    subprocess.run(command, check=True)
    return Image.open(stem.with_suffix(".png")).convert("RGB")


def test_words_are_gone_wherever_they_stand_and_other_pages_stay(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "list.pdf", "Father: Shen Guo", "Nothing here", "Child: Shen Le, again Shen Le")
    full = _exhibit(file, tmp_path)
    before = full.original.pdf.read_bytes()
    (new,) = redacted(_record(tmp_path, {"words": "Shen Le", "reason": "Child"}), [full], tmp_path / "new", "en")
    assert full.original.pdf.read_bytes() == before
    assert "Le" not in text_of(new.original.pdf)
    assert "Father: Shen Guo" in text_of(new.original.pdf)
    assert b"Shen Le" not in _unpacked(new.original.pdf)
    assert new.original.pages == full.original.pages == 3
    assert new.original.notes[-1] == "redacted: pages 3 are pictures, at most 300 dpi, without text"
    words = subprocess.run(["pdftotext", "-bbox", str(full.original.pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert words.count(">Le") == 2
    old, shown = _page(full.original.pdf, 3, tmp_path), _page(new.original.pdf, 3, tmp_path)
    black = [(x, y) for x in range(shown.width) for y in range(shown.height) if max(shown.getpixel((x, y))) < 8]
    assert len(black) > 1500
    left, right = min(x for x, _y in black), max(x for x, _y in black)
    # What stands before the words is still there, and nothing of the rest of the page has changed.
    assert old.crop((0, 0, left - 3, 100)).convert("L").getbbox()
    rest = (right + 3, 0, old.width, old.height)
    assert max(high for _low, high in ImageChops.difference(old.crop(rest), shown.crop(rest)).getextrema()) < 8


def test_pixels_and_hidden_data_under_an_area_are_gone(tmp_path: Path) -> None:
    picture = Image.new("RGB", (850, 1100), "white")
    picture.paste((200, 10, 10), (425, 0, 850, 550))
    data = io.BytesIO()
    picture.save(data, "JPEG", comment=b"secret place")
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_page()
    pdf.image(data, 0, 0, 612, 792)
    pdf.output(str(tmp_path / "scan.pdf"))
    full = _exhibit(tmp_path / "scan.pdf", tmp_path)
    (new,) = redacted(_record(tmp_path, {"page": 1, "area": "50 0 50 50"}), [full], tmp_path / "new", "en")
    subprocess.run(["pdfimages", "-png", str(new.original.pdf), str(tmp_path / "image")], check=True)
    (extracted,) = tmp_path.glob("image-*.png")
    found = Image.open(extracted).convert("RGB")
    assert found.size == pytest.approx((2550, 3300), abs=1)
    assert max(high for _low, high in found.crop((1276, 0, 2550, 1648)).getextrema()) < 8
    assert min(low for low, _high in found.crop((0, 0, 1260, 3300)).getextrema()) > 230
    assert b"secret" not in _unpacked(new.original.pdf)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_marks_of_a_pdf_editor_count_and_lie_where_they_are_seen(tmp_path: Path, rotate: int) -> None:
    pdf = FPDF(unit="pt", format=(400, 600))
    pdf.add_font("sans", fname=str(fontconfig.font_file("Liberation Sans")[0]))
    pdf.add_page()
    pdf.set_font("sans", size=14)
    pdf.text(60, 100, "Witness Wang")
    pdf.text(60, 300, "Stays here")
    pdf.output(str(tmp_path / "marked.pdf"))
    with pikepdf.open(tmp_path / "marked.pdf", allow_overwriting_input=True) as opened:
        page = opened.pages[0]
        page.obj.Rotate = rotate
        page.obj.CropBox = [20, 30, 380, 590]
        mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=[55, 490, 200, 520], F=4)
        page.obj.Annots = Array([opened.make_indirect(mark)])
        opened.save(tmp_path / "marked.pdf")
    full = _exhibit(tmp_path / "marked.pdf", tmp_path)
    assert "Witness Wang" in text_of(full.original.pdf)
    assert [finding.id for finding in not_taken_out(_record(tmp_path), [full])] == ["evidence.not-redacted"]
    (new,) = redacted(_record(tmp_path), [full], tmp_path / "new", "en")
    assert text_of(new.original.pdf).strip() == ""
    straight = _page(new.original.pdf, 1, tmp_path).rotate(rotate, expand=True)
    assert straight.size == (360, 560)
    # As seen upright, the crop box takes 20 points at the left and 10 at the top away.
    assert straight.getpixel((40, 85)) == (0, 0, 0)
    assert straight.getpixel((175, 95)) == (0, 0, 0)
    assert min(straight.crop((36, 275, 130, 295)).convert("L").getextrema()) < 90
    assert straight.getpixel((190, 85)) == (255, 255, 255)


def test_words_of_the_translation_are_taken_out_too(tmp_path: Path) -> None:
    scan, english = text_pdf(tmp_path / "zh.pdf", "original"), text_pdf(tmp_path / "en.pdf", "The child Shen Le")
    full = replace(_exhibit(scan, tmp_path), translation=take_in(english, tmp_path / "english"))
    (new,) = redacted(_record(tmp_path, {"words": "Shen Le"}), [full], tmp_path / "new", "en")
    assert new.original is full.original
    assert new.translation
    assert "Shen" not in text_of(new.translation.pdf)


def test_words_that_only_one_of_the_two_papers_has_are_named(tmp_path: Path) -> None:
    """The original may show them in a picture or in another script; taken out of the translation alone, they are still there."""
    chinese, english = text_pdf(tmp_path / "zh.pdf", "original"), text_pdf(tmp_path / "en.pdf", "The child Shen Le")
    both = replace(_exhibit(chinese, tmp_path), translation=take_in(english, tmp_path / "english"))
    (found,) = in_one_paper_only(_record(tmp_path, {"words": "Shen Le"}), [both])
    assert (found.id, found.severity) == ("evidence.redaction", Severity.ATTEND)
    assert "zh.pdf" in found.message
    assert "Shen Le" in found.message
    assert not in_one_paper_only(_record(tmp_path, {"page": 1, "area": "1 1 5 5"}), [both])
    assert not in_one_paper_only(_record(tmp_path, {"words": "Shen Le"}), [replace(both, original=both.translation)])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"words": "Nobody"}, "nowhere in it: Nobody"),
        ({"page": 2}, "no page 2"),
        ({"area": "1 2 3 4"}, "no page –"),
        ({"page": 1, "area": "somewhere"}, "cannot be understood: somewhere"),
        ({"page": 1, "area": "10 10 0 5"}, "cannot be understood"),
    ],
)
def test_a_mark_that_leads_nowhere_stops_the_copy(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    full = _exhibit(text_pdf(tmp_path / "paper.pdf", "words"), tmp_path)
    with pytest.raises(EvidenceError) as raised:
        redacted(_record(tmp_path, row), [full], tmp_path / "new", "en")
    assert said in raised.value.findings[0].message
    assert raised.value.findings[0].remedy


def test_nothing_marked_is_no_redacted_copy(tmp_path: Path) -> None:
    full = _exhibit(text_pdf(tmp_path / "paper.pdf", "words"), tmp_path)
    with pytest.raises(EvidenceError, match="No paper"):
        redacted(_record(tmp_path), [full], tmp_path / "new", "en")
    assert not_taken_out(_record(tmp_path), [full]) == []
