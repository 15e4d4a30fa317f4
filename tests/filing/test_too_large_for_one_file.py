"""Exhibits that are too large for one file: what is stored again, what is divided, and what every list says of it.

Read back with qpdf, poppler and PDFium.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_text import text_of
from PIL import Image, ImageFilter

from asylum_forms import build, copies, finished
from asylum_forms.jurisdiction.contract import CopySet
from asylum_forms.jurisdiction.registry import find_procedure

from .conftest import quiet
from .test_parts import profile

pytestmark = pytest.mark.slow

LIMIT = 700_000
RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
spouse:
  name: {family: Roe, given: Bea}
  us: {in_us: yes, include: yes}
statement:
  text: See [[hard p. 2]].
  place: {country: US}
  read_back_in: none
evidence:
  - {id: letter, file: evidence/letter.txt, title: A letter, language: en, category: witness}
  - {id: hard, file: evidence/hard.pdf, title: Many scans, language: en, category: court}
  - {id: mixed, file: evidence/mixed.pdf, title: A photograph and scans, language: en, category: police}
"""
SETS = (
    CopySet("served", "Copy for the other party", "S"),
    CopySet("family", "Copy for a family member", "S", each="included"),
)


def noise(dots: int, seed: int, blur: float = 0) -> Image.Image:
    """A page of noise: soft noise becomes small when it is stored again, hard noise does not."""
    found = Image.frombytes("L", (dots * 4, dots * 5), random.Random(seed).randbytes(dots * dots * 20))
    return found.filter(ImageFilter.GaussianBlur(blur)) if blur else found


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("case")
    (case / "evidence").mkdir()
    (case / "evidence" / "letter.txt").write_text("Dear office,\nthis is true.\n", encoding="utf-8")
    first, *more = [noise(150, n) for n in range(4)]
    first.save(case / "evidence" / "hard.pdf", save_all=True, append_images=more, resolution=150, quality=95)
    noise(600, 9, 1).resize((2400, 3000)).save(case / "photo.pdf", resolution=400, quality=95)
    with pikepdf.open(case / "photo.pdf") as photo, pikepdf.open(case / "evidence" / "hard.pdf") as hard:
        photo.pages.extend(hard.pages[:3])
        photo.save(case / "evidence" / "mixed.pdf")
    (case / "record.yaml").write_text(RECORD, encoding="utf-8")
    return case


def built_with(case: Path, out: Path, sets: Sequence[CopySet] = (), **rules: Any) -> build.Built:
    jurisdiction, procedure = find_procedure("us/affirmative")
    wanted = replace(procedure, profiles=(profile(**rules),), sets=tuple(sets))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(case / "empty"))
        patch.setitem(jurisdiction.procedures, "affirmative", wanted)  # type: ignore[arg-type]
        return build.build(case, "us/affirmative", out=out, sets=[one.name for one in sets], progress=quiet)


