"""A Korean filing built from the example and read back from its PDF."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from kr_case import EXAMPLE

from asylum_forms import build
from asylum_forms.build import Built
from asylum_forms.progress import quiet

SIZE = (595.3, 841.9)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    day = datetime.date(2026, 11, 18)
    return build.build(EXAMPLE, "kr/port-of-entry", out=tmp_path_factory.mktemp("kr"), date=day, progress=quiet)


def text(pdf: Path, first: int = 1, last: int = 0) -> str:
    pages = ["-f", str(first), *(["-l", str(last)] if last else [])]
    done = subprocess.run(["pdftotext", "-layout", *pages, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_nothing_blocks_the_example(built: Built) -> None:
    blocking = {finding.id for finding in built.findings if finding.severity == "blocks"}
    assert blocking <= {"record.date-passed"}, "the day of the example may be over"


def test_the_first_page_has_the_furniture_of_the_statutory_form(built: Built) -> None:
    page = squeezed(text(built.pdf, 1, 1))
    assert "■난민법시행규칙[별지제1호서식]<개정2019.12.31.>" in page
    assert re.search(r"\(\d+쪽중제1쪽\)", page)
    assert "210mm×297mm[백상지(80g/㎡)또는중질지(80g/㎡)]" in page
    for words in ("난민인정신청서", "접수번호", "접수일", "처리기간", "사진3.5㎝×4.5㎝", "[√]주신청자", "RUAN", "阮志恒"):
        assert squeezed(words) in page, words


def test_answers_stand_on_the_form_as_the_form_writes_them(built: Built) -> None:
    whole = squeezed(text(built.pdf))
    for words in ("1977/04/09", "2018/06/19", "[√]예Yes", "[]여Female", "Incitingsubversion", "煽动颠覆国家政权罪", "해당없음"):
        assert words in whole, words
    assert "☒" not in whole
    assert "☐" not in whole


def test_every_page_is_a4(built: Built) -> None:
    with pikepdf.open(built.pdf) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(value) for value in page.mediabox)
            size = sorted((right - left, top - bottom))
            assert size == pytest.approx(SIZE, abs=1)


def test_the_applicant_each_translator_and_who_read_the_form_to_them_sign_by_hand(built: Built) -> None:
    who = [signer for signer, _page in built.signs]
    assert who.count("translator") == 6
    assert "applicant-declaration-in-own-hand" in who
    assert who.count("representative-or-interpreter") == 1


def test_every_translation_has_a_confirmation_with_room_for_an_identity_card(built: Built) -> None:
    whole = squeezed(text(built.pdf))
    assert whole.count("번역자확인서Translator'sconfirmation") >= 6
    assert whole.count("번역자신분증사본붙이는곳") == 6


@pytest.mark.slow
def test_an_objection_is_built_from_the_same_record(tmp_path: Path) -> None:
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE, case)
    record = case / "record.yaml"
    objection = (
        "  objection: {decision: refusal, notified: 2026-11-02, new_materials: [judgment], "
        'reasons: {en: "The notice says that I was not persecuted. [[judgment]]"}}\n'
    )
    words = record.read_text(encoding="utf-8").replace("  objection: not_applicable\n", objection)
    record.write_text(words, encoding="utf-8")
    built = build.build(case, "kr/objection", out=tmp_path / "out", progress=quiet)
    whole = squeezed(text(built.pdf))
    for part in ("이의신청서", "이의신청이유서", "추가자료목록", "[√]불인정", "2026/11/02", "법무부장관귀하"):
        assert part in whole, part
    assert json.loads((tmp_path / "out" / "preflight.json").read_text(encoding="utf-8"))["findings"] != []
