"""Items that ask about the applicant alone, and what a `none` in the record means for them."""

from __future__ import annotations

from typing import Any

import pytest
from kr_case import TABLE, filing, rules

from asylum_forms.forms.answers import Answers, State
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.packet.bilingual import lines
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.kr import documents

BROTHER = {"person": Text((("en", "My brother RUAN Zhiyuan"),)), "charge": Text((("en", "Subversion"),)), "date": None}


@pytest.fixture(scope="module")
def table() -> FormTable:
    return read_table(TABLE)


def said(table: FormTable, changes: dict[str, Any]) -> Answers:
    return evaluate(table, filing(changes))


def missing(answers: Answers, item: str) -> list[str]:
    return [f.place.field for f in answers.findings if f.place.item == item and f.id == "answer.missing"]


def own(person: Any = None) -> dict[str, Any]:
    held = {"action": Text((("en", "Administrative detention for ten days"),)), "charge": Text((("en", "Picking quarrels"),))}
    return held if person is None else {**held, "person": person}


def test_a_relatives_arrest_is_not_the_applicants_own(table: FormTable) -> None:
    changes = {"arrests": [BROTHER], "kr.offence": ...}
    answers = said(table, changes)
    assert answers.items["14.10"].chosen == ("no",)
    assert answers.items["14.10.offences"].state is State.NONE
    left = rules(filing(changes))["kr.arrest-left-out"]
    assert "RUAN Zhiyuan" in left.message
    assert left.place.field == "arrests.1.person"


@pytest.mark.parametrize(
    "person", [None, Text((("zh_Hans", "我自己"),)), Text((("en", "I"),)), Text((("zh_Hans", "阮志恒"), ("en", "Ruan Zhiheng")))]
)
def test_whether_an_own_arrest_was_for_an_offence_is_asked_not_guessed(table: FormTable, person: Any) -> None:
    changes = {"arrests": [BROTHER, own(person)], "kr.offence": ...}
    answers = said(table, changes)
    assert answers.items["14.10"].chosen == ()
    assert missing(answers, "14.10") == ["kr.offence"]
    rows = said(table, {**changes, "kr.offence": "yes"}).items["14.10.offences"].rows
    assert [row["offence"].text for row in rows] == ["Picking quarrels"]


def test_after_a_no_the_own_arrests_are_left_out_and_named(table: FormTable) -> None:
    changes = {"arrests": [own()], "kr.offence": "no"}
    answers = said(table, changes)
    assert (answers.items["14.10"].chosen, answers.items["14.10.offences"].state) == (("no",), State.NONE)
    assert "Administrative detention" in rules(filing(changes))["kr.arrest-left-out"].message


@pytest.mark.parametrize(("said_", "state"), [(Absent.UNKNOWN, State.UNKNOWN), (Absent.DECLINED, State.DECLINED)])
def test_who_does_not_say_that_an_arrest_was_for_an_offence_has_it_in_no_list_of_offences(
    table: FormTable, said_: Absent, state: State
) -> None:
    changes = {"arrests": [own()], "kr.offence": said_}
    item = said(table, changes).items["14.10.offences"]
    assert (item.rows, item.state) == ((), state)
    assert "Administrative detention" in rules(filing(changes))["kr.arrest-left-out"].message


def test_a_charge_that_is_the_same_in_the_original_is_printed_once(table: FormTable) -> None:
    entry = {**own(), "charge_original": "Picking quarrels"}
    rows = said(table, {"arrests": [entry], "kr.offence": "yes"}).items["14.10.offences"].rows
    assert [row["offence"].text for row in rows] == ["Picking quarrels"]


def test_a_yes_without_an_arrest_of_ones_own_is_asked_for(table: FormTable) -> None:
    for arrests in ([BROTHER], Absent.NONE):
        answers = said(table, {"arrests": arrests, "kr.offence": "yes"})
        assert missing(answers, "14.10.offences") == ["arrests"]


