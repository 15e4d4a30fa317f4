"""The folder of a build: the unfinished lies in a private folder inside it, and takes the place of the last build in one go."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from asylum_forms import copies
from asylum_forms.assembly import encrypted
from asylum_forms.assembly.plan import Written
from asylum_forms.built import CACHE, MANIFEST, Built, as_json
from asylum_forms.compare.answers import NAME as ANSWERS
from asylum_forms.compare.answers import as_data as answers_data
from asylum_forms.errors import OutputError
from asylum_forms.files import sha256
from asylum_forms.forms import kept
from asylum_forms.handing import FOLDER, Handed, asked_of_files
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import HELD, SENT, Filing
from asylum_forms.jurisdiction.templates import READING_COPY
from asylum_forms.look import Looked
from asylum_forms.packet import manifest
from asylum_forms.preflight.folder import folder_table
from asylum_forms.preflight.page import as_page
from asylum_forms.preflight.report import Report, as_data
from asylum_forms.tools import stopping

_WORK = ".work-"


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A private folder for everything unfinished, beside the result so that moving is one step; gone when done.

    Only one build at a time works in `out`. The lock ends with the process, whatever its end, so what lies there of earlier
    builds is of killed ones. Of a first build that ends without a filing no folder is left. Raises OutputError when another is at
    work.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    out.mkdir(parents=True, exist_ok=True)
    lock = os.open(out, os.O_RDONLY)
    try:
        _lock(lock, out)
        for abandoned in out.glob(f"{_WORK}*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        work: Path | None = None
        try:
            with stopping.put_off():  # so that none is there of which we do not know
                work = Path(tempfile.mkdtemp(prefix=_WORK, dir=out))
            yield work
        finally:
            with stopping.put_off():
                if work:
                    shutil.rmtree(work, ignore_errors=True)
                if made and not (out / MANIFEST).exists():
                    _clear(out, made)
    finally:
        os.close(lock)


def _clear(out: Path, made: Sequence[Path]) -> None:
    """Remove the folders that a refused build has made, innermost first; what is not of the build stays, and its folder."""
    shutil.rmtree(out / CACHE, ignore_errors=True)
    for folder in (out / "forms", *made):
        with suppress(OSError):
            folder.rmdir()


def _lock(folder: int, out: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        message = _("Another build is at work in {folder}.").format(folder=out)
        raise OutputError(message, remedy=_("Wait until it has ended, then run the command again.")) from problem


def _last_manifest(out: Path) -> dict[str, Any]:
    """That of the last build into this folder; empty when there was none."""
    try:
        return dict(json.loads((out / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def last_renderings(out: Path) -> dict[str, kept.Rendering]:
    """What the last build into this folder rendered, by name of the Word file; empty when there was none."""
    return kept.renderings(_last_manifest(out))


def last_exhibits(out: Path) -> dict[str, tuple[str, str]]:
    """Label and printed first page of each exhibit of the last build into this folder, by id; empty when there was none."""
    manifest = _last_manifest(out)
    pages: dict[str, str] = {}
    try:
        for part in manifest["parts"]:
            if part["id"].startswith("exhibit/"):
                pages.setdefault(part["id"].split("/")[1], str(part.get("label", part["page"])))
        return {one["exhibit"]: (one["label"], pages[one["exhibit"]]) for one in manifest["inputs"] if "exhibit" in one}
    except (KeyError, TypeError, AttributeError):
        return {}


def publish(
    looked: Looked,
    handed: Handed,
    written: Written,
    beside: Sequence[Path],
    report: Report,
    work: Path,
    out: Path,
) -> Built:
    """Make everything that goes into `out`, then put it there in one go, the manifest last, as the sign that all is there."""
    stage = work / "publish"
    forms = stage / "forms"
    (out / "forms").mkdir(exist_ok=True)
    shutil.copytree(out / "forms", forms)
    before = {file.name: sha256(file) for file in forms.iterdir() if file.is_file()}
    renderings = handed.press.save(forms)
    for name in (f"{part.leaf}{ending}" for part in looked.filing.parts() for ending in (".pdf", ".xml")):
        (forms / name).unlink(missing_ok=True)  # filled by an earlier build, with answers that may have changed
    for file in sorted((work / "official").iterdir()):
        file.replace(forms / file.name)
    sent = stage / (HELD if report.held else SENT) if looked.filing.redacted else stage
    sent.mkdir(exist_ok=True)
    for file in beside:
        file.replace(sent / file.name)
    (stage / ANSWERS).write_text(as_json(answers_data(looked.answers)), encoding="utf-8")
    (stage / "preflight.json").write_text(as_json(as_data(report)), encoding="utf-8")
    staged = _placed(handed.files, stage, sent)
    reading = [file.name for file in beside if file.name.startswith(READING_COPY)]
    others = [(sent / file.name).relative_to(stage).as_posix() for file in beside if file.name not in reading]
    finished = [file.relative_to(stage).as_posix() for file in staged]
    kind = {"uploaded": report.uploaded, "redacted": report.redacted, "held": report.held}
    inside = folder_table(finished, reading, others, sorted(forms.iterdir()), **kind)
    page = as_page(_("Preflight"), report, _facts(looked.filing, written), inside)
    (stage / "preflight.html").write_text(page, encoding="utf-8")
    data = manifest.describe(looked.filing, looked.tables, handed.exhibits, handed.plan, written, staged, stage)
    data["signs_elsewhere"] = [{"who": who, "form": form} for who, form in report.elsewhere]
    data["taken"] = asdict(asked_of_files(looked.filing.profile))
    data["renderings"] = {name: entry.__dict__ for name, entry in sorted(renderings.items())}
    (stage / MANIFEST).write_text(as_json(data), encoding="utf-8")
    dropped = tuple(file for folder in (out, *_folders(out)) for file in sorted(folder.glob(f"*{encrypted.SUFFIX}.pdf")))
    _move(stage, out, before, made_before(out), {file.name for file in staged})
    files = [out / file.relative_to(stage) for file in staged]
    return Built(
        pdf=files[0],
        parts=tuple(files),
        copies=tuple(copy for one in looked.filing.sets for copy in copies.made(looked.filing, one, out)),
        pages=written.pages,
        report=out / "preflight.html",
        manifest=out / MANIFEST,
        preflight=report,
        dropped=dropped,
    )


def _folders(out: Path) -> list[Path]:
    """Those in which a build may put files to hand in or to send."""
    return [out / name for name in (FOLDER, SENT, HELD)]


def made_before(out: Path) -> list[str]:
    """The names of the PDFs that the last build into this folder put into the folder itself: filing, copies, redacted or not."""
    names = [str(file.get("path", "")) for file in _last_manifest(out).get("outputs", [])]
    return [name for name in names if Path(name).name == name and name.endswith(".pdf")]


def _move(stage: Path, out: Path, before: Mapping[str, str], earlier: Sequence[str], filing: Collection[str]) -> None:
    """Put what was made in place of what was there; `before` is what was in `forms`, `earlier` are the files of an earlier filing
    and of its copies, `filing` those of this one. Word files that are as they were before are left to whoever edits them.

    Nothing stops this half-way but the end of the process: forms of one build beside the manifest of another would look edited.
    """
    with stopping.put_off():
        made = {file.name for file in (stage / "forms").iterdir()}
        for file in (stage / "forms").iterdir():
            if file.is_file() and before.get(file.name) != sha256(file):
                file.replace(out / "forms" / file.name)
        for name in before.keys() - made:
            (out / "forms" / name).unlink(missing_ok=True)
        for old in (*out.glob(f"{READING_COPY}*.pdf"), *out.glob(f"*{encrypted.SUFFIX}.pdf"), *(out / name for name in earlier)):
            old.unlink(missing_ok=True)
        for old in filter(Path.exists, _folders(out)):
            old.rename(stage.with_name(f"old-{old.name}"))
        for new in filter(Path.exists, _folders(stage)):
            new.rename(out / new.name)
        for file in sorted(stage.iterdir(), key=lambda file: (file.name == MANIFEST, file.name in filing)):
            if file.is_file():
                file.replace(out / file.name)


def _placed(files: Sequence[Written], stage: Path, sent: Path) -> list[Path]:
    """The finished files at their places: `filing.pdf` or as the office wants it called, or `parts/NAME.pdf` where there are
    several; those of a redacted copy in `sent`, its folder."""
    if len(files) == 1 or sent != stage:
        return [file.pdf.replace(sent / file.pdf.name) for file in files]
    files[0].pdf.parent.rename(stage / FOLDER)
    return [stage / FOLDER / file.pdf.name for file in files]


def _facts(filing: Filing, written: Written) -> list[tuple[str, str]]:
    return [
        (_("Application"), _(filing.procedure.title)),
        (_("Office"), _(filing.procedure.office)),
        (_("Filing date"), filing.date.isoformat()),
        (_("Pages"), str(written.pages)),
    ]
