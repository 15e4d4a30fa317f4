"""Texts that the record gives in two languages: paragraphs, dates, numbers, citations and names that only one of them has.

Whoever edits one of the two easily forgets the other; then the office reads other facts than the applicant signs for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.record.citations import CITATION
from asylum_forms.record.model import Record
from asylum_forms.record.values import Text, walk
from asylum_forms.translation.checks import differences
from asylum_forms.translation.people import given_names
from asylum_forms.translation.segment import base, paragraphs

READ = ("zh", "ko", "en", "fr")
"""Languages whose numbers in words are known. Of others it cannot be told whether a number is missing or only spelled out."""

LATIN = ("en", "fr")
Names = Mapping[str, str]
"""Given name in Roman letters to the whole name in Chinese characters."""


@dataclass(frozen=True)
class Difference:
    """What only one of two texts has."""

    path: str
    """Of the answer in the record."""
    tag: str
    """Language of the text that has it."""
    written: str
    """As it is written there."""
    message: str
    """In the language in force."""


def differing(record: Record, language: str) -> Iterator[Finding]:
    """A finding for each difference."""
    for one in differences_in(record, language):
        yield Finding(
            id="text.not-the-same",
            severity=Severity.ATTEND,
            message=one.message,
            remedy=_("Compare both and correct what is wrong."),
            place=record.place_of(one.path, one.tag, one.written),
        )


def differences_in(record: Record, language: str) -> Iterator[Difference]:
    """What differs between the words in the language of the filing and those they were written in, or are said in besides.

    The original is what stands in the record's own language, otherwise what stands first.
    """
    names = given_names(record)
    for path, value in walk(record.data):
        if not isinstance(value, Text):
            continue
        given = dict(value.by_language)
        original = record.language if record.language in given else next(iter(given), "")
        for tag in given:
            if tag == original or base(language) not in (base(tag), base(original or record.language)):
                continue
            pair = (base(original or record.language), base(tag or record.language))
            found = list(_uneven(given[original], given[tag]))
            if pair[0] in READ or pair[1] in READ:
                found += (one for one in _between(given[original], given[tag], *pair, names) if _sure(one, *pair))
            for detail, message, added in found:
                yield Difference(path, tag if added else original, detail, message)


def _sure(found: tuple[str, str, bool], source_language: str, target_language: str) -> bool:
    """Whether the text that lacks it is in a language whose numbers in words are known; citations are the same in all."""
    return (source_language if found[2] else target_language) in READ or bool(CITATION.search(found[0]))


def _uneven(source: str, target: str) -> Iterator[tuple[str, str, bool]]:
    """The parts, from a heading to the next, that have more paragraphs in one language; all of a text whose headings differ too.

    Each with the first words that the longer one has there, a message, and whether the target is the longer one.
    """
    here, there = _parts(source), _parts(target)
    if len(here) != len(there):
        here, there = ([[line for part in parts for line in part]] for parts in (here, there))
    for one, other in zip(here, there, strict=True):
        if len(one) != len(other):
            more, fewer = sorted((len(one), len(other)), reverse=True)
            message = _("A paragraph may be missing: this part has {more} in one language and {fewer} in the other.")
            # Without citations, which are printed as something else.
            first = next(filter(None, map(str.strip, CITATION.split(max(one, other, key=len)[0])[::3])), "")
            yield first, message.format(more=more, fewer=fewer), len(other) > len(one)


def _parts(text: str) -> list[list[str]]:
    """The paragraphs below each heading, as a statement prints them: a line each. Those before all headings come first."""
    parts: list[list[str]] = [[]]
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _between(source: str, target: str, source_language: str, target_language: str, names: Names) -> list[tuple[str, str, bool]]:
    """What differs, as it is written, each with a message; paragraph by paragraph where both have as many."""
    # In one line each: a date may stand in two.
    here, there = ([" ".join(block.split()) for block in paragraphs(text)] for text in (source, target))
    pairs = zip(here, there, strict=True) if len(here) == len(there) else [(" ".join(here), " ".join(there))]
    found: dict[tuple[str, str, bool], None] = {}
    for one, other in pairs:
        found |= dict.fromkeys(differences(one, other, source_language, target_language))
        if target_language in LATIN and source_language == "zh":
            found |= dict.fromkeys((name, message, True) for name, message in _misnamed(other, one, names))
        elif source_language in LATIN and target_language == "zh":
            found |= dict.fromkeys((name, message, False) for name, message in _misnamed(one, other, names))
    return list(found)


def _misnamed(latin: str, chinese: str, names: Names) -> Iterator[tuple[str, str]]:
    """The given names that a text in Latin letters has, whose characters the Chinese one has not.

    In Chinese these are the one or two behind the family name, which may itself have two.
    """
    for given, native in names.items():
        if re.search(rf"\b{re.escape(given)}\b", latin) and native[max(1, len(native) - 2) :] not in chinese:
            yield given, _("Look at the name {name}: the record spells it {spelling}.").format(name=given, spelling=native)
