"""Programs are started in one place, and nothing of them is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from asylum_forms.errors import ToolError
from asylum_forms.tools import process


def alive(pid_file: Path) -> bool:
    """Whether the process whose number is in the file still runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid_file.read_text().strip()}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_output_environment_and_folder(tmp_path: Path) -> None:
    done = process.run(["sh", "-c", "pwd; echo $WORD; echo oops >&2"], timeout=10, env={"WORD": "字"}, cwd=tmp_path)

    assert done.stdout == f"{tmp_path}\n字\n"
    assert done.stderr == "oops\n"


def test_nothing_waits_for_the_terminal() -> None:
    assert process.run(["cat"], timeout=5).stdout == ""


def test_a_missing_program_is_named_with_its_remedy() -> None:
    with pytest.raises(process.NotInstalled, match="no-such-program") as caught:
        process.run(["no-such-program"], timeout=5, remedy="Install it.")
    assert caught.value.remedy == "Install it."


def test_a_failing_program_is_quoted() -> None:
    with pytest.raises(ToolError, match=r"sh failed \(exit status 3\).*it hurts"):
        process.run(["sh", "-c", "echo it hurts >&2; exit 3"], timeout=5)
    assert process.run(["sh", "-c", "exit 3"], timeout=5, check=False).returncode == 3


def test_the_time_limit_ends_the_program_and_all_its_children(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/child; wait"
    start = time.monotonic()

    with pytest.raises(process.TimedOut, match="1 seconds"):
        process.run(["sh", "-c", script], timeout=1)

    assert time.monotonic() - start < 5
    assert not alive(tmp_path / "child")


def test_children_that_outlive_the_program_are_ended_too(tmp_path: Path) -> None:
    process.run(["sh", "-c", f"sleep 60 & echo $! > {tmp_path}/child"], timeout=10)

    assert not alive(tmp_path / "child")


@pytest.mark.parametrize("reason", [KeyboardInterrupt, ToolError("enough")])
def test_whatever_stops_us_stops_the_program(tmp_path: Path, reason: BaseException) -> None:
    def tick() -> None:
        if (tmp_path / "child").exists():
            raise reason

    with pytest.raises((KeyboardInterrupt, ToolError)):
        process.run(["sh", "-c", f"echo $$ > {tmp_path}/child; sleep 60"], timeout=30, tick=tick)

    assert not alive(tmp_path / "child")


def test_no_process_group_is_shared_with_us() -> None:
    done = process.run(["sh", "-c", "ps -o pgid= -p $$"], timeout=5)

    assert int(done.stdout) != os.getpgid(0)


def test_killed_without_warning_we_leave_no_program_behind(tmp_path: Path) -> None:
    code = (
        "import sys; from asylum_forms.tools import process\n"
        "process.run(['sh', '-c', f'sleep 60 & echo $! > {sys.argv[1]}/child; wait'], timeout=60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    end = time.monotonic() + 20
    while not (tmp_path / "child").exists() and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.1)

    child.kill()
    child.wait()

    while alive(tmp_path / "child") and time.monotonic() < end:
        time.sleep(0.02)
    assert not alive(tmp_path / "child")
