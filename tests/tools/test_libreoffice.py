"""LibreOffice: many documents in one start, nothing fetched, nothing left behind, every failure named."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import docx.shared
import pypdf
import pytest
from PIL import Image

from asylum_forms.errors import ToolError
from asylum_forms.tools import libreoffice, office, process

REAL = shutil.which("soffice") or ""

Fake = Callable[[str], Path]


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Temporary folders are made where we can see them, and must be gone at the end."""
    if not REAL:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []
    assert not running(str(folder))


def running(word: str) -> list[str]:
    """Command lines of processes that mention a word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if word in line and str(os.getpid()) not in str(entry):
            found.append(line)
    return found


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Puts a program named soffice before the real one. Its script may use $REAL and $NOTES."""

    def make(script: str) -> Path:
        folder, notes = tmp_path / "bin", tmp_path / "notes"
        folder.mkdir()
        notes.mkdir()
        program = folder / "soffice"
        head = f'#!/bin/sh\nREAL={REAL}\nNOTES={notes}\ncase "$*" in *--version*) echo "LibreOffice 0.0"; exit 0;; esac\n'
        program.write_text(f'{head}echo "$*" >> $NOTES/calls\n{script}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return notes

    return make


def document(file: Path, words: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = docx.Document()
    made.add_paragraph(words)
    made.save(str(file))
    return file


def text(pdf: Path) -> str:
    return pypdf.PdfReader(pdf).pages[0].extract_text().strip()


def calls(notes: Path) -> int:
    return len((notes / "calls").read_text().splitlines())


def test_many_documents_of_one_name_come_back_in_order(tmp_path: Path) -> None:
    documents = [document(tmp_path / str(number) / "statement.docx", f"words {number} 证词") for number in range(5)]
    progress: list[tuple[int, int]] = []

    pdfs = libreoffice.convert(documents, tmp_path / "out", progress=lambda done, total: progress.append((done, total)))

    assert [text(pdf) for pdf in pdfs] == [f"words {number} 证词" for number in range(5)]
    assert len(set(pdfs)) == 5
    assert progress[0] == (0, 5)
    assert progress[-1] == (5, 5)
    assert progress == sorted(progress)
    info = pypdf.PdfReader(pdfs[0])
    assert info.metadata is None
    assert "DocChecksum" not in pdfs[0].read_bytes().decode("latin-1")


def test_equal_documents_give_equal_bytes_and_the_cache_spares_the_start(tmp_path: Path, fake: Fake) -> None:
    notes = fake('exec $REAL "$@"')
    one = document(tmp_path / "one.docx", "words")
    again = tmp_path / "copy" / "other name.docx"
    again.parent.mkdir()
    shutil.copy(one, again)
    cache = tmp_path / "cache"

    (first,) = libreoffice.convert([one], tmp_path / "a", cache=cache)
    (second,) = libreoffice.convert([again], tmp_path / "b", cache=cache)
    (fresh,) = libreoffice.convert([one], tmp_path / "c")

    assert first.read_bytes() == second.read_bytes() == fresh.read_bytes()
    assert calls(notes) == 2
    assert cache.stat().st_mode & 0o777 == 0o700
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:500])  # a damaged cache is no cache
    assert libreoffice.convert([one], tmp_path / "d", cache=cache)[0].read_bytes() == first.read_bytes()
    assert calls(notes) == 3


def test_a_document_comes_out_the_same_whatever_was_converted_before_it(tmp_path: Path) -> None:
    others = [document(tmp_path / f"{number}.docx", f"第{number}份文件") for number in range(4)]
    last = document(tmp_path / "last.docx", "行政处罚决定书")
    (alone,) = libreoffice.convert([last], tmp_path / "alone")
    (*_others, after) = libreoffice.convert([*others, last], tmp_path / "after")
    assert after.read_bytes() == alone.read_bytes()


def test_no_documents_need_no_start(tmp_path: Path, fake: Fake) -> None:
    notes = fake("exit 1")

    assert libreoffice.convert([], tmp_path / "out") == []
    assert not (notes / "calls").exists()


def test_when_it_dies_it_is_started_once_more_with_what_is_left(tmp_path: Path, fake: Fake) -> None:
    notes = fake('if [ ! -e $NOTES/died ]; then touch $NOTES/died; kill -9 $$; fi; exec $REAL "$@"')
    documents = [document(tmp_path / f"{number}.docx", f"words {number}") for number in range(2)]

    assert [text(pdf) for pdf in libreoffice.convert(documents, tmp_path / "out")] == ["words 0", "words 1"]
    assert calls(notes) == 2