@pytest.fixture(scope="module")
def built(case: Path, tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    return built_with(case, tmp_path_factory.mktemp("out"), SETS, size_limit=LIMIT, file_name="Asylum")


def manifest_of(built: build.Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.manifest.read_text(encoding="utf-8"))
    return found


def files_of(built: build.Built, exhibit: str) -> list[int]:
    """The numbers of the files (from 1) that have pages of an exhibit."""
    names = [f"parts/{file.name}" for file in built.parts]
    parts = [part for part in manifest_of(built)["parts"] if re.match(f"exhibit/{exhibit}/original", part["id"])]
    return [names.index(part["file"]) + 1 for part in parts]


def told(pdf: Path, words: str) -> int:
    """How often a file has these words. In a table the date beside them may come between."""
    pattern = r"\s+(?:undated\s+)?".join(map(re.escape, words.split()))
    return len(re.findall(pattern, subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout))


def pictures(pdf: Path) -> list[bytes]:
    """The pictures of a file, in its order, as they are stored."""
    with pikepdf.open(pdf) as opened:
        return [image.read_raw_bytes() for page in opened.pages for image in page.get_images().values()]


def test_an_exhibit_that_is_divided_keeps_its_pictures_as_they_are(built: build.Built, case: Path) -> None:
    assert len(files_of(built, "hard")) > 1
    [entry] = [entry for entry in manifest_of(built)["inputs"] if entry.get("exhibit") == "hard"]
    assert entry["notes"] == []
    filed = [picture for file in built.parts for picture in pictures(file)]
    assert [picture in filed for picture in pictures(case / "evidence" / "hard.pdf")] == [True] * 4
    assert [finding.id for finding in built.findings if finding.place.exhibit == "hard"] == ["profile.continued"]


def test_only_the_page_that_no_file_has_room_for_is_stored_again(built: build.Built, case: Path) -> None:
    large, *others = pictures(case / "evidence" / "mixed.pdf")
    filed = [picture for file in built.parts for picture in pictures(file)]
    assert len(large) > LIMIT
    assert large not in filed
    assert [picture in filed for picture in others] == [True] * 3
    [finding] = [finding for finding in built.findings if finding.place.exhibit == "mixed"]
    assert (finding.id, finding.severity) == ("profile.recompressed", "attend")
    assert f"lies in {len(files_of(built, 'mixed'))} of them" in finding.message
    assert "1 of their pictures" in finding.message
    [entry] = [entry for entry in manifest_of(built)["inputs"] if entry.get("exhibit") == "mixed"]
    [note] = entry["notes"]
    assert note.startswith("1 pictures stored again")


def test_every_list_says_where_an_exhibit_goes_on_and_where_it_comes_from(built: build.Built) -> None:
    for exhibit, title in (("hard", "Many scans"), ("mixed", "A photograph and scans")):
        numbers = files_of(built, exhibit)
        for at, number in enumerate(numbers):
            said = [f"continued from part {numbers[at - 1]}"] if at else []
            said += [f"continued in part {numbers[at + 1]}"] if at + 1 < len(numbers) else []
            count = told(built.parts[number - 1], f"{title} ({', '.join(said)})")
            assert count == 2, "in the index of the file, and on the page before the exhibit"
        front = told(built.parts[0], f"{title} (continued in part {numbers[1]})")
        assert front == 2, "in the cover letter and in the index of all"


def test_the_page_before_an_exhibit_says_how_many_of_its_pages_follow(built: build.Built) -> None:
    for part in manifest_of(built)["parts"]:
        if match := re.fullmatch(r"exhibit/(hard|mixed)/(separator|continued-(\d))", part["id"]):
            rest = f"original-{match[3]}" if match[3] else "original"
            [piece] = [one for one in manifest_of(built)["parts"] if one["id"] == f"exhibit/{match[1]}/{rest}"]
            file = built.manifest.parent / part["file"]
            with pikepdf.open(file) as pdf:
                at = [str(page.label) for page in pdf.pages].index(str(part["page"])) + 1
            assert re.search(rf"Pages\s+{piece['pages']} here, 4 in all", text_of(file, at))


def test_each_index_has_the_first_page_that_its_own_file_has_of_an_exhibit(built: build.Built) -> None:
    first = {part["id"]: part["page"] for part in manifest_of(built)["parts"]}
    for at, number in enumerate(files_of(built, "hard")):
        begins = first["exhibit/hard/separator" if not at else f"exhibit/hard/continued-{at + 1}"]
        rows = [
            line for line in text_of(built.parts[number - 1], 1 if number > 1 else 0).splitlines() if re.match(r"\s*B\s", line)
        ]
        assert any(re.search(rf"\b{begins}\s*$", row) for row in rows)


def test_copies_are_divided_like_the_filing_and_a_cover_says_whose_they_are(built: build.Built) -> None:
    names = {file.name: whose for file, whose in built.copies}
    assert names == {f"served--{part.name}": "" for part in built.parts} | {
        f"family--spouse--{part.name}": "Bea ROE" for part in built.parts
    }
    for file, _whose in built.copies:
        assert file.stat().st_size <= LIMIT
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0
    family = [file for file, whose in built.copies if whose]
    assert ["Copy for a family member" in text_of(file, 1) for file in family] == [True, *[False] * (len(family) - 1)]
    with pikepdf.open(family[0]) as copy, pikepdf.open(built.parts[0]) as part:
        assert [str(page.label) for page in copy.pages][1:] == [str(page.label) for page in part.pages]
    assert not [finding for finding in built.findings if finding.id == "copies.too-large"]
    assert not [found for found in finished.verify(built.manifest.parent, progress=quiet) if found.severity == "blocks"]


def test_a_copy_that_is_larger_than_the_office_takes_is_named(built: build.Built, case: Path, tmp_path: Path) -> None:
    from asylum_forms.case import open_filing

    small, large = tmp_path / "family--spouse.pdf", tmp_path / "served.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(small)
        pdf.Root.Much = pikepdf.Stream(pdf, bytes(5000))
        pdf.save(large, compress_streams=False)
    filing = open_filing(case, "us/affirmative")
    limited = replace(filing, procedure=replace(filing.procedure, profiles=(profile(size_limit=4000),)))
    [finding] = copies.too_large(limited, [small, large])
    assert finding.message == f"served.pdf: it has {large.stat().st_size:,} bytes, this office takes 4,000"
    assert (finding.id, finding.severity, finding.place.file) == ("copies.too-large", "attend", "served.pdf")
    unlimited = replace(filing, procedure=replace(filing.procedure, profiles=(profile(size_limit=None),)))
    assert list(copies.too_large(unlimited, [large])) == []
