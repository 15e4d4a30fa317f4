"""An index of several pages: it is right, and a line of it that slid to the next page is no change."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms import build
from asylum_forms.compare import difference
from asylum_forms.compare.pages import Kind

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: I was there.
  place: {country: US}
  read_back_in: none
evidence:
  - {id: first, file: evidence/a.txt, title: A letter, language: en, category: witness}
"""
LATE = (
    "  - {id: late, file: evidence/a.txt, title: A late letter with a title of its own so long that it fills no less than "
    "three lines of the index and more, language: en, category: witness, label: A1}\n"
)
MORE = "".join(
    f"  - {{id: f{n}, file: evidence/a.txt, title: Letter number {n} whose title is so long that it fills more than one line, "
    f"language: en, category: witness}}\n"
    for n in range(36)
)


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The filing as it was handed in, and with a late exhibit."""
    case, out = tmp_path_factory.mktemp("case"), tmp_path_factory.mktemp("out")
    (case / "evidence").mkdir()
    (case / "evidence" / "a.txt").write_text("This is true.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        for name, record in (("before", RECORD + MORE), ("after", RECORD + LATE + MORE)):
            (case / "record.yaml").write_text(record, encoding="utf-8")
            build.build(case, "us/defensive", out=out / name, progress=quiet)
    return out / "before", out / "after"


def test_only_the_late_line_of_the_index_is_new(filings: tuple[Path, Path]) -> None:
    found = difference.compare(*filings)
    index = [page for page in found.pages if page.part == "table-of-contents"]
    assert len(index) == 3
    assert [page.kind for page in index] == [Kind.CHANGED, Kind.FLOWED, Kind.FLOWED]
    assert [(words.old, words.new.startswith("A1 A late letter")) for page in index for words in page.words] == [("", True)]
    assert {page.kind for page in found.pages if page.part not in ("table-of-contents",)} == {Kind.SAME, Kind.ADDED}
