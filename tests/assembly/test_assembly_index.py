"""The numbers printed in an index, read off the page."""

from __future__ import annotations

from pathlib import Path

import fpdf
import pytest
from assembly_pdfs import evidence, own, plan, text_pdf

from asylum_forms.assembly import index
from asylum_forms.assembly.index import verify_index
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.pdf.links import INTERNAL

Row = tuple[str, str, str, str]
"""Label, title, printed number, id of the exhibit that the number is a link to."""

RIGHT: list[Row] = [("A", "Letter of 12 May", "3", "a"), ("B", "Medical report, 11 pages", "5", "b"), ("AA", "Map", "16", "c")]
PLANNED = [("A", 3), ("B", 5), ("AA", 16)]


def _filing(folder: Path, rows: list[Row]) -> tuple[Plan, Written]:
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_font("times", size=12)
    pdf.add_page()
    pdf.text(72, 60, "Index of exhibits 3 5 16")
    pdf.add_page()
    for number, (label, title, page, target) in enumerate(rows):
        top = 80 + 20 * number
        pdf.text(72, top + 12, label)
        pdf.text(110, top + 12, title)
        pdf.set_xy(500, top)
        pdf.cell(40, 14, page, align="R", link=f"{INTERNAL}exhibit/{target}")
    pdf.output(str(folder / "index.pdf"))
    text = text_pdf(folder / "text.pdf", 2)
    longer = text_pdf(folder / "longer.pdf", 11)
    made = plan(
        own("index", folder / "index.pdf", 2),
        evidence("a", text, 2),
        evidence("b", longer, 11),
        evidence("c", text, 2),
    )
    return made, write(made, folder / "filing.pdf")


def test_an_index_that_says_what_is_there_passes(tmp_path: Path) -> None:
    verify_index(*_filing(tmp_path, RIGHT), "index", PLANNED)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("A", "Letter", "4", "a"), *RIGHT[1:]], ["the number 4 is a link to page 3", "“A” does not say page 3"]),
        ([("A", "Letter", "3", "b"), *RIGHT[1:]], ["the number 3 is a link to page 5", "“A” does not say page 3"]),
        (
            [("B", "Letter", "3", "a"), ("A", "Report", "5", "b"), RIGHT[2]],
            ["“A” does not say page 3", "“B” does not say page 5"],
        ),
        (RIGHT[:2], ["“AA” does not say page 16"]),
        ([*RIGHT[:2], ("AA", "Map", "1", "c")], ["the number 1 is a link to page 16"]),
        ([*RIGHT[:2], ("AA", "Map, page", "116", "c")], ["the number 116 is a link to page 16"]),
    ],
    ids=["wrong number", "wrong link", "rows exchanged", "row missing", "number cut off", "number within another"],
)
def test_an_index_that_is_wrong_is_named_row_by_row(tmp_path: Path, rows: list[Row], said: list[str]) -> None:
    with pytest.raises(OutputError) as raised:
        verify_index(*_filing(tmp_path, rows), "index", PLANNED)
    for words in said:
        assert words in raised.value.message


def test_verifying_a_filing_reads_every_index_it_is_told_of(tmp_path: Path) -> None:
    made, written = _filing(tmp_path, RIGHT[:2])
    verify(made, written, [("index", PLANNED[:2], [])])
    with pytest.raises(OutputError, match="“AA” does not say page 16"):
        verify(made, written, [("index", PLANNED[:2], []), ("index", PLANNED, [])])


def test_an_index_that_grew_is_noticed(tmp_path: Path) -> None:
    """Numbers printed before the index had two pages, links resolved after."""
    rows = [(label, title, str(int(page) - 1), target) for label, title, page, target in RIGHT]
    with pytest.raises(OutputError) as raised:
        verify_index(*_filing(tmp_path, rows), "index", PLANNED)
    assert raised.value.message.count("\n- ") == 6


def _two_lines(folder: Path, *, link: bool) -> tuple[Plan, Written]:
    """A title of two lines, drawn whole before the number that stands beside its first line."""
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_font("times", size=12)
    pdf.add_page()
    pdf.text(72, 92, "A")
    pdf.text(110, 92, "A letter whose title fills more")
    pdf.text(110, 106, "than one line")
    pdf.text(530, 92, "2")
    if link:
        pdf.link(530, 84, 6, 6.4, f"{INTERNAL}exhibit/a")  # as high as LibreOffice makes it
    pdf.output(str(folder / "index.pdf"))
    made = plan(own("index", folder / "index.pdf", 1), evidence("a", text_pdf(folder / "text.pdf", 1), 1))
    return made, write(made, folder / "filing.pdf")


def test_the_number_beside_the_first_of_two_lines_is_read_as_a_word_of_its_own(tmp_path: Path) -> None:
    verify_index(*_two_lines(tmp_path, link=True), "index", [("A", 2)])


def test_so_is_the_number_of_what_lies_in_another_file(tmp_path: Path) -> None:
    verify_index(*_two_lines(tmp_path, link=False), "index", [], [("A", "2")])
    with pytest.raises(OutputError, match="does not say page 2"):
        verify_index(*_two_lines(tmp_path, link=False), "index", [], [("B", "2")])


@pytest.mark.parametrize(("line", "label", "found"), [
    ("갑 제 1 호증 법원 판결 5", "갑 제1호증", True),
    ("갑 제1호증 법원 판결 5", "갑 제1호증", True),
    ("갑 제 11 호증 법원 판결 5", "갑 제1호증", False),
    ("附件 1 判决书 5", "附件1", True),
    ("附件 12 判决书 5", "附件1", False),
    ("A B Letter 5", "AB", False),
])  # fmt: skip
def test_the_gap_between_east_asian_letters_and_digits_is_no_word(line: str, label: str, found: bool) -> None:
    assert index._holds(line, label) is found
