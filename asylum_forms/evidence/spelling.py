"""Where words stand in a text, however a paper writes them.

Compared are letters and digits alone, without accents, in small letters, of one width: `JOSÉ`, `jose` and `Ｊｏｓｅ` are one.
So are traditional and simplified Chinese characters, where LibreOffice has its table of them.
What stands between them decides: a hyphen or the end of a line inside a word, spaces between all its letters, a comma after the
family name. The order of names may be another (`SHEN, Jianming`). Two words of a sentence are not one name because their
letters follow one another: `am in` is not `Amin`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from asylum_forms.tools import hanzi

_HYPHENS = "\\-\u00ad\u2010-\u2015\u2212\x02\ufffe"
"""U+FFFE and U+0002 are how PDFium gives a hyphen at the end of a line."""
_APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019\uff07"
_BETWEEN = rf"\s{_HYPHENS}{_APOSTROPHES},\u060c\u3001\uff0c\u00b7\u2022\u2027\u30fb"
"""What may stand between the names of one person: also a comma, and the dot between the parts of a name in Chinese letters."""

_IN_ADDRESSES = re.compile(r"[._/<]|<<")
"""What stands between names without a space: in an address, in the name of a file, in the foot of a passport."""
_JOINED = re.compile(rf"[{_APOSTROPHES}]?|[{_HYPHENS}][\r\n ]*")
"""Between two letters of one word that is not parted by it."""
_LINE = re.compile(r"[\r\n]+")
_SPACES = re.compile(r"\s+")
_ON_A_LINE = re.compile(r"[^\S\r\n]+")
_TOKEN, _TOKEN_BEFORE = re.compile(r"\S*"), re.compile(r"\S*\Z")
_IN_NUMBERS = re.compile(rf"[\s{_HYPHENS}./()#]{{0,4}}")

_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ufaff\U00020000-\U0010ffff]")
"""Scripts that need no spaces inside a name: Chinese, Japanese, Korean."""
_HANZI = re.compile(r"[\u3400-\u9fff]")
_NO_TAIL = re.compile(r"[\u11a8-\u11ff\u3099\u309a]")
"""What makes another letter of the one before it: the last consonant of a Korean syllable, Japanese marks."""
_ACCENTS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
"""Accents of Latin, Greek and Cyrillic; points that Hebrew and Arabic leave out as a rule, and the stroke that draws a word
out."""
_PLAIN = {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "œ": "oe"}
"""Letters that are written without their stroke where a machine has none, and that Unicode does not take apart."""

_IN_TWO = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "\u0308": "e"}
"""Letters that are written as two where a machine has none of them: Mueller. The last are the two dots by themselves."""
_MAY_BE_TWO = re.compile("[äöüåøÄÖÜÅØ\u0308]")

_IN_PASSPORTS = re.compile(r"(?<![A-Z0-9<])[A-Z][A-Z<][A-Z]{3}\Z")
"""What stands directly before the family name in the foot of a passport or visa: kind and country."""

_SHORT = 4
"""Letters of words that stand in many others: `Le` in `letter`."""
_LONG = 6
"""Letters of words that are hardly two others by chance."""
_NUMBER = 5
"""Digits of a number that tells of somebody, however it is grouped."""
_ORDERED = 5
"""So many words may be a name, whose parts may stand in another order."""


@dataclass(frozen=True)
class Words:
    """Words that are looked for."""

    said: str
    two: bool = False
    """Whether letters count as two that may be written so."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Each word by itself, as it is compared."""
        found = "".join(f" {letter}" if gap else letter for gap, letter in _told(self.said, self.two))
        return tuple(found.split())

    @cached_property
    def between(self) -> re.Pattern[str]:
        """What may stand between two of them."""
        signs = "".join(re.escape(sign) for sign in self.said if not _folded(sign) and not sign.isspace())
        return re.compile(rf"[{_BETWEEN}{signs}]*")

    @cached_property
    def orders(self) -> tuple[tuple[str, ...], ...]:
        """The orders in which the words may stand: the last ones first, however many are a family name."""
        several = 1 < len(self.parts) <= _ORDERED and not any(part.isdecimal() for part in self.parts)
        turned = [(*self.parts[at:], *self.parts[:at]) for at in range(1, len(self.parts))] if several else []
        return tuple(dict.fromkeys([self.parts, *turned]))

    @cached_property
    def letters(self) -> int:
        """How many letters and digits they have."""
        return sum(map(len, self.parts))

    @cached_property
    def is_number(self) -> bool:
        """Whether they are a number, perhaps with a few letters."""
        return sum(letter.isdecimal() for part in self.parts for letter in part) >= _NUMBER


