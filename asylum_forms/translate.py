"""The line from words in the applicant's language to confirmed translations. The only module that knows its order and its files.

Beside a record lies the folder `translations`: one XLIFF file for each document and pair of languages, and `memory.tmx`. The
documents are the exhibits, by their ids, and `record` (for other persons `record-<id>`): what the record's own texts lack in the
language of the filing.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from asylum_forms import totranslate
from asylum_forms.errors import ArgumentError, RefusedError
from asylum_forms.evidence import segments
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.scan import Reader
from asylum_forms.evidence.segments import Wanted
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place
from asylum_forms.i18n import _, language, listed, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.progress import Progress
from asylum_forms.record.helpers import helpers, is_applicant
from asylum_forms.record.localize import language_name, plain, words
from asylum_forms.record.model import Record
from asylum_forms.record.people import full_name
from asylum_forms.tools.workers import Workers
from asylum_forms.translation import checks, desk, engine, given, memory, models, table, waiting, xliff
from asylum_forms.translation import confirm as confirmation
from asylum_forms.translation.confirm import Confirmed
from asylum_forms.translation.models import code
from asylum_forms.translation.people import names_of
from asylum_forms.translation.segment import base
from asylum_forms.translation.texts import joined, with_translations
from asylum_forms.translation.units import ILLEGIBLE, Document, State, Unit, confirmed_hash


@dataclass(frozen=True)
class Job:
    """One document that a filing needs in another language, and how far it is."""

    document: Document
    title: str
    place: Place
    printed: frozenset[str] = frozenset()
    """Ids of the units whose words the filing prints: those that it needs. The others are another filing's."""
    checks: tuple[checks.Check, ...] = ()
    """What was found in these units."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that the filing needs."""
        return tuple(unit for unit in self.document.units if unit.id in self.printed)

    def count(self, *states: State) -> int:
        """So many of these units are in one of these states."""
        return sum(unit.state in states for unit in self.units)


