"""What the boxes of the I-589 say, function by function, from one synthetic record."""

from __future__ import annotations

from typing import Any

import pytest
from us_record import address, day, in_us, person, text

from asylum_forms.forms.answers import Derived
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.us import answers

NA = Absent.NOT_APPLICABLE


def test_numbers_are_brought_to_the_digits_the_boxes_take(make: Any) -> None:
    filing = make({"applicant.us.ssn": "123-45-6789", "applicant.us.online_account": "0123 4567 8901", "us.i94": "123 456789A1"})
    assert answers.a_number(filing) == "012345678"
    assert answers.ssn(filing) == "123456789"
    assert answers.online_account(filing) == "012345678901"
    assert answers.i94(filing) == "123456789A1"


def test_a_number_of_another_length_stays_as_it_is_written(make: Any) -> None:
    assert answers.a_number(make({"applicant.us.a_number": "A12-34"})) == "A12-34"
    assert answers.ssn(make({"applicant.us.ssn": "1234"})) == "1234"
    assert answers.ssn(make({"applicant.us.ssn": Absent.DECLINED})) is Absent.DECLINED
    assert answers.ssn(make({"applicant.us.ssn": ...})) is None


@pytest.mark.parametrize(
    ("written", "area", "number"),
    [
        ("+1 (626) 555-0143", "626", "555-0143"),
        ("626.555.0143", "626", "555-0143"),
        ("16265550143", "626", "555-0143"),
        ("001 626 555 0143", "626", "555-0143"),
        ("+86 138 0000 0000", NA, "+86 138 0000 0000"),
        ("+66 255501430", NA, "+66 255501430"),
        ("555-0143", NA, "555-0143"),
        (Absent.UNKNOWN, NA, Absent.UNKNOWN),
        (None, None, None),
    ],
)
def test_telephone_numbers_are_split(written: Any, area: Any, number: Any) -> None:
    assert answers.telephone(written) == (area, number)


@pytest.mark.parametrize(
    ("written", "zip_code"), [("91801", "91801"), ("91801-1234", "91801"), ("450000", "450000"), (NA, NA), (None, None)]
)
def test_zip_codes_have_five_digits(written: Any, zip_code: Any) -> None:
    assert answers.zip_code(written) == zip_code


def test_a_residence_abroad_does_not_stand_in_the_american_boxes(make: Any) -> None:
    filing = make({"applicant.residence": address("1 Soi", "Bangkok", "Bangkok", "TH", phone="+66 1")})
    boxes = (
        answers.residence_street,
        answers.residence_city,
        answers.residence_zip,
        answers.residence_area_code,
        answers.residence_telephone,
    )
    assert {box(filing) for box in boxes} == {NA}


def test_a_mailing_address_is_given_only_when_it_differs(make: Any) -> None:
    same = make()
    assert answers.mailing_street(same) is NA
    assert answers.mailing_telephone(same) is NA
    other = make({"applicant.mailing": address("PO Box 7", "Alhambra", "California", "US", "91801", in_care_of="Ann Smith")})
    assert answers.mailing_street(other) == text("PO Box 7")
    assert answers.mailing_in_care_of(other) == "Ann Smith"
    assert (answers.mailing_area_code(other), answers.mailing_telephone(other)) == ("626", "555-0143")
    assert answers.mailing_street(make({"applicant.mailing": ...})) is None


def test_other_names_are_listed_with_their_kind(make: Any) -> None:
    assert answers.other_names(make()) == "GAO Xiaoming (nickname); Old Gao"
    assert answers.other_names(make({"applicant.other_names": Absent.NONE})) is Absent.NONE
    only_native = make({"applicant.other_names": [{"native": text("小明", "zh_Hans"), "kind": "nickname"}]})
    found = answers.other_names(only_native)
    assert found == Derived(Text((("zh_Hans", "小明 (nickname)"),)), ("applicant.other_names.0.native",))


