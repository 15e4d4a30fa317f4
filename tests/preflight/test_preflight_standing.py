"""How far a filing is, from the record of a small case: nothing is built."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from jsonschema import Draft202012Validator

from asylum_forms import look
from asylum_forms.assembly.plan import Spot
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.answers import State
from asylum_forms.i18n import use
from asylum_forms.jurisdiction.contract import Task
from asylum_forms.preflight import report
from asylum_forms.preflight.folder import folder_table
from asylum_forms.preflight.page import as_page
from asylum_forms.preflight.report import Report, as_data
from asylum_forms.preflight.standing import FormStanding, Official, Rendering, checklist
from asylum_forms.progress import quiet

DOCS = Path(__file__).parents[2] / "docs"
RECORD = """\
asylum_forms: 1
language: zh_Hans
filing_date: 2026-11-20
applicant:
  name: {family: Lin, given: Mei}
  birth: {date: 1986-03-14}
  us: {ssn: none, online_account: declined}
  religion: unknown
  sex:
spouse: not_applicable
residences:
  - {address: {city: Jinhua, country: CN}, from: 2019, until: 2024}
evidence:
  - {id: letter, file: evidence/letter.txt, title: A letter, language: en}
  - {id: photo, file: evidence/photo.txt, title: A photograph, language: none}
  - {id: unsaid, file: evidence/letter.txt, title: Nobody says}
  - {id: notice, file: evidence/letter.txt, title: A notice, language: zh}
  - id: summons
    file: evidence/letter.txt
    title: A summons
    language: zh
    translation: {file: evidence/summons.docx, translator: tan}
helpers:
  - {id: tan, name: {family: Tan, given: Yulin}}
