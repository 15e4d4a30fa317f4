"""A case that is not where the user says."""

from __future__ import annotations

import difflib
from contextlib import suppress
from pathlib import Path

from asylum_forms.errors import RecordError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.record.head import NAME, case_above


def missing(file: Path) -> RecordError:
    """That there is no such case, with the one that it lies in, or those near it."""
    folder = file.parent
    is_there = folder.is_dir()
    message = _("There is no {file} in {folder}.") if is_there else _("There is no case folder {folder}.")
    message = message.format(file=file.name, folder=folder)
    remedy = within(folder) or _near(folder, file.name)
    finding = Finding("record.file-missing", Severity.BLOCKS, message, remedy, Place(file=str(folder)))
    return RecordError(message, remedy=remedy, findings=[finding])


def within(folder: Path) -> str:
    """What to do where a folder lies in a case, or would; empty where it does not."""
    above = case_above(folder)
    if above is None:
        return ""
    remedy = _("This is inside a case. Give the command the folder of {file} instead, as in: {command}")
    return remedy.format(file=NAME, command=f"asylum-forms check {above}")


def _near(folder: Path, name: str) -> str:
    around = _folders(folder if folder.is_dir() else folder.parent)
    cases = {one.name or str(one): str(one) for one in around if (one / name).is_file()}
    close = [cases[case] for case in difflib.get_close_matches(folder.name, cases, n=3)]
    remedy = _("Run `asylum-forms new {folder}` to begin a new case.").format(folder=folder)
    if close:
        return _("Did you mean {suggestions}?").format(suggestions=_(" or ").join(close)) + " " + remedy
    return _("Choose one of: {known}").format(known=listed(cases.values())) + "\n    " + remedy if cases else remedy


def _folders(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(one for one in folder.iterdir() if one.is_dir())
    return []
