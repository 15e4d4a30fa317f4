"""Whatever is thrown in ends in one of two ways: in the filing with its pages accounted for, or refused with a way out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from evidence_files import UPRIGHT, corner_colours, seen, text_pdf
from odd_files import ODD, shading_without_end
from odd_wild import WILD
from PIL import ImageChops, ImageStat

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import bounded
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import Prepared, begin
from asylum_forms.tools.workers import Call, Limits, Workers

TAKEN_IN = {
    **dict.fromkeys(("wrong-startxref.pdf", "words-before-and-after.pdf", "linearised.pdf", "object-streams.pdf"), 2),
    **dict.fromkeys(("owner-password.pdf", "owner-password-rc4.pdf", "history.pdf", "signed.pdf", "annotations.pdf"), 2),
    **dict.fromkeys(("box-inverted.pdf", "box-negative.pdf", "crop-outside.pdf", "crop-partly-outside.pdf"), 2),
    **dict.fromkeys(("rotate-45.pdf", "rotate-minus-90.pdf", "rotate-450.pdf", "rotate-word.pdf", "tiny-page.pdf"), 2),
    **dict.fromkeys(("huge-page.pdf", "beyond-huge-page.pdf", "same-page-twice.pdf", "annotation-nonsense.pdf"), 2),
    **dict.fromkeys(("user-unit.pdf", "user-unit-zero.pdf", "user-unit-enormous.pdf"), 2),
    **dict.fromkeys(("page-tree-40-deep.pdf", "form-in-itself.pdf", "arrays-100000-deep.pdf", "content-of-brackets.pdf"), 1),
    **dict.fromkeys(("jpeg-named.png", "png-named.jpg", "webp-named.pdf", "gif-named.docx", "palette.gif", "bitmap.bmp"), 1),
    **dict.fromkeys(("cmyk.jpg", "cmyk.tif", "lab.tif", "ycbcr.tif", "sixteen-bit.png", "one-bit.png", "progressive.jpg"), 1),
    **dict.fromkeys(("grey-with-transparency.png", "telephone-two-pictures.jpg", "group4.tif", "jpeg-in.tif", "deflate.tif"), 1),
    **dict.fromkeys(("one-dot.png", "one-line.png", "picture-bomb.png", "profile-nonsense.png"), 1),
    "very-long-screenshot.png": 32,
    **{"cmyk-adobe-inverted.jpg": 1, "tiff-in-a-circle.tif": 1, "fax-of-3-pages.tif": 3},
    **dict.fromkeys(("inherited.pdf", "shared-content.pdf", "200-fonts.pdf", "10000-bookmarks.pdf", "layers-all-shown.pdf"), 2),
    **dict.fromkeys(("layer-for-screen-and-paper.pdf", "layer-on-screen-only.pdf", "stamp-printed-only.pdf"), 2),
    **dict.fromkeys(("type-3-font.pdf", "soft-masks.pdf", "jpeg-2000-inside.pdf", "jpeg-inside.pdf", "hybrid-table.pdf"), 1),
    **dict.fromkeys((*(f"turned-{n}-and-1-dpi.jpg" for n in (5, 6, 7, 8)), "wrong-resolution.jpg", "still.webp"), 1),
    **{"page-of-a-hundred-million-dots.pdf": 1, "50-pages-of-all-sizes.tif": 50},
}
"""Pages of the files that are taken in at once."""

PREPARED = {
    *("tracked-changes.docx", "comments.docx", "remote-picture.docx", "embedded-object.docx", "part-outside.docx"),
    *("macros-left-in.docx", "backslash-part.docx", "utf-8-mark.txt", "one-line-of-a-megabyte.txt", "directions.txt"),
    *("picture-jpeg.docx", "picture-gif.docx", "picture-tiff.docx"),
    *("contact.vcf", "hearing.ics", "calls.csv", "notes.md", "chat.json", "link.url", "picture-in-words.txt"),
}
"""Documents that LibreOffice is to typeset."""

REFUSED = {
    **dict.fromkeys(("truncated.pdf", "no-table.pdf", "linearised-and-cut.pdf", "page-tree-50000-deep.pdf"), "damaged"),
    **dict.fromkeys(("page-tree-in-a-circle.pdf", "one-page-a-million-times.pdf", "forms-5000-deep.pdf"), "damaged"),
    **dict.fromkeys(("box-empty.pdf", "box-flat.pdf", "box-words.pdf", "box-of-three.pdf", "crop-empty.pdf"), "page 1"),
    **dict.fromkeys(("count-lies.pdf", "kid-missing.pdf", "no-pages.pdf", "box-too-big-a-number.pdf"), "how many pages"),
    "user-password.pdf": "locked",
    "xfa.pdf": "XFA",
    **dict.fromkeys(("content-bomb.pdf", "content-bomb-twice-packed.pdf"), "larger than 256 megabytes"),
    **dict.fromkeys(("image-bomb.pdf", "image-of-billions-of-dots.pdf"), "enormous"),
    **dict.fromkeys(("gigapixel-header.png", "gigapixel-header.jpg"), "enormous"),
    "forms-that-double.pdf": "draws so much",
    **dict.fromkeys(("moving.gif", "moving.webp", "moving.png"), "moving picture"),
    **dict.fromkeys(("float.tif", "words-bomb.png", "half.jpg"), "damaged"),
    **dict.fromkeys(("other-file-inside.docx", "formula.docx", "picture-jpeg2000.docx", "picture-webp.docx"), "would be lost"),
    **dict.fromkeys(("picture-heif.docx", "picture-cut-off.docx", "picture-of-400-million-dots.docx"), "would be lost"),
    **dict.fromkeys(("entity-bomb.docx", "entity-file.docx", "10000-nested-tables.docx", "half.docx"), "damaged"),
    **dict.fromkeys(("20000-parts.docx", "zip-bomb-that-lies.docx"), "damaged"),
    "zip-bomb.docx": "larger than 400 megabytes",
    "macros.docm": "macros",
    **dict.fromkeys(("utf-16-without-mark.txt", "escape-codes.txt"), "not known"),
    "portfolio.pdf": "first.pdf, second.pdf",
    **dict.fromkeys(("layer-hidden.pdf", "layers-off-by-rule.pdf"), "hidden (two)"),
    **{"layer-printed-only.pdf": "hidden (two)", "shown-where-a-layer-is-off.pdf": "hidden (one)"},
    "stamp-in-a-hidden-layer.pdf": "hidden (stamps)",
    **dict.fromkeys(("icon.ico", "jpeg-2000.jp2", "link.lnk"), "not known"),
    **{"still.avif": "AVIF", "drawing.svg": "XML", "saved-page.html": "web page", "saved-page.mht": "web page"},
    **{"chat.zip": "ZIP", "letter.pages": "Pages", "table.xlsx": "Excel", "cut-off.xps": "damaged ZIP"},
    **dict.fromkeys(("letter.odt", "table.ods", "book.epub"), "OpenDocument"),
    **dict.fromkeys(("archive.tar", "archive.xz", "archive.bz2"), "archive"),
    **dict.fromkeys(("voice.wav", "voice-message.opus", "voice.m4a", "voice.aac", "voice.mp3", "voice.caf"), "recording"),
    **dict.fromkeys(("film.mp4", "film.mov", "film.3gp", "film.flv", "film.wmv", "film.mpg"), "film"),
    **{"message.msg": "Outlook", "thumbs.db": "old Microsoft Office"},
    **{"letter.rtf": "RTF", "download.crdownload": "damaged", "spaces.txt": "empty lines"},
    **dict.fromkeys(("shift-jis.txt", "latin-1.txt", "korean.txt", "overlong.txt"), "encoding"),
}
"""What stands in the reason for refusing the others. Emoji depend on the fonts that are installed."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("odd")
    for name, write in ODD.items():
        write(made / name)
    return made


