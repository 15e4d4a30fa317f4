"""Asked to stop in the moment in which the evidence begins to be taken in."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asylum_forms import build
from asylum_forms.tools import stopping


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """As they were, after each test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_nobody_goes_on_writing_into_the_folder_that_goes(
    small_case: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, started, start = small_case(), [], threading.Thread.start

    def asked(thread: threading.Thread) -> None:
        start(thread)
        if threading.current_thread() is threading.main_thread():
            started.append(thread)
            signal.raise_signal(signal.SIGINT)

    stopping.listen()
    monkeypatch.setattr(threading.Thread, "start", asked)
    with pytest.raises(KeyboardInterrupt):
        build.build(case, "us/affirmative", progress=lambda *_told: None)
    assert started
    assert not any(thread.is_alive() for thread in started)
    assert not list(case.rglob(".work-*"))
