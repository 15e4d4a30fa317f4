"""What is said of a translation that still waits for somebody: words missing, nobody's word for it, a source that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
from asylum_forms.translation.units import Document, Unit


def missing(title: str, total: int, place: Place) -> Finding:
    """So many segments have no words, and nothing of them is used."""
    return Finding(
        "translation.missing",
        Severity.NOTE,
        _("{title}: {total} segments are not in the language of the filing yet.").format(title=title, total=total),
        _("Add the words yourself, or let the program take them up: asylum-forms translate CASE"),
        place,
    )


def unconfirmed(document: Document, title: str, place: Place, void: Sequence[str] = ()) -> Iterator[Finding]:
    """A translation that is used though nobody has confirmed it, or only in part, or only somebody whose word does not count.

    `void` says, for each of those, who and why.
    """
    total, count = len(document.units), sum(not unit.final for unit in document.units)
    if not count:
        return
    if void:
        message = _("{title}: the translation counts as a draft.")
    elif count < total:
        message = _("{title}: {count} of {total} segments were changed or added after the translation was confirmed.")
    else:
        message = _("{title}: the translation is a draft, nobody has confirmed it ({total} segments).")
    remedy = _("Let a translator read it (`asylum-forms review`) and confirm it: asylum-forms confirm CASE {id} --translator ID")
    yield Finding(
        "translation.draft",
        Severity.BLOCKS,
        " ".join((message.format(title=title, count=count, total=total), *void)),
        " ".join((_("Until then no certificate names it."), remedy.format(id=document.id))),
        place,
    )


def outdated(name: str, place: Place) -> Finding:
    """The paper is not the one that was translated."""
    return Finding(
        "translation.outdated",
        Severity.BLOCKS,
        _("{id} has changed since it was translated, or was not read whole; the translation is left out.").format(id=name),
        " ".join(
            (
                _("Run `asylum-forms translate` again: what has not changed keeps its translation."),
                _("Until then no certificate names it."),
            )
        ),
        replace(place, exhibit=name),
    )


def unreadable(document: Document, title: str, place: Place) -> Iterator[Finding]:
    """Each page on which nothing could be read and that nobody has described."""
    for page in document.unreadable:
        yield Finding(
            "translation.page-unreadable",
            Severity.BLOCKS,
            _("{document}, page {page}: nothing could be read. Somebody must read it and write it down.").format(
                document=title, page=page
            ),
            _("Describe the page in brackets, in the XLIFF file or the Word table, or hand in a better picture."),
            replace(place, page=page),
        )


def without_words(unit: Unit, file: str) -> Finding:
    """A unit that nobody has translated, in this file."""
    return Finding(
        "translation.unit-empty",
        Severity.BLOCKS,
        _("Unit {unit} has no translation.").format(unit=unit.id),
        _("Write the words in the XLIFF file or the Word table."),
        Place(file=file, field=unit.id, page=unit.page, text=unit.source),
    )


def doubtful(document: Document, title: str, place: Place) -> Iterator[Finding]:
    """Pages that were read from a picture with doubt, or on which more seems to stand than was read.

    Who confirms the translation answers for them too, so then it is only a note.
    """
    pages = sorted({*document.partly, *(unit.page for unit in document.units if unit.unsure and unit.page)})
    if pages:
        yield Finding(
            "translation.reading-doubtful",
            Severity.NOTE if document.complete else Severity.ATTEND,
            _("{title}: the reading of the original is doubtful on these pages: {pages}.").format(
                title=title, pages=", ".join(map(str, pages))
            ),
            _("Compare them with the original: what was misread is wrong in the translation too."),
            replace(place, page=pages[0]),
        )
