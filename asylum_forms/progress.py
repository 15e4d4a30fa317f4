"""How a long step tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Told = Callable[[int], None]
"""Told how much of a step is done."""


def untold(_done: int) -> None:
    """Nobody wants to know."""


class Progress(Protocol):
    """Told of progress: the name of the step, how much is done, how much there is (0: not known)."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...
