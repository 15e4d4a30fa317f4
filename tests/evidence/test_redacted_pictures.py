"""What a page shows without text - in a picture, a form, a pattern, a mask, a drawn letter, a stamp - is gone from a redacted
copy: read back with poppler and qpdf."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from asylum_forms.evidence.blacked import black_out
from asylum_forms.evidence.exhibit import Exhibit, Mark
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import redacted
from asylum_forms.evidence.searched import unsearched
from asylum_forms.record.model import Record

HIDDEN = ("PLAINDOTS", "MASKDOTS", "FORMDOTS", "FORMWORDS", "FILLDOTS", "FILLWORDS", "SOFTDOTS", "SOFTWORDS", "LETTERDOTS")
HIDDEN += ("LETTERWORDS", "NOTEWORDS", "PAGEWORDS", "STAMPWORDS", "STAMPDOTS")
"""Each stands in another thing that the first page draws."""
SIDE = 16


def _dots(pdf: pikepdf.Pdf, word: str, space: Name = Name.DeviceRGB, **more: object) -> pikepdf.Stream:
    """A picture of squares, in whose data the word can be found."""
    count = 3 if space == Name.DeviceRGB else 1
    data = (word.encode() * SIDE * SIDE * count)[: SIDE * SIDE * count]
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": SIDE, "Height": SIDE, "ColorSpace": space}
    return pdf.make_stream(data, BitsPerComponent=8, **about, **more)


def _form(pdf: pikepdf.Pdf, word: str, picture: pikepdf.Stream, side: int, **more: object) -> pikepdf.Stream:
    about = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, side, side], **more}
    content = b"q %d 0 0 %d 0 0 cm /I Do Q %%%s" % (side, side, word.encode())
    return pdf.make_stream(content, Resources=Dictionary(XObject=Dictionary(I=picture)), **about)


def _letters(pdf: pikepdf.Pdf) -> Dictionary:
    """A font whose only letter is drawn with a picture."""
    letter = pdf.make_stream(b"1000 0 d0 %LETTERWORDS\n900 0 0 900 0 0 cm /I Do")
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=letter),
        Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[1000],
        Resources=Dictionary(XObject=Dictionary(I=_dots(pdf, "LETTERDOTS"))),
    )


def _file(folder: Path, rotate: int) -> Path:
    """Two pages that share all they may draw; the first draws it, in the left half of what the crop box leaves of it."""
    pdf = pikepdf.new()
    tiling = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 40, "YStep": 40}
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    soft = _form(pdf, "SOFTWORDS", _dots(pdf, "SOFTDOTS", Name.DeviceGray), 200, Group=group)
    shared = Dictionary(
        XObject=Dictionary(
            Plain=_dots(pdf, "PLAINDOTS", SMask=_dots(pdf, "MASKDOTS", Name.DeviceGray)),
            Form=_form(pdf, "FORMWORDS", _dots(pdf, "FORMDOTS"), 60),
        ),
        Pattern=Dictionary(Fill=_form(pdf, "FILLWORDS", _dots(pdf, "FILLDOTS"), 40, Type=Name.Pattern, **tiling)),
        ExtGState=Dictionary(Soft=pdf.make_indirect(Dictionary(SMask=Dictionary(S=Name.Luminosity, G=soft)))),
        Font=Dictionary(Letters=pdf.make_indirect(_letters(pdf))),
        Properties=Dictionary(Note=pdf.make_indirect(Dictionary(Said=pikepdf.String("NOTEWORDS")))),
    )
    drawn = (
        b"q 60 0 0 60 60 100 cm /Plain Do Q q 1 0 0 1 60 170 cm /Form Do Q q /Pattern cs /Fill scn 60 240 60 60 re f Q "
        b"q /Soft gs 1 0 0 rg 130 60 60 100 re f Q BT /Letters 50 Tf 130 240 Td (a) Tj ET /Span /Note BDC EMC %PAGEWORDS"
    )
    pages = Array()
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=pages, Count=2, Resources=shared, MediaBox=[0, 0, 420, 540]))
    for content in (drawn, b"0 0 1 rg 60 60 100 100 re f"):
        page = Dictionary(Type=Name.Page, Parent=tree, Contents=pdf.make_stream(content), CropBox=[50, 40, 370, 520])
        pages.append(pdf.make_indirect(page))
    pages[0].Rotate = rotate
    stamp = _form(pdf, "STAMPWORDS", _dots(pdf, "STAMPDOTS"), 60)
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[60, 320, 120, 380], F=4, AP=Dictionary(N=stamp))
    pages[0].Annots = Array([pdf.make_indirect(annotation)])
    pdf.Root.Pages = tree
    pdf.save(folder / "scan.pdf")
    return folder / "scan.pdf"


def _inside(pdf: Path) -> list[str]:
    command = ["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", str(pdf), "-"]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    return [word for word in HIDDEN if word.encode() in data]


def _page(pdf: Path, number: int, out: Path) -> Image.Image:
    command = ["pdftoppm", "-r", "72", "-cropbox", "-png", "-singlefile", "-f", str(number), str(pdf), str(out)]
    subprocess.run(command, check=True)
    return Image.open(out.with_suffix(".png")).convert("RGB")


AREAS = {0: "0 0 50 100", 90: "0 0 100 50", 180: "50 0 50 100", 270: "0 50 100 50"}
"""The left half of the page as it lies in the file, as it is seen."""


@pytest.mark.parametrize("rotate", AREAS)
def test_pictures_under_an_area_are_gone_in_every_thing_that_can_show_them(tmp_path: Path, rotate: int) -> None:
    taken = take_in(_file(tmp_path, rotate), tmp_path / "taken")
    assert _inside(taken.pdf) == list(HIDDEN)
    exhibit = Exhibit("a", "A", "Paper", None, "", "none", "", "", "", taken)
    marked = {"id": "a", "redact": [{"page": 1, "area": AREAS[rotate]}]}
    record = Record(case=tmp_path, file=tmp_path / "record.yaml", language="en", data={"evidence": [marked]})
    (new,) = redacted(record, [exhibit], tmp_path / "new", "en").exhibits
    assert _inside(new.original.pdf) == []

    before, after = _page(taken.pdf, 1, tmp_path / "before"), _page(new.original.pdf, 1, tmp_path / "after")
    assert before.size == after.size == ((320, 480) if rotate % 180 == 0 else (480, 320))
    upright, was = after.rotate(rotate, expand=True), before.rotate(rotate, expand=True)
    assert was.crop((0, 0, 155, 480)).convert("L").getextrema()[0] < 250, "there was something to be seen"
    assert max(high for _low, high in upright.crop((0, 0, 158, 480)).getextrema()) < 8
    assert min(low for low, _high in upright.crop((164, 0, 320, 480)).getextrema()) > 250

    (picture,) = _pictures(new.original.pdf, tmp_path)
    left = picture.rotate(rotate, expand=True).crop((0, 0, int(picture.rotate(rotate, expand=True).width * 0.49), 2000))
    assert max(high for _low, high in left.convert("RGB").getextrema()) < 8, "the dots are gone, not covered"

    other = ImageChops.difference(_page(taken.pdf, 2, tmp_path / "two"), _page(new.original.pdf, 2, tmp_path / "too"))
    assert other.getbbox() is None, "what has no mark stays as it is"


def _pictures(pdf: Path, folder: Path) -> list[Image.Image]:
    subprocess.run(["pdfimages", "-png", str(pdf), str(folder / "image")], check=True)
    return [Image.open(file) for file in sorted(folder.glob("image-*.png"))]


def test_pages_with_pictures_in_whatever_thing_cannot_be_searched(tmp_path: Path) -> None:
    with pikepdf.open(_file(tmp_path, 0)) as pdf:
        contents = {
            "a form": b"/Form Do",
            "a pattern": b"/Pattern cs /Fill scn 60 240 60 60 re f",
            "a mask": b"/Soft gs 1 0 0 rg 130 60 60 100 re f",
            "a letter": b"BT /Letters 50 Tf 130 240 Td (a) Tj ET",
            "the page itself": b"BI /W 16 /H 16 /BPC 8 /CS /G ID " + b"x" * 256 + b" EI",
            "drawn lines": b"60 240 m 90 270 l S",
        }
        del pdf.pages[0].obj.Annots
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].resources.Font.Words = font
        words = b" BT /Words 20 Tf 60 400 Td (Words that can be searched) Tj ET"
        for number, (kind, content) in enumerate({**contents, "words alone": b"", "nothing": b""}.items()):
            pdf.pages[0].obj.Contents = pdf.make_stream(content + (words if kind not in ("drawn lines", "nothing") else b""))
            pdf.save(tmp_path / f"{number}.pdf")
            assert list(unsearched(tmp_path / f"{number}.pdf")) == ([1, 2] if kind in contents else [2]), kind


def test_a_mask_that_draws_with_what_its_page_has_still_shows_the_page(tmp_path: Path) -> None:
    """Old programs write masks without resources of their own."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.add_blank_page(page_size=(200, 200))
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    about = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 200, 200], "Group": group}
    mask = pdf.make_stream(b"q 100 0 0 100 50 50 cm /I Do Q", **about)
    soft = Dictionary(Soft=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=_dots(pdf, "\x7f", Name.DeviceGray)), ExtGState=soft)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/Soft gs 1 0 0 rg 0 0 200 200 re f")
    pdf.save(tmp_path / "masked.pdf")
    before = _page(tmp_path / "masked.pdf", 1, tmp_path / "before")
    assert before.getpixel((100, 100)) != before.getpixel((5, 5)), "the mask shows something"
    black_out(tmp_path / "masked.pdf", [Mark(2, (0, 0, 1, 1), "")], tmp_path / "out.pdf")
    assert ImageChops.difference(before, _page(tmp_path / "out.pdf", 1, tmp_path / "after")).getbbox() is None
