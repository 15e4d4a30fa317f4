"""The line from record to filing. The only module that knows the order of the stages and where their files go."""

from __future__ import annotations

import datetime
import difflib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from asylum_forms import translate
from asylum_forms.assembly import glyphs, labels
from asylum_forms.assembly.index import verify_index
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import AsylumFormsError, EvidenceError, OutputError
from asylum_forms.evidence.bounded import take_all
from asylum_forms.evidence.collect import Convert, Made, collect, unlisted
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import acroform, draftmark, kept, store, xfa
from asylum_forms.forms.answers import Answers, Laid
from asylum_forms.forms.crosswalk import asked_in
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet import manifest, own, papers, translations
from asylum_forms.packet.context import certificate_findings
from asylum_forms.packet.papers import Typeset
from asylum_forms.packet.press import Drafts, Press
from asylum_forms.preflight import checks, report
from asylum_forms.preflight.doubts import doubts
from asylum_forms.record.guide import write_guide
from asylum_forms.record.load import NAME as RECORD
from asylum_forms.record.load import load
from asylum_forms.record.localize import plain, words
from asylum_forms.record.model import Record
from asylum_forms.record.schema import read_schema
from asylum_forms.record.values import PartialDate
from asylum_forms.tools import fontconfig, libreoffice, tesseract
from asylum_forms.translate import Translated

MANIFEST = "manifest.json"
CACHE = ".cache"
"""Converted documents of the last build, beside its result: whoever deletes the case deletes them too."""


class Progress(Protocol):
    """Told of progress: the name of the step, how much is done, how much there is (0: not known)."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pdf: Path
    parts: tuple[Path, ...]
    """The PDF files to hand in, in order."""
    pages: int
    report: Path
    manifest: Path
    findings: tuple[Finding, ...]
    signs: tuple[tuple[str, int], ...]
    """(who signs what, page of the filing)."""


@dataclass(frozen=True)
class _Case:
    """A record looked at for one procedure."""

    filing: Filing
    translated: Translated
    tables: Mapping[str, FormTable]
    """By form name."""
    answers: Mapping[str, Answers]
    """By leaf id: a form may be there for several people."""
    officials: Mapping[str, Path]
    """Form name to the user's official PDF, where it is here and this procedure may use it."""
    findings: tuple[Finding, ...]


def new_case(case: Path, language: str, procedures: Sequence[str], person: str = "") -> Path:
    """Make a case folder, or add the questions its record lacks; return the record's path.

    `procedures` (`us/affirmative`, ...) decide which questions are asked; none asks them all. With `person` (the id of somebody
    of whom the record of the case tells) it is that person's own record; without procedures it asks what the case is for. Raises
    RecordError when the record of the case cannot be read, AsylumFormsError when it knows nobody of that id.
    """
    if person:
        record = _of(load(case, registry.extensions()), person)
        procedures = procedures or record.rows("filings")
    asked: dict[str, list[str]] = {}
    for name in procedures:
        for path, askers in asked_in(*registry.find_procedure(name), of_others=bool(person)).items():
            asked[path] = list(dict.fromkeys([*asked.get(path, []), *askers]))
    return write_guide(case, read_schema(registry.extensions()), language, procedures, asked, person)


def language_of(case: Path) -> str:
    """The language a case's record says it is written in, so that even its errors can be told in it; empty when unreadable."""
    try:
        head = (case / RECORD).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = re.search(r"^language:[ \t]*([A-Za-z_-]+)", head, re.MULTILINE)
    return found[1] if found else ""


def open_filing(
    case: Path, procedure: str, *, date: datetime.date | None = None, language: str | None = None, person: str = ""
) -> Filing:
    """What is to be filed, from the record of a case; arguments as for `build`.

    Without a procedure it is the first that the record names (`filings`). Raises RecordError, JurisdictionError for an unknown
    procedure, AsylumFormsError for a language the office does not take.
    """
    record = load(case, registry.extensions())
    jurisdiction, declared = registry.find_procedure(procedure or str((record.rows("filings") or [""])[0]))
    record = _of(record, person) if person else record
    if language and language not in declared.languages:
        raise _wrong_language(language, declared.languages)
    planned = record.get("filing_date")
    day = date or (planned.first() if isinstance(planned, PartialDate) else datetime.date.today())
    return Filing(record, jurisdiction, declared, language or declared.languages[0], day, alone=bool(person))


