"""Parts B and C: yes or no only from what the record says, explanations in the applicant's own words."""

from __future__ import annotations

from typing import Any

import pytest
from us_record import day, text

from asylum_forms.forms.answers import Derived
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.us import answers
from jurisdictions.us.wording import period

NA = Absent.NOT_APPLICABLE

ITEMS = {
    "past_harm": "harm",
    "arrests_elsewhere": "arrests",
    "organisations": "organisations",
    "earlier_us_claims": "earlier_claims",
    "transit": "travel.transit",
    "returned": "travel.returns",
}


@pytest.mark.parametrize(("item", "path"), ITEMS.items())
def test_a_list_question_nobody_answered_stays_open(make: Any, item: str, path: str) -> None:
    filing = make({path: ..., "claim.past_harm": ...})
    assert getattr(answers, item)(filing) is None
    if item != "transit":
        assert getattr(answers, f"{item}_text")(filing) is None


@pytest.mark.parametrize(("item", "path"), ITEMS.items())
def test_none_is_a_no_and_needs_no_explanation(make: Any, item: str, path: str) -> None:
    filing = make({path: Absent.NONE, "claim.past_harm": ...})
    assert getattr(answers, item)(filing) == "no"
    if item != "transit":
        assert getattr(answers, f"{item}_text")(filing) is NA


@pytest.mark.parametrize(("item", "path"), ITEMS.items())
def test_declined_stays_declined(make: Any, item: str, path: str) -> None:
    filing = make({path: Absent.DECLINED, "claim.past_harm": ...})
    assert getattr(answers, item)(filing) is Absent.DECLINED


def test_events_of_harm_stand_in_order_of_date_and_in_the_applicants_words(make: Any) -> None:
    filing = make()
    assert answers.past_harm(filing) == "yes"
    assert answers.past_harm_text(filing) == (
        "I was punished for petitions.\n"
        "1. June 2021, Zhengzhou. What happened: They took my phone. Who did it: Unknown.\n"
        "2. May 2, 2023 to May 12, 2023, Xinmi detention centre, China. What happened: They held me for ten days. "
        "Who did it: Two officers. Why: Because of the petition. Injuries: None. Release: My brother signed a promise.\n"
        "Evidence that is not available:\n"
        "Missing: Hospital papers. Why it is missing: They were taken away."
    )


def test_a_piece_that_is_not_in_english_marks_the_whole_answer(make: Any) -> None:
    filing = make({"harm.1.what": text("他们拿走了我的手机。", "zh_Hans")})
    found = answers.past_harm_text(filing)
    assert isinstance(found, Derived)
    assert found.sources == ("harm.1.what",)
    value = found.value
    assert value.in_language("en") is None
    assert "他们拿走了我的手机。" in value.any()
    assert "They held me for ten days." in value.any()


def test_a_piece_in_two_languages_is_given_in_english(make: Any) -> None:
    both = Text((("zh_Hans", "他们拿走了我的手机。"), ("en", "They took my phone.")))
    assert answers.past_harm_text(make({"harm.1.what": both})) == answers.past_harm_text(make())


def test_approximate_dates_say_so(make: Any) -> None:
    assert "about 2019, Zhengzhou" in answers.past_harm_text(make({"harm.1.from": day("~2019")}))


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Arrest", "Arrest."),
        ("Arrest.", "Arrest."),
        ('He said, "No."', 'He said, "No."'),
        ("Police (county)", "Police (county)."),
        ("Why?", "Why?"),
    ],
)
def test_a_full_stop_is_added_only_where_the_words_end_without_one(make: Any, words: str, printed: str) -> None:
    filing = make({"claim.fear": {"answer": "yes", "what": text(words), "who": text("They")}})
    assert answers.fear_text(filing) == f"What I fear: {printed} Who would harm me: They."


def test_fear_names_what_who_and_why(make: Any) -> None:
    assert (
        answers.fear_text(make())
        == "What I fear: Arrest. Who would harm me: The public security bureau. Why: They call me an enemy."
    )
    assert answers.fear(make({"claim.fear.answer": ...})) == "yes"
    assert answers.fear(make({"claim.fear": ...})) is None


def test_arrests_are_told_apart_by_country(make: Any) -> None:
    filing = make()
    assert (answers.arrests_elsewhere(filing), answers.us_arrests(filing)) == ("yes", "no")
    assert answers.arrests_elsewhere_text(filing) == (
        "May 2, 2023 to May 12, 2023, Xinmi, China. Person: I myself. Authority: Xinmi police. "
        "What happened: Ten days' detention. Charge: Disturbing order. Reason: A petition. Release: At the end of the ten days."
    )
    here = make({"arrests.0.country": "US"})
    assert (answers.arrests_elsewhere(here), answers.us_arrests(here)) == ("no", "yes")
    assert answers.arrests_elsewhere_text(here) is NA


