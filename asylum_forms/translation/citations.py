"""Citations of evidence in the record's words (`[[summons-2019 p. 2]]`): they are no words, so no engine gets them."""

from __future__ import annotations

import re
from dataclasses import replace

from asylum_forms.translation.units import Document, State

_CITATION = re.compile(r"[ \t]*\[\[[^\[\]]*\]\]")


def alone(document: Document) -> Document:
    """The document with every unit that is nothing but citations translated by itself."""
    return document.with_units(
        replace(unit, target=unit.source, state=State.TRANSLATED)
        for unit in document.units
        if not unit.target and _CITATION.search(unit.source) and not any(map(str.isalnum, _CITATION.sub("", unit.source)))
    )


def without(document: Document) -> Document:
    """The document as an engine gets it: sources without citations."""
    return replace(document, units=tuple(replace(unit, source=_CITATION.sub("", unit.source)) for unit in document.units))


def restored(before: Document, drafted: Document) -> Document:
    """The document `before` with the words that came back for `without(before)`, and each unit's citations behind them, in order.

    Where in the other sentence a citation belongs nobody knows; behind the sentence it is never wrong.
    """
    said = {unit.id: unit for unit in drafted.units if unit.target}
    return before.with_units(
        replace(said[unit.id], source=unit.source, target=" ".join((said[unit.id].target, *found(unit.source))))
        for unit in before.units
        if not unit.target and unit.id in said
    )


def found(text: str) -> list[str]:
    """The citations in a text, as written, in order."""
    return [match[0].strip() for match in _CITATION.finditer(text)]
