"""The forms of Immigration, Refugees and Citizenship Canada: what their items say, and that the tables are those of the PDFs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from ca_overseas_case import TABLES, answers, example, filing, golden, item

from asylum_forms.errors import EvidenceError, FormError
from asylum_forms.evidence.pdf import clean_pdf
from asylum_forms.forms import store
from asylum_forms.forms.crosscheck import all_items, check_complete
from asylum_forms.forms.fields import fields_of
from asylum_forms.forms.reader import read_table
from asylum_forms.pdf.opening import open_plain
from asylum_forms.record.values import Absent, PartialDate

OFFICIAL = {
    "IMM-0008": "forms/ca/imm0008.2017-10.pdf",
    "IMM-0008-Schedule-2": "forms/ca/imm0008-schedule2.2011-10.pdf",
    "IMM-5669": "forms/ca/imm5669.2012-12.pdf",
}
XFA_ONLY = ("IMM-0008", "IMM-0008-Schedule-2")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_item_says_what_is_recorded(language: str) -> None:
    file = Path(__file__).with_name(f"stranded-in-transit.{language}.json")
    expected = json.loads(file.read_text(encoding="utf-8"))
    for form in TABLES:
        found = answers(form, filing(language=language))
        assert {number: golden(answer) for number, answer in found.items.items()} == expected[form], form
        if language == "en":
            assert [(f.id, f.message) for f in found.findings] == []


# Schedule A


def test_history_of_ten_years_runs_from_the_present_back() -> None:
    rows = item("IMM-5669", "8").rows
    assert [(row["from"].text, row["to"].text) for row in rows] == [("2026-06", "PRESENT"), ("2009-09", "2026-06")]
    assert rows[1]["status"].text == "Citizen"


def test_what_nobody_has_is_none_and_what_nobody_answered_is_open() -> None:
    assert item("IMM-5669", "9").text == "NONE"
    assert item("IMM-5669", "10", {"ca.government_positions": ...}).state == "missing"
    assert item("IMM-5669", "6.f", {"ca.background.atrocities": ...}).state == "missing"
    assert item("IMM-5669", "6.c", {"ca.background.earlier_claims": ...}).chosen == ("yes",)
    assert item("IMM-5669", "6.c", {"ca.background.earlier_claims": ..., "earlier_claims": Absent.NONE}).chosen == ("no",)


def test_only_a_yes_is_explained_and_each_after_its_letter() -> None:
    text = item("IMM-5669", "6.details").text
    assert [line[:2] for line in text.split("\n")] == ["c)", "e)", "j)", "k)"]
    none = {f"ca.background.{key}.answer": "no" for key in ("earlier_claims", "removed", "detained", "disease")}
    assert item("IMM-5669", "6.details", none).text == "N/A"


def test_a_parent_who_lives_has_no_day_of_death() -> None:
    assert item("IMM-5669", "5.death").text == "N/A"
    assert item("IMM-5669", "4.death").text == "2017-01"
    assert item("IMM-5669", "4.death", {"parents.father.death_date": ...}).state == "missing"


def test_service_and_the_service_in_another_country_stand_in_tables_of_their_own() -> None:
    served = {
        "military.served": "yes",
        "military.country": "CN",
        "military.branch": "army",
        "military.from": PartialDate(1990, 12),
    }
    changed = filing({**served, "ca.other_service": [{"country": "MM", "branch": "militia"}]})
    found = answers("IMM-5669", changed).items
    assert (found["11.country1"].text, found["11.country2"].text) == ("China", "Myanmar (Burma)")
    assert found["11.service1"].rows[0]["from"].text == "1990-12"
    assert found["11.service2"].rows[0]["branch"].text == "militia"


# Schedule 2 and IMM 0008


def test_events_and_arrests_are_told_in_the_order_of_time() -> None:
    days = re.findall(r"^\d+\. (\d{4}-\d{2}-\d{2})", item("IMM-0008-Schedule-2", "A.3.A").text, re.MULTILINE)
    assert len(days) == len(example().rows("harm")) + len(example().rows("arrests"))
    assert days == sorted(days)


def test_every_country_of_the_way_stands_in_the_route() -> None:
    text = item("IMM-0008-Schedule-2", "A.4").text
    places = [text.index(word) for word in ("Left my country", "Laos", "Thailand", "Malaysia", "Taiwan", "RW 514")]
    assert places == sorted(places)


def test_grown_children_who_stay_behind_are_listed_and_those_who_come_are_not() -> None:
    assert [row["name"].text for row in item("IMM-0008-Schedule-2", "C.14").rows] == ["Shuhe YAN (颜舒禾)"]
    assert item("IMM-0008-Schedule-2", "C.14", {"children.0.accompanying": "yes"}).text == "NONE"
    assert item("IMM-0008-Schedule-2", "C.14", {"children.0.birth.date": PartialDate(2012)}).text == "NONE"


def test_more_than_half_a_year_elsewhere_is_told_and_less_is_not() -> None:
    assert item("IMM-0008", "P.12.a").chosen == ("no",)
    longer = {"residences.1.from": PartialDate(2026, 1, 2)}
    found = answers("IMM-0008", filing(longer)).items
    assert found["P.12.a"].chosen == ("yes",)
    assert (found["P.12.b1.country"].text, found["P.12.b1.from"].text, found["P.12.b2.country"].text) == (
        "Thailand",
        "2026-01-02",
        "N/A",
    )


def test_a_passport_that_has_expired_is_not_valid() -> None:
    assert item("IMM-0008", "T.1").chosen == ("yes",)
    assert item("IMM-0008", "T.1", {"documents.0.expires": PartialDate(2026, 11, 20)}).chosen == ("no",)
    assert item("IMM-0008", "T.1", {"documents.0.expires": ...}).state == "missing"


def test_the_papers_of_a_relative_are_never_taken_from_the_applicant() -> None:
    row = answers("IMM-0008").items["D"].rows[0]
    assert (row["T1"].text, row["T2"].text) == ("Unknown", "Unknown")
    assert (row["1.given"].text, row["7.year"].text, row["8.country"].text) == ("Shuhe", "1998", "China")


# Against the official PDFs


def test_the_table_of_schedule_a_has_every_field_of_the_official_pdf(shared: Path) -> None:
    table = read_table(TABLES["IMM-5669"])
    fields = fields_of(open_plain(shared / OFFICIAL["IMM-5669"]))
    assert len(fields) == 306
    assert check_complete(table, fields) == []
    assert store.add(shared / OFFICIAL["IMM-5669"], [table]).exists()


def test_boxes_stand_on_the_official_page_where_their_captions_are(shared: Path) -> None:
    """Rows from top to bottom, columns from left to right, Yes left of No: no answer can have slipped by a row."""
    table = read_table(TABLES["IMM-5669"])
    fields = fields_of(open_plain(shared / OFFICIAL["IMM-5669"]))
    for number, entry in table.items.items():
        for column in entry.columns:
            tops = [_place(fields, name)[1] for name in column.pdf]
            assert tops == sorted(tops, reverse=True), (number, column.number)
        lefts = [_place(fields, column.pdf[0])[0] for column in entry.columns]
        assert lefts == sorted(lefts), number
    for letter in "abcdefghijk":
        yes, no = (option.pdf[0].rpartition("=") for option in table.items[f"6.{letter}"].options)
        boxes = {state: _box(fields, yes[0], state) for state in (yes[2], no[2])}
        assert boxes[yes[2]][0] < boxes[no[2]][0], letter
        assert (yes[2], no[2]) == ("0", "1")
    order = [_place(fields, table.items[f"6.{letter}"].options[0].pdf[0].rpartition("=")[0])[1] for letter in "abcdefghijk"]
    assert order == sorted(order, reverse=True)


def _place(fields: Any, name: str) -> tuple[float, float]:
    rect = [float(side) for side in fields[name].widgets[0].annotation["/Rect"]]
    return rect[0], rect[1]


def _box(fields: Any, name: str, state: str) -> tuple[float, float]:
    for widget in fields[name].widgets:
        if f"/{state}" in widget.annotation["/AP"]["/N"]:
            rect = [float(side) for side in widget.annotation["/Rect"]]
            return rect[0], rect[1]
    raise AssertionError((name, state))


@pytest.mark.parametrize("form", XFA_ONLY)
def test_every_path_is_a_field_that_the_forms_data_have(form: str, shared: Path) -> None:
    table, template = read_table(TABLES[form]), _packet(shared / OFFICIAL[form], "template")
    known = _data_fields(template)
    assert table.xfa is not None
    for number, box in all_items(table):
        paths = {*box.xfa, *(pair.rpartition("=")[0] for option in box.options for pair in option.xfa)}
        for path in paths:
            name = re.sub(r"\[\d+\]", "", path)
            place = sum(int(place) for place in re.findall(r"\[(\d+)\]", path)[-1:])
            assert known.get(f"{table.xfa.root}/{name}", 0) > (place if path.endswith("]") else 0), (number, path)


@pytest.mark.parametrize("form", XFA_ONLY)
def test_what_is_stored_for_a_choice_is_in_the_forms_own_lists(form: str, shared: Path) -> None:
    table = read_table(TABLES[form])
    lists = _packet(shared / OFFICIAL[form], "datasets")
    template = _packet(shared / OFFICIAL[form], "template")
    stored = {(entry.get("lic"), entry.text) for entry in lists.iter() if entry.get("lic")}
    items = {text.text for text in template.iter() if text.tag.endswith(("}text", "}integer"))}
    for name, choices in table.lists.items():
        for shown, value in choices.items():
            assert (value, shown) in stored or (shown == value and value in items), (name, shown)
    for number, box in all_items(table):
        for option in box.options:
            for value in {pair.rpartition("=")[2] for pair in option.xfa}:
                assert value in items or any(value == code for code, _words in stored), (number, option.key)


def test_the_lines_of_a_box_go_down_the_page(shared: Path) -> None:
    """Item 5 A) of Schedule 2 has its lines in another order in the data than on the page."""
    template = _packet(shared / OFFICIAL["IMM-0008-Schedule-2"], "template")
    table = read_table(TABLES["IMM-0008-Schedule-2"])
    tops = {}
    for subform in (entry for entry in template.iter() if entry.tag.endswith("}subform") and entry.get("name")):
        lines = [entry for entry in subform if entry.tag.endswith("}field") and entry.get("name") == "TextField1"]
        tops |= {f"{subform.get('name')}/TextField1[{n}]": float(str(line.get("y"))[:-2]) for n, line in enumerate(lines)}
    for number, box in table.items.items():
        if len(box.xfa) > 1:
            down = [tops["/".join(path.split("/")[-2:])] for path in box.xfa]
            assert down == sorted(down), number


def _packet(pdf: Path, name: str) -> ElementTree.Element:
    with pikepdf.open(pdf) as opened:
        parts = list(opened.Root.AcroForm.XFA)
        content = next(parts[at + 1].read_bytes() for at in range(0, len(parts), 2) if str(parts[at]) == name)
    return ElementTree.fromstring(content)


def _data_fields(template: ElementTree.Element) -> Counter[str]:
    """Path of each field in the form's data to how many there are of it. What is bound to nothing is not in the data."""
    return Counter(_walk(template, ""))


