"""Asked to stop in any way, the work ends as with Ctrl-C; what must not end half-way does not."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asylum_forms import publish
from asylum_forms.tools import scratch, stopping

ASKED = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """As in a terminal, also where the tests themselves are told to ignore something (nohup, a shell in the background)."""
    before = {number: signal.getsignal(number) for number in ASKED}
    for number in ASKED:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ASKED)
def test_every_way_of_asking_is_that_of_ctrl_c(number: signal.Signals) -> None:
    stopping.listen()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)


def test_asked_again_while_we_tidy_up_we_go_on_tidying() -> None:
    stopping.listen()
    tidied = []

    def work() -> None:
        try:
            signal.raise_signal(signal.SIGHUP)
        finally:
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGINT)
            tidied.append(True)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert tidied


def test_what_was_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stopping.listen()
    signal.raise_signal(signal.SIGHUP)
    with stopping.put_off():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


@pytest.mark.parametrize("number", ASKED)
def test_what_must_not_end_half_way_ends_whole(number: signal.Signals) -> None:
    stopping.listen()
    steps = []
    other = threading.Thread(target=time.sleep, args=(0.3,))  # the system may give a signal to any thread
    other.start()

    def work() -> None:
        with stopping.put_off():
            steps.append("begun")
            os.kill(os.getpid(), number)
            time.sleep(0.1)
            steps.append("done")

    with pytest.raises(KeyboardInterrupt):
        work()
    other.join()
    assert steps == ["begun", "done"]


def test_in_another_thread_nothing_has_to_be_put_off() -> None:
    done = []

    def work() -> None:
        with stopping.put_off():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def _asked_while_removing(monkeypatch: pytest.MonkeyPatch) -> None:
    remove = shutil.rmtree

    def asked(*folder: Path, **how: bool) -> None:
        signal.raise_signal(signal.SIGINT)
        remove(*folder, **how)

    monkeypatch.setattr(shutil, "rmtree", asked)


def test_asked_to_stop_while_a_temporary_folder_goes_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    _asked_while_removing(monkeypatch)
    stopping.listen()
    with pytest.raises(KeyboardInterrupt), scratch.folder() as work:
        (work / "words").write_text("of the case")
    assert list(tmp_path.iterdir()) == []


def test_asked_to_stop_while_a_build_tidies_up_nothing_unfinished_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _asked_while_removing(monkeypatch)
    stopping.listen()
    with pytest.raises(KeyboardInterrupt), publish.workshop(tmp_path / "out") as work:
        (work / "words").write_text("of the case")
    assert list(tmp_path.iterdir()) == []


def _asked_while_making(monkeypatch: pytest.MonkeyPatch) -> None:
    make = tempfile.mkdtemp

    def asked(**how: Any) -> str:
        made = make(**how)
        signal.raise_signal(signal.SIGINT)
        return made

    monkeypatch.setattr(tempfile, "mkdtemp", asked)


def test_asked_to_stop_while_a_build_makes_its_folder_none_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _asked_while_making(monkeypatch)
    stopping.listen()
    with pytest.raises(KeyboardInterrupt), publish.workshop(tmp_path / "out"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_asked_to_stop_while_a_temporary_folder_is_made_none_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    _asked_while_making(monkeypatch)
    stopping.listen()
    with pytest.raises(KeyboardInterrupt), scratch.folder():
        pass
    assert list(tmp_path.iterdir()) == []
