"""What index and separators print of exhibits is in the language of the filing, or stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from asylum_forms import build, look
from asylum_forms.findings import Finding, Severity
from asylum_forms.progress import quiet


def about_titles(findings: list[Finding]) -> list[tuple[str, str, Severity]]:
    return [(one.id, one.place.field, one.severity) for one in findings if one.id.endswith(".untranslated") and one.place.field]


def entitled(case: Path, title: str) -> Path:
    record = case / "record.yaml"
    before, entry, after = record.read_text(encoding="utf-8").partition("    title: A letter\n")
    assert entry
    record.write_text(f"{before}    title: {title}\n{after}", encoding="utf-8")
    return case


def test_a_title_without_words_in_the_language_of_the_filing_stands_in_the_way(small_case: Callable[..., Path]) -> None:
    case = entitled(small_case(), "{zh_Hans: 一封信}")
    found = look.check(case, "us/affirmative", progress=quiet)
    assert ("exhibit.untranslated", "evidence.1.title", Severity.BLOCKS) in about_titles(found)


def test_where_a_form_prints_the_title_too_it_is_told_once(small_case: Callable[..., Path]) -> None:
    case = entitled(small_case(), "{zh_Hans: 一封信}")
    found = about_titles(look.check(case, "kr/port-of-entry", progress=quiet))
    assert [id for id, field, _severity in found if field == "evidence.1.title"] == ["answer.untranslated"]


@pytest.mark.slow
def test_in_further_papers_it_stands_in_the_way_too(small_case: Callable[..., Path], tmp_path: Path) -> None:
    case = small_case()
    filed = build.build(case, "kr/port-of-entry", out=tmp_path / "filed", progress=quiet).manifest.parent
    (case / "evidence" / "second.txt").write_text("this too.\n", encoding="utf-8")
    with (case / "record.yaml").open("a", encoding="utf-8") as record:
        record.write("  - id: second\n    file: evidence/second.txt\n    title: {zh_Hans: 第二封信}\n    language: en\n")
    built = build.build(case, "kr/port-of-entry", supplements=[filed], out=tmp_path / "further", progress=quiet)
    assert ("exhibit.untranslated", "evidence.2.title", Severity.BLOCKS) in about_titles(list(built.findings))
