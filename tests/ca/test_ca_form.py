"""The Basis of Claim Form: every item of Schedule 1, in both languages, and what the example answers."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import docx
import pytest
from ca_case import answers, example, filing
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from asylum_forms.forms.answers import Answer, State
from asylum_forms.forms.crosscheck import all_items
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.conformance import check
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.ca.wording import captioned

HERE = Path(__file__).parent
CA = registry.all_jurisdictions()["ca"]
CONFIRMED = {"2(a)": 8, "2(b)": 7, "2(c)": 9}
FRENCH = re.compile(r"[àâçéèêëîïôùûüœ’]|\b(de|la|le|du|et|un|une|en|que)\b", re.IGNORECASE)


def test_the_plugin_keeps_the_contract() -> None:
    assert check(CA) == []


def test_every_item_of_schedule_1_is_asked() -> None:
    table = read_table(CA.tables["BOC"])
    asked = {int(found[1]) for number in table.items if (found := re.match(r"Schedule 1, item (\d+)", number))}
    assert asked | {CONFIRMED[number] for number in table.items if number in CONFIRMED} == set(range(1, 25))


def test_letters_of_the_form_stand_only_where_they_are_confirmed() -> None:
    table = read_table(CA.tables["BOC"])
    assert {number.split(".")[0] for number in table.items if re.search(r"\([a-k]\)", number)} == set(CONFIRMED)
    assert table.verified_on is None


@pytest.mark.parametrize("form", ["BOC", "BOC-child"])
def test_french_and_english_differ_in_every_wording(form: str) -> None:
    english, french = (read_table(CA.tables[form], language) for language in ("en", "fr"))
    same = {"Date"}
    for (number, one), (_number, other) in zip(all_items(english), all_items(french), strict=True):
        assert one.label != other.label or one.label in same, number
        assert [o.key for o in one.options] == [o.key for o in other.options]
        assert all(a.label != b.label for a, b in zip(one.options, other.options, strict=True)), number
        assert not FRENCH.search(one.label.replace("Board’s", "").replace("Interpreter’s", "")), one.label
    assert (english.words["unknown"], french.words["unknown"]) == ("Don't know", "Ne sais pas")
    assert (english.words["not_applicable"], french.words["not_applicable"]) == ("N/A", "S.O.")


def test_the_form_of_a_young_child_asks_who_the_child_is_and_who_signs() -> None:
    whole, short = (read_table(CA.tables[form]) for form in ("BOC", "BOC-child"))
    questions = [number for number in short.items if number.startswith("Schedule 1")]
    assert {int(re.findall(r"\d+", number)[1]) for number in questions} == {1, 2, 3, 4, 5, 6}
    assert all(short.items[number].label == whole.items[number].label for number in short.items)


def _golden(answer: Answer) -> object:
    if answer.rows:
        return [{column: cell.text for column, cell in row.items()} for row in answer.rows]
    return list(answer.chosen) or answer.text or answer.state.value


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_example_answers_every_item_as_it_should(language: str) -> None:
    """Golden files, item by item and person by person. UPDATE_GOLDEN=1 writes them anew: read the difference."""
    whole = filing(language=language)
    found = {}
    for person in ["", "spouse", "shen-jianing", "shen-jiaming"]:
        answered = answers(whole, person)
        assert [finding.message for finding in answered.findings] == []
        found[person or "applicant"] = {number: _golden(answer) for number, answer in answered.items.items()}
    file = HERE / f"ca-petitioner-family.{language}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(file.read_text(encoding="utf-8"))


def test_who_refers_to_the_same_story_says_so_only_where_the_record_does() -> None:
    item = "Schedule 1, item 11.details"
    assert "Weiguo SHEN" in answers(filing(), "spouse").items[item].text
    alone = answers(filing(people={"spouse": {"ca.same_story": "no"}}), "spouse").items[item]
    assert alone.state is State.MISSING


def test_own_reasons_are_never_replaced_by_the_same_story() -> None:
    assert answers(filing(), "spouse").items["2(b).details"].text.startswith("What would happen: I fear that I will be arrested")


def test_words_about_torture_are_printed_where_nobody_wrote_yes_or_no() -> None:
    """The guide asked for the words alone, and the form wanted a yes."""
    said = answers(filing({"claim.torture": {"explain": "They beat me."}})).items["2(b).details"].text
    assert said.endswith("Torture: They beat me.")
    assert "Torture" not in answers(filing({"claim.torture.answer": "no"})).items["2(b).details"].text


def test_unknown_and_not_applicable_are_said_as_the_board_wants_them() -> None:
    changes = {"applicant.religion": Absent.UNKNOWN, "ca.others_harmed": Absent.UNKNOWN}
    found = answers(filing(changes)).items
    assert found["Schedule 1, item 6"].text == "Don't know"
    assert "Others in a similar situation: Don't know" in found["2(a).details"].text
    assert answers(filing(changes, language="fr")).items["Schedule 1, item 6"].text == "Ne sais pas"


def test_words_that_lack_the_language_of_the_filing_are_named() -> None:
    only = Text((("zh_Hans", "没有人保护我"),))
    found = answers(filing({"claim.protection.explain": only, "harm.0.what": only}))
    assert [finding.place.item for finding in found.findings] == ["2(a).details", "2(c).details"]


def test_item_14_is_asked_of_a_parent_where_a_young_child_claims_and_only_once() -> None:
    young = {"children.1.birth.date": PartialDate(2021, 5, 1), "ca.child_risk": ...}
    item = "Schedule 1, item 14"
    assert answers(filing(young)).items[item].state is State.MISSING
    told = {**young, "ca.child_risk": Text((("en", "He would be kept out of school."),))}
    assert answers(filing(told)).items[item].text == "He would be kept out of school."
    assert answers(filing(told, people={"spouse": {"ca.child_risk": ...}}), "spouse").items[item].state is State.NOT_APPLICABLE
    older = filing({"ca.child_risk": ...}, people={"spouse": {"ca.child_risk": ...}})
    assert answers(older, "spouse").items[item].state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("birth", "form"),
    [
        (PartialDate(2019, 11, 20), "BOC"),  # seven on the day of filing
        (PartialDate(2019, 11, 21), "BOC-child"),  # seven a day later
        (PartialDate(2019), "BOC"),  # perhaps seven
        (PartialDate(2020), "BOC-child"),
        (Absent.UNKNOWN, "BOC"),
    ],
)
def test_six_or_younger_has_the_short_form(birth: object, form: str) -> None:
    parts = filing({"children.1.birth.date": birth}).parts()
    assert [part.form for part in parts if part.person == "shen-jiaming"] == [form]


def test_only_who_claims_has_a_form() -> None:
    people = [part.person for part in filing({"children.0.ca.claims": "no"}).parts() if part.form == "BOC"]
    assert people == ["", "spouse", "shen-jiaming"]


SIGNED = ("Declaration A", "Declaration B", "Declaration of a parent or representative", "Declaration of the interpreter")


@pytest.mark.parametrize(
    ("changes", "person", "signed"),
    [
        ({}, "", "B interpreter"),
        ({"statement.read_back_in": Absent.NOT_APPLICABLE, "applicant.languages.reads": ["en"]}, "", "A"),
        ({"statement.read_back_in": Absent.NOT_APPLICABLE}, "", "A B interpreter"),  # reads Chinese only: a rule stops it
        ({"statement.read_back_in": ..., "applicant.languages.reads": ["zh_Hans", "en"]}, "", "A"),
        ({"statement.read_back_in": ..., "applicant.languages.reads": Absent.NONE}, "", "B interpreter"),
        ({"statement.read_back_in": ..., "applicant.languages.reads": ...}, "", "A B interpreter"),
        ({}, "shen-jianing", "parent interpreter"),
        (
            {"statement.read_back_in": Absent.NOT_APPLICABLE, "applicant.languages.reads": ["en"]},
            "shen-jianing",
            "parent",
        ),
    ],
)
def test_the_declaration_follows_from_the_record(changes: dict[str, object], person: str, signed: str) -> None:
    found = answers(filing(changes), person).items
    names = dict(zip(SIGNED, ("A", "B", "parent", "interpreter"), strict=True))
    assert " ".join(names[item] for item in SIGNED if found[item].state is State.BLANK) == signed
    assert all(found[item].text == "N/A" for item in SIGNED if found[item].state is not State.BLANK)


def test_the_example_is_the_family_of_the_american_one() -> None:
    american = registry.extensions()
    from asylum_forms.record.load import load

    other = load(HERE.parents[1] / "examples" / "us-petitioner-family", american)
    for path in (
        "applicant.name",
        "applicant.birth",
        "spouse.birth",
        "children.0.birth",
        "children.1.name",
        "parents.mother.birth",
    ):
        assert example().get(path) == other.get(path), path


def test_no_module_of_answers_hides_a_function_of_another() -> None:
    """answers.py gathers the functions of all forms under their names."""
    from jurisdictions.ca import answers as gathered

    names = [
        name for table in map(read_table, CA.tables.values()) for _number, item in all_items(table) if (name := item.function)
    ]
    by_name: dict[str, set[str]] = {}
    of_answers = {getattr(value, "__module__", "") for value in vars(gathered).values()}
    for module in [sys.modules[name] for name in of_answers if name.startswith("jurisdictions.ca.")]:
        for name in set(names) & set(vars(module)):
            function = vars(module)[name]
            if callable(function) and function.__module__ == module.__name__:
                by_name.setdefault(name, set()).add(module.__name__)
    assert {name: modules for name, modules in by_name.items() if len(modules) > 1} == {}


@pytest.mark.parametrize("template", ["boc.docx", "boc.fr.docx", "boc-child.docx", "boc-child.fr.docx"])
def test_no_answer_goes_to_the_next_page_without_the_one_above_it(template: str) -> None:
    tables = docx.Document(str(CA.templates / template)).tables
    answers = [one for one in tables if len(one.rows) > 1 and one.rows[0]._tr.trPr.find(qn("w:tblHeader")) is None]
    assert {len(one.rows) for one in answers} >= {2, 9}
    for one in answers:
        for row in (one.rows[0], one.rows[-2]):
            assert all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs), row.cells[0].text
        assert not one.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next


@pytest.mark.parametrize("template", ["boc.docx", "boc.fr.docx"])
def test_boxes_to_tick_stay_on_the_page_of_the_question_that_explains_them(template: str) -> None:
    blocks = list(docx.Document(str(CA.templates / template)).iter_inner_content())
    ticks = [at for at, one in enumerate(blocks) if isinstance(one, Paragraph) and "ticked(" in one.text]
    assert len(ticks) > 5
    for at in ticks:
        kept = blocks[at].paragraph_format.keep_with_next  # type: ignore[union-attr]
        assert kept, blocks[at].text  # type: ignore[union-attr]
    visas = [one for one in blocks if isinstance(one, Table) and 'item 20"' in one.cell(0, 1).text]
    assert [p.paragraph_format.keep_with_next for p in visas[0].cell(0, 1).paragraphs] == [True] * 4


def test_nothing_after_a_caption_is_said_without_a_gender() -> None:
    french = filing({}, language="fr")
    assert captioned(french, "Accusation", Absent.NONE).text == "Accusation\u00a0: néant"
    assert captioned(french, "Accusation", Absent.NOT_APPLICABLE) is None
    assert captioned(filing({}), "Charge", Absent.NONE).text == "Charge: None"
