"""Which font shows which characters in the boxes of an official form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from asylum_forms.errors import ToolError
from asylum_forms.tools import fontconfig

MAIN = "Liberation Mono"
"""Has the metrics of Courier New, which official forms measure their boxes in; used bold, as they do."""
_NEXT = "DejaVu Sans"
_PICTURES = {"CBDT", "COLR", "SVG ", "sbix"}
"""Tables of fonts that show coloured pictures, which are no letters in a form."""
_CJK = {
    "zh-hant": "CJK TC",
    "zh-tw": "CJK TC",
    "zh-hk": "CJK TC",
    "zh-mo": "CJK TC",
    "zh": "CJK SC",
    "ko": "CJK KR",
    "ja": "CJK JP",
}
_SCRIPTS = {"HANGUL": "CJK KR", "HIRAGANA": "CJK JP", "KATAKANA": "CJK JP", "BOPOMOFO": "CJK TC"}
_IDEOGRAPHIC = ("CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", *_SCRIPTS)
_COMPATIBILITY = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


@dataclass(frozen=True)
class Run:
    """Neighbouring characters in one font, as they are drawn."""

    font: Font
    text: str
    shaped: bool = False
    """Letters join, stack or run from right to left: needs a shaping engine."""


@dataclass(frozen=True)
class Font:
    """One face of a font file."""

    file: Path
    index: int

    def shows(self, char: str) -> bool:
        """Whether the font has a glyph for the character."""
        return ord(char) in _characters(self)


class MissingCharacters(Exception):
    """No installed font has these characters."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = tuple(sorted(set(characters)))
        super().__init__(", ".join(describe(char) for char in self.characters))


def describe(char: str) -> str:
    """`U+4E2D CJK UNIFIED IDEOGRAPH-4E2D`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'unnamed character')}"


def runs(line: str, language: str = "") -> list[Run]:
    """Split one line into runs, each in a font that shows all of it.

    `language` is the BCP 47 tag of East Asian text in it, which decides between national forms of the same ideograph; without
    one, Hangul, kana and Bopomofo in the line decide, and otherwise Simplified Chinese. Raises MissingCharacters, or ToolError
    when a font package that this toolkit needs is not installed.
    """
    line = _drawn(line)
    result: list[Run] = []
    missing: list[str] = []
    for part, shaped in _parts(line):
        try:
            result += [Run(_font_for_all(part, language), part, True)] if shaped else _plain(part, line, language)
        except MissingCharacters as problem:
            missing += problem.characters
    if missing:
        raise MissingCharacters(missing)
    return result


def _plain(part: str, line: str, language: str) -> list[Run]:
    result: list[Run] = []
    missing = []
    for char in part:
        # Some fonts have pictures for what should not be seen, such as a place where a word may be divided.
        if _shapeless(char):
            continue
        font = _font_for(char, line, language)
        if font is None and char.isspace():
            char, font = " ", main_font()
        if font is None:
            missing.append(char)
        elif result and result[-1].font == font:
            result[-1] = Run(font, result[-1].text + char)
        else:
            result.append(Run(font, char))
    if missing:
        raise MissingCharacters(missing)
    return result


def _parts(line: str) -> list[tuple[str, bool]]:
    """(text, needs shaping) of the line's parts: each passage from right to left and each word with marks apart.

    The line as a whole runs from left to right, as everything on the form does.
    """
    kinds = "".join("A" if _is_astray(line, number) else _kind(char) for number, char in enumerate(line))
    parts = []
    for match in re.finditer(r"(?:R(?:[^LA]*R)?M*)|(?:[^\sRA]*M[^\sRA]*)|(?P<plain>(?:A|(?![^\sRA]*M)[^\sRA]+|\s+)+)", kinds):
        parts.append((line[match.start() : match.end()], match.lastgroup != "plain"))
    return parts


def _is_astray(line: str, number: int) -> bool:
    """Whether a mark belongs to one script and stands on no letter of it. A shaping engine would draw a circle below it, which
    nobody wrote; so it is drawn as any other sign."""
    script = _script(line[number])
    before = line[:number].rstrip("".join(char for char in set(line[:number]) if _kind(char) == "M"))
    return _kind(line[number]) == "M" and script != "COMBINING" and (not before or _script(before[-1]) != script)


def _script(char: str) -> str:
    """The first word of a character's name: its script, or `COMBINING` for marks that go with any letter."""
    return unicodedata.name(char, "").partition(" ")[0]


