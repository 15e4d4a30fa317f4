"""Opening PDFs that other programs made."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from pypdf import PdfReader


class CannotOpen(Exception):
    """Why a PDF cannot be opened: `missing`, `unreadable`, `not-a-pdf`, `locked` or `damaged`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


def open_plain(file: Path, password: str = "") -> PdfReader:
    """A reader of the PDF without its encryption, which is tried with the password (empty: what anyone may read).

    Repairs what qpdf can repair. Raises CannotOpen.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise CannotOpen("missing") from None
    except OSError as problem:
        raise CannotOpen("unreadable", problem.strerror or "") from problem
    # Readers accept a PDF whose header stands within the first 1024 bytes.
    if b"%PDF-" not in data[:1024]:
        raise CannotOpen("not-a-pdf")
    plain = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            if not len(pdf.pages):
                raise CannotOpen("damaged")
            pdf.save(plain)
    except pikepdf.PasswordError:
        raise CannotOpen("locked") from None
    except pikepdf.PdfError as problem:
        raise CannotOpen("damaged", str(problem)) from problem
    plain.seek(0)
    return PdfReader(plain)
