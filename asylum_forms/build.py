"""The line from record to filing. The only module that knows the order of the stages."""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from asylum_forms import amend, before, copies, publish, refusals, supplement
from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.assembly.verify import LIMITS
from asylum_forms.built import CACHE, Built
from asylum_forms.chosen import Chosen, Wish, choose
from asylum_forms.compare.filing import Built as Earlier
from asylum_forms.evidence import bounded
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.findings import Finding
from asylum_forms.forms import kept, xfa
from asylum_forms.forms.answers import Laid
from asylum_forms.forms.layout import lay_out
from asylum_forms.handing import Handed, hand_in, type_findings
from asylum_forms.i18n import _
from asylum_forms.intranslation import Translated
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
from asylum_forms.packet.division import Division
from asylum_forms.packet.papers import AMENDED, Typeset
from asylum_forms.packet.press import Press
from asylum_forms.progress import Progress
from asylum_forms.reading import Finished, write_reading_copies
from asylum_forms.supplement import Supplement
from asylum_forms.tools import libreoffice, threads
from asylum_forms.tools.workers import Call, Workers


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
        wish = Wish(earlier if amends else (), after, copies.wanted(filing, sets), fresh, whole)
        work = last.enter_context(publish.workshop(out))
        # While others take in the evidence, we look at the answers.
        taking = threads.begin(beside, exhibits_of, translated, work, out / CACHE, hired, progress)
        looked = look(translated)
        refusals.letters_of_the_record(looked.findings)
        built = _built(looked, taking.result(), wish, _Shop(work, out, hired, beside, progress))
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
class _Shop:
    """Where a build is made, and by whom."""

    work: Path
    """Everything unfinished."""
    out: Path
    hired: Workers
    beside: ThreadPoolExecutor
    """One thread for what can go on while we do something else."""
    progress: Progress

    def typeset(self, files: Sequence[Path]) -> list[Path]:
        """Covers of copies for others."""
        return typeset(files, self.work / "covers", self.out / CACHE, self.progress)

    def typeset_ours(self, files: Iterable[Path], to: Path, total: int) -> list[Path]:
        """Papers of the filing; see `look.typeset_ours`."""
        return typeset_ours(files, to, self.out / CACHE, self.progress, total)


@dataclass(frozen=True)
class _Filled:
    """The forms, with their answers."""

    laid: Mapping[str, Laid]
    """By leaf id."""
    taken: Mapping[str, Paper]
    """Parts that the user completed elsewhere."""
    typesets: Mapping[str, Typeset]
    """These and the official forms that were filled."""


def _folder(case: Path, *names: str) -> Path:
    return case / "build" / "-".join(filter(None, names))


def _built(looked: Looked, exhibits: Sequence[Exhibit], wish: Wish, shop: _Shop) -> Built:
    """Everything from the exhibits to the published filing."""
    threads.begin(shop.beside, libreoffice.version)  # asked for at the very end, when everybody waits for it
    chosen = choose(looked, exhibits, wish, shop.work, shop.out)
    filing = chosen.filing
    filled = _fill(chosen.looked, shop)
    reading: list[Future[dict[Path, tuple[Call, ...]]]] = []
    with refusals.every_citation(filing, chosen.every):
        handed = hand_in(
            filing,
            chosen.exhibits,
            partial(_settled, chosen, filled, shop),
            lambda handed: reading.extend(_reading(chosen, handed, shop)),
            shop.work,
            shop.progress,
            whole=chosen.amended is not None,
        )
    checking = [shop.hired.begin(handed.checks, LIMITS)]
    # Before anything else is looked at: two threads may not use PDFium at the same time, and writing does not.
    read = {file: calls for future in reading for file, calls in future.result().items()}
    checking.append(shop.hired.begin([call for calls in read.values() for call in calls], LIMITS))
    written = replace(handed.written, signs=() if filing.redacted else papers.signers(filing, handed.plan, handed.written))
    findings = _findings(chosen, filled, handed, written, wish, shop.out)
    copied = [file for one in wish.sets for file in copies.write(filing, one, handed.plan, handed.files, shop.work, shop.typeset)]
    findings += [*copies.findings(wish.sets), *copies.too_large(filing, copied)]
    official = filled.typesets.keys() - filled.taken.keys()
    report = report_of(chosen.looked, findings, chosen.exhibits, brought=filled.taken, filled=official, written=written)
    while wait(checking, timeout=0.2).not_done:
        shop.progress(_("Verifying the filing"), handed.verified(), written.pages)
    refusals.unverified([answer for verified in checking for answer in verified.result()])
    return publish.publish(chosen.looked, handed, written, [*read, *copied], report, shop.work, shop.out)


