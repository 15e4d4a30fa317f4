"""What Word and LibreOffice take differently than it was meant: the order of properties, tables that touch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from asylum_forms.forms import house

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "templates").rglob("*.docx"))
# Word may call a file damaged that has another order; LibreOffice takes any. ECMA-376 part 1, 17.4.59 (tblPr) and 17.4.69 (tcPr)
ORDERS = {
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
}


def out_of_order(file: Path) -> Iterator[list[str]]:
    """What stands in the properties of a table or cell, where it is not in that order."""
    for properties, order in ORDERS.items():
        ranks = {qn(f"w:{name}"): rank for rank, name in enumerate(order.split())}
        for element in docx.Document(str(file)).element.iter(qn(properties)):
            found = [ranks[child.tag] for child in element]
            if found != sorted(found):
                yield [order.split()[rank] for rank in found]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_properties_of_our_templates_stand_in_the_order_of_the_standard(template: str) -> None:
    assert list(out_of_order(ROOT / template)) == []


@pytest.mark.parametrize("plain", [False, True])
def test_so_do_those_of_tables_that_are_drawn(plain: bool, tmp_path: Path) -> None:
    document = house.new_document()
    house.row(house.table(document, (2, 3), plain=plain), head=True, shade="EDEDED")
    document.save(str(tmp_path / "drawn.docx"))
    assert list(out_of_order(tmp_path / "drawn.docx")) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_table_with_a_head_touches_the_one_above_it(template: str) -> None:
    """Word and LibreOffice make one table of the two, and print the head only once."""
    tables = docx.Document(str(ROOT / template)).element.body.findall(qn("w:tbl"))
    headed = [table for table in tables if next(table.iter(qn("w:tr"))).find(f".//{qn('w:tblHeader')}") is not None]
    assert [table.getprevious() for table in headed if table.getprevious().tag == qn("w:tbl")] == []