def draft_translations(case: Path, procedure: str, *, language: str | None = None, progress: Progress) -> list[translate.Job]:
    """Take up what a filing lacks in its language, and draft what memory, glossary and models can; see `translate.translate`.

    Raises what `build` raises for a record or evidence it refuses.
    """
    progress(_("Reading the record"))
    filing = open_filing(case, procedure, language=language)
    reader = tesseract if tesseract.probe() else None
    with tempfile.TemporaryDirectory(prefix="asylum-forms-") as work:
        folder = Path(work)
        exhibits = _taken_in(filing, folder, lambda files, to: _convert(files, to, None, progress), {}, progress)
        return translate.translate(filing, exhibits, reader, progress=progress)


def check(
    case: Path,
    procedure: str,
    *,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    progress: Progress,
) -> list[Finding]:
    """Everything a build would find, without building. Raises what a build would raise for a record or evidence it refuses."""
    looked = _look(case, procedure, date, language, person, progress)
    with tempfile.TemporaryDirectory(prefix="asylum-forms-") as work:
        exhibits = _exhibits(looked, Path(work), None, progress)
        taken = _own_pdfs(looked.filing, Path(work))
    found = [*_document_findings(looked.filing, exhibits), *own.findings(looked.filing, looked.tables, taken)]
    return report.ordered([*looked.findings, *found])


def build(
    case: Path,
    procedure: str,
    *,
    out: Path | None = None,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    fresh: Sequence[str] = (),
    progress: Progress,
) -> Built:
    """Build the filing of a case into `out` (default `CASE/build/<procedure>`).

    With `person`, the id of somebody of whom the record tells, it is a filing of that person alone, by default in a folder of its
    own; so is a filing in another than the procedure's first language: Word files edited in one are not for the other.

    Writes `filing.pdf`, `forms/` (Word files, and official forms still fillable), `manifest.json`, `preflight.json` and
    `preflight.html`. The last good filing stays until the new one is whole and verified. Word files edited since the last
    build are used as they are, unless `fresh` names them.

    Raises AsylumFormsError of every kind: see errors.py.
    """
    started = time.time()
    looked = _look(case, procedure, date, language, person, progress)
    _refuse_missing_glyphs(looked.findings)
    filing = looked.filing
    other = "" if filing.language == filing.procedure.languages[0] else filing.language
    out = out or case / "build" / "-".join(filter(None, (*procedure.split("/"), person, other)))
    with _workshop(out) as work:
        last = _last_renderings(out)
        fresh = _named(fresh, out / "forms", last)
        exhibits = _exhibits(looked, work, out / CACHE, progress)
        _refuse_boxes(exhibits)
        laid = {leaf: lay_out(answers) for leaf, answers in looked.answers.items()}
        roomless = [finding for form in laid.values() for finding in form.findings]
        taken = _own_pdfs(filing, work)
        filled = _fill(looked, laid, taken, work, progress)
        documents = papers.documents(filing, laid, frozenset(filled), exhibits)
        edited = kept.edited_files(out / "forms", last, frozenset(fresh))
        press = Press(
            documents,
            edited,
            last,
            work / "rendered",
            lambda files, to: _convert(files, to, out / CACHE, progress),
            _drafts(looked),
        )
        plan = press.settle(lambda typeset: papers.plan(filing, {**filled, **typeset}, exhibits))
        progress(_("Writing the filing"))
        written = write(plan, work / "filing.pdf")
        progress(_("Checking what was written"))
        verify(plan, written)
        _verify_indexes(filing, exhibits, plan, written)
        findings = report.ordered([*looked.findings, *roomless, *_document_findings(filing, exhibits), *press.findings()])
        findings = report.ordered([*findings, *own.findings(filing, looked.tables, taken)])
        built = _publish(looked, exhibits, plan, written, press, findings, work, out)
    libreoffice.forget(out / CACHE, started)
    return built


