"""Pictures of pages made ready to be read: straight, evenly lit, without seals and ruled lines; and what is dark on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

DPI = 300
LONGEST = 6000
"""Dots of the longer side. A screenshot as long as ten pages is reduced to that."""
_BLANK = 0.0002
"""Share of dark dots below which a page is empty: about one word on it."""
_DARKEST = 170
"""Value that may at most be made black."""
_STEEPEST = 8.0
"""Degrees by which a page may lean."""
_RULE = DPI * 2 // 5
"""Dots of a straight line that is no letter: one centimetre."""
_LEANS = 0.15
"""Degrees. A page is not turned by less."""


Box = tuple[int, int, int, int]


def flat(grey: Image.Image) -> Image.Image:
    """The picture as on white paper, lit evenly: shadows, grey paper and coloured speech bubbles become white.

    Without it, the one threshold that Tesseract sets for the whole page swallows text on a ground darker than the rest.
    """
    ground = _ground(grey).filter(ImageFilter.BoxBlur(4)).resize(grey.size, Image.Resampling.BILINEAR)
    even = ImageChops.invert(ImageChops.subtract(ground, grey))
    # Pale letters become black; but never so that on a page with few words the grain of the paper does.
    black = min(_DARKEST, _brighter_than(even, 0.005))
    return even.point([max(0, round((value - black) * 255 / (255 - black))) for value in range(256)])


def _brighter_than(grey: Image.Image, share: float) -> int:
    """The value below which this share of the dots lies."""
    left = share * grey.width * grey.height
    for value, count in enumerate(grey.histogram()):
        left -= count
        if left < 0:
            return value
    return 255


def _ground(grey: Image.Image) -> Image.Image:
    """What the letters stand on, at an eighth of the size."""
    return (grey.reduce(8) if min(grey.size) > 400 else grey).filter(ImageFilter.MaxFilter(7))


def reduced(picture: Image.Image) -> Image.Image:
    """The picture at a size that can be read."""
    scale = LONGEST / max(picture.size)
    if scale >= 1:
        return picture
    return picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.BOX)


def ink(picture: Image.Image) -> Image.Image:
    """White where a dot is clearly darker than what is around it, whatever the light; a third of the size."""
    small = picture.convert("L").reduce(3) if min(picture.size) > 300 else picture.convert("L")
    around = small.filter(ImageFilter.BoxBlur(12))
    return ImageChops.subtract(around, small).point(lambda value: 255 if value > 35 else 0)


def blank(picture: Image.Image) -> bool:
    """Whether there is nothing on a page but paper. What lies at its very edge (shadows, punch holes) does not count."""
    dark = ink(picture).filter(ImageFilter.MedianFilter(3))
    across, down = dark.width // 40, dark.height // 40
    dark = dark.crop((across, down, dark.width - across, dark.height - down))
    return dark.histogram()[255] < _BLANK * dark.width * dark.height


def leaning(picture: Image.Image) -> float:
    """Degrees by which a page leans to the left, up to 8: turning it clockwise by so much makes its lines level; 0 when unsure.

    Lines of letters are level when the rows of dots differ most from one another.
    """
    dark = ink(picture)
    dark = dark.resize((600, max(1, round(dark.height * 600 / dark.width))), Image.Resampling.BOX)

    def contrast(angle: float) -> float:
        rows = dark.rotate(-angle, Image.Resampling.BILINEAR).resize((1, dark.height), Image.Resampling.BOX)
        values = rows.tobytes()
        return float(sum((a - b) ** 2 for a, b in pairwise(values)))

    steps = [number / 2 for number in range(round(-_STEEPEST * 2), round(_STEEPEST * 2) + 1)]
    best = max(steps, key=contrast)
    best = max((best + number / 10 for number in range(-4, 5)), key=contrast)
    return round(best, 1) if abs(best) >= _LEANS and contrast(best) > 1.1 * contrast(0) else 0.0


def paper_colour(picture: Image.Image) -> int | tuple[int, ...]:
    """Colour to fill corners with: that of the middle of the range of the paper."""
    if picture.mode == "RGB":
        return tuple(brightness(band) for band in picture.split())
    return brightness(picture.convert("L"))


def brightness(band: Image.Image) -> int:
    """The middle of all values: on a page of text that of the paper."""
    return _brighter_than(band, 0.5)


def find_seals(picture: Image.Image) -> list[Box]:
    """Boxes of red seals: red, about as high as wide, between 1.5 and 7 cm. Red letterheads and lines are neither."""
    if picture.mode != "RGB":
        return []
    cell = DPI // 10
    across, down = picture.width // cell, picture.height // cell
    if not across or not down:
        return []
    red = _red(picture).resize((across, down), Image.Resampling.BOX).tobytes()
    left = {(x, y) for y in range(down) for x in range(across) if red[y * across + x] > 8}
    boxes = []
    while left:
        group = _touching(left)
        xs, ys = [x for x, _y in group], [y for _x, y in group]
        across_, high = max(xs) - min(xs) + 1, max(ys) - min(ys) + 1
        if min(across_, high) >= 6 and max(across_, high) <= 28 and 0.5 < across_ / high < 2:
            boxes.append((min(xs) * cell, min(ys) * cell, (max(xs) + 1) * cell, (max(ys) + 1) * cell))
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def _touching(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Takes one group of cells that touch one another out of the set."""
    first = min(left)
    left.remove(first)
    group = [first]
    for x, y in group:
        near = {(x + a, y + b) for a in (-2, -1, 0, 1, 2) for b in (-2, -1, 0, 1, 2)} & left
        left -= near
        group += sorted(near)
    return group


