"""Each adult's own: what is about another adult stays out of a person's papers until that adult agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from unhcr_case import answers, changed, english, family_case, filing, rules

from asylum_forms.findings import Severity
from asylum_forms.jurisdiction.registry import extensions
from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.unhcr import documents, family

HERS = {"id": "hers", "from": PartialDate(2024, 3, 2), "country": "CN", "what": english("They came when she was alone.")}
WIFE = {**HERS, "victim": Text((("zh_Hans", "妻子陆秀兰"), ("en", "My wife Xiulan Lu")))}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    """The family's record by what the wife answered."""
    folder = tmp_path_factory.mktemp("families")
    made = {said: load(family_case(folder / (said or "open"), said), extensions()) for said in ("yes", "no", "")}
    return {**made, "alone": load(family_case(folder / "alone", "no", own=False), extensions())}


def with_her_event(record: Record, **more: object) -> Record:
    return changed(record, {"harm": [*record.rows("harm"), {**WIFE, **more}]})


@pytest.mark.parametrize("said", ["no", ""])
def test_what_is_about_an_adult_without_a_yes_is_left_out(records: dict[str, Record], said: str) -> None:
    made = filing(record=with_her_event(records[said]), procedure="referral")
    rows = answers("referral-dossier", made).items["4.3"].rows
    assert not any("alone" in row["what"].text for row in rows)
    assert len(rows) == len(made.record.rows("harm")) - 1


def test_it_is_printed_when_she_agrees(records: dict[str, Record]) -> None:
    made = filing(record=with_her_event(records["yes"]), procedure="referral")
    rows = answers("referral-dossier", made).items["4.3"].rows
    assert any("alone" in row["what"].text for row in rows)
    assert not {"unhcr.withheld", "unhcr.consent-open"} & set(rules(made))


def test_leaving_something_out_is_told_and_blocks_until_she_was_asked(records: dict[str, Record]) -> None:
    asked = rules(filing(record=with_her_event(records["no"])))["unhcr.withheld"]
    assert asked.severity is Severity.ATTEND
    open_ = rules(filing(record=with_her_event(records[""])))
    assert open_["unhcr.withheld"].severity is Severity.BLOCKS
    assert "unhcr.consent-open" in open_


def test_who_was_not_asked_is_told_where_the_question_is_or_what_to_write_there(tmp_path: Path) -> None:
    question = "  unhcr:\n    share_claim:\n"
    for name, own, words, place in (
        ("none", False, "", ("record.yaml", "spouse", "unhcr: {share_claim: no}")),
        ("own", True, "", ("people/spouse.yaml", "applicant", "unhcr: {share_claim: no}")),
        ("empty", True, question, ("people/spouse.yaml", "applicant.unhcr.share_claim", "unhcr, share_claim")),
    ):
        case = family_case(tmp_path / name, "", own=own)
        if words:
            file = case / "people" / "spouse.yaml"
            file.write_text(file.read_text(encoding="utf-8").replace("  unhcr:\n", words, 1), encoding="utf-8")
        record = load(case, extensions())
        found = rules(filing(record=record))["unhcr.consent-open"]
        assert (found.place.file, found.place.field) == place[:2], name
        at = (case / found.place.file).read_text(encoding="utf-8").splitlines()[found.place.line - 1]
        assert at.strip() == f"{place[1].split('.')[-1]}:", name
        assert place[2] in found.remedy


@pytest.mark.parametrize("words", ["My wife", "LU Xiulan", "Xiulan Lu, my wife", "陆秀兰"])
def test_she_is_known_by_name_in_any_order_and_script_and_as_the_wife(records: dict[str, Record], words: str) -> None:
    made = filing(record=with_her_event(records["no"], victim=english(words)))
    assert [member.id for _path, _number, member in family.withheld(made)] == ["spouse"]


@pytest.mark.parametrize("words", ["Myself", "Luxi Lanzhou", "My neighbour"])
def test_others_are_not_taken_for_her(records: dict[str, Record], words: str) -> None:
    assert family.withheld(filing(record=with_her_event(records["no"], victim=english(words)))) == []


