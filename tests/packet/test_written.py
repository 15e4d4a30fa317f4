"""What one person wrote, as papers print it, beside their own words: all of it, whoever has edited the paper since."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from asylum_forms.case import open_filing
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.bilingual import Line, Side
from asylum_forms.packet.written import written

RECORD = """\
asylum_forms: 1
language: zh_Hans
applicant:
  name: {family: Doe, given: Ada}
kr:
  objection:
    reasons:
      zh_Hans: |-
        通知说我的陈述含糊。

        我写明了派出所的名字。
      en: |-
        The notice says that my account is vague.

        I named the police station.
    new_materials: not_applicable
"""
VAGUE, NAMED = "The notice says that my account is vague.", "I named the police station."
BRIEF = "objection-brief"


@pytest.fixture
def filing(tmp_path: Path) -> Filing:
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")
    return open_filing(tmp_path, "kr/objection")


def paper(file: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(file))
    return file


def lines(filing: Filing, file: Path, before: Path | None = None, shown: frozenset[str] = frozenset()) -> list[Line]:
    same = dict.fromkeys(("en", "zh_Hans"), str)
    former = {BRIEF: before} if before else {}
    found = written(filing, "zh_Hans", filing.parts(), {BRIEF: file}, same, {}, shown, former)
    assert [part.leaf for part, _lines in found] in ([BRIEF], [])
    return [line for _part, some in found for line in some]


def test_reasons_stand_below_the_question_in_both_languages(filing: Filing, tmp_path: Path) -> None:
    head, one, two = lines(filing, paper(tmp_path / "now.docx", "Reasons for the objection", VAGUE, NAMED))
    assert head.filed.question.endswith("Why the decision is wrong")
    assert head.own.question
    assert head.own.question != head.filed.question
    assert (one, two) == (
        Line("", Side("", (VAGUE,)), Side("", ("通知说我的陈述含糊。",))),
        Line("", Side("", (NAMED,)), Side("", ("我写明了派出所的名字。",))),
    )


def test_a_paper_that_was_edited_by_hand_stands_there_as_it_is_filed(filing: Filing, tmp_path: Path) -> None:
    (line,) = lines(filing, paper(tmp_path / "now.docx", "Reasons for the objection", VAGUE, "I named the police station twice."))
    assert line.filed.answer == ("Reasons for the objection", VAGUE, "I named the police station twice.")
    assert line.own.answer == ("通知说我的陈述含糊。", "我写明了派出所的名字。")
    assert line.to_read


def test_what_is_new_since_the_paper_that_was_handed_in_is_marked_and_what_is_gone_told(filing: Filing, tmp_path: Path) -> None:
    before = paper(tmp_path / "before.docx", VAGUE, "I named the post office.", "It was raining all that day, and cold.")
    _head, one, two, gone = lines(filing, paper(tmp_path / "now.docx", VAGUE, NAMED), before)
    assert one.own.answer == ("通知说我的陈述含糊。",)
    assert two.own.answer[0].startswith("▲")
    assert two.own.answer[1:] == ("我写明了派出所的名字。",)
    assert gone.filed.answer == ("Left out: “It was raining all that day, and cold.”",)


def test_what_stands_in_a_form_already_and_what_no_paper_prints_is_not_repeated(filing: Filing, tmp_path: Path) -> None:
    assert lines(filing, paper(tmp_path / "now.docx", VAGUE, NAMED), shown=frozenset({"kr.objection.reasons"})) == []
    assert lines(filing, paper(tmp_path / "other.docx", "A list of papers")) == []


def test_why_something_is_missing_stands_below_what_it_is(tmp_path: Path) -> None:
    missing = """\
asylum_forms: 1
language: zh_Hans
applicant:
  name: {family: Doe, given: Ada}
missing_evidence:
  - what: {zh_Hans: 户口本, en: Register}
    why: {zh_Hans: 留在家里没有带出来。, en: It was left at home.}
    steps: none
"""
    (tmp_path / "record.yaml").write_text(missing, encoding="utf-8")
    filing = open_filing(tmp_path, "ca/inland")
    file = paper(tmp_path / "missing.docx", "Documents that are missing", "Register", "It was left at home.")
    same = dict.fromkeys(("en", "zh_Hans"), str)
    ((_part, found),) = written(filing, "zh_Hans", filing.parts(), {"missing-documents": file}, same, {}, frozenset(), {})
    own = [line.own.question or line.own.answer[0] for line in found]
    assert own[1::2] == ["户口本", "留在家里没有带出来。"]
