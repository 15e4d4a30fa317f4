"""The text of a PDF, as poppler reads it: a reader that writes none of our files."""

from __future__ import annotations

import subprocess
from pathlib import Path


def text_of(pdf: Path, page: int = 0) -> str:
    """Laid out as on paper; of one page (from 1), or of all."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    return subprocess.run(["pdftotext", "-layout", *pages, str(pdf), "-"], capture_output=True, text=True, check=True).stdout
