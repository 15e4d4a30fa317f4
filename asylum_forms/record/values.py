"""The values a record holds once it has been read: dates with precision, texts by language, and the four ways of no answer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Absent(StrEnum):
    """Four different things to say instead of an answer. They stay distinct to the last page."""

    NONE = "none"
    """There is none: no other names, no children."""
    NOT_APPLICABLE = "not_applicable"
    """The question does not concern this person."""
    UNKNOWN = "unknown"
    """The person does not know."""
    DECLINED = "declined"
    """The person does not wish to answer."""


_MEANT = {
    Absent.NONE: ("没有", "沒有", "无", "無", "暂无", "없음"),
    Absent.NOT_APPLICABLE: ("不适用", "不適用", "해당 없음"),
    Absent.UNKNOWN: (
        *(
            "不知道",
            "不清楚",
            "不详",
            "不詳",
            "未知",
            "不记得",
            "不记得了",
            "不記得",
            "不記得了",
            "记不清",
            "记不清了",
            "记不得",
            "记不得了",
        ),
        *("忘了", "忘记了", "想不起来", "想不起来了", "모름", "모릅니다", "모르겠습니다", "기억나지 않음", "기억나지 않습니다"),
    ),
    Absent.DECLINED: ("拒绝回答", "不愿回答", "不愿意回答"),
}
WORDS = {word: absent for absent, words in _MEANT.items() for word in words}
"""Chinese and Korean ways to say one of the four words. Printed as they stand, they would be a name, a number or a religion."""

NOTHING = {*(word.value for word in Absent), *WORDS, "no", "n/a", "na", "-"}
"""What people write, in small or capital letters, where there is nothing to say."""


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as precisely as the person remembers it: a year, a month or a day, perhaps approximate.

    `month` and `day` are 0 when unknown.
    """

    year: int
    month: int = 0
    day: int = 0
    approx: bool = False

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return "day" if self.day else "month" if self.month else "year"

    def first(self) -> datetime.date:
        """The earliest day it can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last(self) -> datetime.date:
        """The latest day it can mean."""
        if self.day:
            return datetime.date(self.year, self.month, self.day)
        year, month = (self.year, self.month + 1) if self.month and self.month < 12 else (self.year + 1, 1)
        return datetime.date(year, month, 1) - datetime.timedelta(days=1)

    def iso(self) -> str:
        """`1989`, `1989-06` or `1989-06-04`, with a leading `~` when approximate."""
        text = f"{self.year:04d}" + (f"-{self.month:02d}" if self.month else "") + (f"-{self.day:02d}" if self.day else "")
        return "~" + text if self.approx else text


@dataclass(frozen=True)
class Text:
    """Words of the applicant, in one or more languages.

    `by_language` maps a language tag (`en`, `zh_Hans`) to the words; a text written without a language tag in the record
    stands under the record's own language.
    """

    by_language: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str | None:
        """The words in this language, or None. `zh` is satisfied by `zh_Hans` and the other way round; words under `und`
        (names, numbers and the like, written in no particular language) stand for every language."""
        for tag, words in self.by_language:
            if tag == language:
                return words
        base = language.split("_")[0]
        for tag, words in self.by_language:
            if tag.split("_")[0] in (base, "und"):
                return words
        return None

    def any(self) -> str:
        """The words in the first language given."""
        return self.by_language[0][1]


Value = Any
"""`str | int | PartialDate | Text | Absent`, a list or dict of values, or None where nothing was answered."""


def is_present(value: Value) -> bool:
    """Whether the end of a period is today: it goes on."""
    return bool(value == "present")


def step(value: Value, path: str) -> Value:
    """The value at a dotted path below another (`name.family`, `children.0.birth.date`), or None where nothing was answered.

    An Absent met on the way (`spouse: none`) is the value of everything below it.
    """
    for key in path.split("."):
        if isinstance(value, Absent):
            return value
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list):
            value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
        else:
            return None
    return value


def walk(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    """A value and everything below it, each with its dotted path, in the order of the record."""
    yield path, value
    below = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in below:
        yield from walk(inner, f"{path}.{key}" if path else str(key))


def values_at(data: Value, sources: Sequence[str]) -> dict[str, Value]:
    """The values of a record at these paths and below them, each with its path, through every entry of the tables on the way."""
    found = (one for source in sources for one in _reached(data, source.split(".")))
    return {path: value for start, below in found for path, value in walk(below, start)}


def _reached(value: Value, steps: Sequence[str], path: str = "") -> Iterator[tuple[str, Value]]:
    """The values at a path below a value, through every entry of the tables on the way, each with its path."""
    if isinstance(value, list) and steps and not steps[0].isdigit():
        for number, entry in enumerate(value):
            yield from _reached(entry, steps, f"{path}.{number}")
    elif steps:
        yield from _reached(step(value, steps[0]), steps[1:], f"{path}.{steps[0]}".lstrip("."))
    else:
        yield path, value


def entry_of(path: str) -> str:
    """The path of the entry of a table in which a value stands: `harm.3` of `harm.3.who`; empty outside tables."""
    return next(iter(re.findall(r"^.*?\.\d+(?=\.|$)", path)), "")
