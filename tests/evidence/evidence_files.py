"""Makes evidence files for the tests, and looks at the pages that come out."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
from fpdf import FPDF
from PIL import Image, ImageChops

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import take_in
from asylum_forms.tools import fontconfig

RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 180, 20), (20, 20, 220), (230, 220, 20)
UPRIGHT = (RED, GREEN, BLUE, YELLOW)
"""Colours of the corners of `corners()`, as a reader sees them: top left, top right, bottom left, bottom right."""

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture must be stored so that the EXIF orientation turns it upright again."""


def corners(width: int = 400, height: int = 240) -> Image.Image:
    """A picture of four coloured quarters."""
    image = Image.new("RGB", (width, height), "white")
    across, down = width // 2, height // 2
    for number, colour in enumerate(UPRIGHT):
        column, row = number % 2, number // 2
        image.paste(colour, (across * column, down * row, across * (column + 1), down * (row + 1)))
    return image


def exif(orientation: int = 1, gps: bool = True) -> Image.Exif:
    """Camera data, with a maker, a place and an orientation."""
    data = Image.Exif()
    data[0x010F] = "SECRETMAKER"
    data[0x0112] = orientation
    data[0x013B] = "SECRETAUTHOR"
    if gps:
        data.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 12.0), 3: "E", 4: (116.0, 23.0, 50.0), 29: "SECRETDATE"})
    return data


def seen(pdf: Path, page: int = 0, scale: float = 1.0) -> Image.Image:
    """A page as a reader sees it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=scale).to_pil().convert("RGB")


def coloured_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Where a page is not white."""
    difference = ImageChops.difference(image, Image.new("RGB", image.size, "white"))
    box = difference.convert("L").point(lambda value: 255 * (value > 40)).getbbox()
    assert box, "an empty page"
    return box


def corner_colours(image: Image.Image) -> tuple[tuple[int, int, int], ...]:
    """The named colour nearest to each corner of the coloured part of a page."""
    left, top, right, bottom = coloured_box(image)
    across, down = (right - left) // 8 + 1, (bottom - top) // 8 + 1

    def nearest(x: int, y: int) -> tuple[int, int, int]:
        pixel = image.getpixel((x, y))
        return min(UPRIGHT, key=lambda colour: sum(abs(a - b) for a, b in zip(colour, pixel, strict=True)))

    return (
        nearest(left + across, top + down),
        nearest(right - across, top + down),
        nearest(left + across, bottom - down),
        nearest(right - across, bottom - down),
    )


def taken(file: Path, out: Path, **options: object) -> Paper | EvidenceError:
    """What becomes of a file: one of two things, and nothing else."""
    try:
        return take_in(file, out, **options)
    except EvidenceError as error:
        return error


def text_pdf(file: Path, *pages: str) -> Path:
    """A PDF with a line of text on each page, its font inside."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_font("sans", fname=str(fontconfig.font_file("Liberation Sans")[0]))
    pdf.set_font("sans", size=20)
    for words in pages:
        pdf.add_page()
        pdf.cell(text=words)
    pdf.output(str(file))
    return file


def everything_in(pdf: Path) -> bytes:
    """All bytes of a PDF with its streams unpacked where they can be, to search for what must not be there."""
    out = io.BytesIO()
    with pikepdf.open(pdf) as document:
        document.save(
            out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    return out.getvalue() + pdf.read_bytes()
