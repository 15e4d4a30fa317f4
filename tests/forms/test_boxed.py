"""Forms drawn as the statutory form itself: captions in two languages, own ticks, white places for the pen."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE

from asylum_forms.errors import FormError
from asylum_forms.forms.answers import Answer, Answers, Laid, State
from asylum_forms.forms.boxed import draw_boxed
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import check_template, form_context, render, text_of
from asylum_forms.forms.table import FormTable

TABLE = """\
form: T-9
edition: 2020-01-01
title: Tiny
source: https://example.org
verified: false
words: {none: None, not_applicable: N/A, unknown: Unknown, declined: Declined}
unused: N/A
dates: {day: yyyy/MM/dd, month: yyyy/MM, year: yyyy, approx: "about {}"}
ticks: ["[x]", "[ ]"]
replica: true
sections: {"1": First}
items:
  office: {label: {fr: Reçu, en: Received}, blank: the office fills this in}
  photo: {label: {fr: Photo, en: Photograph}, blank: glue it here}
  "1.1": {label: {fr: Nom, en: Name}, from: applicant.name.family}
  "1.2":
    label: {fr: Sexe, en: Sex}
    from: applicant.sex
    as: choice
    options: {male: {label: {fr: homme, en: male}}, female: {label: {fr: femme, en: female}}}
  "1.3": {label: {fr: Signature, en: Signature}, sign: applicant}
"""
LAYOUT = {
    "paper": "A4",
    "margins": [17, 15, 17, 15],
    "fonts": {"latin": "Liberation Sans", "east_asian": "Noto Sans CJK KR"},
    "reference": "Reference line",
    "page_label": "({page} of {pages})",
    "footer": "210mm×297mm",
    "title": ["Title"],
    "notes": ["A note."],
    "office": ["office"],
    "photo": {"item": "photo", "size": [35, 45], "beside": ["1.1"]},
}


@pytest.fixture
def table(tmp_path: Path) -> FormTable:
    (tmp_path / "t.yaml").write_text(TABLE, encoding="utf-8")
    return read_table(tmp_path / "t.yaml")


def test_captions_stand_together_and_by_language(table: FormTable) -> None:
    assert table.items["1.1"].label == "Nom Name"
    assert table.items["1.2"].options[0].captions == {"fr": "homme", "en": "male"}


def test_two_equal_ticks_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(TABLE.replace('"[x]"', '"[ ]"'), encoding="utf-8")
    with pytest.raises(FormError, match="two different marks"):
        read_table(tmp_path / "t.yaml")


def test_the_drawn_form_prints_every_item_once_on_its_paper(table: FormTable, tmp_path: Path) -> None:
    draw_boxed(table, tmp_path / "t.docx", LAYOUT)
    assert check_template(tmp_path / "t.docx", table) == []
    section = docx.Document(str(tmp_path / "t.docx")).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.first_page_header.paragraphs[0].text.startswith("Reference line\t(")


def test_the_photograph_has_its_size_and_a_long_name_beside_it_is_never_cut_off(table: FormTable, tmp_path: Path) -> None:
    draw_boxed(table, tmp_path / "t.docx", LAYOUT)
    found = next(t for t in docx.Document(str(tmp_path / "t.docx")).tables if len(t.columns) == 3)
    assert sum(row.height.mm for row in found.rows) == pytest.approx(45, abs=0.1)
    assert {row.height_rule for row in found.rows} == {WD_ROW_HEIGHT_RULE.AT_LEAST}
    assert found.columns[2].width.mm == pytest.approx(35, abs=0.1)


def test_it_is_filled_with_its_own_ticks_and_places_for_the_pen_stay_white(table: FormTable, tmp_path: Path) -> None:
    draw_boxed(table, tmp_path / "t.docx", LAYOUT)
    blank = Answer(State.BLANK)
    items = {
        "office": blank,
        "photo": blank,
        "1.1": Answer(State.ANSWERED, "LIN"),
        "1.2": Answer(State.ANSWERED, chosen=("female",)),
        "1.3": blank,
    }
    laid = Laid(Answers(table, items), items, {}, ())
    render(tmp_path / "t.docx", {**form_context(laid), "filing": {"draft": ""}}, tmp_path / "out.docx")
    words = text_of(tmp_path / "out.docx")
    assert "[ ] homme male" in words
    assert "[x] femme female" in words
    assert "LIN" in words
    assert "Leave blank" not in words


def test_items_are_numbered_as_the_form_does_with_letters_and_roman_figures_too(tmp_path: Path) -> None:
    words = (
        TABLE.replace('"1.2"', "II.B")
        .replace('"1.3"', "II.6.a")
        .replace('sections: {"1": First}', 'sections: {"1": First, II: Second}')
    )
    words = words.replace("  office: {label: {fr: Reçu, en: Received}, blank: the office fills this in}\n", "")
    (tmp_path / "t.yaml").write_text(words, encoding="utf-8")
    out = tmp_path / "t-9.docx"
    draw_boxed(read_table(tmp_path / "t.yaml"), out, {**LAYOUT, "office": []})
    text = text_of(out)
    for number in ("1.1", "II.B", "II.6.a"):
        assert f"{number}  " in text, number
