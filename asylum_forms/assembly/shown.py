"""How pages look: drawn by PDFium before and after, they differ only where the stamp is, and the stamp covers nothing.

That a page of the filing is byte for byte its source is proved in same.py; here it is proved that a reader also shows it so.
A page is drawn twice with the same matrix, one point to a pixel, so that nothing but rounding differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

import pikepdf
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops
from pypdfium2 import PdfBitmap, PdfDocument, PdfPage

from asylum_forms.assembly import inside
from asylum_forms.assembly.fit import BAND, Placement, View, place
from asylum_forms.assembly.pages import LETTER
from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.assembly.reread import seen
from asylum_forms.i18n import _

EVIDENCE, OWN = 12, 24
"""How many pages of each kind every build draws: of evidence the unusual ones first, then the first pages of exhibits."""

PIXELS = 12_000_000
"""When the pictures drawn have this many pixels, no more is drawn: a photograph takes as long as thirty pages of text."""

_BLOCK, _STAMP = 12, 3
"""Pixels, in both directions, whose mean is compared: on the page, and in the strip of the stamp. PDFium puts pictures and tiles
of patterns at whole pixels, not always the same ones; the mean of a block hardly notices, and a lost word is thrice as much."""

_TOLERANCE = 24
"""Of 255."""

_T = TypeVar("_T")


def differences(plan: Plan, written: Written) -> Iterator[str]:
    """Draw a bounded sample of the pages before and after; name those that look different. The same plan, the same sample."""
    starts = plan.starts()
    first = min(starts.values(), default=1)
    with PdfDocument(written.pdf) as after:
        for at in _sample(plan):
            number = starts[at.leaf.id] + at.page
            with PdfDocument(at.leaf.pdf) as before:
                problem = compare(before[at.page], at.view, after[number - first], plan.paper if at.leaf.evidence else "")
            if problem:
                where = _("page {page} ({title})").format(page=number, title=at.leaf.title)
                yield f"{where}: {problem}"


@dataclass(frozen=True)
class _At:
    """A page of a leaf that may be drawn."""

    leaf: Leaf
    page: int
    """Counted from 0."""
    view: View
    pixels: int
    """Of its pictures."""
    tiled: bool
    """Whether it has a pattern of tiles: PDFium counts them in whole pixels, from another corner when the page is a form."""
    unusual: bool
    """Whether its boxes, rotation or transparency differ from those of a plain page."""


def _sample(plan: Plan) -> Iterator[_At]:
    """Of every leaf at most one page, in the order of their need, until there are enough of each kind."""
    own = _spread([leaf for leaf in plan.leaves if leaf.pages and not leaf.evidence], OWN)
    yield from map(_choose, own)
    pixels = 0
    evidence = [at for at in (_choose(leaf) for leaf in plan.leaves if leaf.pages and leaf.evidence) if not at.tiled]
    plain = [at for at in evidence if not at.unusual]
    for at in [*(at for at in evidence if at.unusual), *_spread(plain, EVIDENCE)][:EVIDENCE]:
        if pixels > PIXELS:
            return
        yield at
        pixels += at.pixels


def _spread(items: list[_T], count: int) -> list[_T]:
    """So many of them, from everywhere."""
    return items if len(items) <= count else [items[number * len(items) // count] for number in range(count)]


def _choose(leaf: Leaf) -> _At:
    """The first unusual page of a leaf, otherwise its first."""
    with pikepdf.open(leaf.pdf) as pdf:
        pages = list(pdf.pages)
        number = next((number for number, page in enumerate(pages) if _unusual(page)), 0)
        things = list(inside.drawn(pages[number].obj.get("/Resources"), set()))
        pixels = [int(thing.Width) * int(thing.Height) for thing in things if _get(thing, "/Subtype") == "/Image"]
        tiled = any(_get(thing, "/PatternType") == 1 for thing in things)
        return _At(leaf, number, seen(pages[number]), sum(pixels), tiled, _unusual(pages[number]))


def _get(thing: Any, key: str) -> Any:
    return None if isinstance(thing, pikepdf.Array) else thing.get(key)


def _unusual(page: pikepdf.Page) -> bool:
    obj = page.obj
    media = obj.get("/MediaBox", LETTER)
    boxes = media[0] != 0 or media[1] != 0 or ("/CropBox" in obj and obj.CropBox != media) or "/UserUnit" in obj
    contents = obj.get("/Contents")
    pieces = isinstance(contents, pikepdf.Array) and len(contents) > 1
    return boxes or pieces or "/Group" in obj or obj.get("/Rotate", 0) != 0


def compare(source: PdfPage, view: View, page: PdfPage, paper: str, *, notes: bool = False) -> str:
    """What is different between a page as it was, seen as `view`, and in the filing; empty when it is nothing but the stamp.

    `paper` is the one that evidence is fitted to; empty for pages of our own, which stay as they are. With `notes` the form
    answers and marks that lay on the page are to be in the filing, too.
    """
    placed = place(view, paper) if paper else Placement(view.width, view.height, view.matrix, 1)
    move = view.matrix.inverse() @ placed.matrix
    scale = view.width / source.get_width() * move.a
    size = round(placed.width), round(placed.height)
    before = _drawn(source, size, scale, move.e, placed.height - move.f - view.height * move.a, notes)
    after = _drawn(page, size, 1, 0, 0)
    foot = size[1] - round(BAND)
    above, band = (0, 0, size[0], foot), (0, foot, *size)
    if _changed(before.crop(above), after.crop(above), _BLOCK):
        return _("it looks different from what it was made from")
    stamp = _changed(before.crop(band), after.crop(band), _STAMP)
    if stamp and before.crop(band).crop(stamp).getcolors(1) is None:
        return _("its stamp covers what is printed there")
    return ""


def _drawn(page: PdfPage, size: tuple[int, int], scale: float, left: float, top: float, notes: bool = False) -> Image.Image:
    """The page, with or without what lies on it, on white paper of that size, its upper left corner at (left, top)."""
    bitmap = PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGR)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *size, 0xFFFFFFFF)
    right, bottom = left + page.get_width() * scale, top + page.get_height() * scale
    flags = pdfium.FPDF_ANNOT if notes else 0
    clip = pdfium.FS_RECTF(left, top, right, bottom)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, pdfium.FS_MATRIX(scale, 0, 0, scale, left, top), clip, flags)
    image: Image.Image = bitmap.to_pil()
    return image


def _changed(before: Image.Image, after: Image.Image, block: int) -> tuple[int, int, int, int] | None:
    """The box around all blocks that have changed; None when none has, or all is one pixel aside."""
    least = ImageChops.difference(before.reduce(block), after.reduce(block))
    if _beyond(least, block) is None:
        return None
    for x, y in product((-1, 0, 1), repeat=2):
        moved = ImageChops.offset(before, x, y).reduce(block)
        least = ImageChops.darker(least, ImageChops.difference(moved, after.reduce(block)))
    return _beyond(least, block)


def _beyond(distance: Image.Image, block: int) -> tuple[int, int, int, int] | None:
    box = distance.point([255 * (level > _TOLERANCE) for level in range(256)] * 3).getbbox()
    return (box[0] * block, box[1] * block, box[2] * block, box[3] * block) if box else None
