"""Which words under an area that is marked for redaction are looked for on our own sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.packet.withheld import _secret
from asylum_forms.record.load import load
from asylum_forms.record.model import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    (tmp_path / "record.yaml").write_text(
        "asylum_forms: 1\nlanguage: en\napplicant: {name: {family: Doe, given: Ada, native: 林伟}}\n", encoding="utf-8"
    )
    return load(tmp_path)


@pytest.mark.parametrize(
    ("under", "rest", "secret"),
    [
        ("Signed: Rahimov in TASHKENT", "", {"signed", "rahimov", "tashkent"}),
        ("Signed: Rahimov", "He signed it. Signed again.", {"rahimov"}),
        ("with the police on 4 of 2019", "", set()),
        ("tel. 0912555014", "", {"0912555014"}),
        ("陈国伟", "", {"陈国", "国伟"}),
        ("김철수", "", {"김철수"}),
        ("Ada DOE, 林伟", "", set()),
        ("Le", "", set()),
    ],
)
def test_names_and_long_numbers_that_stand_nowhere_else_count(record: Record, under: str, rest: str, secret: set[str]) -> None:
    assert _secret(record, under, f"{under}\n{rest}") == secret