def _walk(node: ElementTree.Element, path: str, times: int = 1) -> Iterator[str]:
    for child in node:
        kind, name = child.tag.rpartition("}")[2], child.get("name") or ""
        if kind not in ("subform", "field", "exclGroup", "subformSet", "area"):
            continue
        bind = next((below for below in child if below.tag.endswith("}bind")), None)
        unbound = not name or (bind is not None and bind.get("match") == "none") or kind in ("subformSet", "area")
        occur = next((below for below in child if below.tag.endswith("}occur")), None)
        most = times * int(occur.get("max", 1) if occur is not None else 1)
        below = path if unbound else f"{path}/{name}".lstrip("/")
        if kind in ("field", "exclGroup"):
            yield from () if unbound else [below] * most
        else:
            yield from _walk(child, below, most)


@pytest.mark.parametrize("form", XFA_ONLY)
def test_a_form_that_asks_to_wait_is_neither_kept_nor_taken_as_evidence(form: str, shared: Path, tmp_path: Path) -> None:
    tables = [read_table(file) for file in TABLES.values()]
    with pytest.raises(FormError, match="Please wait") as refused:
        store.add(shared / OFFICIAL[form], tables)
    assert "type in the data sheet" in refused.value.remedy
    assert form in refused.value.remedy
    with pytest.raises(EvidenceError, match=re.escape(Path(OFFICIAL[form]).name)) as shell:
        clean_pdf(shared / OFFICIAL[form], tmp_path / "out.pdf")
    assert "print it to a new PDF" in shell.value.remedy
