"""JPEG files without what telephones and programs write beside the picture, the picture itself untouched.

Marker codes: ITU-T T.81, table B.1.
"""

from __future__ import annotations

import re

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_APPLICATION = range(0xE0, 0xF0)
_COMMENT = 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start-of-frame markers; the three left out are tables."""
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_WITHOUT_LENGTH = frozenset((0x01, *range(0xD0, 0xD8)))


class BrokenJpeg(ValueError):
    """The markers of the file make no sense."""


def strip(data: bytes) -> tuple[bytes, bool]:
    """A JPEG without EXIF, XMP, IPTC, comments, previews and anything after its end; and whether there was any of it.

    Kept: the colour profile and the segment that says how colours are coded (Adobe), without which colours come out wrong.
    Pixels are not decoded. Raises BrokenJpeg.
    """
    if data[:2] != b"\xff\xd8":
        raise BrokenJpeg("no start of image")
    kept = [data[:2]]
    removed = False
    at = 2
    while True:
        at = _next_marker(data, at)
        marker = data[at + 1]
        if marker == _END:
            kept.append(b"\xff\xd9")
            return b"".join(kept), removed or len(data) > at + 2
        end = at + 2 if marker in _WITHOUT_LENGTH else _segment_end(data, at)
        body = data[at + 4 : end]
        if marker == _SCAN:
            end = _scan_end(data, end)
        if _private(marker, body):
            removed = removed or marker != 0xE0
        else:
            kept.append(data[at:end])
        at = end


def frame_type(data: bytes) -> int:
    """Number of the start-of-frame marker: 0 baseline, 1 extended, 2 progressive; PDF has no others. Raises BrokenJpeg."""
    at = 2
    while True:
        at = _next_marker(data, at)
        marker = data[at + 1]
        if marker in _FRAMES:
            return marker - 0xC0
        if marker in (_SCAN, _END):
            raise BrokenJpeg("no frame")
        at = at + 2 if marker in _WITHOUT_LENGTH else _segment_end(data, at)


def _private(marker: int, body: bytes) -> bool:
    if marker == _COMMENT:
        return True
    if marker not in _APPLICATION:
        return False
    profile = marker == 0xE2 and body.startswith(b"ICC_PROFILE\0")
    colours = marker == 0xEE and body.startswith(b"Adobe")
    return not profile and not colours


def _next_marker(data: bytes, at: int) -> int:
    """Position of the marker that must stand here; fill bytes before it are skipped."""
    while at + 1 < len(data) and data[at] == 0xFF and data[at + 1] == 0xFF:
        at += 1
    if at + 1 >= len(data) or data[at] != 0xFF or data[at + 1] in (0x00, _START):
        raise BrokenJpeg("no marker where one must be")
    return at


def _segment_end(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    if length < 2 or at + 2 + length > len(data):
        raise BrokenJpeg("a segment runs over the end")
    return at + 2 + length


def _scan_end(data: bytes, at: int) -> int:
    """Position of the first marker after coded picture data, in which FF 00, fill bytes and restart markers are no end."""
    if found := _AFTER_SCAN.search(data, at):
        return found.start()
    raise BrokenJpeg("the picture has no end")
