"""The paragraphs of a Word file or a plain text, in reading order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from asylum_forms.evidence import mail, text
from asylum_forms.evidence.kinds import kind
from asylum_forms.evidence.lines import LONGEST_HEADING, joined, tidy
from asylum_forms.evidence.word import clean_docx

_MARGIN = "margin"


@dataclass(frozen=True)
class Told:
    """A paragraph of the file."""

    text: str
    kind: str
    """`heading`, `paragraph` or `table-cell`."""
    column: int = 0
    """Of a cell, from 1."""


def told(file: Path) -> list[Told]:
    """Every paragraph with words in it: headers first, then the body with its tables, text boxes where they are anchored, notes
    and footers last. Raises EvidenceError as taking the file in does."""
    what = kind(file)
    if what in ("txt", "eml"):
        return list(_plain(mail.text_of(file) if what == "eml" else text.read_text(file)[0]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in clean_docx(file).parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    document = docx.Document(packed)
    found = [part for part in _document(document) if part.text]
    # A header that several sections share, or that says the same on odd and even pages, is said once.
    once = [part for number, part in enumerate(found) if part.kind != _MARGIN or part not in found[:number]]
    return [replace(part, kind="paragraph") if part.kind == _MARGIN else part for part in once]


def _plain(content: str) -> Iterator[Told]:
    """Paragraphs of a text: by empty lines where there are any, with lines of full length joined, unless a Chinese sentence ends
    with the line; else line by line."""
    for block in re.split(r"\n[ \t\u3000]*\n|\f", content.lstrip("\ufeff")):
        lines = [line for line in block.split("\n") if line.strip()]
        longest = max((len(line) for line in lines), default=0)
        open_ = ""
        for number, line in enumerate(lines):
            open_ = joined(open_, line.strip())
            wrapped = longest > 30 and len(line) > 0.85 * longest
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if not wrapped or not following or following[0] in " \t\u3000" or line.rstrip()[-1] in "。！？":
                yield Told(tidy(open_), "paragraph")
                open_ = ""


def _document(document: Document) -> Iterator[Told]:
    heads, feet = [], []
    for section in document.sections:
        heads += [section.header, section.first_page_header, section.even_page_header]
        feet += [section.footer, section.first_page_footer, section.even_page_footer]
    for head in heads:
        yield from _margin(head)
    yield from _body(document.element.body, document)
    yield from _notes(document)
    for foot in feet:
        yield from _margin(foot)


def _margin(part: Any) -> Iterator[Told]:
    if not part.is_linked_to_previous:
        for told_ in _body(part._element, part):
            yield Told(told_.text, _MARGIN)


def _body(element: Any, parent: Any) -> Iterator[Told]:
    for child in element.iterchildren():
        if child.tag == qn("w:p"):
            yield from _paragraph(Paragraph(child, parent))
        elif child.tag == qn("w:tbl"):
            yield from _table(Table(child, parent))
        elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:sdtContent"), qn("w:smartTag"), qn("w:customXml")):
            yield from _body(child, parent)


def _paragraph(paragraph: Paragraph) -> Iterator[Told]:
    yield Told(tidy(_words(paragraph._p)), "heading" if _is_title(paragraph) else "paragraph")
    for box in paragraph._p.iter(qn("w:txbxContent")):
        if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
            yield from _body(box, paragraph)


def _is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading: by its style, or as most people make one, a short line in bold letters in the middle."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style.startswith(("Heading", "Title", "Subtitle", "heading")):
        return True
    runs = [run for run in paragraph.runs if run.text.strip()]
    centred = paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER
    return bool(runs) and centred and len(paragraph.text) <= LONGEST_HEADING and all(run.bold for run in runs)


def _words(element: Any) -> str:
    """The words of a paragraph as they are seen: with insertions, without deletions, without those of text boxes in it."""
    found = []
    for child in element.iter():
        inside = {parent.tag for parent in _up_to(child, element)}
        if inside & {qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom")}:
            continue
        if child.tag == qn("w:t"):
            found.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")) and child.getparent().tag == qn("w:r"):
            found.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            found.append("-")
    return "".join(found)


def _up_to(element: Any, end: Any) -> Iterator[Any]:
    while element is not end:
        yield element
        element = element.getparent()


def _table(table: Table) -> Iterator[Told]:
    seen: set[object] = set()
    for row in table.rows:
        for column, cell in enumerate(row.cells, 1):
            if cell._tc in seen:  # a merged cell comes once for every column and row it covers
                continue
            seen.add(cell._tc)
            lines = [part.text for part in _body(cell._tc, cell) if part.text]
            yield Told("\n".join(lines), "table-cell", column)


def _notes(document: Document) -> Iterator[Told]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob)
            for paragraph in root.iter(qn("w:p")):
                yield Told(tidy(_words(paragraph)), "paragraph")
