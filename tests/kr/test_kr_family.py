"""A family that applies together: who has which form, whose answers stand on it, and one filing of it all."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest
from kr_case import CHILD_TABLE, CHILD_TEMPLATE, TABLE
from kr_family import family_case

from asylum_forms import build
from asylum_forms.build import Built
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import check_template
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import extensions, find_procedure
from asylum_forms.record.load import load

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return family_case(tmp_path_factory.mktemp("kr"))


@pytest.fixture(scope="module")
def filing(case: Path) -> Filing:
    jurisdiction, procedure = find_procedure("kr/port-of-entry")
    return Filing(load(case, extensions()), jurisdiction, procedure, "en", datetime.date(2026, 11, 18))


@pytest.fixture(scope="module")
def built(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    day = datetime.date(2026, 11, 18)
    return build.build(case, "kr/port-of-entry", out=tmp_path_factory.mktemp("out"), date=day, progress=lambda *_: None)


def form(filing: Filing, id_: str) -> Answers:
    return evaluate(read_table(CHILD_TABLE if id_ == "younger" else TABLE), filing.for_person(id_))


def test_everybody_of_ten_or_older_has_the_form_and_the_girl_of_seven_its_first_section(filing: Filing) -> None:
    forms = [part.leaf for part in filing.parts() if part.form]
    assert forms == [
        "refugee-application",
        "refugee-application--spouse",
        "refugee-application--elder",
        "refugee-application-child--younger",
    ]


def test_a_statement_is_in_the_filing_for_each_who_wrote_one(filing: Filing) -> None:
    assert [part.person for part in filing.parts() if part.document == "personal-statement"] == ["", "spouse"]


def test_each_form_says_who_is_the_principal_applicant_and_who_family(filing: Filing) -> None:
    chosen = {id_: form(filing, id_).items["1.1"].chosen for id_ in ("", "spouse", "elder", "younger")}
    assert chosen == {"": ("principal",), "spouse": ("family",), "elder": ("family",), "younger": ("family",)}


def test_the_wife_has_answers_of_her_own_and_none_of_her_husbands(filing: Filing) -> None:
    hers = form(filing, "spouse")
    assert hers.findings == ()
    assert (hers.items["1.2"].text, hers.items["1.3"].text) == ("TAN", "XIUYING (谭秀英)")
    assert hers.items["14.1"].chosen == ("family",)
    assert hers.items["14.2"].chosen == ("no",)
    assert hers.items["14.10"].chosen == ("no",)
    relations = [row["relation"].text for row in hers.items["4.1"].rows if row["relation"].text]
    assert relations == ["Father", "Mother", "Spouse", "Son", "Daughter"], "her parents are unknown, which is said too"


def test_a_parent_signs_for_the_girl_of_seven(filing: Filing) -> None:
    hers = form(filing, "younger")
    assert hers.findings == ()
    assert hers.items["declaration.parent_name"].text == "RUAN ZHIHENG (阮志恒)"
    assert hers.items["1.13.native"].text == "Chinese"


def test_of_the_boy_without_a_record_only_what_the_family_record_says_is_known(filing: Filing) -> None:
    his = form(filing, "elder")
    assert his.items["1.5"].text == "2014/03/05"
    assert not his.items["14.2"].chosen
    assert {finding.place.file for finding in his.findings} == {"people/elder.yaml"}


def test_the_first_section_for_a_child_is_that_of_the_whole_form() -> None:
    whole, child = read_table(TABLE), read_table(CHILD_TABLE)
    section = [number for number in whole.items if number.startswith(("1.", "head."))]
    assert [number for number in child.items if not number.startswith("declaration.")] == section
    assert all(child.items[number] == whole.items[number] for number in section)
    assert check_template(CHILD_TEMPLATE, child) == []


def test_what_stands_in_the_way_is_only_the_boys_missing_record(built: Built) -> None:
    blocking = [finding for finding in built.findings if finding.severity == "blocks"]
    of_the_case = {"kr.own-form", "record.person-missing", "record.date-passed"}
    assert of_the_case <= {finding.id for finding in blocking}
    assert {finding.place.file for finding in blocking if finding.id not in of_the_case} == {"people/elder.yaml"}


def test_each_signs_their_own_papers_in_one_filing(built: Built) -> None:
    who = " ".join(signer for signer, _page in built.signs)
    for name in ("Zhiheng RUAN", "Xiuying TAN", "Boyu RUAN"):
        assert f"applicant ({name})" in who
    assert "parent-or-guardian-of-the-child (Yuqing RUAN)" in who
    text = subprocess.run(["pdftotext", "-layout", str(built.pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert text.count("Signature of a parent") == 1


def test_a_parent_who_signs_for_a_child_reads_the_childs_form_in_their_own_language(tmp_path: Path) -> None:
    case = family_case(tmp_path / "case")
    (case / "people" / "younger.yaml").write_text(
        "asylum_forms: 1\nlanguage: en\napplicant: {religion: none}\n", encoding="utf-8"
    )
    day = datetime.date(2026, 11, 18)
    made = build.build(case, "kr/port-of-entry", out=tmp_path / "out", date=day, progress=lambda *_: None)
    copies = {file.name for file in made.manifest.parent.glob("reading-copy*.pdf")}
    assert "reading-copy--younger.zh_Hans.pdf" in copies


def test_what_is_about_a_childs_form_names_that_form(filing: Filing) -> None:
    def forms(id_: str) -> set[str]:
        hers = filing.for_person(id_)
        assert hers.jurisdiction.rules is not None
        return {one.place.form for one in hers.jurisdiction.rules(hers, {}) if one.id == "kr.hangul-name"}

    assert forms("younger") == {"refugee-application-child"}
    assert forms("spouse") == {"refugee-application"}
