"""Tables on pages of LibreOffice: no row stands alone with the head, and nobody signs what stands on another page."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pdf_text import text_of

from asylum_forms.forms import house
from asylum_forms.forms.marks import Sign
from asylum_forms.forms.render import render
from asylum_forms.look import typeset
from asylum_forms.progress import quiet


def template(out: Path) -> Path:
    """Lines, a heading, and a table with a row for each entry."""
    document = house.new_document()
    for line in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(line, style="Block")
    document.add_paragraph("The heading", style="Heading 2")
    made = house.table(document, (3, 3))
    for cell, words in zip(house.row(made, head=True).cells, ("Head", "Words"), strict=True):
        cell.paragraphs[0].text, cell.paragraphs[0].style = words, "Cell Head"
    for cells in (("{%tr for entry in entries %}",), ("{{ entry.name }}", "{{ entry.words }}"), ("{%tr endfor %}",)):
        for cell, words in zip(house.row(made).cells, cells, strict=False):
            cell.paragraphs[0].text, cell.paragraphs[0].style = words, "Cell"
    document.add_paragraph("The end")
    document.save(str(out))
    return out


def rendered(folder: Path, lines: int, entries: Sequence[str]) -> Path:
    out = folder / f"{lines}-{len(entries)}-{len(entries[0])}.docx"
    rows = [{"name": f"Entry{number:02}", "words": words} for number, words in enumerate(entries)]
    render(folder / "t.docx", {"lines": ["A line."] * lines, "entries": rows}, out)
    return out


def kept(file: Path) -> list[bool]:
    """Whether each row of the table is kept on the page of the next."""
    (made,) = docx.Document(str(file)).tables
    return [all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs) for row in made.rows[1:]]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, [False]), (2, [True, False]), (3, [True, True, False]), (5, [True, False, False, True, False])],
)
def test_the_first_two_entries_are_kept_together_and_the_last_two(tmp_path: Path, count: int, expected: list[bool]) -> None:
    template(tmp_path / "t.docx")
    assert kept(rendered(tmp_path, 1, ["few words"] * count)) == expected


def test_a_table_without_a_head_of_its_own_is_left_as_it_was_drawn(tmp_path: Path) -> None:
    file = template(tmp_path / "t.docx")
    document = docx.Document(str(file))
    for mark in list(document.element.iter(qn("w:tblHeader"))):
        mark.getparent().remove(mark)
    document.save(str(file))
    assert kept(rendered(tmp_path, 1, ["few words"] * 4)) == [False] * 4


@pytest.mark.slow
def test_no_entry_stands_alone_with_the_head_wherever_the_page_ends(tmp_path: Path) -> None:
    template(tmp_path / "t.docx")
    wanted = [(lines, count, size) for lines in range(32, 46) for count, size in ((2, 3), (6, 40), (5, 3))]
    files = [rendered(tmp_path, lines, ["Words. " * size] * count) for lines, count, size in wanted]
    pdfs = typeset(files, tmp_path / "pdf", None, quiet)
    for (lines, count, size), pdf in zip(wanted, pdfs, strict=True):
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
        on = [page.count("Entry") for page in text.split("\f")[:-1]]
        assert sum(on) == count
        assert 1 not in on, f"{count} entries of {size} words after {lines} lines: {on}"
        assert all(("Head" in page) == ("Entry" in page) for page in text.replace("The heading", "").split("\f")[:-1])


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4])
def test_entries_longer_than_a_page_lose_nothing(tmp_path: Path, count: int) -> None:
    template(tmp_path / "t.docx")
    entries = [" ".join(f"{letter}{number}" for number in range(700)) for letter in "abcd"[:count]]
    (pdf,) = typeset([rendered(tmp_path, 3, entries)], tmp_path / "pdf", None, quiet)
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode().split()
    assert [word for word in text if word[0] in "abcd" and word[1:].isdigit()] == [
        word for one in entries for word in one.split()
    ]


OTHER = "The office fills this in: " + "x" * 60
SAID = "I declare that all of this is true. " * 4
SIGNED = ("Last answer", "Declaration", SAID, "Name", "Signature", "{{r line }}", "Date", "", OTHER)


def signed_form(folder: Path, above: int) -> Path:
    """A form that ends with a declaration, a line to sign, and something else, so many lines down."""
    document = house.new_document()
    for _line in range(above):
        document.add_paragraph("A line.", style="Block")
    made = house.table(document, (6,))
    for words in SIGNED:
        house.row(made).cells[0].paragraphs[0].text = words
    document.save(str(folder / "t.docx"))
    out = folder / f"{above}.docx"
    render(folder / "t.docx", {"line": Sign("signer")}, out)
    return out


def test_rows_are_kept_together_from_the_declaration_to_the_date(tmp_path: Path) -> None:
    (made,) = docx.Document(str(signed_form(tmp_path, 1))).tables
    rows = [(row.cells[0].text.strip("_"), row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in made.rows]
    assert rows == [
        ("Last answer", None),
        ("Declaration", None),  # drawn so where it is the caption of a box
        (SAID, True),
        ("Name", True),
        ("Signature", True),
        ("", True),
        ("Date", True),
        ("", None),
        (OTHER, None),
    ]


@pytest.mark.slow
def test_nobody_signs_a_page_on_which_the_declaration_does_not_stand(tmp_path: Path) -> None:
    files = [signed_form(tmp_path, above) for above in range(24, 46)]
    pages = [text_of(pdf).split("\f") for pdf in typeset(files, tmp_path / "pdf", None, quiet)]
    assert {len(one) for one in pages} == {2, 3}  # some end before the declaration, some after it
    for (signed,) in ([page for page in one if "____" in page] for one in pages):
        assert "I declare" in signed
        assert "Date" in signed
