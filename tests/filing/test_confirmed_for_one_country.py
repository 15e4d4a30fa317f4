"""A record that serves several countries: each filing asks only for the translations that it prints itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from asylum_forms import intranslation, look, translate
from asylum_forms.case import open_filing
from asylum_forms.errors import AsylumFormsError
from asylum_forms.translation import desk
from asylum_forms.translation.units import Document

from .chinese_case import DAY, PROCEDURE, corrected
from .conftest import quiet

ABROAD = "ca/overseas"
"""Prints the applicant's occupation, which the U.S. forms do not ask for."""


@pytest.fixture
def confirmed(case: Path) -> Path:
    """A case whose record was translated and confirmed for the United States."""
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    table = translate.export(filing, "record")
    taken = translate.take_back(filing, "record", corrected(table))
    assert not taken.findings
    translate.confirm(filing, "record", "ann", {}, DAY)
    return case


def kept(case: Path) -> Document:
    (document,) = [d for d in desk.documents(case) if d.id == "record"]
    return document


def said(case: Path, procedure: str) -> list[str]:
    return [f.id for f in look.check(case, procedure, progress=quiet) if f.place.exhibit != "summons" and "anslat" in f.id]


def test_what_only_another_country_prints_is_neither_asked_for_nor_confirmed(confirmed: Path) -> None:
    assert [(u.source, u.final) for u in kept(confirmed).units if not u.final] == [("农民", False)]
    assert said(confirmed, PROCEDURE) == []
    job = translate.job_of(open_filing(confirmed, PROCEDURE), "record")
    assert [unit.source for unit in job.units] == ["我是谁", "我叫林伟，1986年3月14日出生。[[summons]]"]
    assert not job.checks


def test_the_other_country_asks_for_the_rest_and_only_that_is_left_to_do(confirmed: Path) -> None:
    assert "answer.untranslated" in said(confirmed, ABROAD)
    filing = open_filing(confirmed, ABROAD)
    with pytest.raises(AsylumFormsError) as caught:
        translate.confirm(filing, "record", "ann", {}, DAY)
    assert [f.place.text for f in caught.value.findings] == ["农民"]
    taken = translate.take_back(filing, "record", corrected(translate.export(filing, "record")))
    assert len(taken.changed) == 1
    translate.confirm(filing, "record", "ann", {}, DAY)
    assert kept(confirmed).complete
    assert said(confirmed, ABROAD) == []


def test_a_draft_that_only_another_country_prints_is_not_in_this_filing(case: Path) -> None:
    look.draft_translations(case, ABROAD, progress=quiet)
    filing = open_filing(case, ABROAD)
    translate.take_back(filing, "record", corrected(translate.export(filing, "record")))
    assert "Farmer" in intranslation.apply(filing).drafts
    other = intranslation.apply(open_filing(case, PROCEDURE))
    assert "Farmer" not in other.drafts
    assert other.filing.record.get("applicant.occupation").in_language("en") is None


@pytest.mark.slow
def test_review_counts_what_check_and_confirm_count(confirmed: Path) -> None:
    def shown(*line: str) -> str:
        command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", *line]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    (row,) = [line for line in shown("review", str(confirmed), "--for", PROCEDURE).splitlines() if line.startswith("record")]
    assert row.split()[-6:] == ["2", "0", "0", "0", "2", "0"], "segments, empty, draft, read, confirmed, to look at"
    assert "农民" not in shown("review", str(confirmed), "record", "--for", PROCEDURE)
    again = shown("confirm", str(confirmed), "record", "--for", PROCEDURE, "--translator", "ann")
    assert "Segments: 2" in again
