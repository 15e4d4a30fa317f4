"""Reading the filing back: everything that can be wrong with it is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from assembly_pdfs import evidence, own, picture_pdf, plan, text_pdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.pdf.links import INTERNAL
from asylum_forms.progress import Tally
from asylum_forms.tools.workers import Call, Limits, Workers

# What pikepdf says about the faulty files that are made here on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:This document has .* form widget")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("verify")


@pytest.fixture(scope="module")
def made(folder: Path) -> Plan:
    index = text_pdf(
        folder / "index.pdf",
        links=[
            ("A", "exhibit/a"),
            ("A2", "exhibit/a/2"),
            ("Form", "part/form"),
            ("sign", "sign/applicant"),
            ("site", "https://www.uscis.gov/"),
        ],
    )
    form = Leaf("form", "Form", text_pdf(folder / "form.pdf", 2), 2, signs=(("interpreter", 2),))
    scan = picture_pdf(folder / "scan.pdf", 2, size=(500, 700), rotate=90, crop=(20, 20, 480, 680))
    other = picture_pdf(folder / "other.pdf", size=(200, 300))
    tab = own("exhibit/a/separator", text_pdf(folder / "tab.pdf"))
    return plan(own("index", index), form, tab, evidence("a", scan, 2), evidence("b", other, level=0))


@pytest.fixture(scope="module")
def good(made: Plan, folder: Path) -> Written:
    return write(made, folder / "good.pdf")


def _first_image(pdf: Pdf, page: int) -> pikepdf.Object:
    return pdf.pages[page].obj.Resources.XObject.AFPage.Resources.XObject.Im


def swap_pages(pdf: Pdf) -> None:
    pages = list(pdf.pages)
    pdf.pages[0], pdf.pages[3] = pages[3], pages[0]


def swap_contents_of_evidence(pdf: Pdf) -> None:
    """As if the wrong paper had been put in the place, everything else being right."""
    one, two = pdf.pages[4].obj.Resources.XObject, pdf.pages[6].obj.Resources.XObject
    one.AFPage, two.AFPage = two.AFPage, one.AFPage


def drop_page(pdf: Pdf) -> None:
    del pdf.pages[5]


def change_label(pdf: Pdf) -> None:
    pdf.Root.PageLabels.Nums = Array([0, Dictionary(S=Name.D), 3, Dictionary(S=Name.r)])


def remove_labels(pdf: Pdf) -> None:
    del pdf.Root["/PageLabels"]


def alter_link(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Dest[0] = pdf.pages[5].obj


def link_outside_the_document(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Dest[0] = 3


def move_link(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Rect[1] = 400


def drop_link(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Annots[1]


def leave_internal_address(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String(INTERNAL + "sign/applicant"))
    pdf.pages[0].obj.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], A=action))


def act_when_a_page_is_opened(pdf: Pdf) -> None:
    pdf.pages[4].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def drop_the_last_of_the_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        del outline.root[-1]


def change_address(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots[3].A.URI = String("https://www.uscis.example/")


def add_script_to_link(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots[0].AA = Dictionary(E=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def annotate_evidence(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    pdf.pages[4].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], A=action)])


def field_on_a_page(pdf: Pdf) -> None:
    pdf.pages[1].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[1, 1, 9, 9], FT=Name.Tx)])


def rename_in_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[1].title = "Other form"


def turn_outline_round(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0], outline.root[1] = outline.root[1], outline.root[0]


def flatten_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.insert(3, outline.root[2].children.pop())


def misdirect_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[1].action.D[0] = pdf.pages[6].obj


def restamp(pdf: Pdf) -> None:
    stream = pdf.pages[4].obj.Contents
    data = stream.read_bytes()
    start = data.index(b"Td <") + 4
    stream.write(data[:start] + data[start + 4 : start + 8] + data[start + 4 :])


def unstamp(pdf: Pdf) -> None:
    stream = pdf.pages[4].obj.Contents
    stream.write(stream.read_bytes().partition(b"Do Q")[0] + b"Do Q")


def raise_stamp(pdf: Pdf) -> None:
    stream = pdf.pages[4].obj.Contents
    stream.write(stream.read_bytes().replace(b" 13.00 Td", b" 300.00 Td"))


def turn_stamp(pdf: Pdf) -> None:
    stream = pdf.pages[1].obj.Contents[-1]
    stream.write(stream.read_bytes().replace(b"q 1 0 0 1 0 0 cm", b"q 0 1 -1 0 20 0 cm"))


def map_digits_wrongly(pdf: Pdf) -> None:
    stream = pdf.pages[0].obj.Resources.Font.AFStamp.ToUnicode
    stream.write(stream.read_bytes().replace(b"<0031>", b"<0038>"))


def cut_evidence(pdf: Pdf) -> None:
    pdf.pages[4].obj.Resources.XObject.AFPage.BBox = [20, 20, 400, 680]


def cut_our_page(pdf: Pdf) -> None:
    pdf.pages[1].obj.CropBox = [0, 0, 612, 791.5]


def enlarge_evidence(pdf: Pdf) -> None:
    stream = pdf.pages[6].obj.Contents
    stream.write(stream.read_bytes().replace(b"q 1 0 0 1 206 264 cm", b"q 1.5 0 0 1.5 150 200 cm"))


def lower_evidence(pdf: Pdf) -> None:
    stream = pdf.pages[6].obj.Contents
    stream.write(stream.read_bytes().replace(b"206 264 cm", b"206 20 cm"))


def turn_evidence(pdf: Pdf) -> None:
    stream = pdf.pages[6].obj.Contents
    stream.write(stream.read_bytes().replace(b"q 1 0 0 1 206 264 cm", b"q -1 0 0 -1 406 564 cm"))


def shrink_evidence(pdf: Pdf) -> None:
    stream = pdf.pages[6].obj.Contents
    stream.write(stream.read_bytes().replace(b"q 1 0 0 1 206 264 cm", b"q 0.5 0 0 0.5 206 264 cm"))


def change_one_byte_of_an_image(pdf: Pdf) -> None:
    data = bytearray(_first_image(pdf, 4).read_raw_bytes())
    data[0] ^= 1
    _first_image(pdf, 4).write(bytes(data))


def change_a_palette(pdf: Pdf) -> None:
    _first_image(pdf, 4).ColorSpace[3] = String(b"123456789012")


def lose_an_image(pdf: Pdf) -> None:
    del pdf.pages[4].obj.Resources.XObject.AFPage.Resources.XObject["/Im"]


def change_words(pdf: Pdf) -> None:
    stream = pdf.pages[1].obj.Contents[1]
    stream.write(stream.read_bytes().replace(b"form", b"farm"))


def draw_over(pdf: Pdf) -> None:
    pdf.pages[1].obj.Contents.insert(1, pdf.make_stream(b"1 g 0 0 612 792 re f"))


def exchange_a_font(pdf: Pdf) -> None:
    (font,) = [font for name, font in pdf.pages[1].obj.Resources.Font.items() if name != "/AFStamp"]
    font.BaseFont = Name.Symbol


def other_paper(pdf: Pdf) -> None:
    pdf.pages[4].obj.MediaBox = [0, 0, 595, 842]


def run_script_on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def attach_a_file(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = b"text"


def add_a_form(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=[])


def add_metadata(pdf: Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<x/>", {"/Type": Name.Metadata, "/Subtype": Name.XML})


def name_the_author(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = "N. N."


def rename(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Other"


def other_language(pdf: Pdf) -> None:
    pdf.Root.Lang = "fr"


def hide_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


SABOTAGE: list[tuple[Callable[[Pdf], None], str]] = [
    (swap_pages, "page 1 .*not the page it was made from"),
    (swap_contents_of_evidence, "page 5 .*not the page it was made from"),
    (drop_page, "planned: 7"),
    (change_label, "page 4 is labelled i"),
    (remove_labels, "no page labels"),
    (alter_link, "page 1: a link leads to 6"),
    (link_outside_the_document, "page 1: a link leads to 0"),
    (move_link, "page 1: the link to 4 is missing"),
    (drop_link, "page 1: the link to 6 is missing"),
    (leave_internal_address, "page 1 carries an annotation"),
    (change_address, r"a link leads to https://www\.uscis\.example/"),
    (add_script_to_link, "page 1 carries an annotation"),
    (annotate_evidence, r"page 5: a link leads to https://example\.org/"),
    (field_on_a_page, "page 2 carries an annotation"),
    (rename_in_outline, "outline .*Other form"),
    (turn_outline_round, "outline"),
    (flatten_outline, "outline .*Exhibit a original"),
    (drop_the_last_of_the_outline, r"outline .*beginning with Exhibit b"),
    (misdirect_outline, r"outline .*Form \(page 7\)"),
    (restamp, "page 5 .*stamped “ of 7” instead of “5 of 7”|page 5 .*stamped"),
    (unstamp, "page 5 .*stamped “” instead"),
    (raise_stamp, "page 5 .*stamped “” instead"),
    (turn_stamp, "page 2 .*stamped “” instead"),
    (map_digits_wrongly, "page 1 .*stamped “8 of 7”"),
    (cut_evidence, "page 5 .*cut off"),
    (cut_our_page, "page 2 .*turned or cut"),
    (enlarge_evidence, "page 7 .*enlarged"),
    (lower_evidence, "page 7 .*above the stamp"),
    (turn_evidence, "page 7 .*turned"),
    (shrink_evidence, "page 7 .*smaller than it need be"),
    (change_one_byte_of_an_image, "page 5 .*not the page it was made from"),
    (change_a_palette, "page 5 .*not the page it was made from"),
    (lose_an_image, "page 5 .*not the page it was made from"),
    (change_words, "page 2 .*not the page it was made from"),
    (draw_over, "page 2 .*not the page it was made from"),
    (exchange_a_font, "not the page it was made from"),
    (other_paper, "page 5 .*size Letter"),
    (run_script_on_opening, "must not: /OpenAction"),
    (act_when_a_page_is_opened, r"page 5 .*must not: /AA"),
    (attach_a_file, "must not: .*/Names"),
    (add_a_form, "must not: /AcroForm"),
    (add_metadata, "must not: /Metadata"),
    (name_the_author, "who or what made it"),
    (rename, "title"),
    (other_language, "language"),
    (hide_title, "title"),
]  # fmt: skip


@pytest.mark.parametrize(("sabotage", "said"), SABOTAGE, ids=[sabotage.__name__ for sabotage, _said in SABOTAGE])
def test_sabotage_is_found_and_named(
    sabotage: Callable[[Pdf], None], said: str, made: Plan, good: Written, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pdf"
    with pikepdf.open(good.pdf) as pdf:
        sabotage(pdf)
        pdf.save(bad)
    with pytest.raises(OutputError, match=said) as raised:
        verify(made, replace(good, pdf=bad))
    assert "Do not file it" in raised.value.remedy


def test_a_file_without_an_identifier_is_refused(made: Plan, good: Written, tmp_path: Path) -> None:
    """qpdf adds one whenever it writes, so it is taken out of the bytes."""
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(good.pdf.read_bytes().replace(b"/ID ", b"/XX "))
    with pytest.raises(OutputError, match="no identifier"):
        verify(made, replace(good, pdf=bad))


def test_the_same_file_without_sabotage_passes(made: Plan, good: Written, tmp_path: Path) -> None:
    """Written again by qpdf with nothing changed: what the sabotage tests find is the sabotage."""
    again = tmp_path / "again.pdf"
    with pikepdf.open(good.pdf) as pdf:
        pdf.save(again)
    verify(made, replace(good, pdf=again))
    verify(made, good)


def test_another_process_tells_how_many_pages_are_verified(made: Plan, good: Written, tmp_path: Path) -> None:
    tally = Tally(tmp_path / "tally")
    assert tally.done() == 0
    with Workers("asylum_forms.assembly.verify") as hired:
        (answer,) = hired.run([Call(verify, (made, good), {"told": tally})], Limits(1 << 30, 60, 60, 1 << 30))
    assert answer is None
    assert tally.done() == made.pages()


def test_all_differences_are_listed_not_only_the_first(made: Plan, good: Written, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    with pikepdf.open(good.pdf) as pdf:
        rename(pdf)
        alter_link(pdf)
        unstamp(pdf)
        pdf.save(bad)
    with pytest.raises(OutputError) as raised:
        verify(made, replace(good, pdf=bad))
    assert raised.value.message.count("\n- ") == 4


def test_what_was_said_about_the_file_is_compared_too(made: Plan, good: Written) -> None:
    assert good.signs == (("applicant", 1), ("interpreter", 3))
    for wrong in (
        replace(good, signs=good.signs[:1]),
        replace(good, signs=(("applicant", 2), ("interpreter", 3))),
        replace(good, signs=good.signs[::-1]),
        replace(good, signs=(("interpreter", 1), ("applicant", 3))),
        replace(good, starts={**good.starts, "form": 3}),
        replace(good, pages=8),
    ):
        with pytest.raises(OutputError):
            verify(made, wrong)


def test_a_file_that_cannot_be_read_back_is_an_output_error(made: Plan, good: Written, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(good.pdf.read_bytes()[:200])
    with pytest.raises(OutputError, match="cannot be read back"):
        verify(made, replace(good, pdf=bad))


def test_a_source_that_changed_after_writing_is_noticed(made: Plan, good: Written, tmp_path: Path) -> None:
    leaf = made.leaves[3]
    other = picture_pdf(tmp_path / "scan.pdf", 2, size=(500, 700), rotate=270, crop=(20, 20, 480, 680))
    changed = replace(made, leaves=(*made.leaves[:3], replace(leaf, pdf=other), *made.leaves[4:]))
    with pytest.raises(OutputError, match="turned"):
        verify(changed, good)


def test_data_that_cannot_be_unpacked_is_found_though_the_copy_is_exact(tmp_path: Path) -> None:
    """Here in a colour profile, which nothing else looks into, `qpdf --check` neither."""
    pdf = text_pdf(tmp_path / "own.pdf")
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        profile = pikepdf.Stream(opened, b"no flate data at all", N=3, Filter=Name.FlateDecode)
        opened.pages[0].obj.Resources.ColorSpace = Dictionary(C=Array([Name.ICCBased, profile]))
        opened.save(pdf)
    damaged = plan(own("letter", pdf))
    result = write(damaged, tmp_path / "filing.pdf")
    with pytest.raises(OutputError, match=r"filing\.pdf cannot be read back"):
        verify(damaged, result)


def test_every_page_is_told_of_while_it_is_written(made: Plan, tmp_path: Path) -> None:
    told: list[int] = []
    write(made, tmp_path / "told.pdf", told.append)
    assert told == list(range(1, made.pages() + 1))
