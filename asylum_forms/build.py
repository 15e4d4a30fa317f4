"""The line from record to filing. The only module that knows the order of the stages and where their files go."""

from __future__ import annotations

import datetime
import difflib
import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from asylum_forms.assembly import glyphs
from asylum_forms.assembly.index import verify_index
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.compare.answers import NAME as ANSWERS
from asylum_forms.compare.answers import as_data as answers_data
from asylum_forms.errors import AsylumFormsError, EvidenceError, OutputError
from asylum_forms.evidence import bounded
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import acroform, kept, xfa
from asylum_forms.forms.answers import Laid
from asylum_forms.forms.layout import lay_out
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.templates import READING_COPY
from asylum_forms.look import Looked, document_findings, drafts, exhibits_of, look, own_pdfs, report_of, shows_draft, typeset
from asylum_forms.packet import manifest, own, papers
from asylum_forms.packet.papers import Typeset
from asylum_forms.packet.press import Press
from asylum_forms.preflight.page import as_page
from asylum_forms.preflight.report import Report, as_data
from asylum_forms.progress import Progress
from asylum_forms.reading import reading_copies
from asylum_forms.tools import libreoffice
from asylum_forms.tools.workers import Workers

MANIFEST = "manifest.json"
_WORK = ".work-"
CACHE = ".cache"
"""Converted documents of the last build, beside its result: whoever deletes the case deletes them too."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pdf: Path
    parts: tuple[Path, ...]
    """The PDF files to hand in, in order."""
    pages: int
    report: Path
    manifest: Path
    preflight: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What preflight found."""
        return self.preflight.findings

    @property
    def signs(self) -> tuple[tuple[str, int], ...]:
        """(who signs what, page of the filing)."""
        return self.preflight.signs


def build(
    case: Path,
    procedure: str,
    *,
    out: Path | None = None,
    date: datetime.date | None = None,
    language: str | None = None,
    person: str = "",
    profile: str = "",
    fresh: Sequence[str] = (),
    progress: Progress,
) -> Built:
    """Build the filing of a case into `out` (default `CASE/build/<procedure>`).

    With `person`, the id of somebody of whom the record tells, it is a filing of that person alone, by default in a folder of its
    own; so is a filing in another than the procedure's first language or profile: Word files edited in one are not for the other.

    Writes `filing.pdf`, `forms/` (Word files, and official forms still fillable), `manifest.json`, `preflight.json` and
    `preflight.html`. The last good filing stays until the new one is whole and verified. Word files edited since the last
    build are used as they are, unless `fresh` names them.

    Raises AsylumFormsError of every kind: see errors.py.
    """
    started = time.time()
    # The workers import what they need while we read the record.
    with bounded.workers() as hired:
        looked = look(case, procedure, date, language, person, profile, progress)
        _refuse_missing_glyphs(looked.findings)
        filing = looked.filing
        other = "" if filing.language == filing.procedure.languages[0] else filing.language
        wanted = "" if filing.profile.name == filing.procedure.profiles[0].name else filing.profile.name
        out = out or case / "build" / "-".join(filter(None, (*procedure.split("/"), person, other, wanted)))
        with _workshop(out) as work:
            built = _built(looked, fresh, hired, work, out, progress)
    libreoffice.forget(out / CACHE, started)
    return built


def _built(looked: Looked, fresh: Sequence[str], hired: Workers, work: Path, out: Path, progress: Progress) -> Built:
    """Everything from the evidence to the published filing, made in `work`."""
    filing = looked.filing
    last = _last_renderings(out)
    fresh = _named(fresh, out / "forms", last)
    exhibits = exhibits_of(looked, work, out / CACHE, hired, progress)
    _refuse_boxes(exhibits)
    laid = {leaf: lay_out(answers) for leaf, answers in looked.answers.items()}
    roomless = [finding for form in laid.values() for finding in form.findings]
    taken = own_pdfs(filing, work, hired)
    filled = _fill(looked, laid, taken, work, progress)
    documents = papers.documents(filing, laid, frozenset(filled), exhibits)
    edited = kept.edited_files(out / "forms", last, frozenset(fresh))
    press = Press(
        documents,
        edited,
        last,
        work / "rendered",
        lambda files, to: typeset(files, to, out / CACHE, progress),
        drafts(looked),
    )
    plan = press.settle(lambda typeset: papers.plan(filing, {**filled, **typeset}, exhibits))
    progress(_("Writing the filing"))
    written = write(plan, work / "filing.pdf")
    progress(_("Checking what was written"))
    verify(plan, written)
    _verify_indexes(filing, exhibits, plan, written)
    written = replace(written, signs=papers.signers(filing, plan, written))
    findings = [*looked.findings, *roomless, *document_findings(filing, exhibits), *press.findings()]
    findings += own.findings(filing, looked.tables, taken)
    report = report_of(looked, findings, exhibits, brought=taken, filled=filled.keys() - taken.keys(), written=written)
    return _publish(looked, exhibits, plan, written, press, report, work, out, progress)


