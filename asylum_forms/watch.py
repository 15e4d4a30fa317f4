"""Building again as soon as something is saved, by a program that stays open: what takes long to start is there already."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import NoReturn, Unpack

from asylum_forms import again, resources
from asylum_forms.built import Built
from asylum_forms.errors import AsylumFormsError, RecordError
from asylum_forms.evidence import bounded
from asylum_forms.i18n import _
from asylum_forms.progress import Progress
from asylum_forms.tools import libreoffice

_EVERY, _TIMES = 0.1, 10
"""Seconds at least between two looks, and how many times as long as a look takes. Looked at and not listened for: folders of
other computers tell nobody of a change."""

Seen = dict[Path, tuple[int, int]]
"""Size and time of each file: enough to see that somebody has saved it."""
Told = Callable[[Built | AsylumFormsError, float], None]
"""Told what came of a build, and in how many seconds."""
Shown = Callable[[], AbstractContextManager[Progress]]
"""Shows the progress of one build while the block lasts."""


def watch(case: Path, procedure: str, *, told: Told, progress: Shown, **asked: Unpack[again.Asked]) -> NoReturn:
    """Build as `build.build` does, then again each time a file of the case, a Word file of the filing or an official form of the
    user's has changed, or a file of the filing is gone; until somebody stops it. What can be put right in the case is told, and
    does not end it.

    Raises AsylumFormsError when the program itself or a font has changed, or when changes of the case cannot be seen.
    """
    program, folder = _program(), asked.get("out")
    filing: list[Path] = []
    while True:
        with libreoffice.warm(), bounded.warm("asylum_forms.assembly.verify"):
            good = True
            while good:
                before, start = _papers(case, folder), time.perf_counter()
                result = _built(case, procedure, progress, asked)
                seconds = time.perf_counter() - start
                if isinstance(result, Built):
                    folder = result.manifest.parent
                    filing = [*result.parts, *(copy for copy, _whom in result.copies), result.report]
                # Before it is told: what happens from then on is seen.
                before |= _words(folder) | _there(filing)
                told(result, seconds)
                _wait(case, folder, filing, before)
                if _program() != program:
                    raise AsylumFormsError(
                        _("The program, LibreOffice or the fonts have changed since this began."),
                        remedy=_("Give the command again."),
                    )
                # What has failed may be the LibreOffice or a worker: the next build gets new ones. They read no records.
                good = isinstance(result, Built | RecordError)


def _built(case: Path, procedure: str, progress: Shown, asked: again.Asked) -> Built | AsylumFormsError:
    try:
        with progress() as shown:
            return again.build(case, procedure, progress=shown, **asked)
    except AsylumFormsError as error:
        return error


def _wait(case: Path, folder: Path | None, filing: Sequence[Path], before: Seen) -> None:
    """Return once papers, Word files or what there is of the filing are others than `before`, and nobody is in the middle of
    saving."""
    now, rest = before, 0.0
    while True:
        time.sleep(rest)
        start = time.perf_counter()
        was, now = now, _papers(case, folder) | _words(folder) | _there(filing)
        if now == was != before:
            return
        rest = max(_EVERY, _TIMES * (time.perf_counter() - start))


def _papers(case: Path, folder: Path | None) -> Seen:
    """The files of a case and the user's official forms, without what was built."""
    try:
        files = [*again.files_in(case, (case / "build", folder)), *again.files_in(resources.users("forms"), ())]
    except again.Unsure as problem:
        raise _unseen(case) from problem
    return dict(_seen(path for _name, path in files))


def _words(folder: Path | None) -> Seen:
    """The Word files of a filing, which people edit."""
    return dict(_seen((folder / "forms").glob("*.docx"))) if folder else {}


def _there(filing: Sequence[Path]) -> Seen:
    """The files of the filing that are there. What somebody writes into one of them is theirs, and no reason to build over it."""
    return {file: (0, 0) for file in filing if file.exists()}


def _seen(files: Iterable[Path]) -> Iterator[tuple[Path, tuple[int, int]]]:
    for file in files:
        # Editors keep what they are at in hidden files beside the file, Word in `~$` files, others in files that end with `~`.
        if not file.name.startswith((".", "~")) and not file.name.endswith("~"):
            with suppress(FileNotFoundError):  # gone since the folder was read
                state = file.stat()
                yield file, (state.st_size, state.st_mtime_ns)


def _program() -> str:
    try:
        return again.program()
    except (again.Unsure, OSError):
        return ""


def _unseen(case: Path) -> AsylumFormsError:
    return AsylumFormsError(
        _("Changes in {folder} cannot be watched: it holds a folder that is a link to another one.").format(folder=case),
        remedy=_("Put the folder itself there, or build without --watch."),
    )
