"""Filings handed in as several files: divided at exhibits, under the size limit, each a whole of its own. Read back with qpdf,
poppler and PDFium."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_text import text_of
from PIL import Image, ImageFilter
from pypdf import PdfWriter

from asylum_forms import build, finished
from asylum_forms.assembly.recompress import recompress
from asylum_forms.errors import OutputError
from asylum_forms.jurisdiction.contract import CopySet
from asylum_forms.jurisdiction.dated import read_dated
from asylum_forms.jurisdiction.profile import DatedProfile
from asylum_forms.jurisdiction.registry import find_procedure

from .conftest import quiet

pytestmark = pytest.mark.slow

LIMIT = 700_000
RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: See [[letter]], [[fine]] and [[coarse p. 5]].
  place: {country: US}
  read_back_in: none
evidence:
  - {id: letter, file: evidence/letter.txt, title: A letter, language: en, category: witness}
  - {id: fine, file: evidence/fine.pdf, title: A fine scan, language: en, category: police}
  - {id: coarse, file: evidence/coarse.pdf, title: Many scans, language: en, category: court}
  - id: last
    file: evidence/last.txt
    title: Another letter
    language: fr
    category: witness
    translation: {file: evidence/letter.txt, translator: tan}
helpers:
  - {id: tan, name: {family: Tan, given: Yulin}}
"""


def scan(dots: int, seed: int, blur: float, mode: str = "RGB") -> Image.Image:
    """A page of noise: soft noise becomes small when it is stored again, hard noise does not."""
    noise = Image.frombytes("L", (dots * 4, dots * 5), random.Random(seed).randbytes(dots * dots * 20))
    return noise.filter(ImageFilter.GaussianBlur(blur)).convert(mode) if blur else noise.convert(mode)


def scans(out: Path, images: list[Image.Image], dots: int, quality: int = 95) -> Path:
    how = {"quality": quality} if images[0].mode != "1" else {}
    images[0].save(out, save_all=True, append_images=images[1:], resolution=dots, **how)
    return out


def profile(name: str = "portal", **rules: Any) -> DatedProfile:
    """An office with these rules, also such as no file of ours may have: what is written is held against them all the same."""
    first = {"from": datetime.date(2000, 1, 1), "source": "S", "verified": False}
    return DatedProfile(name, {rule: read_dated(rule, [{**first, "value": value}]) for rule, value in rules.items()})


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("case")
    (case / "evidence").mkdir()
    for name in ("letter", "last"):
        (case / "evidence" / f"{name}.txt").write_text("Dear office,\nthis is true.\n", encoding="utf-8")
    scans(case / "evidence" / "fine.pdf", [scan(300, n, 1) for n in range(2)], 300)
    scans(case / "evidence" / "coarse.pdf", [scan(150, n, 0, "L") for n in range(6)], 150)
    (case / "record.yaml").write_text(RECORD, encoding="utf-8")
    return case


