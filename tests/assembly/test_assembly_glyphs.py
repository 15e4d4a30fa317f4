"""Characters that came out as an empty box are named. With real conversions by LibreOffice."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pikepdf
import pytest
from assembly_pdfs import evidence, own, plan, text_pdf
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from pypdf import PdfWriter
from pypdf.generic import NameObject

from asylum_forms.assembly import glyphs
from asylum_forms.assembly.cmap import read_cmap
from asylum_forms.assembly.stamp import embed
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.pdf.links import INTERNAL
from asylum_forms.tools import fontconfig, libreoffice

UNKNOWN = "\U0010fffd\u0f40\U00030000\u0378"
"""A private character, Tibetan, a rare ideograph, a code without a character: no installed font has them."""

KNOWN = "abc “é” ß Ω я 张伟 한국 □☐☑☒ ﬁ → ½ 。"

FAMILIES = [
    ("Liberation Serif", "Noto Serif CJK SC"),
    ("Noto Sans CJK SC", "Noto Sans CJK SC"),
    ("DejaVu Sans", "Noto Sans CJK SC"),
]

LINKS = ["exhibit/信 1", "exhibit/信 1/2", "part/letter", "sign/interpreter:ana", "https://www.uscis.gov/i-589"]


def _document(path: Path, *texts: str) -> Path:
    document = docx.Document()
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    for text in texts:
        for latin, asian in FAMILIES:
            run = document.add_paragraph().add_run(text)
            run.font.name = latin
            run._r.rPr.rFonts.set(qn("w:eastAsia"), asian)
    for address in LINKS if not texts else ():
        _link(document.add_paragraph("See "), address if ":/" in address else INTERNAL + address)
    document.save(str(path))
    return path


def _link(paragraph: docx.text.paragraph.Paragraph, address: str) -> None:
    link, run, properties, style, text = (OxmlElement(f"w:{name}") for name in ("hyperlink", "r", "rPr", "rStyle", "t"))
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    style.set(qn("w:val"), "Hyperlink")
    text.text = "there"
    properties.append(style)
    run.extend((properties, text))
    link.append(run)
    paragraph._p.append(link)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three Word files through LibreOffice: known characters, unknown ones among known ones, links."""
    if libreoffice.probe() is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("word")
    documents = [
        _document(folder / "known.docx", KNOWN),
        _document(folder / "unknown.docx", f"{KNOWN[:7]}[{UNKNOWN}]{KNOWN}", f"again {UNKNOWN[1]}"),
        _document(folder / "links.docx"),
    ]
    pdfs = libreoffice.convert(documents, folder / "pdf")
    return {document.stem: pdf for document, pdf in zip(documents, pdfs, strict=True)}


def test_what_the_fonts_have_is_no_box(converted: dict[str, Path]) -> None:
    assert fontconfig.missing(KNOWN) == set()
    assert glyphs.boxes(converted["known"]) == []


def test_what_no_font_has_is_named_whatever_font_the_text_is_set_in(converted: dict[str, Path]) -> None:
    assert fontconfig.missing(UNKNOWN) == set(UNKNOWN)
    assert glyphs.boxes(converted["unknown"]) == [(1, char) for char in UNKNOWN]


def test_verification_names_part_page_and_character(converted: dict[str, Path], tmp_path: Path) -> None:
    made = plan(own("letter", text_pdf(tmp_path / "letter.pdf")), own("declaration", converted["unknown"]))
    written = write(made, tmp_path / "filing.pdf")
    with pytest.raises(OutputError) as raised:
        verify(made, written)
    assert raised.value.message.count("\n- ") == len(UNKNOWN)
    assert (
        "page 2 (Part declaration): the character ཀ (U+0F40 TIBETAN LETTER KA) is printed as an empty box" in raised.value.message
    )


def test_boxes_on_evidence_are_the_evidence_s_own(converted: dict[str, Path], tmp_path: Path) -> None:
    made = plan(evidence("a", converted["unknown"]))
    verify(made, write(made, tmp_path / "filing.pdf"))


def test_links_of_word_files_survive_libreoffice_in_any_script(converted: dict[str, Path], tmp_path: Path) -> None:
    paper = text_pdf(tmp_path / "paper.pdf", 2)
    made = plan(own("letter", converted["links"]), evidence("信 1", paper, 2))
    written = write(made, tmp_path / "filing.pdf")
    verify(made, written)
    with pikepdf.open(written.pdf) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        # LibreOffice lists links by where they lead; sorted here from the top of the page down.
        notes = sorted(pdf.pages[0].obj.Annots, key=lambda note: -note.Rect[1])
        assert [pages.index(note.Dest[0].objgen) + 1 for note in notes[:3]] == [2, 3, 1]
        assert [str(note.A.URI) for note in notes[3:]] == ["https://www.uscis.gov/i-589"]
    assert written.signs == (("interpreter:ana", 1),)


