"""The man in transit and the petitioner's family before UNHCR, as filings with changes."""

from __future__ import annotations

import copy
import datetime
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import all_jurisdictions, extensions, find_procedure
from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.values import Text

ROOT = Path(__file__).parents[2]
STRANDED = ROOT / "examples" / "stranded-in-transit"
FAMILY = ROOT / "examples" / "us-petitioner-family"
JEJU = ROOT / "examples" / "kr-jeju-arrival"
FORMS = tuple(all_jurisdictions()["unhcr"].tables)

UNHCR = """
unhcr:
  office: {en: UNHCR office of the capital}
  office_email: unknown
  here: US
  arrived: 2026-01-10
  number: none
  reasons: {en: "I was detained for a report to the petition offices and would be detained again."}
  interpreter: yes
  id_to_present: not_applicable
  papers_missing: none
  without_papers: none
  conditions: {en: "We live with a friend."}
  background: not_applicable
  leaving: not_applicable
  return: not_applicable
  authorisation: not_applicable
  sharing: not_applicable
  decision: not_applicable
"""

WIFE = """asylum_forms: 1
language: zh_Hans
applicant:
  unhcr:
    confidential: {en: "They came again when I was alone. Nobody in the family knows."}
harm:
  - id: alone
    from: 2024-03-02
    until: 2024-03-02
    where: {en: "Our home"}
    country: CN
    who: {en: "Two officers"}
    victim: {en: "Myself"}
    what: {en: "They threatened to take the children away."}
statement:
  text: {en: "I was born in Luying County. This is my own account."}
"""


def english(words: str) -> Text:
    return Text((("en", words),))


@cache
def example(case: Path = STRANDED) -> Record:
    return load(case, extensions())


@cache
def table(form: str) -> FormTable:
    return read_table(all_jurisdictions()["unhcr"].tables[form])


def changed(record: Record, changes: Mapping[str, Any]) -> Record:
    """The record with these answers changed, by path; a change to `...` takes the question out."""
    data: Any = copy.deepcopy(dict(record.data))
    for path, value in changes.items():
        *above, last = path.split(".")
        at = data
        for key in above:
            at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
        if value is ...:
            at.pop(last, None)
        else:
            at[int(last) if isinstance(at, list) else last] = value
    return replace(record, data=data)


def filing(
    changes: Mapping[str, Any] | None = None, *, procedure: str = "rsd", record: Record | None = None, on: str = "2026-11-21"
) -> Filing:
    jurisdiction, found = find_procedure(f"unhcr/{procedure}")
    told = changed(record or example(), changes or {})
    return Filing(told, jurisdiction, found, "en", datetime.date.fromisoformat(on))


def answers(form: str, made: Filing) -> Answers:
    return evaluate(table(form), made)


def rules(made: Filing) -> dict[str, Finding]:
    """Findings of the rules by id."""
    assert made.jurisdiction.rules is not None
    return {found.id: found for found in made.jurisdiction.rules(made, {})}


def family_case(to: Path, wife: str = "yes", *, own: bool = True, more: str = "") -> Path:
    """A copy of the family's case before UNHCR; `wife` is her answer to whether the others may read what is about her ("" for
    none), `own` whether she has a record of her own."""
    shutil.copytree(FAMILY, to)
    record = to / "record.yaml"
    words = record.read_text(encoding="utf-8")
    about = f"  accompanying: yes\n  unhcr: {{{f'share_claim: {wife}, ' if wife else ''}number: none, needs: none}}\n"
    words = words.replace("  id: lu-xiulan\n", f"  id: lu-xiulan\n{about}", 1)
    for child in ("shen-jianing", "shen-jiaming"):
        words = words.replace(f"  - id: {child}\n", f"  - id: {child}\n    accompanying: yes\n", 1)
    record.write_text(words.rstrip("\n") + "\n" + UNHCR + more, encoding="utf-8")
    if own:
        (to / "people").mkdir()
        (to / "people" / "spouse.yaml").write_text(WIFE, encoding="utf-8")
    return to
