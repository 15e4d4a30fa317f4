"""What would be blacked out, to look at before anything is built: pages with frames around it, and with a ruler in percent.

On the pages of scans and photographs, where words cannot be searched for, areas are read off the ruler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument, PdfPage

from asylum_forms.evidence.blacked import add_picture, font_for
from asylum_forms.evidence.exhibit import Mark
from asylum_forms.evidence.redact import Marked
from asylum_forms.i18n import _
from asylum_forms.pdf.save import save

_LONGEST = 1100
"""Dots of the longer side of a page."""
_EDGE = 50
"""Dots around it, for the ruler."""
_RULER, _FRAME = (120, 120, 220), (220, 0, 0)


def draw(papers: Iterable[Marked], out: Path) -> int:
    """Write the pages that have a mark, and those on which no words are searched for; return how many there are. Without any
    there is no file, and none of an earlier time."""
    with pikepdf.new() as new:
        for paper in papers:
            for page in _pages(paper):
                add_picture(new, (page.width * 0.7, page.height * 0.7), page)
        if not (count := len(new.pages)):
            out.unlink(missing_ok=True)
            return 0
        out.parent.mkdir(exist_ok=True)
        unfinished = out.with_name(f".{out.name}")
        try:
            unfinished.touch(mode=0o600)
            save(new, unfinished)
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    return count


def _pages(paper: Marked) -> Iterator[Image.Image]:
    wanted = {*paper.unsearched, *(mark.page for mark in paper.marks)}
    with PdfDocument(paper.paper.pdf) as document:
        for number, page in enumerate(document, 1):
            if number in wanted:
                title = " · ".join((paper.paper.source.name, _("page {page}").format(page=number)))
                yield _framed(page, title, [mark for mark in paper.marks if mark.page == number])
            page.close()


def _framed(page: PdfPage, title: str, marks: list[Mark]) -> Image.Image:
    shown = page.render(scale=_LONGEST / max(page.get_size())).to_pil().convert("RGB")
    sheet = Image.new("RGB", (shown.width + 2 * _EDGE, shown.height + 2 * _EDGE), "white")
    sheet.paste(shown, (_EDGE, _EDGE))
    pen = ImageDraw.Draw(sheet, "RGBA")
    small = font_for("", 15)
    for percent in range(0, 101, 5):
        x, y = (_EDGE + percent * side / 100 for side in shown.size)
        ink = (*_RULER, 110 if percent % 10 == 0 else 45)
        pen.line((x, _EDGE, x, _EDGE + shown.height), fill=ink)
        pen.line((_EDGE, y, _EDGE + shown.width, y), fill=ink)
        if percent % 10 == 0:
            pen.text((x, _EDGE - 4), str(percent), fill=_RULER, font=small, anchor="mb")
            pen.text((_EDGE - 6, y), str(percent), fill=_RULER, font=small, anchor="rm")
    for mark in marks:
        left, top, right, bottom = (_EDGE + part * side for part, side in zip(mark.area, shown.size * 2, strict=True))
        pen.rectangle((left, top, right, bottom), fill=(*_FRAME, 60), outline=_FRAME, width=3)
    warning = _("Not redacted: for you alone.")
    pen.text((_EDGE, sheet.height - 18), title, fill="black", font=font_for(title, 18), anchor="lm")
    pen.text((sheet.width - _EDGE, sheet.height - 18), warning, fill=_FRAME, font=font_for(warning, 18), anchor="rm")
    return sheet
