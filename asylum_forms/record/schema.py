"""The questions of the record: reads `schemas/*.yaml` into one Cerberus schema."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cerberus.schema import SchemaRegistry

from asylum_forms import yamlfile
from asylum_forms.resources import folder

Rules = dict[str, Any]
"""What Cerberus calls a rules set: what one question takes (`{type: text, meta: {...}}`)."""

Schema = dict[str, Rules]
"""Question to rules set."""

_PERSON = "person"
"""The named part that every person of the record but the applicant is built from."""
_APPLICANT = "applicant"


def read_schema(extensions: Mapping[str, Path] = {}) -> Schema:
    """The schema of the record, with the questions of the given jurisdictions.

    `extensions` maps a jurisdiction's code to its schema file. What stands there under `case` becomes the question `<code>` of
    the record, and what stands under `person` the question `<code>` of the applicant and of every other person. Named parts
    of `types.yaml` are written out, so the result is plain nested data that needs no registry; it is the caller's own copy.

    Raises FileNotFoundError or ValueError when the installation or a plugin's schema file is faulty.
    """
    return copy.deepcopy(_merged(tuple(sorted(extensions.items()))))


def rules_at(schema: Mapping[str, Any], steps: Sequence[str | int]) -> Rules:
    """The rules set of the question at a path, with or without entry numbers; empty where the schema has none."""
    rules: Rules = {"type": "dict", "schema": schema}
    for step in steps:
        below = rules.get("schema", {})
        if "valuesrules" in rules:
            rules = rules["valuesrules"]
            continue
        if isinstance(step, int):
            rules = below
            continue
        if rules.get("type") == "list":
            below = below.get("schema", {})
        rules = below.get(step, {})
    return rules


def has_question(schema: Mapping[str, Any], path: str) -> bool:
    """Whether a dotted path without entry numbers (`children.name.family`) is a question of the record."""
    return bool(rules_at(schema, path.split(".")))


def shared_paths(schema: Mapping[str, Any]) -> list[str]:
    """The questions answered once for everybody in a case (`shared: true` in their `meta`): paths of one or two steps."""
    found = []
    for question, rules in schema.items():
        if rules.get("meta", {}).get("shared"):
            found.append(question)
        elif rules.get("type") == "dict" and isinstance(rules.get("schema"), dict):
            found += [f"{question}.{key}" for key, below in rules["schema"].items() if below.get("meta", {}).get("shared")]
    return found


@cache
def _merged(extensions: tuple[tuple[str, Path], ...]) -> Schema:
    base = folder("schemas")
    types: dict[str, Schema] = _read(base / "types.yaml")
    record: Schema = _read(base / "record.yaml")
    for code, file in extensions:
        extension = _read(file)
        if "case" in extension:
            _put(record, code, extension["case"], file)
        if "person" in extension:
            _put(types[_PERSON], code, extension["person"], file)
            _put(record[_APPLICANT]["schema"], code, extension["person"], file)
    return _resolve(record, SchemaRegistry(types), ())


def _put(schema: Schema, code: str, questions: Schema, file: Path) -> None:
    if code in schema:
        raise ValueError(f"{file}: the record already has a question called {code}")
    schema[code] = {"type": "dict", "schema": copy.deepcopy(questions)}


def _resolve(schema: Schema, types: Any, inside: tuple[str, ...]) -> Schema:
    """The schema with every named part written out."""
    return {question: _resolve_rules(rules, types, inside) for question, rules in schema.items()}


def _resolve_rules(rules: Rules, types: Any, inside: tuple[str, ...]) -> Rules:
    resolved = dict(rules)
    below = rules.get("schema")
    if isinstance(below, str):
        named = types.get(below)
        if named is None:
            raise ValueError(f"schemas: there is no part called {below} in types.yaml")
        if below in inside:
            raise ValueError(f"schemas: the part {below} contains itself")
        resolved["schema"] = _resolve(named, types, (*inside, below))
    elif below is not None:
        one = rules.get("type") == "list"
        resolved["schema"] = _resolve_rules(below, types, inside) if one else _resolve(below, types, inside)
    if "valuesrules" in rules:
        resolved["valuesrules"] = _resolve_rules(rules["valuesrules"], types, inside)
    return resolved


def _read(file: Path) -> dict[str, Any]:
    data = yamlfile.load(file, dates=False)  # dates of the examples stay as they are written
    if not isinstance(data, dict):
        raise ValueError(f"{file}: expected questions, found {type(data).__name__}")
    return data