class Text:
    """A text in which words are looked for."""

    def __init__(self, text: str, *, two: bool = False) -> None:
        self.text = text
        self._two = two
        self._at: list[int] = []
        letters = []
        for number, char in enumerate(text):
            folded = _folded(char, two)
            letters.append(folded)
            self._at += [number] * len(folded)
        self._letters = "".join(letters)

    @cached_property
    def _in_two(self) -> Text:
        """The same text, its letters in two where they may be written so."""
        return Text(self.text, two=True)

    def _read(self, words: Words) -> Iterator[tuple[Text, Words]]:
        """The text and the words, in each way in which they are compared."""
        yield self, words
        if not self._two and (_MAY_BE_TWO.search(self.text) or _MAY_BE_TWO.search(words.said)):
            yield self._in_two, replace(words, two=True)

    def places(self, words: Words, *, whole: bool = False) -> list[tuple[int, int]]:
        """Where the words stand, (begin, end), those that overlap as one; with `whole` never inside a longer word."""
        found: list[tuple[int, int]] = []
        every = (place for text, said in self._read(words) for place in text._found(said, whole))
        for begin, end in sorted(every):
            if found and begin <= found[-1][1]:
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((begin, end))
        return found

    def has(self, words: Words, *, whole: bool = False) -> bool:
        """Whether the words stand in it."""
        return any(True for text, said in self._read(words) for _place in text._found(said, whole))

    def has_apart(self, words: Words) -> bool:
        """Whether all of several words stand in it, each by itself: as a form prints names, in a box each."""
        return any(
            len(said.parts) > 1 and all(any(text._alone(part, said)) for part in said.parts) for text, said in self._read(words)
        )

    def _alone(self, part: str, words: Words) -> Iterator[bool]:
        for first, last in self._of(part):
            yield self._is_whole(first, last) and self._is_name(first) and self._spread((part,), first, words) is False

    def _found(self, words: Words, whole: bool) -> Iterator[tuple[int, int]]:
        if not words.parts:
            sign = words.said.strip()
            yield from ((one.start(), one.end()) for one in re.finditer(re.escape(sign), self.text) if sign)
        for order in words.orders:
            for first, last in self._of("".join(order)):
                spread = self._spread(order, first, words)
                if spread is None:
                    continue
                strict = whole or spread or order != words.parts
                if self._is_whole(first, last) or (not strict and (words.letters >= _SHORT or self._is_address(first, last))):
                    yield self._at[first], self._end(last)

    def _end(self, last: int) -> int:
        """Where a letter ends, with the accents that stand after it."""
        end = self._at[last] + 1
        while end < len(self.text) and _ACCENTS.match(self.text[end]):
            end += 1
        return end

    def _of(self, letters: str) -> Iterator[tuple[int, int]]:
        """The first and last of letters that follow one another, whatever stands between them."""
        begin = self._letters.find(letters)
        while begin >= 0:
            last = begin + len(letters) - 1
            if not self._is_part_of_a_letter(begin, last):
                yield begin, last
            begin = self._letters.find(letters, begin + 1)

    def _is_part_of_a_letter(self, first: int, last: int) -> bool:
        """Whether they begin or end inside of what is one letter: `ae`, a Korean syllable."""
        before, after = first and self._at[first - 1] == self._at[first], self._letters[last + 1 : last + 2]
        return bool(before or (after and (self._at[last + 1] == self._at[last] or _NO_TAIL.match(after))))

    def _spread(self, order: Sequence[str], first: int, words: Words) -> bool | None:
        """Whether letters of the words stand apart; None where what stands between them makes other words of them."""
        spread = False
        for number, part in enumerate(order):
            if number and not self._goes_on(first, words):
                return None
            apart = [at for at in range(first + 1, first + len(part)) if not self._is_joined(at, part, words)]
            if apart and not self._is_spaced(first, apart, part):
                return None
            spread, first = spread or bool(apart), first + len(part)
        return spread

    def _gap(self, at: int) -> str:
        """What stands before a letter and after the last one, without what is not seen."""
        return "".join(filter(_is_seen, self.text[self._at[at - 1] + 1 : self._at[at]]))

    def _goes_on(self, at: int, words: Words) -> bool:
        """Whether the next word may begin here."""
        gap = self._gap(at)
        if gap:
            between = words.between.fullmatch(gap) or _IN_ADDRESSES.fullmatch(gap)
            return bool(between or (words.is_number and _IN_NUMBERS.fullmatch(gap)))
        return words.letters >= _LONG or _is_wide(self._letters[at - 1 : at + 1]) or words.is_number

    def _is_joined(self, at: int, part: str, words: Words) -> bool:
        """Whether a letter belongs to the word before it."""
        gap = self._gap(at)
        if not gap or _JOINED.fullmatch(gap):
            return True
        if _SPACES.fullmatch(gap) and _is_wide(self._letters[at - 1 : at + 1]):
            return True
        if _LINE.fullmatch(gap):
            return len(part) > _SHORT
        return words.is_number and bool(_IN_NUMBERS.fullmatch(gap))

    def _is_spaced(self, first: int, apart: Sequence[int], part: str) -> bool:
        """Whether only spaces part the letters of a word: between most of them, or once, where a large letter begins again."""
        if not all(_ON_A_LINE.fullmatch(self._gap(at)) for at in apart):
            return False
        if 2 * len(apart) > len(part) - 1:
            return True
        return len(apart) == 1 and len(part) >= _LONG and self._is_large(first) and self._is_large(apart[0])

    def _is_large(self, at: int) -> bool:
        return self.text[self._at[at]].isupper()

    def _is_name(self, at: int) -> bool:
        """Whether it begins as names do; scripts without large letters do not tell."""
        char = self.text[self._at[at]]
        return char == char.upper() or char != char.lower()

    def _is_whole(self, first: int, last: int) -> bool:
        """Whether no letter of a script with spaces between words stands directly before or after."""
        sides = [(last, last + 1)] if self._is_in_passport(first) else [(first - 1, first), (last, last + 1)]
        return not any(self._runs_on(before, after) for before, after in sides if before >= 0 and after < len(self._at))

    def _is_in_passport(self, first: int) -> bool:
        """Whether a family name begins in the foot of a passport."""
        at = self._at[first]
        line = self.text[max(0, at - 6) : at], self.text[at : at + 40]
        return bool(_IN_PASSPORTS.search(line[0]) and re.match(r"[A-Z<]+<<", line[1]))

    def _runs_on(self, before: int, after: int) -> bool:
        if self._gap(after) or _is_wide(self._letters[before]) or _is_wide(self._letters[after]):
            return False
        return not (self._is_large(after) and self.text[self._at[before]].islower())  # as in LiJianming

    def _is_address(self, first: int, last: int) -> bool:
        """Whether it stands in something like `shenle88@example.org`, which has no words."""
        begin, end = self._at[first], self._at[last] + 1
        before = "".join(_TOKEN_BEFORE.findall(self.text[max(0, begin - 64) : begin]))
        after = "".join(_TOKEN.findall(self.text[end : end + 64])[:1])
        return "@" not in before and any(sign in "@_" or sign.isdecimal() for sign in before + after)


def takes_one_form(said: str) -> bool:
    """Whether Chinese characters are there that count in the form alone in which they are written."""
    return bool(_HANZI.search(said)) and not hanzi.simplified()


def _told(said: str, two: bool) -> Iterator[tuple[str, str]]:
    """Each letter of some words with what stands before it."""
    text = Text(said, two=two)
    yield from (("" if not at else text._gap(at), letter) for at, letter in enumerate(text._letters))


@cache
def _folded(char: str, two: bool = False) -> str:
    """A letter or digit as it is compared, `two` where it may be written so; empty for everything else."""
    if two and char.lower() in _IN_TWO:
        return _IN_TWO[char.lower()]
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", char)).casefold()
    plain = "".join(_PLAIN.get(one) or _simplified(one) for one in plain)
    return "".join(one for one in plain if one.isalnum() or unicodedata.category(one) in ("Mn", "Mc"))


def _simplified(char: str) -> str:
    return hanzi.simplified().get(char, char) if _HANZI.match(char) else char


@cache
def _is_seen(char: str) -> bool:
    return char == "\u00ad" or not (char == "\0" or _ACCENTS.match(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"))


def _is_wide(letters: str) -> bool:
    return all(map(_WIDE.match, letters))
