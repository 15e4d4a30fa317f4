"""Building again: evidence that an earlier build took in is used again, and only where nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pdf_text import text_of

from asylum_forms import build, i18n
from asylum_forms.tools.workers import Workers

from .conftest import quiet

US = "us/affirmative"
Taken = Callable[[], list[str]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """Tells which files of the case were given to the workers since it was last asked."""
    files: list[str] = []
    each = Workers.each

    def noting(self: Workers, calls: Any, limits: Any) -> Any:
        files.extend(call.arguments[0].name for call in calls if isinstance(call.arguments[0], Path))
        return each(self, calls, limits)

    def told() -> list[str]:
        found, files[:] = sorted(set(files)), []
        return found

    monkeypatch.setattr(Workers, "each", noting)
    return told


def test_what_was_taken_in_once_is_not_taken_in_again(papers_case: Path, taken: Taken) -> None:
    first = build.build(papers_case, US, progress=quiet)
    whole = first.pdf.read_bytes()
    assert taken() == ["hospital-record.pdf", "letter.txt", "summons-2023.en.docx", "summons-2023.jpg"]
    again = build.build(papers_case, US, progress=quiet)
    assert taken() == []
    assert again.pdf.read_bytes() == whole
    assert again.findings == first.findings


@pytest.mark.slow
def test_a_changed_file_or_password_is_taken_in_anew(papers_case: Path, taken: Taken) -> None:
    build.build(papers_case, US, progress=quiet)
    taken()
    (papers_case / "evidence/letter.txt").write_text("Dear office,\nthis is new.\n", encoding="utf-8")
    record = papers_case / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("wrist2023", "wrong"), encoding="utf-8")
    with pytest.raises(Exception, match="evidence"):
        build.build(papers_case, US, progress=quiet)
    assert taken() == ["hospital-record.pdf", "letter.txt"]


@pytest.mark.slow
def test_what_is_said_of_evidence_is_said_in_the_language_of_this_build(papers_case: Path, taken: Taken) -> None:
    build.build(papers_case, US, progress=quiet)
    taken()
    with i18n.use("zh_Hans"):
        build.build(papers_case, US, progress=quiet)
    assert "letter.txt" in taken()


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [b"", b"%PDF-1.7 other pages", b"{}", b'{"paper": {}, "pdf": ""}'])
def test_what_is_kept_is_not_trusted_when_it_is_damaged(papers_case: Path, taken: Taken, spoil: bytes) -> None:
    first = build.build(papers_case, US, progress=quiet)
    whole = first.pdf.read_bytes()
    taken()
    ending = "*.json" if spoil.startswith(b"{") else "*.pdf"
    for kept in (first.pdf.parent / ".cache" / "evidence").glob(ending):
        kept.unlink()
        kept.write_bytes(spoil)
    again = build.build(papers_case, US, progress=quiet)
    assert len(taken()) == 4
    assert again.pdf.read_bytes() == whole


@pytest.mark.slow
def test_evidence_taken_out_of_the_record_is_not_kept(papers_case: Path) -> None:
    first = build.build(papers_case, US, progress=quiet)
    folder = first.pdf.parent / ".cache" / "evidence"
    assert any("Dear office" in text_of(file) for file in folder.glob("*.pdf"))
    assert folder.stat().st_mode & 0o077 == 0
    record = papers_case / "record.yaml"
    text = record.read_text(encoding="utf-8")
    start, end = text.index("  - id: letter"), text.index("  - id: summons")
    record.write_text(text[:start] + text[end:], encoding="utf-8")
    build.build(papers_case, US, progress=quiet)
    assert not any("Dear office" in text_of(file) for file in folder.glob("*.pdf"))
    assert {file.stem for file in folder.glob("*.pdf")} == {file.stem for file in folder.glob("*.json")}
    assert all("letter" not in json.loads(file.read_text())["paper"]["source"] for file in folder.glob("*.json"))


@pytest.mark.slow
def test_a_file_that_changes_while_it_is_taken_in_is_not_kept_as_what_it_was(
    small_case: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = small_case()
    letter = case / "evidence/letter.txt"
    before = letter.read_text(encoding="utf-8")
    each = Workers.each

    def changing(self: Workers, calls: Any, limits: Any) -> Any:
        letter.write_text("Dear office,\nthis is new.\n", encoding="utf-8")
        return each(self, calls, limits)

    with monkeypatch.context() as patch:
        patch.setattr(Workers, "each", changing)
        build.build(case, US, progress=quiet)
    letter.write_text(before, encoding="utf-8")
    built = build.build(case, US, progress=quiet)
    assert "this is true" in text_of(built.pdf)
    assert "this is new" not in text_of(built.pdf)
