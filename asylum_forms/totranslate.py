"""What of a filing is in a language that its office does not take: texts of its records, and papers.

Each record and each paper is a document of units; in a filing of another procedure it is the same document, of which that one
prints other units.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from asylum_forms import printing
from asylum_forms.evidence.segments import Segment
from asylum_forms.forms.crosswalk import asked_in
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import plain
from asylum_forms.record.model import Record, of_their_own
from asylum_forms.record.schema import read_schema
from asylum_forms.record.values import Absent
from asylum_forms.translation import desk
from asylum_forms.translation.renew import renew
from asylum_forms.translation.segment import base
from asylum_forms.translation.texts import Untranslated, untranslated
from asylum_forms.translation.units import Document, Unit

RECORD = "record"
_ALWAYS = ("evidence.title", "evidence.issuer", "evidence.obtained", "evidence.supports", "helpers")
"""What index, separators and certificates print in every filing."""


class Lacking(NamedTuple):
    """Texts of one record, in one language, that the filing lacks in its own."""

    id: str
    """Of their document; with its languages it is unique."""
    name: str
    """What people call the document: its id, with the language (`record.ko`) where others of this id lack words too."""
    own: Record
    """The record that they are of."""
    texts: Sequence[Untranslated]
    printed: frozenset[str]
    """The paths of those that this filing prints."""


def texts(filing: Filing) -> Iterator[Lacking]:
    """The texts of all records that the filing prints and that are not in its language.

    Texts that no installed jurisdiction prints are left out. What only another procedure prints is in: a document is the same
    for every filing in its language.
    """

    # Asked only where something is untranslated: the answers take a look into every form table, and at all papers.
    def possible(path: str) -> bool:
        return any(prints(code, id, path, everybody, others=own) for code, id in _procedures() for own in (False, True))

    main = filing.record.main or filing.record
    everybody = entries(main, main.persons())
    lacking = {id: list(untranslated(own, filing.language, possible)) for id, own in _records(filing)}
    shown = printing.printed(filing) if any(lacking.values()) else None
    for id, own in _records(filing):
        name = f"{RECORD}-{id}" if id else RECORD
        needed = frozenset(text.path for text in lacking[id] if _is_printed(filing, id, text.path, shown))
        if not needed and id not in filing.people():
            continue
        tags = list(dict.fromkeys(base(text.language) for text in lacking[id]))
        for tag in tags:
            here = [text for text in lacking[id] if base(text.language) == tag]
            yield Lacking(name, name if len(tags) == 1 else f"{name}.{tag}", own, here, needed)


def _records(filing: Filing) -> Iterator[tuple[str, Record]]:
    """The records whose answers may be in a filing, with whose they are: forms of one person also tell of the others."""
    yield "", filing.record
    if not filing.alone:
        yield from filing.record.people.items()


def _is_printed(filing: Filing, id: str, path: str, shown: Collection[tuple[str, str]] | None) -> bool:
    """Whether a filing prints a text of a person's record; `shown` are those that its papers print, None where nobody knows: then
    all that its procedure may print."""
    if shown is not None:
        return (id, path) in shown or _covers(frozenset(_ALWAYS), _without_numbers(path))
    who = entries(filing.record.main or filing.record, filter(None, filing.people()))
    return prints(filing.jurisdiction.code, filing.procedure.id, _without_numbers(path), who, others=bool(id))


def needed(lacking: Lacking, document: Document, places: Mapping[int, tuple[str, int]]) -> tuple[Unit, ...]:
    """The units of texts that the filing prints, of their document and its places as `document_of` has them."""
    return tuple(unit for unit in document.units if places[unit.paragraph][0] in lacking.printed)


def entries(main: Record, people: Iterable[str]) -> frozenset[str]:
    """Where the record of the case tells of these people, without entry numbers."""
    known = main.persons()
    return frozenset(_without_numbers(known[id]) for id in people if id in known)


def prints(code: str, procedure: str, path: str, of: Collection[str], *, others: bool = False) -> bool:
    """Whether a procedure prints the text at a path of the record of the case, or with `others` of a further person's own.

    Also in the papers of people who are told of at these entries.
    """
    own = filter(None, (of_their_own(entry, path) for entry in of))
    return _covers(_printed(code, procedure, others), path) or any(_covers(_printed(code, procedure, True), one) for one in own)


def _without_numbers(path: str) -> str:
    return re.sub(r"\.\d+(?=\.|$)", "", path)


def _covers(printed: frozenset[str], path: str) -> bool:
    return any(f"{path}."[: len(one) + 1] == f"{one}." for one in printed)


@cache
def _procedures() -> tuple[tuple[str, str], ...]:
    """Every procedure of every installed jurisdiction."""
    return tuple((code, id) for code, one in registry.all_jurisdictions().items() for id in one.procedures)


@cache
def _printed(code: str, procedure: str, others: bool) -> frozenset[str]:
    """Record paths, without entry numbers, that a procedure prints: of the record of the case, or with `others` of a further
    person's own, from which also papers about everybody print."""
    jurisdiction = registry.all_jurisdictions()[code]
    schema = read_schema(registry.extensions())
    wanted = jurisdiction.procedures[procedure]
    asked = asked_in(jurisdiction, wanted, schema)
    return frozenset([*_ALWAYS, *asked, *(asked_in(jurisdiction, wanted, schema, of_others=True) if others else ())])


def document_of(
    name: str,
    texts: Sequence[Untranslated],
    language: str,
    kept: Mapping[tuple[str, str], Document],
    case: Path | None = None,
) -> tuple[Document, dict[int, tuple[str, int]]]:
    """The document of texts of a record as they are now, and for each of its paragraphs the path and the number in its text.

    With `case`, human words for sentences that are gone are put into its memory.
    """
    lines = [(text.path, number, line) for text in texts for number, line in enumerate(text.paragraphs())]
    pieces = [Segment(line, 0, count, path) for count, (path, _number, line) in enumerate(lines, 1)]
    source = texts[0].language
    old = kept.get((name, base(source))) or Document(name, source, language)
    new = desk.renewed(case, old, pieces, "") if case else renew(old, pieces, "")
    return new.document, {count: (path, n) for count, (path, n, _line) in enumerate(lines, 1)}


def person_of(name: str) -> str:
    """The id of the person whose record a document is of; empty for the main record."""
    return name.removeprefix(RECORD).removeprefix("-")


def papers(filing: Filing) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The exhibits in a language that the office does not take, for which nobody has given a translation, with their numbers in
    the record."""
    taken = {base(filing.language), *map(base, filing.procedure.languages)}
    for number, entry in enumerate(filing.record.rows("evidence")):
        if not isinstance(entry, Mapping) or not plain(entry.get("file")) or not plain(entry.get("id")):
            continue
        given, language = entry.get("translation"), plain(entry.get("language"))
        has_own = isinstance(given, Absent) or (isinstance(given, Mapping) and plain(given.get("file")))
        if language and base(language) not in taken and not has_own:
            yield number, entry


def empty(filing: Filing, entry: Mapping[str, object]) -> Document:
    """The document of a paper that nobody has read yet; `entry` is one of `papers`."""
    return Document(str(entry["id"]), plain(entry.get("language")), filing.language, original=plain(entry.get("file")))


def kept(filing: Filing) -> dict[tuple[str, str], Document]:
    """(id, source language without script) to the document, of those in the language of the filing."""
    documents = desk.documents(filing.record.case)
    return {(d.id, base(d.source_language)): d for d in documents if base(d.target_language) == base(filing.language)}