def test_no_arrests_at_all_is_a_no_and_nothing_is_said(table: FormTable) -> None:
    changes = {"arrests": Absent.NONE, "kr.offence": ...}
    assert said(table, changes).items["14.10"].chosen == ("no",)
    assert "kr.arrest-left-out" not in rules(filing(changes))


def test_who_speaks_no_other_language_speaks_their_own(table: FormTable) -> None:
    languages = {"applicant.languages": {"native": Text((("en", "Chinese, Henan dialect"),)), "fluent": Absent.NONE}}
    answers = said(table, languages)
    assert answers.items["1.13"].chosen == ("other",)
    assert answers.items["1.13.other"].text == "Chinese, Henan dialect"
    korean = said(table, {"applicant.languages": {"native": Text((("en", "Korean"),)), "fluent": Absent.NONE}})
    assert korean.items["1.13"].chosen == ("korean",)
    assert korean.items["1.13.other"].state is State.NOT_APPLICABLE
    assert said(table, {"applicant.languages": {"fluent": Absent.NONE}}).items["1.13"].state is State.MISSING


def test_military_none_says_that_one_has_not_served_and_nothing_of_the_law(table: FormTable) -> None:
    answers = said(table, {"military": Absent.NONE})
    assert answers.items["7.2"].chosen == ("no",)
    assert answers.items["7.3"].state is State.NOT_APPLICABLE
    assert answers.items["7.1"].state is State.MISSING
    assert missing(answers, "7.1") == ["military.compulsory"]
    kept = said(table, {"military": {"compulsory": Absent.UNKNOWN, "served": "no"}})
    assert kept.items["7.1"].state is State.UNKNOWN


def test_a_reading_copy_says_no_only_where_no_is_ticked(table: FormTable) -> None:
    absent = filing({"kr.email_notice": Absent.NONE})
    beside = next(one for one in lines(evaluate(table, absent), absent, table, "zh_Hans") if one.number == "declaration.email")
    assert beside.filed.answer == ("없음 None",)
    assert beside.own.answer != ("否",)


HELPER = {
    "id": "h",
    "name": {"family": "Tremblay", "given": "Luc"},
    "address": {"street": "1 King St", "city": Text((("und", "Toronto"),)), "country": "CA"},
    "phone": "+1 416 555 0100",
}


def helped(**changes: Any) -> dict[str, Any]:
    return {"helpers": [{**HELPER, **changes}], "preparer": {"helper": "h"}}


def test_an_address_abroad_is_printed_with_its_country_and_never_called_none(table: FormTable) -> None:
    assert said(table, helped()).items["declaration.helper_address"].text == "1 King St, Toronto, Canada"
    told = rules(filing(helped()))["kr.helper-abroad"]
    assert told.place.field == "helpers.1.address"
    assert "printed as it is" in told.message
    here = helped(address={"city": Text((("und", "Jeju"),)), "country": "KR"})
    assert "Jeju" in said(table, here).items["declaration.helper_address"].text
    assert "kr.helper-abroad" not in rules(filing(here))


def test_what_the_form_asks_about_the_helper_is_asked_at_the_helper(table: FormTable) -> None:
    answers = said(table, helped(address=None))
    assert missing(answers, "declaration.helper_birth") == ["helpers.1.birth.date"]
    assert missing(answers, "declaration.helper_address") == ["helpers.1.address"]


def test_an_address_of_the_helper_that_nobody_has_translated_is_named_by_its_line_and_printed_as_it_is(table: FormTable) -> None:
    answers = said(table, helped(address={"city": Text((("zh_Hans", "济州市"),)), "country": "KR"}))
    assert "济州市" in answers.items["declaration.helper_address"].text
    told = [one.place.field for one in answers.findings if one.place.item == "declaration.helper_address"]
    assert told == ["helpers.1.address.city"]


def test_before_anybody_said_whether_there_are_children_their_dangers_are_an_open_question(table: FormTable) -> None:
    left_open = {"children": ..., "kr.child_risk": ..., "kr.minors": ...}
    assert said(table, left_open).items["14.14"].state is State.MISSING
    assert said(table, {**left_open, "children": Absent.NONE}).items["14.14"].state is State.NOT_APPLICABLE