def _look(case: Path, name: str, date: datetime.date | None, language: str | None, person: str, progress: Progress) -> _Case:
    progress(_("Reading the record"))
    translated = translate.apply(open_filing(case, name, date=date, language=language, person=person))
    filing = translated.filing
    jurisdiction, procedure = filing.jurisdiction, filing.procedure
    forms = [part for part in filing.parts() if part.form]
    tables = {name: read_table(jurisdiction.tables[name], filing.language) for name in dict.fromkeys(part.form for part in forms)}
    answers = {part.leaf: evaluate(tables[part.form], filing.for_person(part.person)) for part in forms}
    # A draft never looks like the form that is filed.
    wanted = not procedure.draft and not any(_shows_draft(answered, translated) for answered in answers.values())
    found = {form: store.find(table) for form, table in tables.items() if table.official and not procedure.draft}
    stored = {form: pdf for form, pdf in found.items() if pdf}
    officials = stored if wanted else {}
    ours = {part.form for part in forms if part.leaf not in own.pdfs(filing)}
    findings = [
        *checks.procedure_findings(filing),
        *(
            finding
            for form, table in tables.items()
            if form in ours
            for finding in checks.form_findings(table, form in stored, not procedure.draft)
        ),
        *(f for answered in answers.values() for f in answered.findings),
    ]
    for whose in filing.people():
        theirs = {part.form: answers[part.leaf] for part in forms if part.person == whose}
        findings += jurisdiction.rules(filing.for_person(whose), theirs) if jurisdiction.rules else []
        findings += doubts(filing.for_person(whose))
        findings += checks.glyph_findings(filing.for_person(whose).record, fontconfig.missing)
    findings += translated.findings
    return _Case(filing, translated, tables, answers, officials, tuple(report.ordered(list(dict.fromkeys(findings)))))


def _shows_draft(answers: Answers, translated: Translated) -> bool:
    return draftmark.shows(_printed(answers), translated.drafts)


def _printed(answers: Answers) -> str:
    """All words of a form's answers."""
    rows = (cell for answer in answers.items.values() for row in answer.rows for cell in row.values())
    return "\n".join(answer.text for answer in (*answers.items.values(), *rows))


def _of(record: Record, person: str) -> Record:
    """The record as this person's own. Raises AsylumFormsError when it knows nobody of that id."""
    if person in record.persons():
        return record.person(person)
    raise AsylumFormsError(
        _("The record knows nobody called {id}.").format(id=person),
        remedy=_("Give the person's entry a line `id: {id}`. There are: {known}").format(
            id=person, known=", ".join(record.persons()) or "–"
        ),
    )


def _exhibits(looked: _Case, work: Path, cache: Path | None, progress: Progress) -> list[Exhibit]:
    """The evidence, taken in under `work`, with the translations there are; without `cache` only looked at."""

    def convert(documents: Sequence[Path], folder: Path) -> Sequence[Path]:
        return _convert(documents, folder / "converted", cache, progress)

    made = _made(looked, work / "translations")
    return _taken_in(looked.filing, work / "evidence", convert if cache else None, made, progress)


def _taken_in(filing: Filing, work: Path, convert: Convert | None, made: Mapping[str, Made], progress: Progress) -> list[Exhibit]:
    step = _("Taking in the evidence")
    return collect(
        filing.record,
        work,
        language=filing.language,
        paper=filing.procedure.profile.paper,
        label=_label(filing),
        convert=convert,
        progress=lambda done, total: progress(step, done, total),
        made=made,
    )


def _label(filing: Filing) -> Callable[[int], str]:
    return labels.letters if filing.procedure.profile.labels == "letters" else labels.numbers


def _made(looked: _Case, folder: Path) -> dict[str, Made]:
    """The translations that were made segment by segment, as Word files in `folder`, by the id of their exhibit."""
    filing = looked.filing
    made: dict[str, Made] = {}
    for number, entry in enumerate(filing.record.rows("evidence")):
        name = plain(entry.get("id")) if isinstance(entry, Mapping) else ""
        if document := looked.translated.papers.get(name):
            proof = translate.fingerprint(document)
            mark = "" if proof else translate.mark(filing.language)
            title = words(entry.get("title"), filing.language) or name
            file = translations.typeset(filing, document, _label(filing)(number), title, mark, folder / f"{name}.docx")
            made[name] = Made(file, document.translators[0] if document.translators else "", proof)
    return made


