"""A Canadian filing in both languages, built from the example with few exhibits and read back from the written PDF."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from ca_case import DAY, EXAMPLE
from ruamel.yaml import YAML

from asylum_forms import build
from asylum_forms.build import Built
from asylum_forms.progress import quiet

KEPT = ("passports", "summons-2023", "background-note")
LETTER = (612, 792)


def _case(folder: Path) -> Path:
    """The example with three exhibits, a wife who does not claim and a son of five."""
    case = folder / "case"
    shutil.copytree(EXAMPLE, case, ignore=shutil.ignore_patterns("build"))
    yaml = YAML()
    record: Any = yaml.load((case / "record.yaml").read_text(encoding="utf-8"))
    record["evidence"] = [entry for entry in record["evidence"] if entry["id"] in KEPT]
    for event in record["harm"]:
        event["evidence"] = [id_ for id_ in event["evidence"] if id_ in KEPT] or "none"
    for tag, words in record["statement"]["text"].items():
        cut = re.sub(r" ?\[\[([a-z0-9-]+)[^]]*\]\]", lambda found: found.group() if found[1] in KEPT else "", words)
        record["statement"]["text"][tag] = cut
    record["spouse"]["ca"]["claims"] = "no"
    record["children"][1]["birth"]["date"] = "2021-05-01"
    risk = {"en": "He would be kept out of school & used against us.", "fr": "Il serait privé d’école et utilisé contre nous."}
    record["ca"]["child_risk"] = risk
    with (case / "record.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(record, file)
    return case


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    case = _case(tmp_path_factory.mktemp("ca"))
    return {
        language: build.build(case, "ca/inland", out=case / "build" / language, date=DAY, language=language, progress=quiet)
        for language in ("en", "fr")
    }


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def built(both: dict[str, Built], language: str) -> Built:
    return both[language]


def text(pdf: Path, first: int = 1, last: int = 0) -> str:
    pages = ["-f", str(first), *(["-l", str(last)] if last else [])]
    return subprocess.run(["pdftotext", "-layout", *pages, str(pdf), "-"], capture_output=True, check=True).stdout.decode()


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def parts(built: Built) -> dict[str, tuple[int, int]]:
    """Leaf id to its first and last page."""
    data = json.loads(built.manifest.read_text(encoding="utf-8"))
    return {part["id"]: (part["page"], part["page"] + part["pages"] - 1) for part in data["parts"]}


def test_only_what_the_test_left_open_blocks(built: Built) -> None:
    blocking = {finding.id for finding in built.findings if finding.severity == "blocks"}
    assert blocking <= {"record.date-passed"}, "the day of the example may be over"


def test_qpdf_finds_the_file_sound_and_every_page_is_letter(built: Built) -> None:
    assert subprocess.run(["qpdf", "--check", str(built.pdf)], capture_output=True, check=False).returncode == 0
    document = pdfium.PdfDocument(built.pdf)
    assert {document.get_page_size(number) for number in range(len(document))} == {LETTER}


def test_the_parts_stand_in_order(built: Built) -> None:
    order = [id_ for id_ in parts(built) if not id_.startswith("exhibit/")]
    assert order == [
        "boc",
        "boc--shen-jianing",
        "boc-child--shen-jiaming",
        "narrative",
        "contact-information",
        "missing-documents",
        "list-of-documents",
        "statement-of-service",
    ]
    exhibit = [id_.rpartition("/")[2] for id_ in parts(built) if id_.startswith("exhibit/summons-2023/")]
    assert exhibit == ["separator", "original", "translation", "certificate"]


def test_all_pages_are_numbered_as_one_document(built: Built) -> None:
    for number in range(1, built.pages + 1):
        assert text(built.pdf, number, number).rstrip("\f\n ").split()[-1] == str(number)


def test_our_own_pages_have_no_type_below_twelve_points(built: Built) -> None:
    """Rule 31: every letter, the page numbers too, of every page that is not somebody's evidence or translation."""
    document = pdfium.PdfDocument(built.pdf)
    seen = 0
    for id_, (first, last) in parts(built).items():
        own_last = last if not id_.endswith(("/original", "/translation")) else first - 1
        for number in range(first, own_last + 1):
            for letter, size in _letters(document[number - 1]):
                seen += 1
                assert size >= 11.99, (id_, number, letter, size)
    assert seen > 5000