def test_that_no_crime_was_committed_is_said_by_the_question_about_it_only(make: Any) -> None:
    assert answers.us_arrests(make({"claim.crimes_in_host_country": ...})) is None
    assert answers.us_arrests(make({"claim.crimes_in_host_country": ..., "arrests": Absent.NONE})) is None
    assert answers.us_arrests(make({"claim.crimes_in_host_country": ..., "arrests": Absent.DECLINED})) is Absent.DECLINED
    assert answers.us_arrests(make({"arrests": ...})) == "no"


def group(**more: Any) -> dict[str, Any]:
    return {
        "name": text("Petitioners' circle"),
        "country": "CN",
        "from": day("2019"),
        "until": "present",
        "role": text("Member"),
        **more,
    }


def test_organisations_of_the_home_country_and_service(make: Any) -> None:
    filing = make({"organisations": [group(person=text("I myself"))]})
    assert (answers.organisations(filing), answers.continuing(filing)) == ("yes", "yes")
    assert (
        answers.organisations_text(filing)
        == "Petitioners' circle, China, 2019 to the present. Person: I myself. Position: Member."
    )
    ended = make({"organisations": [group(until=day("2022"))]})
    assert (answers.continuing(ended), answers.continuing_text(ended)) == ("no", NA)
    soldier = make(
        {"military": {"served": "yes", "from": day("2000"), "until": day("2002"), "country": "CN", "branch": text("Army")}}
    )
    assert (answers.organisations(soldier), answers.continuing(soldier)) == ("yes", "no")
    assert answers.organisations_text(soldier) == "Military service, China, 2000 to 2002. Branch: Army."
    assert answers.organisations(make({"military": ...})) is None
    assert answers.organisations(make({"organisations": [group(country="TH")]})) == "no"


@pytest.mark.parametrize(("absent", "said"), [(Absent.DECLINED, "Declined to answer"), (Absent.UNKNOWN, "Unknown")])
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_not_said_of_service_stands_beside_the_groups(make: Any, absent: Absent, said: str, *, whole: bool) -> None:
    filing = make({"organisations": [group()], "military": absent if whole else {"served": absent}})
    assert answers.organisations_text(filing).endswith(f"\n2. Military service: {said}.")


def test_open_participation_stays_open(make: Any) -> None:
    assert answers.continuing(make({"organisations": [group(until=...)]})) is None
    assert answers.continuing(make()) == "no"


def test_third_countries_share_one_box(make: Any) -> None:
    filing = make()
    assert (answers.transit(filing), answers.status_elsewhere(filing)) == ("yes", "no")
    assert answers.third_countries_text(filing) == (
        "Japan, Narita airport, November 30, 2025 to December 1, 2025. Family members on the same journey: All four of us. "
        "Status there: Transit without visa. Purpose: Change of aeroplane. Reason for leaving: I only changed aeroplanes. "
        "Right to return: No. Asylum sought there: No. I never left the transit area."
    )
    assert answers.third_countries_text(make({"travel.transit": Absent.NONE})) is NA
    assert answers.third_countries_text(make({"travel.transit": ..., "claim.statuses_elsewhere": ...})) is None


def test_an_asylum_claim_or_a_nationality_elsewhere_is_a_status_elsewhere(make: Any) -> None:
    claim = make({"earlier_claims": [{"country": "TH", "authority": text("UNHCR"), "number": "815-1", "date": day("2024-05")}]})
    assert (answers.status_elsewhere(claim), answers.earlier_us_claims(claim)) == ("yes", "no")
    assert "May 2024, Thailand. Authority: UNHCR. Number: 815-1." in answers.third_countries_text(claim)
    assert answers.status_elsewhere(make({"applicant.nationalities.0.country": "TH"})) == "yes"


@pytest.mark.parametrize(("path", "whose"), [("spouse", "Fang Liu (spouse)"), ("siblings.0", "Liang Gao (sibling)")])
def test_a_nationality_of_the_family_elsewhere_is_a_status_elsewhere(make: Any, path: str, whose: str) -> None:
    other = [{"country": "CN", "kind": "citizenship"}, {"country": "CA", "kind": "permanent_residence", "from": day("2020")}]
    filing = make({f"{path}.nationalities": other, "travel.transit": Absent.NONE})
    assert answers.status_elsewhere(filing) == "yes"
    assert answers.third_countries_text(filing) == f"{whose}, Canada, Permanent resident, 2020."
    stateless = make({f"{path}.nationalities": [{"country": "stateless"}], "travel.transit": Absent.NONE})
    assert answers.status_elsewhere(stateless) == "no"


