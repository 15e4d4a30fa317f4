"""The manifest: what went into a filing and what came out, with fingerprints and page counts."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pikepdf

from asylum_forms.assembly.plan import Plan, Written
from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.files import sha256
from asylum_forms.forms.table import FormTable
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.templates import CERTIFICATE, READING_COPY, wording
from asylum_forms.packet import own
from asylum_forms.packet.certificates import certificates
from asylum_forms.record.localize import plain
from asylum_forms.record.values import PartialDate
from asylum_forms.tools import fontconfig, libreoffice

_PACKAGES = ("asylum-forms", "docxtpl", "fonttools", "fpdf2", "img2pdf", "pikepdf", "pillow", "pypdf", "python-docx")
"""What has a say in the bytes of a filing."""

_REPORTS = ("answers.json", "preflight.html", "preflight.json")


def describe(
    filing: Filing,
    tables: Mapping[str, FormTable],
    exhibits: Sequence[Exhibit],
    plan: Plan,
    written: Written,
    files: Sequence[Path],
    folder: Path,
) -> dict[str, Any]:
    """Everything about a filing that can be checked later, ready for JSON.

    `files` are the finished filing, one or several; Word files and forms in `forms/` and the preflight reports in `folder` are
    outputs too. Paths are relative to the case (inputs), to the folder around `folder`, whose name is another one each time (what
    the build made of them), and to `folder` (outputs). A page is where it is in the filing, counted through all files;
    its `label` is what is printed on it, where that is something else, and its `file` the one that it is in, where there are
    several. Same input, same manifest. Raises OSError when a file has gone.
    """
    case = filing.record.case
    places = {file.name: _relative(file, folder) for file in files}
    return {
        "jurisdiction": filing.jurisdiction.code,
        "procedure": filing.procedure.id,
        "applicant": applicant(filing),
        "filing_date": filing.date.isoformat(),
        "language": filing.language,
        "paper": plan.paper,
        **({"supplement": True} if filing.filed is not None else {}),
        **({"redacted": True} if filing.redacted else {}),
        **({"after": after} if (after := filing.after or filing.replaces) else {}),
        "inputs": [*(_file(file, case) for file in _records(filing)), *_papers(exhibits, (folder.parent, case))],
        "profile": filing.profile.name,
        "files": [_handed(file, folder, part) for file, part in zip(files, plan.files(), strict=True)],
        "outputs": [
            *(_file(file, folder, pages=part.pages()) for file, part in zip(files, plan.files(), strict=True)),
            *_beside(filing, folder),
        ],
        "parts": [
            {"id": leaf.id, "title": leaf.title, **_at(written, written.starts[leaf.id], places), "pages": leaf.pages}
            for leaf in plan.leaves
        ],
        "signs": [{"who": who, **_at(written, page, places)} for who, page in written.signs],
        "along": [part.leaf for part in filing.parts() if part.index or part.supplement],
        "goes_with": {part.leaf: with_leaf for part in filing.parts() if (with_leaf := part.goes_with)},
        "forms": {name: _edition(table) for name, table in sorted(tables.items())},
        "certificates": [
            {"part": one.leaf, "translator": one.translator, "exhibits": {e.id: e.fingerprint for e in one.exhibits}}
            for one in certificates(exhibits)
            if one.leaf in written.starts
        ],
        "wordings": _wordings(filing),
        "tools": dict(_tools()),
    }


def applicant(filing: Filing) -> dict[str, str]:
    """By what the person who applies is told from others: names as in the passport, day of birth."""
    birth = filing.record.get("applicant.birth.date")
    return {
        "family": plain(filing.record.get("applicant.name.family")),
        "given": plain(filing.record.get("applicant.name.given")),
        "birth": birth.iso() if isinstance(birth, PartialDate) else "",
    }


def _at(written: Written, page: int, places: Mapping[str, str]) -> dict[str, Any]:
    spot = written.at(page)
    label = {} if spot.page == page else {"label": spot.page}
    return {"page": page, **label, **({"file": places[spot.file]} if spot.file else {})}


def _handed(file: Path, folder: Path, plan: Plan) -> dict[str, Any]:
    """One file to hand in, with the numbers printed on its first and last page and the exhibits in it."""
    exhibits = list(dict.fromkeys(leaf.label for leaf in plan.leaves if leaf.label))
    return {**_file(file, folder, pages=plan.pages()), "first": plan.labels[0], "last": plan.labels[-1], "exhibits": exhibits}


def _records(filing: Filing) -> list[Path]:
    """The files that hold the answers: the records of the case and of the people who have papers in the filing, and what the
    user put in the place of our papers."""
    records = [filing.for_person(whose).record for whose in filing.people()]
    files = [file for record in records for file in ((record.main or record).file, record.file)]
    files += [*own.pdfs(filing).values(), *own.templates(filing).values()]
    return [file for file in dict.fromkeys(files) if file.exists()]


def _papers(exhibits: Sequence[Exhibit], bases: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for exhibit in exhibits:
        for role, paper in (("original", exhibit.original), ("translation", exhibit.translation)):
            if paper is not None:
                yield {"exhibit": exhibit.id, "label": exhibit.label, "role": role, **_paper(paper, bases)}


def _paper(paper: Paper, bases: Sequence[Path]) -> dict[str, Any]:
    return {
        "path": _relative(paper.source, *bases),
        "sha256": paper.sha256,
        "bytes": paper.source.stat().st_size,
        "pages": paper.pages,
        "notes": list(paper.notes),
    }


def _file(file: Path, base: Path, pages: int | None = None) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": _relative(file, base), "sha256": sha256(file), "bytes": file.stat().st_size}
    return entry if pages is None else {**entry, "pages": pages}


def _beside(filing: Filing, folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted((folder / "forms").glob("*.*")):
        if file.suffix == ".docx":
            yield _file(file, folder)
        elif file.suffix == ".pdf":
            with pikepdf.open(file) as opened:
                yield _file(file, folder, pages=len(opened.pages))
    copies = [file for one in filing.sets for file in one.made(folder)]
    for file in [*sorted(folder.glob(f"{READING_COPY}*.pdf")), *copies]:
        with pikepdf.open(file) as opened:
            yield _file(file, folder, pages=len(opened.pages))
    for name in _REPORTS:
        if (folder / name).exists():
            yield _file(folder / name, folder)


def _relative(file: Path, *bases: Path) -> str:
    """From the first of these folders that holds it. Never the absolute path: it would name the user's home folder."""
    for base in bases:
        if file.resolve().is_relative_to(base.resolve()):
            return file.resolve().relative_to(base.resolve()).as_posix()
    return file.name


def _wordings(filing: Filing) -> dict[str, Any]:
    """The documents whose wording a rule decides: which template holds since when, and by which source."""
    found = {name: wording(filing, name) for name in (CERTIFICATE, *(part.document for part in filing.parts()))}
    return {
        name: {"template": entry.value, "from": entry.start.isoformat(), "source": entry.source, "verified": entry.verified}
        for name, entry in sorted(found.items())
        if entry
    }


def _edition(table: FormTable) -> dict[str, Any]:
    verified = table.verified_on.isoformat() if table.verified_on else None
    return {"edition": table.edition.isoformat(), "source": table.source, "verified_on": verified}


def _tools() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    if libreoffice.probe():
        yield "libreoffice", libreoffice.version()
        # Signs that a paper's own font lacks are set in whichever other font is there.
        yield "fonts", fontconfig.fingerprint()[:16]
    yield "qpdf", pikepdf.__libqpdf_version__
    for package in _PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue
