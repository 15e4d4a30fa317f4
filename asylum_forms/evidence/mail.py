"""E-mail as a mail program stores it (.eml, RFC 5322): who wrote to whom, when, about what, and the words."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

_HEADERS = ("From", "To", "Cc", "Date", "Subject")


class NoPlainWords(Exception):
    """The mail has no plain text that could be printed as it is."""


def text_of(file: Path) -> str:
    """The mail as a text: its main headers, an empty line, the words. Raises NoPlainWords where there are none."""
    mail = _read(file)
    body = mail.get_body(preferencelist=("plain",))
    words = "" if body is None else str(body.get_content()).replace("\r\n", "\n").strip("\n")
    if not words.strip():
        raise NoPlainWords
    head = [f"{name}: {' '.join(str(mail[name]).split())}" for name in _HEADERS if mail[name]]
    return "\n".join([*head, "", words, ""])


def attachments(file: Path) -> list[str]:
    """Names of everything that hangs on the mail and is not printed with it."""
    return [part.get_filename() or part.get_content_type() for part in _read(file).iter_attachments()]


def _read(file: Path) -> EmailMessage:
    with file.open("rb") as opened:
        mail = email.message_from_binary_file(opened, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
