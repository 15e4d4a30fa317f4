"""What each item of a form says, and what is found missing on the way."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from plain_answers import as_plain
from tiny_form import FULL, TABLE, chinese, english, filing, functions, with_

from asylum_forms.errors import FormError, RecordError
from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answer, Answers, Derived, State
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.record.values import Absent, PartialDate, Text


def answers(path: str = "", value: Any = None) -> Answers:
    return evaluate(TABLE, filing(with_(path, value) if path else FULL))


def only(found: Answers, id_: str) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.id == id_]
    return finding


def with_item(number: str, **changes: Any) -> FormTable:
    items = dict(TABLE.items)
    items[number] = dataclasses.replace(items[number], **changes)
    return dataclasses.replace(TABLE, items=items)


def test_the_whole_form_as_a_reviewer_reads_it() -> None:
    assert as_plain(answers()) == {
        "A.I.1": "LIN",
        "A.I.2": "Qiaoyun LIN",
        "A.I.3.city": "Luoyang",
        "A.I.3.number": "42",
        "A.I.4": ["female"],
        "A.I.5": "03/14/1986",
        "A.I.6": "China",
        "A.I.7": "Mandarin; Uyghur",
        "A.I.8": "Chinese (Simplified)",
        "A.I.9": "+1 202 555 0143",
        "A.I.10": "06/2019",
        "A.2": [
            {"street": "2 New Road", "country": "United States", "until": "Present", "owned": ["no"]},
            {"street": "1 Old Road", "country": "China", "until": "05/2019", "owned": ["no"]},
        ],
        "A.3": [{"name": "An", "sex": ["male"], "note": "<none> None"}, {"name": "Mei", "sex": ["female"], "note": "at school"}],
        "B.1": ["religion"],
        "B.2": "They beat me.",
        "B.3": "For my faith.",
        "C.signature": "<blank>",
        "C.officer": "<blank>",
    }


def test_a_complete_record_has_no_findings() -> None:
    assert answers().findings == ()


@pytest.mark.parametrize("absent", list(Absent))
def test_the_four_absences_stay_distinct(absent: Absent) -> None:
    found = answers("applicant.city", absent).items["A.I.3.city"]
    words = {Absent.NONE: "None", Absent.NOT_APPLICABLE: "N/A", Absent.UNKNOWN: "Unknown", Absent.DECLINED: "Declined"}
    assert found == Answer(State(absent.value), words[absent], sources=("applicant.city",))


def test_an_item_may_word_an_absence_in_its_own_way() -> None:
    assert answers("applicant.nationality", Absent.NONE).items["A.I.6"].text == "Stateless"
    assert answers("applicant.house", Absent.UNKNOWN).items["A.I.3.number"].text == "UNK"


def test_what_is_absent_above_is_absent_below() -> None:
    assert answers("applicant.name", Absent.UNKNOWN).items["A.I.1"].state is State.UNKNOWN


def test_what_nobody_answered_prints_empty_and_blocks_with_its_number_and_its_line() -> None:
    found = answers("applicant.city")
    assert found.items["A.I.3.city"] == Answer(State.MISSING, sources=("applicant.city",))
    finding = only(found, "answer.missing")
    assert finding.severity is Severity.BLOCKS
    assert finding.message == "T-1, A.I.3.city (City) has no answer yet."
    assert (finding.place.form, finding.place.item) == ("T-1", "A.I.3.city")
    assert (finding.place.file, finding.place.line, finding.place.field) == ("record.yaml", 1, "applicant.city")


def test_a_box_that_may_stay_empty_is_no_finding() -> None:
    found = answers("applicant.phone")
    assert found.items["A.I.9"].state is State.BLANK
    assert found.findings == ()


def test_what_is_missing_on_every_sheet_is_named_once() -> None:
    found = answers("applicant.name")
    assert found.boxes["XB.name"].state is State.MISSING
    assert [f.place.item for f in found.findings if f.id == "answer.missing"] == ["A.I.1", "A.I.2"]


def test_sheets_bring_their_own_boxes() -> None:
    assert {number: answer.text for number, answer in answers().boxes.items()} == {
        "XA.name": "Qiaoyun LIN",
        "XB.name": "Qiaoyun LIN",
    }


# Words


def test_words_come_in_the_language_of_the_filing() -> None:
    text = Text((("zh_Hans", "他们打我。"), ("en", "They beat me.\n")))
    assert answers("claim.what", text).items["B.2"].text == "They beat me."


def test_line_breaks_inside_an_answer_are_kept() -> None:
    assert answers("claim.what", english("One.\n\n  Two.\n")).items["B.2"].text == "One.\n\n  Two."


def test_words_without_translation_are_printed_as_they_are_and_block() -> None:
    found = answers("claim.what", chinese("他们打我。"))
    assert found.items["B.2"].text == "他们打我。"
    finding = only(found, "answer.untranslated")
    assert finding.severity is Severity.BLOCKS
    assert "{zh_Hans: ..., en: ...}" in finding.remedy
    assert (finding.place.item, finding.place.field, finding.place.line) == ("B.2", "claim.what", 4)


def test_a_list_is_joined_and_an_untranslated_part_of_it_blocks() -> None:
    found = answers("applicant.languages", [english("Mandarin"), chinese("维吾尔语")])
    assert found.items["A.I.7"].text == "Mandarin; 维吾尔语"
    assert only(found, "answer.untranslated").place.item == "A.I.7"


def test_an_empty_list_is_not_taken_for_none() -> None:
    assert answers("applicant.languages", []).items["A.I.7"].state is State.MISSING


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (PartialDate(1986, 3, 14), "03/14/1986"),
        (PartialDate(1986, 3), "03/1986"),
        (PartialDate(1986), "1986"),
        (PartialDate(1986, approx=True), "about 1986"),
        (PartialDate(1986, 3, approx=True), "about 03/1986"),
        (datetime.date(1986, 3, 14), "03/14/1986"),
        (Absent.UNKNOWN, "Unknown"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(date: Any, words: str) -> None:
    assert answers("applicant.birth.date", date).items["A.I.5"].text == words


def test_a_month_box_takes_no_day() -> None:
    assert answers("applicant.member", PartialDate(2019, 6, 4)).items["A.I.10"].text == "06/2019"
    assert answers("applicant.member", PartialDate(2019)).items["A.I.10"].text == "2019"


def test_about_has_a_shorter_wording_where_it_has_no_room() -> None:
    assert answers("applicant.member", PartialDate(2019, 6, approx=True)).items["A.I.10"].text == "~06/2019"


def test_stateless_and_unheard_of_countries_are_said() -> None:
    assert answers("applicant.nationality", "stateless").items["A.I.6"].text == "Stateless"
    assert answers("applicant.nationality", "Utopia").items["A.I.6"].text == "Utopia"
    assert answers("applicant.nationality", ["CN", "KR"]).items["A.I.6"].text == "China; South Korea"


def test_a_language_nobody_knows_is_said_as_written() -> None:
    assert answers("applicant.interview", "Wu dialect").items["A.I.8"].text == "Wu dialect"


@pytest.mark.parametrize(
    ("name", "words", "state"),
    [
        ({"family": "LIN", "given": "Qiaoyun", "middle": "M."}, "Qiaoyun M. LIN", State.ANSWERED),
        ({"family": "LIN", "given": Absent.NONE}, "LIN", State.ANSWERED),
        ({"family": "LIN", "given": Absent.UNKNOWN}, "Unknown LIN", State.ANSWERED),
        ({"family": Absent.UNKNOWN, "given": Absent.UNKNOWN}, "Unknown", State.UNKNOWN),
        ({"family": Absent.NONE}, "None", State.NONE),
        ("Bishop LIN", "Bishop LIN", State.ANSWERED),
        (chinese("林巧云"), "林巧云", State.ANSWERED),
    ],
)
def test_names_are_put_together_as_written(name: Any, words: str, state: State) -> None:
    found = answers("applicant.name", name).items["A.I.2"]
    assert (found.text, found.state) == (words, state)


def test_half_a_name_is_printed_and_needs_a_look() -> None:
    finding = only(answers("applicant.name", {"given": "Qiaoyun"}), "answer.incomplete")
    assert finding.severity is Severity.ATTEND
    assert "family" in finding.message


def test_numbers_and_truth_values_are_words() -> None:
    assert answers("applicant.house", 42).items["A.I.3.number"].text == "42"
    found = evaluate(with_item("A.I.4", options=_options("yes", "no")), filing(with_("applicant.sex", True)))
    assert found.items["A.I.4"].chosen == ("yes",)


# Choices


def test_a_choice_ticks_its_box_and_prints_nothing() -> None:
    assert answers().items["A.I.4"] == Answer(State.ANSWERED, chosen=("female",), sources=("applicant.sex",))


def test_a_value_without_a_box_ticks_nothing_and_blocks() -> None:
    found = answers("applicant.sex", "other")
    assert found.items["A.I.4"] == Answer(State.MISSING, sources=("applicant.sex",))
    finding = only(found, "answer.no-box")
    assert finding.severity is Severity.BLOCKS
    assert "“other”" in finding.message
    assert "Male; Female" in finding.remedy


def test_a_choice_without_an_answer_ticks_nothing_and_blocks() -> None:
    found = answers("applicant.sex")
    assert found.items["A.I.4"] == Answer(State.MISSING, sources=("applicant.sex",))
    assert only(found, "answer.missing").place.item == "A.I.4"


def test_a_choice_may_be_declined() -> None:
    assert answers("applicant.sex", Absent.DECLINED).items["A.I.4"] == Answer(
        State.DECLINED, "Declined", sources=("applicant.sex",)
    )


def test_choices_tick_several_boxes_in_the_order_of_the_form() -> None:
    assert answers("claim.grounds", ["religion", "race"]).items["B.1"].chosen == ("race", "religion")


def test_choices_name_what_has_no_box_and_tick_the_rest() -> None:
    found = answers("claim.grounds", ["religion", "climate"])
    assert found.items["B.1"].chosen == ("religion",)
    assert "“climate”" in only(found, "answer.no-box").message


def test_an_absence_with_a_box_of_its_own_ticks_it() -> None:
    assert answers("claim.grounds", Absent.NONE).items["B.1"] == Answer(
        State.ANSWERED, chosen=("none",), sources=("claim.grounds",)
    )


def test_two_answers_to_a_single_choice_are_a_fault() -> None:
    with pytest.raises(FormError, match="Only one box can be ticked"):
        answers("applicant.sex", ["male", "female"])


# Tables


def test_a_table_of_nothing_says_so() -> None:
    assert answers("homes", Absent.NONE).items["A.2"] == Answer(State.NONE, "None", sources=("homes",))


@pytest.mark.parametrize("value", [None, []])
def test_a_table_nobody_filled_in_blocks(value: Any) -> None:
    found = answers("homes", value)
    assert found.items["A.2"].state is State.MISSING
    assert only(found, "answer.missing").place.field == "homes"


def test_a_missing_cell_names_the_entry_and_its_place_in_the_record() -> None:
    homes = [FULL["homes"][0], {**FULL["homes"][1], "address": {"country": "US"}}]
    finding = only(answers("homes", homes), "answer.missing")
    # Entry 1 on the form, which begins with the newest, is entry 2 of the record.
    assert finding.message == "T-1, A.2, entry 1 (Street) has no answer yet."
    assert finding.place.field == "homes.2.address.street"


def test_cells_of_a_function_s_entries_are_found_in_the_record() -> None:
    children = [{"name": "Mei", "sex": "female", "note": english("x")}, {"name": "An", "sex": "male"}]
    finding = only(answers("children", children), "answer.missing")
    assert finding.message == "T-1, A.3, entry 1 (Note) has no answer yet."
    assert finding.place.field == "children.2.note"


def test_entries_are_ordered_by_date_and_the_present_is_newest() -> None:
    homes = [
        _home("a", PartialDate(2015)),
        _home("b", "present"),
        _home("c", PartialDate(2018, 3)),
        _home("d", PartialDate(2018, 2)),
    ]
    assert [row["street"].text for row in answers("homes", homes).items["A.2"].rows] == ["b", "c", "d", "a"]
    oldest = evaluate(with_item("A.2", order="oldest-first"), filing(with_("homes", homes)))
    assert [row["street"].text for row in oldest.items["A.2"].rows] == ["a", "d", "c", "b"]
    kept = evaluate(with_item("A.2", order=""), filing(with_("homes", homes)))
    assert [row["street"].text for row in kept.items["A.2"].rows] == ["a", "b", "c", "d"]


def test_entries_of_the_same_time_keep_the_order_of_the_record() -> None:
    homes = [_home("a", PartialDate(2018)), _home("b", PartialDate(2018)), _home("c", PartialDate(2019))]
    assert [row["street"].text for row in answers("homes", homes).items["A.2"].rows] == ["c", "a", "b"]


def test_an_entry_without_a_date_keeps_its_place_and_needs_a_look() -> None:
    homes = [_home("a", PartialDate(2015)), _home("b", Absent.UNKNOWN), _home("c", PartialDate(2018))]
    found = answers("homes", homes)
    assert [row["street"].text for row in found.items["A.2"].rows] == ["c", "b", "a"]
    finding = only(found, "answer.undated")
    assert finding.severity is Severity.ATTEND
    assert finding.place.field == "homes.2"


def test_a_period_without_an_end_goes_by_its_beginning() -> None:
    homes = [
        {**_home("a", Absent.UNKNOWN), "from": PartialDate(2016)},
        _home("b", PartialDate(2018)),
        _home("c", PartialDate(2015)),
    ]
    assert [row["street"].text for row in answers("homes", homes).items["A.2"].rows] == ["b", "a", "c"]


# Functions


def test_a_function_may_say_where_its_value_comes_from() -> None:
    assert answers("claim.why", english("Faith.")).items["B.3"].sources == ("claim.why",)
    module = functions()
    module.why = lambda _filing: Derived(None, ("homes.0.reason",))
    finding = only(evaluate(TABLE, filing(FULL, module)), "answer.missing")
    assert finding.place.field == "homes.1.reason"


def test_of_several_questions_the_one_without_an_answer_is_named() -> None:
    module = functions()
    module.telephone = lambda _filing: None
    table = with_item("A.I.9", uses=("applicant.city", "applicant.phone"), optional=False)
    finding = only(evaluate(table, filing(with_("applicant.phone", None), module)), "answer.missing")
    assert finding.place.field == "applicant.phone"


def test_words_of_a_function_are_printed_as_they_are() -> None:
    module = functions()
    module.why = lambda _filing: "because"
    assert evaluate(TABLE, filing(FULL, module)).items["B.3"] == Answer(State.ANSWERED, "because", sources=("claim.why",))


def test_a_function_that_does_not_exist_is_named_with_its_item() -> None:
    with pytest.raises(FormError, match=r"T-1, B.3 \(Why\): The jurisdiction has no function `because`"):
        evaluate(with_item("B.3", function="because"), filing(FULL))


def test_a_function_that_fails_is_named_with_its_item() -> None:
    module = functions()
    module.why = lambda _filing: {}["no such key"]
    with pytest.raises(FormError, match=r"T-1, B.3 \(Why\): The function `why` failed: KeyError.*test_evaluate\.py, line \d+\)"):
        evaluate(TABLE, filing(FULL, module))


def test_what_a_function_tells_the_user_is_passed_on() -> None:
    def why(_filing: Any) -> Any:
        raise RecordError("Two answers contradict each other.")

    module = functions()
    module.why = why
    with pytest.raises(RecordError, match="contradict"):
        evaluate(TABLE, filing(FULL, module))


@pytest.mark.parametrize("value", [{"street": "x"}, 1.5, [{"street": "x"}]])
def test_a_value_that_cannot_be_printed_is_a_fault_of_the_plugin(value: Any) -> None:
    module = functions()
    module.why = lambda _filing: value
    with pytest.raises(FormError, match="cannot be printed"):
        evaluate(TABLE, filing(FULL, module))


def _home(street: str, until: Any) -> dict[str, Any]:
    return {"address": {"street": english(street), "country": "CN"}, "until": until, "owned": "no"}


def _options(*keys: str) -> tuple[Any, ...]:
    return tuple(dataclasses.replace(_first_option(), key=key, label=key) for key in keys)


def _first_option() -> Any:
    item: Item = TABLE.items["A.I.4"]
    return item.options[0]
