"""The thread that draws the progress: Python waits for it, so that nobody writes to the terminal while Python ends."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import threading
import time

import pytest
from rich.console import Console

from asylum_forms.cli import show


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the progress is drawn on."""
    drawn = io.StringIO()
    monkeypatch.setattr(show, "_err", Console(file=drawn, force_terminal=True))
    return drawn


def test_no_thread_that_python_does_not_wait_for_draws_the_progress(terminal: io.StringIO) -> None:
    before = set(threading.enumerate())
    with show.progress() as progress:
        progress("Working")
        started = set(threading.enumerate()) - before
        assert [thread.daemon for thread in started] == [False]
        long = len(terminal.getvalue())
        end = time.monotonic() + 30
        while len(terminal.getvalue()) == long and time.monotonic() < end:
            time.sleep(0.01)
        assert len(terminal.getvalue()) > long, "its clock goes on"
    assert not set(threading.enumerate()) - before


def test_it_is_gone_when_the_work_is_interrupted(terminal: io.StringIO) -> None:
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt), show.progress():
        signal.raise_signal(signal.SIGINT)
    assert not set(threading.enumerate()) - before


@pytest.mark.parametrize("ending", ["", "raise KeyboardInterrupt"])
def test_python_ends_though_nobody_has_told_it_to_stop(ending: str) -> None:
    """As where the interruption comes before anybody could: the thread sees that the main one is over."""
    script = f"""
from rich.console import Console
from asylum_forms.cli import show
show._err = Console(stderr=True, force_terminal=True)
progress = show.progress()
progress.__enter__()("Working")
left = progress.gen  # kept until the end
{ending}
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == (-2 if ending else 0), done.stderr
