"""How a filing is divided into files: every unit once and in order, no file above the limit, as few files as fit."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylum_forms.jurisdiction.registry import find_procedure
from asylum_forms.packet.division import LATE, Unit, divide, names, runs

LIMIT, RESERVE = 100, 10
KINDS = st.sampled_from(["", "police", "court"])
UNITS = st.lists(st.tuples(KINDS, st.integers(0, LIMIT - RESERVE)), max_size=40).map(
    lambda rows: [Unit(str(number), kind, weight) for number, (kind, weight) in enumerate(rows)]
)


@given(UNITS)
def test_every_unit_is_in_one_file_in_order_under_the_limit(units: list[Unit]) -> None:
    files = divide(units, LIMIT, RESERVE)
    assert all(files)
    assert sorted((unit for file in files for unit in file), key=lambda unit: int(unit.key)) == units
    for file in files:
        assert len({unit.file for unit in file}) == 1
        assert sum(unit.weight for unit in file) + RESERVE <= LIMIT
        assert file == sorted(file, key=lambda unit: int(unit.key))
    for one, next_one in itertools.pairwise(files):
        if one[0].file == next_one[0].file:
            assert int(one[-1].key) < int(next_one[0].key)
            assert sum(unit.weight for unit in one) + next_one[0].weight + RESERVE > LIMIT, "the next would have had room"


@given(UNITS)
def test_without_a_limit_there_is_a_file_for_each_kind(units: list[Unit]) -> None:
    assert [file[0].file for file in divide(units, None)] == list(dict.fromkeys(unit.file for unit in units))


def test_a_unit_too_large_alone_is_named() -> None:
    with pytest.raises(ValueError, match="exhibit/a/0"):
        divide([Unit("exhibit/a/0", "", LIMIT - RESERVE + 1)], LIMIT, RESERVE)


@given(st.lists(st.integers(1, LIMIT), max_size=60))
def test_runs_of_pages_leave_no_page_out(weights: list[int]) -> None:
    found = list(runs(weights, LIMIT))
    assert [page for first, count in found for page in range(first, first + count)] == list(range(len(weights)))
    assert all(sum(weights[first : first + count]) <= LIMIT for first, count in found)


def test_a_page_too_large_alone_is_named() -> None:
    with pytest.raises(ValueError, match="3"):
        list(runs([1, 1, LIMIT + 1], LIMIT))


def test_a_file_of_late_papers_is_called_by_a_name_that_says_nothing_against_them() -> None:
    """Whoever uploads it would tell the office with `Late` that a time limit has passed."""
    _jurisdiction, procedure = find_procedure("us/affirmative")
    online = next(profile for profile in procedure.profiles if profile.name == "uscis-online").on(datetime.date(2026, 11, 20))
    assert names(online, [[Unit("exhibit/a/0", "witness", 1)], [Unit("exhibit/b/0", LATE, 1)]]) == ("01_Witness", "02_Additional")