def _kind(char: str) -> str:
    """`R` right-to-left letter, `M` mark, `L` other letter, ` ` space, `-` anything else."""
    if unicodedata.bidirectional(char) in ("R", "AL"):
        return "R"
    category = unicodedata.category(char)
    if category in ("Mn", "Mc") and not _shapeless(char):
        return "M"
    return "L" if category[0] == "L" else " " if char.isspace() else "-"


def needs_shaping(text: str) -> bool:
    """Whether letters of the text join, carry marks or run from right to left."""
    return any(_kind(char) in "RM" for char in _drawn(text))


def main_font() -> Font:
    """The fixed-pitch font. Raises ToolError when it is not installed."""
    return _installed(MAIN, bold=True)


def _font_for(char: str, line: str, language: str) -> Font | None:
    return next((font for font in _candidates(char, line, language) if font.shows(char)), None)


def _font_for_all(line: str, language: str) -> Font:
    """One font for a line that must not be taken apart."""
    wanted = [char for char in line if not _shapeless(char)]
    candidates = list(dict.fromkeys(font for char in wanted for font in _candidates(char, line, language)))
    for font in candidates:
        if all(font.shows(char) for char in wanted):
            return font
    missing = [char for char in wanted if not any(font.shows(char) for font in candidates)]
    # Each character has a font, but no font has them all: name the characters that the best font lacks.
    best = min(candidates, key=lambda font: sum(not font.shows(char) for char in wanted))
    raise MissingCharacters(missing or [char for char in wanted if not best.shows(char)])


def _candidates(char: str, line: str, language: str) -> Iterator[Font]:
    """Fonts to try for a character, the best first."""
    yield main_font()
    if unicodedata.name(char, "").startswith(_IDEOGRAPHIC):
        yield _installed(f"Noto Sans {_country(line, language)}")
    yield from _perhaps(_NEXT)
    yield from (Font(*found) for found in fontconfig.fonts_with(char))


def _country(line: str, language: str) -> str:
    tag = language.lower().replace("_", "-")
    for start, country in _CJK.items():
        if tag == start or tag.startswith(start + "-"):
            return country
    names = [unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in line]
    return next((_SCRIPTS[name] for name in names if name in _SCRIPTS), "CJK SC")


def _drawn(line: str) -> str:
    """Composed letters, because few fonts place marks on letters well.

    Compatibility ideographs stay as they are: in names their shape matters.
    """
    result = ""
    part = ""
    for char in line.replace("\t", " "):
        if any(first <= ord(char) <= last for first, last in _COMPATIBILITY):
            result += unicodedata.normalize("NFC", part) + char
            part = ""
        else:
            part += char
    return result + unicodedata.normalize("NFC", part)


def _shapeless(char: str) -> bool:
    variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return variation or unicodedata.category(char) in ("Cc", "Cf")


@cache
def _installed(family: str, bold: bool = False) -> Font:
    return Font(*fontconfig.font_file(family, bold))


@cache
def _perhaps(family: str) -> tuple[Font, ...]:
    try:
        return (_installed(family),)
    except ToolError:
        return ()


@cache
def _characters(font: Font) -> frozenset[int]:
    with TTFont(font.file, fontNumber=font.index, lazy=True) as opened:
        return frozenset() if _PICTURES & set(opened.keys()) else frozenset(opened.getBestCmap() or ())
