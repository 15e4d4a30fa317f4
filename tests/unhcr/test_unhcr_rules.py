"""What the rules notice before UNHCR and the United Nations, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest
from docx import Document
from unhcr_case import JEJU, answers, english, example, filing, rules

from asylum_forms.findings import Severity
from asylum_forms.jurisdiction.conformance import check
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.record.values import Absent, PartialDate
from jurisdictions.unhcr import documents, procedures

APPEAL = "urgent-appeal"


def ids(changes: dict[str, Any], procedure: str = "rsd") -> set[str]:
    return {id_.removeprefix("unhcr.") for id_ in rules(filing(changes, procedure=procedure))}


def test_the_plugin_keeps_the_contract() -> None:
    assert check(all_jurisdictions()["unhcr"]) == []


@pytest.mark.parametrize("procedure", ["registration", "rsd", "referral", APPEAL])
def test_nothing_blocks_the_example(procedure: str) -> None:
    assert [f.id for f in rules(filing(procedure=procedure)).values() if f.severity is Severity.BLOCKS] == []


@pytest.mark.parametrize("path", ["office", "office_email", "here", "number", "interpreter", "without_papers"])
def test_what_a_letter_lacks_is_told_with_its_question(path: str) -> None:
    answered = {"unhcr.office_email": "office@example.org"}
    assert "line-open" not in ids(answered)
    assert rules(filing({**answered, f"unhcr.{path}": ...}))["unhcr.line-open"].place.field == f"unhcr.{path}"


def test_an_address_that_is_not_known_yet_is_a_line_to_fill_in() -> None:
    assert "line-open" in ids({"unhcr.office_email": Absent.UNKNOWN})


def test_nobody_who_cannot_be_reached_is_registered() -> None:
    found = rules(filing({"applicant.contact": {"phone": Absent.NONE, "email": Absent.NONE}}))
    assert found["unhcr.no-contact"].severity is Severity.BLOCKS
    assert "no-contact" not in ids({"applicant.contact": {"phone": "+66 2 000 0131"}})


def test_two_unhcr_numbers_are_noticed() -> None:
    assert "number-differs" not in ids({})
    assert "number-differs" in ids({"unhcr.number": "000-26C00032"})
    assert "number-differs" in ids({"unhcr.number": Absent.NONE})
    assert "number-differs" not in ids({"unhcr.number": "1", "earlier_claims.0.authority": english("Ministry of Justice")})


def test_an_application_to_the_state_where_one_is_does_not_go_unsaid() -> None:
    both, none = ["kr/port-of-entry", "unhcr/rsd"], {"earlier_claims": Absent.NONE}
    found = rules(filing({**none, "filings": both, "unhcr.here": "KR"}))["unhcr.state-application"]
    assert (found.severity, found.place.field) == (Severity.ATTEND, "earlier_claims")
    assert "kr/port-of-entry" in found.message
    assert "state-application" not in ids({**none, "filings": both, "unhcr.here": "TH"})
    assert "state-application" not in ids({"filings": both, "unhcr.here": "KR"})


def test_the_thirty_days_for_an_appeal_are_counted_and_said_to_be_uncertain() -> None:
    def found(day: int, month: int = 10) -> Any:
        return rules(filing({"unhcr.decision": {"notified": PartialDate(2026, month, day)}}))["unhcr.appeal-deadline"]

    assert found(22).severity is Severity.ATTEND
    assert "2026-11-21" in found(22).message
    assert found(21).severity is Severity.BLOCKS
    assert "not certain" in found(21).remedy
    assert "unhcr.appeal-deadline" not in rules(filing())


def test_an_arrival_before_a_step_of_the_journey_is_noticed() -> None:
    assert rules(filing({"unhcr.arrived": PartialDate(2026, 11, 1)}))["unhcr.route-order"].severity is Severity.BLOCKS
    assert "route-order" not in ids({"unhcr.arrived": PartialDate(2026, 11)})


def test_without_the_persons_consent_there_is_no_appeal() -> None:
    for said in ("no", ..., Absent.UNKNOWN):
        assert rules(filing({"unhcr.appeal.consent": said}, procedure=APPEAL))["unhcr.victim-consent"].severity is Severity.BLOCKS


def test_a_removal_in_the_past_blocks() -> None:
    assert "removal-past" in ids({"unhcr.appeal.removal_date": PartialDate(2026, 11, 20)}, APPEAL)
    assert "removal-past" not in ids({"unhcr.appeal.removal_date": PartialDate(2026, 11, 21)}, APPEAL)


def test_the_feared_state_alone_is_not_the_one_to_write_to() -> None:
    assert "states" in ids({"unhcr.appeal.states": ["CN"]}, APPEAL)
    assert "states" not in ids({"unhcr.appeal.states": ["TH"]}, APPEAL)


def test_facts_that_are_too_long_for_the_page_are_told() -> None:
    assert "appeal-long" not in ids({}, APPEAL)
    assert "appeal-long" in ids({"unhcr.appeal.facts": english("And then. " * 200)}, APPEAL)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("KR", "committee-open"),
        ("CA", "committee-open"),
        ("TH", "committee-closed"),
        ("TW", "state-outside"),
        ("MY", "state-unknown"),
    ],
)
def test_the_matrix_says_what_is_open_against_each_state(state: str, found: str) -> None:
    assert found in ids({"unhcr.appeal.states": [state]}, APPEAL)


def test_the_matrix_knows_four_procedures_for_each_state_and_none_passes_for_checked() -> None:
    values = all_jurisdictions()["unhcr"].values
    states = {name.split(".")[0] for name in values if "." in name and name[0].isupper()}
    assert states == {"KR", "CA", "US", "TH", "LA", "CN", "TW"}
    assert {name for name in values if name.partition(".")[0] in states} == {
        f"{s}.{key}" for s in states for key in procedures.PROCEDURES
    }
    assert not any(entry.verified for dated in values.values() for entry in dated.entries)


def test_the_matrix_is_printed_for_the_states_concerned() -> None:
    sheet = documents.context_sending_sheet(filing({"unhcr.appeal.states": ["KR", "MY"]}, procedure=APPEAL))
    korea, malaysia = sheet["matrix"]
    assert (korea["sp"], korea["ccpr"], korea["cat"], korea["ced"]) == ("open", "open", "open", "not known")
    assert (malaysia["sp"], malaysia["cat"]) == ("not known", "not known")


def test_a_representative_needs_consent_and_a_scope() -> None:
    named = {
        "representative": {"helper": "pao-hsiaoching", "kind": "other"},
        "unhcr.authorisation": {"consent": "yes", "scope": ["file"]},
    }
    assert documents.findings_authorisation(filing(named)) == []
    for without in ({"consent": "no"}, {}, {"consent": "yes"}):
        found = documents.findings_authorisation(filing({**named, "unhcr.authorisation": without}))
        assert [one.severity for one in found] == [Severity.BLOCKS]


@pytest.mark.parametrize("undecided", [..., Absent.UNKNOWN, Absent.DECLINED, Absent.NOT_APPLICABLE])
def test_nobody_signs_a_consent_with_boxes_that_others_could_tick(undecided: Any) -> None:
    alone = {"representative": Absent.NONE, "unhcr.sharing.with": undecided}
    assert not documents.needs_authorisation(filing({**alone, "unhcr.sharing.not_with": Absent.UNKNOWN}))
    kept_from = documents.context_authorisation(filing({**alone, "unhcr.sharing.not_with": english("My uncle")}))
    assert (kept_from["sharing"], kept_from["decided"], kept_from["not_with"]) == (True, False, "My uncle")
    assert documents.needs_authorisation(filing({**alone, "unhcr.sharing.with": Absent.NONE}))


def test_the_authorisation_ticks_only_what_was_chosen() -> None:
    chosen = {"consent": "yes", "scope": ["file"], "until": PartialDate(2027, 5, 1)}
    context = documents.context_authorisation(filing({"unhcr.authorisation": chosen}))
    assert [one["tick"] for one in context["scope"]] == ["☐", "☒", "☐", "☐"]
    assert context["until"] == "1 May 2027"


def test_open_sections_of_the_statement_are_told() -> None:
    made = filing({"unhcr.conditions": ..., "statement.text": ...})
    assert [one.id for one in documents.findings_written_statement(made)] == ["unhcr.statement-empty", "unhcr.statement-section"]
    assert documents.findings_written_statement(filing()) == []


def test_the_statement_has_its_eight_sections_and_counts_its_paragraphs_through() -> None:
    sections = documents.context_written_statement(filing())["sections"]
    assert [one["number"] for one in sections] == [2, 3, 4, 5, 6]
    numbered = [p["where"] for one in sections for p in one["paragraphs"] if not p["heading"]]
    assert [where.split()[1] for where in numbered] == [str(n) for n in range(1, len(numbered) + 1)]


def test_the_letter_and_the_e_mail_say_the_same() -> None:
    made = filing(procedure="registration")
    mail = {str(one["number"]): "\n".join(one["lines"]) for one in documents.context_registration_email(made)["items"]}
    letter = {
        number: answer.text or "; ".join(row["name"].text for row in answer.rows)
        for number, answer in answers("registration-request", made).items.items()
    }
    assert mail == letter


def test_a_record_without_unhcr_answers_is_checked_without_failing() -> None:
    found = rules(filing(record=example(JEJU)))
    assert "unhcr.line-open" in found


def test_who_is_read_to_must_say_by_whom_and_the_interpreter_has_a_line_to_sign_on() -> None:
    one = filing({"statement.read_back_in": "zh_Hans", "statement.interpreter": ...}, procedure="rsd")
    assert "unhcr.interpreter-open" in {finding.id for finding in documents.findings_written_statement(one)}
    context = documents.context_written_statement(one)
    assert context["read_in"] == "Chinese"
    assert context["interpreter"] == documents.LINE
    nobody = filing({"statement.read_back_in": Absent.NOT_APPLICABLE, "statement.interpreter": ...}, procedure="rsd")
    assert "unhcr.interpreter-open" not in {finding.id for finding in documents.findings_written_statement(nobody)}
    assert documents.context_written_statement(nobody)["interpreter"] == ""


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (PartialDate(2011, approx=True), True),
        (PartialDate(2008), True),
        (PartialDate(2007), False),
        (PartialDate(2008, 11, 21), False),
        (PartialDate(2008, 11, 22), True),
    ],
)
def test_a_child_without_a_parent_is_told_to_say_so_first(born: PartialDate, told: bool) -> None:
    changes = {"applicant.birth.date": born, "parents.mother": Absent.UNKNOWN, "parents.father": Absent.NONE}
    for procedure in ("registration", "rsd", "referral"):
        found = rules(filing(changes, procedure=procedure))
        assert ("unhcr.child-alone" in found) is told
    if told:
        assert found["unhcr.child-alone"].place.field == "applicant.unhcr.needs"
        assert found["unhcr.child-alone"].severity is Severity.ATTEND


def test_a_child_with_a_parent_is_not_called_alone() -> None:
    mother = {"name": {"family": "Hassan"}, "accompanying": "yes"}
    changes = {"applicant.birth.date": PartialDate(2011), "parents.mother": mother}
    assert "unhcr.child-alone" not in rules(filing(changes, procedure="registration"))


def test_who_the_applicant_lives_with_is_not_printed_as_part_of_the_street() -> None:
    where = {"in_care_of": "Fadumo Ali", "street": english("12 Jalan Example"), "country": "MY"}
    said = documents.common(filing({"applicant.residence": where}))["address"]
    assert said == "c/o Fadumo Ali, 12 Jalan Example, Malaysia"


def test_a_caption_of_the_request_stays_with_what_stands_below_it() -> None:
    template = Document(str(all_jurisdictions()["unhcr"].templates / "registration-request.docx"))
    [caption] = [one for one in template.paragraphs if one.text.startswith("Earlier registrations")]
    assert caption.style.paragraph_format.keep_with_next
