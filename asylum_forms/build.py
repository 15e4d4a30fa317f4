"""The line from record to filing. The only module that knows the order of the stages."""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from asylum_forms import amend, before, copies, publish, refusals, supplement
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.built import CACHE, Built
from asylum_forms.compare.filing import Built as Earlier
from asylum_forms.evidence import bounded, redact
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.forms import kept, xfa
from asylum_forms.forms.answers import Laid
from asylum_forms.forms.layout import lay_out
from asylum_forms.handing import Handed, hand_in, type_findings
from asylum_forms.i18n import _
from asylum_forms.intranslation import Translated
from asylum_forms.jurisdiction.contract import CopySet
from asylum_forms.look import (
    Looked,
    document_findings,
    drafts,
    exhibits_of,
    look,
    opened,
    own_pdfs,
    report_of,
    shows_draft,
    typeset,
    typeset_ours,
)
from asylum_forms.packet import labelling, own, papers, withheld
from asylum_forms.packet.certificates import apart
from asylum_forms.packet.division import Division
from asylum_forms.packet.papers import AMENDED, Typeset
from asylum_forms.packet.press import Press
from asylum_forms.progress import Progress
from asylum_forms.reading import Finished, render_reading_copies, write_reading_copies
from asylum_forms.supplement import Supplement
from asylum_forms.tools import libreoffice, threads
from asylum_forms.tools.workers import Limits, Workers

_CHECKING = Limits(memory=8 << 30, cpu=3600, seconds=7200, output=1 << 30)
"""What verifying one file may take: far more than a file of four thousand pages (2.4 s), so that it ends one day."""


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
    redacted: bool = False,
    amends: Sequence[Path] = (),
    supplements: Sequence[Path] = (),
    sets: Sequence[str] = (),
    progress: Progress,
) -> Built:
    """Build the filing of a case into `out` (default `CASE/build/<procedure>`); without a procedure that which the record names.

    With `person`, the id of somebody of whom the record tells, it is a filing of that person alone, by default in a folder of its
    own; so is a filing in another than the procedure's first language or profile: Word files edited in one are not for the other.
    So is, with `redacted`, the copy in which everything that is marked for redaction in the evidence has been taken out.

    Writes `filing.pdf` (or `parts/` with several files, where the profile wants them), `forms/` (Word files, and official forms
    still fillable), `manifest.json`, `preflight.json` and `preflight.html`. The last good filing stays until the new one is whole
    and verified. Word files edited since the last build are used as they are, unless `fresh` names them.

    With `amends`, folders of builds that were handed in, it is pages that take the place of those of the first, by default
    in a folder of their own (see amend.py). With `supplements`, such folders too, it is the exhibits that they have not, and
    papers that have changed since, with a cover and an index of their own (see supplement.py). `sets` names copies for others
    than the office, made beside the filing as `<name>.pdf`.

    Raises AsylumFormsError of every kind: see errors.py.
    """
    started = time.time()
    amends, supplements = before.once(amends), before.once(supplements)
    # The workers import what they need, and LibreOffice starts, while we read the record.
    # The workshop goes last: nobody who writes into it may be left.
    with (
        ExitStack() as last,
        ThreadPoolExecutor(1) as beside,
        bounded.workers("asylum_forms.assembly.verify") as hired,
        libreoffice.warm(),
    ):
        translated, earlier = _opened(case, procedure, date, language, person, profile, amends, supplements, progress)
        translated = replace(translated, filing=replace(translated.filing, redacted=redacted))
        filing = translated.filing
        other = "" if filing.language == filing.procedure.languages[0] else filing.language
        wanted = "" if filing.profile.name == filing.procedure.profiles[0].name else filing.profile.name
        kind = (before.folder(AMENDED, amends), before.folder("supplement", supplements), "redacted" * redacted)
        name = (filing.jurisdiction.code, filing.procedure.id, filing.record.id, other, wanted)
        whole, out = _folder(case, *name), out or _folder(case, *name, *kind)
        refusals.among_papers(case, out)
        refusals.over_what_was_handed_in(out, [*amends, *supplements])
        after = Supplement(earlier) if supplements else None
        wish = _Wish(earlier if amends else (), after, copies.wanted(filing, sets), fresh, whole)
        work = last.enter_context(publish.workshop(out))
        # While others take in the evidence, we look at the answers.
        taking = threads.begin(beside, exhibits_of, translated, work, out / CACHE, hired, progress)
        looked = look(translated)
        refusals.letters_of_the_record(looked.findings)
        built = _built(looked, taking.result(), wish, hired, beside, work, out, progress)
    libreoffice.forget(out / CACHE, started)
    return built


