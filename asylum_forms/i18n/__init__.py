"""Messages in the user's language: gettext catalogs kept as .po files, read as they are (no compile step to forget)."""

from __future__ import annotations

import gettext as _gettext
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "zh_Hans")
"""Languages of questions, errors and reports. English is the source; every other one has a catalog."""

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalog(language: str) -> _gettext.NullTranslations:
    file = Path(__file__).parent / f"{language}.po"
    if not file.exists():
        return _gettext.NullTranslations()
    binary = io.BytesIO()
    with file.open("rb") as source:
        write_mo(binary, read_po(source, locale=language))
    binary.seek(0)
    return _gettext.GNUTranslations(binary)


def _(message: str) -> str:
    """The message in the language in force. Placeholders are filled afterwards: `_("No file {name}").format(name=name)`."""
    return _catalog(_language.get()).gettext(message) if message else ""


def N_(message: str) -> str:
    """Marks a message for the catalog without translating it yet."""
    return message


def language() -> str:
    """The language in force."""
    return _language.get()


def choose(wanted: str | None) -> str:
    """Put a language in force and return it: the one wanted, else that of LC_ALL, LC_MESSAGES or LANG, else English."""
    candidates = [wanted or ""] + [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for candidate in candidates:
        tag = candidate.split(".")[0].replace("-", "_")
        if tag in ("zh_CN", "zh_SG", "zh"):
            tag = "zh_Hans"
        for known in (tag, tag.split("_")[0]):
            if known in LANGUAGES:
                _language.set(known)
                return known
    _language.set("en")
    return "en"


@contextmanager
def use(wanted: str) -> Iterator[None]:
    """Within the block, messages are in this language."""
    token = _language.set(wanted)
    try:
        yield
    finally:
        _language.reset(token)
