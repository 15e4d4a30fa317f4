"""Taking in a file of the case: whatever it is, a clean PDF of all its pages - or an error that says what to do.

Word files and plain text need LibreOffice, which is started once for all of them: `prepare` gives the file to convert, and
`finish` gets the PDF made from it. All functions depend on nothing but their arguments, so that each file is taken in by a
process of its own (`bounded`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from asylum_forms.errors import ToolError
from asylum_forms.evidence import mail, text
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.image import picture_to_pdf
from asylum_forms.evidence.kinds import DOCUMENTS, IMAGES, kind, refused
from asylum_forms.evidence.pdf import clean_pdf
from asylum_forms.evidence.word import clean_docx, unprintable, write_docx
from asylum_forms.files import sha256, short
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.pdf.paper import PAPERS
from asylum_forms.tools import fontconfig

_FEW = 20
"""Words that are quoted."""

__all__ = ["Prepared", "begin", "finish", "kind", "needs_conversion", "prepare", "take_in"]


@dataclass(frozen=True)
class Prepared:
    """A Word file or text that is ready for LibreOffice."""

    document: Path
    """The Word document to convert."""
    sha256: str
    """Of the user's file."""
    notes: tuple[str, ...]
    """As in `Paper`."""
    findings: tuple[Finding, ...]
    """As in `Paper`."""


def warm() -> None:
    """Find out what all files need to know, before the processes that take them in are made (see `Workers`)."""
    with suppress(ToolError):  # whoever needs fonts is told
        fontconfig.missing("")


def needs_conversion(file: Path) -> bool:
    """Whether the file is a Word or text document, which `prepare` and LibreOffice must make a PDF of first.

    Raises EvidenceError as `kind` does.
    """
    return kind(file) in DOCUMENTS


def begin(file: Path, out: Path, *, password: str = "", paper: str = "Letter") -> Paper | Prepared:
    """As much as can be done without LibreOffice: what `take_in` gives or, for a document, what `prepare` gives."""
    if needs_conversion(file):
        return prepare(file, out, paper=paper)
    return take_in(file, out, password=password, paper=paper)


def prepare(file: Path, out: Path, *, paper: str = "Letter") -> Prepared:
    """Write the Word document to convert to the folder `out`, under the user's file name.

    Of a Word file, a copy that fetches nothing and prints dates as last saved; of a text, a document that shows it as it is on
    `paper`. The same input gives the same bytes. Raises EvidenceError.
    """
    target = out / f"{short(file.stem)}.docx"
    if target.resolve() == file.resolve():
        raise ValueError("the folder is the user's own")
    what = kind(file)
    digest = sha256(file)
    notes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    if what == "docx":
        cleaned = clean_docx(file)
        parts, notes, findings = cleaned.parts, tuple(cleaned.notes), tuple(cleaned.findings)
    else:
        if what == "eml":
            content, notes = mail.text_of(file), ("e-mail",)
            findings = (*_attached(file), *_unprinted(file))
        else:
            content, encoding = text.read_text(file)
            notes = (f"text read as {encoding}",)
        if absent := fontconfig.missing(content):
            raise unprintable(file, absent)
        parts = text.to_docx(content, paper)
    out.mkdir(parents=True, exist_ok=True)
    write_docx(parts, target)
    return Prepared(target, digest, notes, findings)


def finish(file: Path, out: Path, prepared: Prepared, converted: Path) -> Paper:
    """Make a clean PDF in the folder `out` of `converted`, the PDF that LibreOffice made of what `prepare` gave.

    Raises EvidenceError.
    """
    pdf = _target(file, out, prepared.sha256)
    done = clean_pdf(converted, pdf, file=file)
    _refuse_changed(file, prepared.sha256)
    notes = ("typeset by LibreOffice", *prepared.notes)
    return Paper(file, prepared.sha256, pdf, done.pages, notes, prepared.findings, typeset=True)


def take_in(file: Path, out: Path, *, password: str = "", paper: str = "Letter") -> Paper:
    """Make a clean PDF of a picture or PDF in the folder `out`. The user's file is only read.

    `password` opens a locked PDF; pictures are put on `paper` (`Letter` or `A4`), each on a page of its own, a long one on
    several; PDF pages keep their own size.

    Raises EvidenceError when the file is missing, empty, unreadable, corrupt, locked, of unknown kind, or has something in it
    that would not be seen in the filing.
    """
    if paper not in PAPERS:
        raise ValueError(f"no paper {paper}")
    what = kind(file)
    digest = sha256(file)
    pdf = _target(file, out, digest)
    if what in IMAGES:
        pages, notes, repeats = picture_to_pdf(file, what, pdf, paper)
        taken = Paper(file, digest, pdf, pages, notes, repeats=repeats)
    elif what == "pdf":
        done = clean_pdf(file, pdf, password=password)
        taken = Paper(file, digest, pdf, done.pages, tuple(done.notes), tuple(done.findings), marks=tuple(done.marks))
    else:
        raise ValueError(f"{file.name} needs conversion first")
    _refuse_changed(file, digest)
    return taken


def _target(file: Path, out: Path, digest: str) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    return out / f"{file.stem[:40]}-{digest[:12]}.pdf"


def _refuse_changed(file: Path, digest: str) -> None:
    if sha256(file) != digest:
        raise refused(file, _("the file was changed while it was read."), _("Close it in other programs and try again."))


def _unprinted(file: Path) -> tuple[Finding, ...]:
    """What the mail says in its other form, a web page, and not in the plain words that are printed."""
    words = mail.said_elsewhere(file)
    if not words:
        return ()
    message = _("{name}: this e-mail also is a web page, which says more than its plain text. Only there: {words}.").format(
        name=file.name, words=" ".join(words[:_FEW]) + (" …" if len(words) > _FEW else "")
    )
    remedy = _("Compare the two. If it matters, print the e-mail as PDF from the mail program, and name the PDF.")
    return (Finding("evidence.mail-page", Severity.ATTEND, message, remedy),)


def _attached(file: Path) -> tuple[Finding, ...]:
    """What hangs on an e-mail and is not printed with it."""
    names = mail.attachments(file)
    if not names:
        return ()
    message = _("{name}: files on this e-mail that are not printed with it: {count} ({files}).").format(
        name=file.name, count=len(names), files=listed(names)
    )
    remedy = _("Save them, and list each that matters as a piece of evidence of its own.")
    return (Finding("evidence.mail-attachments", Severity.ATTEND, message, remedy),)
