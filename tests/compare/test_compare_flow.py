"""A paper of several pages compared as one text: lines that slid to another page are neither left out nor new."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from compare_filings import filing
from docx.oxml import OxmlElement

from asylum_forms.compare import flow
from asylum_forms.compare.filing import Built, Piece
from asylum_forms.compare.pages import Kind, Moved, PageChange, page_changes
from asylum_forms.compare.words import Words, tokens

ROWS = [f"{label} Letter of witness {label} {number}" for number, label in enumerate("ABCDEFGH", 10)]
LATE = "A1 A late letter 10A"
HEAD = "Tab Document Page"
RUNNING = "Ada DOE Index"


def changes(old: Built, new: Built) -> list[PageChange]:
    return [change for change in page_changes(old, new) if change.kind is not Kind.SAME]


def index(file: Path, *pages: list[str]) -> Built:
    return filing(file, {"index": [" ".join([RUNNING, HEAD, *rows]) for rows in pages], "proof": ["one"]})


def with_word_file(built: Built, folder: Path) -> Built:
    """The filing with the Word file of its index: a running head and a table with a head that is repeated."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = RUNNING
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, HEAD.split(), strict=True):
        cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    folder.mkdir()
    document.save(str(folder / "index.docx"))
    return Built(built.pdfs, built.pieces, forms=folder)


@pytest.fixture
def slid(tmp_path: Path) -> tuple[Built, Built]:
    """An index of three pages, and with a late exhibit on the first: the last line of each page is the first of the next."""
    old = index(tmp_path / "old.pdf", ROWS[:3], ROWS[3:6], ROWS[6:])
    new = index(tmp_path / "new.pdf", [ROWS[0], LATE, ROWS[1]], ROWS[2:5], ROWS[5:])
    return with_word_file(old, tmp_path / "old"), with_word_file(new, tmp_path / "new")


def test_a_line_of_an_index_that_slid_to_the_next_page_is_neither_left_out_nor_added(slid: tuple[Built, Built]) -> None:
    first, second, third = changes(*slid)
    assert (first.kind, first.words) == (Kind.CHANGED, (Words("", LATE),))
    assert [(page.kind, page.old, page.new, page.words, page.moved) for page in (second, third)] == [
        (Kind.FLOWED, 2, 2, (), ()),
        (Kind.FLOWED, 3, 3, (), ()),
    ]
    assert (second.elsewhere, third.elsewhere) == ((1,), (2,))


def test_of_pdfs_alone_it_is_said_where_words_stood(slid: tuple[Built, Built]) -> None:
    """Without the Word files nobody knows what is printed anew on each page: nothing is hidden, and nothing called left out."""
    old, new = (Built(built.pdfs, built.pieces) for built in slid)
    found = changes(old, new)
    assert [words for page in found for words in page.words] == [Words("", LATE)]
    assert [page.kind for page in found] == [Kind.CHANGED, Kind.FLOWED, Kind.FLOWED]


def test_a_page_that_an_index_grew_by_tells_only_what_is_new(tmp_path: Path) -> None:
    old = with_word_file(index(tmp_path / "old.pdf", ROWS[:4]), tmp_path / "old")
    new = with_word_file(index(tmp_path / "new.pdf", [*ROWS[:3]], [LATE, ROWS[3]]), tmp_path / "new")
    first, second, proof = changes(old, new)
    assert (first.kind, first.words) == (Kind.FLOWED, ())
    assert (second.kind, second.new, second.words, second.elsewhere) == (Kind.ADDED, 2, (Words("", LATE),), (1,))
    assert proof.kind is Kind.MOVED


def test_a_page_that_is_not_needed_any_more_tells_where_its_lines_are_and_what_is_gone(tmp_path: Path) -> None:
    old = with_word_file(index(tmp_path / "old.pdf", ROWS[:3], [LATE, ROWS[3]]), tmp_path / "old")
    new = with_word_file(index(tmp_path / "new.pdf", ROWS[:4]), tmp_path / "new")
    gone = next(page for page in changes(old, new) if page.kind is Kind.REMOVED)
    assert (gone.old, gone.words, gone.elsewhere) == (2, (Words(LATE, ""),), (1,))


