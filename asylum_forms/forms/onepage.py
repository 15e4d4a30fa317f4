"""What stays on one page in a rendered Word file: how many rows and paragraphs there are is known only then.

Word and LibreOffice keep a table row with the next one where each of its paragraphs is to be kept with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from asylum_forms.forms.word import CLOSING, SIGNATURE

_DECLARES = 110
"""Letters of a row that says what is signed for; a caption, in several languages too, has fewer."""
_CAPTION = 60
"""Letters of a row below a line to sign that belongs to it: a name, a place for the date."""


def keep_together(root: Any) -> None:
    """Mark in a part of a Word file, body, header or footer, what is to stay on one page (see the functions below)."""
    for table in root.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        _keep(_first_and_last(rows))
        _keep(_signed_for(rows))
    _keep(_before_closing(root))


def _first_and_last(rows: Sequence[Any]) -> list[Any]:
    """In tables whose head is printed anew on each page, the first row below it stays with the second, and the last but one with
    the last: none stands alone with the head."""
    entries = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None]
    return [entries[0], entries[-2]] if 1 < len(entries) < len(rows) else []


def _signed_for(rows: Sequence[Any]) -> list[Any]:
    """All rows from the one that says what is signed for to the last line to sign on and the place for the date below it, but for
    the last: nobody signs a page on which nothing stands that they say."""
    signed = [number for number, row in enumerate(rows) if _is_signed(row)]
    if not signed:
        return []
    above = (number for number in reversed(range(signed[0])) if len(_text(rows[number])) >= _DECLARES)
    last = signed[-1]
    while last + 1 < len(rows) and len(_text(rows[last + 1])) < _CAPTION:
        last += 1
    return list(rows[next(above, 0) : last])


def _before_closing(root: Any) -> list[Any]:
    """The paragraph before the closing words, for the same reason."""
    pairs = ((closing.getprevious(), closing) for closing in root.iter(qn("w:p")) if _style(closing) == CLOSING)
    return [before for before, _ in pairs if before is not None and before.tag == qn("w:p") and _style(before) != CLOSING]


def _keep(elements: Iterable[Any]) -> None:
    """Keep paragraphs, and all that a row holds, with what follows them."""
    for paragraph in (one for element in elements for one in element.iter(qn("w:p"))):
        Paragraph(paragraph, None).paragraph_format.keep_with_next = True  # type: ignore[arg-type]


def _is_signed(row: Any) -> bool:
    return any(style.get(qn("w:val")) == SIGNATURE for style in row.iter(qn("w:rStyle")))


def _text(row: Any) -> str:
    return "".join(run.text or "" for run in row.iter(qn("w:t"))).strip("_ ")


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"))
