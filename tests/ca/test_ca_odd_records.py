"""Records that a careful reader found printed wrongly: people who are unknown, stateless, arrested, or have claimed before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from ca_case import answers, filing, rules
from ca_overseas_case import answers as ca_answers
from ca_overseas_case import filing as abroad
from ca_overseas_case import item
from ca_overseas_case import rules as abroad_rules

from asylum_forms.findings import Severity
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.ca import documents

TEMPLATES = Path(__file__).parents[2] / "templates" / "ca"
BLOCKS, ATTEND = Severity.BLOCKS, Severity.ATTEND
RELATIVES, VISAS = "Schedule 1, item 18", "Schedule 1, item 20"


def words(text: str) -> Text:
    return Text((("en", text),))


def relatives(changes: dict[str, Any], language: str = "en") -> list[tuple[str, ...]]:
    rows = answers(filing(changes, language=language)).items[RELATIVES].rows
    return [tuple(cell.text for cell in row.values()) for row in rows]


def test_a_relative_who_is_unknown_is_not_left_out() -> None:
    found = relatives({"parents.father": Absent.UNKNOWN, "siblings": Absent.DECLINED})
    assert ("Father", *["Don't know"] * 4) in found
    assert ("Brother or sister", *["Do not wish to answer"] * 4) in found
    assert ("Père", *["Ne sais pas"] * 4) in relatives({"parents.father": Absent.UNKNOWN}, "fr")


def test_nobody_is_said_only_where_there_is_nobody() -> None:
    nobody = {"spouse": Absent.NONE, "children": Absent.NONE, "siblings": Absent.NONE}
    gone = {**nobody, "parents.mother": Absent.NONE, "parents.father": Absent.NONE}
    assert answers(filing(gone)).items[RELATIVES].text == "None"
    assert len(relatives({**nobody, "parents": Absent.UNKNOWN})) == 2


def test_a_name_that_nobody_knows_is_an_answer() -> None:
    found = relatives({"parents.father.name": {"family": Absent.UNKNOWN, "given": Absent.UNKNOWN}})
    assert ("Father", "Don't know") in {row[:2] for row in found}


def test_a_visa_for_a_country_not_told_is_no_no() -> None:
    assert answers(filing({"travel.visas.0.country": Absent.DECLINED})).items[VISAS].chosen == ()
    assert answers(filing({"travel.visas.0.country": "US"})).items[VISAS].chosen == ("no",)


def test_an_arrest_that_is_no_event_stands_in_2a_too() -> None:
    arrest = {
        "person": words("my wife"),
        "date": PartialDate(2024, 5, 1),
        "country": "CN",
        "authority": words("the county police"),
        "action": words("questioned for a night"),
        "charge": words("spreading rumours"),
    }
    told = answers(filing({"arrests": [arrest]})).items["2(a).details"].text
    assert "(6) 2024-05-01. China\nWho was harmed: my wife\nWhat happened: questioned for a night" in told
    assert "Charge: spreading rumours" in told


DAY_OF_AN_EVENT = PartialDate(2023, 4, 19)
MINE = {
    **{"person": words("I myself"), "date": DAY_OF_AN_EVENT, "until": PartialDate(2023, 4, 20), "country": "CN"},
    **{"place": words("the police station in Qingshi"), "authority": words("the county police")},
    **{"action": words("held for a night"), "charge": words("disturbing order"), "charge_original": "扰乱秩序"},
    **{"reason": words("my report"), "outcome": words("a warning"), "released": words("after signing a promise")},
}
BROTHERS = {
    **{"person": words("my brother Chen Meijun"), "date": DAY_OF_AN_EVENT, "until": Absent.NOT_APPLICABLE, "country": "CN"},
    **{"place": words("the detention centre of Luying"), "authority": words("the city police")},
    **{"action": words("arrested"), "charge": words("picking quarrels"), "charge_original": "寻衅滋事"},
    **{"reason": words("he carried my letter"), "outcome": words("three years"), "released": Absent.NOT_APPLICABLE},
}


@pytest.mark.parametrize("arrests", [[MINE], [BROTHERS], [MINE, BROTHERS], [BROTHERS, MINE], [MINE, {**BROTHERS, "date": None}]])
def test_every_word_of_an_arrest_stands_in_2a_below_whose_it_was(arrests: list[dict[str, Any]]) -> None:
    whole = answers(filing({"arrests": arrests})).items["2(a).details"].text
    for arrest in arrests:
        (block,) = [one for one in whole.split("\n\n") if f"Who was harmed: {arrest['person'].any()}\n" in one]
        facts = [value.any() if isinstance(value, Text) else value for value in arrest.values()]
        assert [fact for fact in facts if isinstance(fact, str) and fact not in (*Absent, "CN") and fact not in block] == []


def test_an_event_keeps_its_own_words_and_nothing_of_somebody_elses_arrest() -> None:
    without = answers(filing({"arrests": Absent.NONE})).items["2(a).details"].text.split("\n\n")
    blocks = answers(filing({"arrests": [BROTHERS]})).items["2(a).details"].text.split("\n\n")
    at = next(number for number, block in enumerate(blocks) if "Chen Meijun" in block)
    assert [*blocks[:at], *blocks[at + 1 :]] == without
    assert blocks[at - 1].startswith("(1) 2023-04-19")
    assert blocks[at].endswith("Outcome: three years\nRelease: N/A")
    assert blocks[at].startswith("Arrest, charge or questioning: 2023-04-19. the detention centre of Luying, China\n")


@pytest.mark.parametrize("into", [Absent.NONE, Absent.NOT_APPLICABLE])
def test_nobody_declares_to_read_what_they_do_not_read(into: Absent) -> None:
    unread = filing({"statement.read_back_in": into})
    assert answers(unread).items["Declaration A"].text == answers(unread).items["Declaration B"].text == ""
    found = rules(unread)["declaration-open"]
    assert found.severity is BLOCKS
    assert "nobody interprets" in found.message
    able = filing({"statement.read_back_in": into, "applicant.languages.reads": ["zh_Hans", "en"]})
    assert "declaration-open" not in rules(able)
    assert answers(able).items["Declaration B"].text == "N/A"


def test_an_interpreter_who_is_unknown_is_said_to_be_unknown() -> None:
    assert answers(filing({"statement.interpreter": Absent.UNKNOWN})).items["Name of the interpreter"].text == "Don't know"


@pytest.mark.parametrize(
    ("birth", "severity"),
    [
        (PartialDate(2019), ATTEND),  # six or seven
        (PartialDate(2008), ATTEND),  # seventeen or eighteen
        (PartialDate(2019, 11, 20, approx=True), ATTEND),
        (PartialDate(2019, 11, 20), None),
        (PartialDate(2012), None),
    ],
)
def test_an_age_on_an_edge_is_looked_at(birth: PartialDate, severity: Severity | None) -> None:
    found = rules(filing({"children.1.birth.date": birth})).get("age-open")
    assert (found.severity if found else None) is severity
    assert found is None or "Jiaming SHEN" in found.message


def test_an_approximate_entry_near_the_limit_may_be_too_late() -> None:
    def of(day: PartialDate) -> Severity:
        return rules(filing({"travel.entries": [{"country": "CA", "date": day}]}))["first-entry"].severity

    assert of(PartialDate(2025, 11, 25, approx=True)) is BLOCKS
    assert of(PartialDate(2025, 11, 25)) is ATTEND
    assert of(PartialDate(2026, 6, 1, approx=True)) is Severity.NOTE


def test_a_border_post_stops_no_later_claim_inside_canada() -> None:
    changes = {"ca.entered_by": "land_port"}
    assert rules(filing(changes))["safe-third-country"].severity is ATTEND
    assert rules(filing(changes, procedure="ca/port-of-entry"))["safe-third-country"].severity is BLOCKS


def test_a_claim_made_before_is_looked_at() -> None:
    claim = {"person": words("me"), "date": PartialDate(2021), "country": "DE", "result": words("recognised as a refugee")}
    found = rules(filing({"earlier_claims": [claim]}))["claimed-before"]
    assert (found.severity, found.place.field) == (ATTEND, "earlier_claims")
    assert "101(1)" in found.rule
    assert "claimed-before" not in rules(filing())


def _way(claim: dict[str, Any], stay: dict[str, Any]) -> str:
    own = {"person": words("me"), "relation": Absent.NOT_APPLICABLE, "date": PartialDate(2018), **claim}
    found = rules(filing({"earlier_claims": [own], "travel.transit": [stay]}))
    return found["claims-on-the-way"].message if "claims-on-the-way" in found else ""


def test_a_claim_elsewhere_and_the_way_here_tell_one_story() -> None:
    claimed = {"country": "BE", "asylum_sought": {"answer": "yes"}}
    assert not _way({"country": "BE"}, claimed)
    assert "not name Belgium" in _way({"country": "BE"}, {"country": "MA", "asylum_sought": {"answer": "no"}})
    assert "not claim protection in Belgium" in _way({"country": "BE"}, {"country": "BE", "asylum_sought": {"answer": "no"}})
    assert "no claim of yours there" in _way({"country": "CA"}, claimed)
    assert not _way({"country": "CA"}, {"country": "MA", "asylum_sought": {"answer": "no"}})


def test_a_claim_of_a_relative_is_no_part_of_the_way() -> None:
    theirs = {"person": words("Lu Fang"), "relation": words("brother"), "country": "BE"}
    assert not _way(theirs, {"country": "MA", "asylum_sought": {"answer": "no"}})


def test_a_stay_of_which_it_is_not_said_whether_protection_was_claimed_is_no_contradiction() -> None:
    assert not _way({"country": "BE"}, {"country": "BE"})


def test_a_nationality_without_a_country_makes_nobody_stateless() -> None:
    number = "Schedule 1, item 4.nationality"
    assert answers(filing({"applicant.nationalities": [{"kind": "citizenship"}]})).items[number].text == ""
    assert answers(filing({"applicant.nationalities": Absent.NONE})).items[number].text == "Stateless"
    assert answers(filing({"applicant.nationalities": [{"country": Absent.NONE}]})).items[number].text == "Stateless"


def test_who_names_a_permanent_residence_alone_has_not_said_to_be_stateless() -> None:
    only = {"applicant.nationalities": [{"country": "TH", "kind": "permanent_residence"}]}
    form = answers(filing(only)).items
    assert (form["Schedule 1, item 4.nationality"].text, form["Schedule 1, item 17"].text) == ("", "")
    assert item("IMM-0008", "P.9.first", only).text == ""


def test_a_citizenship_that_a_relative_has_lost_or_had_at_birth_is_not_that_of_today() -> None:
    lost = {"country": "CN", "kind": "citizenship", "until": PartialDate(2020)}
    row = relatives({"spouse.nationalities": [lost, {"country": "CA", "kind": "citizenship"}]})[0]
    assert (row[0], row[3]) == ("Spouse", "Canada")
    assert relatives({"spouse.nationalities": ..., "spouse.nationality_at_birth": "CN"})[0][3] == ""


@pytest.mark.parametrize(("representative", "rows"), [(Absent.NONE, 0), (..., 8), (Absent.UNKNOWN, 8), ({"kind": "attorney"}, 8)])
def test_to_have_no_counsel_is_said_only_by_who_has_none(representative: Any, rows: int) -> None:
    counsel = documents.context_contact_information(filing({"representative": representative}))["counsel"]
    assert len(counsel) == rows
    assert all("____" in value for caption, value in counsel if caption in ("Name", "Organization", "Telephone"))


def test_a_statement_of_service_says_how_many_documents_there_are() -> None:
    def said(evidence: Any, language: str = "en") -> str:
        return str(documents.context_statement_of_service(filing({"evidence": evidence}, language=language))["pages"])

    assert said(Absent.NONE) == "no document in the list of documents"
    assert said([{"id": "a"}]) == "1 document in the list of documents"
    assert said([{"id": "a"}, {"id": "b"}]) == "2 documents in the list of documents"
    assert said(Absent.NONE, "fr") == "aucun document de la liste des documents"


def test_who_has_one_name_keeps_it_in_its_own_script() -> None:
    name = {"family": "Sonam", "given": Absent.NONE, "middle": Absent.NONE, "native": Text((("bo", "བསོད་ནམས"),))}
    form = answers(filing({"applicant.name": name})).items
    assert (form["Schedule 1, item 1.family"].text, form["Schedule 1, item 1.given"].text) == ("Sonam", "None (བསོད་ནམས)")


# From abroad


def test_a_stateless_person_lived_in_the_country_left() -> None:
    stateless = {"applicant.nationalities": Absent.NONE}
    assert item("IMM-0008", "P.9.first", stateless).text == "Stateless"
    assert item("IMM-0008", "P.12.a", stateless).chosen == ("yes",)
    assert item("IMM-0008", "P.12.b1.country", stateless).text == "China"


def test_what_happened_is_told_also_without_a_list_of_events() -> None:
    bare = {"harm": Absent.NONE, "arrests": Absent.NONE}
    assert item("IMM-0008-Schedule-2", "A.3.A", bare).text.startswith("Every year since 2009")
    silent = {**bare, "claim.past_harm": {"answer": "no"}}
    assert item("IMM-0008-Schedule-2", "A.3.A", silent).text == "NONE"


def test_whose_arrest_it_was_is_said() -> None:
    assert "Against: My brother." in item("IMM-0008-Schedule-2", "A.3.A", {"arrests.0.person": words("My brother")}).text


def test_what_the_generic_form_has_no_room_for_is_named() -> None:
    former = {"spouse": {"family": "Wu", "given": "Mei"}, "date": PartialDate(2013), "until": PartialDate(2015)}
    found = abroad_rules(_added("marriages", former))
    assert found["marriages-room"].severity is BLOCKS
    assert "marriages-room" not in abroad_rules()
    lands = [
        {"address": {"country": land}, "from": PartialDate(2022 + n), "until": PartialDate(2022 + n, 12)}
        for n, land in enumerate(("KH", "VN", "NP"))
    ]
    assert abroad_rules(_added("residences", *lands))["residences-room"].place.item == "P.12"


def _added(path: str, *entries: Any) -> dict[str, Any]:
    return {path: [*abroad().record.rows(path), *entries]}


def test_the_number_of_people_agrees_with_the_family() -> None:
    assert abroad_rules({"children.0.accompanying": "yes"})["family-size"].severity is ATTEND
    assert "family-size" not in abroad_rules()


@pytest.mark.parametrize("file", ["boc.docx", "boc.fr.docx"])
def test_no_heading_is_left_behind_when_its_table_moves_to_the_next_page(file: str) -> None:
    """Of a heading and a question before a table, LibreOffice moves the question only."""
    body = list(docx.Document(str(TEMPLATES / file)).element.body)
    styles = [one.style if one.tag.endswith("}p") else "" for one in body]
    tables = [number for number, one in enumerate(body) if one.tag.endswith("}tbl")]
    assert len(tables) > 10
    assert not [number for number in tables if styles[number - 2 : number] == ["Heading2", "Question"]]


def test_a_street_without_words_in_french_stands_whole_and_once() -> None:
    french = ca_answers("IMM-0008", abroad(language="fr")).items
    assert (french["C.1.number"].text, french["C.1.street"].text) == ("S.O.", "41 Yongxi Street, 3rd floor")
    english = ca_answers("IMM-0008", abroad()).items
    assert (english["C.1.number"].text, english["C.1.street"].text) == ("41", "Yongxi Street, 3rd floor")


def test_one_office_is_named_not_two() -> None:
    sponsored = abroad_rules({"ca.referral.kind": "sponsor"})
    assert "sponsor-files-together" in sponsored
    assert "residence-office" not in sponsored
    assert "residence-office" in abroad_rules()


@pytest.mark.parametrize("status", ["divorced", "widowed", "annulled"])
def test_a_marriage_is_over_also_where_nobody_knows_since_when(status: str) -> None:
    over = {"marriages.0.status": status, "marriages.0.until": Absent.UNKNOWN}
    assert item("IMM-0008", "P.14.a", over).chosen == ("yes",)


def test_a_membership_of_somebody_else_is_never_the_applicants_own() -> None:
    group = {"name": words("Lawyers' Circle"), "country": "CN", "from": PartialDate(2019), "until": "present"}

    def shown(**whose: Any) -> tuple[int, list[str]]:
        found = ca_answers("IMM-5669", abroad({"organisations": [{**group, **whose}]}))
        return len(found.items["9"].rows), [one.place.field for one in found.findings if one.place.item == "9"]

    assert shown(person=words("My wife"), relation=words("wife"))[0] == 0
    assert shown(person=words("My wife")) == (0, ["organisations.1.relation"])
    assert shown(person=Absent.DECLINED) == (0, ["organisations.1.relation"])
    assert shown(person=words("Myself"))[0] == 1
    assert shown(person=words("Myself (Yan Mosheng)"), relation=Absent.NOT_APPLICABLE)[0] == 1


def test_for_a_child_who_claims_alone_somebody_has_to_sign() -> None:
    child = filing({"applicant.birth.date": PartialDate(2011, 3, 14), "ca.guardian": Absent.NOT_APPLICABLE})
    found = answers(child)
    assert found.items["Name of the parent or representative"].text == ""
    assert "ca.guardian" in {one.place.field for one in found.findings}
    assert rules(child)["designated-representative"].severity is ATTEND


@pytest.mark.parametrize(
    ("changes", "number", "said"),
    [
        ({"children": ...}, "D", ""),
        ({"children": Absent.UNKNOWN}, "D", "Unknown"),
        ({"documents.0.kind": ...}, "T.1", ""),
        ({"applicant.ca.school_years.elementary": ...}, "E.2", ""),
        ({"applicant.ca.school_years.elementary": Absent.UNKNOWN}, "E.2", "?"),
        ({"documents.1.holder": Absent.UNKNOWN}, "N.1", "Unknown"),
        ({"applicant.nationalities.0.country": ...}, "P.12.a", ""),
        ({"residences.1.from": ...}, "P.12.a", ""),
        (
            {"applicant.residence.district": Absent.UNKNOWN, "applicant.residence.province": Absent.UNKNOWN},
            "C.2.district",
            "Unknown",
        ),
    ],
)
def test_what_is_left_open_is_no_no_on_the_generic_form(changes: dict[str, Any], number: str, said: str) -> None:
    found = item("IMM-0008", number, changes)
    assert (found.text or "".join(found.chosen)) == said


def test_the_mothers_name_at_birth_and_the_kind_of_a_child_are_not_taken_for_granted() -> None:
    maiden = [{"name": "ZHOU Guilan", "kind": "maiden"}]
    assert item("IMM-5669", "5.family", {"parents.mother.other_names": maiden}).text == "ZHOU Guilan"
    assert item("IMM-5669", "5.family", {"parents.mother.other_names": Absent.NONE}).text == "Ouyang"
    assert item("IMM-5669", "5.family", {"parents.mother.other_names": ...}).text == ""

    def relation(kind: Any) -> set[str]:
        row = item("IMM-0008", "D", {"children.0.relation": kind}).rows[0]
        return {cell.text for cell in row.values()} & {"Child", "Adopted Child", "Other"}

    assert relation("biological") == {"Child"}
    assert relation("adopted") == {"Adopted Child"}
    assert relation(...) == set()
