"""The line from words in the applicant's language to confirmed translations: a function for each thing that people do with them.

Beside a record lies the folder `translations`: one XLIFF file for each document and pair of languages, and `memory.tmx`. The
documents are the exhibits, by their ids, and `record` (for other persons `record-<id>`): what the record's own texts lack in the
language of the filing. What a filing takes of them is in intranslation.py.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from asylum_forms import totranslate, vouching
from asylum_forms.errors import ArgumentError, RefusedError
from asylum_forms.evidence import segments
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.scan import Reader
from asylum_forms.evidence.segments import Wanted
from asylum_forms.findings import Place
from asylum_forms.i18n import _, language, listed
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.progress import Progress
from asylum_forms.record.localize import language_name, plain, words
from asylum_forms.tools.workers import Workers
from asylum_forms.translation import checks, desk, engine, memory, models, table, waiting, xliff
from asylum_forms.translation import confirm as confirmation
from asylum_forms.translation.confirm import Confirmed
from asylum_forms.translation.models import code
from asylum_forms.translation.people import names_of
from asylum_forms.translation.segment import base
from asylum_forms.translation.units import ILLEGIBLE, Document, State, Unit


@dataclass(frozen=True)
class Job:
    """One document that a filing needs in another language, and how far it is."""

    name: str
    """What people call the document."""
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


def jobs(filing: Filing) -> list[Job]:
    """Every document of the filing that has been taken up for translation, with what the checks find in it."""
    kept = totranslate.kept(filing)
    found = []
    for lacking in totranslate.texts(filing):
        own, texts = lacking.own, lacking.texts
        document, places = totranslate.document_of(lacking.id, texts, filing.language, kept)
        if needed := frozenset(unit.id for unit in totranslate.needed(lacking, document, places)):
            title = _("The answers of {file}").format(file=own.file.name)
            found.append(Job(lacking.name, document, title, own.place(texts[0].path), needed))
    for number, entry in totranslate.papers(filing):
        document = kept.get((str(entry["id"]), base(plain(entry.get("language"))))) or totranslate.empty(filing, entry)
        title = words(entry.get("title"), language()) or str(entry["id"])
        place, needed = filing.record.place(f"evidence.{number}"), frozenset(unit.id for unit in document.units)
        found.append(Job(document.id, document, title, place, needed))
    return [replace(job, checks=tuple(_checked(filing, job))) for job in found]


def _checked(filing: Filing, job: Job) -> Iterator[checks.Check]:
    found = checks.check(job.document, _context(filing, job.document))
    return (one for one in found if one.unit in job.printed)


def job_of(filing: Filing, name: str) -> Job:
    """One of `jobs`, by its name. Raises AsylumFormsError for one that is not there or has no units yet."""
    known = {job.name: job for job in jobs(filing)}
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
    reading, in the folder `work`. What is there is kept, and a paper that has not changed is not read again, unless its reading
    is doubtful and nobody has translated any of it. Where there is no model for a pair of languages units stay `initial`, for a
    human to fill in. Raises EvidenceError when a file of translations cannot be read, ToolError from the reader.
    """
    case = filing.record.case
    kept = totranslate.kept(filing)
    found = (totranslate.document_of(one.id, one.texts, filing.language, kept, case) for one in totranslate.texts(filing))
    documents = [document for document, _places in found]
    papers = {exhibit.id: exhibit.original for exhibit in exhibits}
    fresh: list[Document] = []
    for _number, entry in totranslate.papers(filing):
        new = totranslate.empty(filing, entry)
        old = kept.get((new.id, base(new.source_language)))
        doubted = old and old.partly and not any(unit.target for unit in old.units)  # perhaps it can be read better today
        if not old or doubted or old.original_hash != papers[new.id].sha256:
            fresh.append(replace(old or new, original=new.original))
        else:
            documents.append(old)
    step = _("Reading the papers")
    wanted = [Wanted(papers[document.id], document.source_language) for document in fresh]
    read = segments.texts(wanted, reader=reader, hired=hired, work=work, progress=lambda done, total: progress(step, done, total))
    for document, text in zip(fresh, read, strict=True):
        unread = any(page.source == "unread" for page in text.pages)
        digest = "" if unread else papers[document.id].sha256
        partly = tuple(page.number for page in text.to_compare)
        documents.append(desk.renewed(case, replace(document, partly=partly), _pieces(text), digest).document)
    drafted = _drafted(documents, desk.memory_of(case), progress)
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
    vouching.refuse(filing, translator)
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
    taken = table.take_back(job.document, file, job.printed, name=job.name)
    desk.keep(filing.record.case, taken.document)
    return taken


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


def _context(filing: Filing, document: Document) -> checks.Context:
    main = filing.record.main or filing.record
    return checks.Context(names_of(main, document.source_language, document.target_language))
