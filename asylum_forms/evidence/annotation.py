"""What lies on top of a PDF page - form answers, stamps, highlights, signatures - drawn into the page: nothing seen is lost.

Drawing is qpdf's (`flatten_annotations`): it draws each annotation's own appearance. What has no appearance but would be drawn by
a viewer of its own accord cannot be kept for certain, so it is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
from pikepdf import Dictionary, Name

from asylum_forms.evidence.exhibit import Mark
from asylum_forms.evidence.kinds import refused
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import N_, _

_INVISIBLE, _HIDDEN, _PRINTED, _NO_VIEW = 1, 2, 4, 32
"""Annotation flags (ISO 32000-1, table 165)."""

_DRAWN_BY_VIEWERS = frozenset(
    {"/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut"}
    | {"/Stamp", "/Caret", "/Ink", "/Watermark"}
)
"""Kinds that viewers show even without an appearance of their own."""
_PLAYED = frozenset({"/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})
_FORM_DRAWN = frozenset({"/Tx", "/Ch"})
_DEEPEST = 50
_REMEDY = N_("Open it in a PDF reader, check that everything shows, print it to a new PDF, and name the new one.")


def redactions(pdf: pikepdf.Pdf) -> list[Mark]:
    """The areas that somebody marked for redaction. The marks themselves say what is to be done, and are not shown."""
    marks = []
    for number, page in enumerate(pdf.pages, 1):
        for _position, annotation in _annotations(page):
            if annotation.get("/Subtype") != "/Redact" or not _visible(annotation):
                continue
            annotation.F = _HIDDEN
            points = [float(value) for value in annotation.get("/QuadPoints", [])] or [float(value) for value in annotation.Rect]
            size = 8 if "/QuadPoints" in annotation else 4
            for start in range(0, len(points), size):
                area = _as_seen(page, points[start : start + size : 2], points[start + 1 : start + size : 2])
                marks.append(Mark(number, area, str(annotation.get("/OverlayText", ""))))
    return marks


def _as_seen(page: pikepdf.Page, xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float, float, float]:
    """Points in page space as left, top, right, bottom in parts of the page that is seen, turned as it is seen."""
    media, crop = ([float(side) for side in box] for box in (page.mediabox, page.cropbox))
    seen = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    across = [(x - seen[0]) / (seen[2] - seen[0]) for x in xs]
    up = [(y - seen[1]) / (seen[3] - seen[1]) for y in ys]
    quarter = int(_inherited(page.obj, "/Rotate") or 0) // 90 % 4
    right, down = (
        (across, [1 - v for v in up]),
        (up, across),
        ([1 - u for u in across], up),
        ([1 - v for v in up], [1 - u for u in across]),
    )[quarter]
    return min(right), min(down), max(right), max(down)


def flatten(pdf: pikepdf.Pdf, reader: pypdf.PdfReader, file: Path) -> tuple[list[str], list[Finding]]:
    """Draw everything visible on the pages into the pages and take the annotations away. Returns notes and findings.

    `reader` is a second reader of the same file. Raises EvidenceError when an answer or a mark is stored without its picture.
    """
    notes: list[str] = []
    comments = played = signed = drawn = 0
    redraw = _wants_redrawing(pdf)
    for number, page in enumerate(pdf.pages):
        for position, annotation in _annotations(page):
            kind = str(annotation.get("/Subtype", ""))
            if not _visible(annotation):
                annotation.F = _HIDDEN
                continue
            if kind == "/Popup":  # the window of a comment, which opens at a click
                annotation.F = _HIDDEN
                continue
            if kind == "/Widget":
                _settle_field(annotation, redraw, reader, number, position, file)
                signed += _inherited(annotation, "/FT") == Name.Sig and _inherited(annotation, "/V") is not None
            elif kind in _DRAWN_BY_VIEWERS and _appearance(annotation) is None:
                reason = _("page {page} bears a mark ({kind}) that is stored without its picture and would be lost.")
                raise refused(file, reason.format(page=number + 1, kind=kind.strip("/")), _(_REMEDY))
            comments += kind not in ("/FreeText", "/Widget", "/Link") and bool(str(annotation.get("/Contents", "")).strip())
            played += kind in _PLAYED
            drawn += _appearance(annotation) is not None
    if redraw:
        pdf.Root.AcroForm.NeedAppearances = False  # every appearance has been found to say what its field says
    pdf.flatten_annotations("all")
    if drawn:
        notes.append("form answers and marks drawn into the page")
    if signed:
        notes.append("digital signature kept as a picture only")
    return notes, list(_findings(file, comments, played))


def _findings(file: Path, comments: int, played: int) -> Iterator[Finding]:
    place = Place(file=str(file))
    if comments:
        message = _("{name} has comments that open at a click: {count}. They are not in the filing.")
        remedy = _("If they matter, print the PDF with its comments to a new PDF, and name the new one.")
        yield Finding("evidence.comments", Severity.ATTEND, message.format(name=file.name, count=comments), remedy, place)
    if played:
        message = _("{name} has recordings or moving pictures inside: {count}. They are not in the filing.")
        remedy = _("If they matter, list a written transcript and pictures of them as evidence.")
        yield Finding("evidence.recordings", Severity.ATTEND, message.format(name=file.name, count=played), remedy, place)


def _wants_redrawing(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, Dictionary) and bool(form.get("/NeedAppearances", False))


def _annotations(page: pikepdf.Page) -> Iterator[tuple[int, Any]]:
    listed = page.obj.get("/Annots")
    if isinstance(listed, pikepdf.Array):
        for position, annotation in enumerate(listed):
            if isinstance(annotation, Dictionary):
                yield position, annotation


def shows_fields(pdf: pikepdf.Pdf) -> bool:
    """Whether any page shows a form field; signatures do not count."""
    return any(
        annotation.get("/Subtype") == Name.Widget and _inherited(annotation, "/FT") != Name.Sig
        for page in pdf.pages
        for _position, annotation in _annotations(page)
    )


def attached(pdf: pikepdf.Pdf) -> list[str]:
    """Names of the files inside the PDF, in its list of attachments or behind paper-clip marks."""
    names = {str(name) for name in pdf.attachments}
    for page in pdf.pages:
        for _position, annotation in _annotations(page):
            if annotation.get("/Subtype") == Name.FileAttachment:
                specification = annotation.get("/FS")
                named = specification.get("/UF", specification.get("/F", "?")) if isinstance(specification, Dictionary) else "?"
                names.add(str(named))
    return sorted(names)


def _visible(annotation: Any) -> bool:
    flags = _number(annotation.get("/F", 0))
    return not flags & (_INVISIBLE | _HIDDEN) and (not flags & _NO_VIEW or bool(flags & _PRINTED))


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _appearance(annotation: Any) -> pikepdf.Stream | None:
    """The normal appearance in the state the annotation is in."""
    normal = annotation.AP.get("/N") if isinstance(annotation.get("/AP"), Dictionary) else None
    if isinstance(normal, Dictionary):
        state = annotation.get("/AS")
        normal = normal.get(str(state)) if isinstance(state, Name) else None
    return normal if isinstance(normal, pikepdf.Stream) else None


def _inherited(field: Any, key: str) -> Any:
    for _level in range(_DEEPEST):
        if (value := field.get(key)) is not None:
            return value
        field = field.get("/Parent")
        if not isinstance(field, Dictionary):
            return None
    return None


def _settle_field(widget: Any, redraw: bool, reader: pypdf.PdfReader, page: int, position: int, file: Path) -> None:
    """Make sure that a field's picture says what the field says.

    A field without a picture, or one in a document that asks viewers to draw fields anew, shows its value in a viewer; the
    picture stored with it may be missing or old. Raises EvidenceError when it is, because an answer would be lost.
    """
    kind = str(_inherited(widget, "/FT"))
    if kind == "/Btn":
        _settle_button(widget)
        return
    said = _shown(widget) if kind in _FORM_DRAWN else ""
    if not said:
        return
    if _appearance(widget) is not None and (not redraw or _squeezed(_drawn_text(reader, page, position)) == _squeezed(said)):
        return
    reason = _("page {page} has an answer in a form field that is stored without its picture and would be lost.")
    raise refused(file, reason.format(page=page + 1), _(_REMEDY))


def _settle_button(widget: Any) -> None:
    """A check box ticked by a program that forgot to say so on the page."""
    if "/AS" in widget:
        return
    value = _inherited(widget, "/V")
    normal = widget.AP.get("/N") if isinstance(widget.get("/AP"), Dictionary) else None
    if isinstance(value, Name) and isinstance(normal, Dictionary) and str(value) in normal:
        widget.AS = value


def _shown(widget: Any) -> str:
    value = _inherited(widget, "/V")
    values = list(value) if isinstance(value, pikepdf.Array) else [value]
    options = _inherited(widget, "/Opt")
    shown = {}
    for option in options if isinstance(options, pikepdf.Array) else []:
        if isinstance(option, pikepdf.Array) and len(option) == 2:
            shown[str(option[0])] = str(option[1])
    words = []
    for one in values:
        if isinstance(one, pikepdf.Stream):
            words.append(one.read_bytes().decode("utf-8", "replace"))
        elif one is not None:
            words.append(shown.get(str(one), str(one)))
    return " ".join(words).strip()


def _drawn_text(reader: pypdf.PdfReader, page: int, position: int) -> str:
    try:
        owner = reader.pages[page]
        annotation: Any = owner["/Annots"].get_object()[position].get_object()  # type: ignore[index]
        return str(owner.extract_xform_text(annotation["/AP"]["/N"].get_object()))
    except Exception:  # whatever stops the second reader, the text could not be confirmed
        return ""


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
