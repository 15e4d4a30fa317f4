"""Rendering Word templates: what the applicant wrote comes out as written, and nothing else can happen."""

from __future__ import annotations

import copy
import io
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from word_files import filled_form, small_form, template

from asylum_forms.errors import RecordError, TemplateError
from asylum_forms.forms.marks import Link, Runs, Sign
from asylum_forms.forms.render import form_context, render, text_of
from asylum_forms.forms.word import RIGHT_TO_LEFT
from asylum_forms.pdf.links import INTERNAL
from asylum_forms.pdf.paper import PAPERS
from asylum_forms.tools import libreoffice

HOSTILE = {
    "jinja": "{{ 7*7 }} {% for x in y %} {# note #}",
    "xml": "a & b < c <w:p>x</w:p> </w:t></w:r><w:p/> &amp; ]]> \"quoted\" 'single'",
    "docxtpl": "{_{ 7 }_} {_% if %_} {{r x }} {%p y %}",
    "lines": "first\nsecond\n\nfourth\twith tab  and  spaces ",
    "chinese": "河南省新密市信访局，张伟明。",
    "emoji": "family 👨‍👩‍👧 and 😀",
    "arabic": "مرحبا 123 بالعالم",
    "mixed": "He said مرحبا بك and left",
    "smart": "it’s “this” – …",
}


def test_what_people_write_comes_out_as_written(tmp_path: Path) -> None:
    file = template(tmp_path / "t.docx", *(f"[{{{{ {name} }}}}]" for name in HOSTILE), header="{{ xml }}")
    render(file, HOSTILE, tmp_path / "out.docx")
    printed = [paragraph.text for paragraph in docx.Document(str(tmp_path / "out.docx")).paragraphs]
    assert printed == [f"[{text}]" for text in HOSTILE.values()]
    assert docx.Document(str(tmp_path / "out.docx")).sections[0].header.paragraphs[0].text == HOSTILE["xml"]


def test_no_line_ends_with_an_opening_mark_of_french(tmp_path: Path) -> None:
    file = template(tmp_path / "t.docx", "{{ a }}", "{{r b }}")
    said = "pour « provocation » : oui ; « non »"
    render(file, {"a": said, "b": Runs((said,))}, tmp_path / "out.docx")
    printed = [paragraph.text for paragraph in docx.Document(str(tmp_path / "out.docx")).paragraphs]
    assert printed == ["pour «\u00a0provocation\u00a0» : oui ; «\u00a0non\u00a0»"] * 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff")),
    line=st.sampled_from(["", "\n", "\t", "{", "_}"]),
)
def test_any_text_comes_out_as_written(text: str, line: str, tmp_path: Path) -> None:
    file = tmp_path / "t.docx"
    if not file.exists():
        template(file, "{{ a }}{{ b }}", "{{r c }}")
    render(file, {"a": text + line, "b": text, "c": Runs((text, Link("x" + text, "part/a"), line))}, tmp_path / "out.docx")
    first, second = docx.Document(str(tmp_path / "out.docx")).paragraphs
    text = text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    assert first.text == text + line + text
    assert second.text == text + "x" + text + line


def test_hostile_text_and_links_survive_typesetting(tmp_path: Path) -> None:
    marks = {
        "cite": Runs(("see ", Link("Exhibit C, p. 41", "exhibit/court-judgment_2020/2"), ".")),
        "index": Link("12", "part/i-589"),
        "line": Sign("applicant"),
    }
    lines = [f"{{{{ {name} }}}}" for name in ("jinja", "xml", "docxtpl", "chinese")]
    file = template(tmp_path / "t.docx", *lines, "{{r cite }}", "{{r index }}", "{{r line }}")
    render(file, {**HOSTILE, **marks}, tmp_path / "out.docx")
    [pdf] = libreoffice.convert([tmp_path / "out.docx"], tmp_path)
    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for name in ("jinja", "xml", "docxtpl", "chinese"):
        assert HOSTILE[name] in text
    assert "see Exhibit C, p. 41." in text
    links = {note["/A"]["/URI"] for page in pypdf.PdfReader(pdf).pages for note in page.get("/Annots", [])}
    assert links == {INTERNAL + target for target in ("exhibit/court-judgment_2020/2", "part/i-589", "sign/applicant")}


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x0c", "U+000C"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\ud83d", "U+D83D"),
        ("\ufffe", "U+FFFE"),
    ],
)
def test_a_character_that_cannot_be_printed_is_named_with_the_words_around_it(tmp_path: Path, character: str, name: str) -> None:
    file = template(tmp_path / "t.docx", "{{ a }}")
    with pytest.raises(TemplateError) as caught:
        render(file, {"a": f"They came{character} at night"}, tmp_path / "out.docx")
    assert name in caught.value.message
    assert "They came" in caught.value.message
    assert caught.value.remedy
    assert not (tmp_path / "out.docx").exists()


