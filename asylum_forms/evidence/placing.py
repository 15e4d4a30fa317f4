"""Where pictures stand on the pages of a PDF: one to a page; of a low strip as many pieces as have room below one another."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import img2pdf
import pikepdf

from asylum_forms.evidence.exhibit import Repeat
from asylum_forms.pdf.save import save

_SIDE, _TOP, _BOTTOM = 36.0, 36.0, 43.2
"""Margins in points. The bottom, 0.6 inch, is left free for the page stamp."""
_BESIDE = 6.0
"""Points between a picture and the line beside what stands there twice."""
_GAP = 24.0
"""Points between pieces below one another."""
SHARP = 150.0
"""Dots per inch below which a picture is not enlarged, and the resolution of one that does not tell its own."""


@dataclass
class Picture:
    """One picture to be shown: coded, and how it must be turned."""

    data: bytes
    """A JPEG or PNG file that img2pdf embeds as it is."""
    size: tuple[int, int]
    """Stored columns and rows."""
    orientation: int = 1
    """EXIF orientation 1-8, still to be applied."""
    dpi: tuple[float, float] = (SHARP, SHARP)
    scale: float = 0.0
    """Of a piece of a long picture: at what scale it is printed, from the top of the page on. 0 for a whole one."""
    again: int = 0
    """Rows at its foot that the next piece begins with; of a wide picture columns at its right edge."""
    photo: bool = False
    """Whether a camera took it, and says so."""
    wide: bool = False
    """Whether it is a piece of a wide picture, which is cut from left to right."""

    page: int = 0
    """The page that it stands on, from 1, once it is placed."""
    row: int = 0
    """How many pieces stand above it there."""

    def upright(self) -> tuple[float, float]:
        """Width and height in points, at its own resolution, once it is turned."""
        wide, high = (dots / dpi * 72 for dots, dpi in zip(self.size, self.dpi, strict=True))
        return (high, wide) if self.orientation > 4 else (wide, high)


def place(pictures: Sequence[Picture], paper: tuple[float, float]) -> int:
    """Give each picture its page, and its row there; the number of pages."""
    last: Picture | None = None
    for picture in pictures:
        picture.page, picture.row = (last.page + 1 if last else 1), 0
        # Of a strip from left to right pieces stand below one another, as lines of a text do.
        if last and last.again and picture.wide and last.row + 1 < _rows(picture, paper):
            picture.page, picture.row = last.page, last.row + 1
        last = picture
    return last.page if last else 0


def _rows(picture: Picture, paper: tuple[float, float]) -> int:
    high = picture.upright()[1] * picture.scale
    return int((room(paper)[1] + _GAP) // (high + _GAP))


def repeats(pictures: Sequence[Picture], paper: tuple[float, float]) -> Iterator[Repeat]:
    """What pieces show once more than the picture does, of pictures that are placed."""
    for one, other in pairwise(pictures):
        if one.again:
            yield Repeat(one.page, _strip(one, paper, -one.again), _strip(other, paper, one.again), other.page)


def _strip(picture: Picture, paper: tuple[float, float], count: int) -> tuple[float, float, float, float]:
    """Where the first rows of a piece stand on its page, or with a count below 0 the last; of one of a wide picture columns."""
    wide, _b, _c, high, left, foot = _placed(picture, paper)
    box = [left, paper[1] - foot - high, left + wide, paper[1] - foot]
    side = 0 if picture.wide else 1
    part = (wide, high)[side] * abs(count) / picture.size[side]
    if count < 0:
        box[side] = box[side + 2] - part
    else:
        box[side + 2] = box[side] + part
    return box[0] / paper[0], box[1] / paper[1], box[2] / paper[0], box[3] / paper[1]


def write(pictures: Sequence[Picture], strips: Sequence[Repeat], out: Path, paper: tuple[float, float]) -> None:
    """Write the pictures as they are placed to a PDF, with a line beside what `strips` say stands there twice."""
    coded = img2pdf.convert(
        [picture.data for picture in pictures],
        rotation=img2pdf.Rotation.none,
        layout_fun=lambda _width, _height, _dpi: (*paper, *paper),
        nodate=True,
    )
    with pikepdf.open(io.BytesIO(coded)) as pdf:
        if len(pdf.pages) != len(pictures):
            raise ValueError("a picture was lost")
        drawn: dict[int, list[str]] = {}
        for number, picture in enumerate(pictures):
            (image,) = pdf.pages[number].Resources.XObject.values()
            name = f"/Im{picture.row}"
            if not picture.row:
                pdf.pages[number].Resources.XObject = pikepdf.Dictionary()
                first = pdf.pages[number]
            first.Resources.XObject[name] = image
            matrix = " ".join(f"{length:.4f}" for length in _placed(picture, paper))
            drawn.setdefault(picture.page, []).append(f"q {matrix} cm {name} Do Q")
        for number in reversed([number for number, picture in enumerate(pictures) if picture.row]):
            del pdf.pages[number]
        wide = {picture.page: picture.wide for picture in pictures}
        for page, sheet in enumerate(pdf.pages, 1):
            ends = [area for strip in strips for there, area in strip.places() if there == page]
            lines = [_beside(area, wide[page], paper) for area in ends]
            sheet.Contents = pdf.make_stream(" ".join([*drawn[page], *lines]).encode())
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        save(pdf, out)


def _beside(area: tuple[float, float, float, float], wide: bool, paper: tuple[float, float]) -> str:
    """What draws a line in the margin beside a strip that stands there twice; below that of a wide picture."""
    left, right = area[0] * paper[0], area[2] * paper[0]
    top, bottom = paper[1] * (1 - area[1]), paper[1] * (1 - area[3])
    if wide:
        bottom = top = bottom - _BESIDE
    else:
        left = right = left - _BESIDE
    return f"q 0.4 G 1.5 w {left:.2f} {bottom:.2f} m {right:.2f} {top:.2f} l S Q"


def room(paper: tuple[float, float]) -> tuple[float, float]:
    """Width and height of the printable part."""
    return paper[0] - 2 * _SIDE, paper[1] - _TOP - _BOTTOM


def _placed(picture: Picture, paper: tuple[float, float]) -> tuple[float, ...]:
    """Matrix that puts the unit square of the picture upright in the middle of the printable part of the paper; of a piece at its
    top, or below those that stand above it."""
    width, height = picture.upright()
    room_wide, room_high = room(paper)
    grow = max(1.0, min(picture.dpi) / SHARP)
    scale = picture.scale or min(room_wide / width, room_high / height, grow)
    w, h = width * scale, height * scale
    x, y = (paper[0] - w) / 2, _BOTTOM + (room_high - h) / (1 if picture.scale else 2) - picture.row * (h + _GAP)
    # Exif 2.3, tag 0x0112: where row 0 and column 0 of the stored picture lie on the upright one.
    return {
        1: (w, 0, 0, h, x, y),
        2: (-w, 0, 0, h, x + w, y),
        3: (-w, 0, 0, -h, x + w, y + h),
        4: (w, 0, 0, -h, x, y + h),
        5: (0, -h, -w, 0, x + w, y + h),
        6: (0, -h, w, 0, x, y + h),
        7: (0, h, w, 0, x, y),
        8: (0, h, -w, 0, x + w, y),
    }[picture.orientation]