def _red(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda value: 255 if value > 45 else 0)


def without_seals(picture: Image.Image, seals: list[Box]) -> Image.Image:
    """The picture in grey, seals taken out: in the red part of the light red ink is as bright as paper."""
    grey = picture.convert("L")
    for box in seals:
        part = picture.crop(box)
        bright = part.getchannel("R")
        ink_ = _red(part).filter(ImageFilter.MaxFilter(3))
        paper = Image.new("L", part.size, brightness(part.convert("L")))
        dark = bright.point(lambda value: 255 if value < 110 else 0)
        grey.paste(Image.composite(bright, Image.composite(paper, bright, ink_), dark), box[:2])
    return grey


def without_rules(grey: Image.Image) -> Image.Image:
    """The picture without the lines of tables and forms, between which Tesseract loses words."""
    dark = flat(grey).point(lambda value: 255 if value < 128 else 0)
    rules = ImageChops.lighter(_runs(dark), _runs(dark.transpose(Image.Transpose.TRANSPOSE)).transpose(Image.Transpose.TRANSPOSE))
    broader = rules.reduce(2).point(lambda value: 255 if value else 0).filter(ImageFilter.MaxFilter(3)).resize(grey.size)
    return Image.composite(Image.new("L", grey.size, brightness(grey)), grey, broader)


def _runs(dark: Image.Image) -> Image.Image:
    """White where a line runs across for a centimetre or more: longer than any stroke of a letter in a text."""
    found = Image.new("L", dark.size, 0)
    for offset in (0, _RULE // 2):
        moved = ImageChops.offset(dark, -offset, 0)
        cells = moved.resize(
            (dark.width // _RULE, dark.height), Image.Resampling.BOX, (0, 0, dark.width // _RULE * _RULE, dark.height)
        )
        long = cells.point(lambda value: 255 if value > 242 else 0)
        spread = long.resize((dark.width // _RULE * _RULE, dark.height), Image.Resampling.NEAREST)
        found.paste(255, (offset, 0), spread)
    return found


def without_boxes(plain: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """What is left of a page when the words that were read are painted over."""
    rest = plain.copy()
    paper = brightness(plain)
    for left, top, right, bottom in boxes:
        rest.paste(paper, (left - 4, top - 4, right + 4, bottom + 4))
    return rest


def share_missed(plain: Image.Image, words: Sequence[Box], seals: Sequence[Box]) -> float:
    """Share of what is dark on the paper that lies outside all words and seals. The table around the paper does not count."""
    if not words:
        return 1.0
    dark = ink(plain).filter(ImageFilter.MedianFilter(3))
    scale = dark.width / plain.width
    lefts, tops, rights, bottoms = zip(*words, strict=True)
    text = min(lefts), min(tops), max(rights), max(bottoms)
    ground = _ground(plain)
    bright = brightness(ground.crop(_scaled(text, ground.width / plain.width)))
    paper = ground.point(lambda value: 255 if value > 0.75 * bright else 0).filter(ImageFilter.MinFilter(9)).resize(dark.size)
    inner = Image.new("L", dark.size, 0)
    across, down = dark.width // 40, dark.height // 40
    inner.paste(255, (across, down, dark.width - across, dark.height - down))
    dark = ImageChops.darker(dark, ImageChops.darker(paper, inner))
    total = dark.histogram()[255]
    for box in (*words, *seals):
        room = (box[3] - box[1]) // 4
        dark.paste(0, _scaled((box[0] - room, box[1] - room, box[2] + room, box[3] + room), scale))
    return dark.histogram()[255] / total if total else 0.0


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right, bottom
