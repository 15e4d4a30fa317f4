"""What a supplement's report says of translators and other helpers: only of those who have a part in these papers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from asylum_forms import build

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: See [[first]].
  place: {country: US}
  read_back_in: none
us:
  immigration_court: now
helpers:
  - {id: self, name: {family: Doe, given: Ada}, languages: [{from: fr, to: en}]}
evidence:
  - {id: first, file: evidence/a.txt, title: A letter, language: fr, category: witness,
     translation: {file: evidence/a-en.txt, translator: self, language: en}}
"""
LATE = "  - {id: late, file: evidence/late.txt, title: A late letter, language: en, category: witness}\n"
TRANSLATED = LATE.replace("language: en", "language: fr, translation: {file: evidence/a-en.txt, translator: self, language: en}")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("case")
    (made / "evidence").mkdir()
    for name in ("a", "a-en", "late"):
        (made / "evidence" / f"{name}.txt").write_text(f"This is true, says {name}.\n", encoding="utf-8")
    (made / "record.yaml").write_text(RECORD, encoding="utf-8")
    filed = build.build(made, "us/defensive", out=made / "filed", progress=quiet)
    assert "translation.translator-is-applicant" in {found.id for found in filed.findings}
    return made


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (RECORD + LATE, False),
        (RECORD + TRANSLATED, True),
        (RECORD.replace("language: fr, category", "language: unknown, category") + LATE, False),
        (RECORD.replace("See [[first]]", "I fled. See [[first]]") + LATE, True),  # the statement is in these papers anew
        (f"{RECORD}{LATE}preparer: {{helper: self}}\n", True),
    ],
)
def test_of_a_translator_is_told_only_where_they_have_a_part_in_these_papers(
    case: Path, tmp_path: Path, record: str, told: bool
) -> None:
    made = Path(shutil.copytree(case, tmp_path / "case"))
    (made / "record.yaml").write_text(record, encoding="utf-8")
    after = build.build(made, "us/defensive", supplements=[made / "filed"], progress=quiet)
    found = [one for one in after.findings if one.place.field.startswith(("helpers", "evidence.1"))]
    assert ("translation.translator-is-applicant" in {one.id for one in found}) is told
    assert told or not found
