"""PDF evidence: every page as it is seen, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import img2pdf
import pikepdf
import pypdf
import pytest
from evidence_files import UPRIGHT, corner_colours, corners, everything_in, exif, seen, taken, text_pdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageChops

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.intake import take_in
from asylum_forms.findings import Severity


def words(pdf: Path) -> list[str]:
    return [page.extract_text().strip() for page in pypdf.PdfReader(pdf).pages]


def changed(file: Path, change: Callable[[Pdf], None], **saving: object) -> Path:
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(file, **saving)
    return file


def appearance(pdf: Pdf, content: str, width: float = 200, height: float = 40) -> pikepdf.Stream:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    stream = pdf.make_stream(content.encode("latin-1"))
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
    stream.Resources = Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))
    return stream


def mark(pdf: Pdf, page: int = 0, **keys: object) -> pikepdf.Object:
    """An annotation in the middle of a page."""
    annotation = Dictionary(Type=Name.Annot, Rect=Array([100, 400, 300, 440]))
    for key, value in keys.items():
        annotation[f"/{key}"] = value
    indirect = pdf.make_indirect(annotation)
    target = pdf.pages[page].obj
    if "/Annots" not in target:
        target.Annots = Array()
    target.Annots.append(indirect)
    return indirect


def field(pdf: Pdf, value: str, drawn: str | None, **keys: object) -> pikepdf.Object:
    widget = mark(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(value), F=4, **keys)
    if drawn is not None:
        widget.AP = Dictionary(N=appearance(pdf, f"/Tx BMC q BT /Helv 14 Tf 2 12 Td ({drawn}) Tj ET Q EMC"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))
    return widget


def test_pages_come_in_order_and_repeat_to_the_byte(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "court.pdf", "first", "second", "third")

    paper = take_in(file, tmp_path / "a")

    assert words(paper.pdf) == ["first", "second", "third"]
    assert paper.pages == 3
    assert paper.pdf.read_bytes() == take_in(file, tmp_path / "b").pdf.read_bytes()


def test_a_known_password_opens_and_the_lock_is_gone(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "bank.pdf", "balance")
    changed(file, lambda _pdf: None, encryption=pikepdf.Encryption(user="abc", owner="xyz", R=6))

    paper = take_in(file, tmp_path / "out", password="abc")

    assert words(paper.pdf) == ["balance"]
    assert not pypdf.PdfReader(paper.pdf).is_encrypted
    assert "decrypted" in paper.notes
    for password, reason in (("", "locked with a password"), ("wrong", "does not open")):
        with pytest.raises(EvidenceError, match=reason) as caught:
            take_in(file, tmp_path / "out", password=password)
        assert "bank.pdf" in caught.value.message
        assert "password" in caught.value.remedy


def test_a_lock_on_printing_alone_needs_no_password(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "bank.pdf", "balance")
    changed(file, lambda _pdf: None, encryption=pikepdf.Encryption(user="", owner="xyz", R=4))

    assert words(take_in(file, tmp_path / "out").pdf) == ["balance"]


def test_scripts_metadata_links_and_history_are_gone(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "letter.pdf", "visible")

    def load(pdf: Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('SECRET')"))
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("SECRET"), script])))
        pdf.docinfo["/Author"] = "SECRETAUTHOR"
        with pdf.open_metadata() as meta:
            meta["dc:creator"] = ["SECRETAUTHOR"]
        page = pdf.pages[0].obj
        page.AA = Dictionary(O=script)
        page.PieceInfo = Dictionary(App=Dictionary(Private=String("SECRETHISTORY")))
        page.Metadata = pdf.make_stream(b"SECRETXMP")
        page.Thumb = pdf.make_stream(b"SECRETTHUMB")
        mark(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://SECRET.example")))

    changed(file, load)

    paper = take_in(file, tmp_path / "out")

    assert words(paper.pdf) == ["visible"]
    assert b"SECRET" not in everything_in(paper.pdf)
    with pikepdf.open(paper.pdf) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}


def test_a_photo_inside_a_pdf_loses_its_place(tmp_path: Path) -> None:
    photo = io.BytesIO()
    corners().save(photo, "JPEG", exif=exif(1))
    file = tmp_path / "scan.pdf"
    file.write_bytes(img2pdf.convert(photo.getvalue()))
    assert b"SECRETMAKER" in file.read_bytes()

    paper = take_in(file, tmp_path / "out")

    assert b"SECRET" not in everything_in(paper.pdf)
    assert corner_colours(seen(paper.pdf)) == UPRIGHT


def test_size_and_rotation_are_kept_and_the_crop_stays_cropped(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "odd.pdf", "one", "two")

    def crop(pdf: Pdf) -> None:
        pdf.pages[0].obj.CropBox = Array([10, 400, 500, 780])
        pdf.pages[0].obj.Rotate = 90
        pdf.pages[1].obj.MediaBox = Array([612, 792, 0, 0])
        pdf.pages[1].obj.UserUnit = 2

    changed(file, crop)
    before = [seen(file, page) for page in (0, 1)]

    paper = take_in(file, tmp_path / "out")

    assert [seen(paper.pdf, page).tobytes() for page in (0, 1)] == [image.tobytes() for image in before]
    first, second = pypdf.PdfReader(paper.pdf).pages
    assert [float(side) for side in first.mediabox] == [10, 400, 500, 780]
    assert first.rotation == 90
    assert second.user_unit == 2
    assert "cropped pages kept as they are seen" in paper.notes


def test_boxes_and_rotation_set_for_all_pages_at_once_are_kept(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "odd.pdf", "one", "two")

    def inherit(pdf: Pdf) -> None:
        pdf.Root.Pages.Rotate = 270
        pdf.Root.Pages.MediaBox = Array([0, 300, 612, 792])
        for page in pdf.pages:
            del page.obj["/MediaBox"]

    changed(file, inherit)
    before = seen(file)

    paper = take_in(file, tmp_path / "out")

    assert seen(paper.pdf).tobytes() == before.tobytes()
    assert seen(paper.pdf).size == (492, 612)


def test_form_answers_stamps_and_highlights_stay_visible(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "form.pdf", "Name:")

    def fill(pdf: Pdf) -> None:
        field(pdf, "Wang Fang", "Wang Fang")
        stamp = mark(pdf, Subtype=Name.Stamp, F=0, Rect=Array([100, 100, 300, 140]))
        stamp.AP = Dictionary(N=appearance(pdf, "1 0 0 rg 0 0 200 40 re f"))
        hidden = mark(pdf, Subtype=Name.Stamp, F=2, Rect=Array([100, 200, 300, 240]))
        hidden.AP = Dictionary(N=appearance(pdf, "BT /Helv 14 Tf (NEVERSEEN) Tj ET"))
        unseen = mark(pdf, Subtype=Name.Stamp, F=32, Rect=Array([100, 300, 300, 340]))
        unseen.AP = Dictionary(N=appearance(pdf, "0 0 1 rg 0 0 200 40 re f"))

    changed(file, fill)

    paper = take_in(file, tmp_path / "out")

    assert "Wang Fang" in words(paper.pdf)[0]
    assert "NEVERSEEN" not in words(paper.pdf)[0]
    page = seen(paper.pdf)
    assert page.getpixel((200, 792 - 120)) == (255, 0, 0)
    assert page.getpixel((200, 792 - 320)) == (255, 255, 255)
    assert "/Annots" not in pypdf.PdfReader(paper.pdf).pages[0]


def test_an_answer_without_its_picture_is_refused_not_lost(tmp_path: Path) -> None:
    for name, drawn, redraw in (("none.pdf", None, False), ("old.pdf", "Wang", True)):
        file = text_pdf(tmp_path / name, "Name:")

        def fill(pdf: Pdf, drawn: str | None = drawn, redraw: bool = redraw) -> None:
            field(pdf, "Wang Fang", drawn)
            pdf.Root.AcroForm.NeedAppearances = redraw

        changed(file, fill)
        with pytest.raises(EvidenceError, match="page 1 has an answer") as caught:
            take_in(file, tmp_path / "out")
        assert "print it to a new PDF" in caught.value.remedy


def test_pictures_that_say_what_the_fields_say_are_kept(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "form.pdf", "Name:")

    def fill(pdf: Pdf) -> None:
        field(pdf, "Wang Fang", "Wang Fang")
        pdf.Root.AcroForm.NeedAppearances = True

    changed(file, fill)

    assert "Wang Fang" in words(take_in(file, tmp_path / "out").pdf)[0]


@pytest.mark.parametrize("kind", ["FreeText", "Ink", "Highlight"])
def test_a_mark_without_its_picture_is_refused(tmp_path: Path, kind: str) -> None:
    file = text_pdf(tmp_path / "marked.pdf", "one", "two")
    changed(file, lambda pdf: mark(pdf, 1, Subtype=Name(f"/{kind}"), Contents=String("important"), F=4))

    with pytest.raises(EvidenceError, match=f"page 2 bears a mark \\({kind}\\)"):
        take_in(file, tmp_path / "out")


def test_comments_are_named_for_a_person_to_look_at(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "marked.pdf", "one")
    changed(file, lambda pdf: mark(pdf, Subtype=Name.Text, Contents=String("ask her"), F=28))

    (finding,) = take_in(file, tmp_path / "out").findings

    assert (finding.id, finding.severity) == ("evidence.comments", Severity.ATTEND)
    assert "marked.pdf" in finding.message
    assert finding.remedy


def test_files_attached_inside_are_not_lost_silently(tmp_path: Path) -> None:
    listed = text_pdf(tmp_path / "portfolio.pdf", "cover")
    changed(listed, lambda pdf: pdf.attachments.__setitem__("证据.pdf", b"other evidence"))
    clipped = text_pdf(tmp_path / "clip.pdf", "cover")
    specification = Dictionary(Type=Name.Filespec, F=String("photo.jpg"))
    changed(clipped, lambda pdf: mark(pdf, Subtype=Name.FileAttachment, FS=specification))

    for file, inside in ((listed, "证据.pdf"), (clipped, "photo.jpg")):
        with pytest.raises(EvidenceError, match="attached inside") as caught:
            take_in(file, tmp_path / "out")
        assert inside in caught.value.message


def test_hidden_layers_are_refused(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "map.pdf", "map")

    def hide(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))

    changed(file, hide)
    assert take_in(file, tmp_path / "out").pages == 1  # nothing belongs to the layer

    changed(file, lambda pdf: pdf.pages[0].obj.Resources.__setattr__("Properties", Dictionary(MC0=pdf.Root.OCProperties.OCGs[0])))
    with pytest.raises(EvidenceError, match="layers that are hidden"):
        take_in(file, tmp_path / "out")


def test_what_an_expression_of_layers_shows_or_hides_is_refused(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "map.pdf", "map")

    def hide(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("shown")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))
        not_with_it = pdf.make_indirect(Dictionary(Type=Name.OCMD, VE=Array([Name.Not, layer])))
        pdf.pages[0].obj.Resources.Properties = Dictionary(MC0=not_with_it)

    changed(file, hide)
    with pytest.raises(EvidenceError, match="layers that are hidden"):
        take_in(file, tmp_path / "out")


def test_an_xfa_only_form_is_refused_with_the_way_out(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "imm.pdf", "Please wait...")
    changed(file, lambda pdf: pdf.Root.__setattr__("AcroForm", Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))))

    with pytest.raises(EvidenceError, match="XFA") as caught:
        take_in(file, tmp_path / "out")
    assert "Adobe Reader" in caught.value.remedy


def test_fonts_left_to_the_reader_are_named(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "china.pdf", "x")

    def borrow(pdf: Pdf) -> None:
        descendant = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"))
        descendant.FontDescriptor = Dictionary(Type=Name.FontDescriptor)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"))
        font.DescendantFonts = Array([pdf.make_indirect(descendant)])
        pdf.pages[0].obj.Resources.Font["/Song"] = pdf.make_indirect(font)
        pdf.pages[0].contents_add(b"BT /Song 20 Tf 100 500 Td <4E2D> Tj ET")

    changed(file, borrow)

    (finding,) = take_in(file, tmp_path / "out").findings
    assert finding.id == "evidence.fonts"
    assert "STSong-Light" in finding.message


def test_a_page_count_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "odd.pdf", "one", "two")
    content = file.read_bytes()
    assert content.count(b"/Count 2") == 1
    file.write_bytes(content.replace(b"/Count 2", b"/Count 3"))

    with pytest.raises(EvidenceError, match=r"how many pages it has \(2, 3\)"):
        take_in(file, tmp_path / "out")


def test_rubbish_around_a_pdf_does_no_harm(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "mail.pdf", "one", "two")
    file.write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + file.read_bytes() + b"\n<!-- served by -->\n" * 200)

    assert words(take_in(file, tmp_path / "out").pdf) == ["one", "two"]


@pytest.fixture(scope="module")
def three_pages(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Text and a picture on each of three pages."""
    folder = tmp_path_factory.mktemp("three")
    file = text_pdf(folder / "three.pdf", "page one", "page two", "page three")
    photo = io.BytesIO()
    corners(60, 40).save(photo, "JPEG")
    (folder / "photo.pdf").write_bytes(img2pdf.convert(photo.getvalue()))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf, pikepdf.open(folder / "photo.pdf") as pictured:
        for page in pdf.pages:
            page.add_overlay(pictured.pages[0], pikepdf.Rectangle(100, 100, 400, 300))
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.read_bytes()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_breaks_off_gives_all_its_pages_or_an_error(tmp_path: Path, three_pages: bytes, data: st.DataObject) -> None:
    file = tmp_path / "download.pdf"
    file.write_bytes(three_pages[: data.draw(st.integers(0, len(three_pages)))])

    result = taken(file, tmp_path / "out")

    if isinstance(result, EvidenceError):
        assert "download.pdf" in result.message
        assert result.remedy
        return
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(three_pages)
    assert words(result.pdf) == ["page one", "page two", "page three"]
    assert all(seen(result.pdf, page).tobytes() == seen(whole, page).tobytes() for page in range(3))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_inside_never_loses_what_pages_draw(tmp_path: Path, three_pages: bytes, data: st.DataObject) -> None:
    content = bytearray(three_pages)
    start = data.draw(st.integers(5, len(content) - 1))
    length = data.draw(st.sampled_from([20, 60, 300]))
    filler = data.draw(st.sampled_from([0, 32, 255]))
    content[start : start + length] = bytes([filler] * min(length, len(content) - start))
    file = tmp_path / "disk.pdf"
    file.write_bytes(content)

    result = taken(file, tmp_path / "out")

    assert result.remedy if isinstance(result, EvidenceError) else drawn(result.pdf) == drawn(io.BytesIO(three_pages))


