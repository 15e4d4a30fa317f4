"""Changes bytes at random, the same with the same seed."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence

_ODD_NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483647", b"4294967296", b"-2147483648", b"1e30", b"99999999999999999999")
_ODD_BYTES = (b"\0", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"<<", b">>", b"[", b"R", b"%", b"\n")


def mutated(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the many ways to spoil a file. A ZIP archive (Word) is spoiled inside one of its parts most of the time."""
    if seed.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return _inside_zip(seed, chance)
    data = seed
    for _step in range(chance.choice((1, 1, 2, 3, 8))):
        data = _once(data, others, chance)
    return data


def _once(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    length = chance.choice((1, 2, 4, 16, 64, 256, 4096))
    match chance.randrange(8):
        case 0:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[at + length :]
        case 2:
            return data[:at] + data[at : at + length] * chance.choice((2, 3, 50)) + data[at + length :]
        case 3:
            return data[:at] + chance.choice(_ODD_BYTES) + data[at + chance.choice((0, 1, 4)) :]
        case 4:
            numbers = list(re.finditer(rb"\d+", data[at : at + 4096])) or list(re.finditer(rb"\d+", data[:4096]))
            if not numbers:
                return data[:at]
            found = chance.choice(numbers)
            start = at if data[at : at + 4096] == found.string else 0
            return data[: start + found.start()] + chance.choice(_ODD_NUMBERS) + data[start + found.end() :]
        case 5:
            other = chance.choice(others)
            there = chance.randrange(len(other) + 1)
            return data[:at] + other[there : there + length] + data[at:]
        case 6:
            return data[:at]
        case _:
            return data[:at] + chance.randbytes(length) + data[at + length :]


def _inside_zip(seed: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            parts = {name: old.read(name) for name in old.namelist()}
            names = [name for name in parts if name.endswith((".xml", ".rels"))]
            spoiled = chance.choice(names)
            for name, content in parts.items():
                new.writestr(name, _once(content, list(parts.values()), chance) if name == spoiled else content)
    except (zipfile.BadZipFile, OSError, IndexError, ValueError):
        return _once(seed, [seed], chance)
    return out.getvalue()
