"""The schema: base and jurisdictions' questions in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asylum_forms.record.schema import read_schema
from asylum_forms.resources import folder


def rules_sets(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, rules in schema.items():
        while True:
            yield name, rules
            rules = rules.get("schema", {}) if rules["type"] == "list" else {}
            if not rules:
                break
        for below in (schema[name], schema[name].get("schema", {})):
            if below.get("type") == "dict" and "schema" in below:
                yield from rules_sets(below["schema"])


def extension(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_named_parts_are_written_out() -> None:
    schema = read_schema()
    found = dict(rules_sets(schema))
    assert found["family"]["type"] == "name"
    assert not [name for name, rules in rules_sets(schema) if isinstance(rules.get("schema"), str)]


def test_a_jurisdictions_questions_stand_under_its_code_in_the_case_and_in_every_person(tmp_path: Path) -> None:
    file = extension(tmp_path / "xx.yaml", "case: {office: {type: text}}\nperson: {number: {type: code}}\n")
    schema = read_schema({"xx": file})
    assert schema["xx"]["schema"] == {"office": {"type": "text"}}
    persons = [
        schema["applicant"]["schema"],
        schema["spouse"]["schema"],
        schema["children"]["schema"]["schema"],
        schema["siblings"]["schema"]["schema"],
        schema["parents"]["schema"]["mother"]["schema"],
    ]
    assert [person["xx"]["schema"] for person in persons] == [{"number": {"type": "code"}}] * 5
    assert "xx" not in read_schema()
    assert "xx" not in read_schema()["spouse"]["schema"]


def test_several_jurisdictions_stand_side_by_side(tmp_path: Path) -> None:
    one = extension(tmp_path / "one.yaml", "case: {a: {type: text}}\n")
    two = extension(tmp_path / "two.yaml", "person: {b: {type: text}}\n")
    schema = read_schema({"one": one, "two": two})
    assert "one" in schema
    assert "two" in schema["applicant"]["schema"]
    assert "two" not in schema


def test_the_schema_is_the_callers_own_copy() -> None:
    read_schema()["applicant"]["schema"].clear()
    assert read_schema()["applicant"]["schema"]


def test_a_code_that_is_already_a_question_is_refused(tmp_path: Path) -> None:
    file = extension(tmp_path / "bad.yaml", "case: {a: {type: text}}\n")
    with pytest.raises(ValueError, match="already has a question called harm"):
        read_schema({"harm": file})


def test_every_question_of_every_schema_file_is_typed() -> None:
    files = [file for file in folder("schemas").glob("*.yaml") if file.stem not in ("types", "record", "names")]
    assert files
    for name, rules in rules_sets(read_schema({file.stem: file for file in files})):
        assert "type" in rules, name
