"""Words that begin at the end of one page and end at the beginning of the next, with or without page numbers between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asylum_forms.evidence.spelling import Text, Words

_NEAR = 3
"""Lines of each page in which the words stand."""
_BESIDES = 2
"""Lines at the foot of a page and at the head of the next that may be no part of the text: numbers, titles."""
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")

Letter = tuple[int, int]
"""0 or 1, for the page, and the place of a letter in its text."""


def over_two_pages(one: str, other: str, wanted: Sequence[Words], *, whole: bool = False) -> Iterator[tuple[Words, list[Letter]]]:
    """The words that stand partly on one page and partly on the next, given by their texts, and their letters."""
    feet, heads = [*_LINE.finditer(one)][-_NEAR - _BESIDES :], [*_LINE.finditer(other)][: _NEAR + _BESIDES]
    for below in range(min(_BESIDES + 1, len(feet))):
        for above in range(min(_BESIDES + 1, len(heads))):
            foot, head = feet[: len(feet) - below], heads[above:]
            letters = [(0, at) for at in range(foot[0].start(), foot[-1].end())]
            cut = len(letters)
            letters += [(1, at) for at in range(head[0].start(), head[-1].end())]
            text = Text(f"{one[foot[0].start() : foot[-1].end()]}\n{other[head[0].start() : head[-1].end()]}")
            for words in wanted:
                for begin, end in text.places(words, whole=whole):
                    if begin < cut < end - 1:
                        yield words, letters[begin : end - 1]
