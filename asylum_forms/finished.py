"""A finished filing on the disk, looked at again before it goes out: nothing of it may have changed, and all of it must be right.

What needs the plan of the build is proved in every build (assembly/verify.py). Here the files are compared with their manifest,
and read again by qpdf and PDFium.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Pdf, Stream
from pypdfium2 import PdfDocument

from asylum_forms import originals
from asylum_forms.assembly import encrypted, inside, reread
from asylum_forms.assembly.atomic import replacing
from asylum_forms.assembly.encrypted import SUFFIX
from asylum_forms.assembly.index import entries_on
from asylum_forms.assembly.stamp import PREFIX as STAMP
from asylum_forms.assembly.taken import Taken
from asylum_forms.assembly.verify import outline_of, structure
from asylum_forms.built import MANIFEST, as_json
from asylum_forms.compare.filing import damaged
from asylum_forms.errors import ArgumentError, OutputError
from asylum_forms.files import sha256
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import N_, _, listed
from asylum_forms.progress import Progress, Told

_AGAIN = N_("Do not hand it in. Build the filing again, and leave its files as they are.")
_LOOK = N_("Look at these pages in the filing.")
_UNPACKING = 80
"""Percent of the time for a file that goes into unpacking its data; the rest goes into looking at its pages."""


def verify(folder: Path, *, look: bool = False, progress: Progress) -> list[Finding]:
    """Everything that is wrong with the filing in a build folder, and what is good to know of it; the gravest first.

    Every file that the manifest lists: there, unchanged, with the pages it had. Every PDF of the filing: valid (all its data
    unpacked, as `qpdf --check` does), nothing in it that acts or tells of people, stamp = page label = link and printed number,
    outline = manifest. With `look`, evidence that is a PDF or a picture is drawn page by page as the user gave it and as it
    stands in the filing. Raises OutputError when there is no manifest, or one that lacks what is read of it.
    """
    manifest = _manifest(folder)
    found = [*_files(folder, manifest, progress), *_refused(folder, manifest), *_inputs(folder, manifest, progress)]
    filing = _filing(manifest)
    for entry in manifest["outputs"]:
        file = folder / str(entry["path"])
        if file.suffix == ".pdf" and file.exists() and not file.stem.endswith(SUFFIX):
            step = _("Checking {file}").format(file=entry["path"])
            found += _pdf(file, filing.get(str(entry["path"])), partial(_tell, progress, step))
    if look:
        found += _looks(folder, manifest, progress)
    order = list(Severity)
    return sorted(found, key=lambda finding: order.index(finding.severity))


def left_by_preflight(folder: Path) -> int:
    """How many findings stood in the way of the filing when it was built, which whole files do not tell; 0 where nobody knows."""
    try:
        return int(json.loads((folder / "preflight.json").read_text(encoding="utf-8"))["counts"]["blocks"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def encrypt(file: Path, password: str) -> Path:
    """Write a copy of a finished PDF that opens only with the password beside it; list it in the manifest that lists the PDF.

    Raises OutputError as `encrypted.encrypt` does, ArgumentError for a file that is not there.
    """
    if not file.exists():
        raise ArgumentError(_("There is no file {file}.").format(file=file), remedy=_("Name the plain filing."))
    out = file.with_name(f"{file.stem}{SUFFIX}.pdf")
    pages = encrypted.encrypt(file, out, password)
    here = file.absolute()
    folder = next((one for one in here.parents[:2] if (one / MANIFEST).exists()), here.parent)
    path = out.absolute().relative_to(folder).as_posix()
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = [entry for entry in manifest["outputs"] if entry["path"] != path]
        if not any(folder / entry["path"] == here for entry in listed):
            return out
    except (OSError, ValueError, KeyError, TypeError):
        return out  # not a file of a build: then there is nothing to keep in order
    entry = {"path": path, "sha256": sha256(out), "bytes": out.stat().st_size, "pages": pages, "encrypted": "AES-256"}
    manifest["outputs"] = [*listed, entry]
    with replacing(folder / MANIFEST) as opened:
        opened.write(as_json(manifest).encode())
    return out


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        there, nowhere = _("{folder} holds no finished filing: its {file} cannot be read."), _("There is no folder {folder}.")
        wrong = OutputError if (folder / MANIFEST).exists() else ArgumentError
        raise wrong(
            (there if folder.exists() else nowhere).format(folder=folder, file=MANIFEST),
            remedy=_("Give the folder that a build wrote, such as CASE/build/PROCEDURE."),
        ) from problem
    try:
        return _complete(manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        again = _("Build that filing again. What was handed in stays as it is.")
        raise damaged(folder, error, again) from error


def _complete(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """The manifest, in which all is there that is read of it here; KeyError and the like where it is not."""
    complete = {"taken": {}, **manifest, "paper": manifest["paper"]}
    wanted = [(entry, keys) for name, keys in _NEEDED.items() for entry in manifest[name]]
    wanted += [(entry, _OF_EXHIBITS) for entry in manifest["inputs"] if "role" in entry]
    for entry, keys in wanted:
        if lacking := [key for key in keys if key not in entry]:
            raise KeyError(lacking[0])
    _filing(complete)
    _taken(complete)
    return complete


_NEEDED = {
    "files": ("path", "pages", "first", "last"),
    "outputs": ("path", "sha256", "bytes"),
    "parts": ("id", "title", "page", "pages"),
    "inputs": ("path", "sha256"),
}
"""What each entry of these lists of a manifest must have."""
_OF_EXHIBITS = ("exhibit", "pages", "notes")
"""What the inputs that are papers of an exhibit must have besides."""


@dataclass(frozen=True)
class _Part:
    """A part of the filing in the file that holds it."""

    id: str
    title: str
    page: int
    """Its first page, counted from 1 in the file."""
    pages: int


@dataclass(frozen=True)
class _File:
    """One file to hand in, as the manifest has it."""

    first: str
    """What is printed on its first and last page."""
    last: str
    pages: int
    parts: tuple[_Part, ...]


def _filing(manifest: Mapping[str, Any]) -> dict[str, _File]:
    """The files to hand in, by path. The manifest counts the pages of its parts through all of them."""
    files: dict[str, _File] = {}
    before = 0
    for entry in manifest["files"]:
        pages = int(entry["pages"])
        parts = [
            _Part(part["id"], part["title"], part["page"] - before, part["pages"])
            for part in manifest["parts"]
            if before < part["page"] <= before + pages
        ]
        files[str(entry["path"])] = _File(str(entry["first"]), str(entry["last"]), pages, tuple(parts))
        before += pages
    return files


def _fault(file: Path, problem: str) -> Finding:
    message = _("{where}: {problem}").format(where=file.name, problem=problem)
    return Finding("filing.fault", Severity.BLOCKS, message, _(_AGAIN), Place(file=file.name))


def _tell(progress: Progress, step: str, percent: int) -> None:
    progress(step, percent, 100)


def _compared(entries: Sequence[Mapping[str, Any]], progress: Progress) -> Iterator[Mapping[str, Any]]:
    """The entries one by one, telling how much of all their bytes is done."""
    done, total = 0, sum(entry.get("bytes", 0) for entry in entries)
    for entry in entries:
        yield entry
        done += entry.get("bytes", 0)
        progress(_("Comparing with the manifest"), done, total)


def _files(folder: Path, manifest: Mapping[str, Any], progress: Progress) -> Iterator[Finding]:
    """Files of the filing that are gone or not what the build wrote. A Word file is there to be edited: then it is newer."""
    for entry in _compared(manifest["outputs"], progress):
        file = folder / str(entry["path"])
        if not file.exists():
            yield _fault(file, _("the file is missing"))
        elif file.stat().st_size != entry["bytes"] or sha256(file) != entry["sha256"]:
            yield (
                _newer(str(entry["path"])) if file.suffix == ".docx" else _fault(file, _("the file was changed after the build"))
            )
    listed = {str(entry["path"]) for entry in manifest["outputs"]}
    folders = {folder, *((folder / str(entry["path"])).parent for entry in manifest["files"])}
    for file in sorted(file for one in folders for file in one.glob("*.pdf")):
        if file.relative_to(folder).as_posix() not in listed:
            message = _("{file} does not belong to this filing; it may be of an earlier one.").format(file=file.name)
            yield Finding("filing.stray", Severity.ATTEND, message, _("Do not hand it in."), Place(file=file.name))


def _refused(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Files to hand in that the office would not take; of one that was built before this was noted, nothing is known."""
    taken = _taken(manifest)
    for file in (folder / str(entry["path"]) for entry in manifest["files"] if manifest["taken"]):
        for _rule, why in taken.refused(file) if file.exists() else ():
            yield _fault(file, why)


