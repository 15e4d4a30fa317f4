"""The pages of a filing, counted through all its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pypdfium2

_BAND = 36.0
"""Height of the foot that holds the page stamp, in points: it differs whenever pages move."""

_SCALE = 0.5
"""Pixels per point when pages are compared as pictures: thin strokes still show."""


class Sheets:
    """The open files of a filing; pages are counted from 1."""

    def __init__(self, documents: Sequence[pypdfium2.PdfDocument]) -> None:
        self._places = [(document, number) for document in documents for number in range(len(document))]

    def __len__(self) -> int:
        return len(self._places)

    def printed(self, page: int) -> int | str:
        """The number printed on a page: a number, or `214A`."""
        document, number = self._places[page - 1]
        label = document.get_page_label(number)
        return int(label) if label.isdecimal() else label or page

    def words(self, page: int) -> list[str]:
        """Its words above the stamp."""
        document, number = self._places[page - 1]
        sheet = document[number]
        try:
            return str(sheet.get_textpage().get_text_bounded(0, _BAND, *sheet.get_size())).split()
        finally:
            sheet.close()

    def look(self, page: int) -> bytes:
        """What it looks like above the stamp."""
        document, number = self._places[page - 1]
        sheet = document[number]
        try:
            return bytes(sheet.render(scale=_SCALE, grayscale=True, crop=(0, _BAND, 0, 0)).buffer)
        finally:
            sheet.close()


@contextmanager
def opened(pdfs: Sequence[Path]) -> Iterator[Sheets]:
    """The pages of these files, until the block ends."""
    with ExitStack() as stack:
        yield Sheets([stack.enter_context(pypdfium2.PdfDocument(pdf)) for pdf in pdfs])