def _fill(
    looked: Looked, laid: Mapping[str, Laid], taken: Mapping[str, Paper], work: Path, progress: Progress
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
        elif part.form and looked.tables[part.form].xfa and not shows_draft(looked.answers[part.leaf], looked.translated):
            xfa.write(laid[part.leaf], work / "official" / f"{part.leaf}.xml")
    return filled


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
    """A private folder for everything unfinished, beside the result so that moving is one step; gone when done.

    Only one build at a time works in `out`. The lock ends with the process, whatever its end, so what lies there of earlier
    builds is of killed ones. Raises OutputError when another is at work.
    """
    out.mkdir(parents=True, exist_ok=True)
    lock = os.open(out, os.O_RDONLY)
    try:
        _lock(lock, out)
        for abandoned in out.glob(f"{_WORK}*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=out))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(lock)


def _lock(folder: int, out: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        message = _("Another build is at work in {folder}.").format(folder=out)
        raise OutputError(message, remedy=_("Wait until it has ended, then run the command again.")) from problem


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
    looked: Looked,
    exhibits: Sequence[Exhibit],
    plan: Plan,
    written: Written,
    press: Press,
    report: Report,
    work: Path,
    out: Path,
    progress: Progress,
) -> Built:
    """Make everything that goes into `out`, then put it there in one go, the manifest last, as the sign that all is there."""
    stage = work / "publish"
    forms = stage / "forms"
    (out / "forms").mkdir(exist_ok=True)
    shutil.copytree(out / "forms", forms)
    before = {file.name: sha256(file) for file in forms.iterdir() if file.is_file()}
    renderings = press.save(forms)
    for name in (f"{part.leaf}{ending}" for part in looked.filing.parts() for ending in (".pdf", ".xml")):
        (forms / name).unlink(missing_ok=True)  # filled by an earlier build, with answers that may have changed
    for file in sorted((work / "official").iterdir()):
        file.replace(forms / file.name)
    copies = reading_copies(looked, exhibits, plan, written, forms, work / "reading", out / CACHE, progress)
    for copy in copies:
        copy.replace(stage / copy.name)
    (stage / ANSWERS).write_text(_as_json(answers_data(looked.answers)), encoding="utf-8")
    page = as_page(_("Preflight"), report, _facts(looked.filing, written))
    (stage / "preflight.json").write_text(_as_json(as_data(report)), encoding="utf-8")
    (stage / "preflight.html").write_text(page, encoding="utf-8")
    written.pdf.replace(stage / "filing.pdf")
    data = manifest.describe(looked.filing, looked.tables, exhibits, plan, written, stage / "filing.pdf")
    data["renderings"] = {name: entry.__dict__ for name, entry in sorted(renderings.items())}
    (stage / MANIFEST).write_text(_as_json(data), encoding="utf-8")
    _move(stage, out, before)
    return Built(
        pdf=out / "filing.pdf",
        parts=(out / "filing.pdf",),
        pages=written.pages,
        report=out / "preflight.html",
        manifest=out / MANIFEST,
        preflight=report,
    )


def _move(stage: Path, out: Path, before: Mapping[str, str]) -> None:
    """Put what was made in place of what was there. Word files that are as they were before are left to whoever edits them.

    Nothing stops this half-way but the end of the process: forms of one build beside the manifest of another would look edited.
    """
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        made = {file.name for file in (stage / "forms").iterdir()}
        for file in (stage / "forms").iterdir():
            if file.is_file() and before.get(file.name) != sha256(file):
                file.replace(out / "forms" / file.name)
        for name in before.keys() - made:
            (out / "forms" / name).unlink(missing_ok=True)
        for old in out.glob(f"{READING_COPY}*.pdf"):
            old.unlink()
        for file in sorted(stage.iterdir(), key=lambda file: (file.name == MANIFEST, file.name == "filing.pdf")):
            if file.is_file():
                file.replace(out / file.name)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)


def _facts(filing: Filing, written: Written) -> list[tuple[str, str]]:
    return [
        (_("Application"), _(filing.procedure.title)),
        (_("Office"), _(filing.procedure.office)),
        (_("Filing date"), filing.date.isoformat()),
        (_("Pages"), str(written.pages)),
    ]


def _as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"
