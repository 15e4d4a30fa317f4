"""LibreOffice Writer: Word documents to PDF, by programs that are started once and kept warm, each in a locked-down profile.

Measured (2 cores, LibreOffice 7.4): a warm LibreOffice takes 0.1 s a document, a start 0.9 s; two are faster than one from four
documents on. Two LibreOffices on one profile fail, so every start gets a fresh one.
"""

from __future__ import annotations

import contextvars
import hashlib
import os
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path
from typing import Self

import pikepdf

from asylum_forms.errors import ToolError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
from asylum_forms.pdf import type1
from asylum_forms.pdf.save import save
from asylum_forms.tools import fontconfig, process, scratch
from asylum_forms.tools.office import EXPORT, IMPORT, Bounds, Office, probe, profile_switch

_RECIPE = "3"
"""Part of the cache key: raise it when the switches, settings or the clean-up of the PDF change."""
_WORTH_TWO = 4
"""From so many documents on, two workers are faster than one."""

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
        # While the first one starts the others' need of its version is met too. A thread, because asking takes half a second.
        asking = self._stack.enter_context(ThreadPoolExecutor(1))
        if probe():
            asking.submit(contextvars.copy_context().run, version)
        self._stack.callback(self._end)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self._stack.close()

    def warm(self) -> None:
        """Start one, and do not wait for it."""
        if probe():
            self.give(self._start())

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
    documents: Sequence[Path],
    out: Path,
    *,
    cache: Path | None = None,
    bounds: Bounds = BOUNDS,
    progress: Progress | None = None,
) -> list[Path]:
    """Convert Word documents (.docx) to PDF in the folder `out`; the PDFs come back in the documents' order.

    Equal documents give equal bytes. PDFs carry no dates, author or title. Nothing is fetched: linked pictures are left out,
    macros do not run. `cache` is a folder of earlier results by content; `bounds` what any one document may take. When
    LibreOffice dies of a document, hangs or swells, another one tries it again; then ToolError names the document. What the
    others gave is in the cache.
    """
    jobs = [_job(document) for document in documents]
    _private_folder(out)
    if cache:
        _private_folder(cache)
    with _pool() as pool, scratch.folder() as work:
        run = _Run(pool, work, bounds)
        if cache:
            run.done.update({job.key: hit for job in jobs if (hit := _cached(cache, job.key))})
        fresh = list({job.key: job for job in jobs if job.key not in run.done}.values())
        try:
            _convert(fresh, run, progress, len({job.key for job in jobs}))
        finally:
            for job in fresh if cache else ():
                if cache and job.key in run.done:
                    _place(run.done[job.key], cache / f"{job.key}.pdf")
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


def _job(document: Path) -> _Job:
    if document.suffix.lower() != ".docx":
        message = _("{name} cannot be converted to PDF: it is not a Word file (.docx).").format(name=document.name)
        raise ToolError(message, remedy=_("Open the file yourself and save it as PDF."), place=Place(file=str(document)))
    try:
        digest = hashlib.sha256(document.read_bytes())
    except OSError as problem:
        message = _("{name} cannot be read: {reason}.").format(name=document.name, reason=problem.strerror)
        raise ToolError(message, remedy=_("Check that the file is there and that you may open it.")) from problem
    for ingredient in (_RECIPE, IMPORT, EXPORT, version(), fontconfig.fingerprint()):
        digest.update(b"\0" + ingredient.encode())
    return _Job(document, digest.hexdigest())


def _convert(jobs: list[_Job], run: _Run, progress: Progress | None, total: int) -> None:
    """Convert all jobs, shared out to the workers, and tell `progress` about every change."""
    told = -1

    def report() -> None:
        nonlocal told
        now = min(total, len(run.done))
        if progress and now > told:
            told = now
            progress(now, total)

    report()
    if not jobs:
        return
    workers = min(2, len(os.sched_getaffinity(0))) if len(jobs) >= _WORTH_TWO else 1
    left = deque(jobs)
    with ThreadPoolExecutor(workers) as threads:
        try:
            # Each worker runs in a copy of our context, so that its errors are in the user's language.
            running = {threads.submit(contextvars.copy_context().run, _work, left, run) for _worker in range(workers)}
            while running:
                ended, running = wait(running, timeout=0.2, return_when="FIRST_COMPLETED")
                report()
                for future in ended:
                    future.result()
        except BaseException:
            left.clear()
            run.pool.stop.set()
            raise


def _work(left: deque[_Job], run: _Run) -> None:
    """One worker: takes what is next until nothing is left."""
    while left:
        with suppress(IndexError):  # another worker was faster
            _one(left.popleft(), run)


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
