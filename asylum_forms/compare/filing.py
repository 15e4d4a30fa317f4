"""A filing that was built before, as it lies on the disk: its pages, parts, exhibits and answers."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2

from asylum_forms.compare.answers import NAME as ANSWERS
from asylum_forms.compare.answers import Kept
from asylum_forms.errors import ArgumentError, OutputError
from asylum_forms.forms.kept import Rendering, renderings
from asylum_forms.i18n import _

FILING, MANIFEST = "filing.pdf", "manifest.json"


@dataclass(frozen=True)
class Piece:
    """One part of a filing: a form, a paper, the original of an exhibit."""

    id: str
    title: str
    page: int
    """Its first page, 1-based."""
    pages: int
    source: str = ""
    """SHA-256 of the file that it shows page by page, and what was done to it; empty where that is not known."""


@dataclass(frozen=True)
class Exhibit:
    """One piece of evidence as it is filed."""

    id: str
    label: str
    title: str
    sources: tuple[str, ...]
    """SHA-256 of its files."""
    fingerprint: str = ""
    """SHA-256 of the translation that its certificate stands for; empty where there is none."""


@dataclass(frozen=True)
class Built:
    """A filing on the disk."""

    pdfs: tuple[Path, ...]
    """Its files, in order; pages are counted through all of them."""
    pieces: tuple[Piece, ...]
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    answers: Kept | None = None
    """None where the folder holds none."""
    language: str = ""
    forms: Path | None = None
    """Folder with its Word files."""
    paper: str = ""
    """`A4` or `Letter`; empty where the folder does not say."""
    date: datetime.date | None = None
    """Its filing date, where the folder says it."""
    renderings: Mapping[str, Rendering] = field(default_factory=dict)
    """What was rendered of its Word files, by name: others in `forms` were edited by hand."""
    inputs: frozenset[str] = frozenset()
    """SHA-256 of every file that went into it."""
    signed: frozenset[str] = frozenset()
    """Ids of the pieces that somebody signs in it, and of official forms that are signed elsewhere."""
    goes_with: Mapping[str, str] = field(default_factory=dict)
    """Id of a piece to that of another which it is about, such as a statement that was read to somebody."""
    along: frozenset[str] = frozenset()
    """Ids of the pieces that go with evidence whenever some is handed in, such as its index: each time it is another paper."""
    later: bool = False
    """Whether it was handed in after another filing, which it does not replace."""
    after: int = 0
    """How many filings were handed in before it, as far as its folder says."""
    amended: bool = False
    """Whether it is pages that take the place of those of another filing."""
    redacted: bool = False
    """Whether it is the copy for others, from which something was taken out."""
    procedure: str = ""
    """Such as `us/defensive`; empty where the folder does not say."""
    applicant: Mapping[str, str] = field(default_factory=dict)
    """Whose it is: `family`, `given`, `birth`; empty where the folder does not say."""
    profile: str = ""
    """How it was put together, such as `kr-court`; empty where the folder does not say."""
    version: str = ""
    """The version of this program that built it; empty where the folder does not say."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """What is compared of it: its files, Word files and answers, by path in its folder, with their SHA-256."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.forms.parent if self.forms else self.pdfs[0].parent

    @property
    def follows(self) -> bool:
        """Whether another filing was handed in before it, of which it has not all."""
        return self.later or self.amended


def read_built(path: Path, *, outline: bool = False) -> Built:
    """A filing by its build folder, or by its PDF alone; with `outline`, by its bookmarks even where there is a manifest.

    Raises ArgumentError, saying what is missing, when there is no filing, OutputError for one that cannot be read.
    """
    try:
        return _built(path, outline)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise damaged(path, error, _("Build that filing again, or name its PDF instead of the folder.")) from error


def damaged(path: Path, error: Exception, remedy: str) -> OutputError:
    """The error for the manifest of a folder that lacks something, or has it in another way than ours."""
    reason = _("{name} is missing").format(name=error.args[0]) if isinstance(error, KeyError) else str(error)
    message = _("{file} in {path} is damaged, or another version of this program wrote it: {reason}")
    return OutputError(message.format(file=MANIFEST, path=path, reason=reason), remedy=remedy)


