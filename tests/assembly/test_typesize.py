"""Type that is smaller than an office asks for is found in the finished PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF

from asylum_forms.assembly.typesize import too_small


@pytest.mark.parametrize(("size", "found"), [(12, []), (11, [(2, 11)]), (14, [])])
def test_small_type_is_named_with_its_page(tmp_path: Path, size: int, found: list[tuple[int, float]]) -> None:
    made = FPDF()
    for each in (12, size):
        made.add_page()
        made.set_font("Helvetica", size=each)
        made.cell(text="Words of a letter")
    made.output(str(tmp_path / "letter.pdf"))
    assert too_small(tmp_path / "letter.pdf", 12) == found
