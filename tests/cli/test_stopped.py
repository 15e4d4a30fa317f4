"""Stopped, killed, out of disk, without LibreOffice: the last good filing stays, nothing is left over, the next run finishes."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: WORDS
  place: {country: US}
  read_back_in: none
evidence:
  - {id: letter, file: evidence/letter.txt, title: A letter, language: en}
  - {id: photo, file: evidence/photo.jpg, title: A photograph, language: en}
  - {id: court, file: evidence/court.pdf, title: A summons, language: en}
"""
PROCEDURE = "us/affirmative"
DONE = (0, 10)
STOPPED = 130


class Case:
    """A small case with a good filing, and its own folder for temporary files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.temporary = folder / "case", folder / "tmp"
        self.out = self.folder / "build" / "us-affirmative"
        (self.folder / "evidence").mkdir(parents=True)
        self.temporary.mkdir()
        self.mark = f"ASYLUM_FORMS_TEST={folder}"
        self.environment = {**os.environ, "TMPDIR": str(self.temporary), self.mark.split("=")[0]: str(folder)}
        (self.folder / "evidence" / "letter.txt").write_text("She was taken away.\n")
        Image.effect_noise((1600, 1200), 60).save(self.folder / "evidence" / "photo.jpg")
        pdf = FPDF()
        pdf.set_font("helvetica", size=20)
        for number in range(20):
            pdf.add_page()
            pdf.cell(text=f"page {number}")
        pdf.output(str(self.folder / "evidence" / "court.pdf"))
        self.write("first")

    def write(self, words: str) -> None:
        (self.folder / "record.yaml").write_text(RECORD.replace("WORDS", words))

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "asylum_forms.cli.main", *(words or ("build", str(self.folder), "--for", PROCEDURE))]

    def start(self, *before: str, **environment: str) -> subprocess.Popen[str]:
        return self._start([*before, *self.command()], {**self.environment, **environment})

    def build(self, **environment: str) -> tuple[int, str]:
        child = self.start(**environment)
        words, _none = child.communicate(timeout=120)
        return child.returncode, words

    def run(self, *words: str) -> tuple[int, str]:
        child = self._start(self.command(*words), self.environment)
        said, _none = child.communicate(timeout=120)
        return child.returncode, said

    def _start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )

    def filing(self) -> tuple[bytes, bytes]:
        return (self.out / "filing.pdf").read_bytes(), (self.out / "manifest.json").read_bytes()

    def whole(self) -> bool:
        """Whether the filing is the one of which the manifest tells: the last one, or the new one."""
        outputs = json.loads((self.out / "manifest.json").read_text())["outputs"]
        digests = {self.out / output["path"]: output["sha256"] for output in outputs}
        return all(hashlib.sha256(file.read_bytes()).hexdigest() == digest for file, digest in digests.items())

    def unfinished(self) -> list[Path]:
        """What lies about that belongs to no result."""
        beside = [file for file in self.out.iterdir() if file.name.startswith(".") and file.name != ".cache"]
        return [*beside, *self.temporary.iterdir(), *self.out.rglob("*.part")]

    def processes(self) -> list[str]:
        """Programs that a build of this case has started and that still run."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, float]:
    """The case, built once, and the seconds that takes."""
    case = Case(tmp_path_factory.mktemp("stopped"))
    start = time.monotonic()
    code, words = case.build()
    assert code in DONE, words
    return case, time.monotonic() - start


def settled(case: Case) -> None:
    """Killed processes are gone within moments."""
    end = time.monotonic() + 3
    while case.processes() and time.monotonic() < end:
        time.sleep(0.05)
    assert case.processes() == []


def test_the_second_run_finds_nothing_that_looks_edited(built: tuple[Case, float]) -> None:
    case, _seconds = built
    code, words = case.build()

    assert code in DONE
    assert "edited by hand" not in words
    assert case.unfinished() == []
    settled(case)


INT, TERM, KILL, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP


@pytest.mark.parametrize(
    ("number", "moment"),
    [(INT, 0.1), (TERM, 0.3), (INT, 0.45), (KILL, 0.5), (TERM, 0.6), (HUP, 0.7), (INT, 0.75), (KILL, 0.8), (INT, 0.9)],
)
def test_stopped_at_any_moment(built: tuple[Case, float], number: signal.Signals, moment: float) -> None:
    case, seconds = built
    case.write(f"stopped by {number.name} at {moment}")

    child = case.start()
    time.sleep(seconds * moment)
    child.send_signal(number)
    words, _none = child.communicate(timeout=60)

    settled(case)
    assert case.whole()
    # Some days it is faster: then it is done, or Python is already going.
    if number is not KILL and child.returncode not in (*DONE, -number):
        # Interrupted while a library is imported, Python itself ends as by Ctrl-C once we are done, which to a shell is the same.
        assert child.returncode in (STOPPED, -INT), words
        assert "Traceback" not in words
        assert case.unfinished() == []
    code, words = case.build()
    assert code in DONE, words
    assert "edited by hand" not in words
    assert case.whole()
    assert case.unfinished() == []


def test_asked_to_stop_again_and_again(built: tuple[Case, float]) -> None:
    """Somebody impatient; and whose terminal closes is told twice, by the system and by the shell."""
    case, _seconds = built
    case.write("stopped again and again")

    child = case.start()
    while not list(case.out.glob(".work-*")) and child.poll() is None:
        time.sleep(0.01)
    while child.poll() is None:
        child.send_signal(HUP)
        child.send_signal(INT)
        time.sleep(0.01)
    words, _none = child.communicate(timeout=60)

    settled(case)
    assert child.returncode in (STOPPED, -HUP, -INT), words  # in the end Python itself hears no more
    assert "Stopped." in words
    assert "Traceback" not in words
    assert case.whole()
    assert case.unfinished() == []


