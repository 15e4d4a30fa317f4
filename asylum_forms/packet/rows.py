"""What tables of our papers print, row by row, and beside it the same in the applicant's language, as far as it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.asked import Asked, spoken
from asylum_forms.packet.foreign import Foreign, words_of
from asylum_forms.packet.line import Line, Side, labelled
from asylum_forms.packet.meaning import TO_READ, Meaning, any_of, facts
from asylum_forms.packet.meaning import words as words_of_record
from asylum_forms.record.validate import YES_NO
from asylum_forms.record.values import Text, walk

Row = Sequence[tuple[str, str]]
"""Captions and the words beside or below them, see `forms.word.rows_of`."""

_GAPS = ("\n", "; ", ": ", " / ", ", ", ". ", " (")
"""What stands between the pieces of which jurisdictions make the words of a box, the strongest first."""
_BEFORE = r"(?:(?<![\s\S])|(?<=\n)|(?<=[;:,.] )|(?<= / )|(?<=\())"
_AFTER = r"(?=[\n;:,.)]|\s[(/]|(?<=[.!?])\s|$)"
"""Where such a piece begins and ends: words of the record may stand by chance within others."""

_CODE = re.compile(r"[A-Z]{0,2}-?[0-9]*[A-Z]?")
"""Labels of exhibits, and what is as short: the same in every language."""


def plain(row: Row) -> str:
    """A row in one line."""
    return " – ".join(labelled(caption, " / ".join(words.splitlines())) for caption, words in row)


@dataclass
class Rows:
    """Says rows in the language of an applicant."""

    filing: Filing
    language: str
    _meaning: Meaning = field(init=False)
    _foreign: Foreign = field(init=False)
    _asked: Asked = field(init=False)
    _paths: dict[str, list[str]] = field(init=False)
    """Words of the record as they are filed to where they stand in it."""
    _own: dict[str, str] = field(init=False)
    """What papers print of the record to the same in the applicant's language: words, dates, countries."""
    _texts: Sequence[str] = field(init=False)
    _facts: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self._meaning = Meaning(self.filing, self.language)
        self._foreign = Foreign(self.filing, self.language)
        self._asked = Asked(self.filing.record.questions, self.language)
        self._paths = {}
        for path, value in walk(self.filing.record.data):
            if isinstance(value, Text):
                self._paths.setdefault(_spaced(value.in_language(self.filing.language) or ""), []).append(path)
        texts, known = words_of_record(self.filing, self.language), facts(self.filing, self.language)
        self._own = {**known, **texts}
        self._texts = list(texts)
        self._facts = re.compile(rf"(?<!\w){any_of(known)}(?!\w)")

    def line(self, row: Row) -> Line:
        """A row in both languages."""
        said = [(caption, words, self._caption(caption, words), *self._said(words)) for caption, words in row]
        read = any(left for *_others, left in said)
        if len(said) == 1:
            ((caption, words, own_caption, own, _left),) = said
            return Line("", Side(caption, tuple(words.splitlines())), Side(own_caption, tuple(own.splitlines())), read)
        filed = tuple(labelled(caption, words) for caption, words, *_own in said)
        return Line("", Side("", filed), Side("", tuple(labelled(caption, own) for *_, caption, own, _left in said)), read)

    def _caption(self, caption: str, words: str) -> str:
        """A caption in the applicant's language: as somebody has translated it, or as the record asks for the words beside it."""
        paths = self._paths.get(_spaced(words), [])
        known = self._meaning.caption(caption.rstrip(" :\u00a0")) or (
            self._asked.label(paths[0], brief=True) if len(paths) == 1 else ""
        )
        return known or (caption if self._foreign.reads(caption) else f"{TO_READ} {caption}")

    def _said(self, printed: str) -> tuple[str, bool]:
        """Printed words in the applicant's language, piece by piece, and whether pieces are left that must be read to them."""
        if self._foreign.reads(printed) or _CODE.fullmatch(printed.strip()):
            return printed, False
        if said := self._known(printed):
            return said, False
        if found := self._text_in(printed):
            return self._joined(_around(printed, found), "")
        if gap := next((gap for gap in _GAPS if gap in printed), ""):
            return self._joined(printed.split(gap), gap)
        if found := self._facts.search(printed):
            return self._joined(_around(printed, found), "")
        return printed, True

    def _text_in(self, printed: str) -> re.Match[str] | None:
        """The first words of the record in printed ones that stand there by themselves."""
        spaced = _spaced(printed)
        there = [text for text in self._texts if text in spaced]  # a pattern for all takes longer to make than all the rest
        return re.search(f"{_BEFORE}{any_of(there)}{_AFTER}", printed) if there else None

    def _joined(self, pieces: Sequence[str], gap: str) -> tuple[str, bool]:
        said = [self._said(piece) for piece in pieces]
        return gap.join(words for words, _left in said), any(left for _words, left in said)

    def _known(self, printed: str) -> str:
        """Words as a whole in the applicant's language; empty where nothing says them."""
        if own := self._own.get(_spaced(printed)):
            return own
        words = printed.strip(" \n,.:()")
        said = self._own.get(words) or self._meaning.caption(words) or "\n".join(self._meaning.all_of(words))
        if not said and words[:1].isupper():
            said = spoken(YES_NO.get(words.casefold(), ""), self.language)
        # Translations with places to fill in may have words in them that nobody has translated.
        left = self._foreign.words(said) & set(words_of(printed))
        return printed.replace(words, said) if said and not left else ""


def _around(text: str, found: re.Match[str]) -> list[str]:
    return [text[: found.start()], found[0], text[found.end() :]]


def _spaced(words: str) -> str:
    return " ".join(words.split())
