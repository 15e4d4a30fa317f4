"""Papers that are too large for one file: what each of their pages weighs, and a run of pages as a PDF of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream

from asylum_forms.pdf.save import save

_OBJECT = 120
"""Bytes of an object besides its stream, roughly: its entries and its line in the table of the file."""
_PAGE = 2500
"""What a written page has besides its content: page object, stamp, its lines in the tables."""


def weight(pdf: Path, pages: int) -> int:
    """About how many bytes a paper adds to the file that it is written into."""
    return pdf.stat().st_size + _PAGE * pages


def page_weights(pdf: Path) -> list[int]:
    """About how many bytes each page adds; what pages share counts for each of them, so it is rather too much than too little."""
    with pikepdf.open(pdf) as opened:
        return [_PAGE + sum(_sizes(page.obj)) for page in opened.pages]


def _sizes(page: Object) -> Iterator[int]:
    """The size of every object that a page needs."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page]
    while waiting:
        value = waiting.pop()
        if not isinstance(value, Object) or value.objgen in seen:
            continue
        if value.is_indirect:
            seen.add(value.objgen)
        if isinstance(value, Stream):
            yield len(value.read_raw_bytes())
            waiting += [entry for key, entry in value.stream_dict.items() if key != "/Parent"]
        elif isinstance(value, Dictionary):
            waiting += [entry for key, entry in value.items() if key not in ("/Parent", "/P", "/Dest", "/A", "/StructParent")]
        elif isinstance(value, Array):
            waiting += list(value)
        yield _OBJECT if value.is_indirect else 0


def cut(pdf: Path, first: int, count: int, out: Path) -> Path:
    """Write `count` pages from `first` (from 0) as a PDF of their own; the same input gives the same bytes."""
    with pikepdf.open(pdf) as source, Pdf.new() as piece:
        piece.pages.extend(source.pages[first : first + count])
        piece.remove_unreferenced_resources()
        out.parent.mkdir(parents=True, exist_ok=True)
        save(piece, out)
    return out
