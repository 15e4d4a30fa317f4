"""Changed pages of a claim that was made in the portal, in a file for each kind of paper: what they cite is where it was."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pdf_text import text_of

from asylum_forms import build, finished
from asylum_forms.amend import earlier
from asylum_forms.built import Built
from asylum_forms.case import open_filing
from asylum_forms.errors import AsylumFormsError
from asylum_forms.findings import Severity
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
  text: |-
    I was held for two days. See [[passport]] and [[letter]].

    I left in June.
evidence:
  - {id: passport, file: evidence/a.txt, title: Passport, language: en, category: identity}
  - {id: letter, file: evidence/a.txt, title: A letter, language: en, category: witness}
"""
LATE = "  - {id: late, file: evidence/a.txt, title: A late letter, language: en, category: witness}\n"
LATER = RECORD.replace("in June.", "in July. See [[late]].") + LATE
DAY = datetime.date(2026, 12, 1)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("case")
    (made / "evidence").mkdir()
    (made / "evidence" / "a.txt").write_text("This is true.\n", encoding="utf-8")
    (made / "record.yaml").write_text(RECORD, encoding="utf-8")
    build.build(made, "ca/inland", profile="ircc-portal", out=made / "filed", progress=quiet)
    (made / "record.yaml").write_text(LATER, encoding="utf-8")
    return made


def _parts(built: Built) -> list[dict[str, Any]]:
    return list(json.loads(built.manifest.read_text(encoding="utf-8"))["parts"])


def amended(case: Path, filed: str, out: str) -> Built:
    return build.build(case, "ca/inland", profile="ircc-portal", amends=[case / filed], out=case / out, date=DAY, progress=quiet)


@pytest.fixture(scope="module")
def pages(case: Path) -> Built:
    return amended(case, "filed", "amended")


def test_a_page_cited_keeps_the_number_and_the_file_that_it_had(case: Path, pages: Built) -> None:
    filed = {part["id"]: part for part in json.loads((case / "filed/manifest.json").read_text(encoding="utf-8"))["parts"]}
    files = [file["path"] for file in json.loads((case / "filed/manifest.json").read_text(encoding="utf-8"))["files"]]
    here = {part["id"]: part["page"] for part in json.loads(pages.manifest.read_text(encoding="utf-8"))["parts"]}
    said = " ".join(text_of(pages.pdf).replace("\u00a0", " ").split())
    passport, letter = (filed[f"exhibit/{id_}/original"] for id_ in ("passport", "letter"))
    parts = [files.index(one["file"]) + 1 for one in (passport, letter)]
    assert f"See Exhibit 1, p. {passport['page']} (part {parts[0]}) and Exhibit 2, p. {letter['page']} (part {parts[1]})." in said
    assert f"I left in July. See Exhibit 3, p. {here['exhibit/late/original']}." in said


def test_only_what_has_changed_is_told_as_changed(pages: Built) -> None:
    listing = " ".join(text_of(pages.pdf, 1).split())
    assert re.findall(r"•[^•]+", listing)[0].startswith("• “June” is now “July. See Exhibit 3")
    assert listing.count("•") == 1


def test_its_one_file_is_called_as_the_portal_takes_it(pages: Built) -> None:
    assert pages.pdf.name == "01_Amended.pdf"
    assert not [finding for finding in pages.findings if finding.id == "profile.not-taken"]
    found = finished.verify(pages.manifest.parent, progress=quiet)
    assert not [finding.message for finding in found if finding.severity is Severity.BLOCKS]


def test_pages_that_replaced_others_are_no_filing_that_is_changed(case: Path, pages: Built) -> None:
    with pytest.raises(AsylumFormsError, match="amended holds only what was handed in after a filing") as error:
        amended(case, "amended", "never")
    assert error.value.remedy.startswith("Name the folder of that filing too: --amends FILING --amends ")


def test_what_comes_after_changed_pages_does_not_tell_their_changes_again(case: Path, pages: Built) -> None:
    last = "  - {id: last, file: evidence/a.txt, title: The last letter, language: en, category: witness}\n"
    both = [case / "filed", pages.manifest.parent]

    def told(record: str) -> list[str]:
        (case / "record.yaml").write_text(record, encoding="utf-8")
        built = build.build(
            case, "ca/inland", profile="ircc-portal", supplements=both, out=case / "after", date=DAY, progress=quiet
        )
        exhibits = {part["id"].split("/")[1] for part in _parts(built) if part["id"].startswith("exhibit/")}
        assert exhibits == {"last"}, "the late letter came with the changed pages"
        return [finding.message for finding in built.findings if finding.id == "supplement.changed"]

    assert told(LATER + last) == []
    (again,) = told(LATER.replace("two days", "three days") + last)
    assert again.startswith("Narrative has changed since the filing, and is not in these papers: “two” is now “three”")
    assert "July" not in again


def test_of_a_form_that_is_answered_in_an_account_no_page_is_replaced(case: Path) -> None:
    filing = open_filing(case, "ca/inland")
    account = open_filing(case, "us/affirmative", profile="uscis-online")
    online = next(one for one in account.procedure.profiles if one.name == "uscis-online")
    filing = replace(filing, procedure=replace(filing.procedure, profiles=(online,)))
    with pytest.raises(AsylumFormsError, match="Basis of Claim Form is answered in the office's online account"):
        earlier(filing, case / "filed")
