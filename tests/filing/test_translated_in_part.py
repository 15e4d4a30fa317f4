"""A statement of which one paragraph has no translation: the others are printed in the language of the filing, it in its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms import build, intranslation, look, translate
from asylum_forms.case import open_filing
from asylum_forms.findings import Finding, Severity
from asylum_forms.translation import desk
from asylum_forms.translation.units import edit

from .chinese_case import DAY, PROCEDURE, WORDS, confirmed, words_of
from .conftest import quiet

MARK = "*** TRANSLATION MISSING ***"
NEW = "    我有三个孩子。\n"


def found(case: Path) -> dict[str, Finding]:
    findings = look.check(case, PROCEDURE, progress=quiet)
    return {f.id: f for f in findings if f.place.exhibit != "summons" and ("translat" in f.id)}


def with_new_paragraph(case: Path) -> Path:
    """All is confirmed, then the applicant writes one more paragraph."""
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "record", "summons")
    file = case / "record.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[[summons]]\n", f"[[summons]]\n\n{NEW}"), encoding="utf-8")
    return case


@pytest.mark.slow
def test_one_paragraph_without_translation_is_marked_in_its_place_and_blocks(case: Path) -> None:
    built = build.build(with_new_paragraph(case), PROCEDURE, progress=quiet)
    declaration = next(page for page in words_of(built) if "DECLARATION OF WEI LIN" in page)
    words = " ".join(declaration.split())
    assert "Who I am" in words
    assert "My name is Wei Lin; I was born on March 14, 1986. Exhibit A, p." in words
    assert words.index("born on March 14") < words.index(f"{MARK} 我有三个孩子。")
    assert "我叫林伟" not in words
    assert intranslation.mark("en") in declaration, "nobody may take it for a filing"
    (finding,) = [f for f in built.findings if f.id == "answer.partly-untranslated"]
    assert finding.severity is Severity.BLOCKS
    assert "without a translation: 1 of 3" in finding.message
    assert finding.message.endswith("Without words: 我有三个孩子。")
    line = (case / "record.yaml").read_text(encoding="utf-8").splitlines().index(NEW.rstrip()) + 1
    assert (finding.place.file, finding.place.line) == ("record.yaml", line)
    assert "asylum-forms translate" in finding.remedy
    assert "us.statement-untranslated" not in {f.id for f in built.findings}


def test_a_text_with_a_draft_of_one_paragraph_is_a_draft_and_says_what_is_missing(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "record").document
    ready = [edit(unit, WORDS[unit.source]) for unit in document.units if unit.source == "我是谁"]
    desk.keep(case, document.with_units(ready))
    about = found(case)
    assert "(segments: 1)" in about["translation.draft"].message
    assert "filing yet: 1 of 2" in about["translation.missing"].message
    assert "without a translation: 1 of 2" in about["answer.partly-untranslated"].message
    assert intranslation.apply(filing).drafts == ("Who I am", f"{MARK} 我叫林伟，1986年3月14日出生。[[summons]]")


def test_a_text_without_any_translation_is_printed_as_it_is_written(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    assert "us.statement-untranslated" in found(case)
    assert intranslation.apply(open_filing(case, PROCEDURE)).filing.record.get("statement.text").in_language("en") is None


def test_a_confirmation_is_refused_while_a_paragraph_has_no_words(case: Path) -> None:
    look.draft_translations(with_new_paragraph(case), PROCEDURE, progress=quiet)
    with pytest.raises(translate.RefusedError) as caught:
        translate.confirm(open_filing(case, PROCEDURE), "record", "ann", {}, DAY)
    assert [f.place.text for f in caught.value.findings] == ["我有三个孩子。"]
