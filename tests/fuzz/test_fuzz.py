"""A few seconds of fuzzing with a fixed seed, and the corpus. For long runs see `fuzz_run.py` and `fuzz_grow.py`."""

from __future__ import annotations

import pytest
from fuzz_run import failing, faults
from fuzz_targets import TARGETS, corpus

COUNTS = {"record": 60, "pdf": 150, "picture": 200, "word": 60}


@pytest.mark.parametrize("name", TARGETS)
def test_a_spoiled_file_ends_in_a_result_or_an_error(name: str) -> None:
    assert [reason for _data, reason in faults(name, 1, COUNTS[name])] == []


@pytest.mark.parametrize("name", TARGETS)
def test_every_file_of_the_corpus_ends_in_a_result_or_an_error(name: str) -> None:
    assert (inputs := corpus(name))
    assert [reason for _data, reason in failing(name, inputs)] == []
