"""The names of a record in two languages, as they are agreed: a translation must spell them like this and no other way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asylum_forms.record.localize import plain
from asylum_forms.record.model import Record
from asylum_forms.record.values import walk
from asylum_forms.translation.segment import base


@dataclass(frozen=True)
class Name:
    """A name as the original writes it, and the ways the translation may."""

    source: str
    targets: tuple[str, ...]
    """`Zhiheng RUAN`, `RUAN Zhiheng`; the first one is shown. Capitals and commas do not matter."""


def names_of(record: Record, source_language: str, target_language: str) -> tuple[Name, ...]:
    """Every name that the record gives in both languages, longest first: of all people in it, with their other names.

    From and into a language with a script of its own that is the name as written there (`native`, or `forms`); otherwise the
    spelling in Roman letters. Where the record has no Korean form of a name, Roman letters are right in Korean too.
    """
    found: dict[str, list[str]] = {}
    for entry in _entries(record):
        sources, targets = _spellings(entry, base(source_language)), _spellings(entry, base(target_language))
        for source in sources if targets else ():
            found.setdefault(source, []).extend(targets)
    names = [Name(source, tuple(dict.fromkeys(targets))) for source, targets in found.items() if len(source) > 1]
    return tuple(sorted(names, key=lambda name: (-len(name.source), name.source)))


def given_names(record: Record) -> dict[str, str]:
    """Given names in Roman letters to the whole names in Chinese characters, of all but the applicant, who says "I".

    None that is a name of several people: then it is not known who is meant.
    """
    told = ((one.get("given"), one.get("family"), one.get("native")) for one in _entries(record))
    people = [one for one in dict.fromkeys(tuple(map(plain, names)) for names in told) if _han(one[2])]
    words = Counter(word for given, family, _native in people for word in {given, family})
    own = plain(record.get("applicant.name.given"))
    return {given: native for given, _family, native in people if len(given) > 2 and given != own and words[given] == 1}


def _entries(record: Record) -> Iterator[Mapping[str, Any]]:
    records = [record, *record.people.values()]
    for one in records:
        for _path, value in walk(one.data):
            if isinstance(value, Mapping) and ("native" in value or "forms" in value):
                yield value


def _spellings(entry: Mapping[str, Any], language: str) -> list[str]:
    """How a name is written in a language, the most usual first."""
    forms = entry.get("forms")
    own = [plain(words) for tag, words in forms.items() if base(str(tag)) == language] if isinstance(forms, Mapping) else []
    native = plain(entry.get("native"))
    if language == "zh":
        return [*own, native] if _han(native) else own
    if language == "ko" and (own or re.search("[가-힣]", native)):
        return list(filter(None, [*own, native if re.search("[가-힣]", native) else ""]))
    return [*own, *_roman(entry)]


def _roman(entry: Mapping[str, Any]) -> list[str]:
    if isinstance(entry.get("name"), str) or "name" in entry:
        return list(filter(None, [plain(entry.get("name"))]))
    family, given, middle = (plain(entry.get(key)) for key in ("family", "given", "middle"))
    ways = [f"{given} {middle} {family}", f"{family} {given} {middle}", f"{given} {family}", f"{family} {given}"]
    return list(dict.fromkeys(filter(None, (" ".join(way.split()) for way in ways))))


def _han(text: str) -> bool:
    return bool(re.search("[\u3400-\u9fff]", text))


def names_in(text: str, names: Iterable[Name]) -> list[Name]:
    """The names in a text; of two where one is part of the other, the longer."""
    found = []
    for name in sorted(names, key=lambda name: -len(name.source)):
        pattern = _pattern(name.source)
        if pattern.search(text):
            found.append(name)
            text = pattern.sub("\0", text)
    return found


def spelled_right(text: str, name: Name) -> bool:
    """Whether a text has the name in one of the agreed spellings."""
    return any(_pattern(target).search(text) for target in name.targets)


def _pattern(name: str) -> re.Pattern[str]:
    """The name whatever its capitals, with a comma or more space between its parts, whole words where it has Latin letters."""
    between = r"\s*" if _han(name) else r"[\s,]+"
    parts = between.join(re.escape(part) for part in unicodedata.normalize("NFC", name).split())
    latin = name.isascii() or any(unicodedata.name(char, "").startswith("LATIN") for char in name)
    letter = "[A-Za-z0-9\u00c0-\u024f]"  # a Korean particle may follow
    return re.compile(rf"(?<!{letter}){parts}(?!{letter})" if latin else parts, re.IGNORECASE)
