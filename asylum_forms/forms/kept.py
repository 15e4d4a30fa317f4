"""Word files that somebody has edited since the last build: kept and used, never written over."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx

from asylum_forms.errors import EvidenceError
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _


@dataclass(frozen=True)
class Rendering:
    """What the last build wrote of one Word file."""

    sha256: str
    """Of the file as written, page numbers and all."""
    content: str
    """Of the same rendering without page numbers: changes only when the record, the template or the forms change."""
    beside: str = ""
    """`content` of the newer rendering that lies beside an edited file for comparison; empty where there is none."""
    pages: int = 0
    """Of the paper as it was typeset, as the user had edited it; 0 where an older version of this program does not say."""


def renderings(manifest: Mapping[str, Any]) -> dict[str, Rendering]:
    """What a build rendered, by name of the Word file, as its manifest has it; empty when it does not say."""
    try:
        return {name: Rendering(**entry) for name, entry in manifest["renderings"].items()}
    except (KeyError, TypeError, AttributeError):
        return {}


def is_edited(file: Path, last: Rendering | None) -> bool:
    """Whether the Word file differs from what the last build wrote. A file no build is known to have written counts as edited."""
    return file.exists() and (last is None or sha256(file) != last.sha256)


def edited_files(forms: Path, names: Mapping[str, Rendering], fresh: frozenset[str]) -> dict[str, Path]:
    """Name to path of every Word file in the folder that was edited and is not to be rendered anew.

    `names` maps the name of each Word file to what the last build wrote; `fresh` holds the names to render anew.
    """
    if not forms.is_dir():
        return {}
    return {
        file.stem: file
        for file in sorted(forms.glob("*.docx"))
        if not file.stem.endswith(".new") and not file.stem.startswith("~$") and file.stem not in fresh
        if is_edited(file, names.get(file.stem))
    }


def refuse_damaged(edited: Iterable[Path]) -> None:
    """Raises EvidenceError that names every Word file which no longer opens."""
    found = [
        Finding(
            id="document.unconverted",
            severity=Severity.BLOCKS,
            message=_("The file {file} cannot be read.").format(file=file.name),
            remedy=_("To render it anew from the record: build again with --fresh {name}").format(name=file.stem),
            place=Place(file=f"forms/{file.name}"),
        )
        for file in edited
        if not _opens(file)
    ]
    if found:
        raise EvidenceError(found[0].message, remedy=found[0].remedy, place=found[0].place, findings=found)


def _opens(file: Path) -> bool:
    try:
        docx.Document(str(file))
    except MemoryError:
        raise
    except Exception:  # whatever a library raises on a broken package, the file is at fault
        return False
    return True


def is_outdated(file: Path, last: Rendering | None, content: str) -> bool:
    """Whether what an edited Word file was made from has changed since it was rendered.

    Whoever has compared it with the rendering of today deletes that, and so says that it is right.
    """
    if last is None or last.content == content:
        return False
    return last.beside != content or beside(file).exists()


def beside(file: Path) -> Path:
    """Where the newer rendering of an edited Word file lies."""
    return file.with_name(f"{file.stem}.new.docx")


def finding(name: str, record_changed: bool, signed: bool) -> Finding:
    """Says that an edited Word file was used, and whether what it was made from has changed since: then nobody may sign it."""
    place = Place(file=f"forms/{name}.docx")
    if not record_changed:
        return Finding(
            id="form.edited",
            severity=Severity.NOTE,
            message=_("{name}.docx was edited by hand and is used as it is.").format(name=name),
            remedy=_("To render it anew from the record: build again with --fresh {name}").format(name=name),
            place=place,
        )
    return Finding(
        id="form.edited-outdated",
        severity=Severity.BLOCKS if signed else Severity.ATTEND,
        message=_(
            "{name}.docx was edited by hand and is used, but what it was made from has changed since. "
            "The new rendering lies beside it as {name}.new.docx."
        ).format(name=name),
        remedy=_(
            "Compare the two, carry over what is missing, then delete {name}.new.docx; "
            "or build again with --fresh {name} to drop the edits."
        ).format(name=name),
        place=place,
    )


def save(rendered: Path, forms: Path, name: str) -> None:
    """Put a rendering into the folder of Word files as `<name>.docx`."""
    forms.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(rendered, forms / f"{name}.docx")
