"""Marked words that a page of a redacted copy still shows: what is found of them, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from asylum_forms.evidence.broken import over_two_pages
from asylum_forms.evidence.spelling import Text, Words
from asylum_forms.findings import Severity
from asylum_forms.i18n import _

WHOLE, INSIDE = "whole", "inside"
"""Kinds: the words as they are marked; inside longer words. A third is the words themselves, which stand apart."""


def still_shown(pages: Sequence[str], wanted: Sequence[Words]) -> list[set[str]]:
    """In which kinds each page of a paper shows the words, given by what can be read on it."""
    kinds = [_kinds(Text(text), wanted) for text in pages]
    for number, (one, other) in enumerate(pairwise(pages)):
        if any(True for _found in over_two_pages(one, other, wanted, whole=True)):
            kinds[number], kinds[number + 1] = {WHOLE}, {WHOLE}
    return kinds


def _kinds(text: Text, wanted: Sequence[Words]) -> set[str]:
    if any(text.has(words, whole=True) for words in wanted):
        return {WHOLE}
    inside = {INSIDE} if any(text.has(words) for words in wanted) else set()
    return {*inside, *(words.said for words in wanted if text.has_apart(words))}


def told(kind: str, where: str) -> tuple[Severity, str, str]:
    """How grave it is, what it is, and what to do, of one kind at these places."""
    if kind == WHOLE:
        message = _("Words marked for redaction are still to be read on: {where}.").replace("{where}", where)
        return Severity.BLOCKS, message, _("Mark them under redact of these exhibits too, as words or as page and area.")
    if kind == INSIDE:
        message = _("Longer words that begin or end like marked ones are to be read on: {where}.").replace("{where}", where)
        remedy = _("Look there. What must not be read belongs under redact as words too, in every paper.")
        return Severity.ATTEND, message, remedy
    message = _("The words {words} stand apart from one another on: {where}.")
    return (
        Severity.ATTEND,
        message.replace("{where}", where).replace("{words}", kind),
        _("Look there. A name that must not be read by itself belongs under redact by itself too."),
    )
