"""A page with black boxes: a picture of itself, 300 dots to the inch, in which the marked dots are black.

Its words, fonts, paths, pictures and all they carry are left behind. That is the one way that needs no trust in our reading of
the page's operators (a letter can be drawn by text, path, picture, pattern or form, once or twice), and it is what courts do with
paper. The price: the page can no longer be searched. Pages without marks stay as they are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import PdfDocument, PdfPage

from asylum_forms.evidence.exhibit import Mark
from asylum_forms.pdf.save import save
from asylum_forms.pdf.used import keep_used
from asylum_forms.tools import fontconfig

DPI = 300
_DOTS = 60_000_000
"""Of one page; a larger one gets fewer to the inch."""

_QUALITY = 90


def black_out(source: Path, marks: Sequence[Mark], out: Path) -> list[int]:
    """Write to `out` the PDF with its marked pages as pictures, without anything that only these used. Returns their numbers."""
    out.parent.mkdir(parents=True, exist_ok=True)
    pages = sorted({mark.page for mark in marks})
    with pikepdf.open(source) as pdf, PdfDocument(source) as document, pikepdf.new() as new:
        for number, page in enumerate(pdf.pages, 1):
            if number not in pages:
                new.pages.append(page)
                continue
            unit = float(page.obj.get("/UserUnit", 1))
            size = tuple(side * unit for side in document[number - 1].get_size())
            add_picture(new, size, _picture(document[number - 1], unit, [mark for mark in marks if mark.page == number]))
        keep_used(new)
        save(new, out)
    return pages


def _picture(page: PdfPage, unit: float, marks: Sequence[Mark]) -> Image.Image:
    width, height = page.get_size()
    scale = min(DPI / 72 * unit, (_DOTS / (width * height)) ** 0.5)
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    red, green, blue = image.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        image = red
    draw = ImageDraw.Draw(image)
    boxes = [(_box(mark, image), mark.reason) for mark in marks]
    for box, _reason in boxes:
        draw.rectangle(box, fill="black")
    said: list[tuple[int, int, int, int]] = []
    # A name and a part of it may both be marked: one reason for what is one black spot, the widest, and never half of it.
    for box, reason in sorted(boxes, key=lambda one: one[0][0] - one[0][2]):
        if not any(_meet(box, other) for other in said):
            _print(draw, reason, box)
            said.append(box)
    return image


def _box(mark: Mark, image: Image.Image) -> tuple[int, int, int, int]:
    left, top, right, bottom = mark.area
    return int(left * image.width), int(top * image.height), int(right * image.width) + 1, int(bottom * image.height) + 1


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _print(draw: ImageDraw.ImageDraw, reason: str, box: tuple[int, int, int, int]) -> None:
    """The reason, white on black and small, where it fits."""
    size = min(32, (box[3] - box[1]) * 2 // 3)
    if not reason or size < 12:
        return
    font = font_for(reason, size)
    if draw.textlength(reason, font) < (box[2] - box[0]) * 0.95:
        draw.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), reason, fill="white", font=font, anchor="mm")


def font_for(words: str, size: float) -> ImageFont.FreeTypeFont:
    """What prints these words."""
    file, number = fontconfig.font_file("Liberation Sans" if words.isascii() else "Noto Sans CJK SC")
    return ImageFont.truetype(str(file), size, index=number)


def add_picture(pdf: pikepdf.Pdf, size: tuple[float, ...], image: Image.Image) -> None:
    """A page of this size, in points, that is a picture."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=_QUALITY, optimize=True)
    space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    picture = pdf.make_stream(
        data.getvalue(),
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=space,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        ),
    )
    page = pdf.add_blank_page(page_size=(size[0], size[1]))
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=picture))
    page.obj.Contents = pdf.make_stream(b"q %.4f 0 0 %.4f 0 0 cm /Im Do Q" % (size[0], size[1]))
