"""Citations of evidence in the record's words (`[[summons-2019 p. 2]]`): they are no words, so no engine gets them."""

from __future__ import annotations

import re
from dataclasses import replace

from asylum_forms.translation.units import Document, State

_CITATION = re.compile(r"[ \t]*\[\[[^\[\]]*\]\]")


def found(text: str) -> list[str]:
    """The citations in a text, as written, in order."""
    return [match[0].strip() for match in _CITATION.finditer(text)]


def without(text: str) -> str:
    """A text as an engine gets it."""
    return _CITATION.sub("", text)


def with_them(words: str, source: str) -> str:
    """The translation of a text without its citations, and these behind it, in order.

    Where in the other sentence a citation belongs nobody knows; behind the sentence it is never wrong.
    """
    return " ".join((words, *found(source)))


def alone(document: Document) -> Document:
    """The document with every unit that is nothing but citations translated by itself."""
    return document.with_units(
        replace(unit, target=unit.source, state=State.TRANSLATED)
        for unit in document.units
        if not unit.target and found(unit.source) and not any(map(str.isalnum, without(unit.source)))
    )
