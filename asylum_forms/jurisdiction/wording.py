"""Words for boxes and papers, made from pieces of the record without losing or changing any: for functions of jurisdictions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import country_name, words_of
from asylum_forms.record.values import Absent, PartialDate, Text, Value, walk


@dataclass(frozen=True)
class Words:
    """Words for a box, and the pieces of the record among them that have no words in the filing's language yet."""

    text: str
    untranslated: tuple[Text, ...] = ()
    paths: tuple[str, ...] = ()
    """Where in the record words stand that were put together before."""


@dataclass(frozen=True)
class Wording:
    """How the papers of one office say what the record holds."""

    absent: Callable[[Filing, Absent], str]
    """`None`, `N/A` and the like inside a longer answer; in a box of its own the form table's `words` are used."""
    date: Callable[[Filing, PartialDate], str]

    def say(self, filing: Filing, value: Value) -> Words | None:
        """A value in words, or None where nothing was answered."""
        if value is None or value == []:
            return None
        if isinstance(value, Derived):
            inner = self.say(filing, value.value)
            return Words(inner.text, inner.untranslated, value.sources) if inner else None
        if isinstance(value, Absent):
            return Words(self.absent(filing, value))
        if isinstance(value, PartialDate):
            return Words(self.date(filing, value))
        if isinstance(value, Text):
            words, original = words_of(value, filing.language)
            return Words(words.strip(), (value,) if original else ())
        if isinstance(value, list):
            return join("; ", (self.say(filing, one) for one in value))
        return Words(str(value))

    def part(self, filing: Filing, value: Value) -> Words | None:
        """A part of a line such as a town and its country: what there is none of is left out."""
        return None if value in (Absent.NONE, Absent.NOT_APPLICABLE) else self.say(filing, value)

    def country(self, filing: Filing, code: Value) -> Words | None:
        """The name of a country, given by its ISO code, in the filing's language, as a part of a line."""
        if code is None or isinstance(code, Absent):
            return self.part(filing, code)
        return Words(country_name(str(code), filing.language))


def join(separator: str, pieces: Iterable[Words | None]) -> Words | None:
    """The pieces that say something, one after the other; None when none does."""
    said = [piece for piece in pieces if piece and piece.text.strip()]
    if not said:
        return None
    return Words(
        separator.join(piece.text.strip() for piece in said),
        tuple(text for piece in said for text in piece.untranslated),
        tuple(path for piece in said for path in piece.paths),
    )


def value_of(filing: Filing, words: Words | None) -> str | Derived | None:
    """Words as a value for a box, None where there are none.

    Where pieces are not in the filing's language, the whole is marked with their language, so that the engine reports it, and
    with the places of those pieces in the record.
    """
    if words is None or not words.untranslated:
        return words.text if words else None
    wanted = {id(text) for text in words.untranslated}
    paths = (*words.paths, *(path for path, value in walk(filing.record.data) if id(value) in wanted))
    return Derived(Text(((words.untranslated[0].by_language[0][0], words.text),)), paths)


def line(filing: Filing, *pieces: Words | None, of: Iterable[Value] = (), separator: str = ", ") -> Value:
    """Pieces on one line, with commas, as a value for a box; where nothing is left, the absence they come from (in `of`)."""
    words = join(separator, pieces)
    return value_of(filing, words) if words else next((value for value in of if isinstance(value, Absent)), None)


def paragraphs(
    text: str, what: str, *, before: int = 0, joined: Callable[[Sequence[str]], str] = "\n".join
) -> Iterator[dict[str, Any]]:
    """The paragraphs of a long text for a template: `heading` (whether it is one), `text`, and `where`, what messages call it.

    Paragraphs end at an empty line; a line `# Words` is a heading. `what` names the text; `before` is how many paragraphs stand
    before it, `joined` makes one text of the lines of a paragraph.
    """
    number = before
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.replace("\r\n", "\n").strip()):
        lines = block.split("\n")
        if lines[0].startswith("#"):
            yield {"heading": True, "text": lines[0].lstrip("#").strip(), "where": ""}
            lines = lines[1:]
        if words := joined([line.strip() for line in lines]).strip():
            number += 1
            yield {"heading": False, "text": words, "where": _("Paragraph {number} of {what}").format(number=number, what=what)}
