"""Pictures that look alike although their data differ: stored anew, smaller, in grey, turned; or one is a part of the other.

Compared are the dots that are darker than what is around them, in small: strokes and edges, which compression, size and light
hardly change. A row of dots is a number, so that one picture is laid over every place of another quickly. What matches
roughly is looked at more closely. Two pages of one printed form may be taken for one picture; that costs a look, no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from PIL import Image, ImageChops, ImageFilter

from asylum_forms.evidence.seen import Area

LEAST = 48
"""Dots of the shorter side: of a smaller picture its look tells nothing."""
_KEPT = 400
"""Dots of the longer side that are kept of a picture."""
_ROUGH, _FINE = 40, 96
"""Dots of the longer side in which two pictures are compared."""
_MAYBE, _SURE = 0.45, 0.7
"""Of 1, where two pictures are the same, dot by dot; 0 is what chance makes."""
_STEP = 1.05
"""From one size to the next in which a part is looked for."""
_SMALLEST = 0.5
"""Of the size that just fits: a part in other dots than the whole is not looked for below it."""
_CUT = 0.98
"""Of the dots of the whole: a part has fewer on one side at least, and on none more."""
_TRIED = 3
"""Of these sizes so many are looked at closely."""
_INK = 8
"""So much darker than what is around it is a dot of a stroke."""
_FEW = 0.02
"""Of all dots: with less ink there is nothing to compare."""

_TURNS = (None, *Image.Transpose)


@dataclass(frozen=True)
class Look:
    """How a picture looks, small and in grey."""

    picture: Image.Image
    size: tuple[int, int]
    """In dots, as it is stored."""


def look(picture: Image.Image) -> Look:
    """How a picture looks."""
    small = picture.convert("L")
    small.thumbnail((_KEPT, _KEPT), Image.Resampling.BOX)
    return Look(small, picture.size)


def shown(one: Look, other: Look) -> tuple[Area, Area] | None:
    """The part of each picture that the other seems to show too, left, top, right, bottom as parts of it; None where there is
    none. One of them is all of its picture. A picture as a whole is known turned and mirrored too, a part of it only upright."""
    everything = (0.0, 0.0, 1.0, 1.0)
    if any(_same(one, other, turn) for turn in _TURNS):
        return everything, everything
    if there := _within(other, one):
        return there, everything
    if there := _within(one, other):
        return everything, there
    return None


def _same(one: Look, other: Look, turn: Image.Transpose | None) -> bool:
    turned = other.picture.transpose(turn) if turn is not None else other.picture
    wide, high = (a * b for a, b in zip(one.picture.size, reversed(turned.size), strict=True))
    if max(wide, high) > _STEP * min(wide, high):
        return False
    for side, enough in ((_ROUGH, _MAYBE), (_FINE, _SURE)):
        if _alike(_ink(one.picture, (side, side)), _ink(turned, (side, side))) < enough:
            return False
    return True


def _within(part: Look, whole: Look) -> Area | None:
    """Where a picture shows another one."""
    sides = [a / b for a, b in zip(part.size, whole.size, strict=True)]
    if min(sides) > _CUT or max(sides) > 1:
        return None
    found = sorted(_rough(part, whole, size) for size in _sizes(part, whole))
    closer = (_finer(part, whole, there) for fit, there in reversed(found[-_TRIED:]) if fit >= _MAYBE)
    return next((there for fit, there in closer if fit >= _SURE), None)


def _sizes(part: Look, whole: Look) -> Iterator[float]:
    """How many dots of the whole one of the part may be: as many as just fit, and fewer; or one, where it was only cut."""
    fits = size = min(b / a for a, b in zip(part.size, whole.size, strict=True))
    while size >= fits * _SMALLEST:
        yield size
        size /= _STEP
    if size > 1 and min(part.size) >= LEAST:
        yield 1.0


def _rough(part: Look, whole: Look, size: float) -> tuple[float, Area]:
    """How well a part of this size fits where it fits best, and where."""
    scale = _ROUGH / max(part.size)
    wide, high = (max(1, round(side * scale)) for side in part.size)
    across, down = (max(own, round(side * scale / size)) for own, side in zip((wide, high), whole.size, strict=True))
    ink, around = _ink(part.picture, (wide, high)), _ink(whole.picture, (across, down))
    wanted, mask, there = _bits(ink, across), _bits(Image.new("L", ink.size, 255), across), _bits(around, across)
    best, at = 0.0, (0, 0)
    for y, x in product(range(down - high + 1), range(across - wide + 1)):
        here = there >> ((down - high - y) * across + across - wide - x) & mask
        fit = _fit(wide * high, wanted.bit_count(), here.bit_count(), (wanted & here).bit_count())
        if fit > best:
            best, at = fit, (x, y)
    x, y = at
    return best, (x / across, y / down, (x + wide) / across, (y + high) / down)


def _finer(part: Look, whole: Look, there: Area) -> tuple[float, Area]:
    """How well a part fits near a place, looked at closely, and where."""
    scale = _FINE / max(part.size)
    size = max(1, round(part.size[0] * scale)), max(1, round(part.size[1] * scale))
    ink = _ink(part.picture, size)

    def fit(area: Area) -> float:
        box = [edge * side for edge, side in zip(area, whole.picture.size * 2, strict=True)]
        box = [*(max(0, edge) for edge in box[:2]), *map(min, box[2:], whole.picture.size)]
        if box[2] - box[0] < 1 or box[3] - box[1] < 1:
            return 0
        return _alike(ink, _ink(whole.picture, size, (box[0], box[1], box[2], box[3])))

    best = fit(there)
    for step in (0.04, 0.02, 0.01, 0.005):
        while True:
            tried = max((fit(near), near) for near in _near(there, step))
            if tried[0] <= best:
                break
            best, there = tried
    return best, there


def _near(area: Area, step: float) -> Iterator[Area]:
    """The area moved and grown a little, by so much of its size."""
    left, top, right, bottom = area
    wide, high = (right - left) * step, (bottom - top) * step
    for x, y, grow in ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)):
        yield left + (x - grow) * wide, top + (y - grow) * high, right + (x + grow) * wide, bottom + (y + grow) * high


def _ink(picture: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None) -> Image.Image:
    """White where a dot is darker than what is around it."""
    small = picture.resize(size, Image.Resampling.BOX, box)
    dark = ImageChops.subtract(small.filter(ImageFilter.BoxBlur(3)), small)
    return dark.point(lambda value: 255 if value > _INK else 0)


def _alike(one: Image.Image, other: Image.Image) -> float:
    a, b = _bits(one, one.width), _bits(other, other.width)
    return _fit(one.width * one.height, a.bit_count(), b.bit_count(), (a & b).bit_count())


def _bits(ink: Image.Image, stride: int) -> int:
    """A picture as one number, a dot a bit, with room for rows of this many dots."""
    digits = ink.tobytes().translate(_DIGITS).decode()
    rows = (digits[at : at + ink.width] for at in range(0, len(digits), ink.width))
    return int(("0" * (stride - ink.width)).join(rows), 2)


_DIGITS = b"0" * 128 + b"1" * 128


def _fit(dots: int, one: int, other: int, both: int) -> float:
    """How far the ink of two pictures is the same: the correlation of what is 0 or 1; 0 where one of them has too little."""
    if min(one, other) < _FEW * dots or max(one, other) == dots:
        return 0.0
    return float((dots * both - one * other) / (one * (dots - one) * other * (dots - other)) ** 0.5)