def _built(path: Path, outline: bool) -> Built:
    """As `read_built`; KeyError and the like where the manifest is not as it should be."""
    if not path.exists():
        raise ArgumentError(
            _("There is no file {file}.").format(file=path),
            remedy=_("Name the folder of a build, such as CASE/build/PROCEDURE, or a filing as PDF."),
        )
    manifest = {} if outline else _json(path / MANIFEST) if path.is_dir() else {}
    pdfs = tuple(path / file["path"] for file in manifest.get("files", [])) or ((path / FILING) if path.is_dir() else path,)
    if missing := [pdf for pdf in pdfs if not pdf.is_file()]:
        raise ArgumentError(
            _("There is no filing in {path}.").format(path=missing[0].parent),
            remedy=_("Name the folder of a build, such as CASE/build/PROCEDURE, or a filing as PDF."),
        )
    if not manifest:
        return Built(pdfs, tuple(_bookmarked(pdfs[0])))
    # Changed pages were made with all exhibits, but most of these were handed in before.
    held = {part["id"].split("/")[1] for part in manifest["parts"] if part["id"].startswith("exhibit/")}
    papers = [entry for entry in manifest.get("inputs", []) if entry.get("exhibit") in held]
    # Without them everything would be handed in once more as new.
    if lacking := sorted(held - {entry["exhibit"] for entry in papers}):
        raise KeyError(f"inputs: {', '.join(lacking)}")
    pieces = _pieces(manifest, papers)
    outputs = {entry["path"]: entry["sha256"] for entry in manifest.get("outputs", [])}
    return Built(
        pdfs,
        pieces,
        exhibits=_exhibits(manifest, papers, pieces),
        answers=_json(path / ANSWERS) if (path / ANSWERS).exists() else None,
        language=str(manifest.get("language", "")),
        forms=path / "forms",
        paper=str(manifest.get("paper", "")),
        date=datetime.date.fromisoformat(manifest["filing_date"]) if "filing_date" in manifest else None,
        renderings=renderings(manifest),
        inputs=frozenset(entry["sha256"] for entry in manifest.get("inputs", [])),
        signed=frozenset(_signed(manifest, pieces)),
        goes_with=manifest.get("goes_with", {}),
        along=frozenset(manifest.get("along", ())),
        later=bool(manifest.get("supplement")),
        after=int(manifest.get("after", 0)),
        amended=any(piece.id.startswith("amended/") for piece in pieces),
        redacted=bool(manifest.get("redacted")),
        procedure=f"{manifest['jurisdiction']}/{manifest['procedure']}" if "jurisdiction" in manifest else "",
        applicant=manifest.get("applicant", {}),
        profile=str(manifest.get("profile", "")),
        version=str(manifest.get("tools", {}).get("asylum-forms", "")),
        outputs={name: digest for name, digest in outputs.items() if _compared(path / name, pdfs)},
    )