def test_place_of_birth_and_nationality(make: Any) -> None:
    assert answers.birth_place(make()) == "Xinmi, China"
    assert answers.birth_place(make({"applicant.birth.city": Absent.UNKNOWN})) == "Unknown, China"
    assert answers.birth_place(make({"applicant.birth.city": ...})) is None
    in_chinese = answers.birth_place(make({"applicant.birth.city": text("新密", "zh_Hans")}))
    assert in_chinese == Derived(Text((("zh_Hans", "新密, China"),)), ("applicant.birth.city",))
    assert answers.nationality(make()) == "China"
    assert answers.nationality(make({"applicant.nationalities": Absent.NONE})) is Absent.NONE
    lost = [{"country": "CN", "kind": "citizenship", "until": day("2020")}, {"country": "TH", "kind": "permanent_residence"}]
    assert answers.nationality(make({"applicant.nationalities": lost})) is None


def test_the_last_departure_counts(make: Any) -> None:
    assert answers.last_left_home(make()) == day("2025-11-30")
    later = [{"country": "CN", "from": day("2026-01-02"), "until": day("2026-01-09")}]
    assert answers.last_left_home(make({"travel.returns": later})) == day("2026-01-09")


def test_entries_are_those_into_the_united_states_newest_first(make: Any) -> None:
    entries = [
        {"country": "US", "date": day("2019-02-03"), "status": text("B-2")},
        {"country": "TH", "date": day("2025-12-05")},
        {"country": "US", "date": day("2025-12-01"), "status_expires": day("2026-05-30")},
        {"country": "US", "date": day("2016-02-03")},
        {"country": "US", "date": day("2017-02-03"), "inspected": {"answer": "no"}},
    ]
    filing = make({"travel.entries": entries})
    rows = answers.us_entries(filing)
    assert [row["date"].year for row in rows] == [2025, 2019, 2017, 2016]
    assert answers.last_entry_status_expires(filing) == day("2026-05-30")
    assert answers.entry_status(filing, rows[2]) == "No inspection"
    assert answers.us_entries(make({"travel.entries": [entries[1]]})) is Absent.NONE
    assert answers.us_entries(make({"travel.entries": ...})) is None


def test_the_newest_own_passport_is_taken(make: Any) -> None:
    filing = make()
    assert answers.last_document_country(filing) == "CN"
    assert answers.passport_number(filing) == "E11111111"
    assert answers.last_document_expires(filing) == day("2028-04-09")
    assert answers.travel_document_number(filing) is Absent.NONE
    assert answers.passport_number(make({"documents": Absent.NONE})) is Absent.NONE
    assert answers.last_document_expires(make({"documents": Absent.NONE})) is NA
    assert answers.passport_number(make({"documents": ...})) is None


# Windows of five years


def stay(start: str, end: Any, city: str = "Xinmi", country: str = "CN") -> dict[str, Any]:
    return {
        "address": {"city": text(city), "country": country},
        "from": day(start),
        "until": end if end == "present" else day(end),
    }


@pytest.mark.parametrize(
    ("until", "listed"),
    [
        ("2021-11-20", False),
        ("2021-11-21", True),
        ("2021-11", True),
        ("2021-10", False),
        ("2021", True),
        ("2020", False),
        ("present", True),
    ],
)
def test_five_years_are_counted_back_from_the_filing_date(make: Any, until: str, listed: bool) -> None:
    newest = stay("2021-12", "present")
    filing = make({"residences": [stay("2015", until), newest], "employment": [stay("2015", until), newest]})
    assert len(answers.residences(filing)) == len(answers.employment(filing)) == (2 if listed else 1)


def test_the_window_of_a_leap_day_begins_on_the_28th(make: Any) -> None:
    filing = make(
        {"residences": [stay("2015", "2023-02-27"), stay("2016", "2023-02-28"), stay("2023-03", "present")]}, on="2028-02-29"
    )
    assert [row["from"].year for row in answers.residences(filing)] == [2023, 2016]


