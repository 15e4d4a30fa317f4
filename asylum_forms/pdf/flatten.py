"""Flattening: what annotations and form fields show becomes part of the page; the annotations and the form go."""

from __future__ import annotations

from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_NEVER_DRAWN = ("/Popup", "/Link")
Matrix = tuple[float, float, float, float, float, float]


def flatten(writer: PdfWriter) -> tuple[tuple[int, str], ...]:
    """Draw the normal appearance of every visible annotation into its page, then remove all annotations and the form, in place.

    Hidden annotations, pop-ups and links are not drawn. Appearance streams are placed as ISO 32000-1, 12.5.5, algorithm 8.1 says;
    the rotation of a page applies to them as to the rest of it. Returns (1-based page, subtype) of each visible annotation that had no
    appearance to draw, apart from empty form fields, so that the caller can say what is not to be seen.
    """
    undrawn = []
    form = _dictionary(writer.root_object.get("/AcroForm"))
    for number, page in enumerate(writer.pages, 1):
        for name, annotation in _draw_all(writer, page, form):
            if name not in _NEVER_DRAWN and not (name == "/Widget" and not _has_value(annotation)):
                undrawn.append((number, name.removeprefix("/")))
        page.pop("/Annots", None)
        page.pop("/StructParents", None)
    # The tags of the document point to annotations that are gone and to content that has moved.
    for key in ("/AcroForm", "/StructTreeRoot", "/MarkInfo"):
        writer.root_object.pop(key, None)
    return tuple(undrawn)


def _draw_all(writer: PdfWriter, page: PageObject, form: DictionaryObject) -> list[tuple[str, DictionaryObject]]:
    """Draw the annotations of a page; return those that are visible but have nothing to draw."""
    undrawn = []
    drawn: list[tuple[str, Any, Matrix]] = []
    annotations = page.get("/Annots")
    annotations = annotations.get_object() if annotations is not None else None
    for number, reference in enumerate(annotations if isinstance(annotations, ArrayObject) else []):
        annotation = _dictionary(reference)
        subtype = str(annotation.get("/Subtype", ""))
        if int(annotation.get("/F", 0)) & (_HIDDEN | _NO_VIEW) or subtype in _NEVER_DRAWN:
            continue
        appearance = _appearance(annotation)
        matrix = _placement(annotation, appearance.get_object()) if appearance is not None else None
        if appearance is None:
            undrawn.append((subtype, annotation))
        elif matrix is not None:
            _complete(appearance.get_object(), page, form)
            drawn.append((f"/A{number}", appearance, matrix))
    if drawn:
        _rebuild(writer, page, drawn)
    return undrawn


def _appearance(annotation: DictionaryObject) -> Any:
    """Reference to the stream that shows the annotation, in the state it is in; None when there is none."""
    appearances = _dictionary(annotation.get("/AP"))
    if "/N" not in appearances:
        return None
    normal = appearances.raw_get("/N")
    if not isinstance(normal.get_object(), StreamObject):
        states = _dictionary(normal)
        state = annotation.get("/AS", "/Off")
        if state not in states:
            return None
        normal = states.raw_get(state)
    return normal if isinstance(normal.get_object(), StreamObject) else None


def _placement(annotation: DictionaryObject, appearance: StreamObject) -> Matrix | None:
    """The matrix that maps the appearance onto the annotation's rectangle; None where either has no size."""
    rectangle = _numbers(annotation.get("/Rect"), 4)
    box = _numbers(appearance.get("/BBox"), 4)
    if rectangle is None or box is None:
        return None
    a, b, c, d, e, f = _numbers(appearance.get("/Matrix"), 6) or (1, 0, 0, 1, 0, 0)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, right = min(x for x, _y in corners), max(x for x, _y in corners)
    bottom, top = min(y for _x, y in corners), max(y for _x, y in corners)
    to_left, to_right = sorted((rectangle[0], rectangle[2]))
    to_bottom, to_top = sorted((rectangle[1], rectangle[3]))
    if right == left or top == bottom:
        return None
    across, up = (to_right - to_left) / (right - left), (to_top - to_bottom) / (top - bottom)
    return (across, 0, 0, up, to_left - left * across, to_bottom - bottom * up)


def _complete(appearance: StreamObject, page: PageObject, form: DictionaryObject) -> None:
    """Add what old programs leave out of appearance streams and viewers take from elsewhere."""
    appearance[NameObject("/Type")] = NameObject("/XObject")
    appearance[NameObject("/Subtype")] = NameObject("/Form")
    if "/Resources" not in appearance:
        source = form.get("/DR") or page.get("/Resources")
        if source is not None:
            appearance[NameObject("/Resources")] = source


def _rebuild(writer: PdfWriter, page: PageObject, drawn: list[tuple[str, Any, Matrix]]) -> None:
    """Put the old content into a form XObject, so that nothing it leaves open touches the appearances drawn after it."""
    objects = DictionaryObject({NameObject(name): reference for name, reference, _matrix in drawn})
    parts = []
    contents = page.get_contents()
    if contents is not None:
        old = StreamObject()
        old.set_data(contents.get_data())
        old.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/FormType"): NumberObject(1),
                NameObject("/BBox"): ArrayObject(page.mediabox),
                NameObject("/Resources"): page.get("/Resources", DictionaryObject()),
            }
        )
        objects[NameObject("/Page")] = writer._add_object(old.flate_encode())
        parts.append("/Page Do")
    for name, _reference, matrix in drawn:
        parts.append(f"q {' '.join(_number(value) for value in matrix)} cm {name} Do Q")
    content = StreamObject()
    content.set_data("\n".join(parts).encode() + b"\n")
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): objects})


def _has_value(annotation: DictionaryObject) -> bool:
    """Whether a form field holds text; a check box without a picture for its state is simply off."""
    node: Any = annotation
    while isinstance(node, DictionaryObject):
        if node.get("/FT") == "/Btn":
            return False
        if str(node.get("/V", "")):
            return True
        node = _dictionary(node["/Parent"]) if "/Parent" in node else None
    return False


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _numbers(value: Any, count: int) -> tuple[float, ...] | None:
    value = value.get_object() if value is not None else None
    if not isinstance(value, ArrayObject) or len(value) != count:
        return None
    return tuple(float(number.get_object()) for number in value)


def _number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"