def _pieces(manifest: Mapping[str, Any], papers: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """What stands in the filing, in order; `papers` are the files of its exhibits, as the manifest lists them."""
    sources = {f"exhibit/{entry['exhibit']}/{entry['role']}": f"{entry['sha256']} {entry['notes']}" for entry in papers}
    headings: dict[str, str] = {}
    pieces = []
    for part in manifest["parts"]:
        # The first part of an exhibit is called after it, the others `Translation`, `Original`.
        whose = part["id"].rpartition("/")[0] if part["id"].startswith("exhibit/") else part["id"]
        heading = headings.setdefault(whose, part["title"])
        title = heading if heading == part["title"] else f"{heading} – {part['title']}"
        pieces.append(Piece(part["id"], title, int(part["page"]), int(part["pages"]), sources.get(part["id"], "")))
    return tuple(pieces)


def _exhibits(manifest: Mapping[str, Any], papers: Sequence[Mapping[str, Any]], pieces: Sequence[Piece]) -> dict[str, Exhibit]:
    """The exhibits by their ids; `papers` as for `_pieces`."""
    fingerprints = {id_: digest for one in manifest.get("certificates", []) for id_, digest in one["exhibits"].items()}
    return {
        entry["exhibit"]: Exhibit(
            entry["exhibit"],
            str(entry["label"]),
            next((bare(piece.title) for piece in pieces if piece.id.startswith(f"exhibit/{entry['exhibit']}/")), ""),
            tuple(str(paper["sha256"]) for paper in papers if paper["exhibit"] == entry["exhibit"]),
            str(fingerprints.get(entry["exhibit"], "")),
        )
        for entry in papers
    }


def _compared(file: Path, pdfs: Sequence[Path]) -> bool:
    return file in pdfs or file.name == ANSWERS or file.suffix == ".docx"


def refuse_another(path: Path, built: Built, procedure: str, applicant: Mapping[str, str]) -> None:
    """Raises AsylumFormsError where the filing in `path` is of another procedure, or of somebody else than this applicant.

    The same person may have a name or a day of birth that was corrected since, but not both; what only one of the filings says
    tells nobody apart.
    """
    both = {key for key in applicant if applicant[key] and built.applicant.get(key)}
    differ = {key for key in both if built.applicant[key].casefold() != applicant[key].casefold()}
    another = {"family", "given"} <= differ or ("birth" in differ and len(differ) > 1)
    if another or built.procedure not in ("", procedure):
        raise ArgumentError(
            _("{path} is another filing: {old}. This one is: {new}.").format(
                path=path, old=_whose(built.applicant, built.procedure), new=_whose(applicant, procedure)
            ),
            remedy=_("Name the folder of what was handed in for this person and in this procedure."),
        )


def _whose(applicant: Mapping[str, str], procedure: str) -> str:
    name = " ".join(filter(None, (applicant.get("given", ""), applicant.get("family", ""))))
    return ", ".join(filter(None, (name, applicant.get("birth", ""), procedure)))


def _signed(manifest: Mapping[str, Any], pieces: Sequence[Piece]) -> Iterator[str]:
    """The pieces with a place to sign, and the sheets of ours in place of official forms that are signed elsewhere."""
    pages = [int(place["page"]) for place in manifest.get("signs", [])]
    forms = tuple(str(place["form"]).lower() for place in manifest.get("signs_elsewhere", []))
    for piece in pieces:
        if piece.id.partition("--")[0] in forms or any(piece.page <= page < piece.page + piece.pages for page in pages):
            yield piece.id


def bare(title: str) -> str:
    """The title of an exhibit without its label: `Exhibit G: Summons` is `Summons`, whatever the number."""
    return re.sub(r"^[^:：]{1,30}[:：]\s*", "", title)


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise OutputError(
            _("{file} cannot be read: {reason}").format(file=file.name, reason=error),
            remedy=_("Build that filing again, or name its PDF instead of the folder."),
        ) from error
    return dict(found) if isinstance(found, dict) else {}


def _bookmarked(pdf: Path) -> list[Piece]:
    """The parts of a filing by its bookmarks; the whole of it where there are none. Raises OutputError for a broken file."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            count = len(document)
            marks: list[tuple[str, str, int]] = []
            above: list[str] = []
            for mark in document.get_toc():
                target = mark.get_dest()
                page = target.get_index() if target else None
                del above[mark.level :]
                above.append(bare(mark.get_title()))
                if page is not None:
                    marks.append(("/".join(above), mark.get_title(), page + 1))
    except pypdfium2.PdfiumError as error:
        raise OutputError(
            _("{file} cannot be read: {reason}").format(file=pdf.name, reason=error),
            remedy=_("Name the folder of a build, such as CASE/build/PROCEDURE, or a filing as PDF."),
        ) from error
    marks = marks or [("", pdf.stem, 1)]
    ends = [page for _id, _title, page in marks[1:]] + [count + 1]
    known: dict[str, int] = {}
    pieces = []
    for (id_, title, page), end in zip(marks, ends, strict=True):
        known[id_] = known.get(id_, 0) + 1
        pieces.append(Piece(id_ if known[id_] == 1 else f"{id_} ({known[id_]})", title, page, max(end - page, 0)))
    return pieces