def _settled(chosen: Chosen, filled: _Filled, shop: _Shop, exhibits: Sequence[Exhibit], division: Division) -> tuple[Press, Plan]:
    """The papers for a division of the filing, rendered until their page numbers are right, and the plan: `handing.Settle`."""
    filing, amended = chosen.filing, chosen.amended
    documents = papers.documents(filing, filled.laid, frozenset(filled.typesets), exhibits, division)
    if amended:
        documents = amended.documents(documents, exhibits)
    if chosen.after:
        documents = chosen.after.documents(filing, chosen.every, documents)
    folder = Path(tempfile.mkdtemp(prefix="rendered-", dir=shop.work))
    press = Press(
        documents,
        chosen.edited,
        publish.last_renderings(shop.out),
        folder,
        shop.typeset_ours,
        drafts(chosen.looked),
        *([amended.finish] if amended else []),
    )
    if amended:
        plan = press.settle(lambda typeset: amended.plan(typeset, exhibits))
    else:
        plan = press.settle(lambda typeset: papers.plan(filing, {**filled.typesets, **typeset}, exhibits, division))
    return press, withheld.blacked(filing, plan, folder / "blacked") if filing.redacted else plan


def _reading(chosen: Chosen, handed: Handed, shop: _Shop) -> Iterator[Future[dict[Path, tuple[Call, ...]]]]:
    """The reading copies, while we write what is handed in. Of a redacted copy there are none: nobody signs it, and they would
    show what was taken out."""
    if chosen.filing.redacted:
        return
    citable = chosen.every if chosen.filed else handed.exhibits
    forms, plan = handed.press.files(), handed.plan
    finished = Finished(chosen.looked, handed.exhibits, plan, handed.written, forms, citable, chosen.filed)
    yield threads.begin(shop.beside, write_reading_copies, finished, shop.work / "reading", shop.out / CACHE, shop.progress)


def _findings(chosen: Chosen, filled: _Filled, handed: Handed, written: Written, wish: Wish, out: Path) -> list[Finding]:
    """Everything that the user has to know of the papers, but for copies for others."""
    filing, every, after, anew = chosen.filing, chosen.every, chosen.after, chosen.anew
    found = [*chosen.looked.findings, *chosen.findings, *_readable(chosen, handed)]
    found += [finding for form in filled.laid.values() for finding in form.findings]
    found += document_findings(filing, chosen.exhibits, every)
    found = list(after.findings(filing, every, found, anew)) if after and anew else found
    found += anew.findings(handed.press.files(), chosen.edited) if anew else []
    if after and anew:
        there = kept.edited_files(wish.whole / "forms", publish.last_renderings(wish.whole), frozenset())
        found += after.before.edited_elsewhere(anew.filing, there, chosen.edited)
    found += [*handed.press.findings(), *handed.findings, *type_findings(filing, handed.plan, written)]
    if chosen.amended:
        found = [finding for finding in found if not supplement.of_the_filing_only(filing, finding)]
        found += chosen.amended.findings(every, chosen.edited)
    found += [] if chosen.filed else labelling.moved(chosen.exhibits, _begin(written), publish.last_exhibits(out))
    return [*found, *own.findings(filing, chosen.looked.tables, filled.taken)]


def _readable(chosen: Chosen, handed: Handed) -> list[Finding]:
    """What of the marked words is, or may be, still in a redacted copy, and where they were taken out unasked."""
    if not chosen.taken_out:
        return []
    filing, plan = chosen.filing, handed.plan
    held = {leaf.id.split("/")[1] for leaf in plan.leaves if leaf.id.startswith("exhibit/")}
    found = [withheld.located(one, plan) for one in chosen.taken_out.findings if one.finding.place.exhibit in held]
    found += withheld.findings(filing, plan, withheld.words(filing.record))
    return [*found, *withheld.hinted(filing, plan, chosen.taken_out.under)]


def _begin(written: Written) -> dict[str, str]:
    """The number printed on the first page of each exhibit, by id."""
    found: dict[str, str] = {}
    for leaf, page in written.starts.items():
        if leaf.startswith("exhibit/"):
            found.setdefault(leaf.split("/")[1], str(written.at(page).page))
    return found


def _fill(looked: Looked, shop: _Shop) -> _Filled:
    """The official forms, filled: leaf id to the flat PDF; the fillable one lies beside it as `<leaf id>.pdf`, and the data of a
    form that only Adobe Reader opens as `<leaf id>.xml`."""
    laid = {leaf: lay_out(answers) for leaf, answers in looked.answers.items()}
    taken = own_pdfs(looked.filing, shop.work, shop.hired)
    filled = {leaf: Typeset(paper.pdf, paper.pages, taken=True) for leaf, paper in taken.items()}
    official_folder = shop.work / "official"
    official_folder.mkdir()
    for part in looked.filing.parts():
        if part.leaf in filled:
            continue
        if official := looked.officials.get(part.form):
            # Brings a PDF writer and a library of numbers with it, which few builds need: a fifth of a second.
            from asylum_forms.forms import acroform

            name = part.leaf
            shop.progress(_("Filling in {form}").format(form=part.form))
            live, flat = official_folder / f"{name}.pdf", shop.work / f"{name}.flat.pdf"
            done = acroform.fill(laid[name], official, live, flat, language=looked.filing.record.language.replace("_", "-"))
            filled[name] = Typeset(flat, done.pages, done.signs)
        elif part.form and looked.tables[part.form].xfa and not shows_draft(looked.answers[part.leaf], looked.translated):
            xfa.write(laid[part.leaf], official_folder / f"{part.leaf}.xml")
    return _Filled(laid, taken, filled)
