"""Calls in processes of their own: answers in order, limits kept, nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from asylum_forms import i18n
from asylum_forms.errors import EvidenceError, ToolError
from asylum_forms.tools.workers import Call, Limits, Lost, Workers

LIMITS = Limits(memory=500 << 20, cpu=20, seconds=20.0, output=1 << 20)


def double(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def refuse(name: str) -> None:
    raise EvidenceError(name, remedy="Do this.")


def speak() -> str:
    return i18n.language()


def who() -> int:
    return os.getpid()


def die_on_the_second_call(memory: Path) -> str:
    """As after a library has damaged what later calls need: fails wherever an earlier call has been in this process."""
    mine = memory / str(os.getpid())
    if mine.exists():
        os.abort()
    mine.touch()
    return "answered"


def kill_the_host() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


def large() -> bytes:
    return bytes(10_000_000)


def no_answer() -> object:
    return lambda: None


def test_answers_come_in_the_order_of_the_calls() -> None:
    done: list[int] = []
    with Workers() as workers:
        assert workers.run([Call(double, (n,), {"plus": 1}) for n in range(50)], LIMITS, done.append) == [
            2 * n + 1 for n in range(50)
        ]
        assert workers.run([], LIMITS) == []
        assert workers.run([Call(double, (1,))], LIMITS) == [2]
    assert done == list(range(1, 51))


def test_errors_come_back_with_all_they_say() -> None:
    with Workers() as workers:
        (error,) = workers.run([Call(refuse, ("x",))], LIMITS)

    assert isinstance(error, EvidenceError)
    assert (error.message, error.remedy) == ("x", "Do this.")


def test_messages_are_in_the_language_in_force() -> None:
    with i18n.use("ko"), Workers() as workers:
        assert workers.run([Call(speak)], LIMITS) == ["ko"]


def test_large_answers_come_through_and_impossible_ones_are_lost() -> None:
    with Workers() as workers:
        whole, none = workers.run([Call(large), Call(no_answer)], LIMITS)

    assert len(whole) == 10_000_000
    assert isinstance(none, Lost)


def test_calls_are_not_run_in_this_process() -> None:
    with Workers() as workers:
        assert os.getpid() not in workers.run([Call(who)] * 4, LIMITS)


def test_a_call_is_not_blamed_for_what_an_earlier_one_did_to_its_process(tmp_path: Path) -> None:
    with Workers() as workers:
        assert workers.run([Call(die_on_the_second_call, (tmp_path,))] * 6, LIMITS) == ["answered"] * 6


def test_a_killed_host_is_an_error_that_says_what_to_do() -> None:
    with Workers() as workers, pytest.raises(ToolError) as caught:
        workers.run([Call(kill_the_host), Call(double, (1,))], LIMITS)

    assert caught.value.remedy


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_whoever_stops_us_stops_the_workers(tmp_path: Path, number: signal.Signals) -> None:
    code = """if True:
        import sys, time
        from asylum_forms.tools.workers import Call, Limits, Workers
        with Workers() as workers:
            workers.run([Call(exec, ("import os, time; open(f'{sys.argv[1]}/{os.getpid()}', 'w'); time.sleep(60)".replace(
                "{sys.argv[1]}", sys.argv[1]),))] * 2, Limits(1 << 30, 60, 60.0, 1 << 20))
    """
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while not list(tmp_path.iterdir()) and time.monotonic() < end:
        time.sleep(0.02)
    workers = [file.name for file in tmp_path.iterdir()]
    assert workers

    child.send_signal(number)
    child.wait(timeout=20)

    end = time.monotonic() + 5
    while any(alive(worker) for worker in workers) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(alive(worker) for worker in workers)


def alive(worker: str) -> bool:
    try:
        return Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