def test_the_present_residence_comes_first_and_says_so(make: Any) -> None:
    filing = make({"residences": [stay("2020", "2024-01"), stay("2019", "2026-11-20"), stay("2024", "present")]})
    rows = answers.residences(filing)
    assert [row["from"].year for row in rows] == [2024, 2019, 2020]


def test_old_employment_only_is_no_employment(make: Any) -> None:
    assert answers.employment(make({"employment": [stay("2000", "2010")]})) is Absent.NONE
    assert answers.residences(make({"residences": [stay("2000", "2010")]})) is None


def test_the_last_address_before_the_united_states(make: Any) -> None:
    assert [r["from"].year for r in answers.last_addresses(make())] == [2008]
    stays = [
        stay("2025-12", "present", "Alhambra", "US"),
        stay("2024-01", "2025-11", "Bangkok", "TH"),
        stay("2010", "2023-12"),
        stay("2000", "2009"),
    ]
    both = answers.last_addresses(make({"residences": stays}))
    assert [(r["address"]["country"], r["from"].year) for r in both] == [("TH", 2024), ("CN", 2010)]


def test_an_address_keeps_its_district_and_apartment(make: Any) -> None:
    entry = {"address": address("8 Heping Road", "Xinmi", "Henan", "CN", apartment="402", district=text("Qinghe District"))}
    assert answers.street(make(), entry) == "8 Heping Road, 402, Qinghe District"
    assert (
        answers.employer(make(), {"employer": text("Brick works"), "address": {"city": text("Xinmi"), "country": "CN"}})
        == "Brick works, Xinmi, China"
    )


def test_an_address_in_one_box_names_what_is_known_of_it(make: Any) -> None:
    """The box asks where the school is, not for its street and postal code."""
    unknown = dict.fromkeys(("street", "apartment", "district", "postal_code"), Absent.UNKNOWN)
    known = {**unknown, "city": text("Xinxiang"), "province": text("Henan"), "country": "CN"}
    assert answers.location(make(), {"address": known}) == "Xinxiang, Henan, China"
    assert answers.location(make(), {"address": {**unknown, "city": Absent.UNKNOWN}}) == "Unknown"
    declined = {**known, "city": Absent.DECLINED}
    assert answers.location(make(), {"address": declined}) == "Declined to answer, Henan, China"


# Family


def test_the_boxes_of_an_unmarried_applicant_do_not_apply(make: Any) -> None:
    filing = make({"applicant.marital_status": "single", "spouse": Absent.NONE})
    assert answers.not_married(filing) == "yes"
    boxes = [getattr(answers, name) for name in dir(answers) if name.startswith("spouse_")] + [
        answers.marriage_date,
        answers.marriage_place,
    ]
    assert len(boxes) > 20
    assert {box(filing) for box in boxes} == {NA}


def test_the_boxes_of_a_spouse_in_the_united_states(make: Any) -> None:
    filing = make()
    assert answers.not_married(filing) is NA
    assert answers.spouse_family_name(filing) == "Liu"
    assert answers.spouse_ssn(filing) is Absent.NONE
    assert answers.marriage_date(filing) == day("2008-10-06")
    assert answers.marriage_place(filing) == "Xinmi, China"
    assert answers.spouse_location(filing) is NA
    assert answers.spouse_i94(filing) == "223456789A1"
    assert answers.spouse_include(filing) == "yes"


def test_a_spouse_elsewhere_has_a_location_and_no_entry(make: Any) -> None:
    home = {"city": text("Xinmi"), "country": "CN"}
    filing = make({"spouse.us": {"a_number": Absent.NONE, "ssn": Absent.NONE, "in_us": "no"}, "spouse.location": home})
    assert answers.spouse_location(filing) == "Xinmi, China"
    assert {
        answers.spouse_entry_place(filing),
        answers.spouse_i94(filing),
        answers.spouse_in_court(filing),
        answers.spouse_include(filing),
    } == {NA}


def test_a_question_about_the_spouse_nobody_answered_stays_open(make: Any) -> None:
    filing = make({"spouse": ..., "applicant.marital_status": ...})
    assert answers.not_married(filing) is None
    assert answers.spouse_family_name(filing) is None
    assert answers.spouse_family_name(make({"spouse": ...})) is None


