"""Forms that only Adobe Reader opens: the table's paths, the data file, the data sheet; and sheets of our own for other forms."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from asylum_forms.errors import FormError
from asylum_forms.forms import xfa
from asylum_forms.forms.answers import Answer, Answers, State
from asylum_forms.forms.draw import draw_form
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import text_of
from asylum_forms.forms.sheet import own_sheets
from asylum_forms.forms.table import FormTable
from asylum_forms.forms.wordcheck import check_template

TABLE = """
form: X-1
edition: 2026-01-01
title: Application
source: https://office.example
verified: false
language: en
words: {none: None, not_applicable: N/A, unknown: Unknown, declined: Declined}
unused: "-"
dates: {day: yyyy-MM-dd, month: yyyy-MM, year: yyyy, approx: "about {}"}
xfa: {root: form1}
lists:
  country: {China: "202", Laos: "260"}
items:
  A.1: {label: Family name, from: applicant.name.family, limit: 30, xfa: Page1/name}
  A.2: {label: Country, from: applicant.birth.country, pick: country, xfa: Page1/country}
  A.3:
    label: Sex
    from: applicant.sex
    as: choice
    options:
      male: {label: Male, xfa: "Page1/sex=M"}
      female: {label: Female, xfa: "Page1/sex=F"}
  A.4: {label: Story, from: claim.story, fits: {columns: 20, lines: 3}, xfa: ["Story/Line[0]", "Story/Line[2]", "Story/Line[1]"]}
  A.5: {label: Date of birth, from: applicant.birth.date, as: date, xfa: Page1/born}
  A.6:
    label: Children
    rows: children
    fits: 3
    columns:
      name: {label: Name, from: name.given, fits: 20, xfa: "Kids/Row[0-2]/name"}
      here:
        label: Here
        from: accompanying
        as: choice
        options:
          "yes": {label: "Yes", xfa: "Kids/Box[0-4/2]=4"}
          "no": {label: "No", xfa: "Kids/Box[0-4/2]=6"}
  A.7: {label: Telephone, from: applicant.contact.phone, limit: 20}
  A.8: {label: Signature, sign: applicant}
