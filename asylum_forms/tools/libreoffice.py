"""LibreOffice Writer: Word documents to PDF, many in one start, each worker in a private, locked-down profile.

Measured (2 cores, LibreOffice 7.4): one start for many documents is 0.2 s a document against 1.1 s for a start each; two workers
are faster than one from four documents on. Two LibreOffices on one profile fail, so every start gets a fresh one.
"""

from __future__ import annotations

import contextvars
import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path

import pikepdf

from asylum_forms.errors import ToolError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
from asylum_forms.pdf.save import save
from asylum_forms.tools import fontconfig, process

_IMPORT = "Office Open XML Text"
"""The one import filter that may be used: otherwise a web page renamed to .docx is opened as a web page, with all it fetches."""
_EXPORT = "pdf:writer_pdf_Export"
_SETTINGS = {
    # The only switch that stops linked pictures, from the network and from this computer's own files.
    "/org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
    # A proxy that is not there: the second wall. The third is a network namespace, where the system allows one.
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
_DEAD = "http://127.0.0.1:9"
_SWITCHES = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
_RECIPE = "1"
"""Part of the cache key: raise it when the switches, settings or the clean-up of the PDF change."""
_WORTH_TWO = 4
"""From so many documents on, two workers are faster than one."""

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

    work: Path
    timeout: float
    done: dict[str, Path] = field(default_factory=dict)
    """Key to finished PDF."""
    seen: dict[Path, int] = field(default_factory=dict)
    """Output folder of a LibreOffice at work to the PDFs seen in it."""
    failed: list[ToolError] = field(default_factory=list)
    """One for each document that cannot be converted."""
    stop: threading.Event = field(default_factory=threading.Event)


class _Stopped(Exception):
    """The main thread has given up; workers end their programs and go."""


def probe() -> Path | None:
    """Where LibreOffice is, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


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
    timeout: float = 180.0,
    progress: Progress | None = None,
) -> list[Path]:
    """Convert Word documents (.docx) to PDF in the folder `out`; the PDFs come back in the documents' order.

    Equal documents give equal bytes. PDFs carry no dates, author or title. Nothing is fetched: linked pictures are left out,
    macros do not run. `cache` is a folder of earlier results by content; `timeout` the seconds that any one document may
    take. When LibreOffice dies or hangs it is started once more with what is left; then ToolError names the document, and its
    `findings` name every one that cannot be converted.
    """
    jobs = [_job(document) for document in documents]
    _private_folder(out)
    if cache:
        _private_folder(cache)
    with tempfile.TemporaryDirectory(prefix="asylum-forms-") as work:
        run = _Run(Path(work), timeout)
        if cache:
            run.done.update({job.key: hit for job in jobs if (hit := _cached(cache, job.key))})
        fresh = list({job.key: job for job in jobs if job.key not in run.done}.values())
        _convert(fresh, run, progress, len({job.key for job in jobs}))
        _raise(run.failed)
        for job in fresh if cache else ():
            assert cache is not None
            _place(run.done[job.key], cache / f"{job.key}.pdf")
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
    with tempfile.TemporaryDirectory(prefix="asylum-forms-") as folder:
        said = process.run([program, _profile_switch(Path(folder)), "--version"], timeout=60, remedy=install_hint()).stdout
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
    for ingredient in (_RECIPE, _IMPORT, _EXPORT, version(), fontconfig.fingerprint()):
        digest.update(b"\0" + ingredient.encode())
    return _Job(document, digest.hexdigest())


def _convert(jobs: list[_Job], run: _Run, progress: Progress | None, total: int) -> None:
    """Convert all jobs, shared out to the workers, and tell `progress` about every change."""
    told = -1

    def report() -> None:
        nonlocal told
        now = min(total, len(run.done) + sum(list(run.seen.values())))
        if progress and now > told:
            told = now
            progress(now, total)

    report()
    if not jobs:
        return
    workers = min(2, len(os.sched_getaffinity(0))) if len(jobs) >= _WORTH_TWO else 1
    with ThreadPoolExecutor(workers) as pool:
        try:
            # Each share runs in a copy of our context, so that its errors are in the user's language.
            shares = [jobs[start::workers] for start in range(workers)]
            running = {pool.submit(contextvars.copy_context().run, _share, share, run) for share in shares}
            while running:
                ended, running = wait(running, timeout=0.2, return_when="FIRST_COMPLETED")
                report()
                for future in ended:
                    future.result()
        except BaseException:
            run.stop.set()
            raise


def _share(jobs: list[_Job], run: _Run) -> None:
    """One worker: everything in one start; what is left, in a second start; what is still left, one by one."""
    problem: ToolError | None = None
    for _start in ("first", "again"):
        rest = _rest(jobs, run)
        if rest:
            problem = _start_libreoffice(rest, run)
    rest = _rest(jobs, run)
    if not rest:
        return
    if problem is None or len(rest) == 1:
        run.failed += [_failure(job, problem) for job in rest]
        return
    for job in rest:
        problem = _start_libreoffice([job], run)
        if job.key not in run.done:
            run.failed.append(_failure(job, problem))


def _rest(jobs: list[_Job], run: _Run) -> list[_Job]:
    return [job for job in jobs if job.key not in run.done]


def _failure(job: _Job, problem: ToolError | None) -> ToolError:
    name = job.document.name
    if problem is None:
        message = _("LibreOffice cannot read {names}: damaged, or not what the file name says.").format(names=name)
    else:
        message = _("LibreOffice failed twice on {names}. {reason}").format(names=name, reason=problem.message)
    remedy = _("Open the file in a word processor, save it as PDF, and use the PDF instead.")
    return ToolError(message, remedy=remedy, place=Place(file=str(job.document)))


def _raise(failed: Sequence[ToolError]) -> None:
    """Raise the first, with a finding for each."""
    found = [Finding("document.unconverted", Severity.BLOCKS, e.message, e.remedy, e.place or Place()) for e in failed]
    for error in failed:
        raise ToolError(error.message, remedy=error.remedy, place=error.place, findings=found)


def _start_libreoffice(jobs: list[_Job], run: _Run) -> ToolError | None:
    """One start over `jobs`. Finished PDFs go to `run.done`; returns what went wrong with the program, if anything.

    LibreOffice's exit status is 0 also for documents it could not load, so only the PDFs count.
    """
    folder = Path(tempfile.mkdtemp(dir=run.work))
    for name in ("in", "out", "tmp", "done"):
        (folder / name).mkdir()
    profile = _write_profile(folder / "profile")
    inputs = {}
    for number, job in enumerate(jobs):
        # Numbered copies: equal names cannot collide, odd names do no harm, and lock files land here.
        inputs[job.key] = folder / "in" / f"{number:05}.docx"
        shutil.copyfile(job.document, inputs[job.key])
    argv: list[str | Path] = [*_without_network(), _program(), _profile_switch(profile), *_SWITCHES, f"--infilter={_IMPORT}"]
    argv += ["--convert-to", _EXPORT, "--outdir", folder / "out", *inputs.values()]
    problem = None
    try:
        limit = run.timeout * (len(jobs) + 1)
        env = {
            "TMPDIR": str(folder / "tmp"),
            "SAL_USE_VCLPLUGIN": "svp",
            "GSETTINGS_BACKEND": "memory",
            **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _DEAD),
        }
        process.run(argv, timeout=limit, env=env, cwd=folder, remedy=install_hint(), tick=_watch(folder / "out", run))
    except process.NotInstalled:
        raise
    except ToolError as error:
        problem = error
    finally:
        _remove_socket(profile)
        run.seen.pop(folder / "out", None)
    for job in jobs:
        made = folder / "out" / f"{inputs[job.key].stem}.pdf"
        if _normalised(made, folder / "done" / made.name):
            run.done[job.key] = folder / "done" / made.name
    for name in ("in", "out", "tmp", "profile"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return problem


def _watch(folder: Path, run: _Run) -> Callable[[], None]:
    """Stops LibreOffice when no further PDF has appeared within the time limit, or when the main thread says so."""
    count, since = 0, time.monotonic()

    def tick() -> None:
        nonlocal count, since
        if run.stop.is_set():
            raise _Stopped
        now = sum(1 for _file in folder.glob("*.pdf"))
        if now != count:
            count, since = now, time.monotonic()
            run.seen[folder] = now
        elif time.monotonic() - since > run.timeout:
            message = _("It did not finish the document within {seconds} seconds and was stopped.")
            raise process.TimedOut(message.format(seconds=round(run.timeout)))

    return tick


@remember
def _without_network() -> tuple[str, ...]:
    """Words before the command that take the network away from it, where the system lets us; else nothing."""
    for words in (("unshare", "-n"), ("unshare", "-c", "-n")):
        try:
            process.run([*words, "true"], timeout=10)
        except ToolError:
            continue
        return words
    return ()


def _profile_switch(folder: Path) -> str:
    return f"-env:UserInstallation={folder.as_uri()}"


def _write_profile(folder: Path) -> Path:
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(head + "\n".join(items) + "\n</oor:items>\n", "utf-8")
    return folder


def _remove_socket(profile: Path) -> None:
    """A killed LibreOffice leaves its socket in /tmp, named by the MD5 of its profile's address (bytes in hex, not padded)."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for folder in ("/tmp", "/var/tmp"):  # where LibreOffice puts it, whatever TMPDIR says
        Path(folder, name).unlink(missing_ok=True)


def _normalised(made: Path, clean: Path) -> bool:
    """Write a whole PDF without dates, identifiers and author data; False when there is none or it is not whole."""
    try:
        with pikepdf.open(made, attempt_recovery=False) as pdf:
            if not pdf.pages:
                return False
            for key in ("/Info", "/ID", "/DocChecksum"):
                if key in pdf.trailer:
                    del pdf.trailer[key]
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
