"""The item tables of UNHCR and the United Nations: complete, printed once each, and what the man in transit answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Twips
from fontTools.ttLib import TTFont
from unhcr_case import FORMS, JEJU, answers, english, example, filing, rules, table

from asylum_forms.forms.answers import Answer, State
from asylum_forms.forms.render import check_template, text_of
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.record.values import Absent, PartialDate, Text
from asylum_forms.tools import fontconfig
from jurisdictions.unhcr import documents
from jurisdictions.unhcr.wording import LINE

MARGIN = Twips(80)
"""Left and right in every cell of these forms."""
GOLDEN = Path(__file__).with_name("stranded-in-transit.unhcr.json")

ITEMS = {
    "registration-request": [str(n) for n in range(1, 11)],
    "urgent-appeal": [str(n) for n in range(1, 11)],
    "wgad": [
        *(f"I.{n}" for n in (1, 2, 3, 4, 5, "6.a", "6.b", "6.c", "6.d", 7, 8)),
        *(f"II.{n}" for n in range(1, 7)),
        *(f"III.{n}" for n in range(1, 8)),
        *("IV", "V", "VI", "VI.date", "VI.signature"),
    ],
    "sr-torture": [
        *(f"I.{letter}" for letter in "ABCDEFGHI"),
        *(f"II.{letter}" for letter in "ABCDEFGHIJ"),
        "III.A",
        *(f"IV.{letter}" for letter in "ABCDE"),
    ],
}


def _golden(answer: Answer) -> object:
    if answer.rows:
        return [{name: cell.text for name, cell in row.items()} for row in answer.rows]
    return list(answer.chosen) or answer.text


@pytest.mark.parametrize("form", FORMS)
def test_the_example_answers_every_item_as_recorded(form: str) -> None:
    found = answers(form, filing(procedure="urgent-appeal"))
    assert found.findings == ()
    assert {n: _golden(a) for n, a in found.items.items()} == json.loads(GOLDEN.read_text(encoding="utf-8"))[form]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_but_the_places_for_pen_and_office_stays_empty(form: str) -> None:
    for number, answer in answers(form, filing(procedure="urgent-appeal")).items.items():
        item = table(form).items[number]
        if not (item.blank or item.sign):
            assert answer.text or answer.chosen or answer.rows, number


@pytest.mark.parametrize("form", FORMS)
def test_the_template_prints_every_item_exactly_once(form: str) -> None:
    assert check_template(all_jurisdictions()["unhcr"].templates / f"{form}.docx", table(form)) == []


@pytest.mark.parametrize("form", FORMS)
def test_no_table_passes_for_compared_with_an_official_form(form: str) -> None:
    assert table(form).verified_on is None
    assert table(form).source


@pytest.mark.parametrize("form", ITEMS)
def test_the_items_are_those_of_the_paper_in_its_order(form: str) -> None:
    assert list(table(form).items) == ITEMS[form]


def test_the_parts_of_the_bio_data_are_a_to_k() -> None:
    parts = list(dict.fromkeys(number.split(".")[0] for number in table("rsd-bio-data").items))
    assert parts == ["office", *"ABCDEFGHIJK"]


def test_the_sections_of_the_dossier_are_those_of_the_rrf() -> None:
    sections = list(table("referral-dossier").sections.values())
    assert [title.split(". ")[0] for title in sections] == [str(n) for n in range(1, 10)]


def test_dates_cannot_be_misread() -> None:
    found = answers(
        "rsd-bio-data", filing({"applicant.birth.date": PartialDate(1970, 3, 2), "unhcr.arrived": PartialDate(2026, 11)})
    )
    assert found.items["A.4"].text == "2 March 1970"
    assert found.items["A.17"].text == "November 2026"


def test_the_way_here_says_transit_crossings_without_papers_and_unhcr() -> None:
    found = answers("rsd-bio-data", filing()).items
    assert [row["country"].text.split(",")[0] for row in found["I.4"].rows] == ["Laos", "Thailand", "Malaysia", "Taiwan"]
    assert "Mekong" in found["I.5"].text
    assert found["E.2"].rows[0]["number"].text == "000-26C00031"
    assert "000-26C00031" in answers("urgent-appeal", filing(procedure="urgent-appeal")).items["6"].text


def test_questions_that_nobody_answered_are_open_by_item() -> None:
    found = answers("registration-request", filing(record=example(JEJU), procedure="registration"))
    assert {finding.place.item for finding in found.findings} == set()
    bio = answers("rsd-bio-data", filing(record=example(JEJU)))
    assert {"A.17", "E.1", "I.5"} - {finding.place.item for finding in bio.findings} == {"A.17"}


def test_a_list_of_family_is_not_said_to_be_empty_before_everybody_was_asked_about() -> None:
    assert answers("registration-request", filing()).items["5"].state is State.NONE
    assert answers("registration-request", filing({"siblings": ...})).items["5"].state is State.MISSING


def test_words_in_another_language_are_told_with_their_line() -> None:
    found = answers(
        "urgent-appeal", filing({"unhcr.appeal.confidential": Text((("zh_Hans", "女儿的名字"),))}, procedure="urgent-appeal")
    )
    told = next(finding for finding in found.findings if finding.id == "answer.untranslated")
    assert (told.place.item, told.place.field) == ("9", "unhcr.appeal.confidential")


def test_the_questionnaires_take_the_only_arrest_and_ask_which_of_several() -> None:
    asked = {"unhcr.wgad.arrest": ...}
    assert answers("wgad", filing(asked)).items["II.1"].state is State.MISSING
    one = {**asked, "arrests": [dict(example().rows("arrests")[1])]}
    assert answers("wgad", filing(one)).items["II.1"].text == "3 June 2019"


def test_the_arrest_of_a_relative_is_never_put_under_the_applicants_name() -> None:
    son = {**example().rows("arrests")[1], "id": "son", "person": english("My son Ayas")}
    found = answers("wgad", filing({"unhcr.wgad.arrest": "son", "arrests": [son]}))
    assert found.items["II.1"].state is State.MISSING
    assert "unhcr.wgad-other" in rules(filing({"unhcr.wgad.arrest": "son", "arrests": [son]}, procedure="urgent-appeal"))
    assert "unhcr.wgad-other" not in rules(filing(procedure="urgent-appeal"))


def test_the_referral_says_whose_arrest_it_was_where_it_was_not_the_applicants() -> None:
    own, other = example().rows("arrests")[:2]
    made = filing({"arrests": [own, {**other, "person": english("My son Ayas")}]}, procedure="referral")
    mine, his = answers("referral-dossier", made).items["4.4"].rows
    assert "Arrested:" not in mine["date"].text
    assert his["date"].text.startswith("Arrested: My son Ayas\n")


def test_torture_of_somebody_else_is_told_as_the_questionnaire_names_the_applicant() -> None:
    def found(victim: str) -> bool:
        event = {**example().rows("harm")[0], "id": "e", "victim": english(victim)}
        made = filing({"unhcr.torture.event": "e", "harm": [event]}, procedure="urgent-appeal")
        return "unhcr.torture-other" in rules(made)

    assert found("My father and my daughter Rokeya")
    assert not found("Myself")
    assert not found("My brother and me")


def test_the_arrest_of_a_relative_is_not_taken_for_the_applicants_own() -> None:
    brother = {**example().rows("arrests")[1], "id": "brother", "person": english("My brother")}
    asked = {"unhcr.wgad.arrest": ...}
    assert answers("wgad", filing({**asked, "arrests": [brother]})).items["II.1"].state is State.MISSING
    both = {**asked, "arrests": [brother, dict(example().rows("arrests")[0])]}
    assert (
        answers("wgad", filing(both)).items["II.1"].text
        == answers("wgad", filing({**asked, "arrests": both["arrests"][1:]})).items["II.1"].text
    )


def test_special_needs_are_not_made_of_the_health() -> None:
    ill = {"applicant.unhcr.needs": Absent.NONE, "applicant.health": english("I sleep badly.")}
    assert answers("registration-request", filing(ill)).items["10"].text == "None\nHealth: I sleep badly."
    assert answers("referral-dossier", filing(ill, procedure="referral")).items["6.1"].rows[0]["needs"].text == (
        "None\nHealth: I sleep badly."
    )
    well = {"applicant.unhcr.needs": Absent.NONE, "applicant.health": Absent.NONE}
    assert answers("registration-request", filing(well)).items["10"].state is State.NONE
    unsaid = {"applicant.unhcr.needs": ..., "applicant.health": english("I sleep badly.")}
    assert answers("registration-request", filing(unsaid)).items["10"].text == "Health: I sleep badly."


def test_a_detention_that_goes_on_takes_the_applicants_words_for_its_length() -> None:
    going_on = {"arrests.2.until": Absent.NOT_APPLICABLE, "unhcr.wgad.duration": english("Since then; no end was named.")}
    assert answers("wgad", filing(going_on)).items["III.2"].text == "Since then; no end was named."
    assert answers("wgad", filing()).items["III.2"].text == "From 3 June 2025 to 10 June 2025"


def test_who_sends_it_is_the_person_or_the_helper_and_never_guessed() -> None:
    assert answers("sr-torture", filing()).items["IV.A"].text == "PAO"
    own = answers("sr-torture", filing({"unhcr.appeal.source": Absent.NONE})).items
    assert (own["IV.A"].text, own["IV.C"].text) == ("YAN", "The victim")
    unsaid = {"unhcr.appeal.source": ...}
    assert answers("sr-torture", filing(unsaid)).items["IV.A"].state is State.MISSING
    assert answers("urgent-appeal", filing(unsaid, procedure="urgent-appeal")).items["9"].state is State.MISSING


def test_the_charge_stands_in_its_own_words_beside_the_translation() -> None:
    assert answers("wgad", filing()).items["III.6"].text == "Picking quarrels and provoking trouble (寻衅滋事)"


def test_a_charge_that_is_the_same_in_the_original_is_said_once() -> None:
    words = "Picking quarrels and provoking trouble"
    same = {f"arrests.{number}.charge_original": words for number in range(len(example().rows("arrests")))}
    assert answers("wgad", filing(same)).items["III.6"].text == words


def test_the_name_is_not_public_as_long_as_nobody_says_so() -> None:
    for said in ("no", ...):
        text = answers("urgent-appeal", filing({"unhcr.appeal.public": said}, procedure="urgent-appeal")).items["1"].text
        assert "Name may be made public: no" in text


def test_forms_printed_as_letters_are_not_drawn_over_from_their_tables() -> None:
    plugin = all_jurisdictions()["unhcr"]
    letters = {layout.stem for layout in (plugin.folder / "layouts").glob("*.txt")}
    assert {"registration-request", "urgent-appeal"} <= letters & set(FORMS)
    for form in letters & set(FORMS):
        assert "answer sheet" not in text_of(plugin.templates / f"{form}.docx").casefold()


UNSAFE = {"applicant.safe_contact.not_safe": english("Do not call the camp office.")}


@pytest.mark.parametrize(("form", "item"), [("registration-request", "8"), ("referral-dossier", "2.5"), ("rsd-bio-data", "A.16")])
def test_what_is_not_safe_stands_with_the_contact_details(form: str, item: str) -> None:
    found = answers(form, filing(UNSAFE)).items[item]
    assert "\nNot safe: Do not call the camp office." in found.text
    silent = answers(form, filing({"applicant.safe_contact.not_safe": Absent.NONE})).items[item]
    assert "Not safe" not in silent.text


def test_what_is_not_safe_goes_with_an_appeal_that_the_applicant_sends() -> None:
    own = answers("urgent-appeal", filing(UNSAFE | {"unhcr.appeal.source": Absent.NONE}, procedure="urgent-appeal"))
    assert "\nNot safe: Do not call the camp office." in own.items["9"].text
    assert "Not safe" not in answers("urgent-appeal", filing(UNSAFE, procedure="urgent-appeal")).items["9"].text


def test_what_is_not_safe_is_not_in_what_is_passed_on_to_governments() -> None:
    sent = filing(UNSAFE | {"unhcr.appeal.source": Absent.NONE}, procedure="urgent-appeal")
    for form in ("wgad", "sr-torture"):
        assert "camp office" not in " ".join(answer.text for answer in answers(form, sent).items.values())


@pytest.mark.parametrize("paper", ["written_statement", "further_papers", "registration_email"])
def test_the_letters_say_how_to_reach_the_applicant_and_what_is_not_safe(paper: str) -> None:
    made = getattr(documents, f"context_{paper}")(filing(UNSAFE))
    said = made["reach"] if "reach" in made else "\n".join(made["items"][7]["lines"])
    assert said.endswith("\nNot safe: Do not call the camp office.")


@pytest.mark.parametrize(
    ("email", "words"),
    [(Absent.NONE, "+66 2 000 0131"), ("a@example.org", "+66 2 000 0131, a@example.org"), (None, f"+66 2 000 0131, {LINE}")],
)
def test_a_letter_has_a_line_to_fill_in_only_for_what_was_not_answered(email: object, words: str) -> None:
    changes = {
        "applicant.contact.phone": "+66 2 000 0131",
        "applicant.contact.email": email,
        "applicant.safe_contact": Absent.NONE,
    }
    assert documents.common(filing(changes))["reach"] == words


@pytest.mark.parametrize(
    ("form", "column", "word"),
    [
        ("referral-dossier", 'entry["sex"]', "Female"),
        ("rsd-bio-data", 'entry["sex"]', "Female"),
        ("rsd-bio-data", 'entry["number"]', "000-17C00021"),
    ],
)
def test_a_column_has_room_for_a_word_that_cannot_be_divided(form: str, column: str, word: str) -> None:
    document = Document(str(all_jurisdictions()["unhcr"].templates / f"{form}.docx"))
    cells = [cell for made in document.tables for row in made.rows for cell in row.cells if column in cell.text]
    assert cells
    face = TTFont(fontconfig.font_file("Liberation Sans")[0])
    glyphs = face.getBestCmap()
    taken = (
        cells[0].paragraphs[-1].style.font.size
        * sum(face["hmtx"][glyphs[ord(char)]][0] for char in word)
        / face["head"].unitsPerEm
    )
    assert all(cell.width - 2 * MARGIN >= taken for cell in cells)


def test_why_a_second_name_was_used_is_printed_behind_it() -> None:
    other = {"name": "LIN Xiaoyun", "kind": "pen_name", "reason": english("Articles until 2004")}
    found = answers("rsd-bio-data", filing({"applicant.other_names": [other]})).items["A.2"]
    assert found.text.endswith("– pen name (Articles until 2004)")
