"""An application from abroad, built and read back."""

from __future__ import annotations

import datetime
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pikepdf
import pytest
from ca_overseas_case import EXAMPLE, TABLES

from asylum_forms import build
from asylum_forms.build import Built
from asylum_forms.forms import store
from asylum_forms.forms.reader import read_table
from asylum_forms.progress import quiet

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("LC_ALL", "C.UTF-8")
        store.add(shared / "forms/ca/imm5669.2012-12.pdf", [read_table(TABLES["IMM-5669"])])
        day = datetime.date(2026, 11, 21)
        return build.build(EXAMPLE, "ca/overseas", out=tmp_path_factory.mktemp("overseas"), date=day, progress=quiet)


def text(pdf: Path, *pages: str) -> str:
    done = subprocess.run(["pdftotext", "-layout", *pages, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def test_only_what_the_applicant_has_yet_to_do_blocks(built: Built) -> None:
    assert sorted({finding.id for finding in built.findings if finding.severity == "blocks"}) == [
        "ca.referral-missing",
        "form.xfa-only",
        "record.date-passed",  # the day of the example
    ]


def test_the_official_schedule_a_is_filled_in_and_reads_back(built: Built) -> None:
    with pikepdf.open(built.pdf.parent / "forms" / "imm-5669.pdf") as pdf:
        values = {}
        for page in pdf.pages:
            for widget in page.get("/Annots", ()):
                node, names = widget, []
                while node is not None:
                    names += [str(node.T)] if "/T" in node else []
                    node = node.get("/Parent")
                holder = widget if "/V" in widget else widget.get("/Parent", {})
                values[".".join(reversed(names))] = str(holder.get("/V", ""))
        assert "/XFA" not in pdf.Root.AcroForm
    page1, page2, page3 = (f"IMM_5669[0].page{n}[0]." for n in (1, 2, 3))
    assert values[f"{page1}familyName[0]"] == "Yan"
    assert values[f"{page1}OriginalLanguage2[0]"] == "颜默笙"
    assert values[f"{page1}birthDate3[0]"] == "1970-02-03"
    assert [values[f"{page1}{letter}YesNo[0]"] for letter in "abcdefghijk"] == [
        *("/1", "/1", "/0", "/1", "/0", "/1", "/1", "/1", "/1", "/0", "/0")
    ]
    history = f"{page2}personalHistoryTable[0].Row"
    assert [values[f"{history}{row}[0].fromDate[0]"] for row in (1, 2, 3)] == ["2026-06", "2009-09", "-"]
    assert values[f"{history}1[0].toDate[0]"] == "PRESENT"
    assert [values[f"{page3}addressTable[0].Row{row}[0].Cell7[0]"] for row in range(1, 7)] == [
        *("Taiwan", "Thailand", "Thailand", "Laos", "China", "-")
    ]


def test_what_has_no_room_follows_on_a_separate_sheet(built: Built) -> None:
    whole = text(built.pdf)
    sheet = whole[whole.index("Form IMM-5669, edition 2012-12-01: Separate sheet, 1 of 1") :]
    assert re.search(r"Question 8:\s+Entry 1, Status in country: No visa; registered with UNHCR", sheet)
    assert "Entry 2, Activity: Proof-reading of manuscripts for publishers" in sheet


def test_the_data_file_of_an_xfa_form_says_what_the_data_sheet_says(built: Built) -> None:
    root = ElementTree.parse(built.pdf.parent / "forms" / "imm-0008.xml").getroot()
    form = root[0][0]
    assert form.tag == "form1"
    found = {path: form.findtext(f"Page1/{path}") for path in ("PersonalDetails/q1/FamilyName", "genDetails/q1/Category")}
    assert list(found.values()) == ["Yan", "28"]
    assert form.findtext("Page1/PersonalDetails/q7-8/PlaceBirthCountry") == "202"
    assert form.findtext("Page1/depPrime/q1/GivenName") == "Shuhe"
    assert form.find("Page1/dependants") is None
    schedule = ElementTree.parse(built.pdf.parent / "forms" / "imm-0008-schedule-2.xml").getroot()[0][0]
    assert schedule.tag == "IMM_0008"
    lines = [line.text or "" for line in schedule.findall("Subform4/TextField1")]
    assert lines[0].startswith("Every year since 2009")
    assert lines[4].endswith("(continued on separate sheet)")
    assert all(len(line) <= 116 for line in lines)


def test_no_page_of_the_filing_asks_to_wait(built: Built) -> None:
    whole = text(built.pdf)
    assert "Please wait" not in whole
    assert "Data sheet – to be typed into the official form in Adobe Reader" in whole
    assert re.search(r"Organization or sponsor:\s+None", whole)
    assert "not_applicable" not in whole


def test_who_has_to_sign_where_is_said(built: Built) -> None:
    assert [who for who, _page in built.signs][:2] == ["applicant", "applicant"]
