"""Chinese names in Hangul: the usual transcription, to be offered and never printed before the applicant has confirmed it.

The rules are those of the Korean orthography of foreign words (외래어 표기법), table 5 and chapter 3, section 7 (Chinese): tones
are not marked; after ㅈ, ㅉ and ㅊ the vowels ㅑ, ㅖ, ㅛ, ㅠ are written ㅏ, ㅔ, ㅗ, ㅜ; what stands in brackets in the table
(우이, 운, 웅) is for a syllable that begins with a consonant. Chinese citizens of Korean descent read their names the Sino-Korean
way, and an office that has already written a name goes on writing it so: that is why this is only a suggestion.

The one library on PyPI that transcribes foreign words into Hangul (hangulize) has had no release since 2017.

>>> syllable("zhi"), syllable("xiong"), syllable("jiu"), syllable("lyu"), syllable("gui")
('즈', '슝', '주', '뤼', '구이')
>>> suggestions("Chen", "Siming", "陈思明")
['천쓰밍']
>>> suggestions("Ruan", "Zhiheng", "阮志恒")
['롼즈헝']
>>> suggestions("Ouyang", "Xian", "欧阳西安")
['어우양시안']
>>> suggestions("Smith", "John", "")
[]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = {"": 0, "n": 4, "l": 8, "ng": 21}

INITIALS = {
    "b": "ㅂ", "p": "ㅍ", "m": "ㅁ", "f": "ㅍ", "d": "ㄷ", "t": "ㅌ", "n": "ㄴ", "l": "ㄹ", "g": "ㄱ", "k": "ㅋ", "h": "ㅎ",
    "j": "ㅈ", "q": "ㅊ", "x": "ㅅ", "zh": "ㅈ", "ch": "ㅊ", "sh": "ㅅ", "r": "ㄹ", "z": "ㅉ", "c": "ㅊ", "s": "ㅆ",
}  # fmt: skip
FINALS = {
    "a": "ㅏ", "o": "ㅗ", "e": "ㅓ", "i": "ㅣ", "u": "ㅜ", "ü": "ㅟ",
    "ai": "ㅏ 이", "ei": "ㅔ 이", "ao": "ㅏ 오", "ou": "ㅓ 우",
    "an": "ㅏn", "en": "ㅓn", "ang": "ㅏng", "eng": "ㅓng", "ong": "ㅜng",
    "ia": "ㅑ", "ie": "ㅖ", "iao": "ㅑ 오", "iu": "ㅠ",
    "ian": "ㅖn", "in": "ㅣn", "iang": "ㅑng", "ing": "ㅣng", "iong": "ㅠng",
    "ua": "ㅘ", "uo": "ㅝ", "uai": "ㅘ 이", "ui": "ㅜ 이", "uan": "ㅘn", "un": "ㅜn", "uang": "ㅘng",
    "üe": "ㅞ", "üan": "ㅟ 안", "ün": "ㅟn",
}  # fmt: skip
"""A final to its vowel with the consonant that closes it, and to what follows as a syllable of its own."""
ALONE = {
    "a": "아", "o": "오", "e": "어", "ai": "아이", "ei": "에이", "ao": "아오", "ou": "어우", "an": "안", "en": "언", "ang": "앙",
    "eng": "엉", "er": "얼", "yi": "이", "wu": "우", "yu": "위", "ya": "야", "yo": "요", "ye": "예", "yai": "야이", "yao": "야오",
    "you": "유", "yan": "옌", "yin": "인", "yang": "양", "ying": "잉", "yong": "융", "wa": "와", "wo": "워", "wai": "와이",
    "wei": "웨이", "wan": "완", "wen": "원", "wang": "왕", "weng": "웡", "yue": "웨", "yuan": "위안", "yun": "윈",
    "zhi": "즈", "chi": "츠", "shi": "스", "ri": "르", "zi": "쯔", "ci": "츠", "si": "쓰",
}  # fmt: skip
"""Syllables without an initial, and those whose vowel is only the sound of their consonant."""
_PLAIN = {"ㅑ": "ㅏ", "ㅖ": "ㅔ", "ㅛ": "ㅗ", "ㅠ": "ㅜ"}
_AFTER = {
    "labial": ("a", "o", "i", "u", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ie", "iao", "iu", "ian", "in", "ing", "e"),
    "palatal": ("i", "ü", "ia", "ie", "iao", "iu", "ian", "in", "iang", "ing", "iong", "üe", "üan", "ün"),
}
"""Which finals follow the initials that not all of them can follow: b p m f, and j q x."""


@cache
def syllable(pinyin: str) -> str | None:
    """One syllable of pinyin, without tone, in Hangul; None for what is none. Passports write LYU, NYU or LV, NV for lü, nü."""
    text = pinyin.lower()
    if text in ALONE:
        return ALONE[text]
    initial = next((one for one in (text[:2], text[:1]) if one in INITIALS), "")
    final = text[len(initial) :]
    if initial in ("l", "n"):
        final = {"v": "ü", "yu": "ü", "ve": "üe", "ue": "üe", "yue": "üe"}.get(final, final)
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = f"ü{final[1:]}"
    if not initial or final not in FINALS or not _fits(initial, final):
        return None
    first, _space, more = FINALS[final].partition(" ")
    vowel, tail = first[0], first[1:]
    lead = INITIALS[initial]
    if lead in "ㅈㅉㅊ":
        vowel = _PLAIN.get(vowel, vowel)
    code = 0xAC00 + (_LEADS.index(lead) * 21 + _VOWELS.index(vowel)) * 28 + _TAILS[tail]
    return chr(code) + more


def _fits(initial: str, final: str) -> bool:
    """Whether Chinese has this syllable, as far as it matters for cutting a name into syllables."""
    if initial in ("j", "q", "x"):
        return final in _AFTER["palatal"]
    if initial in ("b", "p", "m", "f"):
        return final in _AFTER["labial"]
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s", "g", "k", "h"):
        return not final.startswith(("i", "ü"))
    return not final.startswith("ü") or initial in ("l", "n")


def suggestions(family: str, given: str, native: str) -> list[str]:
    """The name in Hangul, family name first and without a space; more than one where the letters can be read in several ways.

    `native` is the name in Chinese characters: it says how many syllables there are. Empty where the letters are no pinyin of
    that length, so that nothing is offered for a name that is not Chinese.
    """
    characters = [letter for letter in native if "CJK UNIFIED" in unicodedata.name(letter, "")]
    letters = [re.sub(r"[\s'’-]", "", part) for part in (family, given)]
    if not characters or len(characters) != len(re.sub(r"[\s·]", "", native)):
        return []
    found = []
    for first in _readings(letters[0].lower()):
        for second in _readings(letters[1].lower()):
            if len(first) + len(second) == len(characters):
                found.append("".join((*first, *second)))
    return list(dict.fromkeys(found))


def _readings(letters: str) -> Iterator[tuple[str, ...]]:
    """Every way to read the letters as syllables."""
    if not letters:
        yield ()
    for length in range(1, min(6, len(letters)) + 1):
        if (head := syllable(letters[:length])) is not None:
            for rest in _readings(letters[length:]):
                yield (head, *rest)
