"""Calls on files that nobody can trust, each in a process of its own that the system bounds: what it does stays with it.

One host is started. It imports once what the calls need, and forks children that do them; it has one thread, so forking is
safe. The limits are the kernel's: they hold also where a library never comes back to Python. With us the host ends, and with it
the rest.
"""

from __future__ import annotations

import copyreg
import ctypes
import gc
import importlib
import math
import os
import pickle
import resource
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from types import ModuleType
from typing import IO, Any, NoReturn, Self

from asylum_forms import i18n
from asylum_forms.errors import ToolError
from asylum_forms.i18n import _
from asylum_forms.tools import process, threads

copyreg.pickle(ModuleType, lambda module: (importlib.import_module, (module.__name__,)))
"""So that a module can be an argument of a call."""

_HOST = "from asylum_forms.tools import workers; workers.serve()"
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
_SIGNALS = {signal.SIGALRM: "time", signal.SIGXCPU: "time", signal.SIGXFSZ: "output"}


@dataclass(frozen=True)
class Limits:
    """What one call may use."""

    memory: int
    """Bytes of memory that it may write to (RLIMIT_DATA: files it only reads do not count)."""
    cpu: int
    """Seconds of computing."""
    seconds: float
    """Seconds on the clock, waiting included."""
    output: int
    """Bytes of any one file it writes."""


@dataclass(frozen=True)
class Call:
    """A function that other processes can import too, and its arguments."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


class Lost(Exception):
    """A call that gave no answer. `reason`: `memory`, `time`, `output` (a limit), or `died`; `detail` is for developers."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Workers:
    """As many processes at once as there are cores, while the `with` block lasts.

    `modules` are imported once, before the first call; what one of them has to find out for all calls, its `warm` finds out.
    """

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._stack = ExitStack()
        self._one = threading.Lock()

    def __enter__(self) -> Self:
        argv = [sys.executable, "-P", "-c", _HOST, *self._modules]
        # What we can import the host can import too.
        path = os.pathsep.join(folder for folder in sys.path if folder)
        # What is still under way when the block ends comes to its end because the host has.
        self._beside = self._stack.enter_context(ThreadPoolExecutor(1))
        self._host = self._stack.enter_context(process.running(argv, env={"PYTHONPATH": path}))
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def run(self, calls: Sequence[Call], limits: Limits, done: Callable[[int], None] = lambda _count: None) -> list[Any]:
        """What the calls return or raise, in their order; Lost in the place of one that did not come to its end.

        Answers and arguments must be picklable. `done` is told how many calls have ended. Raises ToolError when the host itself
        is killed or cannot start.
        """
        answers: dict[int, Any] = {}
        for index, answer in self.each(calls, limits):
            answers[index] = answer
            done(len(answers))
        return [answers[index] for index in range(len(calls))]

    def begin(self, calls: Sequence[Call], limits: Limits) -> Future[list[Any]]:
        """The same, while we go on."""
        return threads.begin(self._beside, self.run, calls, limits)

    def each(self, calls: Sequence[Call], limits: Limits) -> Iterator[tuple[int, Any]]:
        """(number of the call, what it returned or raised), as they end; otherwise as `run`. To be read to the end."""
        if not calls:
            return
        assert self._host.stdin
        assert self._host.stdout
        request = pickle.dumps((tuple(calls), limits, i18n.language()))
        try:
            with self._one:
                self._host.stdin.write(request)
                self._host.stdin.flush()
                for _call in calls:
                    yield pickle.load(self._host.stdout)
        except (EOFError, pickle.UnpicklingError, BrokenPipeError) as problem:
            message = _("A part of this program was stopped from outside while it read files.")
            remedy = _("Check that the computer has memory to spare, then run the command again.")
            raise ToolError(message, remedy=remedy) from problem


def serve() -> NoReturn:
    """The host's life: calls come in on its standard input, answers go out on its standard output."""
    _die_with_parent()
    wire = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    gc.set_threshold(250_000)  # as in cli/__init__.py
    for name in sys.argv[1:]:
        module = importlib.import_module(name)
        if find_out := getattr(module, "warm", None):
            find_out()
    gc.collect()
    gc.freeze()  # so that children do not copy pages only to count references in them
    with suppress(EOFError, BrokenPipeError):
        while True:
            calls, limits, language = pickle.load(sys.stdin.buffer)
            with i18n.use(language):
                for answer in _Batch(calls, limits).answers():
                    wire.write(pickle.dumps(answer))
                    wire.flush()
    os._exit(0)


