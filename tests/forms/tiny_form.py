"""A small form and its jurisdiction, for the tests of the form engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from asylum_forms.forms.answers import Answer, Answers, Derived, State
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.jurisdiction.contract import Filing, Jurisdiction, Procedure, Profile
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Text

FILE = Path(__file__).parent / "tiny" / "t-1.yaml"
TABLE: FormTable = read_table(FILE)


def english(words: str) -> Text:
    return Text((("en", words),))


def chinese(words: str) -> Text:
    return Text((("zh_Hans", words),))


def functions() -> ModuleType:
    """The answers.py of the tiny jurisdiction."""
    module = ModuleType("tiny.answers")

    def telephone(filing: Filing) -> Any:
        return filing.record.get("applicant.phone")

    def children(filing: Filing) -> Any:
        value = filing.record.get("children")
        return sorted(value, key=lambda child: child["name"]) if isinstance(value, list) else value

    def child_note(_filing: Filing, child: Mapping[str, Any]) -> Any:
        return child.get("note")

    def why(filing: Filing) -> Any:
        return Derived(filing.record.get("claim.why"), ("claim.why",))

    for function in (telephone, children, child_note, why):
        setattr(module, function.__name__, function)
    return module


FULL: dict[str, Any] = {
    "applicant": {
        "name": {"family": "LIN", "given": "Qiaoyun", "middle": Absent.NONE},
        "city": english("Luoyang"),
        "house": "42",
        "sex": "female",
        "birth": {"date": PartialDate(1986, 3, 14)},
        "nationality": "CN",
        "languages": [english("Mandarin"), english("Uyghur")],
        "interview": "zh_Hans",
        "phone": "+1 202 555 0143",
        "member": PartialDate(2019, 6),
    },
    "homes": [
        {"address": {"street": english("1 Old Road"), "country": "CN"}, "until": PartialDate(2019, 5), "owned": "no"},
        {"address": {"street": english("2 New Road"), "country": "US"}, "until": "present", "owned": "no"},
    ],
    "children": [
        {"name": "Mei", "sex": "female", "note": english("at school")},
        {"name": "An", "sex": "male", "note": Absent.NONE},
    ],
    "claim": {"grounds": ["religion"], "what": english("They beat me."), "why": english("For my faith.")},
}
"""A record in which everything is answered."""


def with_(path: str, value: Any) -> dict[str, Any]:
    """The full record with another value at a path; None takes the answer away."""

    def changed(data: dict[str, Any], steps: list[str]) -> dict[str, Any]:
        head, *rest = steps
        new = changed(data[head], rest) if rest else value
        return {key: answer for key, answer in {**data, head: new}.items() if answer is not None}

    return changed(FULL, path.split("."))


def filing(data: Mapping[str, Any], answers: ModuleType | None = None) -> Filing:
    """A filing of this record. Question number n of the record stands in line n of its file."""
    lines = [f"{name}:" for name in data]
    positions = {(name,): (line, 1) for line, name in enumerate(data, 1)}
    record = Record(Path("case"), Path("case/record.yaml"), "zh_Hans", data, positions, tuple(lines))
    procedure = Procedure("short", "Short", "Office", ("en",), Profile("plain"), ())
    jurisdiction = Jurisdiction(
        "tt", "Tinyland", FILE.parent, None, FILE.parent, {"T-1": FILE}, {"short": procedure}, answers=answers or functions()
    )
    return Filing(record, jurisdiction, procedure, "en", datetime.date(2026, 11, 21))


def answered(**texts: str) -> Answers:
    """Answers of the tiny form in which everything does not apply, but for these texts (`B_2="..."` answers item B.2)."""
    given = {name.replace("_", "."): text for name, text in texts.items()}
    items = {}
    for number, item in TABLE.items.items():
        blank = item.sign or item.blank
        items[number] = Answer(State.BLANK) if blank else Answer(State.NOT_APPLICABLE, "" if item.options else "N/A")
        if number in given:
            items[number] = Answer(State.ANSWERED, given[number]) if given[number] else Answer(State.MISSING)
    names = {"XA.name": Answer(State.ANSWERED, "Qiaoyun LIN"), "XB.name": Answer(State.ANSWERED, "Qiaoyun LIN")}
    return Answers(TABLE, items, boxes=names)
