"""Times of the day as four languages write them, in digits and words: `晚上九点半`, `오후 세 시`, `about nine in the evening`."""

from __future__ import annotations

import re

from asylum_forms.translation.numerals import CHINESE, chinese, english, french

Time = tuple[int, int]
"""Minutes since midnight, and 1 where it is known whether before or after noon."""

_S = r"[ \t]*"
CLOCK = re.compile(r"(?<![0-9:])(?P<h>[01]?[0-9]|2[0-4]):(?P<mi>[0-5][0-9])(?::[0-5][0-9])?(?!:?[0-9])")
_KO = {word: hour for hour, word in enumerate(re.findall(r"\w+", "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두"), 1)}
_EN = {english(hour): hour for hour in range(1, 13)}
_FR = {"une": 1, **{french(hour): hour for hour in range(2, 24)}}
_MINUTES = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50}
_WORDS = {word.replace("[- ]", "-"): hour for words in (_KO, _EN, _FR) for word, hour in words.items()}


def _any(words: dict[str, int]) -> str:
    """A pattern of these words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_EN_PART = r"(?:in the (?:early |late )?|that |this |every )(?:morning|afternoon|evening|night)|at night"
_EN_BEFORE = (
    r"(?:(?:at|around|about|by|until|till|before|after|from|to|since|between|and)\s+)"
    r"(?:(?:about|around|approximately|nearly|almost|roughly|exactly|just)\s+)?(?:after\s+|before\s+)?"
)
_EN_TO = r"(?P<to>half|(?:a )?quarter|ten|twenty|five) (?P<way>past|after|to|before) "
_EN_MINUTES = rf"(?:[:.](?P<mi>[0-5][0-9])|[- ](?P<mw>{_any(_MINUTES)}))?"
TIMES = {
    "zh": (
        re.compile(
            rf"(?P<p>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|深夜|半夜|午夜)?{_S}(?P<h>[0-9]{{1,2}}|[{CHINESE}]{{1,3}}){_S}(?:时|時|点|點)"
            rf"(?!间|候|常|刻|名|评|击|燃)(?:钟|鐘)?(?:(?P<half>半)|(?P<ke>[一1三3])刻|{_S}(?P<mi>[0-9]{{1,2}}|[{CHINESE}]{{1,3}}){_S}分(?!之))?"
        ),
    ),
    "ko": (
        re.compile(
            r"(?P<p>새벽|아침|오전|정오|낮|오후|저녁|밤)?\s*(?P<h>[0-9]{1,2})\s*시(?!간)\s*(?:(?P<half>반)|(?P<mi>[0-9]{1,2})\s*분)?"
        ),
        re.compile(
            rf"(?<![가-힣])(?:(?P<p>새벽|아침|오전|정오|낮|오후|저녁|밤)에?\s*)?(?P<h>{_any(_KO)})\s?시"
            r"(?=\s|에|경|쯤|부터|까지|가|이|는|를|반|정각|[,.]|$)\s*(?:(?P<half>반)|(?P<mi>[0-9]{1,2})\s*분)?"
        ),
    ),
    "en": (
        re.compile(
            rf"\b(?P<h>[0-9]{{1,2}}|{_any(_EN)}){_EN_MINUTES}\s*"
            rf"(?P<p>[ap]\.?\s?m\b\.?|o['’]clock(?: (?:{_EN_PART}))?)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?P<h>{_any(_EN)})-(?P<mw>{_any(_MINUTES)})\b(?: (?P<p>{_EN_PART}))?", re.IGNORECASE),
        re.compile(rf"\b{_EN_TO}(?P<h>[0-9]{{1,2}}|{_any(_EN)})\b(?: (?P<p>{_EN_PART}|[ap]\.?\s?m\b\.?))?", re.IGNORECASE),
        re.compile(rf"\b{_EN_BEFORE}(?P<h>[0-9]{{1,2}}|{_any(_EN)}){_EN_MINUTES} (?P<p>{_EN_PART})\b", re.IGNORECASE),
    ),
    "fr": (
        re.compile(
            r"\b(?P<h>[0-9]{1,2}) ?h(?:eures?)?\b(?: ?(?P<mi>[0-5][0-9])| et (?P<half>demie))?"
            r"(?P<p> ?(?:du matin|du soir|de l['’]après-midi))?",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<h>{_any(_FR)}) heures?\b(?: et (?P<half>demie))?(?P<p> (?:du matin|du soir|de l['’]après-midi))",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:à|vers|dès|avant|jusqu['’]à) (?P<h>{_any(_FR)}) heures?\b(?: et (?P<half>demie))?",
            re.IGNORECASE,
        ),
    ),
}
"""Of each language, what is read in this order. English and French hours in words are read only where something beside them says
that they are a time: `nine people`, `neuf heures de route` are none."""
_EARLY = re.compile(r"凌晨|清晨|早|上午|새벽|아침|오전|^a\.?\s?m|morning|matin", re.IGNORECASE)
_LATE = re.compile(r"下午|傍晚|晚|오후|저녁|^p|afternoon|evening|soir|après-midi", re.IGNORECASE)
_TO = {"half": 30, "quarter": 15, "a quarter": 15, "ten": 10, "twenty": 20, "five": 5}


def read(match: re.Match[str]) -> Time | None:
    """The time in a match of `TIMES` or `CLOCK`; None where it is none, such as 31 o'clock."""
    groups = match.groupdict()
    minute = _minutes(groups)
    hour, part = _number(match["h"]), groups.get("p") or ""
    if hour > 24 or minute > 59:
        return None
    known = hour > 12
    if _LATE.search(part) and hour < 12:
        hour, known = hour + 12, True
    elif _EARLY.search(part):
        hour, known = hour % 12 if hour == 12 else hour, True
    to = _TO.get((groups.get("to") or "").lower(), 0)
    way = 1 if (groups.get("way") or "").lower() in ("past", "after") else -1
    return (hour * 60 + minute + way * to) % 1440 if to else hour * 60 + minute, int(known)


def _minutes(groups: dict[str, str | None]) -> int:
    if groups.get("half"):
        return 30
    if quarters := groups.get("ke"):
        return 15 * _number(quarters)
    if words := groups.get("mw"):
        return _MINUTES[words.lower()]
    return _number(groups.get("mi") or "0")


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _WORDS.get(text.lower().replace(" ", "-"), 0) or chinese(text) or 0


def said(text: str, time: Time, language: str) -> bool:
    """Whether a text in English or French says this time with its hour in words or digits, without saying that it is one: `at
    nine`, `around half past nine`, `at noon`, `à neuf heures`.

    Whether before or after noon is left open then, as it mostly stands in the sentence before.
    """
    hour, minute = divmod(time[0] % 1440, 60)
    if not minute and hour in (0, 12) and re.search(r"\b(?:noon|midday|midnight|midi|minuit)\b", text, re.IGNORECASE):
        return True
    if language != "en":
        return False
    hours = {hour, hour % 12 or 12, *({hour + 12} if not time[1] and hour < 12 else ())}
    words = "|".join([*map(str, hours), *(english(one) for one in hours)])
    minutes = {0: "", 30: "[- :.](?:thirty|30)"}.get(minute, f"[- :.](?:{minute:02}|{english(minute)})")
    return bool(
        re.search(rf"\b{_EN_BEFORE}(?:{words}){minutes}\b(?![-:.]?[0-9]| (?:people|men|women|[a-z]+s)\b)", text, re.IGNORECASE)
    )
