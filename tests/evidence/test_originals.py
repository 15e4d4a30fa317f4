"""The user's own pictures beside the pages that were made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from odd_files import ODD
from PIL import Image, ImageDraw, ImageOps
from pypdfium2 import PdfDocument

from asylum_forms import originals
from asylum_forms.evidence.intake import take_in

PICTURES = [
    *("jpeg-named.png", "png-named.jpg", "palette.gif", "bitmap.bmp", "ycbcr.tif", "one-bit.png", "progressive.jpg"),
    *("grey-with-transparency.png", "telephone-two-pictures.jpg", "group4.tif", "jpeg-in.tif", "deflate.tif", "one-line.png"),
    *("fax-of-3-pages.tif", "tiff-in-a-circle.tif", "profile-nonsense.png", "webp-named.pdf"),
]
NOT_COMPARED = ["cmyk.jpg", "cmyk.tif", "lab.tif", "sixteen-bit.png", "very-long-screenshot.png"]


def told(file: Path, pdf: Path) -> list[tuple[int, str]]:
    with PdfDocument(pdf) as opened:
        pages = [opened[number] for number in range(len(opened))]
        return [(one.page, one.problem) for one in originals.differences(file, pages, "Letter")]


def summons(turned: Image.Transpose | None = None) -> Image.Image:
    """A picture that is another one any other way up."""
    picture = Image.new("RGB", (600, 800), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 300, 120), fill="black")
    draw.ellipse((380, 560, 540, 720), fill="red")
    return picture.transpose(turned) if turned is not None else picture


@pytest.mark.parametrize("name", PICTURES)
def test_an_odd_picture_looks_on_its_page_as_it_was_given(tmp_path: Path, name: str) -> None:
    ODD[name](file := tmp_path / name)
    assert told(file, take_in(file, tmp_path / "out").pdf) == []


@pytest.mark.parametrize("name", NOT_COMPARED)
def test_what_cannot_be_compared_fairly_is_left_to_the_user_s_eye(tmp_path: Path, name: str) -> None:
    ODD[name](file := tmp_path / name)
    with pytest.raises(originals.NotCompared):
        told(file, take_in(file, tmp_path / "out").pdf)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_compared_as_its_camera_held_it(tmp_path: Path, orientation: int) -> None:
    picture = summons()
    exif = picture.getexif()
    exif[0x0112] = orientation
    picture.save(file := tmp_path / "photo.jpg", exif=exif)
    assert told(file, take_in(file, tmp_path / "out").pdf) == []


@pytest.mark.parametrize(
    "change",
    [
        *(lambda picture, way=way: picture.transpose(way) for way in Image.Transpose),
        ImageOps.invert,
        lambda picture: picture.crop((0, 0, 600, 400)),
        lambda picture: Image.new("RGB", picture.size, "white"),
    ],
)
def test_a_page_with_something_else_on_it_than_the_picture_is_told(
    tmp_path: Path, change: Callable[[Image.Image], Image.Image]
) -> None:
    summons().save(given := tmp_path / "given.png")
    change(summons()).save(other := tmp_path / "other.png")
    assert told(given, take_in(other, tmp_path / "out").pdf) == [(0, "it looks different from what it was made from")]
