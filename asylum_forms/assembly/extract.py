"""Some pages of a written filing as a file of their own, with the page numbers that they have in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, String

from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

_COVER = "–"
"""The label of a page that is none of the filing."""


def extract(filing: Path, pages: Sequence[int], numbers: Sequence[str], title: str, out: Path, cover: Path | None = None) -> None:
    """Write these pages (1-based, in order) of a filing to `out`, after a cover where there is one. `numbers` are those printed
    on all its pages.

    Stamps and page labels keep the numbers; bookmarks and links that lead to other pages are left out. Same input, same bytes.
    Raises OutputError when the file is not what was meant.
    """
    with pikepdf.open(filing) as pdf:
        keep = {pdf.pages[page - 1].obj.objgen for page in pages}
        with pdf.open_outline() as outline:
            outline.root[:] = _kept(outline.root, keep)
        for page in pdf.pages:
            if "/Annots" in page:
                page.obj["/Annots"] = Array([link for link in page.Annots if _leads(link.get("/Dest"), keep)])
        wanted = set(pages)
        for number in range(len(pdf.pages), 0, -1):
            if number not in wanted:
                del pdf.pages[number - 1]
        kept = [numbers[page - 1] for page in pages]
        if cover:
            kept = [_COVER] * _put_before(pdf, cover, title) + kept
        labels = [entry for index, number in enumerate(kept) for entry in (index, Dictionary(P=String(number)))]
        pdf.Root["/PageLabels"] = Dictionary(Nums=Array(labels))
        pdf.docinfo["/Title"] = title
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True)
    with pikepdf.open(out) as pdf:
        found = [str(page.label) for page in pdf.pages]
    if found != kept:
        raise OutputError(
            _("{file} is not what was planned:").format(file=out.name),
            remedy=_("Do not file it. Correct what is listed and build again; if it stays, report it as a fault of the program."),
        )


def _put_before(pdf: pikepdf.Pdf, cover: Path, title: str) -> int:
    """Put the pages of a cover first, with a bookmark; returns how many there are."""
    with pikepdf.open(cover) as source:
        count = len(source.pages)
        for number, page in enumerate(source.pages):
            if "/Annots" in page:
                del page.obj["/Annots"]
            pdf.pages.insert(number, page)
    with pdf.open_outline() as outline:
        outline.root.insert(0, pikepdf.OutlineItem(title, 0))
    return count


def _kept(items: Sequence[Any], keep: Collection[tuple[int, int]]) -> list[Any]:
    """The bookmarks of the pages that stay; those below one that does not move up."""
    found: list[Any] = []
    for item in items:
        below = _kept(item.children, keep)
        action = Dictionary() if item.action is None else item.action
        if _leads(action.get("/D") if item.destination is None else item.destination, keep):
            item.children[:] = below
            found.append(item)
        else:
            found += below
    return found


def _leads(destination: Any, keep: Collection[tuple[int, int]]) -> bool:
    """Whether a destination is one of the pages that stay, or there is none (a link to an address)."""
    return not isinstance(destination, Array) or destination[0].objgen in keep
