"""What is next for words that are not in the office's language: translate, review --word, confirm, whichever it really is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from asylum_forms import look, translate
from asylum_forms.case import open_filing
from asylum_forms.cli.preflight import report as show_report
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import use
from asylum_forms.preflight.page import as_page
from asylum_forms.preflight.report import Report

from .chinese_case import DAY, confirmed, corrected
from .conftest import quiet

PROCEDURE = "us/affirmative"
TRANSLATE = f"asylum-forms translate CASE --for {PROCEDURE}"


OCCUPATION = "  occupation: 农民\n"
SCHOOL = OCCUPATION + "education: [{school: 清河中学, qualification: 初中}]\n"


def review(document: str) -> str:
    return f"asylum-forms review CASE --for {PROCEDURE} {document} --word"


def report(case: Path) -> Report:
    with use("en"):
        return look.preflight(case, PROCEDURE, progress=quiet)


def asked(case: Path) -> dict[str, Finding]:
    """What stands in the way because it is not in the language of the filing, by id."""
    waits = (f for f in report(case).findings if f.severity is Severity.BLOCKS and "anslat" in f.id)
    return {f"{f.id} {f.place.exhibit}".strip(): f for f in waits}


def check(case: Path) -> list[str]:
    line = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "check", str(case), "--for", PROCEDURE]
    return subprocess.run(line, capture_output=True, text=True, check=False).stdout.splitlines()


def edit(case: Path, old: str, new: str) -> None:
    file = case / "record.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_the_step_that_is_really_next_is_named_for_each_text_and_paper(case: Path) -> None:
    of_words = ("answer.untranslated", "us.statement-untranslated")
    edit(case, OCCUPATION, SCHOOL)
    before = asked(case)
    assert all(TRANSLATE in before[id].remedy for id in of_words)
    look.draft_translations(case, PROCEDURE, progress=quiet)
    taken_up = asked(case)
    assert all(review("record") in taken_up[id].remedy and "translate CASE" not in taken_up[id].remedy for id in of_words)
    assert review("summons") in taken_up["translation.draft summons"].remedy, "the glossary knows one of its three segments"
    filing = open_filing(case, PROCEDURE)
    for name in ("record", "summons"):
        translate.take_back(
            filing, name, corrected(translate.export(filing, name), {"清河中学": "Qinghe School", "初中": "Junior"})
        )
    read = asked(case)
    assert f"asylum-forms confirm CASE --for {PROCEDURE} record" in read["translation.draft"].remedy
    assert f"asylum-forms confirm CASE --for {PROCEDURE} summons" in read["translation.draft summons"].remedy
    assert not read.keys() & {*of_words, "evidence.untranslated"}
    translate.confirm(filing, "record", "ann", {}, DAY)
    translate.confirm(filing, "summons", "ann", {}, DAY)
    assert not asked(case)


@pytest.mark.slow
def test_a_paper_that_was_taken_up_but_has_no_words_yet_waits_for_a_translator(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("林伟来过。", encoding="utf-8")
    (before,) = [f for f in report(case).findings if f.id == "evidence.untranslated"]
    assert TRANSLATE in before.remedy
    look.draft_translations(case, PROCEDURE, progress=quiet)
    (after,) = [f for f in report(case).findings if f.id == "evidence.untranslated"]
    assert after.remedy == f"Have a translator write and correct it in Word: {review('summons')}"


@pytest.mark.slow
def test_one_word_changed_opens_one_paragraph_and_says_which(case: Path) -> None:
    edit(case, "。[[summons]]\n", "。[[summons]]\n\n    我是农民。我有两个孩子。\n")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    words = {"我是农民。": "I am a farmer.", "我有两个孩子。": "I have two children."}
    confirmed(case, "summons")
    filing = open_filing(case, PROCEDURE)
    translate.take_back(filing, "record", corrected(translate.export(filing, "record"), words))
    translate.confirm(filing, "record", "ann", {}, DAY)
    assert not asked(case)

    edit(case, "我有两个孩子。", "我有三个孩子。")
    (missing,) = [f for f in report(case).findings if f.id == "translation.missing"]
    lines = (case / "record.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "三个孩子" in text)
    assert (missing.place.file, missing.place.line) == ("record.yaml", line)
    assert "1 of 4" in missing.message
    assert f"record.yaml, line {line}: 我有三个孩子。" in missing.message
    assert TRANSLATE in missing.remedy
    statement = asked(case)["answer.partly-untranslated"]
    assert TRANSLATE in statement.remedy
    assert statement.place.line == line
    assert statement.message.endswith("Without words: 我有三个孩子。")

    look.draft_translations(case, PROCEDURE, progress=quiet)
    units = translate.job_of(open_filing(case, PROCEDURE), "record").units
    assert [unit.source for unit in units if not unit.final] == ["我有三个孩子。"]
    assert review("record") in asked(case)["answer.partly-untranslated"].remedy


@pytest.mark.slow
def test_the_short_screen_says_it_once_and_first(case: Path) -> None:
    edit(case, OCCUPATION, SCHOOL)
    said = check(case)
    above = said[: next(number for number, line in enumerate(said) if line.startswith("Stands in the way ("))]
    step = f"asylum-forms translate {case} --for {PROCEDURE}"
    assert [line for line in above if step in line] == [
        "→ Texts of yours that are not in the language of the filing yet: 2 (record.yaml, line 8; record.yaml, line 10). "
        f"Have it taken up for translation: {step}"
    ]
    assert "no words in the language of the filing" not in "\n".join(said)
    assert "The statement is not in English" not in "\n".join(said)
    with use("en"):
        assert as_page("", report(case)).count("Texts of yours") == 1


def text(line: int, remedy: str) -> Finding:
    place = Place(file="record.yaml", line=line, field=f"harm.{line}.what")
    return Finding("answer.untranslated", Severity.BLOCKS, "no words", remedy, place)


@pytest.mark.parametrize(
    ("findings", "steps"),
    [
        (
            [text(1, "translate"), text(2, "review"), text(3, "translate")],
            ["yet: 2 (record.yaml, line 1; record.yaml, line 3). translate", "yet: 1 (record.yaml, line 2). review"],
        ),
        (
            [text(1, "translate"), Finding("form.outdated", Severity.BLOCKS, "x")],
            ["yet: 1 (record.yaml, line 1). translate", "Do what stands under"],
        ),
        ([Finding("form.outdated", Severity.BLOCKS, "x")], ["Do what stands under"]),
        ([], ["Sign"]),
    ],
)
def test_each_step_that_is_next_stands_on_the_first_screen(
    findings: list[Finding], steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with use("en"):
        show_report(Report("us/affirmative", "en", "2026-11-20", tuple(findings)), "Sign")
    arrows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("→")]
    assert len(arrows) == len(steps)
    assert all(step in arrow for step, arrow in zip(steps, arrows, strict=True))


def test_what_to_do_stands_with_what_to_look_at_too(capsys: pytest.CaptureFixture[str]) -> None:
    finding = Finding("record.doubt", Severity.ATTEND, "Two dates differ.", "Compare both.")
    with use("en"):
        show_report(Report("us/affirmative", "en", "2026-11-20", (finding,)), "Sign")
    assert "Two dates differ.\n  → Compare both." in capsys.readouterr().out
