"""Marks: what the context of a Word template may hold besides plain text. A template prints them with `{{r ... }}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from asylum_forms.errors import TemplateError
from asylum_forms.i18n import _

_TARGET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~/-]*[A-Za-z0-9]|[A-Za-z0-9]")


@dataclass(frozen=True)
class Link:
    """Words that lead to another page of the filing.

    `target` is what stands after `pdf.links.INTERNAL`: `exhibit/<id>`, `exhibit/<id>/<page>` or `part/<id>`. Raises
    TemplateError for a target with characters that a program on the way could re-write (LibreOffice percent-encodes them).
    """

    text: str
    target: str

    def __post_init__(self) -> None:
        _check(self.target)


@dataclass(frozen=True)
class Sign:
    """A line on which `who` signs by hand. It stays blank; assembly learns its page from the mark `sign/<who>`."""

    who: str
    width: int = 36
    """Length of the line in underscores; 36 are three inches at 12 point."""

    def __post_init__(self) -> None:
        _check(self.who)

    @property
    def target(self) -> str:
        """What stands after `pdf.links.INTERNAL`."""
        return f"sign/{self.who}"


@dataclass(frozen=True)
class Runs:
    """Words, links and signature lines in a row."""

    pieces: tuple[str | Link | Sign, ...]

    def plain(self) -> str:
        """The same as plain text."""
        return "".join(p if isinstance(p, str) else p.text if isinstance(p, Link) else "_" * p.width for p in self.pieces)


def _check(target: str) -> None:
    if not _TARGET.fullmatch(target):
        raise TemplateError(
            _("A link inside the filing cannot lead to {target}.").format(target=repr(target)),
            remedy=_("Use only the letters a to z, digits, hyphens, underscores and dots in the id of an exhibit or part."),
        )
