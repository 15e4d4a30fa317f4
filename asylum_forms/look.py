"""Everything that is found out about a case before anything is built: answers, evidence, translations, findings."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from asylum_forms import i18n, intranslation, translate
from asylum_forms.assembly.plan import Written
from asylum_forms.case import open_filing
from asylum_forms.evidence import bounded
from asylum_forms.evidence.collect import Convert, Made, collect, unlisted
from asylum_forms.evidence.earlier import Earlier
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.findings import Finding
from asylum_forms.forms import draftmark, store, together
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _
from asylum_forms.intranslation import Translated
from asylum_forms.jurisdiction import calling, catalogue
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet import own, papers, translations
from asylum_forms.packet.asked import titles
from asylum_forms.packet.certificates import assigned, certificate_findings, wording_findings
from asylum_forms.packet.labelling import labels
from asylum_forms.packet.press import Drafts
from asylum_forms.preflight import checks, commands, listed, report, standing
from asylum_forms.preflight.doubts import doubts
from asylum_forms.preflight.essentials import essentials
from asylum_forms.preflight.helpers import helper_findings
from asylum_forms.preflight.profile import page_findings, profile_findings
from asylum_forms.preflight.twice import twice
from asylum_forms.progress import Progress
from asylum_forms.record.localize import language_name, plain, words
from asylum_forms.tools import fontconfig, libreoffice, office, scratch, tesseract
from asylum_forms.tools.workers import Workers

_MENDS = 8
"""So often at most a paper is typeset again because a heading was left alone; each time one page of it is mended."""


@dataclass(frozen=True)
class Looked:
    """A record looked at for one procedure."""

    filing: Filing
    translated: Translated
    tables: Mapping[str, FormTable]
    """By form name."""
    answers: Mapping[str, Answers]
    """By leaf id: a form may be there for several people."""
    officials: Mapping[str, Path]
    """Form name to the user's official PDF, where it is here and this procedure may use it."""
    stored: Mapping[str, Path]
    """Form name to the user's official PDF, where it is here."""
    findings: tuple[Finding, ...]


def check(
    case: Path,
    procedure: str,
    *,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    profile: str = "",
    progress: Progress,
) -> list[Finding]:
    """The findings of `preflight`."""
    return list(
        preflight(case, procedure, date=date, language=language, person=person, profile=profile, progress=progress).findings
    )


def preflight(
    case: Path,
    procedure: str,
    *,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    profile: str = "",
    progress: Progress,
) -> report.Report:
    """What a build would report, without building: no pages are known. Raises what a build would raise for a record or evidence
    it refuses."""
    # The workers import what they need while we read the record.
    with bounded.workers() as hired, scratch.folder() as work:
        translated = opened(case, procedure, date, language, person, profile, progress)
        looked = look(translated)
        exhibits = exhibits_of(translated, work, None, hired, progress)
        taken = own_pdfs(looked.filing, work, hired)
    found = [*document_findings(looked.filing, exhibits, exhibits), *own.findings(looked.filing, looked.tables, taken)]
    return report_of(looked, [*looked.findings, *found], exhibits, brought=taken)


def report_of(
    looked: Looked,
    findings: Iterable[Finding],
    exhibits: Sequence[Exhibit],
    *,
    brought: Collection[str],
    filled: Collection[str] = (),
    written: Written | None = None,
) -> report.Report:
    """All that preflight has to say.

    `brought` and `filled` hold the leaf ids of the parts that the user brought and of the official forms that are filled in;
    `written` is the finished filing, where there is one.
    """
    filing = looked.filing
    taken_up = {id_: paper.unreadable for id_, paper in looked.translated.papers.items()}
    how_far = standing.standing(filing, looked.answers, looked.stored, filled, brought, exhibits, taken_up, written)
    known = {**catalogue.engine(), **filing.jurisdiction.findings}
    advised = listed.said_once(list(looked.translated.advised(findings)))
    if filing.redacted:
        advised = report.of_a_redacted_copy(advised, known)
    return report.Report(
        filing.name,
        filing.language,
        filing.date.isoformat(),
        tuple(
            catalogue.with_rules(report.ordered(commands.with_procedure(advised, filing.name, filing.in_another_language)), known)
        ),
        how_far,
        tuple((who, written.at(page)) for who, page in written.signs) if written else (),
        papers.elsewhere(filing, looked.answers, {*brought, *filled}, written) if written else (),
        papers.signed_papers(written, titles(filing, i18n.language())) if written else (),
        not filing.profile.on_paper,
        filing.redacted,
    )


