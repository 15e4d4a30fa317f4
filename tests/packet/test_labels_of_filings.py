"""A label that an exhibit must have, in a record that is filed in several places: each place labels in its own way."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from asylum_forms.errors import RecordError
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import extensions, find_procedure
from asylum_forms.packet.labelling import Labels, labels
from asylum_forms.record.load import load

COURT, BOARD, KOREA = "us/defensive", "ca/inland", "kr/in-country"
"""Letters, and numbers for country conditions; numbers; numbers with a word."""

Label = Callable[..., Labels]


@pytest.fixture
def label(tmp_path: Path) -> Label:
    """`label("us/defensive", "police", "court C1")`: how this filing of the record labels evidence of these kinds."""

    def labelled(procedure: str, *entries: str, filings: tuple[str, ...] = (COURT, BOARD, KOREA)) -> Labels:
        rows = []
        for number, entry in enumerate(entries):
            category, _space, own = entry.partition(" ")
            rows.append(f"  - {{id: e{number}, title: T, category: {category}{f', label: {own}' if own else ''}}}\n")
        head = f"asylum_forms: 1\nlanguage: en\nfilings: [{', '.join(filings)}]\nevidence:\n"
        (tmp_path / "record.yaml").write_text(head + "".join(rows), encoding="utf-8")
        jurisdiction, declared = find_procedure(procedure)
        record = load(tmp_path, extensions())
        return labels(Filing(record, jurisdiction, declared, declared.languages[0], datetime.date(2026, 11, 20)))

    return labelled


def in_order(found: Labels) -> list[str]:
    return [found.by_entry[number] for number in found.order]


def test_a_label_holds_in_the_filing_that_it_is_for_and_nowhere_else(label: Label) -> None:
    papers = ("police", "police", "police", "court {us/defensive: B1, ca/inland: 1a}")
    court, board, korea = (label(procedure, *papers) for procedure in (COURT, BOARD, KOREA))
    assert (in_order(court), court.late) == (["A", "B", "B1", "C"], {3})
    assert (in_order(board), board.late) == (["1", "1A", "2", "3"], {3})
    assert (korea.by_entry[3], korea.late) == ("첨부 4", frozenset()), "labelled like every other"
    assert [court.findings, board.findings, korea.findings] == [(), (), ()]


def test_a_label_of_another_filing_breaks_nothing_and_is_named(label: Label) -> None:
    papers = ("police", "police", "police", "court B1")
    assert in_order(label(COURT, *papers)) == ["A", "B", "B1", "C"]
    found = label(BOARD, *papers)
    assert (in_order(found), found.late) == (["1", "2", "3", "4"], frozenset())
    [finding] = found.findings
    assert (finding.id, finding.severity) == ("evidence.label-other", "attend")
    assert (finding.place.line, finding.place.exhibit) == (8, "e3")
    assert "label B1 is one of us/defensive" in finding.message
    assert "here the paper is 4, like any other" in finding.message
    assert "`label: {us/defensive: B1}`" in finding.remedy
    assert label(BOARD, *papers[:3], "court {us/defensive: B1}").findings == ()


def test_a_label_of_several_other_filings_is_named_with_all_of_them(label: Label) -> None:
    found = label(BOARD, "police", "police", "court A1", filings=(COURT, "us/affirmative", BOARD))
    assert "`label: {us/defensive: A1, us/affirmative: A1}`" in found.findings[0].remedy


def test_a_label_that_is_too_high_for_this_filing_only_is_one_of_the_other(label: Label) -> None:
    """The court numbers country conditions only, the Board everything."""
    papers = ("country_conditions", "police", "police", "court 3A")
    assert in_order(label(BOARD, *papers)) == ["1", "2", "3", "3A"]
    assert "label 3A is one of ca/inland" in label(COURT, *papers).findings[0].message


def test_a_label_that_means_two_places_is_named_and_used(label: Label) -> None:
    papers = ("police", "country_conditions", "country_conditions", "country_conditions 1A")
    for procedure, here, there, other in ((COURT, "e1", "e0", BOARD), (BOARD, "e0", "e1", COURT)):
        found = label(procedure, *papers, filings=(COURT, BOARD))
        assert found.by_entry[3] == "1A"
        [finding] = found.findings
        assert f"after {here} in this filing, and after {there} in {other}" in finding.message
        said = finding.remedy.partition("`label: ")[2].removesuffix("`")
        assert label(procedure, *papers[:3], f"country_conditions {said}", filings=(COURT, BOARD)).findings == ()


@pytest.mark.parametrize("filings", [(BOARD,), (COURT, BOARD)])
def test_a_label_that_fits_nowhere_is_refused(label: Label, filings: tuple[str, ...]) -> None:
    with pytest.raises(RecordError) as error:
        label(BOARD, "police", "court Z1", filings=filings)
    [finding] = error.value.findings
    assert "follows no exhibit" in finding.message
    assert "of its own: 1A." in finding.remedy


def test_a_label_for_a_filing_that_it_does_not_fit_is_refused_at_its_place(label: Label) -> None:
    with pytest.raises(RecordError) as error:
        label(BOARD, "police", "court {us/defensive: A1, ca/inland: B1}")
    [finding] = error.value.findings
    assert "B1 follows no exhibit" in finding.message
    assert (finding.place.line, "B1" in finding.place.text[finding.place.column - 3 :]) == (6, True)


def test_a_label_for_no_procedure_is_refused_at_its_place(label: Label) -> None:
    with pytest.raises(RecordError) as error:
        label(BOARD, "police", "court {us/defensiv: A1}")
    [finding] = error.value.findings
    assert (finding.message, finding.place.line) == ("There is no procedure us/defensiv.", 6)
    assert "us/defensive" in finding.remedy


def test_a_label_is_one_label_and_no_list(label: Label) -> None:
    with pytest.raises(RecordError) as error:
        label(BOARD, "police", "court [A1, B1]")
    assert error.value.findings[0].place.line == 6
