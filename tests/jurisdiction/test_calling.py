"""Functions of a plugin that fail, in every way in which they can."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from asylum_forms.errors import JurisdictionError
from asylum_forms.jurisdiction import calling


def _takes_nothing() -> list[Any]:
    return []


def _fails(_filing: object) -> list[Any]:
    return [1 // 0]


def test_a_function_that_fails_is_told_with_its_file_and_line() -> None:
    with pytest.raises(JurisdictionError, match=r"_fails` failed: ZeroDivisionError: .* \(.*test_calling\.py, line 19\)"):
        calling.findings(_fails, object())


def test_a_function_that_takes_something_else_is_told_with_its_own_line() -> None:
    with pytest.raises(JurisdictionError, match=r"_takes_nothing` failed: TypeError: .* \(.*test_calling\.py, line 14\)"):
        calling.findings(_takes_nothing, object())


@pytest.mark.parametrize("function", [len, partial(_takes_nothing, 1)], ids=["built in", "partial"])
def test_what_has_no_lines_of_its_own_is_told_without(function: Any) -> None:
    with pytest.raises(JurisdictionError, match="failed: TypeError"):
        calling.findings(function, object(), object())


@pytest.mark.parametrize("given", [None, "abc", [1], {"a": 1}])
def test_findings_must_be_a_list_of_findings(given: Any) -> None:
    with pytest.raises(JurisdictionError, match="not a list of Finding"):
        calling.findings(lambda: given)
