"""Temporary folders: gone at the end, and those of killed runs gone with the next; nobody's living folder is touched."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from asylum_forms.tools import scratch

HOLD = """\
import sys, tempfile, time
from pathlib import Path
tempfile.tempdir = sys.argv[1]
from asylum_forms.tools import scratch
with scratch.folder() as folder:
    (folder / "words").write_text("private")
    scratch.beside(folder, Path(sys.argv[2]))
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def other(place: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another run that has a folder, and that folder. It has also made a file elsewhere."""
    (tmp_path / "socket").touch()
    argv = [sys.executable, "-c", HOLD, str(place), str(tmp_path / "socket")]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        yield child, Path(child.stdout.readline().strip())
        child.kill()


def test_a_folder_is_private_and_goes_with_all_that_is_in_it(place: Path) -> None:
    with scratch.folder() as folder:
        assert folder.parent.parent == place
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert list(folder.iterdir()) == []
        (folder / "deep" / "deeper").mkdir(parents=True)
        (folder / "deep" / "deeper" / "words").write_text("private")
    assert list(place.iterdir()) == []


def test_what_stops_the_work_does_not_keep_the_folder(place: Path) -> None:
    with pytest.raises(KeyboardInterrupt), scratch.folder():
        raise KeyboardInterrupt
    assert list(place.iterdir()) == []


def test_the_folder_of_a_run_at_work_is_left_alone(place: Path, other: tuple[subprocess.Popen[str], Path]) -> None:
    _child, theirs = other
    with scratch.folder() as folder:
        assert (theirs / "words").read_text() == "private"
        assert set(place.iterdir()) == {theirs.parent, folder.parent}
    assert list(place.iterdir()) == [theirs.parent]


def test_the_folder_of_a_killed_run_goes_with_the_next_one(
    place: Path, tmp_path: Path, other: tuple[subprocess.Popen[str], Path]
) -> None:
    child, theirs = other
    child.kill()
    child.wait()
    assert (theirs / "words").exists()
    with scratch.folder() as folder:
        assert list(place.iterdir()) == [folder.parent]
    assert not (tmp_path / "socket").exists()


def test_nothing_is_removed_that_is_not_ours(place: Path, tmp_path: Path) -> None:
    """A folder of the user with such a name, and a link to a folder that looks like ours."""
    elsewhere = tmp_path / "elsewhere"
    for folder in (place / f"{scratch.PREFIX}demo", place / "other-folder", elsewhere):
        folder.mkdir()
        (folder / "words").touch()
    (elsewhere / scratch.LOCK).symlink_to(elsewhere / "words")
    (place / f"{scratch.PREFIX}link").symlink_to(elsewhere)
    (place / f"{scratch.PREFIX}file").touch()
    before = set(place.rglob("*"))
    with scratch.folder():
        pass
    assert set(place.rglob("*")) == before
    assert (elsewhere / "words").exists()


def test_a_folder_that_somebody_is_just_making_is_left_alone(place: Path) -> None:
    """It has no lock yet; empty it says nothing of anybody."""
    made = place / f"{scratch.PREFIX}a1b2c3d_"
    made.mkdir()
    with scratch.folder():
        pass
    assert list(place.iterdir()) == [made]


@pytest.mark.parametrize("left", [[scratch.LOCK], [scratch.LOCK, "work"]])
def test_a_run_killed_at_its_first_or_last_step_leaves_nothing_either(place: Path, left: list[str]) -> None:
    dead = place / f"{scratch.PREFIX}a1b2c3d_"
    dead.mkdir()
    for name in left:
        (dead / name).touch() if name == scratch.LOCK else (dead / name).mkdir()
    with scratch.folder():
        pass
    assert list(place.iterdir()) == []


def test_programs_that_outlive_us_do_not_hold_the_lock(place: Path) -> None:
    """A child that went on would keep the folder for ever."""
    with scratch.folder() as folder:
        child = subprocess.Popen(["sleep", "60"], close_fds=False)
        held = [str(file.resolve()) for file in Path(f"/proc/{child.pid}/fd").iterdir()]
        child.kill()
        child.wait()
    assert not any(str(folder.parent) in file for file in held)