@dataclass(frozen=True)
class Translated:
    """A filing with the translations there are."""

    filing: Filing
    """With words in the language of the filing added to the texts of its records."""
    drafts: tuple[str, ...] = ()
    """Words among those that no human has confirmed."""
    papers: Mapping[str, Document] = field(default_factory=dict)
    """Id of an exhibit to its translation."""
    findings: tuple[Finding, ...] = ()
    translators: tuple[str, ...] = ()
    """Ids of the helpers whose word stands behind translations of the filing."""
    steps: Mapping[tuple[str, str], waiting.Next] = field(default_factory=dict)
    """File and field of a text or paper that has no words in the language of the filing yet to what is next for it."""

    def advised(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings; those about words in another language say what is really next for these words."""
        return list(waiting.advised(findings, self.steps))


def apply(filing: Filing) -> Translated:
    """The filing with what its case has in `translations`. Raises EvidenceError when a file there cannot be read."""
    raw = _kept(filing)
    kept = {key: _vouched_for(document, filing) for key, document in raw.items()}
    record = filing.record
    drafts: list[str] = []
    findings: list[Finding] = []
    translators: list[str] = []
    steps: dict[tuple[str, str], waiting.Next] = {}
    gap = _gap(filing.language)
    for name, own, texts in totranslate.texts(filing):
        whole, places = totranslate.document_of(name, texts, filing.language, kept)
        document = replace(whole, units=totranslate.needed(filing, whole, places))
        ready = _paragraphs(document.units, places, filing.language)
        # Of what it does not print it takes no drafts: nobody would be told to read them.
        final = _paragraphs([unit for unit in whole.units if unit.final or unit.empty], places, filing.language)
        done = with_translations(own, filing.language, {**_without_gaps(final), **ready}, gap)
        record = (
            replace(record, people={**record.people, totranslate.person_of(name): done})
            if totranslate.person_of(name)
            else replace(record, data=done.data)
        )
        shown = [(unit, ready[path][n]) for unit in document.units for path, n in [places[unit.paragraph]] if path in ready]
        used = replace(document, units=tuple(unit for unit, words in shown if words))
        drafts += [unit.target for unit in used.units if not unit.final and not unit.empty]
        drafts += [f"{gap} {unit.source}" for unit, words in shown if not words]
        translators += used.translators
        title, place = _("The answers of {file}").format(file=own.file.name), own.place(texts[0].path)
        findings += waiting.unconfirmed(used, title, place, _void(raw.get((name, base(texts[0].language))), filing))
        path = {number: path for number, (path, _paragraph) in places.items()}
        where = partial(_place_in, own, path, texts[0].language)
        open_ = waiting.open_units(document, kept.get((name, base(texts[0].language))))
        begun = {path[unit.paragraph] for unit in document.units if unit.target.strip()}
        for unit, step in open_:
            at = own.place(path[unit.paragraph])
            if (key := (at.file, at.field)) not in steps:
                rest = unit.source if path[unit.paragraph] in begun else ""
                steps[key] = waiting.Next(step, where(unit), rest)
        if open_:
            findings.append(waiting.missing(document, title, open_, where))
        gaps = ready.keys() - _without_gaps(ready).keys()
        findings += [waiting.in_part(ready[path], gap, own.place(path)) for path in ready if path in gaps]
    for whose in filing.people():
        findings += given.differing(filing.for_person(whose).record, filing.language)
    papers = {}
    for number, entry in totranslate.papers(filing):
        name = str(entry["id"])
        key = (name, base(plain(entry.get("language"))))
        paper = kept.get(key)
        if paper:
            place = replace(filing.record.place(f"evidence.{number}"), exhibit=name)
            title = words(entry.get("title"), language()) or name
            if paper.original_hash != sha256(filing.record.case / plain(entry.get("file"))):
                findings.append(waiting.outdated(name, place))
                continue
            findings += waiting.unreadable(paper, title, place)
            if not any(unit.target for unit in paper.units):
                steps[place.file, place.field] = waiting.Next(waiting.to_translate(paper, True), place)
            else:
                papers[name] = paper
                record = replace(record, data=_named(record.data, number, paper))
                findings += waiting.unconfirmed(paper, title, place, _void(raw[key], filing))
                findings += waiting.doubtful(paper, title, place)
    translators += [plain(record.get(f"evidence.{n}.translation.translator")) for n in range(len(record.rows("evidence")))]
    return Translated(
        replace(filing, record=record),
        tuple(drafts),
        papers,
        tuple(findings),
        tuple(dict.fromkeys(filter(None, translators))),
        steps,
    )


def jobs(filing: Filing) -> list[Job]:
    """Every document of the filing that has been taken up for translation, with what the checks find in it."""
    kept = _kept(filing)
    found = []
    for name, own, texts in totranslate.texts(filing):
        document, places = totranslate.document_of(name, texts, filing.language, kept)
        if needed := frozenset(unit.id for unit in totranslate.needed(filing, document, places)):
            title = _("The answers of {file}").format(file=own.file.name)
            found.append(Job(document, title, own.place(texts[0].path), needed))
    for number, entry in totranslate.papers(filing):
        document = kept.get((str(entry["id"]), base(plain(entry.get("language"))))) or totranslate.empty(filing, entry)
        title = words(entry.get("title"), language()) or str(entry["id"])
        place, needed = filing.record.place(f"evidence.{number}"), frozenset(unit.id for unit in document.units)
        found.append(Job(document, title, place, needed))
    return [replace(job, checks=tuple(_checked(filing, job))) for job in found]


def _checked(filing: Filing, job: Job) -> Iterator[checks.Check]:
    found = checks.check(job.document, _context(filing, job.document))
    return (one for one in found if one.unit in job.printed)


def job_of(filing: Filing, name: str) -> Job:
    """One of `jobs`, by the id of its document. Raises AsylumFormsError for one that is not there or has no units yet."""
    known = {job.document.id: job for job in jobs(filing)}
    if name not in known or not known[name].document.units:
        raise ArgumentError(
            _("There is no translation of {document} in this filing.").format(document=name),
            remedy=_("Run `asylum-forms translate` first. There are: {known}").format(
                known=listed(key for key, job in known.items() if job.document.units) or "–"
            ),
        )
    return known[name]


def translate(
    filing: Filing, exhibits: Sequence[Exhibit], reader: Reader | None, hired: Workers, work: Path, *, progress: Progress
) -> list[Job]:
    """Draft what is missing, from memory, glossary and the user's models; writes `translations`.

    `exhibits` are the filing's, taken in; `reader` reads pictures, None where that program is not installed; `hired` do the
    reading, in the folder `work`. What is there is kept, and a paper that has not changed is not read again. Where there is no
    model for a pair of languages units stay `initial`, for a human to fill in. Raises EvidenceError when a file of translations
    cannot be read, ToolError from the reader.
    """
    case = filing.record.case
    kept = _kept(filing)
    documents: dict[str, Document] = {}
    for name, _own, texts in totranslate.texts(filing):
        documents[name], _places = totranslate.document_of(name, texts, filing.language, kept, case)
    papers = {exhibit.id: exhibit.original for exhibit in exhibits}
    fresh: list[Document] = []
    for _number, entry in totranslate.papers(filing):
        new = totranslate.empty(filing, entry)
        old = kept.get((new.id, base(new.source_language)))
        documents[new.id] = old or new
        if not old or old.original_hash != papers[new.id].sha256:
            fresh.append(replace(old or new, original=new.original))
    step = _("Reading the papers")
    wanted = [Wanted(papers[document.id], document.source_language) for document in fresh]
    read = segments.texts(wanted, reader=reader, hired=hired, work=work, progress=lambda done, total: progress(step, done, total))
    for document, text in zip(fresh, read, strict=True):
        unread = any(page.source == "unread" for page in text.pages)
        digest = "" if unread else papers[document.id].sha256
        partly = tuple(page.number for page in text.to_compare)
        documents[document.id] = desk.renewed(case, replace(document, partly=partly), _pieces(text), digest).document
    drafted = _drafted(list(documents.values()), desk.memory_of(case), progress)
    for document in drafted:
        if document.units:
            desk.keep(case, document)
    return jobs(filing)


def undrafted(found: Sequence[Job]) -> list[str]:
    """Why segments that a machine could have drafted have no words, a sentence for each pair of languages."""
    needed = [replace(job.document, units=job.units) for job in found]
    empty = [document for document in needed if engine.pending([document])]
    if empty and not engine.available():
        return [
            " ".join(
                (_("Argos Translate is not installed."), _("In the source, run make setup. Human translations work without it."))
            )
        ]
    known = models.installed()
    reason = _(
        "There is no model from {source} to {target}, so nothing was drafted by machine. People can fill it in. To add one: "
        "asylum-forms models add FILE, or asylum-forms models fetch {pair}, which goes online."
    )
    return [
        reason.format(
            source=language_name(source, language()),
            target=language_name(target, language()),
            pair=f"{code(source)} {code(target)}",
        )
        for source, target in dict.fromkeys((document.source_language, document.target_language) for document in empty)
        if not models.route(source, target, known)
    ]


def confirm(filing: Filing, name: str, translator: str, reasons: Mapping[str, str], day: datetime.date) -> Confirmed:
    """Make every unit of a document that the filing needs `final`, confirmed by this person; the memory learns the words.

    `reasons` maps keys of findings (`u12:number:30000`) to the reason why the words are right all the same; they are kept in any
    case. Raises RefusedError for somebody who may not confirm, and naming what still stands in the way, as findings.
    """
    job = job_of(filing, name)
    _refuse_translator(filing, translator)
    done = confirmation.confirm(job.document, job.checks, translator=translator, date=day, reasons=reasons, units=job.printed)
    desk.keep(filing.record.case, done.document)
    needed = replace(job, document=done.document).units
    if not all(unit.final for unit in needed):
        file = f"{desk.FOLDER}/{xliff.file_name(done.document)}"
        said = {check.unit for check in done.blocking if check.check == "empty"}
        left = (unit for unit in confirmation.untranslated(needed) if unit.id not in said)
        empty = [waiting.without_words(unit, file) for unit in left]
        raise RefusedError(
            _("{document} cannot be confirmed yet.").format(document=name),
            remedy=_("Correct what is named, or say why it is right: --because 'KEY=REASON'."),
            findings=[*(check.finding for check in done.blocking), *empty],
        )
    desk.remember(filing.record.case, memory.confirmed(done.document))
    return done


def export(filing: Filing, name: str) -> Path:
    """Write what the filing needs of a document as a Word table, source beside target, into `translations`; returns the file.

    A table there that somebody has edited stays as it is, and the new one gets the next free name.
    """
    job = job_of(filing, name)
    place = desk.place(filing.record.case, job.document)
    names = (place.with_suffix(f".{number}.docx" if number > 1 else ".docx") for number in itertools.count(1))
    file = next(file for file in names if not file.exists() or table.untouched(file))
    desk.keep(filing.record.case, table.export(job.document, file, job.printed))
    return file


def take_back(filing: Filing, name: str, file: Path) -> table.Taken:
    """Read a corrected Word table back into its document. Raises EvidenceError when the file is no such table."""
    job = job_of(filing, name)
    taken = table.take_back(job.document, file, job.printed)
    desk.keep(filing.record.case, taken.document)
    return taken


def fingerprint(document: Document) -> str:
    """What a certificate carries of the text it stands for: SHA-256 of the confirmed words; empty while it is a draft."""
    return confirmed_hash(document) if document.complete else ""


def _kept(filing: Filing) -> dict[tuple[str, str], Document]:
    """(id, source language without script) to the document, of those in the language of the filing."""
    documents = desk.documents(filing.record.case)
    return {(d.id, base(d.source_language)): d for d in documents if base(d.target_language) == base(filing.language)}


def _place_in(own: Record, path: Mapping[int, str], language: str, unit: Unit) -> Place:
    """Where the words of a unit stand in their record; `path` is by paragraph."""
    return own.place_of(path[unit.paragraph], language, unit.source.splitlines()[0])


def _paragraphs(units: Sequence[Unit], places: Mapping[int, tuple[str, int]], language: str) -> dict[str, dict[int, str]]:
    """Path of a text to the translations of its paragraphs, where there are any; empty for a paragraph that has none."""
    of: dict[int, list[Unit]] = {}
    for unit in units:
        of.setdefault(unit.paragraph, []).append(unit)
    found: dict[str, dict[int, str]] = {}
    for paragraph, (path, number) in places.items():
        found.setdefault(path, {})[number] = joined(of.get(paragraph, ()), language)
    return {path: lines for path, lines in found.items() if any(lines.values())}


def _without_gaps(texts: Mapping[str, Mapping[int, str]]) -> dict[str, Mapping[int, str]]:
    """Those of which every paragraph is translated."""
    return {path: lines for path, lines in texts.items() if all(lines.values())}


def _named(data: Mapping[str, Any], number: int, paper: Document) -> dict[str, Any]:
    """The data with an exhibit that names this translation, and once it is confirmed its translator, as if the user had; until
    then it is called a `draft`, so that nobody misses its translator."""
    word = {"translator": paper.translators[0]} if paper.complete and paper.translators else {"draft": "yes"}
    named = {"file": f"{desk.FOLDER}/{xliff.file_name(paper)}", "language": paper.target_language, **word}
    entries = [{**entry, "translation": named} if n == number else entry for n, entry in enumerate(data["evidence"])]
    return {**data, "evidence": entries}


def _pieces(text: segments.Text) -> list[segments.Segment]:
    """The segments of a paper. A page on which nothing was read is one too, for a person to describe, so that no translation can
    be confirmed without it; specks that were read as dashes are none."""
    kept = [s for s in text.segments if s.confidence is None or not s.text or any(map(str.isalnum, s.text))]
    kept += [segments.Segment("", page.number, 1, ILLEGIBLE) for page in text.without_text]
    return sorted(kept, key=lambda segment: segment.page)


def _drafted(documents: Sequence[Document], known: memory.Memory, progress: Progress) -> list[Document]:
    """Words for every unit that has none: from the memory, the glossary, then a model, one pair of languages at a time."""
    step = _("Translating")
    done: list[Document] = []
    for pair in dict.fromkeys((document.source_language, document.target_language) for document in documents):
        work = [document for document in documents if (document.source_language, document.target_language) == pair]
        route = models.route(*pair, models.installed()) if engine.available() and engine.pending(work) else ()
        loaded = engine.Engine(route) if route else None
        done += desk.fill(work, known, loaded, progress=lambda d, of: progress(step, d, of))
    return done


def _refuse_translator(filing: Filing, translator: str) -> None:
    """Who confirms is a helper of the record, and none of those who apply, by whatever id."""
    known = helpers(filing.record)
    if (refused := _refused(filing, translator)) is not None:
        raise RefusedError(
            refused,
            remedy=_("The translator must be a person under helpers, and never the applicant. There are: {known}").format(
                known=listed(known) or "–"
            ),
        )


def _refused(filing: Filing, translator: str) -> str | None:
    """Why a person's word for a translation does not count; None where it does."""
    known = helpers(filing.record)
    if translator not in known:
        return _("{id} is no helper of the record, so nobody can confirm in that name.").format(id=translator)
    if any(is_applicant(filing.for_person(id).record, known[translator]) for id in filing.people()):
        return _("{name} applies in this case and cannot be the translator.").format(
            name=full_name(known[translator].get("name")) or translator
        )
    return None


def _vouched_for(document: Document, filing: Filing) -> Document:
    """The document as this filing may use it: what somebody confirmed whose word does not count is only read, not confirmed.
    The files keep the confirmation."""
    refused = {id for id in document.translators if _refused(filing, id) is not None}
    return document.with_units(
        replace(unit, state=State.REVIEWED, translator="", date="", confirmed="")
        for unit in document.units
        if unit.final and unit.translator in refused
    )


def _void(document: Document | None, filing: Filing) -> list[str]:
    """Of each who confirmed a document in vain, why; empty where nobody did."""
    found = [_refused(filing, id) for id in document.translators] if document else []
    return [reason for reason in found if reason is not None]


def _context(filing: Filing, document: Document) -> checks.Context:
    main = filing.record.main or filing.record
    return checks.Context(names_of(main, document.source_language, document.target_language))


def mark(language: str) -> str:
    """What stands on every page that shows a draft, in the language of the filing."""
    with use(language):
        return _("DRAFT – translation not confirmed by a human translator – not for filing")


def _gap(language: str) -> str:
    """What stands before a paragraph that has no translation, in the language of the filing. No brackets: these cite evidence."""
    with use(language):
        return _("*** TRANSLATION MISSING ***")