def _taken(manifest: Mapping[str, Any]) -> Taken:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in manifest["taken"].items()}
    return Taken(**given)


def _inputs(folder: Path, manifest: Mapping[str, Any], progress: Progress) -> Iterator[Finding]:
    """What the filing was built from and has changed since, where the case lies around the folder."""
    case = next((parent for parent in folder.resolve().parents if (parent / "record.yaml").exists()), None)
    for entry in _compared(manifest["inputs"], progress) if case else ():
        file = case / str(entry["path"]) if case else Path()
        if file.exists() and sha256(file) != entry["sha256"]:
            yield _newer(str(entry["path"]))


def _newer(path: str) -> Finding:
    message = _("{file} has been changed since the filing was built.").format(file=path)
    remedy = _("If it is still to be handed in, build again. What was handed in stays as it is.")
    return Finding("filing.outdated", Severity.ATTEND, message, remedy, Place(file=path))


def _pdf(file: Path, planned: _File | None, told: Told) -> Iterator[Finding]:
    """What is wrong with a PDF. `planned` says what a file to hand in must be; other PDFs are only to be valid.

    `told` is told how much is done, in percent.
    """
    try:
        with pikepdf.open(file, attempt_recovery=False, suppress_warnings=True) as pdf:
            unpacked = pdf.check_pdf_syntax(lambda percent: told(percent * _UNPACKING // 100))
            problems = [str(problem) for problem in (*unpacked, *pdf.get_warnings())]
            if pdf.is_encrypted:
                problems.append(_("it is locked by a password"))
            if planned:
                problems += [*structure(pdf), *_numbers(pdf, file, planned)]
                yield from _remarks(pdf, file, planned, told)
    except Exception as error:  # a file that is wrong can be wrong in any way
        problems = [_("it cannot be read: {problem}").format(problem=error)]
    yield from (_fault(file, problem) for problem in dict.fromkeys(problems))


def _numbers(pdf: Pdf, file: Path, planned: _File) -> Iterator[str]:
    """Where page label, stamp, outline, links, printed numbers and manifest do not agree."""
    labels = [str(page.label) for page in pdf.pages]
    if len(labels) != planned.pages:
        yield _("number of pages: {actual}, planned: {planned}").format(actual=len(labels), planned=planned.pages)
    if labels[0] != planned.first or labels[-1] != planned.last or len(set(labels)) < len(labels):
        yield _("its pages are not labelled from {first} to {last}").format(first=planned.first, last=planned.last)
    stamps = [reread.stamped(page, reread.seen(page)) for page in pdf.pages]
    for label, stamp in zip(labels, stamps, strict=True):
        if any(stamps) and label not in stamp.split():
            yield _("page {page} is stamped “{stamp}”").format(page=label, stamp=stamp)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    outline = [(title, page) for _level, title, page in outline_of(pdf, numbers)]
    if outline != [(part.title, part.page) for part in planned.parts if part.pages]:
        yield _("its outline is not that of the manifest")
    linked = [number for number, page in enumerate(pdf.pages, 1) if "/Annots" in page.obj]
    for entry in entries_on(file, linked):
        if not 1 <= entry.page <= len(labels) or (entry.under.isdigit() and entry.under != labels[entry.page - 1]):
            yield _("page {on}: the number {number} is a link to page {page}").format(
                on=entry.on, number=entry.under, page=entry.page
            )


def _remarks(pdf: Pdf, file: Path, planned: _File, told: Told) -> Iterator[Finding]:
    """What a person should know of the pages: fonts left to the reader, pages without words, pictures that tell of people."""
    fonts: dict[str, int] = {}
    pictures: list[int] = []
    telling: list[int] = []
    evidence = {part.page + number for part in planned.parts if part.id.startswith("exhibit/") for number in range(part.pages)}
    for number, page in enumerate(pdf.pages, 1):
        told(_UNPACKING + (100 - _UNPACKING) * number // len(pdf.pages))
        things = list(inside.drawn(page.obj.get("/Resources"), set()))
        used = [thing for thing in things if inside.is_font(thing)]
        if all(str(font.get("/BaseFont", "")).startswith(f"/{STAMP}") for font in used):
            pictures.append(number)
        for name in filter(None, map(inside.without_letters, used)):
            # The tick marks of official forms are of a font that every reader has.
            if number in evidence or name not in inside.SIGNS:
                fonts.setdefault(name, number)
        if number in evidence and any(isinstance(thing, Stream) and inside.telling(thing) for thing in things):
            telling.append(number)
    place = Place(file=file.name)
    if fonts:
        names = listed(f"{name} ({_('page {page}').format(page=page)})" for name, page in sorted(fonts.items()))
        message = _("Fonts left to the reader's computer: {names}").format(names=names)
        yield Finding("filing.fonts", Severity.ATTEND, message, _(_LOOK), place)
    if telling:
        one = _("Pictures carry hidden data, such as place and time, on page {pages}.")
        several = _("Pictures carry hidden data, such as place and time, on pages {pages}.")
        message = (one if len(telling) == 1 else several).format(pages=_listed(telling))
        yield Finding(
            "filing.hidden-data", Severity.ATTEND, message, _("Save the pictures anew without it, and build again."), place
        )
    if pictures:
        message = _("Pages that are pictures without words that can be searched: {count}.").format(count=len(pictures))
        yield Finding("filing.pictures", Severity.NOTE, message, place=place)


def _looks(folder: Path, manifest: Mapping[str, Any], progress: Progress) -> Iterator[Finding]:
    """Pages of evidence that look different in the filing than in the user's own PDF or picture."""
    case = next((parent for parent in folder.resolve().parents if (parent / "record.yaml").exists()), None)
    where = {part.id: (folder / path, part) for path, file in _filing(manifest).items() for part in file.parts}
    # What follows a filing was made from evidence that it does not hold.
    held = {id_.split("/")[1] for id_ in where if id_.startswith("exhibit/")}
    entries = [entry for entry in manifest["inputs"] if "role" in entry and entry["exhibit"] in held]
    aside: list[str] = []
    for done, entry in enumerate(entries):
        progress(_("Drawing the pages"), done, len(entries))
        source = (case or folder) / str(entry["path"])
        filing, part = where.get(f"exhibit/{entry['exhibit']}/{entry['role']}", (folder, None))
        if part is None or part.pages != entry["pages"] or not source.exists() or _apart(entry):
            aside.append(str(entry["path"]))
            continue
        with PdfDocument(filing) as written:
            pages = [written[part.page + number - 1] for number in range(part.pages)]
            try:
                for one in originals.differences(source, pages, str(manifest["paper"])):
                    at = part.page + one.page
                    title = _("page {page} ({title})").format(page=at, title=entry["path"])
                    message = _("{where}: {problem}").format(where=title, problem=one.problem)
                    yield Finding("filing.look", Severity.ATTEND, message, _(_LOOK), Place(file=filing.name, page=at))
            except originals.NotCompared:
                aside.append(str(entry["path"]))
    if aside:
        message = _(
            "Not drawn beside the filing, because they are no PDF or plain picture, cut, locked or redacted: {files}."
        ).format(files=listed(aside))
        yield Finding("filing.not-drawn", Severity.NOTE, message, place=Place(file=folder.name))


def _apart(entry: Mapping[str, Any]) -> bool:
    """Whether a paper was locked, or is redacted in this copy."""
    return any(str(note).startswith(("decrypted", "redacted")) for note in entry["notes"])


def _listed(numbers: list[int]) -> str:
    return listed(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "")
