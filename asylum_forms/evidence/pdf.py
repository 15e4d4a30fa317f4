"""PDF files as evidence: every page, as it is seen, and nothing else - no lock, scripts, forms, attachments, authors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
from pikepdf import Array, Dictionary, Name, Stream

from asylum_forms.errors import AsylumFormsError, EvidenceError
from asylum_forms.evidence import annotation, jpeg, jpeg2000, optional
from asylum_forms.evidence.drawing import draw_hard_pages
from asylum_forms.evidence.exhibit import Mark
from asylum_forms.evidence.kinds import refused, too_large
from asylum_forms.evidence.stream import TooLarge, is_whole
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.pdf import letters, pictures
from asylum_forms.pdf.save import save

for _library in ("pikepdf", "pypdf"):
    # What they warn of we look into ourselves; their words would only reach a terminal that nobody has prepared.
    logging.getLogger(_library).addHandler(logging.NullHandler())

_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit", "/Annots"}
)
"""What a page is seen by. Everything else on a page is structure, history or behaviour."""
_PRIVATE_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OPI", "/Alternates", "/StructParent", "/StructParents")
_ROOMS = {"Do": "/XObject", "Tf": "/Font"}
"""Operators that use something by name, and the part of the resources in which it must be."""
_DRAWN = (Name.Form, Name.Image)
_STILL_PACKED = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
"""Beginnings of Flate data: seen at the start of a page's content when its dictionary has been damaged."""
_DEEPEST = 50
_MOST_CONTENT = 256 << 20
"""Bytes of drawing instructions. The largest maps have some ten million."""
_MOST_DRAWN = 10_000_000
"""Things that one page draws. Forms that draw one another can be few and still keep every viewer busy for years."""
_MOST_DOTS = 1 << 30
"""Dots of a picture: twice the largest plan (A0) at 600 dots per inch."""
_LEAST_SIDE = 0.01
"""Points. Less is no page, and is nothing once it is rounded."""


@dataclass
class CleanPdf:
    """What became of a PDF."""

    pages: int
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def clean_pdf(source: Path, out: Path, *, password: str = "", file: Path | None = None) -> CleanPdf:
    """Write to `out` the pages of `source` as they are seen, in order, at their own size and rotation; say what was done.

    `file` is the user's file, named in errors, when `source` was made from it.

    Kept: page contents, form answers, stamps, highlights and signatures (drawn into the page). Removed: encryption, scripts,
    fields, links, embedded data, metadata. What lies outside the crop box stays outside. Raises EvidenceError when the file is
    locked or damaged, when anything in it would not be seen in the filing (attachments, hidden layers, fields without
    pictures), or when two readers disagree about its pages.
    """
    file = file or source
    try:
        with _opened(source, password, file) as pdf:
            done = _clean(pdf, source, password, out, file)
        _reread(out, done.pages)
    except (AsylumFormsError, MemoryError):
        raise
    except pikepdf.PasswordError as problem:
        raise _locked(file, password) from problem
    except TooLarge as problem:
        raise too_large(file, problem.most) from problem
    except Exception as problem:
        # Damaged and hostile files fail in every way there is; whatever it was, the file is at fault.
        raise _damaged(file) from problem
    return done


