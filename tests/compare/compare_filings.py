"""Small filings made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import fpdf

from asylum_forms.compare.filing import Built, Exhibit, Piece

Parts = Mapping[str, Sequence[str]]
"""Id of a part to the words of each of its pages."""


def filing(file: Path, parts: Parts, labels: Mapping[str, str] = {}) -> Built:
    """A filing with numbers at the foot of its pages."""
    pdf = fpdf.FPDF(unit="pt", format=(612, 792))
    pdf.set_auto_page_break(False)
    pdf.set_font("helvetica", size=12)
    pieces, page = [], 1
    for name, texts in parts.items():
        pieces.append(Piece(name, name, page, len(texts)))
        for text in texts:
            pdf.add_page()
            pdf.set_xy(72, 72)
            pdf.multi_cell(400, 14, text)
            pdf.text(560, 779, str(page))
            page += 1
    pdf.output(str(file))
    return Built((file,), tuple(pieces), {id_: Exhibit(id_, label, id_, ()) for id_, label in labels.items()})
