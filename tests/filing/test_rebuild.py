"""Building again: edited Word files, changed records, spoiled evidence, hostile words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pdf_text import text_of

from asylum_forms import build, look
from asylum_forms.errors import AsylumFormsError, EvidenceError, OutputError, RecordError
from asylum_forms.findings import Severity

from .conftest import quiet

Make = Callable[..., Path]


def edit(file: Path, words: str) -> None:
    document = docx.Document(str(file))
    document.add_paragraph(words)
    document.save(str(file))


def test_a_word_file_edited_by_hand_is_kept_and_used(small_case: Make) -> None:
    case = small_case()
    first = build.build(case, "us/affirmative", progress=quiet)
    declaration = first.pdf.parent / "forms" / "declaration.docx"
    edit(declaration, "Added by the lawyer.")
    second = build.build(case, "us/affirmative", progress=quiet)
    assert "Added by the lawyer." in text_of(second.pdf)
    assert "form.edited" in {finding.id for finding in second.findings}
    assert not (declaration.parent / "declaration.new.docx").exists()


@pytest.mark.slow
def test_damaged_word_files_of_the_filing_are_made_anew_with_fresh(small_case: Make) -> None:
    case = small_case()
    forms = build.build(case, "us/affirmative", progress=quiet).pdf.parent / "forms"
    whole = (forms / "exhibit-index.docx").read_bytes()
    (forms / "declaration.docx").write_text("garbage")
    (forms / "exhibit-index.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EvidenceError) as caught:
        build.build(case, "us/affirmative", progress=quiet)
    assert [finding.place.file for finding in caught.value.findings] == ["forms/declaration.docx", "forms/exhibit-index.docx"]
    assert all(f"--fresh {Path(one.place.file).stem}" in one.remedy for one in caught.value.findings)
    built = build.build(case, "us/affirmative", fresh=["declaration", "exhibit-index"], progress=quiet)
    assert "I was there." in text_of(built.pdf)


@pytest.mark.slow
def test_when_the_record_changes_too_both_are_there_and_fresh_drops_the_edit(small_case: Make) -> None:
    first = build.build(small_case(), "us/affirmative", progress=quiet)
    forms = first.pdf.parent / "forms"
    edit(forms / "declaration.docx", "Added by the lawyer.")
    second = build.build(small_case("I was there and saw it."), "us/affirmative", progress=quiet)
    assert "Added by the lawyer." in text_of(second.pdf)
    assert [one.severity for one in second.findings if one.id == "form.edited-outdated"] == [Severity.BLOCKS]  # it is signed
    assert "saw it" in "\n".join(p.text for p in docx.Document(str(forms / "declaration.new.docx")).paragraphs)
    compared = forms / "declaration.new.docx"
    compared.unlink()
    again = build.build(small_case("I was there and saw it."), "us/affirmative", progress=quiet)
    assert [one.id for one in again.findings if one.id.startswith("form.edited")] == ["form.edited"]
    assert "Added by the lawyer." in text_of(again.pdf)
    assert not compared.exists()
    newer = build.build(small_case("I was there and heard it."), "us/affirmative", progress=quiet)
    assert "form.edited-outdated" in {finding.id for finding in newer.findings}
    third = build.build(small_case("I was there and saw it."), "us/affirmative", fresh=["declaration"], progress=quiet)
    words = text_of(third.pdf)
    assert "saw it" in words
    assert "Added by the lawyer." not in words
    assert not (forms / "declaration.new.docx").exists()


@pytest.mark.slow
def test_an_edited_paper_that_nobody_signs_does_not_stop_the_filing_when_the_record_changes(small_case: Make) -> None:
    case = small_case()
    first = build.build(case, "us/affirmative", progress=quiet)
    edit(first.pdf.parent / "forms" / "exhibit-index.docx", "Added by the lawyer.")
    record = case / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("title: A letter", "title: A note"), encoding="utf-8")
    second = build.build(case, "us/affirmative", progress=quiet)
    assert [one.severity for one in second.findings if one.id == "form.edited-outdated"] == [Severity.ATTEND]


@pytest.mark.slow
def test_a_word_file_that_is_not_there_cannot_be_made_fresh(small_case: Make) -> None:
    case = small_case()
    build.build(case, "us/affirmative", progress=quiet)
    with pytest.raises(AsylumFormsError, match=r"no Word file declaratoin\.docx") as caught:
        build.build(case, "us/affirmative", fresh=["declaratoin"], progress=quiet)
    assert "declaration" in caught.value.remedy
    build.build(case, "us/affirmative", fresh=["declaration.docx"], progress=quiet)


def test_words_that_look_like_code_come_out_as_written(small_case: Make) -> None:
    hostile = "He said {{ 7*7 }} & {% raw %} <w:p>no</w:p> “q” 😀 مرحبا 中文 \\ %s {0}"
    built = build.build(small_case(hostile), "us/affirmative", progress=quiet)
    words = text_of(built.pdf)
    for piece in ("{{ 7*7 }} & {% raw %}", "<w:p>no</w:p>", "中文", "%s {0}"):
        assert piece in words
    assert "49" not in words.split("He said")[1][:40]


def test_a_letter_no_font_has_is_named_and_nothing_is_built(small_case: Make) -> None:
    case = small_case("A rare letter: \U0010fffd.")
    with pytest.raises(OutputError) as caught:
        build.build(case, "us/affirmative", progress=quiet)
    assert "U+10FFFD" in caught.value.findings[0].message
    assert not (case / "build" / "us-affirmative" / "filing.pdf").exists()


def test_letters_of_file_names_need_no_font_for_nothing_prints_them(small_case: Make) -> None:
    case = small_case()
    (case / "evidence" / "letter.txt").rename(case / "evidence" / "letter \U0010fffd.txt")
    record = case / "record.yaml"
    named = record.read_text(encoding="utf-8").replace("evidence/letter.txt", '"evidence/letter \\U0010fffd.txt"')
    record.write_text(named, encoding="utf-8")
    assert "text.no-glyph" not in [finding.id for finding in look.check(case, "us/affirmative", progress=quiet)]


def test_every_spoiled_file_is_named_at_once_and_the_last_good_filing_stays(papers_case: Path) -> None:
    out = papers_case / "build" / "us-affirmative"
    good = build.build(papers_case, "us/affirmative", progress=quiet).pdf.read_bytes()
    (papers_case / "evidence" / "summons-2023.jpg").unlink()
    (papers_case / "evidence" / "letter.txt").write_bytes(b"")
    (papers_case / "evidence" / "hospital-record.pdf").write_bytes(b"%PDF-1.7 cut off")
    (papers_case / "translations" / "summons-2023.en.docx").write_bytes(b"PK\x03\x04 not a document")
    with pytest.raises(EvidenceError) as caught:
        build.build(papers_case, "us/affirmative", progress=quiet)
    messages = "\n".join(finding.message for finding in caught.value.findings)
    for name in ("summons-2023.jpg", "letter.txt", "hospital-record.pdf", "summons-2023.en.docx"):
        assert name in messages
    assert all(finding.remedy and finding.place.line for finding in caught.value.findings)
    assert (out / "filing.pdf").read_bytes() == good
    assert not list(out.glob(".work-*"))


def test_the_wrong_password_is_an_error_that_says_so(papers_case: Path) -> None:
    record = papers_case / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("wrist2023", "wrong"), encoding="utf-8")
    with pytest.raises(EvidenceError) as caught:
        build.build(papers_case, "us/affirmative", progress=quiet)
    assert "hospital-record.pdf" in caught.value.findings[0].message


def test_a_citation_of_an_exhibit_that_is_not_there_is_an_error(small_case: Make) -> None:
    with pytest.raises(RecordError) as caught:
        build.build(small_case("See [[summons]]."), "us/affirmative", progress=quiet)
    assert "summons" in caught.value.message
    assert "letter" in caught.value.remedy


def test_every_citation_that_leads_nowhere_is_named_at_once(small_case: Make) -> None:
    case = small_case("See [[x-rey]], [[letter]], [[letter p. 9]] and [[nobody]].")
    with pytest.raises(RecordError) as caught:
        build.build(case, "us/affirmative", progress=quiet)
    told = {finding.place.text: finding for finding in caught.value.findings}
    assert list(told) == ["[[x-rey]]", "[[letter p. 9]]", "[[nobody]]"]
    assert "1" in told["[[letter p. 9]]"].message
    assert all(finding.place.line for finding in told.values())


def test_check_names_every_citation_of_an_exhibit_that_is_not_there(small_case: Make) -> None:
    findings = look.check(small_case("Once [[nowhere]], twice [[nobody p. 2]]."), "us/affirmative", progress=quiet)
    found = [finding for finding in findings if finding.id == "statement.citation"]
    assert [finding.place.text for finding in found] == ["[[nowhere]]", "[[nobody p. 2]]"]
    assert all(finding.place.line for finding in found)


def test_an_exhibit_added_in_between_moves_every_page_number(small_case: Make) -> None:
    case = small_case("See [[letter]].")
    first = build.build(case, "us/affirmative", progress=quiet)
    assert "Exhibit A, p." in text_of(first.pdf)
    record = case / "record.yaml"
    (case / "evidence" / "first.txt").write_text("Before.\n" * 200, encoding="utf-8")
    added = "evidence:\n  - {id: first, file: evidence/first.txt, title: First, language: en, category: witness}\n"
    record.write_text(record.read_text(encoding="utf-8").replace("evidence:\n", added, 1), encoding="utf-8")
    second = build.build(case, "us/affirmative", progress=quiet)
    assert "Exhibit B, p." in text_of(second.pdf)
    assert second.pages > first.pages


@pytest.mark.slow
def test_words_taken_out_of_the_record_do_not_stay_in_the_cache(small_case: Make) -> None:
    first = build.build(small_case("A secret."), "us/affirmative", progress=quiet)
    cached = set((first.pdf.parent / ".cache").rglob("*.pdf"))
    build.build(small_case("Nothing."), "us/affirmative", progress=quiet)
    left = set((first.pdf.parent / ".cache").rglob("*.pdf"))
    assert cached - left
    assert cached & left
    assert not any("secret" in text_of(file) for file in left)


def test_check_finds_what_build_finds(small_case: Make) -> None:
    case = small_case()
    before = look.check(case, "us/affirmative", progress=quiet)
    built = build.build(case, "us/affirmative", progress=quiet)
    assert {f.id for f in before} == {f.id for f in built.findings}


def test_evidence_is_never_changed(papers_case: Path) -> None:
    def state() -> dict[Path, tuple[bytes, int]]:
        files = [file for name in ("evidence", "translations") for file in (papers_case / name).iterdir()]
        return {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}

    before = state()
    build.build(papers_case, "us/affirmative", progress=quiet)
    assert state() == before
