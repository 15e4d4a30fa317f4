"""Reading the map from codes to Unicode that embedded fonts carry (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


@lru_cache(maxsize=64)
def read_cmap(data: bytes) -> Mapping[int, str]:
    """Code to text. What cannot be understood is left out. The stamp's map is the same on every page, and read once."""
    mapping: dict[int, str] = {}
    for match in _BLOCK.finditer(data):
        tokens = _tokens(match[2])
        if match[1] == b"char":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    mapping[int.from_bytes(code, "big")] = _text(text)
        else:
            for first, last, target in zip(tokens[::3], tokens[1::3], tokens[2::3], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes):
                    _range(mapping, int.from_bytes(first, "big"), int.from_bytes(last, "big"), target)
    return mapping


def _range(mapping: dict[int, str], first: int, last: int, target: bytes | list[bytes]) -> None:
    for offset in range(min(last - first + 1, 0x10000)):
        if isinstance(target, list):
            if offset < len(target):
                mapping[first + offset] = _text(target[offset])
        else:
            # Only the last byte counts up.
            mapping[first + offset] = _text(target[:-1] + bytes([(target[-1] + offset) & 0xFF]))


def _tokens(block: bytes) -> list[bytes | list[bytes]]:
    tokens: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for match in _TOKEN.finditer(block):
        if match[2]:
            inner = []
        elif match[3]:
            tokens.append(inner or [])
            inner = None
        else:
            value = bytes.fromhex(b"".join(match[1].split()).decode())
            if inner is None:
                tokens.append(value)
            else:
                inner.append(value)
    return tokens


def _text(value: bytes) -> str:
    return value.decode("utf-16-be", "replace")
