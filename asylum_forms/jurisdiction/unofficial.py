"""What people sign and are asked, in languages that the office does not print it in: translations of our own, for understanding
only.

A jurisdiction has them in `unofficial.yaml`, a list of texts, each by language:

    - en: I declare that this statement was read to me in {language}.
      zh_Hans: 我声明，本陈述已用{language}向我宣读。
      ko: ...

`{language}` stands for any words and is the same in every language of an entry; two sentences never stand in one. A text is found
by its words, as they are printed, in whichever language of its entry: what somebody edited in Word is another text, and has no
translation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from asylum_forms.jurisdiction import declared

NAME = "unofficial.yaml"

_HOLE = re.compile(r"\{(\w+)\}")
_FILLED = r"(?P<{name}>(?:(?!\.\s)[^;:\n])+?)"
"""Never more than a part of one sentence: else a sentence that somebody has put in would pass for the words of a hole."""


@dataclass(frozen=True)
class Unofficial:
    """The translations of a jurisdiction."""

    entries: tuple[tuple[re.Pattern[str], str, Mapping[str, str]], ...] = ()
    """(what a text with holes looks like in a language, the language, the same text by language); those that say most themselves
    first."""
    whole: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """A text without holes to the same by language."""

    def caption(self, words: str, language: str) -> str:
        """A question or heading of a form in a language of our catalogs; empty where no entry without holes is it."""
        return self.whole.get(" ".join(words.split()), {}).get(language, "")

    def of(self, words: str, language: str, fill: Callable[[str], str] = str) -> str:
        """Printed words in a language of our catalogs; as they are where that is theirs; empty where nothing says them.

        `fill` says in that language what stands in a hole.
        """
        packed = " ".join(words.split())
        if packed in self.whole:
            return self.whole[packed].get(language, "")
        for pattern, tag, texts in self.entries:
            if found := pattern.fullmatch(packed):
                filled = {name: fill(said) for name, said in found.groupdict().items()}
                return packed if tag == language else texts.get(language, "").format_map(filled)
        return ""


@lru_cache
def read(folder: Path) -> Unofficial:
    """The translations of the jurisdiction in this folder; none where it has no such file.

    Raises JurisdictionError where the file cannot be read, for an entry whose languages do not have the same holes, and for a
    text that is given twice.
    """
    file = folder / NAME
    if not file.exists():
        return Unofficial()
    texts = declared.read(file, _entries)
    holes = [(tag, text, entry) for entry in texts for tag, text in entry.items() if _HOLE.search(text)]
    found = [(re.compile(_pattern(text)), tag, entry) for tag, text, entry in holes]
    whole = {text: entry for entry in reversed(texts) for text in entry.values() if not _HOLE.search(text)}
    return Unofficial(tuple(sorted(found, key=lambda one: -len(_HOLE.sub("", one[2][one[1]])))), whole)


def _entries(given: Any) -> list[dict[str, str]]:
    texts: list[dict[str, str]] = []
    known: set[str] = set()
    for number, entry in enumerate(given):
        with declared.at(number):
            texts.append(_entry(entry))
            first = next(iter(texts[-1].values()))
            if first in known:
                raise ValueError(f"given twice: {first}")
            known.add(first)
    return texts


def _entry(entry: Any) -> dict[str, str]:
    texts = {str(tag): " ".join(str(text).split()) for tag, text in entry.items()}
    holes = {tag: set(_HOLE.findall(text)) for tag, text in texts.items()}
    if len(set(map(frozenset, holes.values()))) > 1:
        raise ValueError(f"not the same {{...}} in every language: {next(iter(texts.values()))}")
    return texts


def _pattern(text: str) -> str:
    pieces = _HOLE.split(text)
    made = [re.escape(pieces[0])]
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        made.append(f"(?P={name})" if f"(?P<{name}>" in "".join(made) else _FILLED.replace("{name}", name))
        made.append(re.escape(after))
    return "".join(made)
