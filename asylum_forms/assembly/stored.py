"""Large streams (scans, photographs) stay in the files they come from until the filing is written: it may not fit into memory."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, EncodedStreamObject, NameObject, NumberObject, StreamObject

_LARGE = 1 << 16
"""Bytes from which a stream is worth finding in its file."""
_BEGINNING = 512
"""Bytes by which it is found."""


@dataclass
class _Place:
    file: Path
    start: int
    length: int

    def copy(self, to: IO[bytes]) -> None:
        """Raises OSError when the file has become shorter."""
        with self.file.open("rb") as source:
            source.seek(self.start)
            left = self.length
            while left:
                part = source.read(min(left, 1 << 20))
                if not part:
                    raise OSError(None, f"{self.file.name} was cut while it was read")
                to.write(part)
                left -= len(part)


class _Stored(EncodedStreamObject):
    """A stream whose bytes are read when it is written."""

    place: _Place

    def write_to_stream(self, stream: Any, encryption_key: Any = None) -> None:
        self[NameObject("/Length")] = NumberObject(self.place.length)
        DictionaryObject.write_to_stream(self, stream)
        del self["/Length"]
        stream.write(b"\nstream\n")
        self.place.copy(stream)
        stream.write(b"\nendstream")


def leave(writer: PdfWriter, first: int, file: Path) -> None:
    """Let go of the bytes of every large stream among the objects of a writer from number `first` (0-based) on, where the very
    same bytes are in `file`, which must stay as it is until the writer has written."""
    large = [
        number
        for number, thing in enumerate(writer._objects[first:], first)
        if isinstance(thing, StreamObject) and not isinstance(thing, _Stored) and len(thing._data) >= _LARGE
    ]
    if not large:
        return
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        end = 0
        for number in large:
            thing: Any = writer._objects[number]
            start = _found(whole, thing._data, end)
            if start < 0:
                continue  # it was written anew on the way
            end = start + len(thing._data)
            stored = _Stored()
            stored.update(thing)
            stored.indirect_reference = thing.indirect_reference
            stored.place = _Place(file, start, len(thing._data))
            writer._objects[number] = stored


def _found(whole: mmap.mmap, data: bytes, near: int) -> int:
    """Where the bytes are in the file, looked for first from `near` on; -1 when they are not."""
    for begin in (near, 0):
        start = whole.find(data[:_BEGINNING], begin)
        if start >= 0 and whole[start : start + len(data)] == data:
            return start
    return -1
