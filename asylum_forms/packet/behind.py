"""What of the record stands behind an answer of a form, as the form prints it and beside it as the applicant wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from asylum_forms.forms.answers import Answer
from asylum_forms.forms.formatting import date_words
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import N_
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.asked import Asked, spoken
from asylum_forms.packet.line import STATEMENT, Unlike, labelled, not_the_same
from asylum_forms.record.localize import format_date
from asylum_forms.record.validate import YES_NO
from asylum_forms.record.values import PartialDate, Text, Value, entry_of, is_present, values_at

TODAY = N_("until today")

_SHORT = 3
"""Entries with fewer lines in all need nothing between them."""

_BETWEEN = "—"
"""Stands between the entries of a table that a box tells one after the other."""


@dataclass(frozen=True)
class Behind:
    """The record behind the answers of one form."""

    filing: Filing
    """As the person of the form sees it."""
    table: FormTable
    """As the form is filed."""
    language: str
    """The applicant's."""
    asked: Asked
    differing: Unlike

    def values(self, sources: Sequence[str]) -> Iterator[tuple[str, Value]]:
        """The values at these paths of the record and below them, each with its path."""
        yield from values_at(self.filing.record.data, sources).items()

    def written(self, item: Item, answer: Answer) -> Iterator[tuple[str, str]]:
        """What the form prints of the applicant's words, in its language, beside what they wrote in theirs, in the order of the
        form; each with the question it answers where there are several, and each entry of a table with its dates."""
        printed = "".join(answer.text.split())
        entries: dict[str, list[tuple[str, str, str]]] = {}
        worded: set[str] = set()
        for path, value in self.values(answer.sources):
            filed, own = self._pair(item, value, printed) if path != STATEMENT else ("", "")
            if filed and own and _packed(filed) in printed:
                entries.setdefault(entry_of(path), []).append((path, filed, own))
                worded |= {entry_of(path)} if isinstance(value, Text) else set()
        told = {entry: said for entry, said in entries.items() if entry in worded}
        several = sum(map(len, told.values())) > 1
        order = sorted(told, key=lambda entry: printed.find(max((_packed(one[1]) for one in told[entry]), key=len)))
        for before, entry in zip(["", *order], order, strict=False):
            if before and entry and len(told[before]) + len(told[entry]) > _SHORT:
                yield "", _BETWEEN
            for path, filed, own in told[entry]:
                yield filed, "\n".join([self._labelled(path, own) if several else own, *self.unlike(path)])

    def _labelled(self, path: str, own: str) -> str:
        """Words of the applicant after what the record asks, with the yes or no that they explain."""
        asked, _dot, last = path.rpartition(".")
        answered = self.filing.record.get(f"{asked}.answer")
        if last == "explain" and answered in YES_NO:
            return labelled(self.asked.label(asked, brief=True), f"{spoken(YES_NO[str(answered)], self.language)}. {own}")
        return labelled(self.asked.label(path, brief=True), own)

    def unlike(self, path: str) -> list[str]:
        """What the filed words say otherwise than the applicant's at this path, in words for the applicant."""
        return [not_the_same(what, self.language) for _written, what in self.differing.get(path, ())]

    def _pair(self, item: Item, value: Value, printed: str) -> tuple[str, str]:
        """Words of the applicant, or a date, in the language of the form and in theirs; empty where there are none."""
        if isinstance(value, PartialDate):
            long, short = format_date(value, self.filing.language), self.printed(item, value)
            return (short if _packed(short) in printed else long), format_date(value, self.language)
        if not isinstance(value, Text):
            return "", ""
        return (value.in_language(self.filing.language) or "").strip(), self._in_own(value)

    def printed(self, item: Item, date: PartialDate) -> str:
        """A date as the box of this item prints it."""
        return date_words(self.table, date, self.filing.language, item, month_only=item.form == "month")

    def dates(self, item: Item, answer: Answer) -> list[str]:
        """A date as the applicant's language writes it, or `TODAY`: the one that was asked for, or that the form prints."""
        values = [value for _path, value in self.values(answer.sources)]
        dates = [value for value in values if isinstance(value, PartialDate)]
        found = {format_date(value, self.language) for value in dates}
        found |= {TODAY for value in values if isinstance(value, str) and is_present(value)}
        if len(found) > 1:
            same = [value for value in dates if self.printed(item, value) == answer.text]
            found = {format_date(value, self.language) for value in same}
        return list(found) if len(found) == 1 else []

    def _in_own(self, text: Text) -> str:
        """Words of the record in the applicant's language; empty where there are none."""
        named = replace(text, by_language=tuple((tag, words) for tag, words in text.by_language if tag != "und"))
        return (named.in_language(self.language) or "").strip()


def _packed(words: str) -> str:
    """Without spaces, and without the full stop that a form may leave out."""
    return "".join(words.rstrip(".").split())
