"""The user's own papers drawn beside the pages of the filing that were made of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pikepdf
import pillow_heif
from PIL import Image, ImageChops, ImageOps
from pypdfium2 import PdfDocument, PdfPage

from asylum_forms.assembly import reread, shown
from asylum_forms.assembly.fit import BAND
from asylum_forms.errors import AsylumFormsError
from asylum_forms.evidence.kinds import IMAGES, kind
from asylum_forms.i18n import _

_SIDE = 1600
"""Pixels of the longer side, of a page and of a picture, from which they are compared."""
_BLOCKS = 24
"""Blocks in each direction whose mean grey is compared: coding, and half a pixel aside, hardly change it."""
_NEARLY_WHITE = 230
_TOLERANCE = 32
"""Of 255, how much the grey of a block may differ."""
_STRETCHED, _ROUNDED = 0.02, 3
"""How much longer a side may be, of itself and in pixels."""
_PLAIN = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "YCbCr")
"""Colours of which every program makes the same grey."""


@dataclass(frozen=True)
class Different:
    """A page of the filing that does not look as its original."""

    page: int
    """Of the original, counted from 0."""
    problem: str


class NotCompared(Exception):
    """A file that cannot be laid beside its pages: a Word file or text, a long picture that was cut, colours for printers."""


def differences(file: Path, after: Sequence[PdfPage], paper: str) -> Iterator[Different]:
    """What looks different in the filing, whose pages `after` were made of `file` on `paper`, than in the file.

    A PDF is compared with everything that lies on its pages. Of a picture what counts is what is on it and which way up; where
    it stands on the page the build has verified. Raises NotCompared.
    """
    try:
        what = kind(file)
        if what == "pdf":
            yield from _pages(file, after, paper)
        elif what in IMAGES:
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # Pillow warns the terminal of large and odd pictures; they were taken in all the same
                found = list(_pictures(file, what, after))
            yield from found
        else:
            raise NotCompared
    except (NotCompared, AsylumFormsError):
        raise NotCompared from None
    except Exception as error:  # decoders fail in every way there is
        raise NotCompared from error


def _pages(file: Path, after: Sequence[PdfPage], paper: str) -> Iterator[Different]:
    with pikepdf.open(file) as pdf, PdfDocument(file) as before:
        before.init_forms()
        for number, (page, copy) in enumerate(zip(pdf.pages, after, strict=True)):
            if problem := shown.compare(before[number], reread.seen(page), copy, paper, notes=True):
                yield Different(number, problem)


def _pictures(file: Path, what: str, after: Sequence[PdfPage]) -> Iterator[Different]:
    frames = _heic(file) if what == "heic" else _frames(file)
    if what == "jpeg":
        del frames[1:]  # what telephones put behind the picture: itself, smaller
    if len(frames) != len(after):
        raise NotCompared
    for number, (frame, page) in enumerate(zip(frames, after, strict=True)):
        picture = frame()
        scale = _SIDE / max(page.get_size())
        drawn = page.render(scale=scale, may_draw_forms=False).to_pil().convert("L")
        foot = drawn.height - round(BAND * scale)
        if not _alike(_grey(picture), drawn.crop((0, 0, drawn.width, foot))):
            yield Different(number, _("it looks different from what it was made from"))


def _frames(file: Path) -> list[Callable[[], Image.Image]]:
    """What opens each picture of a file, upright as its camera says."""

    def opened(number: int) -> Image.Image:
        with Image.open(file) as image:
            image.seek(number)
            return ImageOps.exif_transpose(image)

    with Image.open(file) as image:
        return [partial(opened, number) for number in range(getattr(image, "n_frames", 1))]


def _heic(file: Path) -> list[Callable[[], Image.Image]]:
    opened = pillow_heif.open_heif(file, convert_hdr_to_8bit=True)
    return [partial(opened[number].to_pillow) for number in range(len(opened))]


def _grey(picture: Image.Image) -> Image.Image:
    """The picture as it is seen on white paper, without colour."""
    if picture.mode not in _PLAIN:
        raise NotCompared
    picture.thumbnail((_SIDE, _SIDE))
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    white.alpha_composite(seen)
    return white.convert("L")


def _alike(before: Image.Image, after: Image.Image) -> bool:
    """Whether the same is on two pictures, whatever white is around it."""
    boxes = [picture.point(lambda grey: 255 * (grey < _NEARLY_WHITE)).getbbox() for picture in (before, after)]
    if None in boxes:
        return boxes == [None, None]
    first, second = (picture.crop(box) for picture, box in zip((before, after), boxes, strict=True))
    wide, high = first.width * second.height / first.height, first.height * second.width / first.width
    sides = (wide, second.width), (high, second.height)
    if all(abs(one - two) > max(_STRETCHED * two, _ROUNDED) for one, two in sides):
        return False
    means = [picture.resize((_BLOCKS, _BLOCKS), Image.Resampling.BOX) for picture in (first, second)]
    return max(ImageChops.difference(*means).tobytes()) <= _TOLERANCE
