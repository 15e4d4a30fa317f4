"""Pages of two filings matched by what they show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fpdf
import pytest
from compare_filings import filing

from asylum_forms.compare.filing import Built, Piece, read_built
from asylum_forms.compare.pages import Kind, page_changes
from asylum_forms.compare.words import Words, differences
from asylum_forms.errors import ArgumentError, OutputError


def kinds(old: Built, new: Built) -> list[tuple[str, int, int]]:
    return [(change.kind.value, change.old, change.new) for change in page_changes(old, new)]


def test_pages_that_only_moved_are_no_changes(tmp_path: Path) -> None:
    old = filing(tmp_path / "old.pdf", {"letter": ["Dear office"], "proof": ["one", "two"]})
    new = filing(tmp_path / "new.pdf", {"letter": ["Dear office", "and more"], "proof": ["one", "two"]})
    assert kinds(old, new) == [("same", 1, 1), ("added", 0, 2), ("moved", 2, 3), ("moved", 3, 4)]


def test_a_page_that_is_gone_is_told_where_it_stood(tmp_path: Path) -> None:
    old = filing(tmp_path / "old.pdf", {"letter": ["Dear office"], "memo": ["secret"], "proof": ["one"]})
    new = filing(tmp_path / "new.pdf", {"letter": ["Dear office"], "proof": ["one"]})
    assert kinds(old, new) == [("same", 1, 1), ("removed", 2, 0), ("moved", 3, 2)]


def test_a_changed_page_has_its_old_and_new_words(tmp_path: Path) -> None:
    old = filing(tmp_path / "old.pdf", {"letter": ["I was held for two hours."]})
    new = filing(tmp_path / "new.pdf", {"letter": ["I was held for three hours."]})
    (change,) = page_changes(old, new)
    assert (change.kind, change.words) == (Kind.CHANGED, (Words("two", "three"),))


def test_a_page_whose_look_alone_changed_is_told(tmp_path: Path) -> None:
    old = filing(tmp_path / "old.pdf", {"letter": ["Dear office"]})
    pdf = fpdf.FPDF(unit="pt", format=(612, 792))
    pdf.set_font("helvetica", size=12)
    pdf.add_page()
    pdf.set_xy(72, 72)
    pdf.multi_cell(400, 14, "Dear office")
    pdf.rect(100, 300, 200, 100, style="F")
    pdf.output(str(tmp_path / "new.pdf"))
    (change,) = page_changes(old, Built((tmp_path / "new.pdf",), (Piece("letter", "letter", 1, 1),)))
    assert (change.kind, change.words) == (Kind.CHANGED, ())


def test_references_that_follow_what_moved_are_told_apart_and_not_hidden(tmp_path: Path) -> None:
    old = filing(tmp_path / "old.pdf", {"letter": ["See Exhibit B, p. 2"], "b": ["proof"]}, {"b": "B"})
    new = filing(tmp_path / "new.pdf", {"letter": ["See Exhibit C, p. 3"], "a": ["new"], "b": ["proof"]}, {"b": "C"})
    letter = page_changes(old, new)[0]
    assert letter.kind is Kind.REFERENCES
    assert letter.references == (Words("B,", "C,"), Words("2", "3"))


def test_a_number_that_did_not_follow_is_the_same_word() -> None:
    words, references = differences(["on", "2", "May", "p.", "2"], ["on", "2", "May", "p.", "3"], {"2": "3"})
    assert (words, references) == ((), (Words("2", "3"),))


def test_that_there_are_more_files_is_no_change_of_the_page_that_says_so(tmp_path: Path) -> None:
    def divided(name: str, count: int, letter: str) -> Built:
        made = filing(tmp_path / name, {"index/part-2": [f"Part 2 of {count} A {letter} 4"], "letter": [f"Part 2 of {count}"]})
        return replace(made, pdfs=(made.pdfs[0], *(empty for _file in range(count - 1))))

    empty = tmp_path / "empty.pdf"
    filing(empty, {"a": ["a"]})
    old, more, other = divided("old", 2, "Letter"), divided("more", 3, "Letter"), divided("other", 3, "Photograph")
    assert [change.kind for change in page_changes(old, more)] == [Kind.SAME, Kind.CHANGED], "a paper may say so, and mean it"
    changed = page_changes(old, other)[0]
    assert (changed.kind, changed.words) == (Kind.CHANGED, (Words("Letter", "Photograph"),))


def test_a_folder_without_a_filing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="There is no filing"):
        read_built(tmp_path)


def test_what_does_not_exist_is_named_itself(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=rf"There is no file {tmp_path}/filed\."):
        read_built(tmp_path / "filed")


def test_a_pdf_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nno")
    with pytest.raises(OutputError, match=r"broken\.pdf cannot be read"):
        read_built(tmp_path / "broken.pdf")
