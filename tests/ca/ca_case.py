"""The Canadian example, changed where a test says so."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.load import load
from asylum_forms.record.model import Record

EXAMPLE = Path(__file__).parents[2] / "examples" / "ca-petitioner-family"
DAY = datetime.date(2026, 11, 20)

Changes = Mapping[str, Any]


@cache
def example() -> Record:
    return load(EXAMPLE, registry.extensions())


def changed(record: Record, changes: Changes) -> Record:
    """The record with other answers: dotted path to value, `...` for a question without an answer."""
    data: Any = copy.deepcopy(dict(record.data))
    for path, value in changes.items():
        *above, last = path.split(".")
        at = data
        for step in above:
            at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
        if value is ...:
            at.pop(int(last) if isinstance(at, list) else last, None)
        elif isinstance(at, list):
            at[int(last)] = value
        else:
            at[last] = value
    return replace(record, data=data)


def filing(
    changes: Changes | None = None,
    *,
    procedure: str = "ca/inland",
    language: str = "en",
    day: datetime.date = DAY,
    people: Mapping[str, Changes] | None = None,
) -> Filing:
    """The example's filing; `people` changes the records of other persons, by id."""
    record = changed(example(), changes or {})
    others = {id_: changed(own, (people or {}).get(id_, {})) for id_, own in record.people.items()}
    jurisdiction, found = registry.find_procedure(procedure)
    return Filing(replace(record, people=others), jurisdiction, found, language, day)


def answers(of: Filing, person: str = "", form: str = "BOC") -> Answers:
    table = read_table(of.jurisdiction.tables[form], of.language)
    return evaluate(table, of.for_person(person))


def rules(of: Filing, person: str = "") -> dict[str, Finding]:
    """What the rules say of one person's papers, by id without `ca.`."""
    forms = {part.form: answers(of, person, part.form) for part in of.parts() if part.form and part.person == person}
    assert of.jurisdiction.rules is not None
    return {found.id.removeprefix("ca."): found for found in of.jurisdiction.rules(of.for_person(person), forms)}
