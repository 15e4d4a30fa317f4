"""How a long step tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Told = Callable[[int], None]
"""Told how much of a step is done."""


def untold(_done: int) -> None:
    """Nobody wants to know."""


_WIDTH = 8


@dataclass(frozen=True)
class Tally:
    """`Told` for a step that another process does: it writes how much is done into a file, and we read it there."""

    file: Path

    def __call__(self, done: int) -> None:
        with self.file.open("ab") as opened:
            opened.write(done.to_bytes(_WIDTH))

    def done(self) -> int:
        """How much is done; 0 when nothing has been told yet."""
        return int.from_bytes(self.file.read_bytes()[-_WIDTH:]) if self.file.exists() else 0


class Progress(Protocol):
    """Told of progress: the name of the step, how much is done, how much there is (0: not known)."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...


def quiet(step: str, done: int = 0, total: int = 0) -> None:
    """Progress that nobody watches."""