"""


@pytest.fixture
def table(tmp_path: Path) -> FormTable:
    return read_table(_file(tmp_path, TABLE))


def _file(folder: Path, text: str) -> Path:
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    return folder / "x.yaml"


def _said(table: FormTable, **changed: Answer) -> Answers:
    kid = {"name": Answer(State.ANSWERED, "Mei"), "here": Answer(State.ANSWERED, chosen=("no",))}
    items = {
        "A.1": Answer(State.ANSWERED, "O'Neil & <Lin>"),
        "A.2": Answer(State.ANSWERED, "Laos"),
        "A.3": Answer(State.ANSWERED, chosen=("female",)),
        "A.4": Answer(State.ANSWERED, "They came at night and took my books away."),
        "A.5": Answer(State.ANSWERED, "1990-02-03"),
        "A.6": Answer(State.ANSWERED, rows=(kid, {**kid, "here": Answer(State.ANSWERED, chosen=("yes",))})),
        "A.7": Answer(State.ANSWERED, "555"),
        "A.8": Answer(State.BLANK),
    }
    return Answers(table, {**items, **{key.replace("_", "."): answer for key, answer in changed.items()}})


def _written(answers: Answers, out: Path) -> ElementTree.Element:
    xfa.write(lay_out(answers), out)
    root = ElementTree.parse(out).getroot()
    assert root.tag == f"{{{xfa.NAMESPACE}}}datasets"
    return root[0][0]


def test_answers_stand_where_the_form_keeps_them(table: FormTable, tmp_path: Path) -> None:
    form = _written(_said(table), tmp_path / "x.xml")
    assert form.tag == "form1"
    assert form.findtext("Page1/name") == "O'Neil & <Lin>"
    assert (form.findtext("Page1/country"), form.findtext("Page1/sex"), form.findtext("Page1/born")) == ("260", "F", "1990-02-03")


def test_the_lines_of_a_box_go_to_its_fields_in_the_order_of_the_table(table: FormTable, tmp_path: Path) -> None:
    lines = [line.text for line in _written(_said(table), tmp_path / "x.xml").findall("Story/Line")]
    assert lines == ["They came at night", "away.", "and took my books"]


def test_rows_and_boxes_keep_their_places_with_empty_ones_between(table: FormTable, tmp_path: Path) -> None:
    form = _written(_said(table), tmp_path / "x.xml")
    assert [row.findtext("name") for row in form.findall("Kids/Row")] == ["Mei", "Mei"]
    assert [box.text for box in form.findall("Kids/Box")] == ["6", None, "4"]


def test_what_the_form_could_not_take_is_left_for_the_hand(table: FormTable, tmp_path: Path) -> None:
    changed = _said(
        table,
        A_1=Answer(State.NOT_APPLICABLE, "N/A"),
        A_2=Answer(State.ANSWERED, "Atlantis"),
        A_3=Answer(State.UNKNOWN, "Unknown"),
        A_5=Answer(State.ANSWERED, "about 1990"),
        A_6=Answer(State.NONE, "None"),
    )
    form = _written(changed, tmp_path / "x.xml")
    assert form.find("Page1") is None
    assert form.find("Kids") is None


def test_a_form_may_want_its_absences_said(tmp_path: Path) -> None:
    table = read_table(_file(tmp_path, TABLE.replace("{root: form1}", "{root: form1, absences: true}")))
    form = _written(_said(table, A_1=Answer(State.NONE, "None")), tmp_path / "x.xml")
    assert form.findtext("Page1/name") == "None"


def test_the_same_answers_give_the_same_bytes(table: FormTable, tmp_path: Path) -> None:
    xfa.write(lay_out(_said(table)), tmp_path / "1.xml")
    xfa.write(lay_out(_said(table)), tmp_path / "2.xml")
    assert (tmp_path / "1.xml").read_bytes() == (tmp_path / "2.xml").read_bytes()


def test_the_data_sheet_says_how_much_a_field_takes_and_what_no_file_brings_in(table: FormTable, tmp_path: Path) -> None:
    draw_form(table, tmp_path / "x.docx")
    assert check_template(tmp_path / "x.docx", table) == []
    text = text_of(tmp_path / "x.docx")
    for words in ("Data sheet", "Family name [30]", "Telephone [20] *"):
        assert words in text
    assert "Family name [30] *" not in text
    assert "answer sheet" not in text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("xfa: {root: form1}\n", "", "Only an XFA form has `xfa` paths."),
        ("pick: country", "pick: land", "There is no list land."),
        ("xfa: Page1/born", "xfa: Page1/name", "The path Page1/name is used twice"),
        ("xfa: Page1/born", "xfa: Page1//born", "is not a path of the data"),
        ("Kids/Row[0-2]/name", "Kids/Row[0-1]/name", "It has 2 paths in `xfa`."),
        ('"Story/Line[0]", ', "", "It has 2 paths in `xfa`."),
    ],
)
def test_a_slip_in_the_paths_is_a_fault_of_the_table(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TABLE
    with pytest.raises(FormError) as caught:
        read_table(_file(tmp_path, TABLE.replace(old, new)))
    assert any(message in found.message for found in caught.value.findings)


def test_a_sheet_that_the_official_form_does_not_have_is_our_own(tmp_path: Path) -> None:
    own = TABLE + (
        "sheets:\n  separate sheet:\n    title: Separate sheet\n    items:\n"
        "      SS.name: {label: Name, from: applicant.name.family, fits: 30}\n"
        "      SS.text: {label: Answer, fits: {columns: 40, lines: 20}}\n"
    )
    table = read_table(_file(tmp_path, own))
    long = _said(table, A_4=Answer(State.ANSWERED, "They came at night and took my books away. " * 5))
    (sheet,) = own_sheets(lay_out(long))
    assert sheet["heading"] == "Form X-1, edition 2026-01-01: Separate sheet, 1 of 1"
    assert sheet["boxes"] == [("Name", "")]
    assert sheet["text"].startswith("Part A, Question 4")
    assert own_sheets(lay_out(_said(table))) == []
