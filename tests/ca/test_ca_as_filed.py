"""Changed pages speak as the filing that the office has: its labels, its page numbers, its language and its profile."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from pdf_text import text_of

from asylum_forms import build, finished
from asylum_forms.built import Built
from asylum_forms.compare.filing import read_built
from asylum_forms.errors import AsylumFormsError
from asylum_forms.i18n import _, use
from asylum_forms.progress import quiet

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


def amended(case: Path, evidence: str, record: str = LATER, **asked: Any) -> Built:
    (case / "record.yaml").write_text(record + evidence, encoding="utf-8")
    asked = {"amends": [case / "filed"], "date": datetime.date(2026, 12, 1), **asked}
    return build.build(case, "ca/inland", progress=quiet, **asked)


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
        case, "ca/inland", amends=[case / "filed"], out=case / "called", date=datetime.date(2026, 12, 1), progress=quiet
    )
    listed = " ".join(text_of(made.pdf, 1).replace("\u00a0", " ").split())
    assert "annexe 1, point 3 (Genre)" in listed
    assert "Schedule" not in listed


@pytest.mark.parametrize("label", ["", "label: 1A, "])
def test_a_paper_that_is_called_otherwise_in_the_record_now_keeps_its_old_name(case: Path, label: str) -> None:
    """It would be handed in twice, and cited with a label that the office does not have."""
    (case / "evidence" / "only.txt").write_text("Une seule.\n", encoding="utf-8")
    only = REPLY.replace("id: reply", "id: only").replace("a.txt", "only.txt")
    amended(
        case,
        LETTER + only,
        RECORD.replace("[[passport]]", "[[letter]]").replace("[[reply]]", "[[only]]"),
        amends=(),
        language="fr",
        out=case / "named",
    )
    renamed = only.replace("id: only", "id: answer").replace("category", f"{label}category")
    with pytest.raises(AsylumFormsError, match="was handed in as “only”, and is called “answer” in the record now") as error:
        amended(
            case,
            LETTER + renamed,
            LATER.replace("[[passport]]", "[[letter]]").replace("[[reply]]", "[[answer]]"),
            amends=[case / "named"],
            out=case / "never",
        )
    assert "`id: only`" in error.value.remedy
    assert error.value.place
    assert error.value.place.exhibit == "answer"


def test_further_papers_without_a_new_exhibit_lead_to_the_changed_pages(case: Path) -> None:
    with pytest.raises(AsylumFormsError, match="No exhibit is new") as error:
        amended(case, LETTER + PASSPORT + REPLY, amends=(), supplements=[case / "filed"], out=case / "never")
    assert error.value.remedy.startswith(f"Make its changed pages: build with `--amends {case / 'filed'}`.")


# Where more was handed in since

LABELLED = LATE.replace("category", "label: 3A, category")


@pytest.fixture(scope="module")
def since(case: Path) -> tuple[Path, Path]:
    """A paper that was handed in later, and after that changed pages."""
    every = LETTER + PASSPORT + REPLY + LABELLED
    paper = amended(case, every, RECORD, amends=(), supplements=[case / "filed"], out=case / "late")
    assert "exhibit/late/original" in parts(paper)
    pages = amended(case, every, amends=[case / "filed", case / "late"], out=case / "pages")
    return paper.manifest.parent, pages.manifest.parent


def parts(built: Built) -> dict[str, int]:
    return {part["id"]: part["page"] for part in json.loads(built.manifest.read_text(encoding="utf-8"))["parts"]}


def test_what_was_handed_in_later_is_no_new_paper_and_is_cited_without_a_page(case: Path, since: tuple[Path, Path]) -> None:
    """Its own pages begin at 1 once more: their number would be that of another page."""
    assert not [
        id_
        for id_ in (part["id"] for part in json.loads((since[1] / "manifest.json").read_text(encoding="utf-8"))["parts"])
        if id_.startswith("exhibit/")
    ]
    citing = LATER.replace("[[reply]]", "[[late]]")
    made = amended(case, LATE + LETTER + PASSPORT + REPLY, citing, amends=[since[0], case / "filed"], out=case / "4")
    assert not [id_ for id_ in parts(made) if id_.startswith("exhibit/")]
    assert "et Pièce 3A." in words(made), "as it was handed in, though it is the first of the record today"
    assert "Pièce 3A, p." not in words(made)


def test_changed_pages_are_held_against_those_that_the_office_has_now(case: Path, since: tuple[Path, Path]) -> None:
    again = LATER.replace("trois jours", "trois jours et une nuit")
    made = amended(case, LETTER + PASSPORT + REPLY + LABELLED, again, amends=[case / "filed", *since], out=case / "again")
    told = text_of(made.pdf, 1)
    assert "jours et une nuit" in told
    assert "deux" not in told, "that was replaced already"
    assert text_of(made.pdf, 1).count("•") == 1
    underlined = [
        run.text
        for paragraph in docx.Document(str(made.manifest.parent / "forms" / "narrative.docx")).paragraphs
        for run in paragraph.runs
        if run.underline
    ]
    assert "".join(underlined).split() == ["et", "une", "nuit"]
    with pytest.raises(AsylumFormsError, match="Nothing has changed in these papers"):
        amended(case, LETTER + PASSPORT + REPLY + LABELLED, amends=[case / "filed", *since], out=case / "never")


LONG = "".join(f"\n\n      Le jour {n}.\n\n      " for n in range(40)) + "Voir [[letter]]"


def test_a_page_that_nothing_replaces_is_told(case: Path, since: tuple[Path, Path]) -> None:
    """The office would go on reading it as what the applicant says."""
    every = LETTER + PASSPORT + REPLY
    filed = amended(case, every, RECORD.replace("Voir [[letter]]", LONG), amends=(), language="fr", out=case / "long")
    page = parts(filed)["narrative"] + 1
    made = amended(case, every, amends=[case / "long"], out=case / "short")
    with use("fr"):
        assert _("Page {page} is taken out, and no page takes its place.").format(page=page) in words(made)


def test_a_page_that_was_new_in_changed_pages_is_replaced_as_that(case: Path, since: tuple[Path, Path]) -> None:
    every = LETTER + PASSPORT + REPLY + LABELLED
    longer = LATER.replace("Voir [[letter]]", LONG)
    asked = {"amends": [case / "filed", *since], "out": case / "longer"}
    assert "(nouvelle page)" in words(amended(case, every, longer, **asked))
    asked = {"amends": [case / "filed", *since, case / "longer"], "out": case / "longest"}
    last = words(amended(case, every, longer.replace("Le jour 39.", "Le dernier jour."), **asked))
    with use("fr"):
        assert _("{page} (new)").format(page=2) in last
    assert "(nouvelle page)" not in last


def test_changed_pages_do_not_hand_in_what_they_cite(case: Path, since: tuple[Path, Path]) -> None:
    """A paper that has another file by now would else pass for handed in with it."""
    assert read_built(case / "filed").exhibits.keys() == {"letter", "passport", "reply"}
    assert read_built(since[0]).exhibits.keys() == {"late"}
    assert read_built(since[1]).exhibits == {}


def test_another_folder_is_proposed_for_pages_that_come_after_others(case: Path, since: tuple[Path, Path]) -> None:
    again = LATER.replace("trois jours", "quatre jours")
    made = amended(case, LETTER + PASSPORT + REPLY + LABELLED, again, amends=[case / "filed", *since])
    assert made.manifest.parent.name == "ca-inland-fr-ircc-portal-amended-3"
    assert made.pdf.name == "01_Amended_3.pdf", "no two files that are handed in have one name"
    assert not [finding for finding in finished.verify(made.manifest.parent, progress=quiet) if finding.severity == "blocks"]


def test_changed_pages_alone_are_not_what_is_amended(case: Path, since: tuple[Path, Path]) -> None:
    with pytest.raises(AsylumFormsError, match="holds only what was handed in after a filing") as error:
        amended(case, LETTER + PASSPORT + REPLY + LABELLED, amends=[since[1]], out=case / "never")
    assert "--amends FILING" in error.value.remedy
