"""Temporary folders of ours. They hold the words of the case, so none stays: not even that of a run that was killed outright.

In each lies a file that is locked by who works there, and a lock ends with its process, whatever the end. So where the file is
there and not locked, the run is dead, and the next one removes the folder. What has no such file is not ours.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from asylum_forms.tools import stopping

PREFIX = "asylum-forms-"
LOCK = "asylum-forms.lock"
_WORK = "work"
_BESIDE = "beside-"
"""Links to what was made elsewhere."""


@contextmanager
def folder() -> Iterator[Path]:
    """A private folder in the system's place for temporary files, gone with the `with` block; those of dead runs go first."""
    place = Path(tempfile.gettempdir())
    for abandoned in place.glob(f"{PREFIX}*"):
        _remove_dead(abandoned)
    held: tuple[Path, int] | None = None
    try:
        with stopping.put_off():  # so that none is there of which we do not know
            held = _made(place)
        work = held[0] / _WORK
        work.mkdir()
        yield work
    finally:
        with stopping.put_off():
            if held:
                _remove(held[0])
                os.close(held[1])


def beside(folder: Path, *files: Path) -> None:
    """These files lie elsewhere and belong to the folder: they go with it, also when we are killed."""
    for number, file in enumerate(files):
        (folder.parent / f"{_BESIDE}{number}").symlink_to(file)


def _made(place: Path) -> tuple[Path, int]:
    """A new folder, and its lock. Between the two another run may take it for a dead one: then again."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        with suppress(FileNotFoundError):
            lock = os.open(made / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (made / LOCK).exists():
                return made, lock
            os.close(lock)


def _remove_dead(abandoned: Path) -> None:
    """Remove a folder of ours in which nobody works any more."""
    try:
        lock = os.open(abandoned / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:  # none of ours, another user's, or one that somebody is just making
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if abandoned.lstat().st_uid == os.getuid():
            _remove(abandoned)
    except OSError:
        return  # somebody is at work in it
    finally:
        os.close(lock)


def _remove(made: Path) -> None:
    """The lock's file goes last: while it is there, the next run knows what to do."""
    for link in made.glob(f"{_BESIDE}*"):
        with suppress(OSError):
            link.readlink().unlink(missing_ok=True)
            link.unlink()
    shutil.rmtree(made / _WORK, ignore_errors=True)
    with suppress(OSError):
        if [file.name for file in made.iterdir()] == [LOCK]:
            (made / LOCK).unlink()
            made.rmdir()