"""


@pytest.fixture(scope="module")
def preflight(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Report]:
    """`preflight(record)`: what is reported of a case with this record, without an official PDF."""

    def run(record: str) -> Report:
        case = tmp_path_factory.mktemp("case")
        (case / "evidence").mkdir()
        for name in ("letter.txt", "photo.txt"):
            (case / "evidence" / name).write_text("Words.\n", encoding="utf-8")
        docx.Document().save(str(case / "evidence" / "summons.docx"))
        (case / "record.yaml").write_text(record, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("empty")))
            return look.preflight(case, "us/affirmative", progress=quiet)

    return run


@pytest.fixture(scope="module")
def small(preflight: Callable[[str], Report]) -> Report:
    return preflight(RECORD)


def form_of(found: Report) -> FormStanding:
    (form,) = found.standing.forms
    return form


def test_an_exhibit_is_called_in_the_users_language(preflight: Callable[[str], Report]) -> None:
    record = RECORD.replace("title: A notice", "title: {zh_Hans: 通知, en: A notice}")
    with use("zh_Hans"):
        titles = {one.exhibit.id: one.title for one in preflight(record).standing.exhibits}
    assert titles["notice"] == "通知"
    assert titles["letter"] == "A letter"
    assert {one.exhibit.id: one.title for one in preflight(record).standing.exhibits}["notice"] == "A notice"


def test_every_item_of_the_form_is_counted_once(small: Report) -> None:
    form = form_of(small)
    assert sum(form.counts.values()) == len(form.table.items)
    assert form.counts[State.DECLINED] == 1
    assert form.counts[State.UNKNOWN] == 1
    assert all(form.counts[state] for state in State)
    assert form.official is Official.MISSING


def test_what_is_counted_as_open_is_listed_with_its_line(small: Report) -> None:
    form = form_of(small)
    listed = {one.item: one for one in form.open}
    assert len(listed) == form.counts[State.MISSING]
    assert listed["A.I.10"].place.line == RECORD.splitlines().index("  sex:") + 1
    assert "A.I.4" not in listed
    assert "A.III.2" in listed, "the table has an entry, but its street is open"


def test_an_answer_moves_an_item_from_open_to_answered(small: Report, preflight: Callable[[str], Report]) -> None:
    before, after = form_of(small).counts, form_of(preflight(RECORD.replace("  sex:\n", "  sex: female\n"))).counts
    assert after[State.MISSING] == before[State.MISSING] - 1
    assert after[State.ANSWERED] == before[State.ANSWERED] + 1


def test_every_exhibit_says_how_far_its_translation_is(small: Report) -> None:
    assert {one.exhibit.id: (one.state, one.translator) for one in small.standing.exhibits} == {
        "letter": (Rendering.UNNEEDED, ""),
        "photo": (Rendering.UNNEEDED, ""),
        "unsaid": (Rendering.UNSAID, ""),
        "notice": (Rendering.MISSING, ""),
        "summons": (Rendering.GIVEN, "Yulin TAN"),
    }


def test_the_checklist_has_what_applies_with_value_and_source(small: Report, preflight: Callable[[str], Report]) -> None:
    texts = {task.text: task for task in small.standing.checklist}
    (fee,) = (task for text, task in texts.items() if "100 US dollars, paid separately" in text)
    assert fee.about == "fees"
    assert not fee.verified, "the amount for this fiscal year was not found"
    assert not any("G-28" in text for text in texts)
    assert all(task.source for task in texts.values())
    represented = preflight(RECORD + "representative: {helper: tan, kind: attorney}\n")
    assert any("G-28" in task.text for task in represented.standing.checklist)


def test_a_value_that_does_not_exist_yet_takes_its_line_out(us_filing_on: Callable[[str], object]) -> None:
    filing = us_filing_on("2024-05-01")
    values = {"annual_asylum_fee": "{value} a year", "asylum_application_fee": "{value} once"}
    tasks = [Task("fees", text, value=value) for value, text in values.items()]
    assert [task.text for task in checklist(filing, tasks)] == ["0 once"]  # type: ignore[arg-type]


@pytest.fixture
def us_filing_on(tmp_path: Path) -> Callable[[str], object]:
    from asylum_forms.case import open_filing

    (tmp_path / "record.yaml").write_text("language: en\n", encoding="utf-8")
    return lambda day: open_filing(tmp_path, "us/affirmative", date=datetime.date.fromisoformat(day))


def test_the_data_is_as_the_schema_says(small: Report) -> None:
    schema = json.loads((DOCS / "preflight.schema.json").read_text(encoding="utf-8"))
    data = json.loads(json.dumps(as_data(small)))
    assert sorted(Draft202012Validator(schema).iter_errors(data), key=str) == []
    assert set(data) == set(schema["properties"])
    for kind, entries in (("finding", data["findings"]), ("form", data["forms"]), ("exhibit", data["exhibits"])):
        assert {key for entry in entries for key in entry} <= set(schema["$defs"][kind]["properties"])


def test_the_page_has_every_part_and_escapes_what_it_prints(small: Report) -> None:
    bad = Finding("xx.bad", Severity.BLOCKS, "a < b & <script>", "c > d", Place(file="<f>"), rule="<r>", source="<s>")
    page = as_page(
        "<title>", replace(small, findings=(bad, *small.findings), signs=(("applicant", Spot(3)),)), [("<fact>", "<v>")]
    )
    for text in ("a &lt; b &amp; &lt;script&gt;", "&lt;title&gt;", "&lt;r&gt;", "A.I.10", "Yulin TAN", "page 3", "Checklist"):
        assert text in page, text
    assert "<script>" not in page
    assert page.count("<table") == page.count("</table>")


def finding(id_: str, **place: object) -> Finding:
    return Finding(id_, Severity.ATTEND, "Said.", place=Place(**place))  # type: ignore[arg-type]


def test_findings_stand_under_what_they_are_about() -> None:
    found = [
        finding("profile.old"),
        finding("answer.missing", file="record.yaml", line=3, form="I-589", item="A.I.4"),
        finding("form.unverified", form="I-589"),
        finding("evidence.comments", exhibit="notice", page=2),
        finding("procedure.draft"),
    ]
    groups = report.by_subject(found)
    assert list(groups) == [
        "The packet as the office wants it",
        "record.yaml",
        "I-589",
        "exhibit notice",
        "The filing as a whole",
    ]
    assert [report.within(one) for one in found] == ["", "line 3 · I-589 A.I.4", "", "page 2", ""]


def test_a_rule_says_when_it_was_checked() -> None:
    ruled = Finding("xx.late", Severity.NOTE, "Late.", rule="Act, section 1", source="Gazette")
    assert report.rule_label(ruled) == "Act, section 1 · Gazette"
    assert report.rule_label(replace(ruled, checked="2026-11")) == "Act, section 1 · Gazette · checked 2026-11"
    assert report.rule_label(replace(ruled, checked="")) == "Act, section 1 · Gazette · not verified"


def test_places_to_sign_stand_with_their_file_where_there_are_several(small: Report) -> None:
    signs = (
        ("applicant", Spot(7, "Part1.pdf")),
        ("translator", Spot("214A", "Part2.pdf")),
        ("sender", Spot("214A", "Part2.pdf")),
    )
    assert report.sign_lines(replace(small, signs=signs)) == [
        "The page numbers are those printed on the pages.",
        "Part1.pdf · page 7: the applicant signs",
        "Part2.pdf · page 214A: the translator signs and writes the date; the sender signs and writes the date",
    ]
    assert report.sign_lines(replace(small, signs=(("applicant", Spot(7)),))) == ["page 7: the applicant signs"]


def test_each_person_has_one_line_for_each_paper(small: Report) -> None:
    signs = tuple((who, Spot(page)) for who, page in (("applicant (Mei LIN)", 7), ("interpreter", 7), ("applicant (Mei LIN)", 9)))
    told = replace(small, signs=signs, papers=((Spot(7), "Form – Mei LIN"), (Spot(9), "Form – Mei LIN")))
    assert report.sign_lines(told) == [
        "Form – Mei LIN · pages 7, 9: the applicant signs",
        "Form – Mei LIN · page 7: the interpreter signs and writes the date",
    ]
    told = replace(told, papers=((Spot(7), "Letter"), (Spot(9), "Consent")))
    assert report.sign_lines(told)[0] == "Letter · page 7: the applicant signs (Mei LIN)"
    assert as_data(told)["sign_here"][2] == {"who": "applicant (Mei LIN)", "page": 9, "paper": "Consent"}


def test_the_page_says_what_each_file_of_the_folder_is_for(small: Report) -> None:
    forms = [Path("forms") / name for name in ("a.docx", "b.docx", "i-589.pdf")]
    inside = folder_table(["filing.pdf"], ["reading-copy.zh_Hans.pdf"], [], forms)
    assert [name for name, _what in inside] == [
        *("filing.pdf", "reading-copy.zh_Hans.pdf", "forms/*.docx (2)", "forms/i-589.pdf", "preflight.html"),
        "preflight.json, answers.json, manifest.json",
    ]
    in_parts = folder_table(["parts/1.pdf", "parts/2.pdf"], [], ["served.pdf"], [])
    assert [name for name, _what in in_parts][:2] == ["parts/1.pdf, parts/2.pdf", "served.pdf"]
    page = as_page("T", small, [], inside)
    assert all(name in page and what in page for name, what in inside)
    assert "What is in this folder" not in as_page("T", small)


def test_certificates_of_one_translator_stand_together_with_their_exhibits(small: Report) -> None:
    at = {"notice": Spot(26), "summons": Spot(26), "letter": Spot(33), "photo": Spot(40)}
    by = {"photo": "Mei LIN"}
    exhibits = tuple(
        replace(one, translator=by.get(one.exhibit.id, "Yulin TAN"), signed=(at[one.exhibit.id],))
        for one in small.standing.exhibits
        if one.exhibit.id in at
    )
    label = {one.exhibit.id: one.exhibit.label for one in exhibits}
    signs = (("applicant", Spot(7)), *(("translator", Spot(page)) for page in (26, 33, 40)))
    told = replace(small, signs=signs, standing=replace(small.standing, exhibits=exhibits))
    assert report.sign_lines(told) == [
        "page 7: the applicant signs",
        f"pages 26 ({label['notice']}, {label['summons']}), 33 ({label['letter']}): "
        "the translator signs and writes the date (Yulin TAN)",
        f"page 40 ({label['photo']}): the translator signs and writes the date (Mei LIN)",
    ]
    assert as_data(told)["sign_here"][2] == {"who": "translator", "page": 33, "name": "Yulin TAN", "exhibits": [label["letter"]]}


def test_an_official_form_that_is_signed_outside_of_the_pages_is_named(small: Report) -> None:
    told = replace(small, signs=(("applicant", Spot(7)),), elsewhere=(("applicant", "I-589"), ("preparer", "I-589")))
    assert report.sign_lines(told)[1:] == [
        "I-589, not in these pages: the applicant signs; the person who prepared the form signs"
    ]
    assert "I-589, not in these pages" in as_page("T", replace(told, signs=()), [])


def test_a_finding_about_a_page_of_one_of_several_files_names_the_file() -> None:
    found = Finding("profile.type-small", Severity.ATTEND, "Small.", place=Place(file="Part2.pdf", page="214A"))
    assert report.within(found) == "Part2.pdf · page 214A"
