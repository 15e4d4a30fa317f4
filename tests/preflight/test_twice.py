"""What a record says twice and differently: told once, with both places; what may well be true is left alone."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import find_procedure
from asylum_forms.preflight.twice import twice
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Text

MEI, LI = {"family": "WEN", "given": "Mei"}, {"family": "WEN", "given": "Li"}


def day(iso: str) -> PartialDate:
    return PartialDate(*map(int, iso.lstrip("~").split("-")), approx=iso.startswith("~"))


def text(words: str) -> Text:
    return Text((("en", words),))


def found(data: dict[str, Any]) -> list[Finding]:
    jurisdiction, procedure = find_procedure("unhcr/rsd")
    record = Record(Path("case"), Path("case/record.yaml"), "en", data)
    return twice(Filing(record, jurisdiction, procedure, "en", datetime.date(2026, 11, 20)))


def arrest(begin: str, end: str = "", **more: Any) -> dict[str, Any]:
    return {"date": day(begin), **({"until": day(end)} if end else {}), "evidence": ["notice"], **more}


def harm(begin: str, end: str = "", **more: Any) -> dict[str, Any]:
    return {"from": day(begin), **({"until": day(end)} if end else {}), "evidence": ["notice", "scar"], **more}


def test_an_arrest_and_a_harm_of_one_paper_on_other_days_are_told_with_both() -> None:
    (one,) = found({"arrests": [arrest("2023-07-09", "2023-07-24")], "harm": [harm("2023-06-09", "2023-06-24")]})
    assert (one.id, one.severity) == ("record.other-days", Severity.ATTEND)
    assert "2023-07-09 – 2023-07-24" in one.message
    assert "2023-06-09 – 2023-06-24" in one.message


def test_the_same_place_is_the_same_event_too() -> None:
    place = {"evidence": Absent.NONE, "place": text("Hongqi detention  centre"), "where": text("hongqi detention centre")}
    data = {"arrests": [arrest("2023-07-09", "2023-07-24", **place)], "harm": [harm("2023-06-09", "2023-06-24", **place)]}
    assert [one.id for one in found(data)] == ["record.other-days"]


@pytest.mark.parametrize(
    ("arrests", "harms"),
    [
        ([arrest("2023-06-09", "2023-06-24")], [harm("2023-06-12")]),
        ([arrest("2023-06-09")], [harm("2023-07-12", "2023-07-13")]),
        ([arrest("2023-06")], [harm("2023-06-09", "2023-06-24")]),
        ([arrest("~2023-07-09", "2023-07-24")], [harm("2023-06-09", "2023-06-24")]),
        ([arrest("2019-01-02", "2019-01-03")], [harm("2019-01-02"), harm("2023-06-09", "2023-06-24")]),
        ([arrest("2023-07-09", "2023-07-24", evidence=["other"])], [harm("2023-06-09", "2023-06-24")]),
        (
            [arrest("2023-07-09", "2023-07-24", person=text("I myself"))],
            [harm("2023-06-09", "2023-06-10", victim=text("My son"))],
        ),
    ],
)
def test_what_can_be_true_is_left_alone(arrests: list[Any], harms: list[Any]) -> None:
    assert found({"arrests": arrests, "harm": harms}) == []


@pytest.mark.parametrize(
    ("marriage", "birth", "count"),
    [
        ({"status": "married"}, "1979-08-12", 1),
        ({"status": "married"}, "1978-08-12", 0),
        ({"status": "married"}, "1978", 0),
        ({"status": "married"}, "~1979", 0),
        ({"status": "divorced", "until": day("2001")}, "1979-08-12", 0),
        ({"status": "married", "spouse": LI}, "1979-08-12", 0),
    ],
)
def test_the_birth_of_the_spouse_is_the_same_in_both_places(marriage: dict[str, Any], birth: str, count: int) -> None:
    entry = {"spouse": {**MEI, "middle": Absent.NONE}, "spouse_birth_date": day("1978-08-12"), **marriage}
    told = found({"marriages": [entry], "spouse": {"name": MEI, "birth": {"date": day(birth)}}})
    assert [(one.id, one.severity) for one in told] == [("record.said-twice", Severity.BLOCKS)] * count
    assert all("1978-08-12" in one.message and birth in one.message for one in told)


@pytest.mark.parametrize(
    ("licence", "count"),
    [
        ("301 234", 0),
        ("State Bar of California, no. 301234", 0),
        ("California 301243", 1),
        ("State Bar of California", 0),
        ("", 0),
    ],
)
def test_the_number_of_the_bar_is_that_of_the_licence(licence: str, count: int) -> None:
    data = {
        "representative": {"helper": "rey", "bar_number": "301234"},
        "helpers": [{"id": "ann"}, {"id": "rey", "licence": licence}],
    }
    assert [one.id for one in found(data)] == ["record.said-twice"] * count


@pytest.mark.parametrize("question", ["children", "siblings"])
def test_two_of_one_name_are_told_and_a_middle_name_tells_them_apart(question: str) -> None:
    people: list[Any] = [{"name": MEI}, {"name": LI}, {"name": {"family": "Wen", "given": "MEI"}}]
    (one,) = found({question: people})
    assert (one.id, one.severity) == ("record.same-name", Severity.ATTEND)
    apart: list[Any] = [{"name": {**MEI, "middle": "An"}}, {"name": {**MEI, "middle": "Bo"}}, {"name": {}}, {"name": {}}]
    assert found({question: apart}) == []


def test_one_passport_number_at_two_people_is_told() -> None:
    wife = {"id": "wife", "name": MEI, "passport_or_id": "E 0000-0001"}
    own = {"kind": "passport", "number": "e00000001"}
    (one,) = found({"applicant": {"name": LI}, "spouse": wife, "documents": [own]})
    assert (one.id, one.severity) == ("record.same-number", Severity.ATTEND)
    assert "Mei WEN" in one.message
    for right in ({**own, "holder": "wife"}, {**own, "holder": Absent.UNKNOWN}, {**own, "kind": "household_register"}):
        assert found({"spouse": wife, "documents": [right]}) == []
    assert found({"children": [{"passport_or_id": Absent.NONE}, {"passport_or_id": Absent.NONE}, {}]}) == []


@pytest.mark.parametrize(
    ("city", "country", "count"),
    [
        (Text((("en", "Adelanto"),)), "US", 0),
        (Text((("zh_Hans", "阿德兰托"), ("en", "City of Adelanto"))), "US", 0),
        ("Alhambra", "US", 1),
        ("Adelanto", "MX", 1),
        (Absent.UNKNOWN, "US", 0),
        ("Alhambra", ..., 0),
    ],
)
def test_where_somebody_lives_today_is_the_same_in_both_places(city: Any, country: Any, count: int) -> None:
    address = {"city": city} if country is ... else {"city": city, "country": country}
    earlier = {"address": {"city": "Xinmi", "country": "CN"}, "until": day("2020")}
    lives = {"residence": {"city": "Adelanto", "country": "US"}}
    told = found({"applicant": lives, "residences": [{"address": address, "until": "present"}, earlier]})
    assert [(one.id, one.severity) for one in told] == [("record.said-twice", Severity.ATTEND)] * count
    assert all("(Adelanto, US)" in one.message for one in told), "as the record has it"
    assert found({"applicant": lives, "residences": [earlier]}) == []


def reached(own: str, unsafe: str, **safe: str) -> dict[str, Any]:
    said = {"not_safe": Text((("my", "မခေါ်ပါနှင့်"), ("en", unsafe))), **safe}
    return {"applicant": {"contact": {"phone": own, "email": "hodan@example.org"}, "safe_contact": said}}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (reached("+60 10 000 4321", "Do not call 010-000 4321, it is watched."), "applicant.contact.phone"),
        (reached("+60 10 000 4321", "Do not write to Hodan@Example.org."), "applicant.contact.email"),
        (reached("unknown", "Never call +60 19 555 0101.", phone="+60 19 555 0101"), "applicant.safe_contact.phone"),
    ],
)
def test_a_telephone_or_address_that_is_said_not_to_be_safe_is_printed_all_the_same(data: dict[str, Any], field: str) -> None:
    [one] = found(data)
    assert (one.id, one.severity, one.place.field) == ("record.contact-not-safe", Severity.ATTEND, field)


@pytest.mark.parametrize("unsafe", ["Do not call my uncle, +254 20 000 0000.", "Not after 8 p.m.", "none", "+60 10 000 43210"])
def test_another_telephone_that_is_not_safe_is_printed_nowhere_else(unsafe: str) -> None:
    assert found(reached("+60 10 000 4321", unsafe)) == []
