"""The questions a record asks, with their explanations in the user's language: which ones, in which order, and who asks them."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from asylum_forms.i18n import _, language
from asylum_forms.record.localize import country_name
from asylum_forms.record.validate import YES_NO
from asylum_forms.record.values import Absent, Value

AskedBy = Mapping[str, Sequence[str]]
"""Schema path without entry numbers (`children.name.family`) to who asks it (`us I-589 A.II.5`)."""


class Kind(StrEnum):
    """What may stand under a question."""

    ANSWER = "answer"
    """One value, or a list of values in square brackets."""
    GROUP = "group"
    """Questions of its own."""
    ENTRIES = "entries"
    """A list; every entry answers the same questions."""


@dataclass(frozen=True)
class Question:
    """One question, ready to be shown."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    example: str = ""
    """As YAML: on one line, or the bare words of a text over several lines."""
    choices: tuple[tuple[str, str], ...] = ()
    """(word to write, what it means); the meaning equals the word where it needs no explanation."""
    several: bool = False
    """The answer is a list of values in square brackets."""
    multiline: bool = False
    expected: bool = False
    """Nearly everybody has an entry for this list."""
    always: bool = False
    """Asked wherever the group it stands in is asked, whatever the forms say."""
    askers: tuple[str, ...] = ()
    below: tuple[Question, ...] = ()
    repeated: bool = False
    """The same explanation stands further up in the record."""


def questions(schema: Mapping[str, Any], asked_by: AskedBy, *, everything: bool, always: bool = True) -> tuple[Question, ...]:
    """The questions of a record in the order of the schema, in the language in force.

    `schema` comes from `read_schema`. With `everything` all of it is asked; without, what `asked_by` names and what the schema
    marks `always`. Where `always` is false, of the latter only what the file itself needs, such as its language. A path in
    `asked_by` asks for everything beneath it but what the schema marks `rare`; paths that are no question of the record are
    passed over.
    """
    found = _below(schema, "", (), _Asked(asked_by, everything, always))
    return _mark_repeated(found, set())


def unanswered(
    found: Sequence[Question], known: Value, elsewhere: Collection[str] = (), prefix: str = ""
) -> tuple[Question, ...]:
    """The questions without those that are answered in `known`, and those below paths that are answered `elsewhere`. A list is
    asked as a whole as long as an entry of it lacks an answer."""
    if isinstance(known, Absent):
        return ()
    left = (
        _left(question, known.get(question.key) if isinstance(known, Mapping) else None, elsewhere, f"{prefix}{question.key}")
        for question in found
    )
    return tuple(question for question in left if question is not None)


def _left(question: Question, value: Value, elsewhere: Collection[str], path: str) -> Question | None:
    if path in elsewhere:
        return None
    if value is None or value == [] or value == {}:
        return question
    if question.kind is Kind.GROUP:
        below = unanswered(question.below, value, elsewhere, f"{path}.")
        return replace(question, below=below) if below else None
    asked = [one for one in question.below if not one.always]
    return question if isinstance(value, list) and any(unanswered(asked, entry) for entry in value) else None


class _Asked:
    """Who asks what."""

    def __init__(self, by: AskedBy, everything: bool, always: bool) -> None:
        self.everything = everything
        self._always = always
        self._by = by
        self._above = {path[:index] for path in by for index, character in enumerate(path) if character == "."}

    def askers(self, path: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._by.get(path, ())))

    def anyway(self, path: str, rules: Mapping[str, Any]) -> bool:
        """Whether it is asked whatever the forms say. What stands by itself at the top is about the file."""
        return bool(rules.get("meta", {}).get("always")) and (self._always or ("." not in path and rules.get("type") != "dict"))

    def beneath(self, path: str) -> bool:
        return path in self._above


def _below(
    schema: Mapping[str, Any], prefix: str, above: tuple[str, ...], asked: _Asked, *, whole: bool = False
) -> tuple[Question, ...]:
    shown = (_question(key, rules, f"{prefix}{key}", above, asked, whole=whole) for key, rules in schema.items())
    return tuple(question for question in shown if question is not None)


