"""What a user is told about translations: once, plainly, and with what to do next."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms import look, translate
from asylum_forms.case import open_filing
from asylum_forms.errors import AsylumFormsError
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import use
from asylum_forms.preflight.words import rendering
from asylum_forms.translation import desk
from asylum_forms.translation.units import ILLEGIBLE, edit

from .chinese_case import DAY, PROCEDURE, confirmed, corrected
from .conftest import quiet

pytestmark = pytest.mark.slow


def found(case: Path, procedure: str = PROCEDURE) -> list[Finding]:
    return look.check(case, procedure, progress=quiet)


def record(case: Path, old: str, new: str) -> None:
    """Change the record."""
    file = case / "record.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def said_by(command: str, case: Path, *more: str) -> str:
    """What a command prints, in a process of its own."""
    line = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", command, str(case), *more]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("procedure", ["us/affirmative", "ca/inland", "kr/in-country"])
def test_who_is_asked_for_a_translation_is_told_of_the_command_that_makes_one(case: Path, procedure: str) -> None:
    (finding,) = [f for f in found(case, procedure) if f.id.endswith(("evidence.untranslated", "untranslated-evidence"))]
    assert "asylum-forms translate" in finding.remedy


def test_a_confirmation_whose_helper_is_gone_says_so(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "summons")
    record(case, "id: ann", "id: anne")
    (finding,) = [f for f in found(case) if f.id == "translation.draft" and f.place.exhibit == "summons"]
    assert "nobody has confirmed" not in finding.message
    assert "ann" in finding.message
    assert "no helper of the record" in finding.message


def test_a_confirmation_by_somebody_who_applies_says_so(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "summons")
    record(case, "name: {family: Park, given: Ann}", "name: {family: Lin, given: Wei}")
    (finding,) = [f for f in found(case) if f.id == "translation.draft" and f.place.exhibit == "summons"]
    assert "applies in this case" in finding.message


def test_a_reason_given_once_is_not_asked_for_again_further_down(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("林伟来到这里。\n\n林伟又来了。\n\n林伟走了。", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "summons").document
    words = ["The Old Man came here.", "The Old Man came again.", "The Old Man left."]
    desk.keep(case, document.with_units([edit(unit, text) for unit, text in zip(document.units, words, strict=True)]))
    keys = [check.key for check in translate.job_of(filing, "summons").checks if check.blocks]
    assert keys == ["u1:name:林伟", "u2:name:林伟", "u3:name:林伟"]
    with pytest.raises(AsylumFormsError) as caught:
        translate.confirm(filing, "summons", "ann", {"u2:name:林伟": "He is called so there."}, DAY)
    assert [f.place.field for f in caught.value.findings] == ["u1"]  # what stands before the reason is still asked for
    translate.confirm(filing, "summons", "ann", {"u1:name:林伟": "His name on the account."}, DAY)
    (check,) = [one for one in translate.job_of(filing, "summons").checks if one.unit == "u3"]
    assert "His name on the account." in check.finding.message or "He is called so there." in check.finding.message
    assert not check.blocks


def test_a_reason_for_a_date_is_asked_for_each_time(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("2026年6月26日来。\n\n2026年6月26日走。", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "summons").document
    words = ["He came.", "He left."]
    desk.keep(case, document.with_units([edit(unit, text) for unit, text in zip(document.units, words, strict=True)]))
    with pytest.raises(AsylumFormsError) as caught:
        translate.confirm(filing, "summons", "ann", {"u1:date:2026年6月26日": "Said above."}, DAY)
    assert [f.place.field for f in caught.value.findings] == ["u2"]


def test_a_reason_for_a_number_is_asked_for_each_time(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("三名警察来了。\n\n三名警察走了。", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "summons").document
    words = ["The police officers came.", "The police officers left."]
    desk.keep(case, document.with_units([edit(unit, text) for unit, text in zip(document.units, words, strict=True)]))
    with pytest.raises(AsylumFormsError) as caught:
        translate.confirm(filing, "summons", "ann", {"u1:number:三": "All are named above."}, DAY)
    assert [f.place.field for f in caught.value.findings] == ["u2"]
    assert [c.unit for c in translate.job_of(filing, "summons").checks if c.blocks] == ["u2"]
    translate.confirm(filing, "summons", "ann", {"u2:number:三": "All are named above."}, DAY)
    assert translate.job_of(filing, "summons").document.complete


def test_what_stops_a_confirmation_is_said_once_with_the_key_to_type(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("三名警察来了。\n\n2026年6月26日走。\n\n他走了。", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "summons").document
    words = ["The police officers came.", "He left.", ""]
    desk.keep(case, document.with_units([edit(unit, text) for unit, text in zip(document.units, words, strict=True)]))
    line = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "confirm", str(case), "summons", "--translator", "ann"]
    done = subprocess.run([*line, "--because", "u1:number:三=Named above."], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 10, "nothing is broken; something stands in the way"
    assert said.count("Look at the number 三") == 1
    assert "--because 'u1:number:三" not in said, "its reason was given"
    assert "→ Named above." in said
    assert said.count("Look at the date 2026年6月26日") == 1
    assert "--because 'u2:date:2026年6月26日=…'" in said
    assert said.count("no translation") == 1
    assert "u3:empty" not in said  # no reason helps there


def test_who_may_confirm_is_listed_where_nobody_or_somebody_else_is_named(case: Path) -> None:
    record = case / "record.yaml"
    words = record.read_text(encoding="utf-8")
    assert "helpers:\n" in words
    record.write_text(words.replace("helpers:\n", "helpers:\n  - {id: me, relation: myself, name: {family: Lin, given: Wei}}\n"))
    for more, said in ((), "--translator ID is missing."), (("--translator", "me"), "cannot be the translator"):
        command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "confirm", str(case), "summons", *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        told = " ".join(done.stderr.split())
        assert said in told
        assert "There are: ann (Ann" in told
        assert "me (" not in told


def test_a_confirmation_by_a_helper_without_languages_ends_as_one_that_stands_in_the_way(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("他走了。", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    document = translate.job_of(open_filing(case, PROCEDURE), "summons").document
    desk.keep(case, document.with_units([edit(document.units[0], "He left.")]))
    record(case, "id: ann\n", "id: ann\n    languages: none\n")
    line = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "confirm", str(case), "summons", "--translator", "ann"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    said = " ".join(done.stdout.split())
    assert "does not list among this person's languages" in said
    assert "confirmed by ann" in said
    assert done.returncode == 10


def test_review_of_one_document_shows_it_in_full(case: Path) -> None:
    (case / "evidence" / "summons.txt").write_text("三名警察来了。\n\n他走了。", encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    document = translate.job_of(open_filing(case, PROCEDURE), "summons").document
    desk.keep(case, document.with_units([edit(document.units[0], "[Three] officers came.")]))
    lines = said_by("review", case, "summons").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("u1 "))
    assert "Read" in lines[at]
    assert lines[at + 1 : at + 3] == ["  三名警察来了。", "  → [Three] officers came."]
    at = next(number for number, line in enumerate(lines) if line.startswith("u2 "))
    assert "Empty" in lines[at]
    assert lines[at + 1 : at + 3] == ["  他走了。", "  → –"]
    assert "三名警察来了。" not in said_by("review", case)
    (job,) = json.loads(said_by("review", case, "summons", "--json"))
    assert [(s["id"], s["state"], s["source"], s["target"]) for s in job["segments"]] == [
        ("u1", "reviewed", "三名警察来了。", "[Three] officers came."),
        ("u2", "initial", "他走了。", ""),
    ]


def test_translate_says_how_a_translator_gets_the_words(case: Path) -> None:
    assert f"asylum-forms review {case} DOC --word" in said_by("translate", case)
    chosen = ("--for", PROCEDURE, "--in", "en")
    assert f"asylum-forms review {case} {' '.join(chosen)} DOC --word" in said_by("translate", case, *chosen)


def test_the_table_of_what_waits_is_not_broken_when_it_goes_into_a_file(case: Path) -> None:
    title = "A summons whose title goes on and on, as titles of papers do, well beyond any width"
    record(case, "title: {zh_Hans: 传唤证, en: Summons}", f'title: {{en: "{title}"}}')
    look.draft_translations(case, PROCEDURE, progress=quiet)
    said = said_by("review", case)
    (line,) = [line for line in said.splitlines() if "summons" in line]
    assert "well beyond any width" in line
    assert "zh_Hans → en" in line


def test_why_nothing_was_drafted_is_said_plainly(case: Path) -> None:
    said = said_by("translate", case)
    assert "no model from Chinese (Simplified) to English" in said
    assert "asylum-forms models" in said
    confirmed(case, "record", "summons")
    assert "no model" not in said_by("translate", case)


@pytest.mark.parametrize("procedure", ["us/affirmative", "ca/inland", "kr/in-country", "unhcr/rsd"])
def test_a_translator_of_the_family_is_named_for_every_office(case: Path, procedure: str) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "summons")
    assert "translation.translator-is-relative" not in {f.id for f in found(case, procedure)}
    record(case, "name: {family: Park, given: Ann}", "name: {family: Park, given: Ann}\n    relation: {en: My cousin}")
    (finding,) = [f for f in found(case, procedure) if f.id == "translation.translator-is-relative"]
    assert "Ann PARK" in finding.message
    assert finding.place.file == "record.yaml"


def test_somebody_of_the_case_with_a_record_of_their_own_cannot_confirm(case: Path) -> None:
    record(case, "applicant:", "spouse: {name: {family: Park, given: Ann}}\napplicant:")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    translate.take_back(filing, "summons", corrected(translate.export(filing, "summons")))
    translate.confirm(filing, "summons", "ann", {}, DAY)  # a spouse who does not apply may
    (case / "people").mkdir()
    (case / "people" / "spouse.yaml").write_text("asylum_forms: 1\nlanguage: zh_Hans\n", encoding="utf-8")
    with pytest.raises(AsylumFormsError, match="applies in this case"):
        translate.confirm(open_filing(case, PROCEDURE), "summons", "ann", {}, DAY)


def test_pages_that_were_read_with_doubt_are_named_until_and_after_somebody_answers_for_them(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "summons").document
    first, second, third = document.units
    read = [replace(first, page=1, doubtful=("证",)), replace(second, page=2), replace(third, page=3, confidence=55.0)]
    desk.keep(case, replace(document.with_units(read), partly=(4,)))
    (kept,) = [d for d in desk.documents(case) if d.id == "summons"]
    assert (kept.units[0].doubtful, kept.partly) == (("证",), (4,))
    assert "doubtful reading, compare the original: 证" in desk.place(case, kept).read_text(encoding="utf-8")

    (finding,) = [f for f in found(case) if f.id == "translation.reading-doubtful"]
    assert "these pages: 1, 3, 4" in finding.message
    assert finding.severity is Severity.ATTEND
    assert "(证)" in "".join(c.finding.message for c in translate.job_of(filing, "summons").checks if c.check == "confidence")

    confirmed(case, "summons")
    (finding,) = [f for f in found(case) if f.id == "translation.reading-doubtful"]
    assert finding.severity is Severity.NOTE


def test_pages_that_were_read_with_doubt_are_named_before_anybody_translates_them(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    document = translate.job_of(open_filing(case, PROCEDURE), "summons").document
    empty = [replace(unit, target="", page=1) for unit in document.units]
    desk.keep(case, replace(document.with_units(empty), partly=(1,)))
    (finding,) = [f for f in found(case) if f.id == "translation.reading-doubtful"]
    assert finding.severity is Severity.ATTEND
    assert "summons: the reading of the original is doubtful on these pages: 1" in said_by("review", case)


def test_a_language_whose_scans_cannot_be_read_is_named_with_what_to_install(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    job = translate.job_of(open_filing(case, PROCEDURE), "summons")
    monkeypatch.setattr(look.tesseract, "probe", lambda: Path("tesseract"))
    monkeypatch.setattr(look.tesseract, "languages", lambda: frozenset({"en", "fr"}))
    turkish = replace(job, document=replace(job.document, source_language="tr", partly=(1,)))
    french = replace(turkish, document=replace(turkish.document, source_language="fr"))
    (said,) = look.read_as_another([turkish, turkish, french, replace(turkish, document=replace(turkish.document, partly=()))])
    assert "Turkish" in said
    assert "tesseract-ocr-tur" in said


def test_a_doubtful_reading_that_nobody_has_translated_is_read_again(case: Path) -> None:
    def partly() -> tuple[int, ...]:
        return translate.job_of(open_filing(case, PROCEDURE), "summons").document.partly

    look.draft_translations(case, PROCEDURE, progress=quiet)
    document = translate.job_of(open_filing(case, PROCEDURE), "summons").document
    empty = document.with_units([replace(unit, target="") for unit in document.units])
    desk.keep(case, replace(empty.with_units([edit(empty.units[0], "Summons"), *empty.units[1:]]), partly=(1,)))
    look.draft_translations(case, PROCEDURE, progress=quiet)
    assert partly() == (1,), "somebody works on it"
    desk.keep(case, replace(empty, partly=(1,)))
    look.draft_translations(case, PROCEDURE, progress=quiet)
    assert partly() == ()


def test_the_report_says_of_a_draft_which_page_nobody_could_read(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    document = translate.job_of(filing, "summons").document
    first, last = document.units[0], document.units[-1]
    desk.keep(case, document.with_units([edit(first, "Summons"), replace(last, source="", target="", kind=ILLEGIBLE, page=2)]))
    (one,) = [e for e in look.preflight(case, PROCEDURE, progress=quiet).standing.exhibits if e.exhibit.id == "summons"]
    with use("en"):
        assert rendering(one) == "draft, confirmed by nobody; nothing could be read on page 2"
