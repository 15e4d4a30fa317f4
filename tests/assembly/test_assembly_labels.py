"""Exhibit labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylum_forms.assembly.labels import letters, numbers


@pytest.mark.parametrize(
    ("n", "label"), [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_go_on_after_z_as_in_court_tabs(n: int, label: str) -> None:
    assert letters(n) == label


def test_numbers_begin_at_one() -> None:
    assert [numbers(n) for n in range(3)] == ["1", "2", "3"]


@given(st.integers(0, 20_000))
def test_labels_in_letters_rise(n: int) -> None:
    one, two = letters(n), letters(n + 1)
    assert (len(one), one) < (len(two), two)


@pytest.mark.parametrize("label", [letters, numbers])
def test_there_is_no_label_before_the_first(label: object) -> None:
    with pytest.raises(ValueError):
        label(-1)  # type: ignore[operator]
