"""The pages of a filing, counted through all its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pypdfium2

from asylum_forms.compare.words import Word
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

_BAND = 36.0
"""Height of the foot that holds the page stamp, in points: it differs whenever pages move."""

_SCALE = 0.5
"""Pixels per point when pages are compared as pictures: thin strokes still show."""


class Sheets:
    """The open files of a filing; pages are counted from 1."""

    def __init__(self, documents: Mapping[Path, pypdfium2.PdfDocument]) -> None:
        self._places = [(document, number) for document in documents.values() for number in range(len(document))]
        self._files = [file.name for file, document in documents.items() for _number in range(len(document))]
        self._several = len(documents) > 1

    def __len__(self) -> int:
        return len(self._places)

    def printed(self, page: int) -> int | str:
        """The number printed on a page: a number, or `214A`."""
        document, number = self._places[page - 1]
        label = document.get_page_label(number)
        return int(label) if label.isdecimal() else label or page

    def file(self, page: int) -> str:
        """The name of the file that a page is in; empty where there is only one."""
        return self._files[page - 1] if self._several else ""

    def words(self, page: int) -> list[Word]:
        """Its words above the stamp."""
        document, number = self._places[page - 1]
        sheet = document[number]
        try:
            lines = map(str.split, str(sheet.get_textpage().get_text_bounded(0, _BAND, *sheet.get_size())).splitlines())
            return [Word(word, place == len(line)) for line in lines for place, word in enumerate(line, 1)]
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
    """The pages of these files, until the block ends. Raises OutputError for one that cannot be read."""
    with ExitStack() as stack:
        yield Sheets({pdf: stack.enter_context(_document(pdf)) for pdf in pdfs})


def _document(pdf: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise OutputError(
            _("{file} cannot be read: {reason}").format(file=pdf, reason=error),
            remedy=_("Put the folder back as it was when you handed it in, and build again."),
        ) from error
