"""Pictures of pages made ready to be read: turned, straightened, seals taken out; and the read words as lines.

The program that reads is passed in (`Reader`): this room starts none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Protocol

from PIL import Image, ImageChops, ImageFilter, ImageOps

from asylum_forms.evidence.lines import Line, tidy, wide

DPI = 300
LONGEST = 6000
"""Dots of the longer side. A screenshot as long as ten pages is reduced to that."""
_BLANK = 0.0002
"""Share of dark dots below which a page is empty: about one word on it."""
_SURE = 50.0
"""Confidence below which a word is doubtful. Characters that Tesseract gets wrong mostly have 0 to 30."""
_STEEPEST = 8.0
MISSED = 0.15
"""Share of what is dark on a page that may be in no word: measured, a lost line of signature is 0.2 and more."""
_RULE = DPI * 2 // 5
"""Dots of a straight line that is no letter: one centimetre."""
_COLUMN = 6
"""Rows of text beside text that make columns; fewer are rows of a table."""
_LEANS = 0.15
"""Degrees. A page is not turned by less."""


_Box = tuple[int, int, int, int]


class Seen(Protocol):
    """A word read from a picture."""

    @property
    def text(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def left(self) -> int: ...
    @property
    def top(self) -> int: ...
    @property
    def right(self) -> int: ...
    @property
    def bottom(self) -> int: ...
    @property
    def line(self) -> tuple[int, int, int]: ...
    @property
    def spaced(self) -> bool: ...


class Turned(Protocol):
    """Which way up a picture is: degrees to turn it clockwise, how sure that is, and the script on it."""

    @property
    def clockwise(self) -> int: ...
    @property
    def confidence(self) -> float: ...
    @property
    def script(self) -> str: ...


class Reader(Protocol):
    """The program that reads pictures; `asylum_forms.tools.tesseract` is one."""

    def languages(self) -> frozenset[str]:
        """Codes of the languages it can read."""

    def read(self, image: Path, codes: Sequence[str], /, *, dpi: int, sparse: bool = False) -> Sequence[Seen]:
        """The words on an upright picture, line by line; `sparse` looks for scattered words instead of lines of text."""

    def turn(self, image: Path, /, *, dpi: int) -> Turned | None:
        """Which way up a picture is, or None when that cannot be told."""

    def workers(self) -> int:
        """How many pictures are best read at once."""


@dataclass(frozen=True)
class Reading:
    """What was read on a page."""

    lines: tuple[Line, ...]
    seals: tuple[tuple[int, int, int, int], ...]
    """Boxes of red seals."""
    width: int
    turned: int
    """Degrees clockwise by which it had to be turned: 0, 90, 180 or 270."""
    lean: float
    """Degrees clockwise by which it was straightened after that."""
    blank: bool
    language: str
    missed: float = 0.0
    """Share of what is dark on the page that is in none of the words: signatures, drawings, frames - or words left out."""

    @property
    def letters(self) -> int:
        """Letters that were read with some certainty."""
        return sum(len(line.text) for line in self.lines if (line.confidence or 0.0) >= _SURE)

    @property
    def confidence(self) -> float:
        """Mean over all letters, 0 to 100."""
        total = sum(len(line.text) for line in self.lines)
        return sum((line.confidence or 0.0) * len(line.text) for line in self.lines) / total if total else 0.0


_BY_SCRIPT = {"Han": ("zh_Hans", "zh_Hant"), "Hangul": ("ko",), "Latin": ("en", "fr"), "Korean": ("ko",)}
_OTHER = {"zh_Hans": "zh_Hant", "zh_Hant": "zh_Hans"}
"""What to try when a page in a language is hard to read."""


def read_picture(picture: Image.Image, language: str, reader: Reader, work: Path) -> Reading:
    """Read an upright or turned picture of a page. `language` is a code of the record, empty when not known; `work` a folder of
    its own for this page. Raises what the reader raises."""
    picture = reduced(picture)
    if blank(picture):
        return Reading((), (), picture.width, 0, 0.0, True, language)
    file = work / "page.png"
    _save(picture, file)
    turn = reader.turn(file, dpi=DPI)
    tried: list[Reading] = []
    if turn and turn.confidence >= 2:
        tried.append(_read(picture, turn.clockwise, _codes(language, turn.script, reader), reader, file))
    else:
        codes = _codes(language, turn.script if turn else "", reader)
        for clockwise in (0, 90, 270, 180):
            tried.append(_read(picture, clockwise, codes, reader, file))
            if _good(tried[-1]):
                break
    best = max(tried, key=_worth)
    other = _OTHER.get(best.language)
    if best.confidence < 80 and best.lines and other and other in reader.languages():
        again = _read(picture, best.turned, [other], reader, file)
        # The two share most characters, and numbers, so that only a clear difference says anything.
        best = again if again.confidence > best.confidence + 6 else best
    return best


def _worth(reading: Reading) -> float:
    return sum(len(line.text) * max(0.0, (line.confidence or 0.0) - 30) for line in reading.lines)


def _good(reading: Reading) -> bool:
    return reading.letters >= 8 and reading.confidence >= 75


def _codes(language: str, script: str, reader: Reader) -> list[str]:
    """Languages to read in: that of the record, else what the script suggests."""
    known = reader.languages()
    base = language.replace("-", "_")
    if base in ("zh_TW", "zh_HK", "zh_MO") or base.startswith(("zh_Hant", "yue")):
        base = "zh_Hant"
    elif base.split("_")[0] in ("zh", "cmn", "wuu"):
        base = "zh_Hans"
    else:
        base = base.split("_")[0]
    if base in known:
        return [base]
    codes = [code for code in _BY_SCRIPT.get(script, ()) if code in known]
    if script == "Han":
        codes = codes[:1]
    return codes or [code for code in ("zh_Hans", "en") if code in known] or sorted(known)[:1]


def _read(picture: Image.Image, clockwise: int, codes: list[str], reader: Reader, file: Path) -> Reading:
    upright = picture.rotate(-clockwise, expand=True) if clockwise else picture
    lean = leaning(upright)
    if lean:
        upright = upright.rotate(-lean, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper(upright))
    seals = _seals(upright)
    plain = _unruled(_without(upright, seals))
    _save(plain, file)
    words = list(reader.read(file, codes, dpi=DPI))
    lines = _lines(words)
    missed = _missed(plain, words, seals)
    if words and missed > MISSED:
        # What stands alone below a text or under a seal is passed over now and then: look again at the rest of the page.
        _save(_rest(plain, words), file)
        more = [line for line in _lines(reader.read(file, codes, dpi=DPI, sparse=True)) if _sense(line)]
        lines = _by_columns([*lines, *more])
        words += [_Place(line) for line in more]
        missed = _missed(plain, words, seals)
    return Reading(tuple(lines), tuple(seals), upright.width, clockwise, lean, False, codes[0], missed)


class _Place:
    """Where a line stands, as a word."""

    def __init__(self, line: Line) -> None:
        self.text, self.confidence, self.line, self.spaced = line.text, line.confidence or 0.0, (0, 0, 0), True
        self.left, self.top, self.right, self.bottom = (int(edge) for edge in (line.left, line.top, line.right, line.bottom))


def _sense(line: Line) -> bool:
    letters = [char for char in line.text if char.isalnum()]
    return len(letters) >= 3 and (line.confidence or 0.0) >= 55


def _rest(plain: Image.Image, words: Sequence[Seen]) -> Image.Image:
    rest = plain.copy()
    paper = _bright(plain)
    for word in words:
        rest.paste(paper, (word.left - 4, word.top - 4, word.right + 4, word.bottom + 4))
    return rest


def _missed(plain: Image.Image, words: Sequence[Seen], seals: list[_Box]) -> float:
    """Share of what is dark on the paper that lies outside all words and seals. The table around the paper does not count."""
    if not words:
        return 1.0
    dark = ink(plain).filter(ImageFilter.MedianFilter(3))
    scale = dark.width / plain.width
    text = (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
    ground = _ground(plain)
    bright = _bright(ground.crop(_scaled(text, ground.width / plain.width)))
    paper = ground.point(lambda value: 255 if value > 0.75 * bright else 0).filter(ImageFilter.MinFilter(9)).resize(dark.size)
    inner = Image.new("L", dark.size, 0)
    across, down = dark.width // 40, dark.height // 40
    inner.paste(255, (across, down, dark.width - across, dark.height - down))
    dark = ImageChops.darker(dark, ImageChops.darker(paper, inner))
    total = dark.histogram()[255]
    for box in [*((word.left, word.top, word.right, word.bottom) for word in words), *seals]:
        room = (box[3] - box[1]) // 4
        dark.paste(0, _scaled((box[0] - room, box[1] - room, box[2] + room, box[3] + room), scale))
    return dark.histogram()[255] / total if total else 0.0


def _scaled(box: _Box, scale: float) -> _Box:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right, bottom


def _save(picture: Image.Image, file: Path) -> None:
    flat(picture.convert("L")).save(file, compress_level=1)


def flat(grey: Image.Image) -> Image.Image:
    """The picture as on white paper, lit evenly: shadows, grey paper and coloured speech bubbles become white.

    Without it, the one threshold that Tesseract sets for the whole page swallows text on a ground darker than the rest.
    """
    ground = _ground(grey).filter(ImageFilter.BoxBlur(4)).resize(grey.size, Image.Resampling.BILINEAR)
    return ImageOps.autocontrast(ImageChops.invert(ImageChops.subtract(ground, grey)), cutoff=(0.5, 0))


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


def _paper(picture: Image.Image) -> int | tuple[int, ...]:
    """Colour to fill corners with: that of the middle of the range of the paper."""
    if picture.mode == "RGB":
        return tuple(_bright(band) for band in picture.split())
    return _bright(picture.convert("L"))


def _bright(band: Image.Image) -> int:
    counts = band.histogram()
    seen, half = 0, sum(counts) // 2
    for value, count in enumerate(counts):
        seen += count
        if seen > half:
            return value
    return 255


def _seals(picture: Image.Image) -> list[_Box]:
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


def _without(picture: Image.Image, seals: list[_Box]) -> Image.Image:
    """The picture in grey, seals taken out: in the red part of the light red ink is as bright as paper."""
    grey = picture.convert("L")
    for box in seals:
        part = picture.crop(box)
        bright = part.getchannel("R")
        ink_ = _red(part).filter(ImageFilter.MaxFilter(3))
        paper = Image.new("L", part.size, _bright(part.convert("L")))
        dark = bright.point(lambda value: 255 if value < 110 else 0)
        grey.paste(Image.composite(bright, Image.composite(paper, bright, ink_), dark), box[:2])
    return grey


def _unruled(grey: Image.Image) -> Image.Image:
    """The picture without the lines of tables and forms, between which Tesseract loses words."""
    dark = flat(grey).point(lambda value: 255 if value < 128 else 0)
    rules = ImageChops.lighter(_runs(dark), _runs(dark.transpose(Image.Transpose.TRANSPOSE)).transpose(Image.Transpose.TRANSPOSE))
    return Image.composite(Image.new("L", grey.size, _bright(grey)), grey, rules.filter(ImageFilter.MaxFilter(5)))


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


def _lines(words: Sequence[Seen]) -> list[Line]:
    """The words as lines, parted where a gap is as wide as a table's."""
    found = []
    for _number, row in groupby(words, key=lambda word: word.line):
        line = list(row)
        size = _size(line)
        piece = [line[0]]
        for word in line[1:]:
            if word.left - piece[-1].right > 2.2 * size:
                found.append(_line(piece, size))
                piece = []
            piece.append(word)
        found.append(_line(piece, size))
    # Specks, frames and corners are read as a stray letter or two.
    return _by_columns([line for line in found if not _speck(line)])


