"""Being asked to stop: Ctrl-C, the system's request, or the end of the terminal. Each ends the work as Ctrl-C does, tidied up."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE = 10.0
"""Seconds in which being asked again changes nothing: a closed terminal asks twice, people more often."""


def listen() -> None:
    """From now on every way of asking raises KeyboardInterrupt, once. What we were told to ignore (nohup) stays ignored."""
    last = -_PATIENCE

    def stop(_number: int, _frame: object) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PATIENCE:
            last = now
            mute()
            raise KeyboardInterrupt

    for number in _ASKED:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


def mute() -> bool:
    """What is said to a terminal that is gone would be an error, in the middle of tidying up: it goes nowhere instead.

    Returns whether it is gone.
    """
    gone = False
    for stream in (1, 2):
        try:
            os.write(stream, b"")
        except OSError as error:
            gone = gone or error.errno == errno.EIO
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    return gone


@contextmanager
def put_off() -> Iterator[None]:
    """Nothing that asks us to stop is heard before the block has ended.

    A mask of signals would not do: the system gives them to any other thread, and Python interrupts this one all the same.
    """
    if threading.current_thread() is not threading.main_thread():  # only that one is ever interrupted
        yield
        return
    asked: list[int] = []
    before = {number: signal.getsignal(number) for number in _ASKED}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
        if asked:
            signal.raise_signal(asked[0])