def _opened(source: Path, password: str, file: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(source, password=password)
    except pikepdf.PasswordError as problem:
        raise _locked(file, password) from problem


def _locked(file: Path, password: str) -> EvidenceError:
    if password:
        return refused(
            file, _("the password in the record does not open it."), _("Write the right one in the record's password.")
        )
    remedy = _("Write its password in the record (password: ...), or print it to a new PDF that is not locked.")
    return refused(file, _("the PDF is locked with a password."), remedy)


def _damaged(file: Path, reason: str = "") -> EvidenceError:
    remedy = _("Copy it again from where it came from. If it opens there, print it to a new PDF, and name the new one.")
    return refused(file, reason or _("the PDF is damaged or incomplete."), remedy)


def _clean(pdf: pikepdf.Pdf, source: Path, password: str, out: Path, file: Path) -> CleanPdf:
    reader = pypdf.PdfReader(source, password=password or None)
    # The number the file itself gives must come from pypdf: when qpdf repairs a file, it corrects the number.
    pages: Any = reader.root_object["/Pages"]
    counts = {int(pages["/Count"]), len(reader.pages), len(pdf.pages)}
    if len(counts) != 1 or 0 in counts:
        said = listed(str(count) for count in sorted(counts))
        raise _damaged(file, _("the PDF is damaged: it is unclear how many pages it has ({counts}).").format(counts=said))
    done = CleanPdf(len(pdf.pages))
    if pdf.is_encrypted:
        done.notes.append("decrypted")
    _refuse_what_would_be_lost(pdf, file)
    for _thing in pdf.objects:
        pass  # qpdf finds, mends and warns of damage only in what has been asked for
    repaired = bool(pdf.get_warnings())
    known: dict[tuple[int, int], int] = {}
    for number, (page, other) in enumerate(zip(pdf.pages, reader.pages, strict=True), 1):
        _check_page(page, other, number, repaired, known, file)
    if repaired:
        done.notes.append("repaired")
    done.marks = annotation.redactions(pdf)
    notes, findings = annotation.flatten(pdf, reader, file)
    done.notes += notes
    done.findings += findings
    with pikepdf.new() as new:
        for page in pdf.pages:
            _keep_what_is_seen(page, done)
        new.pages.extend(pdf.pages)
        _scrub(new, repaired, done, file)
        new.remove_unreferenced_resources()
        save(new, out)
    draw_hard_pages(out)
    return done


def _refuse_what_would_be_lost(pdf: pikepdf.Pdf, file: Path) -> None:
    form = pdf.Root.get("/AcroForm")
    drawn_elsewhere = bool(pdf.Root.get("/NeedsRendering", False)) or not annotation.shows_fields(pdf)
    if isinstance(form, Dictionary) and "/XFA" in form and drawn_elsewhere:
        remedy = _("Open it in Adobe Reader (no other program shows it), print it to a new PDF, and name the new one.")
        raise refused(file, _("this is an XFA form: only Adobe Reader shows what is in it."), remedy)
    if names := annotation.attached(pdf):
        remedy = _(
            "Save the attached files out of the PDF and list each as a piece of evidence of its own. "
            "Then print the PDF to a new one, without attachments, and name the new one."
        )
        reason = _("the PDF has other files attached inside, which would be lost: {names}.").format(names=listed(names))
        raise refused(file, reason, remedy)
    if hidden := optional.hidden(pdf):
        remedy = _("Open it, show or hide its layers as you want them, print it to a new PDF, and name the new one.")
        reason = _("the PDF has layers that are hidden ({names}); it is unclear what of it should be seen.")
        raise refused(file, reason.format(names=listed(hidden)), remedy)


def _check_page(
    page: pikepdf.Page, other: pypdf.PageObject, number: int, repaired: bool, known: dict[tuple[int, int], int], file: Path
) -> None:
    """Raise EvidenceError when what the page shows cannot be read to its end. `other` is the page in the other reader."""
    try:
        whole = "/Contents" in page.obj or not repaired
        for stream in _content_streams(page):
            whole = whole and _reads(stream)
        drawn = _drawn(page.resources, page, known) if whole else 0
        # Where the size is lost, qpdf puts Letter.
        boxes = [_upright(page.mediabox), _upright(page.cropbox), _upright(other.mediabox)]
        whole = whole and _alike(boxes[0], boxes[2]) and all(_has_area(box) for box in boxes)
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, AttributeError, KeyError) as problem:
        raise _damaged(file, _("page {page} of the PDF is damaged.").format(page=number)) from problem
    if not whole:
        raise _damaged(file, _("page {page} of the PDF is damaged.").format(page=number))
    if drawn > _MOST_DRAWN:
        remedy = _("Take a picture of the page as you see it, and name that instead.")
        raise refused(file, _("page {page} draws so much that no program could show it.").format(page=number), remedy)


def _content_streams(page: pikepdf.Page) -> Iterator[Stream]:
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, Array) else [contents]:
        if isinstance(stream, Stream):
            yield stream
        elif contents is not None:
            raise ValueError("a part of the page is missing")


def _reads(content: Stream) -> bool:
    """Whether drawing instructions can be read to their end. Raises where they cannot be unpacked at all."""
    return is_whole(content, _MOST_CONTENT) and not content.read_bytes().startswith(_STILL_PACKED)


def _drawn(resources: Any, content: Any, known: dict[tuple[int, int], int]) -> int:
    """How many things a page draws, each counted as often as it is drawn; `known` are the pictures and forms counted before.

    Raises ValueError when a font, picture or form is not there: a file that has lost parts still names them.
    """
    total = 0
    for instruction in pikepdf.parse_content_stream(content, " ".join(_ROOMS)):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            total += 1
            continue
        room = _ROOMS[str(instruction.operator)]
        found = resources.get(room, {}).get(str(instruction.operands[0]))
        kind = found.get("/Subtype") if isinstance(found, (Dictionary, Stream)) else None
        if kind is None or (room == "/XObject" and not (isinstance(found, Stream) and kind in _DRAWN)):
            raise ValueError("a part of the page is missing")
        if room == "/XObject" and found.objgen not in known:
            known[found.objgen] = 1  # what draws itself is drawn once: viewers stop there
            if not (is_whole(found) if kind == Name.Image else _reads(found)):
                raise ValueError("a part of the page is damaged")
            if kind == Name.Form:
                known[found.objgen] += _drawn(found.get("/Resources", resources), found, known)
        total += known[found.objgen] if room == "/XObject" else 0
    return total


