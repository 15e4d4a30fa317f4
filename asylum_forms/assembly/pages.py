"""Pages as they go into the filing: evidence placed on the paper, our own pages as they are, both stamped."""

from __future__ import annotations

from typing import Any, cast

from pikepdf import Matrix
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    RectangleObject,
    StreamObject,
)

from asylum_forms.assembly.fit import View, fills, place, view
from asylum_forms.assembly.stamp import FONT, StampFont
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

CONTENT = "/AFPage"
"""Name of the form XObject that holds the whole of an evidence page."""

LETTER = (0.0, 0.0, 612.0, 792.0)
"""What readers assume for a page without a MediaBox, which the standard forbids."""


def seen(page: PageObject) -> View:
    """How a page of a source PDF is seen. Raises ValueError when it has no area."""
    media = _numbers(page.get("/MediaBox")) or LETTER
    return view(media, _numbers(page.get("/CropBox")), int(page.get("/Rotate", 0)), float(page.get("/UserUnit", 1)))


def add_evidence(writer: PdfWriter, page: PageObject, paper: str, font: StampFont | None, stamp: str) -> None:
    """Add an evidence page: its content becomes one form XObject, clipped to what was visible, placed above the band.

    A form XObject and not a changed content stream, because patterns and unbalanced graphics states of the page then stay its
    own affair (ISO 32000-1, 8.7.3.1 and 8.10). Annotations are left behind.
    """
    shown = seen(page)
    placed = place(shown, paper)
    new = writer.add_blank_page(placed.width, placed.height)
    resources = DictionaryObject()
    operators = b""
    form = _form(writer, page, shown)
    if form is not None:
        operators = b"q %s cm %s Do Q\n" % (placed.matrix.encode(), CONTENT.encode())
        resources[NameObject("/XObject")] = DictionaryObject({NameObject(CONTENT): form})
    if font is not None:
        operators += font.draw(stamp, placed.width, Matrix())
        resources[NameObject("/Font")] = DictionaryObject({NameObject(FONT): font.reference})
    _keep(writer, page, new, "/Group")
    new[NameObject("/Resources")] = resources
    new[NameObject("/Contents")] = _stream(writer, operators)


def _form(writer: PdfWriter, page: PageObject, shown: View) -> IndirectObject | None:
    """The page's content as a form XObject, or None for an empty page."""
    streams = _contents(page)
    if not streams:
        return None
    form: StreamObject
    if len(streams) == 1:
        # As it is stored: nothing is decoded, so nothing can be changed.
        form = cast(StreamObject, streams[0].clone(writer, force_duplicate=True))
    else:
        joined = DecodedStreamObject()
        joined.set_data(b"\n".join(stream.get_data() for stream in streams))
        form = joined.flate_encode()
        writer._add_object(form)
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = RectangleObject(shown.box)
    form[NameObject("/Resources")] = _resources(writer, page)
    assert form.indirect_reference is not None
    return form.indirect_reference


class OwnPages:
    """Adds our own pages of one leaf. Pages of a leaf mostly share their resources, and go on sharing them."""

    def __init__(self, writer: PdfWriter, paper: str, font: StampFont | None) -> None:
        self.writer = writer
        self.paper = paper
        self.font = font
        self.opening: IndirectObject | None = None
        self.shared: dict[int, IndirectObject] = {}

    def add(self, page: PageObject, stamp: str) -> None:
        """Add a page with nothing changed but the stamp. Raises OutputError when it is not of the paper's size."""
        shown = seen(page)
        if not fills(shown, self.paper):
            raise OutputError(
                _("a page is {width} by {height} points, which is not {paper}").format(
                    width=round(shown.width), height=round(shown.height), paper=self.paper
                ),
                remedy=_("Set the page size of the Word file to {paper}, then build again.").format(paper=self.paper),
            )
        new = self.writer.add_blank_page(1, 1)
        for key in ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"):
            _keep(self.writer, page, new, key)
        contents = ArrayObject(_reference(self.writer, stream) for stream in _contents(page))
        if self.font is None:
            new[NameObject("/Resources")] = _resources(self.writer, page)
        else:
            if self.opening is None:
                self.opening = _stream(self.writer, b"q\n")
            new[NameObject("/Resources")] = self._stamped_resources(page)
            closing = b"\nQ\n" + self.font.draw(stamp, shown.width, shown.matrix.inverse())
            contents = ArrayObject([self.opening, *contents, _stream(self.writer, closing)])
        new[NameObject("/Contents")] = contents

    def _stamped_resources(self, page: PageObject) -> PdfObject:
        assert self.font is not None
        raw = page.raw_get("/Resources") if "/Resources" in page else None
        key = raw.idnum if isinstance(raw, IndirectObject) else 0
        if key and key in self.shared:
            return self.shared[key]
        resources = DictionaryObject(cast(DictionaryObject, _resources(self.writer, page).get_object()))
        fonts = DictionaryObject(cast(DictionaryObject, resources.get("/Font", DictionaryObject()).get_object()))
        fonts[NameObject(FONT)] = self.font.reference
        resources[NameObject("/Font")] = fonts
        reference = self.writer._add_object(resources)
        if key:
            self.shared[key] = reference
        return reference


def _contents(page: PageObject) -> list[StreamObject]:
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    parts = [part.get_object() for part in contents] if isinstance(contents, ArrayObject) else [contents]
    return [part for part in parts if isinstance(part, StreamObject)]


def _resources(writer: PdfWriter, page: PageObject) -> Any:
    raw = page.raw_get("/Resources") if "/Resources" in page else None
    if raw is None or isinstance(raw.get_object(), NullObject):
        return DictionaryObject()
    return raw.clone(writer)


def _keep(writer: PdfWriter, page: PageObject, new: PageObject, key: str) -> None:
    if key in page:
        new[NameObject(key)] = page.raw_get(key).clone(writer)
    elif key in new:
        del new[key]


def _reference(writer: PdfWriter, stream: StreamObject) -> IndirectObject:
    copy = stream.clone(writer)
    assert copy.indirect_reference is not None
    return copy.indirect_reference


def _stream(writer: PdfWriter, data: bytes) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)


def _numbers(value: Any) -> tuple[float, ...] | None:
    """A rectangle as four numbers, or None when there is none."""
    box = value.get_object() if value is not None else None
    if not isinstance(box, ArrayObject) or len(box) != 4:
        return None
    return tuple(float(cast(NumberObject, part.get_object())) for part in box)