@pytest.mark.parametrize("moment", [0.3, 0.6])
def test_the_terminal_is_closed(built: tuple[Case, float], moment: float) -> None:
    """What is said to a terminal that is gone fails; everything is tidied up all the same."""
    case, seconds = built
    case.write(f"terminal closed at {moment}")

    pid, terminal = pty.fork()
    if not pid:
        os.execve(sys.executable, case.command(), case.environment)
    time.sleep(seconds * moment)
    os.close(terminal)
    _pid, status = os.waitpid(pid, 0)

    settled(case)
    # Some days it is faster; and Python has ends of its own.
    assert os.waitstatus_to_exitcode(status) in (STOPPED, -INT, -HUP, *DONE)
    assert case.whole()
    assert case.unfinished() == []


def test_a_terminal_that_is_gone_before_we_are_told_is_no_trouble_of_the_disk(built: tuple[Case, float]) -> None:
    case, _seconds = built
    terminal, ours = pty.openpty()
    command = case.command("check", str(case.folder), "--for", PROCEDURE)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=ours, stderr=ours, env=case.environment)
    os.close(ours)
    os.close(terminal)
    assert child.wait(timeout=60) == STOPPED
    settled(case)
    assert case.unfinished() == []


def test_what_may_outlive_the_terminal_does(built: tuple[Case, float]) -> None:
    case, seconds = built
    case.write("under nohup")

    child = case.start("nohup")
    time.sleep(seconds * 0.5)
    child.send_signal(HUP)
    words, _none = child.communicate(timeout=60)

    assert child.returncode in DONE, words
    assert case.unfinished() == []


def test_killed_outright_the_next_run_removes_what_was_left(built: tuple[Case, float]) -> None:
    case, _seconds = built
    case.write("killed with folders left")
    child = case.start()
    end = time.monotonic() + 30
    while not list(case.temporary.glob("asylum-forms-*/work/*")) and time.monotonic() < end:
        time.sleep(0.01)
    child.kill()
    child.communicate()
    settled(case)
    left = list(case.temporary.iterdir())
    assert left

    assert case.run("check", str(case.folder), "--for", PROCEDURE)[0] in DONE

    assert case.unfinished() == [file for file in case.unfinished() if file.name.startswith(".work-")]
    assert list(case.temporary.iterdir()) == []


def test_two_builds_do_not_work_in_one_folder(built: tuple[Case, float]) -> None:
    case, _seconds = built
    case.write("one of two")
    children = [case.start(), case.start()]
    ends = sorted((child.communicate(timeout=120)[0], child.returncode) for child in children)

    codes = sorted(code for _words, code in ends)
    assert codes[0] in (*DONE, 8)
    assert codes[1] in (*DONE, 8)
    assert any(code in DONE for code in codes)
    assert all("Another build is at work" in words for words, code in ends if code == 8)
    assert case.unfinished() == []


@pytest.mark.parametrize(
    ("script", "said"), [("kill -9 $$", "failed twice"), ("exit 0", "failed twice"), (None, "LibreOffice is not installed")]
)
def test_without_a_working_libreoffice(built: tuple[Case, float], tmp_path: Path, script: str | None, said: str) -> None:
    case, _seconds = built
    before = case.filing()
    case.write(f"without: {script}".replace("$$", "").replace(": ", " "))
    programs = tmp_path / "bin"
    programs.mkdir()
    for folder in ("/usr/bin", "/bin"):
        for program in Path(folder).iterdir():
            if (
                not program.name.startswith(("soffice", "libreoffice", "localc", "lowriter"))
                and not (programs / program.name).exists()
            ):
                (programs / program.name).symlink_to(program)
    if script:
        fake = programs / "soffice"
        version = f'case "$*" in *--version*) exec {shutil.which("soffice")} "$@";; esac'
        fake.write_text(f"#!/bin/sh\n{version}\n{script}\n")
        fake.chmod(0o755)

    code, words = case.build(PATH=str(programs))

    assert code in (4, 6), words
    assert said in words
    assert "→" in words
    assert case.filing() == before
    assert case.unfinished() == []
    settled(case)
    assert case.build()[0] in DONE


def tmpfs_possible() -> bool:
    return subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not tmpfs_possible(), reason="this system lets nobody mount a file system of their own")
@pytest.mark.parametrize("kilobytes", [30, 200, 500])
def test_a_full_disk(built: tuple[Case, float], tmp_path: Path, kilobytes: int) -> None:
    """The folder of the filing is a disk of its own, with room for the last filing and some kilobytes."""
    case, _seconds = built
    case.write(f"on a disk with {kilobytes}")
    disk = tmp_path / "disk"
    disk.mkdir()
    copy = tmp_path / "copy"
    script = f"""
        set -e
        size=$(du -sk --apparent-size {case.out} | cut -f1)
        mount -t tmpfs -o size=$((size + {kilobytes} + 60))k tmpfs {disk}
        cp -a {case.out}/. {disk}/
        code=0
        {sys.executable} -m asylum_forms.cli.main build {case.folder} --for {PROCEDURE} --out {disk} || code=$?
        cp -a {disk}/. {copy}/
        exit $code
    """
    copy.mkdir()
    environment = {**case.environment, "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, env=environment, timeout=120)

    said = done.stdout + done.stderr
    if done.returncode in DONE:
        assert (copy / "filing.pdf").read_bytes() != case.filing()[0]
    else:
        assert done.returncode == 8, said
        assert "Traceback" not in said
        assert "→" in said
        assert (copy / "filing.pdf").read_bytes() == case.filing()[0]
        assert (copy / "manifest.json").read_bytes() == case.filing()[1]
        assert not list(copy.glob(".work-*"))
    settled(case)
    assert case.unfinished() == []
