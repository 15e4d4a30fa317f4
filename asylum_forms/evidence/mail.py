"""E-mail as a mail program stores it (.eml, RFC 5322): who wrote to whom, when, about what, and the words."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

_HEADERS = ("From", "To", "Cc", "Date", "Subject")

_UNSEEN = frozenset({"head", "script", "style", "title"})


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


def said_elsewhere(file: Path) -> list[str]:
    """Words that only the web page of a mail shows, in order; its plain text is what is printed. Often both say the same."""
    page = _read(file).get_body(preferencelist=("html",))
    if page is None:
        return []
    words = _Words()
    words.feed(str(page.get_content()))
    words.close()
    plain = "".join(text_of(file).split())
    return [word for word in dict.fromkeys(re.findall(r"\w+", " ".join(words.found))) if word not in plain]


class _Words(HTMLParser):
    """The text of a web page, as far as it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data)


def attachments(file: Path) -> list[str]:
    """Names of everything that hangs on the mail and is not printed with it."""
    return [part.get_filename() or part.get_content_type() for part in _read(file).iter_attachments()]


def _read(file: Path) -> EmailMessage:
    with file.open("rb") as opened:
        mail = email.message_from_binary_file(opened, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
