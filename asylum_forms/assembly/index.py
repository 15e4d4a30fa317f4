"""The numbers printed in an index or table of contents, read off the finished pages and compared with the pages they name."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

_SLACK = 1.5
"""Points around a link's rectangle: LibreOffice makes it as high as the letters, without what hangs below the line."""


_NUMBER = re.compile(r"[0-9]+[A-Z]*")
"""Page numbers as they are printed."""


Index = tuple[str, Sequence[tuple[str, int]], Sequence[tuple[str, str]]]
"""What `verify_index` needs to know of an index besides the filing: `leaf`, `rows`, `elsewhere`."""


@dataclass(frozen=True)
class Entry:
    """A link of the index as printed."""

    under: str
    """The text that the link covers."""
    line: str
    """All text at the same height."""
    page: int
    """Where the link leads."""
    on: int
    """Page of the filing that the link stands on."""


def verify_index(
    plan: Plan, written: Written, leaf: str, rows: Sequence[tuple[str, int]], elsewhere: Sequence[tuple[str, str]] = ()
) -> None:
    """Check a printed index or table of contents: the leaf of this id in the written filing.

    `rows` are (label or title, page of this file) as planned. For every row there must be a line with that label and the number
    of that page, and a link on it that leads to that page; and wherever a link covers nothing but a number, it must lead to the
    page of that number. `elsewhere` are (label or title, number) of what lies in other files of the filing: a line with both, and
    no link. Read with PDFium, the reader inside Chrome. Raises OutputError listing every difference.
    """
    first = plan.starts()[leaf]
    count = next(part.pages for part in plan.leaves if part.id == leaf)
    entries = entries_on(written.pdf, range(first, first + count))
    number = dict(enumerate(plan.labels, 1))
    differences = [
        _("page {on}: the number {number} is a link to page {page}").format(
            on=number[entry.on], number=entry.under, page=number.get(entry.page)
        )
        for entry in entries
        if _NUMBER.fullmatch(entry.under) and entry.under != number.get(entry.page)
    ]
    differences += [
        _("the row “{label}” does not say page {page}, or has no link there").format(label=label, page=number[page])
        for label, page in rows
        if not any(entry.page == page and _holds(entry.line, label) and _holds(entry.line, number[page]) for entry in entries)
    ]
    printed = {said: _lines_with(plan, written, leaf, said) for _label, said in elsewhere}
    differences += [
        _("the row “{label}” does not say page {page}").format(label=label, page=said)
        for label, said in elsewhere
        if not any(_holds(line, label) for line in printed[said])
    ]
    if differences:
        title = next(part.title for part in plan.leaves if part.id == leaf)
        raise OutputError(
            "\n".join([_("{title} is not right:").format(title=title), *(f"- {text}" for text in differences)]),
            remedy=_("Do not file it. Render the index anew (--fresh) and build again; report it if it stays."),
        )


def entries_on(pdf: Path, numbers: Iterable[int]) -> list[Entry]:
    """The links to pages that stand on these pages (from 1), and the words printed under and beside each."""
    entries: list[Entry] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in numbers:
            page = document[number - 1]
            text = page.get_textpage()
            for left, bottom, right, top, target in _links(document, page):
                before, under, after = _line(page, text, left, bottom, right, top)
                entries.append(Entry(under, _plain(f"{before} {under} {after}"), target, number))
    finally:
        document.close()
    return entries


def _lines_with(plan: Plan, written: Written, leaf: str, number: str) -> list[str]:
    """The lines of a leaf that hold a page number."""
    first = plan.starts()[leaf]
    count = next(part.pages for part in plan.leaves if part.id == leaf)
    lines: list[str] = []
    document = pypdfium2.PdfDocument(written.pdf)
    try:
        for page in (document[n - 1] for n in range(first, first + count)):
            text = page.get_textpage()
            found = text.search(number, match_whole_word=True)
            while place := found.get_next():
                boxes = [text.get_charbox(place[0] + n) for n in range(place[1])]
                left, bottom, right, top = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]
                lines.append(_plain(" ".join(_line(page, text, left, bottom, right, top))))
    finally:
        document.close()
    return lines


def _line(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, left: float, bottom: float, right: float, top: float
) -> tuple[str, str, str]:
    """The words at this height: before, within and after these bounds. Read together, words that stand far apart on one line
    may come without a gap, where other words were drawn between them."""
    bottom, top = bottom - _SLACK, top + _SLACK
    edges = (0.0, left - _SLACK, right + _SLACK, page.get_width())
    before, within, after = (text.get_text_bounded(one, bottom, two, top) for one, two in pairwise(edges))
    return _plain(before), _plain(within), _plain(after)


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float, int]]:
    """Rectangle and target page (from 1) of the links to pages on a page."""
    found = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, position, link):
        target = pdfium.FPDFLink_GetDest(document.raw, link)
        box = pdfium.FS_RECTF()
        if target and pdfium.FPDFLink_GetAnnotRect(link, box):
            number = pdfium.FPDFDest_GetDestPageIndex(document.raw, target) + 1
            bottom, top = sorted((box.bottom, box.top))
            found.append((box.left, bottom, box.right, top, number))
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def _holds(line: str, words: str) -> bool:
    """Whether the words stand in the line, not inside longer words or numbers.

    Between East Asian letters and others there is a gap on paper that readers may take for a space.
    """
    letters = _plain(words)
    gaps = [r"\s?" if _is_wide(one) != _is_wide(other) else "" for one, other in pairwise(letters)] + [""]
    pattern = "".join(re.escape(letter) + gap for letter, gap in zip(letters, gaps, strict=True))
    return re.search(rf"(?<!\w){pattern}(?!\w)", line) is not None


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
