"""Translations of exhibits as pages: the words of the confirmed or drafted units, in the order of the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from asylum_forms.forms import draftmark
from asylum_forms.forms.render import render
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.templates import TRANSLATION, find_template
from asylum_forms.packet.context import EAST_ASIAN
from asylum_forms.packet.labelling import called
from asylum_forms.record.localize import language_name
from asylum_forms.translation.texts import joined
from asylum_forms.translation.units import ILLEGIBLE, Document, Unit

_ASIDE = ("stamp", "illegible", "handwriting", "margin")
"""Kinds of segments that are no running text of the paper: printed set off, in square brackets."""


def typeset(filing: Filing, document: Document, label: str, title: str, mark: str, out: Path) -> Path:
    """A Word file with the translation of an exhibit, made from `translation.docx`; returns `out`.

    Segments without words stand there in the original language, marked. With `mark` every page bears it. Raises TemplateError.
    """
    template = find_template(filing.jurisdiction, TRANSLATION)
    assert template, "templates/common has it"
    out.parent.mkdir(parents=True, exist_ok=True)
    render(template, _context(filing, document, label, title), out)
    if mark:
        draftmark.mark(out, mark, out)
    return out


def _context(filing: Filing, document: Document, label: str, title: str) -> dict[str, Any]:
    names = [language_name(tag, filing.language) for tag in (document.source_language, document.target_language)]
    with use(filing.language):
        return {
            "title": title,
            "heading": _("{exhibit}: translation").format(exhibit=called(label)),
            "languages": " → ".join(names),
            "subtitle": _("Translation from {source}. Page numbers in brackets are those of the original.").format(
                source=names[0]
            ),
            "blocks": list(_blocks(document)),
            "east_asian": EAST_ASIAN.get(filing.language, EAST_ASIAN.get(document.source_language, "zh-CN")),
            "document_title": title,
            "paper": filing.profile.paper,
        }


def _blocks(document: Document) -> Iterator[dict[str, Any]]:
    """Page references, headings, paragraphs, asides, and runs of table cells, as the template prints them."""
    page = 0
    for (number, kind), run in groupby(_paragraphs(document), key=lambda units: (units[0].page, _look(units[0]))):
        if number != page:
            page = number
            yield {"kind": "page", "text": _("[Page {number} of the original]").format(number=page)}
        if kind == "cells":
            yield {"kind": kind, "rows": _rows(list(run), document)}
        else:
            yield from ({"kind": kind, "text": _words(units, document)} for units in run)


def _rows(cells: Sequence[list[Unit]], document: Document) -> list[list[str]]:
    """The cells of a table, row by row, each row as long as the longest. A row ends where the next column is not higher."""
    rows: list[dict[int, str]] = []
    last = 0
    for units in cells:
        column = units[0].column or 1
        if not rows or column <= last:
            rows.append({})
        rows[-1][column] = _words(units, document)
        last = column
    columns = sorted({column for row in rows for column in row})
    return [[row.get(column, "") for column in columns] for row in rows]


def _paragraphs(document: Document) -> Iterator[list[Unit]]:
    for _key, units in groupby(document.units, key=lambda unit: (unit.page, unit.paragraph)):
        yield list(units)


def _look(unit: Unit) -> str:
    known = {"heading": "heading", "table-cell": "cells", **dict.fromkeys(_ASIDE, "aside")}
    return known.get(unit.kind, "paragraph")


def _words(units: Sequence[Unit], document: Document) -> str:
    words = joined(units, document.target_language)
    if not words and units[0].kind == ILLEGIBLE and not units[0].source:
        return _("[Nothing could be read on this page.]")
    if not words:
        given = " ".join(unit.target or unit.source or _("stamp") for unit in units)
        return _("[not translated yet:] {words}").format(words=given)
    if units[0].kind in _ASIDE and not words.startswith("["):
        return f"[{words}]"
    return words
