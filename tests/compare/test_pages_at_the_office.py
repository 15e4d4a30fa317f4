"""Which pages of a paper the office has after several filings, each of which replaced, added or took out some."""

from __future__ import annotations

from pathlib import Path

from asylum_forms.anew import Filed, options
from asylum_forms.before import once
from asylum_forms.compare.filing import Built, Piece
from asylum_forms.forms.kept import Rendering

LEAF = "narrative"
WHOLE = Built((Path("filing.pdf"),), (Piece("index", "Index", 1, 2), Piece(LEAF, "Narrative", 3, 3)))


def _changed(length: int, *pages: int) -> Built:
    """Changed pages of the paper, which had so many pages when they were made; 0 where its folder does not say."""
    pieces = (Piece(f"amended/{LEAF}/{page}", "Narrative", at, 1) for at, page in enumerate(pages, 2))
    return Built((Path("filing.pdf"),), tuple(pieces), amended=True, renderings={LEAF: Rendering("", "", pages=length)})


def test_a_filing_has_all_its_pages() -> None:
    assert Filed([WHOLE]).pages_of(LEAF) == {1: (0, 3), 2: (0, 4), 3: (0, 5)}


def test_changed_pages_take_the_place_of_those_before_and_add_to_them() -> None:
    assert Filed([WHOLE, _changed(4, 2, 4)]).pages_of(LEAF) == {1: (0, 3), 2: (1, 2), 3: (0, 5), 4: (1, 3)}


def test_a_page_that_was_taken_out_is_not_there_any_more() -> None:
    assert set(Filed([WHOLE, _changed(2, 2)]).pages_of(LEAF)) == {1, 2}
    assert set(Filed([WHOLE, _changed(2, 2), _changed(3, 3)]).pages_of(LEAF)) == {1, 2, 3}


def test_a_folder_that_does_not_say_how_long_the_paper_was_takes_none_out() -> None:
    assert set(Filed([WHOLE, _changed(0, 2)]).pages_of(LEAF)) == {1, 2, 3}


def test_a_paper_that_was_handed_in_anew_takes_the_place_of_all_of_it() -> None:
    again = Built((Path("filing.pdf"),), (Piece(LEAF, "Narrative", 2, 2),), later=True)
    assert Filed([WHOLE, again]).pages_of(LEAF) == {1: (1, 2), 2: (1, 3)}


def test_folders_are_told_as_they_are_typed_into_a_command() -> None:
    assert options("--amends", [Path("a/b"), Path("My case/build")]) == "--amends a/b --amends 'My case/build'"


def test_a_folder_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert once([one, two, two / ".." / "one"]) == (one, two)
    assert once([one, one, two]) == (one, two)
