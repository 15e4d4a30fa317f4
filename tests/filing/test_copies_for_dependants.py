"""A copy of the filing for each family member who is included, for offices or lawyers who want one: never unasked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pdf_text import text_of

from asylum_forms import build, copies, finished
from asylum_forms.case import open_filing
from asylum_forms.cli import show
from asylum_forms.errors import AsylumFormsError

from .conftest import EXAMPLE, quiet

pytestmark = pytest.mark.slow
NAMES = {
    "dependants--spouse.pdf": "Xiulan LU",
    "dependants--children-1.pdf": "Jianing SHEN",
    "dependants--children-2.pdf": "Jiaming SHEN",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("copies") / "case"
    shutil.copytree(EXAMPLE, case)
    return case


@pytest.fixture(scope="module")
def built(case: Path) -> build.Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(case.parent / "empty"))
        return build.build(case, "us/affirmative", sets=["dependants"], progress=quiet)


def test_each_family_member_who_is_included_has_a_copy_with_a_cover_that_says_so(built: build.Built) -> None:
    assert {file.name: whose for file, whose in built.copies} == NAMES
    for file, _whose in built.copies:
        cover = " ".join(text_of(file, 1).split())
        assert NAMES[file.name] in cover
        assert "Weiguo SHEN" in cover
        assert "Affirmative asylum application" in cover
        assert f"1–{built.pages}" in cover
        assert [name for name in NAMES.values() if name in cover] == [NAMES[file.name]]


def test_the_terminal_says_for_whom_each_copy_is(built: build.Built, capsys: pytest.CaptureFixture[str]) -> None:
    show.built(built)
    lines = " ".join(capsys.readouterr().out.split())
    assert all(f"{name} {whose}" in lines for name, whose in NAMES.items())


def test_pages_put_between_others_are_named_on_the_cover() -> None:
    labels = [*map(str, range(1, 5)), "4A", "4B", "5", "5A", "6"]
    assert copies.span(labels, range(1, 10)) == "1–4, 4A–4B, 5, 5A, 6"
    assert copies.span(labels, [1, 2, 4, 5, 9]) == "1–2, 4, 4A, 6"


def test_its_pages_are_those_of_the_filing_with_their_numbers(built: build.Built) -> None:
    for file, _whose in built.copies:
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0
        with pikepdf.open(file) as copy, pikepdf.open(built.pdf) as filing:
            assert [str(page.label) for page in copy.pages][1:] == [str(page.label) for page in filing.pages]
            assert len({str(page.label) for page in copy.pages}) == built.pages + 1
        with pypdfium2.PdfDocument(file) as copy, pypdfium2.PdfDocument(built.pdf) as filing:
            for number in range(0, built.pages, 7):
                shown, filed = (one[at].render(scale=0.4).buffer for one, at in ((copy, number + 1), (filing, number)))
                assert bytes(shown) == bytes(filed)


def test_its_bookmarks_and_links_lead_to_its_own_pages(built: build.Built) -> None:
    with pypdfium2.PdfDocument(built.copies[0][0]) as copy, pypdfium2.PdfDocument(built.pdf) as filing:
        here, there = ([(m.get_title(), m.get_dest().get_index()) for m in one.get_toc()] for one in (copy, filing))
    assert here[1:] == [(title, page + 1) for title, page in there]
    assert here[0][1] == 0


def test_the_manifest_lists_the_copies_and_they_pass_the_last_look(built: build.Built) -> None:
    folder = built.manifest.parent
    outputs = {entry["path"] for entry in json.loads(built.manifest.read_text(encoding="utf-8"))["outputs"]}
    assert set(NAMES) <= outputs
    assert not [
        found for found in finished.verify(folder, progress=quiet) if found.severity == "blocks" or found.id == "filing.stray"
    ]


def test_nobody_claims_that_a_rule_asks_for_them(built: build.Built) -> None:
    [finding] = [finding for finding in built.findings if finding.id == "copies.unverified"]
    assert (finding.severity, finding.checked) == ("attend", "")
    assert "8 CFR 208.3(a)" in finding.source
    assert not re.search(r"\b(one|two|three|\d+) cop", built.report.read_text(encoding="utf-8").replace("No further copies", ""))


def test_of_a_later_build_that_asks_for_none_no_copy_is_left(built: build.Built, case: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(case, tmp_path / "case"))
    result = build.build(again, "us/affirmative", progress=quiet)
    assert result.copies == ()
    assert not list(result.pdf.parent.glob("dependants*"))


def test_a_filing_without_such_people_is_refused_at_once(tmp_path: Path) -> None:
    case = Path(shutil.copytree(EXAMPLE, tmp_path / "case"))
    record = case / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("include: yes", "include: no"), encoding="utf-8")
    with pytest.raises(AsylumFormsError, match="would have no pages"):
        copies.wanted(open_filing(case, "us/affirmative"), ["dependants"])
