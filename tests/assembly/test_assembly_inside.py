"""What lies inside the written file and how it looks: each fault is put in through a file, and named."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from assembly_pdfs import evidence, own, picture_pdf, plan, text_pdf
from fpdf import FPDF
from pikepdf import Dictionary, Name, Pdf, String

from asylum_forms.assembly import glyphs
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.tools import fontconfig


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Written]:
    folder = tmp_path_factory.mktemp("inside")
    scan = text_pdf(folder / "scan.pdf", 2, size=(500, 700))
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        picture = pdf.make_stream(bytes(4), Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2))
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im=picture)
        pdf.pages[0].contents_add(b"q 200 0 0 200 150 300 cm /Im Do Q")
        for page in pdf.pages:
            page.obj.Rotate = 90
        pdf.save(scan)
    made = plan(own("form", text_pdf(folder / "form.pdf")), evidence("a", scan, 2))
    return made, write(made, folder / "good.pdf")


def _form(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[1].obj.Resources.XObject.AFPage


def hide_a_file(pdf: Pdf) -> None:
    _form(pdf)["/Kept"] = pdf.make_stream(b"text", {"/Type": Name.EmbeddedFile})


def hide_a_script(pdf: Pdf) -> None:
    _form(pdf)["/Kept"] = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def hide_metadata(pdf: Pdf) -> None:
    _form(pdf)["/Metadata"] = pdf.make_stream(b"<x/>", {"/Type": Name.Metadata, "/Subtype": Name.XML})


def keep_private_data(pdf: Pdf) -> None:
    _form(pdf)["/PieceInfo"] = Dictionary(Editor=Dictionary(Private=String("N. N.")))


def point_to_another_file(pdf: Pdf) -> None:
    _form(pdf).Resources.XObject.Im["/F"] = String("other.jpg")


def sign(pdf: Pdf) -> None:
    _form(pdf)["/Kept"] = pdf.make_indirect(Dictionary(Type=Name.Sig, Name=String("N. N.")))


def draw_over_evidence(pdf: Pdf) -> None:
    """Everything that is compared byte by byte is still there, under a white sheet."""
    contents = pdf.pages[1].obj.Contents
    contents.write(contents.read_bytes().replace(b"Do Q\n", b"Do Q\n1 g 200 300 200 200 re f\n"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (hide_a_file, "must not: /EmbeddedFile"),
        (hide_a_script, "must not: /JavaScript"),
        (hide_metadata, "must not: /Metadata"),
        (keep_private_data, "must not: /PieceInfo"),
        (point_to_another_file, "must not: /F"),
        (sign, "must not: /Sig"),
        (draw_over_evidence, r"page 2 \(Exhibit a original\): it looks different"),
    ],
)
def test_what_hides_in_a_file_is_found(
    made: tuple[Plan, Written], tmp_path: Path, spoil: Callable[[Pdf], None], said: str
) -> None:
    planned, written = made
    with pikepdf.open(written.pdf) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "bad.pdf")
    with pytest.raises(OutputError, match=said):
        verify(planned, replace(written, pdf=tmp_path / "bad.pdf"))


def test_a_file_that_must_be_repaired_is_refused(made: tuple[Plan, Written], tmp_path: Path) -> None:
    planned, written = made
    verify(planned, written)
    data = written.pdf.read_bytes()
    before, word, after = data.rpartition(b"startxref\n")
    (tmp_path / "bad.pdf").write_bytes(before + word + b"1" + after)
    assert subprocess.run(["qpdf", "--check", str(tmp_path / "bad.pdf")], capture_output=True).returncode != 0
    with pytest.raises(OutputError, match="cannot be read back"):
        verify(planned, replace(written, pdf=tmp_path / "bad.pdf"))


def _typed(path: Path, words: str = "Words", y: float = 100) -> Path:
    """A page of ours with its font inside."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_auto_page_break(False)
    pdf.add_font("sans", fname=str(fontconfig.font_file("Liberation Sans")[0]))
    pdf.add_page()
    pdf.set_font("sans", size=12)
    pdf.text(500, y, words)
    pdf.output(str(path))
    return path


def _font(pdf: Pdf) -> pikepdf.Object:
    (font,) = pdf.pages[0].obj.Resources.Font.values()
    return font