def test_children(make: Any) -> None:
    filing = make()
    assert (answers.has_children(filing), answers.children_total(filing)) == ("yes", "2")
    assert [child["name"]["given"] for child in filing.record.rows("children")] == ["Yi", "Er"]
    child = person("Gao", "San", "2001-01-01", marital_status="separated", us={"in_us": "no"})
    assert answers.child_marital_status(filing, child) == "Married (separated)"
    assert answers.child_location(filing, child) == "Xinmi, China"
    assert answers.child_entry_date(filing, child) is NA
    none = make({"children": Absent.NONE})
    assert (answers.has_children(none), answers.children_total(none)) == ("no", NA)
    assert answers.has_children(make({"children": ...})) is None


def test_parents_and_siblings(make: Any) -> None:
    filing = make()
    rows = answers.parents_and_siblings(filing)
    assert [row["relation"] for row in rows] == ["Mother", "Father", "Sibling (half)"]
    assert answers.relative_birth_place(filing, rows[0]) == "Xinmi, China"
    assert (answers.relative_deceased(filing, rows[0]), answers.relative_location(filing, rows[0])) == (
        Absent.NONE,
        "Xinmi, China",
    )
    assert (answers.relative_deceased(filing, rows[1]), answers.relative_location(filing, rows[1])) == ("yes", NA)


def test_an_unknown_father_and_no_siblings_are_said(make: Any) -> None:
    filing = make({"parents.father": Absent.UNKNOWN, "siblings": Absent.NONE})
    _mother, father, sibling = answers.parents_and_siblings(filing)
    assert (answers.relative_name(filing, father), answers.relative_location(filing, father)) == (Absent.UNKNOWN, Absent.UNKNOWN)
    assert (answers.relative_name(filing, sibling), answers.relative_location(filing, sibling)) == (Absent.NONE, NA)
    rows = answers.parents_and_siblings(make({"siblings": ...}))
    assert answers.relative_name(filing, rows[2]) is None


# Parts D and E


def test_the_native_name_is_never_translated(make: Any) -> None:
    assert answers.native_name(make()) == "高明"


def test_part_e_does_not_apply_without_a_preparer(make: Any) -> None:
    filing = make()
    assert answers.has_preparer(filing) == "no"
    assert {answers.preparer_name(filing), answers.preparer_area_code(filing), answers.preparer_zip(filing)} == {NA}
    assert answers.bar_number(filing) is NA
    assert answers.preparer_name(make({"preparer": ...})) is None


def test_part_e_names_the_preparer(make: Any) -> None:
    filing = make(
        {
            "preparer": {"helper": "ann", "kind": "attorney"},
            "representative": {"helper": "ann", "kind": "attorney", "bar_number": "CA 123456"},
            "us.g28_attached": "yes",
        }
    )
    assert answers.has_preparer(filing) == "yes"
    assert answers.preparer_name(filing) == "Ann Smith"
    assert (answers.preparer_area_code(filing), answers.preparer_telephone(filing)) == ("626", "555-0101")
    assert answers.preparer_zip(filing) == "91101"
    assert (answers.g28_attached(filing), answers.bar_number(filing)) == ("yes", "CA 123456")


def test_a_relative_who_prepared_the_form_is_not_a_preparer(make: Any) -> None:
    filing = make(
        {"preparer": {"helper": "ann", "kind": "family"}, "us.family_assisted": [{"name": "Liu Fang", "relation": text("Wife")}]}
    )
    assert (answers.has_preparer(filing), answers.family_assisted(filing)) == ("no", "yes")


def test_nothing_of_an_entry_is_dropped_between_versions_of_the_same_person(make: Any) -> None:
    filing = make({"children.0.us": in_us(include="no")})
    assert answers.child_include(filing, filing.record.get("children.0")) == "no"
    assert isinstance(filing.record.get("children.0.birth.date"), PartialDate)
