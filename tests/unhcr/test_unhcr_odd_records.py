"""Records that a careful reader found printed wrongly: unknown names, people without a nationality, papers of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from unhcr_case import ROOT, answers, english, filing, rules

from asylum_forms.findings import Severity
from asylum_forms.forms.answers import State
from asylum_forms.forms.marks import Runs, Sign
from asylum_forms.forms.render import render, text_of
from asylum_forms.record.values import Absent, PartialDate
from jurisdictions.unhcr import claim, documents
from jurisdictions.unhcr.wording import LINE

BIO = "rsd-bio-data"
TEMPLATE = ROOT / "templates" / "unhcr" / "written-statement.docx"


def test_a_name_that_nobody_knows_stops_no_filing() -> None:
    unknown = {"parents.father.name": {"family": Absent.UNKNOWN, "given": Absent.DECLINED}}
    assert answers(BIO, filing(unknown)).items["A.9"].text == "Not known"


def test_an_urgent_appeal_says_that_somebody_is_stateless() -> None:
    made = filing({"applicant.nationalities": Absent.NONE}, procedure="urgent-appeal")
    assert "nationality: Stateless" in answers("urgent-appeal", made).items["1"].text


def test_an_urgent_appeal_names_every_nationality_of_today() -> None:
    lost = {"country": "KH", "kind": "citizenship", "until": PartialDate(2010)}
    held = [lost, {"country": "CN", "kind": "citizenship"}, {"country": "VN", "kind": "citizenship"}]
    made = filing({"applicant.nationalities": held}, procedure="urgent-appeal")
    assert "nationality: China, Vietnam;" in answers("urgent-appeal", made).items["1"].text


def test_a_nationality_without_a_country_makes_nobody_stateless() -> None:
    made = filing({"applicant.nationalities": [{"kind": "citizenship"}]})
    assert answers(BIO, made).items["A.6"].text == ""


def test_papers_of_others_were_not_carried_by_the_applicant() -> None:
    passport = {"kind": "passport", "holder": "daughter", "number": "EX0000099", "country": "CN"}
    made = filing({"documents": [*filing().record.rows("documents"), passport]})
    told = answers(BIO, made).items["I.7"].text
    assert "EX0000031" in told
    assert "EX0000099" not in told


def test_a_kind_of_paper_that_is_not_told_is_said_in_words() -> None:
    rows = answers(BIO, filing({"documents.0.kind": Absent.DECLINED})).items["D.1"].rows
    assert "I do not wish to answer, no. EX0000031" in [cell.text for cell in rows[0].values()]


def test_documents_of_a_journey_nobody_remembers_are_unknown() -> None:
    forgotten = {"travel.entries": Absent.UNKNOWN, "travel.transit": Absent.UNKNOWN, "documents": []}
    assert answers(BIO, filing({**forgotten, "unhcr.without_papers": Absent.NONE})).items["I.7"].text == "Not known"


def test_who_may_be_there_is_asked_about_before_the_list_is_empty() -> None:
    made = filing({"children.0.accompanying": Absent.UNKNOWN, "children.0.location": Absent.UNKNOWN})
    assert answers(BIO, made).items["F.1"].text == ""
    assert rules(made)["unhcr.accompanying-open"].severity is Severity.BLOCKS
    assert "unhcr.accompanying-open" not in rules(filing({"siblings.0.notes": english("x")}))


def test_a_country_that_is_not_told_leaves_a_line_in_the_letters() -> None:
    assert documents.context_registration_email(filing({"unhcr.here": Absent.DECLINED}))["here"] == LINE
    assert documents.context_registration_email(filing())["here"] == "Taiwan"


@pytest.mark.parametrize(("evidence", "said"), [(Absent.NONE, True), (Absent.UNKNOWN, False), (..., False)])
def test_to_have_no_documents_is_said_only_by_who_has_none(tmp_path: Path, evidence: object, said: bool) -> None:
    made = filing({"evidence": evidence, "statement.text": ...})
    marks = {"signature": Sign, "cited": lambda words, _where: Runs((words,))}
    context = {"person": {"full_name": "Mosheng YAN"}, "exhibits": [], "amended": False, **marks}
    render(TEMPLATE, {**context, **documents.context_written_statement(made)}, tmp_path / "out.docx")
    text = text_of(tmp_path / "out.docx")
    assert ("I have no documents to hand in." in text) is said
    assert "See section 3." not in text.split("3. What happened to make me leave")[1].split("4. Why I had to leave")[0]


@pytest.mark.parametrize("open_", ["marital_status", "unhcr.number", "sex"])
def test_what_is_open_of_a_child_is_named_where_it_is_answered_and_not_as_the_spouse(open_: str) -> None:
    child = {
        **{"id": "li", "name": {"family": "Sun", "given": "Li", "native": english("孙丽")}, "sex": "female"},
        **{"birth": {"date": PartialDate(1990)}, "nationalities": [{"country": "CN"}], "marital_status": "single"},
        **{"accompanying": "yes", "location": {"city": "X", "country": "TH"}, "unhcr": {"number": "1"}},
    }
    whole = {"spouse": Absent.NONE, "children": [child], **{f"children.0.{open_}": ...}}
    found = [one for one in answers(BIO, filing(whole)).findings if one.place.item == "F.1"]
    assert {one.place.field for one in found} == {f"children.1.{open_}"}


def test_relatives_who_are_unknown_have_a_row_of_their_own() -> None:
    rows = answers(BIO, filing({"parents.father": Absent.UNKNOWN, "siblings": Absent.DECLINED})).items["G.1"].rows
    told = [tuple(cell.text for cell in row.values()) for row in rows]
    assert ("Not known", "Father", "Not known", "Not known") in told
    assert ("I do not wish to answer", "Brothers and sisters", *["I do not wish to answer"] * 2) in told


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        ({"children": Absent.DECLINED}, "I do not wish to answer"),
        ({"siblings": Absent.DECLINED}, "I do not wish to answer"),
        ({"spouse": Absent.UNKNOWN}, "Not known"),
        ({"parents.father": Absent.UNKNOWN}, "None"),
    ],
)
def test_of_whom_the_record_does_not_speak_nobody_says_that_they_are_not_there(silent: dict[str, Any], said: str) -> None:
    made = filing({"spouse": Absent.NONE, "children": Absent.NONE, **silent})
    assert answers(BIO, made).items["F.1"].text == said
    alone = {"spouse": Absent.NONE, "children": Absent.NONE, **silent}
    size = answers("referral-dossier", filing(alone, procedure="referral")).items["1.6"].text
    assert size == ("1" if said == "None" else said)


@pytest.mark.parametrize(
    "open_", [{"spouse": None}, {"children": None}, {"children": [{"name": {"family": "Doe", "given": "Bo"}}]}]
)
def test_how_many_they_are_is_open_as_long_as_somebody_may_be_with_them(open_: dict[str, Any]) -> None:
    made = filing({"spouse": Absent.NONE, "children": Absent.NONE, **open_}, procedure="referral")
    assert answers("referral-dossier", made).items["1.6"].state is State.MISSING


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"deceased": Absent.UNKNOWN, "location": {"city": "Hanoi", "country": "VN"}},
            "Hanoi, Vietnam\n(not known whether alive)",
        ),
        ({"deceased": Absent.UNKNOWN, "location": Absent.UNKNOWN}, "Not known\n(not known whether alive)"),
        ({"deceased": Absent.DECLINED, "location": Absent.NONE}, "None\n(whether alive is withheld)"),
        ({"deceased": "yes", "death_date": Absent.UNKNOWN}, "Deceased, date not known"),
        ({"deceased": "yes", "death_date": PartialDate(1999, approx=True)}, "Deceased, about 1999"),
        ({"deceased": "yes"}, "Deceased"),
        ({"deceased": "no", "location": Absent.UNKNOWN}, "Not known"),
    ],
)
def test_whether_a_relative_lives_is_told_as_it_is_known(changes: dict[str, Any], said: str) -> None:
    brother = {"name": {"family": "Yan", "given": "Bo"}, "birth": {"date": Absent.UNKNOWN}, **changes}
    items = answers(BIO, filing({"siblings": [brother]})).items
    rows = [*items["G.1"].rows, *items["H.1"].rows]
    assert [row["address"].text for row in rows if row["name"].text == "Bo YAN"] == [said]
    assert [row["birth"].text for row in rows if row["name"].text == "Bo YAN"] == ["Not known"]


def test_who_names_a_permanent_residence_alone_has_not_said_to_be_stateless() -> None:
    only = [{"country": "TH", "kind": "permanent_residence"}]
    assert answers(BIO, filing({"applicant.nationalities": only})).items["A.6"].text == ""


def test_a_paper_that_may_be_gone_is_not_promised() -> None:
    asked = {"unhcr.id_to_present": Absent.NOT_APPLICABLE}
    found = answers("registration-request", filing({**asked, "documents.0.held": ...}, procedure="registration"))
    assert found.items["7"].text == ""
    lost = filing({**asked, "documents.0.held": {"answer": "no"}}, procedure="registration")
    assert "EX0000031" not in answers("registration-request", lost).items["7"].text


def test_activities_of_which_nobody_speaks_are_not_said_to_be_none() -> None:
    silent = {"organisations": Absent.DECLINED, "claim.hostile_acts": {"answer": "no"}}
    assert claim.activities(filing(silent)) is Absent.DECLINED


def test_without_a_known_country_of_the_claim_nobody_is_said_to_live_elsewhere() -> None:
    made = filing({"claim.country": Absent.UNKNOWN, "applicant.nationalities": Absent.UNKNOWN})
    assert answers(BIO, made).items["H.1"].text == "Not known"


def test_a_number_that_nobody_asked_for_is_not_said_to_be_none() -> None:
    assert answers(BIO, filing({"unhcr.number": ..., "applicant.unhcr.number": Absent.NONE})).items["E.1"].text == ""


def test_how_long_a_detention_lasts_and_who_examined_are_not_taken_from_other_answers() -> None:
    detained = {"unhcr.wgad.duration": Absent.NOT_APPLICABLE, "arrests.2.until": Absent.NOT_APPLICABLE}
    assert answers("wgad", filing(detained, procedure="urgent-appeal")).items["III.2"].text == ""
    untold = filing({"unhcr.torture.examined": ...}, procedure="urgent-appeal")
    assert answers("sr-torture", untold).items["II.G"].text == ""


def test_an_authorisation_has_no_term_that_nobody_named() -> None:
    def until(value: object) -> str:
        return str(documents.context_authorisation(filing({"unhcr.authorisation": {"until": value}}))["until"])

    assert until(Absent.NOT_APPLICABLE) == "until I take it back in writing"
    assert until(PartialDate(2027, 1, 2)) == "2 January 2027"
    assert documents.context_authorisation(filing({"unhcr.authorisation": {}}))["until"] == LINE


@pytest.mark.parametrize(("number", "said"), [(Absent.NONE, "none yet"), (..., LINE), ("000-1", "000-1")])
def test_who_has_no_number_yet_says_so(number: object, said: str) -> None:
    assert documents.context_confidential_annex(filing({"applicant.unhcr.number": number}))["own_number"] == said


def test_a_nationality_that_is_open_is_asked_for_in_the_dossier_too() -> None:
    found = answers("referral-dossier", filing({"applicant.nationalities": ...}, procedure="referral"))
    assert "2.1" in {one.place.item for one in found.findings}
