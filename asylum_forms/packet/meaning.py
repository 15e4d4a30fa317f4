"""What printed words mean to who reads another language: unofficial translations of the jurisdiction, else own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from babel.dates import format_date as babel_date

from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction import unofficial
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.unofficial import Unofficial
from asylum_forms.packet.asked import catalog_of
from asylum_forms.record.localize import country_name, format_date, language_said
from asylum_forms.record.values import PartialDate, Text, Value, walk

TO_READ = "◆"
"""Stands where the applicant's own words are not there."""


_DATES = {"day": "d MMMM yyyy", "month": "MMMM yyyy", "year": "yyyy"}
"""As papers print dates where it is not as their language writes them."""


def words(filing: Filing, language: str) -> dict[str, str]:
    """Words of the record as they are filed to what the applicant wrote, where there is such."""
    texts = (value for _path, value in walk(filing.record.data) if isinstance(value, Text))
    pairs = ((text.in_language(filing.language), text.in_language(language)) for text in texts)
    return {" ".join(filed.split()): own.strip() for filed, own in pairs if filed and own and filed.strip() and own.strip()}


def facts(filing: Filing, language: str) -> dict[str, str]:
    """Dates and countries of the record as papers print them to the same in the applicant's language."""
    return {filed: own for _path, value in walk(filing.record.data) for filed, own in _of_fact(value, filing.language, language)}


def days(filing: Filing, language: str) -> dict[str, str]:
    """The same of dates alone, without years, which may as well be numbers."""
    dates = (value for _path, value in walk(filing.record.data) if isinstance(value, PartialDate) and value.month)
    return {" ".join(filed.split()): own for date in dates for filed, own in _of_fact(date, filing.language, language)}


def _of_fact(value: Value, filed: str, own: str) -> Sequence[tuple[str, str]]:
    if isinstance(value, PartialDate):
        return _of_date(value, filed, own)
    if isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value) and catalog_of(own):
        said = country_name(value, catalog_of(own))
        return [(country_name(value, filed), said)] if said != value else []
    return []


@lru_cache(maxsize=4096)
def _of_date(date: PartialDate, filed: str, own: str) -> Sequence[tuple[str, str]]:
    said = format_date(date, own)
    printed = [] if date.approx else [babel_date(date.first(), _DATES[date.precision], locale=filed)]
    return [(one, said) for one in (format_date(date, filed), *printed)]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    each = [r"\s+".join(map(re.escape, one.split())) for one in sorted(words, key=len, reverse=True)]
    return f"(?:{'|'.join(each) or '(?!)'})"


@dataclass
class Meaning:
    """Printed words of a filing in the language of an applicant."""

    filing: Filing
    language: str
    captions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Captions of the form as they are printed: the same by language, where it is printed in several."""
    _ours: Unofficial = field(init=False)
    _theirs: Mapping[str, str] = field(init=False)
    """Words of the record as they are filed, without spaces, dates and countries: the same as the applicant writes them."""

    def __post_init__(self) -> None:
        self._ours = unofficial.read(self.filing.jurisdiction.folder)
        known = {**facts(self.filing, self.language), **words(self.filing, self.language)}
        self._theirs = {"".join(filed.split()): own for filed, own in known.items()}

    def caption(self, *printed: str) -> str:
        """A question or heading of a form, given as it is printed in one language or several; empty where nothing says it."""
        catalog = catalog_of(self.language)
        return next(filter(None, (self._ours.caption(words, catalog) for words in printed)), "")

    def captioned(self, line: str) -> str:
        """A line with the caption before its words, or the whole of it, in the other language, as far as something says it."""
        head, colon, words = _parted(line)
        if caption := self.caption(head):
            said = self.caption(words) or language_said(words, self.filing.language, self.language)
            return f"{caption}{colon} {said or words}" if colon else caption
        return self._ours.of(line, catalog_of(self.language), self._filled) or ", ".join(
            self.caption(piece) or piece for piece in line.split(", ")
        )

    def all_of(self, text: str) -> list[str]:
        """The lines of a printed text where somebody has translated all of it; empty elsewhere."""
        said = [[self._whole(one) for one in line.split("; ")] for line in text.splitlines()]
        return ["; ".join(line) for line in said] if all(all(line) for line in said) else []

    def _whole(self, printed: str) -> str:
        """Printed words, or a caption and the words after it; empty where somebody has not translated all of it."""
        head, colon, words = _parted(printed)
        captions = (self.caption(head), self.caption(words))
        both = f"{captions[0]}{colon} {captions[1]}" if all(captions) else ""
        return self._ours.of(printed, catalog_of(self.language), self._filled) or both

    def beside(self, filed: Sequence[str], own: Sequence[str] = ()) -> list[str]:
        """What stands beside printed paragraphs, line by line; empty where nothing says any of it.

        `own` are the words where somebody knows them already. Words that are not printed on the paper begin with a line that says
        that they are no official text.
        """
        said = list(own) or [self._of(line) or TO_READ for paragraph in filed for line in paragraph.splitlines()]
        told = list(dict.fromkeys(said))
        catalog = catalog_of(self.language)
        if not catalog or set(told) <= {TO_READ}:
            return []
        if all(line == TO_READ or any(line in one for one in filed) for line in told):
            return told
        with use(catalog):
            head = _("Unofficial translation")
        return [f"[{head}]", *told]

    def _of(self, line: str) -> str:
        captions = self.captions.get(line, {})
        if self.language in captions:
            return captions[self.language]
        catalog = catalog_of(self.language)
        said = (self._ours.of(words, catalog, self._filled) for words in (line, *captions.values()))
        return next(filter(None, said), self._theirs.get("".join(line.split()), ""))

    def _filled(self, words: str) -> str:
        """What stands in a sentence for a person, a language, something that the applicant wrote."""
        language = language_said(words, self.filing.language, self.language)
        if not language and (inner := re.fullmatch(r"(.+) \((.+)\)", words)):  # a language and its dialect
            return "{} ({})".format(*map(self._filled, inner.groups()))
        own = self._theirs.get("".join(words.split()), words)
        return (own if own != words else "") or self._ours.of(words, catalog_of(self.language)) or language or words


def _parted(line: str) -> tuple[str, str, str]:
    """The caption with which a line begins, its colon and the words after it; all of a line that has none is the caption."""
    head, *rest = re.split(r"(\s?:)(?: |$)", line, maxsplit=1)
    return (head, rest[0].strip(), rest[1]) if rest else (head, "", "")
