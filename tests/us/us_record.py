"""A whole synthetic American record. The people are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from asylum_forms.record.values import Absent, PartialDate, Text

FOLDER = Path(__file__).parents[2] / "jurisdictions" / "us"


def text(words: str, language: str = "en") -> Text:
    return Text(((language, words),))


def day(iso: str) -> PartialDate:
    parts = [int(part) for part in iso.lstrip("~").split("-")]
    return PartialDate(*parts, approx=iso.startswith("~"))


def address(street: str, city: str, province: str, country: str, postal_code: str = "450000", **more: Any) -> dict[str, Any]:
    return {
        "in_care_of": Absent.NONE,
        "street": text(street),
        "apartment": Absent.NONE,
        "city": text(city),
        "district": Absent.NONE,
        "province": text(province),
        "postal_code": postal_code,
        "country": country,
        **more,
    }


def person(family: str, given: str, birth: str, **more: Any) -> dict[str, Any]:
    here = more.get("us", {}).get("in_us") == "yes"
    return {
        "name": {"family": family, "given": given, "middle": Absent.NONE},
        "other_names": Absent.NONE,
        "sex": "male",
        "birth": {"date": day(birth), "city": text("Xinmi"), "country": "CN"},
        "nationalities": [{"country": "CN", "kind": "citizenship", "until": Absent.NOT_APPLICABLE}],
        "ethnicity": text("Han"),
        "marital_status": "single",
        "passport_or_id": "E12345678",
        "deceased": "no",
        "location": {"city": text("Alhambra"), "country": "US"} if here else {"city": text("Xinmi"), "country": "CN"},
        **more,
    }


def in_us(**more: Any) -> dict[str, Any]:
    return {
        "a_number": Absent.NONE,
        "ssn": Absent.NONE,
        "in_us": "yes",
        "last_entry": {"place": text("Los Angeles"), "date": day("2025-12-01"), "status": text("B-2")},
        "i94": "123 456 789A1",
        "current_status": text("B-2, expired"),
        "status_expires": day("2026-05-30"),
        "in_court": "no",
        "previous_arrival": Absent.NONE,
        "include": "yes",
        **more,
    }


def base() -> dict[str, Any]:
    """A married petitioner with two children in California, filing on 2026-11-21."""
    return {
        "language": "en",
        "applicant": {
            "name": {"family": "Gao", "given": "Ming", "middle": Absent.NONE, "native": text("高明", "zh_Hans")},
            "other_names": [
                {"name": "GAO Xiaoming", "kind": "nickname"},
                {"name": "Old Gao", "kind": "other"},
            ],
            "sex": "male",
            "birth": {"date": day("1981-03-14"), "city": text("Xinmi"), "country": "CN"},
            "nationalities": [{"country": "CN", "kind": "citizenship", "until": Absent.NOT_APPLICABLE}],
            "nationality_at_birth": "CN",
            "ethnicity": text("Han"),
            "religion": Absent.NONE,
            "languages": {
                "native": text("Chinese, Henan dialect"),
                "fluent": [text("Mandarin")],
                "english_fluent": "no",
                "reads": ["zh_Hans"],
            },
            "marital_status": "married",
            "contact": {"phone": "+1 (626) 555-0143", "email": "gao@example.org"},
            "residence": address("12 Elm Street", "Alhambra", "California", "US", "91801-1234", apartment="4B"),
            "mailing": Absent.NOT_APPLICABLE,
            "us": {"a_number": "A 012-345-678", "ssn": Absent.NONE, "online_account": Absent.NONE},
        },
        "spouse": person(
            "Liu", "Fang", "1983-05-02", sex="female", us=in_us(i94="223 456 789A1"), marital_status="married", id="spouse"
        ),
        "marriages": [{"date": day("2008-10-06"), "place": text("Xinmi"), "country": "CN", "status": "married"}],
        "children": [
            person("Gao", "Yi", "2010-01-20", us=in_us(i94="323 456 789A1"), relation="biological"),
            person("Gao", "Er", "2014-07-09", sex="female", us=in_us(i94="423 456 789A1"), relation="biological"),
        ],
        "parents": {
            "mother": person("Zhao", "Lan", "1955-01-01", sex="female"),
            "father": person("Gao", "Shan", "1950-01-01", deceased="yes"),
        },
        "siblings": [person("Gao", "Liang", "1985-02-02", relation="half")],
        "residences": [
            {
                "address": address("12 Elm Street", "Alhambra", "California", "US", "91801"),
                "from": day("2025-12"),
                "until": "present",
            },
            {"address": address("8 Heping Road", "Xinmi", "Henan", "CN"), "from": day("2008-10"), "until": day("2025-11-30")},
            {"address": address("1 Mill Lane", "Xinmi", "Henan", "CN"), "from": day("1981-03"), "until": day("2008-09")},
        ],
        "education": [
            {
                "school": text("Xinmi High School"),
                "kind": text("High school"),
                "address": {"city": text("Xinmi"), "country": "CN"},
                "from": day("1996-09"),
                "until": day("1999-06"),
            }
        ],
        "employment": [
            {
                "employer": text("Self-employed, Gao Tiles"),
                "occupation": text("Shop owner"),
                "address": {"city": text("Xinmi"), "country": "CN"},
                "from": day("2010-03"),
                "until": day("2025-11"),
            },
            {
                "employer": text("Brick works"),
                "occupation": text("Worker"),
                "address": {"city": text("Xinmi"), "country": "CN"},
                "from": day("2000-03"),
                "until": day("2010-02"),
            },
        ],
        "military": {"served": "no"},
        "documents": [
            {
                "kind": "passport",
                "holder": "applicant",
                "number": "E11111111",
                "country": "CN",
                "issued": day("2018-04-10"),
                "expires": day("2028-04-09"),
                "file": "passport",
            },
            {
                "kind": "passport",
                "holder": "applicant",
                "number": "G00000000",
                "country": "CN",
                "issued": day("2008-04-10"),
                "expires": day("2018-04-09"),
            },
            {"kind": "passport", "holder": "spouse", "number": "E22222222", "country": "CN", "issued": day("2020-01-01")},
        ],
        "travel": {
            "left_home": {"date": day("2025-11-30")},
            "entries": [
                {
                    "country": "US",
                    "date": day("2025-12-01"),
                    "place": text("Los Angeles"),
                    "status": text("B-2"),
                    "status_expires": day("2026-05-30"),
                }
            ],
            "transit": [
                {
                    "country": "JP",
                    "from": day("2025-11-30"),
                    "until": day("2025-12-01"),
                    "place": text("Narita airport"),
                    "status": text("Transit without visa"),
                    "purpose": text("Change of aeroplane"),
                    "who": text("All four of us"),
                    "right_to_return": {"answer": "no", "explain": Absent.NOT_APPLICABLE},
                    "asylum_sought": {"answer": "no", "explain": text("I never left the transit area.")},
                    "reason_left": text("I only changed aeroplanes."),
                }
            ],
            "returns": Absent.NONE,
        },
        "claim": {
            "country": "CN",
            "grounds": ["political_opinion", "social_group", "torture"],
            "past_harm": {"answer": "yes", "explain": text("I was punished for petitions.")},
            "fear": {
                "answer": "yes",
                "what": text("Arrest"),
                "who": text("The public security bureau"),
                "why": text("They call me an enemy"),
            },
            "torture": {"answer": "yes", "explain": text("They beat petitioners.")},
            "statuses_elsewhere": Absent.NONE,
            "persecutor": {"answer": "no", "explain": Absent.NOT_APPLICABLE},
            "late_filing": Absent.NOT_APPLICABLE,
            "crimes_in_host_country": {"answer": "no", "explain": Absent.NOT_APPLICABLE},
        },
        "harm": [
            {
                "from": day("2023-05-02"),
                "until": day("2023-05-12"),
                "where": text("Xinmi detention centre"),
                "country": "CN",
                "who": text("Two officers"),
                "what": text("They held me for ten days."),
                "why": text("Because of the petition"),
                "injuries": Absent.NONE,
                "treatment": Absent.NOT_APPLICABLE,
                "released": text("My brother signed a promise."),
                "evidence": ["notice"],
            },
            {"from": day("2021-06"), "where": text("Zhengzhou"), "what": text("They took my phone."), "who": Absent.UNKNOWN},
        ],
        "arrests": [
            {
                "date": day("2023-05-02"),
                "until": day("2023-05-12"),
                "country": "CN",
                "place": text("Xinmi"),
                "person": text("I myself"),
                "authority": text("Xinmi police"),
                "action": text("Ten days' detention"),
                "charge": text("Disturbing order"),
                "reason": text("A petition"),
                "released": text("At the end of the ten days"),
            }
        ],
        "organisations": Absent.NONE,
        "earlier_claims": Absent.NONE,
        "statement": {"place": {"country": "US"}, "interpreter": "ann"},
        "evidence": [
            {"id": "passport", "language": "en", "category": "identity"},
            {"id": "report", "language": "en", "category": "country_conditions"},
            {
                "id": "notice",
                "language": "zh_Hans",
                "category": "police",
                "translation": {"file": "translations/notice.docx", "translator": "ann", "language": "en"},
            },
        ],
        "missing_evidence": [{"what": text("Hospital papers"), "why": text("They were taken away.")}],
        "helpers": [
            {
                "id": "ann",
                "name": {"family": "Smith", "given": "Ann"},
                "relation": text("None"),
                "phone": "626-555-0101",
                "address": address("5 Oak Avenue", "Pasadena", "California", "US", "91101"),
            }
        ],
        "representative": Absent.NONE,
        "preparer": Absent.NONE,
        "us": {
            "convention_against_torture": "yes",
            "immigration_court": "never",
            "i94": "123456789A1",
            "list_of_representatives_given": "no",
            "family_assisted": Absent.NONE,
            "g28_attached": Absent.NOT_APPLICABLE,
        },
    }