def _shown(path: Path, font: pikepdf.Object, pdf: pikepdf.Pdf, codes: bytes, *, in_form: bool = False) -> Path:
    page = pdf.add_blank_page(page_size=(612, 792))
    content = b"BT /F 12 Tf 72 700 Td <" + codes + b"> Tj ET"
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    if in_form:
        form = pdf.make_stream(content, {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 612, 792]})
        form.Resources = resources
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        content = b"/X Do"
    else:
        page.obj.Resources = resources
    page.obj.Contents = pdf.make_stream(content)
    pdf.save(path)
    return path


@pytest.mark.parametrize("in_form", [False, True])
@pytest.mark.parametrize("characters", ["A1 ", "A1 张"], ids=["TrueType", "CFF"])
def test_code_zero_of_a_composite_font_is_a_box_also_inside_a_form(tmp_path: Path, characters: str, in_form: bool) -> None:
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    font = embed(writer, characters)
    writer.root_object[NameObject("/Keep")] = font.reference
    data = io.BytesIO()
    writer.write(data)
    codes = "".join(f"{code:04X}" for code in font.codes.values()).encode()
    for shown, boxes in ((codes, []), (codes + b"0000", [(2, "\ufffd")])):
        with pikepdf.open(data) as pdf:
            path = _shown(tmp_path / "shown.pdf", pdf.Root.Keep, pdf, shown, in_form=in_form)
        assert glyphs.boxes(path) == boxes


def _cff(*, keyed: bool) -> bytes:
    """A CFF font of four glyphs: .notdef and its twin a box, a triangle, and a space."""

    def box(pen: T2CharStringPen) -> None:
        for number, point in enumerate(((100, 0), (500, 0), (500, 700), (100, 700))):
            (pen.lineTo if number else pen.moveTo)(point)
        pen.closePath()

    def triangle(pen: T2CharStringPen) -> None:
        pen.moveTo((0, 0))
        pen.lineTo((500, 0))
        pen.lineTo((250, 700))
        pen.closePath()

    def empty(pen: T2CharStringPen) -> None:
        return None

    draw = {".notdef": box, "space": empty, "A": triangle, "B": box}
    strings = {}
    for name, drawing in draw.items():
        pen = T2CharStringPen(600, None)
        drawing(pen)
        strings[name] = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(list(draw))
    builder.setupCharacterMap({32: "space", 65: "A", 66: "B"})
    builder.setupCFF("Test", {"FullName": "Test"}, strings, {})
    builder.setupHorizontalMetrics(dict.fromkeys(draw, (600, 0)))
    builder.setupHorizontalHeader()
    builder.setupPost()
    if not keyed:
        encoding = [".notdef"] * 256
        encoding[1:4] = ["space", "A", "B"]
        builder.font["CFF "].cff[0].Encoding = encoding
    data = io.BytesIO()
    builder.font.save(data)
    data.seek(0)
    return bytes(type(builder.font)(data).getTableData("CFF "))


@pytest.mark.parametrize("is_composite", [False, True])
def test_a_twin_of_notdef_in_a_bare_cff_font_is_a_box(tmp_path: Path, is_composite: bool) -> None:
    """How later versions of LibreOffice embed such fonts: CFF as it is, simple or composite."""
    with pikepdf.new() as pdf:
        kind = pikepdf.Name.CIDFontType0C if is_composite else pikepdf.Name.Type1C
        program = pdf.make_stream(_cff(keyed=is_composite), {"/Subtype": kind})
        descriptor = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontFile3=program))
        cmap = pdf.make_stream(
            b"2 beginbfchar <02> <0041> <03> <0F40> endbfchar" if not is_composite else b"1 beginbfchar <0003> <0F40> endbfchar"
        )
        if is_composite:
            inner = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.CIDFontType0, FontDescriptor=descriptor))
            font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[inner])
            codes = b"000100020003"
        else:
            font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type1, FontDescriptor=descriptor)
            codes = b"010203"
        font.ToUnicode = cmap
        path = _shown(tmp_path / "shown.pdf", pdf.make_indirect(font), pdf, codes)
    assert glyphs.boxes(path) == [(1, "ཀ")]


def test_the_official_form_is_not_suspected(shared: Path) -> None:
    assert glyphs.boxes(shared / "forms" / "us" / "i-589.2025-01-20.pdf") == []


def test_maps_to_unicode_are_read_in_all_their_forms() -> None:
    data = b"""2 beginbfchar <0001> <0041> <02> <D83DDE00> endbfchar
    3 beginbfrange <0010> <0012> <0061> <20> <21> [<0078> <00790079>] <30><30><5F20> endbfrange"""
    assert read_cmap(data) == {1: "A", 2: "😀", 16: "a", 17: "b", 18: "c", 32: "x", 33: "yy", 48: "张"}
    assert read_cmap(b"no map at all <00") == {}
