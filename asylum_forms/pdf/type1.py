"""Type 1 fonts inside a PDF: numbers that tell which program made them in which order are made to depend on the letters alone."""

from __future__ import annotations

import re
import zlib

import pikepdf
from pikepdf import Dictionary, Stream

_NUMBER = re.compile(rb"/UniqueID [0-9]+ def")
_KEY, _TIMES, _PLUS = 55665, 52845, 22719
"""Of the encrypted part (Adobe Type 1 Font Format, 7.1 and 7.3)."""
_FREE = 4_000_000
"""From here to 4,999,999 numbers are free for all (Adobe Type 1 Font Format, 2.5)."""


def number(pdf: pikepdf.Pdf) -> None:
    """Give every Type 1 font a UniqueID that follows from its letters.

    LibreOffice counts the fonts of all documents since it was started, so the same document would come out with other bytes
    after others.
    """
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and isinstance(font := thing.get("/FontFile"), Stream):
            _number(font)


def _number(font: Stream) -> None:
    data = font.read_bytes()
    start, end = int(font.Length1), int(font.Length1) + int(font.Length2)
    private = _decrypted(data[start:end])
    if not _NUMBER.search(data[:start]) or not _NUMBER.search(private):
        return
    letters = zlib.crc32(_NUMBER.sub(b"", data[:start]) + _NUMBER.sub(b"", private))
    named = b"/UniqueID %d def" % (_FREE + letters % 1_000_000)
    head = _NUMBER.sub(named, data[:start])
    body = _encrypted(_NUMBER.sub(named, private))
    font.write(head + body + data[end:])
    font.Length1, font.Length2 = len(head), len(body)


# The library of fonts can do this too, at a fifth of the speed, and every paper in Chinese has such a font.
def _decrypted(data: bytes) -> bytes:
    plain, state = bytearray(), _KEY
    for byte in data:
        plain.append(byte ^ (state >> 8))
        state = (byte + state) * _TIMES + _PLUS & 0xFFFF
    return bytes(plain)


def _encrypted(data: bytes) -> bytes:
    secret, state = bytearray(), _KEY
    for byte in data:
        byte ^= state >> 8
        secret.append(byte)
        state = (byte + state) * _TIMES + _PLUS & 0xFFFF
    return bytes(secret)
