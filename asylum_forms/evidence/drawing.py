"""Pages that may take without end to draw, drawn once while the file is still alone in its process, which the system bounds.

A build draws pages to compare them, and so does every office's viewer: a page that none can show must not get that far.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream
from pypdfium2 import PdfDocument, PdfiumError

_LONG = 1 << 20
"""Bytes of drawing instructions from which a page may be slow: most pages have a hundredth of that."""
_LARGEST = 2000
"""Pixels of the longer side."""
_WAYS = ("/Pattern", "/Shading", "/XObject")


def draw_hard_pages(pdf: Path) -> None:
    """Draw the pages with patterns, shadings or very long instructions. Returns when it is done, if ever."""
    with pikepdf.open(pdf) as opened:
        hard = [number for number, page in enumerate(opened.pages) if _is_hard(page)]
    if hard:
        with PdfDocument(pdf) as document:
            for number in hard:
                page = document[number]
                with suppress(PdfiumError):  # what it cannot draw takes no time
                    page.render(scale=min(1, _LARGEST / max(page.get_size())))
                page.close()


def _is_hard(page: pikepdf.Page) -> bool:
    contents = page.obj.get("/Contents")
    streams = [part for part in (contents if isinstance(contents, Array) else [contents]) if isinstance(part, Stream)]
    seen: set[tuple[int, int]] = set()
    left: list[Any] = [page.obj.get("/Resources")]
    while left:
        resources = left.pop()
        if not isinstance(resources, Dictionary):
            continue
        for way in _WAYS:
            for thing in _values(resources.get(way)):
                if way != "/XObject":
                    return True
                if isinstance(thing, Stream) and thing.get("/Subtype") == "/Form" and thing.objgen not in seen:
                    seen.add(thing.objgen)
                    streams.append(thing)
                    left.append(thing.get("/Resources"))
    return sum(len(stream.read_bytes()) for stream in streams) > _LONG


def _values(named: Any) -> list[Any]:
    return [value for _key, value in named.items()] if isinstance(named, Dictionary) else []
