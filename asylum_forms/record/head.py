"""What can be told of a record before it is read: where it lies, and in which language its errors are to be told."""

from __future__ import annotations

import re
from pathlib import Path

NAME = "record.yaml"
"""The file of a case folder that holds the answers."""


def language_of(case: Path) -> str:
    """The language a case's record says it is written in, so that even its errors can be told in it; empty when unreadable."""
    try:
        head = (case / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = re.search(r"^language:[ \t]*([A-Za-z_-]+)", head, re.MULTILINE)
    return found[1] if found else ""
