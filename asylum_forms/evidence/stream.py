"""Whether the compressed data of a PDF stream is whole.

qpdf returns what it could unpack of a stream that breaks off, without a word; so does every viewer.
"""

from __future__ import annotations

import base64
import zlib

import pikepdf
from pikepdf import Array, Name

_STEP = 1 << 20


def is_whole(stream: pikepdf.Stream) -> bool:
    """False when the data is compressed with Flate, plain or behind an ASCII filter, and is damaged or breaks off.

    A missing checksum at the end does no harm and is accepted, a wrong one is not. Other compressions are not looked into.
    """
    listed = stream.get("/Filter")
    filters = list(listed) if isinstance(listed, Array) else [listed]
    data = stream.read_raw_bytes()
    try:
        while filters and filters[0] in (Name.ASCII85Decode, Name.ASCIIHexDecode):
            data = _from_ascii(data, filters.pop(0) == Name.ASCII85Decode)
    except ValueError:
        return False
    if not filters or filters[0] != Name.FlateDecode:
        return True
    if not data:  # as qpdf returns what it cannot find
        return not stream.get("/Length")
    return _unpacks(data, zlib.MAX_WBITS) or (len(data) > 2 and _unpacks(data[2:], -zlib.MAX_WBITS, exact=True))


def _from_ascii(data: bytes, base_85: bool) -> bytes:
    if base_85:
        return base64.a85decode(data.strip().removeprefix(b"<~").split(b"~>")[0])
    digits = b"".join(data.split(b">")[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _unpacks(data: bytes, window: int, exact: bool = False) -> bool:
    """Whether the data unpacks to its end; `exact` when nothing but a line end may follow. A megabyte at a time."""
    unpacker = zlib.decompressobj(window)
    try:
        unpacker.decompress(data, _STEP)
        while not unpacker.eof and unpacker.unconsumed_tail:
            unpacker.decompress(unpacker.unconsumed_tail, _STEP)
        if not unpacker.eof:
            unpacker.flush()
    except zlib.error:
        return False
    return unpacker.eof and (not exact or unpacker.unused_data in (b"", b"\r", b"\n", b"\r\n"))