def _speck(line: Line) -> bool:
    few = len(line.text) <= 2
    return (few and (line.confidence or 0.0) < 30) or (len(line.text) <= 3 and not any(char.isalnum() for char in line.text))


def _by_columns(pieces: list[Line]) -> list[Line]:
    """Pieces of lines that come row by row, with columns of text put one after the other. Rows of a table stay as they are."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        if rows and piece.top + piece.bottom < 2 * rows[-1][0].bottom - 0.3 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered: list[Line] = []
    at = 0
    while at < len(rows):
        end, starts = _columns(rows, at)
        if starts:
            region = [piece for row in rows[at:end] for piece in row]
            ordered += sorted(region, key=lambda piece: (sum(piece.middle > start for start in starts), piece.top))
        else:
            end = at + 1
            ordered += sorted(rows[at], key=lambda piece: piece.left)
        at = end
    return ordered


def _columns(rows: list[list[Line]], at: int) -> tuple[int, list[float]]:
    """Where columns of text that begin at a row end, and the left edges of those after the first; none when it is no text."""
    first = sorted(rows[at], key=lambda piece: piece.left)
    size = median(piece.size for piece in first)
    starts = [piece.left - size for piece in first[1:]]
    gaps = [(a.right, b.left) for a, b in pairwise(first)]
    end = at
    while end < len(rows) and len(starts) and all(_beside(piece, gaps, size) for piece in rows[end]):
        end += 1
    region = [piece for row in rows[at:end] for piece in row]
    full = sum(len(row) == len(first) for row in rows[at:end])
    if full < _COLUMN or median(piece.right - piece.left for piece in region) < 10 * size:
        return at, []
    return end, starts


def _beside(piece: Line, gaps: list[tuple[float, float]], size: float) -> bool:
    return all(piece.right < right - 0.2 * size or piece.left > right - 2 * size for _left, right in gaps)


def _size(words: list[Seen]) -> float:
    """Height of the letters: from the room that each character takes, since boxes of single ones are often wrong."""
    spread = sum(1.0 if wide(char) else 0.55 for word in words for char in word.text)
    boxes = median(word.bottom - word.top for word in words)
    if spread < 4:
        return float(boxes)
    gaps = [b.left - a.right for a, b in pairwise(words)]
    return min((words[-1].right - words[0].left - sum(gap for gap in gaps if gap > 1.5 * boxes)) / spread, 1.3 * boxes)


def _line(words: list[Seen], size: float) -> Line:
    text = ""
    chinese = any(wide(char) for word in words for char in word.text)
    for before, word in zip([None, *words], words, strict=False):
        if before is not None:
            text += "" if _together(before, word, chinese, size) else " "
        text += word.text
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / letters
    # The boxes of single characters reach into the lines above and below now and then; the middle of the line does not move.
    middle = median((word.top + word.bottom) / 2 for word in [word for word in words if word.text.isalnum()] or words)
    return Line(
        _marks(tidy(text)),
        min(word.left for word in words),
        middle - 0.55 * size,
        max(word.right for word in words),
        middle + 0.55 * size,
        size,
        sure,
        tuple(word.text for word in words if word.confidence < _SURE),
    )


def _together(before: Seen, word: Seen, chinese: bool, size: float) -> bool:
    """Whether there is no space between two words. In a Chinese line numbers come in pieces."""
    gap = word.left - before.right
    if wide(before.text[-1]) or wide(word.text[0]):
        return gap < 1.1 * size
    return not word.spaced or (chinese and gap < 0.4 * size and (before.text[-1] + word.text[0]).isdigit())


_WIDE_MARKS = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}


_HAN = r"\u3400-\u9fff"


def _marks(text: str) -> str:
    """Chinese marks beside Chinese characters, and no space after them: Tesseract gives many of them as Latin ones."""
    text = re.sub(rf"(?<=[{_HAN}”」）〕])([,:;?!]) ?(?=[{_HAN}\d“「（〔]|$)", lambda found: _WIDE_MARKS[found[1]], text)
    if len(re.findall(f"[{_HAN}]", text)) > len(re.findall("[A-Za-z]", text)):
        text = text.replace("(", "（").replace(")", "）")
    return text