@dataclass
class _Child:
    """A process at work."""

    pid: int
    ask: int
    """File descriptor to write the number of a call to."""
    answer: IO[bytes]
    """The pickled answers come out here."""
    index: int
    """The call it is at."""
    done: int = 0
    """How many it has answered."""


class _Batch:
    """Calls shared out to children. A child takes one call after another, because a new one for each would cost more time than
    most files take; the first that goes wrong is its last."""

    def __init__(self, calls: Sequence[Call], limits: Limits) -> None:
        self._calls, self._limits = calls, limits
        self._left = list(range(len(calls)))[::-1]
        self._children: dict[int, _Child] = {}

    def answers(self) -> Iterator[tuple[int, Any]]:
        """(number of the call, what it returned or raised), as they end."""
        while self._left or self._children:
            while self._left and len(self._children) < len(os.sched_getaffinity(0)):
                self._hire(self._left.pop())
            for descriptor in select.select(list(self._children), [], [])[0]:
                child = self._children[descriptor]
                try:
                    answer = pickle.load(child.answer)
                except Exception:  # it is gone, perhaps in the middle of its answer
                    answer = self._bury(descriptor)
                    if child.done and answer.reason != "time":
                        self._left.append(child.index)  # whatever it was, an earlier call may be at fault
                        continue
                    yield child.index, answer
                    continue
                yield child.index, answer
                child.done += 1
                if self._left and not isinstance(answer, Lost):
                    child.index = self._left.pop()
                    os.write(child.ask, child.index.to_bytes(4))
                else:
                    self._bury(descriptor)

    def _hire(self, index: int) -> None:
        asked, ask = os.pipe()
        answers, answer = os.pipe()
        host = os.getpid()
        if not (pid := os.fork()):
            _die_with_parent()
            if os.getppid() != host:  # it was killed before we could ask to go with it
                os._exit(1)
            os.close(ask)
            _work(self._calls, self._limits, index, asked, answer)
        os.close(asked)
        os.close(answer)
        self._children[answers] = _Child(pid, ask, os.fdopen(answers, "rb"), index)

    def _bury(self, descriptor: int) -> Lost:
        """End a child, and say what its end was if it had come to one already."""
        child = self._children.pop(descriptor)
        os.kill(child.pid, signal.SIGKILL)
        _pid, status = os.waitpid(child.pid, 0)
        os.close(child.ask)
        child.answer.close()
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            return Lost(_SIGNALS.get(signal.Signals(number), "died"), signal.strsignal(number) or "")
        return Lost("died", f"exit status {os.WEXITSTATUS(status)}")


def _work(calls: Sequence[Call], limits: Limits, index: int, asked: int, answer: int) -> NoReturn:
    """A child's life."""
    try:
        _bound(limits)
        with os.fdopen(answer, "wb") as wire:
            while True:
                _begin(limits)
                outcome = _outcome(calls[index])
                signal.setitimer(signal.ITIMER_REAL, 0)
                wire.write(outcome)
                wire.flush()
                if len(number := os.read(asked, 4)) < 4:
                    break
                index = int.from_bytes(number)
    finally:
        os._exit(0)


def _outcome(call: Call) -> bytes:
    result: Any
    try:
        result = call.function(*call.arguments, **call.options)
    except MemoryError as problem:
        result = Lost("memory", str(problem))
    except Exception as problem:
        result = problem
    try:
        whole = pickle.dumps(result)
        pickle.loads(whole)
    except Exception as problem:
        return pickle.dumps(Lost("died", f"{result!r}: {problem}"))
    return whole


def _bound(limits: Limits) -> None:
    """The limits that hold for all calls of a child."""
    with suppress(OSError):  # when memory runs out altogether, the system is to end this process and no other
        os.write(os.open("/proc/self/oom_score_adj", os.O_WRONLY), b"1000")
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_DATA, limits.memory)
    _limit(resource.RLIMIT_FSIZE, limits.output)


def _begin(limits: Limits) -> None:
    """The limits that count from the beginning of a call."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + limits.cpu)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def _limit(name: int, most: int) -> None:
    hard = resource.getrlimit(name)[1]
    resource.setrlimit(name, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _die_with_parent() -> None:
    """So that nobody is left behind when we are killed ourselves. Where there is no such call, pipes and limits end it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