def test_carriage_returns_are_line_ends(tmp_path: Path) -> None:
    render(template(tmp_path / "t.docx", "{{ a }}"), {"a": "one\r\ntwo\rthree"}, tmp_path / "out.docx")
    assert docx.Document(str(tmp_path / "out.docx")).paragraphs[0].text == "one\ntwo\nthree"


def test_every_letter_from_right_to_left_is_seen() -> None:
    letters = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in ("R", "AL")]
    assert len(letters) > 1000
    assert [letter for letter in letters if not RIGHT_TO_LEFT.match(letter)] == []


def test_words_from_right_to_left_are_marked(tmp_path: Path) -> None:
    render(template(tmp_path / "t.docx", "{{ arabic }}", "{{ mixed }}"), HOSTILE, tmp_path / "out.docx")
    arabic, mixed = docx.Document(str(tmp_path / "out.docx")).paragraphs
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert mixed._p.pPr is None or mixed._p.pPr.find(qn("w:bidi")) is None
    marked = {run.text: run._r.rPr is not None and run._r.rPr.find(qn("w:rtl")) is not None for run in mixed.runs}
    assert marked == {"He said ": False, "مرحبا بك": True, " and left": False}


def test_east_asian_font_and_language_are_both_set(tmp_path: Path) -> None:
    render(template(tmp_path / "t.docx", "{{ a }}"), {"a": "對", "east_asian": "zh-TW"}, tmp_path / "out.docx")
    defaults = docx.Document(str(tmp_path / "out.docx")).styles.element.find(qn("w:docDefaults"))
    assert defaults.find(".//" + qn("w:rFonts")).get(qn("w:eastAsia")) == "Noto Serif CJK TC"
    assert defaults.find(".//" + qn("w:lang")).get(qn("w:eastAsia")) == "zh-TW"


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Dear {{ nobody }}", {}, "nobody"),
        ("{{ person.nickname }}", {"person": {"name": "x"}}, "nickname"),
        ("{{ ''.__class__.__mro__ }}", {}, "__class__"),
        ("{{ place.parent }}", {"place": Path("folder")}, "parent"),
        ("{{ path.read_text() }}", {"path": Path(__file__)}, "read_text"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", {}, "cycler"),
        ("{{ module.os }}", {"module": zipfile}, "os"),
        ("{{ f.__globals__ }}", {"f": text_of}, "__globals__"),
        ("{{ bag.call() }}", {"bag": {"call": text_of}}, "not safely callable"),
        ("{{ words|safe }}", {"words": "x"}, "safe"),
        ("{{ nothing }}", {"nothing": None}, "NoneType"),
        ("{{ many }}", {"many": ["a"]}, "list"),
        ("{{ 1/0 }}", {}, "ZeroDivisionError"),
        ("{{ unfinished", {}, "unfinished"),
        ("{% if x %}", {"x": 1}, "if"),
        ("{{ link }}", {"link": Link("a", "part/a")}, "{{r ... }}"),
        ("{{r words }}", {"words": "plain"}, "{{ ... }}"),
        ("{{ q('A.99') }}", "form", "A.99"),
        ("{{ ticked('A.2', 'other') }}", "form", "other"),
        ("{{ q('A.3') }}", "form", "rows"),
        ("{%p for r in rows('A.3') %}{{ r.town }}{%p endfor %}", "form", "town"),
        ("{{ sheets('Sheet C') }}", "form", "Sheet C"),
    ],
)
def test_a_faulty_or_unsafe_template_is_refused_with_its_name_and_the_fault(
    tmp_path: Path, text: str, context: Any, expected: str
) -> None:
    paragraphs = text.replace("{%p", "\n{%p").replace("{{ r.", "\n{{ r.").split("\n")
    file = template(tmp_path / "letter.docx", *filter(None, paragraphs))
    with pytest.raises(TemplateError) as caught:
        render(file, form_context(filled_form(small_form())) if context == "form" else context, tmp_path / "out.docx")
    assert "letter.docx" in caught.value.message
    assert expected in caught.value.message + caught.value.remedy
    assert caught.value.remedy
    assert not (tmp_path / "out.docx").exists()