def test_before_anybody_said_who_helped_no_signature_is_ruled_out(table: FormTable) -> None:
    nobody = {"preparer": ..., "representative": ..., "statement.interpreter": ...}
    (sign,) = [number for number, item in table.items.items() if item.function == "helper_signature"]
    assert said(table, nobody).items[sign].text == ""
    assert said(table, {**nobody, "preparer": Absent.NONE}).items[sign].text == "", "it is read to him, by whom nobody has said"
    unread = {**nobody, "preparer": Absent.NONE, "statement.read_back_in": Absent.NOT_APPLICABLE}
    assert said(table, unread).items[sign].text != ""


@pytest.mark.parametrize("who", [Absent.UNKNOWN, Absent.DECLINED])
def test_who_helped_can_sign_where_the_record_does_not_know_or_say_who_it_is(table: FormTable, who: Absent) -> None:
    answers = said(table, {"preparer": Absent.NONE, "representative": Absent.NONE, "statement.interpreter": who})
    assert answers.items["declaration.helper_signature"].state is State.BLANK
    assert answers.items["declaration.helper_name"].text != ""


def test_relatives_who_are_unknown_have_a_row_of_their_own(table: FormTable) -> None:
    changes = {"parents.father": Absent.UNKNOWN, "siblings": Absent.DECLINED}
    rows = [tuple(cell.text for cell in row.values()) for row in said(table, changes).items["4.1"].rows]
    assert ("Father", *["모름 Unknown"] * 4) in rows
    assert [row[0] for row in rows if row[0].startswith("Brother")] == ["Brother or sister"]


VISA = {"country": "KR", "kind": "C-3", "place": "Wuhan"}


@pytest.mark.parametrize(
    ("visa", "said_"),
    [
        ({**VISA, "issued": Absent.NOT_APPLICABLE}, ("no",)),
        ({**VISA, "issued": Absent.UNKNOWN}, ()),
        ({**VISA}, ()),
        ({"issued": PartialDate(2026)}, ()),
        ({**VISA, "country": "JP"}, ("no",)),
        ({**VISA, "issued": PartialDate(2026)}, ("yes",)),
    ],
)
def test_a_visa_whose_day_nobody_knows_is_no_no(table: FormTable, visa: dict[str, Any], said_: tuple[str, ...]) -> None:
    assert said(table, {"travel.visas": [visa]}).items["10.1"].chosen == said_


def test_who_has_no_passport_never_says_that_the_reason_does_not_apply(table: FormTable) -> None:
    gone = {"documents": Absent.NONE, "kr.passport_reissue": Absent.NOT_APPLICABLE}
    answers = said(table, gone)
    assert (answers.items["9.1"].chosen, answers.items["9.8"].text) == (("no",), "")
    assert missing(answers, "9.8") == ["kr.passport_reissue.why_none"]
    assert documents.context_passport_absence(filing(gone))["reason"] == ""
    assert [found.id for found in documents.findings_passport_absence(filing(gone))] == ["kr.paper-empty"]


def test_a_relative_whose_nationality_has_no_country_stops_nothing(table: FormTable) -> None:
    answers = said(table, {"parents.mother.nationalities": [{"kind": "citizenship"}]})
    assert missing(answers, "4.1") == ["parents.mother.nationalities"]


@pytest.mark.parametrize(("change", "chosen"), [("kind", ()), ("holder", ())])
def test_a_document_that_may_be_the_passport_is_no_no(table: FormTable, change: str, chosen: tuple[str, ...]) -> None:
    assert said(table, {f"documents.0.{change}": Absent.UNKNOWN}).items["9.1"].chosen == chosen


def test_who_has_one_name_keeps_it_in_its_own_script(table: FormTable) -> None:
    name = {"family": "Sonam", "given": Absent.NONE, "middle": Absent.NONE, "native": Text((("bo", "བསོད་ནམས"),))}
    form = said(table, {"applicant.name": name}).items
    assert (form["1.2"].text, form["1.3"].text) == ("SONAM", "None (བསོད་ནམས)")
