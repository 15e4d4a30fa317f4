"""The only place that starts other programs. Every program gets a process group of its own, so that nothing is left behind."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from asylum_forms.errors import ToolError
from asylum_forms.i18n import _

_GUARD = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -9 0) & { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null; exec "$@" 3<&-'
"""A shell that becomes the program. What it leaves beside it waits for the end of our pipe, which comes with our own end at the
latest, and then ends the whole group. When memory runs out altogether, the system is to end the program and not us."""
_HELD = 21
"""Where `_members` has the pages of memory that a process holds (rss)."""
_TICK = 0.2
"""Seconds between two calls of `tick`."""
_GRACE = 1.0
"""Seconds that killed grandchildren get to disappear."""
_KEPT = 2000
"""Characters of a failed program's words that go into the error."""


class TimedOut(ToolError):
    """A program took longer than it may."""


class NotInstalled(ToolError):
    """There is no such program on this computer."""


def run(
    argv: Sequence[str | Path],
    *,
    timeout: float,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    remedy: str = "",
    check: bool = True,
    tick: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it printed.

    `timeout` is in seconds; `env` is laid over our own environment; the program reads nothing from the terminal. `tick` is
    called about five times a second while it runs and may raise to stop it. However this function is left (the end, a time
    limit, an error, Ctrl-C), and also when we are killed ourselves, the program and everything it started are gone.

    Raises NotInstalled, TimedOut, or ToolError for an exit status other than 0 when `check` is set. All carry `remedy`.
    """
    words = [str(word) for word in argv]
    name = Path(words[0]).name
    if not shutil.which(words[0], path={**os.environ, **(env or {})}.get("PATH")):
        raise _absent(name, remedy)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        status = _run(words, name, out, err, timeout=timeout, env=env, cwd=cwd, remedy=remedy, tick=tick)
        done = subprocess.CompletedProcess(words, status, _text(out), _text(err))
    if check and status != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-_KEPT:]
        message = _("The program {program} failed (exit status {status}). It said: {said}")
        raise ToolError(message.format(program=name, status=status, said=said or _("nothing")), remedy=remedy)
    return done


@contextmanager
def running(argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A program to speak with through its standard input and output while the block lasts; what it says beside is not heard.

    However the block is left, the program and everything it started are gone.
    """
    words = [str(word) for word in argv]
    process = _started(words, subprocess.PIPE, subprocess.PIPE, subprocess.DEVNULL, env)
    try:
        yield process
    finally:
        _end(process)


@contextmanager
def waiting(
    argv: Sequence[str | Path], said: IO[bytes], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that waits in the background while the block lasts; what it prints goes into the file `said`.

    However the block is left, and also when we are killed ourselves, the program and everything it started are gone.
    """
    process = _started(_guarded(argv), subprocess.PIPE, said, said, env, cwd)
    try:
        yield process
    finally:
        _end(process)


def _guarded(argv: Sequence[str | Path]) -> list[str]:
    return ["/bin/sh", "-c", _GUARD, "guard", *(str(word) for word in argv)]


def _absent(name: str, remedy: str) -> NotInstalled:
    return NotInstalled(_("The program {program} is not installed.").format(program=name), remedy=remedy)


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):  # words that were still on their way
                pipe.close()


def _run(
    words: list[str],
    name: str,
    out: IO[bytes],
    err: IO[bytes],
    *,
    timeout: float,
    env: Mapping[str, str] | None,
    cwd: Path | None,
    remedy: str,
    tick: Callable[[], None] | None,
) -> int:
    process = _started(_guarded(words), subprocess.PIPE, out, err, env, cwd, remedy)
    try:
        return _wait(process, name, timeout, remedy, tick)
    finally:
        _end(process)


def _started(
    words: list[str],
    stdin: int,
    out: IO[bytes] | int,
    err: IO[bytes] | int,
    env: Mapping[str, str] | None,
    cwd: Path | None = None,
    remedy: str = "",
) -> subprocess.Popen[bytes]:
    name = Path(words[0]).name
    try:
        # Output goes to files where nobody reads along: a grandchild that keeps a pipe open cannot make us wait.
        return subprocess.Popen(
            words,
            stdin=stdin,
            stdout=out,
            stderr=err,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise _absent(name, remedy) from None
    except OSError as problem:
        message = _("The program {program} cannot be started: {reason}.").format(program=name, reason=problem.strerror)
        raise ToolError(message, remedy=remedy) from problem


def _wait(process: subprocess.Popen[bytes], name: str, timeout: float, remedy: str, tick: Callable[[], None] | None) -> int:
    end = time.monotonic() + timeout
    while True:
        left = end - time.monotonic()
        if left <= 0:
            message = _("The program {program} did not finish within {seconds} seconds and was stopped.")
            raise TimedOut(message.format(program=name, seconds=round(timeout)), remedy=remedy)
        try:
            return process.wait(min(left, _TICK) if tick else left)
        except subprocess.TimeoutExpired:
            if tick:
                tick()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group, also what a program that has already ended left running, and reap the program itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # Its children are not ours to reap. Give them a moment to be gone, so that nobody writes to folders we then remove.
        end = time.monotonic() + _GRACE
        while _alive(process.pid) and time.monotonic() < end:
            time.sleep(0.01)
    process.wait()


def memory(process: subprocess.Popen[bytes]) -> int:
    """Bytes of memory that a running program and everything it started hold. 0 where the system does not tell."""
    return sum(int(words[_HELD]) for words in _members(process.pid)) * resource.getpagesize()


def _alive(group: int) -> bool:
    """Whether any process of a group still runs."""
    return any(True for _words in _members(group))


def _members(group: int) -> Iterator[list[str]]:
    """What /proc/N/stat says of each process of a group, from its state on: the third field of proc(5) and those after it.

    In containers the dead may stay listed for ever, as zombies.
    """
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = entry.read_text(errors="replace").rpartition(")")[2].split()
            if int(words[2]) == group and words[0] not in "ZX":
                yield words


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
