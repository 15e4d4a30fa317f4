"""LibreOffice Writer: Word documents to PDF, by programs that are started once and kept warm, each in a locked-down profile.

Measured (2 cores, LibreOffice 7.4): a warm LibreOffice computes 0.05 s for a paper of ours, a start 0.4 s. Two on one profile
fail, so every start gets a fresh one.
"""

from __future__ import annotations

import contextvars
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path
from queue import SimpleQueue
from typing import Self

import pikepdf

from asylum_forms.errors import ToolError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
from asylum_forms.pdf import type1
from asylum_forms.pdf.save import save
from asylum_forms.tools import fontconfig, process, scratch
from asylum_forms.tools.office import EXPORT, IMPORT, Bounds, Office, probe, profile_switch, state
from asylum_forms.tools.threads import begin

_RECIPE = "4"
"""Part of the cache key: raise it when the switches, settings or the clean-up of the PDF change."""
_WORTH_ANOTHER = 8
"""While more documents than these wait, a second LibreOffice is worth the computing that its start takes."""

BOUNDS = Bounds()

__all__ = ["BOUNDS", "Bounds", "Progress", "convert", "forget", "install_hint", "probe", "version", "warm"]

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""


@dataclass(frozen=True)
class _Job:
    document: Path
    key: str
    """Digest of everything that the PDF depends on."""


@dataclass
class _Run:
    """What the workers of one `convert` share."""

    pool: _Pool
    work: Path
    bounds: Bounds
    cache: Path | None
    left: SimpleQueue[_Job | None] = field(default_factory=SimpleQueue)
    """What is to be converted; None for each worker when no more will come."""
    done: dict[str, Path] = field(default_factory=dict)
    """Key to finished PDF."""
    failed: list[tuple[_Job, ToolError]] = field(default_factory=list)
    """What cannot be converted, and why."""


class _Stopped(Exception):
    """The main thread has given up; workers end their programs and go."""


