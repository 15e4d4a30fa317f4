"""Writing a file so that the last good one stays until the new one is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

_BUFFER = 1 << 20
"""Bytes: pypdf writes a filing in many small pieces."""


@contextmanager
def replacing(out: Path) -> Iterator[BufferedRandom]:
    """A file open for writing and reading that takes the place of `out` when the block ends well, and vanishes when it does not.

    It lies beside `out`, because only within one file system is renaming a single step. Its name is always the same, so that
    what a killed run leaves behind is overwritten by the next. Raises OutputError when it cannot be written (disk full, no
    permission).
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with BufferedRandom(unfinished.open("w+b", buffering=0), _BUFFER) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(out)
        _sync_folder(out.parent)
    except OSError as error:
        _remove(unfinished)
        raise OutputError(
            _("{file} could not be written: {reason}.").format(file=out.name, reason=error.strerror or error),
            remedy=_("Check that the disk has room and that you may write to the folder, then build again."),
        ) from error
    except BaseException:
        _remove(unfinished)
        raise


def _remove(file: Path) -> None:
    # What cannot be removed must not hide the error that matters.
    with suppress(OSError):
        file.unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
