"""Who helps: told apart from the applicants and from the family, by names and by what the record says of the relation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from asylum_forms.record.helpers import helpers, is_applicant, is_relative
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, Text

FAMILY = {
    "applicant": {"name": {"family": "Gao", "given": "Ming", "native": "高明"}},
    "spouse": {"name": {"family": "Liu", "given": "Fang"}},
    "children": [{"id": "son", "name": {"family": "Gao", "given": "Le"}}],
    "parents": {"mother": {"name": {"family": "He", "given": "Lan"}}},
    "siblings": Absent.NONE,
}


def record(**helper: Any) -> Record:
    return Record(Path("case"), Path("case/record.yaml"), "zh_Hans", {**FAMILY, "helpers": [{"id": "h", **helper}, "slip"]})


def related(**helper: Any) -> tuple[bool, bool]:
    """Whether this helper is the applicant, and whether a relative."""
    one = record(**helper)
    return is_applicant(one, helpers(one)["h"]), is_relative(one, helpers(one)["h"])


@pytest.mark.parametrize(
    "helper",
    [
        {"name": {"family": "GAO", "given": "Ming", "middle": "Lee"}},
        {"name": {"family": "Kao", "given": "Min", "native": "高 明"}},
        {"name": {"family": "Kao", "given": "Min", "forms": {"zh_Hans": "高明"}}},
        {"relation": Text((("en", "I myself"),))},
        {"relation": Text((("zh_Hans", "本人"),))},
    ],
)
def test_the_applicant_is_known_by_any_name(helper: dict[str, Any]) -> None:
    assert related(**helper)[0]


@pytest.mark.parametrize(
    "helper",
    [
        {"name": {"family": "LIU", "given": "Fang"}},
        {"name": {"family": "Gao", "given": "Le"}},
        {"name": {"family": "he", "given": "lan"}},
        {"relation": Text((("en", "My wife's brother"),))},
        {"relation": Text((("zh_Hans", "我的表姐"),))},
        {"relation": Text((("ko", "사촌 형"),))},
        {"relation": Text((("fr", "ma sœur"),))},
    ],
)
def test_a_relative_is_known_by_name_or_relation(helper: dict[str, Any]) -> None:
    assert related(**helper) == (False, True)


@pytest.mark.parametrize(
    "relation",
    ["Volunteer, not a relative", "志愿者，无亲属关系", "沒有親屬關係", "자원봉사자, 친족 아님", "Motherwell Aid", "bénévole"],
)
def test_who_says_to_be_no_relative_is_not_taken_for_one(relation: str) -> None:
    assert related(name={"family": "Park", "given": "Ann"}, relation=Text((("en", relation),))) == (False, False)


@pytest.mark.parametrize("helper", [{}, {"name": Absent.UNKNOWN}, {"name": {}, "relation": Absent.NONE}])
def test_nobody_is_taken_for_somebody_for_want_of_a_name(helper: dict[str, Any]) -> None:
    assert related(**helper) == (False, False)


def test_who_has_a_record_of_their_own_in_the_case_applies_too() -> None:
    one = record(name={"family": "Liu", "given": "Fang"})
    data = {**one.data, "spouse": {**FAMILY["spouse"], "id": "spouse"}}
    own = Record(Path("case"), Path("case/people/spouse.yaml"), "zh_Hans", {})
    both = Record(Path("case"), Path("case/record.yaml"), "zh_Hans", data, people={"spouse": own})
    assert is_applicant(both, helpers(both)["h"])
