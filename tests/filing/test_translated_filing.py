"""From words in Chinese to a filing in English: drafted, corrected in Word, confirmed by a named human, certified."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from asylum_forms import build, intranslation, look, translate
from asylum_forms.case import open_filing
from asylum_forms.errors import AsylumFormsError
from asylum_forms.translation import desk, models
from asylum_forms.translation.units import Document, State, edit

from .chinese_case import DAY, PROCEDURE, RECORD, SUMMONS, WORDS, confirmed, corrected, words_of
from .conftest import quiet


def test_without_a_model_everything_is_there_for_a_human_to_fill_in(case: Path) -> None:
    jobs = look.draft_translations(case, PROCEDURE, progress=quiet)
    assert {job.document.id: (len(job.document.units), job.count(State.INITIAL)) for job in jobs} == {
        "record": (3, 2),  # no form of it asks for the occupation
        "summons": (3, 2),  # the glossary knows what a 传唤证 is
    }
    assert sorted(file.name for file in (case / "translations").iterdir()) == ["record.zh-Hans-en.xlf", "summons.zh-Hans-en.xlf"]


def test_what_nobody_has_taken_up_is_said_to_be_untranslated_and_not_a_draft(case: Path) -> None:
    found = {finding.id: finding for finding in look.check(case, PROCEDURE, progress=quiet)}
    assert "translation.draft" not in found
    assert "asylum-forms translate" in found["translation.missing"].remedy


@pytest.mark.slow
def test_a_confirmed_translation_is_filed_with_its_certificate_and_a_draft_is_marked(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    translate.take_back(filing, "record", corrected(translate.export(filing, "record")))
    translate.take_back(filing, "summons", corrected(translate.export(filing, "summons")))

    stale = case / "build" / PROCEDURE.replace("/", "-") / "forms" / "i-589.pdf"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"filled by an earlier build")
    draft = build.build(case, PROCEDURE, progress=quiet)
    assert not stale.exists()
    pages = words_of(draft)
    mark = intranslation.mark("en")
    declaration = next(page for page in pages if "DECLARATION OF WEI LIN" in page)
    translation = next(page for page in pages if "Qinghe County Public Security Bureau" in page)
    assert mark in declaration
    assert mark in translation
    assert any("born on March 14, 1986" in page and "Exhibit A, p." in page for page in pages)
    assert not any("CERTIFICATE OF TRANSLATION" in page for page in pages)
    assert {finding.place.exhibit for finding in draft.findings if finding.id == "translation.draft"} == {"", "summons"}

    confirmed(case, "record", "summons")
    final = build.build(case, PROCEDURE, progress=quiet)
    pages = words_of(final)
    assert not any(mark in page for page in pages)
    assert not any(finding.id.startswith("translation.") for finding in final.findings)
    certificate = next(page for page in pages if "CERTIFICATE OF TRANSLATION" in page)
    (document,) = [d for d in desk.documents(case) if d.id == "summons"]
    assert "Ann PARK" in certificate
    assert intranslation.fingerprint(document) in certificate
    assert "[Page 1 of the original]" in next(page for page in pages if "Qinghe County" in page)
    assert any("Who I am" in page for page in pages)

    desk.keep(case, changed(document))
    after = build.build(case, PROCEDURE, progress=quiet)
    assert not any("CERTIFICATE OF TRANSLATION" in page for page in words_of(after))
    (finding,) = [f for f in after.findings if f.id == "translation.draft"]
    assert "segments changed or added after the translation was confirmed: 1 of 3" in finding.message


def changed(document: Document) -> Document:
    return document.with_units([edit(document.units[-1], "Qinghe Public Security Bureau")])


@pytest.mark.slow
def test_a_confirmed_paper_a_draft_and_a_scan_that_nobody_can_read_are_told_apart(case: Path) -> None:
    (case / "evidence" / "second.txt").write_text("传唤证", encoding="utf-8")
    Image.effect_noise((900, 1200), 90).save(case / "evidence" / "scan.png")
    record = case / "record.yaml"
    entries = (
        "  - {id: second, file: evidence/second.txt, title: {en: Second}, language: zh_Hans}\n"
        "  - {id: scan, file: evidence/scan.png, title: {en: Scan}, language: zh_Hans}\nhelpers:"
    )
    record.write_text(record.read_text(encoding="utf-8").replace("helpers:", entries), encoding="utf-8")
    jobs = {job.document.id: job for job in look.draft_translations(case, PROCEDURE, progress=quiet)}
    assert jobs["scan"].document.unreadable == (1,)
    confirmed(case, "record", "summons")
    with pytest.raises(AsylumFormsError) as caught:
        translate.confirm(open_filing(case, PROCEDURE), "scan", "ann", {}, DAY)
    assert "translation.unit-empty" in {finding.id for finding in caught.value.findings}

    built = build.build(case, PROCEDURE, progress=quiet)
    parts = {part["id"] for part in json.loads(built.manifest.read_text(encoding="utf-8"))["parts"]}
    assert {"exhibit/summons/translation", "exhibit/summons/certificate"} <= parts
    assert "exhibit/second/translation" in parts
    assert "exhibit/second/certificate" not in parts
    assert not {"exhibit/scan/translation", "exhibit/scan/certificate"} & parts
    about = {finding.place.exhibit: finding.id for finding in built.findings if finding.place.exhibit}
    assert "summons" not in about
    assert about["second"] == "translation.draft"
    assert "evidence.untranslated" in {f.id for f in built.findings if f.place.exhibit == "scan"}


def test_a_wrong_date_stands_in_the_way_until_somebody_says_why_it_is_right(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    filing = open_filing(case, PROCEDURE)
    translate.take_back(filing, "summons", corrected(translate.export(filing, "summons")))
    (document,) = [job.document for job in translate.jobs(filing) if job.document.id == "summons"]
    (unit,) = [unit for unit in document.units if "June 26" in unit.target]
    desk.keep(case, document.with_units([edit(unit, unit.target.replace("June 26", "June 27"))]))
    with pytest.raises(AsylumFormsError) as caught:
        translate.confirm(filing, "summons", "ann", {}, DAY)
    assert {finding.id for finding in caught.value.findings} >= {"translation.date"}
    (job,) = [job for job in translate.jobs(filing) if job.document.id == "summons"]
    keys = [check.key for check in job.checks if check.blocks]
    translate.confirm(filing, "summons", "ann", dict.fromkeys(keys, "The paper itself has a slip of the pen."), DAY)
    (document,) = [d for d in desk.documents(case) if d.id == "summons"]
    assert document.complete
    assert {override.reason for unit in document.units for override in unit.overrides} == {
        "The paper itself has a slip of the pen."
    }


def test_neither_the_applicant_nor_a_stranger_can_confirm(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    for nobody, said in (("applicant", "no helper"), ("somebody", "no helper"), ("", "--translator ID is missing")):
        with pytest.raises(AsylumFormsError, match=said):
            translate.confirm(open_filing(case, PROCEDURE), "summons", nobody, {}, DAY)
    with (case / "record.yaml").open("a", encoding="utf-8") as record:
        record.write("  - id: me\n    name: {family: LIN, given: Wei}\n")
    filing = open_filing(case, PROCEDURE)
    translate.take_back(filing, "summons", corrected(translate.export(filing, "summons")))
    with pytest.raises(AsylumFormsError, match="applies in this case"):
        translate.confirm(open_filing(case, PROCEDURE), "summons", "me", {}, DAY)
    (document,) = [d for d in desk.documents(case) if d.id == "summons"]
    assert not intranslation.fingerprint(document)


def test_a_translation_is_certified_only_by_a_helper_who_confirmed_all_of_it(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "summons")
    file = case / "record.yaml"
    both = file.read_text(encoding="utf-8") + "  - id: bob\n    name: {family: Kim, given: Bob}\n"
    file.write_text(both, encoding="utf-8")
    (document,) = [d for d in desk.documents(case) if d.id == "summons"]
    desk.keep(case, changed(document))
    translate.confirm(open_filing(case, PROCEDURE), "summons", "bob", {}, DAY)
    (document,) = [d for d in desk.documents(case) if d.id == "summons"]
    assert document.translators == ("bob",)

    file.write_text(RECORD, encoding="utf-8")  # Bob is no helper any more
    applied = intranslation.apply(open_filing(case, PROCEDURE))
    assert not applied.papers["summons"].complete
    assert [f.id for f in applied.findings if f.place.exhibit == "summons"] == ["translation.draft"]
    file.write_text(both, encoding="utf-8")
    assert intranslation.apply(open_filing(case, PROCEDURE)).papers["summons"].complete


def test_a_paper_in_any_language_that_the_office_takes_needs_no_translation(case: Path) -> None:
    file = case / "record.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("language: zh_Hans\n    category", "language: en\n    category"), "utf-8"
    )
    for language in ("fr", "en"):
        jobs = look.draft_translations(case, "ca/inland", language=language, progress=quiet)
        assert [job.document.id for job in jobs] == ["record"]


def test_words_that_changed_in_the_record_are_asked_for_again_and_the_others_kept(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "record")
    record = case / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("occupation: 农民", "occupation: 电工"), encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    (document,) = [d for d in desk.documents(case) if d.id == "record"]
    assert [unit.source for unit in document.units if not unit.final] == ["电工"]
    assert intranslation.apply(open_filing(case, PROCEDURE)).filing.record.get("statement.text").in_language("en")


def test_a_paper_that_changed_is_not_filed_with_its_old_translation(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "summons")
    (case / "evidence" / "summons.txt").write_text(SUMMONS.replace("26日", "27日"), encoding="utf-8")
    found = look.check(case, PROCEDURE, progress=quiet)
    assert "translation.outdated" in {finding.id for finding in found}


def test_confirmed_words_are_remembered_for_the_next_paper(case: Path) -> None:
    look.draft_translations(case, PROCEDURE, progress=quiet)
    confirmed(case, "summons")
    (case / "evidence" / "second.txt").write_text("林伟于2026年6月26日9时到清河派出所接受讯问。", encoding="utf-8")
    record = case / "record.yaml"
    entry = "  - {id: second, file: evidence/second.txt, title: {en: Second}, language: zh_Hans}\nhelpers:"
    record.write_text(record.read_text(encoding="utf-8").replace("helpers:", entry), encoding="utf-8")
    look.draft_translations(case, PROCEDURE, progress=quiet)
    (document,) = [d for d in desk.documents(case) if d.id == "second"]
    assert document.units[0].target == WORDS[document.units[0].source]
    assert document.units[0].unread


def test_a_draft_by_a_test_model_can_never_be_confirmed(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine runs for real, with the models that our tests train; a filing must be safe from them."""
    packages = Path(__file__).parents[1] / "translation" / "models"
    package = next(iter(sorted(packages.glob("*zh_en.argosmodel"))), None)
    if package is None:
        pytest.skip("there is no package for zh to en beside the tests")
    models.add(package)
    jobs = look.draft_translations(case, PROCEDURE, progress=quiet)
    assert all(unit.engine in ("", "glossary") for job in jobs for unit in job.document.units)
    route = models.route
    monkeypatch.setattr(models, "route", lambda source, target, known: route(source, target, known, tests=True))
    jobs = look.draft_translations(case, PROCEDURE, progress=quiet)
    drafted = [unit for job in jobs for unit in job.document.units if unit.engine.startswith("TEST MODEL")]
    assert drafted
    blocking = {check.check for job in jobs for check in job.checks if check.blocks}
    assert "test-model" in blocking
    assert not any(replace(unit).final for unit in drafted)


@pytest.mark.slow
def test_filings_of_one_case_in_two_languages_do_not_take_each_others_place(case: Path) -> None:
    first = build.build(case, "kr/in-country", language="en", progress=quiet)
    second = build.build(case, "kr/in-country", language="ko", progress=quiet)
    assert (first.pdf.parent.name, second.pdf.parent.name) == ("kr-in-country", "kr-in-country-ko")
    assert first.pdf.exists()