def draft_translations(case: Path, procedure: str, *, language: str | None = None, progress: Progress) -> list[translate.Job]:
    """Take up what a filing lacks in its language, and draft what memory, glossary and models can; see `translate.translate`.

    Raises what `build` raises for a record or evidence it refuses.
    """
    progress(_("Reading the record"))
    reader = tesseract if tesseract.probe() else None
    with bounded.workers() as hired, scratch.folder() as folder:
        filing = open_filing(case, procedure, language=language)
        exhibits = taken_in(filing, folder, lambda files, to: typeset(files, to, None, progress), {}, hired, progress)
        return translate.translate(filing, exhibits, reader, hired, folder, progress=progress)


def read_as_another(jobs: Sequence[translate.Job]) -> list[str]:
    """For each language whose scans were read as if they were in another one: that they were, and what to install."""
    if not tesseract.probe():
        return []
    known = tesseract.languages()
    doubted = [job.document.source_language for job in jobs if job.document.partly]
    absent = [code for code in dict.fromkeys(doubted) if code in tesseract.NAMES and code not in known]
    message = _(
        "Scans in {language} were read as if they were in another language. Before anybody translates them, have it read, then "
        "run this command again. {install}"
    )
    return [
        message.format(language=language_name(code, i18n.language()), install=tesseract.install_hint(code)) for code in absent
    ]


def opened(
    case: Path, name: str, date: datetime.date | None, language: str | None, person: str, profile: str, progress: Progress
) -> Translated:
    """The record in the language of one procedure; arguments as for `build`."""
    progress(_("Reading the record"))
    return intranslation.apply(open_filing(case, name, date=date, language=language, person=person, profile=profile))


def look(translated: Translated) -> Looked:
    """The record looked at for its procedure."""
    filing = translated.filing
    jurisdiction, procedure = filing.jurisdiction, filing.procedure
    forms = [part for part in filing.parts() if part.form]
    tables = {name: read_table(jurisdiction.tables[name], filing.language) for name in dict.fromkeys(part.form for part in forms)}
    answers = {part.leaf: evaluate(tables[part.form], filing.for_person(part.person)) for part in forms}
    # A draft never looks like the form that is filed.
    wanted = not procedure.draft and not any(shows_draft(answered, translated) for answered in answers.values())
    found = {form: store.find(table) for form, table in tables.items() if table.official and not procedure.draft}
    stored = {form: pdf for form, pdf in found.items() if pdf}
    officials = stored if wanted else {}
    ours = {part.form for part in forms if part.leaf not in own.pdfs(filing)}
    findings = [
        *checks.procedure_findings(filing),
        *checks.day_findings(filing),
        *profile_findings(filing),
        *(
            finding
            for form, table in tables.items()
            if form in ours
            for finding in checks.form_findings(filing, table, form in stored)
        ),
        *checks.people_findings(filing, answers.values()),
        *(f for answered in answers.values() for f in answered.findings),
    ]
    told = {(finding.place.file, finding.place.field) for finding in findings if finding.id == "answer.missing"}
    for whose in filing.people():
        theirs = {part.form: answers[part.leaf] for part in forms if part.person == whose}
        findings += essentials(filing.for_person(whose), (one.table for one in theirs.values()), told)
        findings += calling.findings(jurisdiction.rules, filing.for_person(whose), theirs) if jurisdiction.rules else []
        findings += doubts(filing.for_person(whose))
        findings += twice(filing.for_person(whose))
        findings += helper_findings(filing.for_person(whose), translated.translators)
        findings += checks.glyph_findings(filing.for_person(whose).record, fontconfig.missing)
    findings += translated.findings
    return Looked(filing, translated, tables, answers, officials, stored, tuple(report.ordered(list(dict.fromkeys(findings)))))


def shows_draft(answers: Answers, translated: Translated) -> bool:
    """Whether a form prints words that nobody has confirmed."""
    return draftmark.shows(answers.words, translated.drafts)


def exhibits_of(translated: Translated, work: Path, cache: Path | None, hired: Workers, progress: Progress) -> list[Exhibit]:
    """The evidence, taken in under `work`, with the translations there are; without `cache` only looked at."""

    def convert(documents: Iterable[Path], folder: Path) -> Sequence[Path]:
        return typeset(documents, folder / "converted", cache, progress)

    made = _made(translated, work / "translations")
    earlier = Earlier(cache / "evidence", office.state()) if cache else None
    taken = taken_in(translated.filing, work / "evidence", convert if cache else None, made, hired, progress, earlier)
    if earlier:
        earlier.forget()
    return assigned(translated.filing, taken)


