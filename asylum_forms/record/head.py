"""What can be told of a record before it is read: where it lies, and in which language its errors are to be told."""

from __future__ import annotations

import os
import re
from pathlib import Path

NAME = "record.yaml"
"""The file of a case folder that holds the answers."""


def language_of(case: Path) -> str:
    """The language a case's record says it is written in, so that even its errors can be told in it; empty when unreadable.

    Of a folder within a case it is that of the case.
    """
    file = case / NAME
    try:
        head = (file if file.exists() else (case_above(case) or case) / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = re.search(r"^language:[ \t]*([A-Za-z_-]+)", head, re.MULTILINE)
    return found[1] if found else ""


def filings_of(case: Path) -> list[str]:
    """What a case's record names under `filings`, though something else in it cannot be read; empty when nothing is found."""
    try:
        head = (case / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    found = re.search(r"^filings:[ \t]*(\[[^\]]*\]|(#.*)?(\n[ \t]*(-.*|#.*)?)+)", head, re.MULTILINE)
    return re.findall(r"[a-z-]+/[a-z-]+", re.sub("#.*", "", found[1])) if found else []


def case_above(folder: Path) -> Path | None:
    """The case that a folder lies in, or would lie in, as the user can name it from where they are; None where there is none."""
    whole = folder.resolve()
    above = next((one for one in whole.parents if (one / NAME).is_file()), None)
    return above if above is None or folder.is_absolute() else Path(os.path.relpath(above))