def drawn(pdf: Path | io.BytesIO) -> list[bytes]:
    """What the pages draw, and what the forms on them draw."""
    with pikepdf.open(pdf) as opened:
        return [
            page.obj.Contents.read_bytes() + b"".join(form.read_bytes() for form in page.obj.Resources.XObject.values())
            for page in opened.pages
        ]


def test_official_fillable_forms_come_in_whole_or_not_at_all(tmp_path: Path, shared: Path) -> None:
    results = {form: taken(form, tmp_path / "out") for form in sorted((shared / "forms").rglob("*.pdf"))}

    papers = {form: result for form, result in results.items() if not isinstance(result, EvidenceError)}
    refused = {form.name: result.message for form, result in results.items() if isinstance(result, EvidenceError)}
    assert all("XFA" in message for message in refused.values())
    assert {name.split(".")[0] for name in refused} == {"imm0008", "imm0008-schedule2"}  # they show "Please wait..."
    for form, paper in papers.items():
        assert paper.pages == len(pypdf.PdfReader(form).pages)
        assert words(paper.pdf)[0]
        assert seen(paper.pdf, 0, 0.3).convert("L").getextrema()[0] < 100


def test_the_look_of_an_official_form_does_not_change(tmp_path: Path, shared: Path) -> None:
    form = shared / "forms" / "us" / "g-28.2018-09-17.pdf"

    paper = take_in(form, tmp_path / "out")

    for page in range(paper.pages):
        difference = ImageChops.difference(seen(form, page).convert("L"), seen(paper.pdf, page).convert("L"))
        # The form leaves its fonts to the reader's computer: letters of the same widths are put in, drawn by another hand.
        assert sum(value > 100 for value in difference.tobytes()) < difference.width * difference.height / 1000
