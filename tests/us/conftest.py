"""American filings made from one synthetic record."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from us_record import FOLDER, base

from asylum_forms.jurisdiction.contract import Filing, Jurisdiction
from asylum_forms.jurisdiction.reader import read_jurisdiction
from asylum_forms.record.model import Record


@pytest.fixture(scope="session")
def us() -> Jurisdiction:
    from jurisdictions.us import answers
    from jurisdictions.us.rules import rules

    return read_jurisdiction(FOLDER, answers=answers, rules=rules)


MakeFiling = Callable[..., Filing]


@pytest.fixture
def make(us: Jurisdiction) -> MakeFiling:
    """`make({"spouse": Absent.NONE}, procedure="defensive", on="2026-11-21")`: the record with these changes, by path.

    A change to `...` takes the question out of the record.
    """

    def filing(changes: Mapping[str, Any] | None = None, *, procedure: str = "affirmative", on: str = "2026-11-21") -> Filing:
        data = copy.deepcopy(base())
        for path, value in (changes or {}).items():
            *above, last = path.split(".")
            at: Any = data
            for key in above:
                at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
            key = int(last) if isinstance(at, list) else last
            if value is ...:
                at.pop(key, None)
            else:
                at[key] = value
        record = Record(case=Path("case"), file=Path("case/record.yaml"), language="en", data=data)
        return Filing(record, us, us.procedures[procedure], "en", datetime.date.fromisoformat(on))

    return filing
