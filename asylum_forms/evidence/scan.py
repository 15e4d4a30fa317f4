"""Reading the picture of a page: which way up it is, in which language, and again where something was passed over.

The program that reads is passed in (`Reader`): this room starts none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PIL import Image

from asylum_forms.evidence.lines import Line
from asylum_forms.evidence.picture import (
    DPI,
    Box,
    blank,
    find_seals,
    flat,
    leaning,
    paper_colour,
    reduced,
    share_missed,
    without_boxes,
    without_rules,
    without_seals,
)
from asylum_forms.evidence.words import SURE, Seen, by_columns, lines_of
from asylum_forms.record.names import UNDETERMINED, script

MISSED = 0.15
"""Share of what is dark on a page that may be in no word: measured, a lost line of signature is 0.2 and more."""
_AGAIN = 0.02
"""The same, above which the page is looked at a second time."""


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


@dataclass(frozen=True)
class Reading:
    """What was read on a page."""

    lines: tuple[Line, ...]
    seals: tuple[Box, ...]
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
        return sum(len(line.text) for line in self.lines if (line.confidence or 0.0) >= SURE)

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
    its own for this page. A page in a script that the reader does not know is not read: it would come out as letters of another
    one, with digits that nobody wrote. Raises what the reader raises."""
    picture = reduced(picture)
    if blank(picture):
        return Reading((), (), picture.width, 0, 0.0, True, language)
    if _out_of_reach(language, reader):
        return Reading((), (), picture.width, 0, 0.0, False, language)
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
            # Letters that lie on their side are read as something; where nothing is read both ways, there is nothing.
            if _good(tried[-1]) or (len(tried) == 2 and not any(reading.lines for reading in tried)):
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


def _out_of_reach(language: str, reader: Reader) -> bool:
    """Whether a language that the record names is written in a script in which the reader knows no language."""
    return bool(language) and _hand(language) not in map(_hand, reader.languages())


def read_as_another(language: str, code: str) -> bool:
    """Whether a page in a language of the record was read in another (`code`): accents and whole letters may be wrong then."""
    first, second = (tag.replace("-", "_").split("_")[0] for tag in (language, code))
    return language not in ("", UNDETERMINED) and first != second and _hand(language) != "Han"


def _hand(language: str) -> str:
    """Its script; simplified and traditional characters are one."""
    return re.sub("Han[st]", "Han", script(language.replace("-", "_")))


def _codes(language: str, seen: str, reader: Reader) -> list[str]:
    """Languages to read in: that of the record, else what the script that was seen suggests."""
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
    codes = [code for code in _BY_SCRIPT.get(seen, ()) if code in known]
    if seen == "Han":
        codes = codes[:1]
    return codes or [code for code in ("zh_Hans", "en") if code in known] or sorted(known)[:1]


def _read(picture: Image.Image, clockwise: int, codes: list[str], reader: Reader, file: Path) -> Reading:
    upright = picture.rotate(-clockwise, expand=True) if clockwise else picture
    lean = leaning(upright)
    if lean:
        upright = upright.rotate(-lean, Image.Resampling.BICUBIC, expand=True, fillcolor=paper_colour(upright))
    seals = find_seals(upright)
    plain = without_rules(without_seals(upright, seals))
    _save(plain, file)
    words = reader.read(file, codes, dpi=DPI)
    lines, boxes = lines_of(words), [(word.left, word.top, word.right, word.bottom) for word in words]
    missed = share_missed(plain, boxes, seals)
    if boxes and missed > _AGAIN:
        # What stands alone below a text or under a seal is passed over now and then: look again at the rest of the page.
        _save(without_boxes(plain, boxes), file)
        more = [line for line in lines_of(reader.read(file, codes, dpi=DPI, sparse=True)) if _sense(line)]
        lines = by_columns([*lines, *more])
        boxes += [(int(line.left), int(line.top), int(line.right), int(line.bottom)) for line in more]
        missed = share_missed(plain, boxes, seals)
    return Reading(tuple(lines), tuple(seals), upright.width, clockwise, lean, False, codes[0], missed)


def _sense(line: Line) -> bool:
    letters, sure = sum(map(str.isalnum, line.text)), line.confidence or 0.0
    return (letters >= 3 and sure >= 55) or (letters >= 2 and sure >= 85)


def _save(picture: Image.Image, file: Path) -> None:
    flat(picture.convert("L")).save(file, compress_level=1)
