"""How small the type of a finished PDF is, for offices that ask for a least size."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

_SLACK = 0.1
"""Points by which programs round."""


def too_small(pdf: Path, least: float) -> list[tuple[int, float]]:
    """The pages (from 1) with letters below `least` points, and the smallest size on each."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            sizes = [
                pdfium.FPDFText_GetFontSize(text.raw, index)
                for index in range(text.count_chars())
                if not chr(pdfium.FPDFText_GetUnicode(text.raw, index)).isspace()
            ]
            smallest = min(sizes, default=least)
            if smallest < least - _SLACK:
                found.append((number, smallest))
    finally:
        document.close()
    return found
