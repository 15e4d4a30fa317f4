"""Messages in the user's language: gettext catalogs kept as .po files, compiled where Python keeps what it compiles itself."""

from __future__ import annotations

import gettext as _gettext
import hashlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh_Hans", "ko", "fr")
"""Languages of questions, errors and reports. English is the source; every other one has a catalog of all messages."""

_LETTERS = 12
"""So many letters are named one by one."""
_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalog(language: str) -> _gettext.NullTranslations:
    file = Path(__file__).parent / f"{language}.po"
    if not file.exists():
        return _gettext.NullTranslations()
    return _gettext.GNUTranslations(io.BytesIO(compiled(file)))


def compiled(file: Path) -> bytes:
    """A catalog as gettext reads it. Compiling takes a quarter of a second, which every process of ours would need."""
    words = file.read_bytes()
    kept = file.parent / "__pycache__" / f"{file.stem}.{hashlib.sha256(words).hexdigest()[:16]}.mo"
    with suppress(OSError):
        return kept.read_bytes()
    # Brings a whole library with it, for once.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    binary = io.BytesIO()
    write_mo(binary, read_po(io.BytesIO(words), locale=file.stem))
    if not sys.dont_write_bytecode:
        _keep(binary.getvalue(), kept)
    return binary.getvalue()


def _keep(binary: bytes, file: Path) -> None:
    """Keep it in the place of those of the catalog's earlier words, where we may write."""
    unfinished = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        unfinished.write_bytes(binary)
        unfinished.replace(file)
        for other in file.parent.glob(f"{file.name.split('.')[0]}.*.mo"):
            if other != file:
                other.unlink()


def _(message: str) -> str:
    """The message in the language in force. Placeholders are filled afterwards: `_("No file {name}").format(name=name)`."""
    return _catalog(_language.get()).gettext(message) if message else ""


def N_(message: str) -> str:
    """Marks a message for the catalog without translating it yet."""
    return message


def labelled(label: str, text: str) -> str:
    """`Fees: 100 dollars`, with the colon as the language in force writes it."""
    return _("{label}: {text}").format(label=label, text=text)


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as the language in force lists them. A web address would take a Chinese mark behind it along."""
    every, mark = list(names), _(", ")
    apart = [f"{name} " if "://" in name and not mark.isascii() else name for name in every[:-1]]
    return mark.join([*apart, *every[-1:]])


def listed_letters(letters: Iterable[str]) -> str:
    """Letters with their numbers: `中 (U+4E2D)`; of many only the first, and how many there are."""
    every = sorted(set(letters))
    named = listed(f"{letter} (U+{ord(letter):04X})" for letter in every[:_LETTERS])
    return _("{first} … (in all: {count})").format(first=named, count=len(every)) if len(every) > _LETTERS else named


def runs(numbers: Iterable[int]) -> str:
    """Numbers, such as of pages, in order; those that follow one another as one: `1–3, 7`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return listed("–".join(map(str, run)) for run in found)


def language() -> str:
    """The language in force."""
    return _language.get()


def choose(wanted: str | None, otherwise: str = "") -> str:
    """Put a language in force and return it.

    That is the first of these that we speak: `wanted`, the languages of the system (LANGUAGE, as gettext reads it, LC_ALL,
    LC_MESSAGES, LANG), `otherwise` (a record's language, say), English.
    """
    listed = os.environ.get("LANGUAGE", "").split(":")
    system = [*listed, *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    chosen = next(filter(None, map(known, [wanted or "", *system, otherwise])), "en")
    _language.set(chosen)
    return chosen


def known(tag: str) -> str:
    """The language of ours that a tag such as `zh_CN.UTF-8` means; empty when it is none of them."""
    tag = tag.split(".")[0].replace("-", "_")
    if tag in ("zh_CN", "zh_SG", "zh"):
        return "zh_Hans"
    return next((ours for ours in (tag, tag.split("_")[0]) if ours in LANGUAGES), "")


@contextmanager
def use(wanted: str) -> Iterator[None]:
    """Within the block, messages are in this language."""
    token = _language.set(wanted)
    try:
        yield
    finally:
        _language.reset(token)
