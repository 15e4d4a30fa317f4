"""Annotations: which links our own pages carry, which annotations may not be left behind, and links as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

_SILENT = {"/Link", "/Popup"}
"""Annotations that show nothing of their own on the page."""

_NOTES = {"/Text"}
"""Sticky notes: a comment that a lawyer left in the Word file is not part of the filing."""

_UNSEEN = 1 | 2 | 32
"""Flags Invisible, Hidden and NoView (ISO 32000-1, table 165)."""


@dataclass(frozen=True)
class Link:
    """A link of one of our own pages."""

    rect: tuple[float, float, float, float]
    address: str = ""
    """Set when it leads to an address, inside or outside the filing."""
    page: int = 0
    """Set when it leads to a page of the same document: 1-based."""


def links(reader: PdfReader, page: PageObject) -> Iterator[Link]:
    """The links of one of our own pages. Links that neither lead to a page of the document nor to an address are left out."""
    for annotation in _annotations(page):
        if annotation.get("/Subtype") != "/Link":
            continue
        left, bottom, right, top = (float(value.get_object()) for value in cast(ArrayObject, annotation["/Rect"]))
        rect = (left, bottom, right, top)
        action = annotation.get("/A", DictionaryObject()).get_object()
        if action.get("/S") == "/URI":
            yield Link(rect, address=_string(action.get("/URI")))
        elif (number := _page_number(reader, annotation.get("/Dest", action.get("/D")))) is not None:
            yield Link(rect, page=number + 1)


def unflattened(page: PageObject, evidence: bool) -> list[str]:
    """Kinds of annotations that show something on the page and would be lost: `/Widget`, `/FreeText`, `/Stamp`."""
    silent = _SILENT if evidence else _SILENT | _NOTES
    return sorted(
        {
            str(annotation.get("/Subtype"))
            for annotation in _annotations(page)
            if annotation.get("/Subtype") not in silent and not int(annotation.get("/F", 0)) & _UNSEEN and _shows(annotation)
        }
    )


def add_link(writer: PdfWriter, page: PageObject, link: Link, target: PageObject | None, corner: tuple[float, float]) -> None:
    """Write a link to a page of the filing (`corner` is its upper left as seen, in its own page space), or to `link.address`."""
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): RectangleObject(link.rect),
            NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
            NameObject("/F"): NumberObject(4),
        }
    )
    if target is None:
        action = {"/S": NameObject("/URI"), "/URI": ByteStringObject(link.address.encode())}
        annotation[NameObject("/A")] = DictionaryObject({NameObject(key): value for key, value in action.items()})
    else:
        annotation[NameObject("/Dest")] = destination(target, corner)
    if "/Annots" not in page:
        page[NameObject("/Annots")] = ArrayObject()
    cast(ArrayObject, page["/Annots"]).append(writer._add_object(annotation))


def destination(target: PageObject, corner: tuple[float, float]) -> ArrayObject:
    """An explicit destination: the top of a page, the reader's zoom kept."""
    assert target.indirect_reference is not None
    x, y = (NumberObject(round(value)) for value in corner)
    return ArrayObject([target.indirect_reference, NameObject("/XYZ"), x, y, NullObject()])


def _annotations(page: PageObject) -> Iterator[DictionaryObject]:
    annotations: Any = page.get("/Annots", NullObject()).get_object()
    if isinstance(annotations, ArrayObject):
        for item in annotations:
            annotation = item.get_object()
            if isinstance(annotation, DictionaryObject):
                yield annotation


def _shows(annotation: DictionaryObject) -> bool:
    appearance = annotation.get("/AP", NullObject()).get_object()
    return isinstance(appearance, DictionaryObject) and "/N" in appearance


def _string(value: Any) -> str:
    """A URI: bytes of ASCII by the standard, of UTF-8 in practice."""
    value = value.get_object() if value is not None else b""
    if isinstance(value, TextStringObject):
        return str(value)
    return bytes(value).decode("utf-8", "replace")


def _page_number(reader: PdfReader, destination: Any) -> int | None:
    """Page (from 0) that a destination of the document names, or None."""
    destination = destination.get_object() if destination is not None else None
    if isinstance(destination, (TextStringObject, ByteStringObject, NameObject)):
        name = _string(destination) if not isinstance(destination, NameObject) else destination.removeprefix("/")
        named = reader.named_destinations.get(name)
        return reader.get_destination_page_number(named) if named is not None else None
    if isinstance(destination, DictionaryObject):
        destination = destination.get("/D", NullObject()).get_object()
    if not isinstance(destination, ArrayObject) or not destination or not isinstance(destination[0], IndirectObject):
        return None
    found = (number for number, page in enumerate(reader.pages) if page.indirect_reference == destination[0])
    return next(found, None)
