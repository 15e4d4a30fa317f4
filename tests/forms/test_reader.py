"""Form tables: what is read, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from tiny_form import FILE, TABLE

from asylum_forms.errors import ExitCode, FormError
from asylum_forms.forms.crosscheck import all_items, check_complete, pdf_fields
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import Fits


def test_reads_what_the_table_says() -> None:
    assert (TABLE.form, TABLE.edition, TABLE.verified_on) == ("T-1", datetime.date(2026, 1, 2), datetime.date(2026, 11, 21))
    assert TABLE.official is not None
    assert TABLE.official.pages == 3
    assert TABLE.items["A.I.3.number"].limit == 5
    assert TABLE.items["A.I.3.number"].words["unknown"] == "UNK"
    assert TABLE.items["A.I.9"].optional
    assert [option.pdf for option in TABLE.items["A.I.4"].options] == [("sex1=M",), ("sex2=F",)]
    assert [column.number for column in TABLE.items["A.2"].columns] == ["street", "country", "until", "owned"]
    assert TABLE.items["C.signature"].sign == "applicant"
    assert TABLE.items["C.officer"].pdf == ("officer1", "officer2")


def test_sizes_are_columns_columns_and_lines_or_rows() -> None:
    assert TABLE.items["A.I.1"].fits == Fits(12)
    assert TABLE.items["B.2"].fits == Fits(30, 4)
    fits = TABLE.items["A.2"].fits
    assert fits is not None
    assert fits.lines == 3


def test_part_and_question_come_from_the_number_unless_given() -> None:
    assert (TABLE.items["A.I.1"].part, TABLE.items["A.I.1"].question) == ("A.I", "1")
    assert (TABLE.items["A.2"].part, TABLE.items["A.2"].question) == ("A", "2")
    assert (TABLE.items["A.I.3.city"].part, TABLE.items["A.I.3.city"].question) == ("A.I", "3")


def test_values_stay_as_they_are_written(tmp_path: Path) -> None:
    table = read_table(_changed(tmp_path, 'question: "3", pdf: city', "question: 1.10, pdf: city"))
    assert table.items["A.I.3.city"].question == "1.10"
    assert table.words["none"] == "None"


def test_a_table_nobody_verified_says_so(tmp_path: Path) -> None:
    table = read_table(_changed(tmp_path, "verified: {on: 2026-11-21, against: an invented form}", "verified: false"))
    assert table.verified_on is None
    assert table.verified_against == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "item", "message"),
    [
        ("pdf: last}", "pfd: last}", 14, "A.I.1", "`pfd` is not known here"),
        ("from: applicant.city, ", "", 16, "A.I.3.city", "exactly one of from, by, rows, sign, blank; it has: none"),
        ("from: applicant.city, ", "from: a.b, by: city, ", 16, "A.I.3.city", "it has: `from`, `by`"),
        ("A.I.5: {", "A.I.1: {", 27, "A.I.1", "`A.I.1` is given twice (also in line 14)"),
        ("pdf: birth}", "pdf: last}", 27, "A.I.5", "The field last is used twice, also by A.I.1"),
        ("sex2=F", "sex1=M", 20, "A.I.4", "The box sex1=M is used twice"),
        ("sex2=F", "sex2", 26, "A.I.4.female", "`sex2` is not of the kind FIELD=STATE"),
        ("pdf: [s1, s2, s3]", "pdf: [s1, s2]", 40, "A.2.street", "There are 3 rows, but 2 fields in `pdf`"),
        ('["on=1", "on=2", "on=3"]', '["on=1"]', 43, "A.2.owned.no", "There are 3 rows, but 1 fields in `pdf`"),
        ("sheet: [an1, an2]", "sheet: [an1]", 57, "A.3.name", "There are 2 rows, but 1 fields in `sheet`"),
        ("pdf: [o1, o2], sheet: [ao1, ao2]", "pdf: [o1, o2]", 65, "A.3.note", "The column has no fields on Sheet A"),
        ("continue: Sheet B, pdf: last", "continue: Sheet C, pdf: last", 14, "A.I.1", "no continuation sheet Sheet C"),
        ("continue: Sheet B, pdf: last", "continue: Sheet A, pdf: last", 14, "A.I.1", "Sheet A takes rows of a table, not text"),
        ("as: country, fits: 28", "as: nation, fits: 28", 28, "A.I.6", "`as: nation` is not known"),
        ("order: newest-first", "order: newest", 36, "A.2", "`order: newest` is not known"),
        ("as: choices", "as: text", 69, "B.1", "`as: choice` and `options` belong together"),
        ("from: claim.what", "from: claim..what", 76, "B.2", "`claim..what` is not a path of the record"),
        ("by: why,", "by: wh-y,", 80, "B.3", "`wh-y` cannot be the name of a function"),
        ("fits: 3\n", "fits: three\n", 37, "A.2", "`fits` must be a whole number greater than 0"),
        (
            "words: {unknown: UNK, declined: DECL}",
            "words: {unknown: UNK}",
            17,
            "A.I.3.number",
            "“Declined” has no room in the box",
        ),
        ("words: {declined: Decl.}", "words: {denied: No}", 42, "A.2.until", "`words` has no `denied`"),
        ("unused: N/A", "unused: Not used here", 42, "A.2.until", "“Not used here” has no room in the box"),
        (
            'question: "3", pdf: city',
            "question: Question three and more, pdf: city",
            16,
            "A.I.3.city",
            "has no room in the box XB.question",
        ),
        ("unknown: Unknown, declined: Declined}", "unknown: Unknown}", 8, "", "`words` lacks `declined`"),
        ("edition: 2026-01-02", "edition: 2026-02-30", 3, "", "`2026-02-30` is not a date"),
        ("title: Small Form", "title:", 4, "", "`title` must be words or a number"),
        ("title: Small Form\n", "", 2, "", "`title` is missing"),
        ('approx: "about {}"', "approx: about", 10, "", "`approx` has no place for the date"),
        ("day: MM/dd/yyyy", "day: mm/dd/yyyy", 10, "", "`day` is `mm/dd/yyyy`"),
        ("day: MM/dd/yyyy", "day: MM/dd/jjjj", 10, "", "`day` is `MM/dd/jjjj`"),
        ("month: MM/yyyy", "month: yyyy", 10, "", "`month` is `yyyy`"),
        ("year: yyyy", "year: YYYY", 10, "", "`year` is `YYYY`"),
        ("B.1:\n", "Grounds:\n", 66, "Grounds", "The heading on Sheet B needs the item's part"),
        ("language: en", "language: ko", 83, "", "The words for continuation sheets are missing"),
        (
            "language: en",
            'language: en\ncontinuing: {mark: "see {page}"}',
            8,
            "",
            "`see {page}` has a placeholder that does not exist",
        ),
        (
            "XB.text: {label: More, fits: {columns: 40, lines: 12}",
            "XB.text: {label: More, fits: 40",
            97,
            "XB.text",
            "needs its size",
        ),
    ],
)
def test_refuses_a_faulty_table_and_says_where_and_what_to_write(
    tmp_path: Path, old: str, new: str, line: int, item: str, message: str
) -> None:
    file = _changed(tmp_path, old, new)
    with pytest.raises(FormError) as caught:
        read_table(file)
    assert caught.value.exit_code == ExitCode.FORM
    fault = next((fault for fault in caught.value.findings if message in fault.message), None)
    assert fault is not None, caught.value.findings
    assert fault.remedy
    assert fault.place.file == str(file)
    assert (fault.place.line, fault.place.item) == (line, item)
    assert file.name in caught.value.message


def test_names_all_faults_at_once(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    text = (
        FILE.read_text(encoding="utf-8")
        .replace("pdf: last}", "pfd: last}")
        .replace("as: country, fits: 28", "as: nation, fits: 28")
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_table(file)
    assert [fault.place.line for fault in caught.value.findings] == [14, 28]
    assert "There are 2 faults in all" in caught.value.message


@pytest.mark.parametrize("content", ["form: [", "- a\n- b\n", "", "form: *nobody\n"])
def test_refuses_what_is_not_a_yaml_mapping(tmp_path: Path, content: str) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FormError):
        read_table(file)


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="cannot be read"):
        read_table(tmp_path / "none.yaml")


def test_lists_items_columns_and_boxes_of_sheets() -> None:
    numbers = [number for number, _item in all_items(TABLE)]
    assert numbers[0] == "A.I.1"
    assert "A.2.street" in numbers
    assert numbers[-1] == "XB.signature"
    assert len(numbers) == len(set(numbers))


def test_knows_which_item_uses_each_field() -> None:
    fields = pdf_fields(TABLE)
    assert fields["last"] == "A.I.1"
    assert fields["s3"] == "A.2.street"
    assert fields["an2"] == "A.3.name"
    assert fields["am2"] == "A.3.sex"
    assert fields["officer2"] == "C.officer"
    assert fields["xb_text"] == "XB.text"


def test_a_pdf_with_exactly_the_fields_of_the_table_is_complete() -> None:
    assert check_complete(TABLE, dict.fromkeys(pdf_fields(TABLE))) == []


def test_a_field_too_many_and_one_too_few_are_named() -> None:
    fields = dict.fromkeys([*pdf_fields(TABLE), "extra"])
    del fields["city"]
    found = check_complete(TABLE, fields)
    assert found == ["No item uses the field extra.", "The field city of item A.I.3.city is not in the PDF."]


def test_a_state_that_a_box_does_not_have_is_named() -> None:
    fields: dict[str, object] = dict.fromkeys(pdf_fields(TABLE))
    fields["sex1"] = SimpleNamespace(states=("1", "2"))
    fields["sex2"] = SimpleNamespace(states=("F",))
    assert check_complete(TABLE, fields) == ["The box sex1 of item A.I.4 has no state M, but: 1, 2."]


def _changed(folder: Path, old: str, new: str) -> Path:
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand in the tiny table once"
    file = folder / "changed.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file
