"""Who applies through the online account: nothing that the report says fits paper only, and the form is signed there."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_text import text_of

from asylum_forms import build, finished, look
from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.built import Built
from asylum_forms.case import open_filing
from asylum_forms.cli import preflight, show
from asylum_forms.findings import Severity
from asylum_forms.packet import papers
from asylum_forms.preflight.page import as_page
from asylum_forms.preflight.report import Report

EXAMPLE = Path(__file__).parents[2] / "examples" / "us-petitioner-family"
DAY = datetime.date(2026, 11, 25)
ON_PAPER = ("by hand", "lockbox", "photographs", "not the originals", "single sheets")
"""What is said of packets on paper only."""


def told(profile: str) -> tuple[Report, str]:
    """What preflight has to say of the example, and all its words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", "/nowhere")
        found = look.preflight(EXAMPLE, "us/affirmative", date=DAY, profile=profile, progress=lambda *_step: None)
    words = [f"{finding.message} {finding.remedy}" for finding in found.findings]
    return found, " ".join([*words, *(task.text for task in found.standing.checklist)]).lower()


def test_nothing_of_paper_is_said_of_an_application_in_the_account() -> None:
    _paper, on_paper = told("uscis-paper")
    online, words = told("uscis-online")
    assert [phrase for phrase in ON_PAPER if phrase in on_paper] == list(ON_PAPER)
    assert [phrase for phrase in ON_PAPER if phrase in words] == []
    assert not {finding.id for finding in online.findings} & {"us.sign-by-hand", "form.official-missing"}
    [finding] = [finding for finding in online.findings if finding.id == "form.in-account"]
    assert "answers and signs form I-589 in the office's online account" in finding.message
    assert (finding.severity, finding.checked, finding.rule) == ("attend", "", "uscis-online"), "nobody has read it there"


def test_the_form_is_not_on_the_list_of_what_is_signed_in_the_packet() -> None:
    plan = Plan((Leaf("i-589", "Form", Path(), 2), Leaf("declaration", "Declaration", Path(), 1)), "Letter", "en", "T", "")
    written = Written(Path(), 3, plan.starts(), (("applicant", 2), ("applicant", 3)))
    for profile, pages in (("uscis-paper", [2, 3]), ("uscis-online", [3])):
        filing = open_filing(EXAMPLE, "us/affirmative", profile=profile)
        assert [page for _who, page in papers.signers(filing, plan, written)] == pages


def test_papers_for_uploading_are_signed_before_that(capsys: pytest.CaptureFixture[str]) -> None:
    online, _words = told("uscis-online")
    signed = replace(online, signs=(("applicant", Written(Path(), 3, {}).at(3)),))
    assert "Sign here, before it is uploaded" in as_page("T", signed, [])
    assert "Sign here, by hand" in as_page("T", replace(signed, uploaded=False), [])
    built = Built(Path(), (Path(),), (), 3, Path(), Path(), signed)
    show.built(built)
    assert "To be signed before it is uploaded:" in capsys.readouterr().out
    ready = replace(built, preflight=Report("us/affirmative", "en", "2026-11-25", (), uploaded=True))
    preflight.built(ready, everything=False)
    said = " ".join(capsys.readouterr().out.split())
    assert "then upload the files" in said
    assert "print it" not in said


@pytest.mark.slow
def test_the_form_of_the_account_is_no_file_to_hand_in(tmp_path: Path) -> None:
    """Our answer sheet is there to copy from: among the files that are uploaded it would be sent along."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", "/nowhere")
        quiet = lambda *_step: None  # noqa: E731
        built = build.build(EXAMPLE, "us/affirmative", date=DAY, profile="uscis-online", out=tmp_path, progress=quiet)
    assert (tmp_path / "forms" / "i-589.docx").exists()
    words = {file.name: text_of(file) for file in built.parts}
    assert [name for name, text in words.items() if "I-589" in name or "not the official form" in text] == []
    assert len(words) == 12
    letter, enclosed = words["01_Letters.pdf"].split("Enclosed are copies")
    said = " ".join(letter.split())
    assert "which is made in the online account" in said
    assert "enclose my application" not in said
    assert "filing address" not in said
    assert "print it" not in (tmp_path / "preflight.html").read_text(encoding="utf-8")
    assert "Declaration of the applicant" in enclosed
    assert "Form I-589" not in enclosed.split("Index of exhibits")[0]
    assert [finding.message for finding in finished.verify(tmp_path, progress=quiet) if finding.severity is Severity.BLOCKS] == []
