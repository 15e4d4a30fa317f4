"""One line of a reading copy: what is filed, and beside it the same in words for the applicant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from asylum_forms.i18n import _, use
from asylum_forms.packet.asked import catalog_of

STATEMENT = "statement.text"
"""Has a part of its own in a reading copy and is not repeated as the answer of a box."""

Unlike = Mapping[str, Sequence[tuple[str, str]]]
"""By the path of an answer that the record gives in two languages: what only one of them has, as it is written there, and that in
words for the applicant."""


@dataclass(frozen=True)
class Side:
    """One box in one language."""

    question: str = ""
    answer: tuple[str, ...] = ()
    """Its lines."""


@dataclass(frozen=True)
class Line:
    """One box of a form, or one entry of a table, in both languages."""

    number: str
    """Official number; empty for the second and later entries of a table."""
    filed: Side
    own: Side
    to_read: bool = False
    """Whether the applicant has no words of their own for all of it, so that somebody must read it to them."""


def not_the_same(what: str, language: str) -> str:
    """What stands beside words of the applicant that say something else than what is filed."""
    with use(catalog_of(language) or "en"):
        return _("≠ The two texts are not the same. {what}").format(what=what)


def labelled(label: str, words: str) -> str:
    """Words after what they answer."""
    return f"{label}{' ' if label[-1] in '?？' else ': '}{words}" if label and words else words or label