def _opened(
    case: Path,
    procedure: str,
    date: datetime.date | None,
    language: str | None,
    person: str,
    profile: str,
    amends: Sequence[Path],
    supplements: Sequence[Path],
    progress: Progress,
) -> tuple[Translated, Sequence[Earlier]]:
    """The record in the language of its filing, and what was handed in before, whose language, profile and labels it has, unless
    others are asked for; arguments as for `build`."""
    translated = opened(case, procedure, date, language, person, profile, progress)
    filing = translated.filing
    earlier = amend.earlier(filing, amends) if amends else supplement.earlier(filing, supplements) if supplements else []
    if not earlier:
        return translated, ()
    language, profile = language or earlier[0].language, profile or earlier[0].profile
    if (language, profile) != (filing.language, filing.profile.name):
        translated = opened(case, procedure, date, language, person, profile, progress)
    filing = replace(translated.filing, labels=before.labels(earlier), replaces=len(amends))
    return replace(translated, filing=filing), earlier


@dataclass(frozen=True)
class _Wish:
    """What is asked of a build besides the filing; see `build`."""

    amends: Sequence[Earlier]
    """What was handed in before, where pages of it are replaced."""
    after: Supplement | None
    sets: Sequence[CopySet]
    fresh: Sequence[str]
    whole: Path
    """Where a build of the whole filing goes, unless it is told another folder."""


def _folder(case: Path, *names: str) -> Path:
    return case / "build" / "-".join(filter(None, names))