def test_evidence_about_her_blocks_by_either_of_her_ids(records: dict[str, Record]) -> None:
    for id_ in ("spouse", "lu-xiulan"):
        found = rules(filing(record=changed(records["no"], {"evidence.0.about": id_})))
        assert found["unhcr.evidence-about-other"].severity is Severity.BLOCKS
    assert "unhcr.evidence-about-other" not in rules(filing(record=changed(records["yes"], {"evidence.0.about": "spouse"})))


def test_in_her_own_papers_the_husbands_evidence_needs_his_consent(records: dict[str, Record]) -> None:
    hers = filing(record=records["yes"].person("spouse"))
    found = rules(hers)
    assert "unhcr.evidence-about-other" in found
    agreed = changed(records["yes"], {"applicant.unhcr": {"share_claim": "yes"}})
    assert "unhcr.evidence-about-other" not in rules(filing(record=agreed.person("spouse")))


def test_her_annex_is_in_the_packet_only_when_she_agrees(records: dict[str, Record]) -> None:
    assert documents.annexed(filing(record=records["yes"])) == ["spouse"]
    for said in ("no", ""):
        made = filing(record=records[said])
        assert documents.annexed(made) == []
        assert "--person spouse" in rules(made)["unhcr.own-papers"].remedy


def test_without_answers_of_her_own_she_has_no_annex_and_no_papers_to_make(records: dict[str, Record]) -> None:
    made = filing(record=records["alone"])
    assert documents.annexed(made) == []
    assert "unhcr.own-papers" not in rules(made)


def test_the_annex_prints_her_account_and_nothing_of_his(records: dict[str, Record]) -> None:
    made = filing(record=records["yes"])
    context = documents.context_confidential_annex(made.for_person("spouse"))
    assert context["name"] == "Xiulan LU (陆秀兰)"
    assert [one["text"] for one in context["confidential"]] == ["They came again when I was alone. Nobody in the family knows."]
    assert len(context["events"]) == 1
    assert "petition" not in str(context["account"])


def test_children_are_no_adults_and_their_age_is_counted_on_the_filing_date(records: dict[str, Record]) -> None:
    made = filing(record=records["no"], procedure="registration")
    assert [member.id for member in family.adults(made)] == ["spouse"]
    rows = answers("registration-request", made).items["5"].rows
    assert [(row["relation"].text, row["age"].text) for row in rows] == [("Spouse", "46"), ("Daughter", "17"), ("Son", "11")]


def test_a_year_of_birth_gives_both_ages_it_allows(records: dict[str, Record]) -> None:
    made = filing(record=records["no"])
    assert family.age(made, {"birth": {"date": PartialDate(2009)}}) == "16 or 17"
    assert family.is_adult(made, {"birth": {"date": PartialDate(2008)}})
    assert not family.is_adult(made, {"birth": {"date": PartialDate(2009)}})


def test_who_may_be_with_the_applicant_is_asked_for(records: dict[str, Record]) -> None:
    made = filing(record=changed(records["no"], {"children.0.accompanying": ...}))
    assert rules(made)["unhcr.accompanying-open"].place.field == "children.1.accompanying"
    assert answers("registration-request", made).items["5"].rows


def test_needs_of_another_adult_are_left_out_of_the_dossier(records: dict[str, Record]) -> None:
    for said, names in (("yes", 4), ("no", 3)):
        rows = answers("referral-dossier", filing(record=records[said], procedure="referral")).items["6.1"].rows
        assert len(rows) == names


def test_a_statement_that_names_her_is_to_be_looked_at(records: dict[str, Record]) -> None:
    assert "unhcr.named" in rules(filing(record=records["no"]))
    assert "unhcr.named" not in rules(filing(record=records["yes"]))


def test_the_path_of_a_case_is_in_no_message(records: dict[str, Record], tmp_path: Path) -> None:
    for found in rules(filing(record=records[""])).values():
        assert str(tmp_path.parent) not in found.message + found.remedy


def test_an_adult_with_one_name_only_is_known_by_it(records: dict[str, Record]) -> None:
    son = {"name": {"family": "Ayas", "given": Absent.NONE}, "birth": {"date": PartialDate(2000)}, "accompanying": "yes"}
    arrest = {"person": english("My son Ayas"), "date": PartialDate(2026, 10, 1), "action": english("Detained")}
    made = filing(record=changed(records["yes"], {"children": [son], "arrests": [arrest]}), procedure="referral")
    assert answers("referral-dossier", made).items["4.4"].rows == ()
    assert "unhcr.withheld" in rules(made)
