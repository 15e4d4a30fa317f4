"""Redaction: what is marked is gone from the copy - its text, its pixels, its data - and the full paper is untouched."""

from __future__ import annotations

import io
import re
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
from PIL import Image, ImageChops, ImageStat

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.blacked import black_out
from asylum_forms.evidence.exhibit import Exhibit, Mark
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import not_taken_out, redacted
from asylum_forms.findings import Finding, Severity
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent
from asylum_forms.tools import fontconfig


def _record(folder: Path, *rows: dict[str, Any]) -> Record:
    entry = {"id": "a", "redact": list(rows)} if rows else {"id": "a"}
    return Record(case=folder, file=folder / "record.yaml", language="en", data={"evidence": [entry]})


def _exhibit(file: Path, out: Path) -> Exhibit:
    return Exhibit("a", "A", "Paper", None, "", "zh", "", "", "", take_in(file, out / "taken"))


def taken_out(record: Record, exhibits: list[Exhibit], work: Path, language: str) -> list[Exhibit]:
    return redacted(record, exhibits, work, language).exhibits


def _unpacked(pdf: Path) -> bytes:
    return subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", str(pdf), "-"], check=True, capture_output=True
    ).stdout


def _page(pdf: Path, page: int, folder: Path) -> Image.Image:
    folder.mkdir(exist_ok=True)
    stem = folder / f"{pdf.stem}-{page}"
    command = ["pdftoppm", "-r", "72", "-png", "-singlefile", "-f", str(page), "-l", str(page), str(pdf), str(stem)]
    subprocess.run(command, check=True)
    return Image.open(stem.with_suffix(".png")).convert("RGB")


def test_the_reason_of_what_is_marked_twice_is_printed_once_and_whole(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "letter.pdf", "Nothing here")
    whole, part = Mark(1, (0.1, 0.3, 0.7, 0.35), "Name of a witness"), Mark(1, (0.1, 0.3, 0.38, 0.35), "Name")
    shown = []
    for number, marks in enumerate(([whole], [whole, part], [part, whole])):
        black_out(file, marks, tmp_path / f"{number}.pdf")
        shown.append(_page(tmp_path / f"{number}.pdf", 1, tmp_path).tobytes())
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize(
    "row", [{"words": "Shen Le", "reason": "Our child SHEN Le"}, {"page": 1, "area": "0 0 50 50", "reason": "Le, Shen"}]
)
def test_a_reason_that_says_what_is_taken_out_is_refused(tmp_path: Path, row: dict[str, Any]) -> None:
    """It is printed on the black box, where no search would find it."""
    exhibit = _exhibit(text_pdf(tmp_path / "letter.pdf", "Child: Shen Le"), tmp_path)
    with pytest.raises(EvidenceError) as raised:
        redacted(_record(tmp_path, {"words": "Shen Le"}, row), [exhibit], tmp_path / "new", "en")
    (finding,) = raised.value.findings
    assert "the reason says" in finding.message
    assert finding.remedy


def test_words_are_gone_wherever_they_stand_and_other_pages_stay(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "list.pdf", "Father: Shen Guo", "Nothing here", "Child: Shen Le, again Shen Le")
    full = _exhibit(file, tmp_path)
    before = full.original.pdf.read_bytes()
    (new,) = taken_out(_record(tmp_path, {"words": "Shen Le", "reason": "Child"}), [full], tmp_path / "new", "en")
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


