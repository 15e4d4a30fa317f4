"""What the Korean rules notice, and what they leave alone."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from kr_case import example, filing, rules

from asylum_forms.findings import Finding, Severity
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.kr import answers, documents

LATE = {"travel.entries.0.date": PartialDate(2025, 11, 17), "travel.left_home.date": PartialDate(2025, 11, 17)}
OBJECTION = {
    "kr.objection": {
        "decision": "refusal",
        "notified": PartialDate(2026, 11, 2),
        "reasons": Text((("en", "It is wrong."),)),
        "new_materials": ["judgment"],
    }
}


def helper(**changes: Any) -> dict[str, Any]:
    one = {**copy.deepcopy(example().rows("helpers")[0]), **changes}
    return {"helpers.0": {key: value for key, value in one.items() if value is not ...}}


def test_the_example_has_nothing_that_blocks() -> None:
    assert [found.id for found in rules(filing()).values() if found.severity is Severity.BLOCKS] == []


def test_a_year_and_a_day_after_arrival_needs_reasons() -> None:
    assert rules(filing(LATE))["kr.late-filing"].place.item == "14.18"
    assert "kr.late-filing" not in rules(filing({**LATE, "claim.late_filing": Text((("en", "I was ill."),))}))


def test_a_year_to_the_day_is_not_late() -> None:
    on_time = {key: PartialDate(2025, 11, 18) for key in LATE}
    assert "kr.late-filing" not in rules(filing(on_time))


def test_a_month_without_a_day_is_not_guessed() -> None:
    assert "kr.late-filing-open" in rules(filing({"travel.entries.0.date": PartialDate(2025, 11)}))


def test_a_passport_in_another_identity_must_be_described() -> None:
    changes = {"travel.entries.0.own_passport": {"answer": "no"}, "kr.passport_used": {}}
    assert rules(filing(changes))["kr.passport-used"].severity is Severity.BLOCKS
    known = {"family": "LIU", "given": "Wei", "birth_date": Absent.UNKNOWN, "nationality": "CN"}
    assert "kr.passport-used" not in rules(filing({**changes, "kr.passport_used": known}))


@pytest.mark.parametrize("changes", [{"kr.earlier_application": "yes"}, {"kr.earlier_application": ...}])
def test_who_applies_again_or_does_not_say_is_stopped(changes: dict[str, Any]) -> None:
    found = rules(filing(changes))
    assert any(f.severity is Severity.BLOCKS for id_, f in found.items() if id_.startswith("kr.re-application"))


def test_a_paid_translator_needs_a_licence() -> None:
    assert "kr.translator-licence" in rules(filing(helper(paid="yes", licence=Absent.NONE)))
    assert "kr.translator-licence" not in rules(filing(helper(paid="yes", licence="제0000호")))
    assert "kr.translator-paid-open" in rules(filing(helper(paid=...)))


def test_chinese_evidence_needs_a_translation_into_korean_or_english() -> None:
    assert "kr.untranslated-evidence" in rules(filing({"evidence.0.translation": ...}))


CHILD = {"children.0.accompanying": "yes", "children.0.kr": {"applies": "yes"}}
WITH_CHILD = {**CHILD, "kr.minors": {"answer": "yes", "parent": "other_absent"}}


def test_a_child_of_ten_needs_a_form_and_a_younger_one_reasons_of_its_own() -> None:
    older = rules(filing({**WITH_CHILD, "children.0.birth.date": PartialDate(2016, 11, 18)}))
    assert {"kr.own-form", "kr.minor-consent"} <= set(older)
    assert older["kr.own-form"].severity is Severity.BLOCKS
    assert "people/daughter.yaml" in older["kr.own-form"].remedy
    assert "kr.child-risk" not in older
    younger = rules(filing({**WITH_CHILD, "children.0.birth.date": PartialDate(2016, 11, 19)}))
    assert "kr.own-form" not in younger
    assert "kr.child-risk" in younger


def test_a_year_of_birth_that_leaves_open_whether_a_child_is_ten_is_asked_about() -> None:
    open_ = rules(filing({**WITH_CHILD, "children.0.birth.date": PartialDate(2016)}))["kr.own-form"]
    assert "does not tell whether" in open_.message
    assert open_.place.field == "children.1.birth.date"
    sure = rules(filing({**WITH_CHILD, "children.0.birth.date": PartialDate(2015)}))["kr.own-form"]
    assert "people/daughter.yaml" in sure.remedy


def test_a_minor_who_applies_contradicts_a_no_at_14_13() -> None:
    minor = {**CHILD, "children.0.birth.date": PartialDate(2008, 1, 1)}
    assert rules(filing(minor))["kr.minors-contradiction"].severity is Severity.BLOCKS
    assert "kr.minors-contradiction" not in rules(filing({**CHILD, "children.0.birth.date": PartialDate(2006, 7, 30)}))


def test_whether_somebody_who_is_here_applies_too_is_asked_and_never_guessed() -> None:
    here = filing({"children.0.accompanying": "yes"})
    assert rules(here)["kr.applies-open"].place.field == "children.1.kr.applies"
    assert here.people() == [""]
    assert filing({**CHILD, "children.0.kr": {"applies": "no"}}).people() == [""]
    assert "kr.applies-open" not in rules(filing({**CHILD, "children.0.kr": {"applies": "no"}}))


def test_the_usual_spelling_in_hangul_is_offered_with_the_line_that_confirms_it() -> None:
    offered = rules(filing())["kr.hangul-name"]
    assert offered.severity is Severity.NOTE
    assert "{ko: 롼즈헝}" in offered.remedy
    assert offered.place.field == "applicant.name.forms.ko"
    assert "kr.hangul-name" not in rules(filing({"applicant.name.forms": {"ko": "롼즈헝"}}))


def test_no_spelling_is_offered_for_a_name_that_is_no_chinese_one() -> None:
    other = {"family": "Tursun", "given": "Gulnar", "native": Text((("und", "گۈلنار"),))}
    assert "usual transcription" not in rules(filing({"applicant.name": other}))["kr.hangul-name"].remedy


def test_who_signs_for_a_minor_with_a_form_of_its_own_is_said() -> None:
    assert "kr.minor-signs" in rules(filing({"applicant.birth.date": PartialDate(2007, 11, 19)}))
    assert "kr.minor-signs" not in rules(filing({"applicant.birth.date": PartialDate(2007, 11, 18)}))


def young(**changes: Any) -> dict[str, Finding]:
    """The findings about an applicant whose record says that they are nine."""
    return rules(filing({"applicant.birth.date": PartialDate(2017, 4, 9), **changes}))


ALONE = dict.fromkeys(("marriages", "children", "employment", "arrests"), Absent.NONE)


def test_that_only_the_form_for_a_child_is_made_is_said_and_why() -> None:
    said = young(**ALONE)["kr.child-form"]
    assert (said.severity, said.place.field) == (Severity.ATTEND, "applicant.birth.date")
    assert "2017-04-09" in said.message
    assert "kr.child-form" not in rules(filing({"applicant.birth.date": PartialDate(2016, 11, 18)}))


@pytest.mark.parametrize("path", sorted(ALONE))
def test_who_has_children_is_not_taken_for_a_child_but_a_child_may_have_worked_or_been_held(path: str) -> None:
    rows = {path: [{key: value for key, value in example().rows(path)[0].items() if key not in ("date", "from", "birth")}]}
    wanted = Severity.BLOCKS if path == "children" else Severity.ATTEND
    assert young(**{**ALONE, **rows})["kr.child-form"].severity is wanted


def test_that_a_young_child_of_the_family_has_the_short_form_is_only_a_note() -> None:
    child = {**CHILD, "children.0.birth.date": PartialDate(2018, 7, 30)}
    said = rules(filing(child).for_person("daughter"))["kr.child-form"]
    assert said.severity is Severity.NOTE
    assert "2018-07-30" in said.message


@pytest.mark.parametrize(
    "status",
    [
        {"en": "Entry denied at Jeju"},
        {"ko": "무사증 입국 불허"},
        {"zh_Hans": "被拒绝入境"},
        {"zh_Hant": "被驅逐出境"},
        {"ru": "Во въезде отказано"},
        {"fr": "Entrée refusée"},
        {"es": "Entrada denegada"},
        {"ar": "رفض الدخول"},
    ],
)
def test_a_refusal_at_the_border_contradicts_a_no_at_12_10(status: dict[str, str]) -> None:
    changes = {"travel.entries.0.status": Text(tuple(status.items())), "travel.refusals": Absent.NONE}
    said = rules(filing(changes))["kr.refusal-contradiction"]
    assert (said.severity, said.place.item) == (Severity.ATTEND, "12.10")
    assert "kr.refusal-contradiction" not in rules(filing({**changes, "travel.refusals": [{"country": "KR"}]}))


def test_a_visa_that_was_refused_contradicts_a_no_at_12_10() -> None:
    visa = {"country": "KR", "result": Text((("en", "Refused"),))}
    changes = {"travel.visas": [visa], "travel.refusals": Absent.NONE, "travel.entries.0.status": Text((("en", "B-2-2"),))}
    assert rules(filing(changes))["kr.refusal-contradiction"].place.field == "travel.visas.1.result"
    visa["result"] = Text((("en", "Issued for ten years"),))
    assert "kr.refusal-contradiction" not in rules(filing(changes))


def test_that_the_words_of_the_declaration_are_not_here_is_said() -> None:
    said = rules(filing())["kr.declaration-words"]
    assert (said.severity, said.place.item) == (Severity.ATTEND, "declaration.sentence")
    assert "not in these papers" in said.message
    assert "kr.declaration-words" not in young(**ALONE)


def test_a_family_member_nobody_was_asked_about_is_noticed() -> None:
    told = rules(filing({"siblings": ...}))["kr.family-open"]
    assert told.place.item == "4.1"
    assert told.message.endswith("does not answer: All your brothers and sisters.")


def test_an_objection_counts_thirty_days() -> None:
    assert rules(filing(OBJECTION, procedure="objection", on="2026-12-02"))["kr.objection-deadline"].severity is Severity.ATTEND
    assert rules(filing(OBJECTION, procedure="objection", on="2026-12-03"))["kr.objection-deadline"].severity is Severity.BLOCKS


def test_a_time_limit_whose_law_nobody_read_says_so() -> None:
    found = rules(filing(OBJECTION, procedure="objection", on="2026-12-02"))["kr.objection-deadline"]
    assert found.checked == ""
    assert "not read" in found.source


def test_an_objection_needs_papers() -> None:
    changes = {**OBJECTION, "kr.objection": {**OBJECTION["kr.objection"], "new_materials": Absent.NONE}}
    assert "kr.objection-materials" in rules(filing(changes, procedure="objection"))


def test_without_a_passport_the_items_about_a_new_one_apply() -> None:
    held = {"answer": "no", "explain": Text((("en", "The officers keep it."),))}
    assert "kr.passport-reissue" in rules(filing({"documents.0.held": held}))
    assert "kr.passport-reissue" not in rules(filing({"documents.0.held": held, "kr.passport_reissue": {"answer": "yes"}}))


def test_who_is_read_to_must_say_by_whom() -> None:
    def found(interpreter: Any) -> set[str]:
        one = filing({"statement.read_back_in": "zh_Hans", "statement.interpreter": interpreter})
        return {finding.id for finding in documents.findings_personal_statement(one)}

    assert "kr.interpreter-open" in found(...)
    assert "kr.interpreter-open" not in found("seo-yuna")
    assert "kr.interpreter-open" not in found(Absent.NOT_APPLICABLE)


def test_who_reads_the_papers_to_the_applicant_signs_the_form_as_interpreter() -> None:
    nobody = {"preparer": Absent.NONE, "representative": Absent.NONE}
    helped = answers.helper_of(filing({**nobody, "statement.interpreter": "seo-yuna"}))
    assert helped is not None
    assert helped["id"] == "seo-yuna"
    assert answers.helper_of(filing({**nobody, "statement.interpreter": Absent.NONE})) is None


@pytest.mark.parametrize(
    ("changes", "item"),
    [({"travel.entries.0.own_passport": {"answer": "no"}}, "10.11"), ({"documents.0.genuine": {"answer": "no"}}, "9.5")],
)
def test_a_false_passport_at_the_port_is_a_ground_not_to_refer(changes: dict[str, Any], item: str) -> None:
    told = rules(filing(changes))["kr.false-passport"]
    assert (told.severity, told.place.item) == (Severity.ATTEND, item)
    assert "kr.false-passport" not in rules(filing(changes, procedure="in-country"))
    assert "kr.false-passport" not in rules(filing())
