"""Changed pages speak as the filing that the office has: its labels, its page numbers, its language and its profile."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pdf_text import text_of

from asylum_forms import build
from asylum_forms.built import Built
from asylum_forms.errors import AsylumFormsError

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
  birth: {date: 1990-05-01}
spouse: none
children: none
statement:
  text:
    en: I was held for two days. See [[letter]], [[passport]] and [[reply]].
    fr: J’ai été détenue deux jours. Voir [[letter]], [[passport]] et [[reply]].
evidence:
"""
LETTER = "  - {id: letter, file: evidence/a.txt, title: {en: A letter, fr: Une lettre}, language: fr, category: witness}\n"
PASSPORT = "  - {id: passport, file: evidence/a.txt, title: {en: Passport, fr: Passeport}, language: fr, category: identity}\n"
REPLY = "  - {id: reply, file: evidence/a.txt, title: {en: A reply, fr: Une réponse}, language: fr, category: witness}\n"
LATE = "  - {id: late, file: evidence/a.txt, title: {en: Another, fr: Une autre}, language: fr, category: witness}\n"
LATER = RECORD.replace("two days", "three days").replace("deux jours", "trois jours")


def quiet(step: str, done: int = 0, total: int = 0) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, of which the filing in `filed` was uploaded in French, with a file and labels for each kind of paper in turn."""
    made = tmp_path_factory.mktemp("case")
    (made / "evidence").mkdir()
    (made / "evidence" / "a.txt").write_text("C’est vrai.\n", encoding="utf-8")
    (made / "record.yaml").write_text(RECORD + LETTER + PASSPORT + REPLY, encoding="utf-8")
    built = build.build(made, "ca/inland", profile="ircc-portal", language="fr", progress=quiet)
    shutil.copytree(built.manifest.parent, made / "filed")
    return made


def amended(case: Path, evidence: str, **asked: Any) -> Built:
    (case / "record.yaml").write_text(LATER + evidence, encoding="utf-8")
    day = datetime.date(2026, 12, 1)
    return build.build(case, "ca/inland", amends=case / "filed", date=day, progress=quiet, **asked)


def cited(case: Path) -> str:
    """The citations as they were handed in."""
    manifest = json.loads((case / "filed" / "manifest.json").read_text(encoding="utf-8"))
    files = [file["path"] for file in manifest["files"]]
    at = {part["id"]: f"p. {part['page']} (partie {files.index(part['file']) + 1})" for part in manifest["parts"]}
    labels = {entry["exhibit"]: entry["label"] for entry in manifest["inputs"] if "exhibit" in entry}
    assert labels == {"letter": "1", "reply": "2", "passport": "3"}
    one, two, three = (f"Pièce {labels[id_]}, {at[f'exhibit/{id_}/original']}" for id_ in ("letter", "passport", "reply"))
    return f"Voir {one}, {two} et {three}."


def words(built: Built) -> str:
    return " ".join(text_of(built.pdf).replace("\u00a0", " ").split())


def test_changed_pages_are_in_the_language_and_profile_of_the_filing_unless_others_are_asked_for(case: Path) -> None:
    made = amended(case, LETTER + PASSPORT + REPLY)
    assert made.manifest.parent == case / "build" / "ca-inland-fr-ircc-portal-amended"
    assert f"détenue trois jours. {cited(case)}" in words(made)
    assert "« deux » est maintenant « trois »" in text_of(made.pdf, 1)
    assert not [finding for finding in made.findings if finding.id.startswith("before.")]


def test_what_they_cite_keeps_its_label_whatever_the_order_of_the_record_and_the_profile(case: Path) -> None:
    made = amended(case, PASSPORT + REPLY + LETTER, profile="irb-rpd", out=case / "reordered")
    assert f"détenue trois jours. {cited(case)}" in words(made)
    assert text_of(made.pdf, 1).count("•") == 1, "nothing else has changed"
    (told,) = (finding for finding in made.findings if finding.id.startswith("before."))
    assert "built for ircc-portal, French, these papers are for irb-rpd, French" in told.message


def test_a_new_paper_never_gets_the_label_of_another_that_was_handed_in(case: Path) -> None:
    with pytest.raises(AsylumFormsError, match="Exhibit 2 was handed in as another paper") as error:
        amended(case, LETTER + LATE + PASSPORT + REPLY)
    assert "label: C1" in error.value.remedy
    assert error.value.place
    assert error.value.place.exhibit == "late"


def test_a_paper_that_has_another_file_than_was_handed_in_is_named(case: Path) -> None:
    """The page that is cited may be another one there."""
    (case / "evidence" / "b.txt").write_text("C’est faux.\n", encoding="utf-8")
    made = amended(case, LETTER.replace("a.txt", "b.txt") + PASSPORT + REPLY, out=case / "another")
    (told,) = (finding for finding in made.findings if finding.id == "supplement.other-file")
    assert told.place.exhibit == "letter"


def test_a_new_exhibit_is_in_the_list_of_pages_with_the_number_that_is_printed_on_its_first(case: Path) -> None:
    made = amended(case, LETTER + LATE.replace("{id: late,", "{id: late, label: 1A,") + PASSPORT + REPLY, out=case / "added")
    first = next(page for page in range(2, 20) if "Pièce 1A" in text_of(made.pdf, page))
    printed = text_of(made.pdf, first).split()[-1]
    assert f"Pièce 1A : Une autre {printed} –" in " ".join(text_of(made.pdf, 1).replace("\u00a0", " ").split())


def test_the_list_of_changes_calls_an_item_as_the_form_is_printed(case: Path) -> None:
    record = (LATER + LETTER + PASSPORT + REPLY).replace("birth: {date: 1990-05-01}", "birth: {date: 1990-05-01}\n  sex: female")
    (case / "record.yaml").write_text(record, encoding="utf-8")
    made = build.build(
        case, "ca/inland", amends=case / "filed", out=case / "called", date=datetime.date(2026, 12, 1), progress=quiet
    )
    listed = " ".join(text_of(made.pdf, 1).replace("\u00a0", " ").split())
    assert "annexe 1, point 3 (Genre)" in listed
    assert "Schedule" not in listed
