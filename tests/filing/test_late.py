"""An exhibit that is added to a filing handed in already: every label and every page number of the others stays."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from asylum_forms import build

from .conftest import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: See [[second]].
  place: {country: US}
  read_back_in: none
evidence:
  - {id: first, file: evidence/a.txt, title: A letter, language: en, category: witness}
  - {id: second, file: evidence/b.txt, title: Another letter, language: en, category: witness}
"""
LATE = """\
  - {id: late, file: evidence/late.txt, title: A late letter, language: en, category: witness, label: A1}
"""
FILLER = "".join(
    f"  - {{id: f{n}, file: evidence/a.txt, title: A letter with a rather long title that fills more than one line of the index, "
    f"issuer: An office with a long name, language: en, category: witness}}\n"
    for n in range(18)
)


EARLY = "  - {id: early, file: evidence/a.txt, title: An early letter, language: en, category: witness}\n"


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, build.Built]:
    """One case built three times into one folder: with a late exhibit, then with one that has no label of its own before it."""
    case = tmp_path_factory.mktemp("again")
    (case / "evidence").mkdir()
    for name in ("a", "b", "late"):
        (case / "evidence" / f"{name}.txt").write_text("This is true.\n", encoding="utf-8")
    records = {"first": RECORD, "late": RECORD + LATE, "early": RECORD.replace("evidence:\n", f"evidence:\n{EARLY}")}
    records["early"] += LATE
    built = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        for name, record in records.items():
            (case / "record.yaml").write_text(record, encoding="utf-8")
            built[name] = build.build(case, "us/affirmative", progress=quiet)
    return built


def test_an_exhibit_without_a_label_that_moves_others_is_named_with_them(again: dict[str, build.Built]) -> None:
    """`first` was exhibit A in the last build and is B now; in a filing handed in, A is what others cite."""
    [found] = [finding for finding in again["early"].findings if finding.id == "evidence.relabelled"]
    assert found.place.exhibit == "early"
    assert "A (early)" in found.message
    assert found.message.endswith(": A → B, B → C")
    assert "label: C1" in found.remedy


def test_a_late_exhibit_with_a_label_of_its_own_moves_nothing(again: dict[str, build.Built]) -> None:
    for name in ("first", "late"):
        assert not [finding for finding in again[name].findings if finding.id == "evidence.relabelled"]


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> tuple[build.Built, build.Built]:
    """The filing as it was handed in, and with a late exhibit."""
    case, out = tmp_path_factory.mktemp("case"), tmp_path_factory.mktemp("out")
    (case / "evidence").mkdir()
    for name, lines in (("a", 1), ("b", 1), ("late", 70)):
        (case / "evidence" / f"{name}.txt").write_text("This is true.\n" * lines, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        built = []
        for name, record in (("before", RECORD + FILLER), ("after", RECORD + LATE + FILLER)):
            (case / "record.yaml").write_text(record, encoding="utf-8")
            built.append(build.build(case, "us/affirmative", out=out / name, progress=quiet))
    return built[0], built[1]


def parts_of(built: build.Built) -> dict[str, dict[str, Any]]:
    return {part["id"]: part for part in json.loads(built.manifest.read_text(encoding="utf-8"))["parts"]}


def printed(part: dict[str, Any]) -> str:
    return str(part.get("label", part["page"]))


def text_of(pdf: Path, first: int, count: int = 1) -> str:
    command = ["pdftotext", "-layout", "-f", str(first), "-l", str(first + count - 1), str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_every_page_that_was_filed_keeps_its_number(filings: tuple[build.Built, build.Built]) -> None:
    before, after = map(parts_of, filings)
    assert {id: printed(part) for id, part in after.items() if id in before} == {id: printed(part) for id, part in before.items()}
    assert set(after) - set(before) == {"exhibit/late/separator", "exhibit/late/original"}


def test_late_pages_have_the_number_of_the_page_before_and_a_letter(filings: tuple[build.Built, build.Built]) -> None:
    parts = parts_of(filings[1])
    last = int(printed(parts["exhibit/first/original"])) + parts["exhibit/first/original"]["pages"] - 1
    assert printed(parts["exhibit/late/separator"]) == f"{last}A"
    assert printed(parts["exhibit/late/original"]) == f"{last}B"
    late = parts["exhibit/late/original"]
    assert late["pages"] > 1
    with pikepdf.open(filings[1].pdf) as pdf:
        labels = [str(page.label) for page in pdf.pages]
    start = parts["exhibit/late/separator"]["page"]
    assert labels[start - 2 : start + 2] == [str(last), f"{last}A", f"{last}B", f"{last}C"]
    assert labels[start - 1 + 1 + late["pages"]] == str(last + 1)
    for number, label in enumerate(labels, 1):
        assert text_of(filings[1].pdf, number).split()[-1] == label


def test_the_index_names_the_late_exhibit_between_the_others(filings: tuple[build.Built, build.Built]) -> None:
    parts = parts_of(filings[1])
    index = parts["exhibit-index"]
    words = text_of(filings[1].pdf, index["page"], index["pages"])
    rows = re.findall(r"^\s*([A-Z]\d?)\s+\S.*?(\d+[A-Z]?)\s*$", words, re.MULTILINE)
    assert [label for label, _page in rows][:3] == ["A", "A1", "B"]
    assert dict(rows)["A1"] == printed(parts["exhibit/late/separator"])


def test_a_page_that_the_index_has_grown_by_has_a_letter_too(filings: tuple[build.Built, build.Built]) -> None:
    before, after = map(parts_of, filings)
    assert after["exhibit-index"]["pages"] >= before["exhibit-index"]["pages"]
    assert printed(after["exhibit/first/separator"]) == printed(before["exhibit/first/separator"])


def test_the_statement_cites_the_same_page_as_before(filings: tuple[build.Built, build.Built]) -> None:
    cited = [re.search(r"Exhibit B, p\. \d+", " ".join(text_of(built.pdf, 1, built.pages).split())) for built in filings]
    assert cited[0]
    assert cited[1]
    assert cited[0].group() == cited[1].group()


def test_whoever_has_to_sign_finds_the_number_on_the_page(filings: tuple[build.Built, build.Built]) -> None:
    assert filings[0].signs == filings[1].signs
