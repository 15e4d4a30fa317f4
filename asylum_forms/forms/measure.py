"""How much room words take in a form's box: columns of its fixed-pitch type, and lines.

Official forms print their boxes in Courier, every letter 0.6 em wide: that is one column. Other scripts are printed in a font of
1 em, that is 5/3 columns. Widths are counted in thirds of a column, so that nothing is lost by rounding.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from asylum_forms.forms.table import Fits

SHRINK = (10, 7)
"""A box with a single line may be printed smaller, down to 70 %: it then takes 10/7 of its columns."""

_THIRDS = 3
_EM = 5
"""Width of a full-width character, in thirds of a column."""
_NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_GLUE = "\u00a0\u2007\u202f"
"""Spaces at which no line may end."""
_JOINER = "\u200d"
_FIXED = ((0x20, 0x058F), (0x1E00, 0x218F))
"""What a fixed-pitch font draws itself: Latin, Greek and Cyrillic letters and punctuation, but not their symbols. Everything else
that is no mark comes from a font of full width; counting a narrow letter there as wide costs a little room, nothing more."""


def width(text: str) -> float:
    """Columns that a text without line breaks takes."""
    return sum(map(_thirds, text)) / _THIRDS


def wrap(text: str, columns: int) -> list[str]:
    """The text broken into lines of at most so many columns, at spaces where possible.

    Nothing is lost: the lines put together are the text. Line breaks and the spaces at which a line was broken stand at the ends
    of lines and count for nothing there. Chinese and Japanese may break between any two characters, but no line begins with a
    closing mark or ends with an opening one. Korean breaks at spaces, as word processors do it. A word that is longer than a line
    is broken where the line ends. An empty text has no lines.
    """
    room = columns * _THIRDS
    lines: list[str] = []
    start = used = 0
    chance = chance_used = 0  # where the line may be broken, and what it takes up to there
    before = ""
    for at, cluster, size in _clusters(text, room):
        if cluster[0] in _NEWLINES:
            lines.append(text[start : at + len(cluster)])
            start = chance = at + len(cluster)
            used = chance_used = 0
            before = ""
            continue
        if before and _may_break(before, cluster):
            chance, chance_used = at, used
        while not _is_space(cluster) and used + size > room and at > start:
            if chance <= start:
                chance, chance_used = at, used
            lines.append(text[start:chance])
            start, used, chance_used = chance, used - chance_used, 0
        used += size
        before = cluster
    if start < len(text):
        lines.append(text[start:])
    return lines


def printed_lines(text: str, columns: int) -> list[str]:
    """The same lines without what is invisible at their ends, ready to be drawn."""
    return [line.rstrip() for line in wrap(text, columns)]


def room_in_line(columns: int) -> int:
    """Columns a box with a single line takes at most, printed smaller."""
    return columns * SHRINK[0] // SHRINK[1]


def is_single_line(text: str) -> bool:
    """Whether there is no line break in the text, apart from those at its end."""
    return not any(char in _NEWLINES for char in text.rstrip(_NEWLINES))


def fits(text: str, box: Fits | None, limit: int = 0) -> bool:
    """Whether a text has room in a box of this size that takes `limit` characters (0 for no limit)."""
    if limit and len(text) > limit:
        return False
    if box is None or not box.columns:
        return True
    if box.lines == 1:
        return is_single_line(text) and width(text.rstrip(_NEWLINES)) <= room_in_line(box.columns)
    return len(wrap(text, box.columns)) <= box.lines


def word_starts(text: str) -> list[int]:
    """Places where a text may be cut so that whole words stay on both sides, in order; neither its beginning nor its end."""
    found = []
    before = ""
    for at, cluster, _size in _clusters(text, 0):
        if before and (before[0] in _NEWLINES or _may_break(before, cluster)):
            found.append(at)
        before = cluster
    return found


def character_starts(text: str) -> list[int]:
    """Places between characters as a reader sees them: a letter stays with its marks."""
    return [at for at, _cluster, _size in _clusters(text, 0) if at]


@lru_cache(maxsize=4096)
def _thirds(char: str) -> int:
    category = unicodedata.category(char)
    if char == "\t":
        return _THIRDS
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0
    fixed = any(first <= ord(char) <= last for first, last in _FIXED) and not _is_wide(char)
    symbol = ord(char) > 0xFF and category in ("So", "No", "Nl")
    return _THIRDS if fixed and not symbol else _EM


def _clusters(text: str, room: int) -> Iterator[tuple[int, str, int]]:
    """(place, characters that belong together, thirds of a column). A cluster that is wider than the whole line comes apart;
    `room` 0 keeps them all whole."""
    start = 0
    while start < len(text):
        end = start + 1
        if text[start] == "\r" and text[end : end + 1] == "\n":
            end += 1
        elif text[start] not in _NEWLINES:
            while end < len(text) and (_extends(text[end]) or (text[end - 1] == _JOINER and not _is_space(text[end]))):
                end += 1
        cluster = text[start:end]
        size = sum(map(_thirds, cluster))
        if room and size > room and len(cluster) > 1:
            for number, char in enumerate(cluster):
                yield start + number, char, _thirds(char)
        else:
            yield start, cluster, size
        start = end


@lru_cache(maxsize=4096)
def _extends(char: str) -> bool:
    """Whether the character belongs to the one before: marks, variation selectors, skin tones, joiners."""
    return char == _JOINER or unicodedata.category(char) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_space(cluster: str) -> bool:
    return cluster.isspace() and cluster not in _GLUE


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two clusters."""
    if _is_space(after):
        return False
    if _is_space(before):
        return True
    if _stands_alone(before[0]) or _stands_alone(after[0]):
        opens = unicodedata.category(before[0]) in ("Ps", "Pi")
        closes = unicodedata.category(after[0]) in ("Pe", "Pf", "Po")
        return not opens and not closes and before[0] not in _GLUE and after[0] not in _GLUE
    return False


@lru_cache(maxsize=4096)
def _stands_alone(char: str) -> bool:
    """Whether the character is wide and no part of a word: Hangul is written in words with spaces between them."""
    return _is_wide(char) and not unicodedata.name(char, "").startswith("HANGUL")


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")