def _letters(page: Any) -> Iterator[tuple[str, float]]:
    """Every visible letter with the height of its type, the scale of its matrix included."""
    textpage = page.get_textpage()
    matrix = raw.FS_MATRIX()
    for index in range(textpage.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(textpage, index))
        if letter.isspace() or not letter.isprintable():
            continue
        raw.FPDFText_GetMatrix(textpage, index, matrix)
        yield letter, raw.FPDFText_GetFontSize(textpage, index) * (matrix.b**2 + matrix.d**2) ** 0.5


SAID = {
    "en": (
        "Basis of Claim Form",
        "2(a) – Schedule 1, item 8",
        "Schedule 1, item 10 (letter on the form not verified)",
        "He would be kept out of school & used against us.",
        "same force and effect as if made under oath",
        "LIST OF DOCUMENTS",
        "TRANSLATOR’S DECLARATION",
        "STATEMENT OF SERVICE",
        "Search warrant of January",
        "from Chinese, dialect: Mandarin, into English",
        "Exhibit 2, p.",
    ),
    "fr": (
        "Formulaire de fondement de la demande d’asile",
        "2a) – Annexe 1, point 8",
        "Annexe 1, point 10 (lettre du formulaire non vérifiée)",
        "Il serait privé d’école et utilisé contre nous.",
        "la même force et le même effet que si elle était faite sous serment",
        "LISTE DES DOCUMENTS",
        "DÉCLARATION DU TRADUCTEUR",
        "DÉCLARATION DE TRANSMISSION",
        "Mandat de perquisition de",
        "Langue de l’original : chinois ; dialecte : mandarin ; langue de la traduction : anglais",
        "Convocation (Bureau de sécurité",
    ),
}
OTHER = {"en": ("Annexe", "Déclaration", "Oui"), "fr": ("Schedule", "Declaration", "Yes", "N/A", "Family name", "Don't")}


def test_the_filing_says_it_in_its_language(built: Built, language: str) -> None:
    whole = flat(text(built.pdf))
    for words in SAID[language]:
        assert words in whole, words


def test_no_caption_of_the_other_language_stands_on_our_pages(built: Built, language: str) -> None:
    for id_, (first, last) in parts(built).items():
        if not id_.startswith("exhibit/"):
            page = text(built.pdf, first, last)
            assert [words for words in OTHER[language] if words in page] == [], id_


def test_names_in_chinese_stand_as_letters(built: Built) -> None:
    assert "沈维国" in text(built.pdf, 1, 1)
    assert "□" not in text(built.pdf)


def test_the_form_of_the_young_child_asks_nothing_about_the_claim(built: Built) -> None:
    first, last = parts(built)["boc-child--shen-jiaming"]
    page = text(built.pdf, first, last)
    assert "沈佳铭" in page
    assert "2021-05-01" in page
    assert "2(a)" not in page
    assert "2a)" not in page


def test_who_signs_what_is_listed(both: dict[str, Built]) -> None:
    built = both["en"]
    by_part = {
        id_: {who for who, spot in built.signs if first <= spot.page <= last} for id_, (first, last) in parts(built).items()
    }
    assert by_part["boc"] == {"applicant (Weiguo SHEN)", "interpreter (Weiguo SHEN)"}
    assert by_part["boc--shen-jianing"] == {
        "parent-or-designated-representative (Jianing SHEN)",
        "interpreter (Jianing SHEN)",
    }
    assert {who.partition(" (")[0] for who in by_part["boc-child--shen-jiaming"]} == {
        "parent-or-designated-representative",
        "interpreter",
    }
    assert by_part["exhibit/summons-2023/certificate"] == {"translator"}
    assert by_part["statement-of-service"] == {"server"}


def test_the_list_names_the_page_on_which_each_exhibit_begins(built: Built) -> None:
    first, last = parts(built)["list-of-documents"]
    listed = text(built.pdf, first, last)
    for label, id_ in enumerate(KEPT, 1):
        start = parts(built)[f"exhibit/{id_}/separator"][0]
        assert re.search(rf"^ *{label} .* {start}$", listed, re.MULTILINE), (label, start)


def test_the_reading_copy_has_what_the_claimant_says_of_missing_documents(built: Built) -> None:
    copy = re.sub(r"\s+", "", text(built.pdf.parent / "reading-copy.zh_Hans.pdf"))
    for words in ("没有出示", "当场要求出示，被拒绝"):
        assert words in copy, words
