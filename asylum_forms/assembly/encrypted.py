"""A copy of a finished PDF that opens only with a password, for sending."""

from __future__ import annotations

import secrets
from io import BufferedRandom
from pathlib import Path

import pikepdf
from pikepdf.models import EncryptionMethod

from asylum_forms.assembly.atomic import replacing
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

SHORTEST = 8
"""Characters of a password."""

SUFFIX = "-encrypted"


def encrypt(source: Path, out: Path, password: str) -> int:
    """Write an AES-256 copy (revision 6, ISO 32000-2, 7.6.4) of `source` to `out`, names and metadata included; its pages.

    The copy is opened again: with the password it has the same pages, without it none can be read. Raises OutputError for a
    short password, a source that is locked itself, or a copy that is not what it should be.
    """
    refuse_short(password)
    with source.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise OutputError(_("{file} is not a PDF.").format(file=source.name), remedy=_("Name the plain filing."))
    try:
        with pikepdf.open(source) as pdf:
            pages = len(pdf.pages)
            # Nobody needs the owner's password; nobody shall guess it.
            lock = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(32), R=6, aes=True, metadata=True)
            with replacing(out) as copy:
                pdf.save(copy, encryption=lock)
                copy.seek(0)
                _check(source, copy, password, pages)
    except pikepdf.PasswordError as error:
        raise OutputError(
            _("{file} is locked by a password already.").format(file=source.name), remedy=_("Name the plain filing.")
        ) from error
    except pikepdf.PdfError as error:
        raise OutputError(
            _("{file} cannot be read back: {problem}").format(file=source.name, problem=error), remedy=_("Build again.")
        ) from error
    return pages


def refuse_short(password: str) -> None:
    """Raise OutputError for a password that is too short."""
    if len(password) < SHORTEST:
        raise OutputError(
            _("The password is too short."), remedy=_("Take at least {count} letters, best several words.").format(count=SHORTEST)
        )


def _check(source: Path, copy: BufferedRandom, password: str, pages: int) -> None:
    """Raise OutputError unless the copy opens with the password alone, is of the strongest kind, and has the pages."""
    try:
        pikepdf.open(copy).close()
        opened = True
    except pikepdf.PasswordError:
        opened = False
    copy.seek(0)
    with pikepdf.open(copy, password=password) as pdf:
        kind = pdf.encryption
        strong = kind.R == 6 and kind.stream_method == kind.string_method == EncryptionMethod.aesv3
        if opened or not strong or len(pdf.pages) != pages:
            raise OutputError(
                _("The locked copy of {file} is not what it should be.").format(file=source.name),
                remedy=_("Report this as a fault of the program."),
            )
