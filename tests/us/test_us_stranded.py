"""A man in the transit area of an airport abroad: the preparation pack says where he is and how he came."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from asylum_forms.forms.answers import Answer, Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import extensions, find_procedure
from asylum_forms.preflight.helpers import helper_findings
from asylum_forms.record.load import load
from jurisdictions.us.documents import context_declaration, needs_interpreter

EXAMPLE = Path(__file__).parents[2] / "examples" / "stranded-in-transit"
TABLE = Path(__file__).parents[2] / "jurisdictions" / "us" / "forms" / "i-589.2025-01-20.yaml"
GOLDEN = Path(__file__).with_name("stranded-in-transit.en.json")


@pytest.fixture(scope="module")
def filing() -> Filing:
    jurisdiction, procedure = find_procedure("us/abroad")
    return Filing(load(EXAMPLE, extensions()), jurisdiction, procedure, "en", datetime.date(2026, 11, 21))


@pytest.fixture(scope="module")
def form(filing: Filing) -> Answers:
    return evaluate(read_table(TABLE), filing)


def _golden(answer: Answer) -> object:
    if answer.rows:
        return [{name: cell.text for name, cell in row.items()} for row in answer.rows]
    return list(answer.chosen) or answer.text


def test_the_i_589_says_what_is_recorded(form: Answers) -> None:
    assert form.findings == ()
    found = {number: _golden(answer) for number, answer in form.items.items()}
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_country_of_the_way_is_named_in_order_with_unhcr_and_the_crossings_without_papers(form: Answers) -> None:
    assert form.items["C.2.A"].chosen == ("yes",)
    assert form.items["C.2.B"].chosen == ("yes",)
    text = form.items["C.2.text"].text
    places = [text.index(word) for word in ("1. Laos", "2. Thailand", "3. Malaysia", "4. Taiwan", "5. July 20, 2026, Bangkok")]
    assert places == sorted(places)
    assert "without passing a border post" in text
    assert "000-26C00031" in text


def test_the_airport_is_no_american_address_but_the_first_of_the_residences(form: Answers) -> None:
    assert {answer.text for number, answer in form.items.items() if number.startswith("A.I.8.")} == {"N/A"}
    first = form.items["A.III.2"].rows[0]
    assert "Transit area" in first["street"].text
    assert first["country"].text == "Taiwan"


def test_the_declaration_has_the_words_for_signing_abroad_and_an_interpreter(filing: Filing) -> None:
    context = context_declaration(filing)
    assert context["abroad"] is True
    assert context["place"] == "Taoyuan, Taiwan"
    assert needs_interpreter(filing)


def test_a_volunteer_who_is_not_related_is_not_taken_for_a_relative(filing: Filing) -> None:
    assert list(helper_findings(filing, ["pao-hsiaoching"])) == []
