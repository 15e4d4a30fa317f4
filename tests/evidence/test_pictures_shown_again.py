"""A picture that is blacked out on one page is not left on another, where the same file or another shows it too."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from evidence_files import text_pdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageStat

from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import Redacted, redacted
from asylum_forms.findings import Finding, Severity
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent

QUARTERS = {"red": (200, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 200), "yellow": (200, 200, 30)}
"""Of the picture: top left, top right, bottom left, bottom right."""


def _picture(pdf: pikepdf.Pdf, shift: int = 0) -> pikepdf.Stream:
    side = 40
    picture = Image.new("RGB", (side, side))
    for number, colour in enumerate(QUARTERS.values()):
        picture.paste(tuple(part + shift for part in colour), (side // 2 * (number % 2), side // 2 * (number // 2), side, side))
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": side, "Height": side, "ColorSpace": Name.DeviceRGB}
    return pdf.make_stream(picture.tobytes(), BitsPerComponent=8, **about)


def _form(pdf: pikepdf.Pdf, picture: pikepdf.Stream) -> pikepdf.Stream:
    """It draws the picture upright from (10, 10) to (50, 50), turned upside down and moved by its own matrix."""
    about = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 100, 100], "Matrix": [-1, 0, 0, -1, 60, 60]}
    return pdf.make_stream(b"q 40 0 0 40 10 10 cm /I Do Q", Resources=Dictionary(XObject=Dictionary(I=picture)), **about)


def _file(file: Path, *contents: bytes, rotate: int = 0, inline: bool = False, shift: int = 0) -> Path:
    pdf = pikepdf.new()
    for content in contents:
        page = pdf.add_blank_page(page_size=(400, 300))
        # Each page its own copy, as programs write them that know of no sharing.
        picture = _picture(pdf, shift)
        tiling = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 100, "YStep": 100, "BBox": [0, 0, 100, 100]}
        fill = pdf.make_stream(
            b"q 100 0 0 100 0 0 cm /I Do Q", Type=Name.Pattern, Resources=Dictionary(XObject=Dictionary(I=picture)), **tiling
        )
        page.obj.Resources = Dictionary(
            XObject=Dictionary(I=picture, F=_form(pdf, picture)), Pattern=Dictionary(P=pdf.make_indirect(fill))
        )
        page.obj.Contents = pdf.make_stream(content)
        page.obj.Rotate = rotate
    pdf.save(file)
    return file


def _exhibit(name: str, file: Path, out: Path) -> Exhibit:
    return Exhibit(name, name.upper(), "Paper", None, "", "none", "", "", "", take_in(file, out / name))


def _findings(done: Redacted) -> list[Finding]:
    return [one.finding for one in done.findings]


def _out(folder: Path, exhibits: list[Exhibit], **rows: Any) -> Redacted:
    entries = [{"id": exhibit.id, "redact": rows.get(exhibit.id)} for exhibit in exhibits]
    record = Record(case=folder, file=folder / "record.yaml", language="en", data={"evidence": entries})
    return redacted(record, exhibits, folder / "new", "en")


def _left(pdf: Path, page: int, folder: Path) -> set[str]:
    """The quarters that can be seen on a page."""
    stem = folder / f"seen-{page}"
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", "-f", str(page), str(pdf), str(stem)], check=True)
    image = Image.open(stem.with_suffix(".png")).convert("RGB")
    found = set()
    for name, colour in QUARTERS.items():
        bands = zip(image.split(), colour, strict=True)
        masks = [band.point(lambda dot, part=part: 255 * (abs(dot - part) < 40)) for band, part in bands]
        together = Image.merge("RGB", masks).convert("L").point(lambda dot: 255 * (dot > 250))
        if ImageStat.Stat(together).sum[0] > 255 * 60:
            found.add(name)
    return found


ONCE = b"q 200 0 0 200 50 50 cm /I Do Q"
MARK = {"page": 1, "area": "12.5 16.667 25 33.333"}
"""The top left quarter of the picture on the first page."""

ELSEWHERE = {
    "smaller": b"q 60 0 0 80 300 200 cm /I Do Q",
    "turned": b"q 0 100 -100 0 200 100 cm /I Do Q",
    "mirrored": b"q -100 0 0 100 200 100 cm /I Do Q",
    "in a form": b"q 2 0 0 2 20 30 cm /F Do Q",
}


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("how", ELSEWHERE)
def test_the_same_part_of_a_picture_is_gone_wherever_it_is_shown(tmp_path: Path, how: str, rotate: int) -> None:
    mark = MARK if not rotate else {"page": 1, "area": "16.667 12.5 66.667 25"}
    first, other = _file(tmp_path / "a.pdf", ONCE, b"", ONCE, rotate=rotate), _file(tmp_path / "b.pdf", ELSEWHERE[how])
    exhibits = [_exhibit("a", first, tmp_path), _exhibit("b", other, tmp_path)]
    done = _out(tmp_path, exhibits, a=[mark])
    gone = {"red"} if not rotate else {"blue", "red"}
    for exhibit, page in ((done.exhibits[0], 1), (done.exhibits[0], 3), (done.exhibits[1], 1)):
        assert _left(exhibit.original.pdf, page, tmp_path) == QUARTERS.keys() - gone, (exhibit.id, page)
    assert [(f.severity, f.place.exhibit) for f in _findings(done)] == [(Severity.ATTEND, "a"), (Severity.ATTEND, "b")]
    assert "a.pdf" in _findings(done)[0].message
    assert "pages 3" in _findings(done)[0].message
    assert "b.pdf" in _findings(done)[1].message
    assert _findings(done)[0].remedy


@pytest.mark.parametrize(
    ("how", "area"),
    [("turned", "25 50 12.5 16.667"), ("mirrored", "37.5 33.333 12.5 16.667"), ("smaller", "75 6.667 7.5 13.333")],
)
def test_the_part_is_found_on_a_picture_that_is_not_upright_where_it_is_marked(tmp_path: Path, how: str, area: str) -> None:
    exhibit = _exhibit("a", _file(tmp_path / "a.pdf", ELSEWHERE[how], ONCE), tmp_path)
    done = _out(tmp_path, [exhibit], a=[{"page": 1, "area": area}])
    for page in (1, 2):
        assert _left(done.exhibits[0].original.pdf, page, tmp_path) == QUARTERS.keys() - {"red"}, page


def test_it_stays_on_a_page_of_which_somebody_says_that_nothing_is_to_go(tmp_path: Path) -> None:
    exhibit = _exhibit("a", _file(tmp_path / "a.pdf", ONCE, ONCE, ONCE), tmp_path)
    done = _out(tmp_path, [exhibit], a=[MARK, {"page": 2, "area": Absent.NONE}])
    assert _left(done.exhibits[0].original.pdf, 2, tmp_path) == QUARTERS.keys()
    assert _left(done.exhibits[0].original.pdf, 3, tmp_path) == QUARTERS.keys() - {"red"}
    (found,) = _findings(done)
    assert "pages 3 " in found.message


def test_other_pictures_and_other_parts_stay(tmp_path: Path) -> None:
    exhibits = [
        _exhibit("a", _file(tmp_path / "a.pdf", ONCE + b" q 100 0 0 100 280 180 cm /F Do Q"), tmp_path),
        _exhibit("b", _file(tmp_path / "b.pdf", ONCE, shift=9), tmp_path),
    ]
    done = _out(tmp_path, exhibits, a=[{"page": 1, "area": "0 0 100 10"}])
    assert done.findings == []
    assert done.exhibits[1] is exhibits[1]


def test_a_picture_that_only_fills_something_stops_the_copy(tmp_path: Path) -> None:
    """Where the marked part of it is, is not known."""
    fill = b"/Pattern cs /P scn 60 60 200 200 re f"
    exhibits = [
        _exhibit("a", _file(tmp_path / "a.pdf", ONCE), tmp_path),
        _exhibit("b", _file(tmp_path / "b.pdf", fill), tmp_path),
    ]
    (found,) = _findings(_out(tmp_path, exhibits, a=[MARK]))
    assert (found.severity, found.place.exhibit) == (Severity.BLOCKS, "b")
    assert "b.pdf" in found.message
    assert "pages 1" in found.message
    assert "`redact: none`" in found.remedy
    (found,) = _findings(_out(tmp_path, exhibits, b=[MARK]))
    assert (found.severity, found.place.exhibit) == (Severity.BLOCKS, "a")
    assert _out(tmp_path, exhibits, a=[MARK], b=Absent.NONE).findings == []


def test_words_that_were_read_in_a_picture_are_gone_wherever_it_is_shown(tmp_path: Path) -> None:
    """They lie unseen over it where somebody had it read; elsewhere it is shown without them."""
    words = b" BT 3 Tr /W 20 Tf 1 0 0 1 60 200 Tm (Shen Le) Tj ET"
    with pikepdf.open(_file(tmp_path / "plain.pdf", ONCE, ONCE)) as pdf:
        pdf.pages[0].resources.Font = Dictionary(W=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        pdf.pages[0].contents_add(words)
        pdf.save(tmp_path / "read.pdf")
    exhibits = [
        _exhibit("a", tmp_path / "read.pdf", tmp_path),
        _exhibit("b", _file(tmp_path / "b.pdf", b"", ONCE), tmp_path),
    ]
    done = _out(tmp_path, exhibits, a=[{"words": "Shen Le", "reason": "Child"}])
    boxes = []
    for exhibit, page in ((done.exhibits[0], 1), (done.exhibits[0], 2), (done.exhibits[1], 2)):
        stem = tmp_path / f"{exhibit.id}-{page}"
        command = ["pdftoppm", "-r", "72", "-png", "-singlefile", "-f", str(page), str(exhibit.original.pdf), str(stem)]
        subprocess.run(command, check=True)
        boxes.append(Image.open(stem.with_suffix(".png")).convert("L").point(lambda dot: 255 * (dot < 10)).getbbox())
    assert boxes[0] == boxes[1] == boxes[2]
    left, _top, right, bottom = boxes[0]
    assert (left - 60, 100 - bottom) < (3, 3)
    assert 60 < right - left < 90
    told = {(f.severity, f.place.exhibit) for f in _findings(done)}
    assert {(Severity.ATTEND, "a"), (Severity.ATTEND, "b")} < told
    assert {(Severity.BLOCKS, "a"), (Severity.BLOCKS, "b")} < told, "no search finds words in pictures: somebody has to look"


def test_marked_words_over_a_picture_leave_it_on_other_pages(tmp_path: Path) -> None:
    """A letterhead may lie under the words; the words are what is to go."""
    with pikepdf.open(text_pdf(tmp_path / "words.pdf", "Shen Le", "nothing")) as pdf:
        picture = _picture(pdf)
        for page in pdf.pages:
            page.resources.XObject = Dictionary(I=picture)
            page.contents_add(b"q 1000 0 0 1000 0 0 cm /I Do Q", prepend=True)
        pdf.save(tmp_path / "head.pdf")
    exhibit = _exhibit("a", tmp_path / "head.pdf", tmp_path)
    done = _out(tmp_path, [exhibit], a=[{"words": "Shen Le"}, {"page": 2, "area": Absent.NONE}, {"page": 1, "area": Absent.NONE}])
    assert "pages 1 are" in done.exhibits[0].original.notes[-1]
    assert done.findings == []
