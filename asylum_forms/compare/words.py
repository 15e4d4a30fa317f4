"""The words of two texts compared: what came, what went, and what only follows a page or an exhibit that moved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

AROUND = ".,;:()，。；：（）"
_BOXES = "☐☒☑"
_PLACE = re.compile(r"\w+")
"""What may name a page or an exhibit."""
_BEFORE = 24
"""Letters of the words by which a place is found."""
_SHORT = 3
"""A line of so few letters tells no place: words of the line before it are quoted too."""
_HAN = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_HAN}{_HANGUL}]|[^{_HAN}{_HANGUL}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


@dataclass(frozen=True)
class Words:
    """Words that are others now; one side is empty where words only came or went."""

    old: str
    new: str
    after: str = field(default="", compare=False)
    """The words right before them, by which the place is found."""

    def bare(self) -> Words:
        """Without its place, and without the signs around it that stayed: of `Shen,` and `Sheng,` the names."""
        old, new = self.old.strip(AROUND), self.new.strip(AROUND)
        stayed = old and new and self.old.partition(old)[::2] == self.new.partition(new)[::2]
        return Words(old, new) if stayed else Words(self.old, self.new)


class Word(str):
    """A word of a page, equal to every other of its letters. In a table most lines are what stands in one cell."""

    ends: bool
    """Whether it is the last of its line."""

    def __new__(cls, letters: str, ends: bool) -> Word:
        word = super().__new__(cls, letters)
        word.ends = ends
        return word


@dataclass(frozen=True)
class Token:
    """A word; of Chinese, Japanese and Korean a letter: such lines break anywhere, and would else differ to their end."""

    text: str
    gap: bool = True
    """Whether there is a gap before it."""
    page: int = 0
    """The page that it stands on."""
    mark: str = ""
    """What it is compared by: itself, or what it says now where it names what moved."""
    ends: bool = field(default=False, compare=False)
    """Whether it is the last of its line, where that is known."""


def tokens(words: Iterable[str], page: int = 0) -> list[Token]:
    """Words between gaps as what is compared."""
    found: list[Token] = []
    for word in words:
        found += [Token(part, place == 0, page, part) for place, part in enumerate(_TOKEN.findall(word))]
        if isinstance(word, Word) and word.ends:
            found[-1] = replace(found[-1], ends=True)
    return found


def said(found: Sequence[Token]) -> str:
    """Tokens as they are quoted; Chinese has no gaps, wherever its lines broke."""
    text = ""
    for token in (token for token in found if token.text):
        joined = not token.gap or (text and _IS_HAN.match(text[-1]) and _IS_HAN.match(token.text))
        text += token.text if joined or not text else f" {token.text}"
    return text


def marked(old: Sequence[Token], new: Sequence[Token], moved: Mapping[str, str]) -> tuple[list[Token], list[Token]]:
    """Both as they are compared: a page number or label that follows `moved`, which maps them to what they are now, is the same.

    Nothing is lost by it: a house number may look like a page that moved, and is told as a reference.
    """
    if not moved:
        return list(old), list(new)
    goals = set(moved.values())
    before = [replace(t, mark=_PLACE.sub(lambda f: f"\0{moved[f[0]]}" if f[0] in moved else f[0], t.text)) for t in old]
    after = [replace(t, mark=_PLACE.sub(lambda f: f"\0{f[0]}" if f[0] in goals else f[0], t.text)) for t in new]
    return before, after


@dataclass(frozen=True)
class Run:
    """What stood there, and what stands there now."""

    old: Sequence[Token]
    new: Sequence[Token]
    after: str = ""
    """The words right before it."""
    same: bool = False

    def words(self) -> Words:
        """As it is told."""
        return Words(said(self.old), said(self.new), self.after)

    def differs(self) -> bool:
        """Whether its words are others, not only compared as others."""
        return [token.text for token in self.old] != [token.text for token in self.new]


def matched(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Run]:
    """Both in runs, in order."""
    matcher = SequenceMatcher(None, [token.mark for token in old], [token.mark for token in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield Run(old[a:b], new[c:d], "" if kind == "equal" else _last(new[:c]), kind == "equal")


def _last(before: Sequence[Token]) -> str:
    """The last few words of the line; check boxes are left out."""
    first, letters = len(before), 0
    while first and letters < _BEFORE and not (letters > _SHORT and before[first - 1].ends):
        first -= 1
        letters += len(before[first].text.strip(_BOXES))
    return said([token for token in before[first:] if token.text.strip(_BOXES)])


def _as_shown(compared: Sequence[Token], shown: Sequence[Token]) -> list[Token]:
    """The tokens as they are compared, with the words that are shown in their place."""
    found: list[Token] = []
    for run in matched(compared, shown):
        if run.same:
            found += run.old
        elif run.old:
            found += [replace(run.old[0], text=said(run.new)), *(replace(token, text="") for token in run.old[1:])]
        elif found:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {said(run.new)}")
    return found


def references(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Words]:
    """Of a run that is the same: what reads otherwise now, because it follows what moved."""
    return (Words(was.text, now.text) for was, now in zip(old, new, strict=True) if was.text != now.text)


def differences(
    old: Sequence[str], new: Sequence[str], moved: Mapping[str, str] = {}, *, shown: Sequence[str] = ()
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The runs of words that differ, in order; and those that seem only to follow `moved`. Nothing is in neither.

    With `shown`, the new text as it is printed, where pages may be others than those by which it is compared: it is quoted.
    """
    found: list[Words] = []
    follow: list[Words] = []
    before, after = marked(tokens(old), tokens(new), moved)
    for run in matched(before, _as_shown(after, tokens(shown)) if shown else after):
        if run.same:
            follow += references(run.old, run.new)
        elif run.differs():
            found.append(run.words())
    return tuple(found), tuple(follow)
