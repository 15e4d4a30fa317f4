"""No heading stays alone at the foot of a page: what Word does by itself and LibreOffice does most of the time.

Our styles keep headings and captions with what follows them. LibreOffice forgets that now and then: on pages of headings and
tables (`SwFlowFrame::IsKeepFwdMoveAllowed` does not count tables), where several of them follow one another, where the padding of
a box has no room. So the typeset pages are looked at, and a heading that was left behind gets a page break in the copy that is
typeset again; the Word file itself stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import docx
import pypdfium2
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from asylum_forms.forms import word

_SAME_LINE = 3.0
"""Points by which words of one line may differ in height."""
_LINES = 8
"""So many lines at most has a heading."""
_LEAST = 3
"""Fewer letters may end a page by chance."""


def mended(file: Path, pdf: Path, out: Path) -> bool:
    """Whether a heading of a Word file stands alone at the foot of a page of its PDF. Then `out` is a copy of the file in which
    the first one begins the next page, together with the headings right above it."""
    with pypdfium2.PdfDocument(pdf) as opened:
        if len(opened) < 2:
            return False
    document = docx.Document(str(file))
    first = next(left_alone(document, pdf), None)
    if first is None:
        return False
    Paragraph(first, document).paragraph_format.page_break_before = True
    out.parent.mkdir(parents=True, exist_ok=True)
    word.save(document, out)
    return True


def left_alone(document: Any, pdf: Path) -> Iterator[Any]:
    """For each page of the PDF that ends with a paragraph which is to stay with the next one: that paragraph, or the first of
    those that are kept together with it, unless they begin a page already."""
    kept = {id(one): one for one in document.element.body.iterchildren(qn("w:p")) if _is_kept(Paragraph(one, document))}
    letters = {_letters(_text(one)) for one in kept.values()}
    section = document.sections[0]
    with pypdfium2.PdfDocument(pdf) as pages:
        for number in range(len(pages) - 1):
            foot = _lines(pages[number], section, _LINES)
            tails = ("".join(foot[-count:]) for count in range(1, len(foot) + 1))
            if said := next((tail for tail in tails if tail in letters and len(tail) >= _LEAST), ""):
                text = "".join(line for before in range(number + 1) for line in _lines(pages[before], section))
                heading = _occurrence(document, said, text.count(said))
                if heading is not None and id(heading) in kept and (first := _first(heading, kept)) is not None:
                    yield first


def _lines(page: Any, section: Any, last: int = 0) -> list[str]:
    """The lines of a page from top to bottom, without spaces, header and footer; with `last`, so many at the foot."""
    text, width = page.get_textpage(), page.get_width()
    lowest, highest = section.bottom_margin.pt - _SAME_LINE, page.get_height() - section.top_margin.pt + _SAME_LINE
    places = sorted((text.get_rect(number) for number in range(text.count_rects())), key=lambda rect: -rect[1])
    lines: list[tuple[float, float]] = []
    for _left, bottom, _right, top in places:
        if bottom < lowest or top > highest:
            continue
        if lines and lines[-1][0] - bottom < _SAME_LINE:
            lines[-1] = (lines[-1][0], max(lines[-1][1], top))
        else:
            lines.append((bottom, top))
    return [_letters(text.get_text_bounded(0, bottom, width, top)) for bottom, top in lines[-last:]]


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _text(paragraph: Any) -> str:
    return "".join(run.text or "" for run in paragraph.iter(qn("w:t")))


def _occurrence(document: Any, said: str, count: int) -> Any:
    """The paragraph in which words stand in the text for the n-th time."""
    seen = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        seen += _letters(_text(paragraph)).count(said)
        if seen >= count:
            return paragraph
    return None


def _first(heading: Any, kept: Mapping[int, Any]) -> Any:
    """The first of the paragraphs right above a heading that are kept together with it; None where they begin a page already."""
    above = list(takewhile(lambda one: id(one) in kept, heading.itersiblings(qn("w:p"), qn("w:tbl"), preceding=True)))
    first = above[-1] if above else heading
    return None if first.pPr is not None and first.pPr.find(qn("w:pageBreakBefore")) is not None else first


def _is_kept(paragraph: Paragraph) -> bool:
    """Whether a paragraph is to stay on the page of the next one, by itself or by its style."""
    kept, style = paragraph.paragraph_format.keep_with_next, paragraph.style
    while kept is None and style is not None:
        kept, style = style.paragraph_format.keep_with_next, style.base_style
    return bool(kept) and bool(paragraph.text.strip())
