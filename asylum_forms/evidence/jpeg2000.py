"""JPEG 2000 files without what programs write beside the picture, the picture itself untouched.

Boxes: ITU-T T.800, annex I (JP2) and T.801, annex M (JPX); markers of the codestream: T.800, annex A.
"""

from __future__ import annotations

from collections.abc import Iterator

_KEPT = frozenset((b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c", b"jpch", b"jplh"))
"""Signature, kind, what a reader must know, headers with size and colours, the picture. Others hold words, places, histories."""
_START, _TILE, _COMMENT = b"\xff\x4f", b"\xff\x90", b"\xff\x64"


class BrokenJpeg2000(ValueError):
    """The boxes or markers make no sense, or lie so that none can be taken out."""


def strip(data: bytes) -> tuple[bytes, bool]:
    """A JPEG 2000 file, or bare codestream, without XML, EXIF, XMP, GPS, other boxes beside the picture, and comments in it; and
    whether there was any. Pixels are not decoded. Raises BrokenJpeg2000."""
    if data.startswith(_START):
        return _without_comments(data)
    kept = []
    removed = False
    for name, body in _boxes(data):
        if name == b"ftbl":  # the picture lies in pieces, found by their place in the file
            raise BrokenJpeg2000("a picture in fragments")
        if name not in _KEPT:
            removed = True
            continue
        if name == b"jp2c":
            body, commented = _without_comments(body)
            removed = removed or commented
        kept.append(_box(name, body))
    if not removed:
        return data, False
    return b"".join(kept), True


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        length, name, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif length == 0:  # the last one goes to the end
            length = len(data) - at
        if length < head or at + length > len(data):
            raise BrokenJpeg2000("a box runs over the end")
        yield name, data[at + head : at + length]
        at += length


def _box(name: bytes, body: bytes) -> bytes:
    length = 8 + len(body)
    if length < 1 << 32:
        return length.to_bytes(4) + name + body
    return (1).to_bytes(4) + name + (length + 8).to_bytes(8) + body


def _without_comments(stream: bytes) -> tuple[bytes, bool]:
    """A codestream without the comments in its main header, which goes up to the first tile."""
    if not stream.startswith(_START):
        raise BrokenJpeg2000("no codestream")
    kept, at = [_START], 2
    while stream[at : at + 2] != _TILE:
        length = int.from_bytes(stream[at + 2 : at + 4])
        if stream[at : at + 1] != b"\xff" or length < 2 or at + 2 + length > len(stream):
            raise BrokenJpeg2000("no marker where one must be")
        if stream[at : at + 2] != _COMMENT:
            kept.append(stream[at : at + 2 + length])
        at += 2 + length
    head = b"".join(kept)
    return (head + stream[at:], True) if len(head) < at else (stream, False)
