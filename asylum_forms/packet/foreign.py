"""Which printed words an applicant cannot read: those that are neither in their language nor names and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.asked import Asked
from asylum_forms.record.citations import CITATION
from asylum_forms.record.values import Absent, Text, walk

_SHORT = 3
"""Words with fewer letters may stand in any name."""


@dataclass
class Foreign:
    """The words of a filing that a reader of `language` does not know."""

    filing: Filing
    language: str
    _plain: frozenset[str] = field(init=False)
    """Every word of the record that is in no language or the applicant's: names, numbers, what they wrote."""
    _names: frozenset[str] = field(init=False)
    """What a record in another script has in Roman letters of places. Other such words, as "Han", are English."""

    def __post_init__(self) -> None:
        asked = Asked(self.filing.record.questions, self.language)
        values = [one for one in walk(self.filing.record.data) if not isinstance(one[1], Absent)]
        texts = [text.by_language for _path, text in values if isinstance(text, Text)]
        own = [value for path, value in values if isinstance(value, int) or asked.is_free(path)]
        free = [value.any() if isinstance(value, Text) else str(value) for value in own]
        free += [CITATION.sub(" ", said) for text in texts for tag, said in text if tag == self.language]
        self._plain = frozenset(word for value in free for word in words_of(value))
        named = [value.by_language for path, value in values if isinstance(value, Text) and asked.is_place(path)]
        self._names = frozenset(word for text in named for tag, said in text if tag == "und" for word in words_of(said))

    def words(self, text: str) -> set[str]:
        """The words of a text that are neither the applicant's nor names. Words of several small letters are no names."""
        words = {word for word in re.findall(r"\w+", text) if word.casefold() not in self._plain}
        return {
            word.casefold() for word in words if word.casefold() not in self._names or (word.islower() and len(word) >= _SHORT)
        }

    def reads(self, text: str) -> bool:
        """Whether all of a text is as good in the applicant's language."""
        return not self.words(text) or not re.search(r"[^\W\d_]", text)


def words_of(text: Any) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return re.findall(r"\w+", str(text).casefold())
