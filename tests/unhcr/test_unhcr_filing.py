"""UNHCR and United Nations filings, built and read back from their PDF."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from unhcr_case import STRANDED, family_case

from asylum_forms import build, look
from asylum_forms.build import Built
from asylum_forms.progress import quiet

A4 = (595.3, 841.9)


@pytest.fixture(scope="module")
def appeal(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build.build(STRANDED, "unhcr/urgent-appeal", out=tmp_path_factory.mktemp("appeal"), progress=quiet)


@pytest.fixture(scope="module")
def rsd(tmp_path_factory: pytest.TempPathFactory) -> Built:
    case = family_case(tmp_path_factory.mktemp("family") / "case", "yes")
    return build.build(case, "unhcr/rsd", out=case.parent / "out", progress=quiet)


def text(pdf: Path, first: int = 1, last: int = 0) -> str:
    pages = ["-f", str(first), *(["-l", str(last)] if last else [])]
    done = subprocess.run(["pdftotext", "-layout", *pages, str(pdf), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode("utf-8"))


def test_the_appeal_is_one_page_and_has_its_ten_headings(appeal: Built) -> None:
    page, next_ = text(appeal.pdf, 1, 1), text(appeal.pdf, 2, 2)
    assert "URGENT – IMMINENT REFOULEMENT" in page
    assert "Signature of the sender" in page
    assert "Working Group on Arbitrary Detention" in next_
    for heading in ("Person concerned", "Precedent returns", "Annexes", "颜默笙", "Name may be made public: no"):
        assert heading in page, heading


def test_the_last_page_is_for_the_sender(appeal: Built) -> None:
    page = text(appeal.pdf, appeal.pages)
    assert "do not send" in page
    assert re.search(r"China open not open not open not open", page)
    assert re.search(r"Malaysia not known", page)


def test_posts_are_listed_with_address_day_and_hash(appeal: Built) -> None:
    whole = text(appeal.pdf)
    file = STRANDED / "evidence" / "post-2019.png"
    sha = hashlib.sha256(file.read_bytes()).hexdigest()
    for words in ("https://posts.example/old-yan-of-june/190601", "saved on 2 June 2019", sha[:32], sha[32:]):
        assert words in whole, words


def test_every_translation_has_a_certificate_in_the_wording_for_the_united_nations(appeal: Built) -> None:
    whole = text(appeal.pdf)
    assert whole.count("I keep what I have read secret.") == [who for who, _page in appeal.signs].count("translator") == 10
    assert "to the best of my knowledge and belief, a true and accurate translation of the original" in whole


def test_every_page_is_a4(rsd: Built) -> None:
    with pikepdf.open(rsd.pdf) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(value) for value in page.mediabox)
            assert sorted((right - left, top - bottom)) == pytest.approx(A4, abs=1)


def test_the_bio_data_are_no_replica_and_say_so(rsd: Built) -> None:
    page = text(rsd.pdf, 1, 1)
    assert "not that form" in page
    assert "copy these answers onto it" in page


def test_the_statement_has_eight_sections_and_cites_exhibits_with_their_pages(rsd: Built) -> None:
    whole = text(rsd.pdf)
    for heading in ("1. UNHCR office and personal information", "6. Conditions in the country", "7. Documents", "8. Signature"):
        assert heading in whole, heading
    assert re.search(r"Exhibit A, p\. \d+", whole)


def test_the_wifes_annex_stands_on_a_page_of_its_own_and_she_signs_it(rsd: Built) -> None:
    pages = [spot.page for who, spot in rsd.signs if "Xiulan LU" in who]
    assert len(pages) == 1
    page = text(rsd.pdf, pages[0], pages[0])
    assert "CONFIDENTIAL – for UNHCR only" in page
    assert "They threatened to take the children away." in page


@pytest.mark.slow
def test_without_her_consent_nothing_of_her_own_is_in_the_packet(tmp_path: Path) -> None:
    case = family_case(tmp_path / "case", "no")
    built = build.build(case, "unhcr/registration", out=tmp_path / "out", progress=quiet)
    whole = text(built.pdf)
    assert "Xiulan LU" in whole
    assert "alone" not in whole
    assert "threatened to take the children" not in whole


def test_her_own_papers_are_built_alone(tmp_path: Path) -> None:
    case = family_case(tmp_path / "case", "no")
    found = look.check(case, "unhcr/rsd", person="spouse", progress=quiet)
    assert any(one.id == "unhcr.evidence-about-other" for one in found)