@pytest.fixture(scope="module")
def results(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of all of them, taken in at once."""
    out = tmp_path_factory.mktemp("taken")
    with bounded.workers() as hired:
        return bounded.run({name: Call(begin, (folder / name, out / name)) for name in ODD}, hired)


def test_every_odd_file_has_its_row_in_this_table() -> None:
    assert set(ODD) == {*TAKEN_IN, *PREPARED, *REFUSED, "emoji.txt"}


@pytest.mark.parametrize("name", TAKEN_IN)
def test_what_can_be_shown_is_in_the_filing_with_all_its_pages(results: dict[str, Any], name: str) -> None:
    paper = results[name]

    assert isinstance(paper, Paper), paper
    assert paper.pages == TAKEN_IN[name]
    with pikepdf.open(paper.pdf) as pdf:
        assert len(pdf.pages) == paper.pages
        assert not pdf.get_warnings()
        assert all(page.obj.get("/UserUnit", 1) > 0 for page in pdf.pages)


@pytest.mark.parametrize("name", sorted(PREPARED))
def test_documents_are_made_ready_for_typesetting(results: dict[str, Any], name: str) -> None:
    assert isinstance(results[name], Prepared), results[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_shown_is_refused_by_name_with_reason_and_remedy(results: dict[str, Any], name: str) -> None:
    error = results[name]

    assert isinstance(error, EvidenceError), error
    assert error.message.startswith(f"{name}: ")
    assert REFUSED[name] in error.message
    assert len(error.remedy) > 20


@pytest.mark.parametrize("name", [name for name in WILD if name in TAKEN_IN and name.endswith(".pdf") and "only" not in name])
def test_a_page_looks_as_it_did(folder: Path, results: dict[str, Any], name: str) -> None:
    for number in range(TAKEN_IN[name]):
        before, after = seen(folder / name, number), seen(results[name].pdf, number)
        assert before.size == after.size
        # Letters of a font that the file left to the reader may be drawn by a like one, in the same places.
        assert ImageStat.Stat(ImageChops.difference(before, after)).mean < [0.5, 0.5, 0.5]
        drawn = [ImageStat.Stat(page.convert("L")).mean[0] for page in (before, after)]
        assert drawn[0] == pytest.approx(drawn[1], abs=0.1)
        assert (drawn[0] < 255) == (name != "page-of-a-hundred-million-dots.pdf")


def test_stamps_for_paper_only_and_for_the_screen_only_are_both_in_the_filing(
    results: dict[str, Any],
) -> None:
    page = seen(results["stamp-printed-only.pdf"].pdf)
    foot = page.height - 75
    assert [page.getpixel((x, foot)) for x in (100, 175, 250)] == [(255, 0, 0), (255, 255, 255), (255, 0, 0)]


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_turned_photograph_is_upright_whatever_resolution_it_claims(results: dict[str, Any], orientation: int) -> None:
    assert corner_colours(seen(results[f"turned-{orientation}-and-1-dpi.jpg"].pdf)) == UPRIGHT


def test_a_recording_is_not_to_be_printed(results: dict[str, Any]) -> None:
    for name in ("voice.aac", "film.wmv", "voice-message.opus", "film.mp4"):
        assert "transcript" in results[name].remedy


def test_no_file_writes_outside_its_folder(folder: Path, results: dict[str, Any]) -> None:
    assert results
    assert {file.name for file in folder.iterdir()} == set(ODD)
    assert not any(folder.parent.rglob("escape.txt"))


@pytest.mark.parametrize("name", ["cmyk.jpg", "cmyk-adobe-inverted.jpg", "cmyk.tif", "lab.tif", "ycbcr.tif", "jpeg-named.png"])
def test_colours_stay_what_they_are(results: dict[str, Any], name: str) -> None:
    assert corner_colours(seen(results[name].pdf)) == UPRIGHT


def test_one_by_one_and_side_by_side_give_the_same_bytes(folder: Path, results: dict[str, Any], tmp_path: Path) -> None:
    for name in ("history.pdf", "signed.pdf", "cmyk.jpg", "fax-of-3-pages.tif", "jpeg-in.tif"):
        here = begin(folder / name, tmp_path / name)
        assert isinstance(here, Paper)
        assert here.pdf.read_bytes() == results[name].pdf.read_bytes()


# What a file does to the libraries that read it. No library has been found that dies of a file, so these stand in for it.


def crash(_file: Path) -> None:
    os.abort()


def hang(_file: Path) -> None:
    time.sleep(60)


def compute(_file: Path) -> None:
    while True:
        pass


def swell(_file: Path) -> None:
    kept = []
    while True:
        kept.append(bytearray(10 << 20))


def write_without_end(file: Path) -> None:
    with file.with_suffix(".out").open("wb") as out:
        while True:
            out.write(bytes(1 << 20))


def fail(_file: Path) -> None:
    raise ZeroDivisionError("division by zero")


def good(file: Path) -> str:
    return file.name


@pytest.fixture
def hired() -> Iterator[Workers]:
    with bounded.workers() as workers:
        yield workers


def test_a_file_that_kills_its_worker_takes_no_other_along(tmp_path: Path, hired: Workers) -> None:
    tight = Limits(memory=300 << 20, cpu=60, seconds=1.0, output=5 << 20)
    functions = (good, crash, good, hang, swell, write_without_end, fail, good, compute, good)
    calls = {
        number: Call(function, (tmp_path / f"{number}-{function.__name__}.pdf",)) for number, function in enumerate(functions)
    }

    results = bounded.run(calls, hired, limits=tight)

    for number, function in enumerate(functions):
        name = f"{number}-{function.__name__}.pdf"
        if function is good:
            assert results[number] == name
            continue
        error = results[number]
        assert isinstance(error, EvidenceError)
        assert error.message.startswith(f"{name}: ")
        assert "print it to a new PDF" in error.remedy
    said = {function.__name__: results[number].message for number, function in enumerate(functions) if function is not good}
    assert "broke off" in said["crash"]
    assert "longer than" in said["hang"]
    assert "longer than" in said["compute"]
    assert "more than 300 megabytes of memory" in said["swell"]
    assert "larger than 5 megabytes" in said["write_without_end"]
    assert "division by zero" in said["fail"]


def test_a_page_that_no_program_can_draw_is_refused_and_takes_no_other_along(tmp_path: Path, hired: Workers) -> None:
    """Else the build would draw it, to compare it, for hours."""
    shading_without_end(tmp_path / "shading.pdf")
    text_pdf(tmp_path / "text.pdf", "one")
    names = ("shading.pdf", "text.pdf")

    tight = Limits(memory=1 << 30, cpu=4, seconds=60, output=1 << 30)
    results = bounded.run({name: Call(begin, (tmp_path / name, tmp_path / "out")) for name in names}, hired, limits=tight)

    assert isinstance(results["text.pdf"], Paper)
    assert isinstance(results["shading.pdf"], EvidenceError)
    assert "shading.pdf: reading it takes longer than" in results["shading.pdf"].message


def test_the_limits_leave_room_for_the_largest_picture() -> None:
    assert bounded.LIMITS.memory >= 3.5 * (1 << 30)
