"""What is said of a translation that still waits for somebody: words missing, nobody's word for it, a source that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.translation.units import Document, Unit

_QUOTED = 40
"""Characters of a segment that is quoted."""
_TELLS = 3
"""So many segments without words are quoted, each with its line."""


def missing(document: Document, title: str, open_: Sequence[Open], place: Callable[[Unit], Place]) -> Finding:
    """Units of a record's texts that have no words. `place` says where one stands; the first few are quoted with their lines."""
    first = [(unit, place(unit)) for unit, _step in open_[:_TELLS]]
    message = _("{title}: segments that are not in the language of the filing yet: {count} of {total}.")
    where = [_("{file}, line {line}").format(file=at.file, line=at.line) + f": {_short(unit.source)}" for unit, at in first]
    told = "; ".join([*where, "…"] if len(open_) > _TELLS else where)
    return Finding(
        "translation.missing",
        Severity.NOTE,
        f"{message.format(title=title, count=len(open_), total=len(document.units))} {told}",
        open_[0][1],
        first[0][1],
    )


def in_part(paragraphs: Mapping[int, str], gap: str, place: Place) -> Finding:
    """A text that is printed with paragraphs in its own language, behind the mark `gap`; these are empty in `paragraphs`."""
    message = _("{question}: paragraphs without a translation: {count} of {total}. They are printed as written, behind {mark}.")
    count = sum(not words for words in paragraphs.values())
    return Finding(
        "answer.partly-untranslated",
        Severity.BLOCKS,
        message.format(question=place.question or place.field, count=count, total=len(paragraphs), mark=gap),
        _("Have it taken up for translation: asylum-forms translate CASE"),
        place,
    )


Open = tuple[Unit, str]
"""A unit without words, and what to do next about it."""


def open_units(name: str, document: Document, kept: Document | None) -> list[Open]:
    """The units without words, first those that nobody has taken up yet; `kept` is the document as it is in its file, `name` what
    people call it."""
    known = {(unit.id, unit.source) for unit in kept.units} if kept else set()
    left = [unit for unit in document.units if not unit.target.strip()]
    new = [unit for unit in left if (unit.id, unit.source) not in known]
    old = [unit for unit in left if (unit.id, unit.source) in known]
    return [*((unit, to_translate(name, False)) for unit in new), *((unit, to_translate(name, True)) for unit in old)]


def to_translate(name: str, taken_up: bool) -> str:
    """What to do next about words that nobody has translated: have them taken up, or where they are, have them written."""
    if not taken_up:
        return _("Have it taken up for translation: asylum-forms translate CASE")
    return _("Have a translator write and correct it in Word: asylum-forms review CASE {id} --word").format(id=name)


@dataclass(frozen=True)
class Next:
    """What is next for a text or paper that has no words in the language of the filing."""

    step: str
    place: Place
    """Where the first of its words stands that is not translated."""
    rest: str = ""
    """That segment, where others of the same text have words already."""


def advised(findings: Iterable[Finding], steps: Mapping[tuple[str, str], Next]) -> Iterator[Finding]:
    """The findings; those about words in another language with what is really next for these words, and where they begin.

    `steps` are by file and field of the record. A finding about a whole, such as an entry, is told what is next for a part of it.
    """
    for one in findings:
        file, field = one.place.file, one.place.field
        near = (
            step
            for (where, path), step in steps.items()
            if where == file and field and (f"{field}.".startswith(f"{path}.") or f"{path}.".startswith(f"{field}."))
        )
        found = next(near, None) if "untranslated" in one.id else None
        yield _advised(one, found) if found else one


def _advised(finding: Finding, found: Next) -> Finding:
    told = replace(finding, remedy=found.step)
    if not found.rest:
        return told
    message = " ".join((finding.message, _("Without words: {words}").format(words=_short(found.rest))))
    return replace(told, message=message, place=replace(finding.place, line=found.place.line))


def unconfirmed(name: str, document: Document, title: str, place: Place, void: Sequence[str]) -> Iterator[Finding]:
    """A translation that is used though nobody has confirmed it, or only in part, or only somebody whose word does not count.

    `name` is what people call the document; `void` says, for each of those, who and why.
    """
    left = [unit for unit in document.units if not unit.final]
    total, count = len(document.units), len(left)
    if not count:
        return
    if void:
        message = _("{title}: the translation counts as a draft.")
    elif count < total:
        message = _("{title}: segments changed or added after the translation was confirmed: {count} of {total}.")
    else:
        message = _("{title}: the translation is a draft, nobody has confirmed it (segments: {total}).")
    remedy = _("Let a translator read it (`asylum-forms review`) and confirm it: asylum-forms confirm CASE {id} --translator ID")
    unread = all(unit.unread or unit.empty for unit in left) or not all(unit.target or unit.empty for unit in left)
    if unread and not void:
        remedy = to_translate(name, True)
    yield Finding(
        "translation.draft",
        Severity.BLOCKS,
        " ".join((message.format(title=title, count=count, total=total), *void)),
        " ".join((_("Until then no certificate names it."), remedy.format(id=name))),
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
                title=title, pages=listed(map(str, pages))
            ),
            _("Compare them with the original: what was misread is wrong in the translation too."),
            replace(place, page=pages[0]),
        )


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
