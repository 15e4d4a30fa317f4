"""The paper of a Word file after rendering: the size that the office wants, however the template was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Inches, Pt

from asylum_forms.pdf.paper import PAPERS

_EDGE = Pt(18)
"""Nearer to the edge of the paper few printers print."""

_ACROSS = {"w:tblW": "w:w", "w:gridCol": "w:w", "w:tcW": "w:w", "w:tblInd": "w:w", "w:tab": "w:pos"}
"""What has a width, or a place, in a line."""
_PICTURES = ("wp:extent", "a:ext")


def set_paper(document: Any, paper: str) -> None:
    """Give every page that is of another size this one (`A4`, `Letter`), landscape pages too. The margins at the sides take up
    the difference, so that lines and tables stay as wide as they were drawn; where these would leave the paper, as after A3, all
    gets narrower in proportion, but the type."""
    narrowed: list[Any] = []
    for section in document.sections:
        # What a file does not say is as Word takes it then: Letter, with margins of an inch.
        old = [section.page_width or Inches(8.5), section.page_height or Inches(11)]
        new = [Pt(length) for length in PAPERS[paper]]
        if old[0] > old[1]:
            new.reverse()
        if all(abs(was - is_) < Pt(1) for was, is_ in zip(old, new, strict=True)):
            continue
        margins = [Inches(1) if one is None else one for one in (section.left_margin, section.right_margin)]
        wanted = [one + (new[0] - old[0]) // 2 for one in margins]
        if min(wanted) < min(_EDGE, *margins):
            wanted = [round(one * new[0] / old[0]) for one in margins]
            # Sections may share their heads and feet.
            roots = [root for root in _roots(document, section) if not any(root is one for one in narrowed)]
            for root in roots:
                _narrow(root, new[0] / old[0])
            narrowed += roots
        section.page_width, section.page_height = new
        section.left_margin, section.right_margin = wanted


def _roots(document: Any, section: Any) -> Iterator[Any]:
    """All that stands on the pages of a section, with the heads and feet that begin with it."""
    yield from (block._element for block in section.iter_inner_content())
    for reference in section._sectPr.iter(qn("w:headerReference"), qn("w:footerReference")):
        # What was rendered took the place of python-docx's own parts, which `section.header` still has.
        yield document.part.rels[reference.get(qn("r:id"))].target_part.element


def _narrow(root: Any, scale: float) -> None:
    for name, length in _ACROSS.items():
        for element in root.iter(qn(name)):
            if element.get(qn("w:type"), "dxa") == "dxa":
                _scale(element, qn(length), scale)
    for name in _PICTURES:
        for element in root.iter(qn(name)):
            for length in ("cx", "cy"):
                _scale(element, length, scale)


def _scale(element: Any, name: str, scale: float) -> None:
    if (was := element.get(name, "")).isdigit():
        element.set(name, str(round(int(was) * scale)))