def _drafts(looked: _Case) -> Drafts:
    return Drafts(looked.translated.drafts, translate.mark(looked.filing.language))


def _convert(documents: Sequence[Path], out: Path, cache: Path | None, progress: Progress) -> list[Path]:
    step = _("Typesetting")
    return libreoffice.convert(documents, out, cache=cache, progress=lambda done, total: progress(step, done, total))


def _own_pdfs(filing: Filing, work: Path) -> dict[str, Paper]:
    """The parts that the user completed elsewhere, taken in like evidence; leaf id to paper. Raises EvidenceError."""
    paper = filing.procedure.profile.paper
    return take_all(own.pdfs(filing), lambda leaf: work / "own" / leaf, paper)


def _fill(
    looked: _Case, laid: Mapping[str, Laid], taken: Mapping[str, Paper], work: Path, progress: Progress
) -> dict[str, Typeset]:
    """The official forms, filled: leaf id to the flat PDF; the fillable one lies beside it as `<leaf id>.pdf`, and the data of a
    form that only Adobe Reader opens as `<leaf id>.xml`. `taken` are parts that the user completed elsewhere."""
    filled = {leaf: Typeset(paper.pdf, paper.pages, taken=True) for leaf, paper in taken.items()}
    (work / "official").mkdir()
    for part in looked.filing.parts():
        if part.leaf in filled:
            continue
        if official := looked.officials.get(part.form):
            name = part.leaf
            progress(_("Filling in {form}").format(form=part.form))
            live, flat = work / "official" / f"{name}.pdf", work / f"{name}.flat.pdf"
            done = acroform.fill(laid[name], official, live, flat, language=looked.filing.record.language.replace("_", "-"))
            filled[name] = Typeset(flat, done.pages, done.signs)
        elif part.form and looked.tables[part.form].xfa and not _shows_draft(looked.answers[part.leaf], looked.translated):
            xfa.write(laid[part.leaf], work / "official" / f"{part.leaf}.xml")
    return filled


def _document_findings(filing: Filing, exhibits: Sequence[Exhibit]) -> list[Finding]:
    ids = [exhibit.id for exhibit in exhibits]
    found = [f for whose in filing.people() for f in checks.citation_findings(filing.for_person(whose).record, ids)]
    found += [finding for exhibit in exhibits for finding in certificate_findings(filing, exhibit)]
    found += unlisted(filing.record)
    for exhibit in exhibits:
        for paper in filter(None, (exhibit.original, exhibit.translation)):
            found += [replace(finding, place=replace(finding.place, exhibit=exhibit.id)) for finding in paper.findings]
    return found + [finding for part in filing.parts() for finding in papers.document_findings(filing, part)]


def _refuse_missing_glyphs(findings: Sequence[Finding]) -> None:
    missing = [finding for finding in findings if finding.id == "text.no-glyph"]
    if missing:
        raise OutputError(
            _("Some letters of the record cannot be printed on this computer. Nothing was built."),
            remedy=_("Install a font that has them, then build again."),
            findings=missing,
        )


def _verify_indexes(filing: Filing, exhibits: Sequence[Exhibit], plan: Plan, written: Written) -> None:
    """The numbers printed in every index, read back from the written filing."""
    first = {
        exhibit.id: min(p for id, p in written.starts.items() if id.startswith(f"exhibit/{exhibit.id}/")) for exhibit in exhibits
    }
    rows = [(exhibit.label, first[exhibit.id]) for exhibit in exhibits]
    for part in filing.parts():
        if part.index:
            verify_index(plan, written, part.leaf, rows)


