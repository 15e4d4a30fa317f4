"""Pages on which a search for words proves nothing: they may stand in a picture, or in lines that are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pypdfium2 import PdfDocument, PdfImage, PdfPage

from asylum_forms.evidence.layer import NO_LETTERS, is_sound
from asylum_forms.pdf.used import keep_used

LEAST = 8
"""Dots of the shorter side: letters that can be read take as many."""


def unsearched(pdf: Path) -> Iterator[int]:
    """The numbers of the pages that may show words which no search finds: those with a picture in which there is room for words,
    even where another program has read it, and those that draw something without any letters, or with letters that do not say
    what they are. Words drawn as lines beside letters are not seen."""
    with PdfDocument(pdf) as document, pikepdf.open(pdf) as opened:
        keep_used(opened)
        for number, (page, used) in enumerate(zip(document, opened.pages, strict=True), 1):
            if _shows(page) or _uses_picture(used.obj.Resources, set()):
                yield number
            page.close()


def _shows(page: PdfPage) -> bool:
    """Whether it shows a picture, or draws something and has no letters that say what they are."""
    kinds = set()
    for thing in page.get_objects():
        kinds.add(thing.type)
        if isinstance(thing, PdfImage) and min(thing.get_px_size()) >= LEAST:
            return True
    return bool(kinds) and not is_sound(_letters(page))


def _letters(page: PdfPage) -> str:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    return "".join(char for char in text if char not in NO_LETTERS and not char.isspace())


def _uses_picture(thing: Any, seen: set[tuple[int, int]]) -> bool:
    """Whether the resources of a page lead to a picture: one in a pattern or a mask is not among the things on the page."""
    if not isinstance(thing, (Array, Dictionary, Stream)) or thing.objgen in seen:
        return False
    if thing.is_indirect:
        seen.add(thing.objgen)
    if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
        return min(int(thing.get("/Width", 0)), int(thing.get("/Height", 0))) >= LEAST
    return any(_uses_picture(one, seen) for one in (thing if isinstance(thing, Array) else thing.values()))
