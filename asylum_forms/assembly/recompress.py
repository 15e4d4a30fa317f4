"""Scans that are too large for an office's files: their pictures stored again, smaller, still legible."""

from __future__ import annotations

import io
import math
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Pdf, PdfImage, Stream
from PIL import Image

from asylum_forms.assembly.fit import place, view
from asylum_forms.pdf.save import save

STEPS = ((300, 85), (200, 80), (150, 75), (150, 60))
"""Dots per inch at the size on the paper, and JPEG quality, from the gentlest on. Below 150 dots small print is hard to read."""

_GAIN = 0.9
"""A picture that does not become smaller by a tenth stays as it is."""
_DEPTH = 12
"""Forms within forms that are followed."""

_Key = tuple[int, int]


def recompress(pdf: Path, paper: str, dpi: int, quality: int, out: Path, only: Collection[int] | None = None) -> int:
    """Write a copy of a PDF whose pictures have at most `dpi` dots per inch where they stand on the paper.

    `only` has the pages (from 0) whose pictures are meant; None means all. Returns how many were changed.

    No picture gets more dots than it has. Colour stays colour, grey grey. Left as they are: what is black and white only, masks,
    and pictures in colours that JPEG cannot hold (CMYK, palettes, 16 bit). The same input gives the same bytes.
    """
    changed = 0
    with pikepdf.open(pdf) as opened:
        for image, dots in _placed(opened, paper, only).values():
            changed += _shrink(image, min(1.0, dpi / dots) if dots else 1.0, quality)
        out.parent.mkdir(parents=True, exist_ok=True)
        save(opened, out)
    return changed


def _placed(pdf: Pdf, paper: str, only: Collection[int] | None) -> dict[_Key, tuple[Stream, float]]:
    """Every picture of these pages with its dots per inch where it is largest on the paper."""
    found: dict[_Key, tuple[Stream, float]] = {}
    wanted: set[_Key] = set()
    for number, page in enumerate(pdf.pages):
        media, crop = page.obj.get("/MediaBox", Array([0, 0, 612, 792])), page.obj.get("/CropBox")
        shown = view(
            [float(value) for value in media],
            [float(value) for value in crop] if crop is not None else None,
            int(page.obj.get("/Rotate", 0)),
            float(page.obj.get("/UserUnit", 1)),
        )
        for image, matrix in _drawn(page.obj, page.obj.get("/Resources", Dictionary()), place(shown, paper).matrix, 0):
            wide, high = math.hypot(matrix.a, matrix.b) / 72, math.hypot(matrix.c, matrix.d) / 72
            if wide and high:
                dots = min(int(image.get("/Width", 0)) / wide, int(image.get("/Height", 0)) / high)
                known = found.get(image.objgen)
                found[image.objgen] = image, min(dots, known[1]) if known else dots
                if only is None or number in only:
                    wanted.add(image.objgen)
    return {key: placed for key, placed in found.items() if key in wanted}


def _drawn(content: Object, resources: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Stream, Matrix]]:
    """The pictures that a page or form draws, each with the matrix from its unit square to the paper."""
    objects = resources.get("/XObject", Dictionary())
    kept: list[Matrix] = []
    for instruction in pikepdf.parse_content_stream(Page(content) if content.get("/Type") == "/Page" else content):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                kept.append(matrix)
            case "Q":
                matrix = kept.pop() if kept else matrix
            case "cm":
                matrix = Matrix(*(float(value) for value in operands)) @ matrix
            case "Do":
                drawn = objects.get(str(operands[0]))
                if drawn is None or not isinstance(drawn, Stream):
                    continue
                if drawn.get("/Subtype") == "/Image":
                    yield drawn, matrix
                elif drawn.get("/Subtype") == "/Form" and depth < _DEPTH:
                    own = Matrix(*(float(value) for value in drawn.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                    yield from _drawn(drawn, drawn.get("/Resources", resources), own @ matrix, depth + 1)


def _shrink(image: Stream, factor: float, quality: int) -> bool:
    """Store a picture again as JPEG, `factor` times as wide and high; whether that made it smaller."""
    colours = _colours(image)
    if not colours:
        return False
    try:
        picture = PdfImage(image).as_pil_image()
    except Exception:  # what pikepdf cannot decode stays as it is
        return False
    if picture.mode != colours or picture.size != (int(image.Width), int(image.Height)):
        return False
    if factor < 1:
        size = math.ceil(picture.width * factor), math.ceil(picture.height * factor)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=quality, subsampling=0, optimize=True)
    if len(stored.getvalue()) > _GAIN * len(image.read_raw_bytes()):
        return False
    image.write(stored.getvalue(), filter=Name.DCTDecode)
    image.Width, image.Height = picture.size
    return True


def _colours(image: Stream) -> str:
    """`RGB` or `L` for a picture that JPEG can hold as it is; empty for all others."""
    if image.get("/ImageMask", False) or image.get("/BitsPerComponent") != 8 or isinstance(image.get("/Mask"), Array):
        return ""
    if "/Decode" in image or "/Matte" in image.get("/SMask", Dictionary()):
        return ""
    space = image.get("/ColorSpace")
    if isinstance(space, Array) and len(space) > 1:
        if space[0] == Name.ICCBased:
            return {1: "L", 3: "RGB"}.get(int(space[1].get("/N", 0)), "")
        space = space[0]
    return {"/DeviceRGB": "RGB", "/CalRGB": "RGB", "/DeviceGray": "L", "/CalGray": "L"}.get(str(space), "")