def _built(
    looked: Looked,
    exhibits: Sequence[Exhibit],
    wish: _Wish,
    hired: Workers,
    beside: ThreadPoolExecutor,
    work: Path,
    out: Path,
    progress: Progress,
) -> Built:
    """Everything from the exhibits to the published filing, made in `work`."""
    last = publish.last_renderings(out)
    edited = kept.edited_files(out / "forms", last, refusals.known_files(wish.fresh, out / "forms", last))
    kept.refuse_damaged(edited.values())
    after, anew = wish.after, None
    if after:
        anew = after.before.changed(looked.filing, looked.tables, exhibits, edited, work / "before")
        looked = replace(looked, filing=after.of(looked.filing, anew.again), answers={})
    filing = looked.filing
    theirs = {*own.pdfs(filing), *(part.leaf for part in filing.parts() if part.form in looked.officials)}
    amended = amend.amendment(filing, wish.amends, looked.answers, theirs, work / AMENDED) if wish.amends else None
    filed = amended.filed if amended else after.before if after else None
    if amended and filed:
        changed = filed.changed(filing, looked.tables, exhibits, edited, work / "before")
        anew, exhibits = changed.but({part.leaf for part in amended.parts}), apart(exhibits)
    refusals.letters_of_the_evidence(exhibits)
    odd = refusals.boxes_of_others(exhibits)
    readable, under = redact.not_taken_out(filing.record, exhibits), {}
    if filing.redacted:
        taken_out = redact.redacted(filing.record, exhibits, work / "redacted", filing.language)
        readable, under = taken_out.findings, taken_out.under
        exhibits = withheld.described(taken_out.exhibits, withheld.words(filing.record))
    every = exhibits
    exhibits = apart(after.exhibits(filing, every, anew)) if after and anew else exhibits
    laid = {leaf: lay_out(answers) for leaf, answers in looked.answers.items()}
    roomless = [finding for form in laid.values() for finding in form.findings]
    taken = own_pdfs(filing, work, hired)
    filled = _fill(looked, laid, taken, work, progress)

    def settle(exhibits: Sequence[Exhibit], division: Division) -> tuple[Press, Plan]:
        documents = papers.documents(filing, laid, frozenset(filled), exhibits, division)
        if amended:
            documents = amended.documents(documents, exhibits)
        if after:
            documents = after.documents(filing, every, documents)
        folder = Path(tempfile.mkdtemp(prefix="rendered-", dir=work))
        press = Press(
            documents,
            edited,
            last,
            folder,
            lambda files, to, total: typeset_ours(files, to, out / CACHE, progress, total),
            drafts(looked),
            *([amended.finish] if amended else []),
        )
        if amended:
            return press, press.settle(lambda typeset: amended.plan(typeset, exhibits))
        return press, press.settle(lambda typeset: papers.plan(filing, {**filled, **typeset}, exhibits, division))

    reading: list[Future[list[Path]]] = []

    def begin(handed: Handed) -> None:
        # A redacted copy is signed by nobody, and a copy to read would show what was taken out of it.
        if filing.redacted:
            return
        to, forms, plan = work / "reading", handed.press.files(), handed.plan
        citable = every if after or amended else handed.exhibits
        words = render_reading_copies(Finished(looked, handed.exhibits, plan, handed.written, forms, citable, filed), to)
        write = partial(write_reading_copies, filing, words, to, out / CACHE, progress)
        reading.append(threads.begin(beside, write))

    with refusals.every_citation(filing, every):
        handed = hand_in(filing, exhibits, settle, begin, work, progress, whole=amended is not None)
    if filing.redacted:
        held = {leaf.id.split("/")[1] for leaf in handed.plan.leaves if leaf.id.startswith("exhibit/")}
        readable = [finding for finding in readable if finding.place.exhibit in held]
        readable += withheld.findings(filing, handed.plan, withheld.words(filing.record))
        readable += withheld.hinted(filing, handed.plan, under)
    checking = hired.begin(handed.checks, _CHECKING)
    # Before anything else is looked at: two threads may not use PDFium at the same time, and writing does not.
    read = [file for future in reading for file in future.result()]
    written = replace(handed.written, signs=() if filing.redacted else papers.signers(filing, handed.plan, handed.written))
    findings = [*looked.findings, *odd, *readable, *roomless, *document_findings(filing, exhibits, every)]
    findings = list(after.findings(filing, every, findings, anew)) if after and anew else findings
    findings += anew.findings(handed.press.files(), edited) if anew else []
    if after and anew:
        there = kept.edited_files(wish.whole / "forms", publish.last_renderings(wish.whole), frozenset())
        findings += after.before.edited_elsewhere(anew.filing, there, edited)
    findings += [*handed.press.findings(), *handed.findings, *type_findings(filing, handed.plan, written)]
    findings += amended.findings(every, edited) if amended else []
    findings += [] if amended or after else labelling.moved(exhibits, _begin(written), publish.last_exhibits(out))
    copied = [
        file
        for one in wish.sets
        for file in copies.write(
            filing, one, handed.plan, handed.files, work, lambda files: typeset(files, work / "covers", out / CACHE, progress)
        )
    ]
    findings += [*own.findings(filing, looked.tables, taken), *copies.findings(wish.sets), *copies.too_large(filing, copied)]
    report = report_of(looked, findings, exhibits, brought=taken, filled=filled.keys() - taken.keys(), written=written)
    while not checking.done():
        progress(_("Verifying the filing"), handed.verified(), written.pages)
        wait([checking], timeout=0.2)
    refusals.unverified(checking.result())
    return publish.publish(looked, handed, written, [*read, *copied], report, work, out)


def _begin(written: Written) -> dict[str, str]:
    """The number printed on the first page of each exhibit, by id."""
    found: dict[str, str] = {}
    for leaf, page in written.starts.items():
        if leaf.startswith("exhibit/"):
            found.setdefault(leaf.split("/")[1], str(written.at(page).page))
    return found


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
            # Brings a PDF writer and a library of numbers with it, which few builds need: a fifth of a second.
            from asylum_forms.forms import acroform

            name = part.leaf
            progress(_("Filling in {form}").format(form=part.form))
            live, flat = work / "official" / f"{name}.pdf", work / f"{name}.flat.pdf"
            done = acroform.fill(laid[name], official, live, flat, language=looked.filing.record.language.replace("_", "-"))
            filled[name] = Typeset(flat, done.pages, done.signs)
        elif part.form and looked.tables[part.form].xfa and not shows_draft(looked.answers[part.leaf], looked.translated):
            xfa.write(laid[part.leaf], work / "official" / f"{part.leaf}.xml")
    return filled
