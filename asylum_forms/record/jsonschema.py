"""The record's schema for editors: JSON Schema 2020-12 from the same Cerberus schema, so that editors explain and check at once.

It takes everything that `load` takes; what only `load` can know (whether a country exists, whom an id names) it leaves to `load`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asylum_forms.i18n import _, use
from asylum_forms.record.dates import FIRST_YEAR, LAST_YEAR
from asylum_forms.record.questions import said, translates_example
from asylum_forms.record.values import Absent

Json = dict[str, Any]

_MONTH = r"(0?[1-9]|1[0-2])"
_DAY = r"(0?[1-9]|[12][0-9]|3[01])"
_DATE_PATTERN = rf"^\s*~?\s*[0-9]{{4}}(-{_MONTH}(-{_DAY})?)?\s*$"
_ID_PATTERN = f"^(?!({'|'.join(word.value for word in Absent)})$)[A-Za-z0-9][A-Za-z0-9_-]{{0,63}}$"


def json_schema(schema: Mapping[str, Any], language: str) -> Json:
    """The JSON Schema of a record, with titles, explanations and examples in this language.

    `schema` comes from `read_schema`. Every question may be left empty or answered with one of the four words of `Absent`.
    """
    with use(language):
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": _("Record for asylum-forms"),
            **_group(schema),
            "$defs": _definitions(),
        }


def _group(schema: Mapping[str, Any]) -> Json:
    properties = {key: _question(rules) for key, rules in schema.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _question(rules: Mapping[str, Any]) -> Json:
    """One question: what `meta` says about it, and what may be answered."""
    return {**_explained(rules), "anyOf": [_answer(rules), *_no_answer(rules)]}


def _explained(rules: Mapping[str, Any]) -> Json:
    meta = rules.get("meta", {})
    explained: Json = {}
    if label := said(meta, "label"):
        explained["title"] = label
    text = [words] if (words := said(meta, "help")) else []
    text += [f"{word} = {_(meaning)}" for word, meaning in meta.get("choices", {}).items() if _(meaning) != word]
    if text:
        explained["description"] = "\n".join(text)
    if "example" in meta:
        example = meta["example"]
        explained["examples"] = [_(example) if translates_example(rules, example) else example]
    return explained


def _no_answer(rules: Mapping[str, Any]) -> list[Json]:
    return [{"type": "null"}] if rules.get("type") == "id" else [{"$ref": "#/$defs/no_answer"}]


def _answer(rules: Mapping[str, Any]) -> Json:
    """What an answer looks like."""
    kind = rules.get("type", "text")
    if isinstance(kind, list):
        return {"anyOf": [_answer({**rules, "type": one}) for one in kind]}
    if "allowed" in rules:
        return {"enum": list(rules["allowed"])}
    if kind == "list":
        below = rules.get("schema", {})
        return {"type": "array", "items": {"anyOf": [_answer(below), *_no_answer(below)]}}
    if kind == "dict" and "valuesrules" in rules:
        return {"type": "object", "additionalProperties": _question(rules["valuesrules"])}
    if kind == "dict":
        return _group(rules.get("schema", {}))
    return {"$ref": f"#/$defs/{kind}"}


def _definitions() -> Json:
    words = {word.value: meaning for word, meaning in _absences()}
    return {
        "no_answer": {
            "anyOf": [{"type": "null"}, {"enum": list(words)}],
            "description": "\n".join(f"{word} = {meaning}" for word, meaning in words.items()),
        },
        **{name: make() for name, make in _TYPES.items()},
    }


def _absences() -> list[tuple[Absent, str]]:
    return [
        (Absent.NONE, _("there is none")),
        (Absent.NOT_APPLICABLE, _("the question does not concern this person")),
        (Absent.UNKNOWN, _("this person does not know")),
        (Absent.DECLINED, _("this person does not wish to answer")),
    ]


def _line() -> Json:
    """Words or a number on one line; editors read a number where only digits stand."""
    return {"anyOf": [{"type": "string", "pattern": "^[^\r\n]*$"}, {"type": ["number", "boolean"]}]}


def _words() -> Json:
    words = {"type": ["string", "number", "boolean", "null"]}
    by_language = {"type": "object", "propertyNames": {"pattern": "^[A-Za-z_-]+$"}, "additionalProperties": words}
    return {"anyOf": [{"type": ["string", "number", "boolean"]}, by_language]}


def _date() -> Json:
    day: Json = {
        "anyOf": [
            {"type": "string", "pattern": _DATE_PATTERN},
            {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        ]
    }
    about = {
        "type": "object",
        "properties": {"date": day, "approx": {"enum": [True, False, "yes", "no"]}},
        "required": ["date"],
        "additionalProperties": False,
    }
    return {
        "anyOf": [*day["anyOf"], about],
        "description": _("Year, month and day as 1989-06-04; or 1989-06 or 1989; with ~ before it when it is about right."),
    }


_TYPES: Mapping[str, Callable[[], Json]] = {
    "text": _words,
    "name": _line,
    "code": _line,
    "file": lambda: {"type": "string", "pattern": r"^(?![/~])(?![A-Za-z]:)[^\\\r\n]+$"},
    "country": lambda: {"type": "string"},
    "language": lambda: {"type": "string"},
    "string": lambda: {"type": "string"},
    "integer": lambda: {"type": "integer"},
    "id": lambda: {"anyOf": [{"type": "string", "pattern": _ID_PATTERN}, {"type": "integer", "minimum": 0}]},
    "ref": lambda: {"type": ["string", "integer"]},
    "date": _date,
    "date_or_present": lambda: {"anyOf": [{"$ref": "#/$defs/date"}, {"const": "present"}]},
}
"""The types of a record's answers, as editors see them: after YAML 1.2 has taken `1989` for a number."""