def test_when_it_hangs_it_is_stopped_and_the_document_is_named(tmp_path: Path, fake: Fake) -> None:
    notes = fake("sleep 600")
    start = time.monotonic()

    with pytest.raises(ToolError, match=r"letter\.docx.*within 1 seconds") as caught:
        libreoffice.convert([document(tmp_path / "letter.docx", "x")], tmp_path / "out", bounds=libreoffice.Bounds(seconds=1))

    assert calls(notes) == 2
    assert time.monotonic() - start < 10
    assert caught.value.remedy
    assert not running("sleep 600")


def test_a_killed_libreoffice_leaves_no_socket_behind(tmp_path: Path, fake: Fake) -> None:
    if not office.without_network():
        pytest.skip("without a network namespace we cannot tell its socket from others")
    notes = fake(
        '$REAL "$@" & while ! grep OSL_PIPE /proc/self/net/unix > $NOTES/socket; do sleep 0.05; done; sleep 0.1; kill -9 0'
    )

    with pytest.raises(ToolError):
        libreoffice.convert([document(tmp_path / "letter.docx", "x")], tmp_path / "out")

    socket = Path((notes / "socket").read_text().split()[-1])
    assert socket.name.startswith("OSL_PIPE")
    assert not socket.exists()


def test_a_document_that_always_kills_it_is_found_among_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def convert(self: office.Office, file: Path, bounds: office.Bounds) -> Path:
        asked.append(file.name)
        if file.name == "bad.docx":
            os.killpg(self._process.pid, signal.SIGKILL)
        return real(self, file, bounds)

    real = office.Office.convert
    monkeypatch.setattr(office.Office, "convert", convert)
    documents = [document(tmp_path / name, name) for name in ("good.docx", "bad.docx", "last.docx")]

    with pytest.raises(ToolError, match=r"bad\.docx") as caught:
        libreoffice.convert(documents, tmp_path / "out")

    assert "good" not in caught.value.message
    assert asked == ["good.docx", "bad.docx", "bad.docx", "last.docx"]


@pytest.mark.slow
def test_a_document_that_swells_it_is_stopped_and_named_and_the_others_are_converted(tmp_path: Path) -> None:
    """A few kilobytes of Word file, whose picture takes half a gigabyte."""
    picture = io.BytesIO()
    Image.new("1", (12000, 12000), 1).save(picture, "PNG")
    bomb = docx.Document()
    bomb.add_picture(picture, width=docx.shared.Inches(6))
    bomb.save(str(tmp_path / "bomb.docx"))
    documents = [document(tmp_path / name, name) for name in ("first.docx", "last.docx")]
    documents.insert(1, tmp_path / "bomb.docx")
    assert documents[1].stat().st_size < 100_000

    with pytest.raises(ToolError, match=r"bomb\.docx.*more than 350 megabytes of memory") as caught:
        libreoffice.convert(documents, tmp_path / "out", cache=tmp_path / "cache", bounds=libreoffice.Bounds(memory=350 << 20))

    assert "first" not in caught.value.message
    assert "save it as PDF" in caught.value.remedy
    assert len(caught.value.findings) == 1
    assert sorted(text(pdf) for pdf in (tmp_path / "cache").iterdir()) == ["first.docx", "last.docx"]


def test_the_bounds_leave_room_for_the_largest_picture() -> None:
    assert libreoffice.BOUNDS.memory >= 2 * (1.7 * (1 << 30))


def test_kept_warm_one_start_serves_one_conversion_after_another(tmp_path: Path, fake: Fake) -> None:
    notes = fake('exec $REAL "$@"')
    with libreoffice.warm():
        for number in range(3):
            (pdf,) = libreoffice.convert([document(tmp_path / f"{number}.docx", f"words {number}")], tmp_path / "out")
            assert text(pdf) == f"words {number}"
    assert calls(notes) == 1


def test_what_an_earlier_document_was_leaves_no_trace_in_a_later_one(tmp_path: Path) -> None:
    one, other = document(tmp_path / "one.docx", "words"), document(tmp_path / "other.docx", "証言 " * 500)
    (alone,) = libreoffice.convert([one], tmp_path / "a")
    with libreoffice.warm():
        libreoffice.convert([other], tmp_path / "b")
        (after,) = libreoffice.convert([one], tmp_path / "c")
    assert after.read_bytes() == alone.read_bytes()