def leave_the_font_out(pdf: Pdf) -> None:
    descendant = _font(pdf).DescendantFonts[0]
    del descendant.FontDescriptor["/FontFile2"]


def leave_a_font_of_a_form_out(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Verdana, Encoding=Name.WinAnsiEncoding)
    form = {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": [0, 0, 9, 9]}
    stream = pdf.make_stream(b"", {**form, "/Resources": Dictionary(Font=Dictionary(F=font))})
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm=stream)


def leave_a_font_of_a_drawn_letter_out(pdf: Pdf) -> None:
    inner = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Verdana, Encoding=Name.WinAnsiEncoding)
    drawn = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 9, 9],
        FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
        CharProcs=Dictionary(a=pdf.make_stream(b"9 0 d0 0 0 5 5 re f")),
        Encoding=Dictionary(Differences=[97, Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[9],
        Resources=Dictionary(Font=Dictionary(F=pdf.make_indirect(inner))),
    )
    pdf.pages[0].obj.Resources.Font["/T"] = pdf.make_indirect(drawn)


def forget_what_the_letters_mean(pdf: Pdf) -> None:
    del _font(pdf)["/ToUnicode"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (leave_the_font_out, "the font .*Liberation.* is not inside"),
        (leave_a_font_of_a_form_out, "the font Verdana is not inside"),
        (leave_a_font_of_a_drawn_letter_out, "the font Verdana is not inside"),
        (forget_what_the_letters_mean, "what is printed in .*Liberation.* cannot be copied"),
    ],
)
def test_fonts_of_our_pages_are_inside_and_their_words_can_be_copied(
    tmp_path: Path, spoil: Callable[[Pdf], None], said: str
) -> None:
    with pikepdf.open(_typed(tmp_path / "whole.pdf")) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "letter.pdf")
    for name, fault in (("whole", ""), ("letter", said)):
        made = plan(own("letter", tmp_path / f"{name}.pdf"))
        written = write(made, tmp_path / "filing.pdf")
        if fault:
            with pytest.raises(OutputError, match=rf"page 1 \(Part letter\): {fault}"):
                verify(made, written)
        else:
            verify(made, written)


def test_a_stamp_on_top_of_words_is_refused(tmp_path: Path) -> None:
    made = plan(own("letter", _typed(tmp_path / "letter.pdf", "page 1 of 1", y=792 - 13)))
    with pytest.raises(OutputError, match="its stamp covers what is printed there"):
        verify(made, write(made, tmp_path / "filing.pdf"))
    beside = plan(own("letter", _typed(tmp_path / "beside.pdf", "ends here", y=792 - 40)))
    verify(beside, write(beside, tmp_path / "filing.pdf"))


def test_pages_after_the_sample_are_still_compared_byte_by_byte(tmp_path: Path) -> None:
    made = plan(*(evidence(str(number), picture_pdf(tmp_path / f"{number}.pdf"), level=0) for number in range(20)))
    written = write(made, tmp_path / "filing.pdf")
    verify(made, written)
    with pikepdf.open(written.pdf) as pdf:
        for page in pdf.pages:
            data = bytearray(page.obj.Resources.XObject.AFPage.Resources.XObject.Im.read_raw_bytes())
            data[0] ^= 1
            page.obj.Resources.XObject.AFPage.Resources.XObject.Im.write(bytes(data))
        pdf.save(tmp_path / "bad.pdf")
    with pytest.raises(OutputError) as raised:
        verify(made, replace(written, pdf=tmp_path / "bad.pdf"))
    assert raised.value.message.count("is not the page it was made from") == 20


def test_pages_of_evidence_that_show_boxes_are_found(tmp_path: Path) -> None:
    file = _typed(tmp_path / "paper.pdf", "Words")
    assert glyphs.empty(file) == []
    with pikepdf.open(file) as pdf:
        pdf.pages[0].contents_add(b"BT %s 12 Tf 100 100 Td <0000> Tj ET" % _name(pdf).encode())
        pdf.save(tmp_path / "boxes.pdf")
    assert glyphs.empty(tmp_path / "boxes.pdf") == [1]


def _name(pdf: Pdf) -> str:
    (name,) = pdf.pages[0].obj.Resources.Font.keys()
    return str(name)
