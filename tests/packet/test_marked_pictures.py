"""A long picture that is cut has a line beside what it shows twice; somewhere the filing must say what that line is."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms.assembly.plan import Pages
from asylum_forms.evidence.exhibit import Exhibit, Paper, Repeat
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.profile import read_profile
from asylum_forms.jurisdiction.registry import find_procedure
from asylum_forms.packet import papers
from asylum_forms.record.load import load

STRIP = (0.1, 0.8, 0.9, 0.9)
LONG = Repeat(1, STRIP, STRIP, 2)
CHAT, LETTER = (
    Exhibit(id_, label, title, None, "", "en", "", "", "other", Paper(Path("a.png"), "0" * 64, Path("a.pdf"), 2, repeats=repeats))
    for id_, label, title, repeats in (("chat", "A", "Chat", (LONG,)), ("letter", "B", "Letter", ()))
)
EXPLAINED = "a line beside the picture marks what is shown twice"


@pytest.mark.parametrize("separators", ["page", "tab", "none"])
def test_the_line_is_explained_once_before_the_picture_or_in_the_index(tmp_path: Path, separators: str) -> None:
    jurisdiction, procedure = find_procedure("us/affirmative")
    (tmp_path / "record.yaml").write_text("asylum_forms: 1\nlanguage: en\n", encoding="utf-8")
    dated = {"from": datetime.date(2000, 1, 1), "value": separators, "source": "S", "verified": False}
    parts = tuple(part for part in procedure.parts if part.index or part.exhibits)
    wanted = replace(procedure, profiles=(read_profile("p", {"separators": [dated]}),), parts=parts)
    filing = Filing(load(tmp_path, {}), jurisdiction, wanted, "en", datetime.date(2026, 11, 20))
    made = {document.name: document for document in papers.documents(filing, {}, frozenset(), [CHAT, LETTER])}
    (index,) = [document for name, document in made.items() if not name.startswith("separator-")]
    listed = {entry["label"]: entry["title"] for entry in index.context(Pages({}))["exhibits"]}
    before = made["separator-chat"].context(Pages({}))["exhibit"]["pages"] if "separator-chat" in made else ""
    assert [EXPLAINED in listed["A"], EXPLAINED in str(before)].count(True) == 1
    assert listed["B"] == "Letter"
