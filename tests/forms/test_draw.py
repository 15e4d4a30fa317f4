"""Drawing Word templates from form tables and layouts, and the check that every official item is printed exactly once."""

from __future__ import annotations

import itertools
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Inches
from word_files import filled_form, sheet_context, small_form, template

from asylum_forms.errors import FormError, TemplateError
from asylum_forms.forms import house
from asylum_forms.forms.draw import draw_form
from asylum_forms.forms.letter import draw_letter
from asylum_forms.forms.render import check_template, render, text_of


def drawn(tmp_path: Path) -> Path:
    file = tmp_path / "x-1.docx"
    draw_form(small_form(), file)
    return file


def test_a_drawn_form_prints_every_item_once(tmp_path: Path) -> None:
    assert check_template(drawn(tmp_path), small_form()) == []


def test_a_drawn_form_says_what_was_answered(tmp_path: Path) -> None:
    render(drawn(tmp_path), sheet_context(filled_form(small_form())), tmp_path / "out.docx")
    text = text_of(tmp_path / "out.docx")
    assert "| 1 | Last name | ZHANG |" in text
    assert "☒ Male     ☐ Female" in text
    assert "| 1 Elm St & Co <b> | 01/2020 |" in text
    assert "☐ Yes     ☐ No" in text
    assert "Declined to answer" in text
    assert "They came at night. (continued on Sheet B)" in text
    assert "The rest of the story." in text
    assert "first child 8" in text
    assert "third child 8" in text
    assert "Children: no. 2: N/A" in text
    assert "Leave blank: for the office." in text
    assert "____" in text


def test_a_form_remembers_what_was_asked(tmp_path: Path) -> None:
    context = sheet_context(filled_form(small_form()))
    render(drawn(tmp_path), context, tmp_path / "out.docx")
    assert set(small_form().items) <= context["asked"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('q("A.1")', '"gone"', "A.1 (Last name) is not printed."),
        ('ticked("A.2", "female")', '"gone"', "A.2 = female (Sex: Female) is not printed."),
        ('entry["from"]', '"gone"', "A.3: from (From) is not printed."),
        ('q("A.1")', 'q("B.1.text")', "B.1.text (If yes, explain.) is printed 2 times."),
        ('q("A.1")', 'q("A.9")', "A.9 is asked for, but the form does not have it."),
        ('copy["SB.text"]', '"gone"', "SB.text (Text) is not printed."),
        ('sign("B.2")', '"gone"', "B.2 (Signature) is not printed."),
        ('q("A.1")', "q(person.full_name)", "q(...) is asked with something other than a fixed number."),
    ],
)
def test_a_missing_repeated_or_unknown_item_is_found(tmp_path: Path, old: str, new: str, expected: str) -> None:
    document = docx.Document(str(drawn(tmp_path)))
    runs = [r for p in document.element.iter(qn("w:t")) for r in [p] if old in (p.text or "")]
    assert runs
    for run in runs:
        run.text = run.text.replace(old, new)
    document.save(str(tmp_path / "edited.docx"))
    assert expected in check_template(tmp_path / "edited.docx", small_form())


def test_what_stands_in_a_condition_is_not_printed(tmp_path: Path) -> None:
    file = template(tmp_path / "t.docx", '{% if q("A.1") %}x{% endif %}')
    assert "A.1 (Last name) is not printed." in check_template(file, small_form())


def test_a_template_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"t\.docx"):
        check_template(template(tmp_path / "t.docx", "{{ q('A.1' }}"), small_form())


def test_tables_repeat_their_head_and_keep_rows_whole_above_the_stamp(tmp_path: Path) -> None:
    document = docx.Document(str(drawn(tmp_path)))
    grid = next(table for table in document.tables if table.rows[0].cells[0].text == "Street")
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for table in document.tables for row in table.rows)
    assert document.sections[0].bottom_margin >= Inches(0.75)
    assert all(p.paragraph_format.keep_with_next is not False for p in document.paragraphs if p.style.name.startswith("Heading"))
    assert document.styles["Heading 1"].paragraph_format.keep_with_next


def test_the_first_two_and_the_last_two_rows_of_a_table_stay_together() -> None:
    made = house.table(house.new_document(), (2, 3))
    rows = [house.row(made) for _number in range(5)]
    house.keep_ends(made)
    assert [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows] == [True, False, False, True, False]


def test_two_tables_never_touch(tmp_path: Path) -> None:
    body = docx.Document(str(drawn(tmp_path))).element.body
    kinds = [child.tag for child in body]
    assert not any(one == other == qn("w:tbl") for one, other in itertools.pairwise(kinds))


def test_a_caption_that_jinja_would_run_is_refused(tmp_path: Path) -> None:
    table = small_form()
    item = table.items["A.1"]
    items = {**table.items, "A.1": type(item)("A.1", "Name {{ 7*7 }}", source="x")}
    with pytest.raises(FormError, match="7"):
        draw_form(type(table)(**{**table.__dict__, "items": items}), tmp_path / "x.docx")


LAYOUT = """title: A letter
header: Head\\tRight
---
# Title {{ name }}

Words that go on
in a second line, **bold** ones.

1. first

1. second

{%p if yes %}
@Right to the right
{%p endif %}

@table 1 5 head
| No. | What |
| {%tr for x in many %} |
| {{ loop.index }} | {{ x \\| upper }} |
| {%tr endfor %} |

last
"""


def test_a_layout_becomes_a_template(tmp_path: Path) -> None:
    layout = tmp_path / "letter.txt"
    layout.write_text(LAYOUT, encoding="utf-8")
    draw_letter(layout, tmp_path / "letter.docx")
    render(tmp_path / "letter.docx", {"name": "N", "yes": True, "many": ["a", "b"]}, tmp_path / "out.docx")
    assert text_of(tmp_path / "out.docx").splitlines() == [
        "[header] Head\tRight",
        "# Title N",
        "Words that go on in a second line, bold ones.",
        "1. first",
        "2. second",
        "to the right",
        "| No. | What |",
        "| 1 | A |",
        "| 2 | B |",
        "",
        "last",
    ]


@pytest.mark.parametrize("text", ["no settings", "title: x\n---\n@Nowhere words\n", "title: x\n---\n@table 1 1\n| a | b | c |\n"])
def test_a_layout_that_is_not_understood_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"odd\.txt"):
        draw_letter(tmp_path / "odd.txt", tmp_path / "odd.docx")


def test_drawing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.docx", "two.docx"):
        draw_form(small_form(), tmp_path / name)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
