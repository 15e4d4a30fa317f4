"""Slips of a first user: each is named where it stands, with what to write instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from asylum_forms import look
from asylum_forms.errors import AsylumFormsError
from asylum_forms.findings import Finding
from asylum_forms.i18n import use

EXAMPLE = Path(__file__).parents[2] / "examples" / "kr-jeju-arrival"
SPOUSE = """spouse:
  name: {family: Lu, given: Xiaoqin}
  birth: {date: 1983-11-20, country: CN}
  accompanying: yes
  kr: {applies: yes}
"""


def check(folder: Path, *changes: tuple[str, str]) -> list[Finding]:
    case = folder / "case"
    shutil.copytree(EXAMPLE, case)
    file = case / "record.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    with use("en"):
        try:
            return look.check(case, "kr/port-of-entry", language="en", progress=lambda *_args: None)
        except AsylumFormsError as error:
            return list(error.findings)


@pytest.mark.parametrize("written", ["evidence/rib.JPG", "rib.jpg", "evidence/Rib.jpeg"])
def test_a_photograph_under_almost_the_right_name_is_offered(tmp_path: Path, written: str) -> None:
    (found,) = check(tmp_path, ("file: evidence/rib.jpg", f"file: {written}"))
    assert "Did you mean `evidence/rib.jpg`?" in found.remedy


def test_chinese_commas_between_words_of_a_list_lose_none_of_them(tmp_path: Path) -> None:
    (found,) = check(tmp_path, ("grounds: [political_opinion]", "grounds: [political_opinion，torture]"))
    assert "write: [political_opinion, torture]" in found.remedy
    assert found.message.startswith("Reasons for the harm")


def test_two_languages_without_spaces_after_the_colons_are_not_taken_for_no_answer(tmp_path: Path) -> None:
    (found,) = check(
        tmp_path, ("ethnicity: {zh_Hans: 汉族, en: Han Chinese, ko: 한족}", "ethnicity: {zh_Hans:汉族, en:Han Chinese}")
    )
    assert "After the colon of each question a space is needed" in found.remedy


@pytest.mark.parametrize("written", ["【【release】】", "［［release］］", "【release】"])
def test_a_citation_in_chinese_brackets_is_noticed(tmp_path: Path, written: str) -> None:
    found = [one for one in check(tmp_path, ("[[release]]", written)) if one.id == "statement.citation"]
    assert [written in one.message and "[[release]]" in one.remedy for one in found] == [True]


def test_the_dots_of_a_copied_example_are_no_answer(tmp_path: Path) -> None:
    title = "title: {zh_Hans: 诊断证明书（肋骨）, en: Diagnosis Certificate (rib), ko: 진단서(갈비뼈)}"
    fields = {one.place.field for one in check(tmp_path, (title, "title: ...")) if one.id == "answer.missing"}
    assert "evidence.4.title" in fields


def test_a_person_without_a_record_of_their_own_is_told_how_to_get_one(tmp_path: Path) -> None:
    found = [one for one in check(tmp_path, ("spouse: none\n", SPOUSE)) if one.id == "answer.missing"]
    theirs = [one for one in found if one.place.file == "people/spouse.yaml"]
    assert theirs
    assert all("asylum-forms new CASE --person spouse" in one.remedy for one in theirs)
    assert not any("--person" in one.remedy for one in found if one not in theirs)


def test_every_untranslated_part_of_an_item_is_named_with_its_line(tmp_path: Path) -> None:
    changes = (
        (
            "{zh_Hans: 青岚县公安局国保大队, en: The Domestic Security",
            "{zh_Hans: 青岚县公安局国保大队, fr: The Domestic Security",
        ),
        ("what: {zh_Hans: 再次被刑事拘留、判刑，以我现在的脊柱受不了关押, en:", "what: {zh_Hans: 再次被刑事拘留, fr:"),
    )
    (found,) = (one for one in check(tmp_path, *changes) if one.id == "answer.untranslated")
    assert "claim.fear.what (" in found.message
    assert "claim.fear.who (" in found.message
    assert "asylum-forms translate" in found.remedy


def test_the_line_of_an_answer_in_a_list_is_given(tmp_path: Path) -> None:
    changes = (("{en: National Immigration Administration, ko: 국가이민관리국}", "国家移民管理局"),)
    (found,) = (one for one in check(tmp_path, *changes) if one.id == "answer.untranslated")
    assert found.place.field == "documents.1.authority"
