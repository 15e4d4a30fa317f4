"""Husband and wife, whose statements have both changed since the filing: one supplement, in which each has what is theirs."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
from pathlib import Path

import pytest
from pdf_text import text_of

from asylum_forms import build, finished
from asylum_forms.built import Built
from asylum_forms.findings import Severity
from asylum_forms.progress import quiet

pytestmark = pytest.mark.slow

RECORD = """\
asylum_forms: 1
language: zh_Hans
filing_date: 2026-11-18
applicant:
  name: {family: Ruan, given: Zhiheng, native: 阮志恒}
  sex: male
  birth: {date: 1977-04-09, country: CN}
  nationalities: [{country: CN, kind: citizenship}]
spouse:
  name: {family: Tan, given: Xiuying, native: 谭秀英}
  sex: female
  birth: {date: 1984-10-11, country: CN}
  nationalities: [{country: CN, kind: citizenship}]
  accompanying: yes
  location: {city: Jeju, province: Jeju, country: KR}
  kr: {applies: yes}
statement:
  text:
    zh_Hans: 他们把我关了两天。见 [[first]]。
    en: They held me for two days. See [[first]].
evidence:
  - {id: first, file: evidence/a.txt, title: {zh_Hans: 一封信, en: A letter}, language: en, category: witness}
"""
WIFE = """\
asylum_forms: 1
language: zh_Hans
statement:
  text:
    zh_Hans: 他们五次来找我。
    en: They came to see me five times.
"""
CHANGED = {
    "record.yaml": RECORD.replace("关了两天", "关了三天").replace("for two days", "for three days"),
    "people/spouse.yaml": WIFE.replace("五次", "六次").replace("five times", "six times"),
}
HIS, HERS = "They held me for three days.", "They came to see me six times."


def words_of(pdf: Path, *, page: int = 0) -> str:
    only = ["-f", str(page), "-l", str(page)] if page else []
    text = subprocess.run(["pdftotext", "-raw", *only, str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("case")
    for name, text in {"record.yaml": RECORD, "people/spouse.yaml": WIFE, "evidence/a.txt": "This is true.\n"}.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    build.build(made, "kr/in-country", out=made / "filed", progress=quiet)
    return made


def built(case: Path, changed: dict[str, str], out: str) -> Built:
    for name, text in {"record.yaml": RECORD, "people/spouse.yaml": WIFE, **changed}.items():
        (case / name).write_text(text, encoding="utf-8")
    day = datetime.date(2026, 12, 1)
    return build.build(case, "kr/in-country", out=case / out, supplements=[case / "filed"], date=day, progress=quiet)


@pytest.fixture(scope="module")
def both(case: Path) -> Built:
    return built(case, CHANGED, "both")


def pages(made: Built) -> dict[str, int]:
    return {part["id"]: part["page"] for part in json.loads(made.manifest.read_text(encoding="utf-8"))["parts"]}


def test_both_statements_are_in_it_each_with_its_own_words_and_name(both: Built) -> None:
    found = pages(both)
    assert list(found) == ["further-materials", "personal-statement", "personal-statement--spouse"]
    his, hers = (words_of(both.pdf, page=found[id_]) for id_ in ("personal-statement", "personal-statement--spouse"))
    assert HIS in his
    assert HERS not in his
    assert HERS in hers
    assert HIS not in hers
    assert all("Amended personal statement" in said for said in (his, hers))
    letter = words_of(both.pdf, page=1)
    for name in ("RUAN", "TAN"):
        assert re.search(rf"Amended personal statement – .*{name}", letter)


def test_each_signs_their_own_and_the_applicant_the_letter(both: Built) -> None:
    found = pages(both)
    signs = {(who, spot.page) for who, spot in both.signs}
    assert ("applicant (Zhiheng RUAN)", found["personal-statement"]) in signs
    assert ("applicant (Xiuying TAN)", found["personal-statement--spouse"]) in signs
    assert [who for who, page in signs if page == 1] == ["applicant"]


def test_each_has_a_reading_copy_with_nothing_of_the_other(both: Built) -> None:
    his, hers = (words_of(both.manifest.parent / f"reading-copy{whose}.zh_Hans.pdf") for whose in ("", "--spouse"))
    assert HIS in his
    assert "三天" in his.replace(" ", "")
    assert HERS not in his
    assert HERS in hers
    assert "六次" in hers.replace(" ", "")
    assert "three days" not in hers
    assert "三天" not in hers.replace(" ", "")
    assert "further materials" in his
    assert "further materials" not in hers, "the letter is his"


def test_the_report_tells_both_and_the_filing_is_whole(both: Built) -> None:
    told = {finding.place.file: finding.message for finding in both.findings if finding.id == "supplement.anew"}
    assert told.keys() == {"forms/personal-statement.docx", "forms/personal-statement--spouse.docx"}
    assert "“two” is now “three”" in told["forms/personal-statement.docx"]
    assert "“five” is now “six”" in told["forms/personal-statement--spouse.docx"]
    assert not [one for one in finished.verify(both.manifest.parent, progress=quiet) if one.severity is Severity.BLOCKS]


def test_where_only_the_wife_has_changed_hers_his_is_not_in_it(case: Path, both: Built) -> None:
    made = built(case, {"people/spouse.yaml": CHANGED["people/spouse.yaml"]}, "hers")
    found = pages(made)
    assert list(found) == ["further-materials", "personal-statement--spouse"]
    assert "Xiuying TAN" in text_of(made.pdf, 1)
    assert ("applicant (Xiuying TAN)", found["personal-statement--spouse"]) in {(who, spot.page) for who, spot in made.signs}
    assert HERS in words_of(made.manifest.parent / "reading-copy--spouse.zh_Hans.pdf")
    assert "They held me" not in words_of(made.manifest.parent / "reading-copy.zh_Hans.pdf")