class _Pool:
    """The LibreOffices that are running; gone when the `with` block ends."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._free: list[Office] = []
        self._all: list[Office] = []
        self.stop = threading.Event()

    def __enter__(self) -> Self:
        self._stack.callback(self._end)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self._stack.close()

    def warm(self) -> None:
        """Start one, and do not wait for it."""
        if probe():
            self.give(self._start())

    def started(self) -> int:
        """How many there are, at work or free."""
        return len(self._all)

    def take(self, fresh: bool) -> Office:
        """One that is free; else, or when it has to be `fresh`, a new one. Raises NotInstalled."""
        return self._start() if fresh or not self._free else self._free.pop()

    def give(self, office: Office) -> None:
        """Back, to be used again."""
        self._free.append(office)

    def drop(self, office: Office) -> None:
        """End one that has failed."""
        self._all.remove(office)
        office.__exit__()

    def _start(self) -> Office:
        office = Office(_program(), self._tick).__enter__()
        self._all.append(office)
        return office

    def _tick(self) -> None:
        if self.stop.is_set():
            raise _Stopped

    def _end(self) -> None:
        for office in self._all:
            office.__exit__()


_kept: contextvars.ContextVar[_Pool | None] = contextvars.ContextVar("_kept", default=None)


@contextmanager
def warm() -> Iterator[None]:
    """Conversions in this block share the LibreOffices they start; the first is started at once, beside whatever is done next."""
    if _kept.get():
        yield
        return
    with _Pool() as pool:
        token = _kept.set(pool)
        try:
            pool.warm()
            yield
        finally:
            _kept.reset(token)


@contextmanager
def _pool() -> Iterator[_Pool]:
    if kept := _kept.get():
        yield kept
    else:
        with _Pool() as pool:
            yield pool


def version() -> str:
    """As LibreOffice itself says it, such as `7.4.7.2 40(Build:2)`. Raises ToolError when it is absent or broken."""
    return _version(_program())


def install_hint() -> str:
    """What to type to get LibreOffice."""
    command = "sudo apt-get install --no-install-recommends libreoffice-writer-nogui"
    return _("Install LibreOffice Writer: {command}").format(command=command)


def convert(
    documents: Iterable[Path],
    out: Path,
    *,
    cache: Path | None = None,
    bounds: Bounds = BOUNDS,
    progress: Progress | None = None,
    total: int = 0,
) -> list[Path]:
    """Convert Word documents (.docx) to PDF in the folder `out`; the PDFs come back in the documents' order.

    `documents` may make them one by one, `total` in all: each is converted while the next is being made.

    Equal documents give equal bytes. PDFs carry no dates, author or title. Nothing is fetched: linked pictures are left out,
    macros do not run. `cache` is a folder of earlier results by content; `bounds` what any one document may take. When
    LibreOffice dies of a document, hangs or swells, another one tries it again; then ToolError names the document. What the
    others gave is in the cache.
    """
    total = total or (len(documents) if isinstance(documents, Sequence) else 0)
    _private_folder(out)
    if cache:
        _private_folder(cache)
    with _pool() as pool, scratch.folder() as work:
        run = _Run(pool, work, bounds, cache)
        jobs = _convert(documents, run, progress, total)
        fresh = list({job.key: job for job in jobs}.values())
        _raise([error for _job_, error in sorted(run.failed, key=lambda failed: fresh.index(failed[0]))])
        targets = [out / f"{job.document.stem[:40]}-{job.key[:12]}.pdf" for job in jobs]
        for job, target in zip(jobs, targets, strict=True):
            _place(run.done[job.key], target)
    return targets


def _program() -> Path:
    if found := probe():
        return found
    raise process.NotInstalled(_("LibreOffice is not installed."), remedy=install_hint())


@remember
def _version(program: Path) -> str:
    with scratch.folder() as folder:
        said = process.run([program, profile_switch(folder), "--version"], timeout=60, remedy=install_hint()).stdout
    return said.strip().removeprefix("LibreOffice").strip()


def _recipe() -> bytes:
    """Everything but the document that a PDF depends on. Raises ToolError when LibreOffice or fontconfig is absent."""
    _program()
    return "\0".join((_RECIPE, IMPORT, EXPORT, state(), fontconfig.fingerprint())).encode()


def _job(document: Path, recipe: bytes) -> _Job:
    if document.suffix.lower() != ".docx":
        message = _("{name} cannot be converted to PDF: it is not a Word file (.docx).").format(name=document.name)
        raise ToolError(message, remedy=_("Open the file yourself and save it as PDF."), place=Place(file=str(document)))
    try:
        digest = hashlib.sha256(document.read_bytes())
    except OSError as problem:
        message = _("{name} cannot be read: {reason}.").format(name=document.name, reason=problem.strerror)
        raise ToolError(message, remedy=_("Check that the file is there and that you may open it.")) from problem
    digest.update(b"\0" + recipe)
    return _Job(document, digest.hexdigest())


def _convert(documents: Iterable[Path], run: _Run, progress: Progress | None, total: int) -> list[_Job]:
    """Convert all documents, shared out to the workers, and tell `progress` about every change; what there was to do."""
    jobs: list[_Job] = []
    running: set[Future[None]] = set()
    cores = min(2, len(os.sched_getaffinity(0)))
    told, recipe = -1, b""

    def report() -> None:
        nonlocal told, running
        ended = {future for future in running if future.done()}
        running -= ended
        for future in ended:
            future.result()
        now = sum(job.key in run.done for job in jobs)
        if progress and now > told and (jobs or total):
            told = now
            progress(now, max(total, len(jobs)))

    with ThreadPoolExecutor(cores) as threads:
        try:
            report()
            for document in documents:
                recipe = recipe or _recipe()
                job = _job(document, recipe)
                first = all(job.key != other.key for other in jobs)
                jobs.append(job)
                if hit := _cached(run.cache, job.key) if run.cache and first else None:
                    run.done[job.key] = hit
                elif first:
                    run.left.put(job)
                    enough = cores if run.left.qsize() > _WORTH_ANOTHER else max(1, run.pool.started())
                    if len(running) < min(cores, enough):
                        running.add(begin(threads, _work, run))
                report()
            for _future in running:
                run.left.put(None)
            while running:
                wait(running, timeout=0.2, return_when="FIRST_COMPLETED")
                report()
        except BaseException:
            run.pool.stop.set()
            for _number in range(cores):
                run.left.put(None)
            raise
    return jobs


def _work(run: _Run) -> None:
    """One worker: takes what is next until there is nothing more to come."""
    while (job := run.left.get()) and not run.pool.stop.is_set():
        _one(job, run)


def _one(job: _Job, run: _Run) -> None:
    """Convert one document, a second time in a LibreOffice of its own if need be."""
    problem: ToolError | None = None
    for fresh in (False, True):
        office = run.pool.take(fresh)
        try:
            made = office.convert(job.document, run.bounds)
            problem = None
            if _normalised(made, run.work / f"{job.key}.pdf"):
                made.unlink()
                if run.cache:  # at once: what the others give is kept also when one fails
                    _place(run.work / f"{job.key}.pdf", run.cache / f"{job.key}.pdf")
                run.done[job.key] = run.work / f"{job.key}.pdf"
                run.pool.give(office)
                return
        except ToolError as error:
            problem = error
        run.pool.drop(office)
    run.failed.append((job, _failure(job, problem)))
    if isinstance(problem, process.TimedOut):
        _raise([run.failed[-1][1]])  # with the rest it might take hours to say so


def _failure(job: _Job, problem: ToolError | None) -> ToolError:
    name = job.document.name
    if problem is None:
        message = _("LibreOffice cannot read {names}: damaged, or not what the file name says.").format(names=name)
    else:
        message = _("LibreOffice failed twice on {names}. {reason}").format(names=name, reason=problem.message)
    remedy = _("Open the file in a word processor, save it as PDF, and use the PDF instead.")
    return ToolError(message, remedy=remedy, place=Place(file=str(job.document)))


def _raise(failed: Sequence[ToolError]) -> None:
    """Raise one error for all, with a finding for each; nothing when none has failed."""
    if failed:
        found = [Finding("document.unconverted", Severity.BLOCKS, e.message, e.remedy, e.place or Place()) for e in failed]
        message = " ".join(error.message for error in failed)
        raise ToolError(message, remedy=failed[0].remedy, place=failed[0].place, findings=found)


def _normalised(made: Path, clean: Path) -> bool:
    """Write a whole PDF without dates, identifiers and author data; False when there is none or it is not whole."""
    try:
        with pikepdf.open(made, attempt_recovery=False) as pdf:
            if not pdf.pages:
                return False
            for key in ("/Info", "/ID", "/DocChecksum"):
                if key in pdf.trailer:
                    del pdf.trailer[key]
            type1.number(pdf)
            save(pdf, clean)
    except (FileNotFoundError, pikepdf.PdfError):
        return False
    return True


def _cached(cache: Path, key: str) -> Path | None:
    file = cache / f"{key}.pdf"
    try:
        with pikepdf.open(file, attempt_recovery=False) as pdf:
            if not pdf.pages:
                return None
        file.touch()  # so that `forget` knows what is still in use
        return file
    except (FileNotFoundError, pikepdf.PdfError):
        return None


def forget(cache: Path, unused_since: float) -> None:
    """Remove results that nothing has used since then (seconds since 1970): they hold words the user may have taken back."""
    for file in cache.glob("*.pdf"):
        if file.stat().st_mtime < unused_since:
            file.unlink(missing_ok=True)


def _place(source: Path, target: Path) -> None:
    """Copy in one step: whoever looks sees the whole file or none."""
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    try:
        shutil.copyfile(source, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _private_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700)
