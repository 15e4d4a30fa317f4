"""The page of a translation: tables with their rows and columns, pages that nobody could read, stamps in brackets."""

from __future__ import annotations

from asylum_forms.packet.translations import _blocks
from asylum_forms.translation.units import ILLEGIBLE, Document, State, Unit


def document(*units: Unit) -> Document:
    return Document("paper", "zh", "en", units)


def cell(number: int, column: int, target: str, page: int = 1) -> Unit:
    return Unit(f"u{number}", "格", target, State.REVIEWED, kind="table-cell", page=page, paragraph=number, column=column)


def test_a_table_keeps_its_rows_and_an_empty_cell_its_place() -> None:
    cells = [cell(1, 1, "Date"), cell(2, 2, "Content"), cell(3, 3, "Measure"), cell(4, 1, "2016"), cell(5, 3, "Deleted")]
    table = next(block for block in _blocks(document(*cells)) if block["kind"] == "cells")
    assert table["rows"] == [["Date", "Content", "Measure"], ["2016", "", "Deleted"]]


def test_cells_without_columns_stand_one_below_the_other() -> None:
    table = next(block for block in _blocks(document(cell(1, 0, "Name"), cell(2, 0, "Li"))) if block["kind"] == "cells")
    assert table["rows"] == [["Name"], ["Li"]]


def test_a_table_that_goes_on_is_parted_where_the_page_of_the_original_ends() -> None:
    told = list(_blocks(document(cell(1, 1, "a"), cell(2, 2, "b"), cell(3, 1, "c", 2), cell(4, 2, "d", 2))))
    assert [block["kind"] for block in told] == ["page", "cells", "page", "cells"]


def test_a_page_that_nobody_could_read_is_said_to_be_so_until_it_is_described() -> None:
    unit = Unit("u1", "", kind=ILLEGIBLE, page=2, paragraph=1)
    assert document(unit).unreadable == (2,)
    assert [block.get("text") for block in _blocks(document(unit))][-1] == "[Nothing could be read on this page.]"
    described = Unit("u1", "", "Seal over handwriting, illegible", State.REVIEWED, kind=ILLEGIBLE, page=2, paragraph=1)
    assert document(described).unreadable == ()
    assert [block.get("text") for block in _blocks(document(described))][-1] == "[Seal over handwriting, illegible]"
