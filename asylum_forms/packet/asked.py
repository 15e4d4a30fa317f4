"""What the applicant reads in their language, and which that is: questions of the record, words of its lists, names of papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asylum_forms.i18n import LANGUAGES, _, use
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.schema import Rules, rules_at
from asylum_forms.record.validate import YES_NO
from asylum_forms.record.values import Absent

_ANSWER = "answer"
"""The yes or no of a question that is explained below it (`explained` in schemas/types.yaml): the group asks, this does not."""


def catalog_of(language: str) -> str:
    """The language of our messages that speakers of this one read; empty where there is none."""
    base = language.split("_")[0]
    return next((known for known in (language, *LANGUAGES) if known in LANGUAGES and known.split("_")[0] == base), "")


def spoken(message: str, language: str) -> str:
    """A message of ours in a language; empty where there is none."""
    catalog = catalog_of(language)
    if not catalog or not message:
        return ""
    with use(catalog):
        said = _(message)
    return said if said != message or catalog == "en" else ""


def own_language(filing: Filing) -> str:
    """The language in which this person should read the filing; empty where they read the filing's own.

    That is the language of their record; where it is the filing's, one that they read if they do not read the filing's, else the
    one in which the statement is read to them.
    """
    read = filing.record.get("applicant.languages.reads")
    reads = read if isinstance(read, list) else []
    office = _base(filing.language)
    wanted = [filing.record.language, *(reads if office not in map(_base, reads) else ())]
    wanted.append(filing.record.get("statement.read_back_in"))
    return next((tag for tag in wanted if _is_tag(tag) and _base(tag) != office), "")


def _is_tag(tag: Any) -> bool:
    return isinstance(tag, str) and not isinstance(tag, Absent) and bool(re.fullmatch(r"[a-z]{2,3}(_[A-Za-z]+)*", tag))


def _base(tag: Any) -> str:
    return str(tag).split("_")[0]


def titles(filing: Filing, language: str) -> dict[str, str]:
    """What the papers of a filing are called in a language of ours, by leaf id."""
    return {part.leaf: part.title for part in filing.parts(language)}


@dataclass(frozen=True)
class Asked:
    """The questions of a record, as somebody reads them in `language`."""

    questions: Mapping[str, Any]
    language: str

    def is_one(self, paths: Sequence[str], *, table: bool = False) -> bool:
        """Whether these are one question, not a group of them nor several; a `table` may be asked as a whole."""
        if len(paths) != 1:
            return False
        rules = self._rules(_without_numbers(paths[0]))
        entries = rules.get("schema", {}).get("type") if rules.get("type") == "list" else ""
        return bool(rules) and rules.get("type") != "dict" and (table or entries != "dict")

    def label(self, path: str, *, brief: bool = False) -> str:
        """One question, with the headings above it unless `brief`."""
        labels = self._labels(path)
        return " – ".join(labels[-1:] if brief else labels)

    def choice(self, path: str, word: str) -> str:
        """What a word of a question's list means; empty where the question has no such word or nothing says it."""
        meanings = self._rules(_without_numbers(path)).get("meta", {}).get("choices", {})
        return spoken(str(meanings.get(word, YES_NO.get(word, ""))), self.language)

    def is_free(self, path: str) -> bool:
        """Whether the answer is what the applicant wrote, not a word of a list, a country or a language."""
        rules = self._rules(_without_numbers(path))
        if rules.get("meta", {}).get("verbatim"):
            return True  # a name in its own script
        rules = rules.get("schema", {}) if rules.get("type") == "list" else rules
        return rules.get("type") in ("name", "code")

    def is_prose(self, path: str) -> bool:
        """Whether the answer is a text of its own, of several sentences."""
        return bool(self._rules(_without_numbers(path)).get("meta", {}).get("multiline"))

    def is_place(self, path: str) -> bool:
        """Whether the answer names a place: a question beside it asks for the country."""
        return "country" in _fields(self._rules(_without_numbers(path)[:-1]))

    def _rules(self, steps: Sequence[str]) -> Rules:
        return rules_at(self.questions, steps)

    def _labels(self, path: str) -> tuple[str, ...]:
        return tuple(self._named(_without_numbers(path)))

    def _named(self, steps: Sequence[str]) -> Iterator[str]:
        for count in range(1, len(steps) + 1):
            if (count == 1 and steps[0] == "applicant") or (count > 1 and steps[count - 1] == _ANSWER):
                continue
            if said := spoken(str(self._rules(steps[:count]).get("meta", {}).get("label", "")), self.language):
                yield said


def _fields(rules: Rules) -> Rules:
    """The questions of a group, or of each entry of a list."""
    below: Rules = rules.get("schema", {})
    return below.get("schema", {}) if rules.get("type") == "list" else below


def _without_numbers(path: str) -> list[str]:
    return [step for step in path.split(".") if not step.isdigit()]
