"""Whether the compressed data of a PDF stream is whole.

qpdf returns what it could unpack of a stream that breaks off, without a word; so does every viewer.
"""

from __future__ import annotations

import base64
import zlib

import pikepdf
from pikepdf import Array, Name

MOST = 1 << 30
"""Bytes that one thing in a PDF may unpack to. A page scanned in colour at 600 dots per inch has a tenth of that."""
_STEP = 1 << 20


class TooLarge(Exception):
    """A few kilobytes that unpack to more than anyone could print."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def is_whole(stream: pikepdf.Stream, most: int = MOST) -> bool:
    """False when the data is compressed with Flate, plain or behind other filters of that kind, and is damaged or breaks off.

    A missing checksum at the end does no harm and is accepted, a wrong one is not. Other compressions are not looked into. Raises
    TooLarge when it unpacks to more than `most` bytes.
    """
    listed = stream.get("/Filter")
    filters = list(listed) if isinstance(listed, Array) else [listed]
    data = stream.read_raw_bytes()
    try:
        while filters and (filters[0] in (Name.ASCII85Decode, Name.ASCIIHexDecode) or filters[:2] == [Name.FlateDecode] * 2):
            name = filters.pop(0)
            data = _flate(data, most) if name == Name.FlateDecode else _from_ascii(data, name == Name.ASCII85Decode)
    except (ValueError, zlib.error):
        return False
    if not filters or filters[0] != Name.FlateDecode:
        return True
    if not data:  # as qpdf returns what it cannot find
        return not stream.get("/Length")
    return _unpacks(data, zlib.MAX_WBITS, most) or (len(data) > 2 and _unpacks(data[2:], -zlib.MAX_WBITS, most, exact=True))


def _flate(data: bytes, most: int) -> bytes:
    """Unpacked, as it is again packed inside. Raises zlib.error, TooLarge."""
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(data, most)
    if unpacker.unconsumed_tail:
        raise TooLarge(most)
    return unpacked


def _from_ascii(data: bytes, base_85: bool) -> bytes:
    if base_85:
        return base64.a85decode(data.strip().removeprefix(b"<~").split(b"~>")[0])
    digits = b"".join(data.split(b">")[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _unpacks(data: bytes, window: int, most: int, exact: bool = False) -> bool:
    """Whether the data unpacks to its end; `exact` when nothing but a line end may follow. A megabyte at a time."""
    unpacker = zlib.decompressobj(window)
    try:
        size = len(unpacker.decompress(data, _STEP))
        while not unpacker.eof and unpacker.unconsumed_tail:
            size += len(unpacker.decompress(unpacker.unconsumed_tail, _STEP))
            if size > most:
                raise TooLarge(most)
        if not unpacker.eof:
            unpacker.flush()
    except zlib.error:
        return False
    return unpacker.eof and (not exact or unpacker.unused_data in (b"", b"\r", b"\n", b"\r\n"))
