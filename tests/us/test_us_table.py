"""The form table of the I-589 against the official PDF: every field once, in its right place, with its own states."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from us_record import FOLDER

from asylum_forms.forms import measure, wordings
from asylum_forms.forms.crosswalk import asked_by, column_paths
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.store import fingerprint
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.record.schema import has_question, read_schema

FILE = FOLDER / "forms" / "i-589.2025-01-20.yaml"


class Widget(NamedTuple):
    page: int
    left: float
    bottom: float
    right: float
    top: float
    tooltip: str
    states: frozenset[str]
    limit: int
    kind: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def depth(self) -> float:
        """Distance from the top of page 1 downwards through all pages."""
        return self.page * 792 - self.middle


@pytest.fixture(scope="module")
def table() -> FormTable:
    return read_table(FILE)


@pytest.fixture(scope="module")
def official(shared: Path) -> Path:
    return shared / "forms" / "us" / "i-589.2025-01-20.pdf"


@pytest.fixture(scope="module")
def widgets(official: Path) -> dict[str, Widget]:
    """Every field of the official PDF by name, read with a library that our own filler does not use."""
    found = {}
    with pikepdf.open(official) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for annotation in page.get("/Annots", []):
                if annotation.get("/Subtype") != "/Widget":
                    continue
                parts, node, inherited = [], annotation, {}
                while node is not None:
                    if "/T" in node:
                        parts.append(str(node.T))
                    for key in ("/FT", "/MaxLen", "/TU"):
                        if key in node and key not in inherited:
                            inherited[key] = node[key]
                    node = node.get("/Parent")
                left, bottom, right, top = (float(x) for x in annotation.Rect)
                states = (
                    frozenset(k[1:] for k in annotation.get("/AP", {}).get("/N", {}) if k != "/Off")
                    if "/AP" in annotation
                    else ()
                )
                found[".".join(reversed(parts))] = Widget(
                    number,
                    left,
                    bottom,
                    right,
                    top,
                    str(inherited.get("/TU", "")),
                    frozenset(states) if str(inherited["/FT"]) == "/Btn" else frozenset(),
                    int(inherited.get("/MaxLen", 0)),
                    str(inherited["/FT"]),
                )
    return found


def all_items(table: FormTable) -> list[Item]:
    return [*table.items.values(), *(item for sheet in table.sheets.values() for item in sheet.items)]


def boxes(item: Item) -> Iterator[str]:
    """Every field, or FIELD=STATE, of an item and its columns."""
    yield from (*item.pdf, *item.sheet)
    for option in item.options:
        yield from (*option.pdf, *option.sheet)
    for column in item.columns:
        yield from boxes(column)


def name(box: str) -> str:
    return re.sub(r"=[^=\]]*$", "", box)


def test_every_field_of_the_official_form_stands_in_the_table_exactly_once(table: FormTable, widgets: dict[str, Widget]) -> None:
    ours = [name(box) for item in all_items(table) for box in boxes(item)]
    assert sorted(ours) == sorted(widgets)
    assert len(ours) == 460


def test_the_fingerprint_is_that_of_the_official_form(table: FormTable, official: Path) -> None:
    found = fingerprint(official)
    assert table.official
    assert table.official.fingerprint.removeprefix("sha256:") == found.sha256
    assert table.official.text in found.text
    assert (table.official.pages, table.official.fields) == (found.pages, len(found.fields)) == (12, 460)


def test_check_boxes_use_their_own_export_values(table: FormTable, widgets: dict[str, Widget]) -> None:
    for item in all_items(table):
        for box in boxes(item):
            widget = widgets[name(box)]
            if "=" in box.rpartition("]")[2]:
                assert widget.states == {box.rpartition("=")[2]}, box
            else:
                assert widget.kind == "/Tx" or item.blank, box


@pytest.mark.parametrize(
    ("number", "key", "box"),
    [
        ("A.II.children.any", "yes", "form1[0].#subform[1].ChildrenCheckbox[0]=N"),
        ("A.II.children.any", "no", "form1[0].#subform[1].ChildrenCheckbox[1]=Y"),
        ("D.assisted", "yes", "form1[0].#subform[10].PtD_ckboxynd1[0]=2"),
        ("D.assisted", "no", "form1[0].#subform[10].PtD_ckboxynd1[1]=1"),
        ("A.I.18", "never", "form1[0].#subform[0].CheckBox3[0]=A"),
        ("A.I.18", "now", "form1[0].#subform[0].CheckBox3[2]=B"),
        ("A.I.18", "past", "form1[0].#subform[0].CheckBox3[1]=C"),
        ("A.I.24", "no", "form1[0].#subform[0].CheckBox4[1]=No"),
        ("A.II.spouse.22", "yes", "form1[0].#subform[1].NotMarried[0].PtAIILine22_Yes[0]=Yes"),
        ("A.II.spouse.24", "yes", "form1[0].#subform[1].NotMarried[0].PtAIILine24_Yes[0]=Y"),
    ],
)
def test_known_traps(table: FormTable, number: str, key: str, box: str) -> None:
    assert {o.key: o.pdf for o in table.items[number].options}[key] == (box,)


def test_the_first_child_has_other_sex_boxes(table: FormTable) -> None:
    sex = next(c for c in table.items["A.II.children"].columns if c.number == "12")
    male, female = (next(o for o in sex.options if o.key == key) for key in ("male", "female"))
    assert [box[-2:] for box in male.pdf + male.sheet] == ["=1", "=M", "=M", "=M", "=M", "=M"]
    assert [box[-2:] for box in female.pdf + female.sheet] == ["=2", "=F", "=F", "=F", "=F", "=F"]


def column_boxes(column: Item, *, sheet: bool = False) -> list[list[str]]:
    """The boxes of a column: one list for text, one per option of a choice."""
    if column.options:
        return [[name(box) for box in (o.sheet if sheet else o.pdf)] for o in column.options]
    return [list(column.sheet if sheet else column.pdf)]


@pytest.mark.parametrize("number", ["A.I.19.c", "A.III.1", "A.III.2", "A.III.3", "A.III.4", "A.III.5", "D.assisted_by"])
def test_the_boxes_of_one_row_stand_on_one_line(table: FormTable, widgets: dict[str, Widget], number: str) -> None:
    item = table.items[number]
    columns = [boxes for column in item.columns for boxes in column_boxes(column) if boxes]
    assert {len(column) for column in columns} == {item.fits.lines if item.fits and item.fits.lines > 1 else len(columns[0])}
    rows = [[widgets[column[row]] for column in columns] for row in range(len(columns[0]))]
    for row in rows:
        assert max(w.middle for w in row) - min(w.middle for w in row) <= 4, number
        assert [w.left for w in row] == sorted(w.left for w in row), "columns run from left to right"
    tops = [min(w.depth for w in row) for row in rows]
    assert tops == sorted(tops)
    if number != "D.assisted_by":
        assert len(set(map(round, tops))) == len(rows)


def test_the_blocks_of_the_children_follow_one_another(table: FormTable, widgets: dict[str, Widget]) -> None:
    columns = table.items["A.II.children"].columns
    for sheet, count in ((False, 4), (True, 2)):
        blocks: list[list[Widget]] = [[] for _ in range(count)]
        for column in columns:
            for fields in column_boxes(column, sheet=sheet):
                assert len(fields) == count, column.number
                for block, field in zip(blocks, fields, strict=True):
                    block.append(widgets[field])
        for block, following in itertools.pairwise(blocks):
            assert max(w.depth for w in block) < min(w.depth for w in following)
        for block in blocks:
            shape = [(round(w.left - block[0].left), round(w.depth - block[0].depth)) for w in block]
            first = [(round(w.left - blocks[0][0].left), round(w.depth - blocks[0][0].depth)) for w in blocks[0]]
            assert all(abs(a - c) <= 9 and abs(b - d) <= 9 for (a, b), (c, d) in zip(shape, first, strict=True))


WRONG_TOOLTIPS = {
    "CheckBox27[0]": "says Child 1, stands in the block of child 2",
    "CheckBox27[1]": "the same",
    "CheckBox37[0]": "says Child 1, stands in the block of child 3",
    "CheckBox37[1]": "the same",
    "ChildEntry6[0]": "says Additional Child 1, stands in the block of the second",
    "ChildExpAuth6[0]": "the same",
    "SuppALine20_CheckBox2[1]": "the same",
}
"""Tooltips of the official form that contradict the place of their field; the place counts."""


def test_tooltips_name_the_child_and_the_question(table: FormTable, widgets: dict[str, Widget]) -> None:
    for column in table.items["A.II.children"].columns:
        question = column.number.split(".")[0]
        for sheet, kind in ((False, "Child"), (True, "Additional Child")):
            for fields in column_boxes(column, sheet=sheet):
                for number, field in enumerate(fields, 1):
                    tooltip = widgets[field].tooltip
                    assert re.search(rf"\b{question}\. ", tooltip), (field, tooltip)
                    if field.rpartition(".")[2] not in WRONG_TOOLTIPS and "TextField12[6]" not in field:
                        assert f"{kind} {number}." in tooltip, (field, tooltip)


COMMON = {"the", "and", "any", "you", "your", "for", "yes", "what", "this", "box", "enter"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.lower())) - COMMON


def test_tooltips_carry_the_words_of_the_captions(table: FormTable, widgets: dict[str, Widget]) -> None:
    for item in all_items(table):
        if item.blank == "preset by the form":
            continue
        for part in (item, *item.columns):
            for box in (*part.pdf, *part.sheet):
                tooltip = widgets[name(box)].tooltip.lower().replace("u. s.", "u.s.").replace("identification (i d)", "id")
                assert words(part.label) & words(tooltip), (part.number, part.label, tooltip)
            for option in part.options:
                for box in (*option.pdf, *option.sheet):
                    tooltip = widgets[name(box)].tooltip.lower()
                    last = tooltip.split("select")[-1] if "select" in tooltip else tooltip.split("check ")[-1]
                    said = set(re.findall(r"[a-z]+", last))
                    assert words(option.label) & said or option.key in said or option.key == "yes", (
                        part.number,
                        option.key,
                        last,
                    )


def test_tooltips_carry_the_numbers_of_the_items(table: FormTable, widgets: dict[str, Widget]) -> None:
    parts = {"A.I": r"Part\. A\. 1\.", "A.II": r"Part\. A\. 2\.", "A.III": r"Part\. A\. 3\.", "B": r"Part B\.", "C": r"Part C\."}
    for item in table.items.values():
        match = re.match(r"(A\.I|A\.II|A\.III|B|C)\.(?:spouse\.)?(\d+)(?:\.([A-Ca-c]))?(?:\.|$)", item.number)
        if not match:
            continue
        part, number, letter = match.groups()
        for box in boxes(item):
            tooltip = widgets[name(box)].tooltip
            assert re.search(parts[part], tooltip), (box, tooltip)
            assert re.search(rf"\b{number}\.", tooltip), (item.number, tooltip)
            if letter:
                assert re.search(rf"\b{letter.upper()}\.", tooltip), (item.number, tooltip)


def test_sizes_are_those_of_the_boxes(table: FormTable, widgets: dict[str, Widget]) -> None:
    """Columns of 5.4 points inside the box; lines at 10.2 points leading; MaxLen as the field has it."""
    for item in all_items(table):
        for part in (item, *item.columns):
            fields = [widgets[name(box)] for box in (*part.pdf, *part.sheet)]
            if not fields or part.sign or part.blank or part.options:
                continue
            assert part.fits, part.number
            width = min(w.right - w.left for w in fields)
            assert part.fits.columns <= (width - 2) / 5.4, part.number
            assert part.fits.columns >= (width - 4) / 5.4 - 1, part.number
            assert part.limit == min((w.limit for w in fields if w.limit), default=0) or item.number.startswith("S"), part.number
            if part.fits.lines > 1:
                assert part.fits.lines == int((min(w.top - w.bottom for w in fields) - 4) / 10.2), part.number


def test_the_wording_for_no_answer_fits_every_box_and_stays_distinct(table: FormTable) -> None:
    for item in all_items(table):
        for part in (item, *item.columns):
            if not part.fits or part.columns or part.options or part.number.startswith(("SA.", "SB.")):
                continue
            said = {**table.words, **part.words}
            assert all(measure.fits(word, part.fits, part.limit) for word in said.values()), (part.number, said)
            if not part.number.endswith("area_code"):
                assert said["unknown"] != said["declined"] != said["not_applicable"] != said["unknown"]


def test_what_has_no_room_goes_on_on_supplement_b_and_children_on_supplement_a(table: FormTable) -> None:
    for item in table.items.values():
        for part in (item, *item.columns):
            if part.fits and not part.columns:
                sheet = wordings.text_sheet(table, item, part if part is not item else None)
                assert sheet, part.number
                assert sheet.name == "Supplement B", part.number
    sheets = {number: sheet.name for number, item in table.items.items() if (sheet := wordings.table_sheet(table, item))}
    assert sheets == {"A.II.children": "Supplement A"}


def test_every_path_is_a_question_of_the_record(table: FormTable) -> None:
    schema = read_schema({"us": FOLDER.parents[1] / "schemas" / "us.yaml"})
    for item in table.items.values():
        for path in item.read:
            assert has_question(schema, path), (item.number, path)
        for column in item.columns:
            for path in column.read if item.number != "A.III.5" else column.uses:
                assert has_question(schema, column_paths(item, path, schema)[0]), (item.number, column.number, path)


def test_the_guide_asks_for_every_question_that_a_box_needs(table: FormTable) -> None:
    """Questions marked rare in the schema are shown only where a form asks for them by name."""
    asked = asked_by("us", table, read_schema({"us": FOLDER.parents[1] / "schemas" / "us.yaml"}))
    assert asked["children.us.a_number"] == ["us I-589 A.II.children.1"]
    assert asked["residences.address.city"] == ["us I-589 A.III.1.city", "us I-589 A.III.2.city"]
    for path in (
        "children.sex",
        "spouse.ethnicity",
        "children.nationalities.until",
        "employment.occupation",
        "travel.entries.status",
    ):
        assert path in asked
