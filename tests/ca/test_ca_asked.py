"""What the guided record asks for a Canadian claim: what the Basis of Claim Form prints, and no street of relatives."""

from __future__ import annotations

import pytest
from ca_case import answers, filing

from asylum_forms.forms.crosswalk import asked_in
from asylum_forms.jurisdiction import registry
from asylum_forms.record.questions import Question, questions
from asylum_forms.record.schema import read_schema

RELATIVES = ("spouse", "children", "parents.mother", "parents.father", "siblings")
PRINTED = ("name.family", "birth.date", "nationalities.country", "location.city", "location.country", "deceased", "death_date")


def paths(found: tuple[Question, ...], above: str = "") -> set[str]:
    here = {f"{above}{question.key}" for question in found}
    return here.union(*(paths(question.below, f"{above}{question.key}.") for question in found))


def asked(procedure: str) -> set[str]:
    schema = read_schema(registry.extensions())
    return paths(questions(schema, asked_in(*registry.find_procedure(procedure), schema), everything=False))


@pytest.mark.parametrize("procedure", ["ca/inland", "ca/port-of-entry"])
def test_all_that_items_17_and_18_print_is_asked(procedure: str) -> None:
    wanted = {f"{who}.{path}" for who in RELATIVES for path in PRINTED}
    wanted |= {f"applicant.nationalities.{path}" for path in ("country", "how", "from", "until", "status")}
    assert wanted - asked(procedure) == set()


def test_the_street_of_relatives_is_not_asked() -> None:
    assert not {f"{who}.location.street" for who in RELATIVES} & asked("ca/inland")


def test_schedule_a_asks_what_it_prints_beside_the_entries() -> None:
    assert {"ca.fields_of_study", "ca.organisation_cities", "ca.commanders"} <= asked("ca/overseas")


@pytest.mark.parametrize(
    ("open_", "path"),  # the user counts entries from 1
    [
        ("children.0.nationalities", "children.1.nationalities"),
        ("siblings.0.location", "siblings.1.location.city"),
        ("parents.mother.birth.date", "parents.mother.birth.date"),
    ],
)
def test_an_open_cell_names_the_field_of_that_relative(open_: str, path: str) -> None:
    (finding,) = answers(filing({open_: ..., open_.replace("nationalities", "nationality_at_birth"): ...})).findings
    assert finding.place.field == path


def test_an_open_status_of_a_citizenship_is_its_own_field() -> None:
    changes = {"applicant.nationalities.0.until": ..., "applicant.nationalities.0.status": ...}
    (finding,) = answers(filing(changes)).findings
    assert finding.place.field == "applicant.nationalities.1.until"