@pytest.fixture(scope="module")
def hand_in(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., build.Built]]:
    """`hand_in(size_limit=...)`: the case built for an office with these rules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
        jurisdiction, procedure = find_procedure("us/affirmative")
        cache = tmp_path_factory.mktemp("cache")

        def built(out: Path | None = None, sets: Sequence[CopySet] = (), **rules: Any) -> build.Built:
            wanted = replace(procedure, profiles=(profile(**rules),), sets=tuple(sets))
            patch.setitem(jurisdiction.procedures, "affirmative", wanted)  # type: ignore[arg-type]
            return build.build(case, "us/affirmative", out=out or cache, sets=[one.name for one in sets], progress=quiet)

        yield built


@pytest.fixture(scope="module")
def parted(hand_in: Callable[..., build.Built]) -> build.Built:
    return hand_in(size_limit=LIMIT, file_name="Asylum", part_name="{name}_Part{n}")


def manifest_of(built: build.Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.manifest.read_text(encoding="utf-8"))
    return found


def test_every_file_is_valid_under_the_limit_and_named_as_the_portal_wants(parted: build.Built) -> None:
    assert len(parted.parts) > 2
    assert [file.name for file in parted.parts] == [f"Asylum_Part{n}.pdf" for n in range(1, len(parted.parts) + 1)]
    for file in parted.parts:
        assert file.stat().st_size <= LIMIT
        assert subprocess.run(["qpdf", "--check", str(file)], capture_output=True).returncode == 0
    assert not (parted.manifest.parent / "filing.pdf").exists(), "a whole that is not handed in would be out of date one day"


def test_page_numbers_run_through_all_files_on_the_page_in_the_label_and_in_the_manifest(parted: build.Built) -> None:
    number = 0
    for file, entry in zip(parted.parts, manifest_of(parted)["files"], strict=True):
        with pikepdf.open(file) as pdf:
            labels = [str(page.label) for page in pdf.pages]
        assert labels == [str(number + n) for n in range(1, len(labels) + 1)]
        assert (entry["first"], entry["last"], entry["pages"]) == (labels[0], labels[-1], len(labels))
        assert entry["bytes"] == file.stat().st_size
        assert entry["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        for page, label in enumerate(labels, 1):
            assert text_of(file, page).split()[-1] == label
        number += len(labels)
    assert number == parted.pages == sum(part["pages"] for part in manifest_of(parted)["parts"])


def test_every_file_begins_with_an_index_of_what_it_holds(parted: build.Built) -> None:
    count = len(parted.parts)
    for number, (file, entry) in enumerate(zip(parted.parts, manifest_of(parted)["files"], strict=True), 1):
        if number == 1:
            continue
        first = text_of(file, 1)
        assert f"Part {number} of {count}" in first
        rows = [line.split()[0] for line in first.splitlines() if line[:8].strip() in ("A", "B", "C", "D")]
        assert rows == entry["exhibits"]


def test_a_link_leads_into_its_own_file_and_the_rest_is_words(parted: build.Built) -> None:
    front = text_of(parted.parts[0])
    assert "(part" in front
    for file in parted.parts:
        with pikepdf.open(file) as pdf:
            own = {page.obj.objgen for page in pdf.pages}
            targets = [a.Dest[0].objgen for page in pdf.pages for a in page.obj.get("/Annots", []) if "/Dest" in a]
            assert targets
            assert set(targets) <= own


def test_a_citation_names_the_page_on_which_the_cited_one_stands(parted: build.Built) -> None:
    """Page 5 of the six scans lies in a later file than the first."""
    pieces = [part for part in manifest_of(parted)["parts"] if part["id"].startswith("exhibit/coarse/original")]
    assert len(pieces) > 1
    assert sum(piece["pages"] for piece in pieces) == 6
    left, piece = 5, pieces[0]
    for piece in pieces:
        if left <= piece["pages"]:
            break
        left -= piece["pages"]
    assert f"Exhibit C, p. {piece['page'] + left - 1} (part" in " ".join(text_of(parted.parts[0]).split())


def test_each_place_to_sign_is_named_with_its_file_and_page(parted: build.Built) -> None:
    files = {file.name: file for file in parted.parts}
    manifest = manifest_of(parted)
    assert len({spot.file for _who, spot in parted.signs}) > 1
    for (who, spot), entry in zip(parted.signs, manifest["signs"], strict=True):
        with pikepdf.open(files[spot.file]) as pdf:
            labels = [str(page.label) for page in pdf.pages]
        assert str(spot.page) in labels
        assert (entry["who"], entry["page"], entry["file"]) == (who, spot.page, f"parts/{spot.file}")
        assert ("Yulin TAN" if who == "translator" else "Ada DOE") in text_of(files[spot.file], labels.index(str(spot.page)) + 1)
    data = json.loads((parted.report.parent / "preflight.json").read_text(encoding="utf-8"))
    assert [(one["who"], one["page"], one["file"]) for one in data["sign_here"]] == [(w, s.page, s.file) for w, s in parted.signs]
    first = parted.signs[0][1]
    assert f"{first.file} · Cover letter · page {first.page}: " in parted.report.read_text(encoding="utf-8")


def test_each_paper_and_exhibit_is_said_to_be_in_the_file_that_holds_it(parted: build.Built) -> None:
    manifest = manifest_of(parted)
    held = {entry["path"]: range(int(entry["first"]), int(entry["last"]) + 1) for entry in manifest["files"]}
    assert all(part["page"] in held[part["file"]] for part in manifest["parts"])
    data = json.loads((parted.report.parent / "preflight.json").read_text(encoding="utf-8"))
    assert [one["file"] for one in data["exhibits"]] == [
        next(Path(part["file"]).name for part in manifest["parts"] if part["id"].startswith(f"exhibit/{one['id']}/"))
        for one in data["exhibits"]
    ]


def test_an_exhibit_that_goes_on_says_so_and_says_it_in_a_finding(parted: build.Built) -> None:
    begun = [part for part in manifest_of(parted)["parts"] if part["id"].startswith("exhibit/coarse/continued")]
    assert begun
    assert all("(continued from part\u00a0" in part["title"] for part in begun), "the outline says where it began"
    assert sum("Many scans (continued from part" in text_of(file) for file in parted.parts[1:]) == len(begun)
    [finding] = [finding for finding in parted.findings if finding.id == "profile.continued"]
    assert "Exhibit C" in finding.message


def test_a_scan_that_is_too_large_is_stored_again_and_the_original_stays(parted: build.Built, case: Path) -> None:
    [entry] = [entry for entry in manifest_of(parted)["inputs"] if entry.get("exhibit") == "fine"]
    assert any("dpi, JPEG quality" in note for note in entry["notes"])
    assert entry["sha256"] == hashlib.sha256((case / "evidence" / "fine.pdf").read_bytes()).hexdigest()
    assert {finding.place.exhibit for finding in parted.findings if finding.id == "profile.recompressed"} == {"fine"}
    assert not [part for part in manifest_of(parted)["parts"] if part["id"].startswith("exhibit/fine/continued")]


@pytest.mark.slow
def test_the_same_input_gives_the_same_files(parted: build.Built, hand_in: Callable[..., build.Built], tmp_path: Path) -> None:
    again = hand_in(tmp_path / "again", size_limit=LIMIT, file_name="Asylum", part_name="{name}_Part{n}")
    assert [file.read_bytes() for file in again.parts] == [file.read_bytes() for file in parted.parts]


@pytest.mark.slow
def test_what_is_late_has_a_file_of_its_own_and_moves_no_page(
    parted: build.Built, hand_in: Callable[..., build.Built], case: Path, tmp_path: Path
) -> None:
    record = case / "record.yaml"
    late = "  - {id: late, file: evidence/last.txt, title: A late letter, language: en, category: witness, label: A1}\n"
    record.write_text(RECORD.replace("helpers:", f"{late}helpers:"), encoding="utf-8")
    try:
        built = hand_in(tmp_path / "late", size_limit=LIMIT, file_name="Asylum", part_name="{name}_Part{n}")
    finally:
        record.write_text(RECORD, encoding="utf-8")
    before, after = (
        {part["id"]: part.get("label", part["page"]) for part in manifest_of(one)["parts"]} for one in (parted, built)
    )
    assert {id: page for id, page in after.items() if id in before} == before
    last = manifest_of(built)["files"][-1]
    assert last["exhibits"] == ["A1"]
    assert last["first"] == f"{parted.pages + 1}"
    assert after["exhibit/late/separator"] == f"{parted.pages + 1}A"


@pytest.mark.slow
def test_a_copy_for_others_is_divided_like_the_filing_and_keeps_its_limit_and_numbers(
    hand_in: Callable[..., build.Built], tmp_path: Path
) -> None:
    served = CopySet("served", "Copy for the other party", "S", parts=("exhibit-index", "exhibits"))
    rules = {"size_limit": LIMIT, "file_name": "Asylum", "part_name": "{name}_Part{n}"}
    built = hand_in(tmp_path / "out", sets=[served], **rules)
    copies = [file for file, _whose in built.copies]
    assert [file.name for file in copies] == [f"served--{part.name}" for part in built.parts]
    assert all(file.stat().st_size <= LIMIT for file in copies)
    for number, (file, part) in enumerate(zip(copies, built.parts, strict=True)):
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0
        with pikepdf.open(file) as copy, pikepdf.open(part) as whole:
            numbers, all_ = ([str(page.label) for page in one.pages] for one in (copy, whole))
        assert numbers == (all_ if number else all_[-len(numbers) :]), "all of them but the forms, the index of each file too"
    assert not [found for found in finished.verify(tmp_path / "out", progress=quiet) if found.id == "filing.stray"]


def test_one_file_for_each_kind_and_no_limit(hand_in: Callable[..., build.Built], tmp_path: Path) -> None:
    built = hand_in(tmp_path / "out", files="categories", file_name="{n}_{category}")
    assert [file.stem for file in built.parts] == [
        "01_Letters",
        "02_Form_I-589",
        "03_Declaration",
        "04_Witness",
        "05_Police",
        "06_Court",
    ]
    files = {entry["path"]: entry["exhibits"] for entry in manifest_of(built)["files"]}
    assert files["parts/04_Witness.pdf"] == ["A", "B"]
    whole = hand_in(tmp_path / "out")
    assert whole.parts == (tmp_path / "out" / "filing.pdf",)
    assert not (tmp_path / "out" / "parts").exists(), "files of another division are not left behind"


@pytest.mark.slow
def test_a_page_that_is_too_large_alone_is_named(hand_in: Callable[..., build.Built], tmp_path: Path) -> None:
    with pytest.raises(OutputError) as error:
        hand_in(tmp_path / "out", size_limit=250_000)
    assert "of coarse.pdf (exhibit C) alone has" in error.value.message
    assert "at most 0.2 MB" in error.value.message
    assert error.value.remedy


@pytest.mark.slow
def test_one_file_is_called_as_the_office_wants_it_too_and_takes_the_place_of_the_earlier_files(
    hand_in: Callable[..., build.Built], tmp_path: Path
) -> None:
    hand_in(tmp_path / "out", size_limit=LIMIT, file_name="Asylum", part_name="{name}_Part{n}")
    for name in ("Asylum", "Other"):
        one = hand_in(tmp_path / "out", size_limit=LIMIT * 100, file_name=name, part_name="{name}_Part{n}")
        assert one.parts == (tmp_path / "out" / f"{name}.pdf",)
        assert [file.name for file in (tmp_path / "out").glob("*.pdf")] == [f"{name}.pdf"]
        assert not (tmp_path / "out" / "parts").exists()
        assert finished.verify(tmp_path / "out", progress=quiet)[0].severity != "blocks"


@pytest.mark.slow
def test_what_the_office_would_refuse_of_a_written_file_stands_in_the_way(
    hand_in: Callable[..., build.Built], tmp_path: Path
) -> None:
    built = hand_in(tmp_path / "out", file_types=["jpg"])
    [finding] = [finding for finding in built.findings if finding.id == "profile.not-taken"]
    assert finding.message == "filing.pdf: it is of the kind pdf, this office takes jpg"
    assert (finding.severity, finding.rule, finding.source, finding.checked) == ("blocks", "portal", "S", "")


def image_of(pdf: Path) -> tuple[int, int, str]:
    with pikepdf.open(pdf) as opened:
        [image] = opened.pages[0].get_images().values()
        found = pikepdf.PdfImage(image)
        return found.width, found.height, found.mode


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_keeps_its_colours_and_never_has_fewer_dots_than_asked(tmp_path: Path, mode: str) -> None:
    source = scans(tmp_path / "in.pdf", [scan(300, 1, 2, mode)], 300)
    assert recompress(source, "Letter", 150, 75, tmp_path / "out.pdf") == 1
    assert image_of(tmp_path / "out.pdf") == (600, 750, mode)
    assert recompress(source, "Letter", 400, 60, tmp_path / "again.pdf") == 1
    assert image_of(tmp_path / "again.pdf")[:2] == (1200, 1500), "nothing is enlarged"


def test_a_picture_counts_as_large_as_it_stands_on_the_paper(tmp_path: Path) -> None:
    """A plan of 32 by 40 inches at 100 dots is shrunk to Letter, where it has some 400 dots: there 150 are left."""
    source = scans(tmp_path / "in.pdf", [scan(300, 1, 2).resize((3200, 4000))], 100)
    recompress(source, "Letter", 150, 75, tmp_path / "out.pdf")
    width, height, _mode = image_of(tmp_path / "out.pdf")
    assert 0.95 < height / (150 * (792 - 36) / 72) < 1.05
    assert width / height == pytest.approx(0.8, abs=0.01)


def test_black_and_white_scans_stay_black_and_white(tmp_path: Path) -> None:
    source = scans(tmp_path / "in.pdf", [scan(300, 1, 0).convert("1")], 300)
    assert recompress(source, "Letter", 150, 60, tmp_path / "out.pdf") == 0
    assert image_of(tmp_path / "out.pdf") == image_of(source)


def test_a_pdf_without_pictures_is_left_as_it_is(tmp_path: Path) -> None:
    pages = PdfWriter()
    pages.add_blank_page(612, 792)
    pages.write(tmp_path / "in.pdf")
    assert recompress(tmp_path / "in.pdf", "Letter", 150, 60, tmp_path / "out.pdf") == 0
