"""What one person wrote, as papers print it, beside their own words: all of it, whoever has edited the paper since."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from asylum_forms.case import open_filing
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.line import Line, Side
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


# Tables

MISSING = """\
asylum_forms: 1
language: zh_Hans
applicant:
  name: {family: Doe, given: Ada}
missing_evidence:
  - what: {zh_Hans: 第一张传票, en: The first summons}
    why: {zh_Hans: 警察问完话就收回去了。, en: The officers took it back after the questioning.}
    steps: {zh_Hans: 我妹妹去要过复印件。, en: My sister asked for a copy.}
  - what: {en: A letter of the school}
    why: {zh_Hans: 学校不肯写。, en: The school would not write one.}
    steps: unknown
"""
HEADS = ("Document", "Why it is not provided", "Steps taken to obtain it")
FIRST = ("The first summons", "The officers took it back after the questioning.", "My sister asked for a copy.")
SECOND = ("A letter of the school", "The school would not write one.", "Unknown")


def table(file: Path, heads: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    """A paper with a table, with a head if there are `heads`."""
    document = docx.Document()
    made = document.add_table(0, len(rows[0]))
    for number, row in enumerate((*([heads] if heads else []), *rows)):
        cells = made.add_row()
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
        if heads and not number:
            cells._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.save(str(file))
    return file


def rows(case: Path, procedure: str, record: str, leaf: str, file: Path, before: dict[str, Path | None]) -> list[Line]:
    (case / "record.yaml").write_text(record, encoding="utf-8")
    filing = open_filing(case, procedure)
    found = written(
        filing, "zh_Hans", filing.parts(), {leaf: file}, dict.fromkeys(("en", "zh_Hans"), str), {}, frozenset(), before
    )
    return [line for _part, some in found for line in some]


def test_a_paper_that_is_missing_is_named_where_the_reasons_for_it_stand(tmp_path: Path) -> None:
    """A person who reads why something is not there must read what."""
    file = table(tmp_path / "now.docx", HEADS, FIRST, SECOND)
    one, two = rows(tmp_path, "ca/inland", MISSING, "missing-documents", file, {})
    assert one.filed.answer == tuple(f"{head}: {words}" for head, words in zip(HEADS, FIRST, strict=True))
    for words in ("第一张传票", "警察问完话就收回去了。", "我妹妹去要过复印件。"):
        assert sum(words in said for said in one.own.answer) == 1
    assert not one.to_read
    assert two.filed.answer[0] == "Document: A letter of the school"
    assert "A letter of the school" in two.own.answer[0]
    assert two.own.answer[1].endswith("学校不肯写。")
    assert two.to_read, "nobody has said in her language what is missing"


def test_facts_of_a_paper_that_is_handed_in_anew_stand_in_it(tmp_path: Path) -> None:
    record = """\
asylum_forms: 1
language: zh_Hans
applicant:
  name: {family: Doe, given: Ada}
  birth: {date: 1990-05-01, city: {zh_Hans: 云麓, en: Yunlu}, country: CN}
travel:
  transit:
    - country: LA
      place: {zh_Hans: 琅南塔省, en: Luang Namtha}
      from: 2026-06-27
"""
    facts = [("Born", "1 May 1990, Yunlu, China"), ("My journey", "Laos, Luang Namtha: 27 June 2026\nArrived: by night")]
    leaf = "written-statement"
    file = table(tmp_path / "now.docx", (), *facts)
    born, way = rows(tmp_path, "unhcr/rsd", record, leaf, file, {leaf: None})
    assert (born.filed.question, born.filed.answer) == ("Born", ("1 May 1990, Yunlu, China",))
    assert born.own.answer == ("1990年5月1日, 云麓, 中国",)
    assert not born.to_read
    assert way.filed.answer == ("Laos, Luang Namtha: 27 June 2026", "Arrived: by night")
    assert way.own.answer[0] == "老挝, 琅南塔省: 2026年6月27日"
    assert way.to_read, "by night is in no words of hers"
    assert rows(tmp_path, "unhcr/rsd", record, leaf, file, {}) == [], "the forms of a whole filing say all this"


def test_a_fact_that_is_new_is_marked_and_one_that_is_gone_is_told(tmp_path: Path) -> None:
    leaf = "written-statement"
    before = table(tmp_path / "before.docx", (), ("Born", "1 May 1990"), ("My fear", "Prison"), ("Religion", "None, ever"))
    now = table(tmp_path / "now.docx", (), ("Born", "1 May 1990"), ("My fear", "Prison, and worse"))
    born, fear, gone = rows(tmp_path, "unhcr/rsd", RECORD, leaf, now, {leaf: before})
    assert not any("▲" in said for said in born.own.answer)
    assert fear.own.answer[0].startswith("▲")
    assert gone.filed.answer == ("Left out: “Religion: None, ever”",)


def test_what_is_told_of_an_event_in_paragraphs_says_where_and_who(tmp_path: Path) -> None:
    record = """\
asylum_forms: 1
language: zh_Hans
applicant:
  name: {family: Doe, given: Ada}
  unhcr: {confidential: {en: Nobody knows.}}
harm:
  - id: home
    from: 2024-03-02
    where: {zh_Hans: 我们家, en: Our home in Yunlu}
    who: {zh_Hans: 两名警察, en: Two officers}
    what: {zh_Hans: 他们威胁要带走孩子。, en: They threatened to take the children away.}
"""
    told = (
        "2 March 2024",
        "Where: Our home in Yunlu",
        "By whom: Two officers",
        "What: They threatened to take the children away.",
    )
    file = paper(tmp_path / "now.docx", *told)
    found = rows(tmp_path, "unhcr/rsd", record, "confidential-annex", file, {})
    assert [line.filed.answer for line in found if line.filed.answer] == [
        ("Our home in Yunlu",),
        ("Two officers",),
        ("They threatened to take the children away.",),
    ]


def test_words_that_only_stand_within_the_statement_are_not_told_beside_it(tmp_path: Path) -> None:
    record = """\
asylum_forms: 1
language: zh_Hans
applicant:
  name: {family: Doe, given: Ada}
  unhcr: {confidential: {en: "Nobody knows. The officer said: \\"Next time it will be prison.\\" He left."}}
harm:
  - {id: home, where: {en: In a guest house}, why: {en: "The officer said: \\"Next time it will be prison.\\""}}
"""
    words = 'Nobody knows. The officer said: "Next time it will be prison." He left.'
    leaf = "confidential-annex"
    once = rows(tmp_path, "unhcr/rsd", record, leaf, paper(tmp_path / "once.docx", words), {})
    assert [line.filed.answer for line in once if line.filed.answer] == [(words,)]
    twice = paper(tmp_path / "twice.docx", words, 'The officer said: "Next time it will be prison."')
    assert len([line for line in rows(tmp_path, "unhcr/rsd", record, leaf, twice, {}) if line.filed.answer]) == 2
