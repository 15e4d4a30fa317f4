"""Letters of the record that no font can print: one finding for each answer, with all of its letters."""

from __future__ import annotations

from pathlib import Path

from asylum_forms.preflight.checks import glyph_findings
from asylum_forms.record.model import Record
from asylum_forms.record.values import Text

NAME = "ዮናስ ተኽለ"


def test_each_answer_is_named_once_with_all_of_its_letters() -> None:
    data = {"applicant": {"name": {"family": "Tekle", "native": Text((("und", NAME),))}}, "ethnicity": Text((("und", "ተ"),))}
    record = Record(Path("case"), Path("case/record.yaml"), "en", data)
    found = glyph_findings(record, lambda words: {char for char in words if ord(char) > 0x1200})
    assert {finding.id for finding in found} == {"text.no-glyph"}
    assert [finding.place.field for finding in found] == ["applicant.name.native", "ethnicity"]
    assert all(f"{char} (U+{ord(char):04X})" in found[0].message for char in NAME.replace(" ", ""))