def test_a_paragraph_that_stands_on_another_page_now_is_said_to_have_stood_elsewhere(tmp_path: Path) -> None:
    paragraph = "He took me to the station and kept me there."
    old = filing(tmp_path / "old.pdf", {"story": [f"{paragraph} First came the winter of that year.", "Then came the spring."]})
    new = filing(tmp_path / "new.pdf", {"story": ["First came the winter of that year.", f"Then came the spring. {paragraph}"]})
    first, second = changes(old, new)
    assert (first.words, second.words) == ((), ())
    assert second.moved == (Moved(paragraph, 1),)


def test_what_is_gone_twice_and_stands_once_has_moved_once() -> None:
    line, rest = "He took me away", "In that winter nobody came to see us at the old house"
    old = [tokens(f"{line} {rest} {line}".split(), 0), tokens(["Then", "came", "the", "spring", "and", "we", "left"], 1)]
    new = [tokens(rest.split(), 0), tokens(f"Then came the spring and we left {line}".split(), 1)]
    _before, (first, second) = flow.compared(old, new, flow.paired(old, new), {}, ())
    assert first.words == [Words(line, "")]
    assert second.moved == [(0, line)]


def test_a_short_word_is_never_said_to_have_moved(tmp_path: Path) -> None:
    """“not” that is gone in one sentence and stands in another changes both."""
    old = filing(tmp_path / "old.pdf", {"story": ["I did not see him on that day.", "I was at home."]})
    new = filing(tmp_path / "new.pdf", {"story": ["I did see him on that day.", "I was not at home."]})
    assert [page.words for page in changes(old, new)] == [(Words("not", ""),), (Words("", "not"),)]


def test_a_page_put_between_others_is_new_and_the_others_stay(tmp_path: Path) -> None:
    old = filing(tmp_path / "old.pdf", {"story": ["one two three four", "five six seven eight"]})
    new = filing(tmp_path / "new.pdf", {"story": ["one two three four and", "nine ten eleven", "twelve five six seven eight"]})
    assert [(page.kind, page.old, page.new) for page in changes(old, new)] == [
        (Kind.CHANGED, 1, 1),
        (Kind.ADDED, 0, 2),
        (Kind.CHANGED, 2, 3),
    ]


def test_pages_of_an_exhibit_that_go_on_in_another_file_are_one_paper(tmp_path: Path) -> None:
    """The division into files moved: page 2 of the scan is in the first file now."""
    texts = {"exhibit/a/original": ["one", "two"], "exhibit/a/continued-2": ["A (continued)"], "exhibit/a/original-2": ["three"]}
    old = filing(tmp_path / "old.pdf", texts)
    texts = {"exhibit/a/original": ["one"], "exhibit/a/continued-2": ["A (continued)"], "exhibit/a/original-2": ["two", "three"]}
    found = page_changes(old, filing(tmp_path / "new.pdf", texts))
    assert {(page.kind, page.old, page.new) for page in found} == {
        (Kind.SAME, 1, 1),
        (Kind.MOVED, 2, 3),
        (Kind.SAME, 4, 4),
        (Kind.MOVED, 3, 2),
    }


def test_the_file_of_a_page_is_named_where_there_are_several(tmp_path: Path) -> None:
    one = filing(tmp_path / "one.pdf", {"a": ["one"]})
    two = filing(tmp_path / "Part1.pdf", {"a": ["one"]}), filing(tmp_path / "Part2.pdf", {"b": ["two"]})
    both = Built((*two[0].pdfs, *two[1].pdfs), (*two[0].pieces, Piece("b", "b", 2, 1)))
    assert [page.file for page in page_changes(one, both)] == ["Part1.pdf", "Part2.pdf"]
    assert [page.file for page in page_changes(one, one)] == [""]