def test_earlier_claims_in_the_united_states(make: Any) -> None:
    filing = make(
        {
            "earlier_claims": [
                {"country": "US", "person": text("My brother"), "date": day("2019-03-04"), "result": text("Granted")}
            ]
        }
    )
    assert answers.earlier_us_claims_text(filing) == "March 4, 2019, United States. Person: My brother. Result: Granted."


def test_returns_to_the_country_of_harm(make: Any) -> None:
    trip = {"country": "CN", "from": day("2024-01-28"), "until": day("2024-02-04"), "purpose": text("My father was dying")}
    filing = make({"travel.returns": [trip]})
    assert answers.returned(filing) == "yes"
    assert (
        answers.returned_text(filing)
        == "January 28, 2024 to February 4, 2024, China. Purpose and circumstances: My father was dying."
    )
    assert answers.returned(make({"travel.returns": [{**trip, "country": "TH"}]})) == "no"


def test_grounds_without_a_box_are_left_out(make: Any) -> None:
    assert answers.grounds(make({"claim.grounds": ["family", "religion"]})) == ["religion"]
    assert answers.grounds(make({"claim.grounds": ["family"]})) is None
    assert answers.grounds(make({"claim.grounds": ...})) is None


# C.5: the arrival was on 2025-12-01; 2026-12-01 is a Tuesday


@pytest.mark.parametrize(
    ("arrival", "filed", "late"),
    [
        ("2025-12-01", "2026-11-30", "no"),  # day 364
        ("2025-12-01", "2026-12-01", "no"),  # day 365, the anniversary
        ("2025-12-01", "2026-12-02", "yes"),  # day 366
        ("2027-12-01", "2028-12-01", "no"),  # day 366 across a leap day, the anniversary
        ("2027-12-01", "2028-12-02", "yes"),
        ("2024-02-29", "2025-02-28", "no"),
        ("2024-02-29", "2025-03-01", "yes"),
        ("2025-12", "2026-11-30", "no"),
        ("2025-12", "2026-12-15", None),
        ("2025-12", "2027-01-01", "yes"),
    ],
)
def test_one_year_is_counted_from_the_last_arrival(make: Any, arrival: str, filed: str, late: Any) -> None:
    filing = make({"travel.entries.0.date": day(arrival)}, on=filed)
    assert answers.filed_late(filing) == late


def test_the_last_arrival_counts_whatever_the_order_of_the_entries(make: Any) -> None:
    entries = [
        {"country": "US", "date": day("2018-01-01")},
        {"country": "US", "date": day("2026-01-05")},
        {"country": "CN", "date": day("2026-10-01")},
    ]
    assert answers.filed_late(make({"travel.entries": entries}, on="2027-01-05")) == "no"
    assert answers.filed_late(make({"travel.entries": entries}, on="2027-01-06")) == "yes"
    assert answers.filed_late(make({"travel.entries": [*entries, {"country": "US"}]}, on="2027-06-06")) is None


def test_late_filing_is_explained_in_the_applicants_words(make: Any) -> None:
    late = make({"claim.late_filing": text("I was ill.")}, on="2026-12-02")
    assert answers.filed_late_text(late) == "I was ill."
    assert answers.filed_late_text(make(on="2026-12-02")) is None
    assert answers.filed_late_text(make()) is NA


def test_after_an_anniversary_on_a_weekend_nothing_is_put_into_the_applicants_mouth(make: Any) -> None:
    entry = {"travel.entries.0.date": day("2026-06-05")}  # 2027-06-05 is a Saturday
    monday = make(entry, on="2027-06-07")
    assert answers.filed_late(monday) == "yes"
    assert answers.filed_late_text(monday) is None


def test_nobody_who_has_not_entered_is_late(make: Any) -> None:
    filing = make({"travel.entries": Absent.NONE}, procedure="abroad")
    assert (answers.filed_late(filing), answers.filed_late_text(filing)) == (NA, NA)


@pytest.mark.parametrize("approx", [(True, False), (False, True), (True, True)])
def test_a_single_day_of_which_one_end_is_only_about_right_is_said_once(make: Any, approx: tuple[bool, bool]) -> None:
    start, end = (PartialDate(2021, 3, 14, approx=one) for one in approx)
    assert period(make(), {"from": start, "until": end}).text == "about March 14, 2021"
