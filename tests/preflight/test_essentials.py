"""Entries that leave open what every office asks: what happened, when, who did it and why."""

from __future__ import annotations

import copy
import datetime
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import extensions, find_procedure
from asylum_forms.preflight.essentials import essentials
from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent

EXAMPLE = Path(__file__).parents[2] / "examples" / "us-petitioner-family"


@cache
def example() -> Record:
    return load(EXAMPLE, extensions())


def found(changes: dict[str, Any], procedure: str = "us/affirmative", told: tuple[tuple[str, str], ...] = ()) -> list[Finding]:
    data: Any = copy.deepcopy(dict(example().data))
    for path, value in changes.items():
        *above, last = path.split(".")
        at = data
        for key in above:
            at = at[int(key)] if isinstance(at, list) else at[key]
        if value is ...:
            del at[last]
        else:
            at[last] = value
    jurisdiction, declared = find_procedure(procedure)
    filing = Filing(replace(example(), data=data), jurisdiction, declared, "en", datetime.date(2026, 11, 20))
    return essentials(filing, _tables(filing), told)


def _tables(filing: Filing) -> list[FormTable]:
    return [read_table(filing.jurisdiction.tables[part.form], "en") for part in filing.procedure.parts if part.form]


def test_the_example_leaves_nothing_open() -> None:
    assert found({}) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("harm.0.what", "What happened"),
        ("arrests.1.action", "What was done"),
        ("organisations.0.name", "Name of the group"),
        ("employment.0.employer", "Employer"),
        ("employment.0.address.city", "City, town or village"),
        ("residences.1.address.country", "Country"),
        ("travel.transit.0.country", "Country"),
        ("claim.fear.why", "Why they would harm you"),
    ],
)
def test_what_an_entry_leaves_open_is_told_at_the_entry(path: str, words: str) -> None:
    (one,) = found({path: ...})
    assert (one.id, one.severity) == ("record.entry-open", Severity.BLOCKS)
    assert one.message == f"This entry leaves questions open: {words}."
    assert one.place.line > 0
    assert found({path: Absent.UNKNOWN}) == []


def test_an_entry_is_told_once_and_not_where_the_form_says_it_already() -> None:
    (one,) = found({"harm.0.what": ..., "harm.0.who": ...})
    assert one.message == "This entry leaves questions open: What happened, Who did it."
    assert found({"harm.0.what": ...}, told=(("record.yaml", "harm.1.what"),)) == []
    assert found({"harm.0.what": ...}, told=(("people/spouse.yaml", "harm.1.what"),)) != [], "of somebody else"


def test_who_fears_nothing_has_nothing_to_say_of_it() -> None:
    assert found({"claim.fear": {"answer": "no"}}) == []


def test_what_no_form_of_the_filing_asks_is_not_looked_at() -> None:
    assert found({"harm.0.what": ...}, "unhcr/registration") == []
