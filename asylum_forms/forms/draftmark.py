"""The mark on papers that show words nobody has confirmed: found by the words themselves, put on every page of the Word file."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from asylum_forms.forms import word
from asylum_forms.record.citations import CITATION

_EDGE = 24
"""So many letters at the beginning or end of a longer draft give it away: a box and its continuation sheet part it anywhere."""


def shows(text: str, drafts: Iterable[str]) -> bool:
    """Whether a text contains any of these drafts, however its lines are broken and wherever it continues.

    A draft's citations (`[[summons-2019]]`) are printed in other words, so what stands between them is looked for.
    """
    packed = _packed(text)
    return any(piece in packed for draft in drafts for piece in _pieces(draft))


def words_of(file: Path) -> str:
    """All words of a Word file's pages, in no particular layout: body, tables, text boxes."""
    body = docx.Document(str(file)).element.body
    return "\n".join(text.text or "" for text in body.iter(qn("w:t")))


def mark(file: Path, words: str, out: Path) -> None:
    """Write a copy of a Word file with these words at the top of every page. A page that bears them already stays as it is."""
    document = docx.Document(str(file))
    headers = list(_headers(document))
    if all(words in "\n".join(p.text for p in header.paragraphs) for header in headers):
        if out != file:
            shutil.copyfile(file, out)
        return
    for header in headers:
        paragraph = header.paragraphs[0].insert_paragraph_before() if header.paragraphs else header.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
        run = paragraph.add_run(words)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0xB0, 0x00, 0x20)
    word.save(document, out)


def _headers(document: Any) -> Iterator[Any]:
    """The headers that pages show; a header that a section takes over from the one before is marked there."""
    seen: set[str] = set()
    for section in document.sections:
        kinds = {"header": True, "first_page_header": section.different_first_page_header_footer}
        kinds["even_page_header"] = document.settings.odd_and_even_pages_header_footer
        for kind in (kind for kind, shown in kinds.items() if shown):
            header = getattr(section, kind)
            if kind not in seen or not header.is_linked_to_previous:
                yield header
            seen.add(kind)


def _pieces(draft: str) -> Iterator[str]:
    for piece in CITATION.sub("\0", draft).split("\0"):
        packed = _packed(piece)
        if len(packed) > 2 * _EDGE:
            yield packed[:_EDGE]
            yield packed[-_EDGE:]
        elif packed.strip(".,;:!?。，；：！？()（）"):
            yield packed


def _packed(text: str) -> str:
    return "".join(text.split())
