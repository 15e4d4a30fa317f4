"""Papers that are too large for one file: what each of their pages weighs, and a run of pages as a PDF of its own."""

from __future__ import annotations

from collections import Counter
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
_UP = ("/Parent", "/P", "/Dest", "/A", "/StructParent")
"""Entries that lead back to other pages."""


def weight(pdf: Path, pages: int) -> int:
    """About how many bytes a paper adds to the file that it is written into."""
    return pdf.stat().st_size + _PAGE * pages


def page_weights(pdf: Path) -> tuple[int, list[int]]:
    """About how many bytes any run of its pages adds besides the pages (fonts that they share), and each page."""
    with pikepdf.open(pdf) as opened:
        needed = [dict(_sizes(page.obj)) for page in opened.pages]
    users = Counter(key for sizes in needed for key in sizes)
    shared = {key: size for sizes in needed for key, size in sizes.items() if users[key] > 1}
    return sum(shared.values()), [_PAGE + sum(size for key, size in sizes.items() if key not in shared) for sizes in needed]


def _sizes(page: Object) -> Iterator[tuple[tuple[int, int], int]]:
    """Every object that a page needs, with its size."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page]
    while waiting:
        value = waiting.pop()
        if not isinstance(value, Object) or (value.is_indirect and value.objgen in seen):
            continue
        if value.is_indirect:
            seen.add(value.objgen)
            yield value.objgen, _OBJECT + (int(value.stream_dict.get("/Length", 0)) if isinstance(value, Stream) else 0)
        if isinstance(value, Stream):
            waiting += [entry for key, entry in value.stream_dict.items() if key not in _UP]
        elif isinstance(value, Dictionary):
            waiting += [entry for key, entry in value.items() if key not in _UP]
        elif isinstance(value, Array):
            waiting += list(value)


def cut(pdf: Path, first: int, count: int, out: Path) -> Path:
    """Write `count` pages from `first` (from 0) as a PDF of their own; the same input gives the same bytes."""
    with pikepdf.open(pdf) as source, Pdf.new() as piece:
        piece.pages.extend(source.pages[first : first + count])
        piece.remove_unreferenced_resources()
        out.parent.mkdir(parents=True, exist_ok=True)
        save(piece, out)
    return out
