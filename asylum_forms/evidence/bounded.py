"""Taking files in, each in a process of its own: whatever a file does to the libraries that read it, it does to itself alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from asylum_forms.errors import AsylumFormsError, EvidenceError
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.kinds import PARTS, refused, too_large
from asylum_forms.i18n import _
from asylum_forms.tools.workers import Call, Limits, Lost, Workers

LIMITS = Limits(memory=4 << 30, cpu=300, seconds=600, output=2 << 30)
"""What one file may take. Measured (2 busy cores): the largest picture that is opened at all, 178 million see-through dots, takes
3.5 GB and 160 seconds. On the clock twice as much, for slow disks. No portal takes 2 GB."""

Key = TypeVar("Key", bound=Hashable)


_kept: ContextVar[Workers | None] = ContextVar("_kept", default=None)


@contextmanager
def workers(*modules: str) -> Iterator[Workers]:
    """Processes that import what taking in needs, and `modules` besides, while the block lasts; in a block of `warm` those."""
    if kept := _kept.get():
        yield kept
    else:
        with Workers("asylum_forms.evidence.intake", *modules) as hired:
            yield hired


@contextmanager
def warm(*modules: str) -> Iterator[None]:
    """All `workers` of this block are the same processes, which import what they need only once."""
    with workers(*modules) as hired:
        token = _kept.set(hired)
        try:
            yield
        finally:
            _kept.reset(token)


def run(
    calls: Mapping[Key, Call], hired: Workers, progress: Callable[[int], None] = lambda _done: None, limits: Limits = LIMITS
) -> dict[Key, Any]:
    """What each call gives or, in its place, the EvidenceError of its file, which is its first argument.

    Raises any other error that a user can act on, and OSError: a full disk is not the file's fault.
    """
    answers = hired.run(list(calls.values()), limits, progress)
    return {key: _settled(call.arguments[0], answer, limits) for (key, call), answer in zip(calls.items(), answers, strict=True)}


def each(calls: Mapping[Key, Call], hired: Workers, limits: Limits = LIMITS) -> Iterator[tuple[Key, Any]]:
    """The same, as they end. To be read to the end."""
    items = list(calls.items())
    for index, answer in hired.each(list(calls.values()), limits):
        key, call = items[index]
        yield key, _settled(call.arguments[0], answer, limits)


def take_all(files: Mapping[Key, Path], work: Callable[[Key], Path], paper: str, hired: Workers) -> dict[Key, Paper]:
    """`intake.take_in` of several files, each into its folder. Raises the EvidenceError of the first that cannot be taken in."""
    papers = run({key: Call(take_in, (file, work(key)), {"paper": paper}) for key, file in files.items()}, hired)
    for paper_ in papers.values():
        if isinstance(paper_, EvidenceError):
            raise paper_
    return papers


def _settled(file: Path, answer: Any, limits: Limits) -> Any:
    if isinstance(answer, Lost):
        return _lost(file, answer, limits)
    if isinstance(answer, AsylumFormsError | OSError) and not isinstance(answer, EvidenceError):
        raise answer
    if isinstance(answer, Exception) and not isinstance(answer, EvidenceError):
        return _lost(file, Lost("died", repr(answer)), limits)
    return answer


def _lost(file: Path, lost: Lost, limits: Limits) -> EvidenceError:
    """The error for a file whose process did not come to its end."""
    if lost.reason == "output":
        return too_large(file, limits.output)
    reason = {
        "memory": _("reading it takes more than {size} megabytes of memory.").format(size=limits.memory >> 20),
        "time": _("reading it takes longer than {minutes} minutes.").format(minutes=round(limits.cpu / 60)),
        "died": _("the program that reads it broke off ({reason}).").format(reason=lost.detail or "?"),
    }[lost.reason]
    return refused(file, reason, _(PARTS))
