"""Labels of exhibits: as the profile wants them, and kept when an exhibit is added to a filing that was handed in."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asylum_forms.errors import RecordError
from asylum_forms.jurisdiction.contract import Filing, Procedure
from asylum_forms.jurisdiction.profile import read_profile
from asylum_forms.jurisdiction.registry import find_procedure
from asylum_forms.packet.labelling import called, labels
from asylum_forms.record.load import load

Make = Callable[..., Filing]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """`make(scheme, "police", "country_conditions 15A")`: a filing with evidence of these kinds, and labels of their own."""
    jurisdiction, procedure = find_procedure("us/affirmative")
    case = tmp_path_factory.mktemp("case")

    def filing(scheme: object, *entries: str, files: str = "whole") -> Filing:
        rows = []
        for number, entry in enumerate(entries):
            category, _space, label = entry.partition(" ")
            rows.append(f"  - {{id: e{number}, title: T, category: {category}{f', label: {label}' if label else ''}}}\n")
        text = "asylum_forms: 1\nlanguage: en\nevidence:\n" + "".join(rows)
        (case / "record.yaml").write_text(text, encoding="utf-8")
        rules = {"labels": scheme, "files": files}
        dated = {
            name: [{"from": datetime.date(2000, 1, 1), "value": v, "source": "S", "verified": False}] for name, v in rules.items()
        }
        wanted: Procedure = replace(procedure, profiles=(read_profile("p", dated),))
        return Filing(load(case, {}), jurisdiction, wanted, "en", datetime.date(2026, 11, 20))

    return filing


BY_KIND = {"others": "letters", "country_conditions": "numbers"}


def in_order(filing: Filing) -> list[str]:
    found = labels(filing)
    return [f"{number}={found.by_entry[number]}" for number in found.order]


def test_labels_follow_the_scheme(make: Make) -> None:
    assert in_order(make("letters", "police", "other")) == ["0=A", "1=B"]
    assert in_order(make("numbers", "police", "other")) == ["0=1", "1=2"]
    assert in_order(make("갑 제{n}호증", "police", "other")) == ["0=갑 제1호증", "1=갑 제2호증"]


def test_kinds_with_labels_of_their_own_stand_in_the_order_of_the_profile(make: Make) -> None:
    kinds = ("country_conditions", "police", "country_conditions", "identity")
    assert in_order(make(BY_KIND, *kinds)) == ["1=A", "3=B", "0=1", "2=2"]


def test_one_file_for_each_kind_brings_its_exhibits_together(make: Make) -> None:
    kinds = ("police", "identity", "police", "country_conditions", "identity")
    assert in_order(make("letters", *kinds, files="categories")) == ["0=A", "2=B", "1=C", "4=D", "3=E"]


def test_a_late_exhibit_stands_after_its_own_and_moves_no_label(make: Make) -> None:
    before = in_order(make("numbers", "police", "other", "other"))
    filing = make("numbers", "police", "other", "other", "court 2B", "court 2a", "court 1AA", "court 1Z")
    after = in_order(filing)
    assert after == ["0=1", "6=1Z", "5=1AA", "1=2", "4=2A", "3=2B", "2=3"]
    assert [label for label in after if label in before] == before
    assert labels(filing).late == {3, 4, 5, 6}


def test_a_late_exhibit_of_a_new_kind_moves_no_file_of_a_kind(make: Make) -> None:
    """It may stand first in the record: the kinds keep the order of those that were filed."""
    before = in_order(make("letters", "police", "identity", "court", files="categories"))
    after = in_order(make("letters", "court B1", "police", "identity", "court", files="categories"))
    assert before == ["0=A", "1=B", "2=C"]
    assert after == ["1=A", "2=B", "0=B1", "3=C"]


def test_a_late_exhibit_among_letters_has_a_number(make: Make) -> None:
    assert in_order(make("letters", "police", "other", "court A10", "court A-2", "court A1")) == [
        "0=A",
        "4=A1",
        "3=A-2",
        "2=A10",
        "1=B",
    ]
    assert in_order(make("첨부 {n}", "police", "court 1A"))[1] == "1=첨부 1A"
    assert in_order(make(BY_KIND, "country_conditions", "police", "country_conditions 1A", "police A1")) == [
        "1=A",
        "3=A1",
        "0=1",
        "2=1A",
    ]


@pytest.mark.parametrize(
    ("scheme", "late", "said", "example"),
    [
        ("numbers", ("court 2",), "is that of another exhibit", "2A"),
        ("numbers", ("court 1A", "court 1a"), "is that of another exhibit", "1B"),
        ("letters", ("court A1", "court A-1"), "is that of another exhibit", "A2"),
        ("letters", ("court B",), "is that of another exhibit", "B1"),
        ("numbers", ("court 15A",), "follows no exhibit", "2A"),
        ("letters", ("court 1A",), "follows no exhibit", "B1"),
        ("numbers", ("court new",), "follows no exhibit", "2A"),
    ],
)
def test_a_label_that_does_not_fit_is_refused_with_its_line(
    make: Make, scheme: str, late: tuple[str, ...], said: str, example: str
) -> None:
    with pytest.raises(RecordError) as error:
        labels(make(scheme, "police", "other", *late))
    [finding] = error.value.findings
    assert said in finding.message
    assert finding.place.line == 5 + len(late)
    assert f"of its own: {example}." in finding.remedy


@pytest.mark.parametrize(
    ("written", "example"), [("B", "B1"), ("Z1", "B1"), ('"P 1"', "B1"), ("15A", "2A"), ("1", "1A"), ("2", "2A"), ("a", "A1")]
)
def test_the_example_of_a_label_is_of_the_kind_that_was_meant(make: Make, written: str, example: str) -> None:
    """Of two kinds of labels the last exhibit's was always shown, whatever was written."""
    with pytest.raises(RecordError) as error:
        labels(make(BY_KIND, "police", "country_conditions", "police", "country_conditions", f"court {written}"))
    [finding] = error.value.findings
    assert f"of its own: {example}." in finding.remedy


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["police", "country_conditions", "identity"]), min_size=1, max_size=30),
    st.sampled_from(["letters", BY_KIND]),
)
def test_every_exhibit_has_one_label_of_its_own(make: Make, kinds: list[str], scheme: object) -> None:
    found = labels(make(scheme, *kinds))
    assert sorted(found.order) == list(range(len(kinds)))
    assert len(set(found.by_entry)) == len(kinds)


def test_an_exhibit_is_called_by_its_label() -> None:
    assert called("15A") == "Exhibit 15A"
    assert called("첨부 3") == "첨부 3"
