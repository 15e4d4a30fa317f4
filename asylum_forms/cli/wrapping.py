"""Lines for a terminal, where a letter of Chinese, Japanese or Korean takes two cells."""

from __future__ import annotations

import re

from rich.cells import cell_len

_HAN = r"\u2e80-\u3007\u3021-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OPENS = "（《〈「『【〔“"
_CLOSES = "）》〉」』】〕”，。、；：？！…·"
_PIECE = re.compile(rf"[ \n]+|[{_OPENS}]*(?:[{_HAN}]|[^ \n{_HAN}{_OPENS}{_CLOSES}]+)?[{_CLOSES}]*")
"""What stays together: blanks, one Chinese letter, a word of any other script; each with its brackets and stops. A no-break space
is part of a word."""


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """The lines of a text, none wider than `width` cells unless a single word is; all but the first are indented."""
    lines, line = [], ""
    for piece in (found for found in _PIECE.findall(text) if found):
        if line.strip() and cell_len((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = " " * indent
        line = line + (piece if line.strip() or not piece.isspace() else "")
    return [*lines, line.rstrip()]
