"""What a translation must not change: the dates, times, numbers, identity and case numbers of a text, in one notation.

Chinese numerals, years of the Minguo and of the Buddhist era, months in words, clock times and amounts in 万 are read. Only what
is certain is read as a fact; words that might be numbers are looked for only to find a number that the other text has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial

from babel import UnknownLocaleError
from babel.numbers import get_group_symbol

from asylum_forms.translation import months, times
from asylum_forms.translation.numerals import CHINESE, SCALES, chinese, english, spelled

Value = tuple[int, ...] | Decimal | str


@dataclass(frozen=True)
class Fact:
    """One fact of a text."""

    kind: str
    """`date` (year, month, day; 0 for what is not said), `time` (minutes, 1 when it is known whether before or after noon),
    `number`, `id`, or `case` (the groups of digits of a case number)."""
    values: tuple[Value, ...]
    """What it may mean: 04/06/2019 is two dates."""
    text: str
    """As written."""


MINGUO, BUDDHIST = 1911, -543
"""What is added to a year of these eras."""
_IN_THAI_ERA = 2400
"""Later years of Thai papers are Buddhist ones, where they do not say so too."""

_N = rf"(?:[0-9]{{1,4}}|[{CHINESE}]{{1,7}}|元)"
_S = r"[ \t]*"
_MONTHS_EN = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS_FR = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_SHORT = {"sept": 9, **{name[:3]: number for number, name in enumerate(_MONTHS_EN, 1)}}
_EN = "|".join([*_MONTHS_EN, *(rf"{name}\b\.?" for name in _SHORT)])
_FR = "|".join([*_MONTHS_FR, "fevrier", "aout", "decembre"])
_MONTH = {
    **{name: number for number, name in enumerate(_MONTHS_EN, 1)},
    **_SHORT,
    **{name: number for number, name in enumerate(_MONTHS_FR, 1)},
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
}
_ERA_BEFORE = (
    r"(?:(?P<m>中[華华]民[國国]|民[國国]|민국|Minguo|R\.?O\.?C\.?)|(?P<b>佛[历曆]|불기|พ\.?ศ\.?|B\.?E\.?|公元|西[元历曆]))"
)


def plain(text: str) -> str:
    """The text in common widths, with simple spaces and hyphens, and the digits of every script as 0 to 9."""
    text = unicodedata.normalize("NFKC", text).translate({ord("٫"): ".", ord("٬"): ","})
    text = re.sub(r"[^\W\D_a-zA-Z0-9]", lambda digit: str(unicodedata.decimal(digit[0])), text)
    return re.sub(r"[\u00a0\u2009\u202f\u3000]", " ", re.sub(r"[‐‑–−]", "-", text))


def facts(text: str, language: str) -> list[Fact]:
    """The facts of a text, in the order they are looked for: cases, dates, times, ids, numbers.

    Numbers and times in words are known of `zh`, `ko`, `en` and `fr`, of other languages the names of the months.
    """
    return list(_facts(text, language))


@lru_cache(maxsize=1024)  # a unit's two texts are asked for once per number in them
def _facts(text: str, language: str) -> tuple[Fact, ...]:
    rest = plain(text)
    found: list[Fact] = []
    for pattern, read in _patterns(language):
        pieces = []
        end = 0
        for match in pattern.finditer(rest):
            fact = read(match)
            if fact:
                found.append(fact)
                pieces += [rest[end : match.start()], "\0" * len(match[0])]
                end = match.end()
        rest = "".join([*pieces, rest[end:]])
    return tuple(found)


def mentions(text: str, value: Decimal, language: str) -> bool:
    """Whether a text has a number in any way: in digits, also as part of a date or a case number, or in words."""
    flat = plain(text)
    separator = " " if _parts_by_spaces(language) else ","
    ungrouped = re.sub(rf"(?<=[0-9]){separator}(?=[0-9]{{3}}(?![0-9]))", "", flat)
    if any(Decimal(group) == value for group in _GROUPS.findall(ungrouped)):
        return True
    known = facts(text, language)
    if any(value in fact.values for fact in known if fact.kind == "number"):
        return True
    if value in {step for date in dates(known) for step in date}:
        return True
    return any(pattern.search(flat) for pattern in spelled(value, language))


_GROUPS = re.compile(rf"(?<![0-9.])[0-9]+(?![0-9]|\.[0-9])(?! ?(?:{'|'.join(SCALES)}))")
"""Digits that are a number by themselves: not 3 in 3万, not 14 in 14.83."""


def dates(known: list[Fact]) -> list[tuple[int, ...]]:
    """Everything that the dates among these facts may mean."""
    return [value for fact in known if fact.kind == "date" for value in fact.values if isinstance(value, tuple)]


_Read = Callable[[re.Match[str]], Fact | None]


def _patterns(language: str) -> Iterator[tuple[re.Pattern[str], _Read]]:
    yield CASE, _case
    if language not in ("en", "fr", "zh", "ko"):
        yield from ((pattern, partial(_named_date, language)) for pattern in months.patterns(language))
    yield _ERA_YEAR, _era
    if language in ("zh", "ko"):
        yield (_ZH_DATE if language == "zh" else _KO_DATE), _east_date
    yield _ISO, _iso
    yield _DAY_FIRST, _day_first
    if language in ("en", "fr"):
        yield from ((pattern, _west_date) for pattern in (_EN_DATES if language == "en" else _FR_DATES))
    yield from ((pattern, _time) for pattern in times.TIMES.get(language, ()))
    yield times.CLOCK, _time
    if language == "zh":
        yield re.compile(rf"百分之(?P<n>[0-9.]+|[{CHINESE}]+)"), _percent
        yield re.compile(rf"[0-9{CHINESE}]+分之[0-9{CHINESE}]+"), lambda _match: None
    yield _ID, _id
    yield _YEAR_ALONE, _year
    yield _numbers(language), _number
    if language == "zh":
        yield _ZH_WORDS, _zh_number
    if language == "en":
        yield _EN_WORDS, _en_number


CASE = re.compile(
    r"(?P<all>[\u4e00-\u9fff()]{0,16}[(\[〔](?P<y>[0-9]{4})[)\]〕]\s?[\u4e00-\u9fff0-9()]{0,24}?第?\s?[0-9]+(?:-[0-9]+)?\s?[号號])"
)
_ERA_YEAR = re.compile(
    rf"{_ERA_BEFORE}{_S}(?:year{_S})?(?P<y>{_N}){_S}[年년]?{_S}(?:(?P<mo>{_N}){_S}[月월]{_S}(?:(?P<d>{_N}){_S}[日号號일])?)?"
    r"|(?P<y2>[0-9]{4})\s?(?:B\.E\.?|BE\b|de l'ère bouddhique)",
    re.IGNORECASE,
)
_ZH_DATE = re.compile(
    rf"(?:(?P<y>[0-9]{{4}}|[0-9]{{2}}(?={_S}年{_S}{_N}{_S}月)|[〇零○一二三四五六七八九]{{4}}|[〇零○一二三四五六七八九]{{2}}(?=年{_N}月)){_S}年"
    rf"(?![之度级级]?以?[内前后]?期){_S}(?:(?P<mo>{_N}){_S}月(?!份?[以之]?[内后前]|间){_S}(?:(?P<d>{_N}){_S}[日号號])?)?)"
    rf"|(?<![个個{CHINESE}0-9])(?P<mo2>{_N}){_S}月{_S}(?:份|(?P<d2>{_N}){_S}[日号號])?"
)
_KO_DATE = re.compile(
    rf"(?P<y>[0-9]{{4}}){_S}년{_S}(?:(?P<mo>[0-9]{{1,2}}){_S}월{_S}(?:(?P<d>[0-9]{{1,2}}){_S}일)?)?"
    rf"|(?P<mo2>[0-9]{{1,2}}){_S}월{_S}(?:(?P<d2>[0-9]{{1,2}}){_S}일)?"
)
_ISO = re.compile(
    r"(?<![0-9])(?P<y>(?:1[89]|2[0-5])[0-9]{2})(?P<s>[-/.]) ?"
    r"(?P<mo>0?[1-9]|1[0-2])(?P=s) ?(?P<d>0?[1-9]|[12][0-9]|3[01])(?![0-9])\.?"
)
_DAY_FIRST = re.compile(
    r"(?<![0-9])(?P<a>0?[1-9]|[12][0-9]|3[01])(?P<s>[-/.])(?P<b>0?[1-9]|[12][0-9]|3[01])(?P=s)(?P<y>(?:1[89]|2[0-5])[0-9]{2})(?![0-9])"
)
_Y = r"(?P<y>(?:1[5-9]|2[0-5])[0-9]{2})(?![0-9,]*[0-9])"
_TH = r"(?:st|nd|rd|th)?"
_EN_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<mo>{_EN}) (?:the )?(?P<d>[0-9]{{1,2}}){_TH}\b(?:,? (?:of )?{_Y})?",
        rf"\b(?P<d>[0-9]{{1,2}}){_TH} (?:day )?(?:of )?(?P<mo>{_EN})(?:,? (?:of )?{_Y})?(?!\w)",
        rf"\b(?P<mo>{_EN})(?: of)?,? {_Y}",
        r"\b(?P<mo>" + "|".join(name for name in _MONTHS_EN if name not in ("may", "march", "august")) + r")\b",
        r"(?<=[a-z,;(–-] )(?P<mo>(?-i:May|March|August))\b",  # not `may`, not `march`, and not at the head of a sentence
    )
)
_FR_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<d>1er|[0-9]{{1,2}}) (?P<mo>{_FR})(?: {_Y})?(?!\w)",
        rf"\b(?P<mo>{_FR}) {_Y}",
        rf"\b(?P<mo>{_FR})\b",
    )
)
_ID = re.compile(
    r"(?<![A-Za-z0-9.])(?:\+?[0-9]{2,4}[- ][0-9]{2,4}[- ][0-9]{3,4}(?:[- ][0-9]{2,4})?"
    r"|[A-Z]{0,4}[0-9](?:[0-9A-Z]|-(?=[0-9A-Z])){5,})(?![A-Za-z0-9]|\.[0-9])"
)
_YEAR_ALONE = re.compile(
    r"(?<![0-9.,])(?P<y>(?:1[89]|20)[0-9]{2})(?![0-9]|[.,][0-9])(?! ?(?:元|원|RMB|yuan|won|人|명|名|m\b|km|kg|euros|万|만))"
)
_UNIT = "|".join(SCALES)
_PLAIN = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_FRENCH = r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
_ZH_WORDS = re.compile(
    rf"(?P<th>第)?(?P<n>[{CHINESE}]{{1,12}})(?P<c>余|多|几)?(?=(?P<u>个|個|名|人|次|年|天|日|周|岁|歲|元|块|小时|分钟|条|條|款|项|項|级|級|号|號|份|页|頁|楼|层|章|节|节|位|张|張|件|户|戶|公里|米|斤|公斤|时|月|审|审))?"
)
_NOT_NUMBERS = frozenset(("万一", "千万", "一一", "百万千", "十", "千", "万", "百", "亿", "零", "〇", "一百", "两", "三", "四"))
_IDIOMS = re.compile(
    r"[一二两三四五六七八九十百千万]+[些起直样定般切旦方统心同面律旁边再向贯]|统一|唯一|不一|十分|百姓|万岁|第二[天日]|千方百计|三番五次|四川|九江|三亚"
)
_EN_VALUES = {english(number): number for number in range(2, 100)}
_EN_WORDS = re.compile(
    rf"\b(?P<n>{'|'.join(sorted(_EN_VALUES, key=len, reverse=True))})\b(?![- ](?:hundred|thousand|million))", re.IGNORECASE
)


def _value(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isascii() else chinese(text) or 0


def _case(match: re.Match[str]) -> Fact:
    return Fact("case", ("-".join(re.findall("[0-9]+", match["all"])),), match[0])


def _era(match: re.Match[str]) -> Fact | None:
    year = _value(match["y2"] or match["y"])
    month, day = _value(match["mo"] or "0"), _value(match["d"] or "0")
    after = BUDDHIST if match["y2"] or (match["b"] and not re.match("公元|西", match["b"])) else MINGUO if match["m"] else 0
    fact = _date(match, year + after, month, day)
    # A translation may keep the year of the era.
    return Fact("date", (*fact.values, (year, month, day)), fact.text) if fact and after else fact


def _date(match: re.Match[str], year: int, month: int, day: int) -> Fact | None:
    sane = (year == 0 or 0 < year < 100 or 1500 < year < 2600) and 0 <= month <= 12 and 0 <= day <= 31
    return Fact("date", ((year, month, day),), match[0].strip()) if sane and (year or month) else None


def _east_date(match: re.Match[str]) -> Fact | None:
    month, day = (match["mo"] or match["mo2"], match["d"] or match["d2"])
    return _date(match, _value(match["y"] or "0"), _value(month or "0"), _value(day or "0"))


def _iso(match: re.Match[str]) -> Fact | None:
    return _date(match, int(match["y"]), int(match["mo"]), int(match["d"]))


def _day_first(match: re.Match[str]) -> Fact | None:
    year, a, b = int(match["y"]), int(match["a"]), int(match["b"])
    values = tuple((year, month, day) for month, day in dict.fromkeys([(b, a), (a, b)]) if month <= 12)
    return Fact("date", values, match[0]) if values else None


def _west_date(match: re.Match[str]) -> Fact | None:
    groups = match.groupdict()
    month = _MONTH.get(match["mo"].lower().rstrip("."), 0)
    day = int(re.sub("[^0-9]", "", groups.get("d") or "0"))
    return _date(match, int(groups.get("y") or 0), month, day)


def _named_date(language: str, match: re.Match[str]) -> Fact | None:
    groups = match.groupdict()
    year = int(groups.get("y") or 0)
    if language == "th" and year > _IN_THAI_ERA:
        year += BUDDHIST
    return _date(match, year, months.number(match["mo"], language), int(groups.get("d") or 0))


def _year(match: re.Match[str]) -> Fact | None:
    return _date_of_year(match)


def _date_of_year(match: re.Match[str]) -> Fact:
    return Fact("date", ((int(match["y"]), 0, 0),), match[0])


def _time(match: re.Match[str]) -> Fact | None:
    time = times.read(match)
    return Fact("time", (time,), match[0].strip()) if time else None


def _percent(match: re.Match[str]) -> Fact | None:
    value = Decimal(match["n"]) if match["n"].replace(".", "", 1).isdecimal() else Decimal(chinese(match["n"]) or 0)
    return Fact("number", (value,), match[0])


def _id(match: re.Match[str]) -> Fact | None:
    digits = sum(char.isdecimal() for char in match[0])
    return Fact("id", (compact(match[0]),), match[0]) if digits >= 5 else None


def compact(text: str) -> str:
    """Letters and digits only, in capitals."""
    return re.sub(r"[^0-9A-Za-z]", "", plain(text)).upper()


@lru_cache
def _parts_by_spaces(language: str) -> bool:
    """Whether thousands are written `1 500` in a language, by CLDR."""
    try:
        return get_group_symbol(language).isspace()
    except (UnknownLocaleError, ValueError):
        return False


def _numbers(language: str) -> re.Pattern[str]:
    number = _FRENCH if _parts_by_spaces(language) else _PLAIN
    if language in ("zh", "ko"):
        return re.compile(rf"(?:(?:{_PLAIN}) ?(?:{_UNIT})+ ?)+(?:[0-9]+(?![0-9.,]))?|{_PLAIN}")
    scale = "thousand|million|billion" if language == "en" else "mille|millions?|milliards?"
    return re.compile(rf"(?<![A-Za-z0-9.])(?:{number})(?: (?P<scale>{scale})\b)?", re.IGNORECASE)


_WEST = {
    "thousand": 10**3,
    "mille": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "billion": 10**9,
    "milliard": 10**9,
    "milliards": 10**9,
}


def _number(match: re.Match[str]) -> Fact | None:
    text = match[0].strip()
    scale = _WEST.get((match.groupdict().get("scale") or "").lower(), 0)
    if scale:
        return Fact("number", tuple(value * scale for value in _amounts(text.rsplit(" ", 1)[0])), text)
    steps = re.findall(rf"({_PLAIN}) ?((?:{_UNIT})*)", text)
    if any(units for _digits, units in steps):
        total = Decimal(0)
        for digits, units in steps:
            value = Decimal(digits.replace(",", ""))
            for unit in units:
                value *= SCALES[unit]
            total += value
        return Fact("number", (total,), text)
    return Fact("number", _amounts(text), text) if _amounts(text) else None


def _amounts(text: str) -> tuple[Decimal, ...]:
    """What digits with separators mean: 3,500 is three and a half thousand, but 3,5 is three and a half."""
    grouped = re.fullmatch(r"[0-9]{1,3}(?:[ ,][0-9]{3})+(?:[.,][0-9]+)?", text)
    bare = text.replace(" ", "")
    readings = [
        bare.replace(",", "") if (grouped and bare.count(",") != 1) or re.search(r",[0-9]{3}$", bare) else bare.replace(",", ".")
    ]
    found = []
    for reading in readings:
        try:
            found.append(Decimal(reading).normalize())
        except InvalidOperation:
            continue
    return tuple(dict.fromkeys(found))


def _zh_number(match: re.Match[str]) -> Fact | None:
    """A Chinese numeral where it certainly counts something: two characters or more, or one before a measure word."""
    text = match["n"]
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    value = chinese(text)
    counted = bool(match["u"] or match["th"])
    if value is None or _IDIOMS.search(around) or (not counted and (len(text) < 2 or text in _NOT_NUMBERS)):
        return None
    if value == 1 and not match["th"]:
        return None  # 一个, 一名: an article in other languages
    return Fact("number", (Decimal(value),), match[0])


def _en_number(match: re.Match[str]) -> Fact | None:
    wanted = match["n"].lower().replace(" ", "-")
    value = next((number for words, number in _EN_VALUES.items() if words.replace("[- ]", "-") == wanted), 0)
    return Fact("number", (Decimal(value),), match[0]) if value else None