@pytest.mark.parametrize(
    ("marked", "lines", "hidden"),
    [
        ("Jianming", ("Here is Jian-", "ming too, and Jianming"), ("Jian-", "ming", "Jianming")),
        ("Shen-Li", ("Shen-Li, then Shen-", "Li once more"), ("Shen-Li,", "Shen-", "Li")),
        ("O'Brien", ("Mr. O\u2019Brien and Mr. O'Brien", "went"), ("O\u2019Brien", "O'Brien")),
    ],
)
def test_words_are_gone_however_the_paper_prints_them(
    tmp_path: Path, marked: str, lines: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    """Some of them as marked, so that the mark is not one that leads nowhere."""
    pdf = FPDF(unit="pt", format=(400, 200))
    pdf.add_font("sans", fname=str(fontconfig.font_file("Liberation Sans")[0]))
    pdf.add_page()
    pdf.set_font("sans", size=14)
    for number, line in enumerate(lines):
        pdf.text(60, 60 + 18 * number, line)
    pdf.output(str(tmp_path / "lines.pdf"))
    full = _exhibit(tmp_path / "lines.pdf", tmp_path)
    (new,) = taken_out(_record(tmp_path, {"words": marked}), [full], tmp_path / "new", "en")
    shown = _page(new.original.pdf, 1, tmp_path)
    words = subprocess.run(["pdftotext", "-bbox", str(full.original.pdf), "-"], check=True, capture_output=True, text=True).stdout
    for word in hidden:
        escaped = re.escape(word).replace("'", "(?:'|&#39;|&apos;)")
        boxes = re.findall(rf'xMin="(.+)" yMin="(.+)" xMax="(.+)" yMax="(.+)">{escaped}<', words)
        assert boxes, word
        for left, top, right, bottom in (map(float, box) for box in boxes):
            middle = shown.crop((int(left) + 3, int(top) + 5, int(right) - 6, int(bottom) - 5))
            assert max(high for _low, high in middle.getextrema()) < 8, word


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize(
    ("marked", "runs"),
    [
        ("José Sáez", [(60, 60, "JOSE SAEZ")]),
        ("Shen Jianming", [(60, 60, "JIANMING, Shen")]),
        ("Shen Jianming", [(60, 60, "S H E N   J i a n m i n g")]),
        ("Shen Jianming", [(60, 60, "Shen"), (60, 90, "Other line"), (110, 60, "Jian"), (60, 120, "Last"), (136, 60, "ming")]),
        ("沈建明", [(60, 60, "沈"), (60, 90, "别人"), (74, 60, "建明")]),
    ],
)
def test_names_are_gone_in_whatever_order_and_pieces_a_page_has_them(
    tmp_path: Path, marked: str, runs: list[tuple[int, int, str]], turned: int
) -> None:
    pdf = FPDF(unit="pt", format=(400, 400))
    others = [(60, 200, "Stays"), (60, 230, "Jian Shu")]
    file, number = fontconfig.font_file("Noto Sans CJK SC" if marked > "\u4e00" else "Liberation Sans")
    pdf.add_font("sans", fname=str(file), collection_font_number=number)
    pdf.add_page()
    pdf.set_font("sans", size=14)
    with pdf.rotation(turned, 200, 200):
        for left, top, words in (*runs, *others):
            pdf.text(left, top, words)
    pdf.output(str(tmp_path / "runs.pdf"))
    full = _exhibit(tmp_path / "runs.pdf", tmp_path)
    (new,) = taken_out(_record(tmp_path, {"words": marked}), [full], tmp_path / "new", "en")
    before, shown = (_page(paper.pdf, 1, tmp_path / name) for paper, name in ((full.original, "a"), (new.original, "b")))
    before, shown = (one.rotate(-turned).convert("L") for one in (before, shown))
    for left, top, words in (*runs, *others):
        ink = before.crop((left, top - 10, left + 120, top + 1)).point(lambda dot: 255 * (dot < 128)).getbbox()
        assert ink, "there was something to be seen"
        box = (left + ink[0] + 1, top - 10 + ink[1] + 1, left + ink[2] - 1, top - 10 + ink[3] - 1)
        dark = shown.crop(box).point(lambda dot: dot < 100)
        is_name = words not in ("Other line", "Last", "别人", "Stays", "Jian Shu")
        assert (ImageStat.Stat(dark).mean[0] > 0.6) is is_name, words


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
    (new,) = taken_out(_record(tmp_path, {"page": 1, "area": "50 0 50 50"}), [full], tmp_path / "new", "en")
    subprocess.run(["pdfimages", "-png", str(new.original.pdf), str(tmp_path / "image")], check=True)
    (extracted,) = tmp_path.glob("image-*.png")
    found = Image.open(extracted).convert("RGB")
    assert found.size == pytest.approx((2550, 3300), abs=1)
    assert max(high for _low, high in found.crop((1276, 0, 2550, 1648)).getextrema()) < 8
    assert min(low for low, _high in found.crop((0, 0, 1260, 3300)).getextrema()) > 230
    assert b"secret" not in _unpacked(new.original.pdf)


def test_each_page_loses_what_is_marked_on_it_and_nothing_else(tmp_path: Path) -> None:
    full = _exhibit(text_pdf(tmp_path / "paper.pdf", "one", "two"), tmp_path)
    rows = ({"page": 1, "area": "0 0 50 100"}, {"page": 2, "area": "50 0 50 100"})
    (new,) = taken_out(_record(tmp_path, *rows), [full], tmp_path / "new", "en")
    for page, dark in ((1, "left"), (2, "right")):
        image = _page(new.original.pdf, page, tmp_path / "seen")
        halves = {"left": image.crop((0, 0, 300, 790)), "right": image.crop((312, 0, 612, 790))}
        means = {side: sum(ImageStat.Stat(half).mean) / 3 for side, half in halves.items()}
        assert means.pop(dark) < 5
        assert next(iter(means.values())) > 240


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
    (new,) = taken_out(_record(tmp_path), [full], tmp_path / "new", "en")
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
    (new,) = taken_out(_record(tmp_path, {"words": "Shen Le"}), [full], tmp_path / "new", "en")
    assert new.original is full.original
    assert new.translation
    assert "Shen" not in text_of(new.translation.pdf)


def test_words_that_only_one_of_the_two_papers_has_stop_the_copy(tmp_path: Path) -> None:
    """The original may show them in another script; taken out of the translation alone, they are still there."""
    chinese, english = text_pdf(tmp_path / "zh.pdf", "original, tel. 555"), text_pdf(tmp_path / "en.pdf", "The child Shen Le")
    both = replace(_exhibit(chinese, tmp_path), translation=take_in(english, tmp_path / "english"))
    english_only = {"words": "Shen Le"}

    def findings(*rows: dict[str, Any]) -> list[Finding]:
        work = tmp_path / f"new-{len(list(tmp_path.iterdir()))}"
        return [one.finding for one in redacted(_record(tmp_path, *rows), [both], work, "en").findings]

    (found,) = findings(english_only)
    assert (found.id, found.severity, found.place.exhibit) == ("evidence.redaction", Severity.BLOCKS, "a")
    assert "zh.pdf" in found.message
    assert "Shen Le" in found.message
    assert findings(english_only, {"words": "555"}) == [], "the words for each, it seems"
    (doubted,) = findings(english_only, {"words": "555"}, {"words": "child"})
    assert doubted.severity is Severity.ATTEND, "something is taken out of both"
    assert "zh.pdf" in doubted.message
    assert findings(english_only, {"page": 1, "area": "1 1 5 5"}) == []
    assert findings(english_only, {"page": 1, "area": Absent.NONE}) == []


def _scan(file: Path, pages: int) -> Path:
    """Pages that are pictures; on some of which another program has put its reading."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_font("sans", fname=str(fontconfig.font_file("Liberation Sans")[0]))
    for number in range(pages):
        pdf.add_page()
        pdf.image(Image.new("L", (200, 300), 200), 0, 0, 612, 792)
        pdf.set_font("sans", size=14)
        if number % 2:
            pdf.text(60, 100, "Shen Ie")
    pdf.output(str(file))
    return file


def test_pages_on_which_no_words_can_be_searched_for_stop_the_copy(tmp_path: Path) -> None:
    """A search of text says nothing of what a picture shows, not even where another program has read it."""
    scan, english = _scan(tmp_path / "zh.pdf", 3), text_pdf(tmp_path / "en.pdf", "The child Shen Le")
    both = replace(_exhibit(scan, tmp_path), translation=take_in(english, tmp_path / "english"))
    found = _open(tmp_path, [both], {"words": "Shen Le"})
    assert (found.id, found.severity, found.place.exhibit) == ("evidence.redaction", Severity.BLOCKS, "a")
    assert "zh.pdf has pictures on pages 1–3." in found.message
    assert "Shen Le" in found.message
    assert "`{page: 1, area: 60 12 25 4}`" in (found.remedy or "")
    assert "`{page: 1, area: none}`" in (found.remedy or "")
    left = _open(tmp_path, [both], {"words": "Shen Le"}, {"page": 1, "area": "1 1 5 5"}, {"page": 3, "area": Absent.NONE})
    assert "zh.pdf has a picture on page 2." in left.message


@pytest.mark.parametrize("rows", [[{"area": Absent.NONE}], [{"page": page} for page in (1, 2)]])
def test_pages_that_somebody_has_looked_at_do_not_stop_the_copy(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    scan, english = _scan(tmp_path / "zh.pdf", 2), text_pdf(tmp_path / "en.pdf", "The child Shen Le")
    both = replace(_exhibit(scan, tmp_path), translation=take_in(english, tmp_path / "english"))
    done = redacted(_record(tmp_path, {"words": "Shen Le"}, *rows), [both], tmp_path / "new", "en")
    assert done.findings == []
    assert done.exhibits[0].original.pages == 2
    blacked = len([row for row in rows if "page" in row])
    assert (
        len([number for number in (1, 2) if _page(done.exhibits[0].original.pdf, number, tmp_path).getextrema()[0][1] < 8])
        == blacked
    )


def test_words_marked_in_one_exhibit_may_stand_in_the_pictures_of_another(tmp_path: Path) -> None:
    words = _exhibit(text_pdf(tmp_path / "list.pdf", "Shen Le"), tmp_path)
    scan = replace(words, id="b", label="B", original=take_in(_scan(tmp_path / "card.pdf", 1), tmp_path / "card"))
    record = _record(tmp_path, {"words": "Shen Le"})
    record.data["evidence"].append({"id": "b"})  # type: ignore[index, union-attr]
    (open_,) = redacted(record, [words, scan], tmp_path / "new", "en").findings
    found = open_.finding
    assert (open_.role, open_.pages) == ("original", (1,))
    assert (found.severity, found.place.exhibit) == (Severity.BLOCKS, "b")
    assert "card.pdf" in found.message
    record.data["evidence"][1]["redact"] = Absent.NONE  # type: ignore[index, call-overload]
    assert redacted(record, [words, scan], tmp_path / "again", "en").findings == []
    areas = _record(tmp_path, {"page": 1, "area": "1 1 5 5"})
    assert redacted(areas, [words, scan], tmp_path / "areas", "en").findings == [], "there is nothing to look for"


def _open(folder: Path, exhibits: list[Exhibit], *rows: dict[str, Any]) -> Finding:
    work = folder / f"new-{len(list(folder.iterdir()))}"
    (found,) = redacted(_record(folder, *rows), exhibits, work, "en").findings
    return found.finding


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
