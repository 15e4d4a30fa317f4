"""The question how a spouse is related has a word that fits, and forms add nothing to `Spouse` for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.case import open_filing
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table


@pytest.mark.parametrize(("procedure", "form"), [("kr/in-country", "refugee-application"), ("ca/inland", "BOC")])
@pytest.mark.parametrize(("relation", "said"), [("married", "Spouse"), ("in_law", "Spouse (in-law)")])
def test_a_husband_or_wife_is_called_spouse(case: Path, procedure: str, form: str, relation: str, said: str) -> None:
    file = case / "record.yaml"
    spouse = f"spouse: {{name: {{family: Li, given: Na}}, relation: {relation}}}\n"
    file.write_text(file.read_text(encoding="utf-8").replace("statement:\n", f"{spouse}statement:\n"), encoding="utf-8")
    filing = open_filing(case, procedure)
    answers = evaluate(read_table(filing.jurisdiction.tables[form], filing.language), filing)
    told = {row["relation"].text for answer in answers.items.values() for row in answer.rows if "relation" in row}
    assert said in told
