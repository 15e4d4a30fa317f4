"""Exhibits that come after the filing: they alone, with cover, index and certificate of service of their own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pdf_text import text_of

from asylum_forms import build, finished
from asylum_forms.compare import difference
from asylum_forms.errors import ArgumentError, AsylumFormsError

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: See [[first]] and [[second]].
  place: {country: US}
  read_back_in: none
claim:
  relocation: {answer: no, explain: They would find me.}
us:
  immigration_court: past
evidence:
  - {id: first, file: evidence/a.txt, title: A letter, language: en, category: witness}
  - {id: second, file: evidence/b.txt, title: Another letter, language: en, category: witness}
"""
LATE = """\
  - {id: late, file: evidence/late.txt, title: A late letter, language: en, category: witness, label: A1}
  - {id: last, file: evidence/b.txt, title: The last letter, language: en, category: witness, date: 2026-11-24}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, build.Built]:
    """The filing, and what came after it; before that the second letter was changed."""
    case, out = tmp_path_factory.mktemp("case"), tmp_path_factory.mktemp("out")
    (case / "evidence").mkdir()
    for name, lines in (("a", 1), ("b", 1), ("late", 70)):
        (case / "evidence" / f"{name}.txt").write_text(f"This is true, says {name}.\n" * lines, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        (case / "record.yaml").write_text(RECORD, encoding="utf-8")
        filed = build.build(case, "us/defensive", out=out / "filed", progress=quiet)
        with pytest.raises(AsylumFormsError, match="in the earlier filing already"):
            build.build(case, "us/defensive", supplements=[out / "filed"], progress=quiet)
        (case / "record.yaml").write_text(RECORD + LATE, encoding="utf-8")
        (case / "evidence" / "a.txt").write_text("This is no longer true.\n", encoding="utf-8")
        after = build.build(case, "us/defensive", supplements=[out / "filed"], progress=quiet)
    assert after.manifest.parent == case / "build" / "us-defensive-supplement"
    return {"filed": filed, "after": after}


def manifest_of(built: build.Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.manifest.read_text(encoding="utf-8"))
    return found


def test_only_the_new_exhibits_are_in_it_with_cover_index_and_certificate(made: dict[str, build.Built]) -> None:
    parts = [part["id"] for part in manifest_of(made["after"])["parts"]]
    assert parts == [
        *("court-cover-page", "table-of-contents"),
        *("exhibit/late/separator", "exhibit/late/original", "exhibit/last/separator", "exhibit/last/original"),
        "certificate-of-service",
    ]
    assert [manifest_of(made[name]).get("after") for name in ("filed", "after")] == [None, 1], "what came before it"
    assert made["after"].pdf.name == "Asylum_Application_Supplement.pdf"
    assert {entry["exhibit"] for entry in manifest_of(made["after"])["inputs"] if "exhibit" in entry} == {"late", "last"}


def test_its_index_names_them_with_the_labels_of_the_case_and_its_own_pages(made: dict[str, build.Built]) -> None:
    after = made["after"]
    pages = {part["id"]: part["page"] for part in manifest_of(after)["parts"]}
    rows = [line.split() for line in text_of(after.pdf, 2).splitlines() if line.strip()]
    assert ["A1", "A", "late", "letter", str(pages["exhibit/late/separator"])] in rows
    assert ["C", "The", "last", "letter", "November", "24,", "2026", str(pages["exhibit/last/separator"])] in rows
    assert not [row for row in rows if row[0] in ("A", "B")]
    numbers = [str(number) for number in range(1, after.pages + 1)]
    assert [text_of(after.pdf, int(page)).split()[-1] for page in numbers] == numbers


def test_cover_and_certificate_do_not_call_it_the_application(made: dict[str, build.Built]) -> None:
    after, filed = made["after"], made["filed"]
    cover, certificate = (" ".join(text_of(after.pdf, page).split()) for page in (1, after.pages))
    assert "RESPONDENT’S SUPPLEMENTARY DOCUMENTS IN SUPPORT OF THE APPLICATION FOR ASYLUM" in cover
    assert "WITH SUPPORTING DOCUMENTS" not in cover
    assert "the foregoing supplementary documents in support of the application" in certificate
    cover, certificate = (" ".join(text_of(filed.pdf, page).split()) for page in (1, filed.pages))
    assert "RESPONDENT’S APPLICATION FOR ASYLUM" in cover
    assert "SUPPLEMENTARY" not in cover
    assert "the foregoing application for asylum and for withholding of removal (Form I-589) and of all" in certificate


def test_the_report_is_about_these_papers_and_says_what_is_not_in_them(made: dict[str, build.Built]) -> None:
    found = {finding.id: finding for finding in made["after"].findings}
    assert "supplement.exhibits-only" not in found, "nothing else has changed"
    assert found["supplement.other-file"].place.exhibit == "first"
    told = [finding.id for finding in made["after"].findings if finding.place.form or finding.id == "statement.citation"]
    assert sorted(told) == ["us.court-a-number", "us.court-not-now"]
    assert not made["after"].preflight.standing.forms
    assert {task.about for task in made["after"].preflight.standing.checklist} <= {"copies", "sending"}
    assert [one.exhibit.id for one in made["after"].preflight.standing.exhibits] == ["late", "last"]


def test_what_its_cover_lacks_stands_in_the_way_and_what_was_settled_before_is_not_told(made: dict[str, build.Built]) -> None:
    """The cover page prints the A-Number too; the fee went with the application, and no item of a form is in these papers."""
    of_all, told = ({finding.id: finding for finding in made[name].findings} for name in ("filed", "after"))
    assert {"us.fee", "us.not-on-form"} <= of_all.keys()
    assert not {"us.fee", "us.not-on-form"} & told.keys()
    for id_ in ("us.court-a-number", "us.court-not-now"):
        assert told[id_].severity == "blocks", id_


def test_a_paper_newer_than_the_filing_is_no_mistake_but_needs_the_day_it_is_handed_in(made: dict[str, build.Built]) -> None:
    [found] = [finding for finding in made["after"].findings if finding.id == "record.date-later"]
    assert "2026-11-24" in found.message
    assert "--date" in found.remedy


def test_it_is_whole_and_can_be_what_a_later_one_follows(made: dict[str, build.Built], tmp_path: Path) -> None:
    after = made["after"].manifest.parent
    assert not [finding for finding in finished.verify(after, progress=quiet) if finding.severity == "blocks"]
    assert difference.compare(after, after).empty
    case = after.parents[1]
    with pytest.raises(AsylumFormsError, match="in the earlier filing already"):
        build.build(case, "us/defensive", out=tmp_path / "x", supplements=[made["filed"].manifest.parent, after], progress=quiet)


def test_a_copy_of_what_was_handed_in_is_not_counted_as_handed_in_again(made: dict[str, build.Built], tmp_path: Path) -> None:
    """Else the first amended declaration would be signed as "no. 2"."""
    filed, case = made["filed"].manifest.parent, made["after"].manifest.parents[2]
    copy = Path(shutil.copytree(filed, tmp_path / "copy"))
    with pytest.raises(ArgumentError, match="hold the same papers"):
        build.build(case, "us/defensive", out=tmp_path / "x", supplements=[filed, copy], progress=quiet)


def test_a_label_that_was_handed_in_for_another_paper_is_refused(made: dict[str, build.Built], tmp_path: Path) -> None:
    """Without a label of its own a paper that is put before others takes the label of the first of them."""
    case = Path(shutil.copytree(made["after"].manifest.parents[2], tmp_path / "case"))
    record = (
        (case / "record.yaml").read_text(encoding="utf-8").replace(", label: A1", "").replace(LATE.replace(", label: A1", ""), "")
    )
    entry = "  - {id: early, file: evidence/late.txt, title: An early letter, language: en, category: witness}\n"
    (case / "record.yaml").write_text(record.replace("evidence:\n", f"evidence:\n{entry}"), encoding="utf-8")
    with pytest.raises(AsylumFormsError, match="Exhibit A was handed in as another paper") as error:
        build.build(case, "us/defensive", supplements=[made["filed"].manifest.parent], progress=quiet)
    assert "label" in error.value.remedy
    assert error.value.place
    assert error.value.place.exhibit == "early"


def test_it_is_never_written_over_what_was_handed_in_nor_made_after_a_pdf_alone(made: dict[str, build.Built]) -> None:
    after, filed = made["after"].manifest.parent, made["filed"].manifest.parent
    with pytest.raises(AsylumFormsError, match="would be written over"):
        build.build(after.parents[1], "us/defensive", supplements=[filed], out=filed, progress=quiet)
    with pytest.raises(AsylumFormsError, match="which exhibits it has is not known"):
        build.build(after.parents[1], "us/defensive", supplements=[made["filed"].pdf], progress=quiet)