def _refuse_boxes(exhibits: Sequence[Exhibit]) -> None:
    """Evidence that we typeset ourselves (Word, text) must not show empty boxes in place of letters."""
    found = [
        Finding(
            id="evidence.no-glyph",
            severity=Severity.BLOCKS,
            message=_("No font on this computer can print {letter} (U+{code}) on page {page} of {file}.").format(
                letter=letter, code=" U+".join(f"{ord(char):04X}" for char in letter), page=page, file=paper.source.name
            ),
            remedy=_("Install a font that has it (many are in the packages fonts-noto*), or give the file as a PDF."),
            place=Place(exhibit=exhibit.id, page=page),
        )
        for exhibit in exhibits
        for paper in (exhibit.original, exhibit.translation)
        if paper and paper.typeset
        for page, letter in glyphs.boxes(paper.pdf)
    ]
    if found:
        raise EvidenceError(_("Some letters of the evidence cannot be printed. Nothing was built."), findings=found)


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A private folder for everything unfinished, beside the result so that moving is one step; gone when done."""
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=out))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _named(fresh: Sequence[str], forms: Path, last: Mapping[str, kept.Rendering]) -> list[str]:
    """The names of Word files to render anew, with or without their ending. Raises AsylumFormsError for one that is not there."""
    names = [name.removesuffix(".docx") for name in fresh]
    known = {*last, *(file.stem for file in forms.glob("*.docx"))}
    if wrong := [name for name in names if name not in known]:
        close = difflib.get_close_matches(wrong[0], known, n=1)
        raise AsylumFormsError(
            _("The filing has no Word file {name}.").format(name=f"{wrong[0]}.docx"),
            remedy=_("Choose one of: {known}").format(known=", ".join(close or sorted(known)) or "–"),
        )
    return names


def _last_renderings(out: Path) -> dict[str, kept.Rendering]:
    """What the last build into this folder rendered, by name of the Word file; empty when there was none."""
    try:
        data = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {name: kept.Rendering(**entry) for name, entry in data["renderings"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _publish(
    looked: _Case,
    exhibits: Sequence[Exhibit],
    plan: Plan,
    written: Written,
    press: Press,
    findings: Sequence[Finding],
    work: Path,
    out: Path,
) -> Built:
    """Put everything that is finished into `out`: the filing last but one, the manifest last, as the sign that all is there."""
    forms = out / "forms"
    forms.mkdir(exist_ok=True)
    renderings = press.save(forms)
    for name in (f"{part.leaf}{ending}" for part in looked.filing.parts() for ending in (".pdf", ".xml")):
        (forms / name).unlink(missing_ok=True)  # filled by an earlier build, with answers that may have changed
    for file in sorted((work / "official").iterdir()):
        file.replace(forms / file.name)
    facts = _facts(looked.filing, written)
    written = replace(written, signs=papers.signers(looked.filing, plan, written))
    (out / "preflight.json").write_text(_as_json(report.as_data(findings, written.signs)), encoding="utf-8")
    (out / "preflight.html").write_text(
        report.as_page(_("Preflight"), findings, facts=facts, signs=written.signs), encoding="utf-8"
    )
    written.pdf.replace(out / "filing.pdf")
    data = manifest.describe(looked.filing, looked.tables, exhibits, plan, written, out / "filing.pdf")
    data["renderings"] = {name: entry.__dict__ for name, entry in sorted(renderings.items())}
    (work / MANIFEST).write_text(_as_json(data), encoding="utf-8")
    (work / MANIFEST).replace(out / MANIFEST)
    return Built(
        pdf=out / "filing.pdf",
        parts=(out / "filing.pdf",),
        pages=written.pages,
        report=out / "preflight.html",
        manifest=out / MANIFEST,
        findings=tuple(findings),
        signs=written.signs,
    )


def _facts(filing: Filing, written: Written) -> list[tuple[str, str]]:
    return [
        (_("Application"), _(filing.procedure.title)),
        (_("Office"), _(filing.procedure.office)),
        (_("Filing date"), filing.date.isoformat()),
        (_("Pages"), str(written.pages)),
    ]


def _as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def _wrong_language(language: str, known: Sequence[str]) -> AsylumFormsError:
    return AsylumFormsError(
        _("This office does not take filings in {language}.").format(language=language),
        remedy=_("Choose one of: {known}").format(known=", ".join(known)),
    )
