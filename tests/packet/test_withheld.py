"""Which words count as the ones that are marked for redaction, in what is said of exhibits."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from fpdf import FPDF

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.evidence.redact import Open
from asylum_forms.evidence.spelling import Words
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.packet.papers import _blacked as _blacked_pages
from asylum_forms.packet.withheld import _blacked, described, located, words
from asylum_forms.record.model import Record

PAPER = Paper(Path("letter.txt"), "", Path("letter.pdf"), 1)
EXHIBIT = Exhibit("a", "A", "Paper", None, "", "en", "", "", "", PAPER)


@pytest.mark.parametrize(
    ("marked", "said", "left"),
    [
        ("Shen Le", "Letter of SHEN\n LE, child", "Letter of █████, child"),
        ("Le", "Le and Lee, le", "█████ and Lee, █████"),
        ("沈乐", "沈乐的信", "█████的信"),
        ("홍길동", "홍길동의 편지", "█████의 편지"),
        ("Shen Le", "Shen Le先生", "█████先生"),
        ("le@example.com", "Mail of <le@example.com>", "Mail of <█████>"),
        ("Lé", "chez l'Lé", "chez l'█████"),
        ("a.b", "axb", "axb"),
        ("Mary O'Brien", "Letter of Mary O\u2019Brien", "Letter of █████"),
        ("Shen-Li", "Shen\u2011Li; Shen\ufffeLi", "█████; █████"),
        ("Shen Jianming", "Brief von JIANMING, Shen an S h e n J i a n m i n g", "Brief von █████ an █████"),
        ("José Sáez", "Letter of Saez Jose", "Letter of █████"),
        ("Jianming", "Jian-\nming and Jian\u00adming", "█████ and █████"),
    ],
)
def test_words_are_found_however_they_are_written(marked: str, said: str, left: str) -> None:
    (one,) = described([replace(EXHIBIT, title=said, issuer=said, obtained=said, supports=said, url=said)], [marked])
    assert {one.title, one.issuer, one.obtained, one.supports, one.url} == {left}


def test_words_are_those_of_all_evidence_once_and_areas_are_none() -> None:
    entries = [{"redact": [{"words": "Le"}, {"page": 1, "area": "1 1 5 5"}]}, {}, {"redact": [{"words": "Le"}, {"words": "Guo"}]}]
    assert words(Record(Path(), Path("record.yaml"), "en", {"evidence": entries})) == ["Le", "Guo"]


def test_what_can_still_be_read_is_known_of_each_piece_of_a_divided_paper() -> None:
    paper = replace(PAPER, pages=6, blacked=((2, "Le"), (5, "Guo")))
    exhibit = replace(EXHIBIT, original=paper)
    assert [_blacked_pages(exhibit, "original", *piece) for piece in ((0, 3), (3, 3))] == [((2, "Le"),), ((2, "Guo"),)]
    assert _blacked_pages(exhibit, "translation", 0, 3) == ()


def test_pages_of_a_paper_are_named_as_they_are_in_the_copy() -> None:
    """An exhibit that is too large for one file goes on in the next, where pages may stand between."""
    leaves = [
        Leaf("cover", "Cover", Path(), 3),
        Leaf("exhibit/a/original", "Paper", Path(), 2),
        Leaf("exhibit/a/continued-2", "Paper", Path(), 1),
        Leaf("exhibit/a/original-2", "Paper", Path(), 4),
    ]
    finding = Finding("evidence.redaction", Severity.BLOCKS, "a.pdf, pages 2-4.", place=Place(exhibit="a"))
    plan = Plan(tuple(leaves), "A4", "en", "Filing", "")
    assert located(Open(finding, "original", (2, 3, 4)), plan).message == "a.pdf, pages 2-4. In this copy these are pages 5, 7–8."
    assert located(Open(finding, "original"), plan) == finding
    assert located(Open(finding, "translation", (1,)), plan) == finding


def test_a_link_to_a_page_does_not_keep_it_as_it_was(tmp_path: Path) -> None:
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_font("helvetica", size=14)
    there = pdf.add_link(page=2)
    for text in ("see page 2", "Shen Le was there"):
        pdf.add_page()
        pdf.text(60, 60, text)
    pdf.page = 1
    pdf.link(60, 50, 100, 20, there)
    pdf.output(str(tmp_path / "paper.pdf"))
    leaf = _blacked(Leaf("statement", "Statement", tmp_path / "paper.pdf", 2), [Words("Shen Le")], tmp_path / "work")
    assert [page for page, _left in leaf.blacked] == [2]
    command = ["qpdf", "--qdf", "--object-streams=disable", str(leaf.pdf), "-"]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    assert b"see page 2" in data
    assert b"Shen" not in data


def test_an_address_behind_a_link_does_not_keep_the_words(tmp_path: Path) -> None:
    """A Word file that the user edited may say `here` and lead to a page about somebody."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_font("helvetica", size=14)
    pdf.add_page()
    pdf.text(60, 60, "write to us, or look here")
    for number, address in enumerate(("mailto:shen.le@example.org", "https://example.org/Shen%20Le", "https://example.org/law")):
        pdf.link(60, 50 + 30 * number, 100, 20, address)
    pdf.output(str(tmp_path / "paper.pdf"))
    leaf = _blacked(Leaf("statement", "Statement", tmp_path / "paper.pdf", 1), [Words("Shen Le")], tmp_path / "work")
    command = ["qpdf", "--qdf", "--object-streams=disable", str(leaf.pdf), "-"]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    assert b"example.org/law" in data
    assert b"write to us" in data
    assert leaf.blacked == ()
    assert [word for word in (b"shen", b"Shen", b"%20Le") if word in data] == []