def taken_in(
    filing: Filing,
    work: Path,
    convert: Convert | None,
    made: Mapping[str, Made],
    hired: Workers,
    progress: Progress,
    earlier: Earlier | None = None,
) -> list[Exhibit]:
    """The exhibits of a filing in their order, with labels, taken in under `work`. Raises EvidenceError, naming every file.

    Without `convert` what has to be typeset is only looked at; `made` are translations that are Word files of ours, by the id of
    their exhibit; `earlier` is what was taken in before.
    """
    step = _("Taking in the evidence")
    known = labels(filing)
    found = collect(
        filing.record,
        work,
        language=filing.language,
        paper=filing.profile.paper,
        label=lambda number: known.by_entry[number],
        convert=convert,
        progress=lambda done, total: progress(step, done, total),
        made=made,
        hired=hired,
        earlier=earlier,
    )
    return [replace(found[number], late=number in known.late) for number in known.order]


def _made(translated: Translated, folder: Path) -> dict[str, Made]:
    """The translations that were made segment by segment, as Word files in `folder`, by the id of their exhibit."""
    filing = translated.filing
    known = labels(filing)
    made: dict[str, Made] = {}
    for number, entry in enumerate(filing.record.rows("evidence")):
        name = plain(entry.get("id")) if isinstance(entry, Mapping) else ""
        if document := translated.papers.get(name):
            proof = intranslation.fingerprint(document)
            mark = "" if proof else intranslation.mark(filing.language)
            title = words(entry.get("title"), filing.language) or name
            file = translations.typeset(filing, document, known.by_entry[number], title, mark, folder / f"{name}.docx")
            made[name] = Made(file, document.translators[0] if document.translators else "", proof)
    return made


def drafts(looked: Looked) -> Drafts:
    """The words that nobody has confirmed, and what stands on a page that shows them."""
    return Drafts(looked.translated.drafts, intranslation.mark(looked.filing.language))


def typeset(documents: Iterable[Path], out: Path, cache: Path | None, progress: Progress, total: int = 0) -> list[Path]:
    """Word documents as PDFs in `out`, in the same order; see `libreoffice.convert`."""
    step = _("Typesetting")
    return libreoffice.convert(documents, out, cache=cache, total=total, progress=lambda done, of: progress(step, done, of))


def typeset_ours(documents: Iterable[Path], out: Path, cache: Path | None, progress: Progress, total: int = 0) -> list[Path]:
    """Papers of ours as PDFs, in the same order, without a heading alone at the foot of a page."""
    files: list[Path] = []

    def noted() -> Iterator[Path]:
        for document in documents:
            files.append(document)
            yield document

    pdfs = typeset(noted(), out, cache, progress, total)
    for number in range(_MENDS):
        folder = out / f"mended-{number}"
        copies = {i: folder / file.name for i, file in enumerate(files) if together.mended(file, pdfs[i], folder / file.name)}
        if not copies:
            break
        again = typeset(list(copies.values()), folder / "pdf", cache, progress)
        for i, pdf in zip(copies, again, strict=True):
            files[i], pdfs[i] = copies[i], pdf
    return pdfs


def own_pdfs(filing: Filing, work: Path, hired: Workers) -> dict[str, Paper]:
    """The parts that the user completed elsewhere, taken in like evidence; leaf id to paper. Raises EvidenceError."""
    paper = filing.profile.paper
    return bounded.take_all(own.pdfs(filing), lambda leaf: work / "own" / leaf, paper, hired)


def citation_findings(filing: Filing, every: Sequence[Exhibit]) -> list[Finding]:
    """Citations in the statements of all who file that lead to none of the exhibits, or to a page that it does not have."""
    pages = {exhibit.id: exhibit.original.pages for exhibit in every}
    return [f for whose in filing.people() for f in checks.citation_findings(filing.for_person(whose).record, pages)]


def document_findings(filing: Filing, exhibits: Sequence[Exhibit], every: Sequence[Exhibit]) -> list[Finding]:
    """What is found about the papers of a filing and its exhibits; `every` are those that can be cited."""
    found = citation_findings(filing, every)
    found += certificate_findings(filing, exhibits)
    found += listed.untranslated(filing, exhibits)
    documents = {part.document: part.title for part in filing.parts(i18n.language()) if part.document}
    found += [finding for name, title in documents.items() for finding in wording_findings(filing, name, title)]
    found += [*unlisted(filing.record), *labels(filing).findings]
    found += page_findings(filing, [(exhibit.category, exhibit.pages) for exhibit in every])
    for exhibit in exhibits:
        for paper in filter(None, (exhibit.original, exhibit.translation)):
            found += [replace(finding, place=replace(finding.place, exhibit=exhibit.id)) for finding in paper.findings]
    return found + [finding for part in filing.parts() for finding in papers.document_findings(filing, part)]