def _inherited(node: Any, key: str) -> Any:
    for _level in range(_DEEPEST):
        if (value := node.get(key)) is not None:
            return value
        node = node.get("/Parent")
        if not isinstance(node, Dictionary):
            return None
    return None


def _keep_what_is_seen(page: pikepdf.Page, done: CleanPdf) -> None:
    media, crop = [_upright(box) for box in (page.mediabox, page.cropbox)]
    seen = [max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])]
    if not _has_area(seen):
        seen = media  # a crop box beside the page is no crop box
    if seen != media and "cropped pages kept as they are seen" not in done.notes:
        done.notes.append("cropped pages kept as they are seen")
    rotate = _inherited(page.obj, "/Rotate")
    for key in set(page.obj.keys()) - (_PAGE_KEYS - {"/Annots", "/CropBox"}):
        del page.obj[key]
    page.obj.MediaBox = Array([round(side, 4) for side in seen])
    page.obj.CropBox = page.obj.MediaBox  # so that none is inherited
    turned = int(rotate) % 360 if isinstance(rotate, int) and rotate % 90 == 0 else 0
    page.obj.Rotate = turned
    unit = page.obj.get("/UserUnit")
    if unit is not None and not (isinstance(unit, (int, float, Decimal)) and unit > 0):
        del page.obj["/UserUnit"]  # as viewers do


def _has_area(box: list[float]) -> bool:
    return box[2] - box[0] >= _LEAST_SIDE and box[3] - box[1] >= _LEAST_SIDE


def _upright(box: Any) -> list[float]:
    left, bottom, right, top = (float(side) for side in box)
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]


def _alike(one: list[float], other: list[float]) -> bool:
    return all(abs(a - b) < 0.01 for a, b in zip(one, other, strict=True))


def _scrub(pdf: pikepdf.Pdf, repaired: bool, done: CleanPdf, file: Path) -> None:
    """Take private data out of everything the pages use: telephone pictures keep their place and time also inside a PDF."""
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, Stream)):
            continue
        if thing.get("/Type") != Name.Page:
            for key in _PRIVATE_KEYS:
                if key in thing:
                    del thing[key]
        if isinstance(thing, Stream) and not is_whole(thing):
            raise _damaged(file, _("the PDF is damaged: a picture, font or text in it breaks off."))
        if not isinstance(thing, Stream) or thing.get("/Subtype") != Name.Image:
            continue
        if int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > _MOST_DOTS:
            remedy = _("Save it in a smaller size (the long side at most 10,000 dots), and name that file instead.")
            raise refused(file, _("the picture claims to be enormous and is not opened."), remedy)
        if _stripped(thing, repaired, file) and "hidden data in pictures removed" not in done.notes:
            done.notes.append("hidden data in pictures removed")
    if absent := letters.lend(pdf):
        names = listed(absent)
        done.notes.append(f"fonts not inside the PDF: {names}")
        message = _("{name} leaves its fonts ({fonts}) to the reader's computer, and may look different there.")
        remedy = _("Look at its pages in the filing. If letters are wrong, print the PDF to a new one, and name the new one.")
        said = message.format(name=file.name, fonts=names)
        done.findings.append(Finding("evidence.fonts", Severity.ATTEND, said, remedy, Place(file=str(file))))


def _stripped(image: Stream, repaired: bool, file: Path) -> bool:
    try:
        coding, data = pictures.coded(image)
        if coding is None:
            return False
        clean, removed = jpeg.strip(data) if coding == Name.DCTDecode else jpeg2000.strip(data)
    except (jpeg.BrokenJpeg, jpeg2000.BrokenJpeg2000, pikepdf.PdfError) as problem:
        if repaired:
            raise _damaged(file) from problem
        return False
    if removed:
        parameters = image.get("/DecodeParms")
        if isinstance(parameters, Array):  # the last is of the picture's own coding
            parameters = parameters[-1] if len(parameters) else None
        image.write(clean, filter=coding, decode_parms=parameters if isinstance(parameters, Dictionary) else None)
    return removed


def _reread(out: Path, pages: int) -> None:
    """Look at what was written with the other reader."""
    written = pypdf.PdfReader(out)
    if len(written.pages) != pages or written.is_encrypted or "/AcroForm" in written.root_object:
        raise ValueError("what was written is not what was meant")
    for page in written.pages:
        if "/Annots" in page or "/AA" in page:
            raise ValueError("what was written is not what was meant")
