"""Numbers in words: read from Chinese, and spelled in Chinese, Korean, English and French to be looked for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_WRITTEN = ("零〇○Ｏ", "一壹弌", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {char: value for value, chars in enumerate(_WRITTEN) for char in chars}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

CHINESE = "".join([*_DIGITS, *_UNITS, *_TENS, *_MYRIADS])
"""Every character of a Chinese numeral."""
SCALES = {"十": 10, "百": 100, "千": 1000, "仟": 1000, **_MYRIADS, "십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8}
"""What may follow digits and multiply them: 3万, 5천."""


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral: `二〇一九`, `一百零八`, `三万五千`, `廿三`. None when it is none."""
    if not text or any(char not in CHINESE for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += _TENS[char]
            digit = 0
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            total = (total + (section + digit or 1)) * _MYRIADS[char] if _MYRIADS[char] == 10**8 else total + (
                section + digit or 1) * _MYRIADS[char]  # fmt: skip
            section = digit = 0
    return total + section + digit


def spelled(value: Decimal, language: str) -> Iterator[re.Pattern[str]]:
    """Patterns of the ways a language writes a number other than in digits. Whole numbers only."""
    if value != value.to_integral_value() or not 0 <= value < 10**9:
        return
    number = int(value)
    for form in {"en": _english, "fr": _french, "ko": _korean, "zh": _in_chinese}.get(language, lambda _number: [])(number):
        whole = rf"(?<!\w)(?:{form})(?!\w)" if language in ("en", "fr") else f"(?:{form})"
        yield re.compile(whole, re.IGNORECASE)
    if 0 < number < 40:
        yield re.compile(rf"(?<!\w){_roman(number)}(?!\w)")


_ONES_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS_EN = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL_EN = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_MORE_EN = {
    1: ["an?", "once", "single", "another", "each", "every"], 2: ["twice", "both", "couple", "pair", "two-?fold", "second-?hand"],
    3: ["thrice"], 12: ["dozen"], 6: ["half-yearly", "half a year", "half a dozen"],
}  # fmt: skip


def english(number: int) -> str:
    """`twenty-one thousand three hundred and five`, as a pattern: hyphens may be spaces, `and` may be left out."""
    if number < 20:
        return _ONES_EN[number]
    if number < 100:
        return _TENS_EN[number // 10] + (f"[- ]{_ONES_EN[number % 10]}" if number % 10 else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            count = english(number // size)
            head = f"(?:an?|one) {name}" if number // size == 1 else f"{count} {name}"
            rest = number % size
            return head + (f",? (?:and )?{english(rest)}" if rest else "")
    raise AssertionError(number)


def _english(number: int) -> Iterator[str]:
    words = english(number)
    yield words
    head, last = re.match(r"(.*?)([a-z]+)$", words).groups()  # type: ignore[union-attr]
    yield head + _ORDINAL_EN.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")
    yield from _MORE_EN.get(number, ())
    if number % 10 == 0 and 20 <= number < 100:
        yield words[:-1] + "ies"


_ONES_FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_TENS_FR = ["-", "-", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"]
_MORE_FR = {1: ["une", "premier", "première", "1er", "1re"], 2: ["second", "seconde", "deux fois", "les deux"], 12: ["douzaine"]}


def french(number: int) -> str:
    """`vingt et un`, as a pattern: hyphens may be spaces."""
    if number < 20:
        return _ONES_FR[number].replace("-", "[- ]")
    if number < 100:
        tens, rest = divmod(number, 10)
        if tens in (7, 9):
            rest += 10
        joint = "[- ]et[- ]" if rest in (1, 11) and tens < 8 else "[- ]"
        plural = "s?" if tens == 8 and not rest else ""
        return _TENS_FR[tens].replace("-", "[- ]") + plural + (joint + french(rest) if rest else "")
    for size, name in ((10**6, "millions?"), (1000, "mille"), (100, "cents?")):
        if number >= size:
            count, rest = divmod(number, size)
            head = name if count == 1 and size < 10**6 else f"{french(count)}[- ]{name}"
            return head + (f"[- ]{french(rest)}" if rest else "")
    raise AssertionError(number)


def _french(number: int) -> Iterator[str]:
    words = french(number)
    yield words
    if number % 10 == 1 and number != 11:
        yield words + "e"
    yield re.sub("e$", "", words) + "ième"
    yield from _MORE_FR.get(number, ())
    if number in (5, 9):
        yield {5: "cinquième", 9: "neuvième"}[number]


_SINO = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]
_NATIVE = ["", "한|하나|첫", "두|둘", "세|셋|석|서", "네|넷|넉|너", "다섯|닷", "여섯|엿", "일곱", "여덟", "아홉"]
_NATIVE_TENS = ["", "열", "스물|스무", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]


def _sino(number: int) -> str:
    text = ""
    for size, name in ((10**8, "억"), (10**4, "만"), (1000, "천"), (100, "백"), (10, "십")):
        count, number = divmod(number, size)
        if count:
            text += ("" if count == 1 and size <= 10**4 else _sino(count)) + name + (" ?" if size >= 10**4 else "")
    return text + (_SINO[number] if number else "")


def _korean(number: int) -> Iterator[str]:
    yield _sino(number) if number else "영|공"
    if 0 < number < 100:
        tens, ones = divmod(number, 10)
        yield f"(?:{_NATIVE_TENS[tens]}) ?(?:{_NATIVE[ones]})" if tens and ones else _NATIVE_TENS[tens] or _NATIVE[ones]


def _in_chinese(number: int) -> Iterator[str]:
    digits = ["[零〇○]", "[一壹]", "[二贰貳两兩]", "[三叁]", "[四肆]", "[五伍]", "[六陆陸]", "[七柒]", "[八捌]", "[九玖]"]
    yield "".join(digits[int(char)] for char in str(number))
    yield _chinese_words(number, digits)


def _chinese_words(number: int, digits: list[str]) -> str:
    text, skipped = "", False
    for size, name in ((10**8, "[亿億]"), (10**4, "[万萬]"), (1000, "[千仟]"), (100, "[百佰]"), (10, "[十拾]")):
        count, number = divmod(number, size)
        if count:
            head = _chinese_words(count, digits)
            text += ("[零〇]" if skipped else "") + (f"(?:{head})?" if count == 1 and size == 10 and not text else head) + name
            skipped = False
        elif text:
            skipped = True
    return text + (("[零〇]" if skipped else "") + digits[number] if number or not text else "")


def _roman(number: int) -> str:
    text = ""
    for size, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, size)
        text += letters * count
    return text