def test_killed_without_warning_we_leave_no_libreoffice_behind(tmp_path: Path) -> None:
    code = (
        "import sys, time, tempfile; tempfile.tempdir = sys.argv[1]; from asylum_forms.tools import libreoffice\n"
        "with libreoffice.warm(): print('up', flush=True); time.sleep(60)"
    )
    folder = tmp_path / "killed"
    folder.mkdir()
    child = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    deadline = time.monotonic() + 20
    while not any("soffice.bin" in line for line in running(str(folder))) and time.monotonic() < deadline:
        time.sleep(0.05)
    child.kill()
    child.communicate()
    while running(str(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(str(folder))


def test_a_failing_program_is_said_to_fail(tmp_path: Path, fake: Fake) -> None:
    fake("echo broken installation >&2; exit 1")

    with pytest.raises(ToolError, match=r"letter\.docx.*broken installation"):
        libreoffice.convert([document(tmp_path / "letter.docx", "x")], tmp_path / "out")


def test_what_is_no_word_file_is_refused_by_name(tmp_path: Path) -> None:
    broken, page = tmp_path / "broken.docx", tmp_path / "page.docx"
    broken.write_bytes(b"PK\x03\x04 no zip at all")
    page.write_text("<html><body>a web page</body></html>")

    with pytest.raises(ToolError, match=r"cannot read broken\.docx.*cannot read page\.docx") as caught:
        libreoffice.convert([document(tmp_path / "good.docx", "x"), broken, page], tmp_path / "out")

    assert "good.docx" not in caught.value.message
    assert caught.value.place
    assert caught.value.place.file == str(broken)


def test_other_kinds_and_missing_files_are_refused_without_a_start(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html>")

    with pytest.raises(ToolError, match=r"page\.html"):
        libreoffice.convert([page], tmp_path / "out")
    with pytest.raises(ToolError, match=r"gone\.docx.*cannot be read"):
        libreoffice.convert([tmp_path / "gone.docx"], tmp_path / "out")


def test_without_libreoffice_the_remedy_is_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert libreoffice.probe() is None
    with pytest.raises(process.NotInstalled) as caught:
        libreoffice.version()
    assert "apt-get install --no-install-recommends libreoffice-writer-nogui" in caught.value.remedy


def test_the_version_is_told() -> None:
    assert libreoffice.version()[0].isdigit()


def test_the_lockdown_is_in_the_profile_it_starts_with(tmp_path: Path, fake: Fake) -> None:
    notes = fake(
        'for w in "$@"; do case $w in -env:UserInstallation=file://*)'
        ' cp "${w#-env:UserInstallation=file://}/user/registrymodifications.xcu" $NOTES/;; esac; done;'
        ' env > $NOTES/env; exec $REAL "$@"'
    )
    libreoffice.convert([document(tmp_path / "a.docx", "x")], tmp_path / "out")

    profile = (notes / "registrymodifications.xcu").read_text()
    assert 'BlockUntrustedRefererLinks" oor:op="fuse"><value>true<' in profile
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true<' in profile
    assert "http_proxy=http://127.0.0.1:9" in (notes / "env").read_text()


def test_ctrl_c_leaves_no_process_and_no_folder(tmp_path: Path, fake: Fake) -> None:
    notes = fake("sleep 654")
    documents = [document(tmp_path / f"{number}.docx", f"{number}") for number in range(4)]
    code = (
        "import sys, tempfile; from pathlib import Path; tempfile.tempdir = sys.argv[1];"
        "from asylum_forms.tools import libreoffice;"
        "libreoffice.convert([Path(word) for word in sys.argv[3:]], Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "tmp"), str(tmp_path / "out"), *map(str, documents)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 20
    while not (notes / "calls").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    assert running("sleep 654")

    child.send_signal(signal.SIGINT)
    _out, words = child.communicate(timeout=20)

    assert "KeyboardInterrupt" in words
    assert not running("sleep 654")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_start_does_not_try_out_how_it_draws(tmp_path: Path) -> None:
    # It draws on pictures of 64 MB then, several at a time, and that takes longer than all else of a start.
    file = document(tmp_path / "one.docx", "words")
    with office.Office(Path(REAL)) as program:
        assert program.convert(file, libreoffice.BOUNDS).exists()
        assert most_memory(str(tmp_path / "tmp")) < 200_000


def test_a_fresh_profile_does_not_make_it_start_twice(tmp_path: Path) -> None:
    profile = office._write_profile(tmp_path / "profile", Path(REAL))
    file = document(tmp_path / "one.docx", "words")
    # What the script `soffice` starts, and starts again when it says 81.
    program = [Path(REAL).resolve().with_name("soffice.bin"), office.profile_switch(profile), "--headless"]
    done = subprocess.run([*program, "--convert-to", "pdf", "--outdir", tmp_path / "out", file], capture_output=True, timeout=60)

    assert done.returncode == 0
    assert (tmp_path / "out" / "one.pdf").exists()


def most_memory(word: str) -> int:
    """Kilobytes that a LibreOffice whose command line has a word has held at most."""
    found = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            line = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            if "soffice.bin" in line and word in line:
                status = (entry / "status").read_text().split()
                found = max(found, int(status[status.index("VmHWM:") + 1]))
    assert found, "there is none"
    return found
