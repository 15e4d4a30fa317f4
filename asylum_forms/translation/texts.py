"""The record's own texts: which of them have no words in the language of a filing, as paragraphs, and back into the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from asylum_forms.record.model import Record
from asylum_forms.record.schema import rules_at
from asylum_forms.record.values import Text, Value, walk
from asylum_forms.translation.units import Unit, target_of

_HEADING = re.compile(r"^\s*#+\s*")
"""What makes a line of the statement a heading."""


@dataclass(frozen=True)
class Untranslated:
    """A text of the record that has no words in the language wanted."""

    path: str
    """Dotted path in the record, entries counted from 0: `harm.0.what`."""
    language: str
    """Language of `words`, such as `zh_Hans`."""
    words: str

    def paragraphs(self) -> list[str]:
        """Its lines that have words, in order; headings without their `#`."""
        return [_HEADING.sub("", line).strip() for line in self.words.splitlines() if _has_words(line)]


def untranslated(record: Record, language: str, asked: Callable[[str], bool]) -> Iterator[Untranslated]:
    """The texts that a filing in this language lacks, in the order of the record.

    `asked` says of a path without entry numbers (`harm.what`) whether the filing prints it. Words in the record's own language
    are the source where there are any, otherwise the first ones. What stands in every filing as it is (`verbatim` in the schema)
    is left out, and so are words in no particular language: names, numbers.
    """
    for path, value in walk(record.data):
        if not isinstance(value, Text) or value.in_language(language) is not None:
            continue
        steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
        if rules_at(record.questions, steps).get("meta", {}).get("verbatim") or not asked(re.sub(r"\.\d+(?=\.|$)", "", path)):
            continue
        words = dict(value.by_language)
        tag = record.language if record.language in words else value.by_language[0][0]
        yield Untranslated(path, tag or record.language, words[tag])


def with_translations(record: Record, language: str, paragraphs: Mapping[str, Mapping[int, str]], gap: str) -> Record:
    """The record with words in this language added to its texts.

    `paragraphs` maps the path of a text to the translations of its paragraphs, counted from 0 as `Untranslated.paragraphs` gives
    them; the empty lines between them stay as they are. A paragraph without a translation keeps its own words, behind the mark
    `gap`; a text without any stays untranslated. Record, path and numbers come from the same source; paths that the record no
    longer has are passed over.
    """
    data: Any = record.data
    for path, translated in paragraphs.items():
        value = record.get(path)
        if isinstance(value, Text) and value.in_language(language) is None:
            source = next((words for tag, words in value.by_language if tag == record.language), value.any())
            if any(translated.values()):
                words = _rebuilt(source, translated, gap)
                data = _put(data, path.split("."), Text((*value.by_language, (language, words))))
    return replace(record, data=data)


def joined(units: Sequence[Unit], language: str) -> str:
    """The translation of one paragraph from its sentences; empty while one of them has no words."""
    return target_of(units, language) if units and all(unit.target.strip() for unit in units) else ""


def _rebuilt(source: str, translated: Mapping[int, str], gap: str) -> str:
    lines, number = [], 0
    for line in source.splitlines():
        if not _has_words(line):
            lines.append(line.strip())
            continue
        heading = _HEADING.match(line)
        words = translated.get(number, "") or f"{gap} {_HEADING.sub('', line).strip()}"
        lines.append((heading[0].strip() + " " if heading else "") + words)
        number += 1
    return "\n".join(lines)


def _has_words(line: str) -> bool:
    return bool(_HEADING.sub("", line).strip())


def _put(data: Value, steps: list[str], value: Value) -> Value:
    """A copy of the data with one value put in place of another; what does not change is shared."""
    if not steps:
        return value
    first, *rest = steps
    if isinstance(data, list):
        return [_put(entry, rest, value) if number == int(first) else entry for number, entry in enumerate(data)]
    return {key: _put(below, rest, value) if key == first else below for key, below in data.items()}
