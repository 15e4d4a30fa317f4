"""The Word table of a translation as people use it: corrected, taken back, corrected again, and never written over."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from asylum_forms import look, translate
from asylum_forms.case import open_filing

from .chinese_case import DAY, PROCEDURE, WORDS, corrected
from .conftest import quiet


@pytest.fixture
def table(case: Path) -> Path:
    """The Word table of the summons as a translator sends it back, but for one wrong day."""
    look.draft_translations(case, PROCEDURE, progress=quiet)
    file = corrected(translate.export(open_filing(case, PROCEDURE), "summons"))
    write(file, 2, WORDS["林伟于2026年6月26日9时到清河派出所接受讯问。"].replace("26", "27"))
    return file


def write(file: Path, row: int, words: str) -> None:
    word = docx.Document(str(file))
    word.tables[0].rows[row].cells[2].text = words
    word.save(str(file))


def test_what_the_confirmation_refused_is_corrected_in_the_same_table(case: Path, table: Path) -> None:
    translate.take_back(open_filing(case, PROCEDURE), "summons", table)
    assert [one.key for one in translate.job_of(open_filing(case, PROCEDURE), "summons").checks if one.blocks]
    write(table, 2, WORDS["林伟于2026年6月26日9时到清河派出所接受讯问。"])
    again = translate.take_back(open_filing(case, PROCEDURE), "summons", table)
    assert (again.changed, again.findings) == (("u2",), ())
    assert translate.confirm(open_filing(case, PROCEDURE), "summons", "ann", {}, DAY).document.complete


def test_a_table_with_somebodys_words_is_never_written_over(case: Path, table: Path) -> None:
    before = table.read_bytes()
    second = translate.export(open_filing(case, PROCEDURE), "summons")
    assert second != table
    assert table.read_bytes() == before
    assert translate.export(open_filing(case, PROCEDURE), "summons") == second, "nobody has touched this one"
    write(second, 1, "A summons")
    third = translate.export(open_filing(case, PROCEDURE), "summons")
    assert len({table, second, third}) == 3
    assert translate.take_back(open_filing(case, PROCEDURE), "summons", second).changed == ("u1",)
