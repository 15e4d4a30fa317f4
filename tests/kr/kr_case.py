"""The Korean example as a filing, with changes."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import extensions, find_procedure
from asylum_forms.record.load import load
from asylum_forms.record.model import Record

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "kr-jeju-arrival"
TABLE = ROOT / "jurisdictions" / "kr" / "forms" / "refugee-application.2019-12-31.yaml"
CHILD_TABLE = TABLE.with_name("refugee-application-child.2019-12-31.yaml")
TEMPLATE = ROOT / "templates" / "kr" / "refugee-application.docx"
CHILD_TEMPLATE = TEMPLATE.with_name("refugee-application-child.docx")


@cache
def example() -> Record:
    return load(EXAMPLE, extensions())


def filing(
    changes: Mapping[str, Any] | None = None, *, procedure: str = "port-of-entry", language: str = "en", on: str = "2026-11-18"
) -> Filing:
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
    jurisdiction, found = find_procedure(f"kr/{procedure}")
    return Filing(replace(example(), data=data), jurisdiction, found, language, datetime.date.fromisoformat(on))


def rules(changed: Filing) -> dict[str, Finding]:
    """Findings of the Korean rules by id."""
    assert changed.jurisdiction.rules is not None
    return {found.id: found for found in changed.jurisdiction.rules(changed, {})}
