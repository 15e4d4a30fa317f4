"""Pictures in a PDF as cameras and programs coded them, whatever is packed around them."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

CODINGS = (Name.DCTDecode, Name.JPXDecode)
"""JPEG and JPEG 2000: files of their own, with room for more than the picture."""


def coded(picture: Stream) -> tuple[Any, bytes]:
    """The coding of a picture, None when it is not one of `CODINGS`, and the file in that coding.

    Raises PdfError for damaged packing.
    """
    listed = picture.get("/Filter")
    filters = list(listed) if isinstance(listed, Array) else [listed]
    if not filters or filters[-1] not in CODINGS:
        return None, b""
    data = picture.read_raw_bytes()
    if packing := filters[:-1]:
        listed = picture.get("/DecodeParms")
        parameters = [_numbers(one) for one in listed] if isinstance(listed, Array) else []
        with Pdf.new() as around:
            data = Stream(around, data, Filter=Array(packing), DecodeParms=Array(parameters[: len(packing)])).read_bytes()
    return filters[-1], data


def _numbers(parameters: Any) -> Dictionary | None:
    """Parameters of a packing, all of which are numbers (ISO 32000-1, table 8)."""
    if not isinstance(parameters, Dictionary):
        return None
    return Dictionary({key: value for key, value in parameters.items() if isinstance(value, int)})
