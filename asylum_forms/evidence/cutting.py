"""Where a long picture, such as a screenshot of a whole chat or a panorama, is cut, so that it can be read on paper."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

_OVERLAP = 0.05
"""Of the length of a piece, shown again at the head of the next."""
_ROOM = 0.1
"""Of that length, within which a row without anything on it is looked for, so that no line of text is cut through."""
_SMALL = 0.55
"""Of the scale at which a picture can be read, below which it is cut. Telephones take pictures of 9 to 20 (0.6)."""
_WIDE = 4.0
"""Times its height from which on a picture is cut from left to right. What is less wide is seen better as a whole."""
_PANORAMA = 8.0
"""The same of what a camera took: at the gate of a building there is no line to read, and pieces show no scene."""
_LINE = 12.0
"""Points of a line of text: in a picture less high nothing can be read, however it is cut."""
_QUIET = 16
"""Difference of light and dark within a row of nothing but background, as JPEG leaves it."""
_READABLE = 0.75
"""Of its own size (150 dots to the inch, where it tells none): letters of 12 points are 9 then."""
_SHARP = 200.0
"""Dots per inch from which on a picture tells how large the paper was; it is not made smaller than that."""


def is_wide(size: tuple[float, float]) -> bool:
    """Whether a picture is cut from left to right, if at all, and not from top to bottom. Size in points."""
    return size[1] >= _LINE and size[0] > _WIDE * size[1]


def is_panorama(size: tuple[float, float]) -> bool:
    """Whether a picture that a camera took stays whole though it is wide. Size in points."""
    return is_wide(size) and size[0] <= _PANORAMA * size[1]


def scale(size: tuple[float, float], room: tuple[float, float], dpi: float) -> float:
    """At what scale the pieces of a picture are printed; 0 for one that a single page can show. Sizes in points."""
    (wide, high), (across, down) = (size[::-1], room[::-1]) if is_wide(size) else (size, room)
    readable = min(across / wide, max(_READABLE, min(1.0, dpi / _SHARP)))
    return readable if down / high < _SMALL * readable else 0.0


def pieces(image: Image.Image, rows: int) -> Iterator[tuple[int, int]]:
    """First row and row after the last of each piece, none longer than `rows`: from top to bottom, each begins within the one
    before. Of a wide picture, whose columns are cut, it takes the transposed one."""
    light = image.convert("L")
    room = max(1, int(rows * _ROOM))
    first = 0
    while first + rows < image.height:
        last = _quiet(light, first + rows, room)
        yield first, last
        first = _quiet(light, last - max(1, int(rows * _OVERLAP)), room)
    yield first, image.height


def _quiet(light: Image.Image, row: int, room: int) -> int:
    """The nearest row above with nothing on it, or this one where there is none near."""
    for near in range(row, row - room, -1):
        low, high = light.crop((0, near - 1, light.width, near + 1)).getextrema()
        if isinstance(low, int) and isinstance(high, int) and high - low <= _QUIET:
            return near
    return row
