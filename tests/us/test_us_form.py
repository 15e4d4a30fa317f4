"""The whole I-589: record, table and functions together, down to the filled official PDF."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from us_record import FOLDER, base, day, in_us, person, text

from asylum_forms.forms.acroform import fill
from asylum_forms.forms.answers import State
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.record.values import Absent
from jurisdictions.us.rules import rules


@pytest.fixture(scope="module")
def table() -> FormTable:
    return read_table(FOLDER / "forms" / "i-589.2025-01-20.yaml")


def test_a_complete_record_leaves_no_applicable_box_empty(make: Any, table: FormTable) -> None:
    answers = evaluate(table, make())
    assert answers.findings == ()
    for number, item in table.items.items():
        answer = answers.items[number]
        if item.blank or number in ("D.signature", "D.date"):
            assert answer.state is State.BLANK
        else:
            assert answer.text or answer.chosen or answer.rows, number
            assert all(cell.text or cell.chosen for row in answer.rows for cell in row.values()), number


def test_a_person_alone_says_none_and_not_applicable_everywhere(make: Any, table: FormTable) -> None:
    alone = {
        "applicant.marital_status": "single",
        "spouse": Absent.NONE,
        "marriages": Absent.NONE,
        "children": Absent.NONE,
        "parents": {"mother": Absent.UNKNOWN, "father": Absent.DECLINED},
        "siblings": Absent.NONE,
        "education": Absent.NONE,
        "employment": Absent.NONE,
        "documents": Absent.NONE,
        "travel.transit": Absent.NONE,
    }
    answers = evaluate(table, make(alone))
    assert answers.findings == ()
    assert answers.items["A.II.spouse.not_married"].chosen == ("yes",)
    assert {answers.items[f"A.II.spouse.{n}"].text for n in range(1, 14)} == {"N/A"}
    assert answers.items["A.II.children.any"].chosen == ("no",)
    assert (answers.items["A.II.children"].text, answers.items["A.II.children.total"].text) == ("N/A", "N/A")
    assert (answers.items["A.III.3"].text, answers.items["A.III.4"].text) == ("None", "None")
    assert [row["name"].text for row in answers.items["A.III.5"].rows] == ["Unknown", "Declined to answer", "None"]
    assert answers.items["A.I.20"].text == "None"
    assert answers.items["C.2.text"].text == "N/A"


def test_nobody_signs_for_a_preparer_there_is_not(make: Any, table: FormTable) -> None:
    assert evaluate(table, make()).items["E.signature"].text == "N/A"
    signed = evaluate(table, make({"preparer": {"helper": "ann", "kind": "other"}})).items["E.signature"]
    assert (signed.state, signed.text) == (State.BLANK, "")


def test_what_is_missing_is_named_and_stays_empty(make: Any, table: FormTable) -> None:
    answers = evaluate(table, make({"applicant.us.ssn": ..., "claim.fear": ..., "children.0.birth.date": ...}))
    missing = {(f.id, f.place.item, f.place.field) for f in answers.findings}
    assert ("answer.missing", "A.I.2", "applicant.us.ssn") in missing
    assert ("answer.missing", "B.1.B", "claim.fear") in missing
    assert ("answer.missing", "A.II.children", "children.1.birth.date") in missing
    assert answers.items["A.I.2"].text == ""


def test_every_untranslated_piece_is_named(make: Any, table: FormTable) -> None:
    chinese = text("他们", "zh_Hans")
    filing = make({"harm.0.what": chinese, "harm.1.what": text("她们", "zh_Hans"), "claim.fear.who": text("警察", "zh_Hans")})
    answers = evaluate(table, filing)
    named = [*answers.findings, *rules(filing, {"I-589": answers})]
    assert sorted(f.place.field for f in named if f.id == "answer.untranslated") == [
        "claim.fear.who",
        "harm.1.what",
        "harm.2.what",
    ]


def test_an_answer_that_fits_no_yes_or_no_is_named(make: Any, table: FormTable) -> None:
    filing = make({"earlier_claims": Absent.DECLINED})
    found = [f for f in rules(filing, {"I-589": evaluate(table, filing)}) if f.id == "us.yes-no-open"]
    assert [f.place.item for f in found] == ["C.1", "C.2.B"], "a claim may have been made in a third country"


def test_a_preparation_pack_leaves_american_items_open_without_complaint(make: Any, table: FormTable) -> None:
    changes = {"travel.entries": Absent.NONE, "applicant.residence.country": "TH", "statement.place.country": "TH"}
    filing = make(changes, procedure="abroad")
    answers = evaluate(table, filing)
    assert answers.findings == ()
    assert (answers.items["A.I.8.city"].text, answers.items["A.I.19.c"].text, answers.items["C.5"].text) == ("N/A", "None", "N/A")
    assert not [f for f in rules(filing, {"I-589": answers}) if f.id == "us.yes-no-open"]


def paths(value: Any, path: str = "") -> Iterator[str]:
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(inner, f"{path}.{key}" if path else str(key))


@pytest.mark.parametrize("value", [..., Absent.UNKNOWN, Absent.NONE])
def test_any_answer_may_be_missing_or_one_of_the_four_absences(make: Any, table: FormTable, value: Any) -> None:
    """No combination may break the form, and nothing may be printed as a Python value."""
    for path in paths(base()):
        if path.rpartition(".")[2].isdigit() or ".1." in path:
            continue  # entries themselves are never absent; second entries are like the first
        filing = make({path: value})
        answers = evaluate(table, filing)
        rules(filing, {"I-589": answers})
        cells = [
            cell.text
            for answer in answers.items.values()
            for cell in (answer, *itertools.chain(*(r.values() for r in answer.rows)))
        ]
        assert not any(bad in cell for cell in cells for bad in ("Absent", "None,", "Text(", "PartialDate", "{", "[")), path


def test_the_official_form_holds_every_answer_in_its_own_box(make: Any, table: FormTable, shared: Path, tmp_path: Path) -> None:
    filing = make(
        {
            "children": [person("Gao", f"Child{n}", f"201{n}-01-0{n + 1}", us=in_us()) for n in range(5)],
            "siblings": [person("Gao", f"Sibling{n}", f"198{n}-02-02") for n in range(5)],
            "harm.0.what": text("They held me for ten days. " * 60),
            "residences.1.from": day("~2008"),
        }
    )
    laid = lay_out(evaluate(table, filing))
    official = shared / "forms" / "us" / "i-589.2025-01-20.pdf"
    filled = fill(laid, official, tmp_path / "live.pdf", tmp_path / "flat.pdf")
    values = {}
    with pikepdf.open(tmp_path / "live.pdf") as pdf:
        for page in pdf.pages:
            for widget in page.get("/Annots", []):
                node, parts, value = widget, [], None
                while node is not None:
                    parts += [str(node.T)] if "/T" in node else []
                    value = node.V if value is None and "/V" in node else value
                    node = node.get("/Parent")
                values[".".join(reversed(parts))] = "" if value is None else str(value).removeprefix("/")
    prefix = "form1[0].#subform"
    expected = {
        "[0].PtAILine4_LastName[0]": "Gao",
        "[0].PtAILine1_ANumber[0]": "012345678",
        "[0].PtAILine8_Zipcode[0]": "91801",
        "[0].PtAILine9_City[0]": "N/A",
        "[0].DateTimeField1[0]": "03/14/1981",
        "[0].CheckBox3[0]": "A",
        "[0].DateTimeField3[0]": "N/A",
        "[1].NotMarried[0].PtAIILine5_LastName[0]": "Liu",
        "[1].CheckBox5[0]": "Off",
        "[1].ChildrenCheckbox[0]": "N",
        "[1].TotalChild[0]": "5",
        "[1].ChildFirst1[0]": "Child0",
        "[1].CheckBox12_Sex[0]": "1",
        "[3].ChildFirst4[0]": "Child3",
        "[3].CheckBox46_Sex[0]": "M",
        "[12].TextField12[2]": "Child4",
        "[12].PtAILine1_ANumber[1]": "012345678",
        "[4].TextField13[8]": "12 Elm Street",
        "[4].DateTimeField26[0]": "Present",
        "[4].TextField13[56]": "Sibling3 Gao",
        "[4].CheckBoxAIII5\\.f[0]": "1",
        "[4].CheckBoxAIII5\\.m[0]": "Off",
        "[5].#subform[6].CheckBoxpolitics[0]": "Y",
        "[5].#subform[6].ckboxyn1a[0]": "Y",
        "[8].ckboxync1[1]": "N",
        "[9].PCL4_TextField[0]": "N/A",
        "[10].TextField20[1]": "高明",
        "[10].PtD_ckboxynd1[1]": "1",
        "[10].TextField22[0]": "",
        "[11].TextField27[2]": "",
    }
    assert {name: values[prefix + name] for name in expected} == expected
    assert values[prefix + "[5].#subform[6].TextField14[0]"].endswith("(continued on Supplement B)")
    assert "Sibling4 Gao" in values[prefix + "[13].TextField32[0]"]
    assert {who for who, _page in filled.signs} == {"applicant", "applicant-date"}
