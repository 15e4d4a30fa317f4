"""Checks that hold for every jurisdiction: unverified forms, missing official PDFs, letters no font can print, drafts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.model import Record
from asylum_forms.record.values import Text


def procedure_findings(filing: Filing) -> list[Finding]:
    """Why this procedure's packet cannot be filed as it is, where the jurisdiction says so."""
    if not filing.procedure.draft:
        return []
    return [
        Finding(
            id="procedure.draft",
            severity=Severity.BLOCKS,
            message=_(filing.procedure.draft),
            remedy=_("Use this packet to prepare. Build again with the procedure that fits once you are where it can be filed."),
        )
    ]


def form_findings(table: FormTable, has_official: bool, official_wanted: bool) -> list[Finding]:
    """What the user must know of a form itself: unverified content, or no official PDF to fill."""
    found = []
    place = Place(form=table.form)
    if table.verified_on is None:
        found.append(
            Finding(
                id="form.unverified",
                severity=Severity.ATTEND,
                message=_("Form {form}, edition {edition}, has not been compared with the official form.").format(
                    form=table.form, edition=table.edition
                ),
                remedy=_("Get the current official form from {source} and compare every item before you file.").format(
                    source=table.source
                ),
                place=place,
            )
        )
    if table.official and official_wanted and not has_official:
        found.append(
            Finding(
                id="form.official-missing",
                severity=Severity.BLOCKS,
                message=_(
                    "The office takes only its own form {form} (edition {edition}). "
                    "This packet holds an answer sheet in its place."
                ).format(form=table.form, edition=table.edition),
                remedy=_(
                    "Download the form from {source} and run: asylum-forms forms add FILE. Then build again: the official "
                    "form is filled in. Or copy the answer sheet onto the official form by hand."
                ).format(source=table.source),
                place=place,
            )
        )
    return found


def glyph_findings(record: Record, missing: Callable[[str], set[str]]) -> list[Finding]:
    """Letters of the record that no installed font can print; they would come out as empty boxes."""
    found = []
    for path, words in _texts(record.data):
        for letter in sorted(missing(words)):
            name = unicodedata.name(letter, _("a letter without a name"))
            found.append(
                Finding(
                    id="text.no-glyph",
                    severity=Severity.BLOCKS,
                    message=_("No font on this computer can print {letter} (U+{code:04X}, {name}).").format(
                        letter=letter, code=ord(letter), name=name
                    ),
                    remedy=_(
                        "Install a font that has this letter (many are in the packages fonts-noto*), or write it differently."
                    ),
                    place=record.place(path),
                )
            )
    return found


def _texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(value, Text):
        for _tag, words in value.by_language:
            yield ".".join(path), words
    elif isinstance(value, str):
        yield ".".join(path), value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, str(number)))