def test_an_error_says_in_which_words_of_the_template_it_arose(tmp_path: Path) -> None:
    file = template(tmp_path / "t.docx", "First", "Dear {{ nobody }}, hello", "Last")
    with pytest.raises(TemplateError, match=r"Dear \{\{ nobody \}\}, hello"):
        render(file, {}, tmp_path / "out.docx")


def test_an_error_of_another_kind_from_the_context_is_left_as_it_is(tmp_path: Path) -> None:
    def refuse() -> str:
        raise RecordError("the record is at fault")

    with pytest.raises(RecordError, match="the record is at fault"):
        render(template(tmp_path / "t.docx", "{{ refuse() }}"), {"refuse": refuse}, tmp_path / "out.docx")


@pytest.mark.parametrize("content", [b"", b"not a zip", None])
def test_a_broken_or_missing_template_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "broken.docx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TemplateError, match=r"broken\.docx"):
        render(file, {}, tmp_path / "out.docx")


def test_the_same_input_gives_the_same_bytes_and_no_author(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = "Jane Lawyer"
    document.core_properties.last_modified_by = "Jane Lawyer"
    document.add_paragraph("{{r link }} {{ a }}")
    document.save(str(tmp_path / "t.docx"))
    context = {"a": "x", "link": Link("a", "part/a"), "document_title": "Declaration"}
    for name in ("one.docx", "two.docx"):
        render(tmp_path / "t.docx", context, tmp_path / name)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.docx") as archive:
        assert not any(b"Lawyer" in archive.read(name) or b"python-docx" in archive.read(name) for name in archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    written = docx.Document(str(tmp_path / "one.docx")).core_properties
    assert (written.title, written.author, written.created.year) == ("Declaration", "", 2000)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_paper_gets_the_size_that_the_office_wants_and_its_tables_stay_as_wide(tmp_path: Path, paper: str) -> None:
    document = docx.Document()  # Letter, margins of 1.25 inches
    document.add_paragraph("upright")
    lying = document.add_section()
    lying.page_width, lying.page_height = Inches(11), Inches(8.5)
    document.add_paragraph("landscape")
    document.save(str(tmp_path / "t.docx"))
    render(tmp_path / "t.docx", {"paper": paper}, tmp_path / "out.docx")
    found = docx.Document(str(tmp_path / "out.docx")).sections
    short, long = (Pt(length) for length in PAPERS[paper])
    assert [
        (abs(s.page_width - w) < Pt(1), abs(s.page_height - h) < Pt(1))
        for s, w, h in zip(found, (short, long), (long, short), strict=True)
    ] == [(True, True)] * 2
    wide = [s.page_width - s.left_margin - s.right_margin for s in found]
    assert [abs(is_ - was) < Pt(1) for is_, was in zip(wide, (Inches(6), Inches(8.5)), strict=True)] == [True, True]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_what_was_drawn_on_larger_paper_gets_narrower_in_proportion(tmp_path: Path, paper: str) -> None:
    """Margins that took up all of the difference would lie beyond the edge of the paper."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(420)  # A3
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.header.paragraphs[0].paragraph_format.tab_stops.add_tab_stop(Mm(252))
    made = document.add_table(1, 2)
    made.autofit = False
    for column, width in zip(made.columns, (Mm(60), Mm(192)), strict=True):
        column.width = width
        column.cells[0].width = width
    picture = io.BytesIO()
    Image.new("RGB", (126, 50)).save(picture, "PNG")
    document.add_paragraph().add_run().add_picture(picture, width=Mm(252))
    document.save(str(tmp_path / "t.docx"))
    render(tmp_path / "t.docx", {"paper": paper}, tmp_path / "out.docx")
    found = docx.Document(str(tmp_path / "out.docx"))
    (page,) = found.sections
    scale = Pt(PAPERS[paper][0]) / Mm(297)
    assert (page.left_margin, page.right_margin) == pytest.approx((Mm(25) * scale, Mm(20) * scale), abs=Pt(1))
    columns = [Mm(60) * scale, Mm(192) * scale]
    assert [column.width for column in found.tables[0].columns] == pytest.approx(columns, abs=Pt(1))
    assert [cell.width for cell in found.tables[0].rows[0].cells] == pytest.approx(columns, abs=Pt(1))
    shown = found.inline_shapes[0]
    assert (shown.width, shown.height) == pytest.approx((Mm(252) * scale, Mm(100) * scale), abs=Pt(1))
    assert page.header.paragraphs[0].paragraph_format.tab_stops[0].position == pytest.approx(Mm(252) * scale, abs=Pt(1))


def test_a_head_that_two_sections_share_gets_narrower_once(tmp_path: Path) -> None:
    document = docx.Document()
    first = document.sections[0]
    first.page_width, first.page_height = Mm(297), Mm(420)
    first.left_margin = first.right_margin = Mm(20)
    first.header.paragraphs[0].paragraph_format.tab_stops.add_tab_stop(Mm(252))
    document.add_section()
    before, after = (section._sectPr for section in document.sections)
    (shared,) = before.iter(qn("w:headerReference"))
    after.insert(0, copy.deepcopy(shared))
    document.save(str(tmp_path / "t.docx"))
    render(tmp_path / "t.docx", {"paper": "A4"}, tmp_path / "out.docx")
    heads = [section.header.paragraphs[0] for section in docx.Document(str(tmp_path / "out.docx")).sections]
    wanted = Mm(252) * (Pt(PAPERS["A4"][0]) / Mm(297))
    assert [head.paragraph_format.tab_stops[0].position for head in heads] == pytest.approx([wanted] * 2, abs=Pt(1))


def test_a_file_that_does_not_say_its_paper_is_letter_as_word_takes_it(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]._sectPr
    for child in list(section):
        section.remove(child)
    document.save(str(tmp_path / "t.docx"))
    render(tmp_path / "t.docx", {"paper": "A4"}, tmp_path / "out.docx")
    (found,) = docx.Document(str(tmp_path / "out.docx")).sections
    assert abs(found.page_width - found.left_margin - found.right_margin - Inches(6.5)) < Pt(1)
    assert abs(found.page_height - Pt(PAPERS["A4"][1])) < Pt(1)


def test_a_paper_does_not_bring_along_every_style_twice(tmp_path: Path) -> None:
    document = docx.Document()  # has all its styles once more, for Word 2010
    document.add_paragraph("words")
    document.save(str(tmp_path / "t.docx"))
    render(tmp_path / "t.docx", {}, tmp_path / "out.docx")
    for file, there in ((tmp_path / "t.docx", True), (tmp_path / "out.docx", False)):
        with zipfile.ZipFile(file) as archive:
            assert ("word/stylesWithEffects.xml" in archive.namelist()) is there
            assert (b"stylesWithEffects" in archive.read("word/_rels/document.xml.rels")) is there


def test_footnotes_are_rendered_once_however_many_sections_there_are(tmp_path: Path) -> None:
    source = template(tmp_path / "plain.docx", "Body")
    document = docx.Document(str(source))
    document.add_section()
    document.save(str(source))
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f'<w:footnotes {w}><w:footnote w:id="1"><w:p><w:r><w:t>{{{{ a }}}}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "t.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>')
            if name == "word/_rels/document.xml.rels":
                entry = f'<Relationship Id="rId900" Type="{relation}" Target="footnotes.xml"/>'
                data = data.replace("</Relationships>", f"{entry}</Relationships>")
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes)
    render(tmp_path / "t.docx", {"a": "{{ 7*7 }}"}, tmp_path / "out.docx")
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        assert "{{ 7*7 }}" in archive.read("word/footnotes.xml").decode()


def test_a_link_target_that_could_be_rewritten_is_refused() -> None:
    for target in ("exhibit/a b", "exhibit/判决", "exhibit/a/", "", "exhibit/a%20b", "../x"):
        with pytest.raises(TemplateError):
            Link("x", target)


def test_the_text_of_a_word_file_shows_headings_numbers_tables_and_links(tmp_path: Path) -> None:
    file = template(
        tmp_path / "t.docx",
        "My title",
        "Part one",
        "said this",
        "said {{r l }}",
        "end",
        header="Head",
        styles=["Title", "Heading 1", "List Number", "List Number"],
    )
    render(file, {"l": Link("Exhibit A, p. 3", "exhibit/a/1")}, tmp_path / "out.docx")
    assert text_of(tmp_path / "out.docx").splitlines() == [
        "[header] Head",
        "# My title",
        "",
        "## Part one",
        "1. said this",
        "2. said Exhibit A, p. 3",
        "end",
    ]
