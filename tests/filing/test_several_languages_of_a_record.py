"""A record with words in two languages that the office does not read: each is a document of its own, and none gets lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms import intranslation, look, translate
from asylum_forms.case import open_filing
from asylum_forms.errors import ArgumentError
from asylum_forms.translation import desk

from .chinese_case import DAY, PROCEDURE, corrected
from .conftest import quiet


@pytest.fixture
def taken_up(case: Path) -> Path:
    """The case in Chinese, with a title in Korean, taken up for translation."""
    record = case / "record.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("title: {zh_Hans: 传唤证, en: Summons}", "title: {ko: 소환장}"), encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    return case


def test_each_language_is_taken_up(taken_up: Path) -> None:
    kept = [(d.source_language, [unit.source for unit in d.units]) for d in desk.documents(taken_up) if d.id == "record"]
    assert kept == [("ko", ["소환장"]), ("zh_Hans", ["农民", "我是谁", "我叫林伟，1986年3月14日出生。[[summons]]"])]


def test_each_has_a_name_of_its_own(taken_up: Path) -> None:
    filing = open_filing(taken_up, PROCEDURE)
    assert [job.name for job in translate.jobs(filing)] == ["record.zh", "record.ko", "summons"]
    with pytest.raises(ArgumentError, match="no translation of record ") as refused:
        translate.job_of(filing, "record")
    assert "record.ko" in refused.value.remedy
    steps = [f.remedy for f in look.check(taken_up, PROCEDURE, progress=quiet) if f.id.startswith("translation.")]
    for name in ("record.zh", "record.ko"):
        assert any(step.endswith(f"asylum-forms review CASE --for {PROCEDURE} {name} --word") for step in steps)


def test_a_conflict_says_what_to_type_with_this_name(taken_up: Path) -> None:
    filing = open_filing(taken_up, PROCEDURE)
    table = translate.export(filing, "record.ko")
    (document,) = (d for d in desk.documents(taken_up) if d.source_language == "ko")
    desk.keep(taken_up, document.with_units(replace(unit, target="Subpoena") for unit in document.units))
    (found,) = translate.take_back(filing, "record.ko", corrected(table, {"소환장": "Order"})).findings
    assert "asylum-forms review CASE record.ko --word" in found.remedy


def test_what_is_confirmed_in_both_is_printed_together(taken_up: Path) -> None:
    for name in ("record.zh", "record.ko"):
        filing = open_filing(taken_up, PROCEDURE)
        translate.take_back(filing, name, corrected(translate.export(filing, name), {"소환장": "Summons"}))
        translate.confirm(open_filing(taken_up, PROCEDURE), name, "ann", {}, DAY)
    record = intranslation.apply(open_filing(taken_up, PROCEDURE)).filing.record
    assert record.get("statement.text").in_language("en").startswith("# Who I am")
    assert record.get("evidence.0.title").in_language("en") == "Summons"
