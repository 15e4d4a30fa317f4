"""The example of a man in transit as an application to Canada from abroad, with changes."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answer, Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import extensions, find_procedure
from asylum_forms.record.load import load
from asylum_forms.record.model import Record

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "stranded-in-transit"
FORMS = ROOT / "jurisdictions" / "ca" / "forms"
TABLES = {
    "IMM-0008": FORMS / "imm-0008.2017-10.yaml",
    "IMM-0008-Schedule-2": FORMS / "imm-0008-schedule-2.2011-10.yaml",
    "IMM-5669": FORMS / "imm-5669.2012-12.yaml",
}


@cache
def example() -> Record:
    return load(EXAMPLE, extensions())


def filing(changes: Mapping[str, Any] | None = None, *, language: str = "en", on: str = "2026-11-21") -> Filing:
    """The example with these answers changed, by path; a change to `...` takes the question out."""
    data: Any = copy.deepcopy(dict(example().data))
    for path, value in (changes or {}).items():
        *above, last = path.split(".")
        at = data
        for key in above:
            at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
        if value is ...:
            at.pop(last, None)
        else:
            at[int(last) if isinstance(at, list) else last] = value
    jurisdiction, procedure = find_procedure("ca/overseas")
    return Filing(replace(example(), data=data), jurisdiction, procedure, language, datetime.date.fromisoformat(on))


def answers(form: str, changed: Filing | None = None) -> Answers:
    made = changed or filing()
    return evaluate(read_table(TABLES[form], made.language), made)


def item(form: str, number: str, changes: Mapping[str, Any] | None = None) -> Answer:
    return answers(form, filing(changes)).items[number]


def rules(changes: Mapping[str, Any] | None = None, *, on: str = "2026-11-21") -> dict[str, Finding]:
    """Findings of the Canadian rules by id, without the forms."""
    changed = filing(changes, on=on)
    assert changed.jurisdiction.rules is not None
    return {found.id.removeprefix("ca."): found for found in changed.jurisdiction.rules(changed, {})}


def golden(answer: Answer) -> object:
    if answer.rows:
        return [{name: list(cell.chosen) or cell.text for name, cell in row.items()} for row in answer.rows]
    return list(answer.chosen) or answer.text