def _question(
    key: str, rules: Mapping[str, Any], path: str, above: tuple[str, ...], asked: _Asked, *, whole: bool
) -> Question | None:
    """The question, or None when nobody asks it. `above` are those who ask for the group it stands in."""
    meta = rules.get("meta", {"rare": True})
    askers = asked.askers(path)
    whole = asked.everything or bool(askers) or asked.anyway(path, rules) or (whole and not meta.get("rare"))
    kind, inner = _shape(rules)
    below = _below(inner, f"{path}.", (*above, *askers), asked, whole=whole) if whole or asked.beneath(path) else ()
    if not whole and all(question.always for question in below):
        return None
    return Question(
        key=key,
        kind=kind,
        label=said(meta, "label") or _("Questions that only {asker} asks").format(asker=country_name(key.upper(), language())),
        help=said(meta, "help"),
        example=example_text(rules, meta["example"]) if "example" in meta else "",
        choices=_choices(rules, meta),
        several=kind is Kind.ANSWER and rules.get("type") == "list",
        multiline=bool(meta.get("multiline")),
        expected=bool(meta.get("expected")),
        always=bool(meta.get("always")),
        askers=tuple(asker for asker in askers if asker not in above),
        below=below,
    )


def _shape(rules: Mapping[str, Any]) -> tuple[Kind, Mapping[str, Any]]:
    inner = rules.get("schema", {})
    if rules.get("type") == "dict" and inner:
        return Kind.GROUP, inner
    if rules.get("type") == "list" and inner.get("type") == "dict":
        return Kind.ENTRIES, inner["schema"]
    return Kind.ANSWER, {}


def _choices(rules: Mapping[str, Any], meta: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    allowed = rules.get("allowed") or rules.get("schema", {}).get("allowed") or ()
    meanings = {**YES_NO, **meta.get("choices", {})}
    words = [str(word) for word in allowed]
    return tuple((word, _(meanings[word]) if word in meanings else word) for word in words) if len(words) > 1 else ()


def _mark_repeated(found: tuple[Question, ...], seen: set[str]) -> tuple[Question, ...]:
    marked = []
    for question in found:
        known = f"{question.label}\n{question.help}"
        repeated = known in seen
        seen.add(known)
        marked.append(replace(question, repeated=repeated, below=_mark_repeated(question.below, seen)))
    return tuple(marked)


def said(meta: Mapping[str, Any], what: str) -> str:
    """What a question's `meta` says (`label`, `help`), in the language in force; empty where it says nothing."""
    words = str(meta.get(what, ""))
    return _(words)


def translates_example(rules: Mapping[str, Any], example: Any) -> bool:
    """Whether an example is words of a language, and not a name, a date or a number."""
    return rules.get("type") == "text" and isinstance(example, str) and example not in Absent.__members__.values()


def example_text(rules: Mapping[str, Any], example: Any) -> str:
    """An example as one would write it into the record. A text over several lines stays as it is."""
    if isinstance(example, str):
        words = _(example) if translates_example(rules, example) else example
        return words if "\n" in words else quoted(words)
    return _flow(example)


_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^:#]|:(?=\S)|(?<=\S)#)*")


def quoted(words: str) -> str:
    """The words as one YAML value on one line, quoted only where YAML needs it. A mapping of languages stays a mapping."""
    if words.startswith("{") and words.endswith("}"):
        try:
            if isinstance(YAML(typ="safe", pure=True).load(words), dict):
                return words
        except YAMLError:
            pass
    if (_PLAIN.fullmatch(words) and not words.endswith((":", " "))) or re.fullmatch(r"~\d[\d-]*", words):
        return words
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _flow(example: Any) -> str:
    yaml = YAML(typ="rt")
    yaml.default_flow_style = True
    yaml.width = 10_000
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump(example, out)
    return out.getvalue().strip().removesuffix("...").strip()
