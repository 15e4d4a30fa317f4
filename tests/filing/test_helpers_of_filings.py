"""What preflight says of those who translate and interpret, and what stands behind it in each country."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import find_procedure
from asylum_forms.preflight.helpers import helper_findings
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, Text

SELF, COUSIN = {"family": "Gao", "given": "Ming"}, {"family": "Gao", "given": "Hua"}


def filing(procedure: str, name: dict[str, str]) -> Filing:
    helper = {"id": "h", "name": name, "relation": Text((("en", "cousin" if name is COUSIN else "none"),))}
    data: dict[str, Any] = {"applicant": {"name": SELF}, "helpers": [helper], "statement": {"interpreter": "h"}}
    record = Record(Path("case"), Path("case/record.yaml"), "en", data)
    jurisdiction, declared = find_procedure(procedure)
    return Filing(record, jurisdiction, declared, declared.languages[0], datetime.date(2026, 11, 20))


def found(procedure: str, name: dict[str, str]) -> dict[str, Finding]:
    return {finding.id: finding for finding in helper_findings(filing(procedure, name), ["h"])}


@pytest.mark.parametrize("procedure", ["us/affirmative", "ca/inland", "kr/in-country", "unhcr/rsd"])
def test_no_applicant_and_better_no_relative_translates_or_interprets(procedure: str) -> None:
    own, kin = found(procedure, SELF), found(procedure, COUSIN)
    assert {id_: finding.severity for id_, finding in own.items()} == {
        "translation.translator-is-applicant": Severity.BLOCKS,
        "statement.interpreter-is-applicant": Severity.BLOCKS,
    }
    assert {id_: finding.severity for id_, finding in kin.items()} == {
        "translation.translator-is-relative": Severity.ATTEND,
        "statement.interpreter-is-relative": Severity.ATTEND,
    }
    assert found(procedure, {"family": "Park", "given": "Ann"}) == {}


def test_each_country_says_what_stands_behind_it() -> None:
    relative = "translation.translator-is-relative"
    assert "rules themselves do not name the applicant" in found("us/affirmative", COUSIN)[relative].source
    assert "번역자 확인서" in found("kr/in-country", COUSIN)[relative].source
    assert found("unhcr/rsd", COUSIN)[relative].source == ""


def test_a_helper_who_neither_translates_nor_interprets_may_be_anybody() -> None:
    one = filing("us/affirmative", COUSIN)
    data = {**one.record.data, "statement": {}}
    assert list(helper_findings(replace(one, record=replace(one.record, data=data)), [])) == []


PAIR = {"from": "zh_Hans", "to": "en"}


@pytest.mark.parametrize(
    ("languages", "exhibit", "severity"),
    [
        (Absent.NONE, "zh_Hans", Severity.BLOCKS),
        (Absent.NONE, Absent.NONE, Severity.BLOCKS),
        ([PAIR], "ko", Severity.ATTEND),
        ([PAIR], "zh_Hant", None),
        ([PAIR], "zh", None),
        (None, "ko", None),
    ],
)
def test_nobody_certifies_a_language_that_the_record_does_not_list_for_them(
    languages: Any, exhibit: Any, severity: Severity | None
) -> None:
    one = filing("us/affirmative", {"family": "Park", "given": "Ann"})
    data = {
        **one.record.data,
        "evidence": [{"id": "e", "language": exhibit, "translation": {"translator": "h"}}],
        "statement": {},
    }
    data["helpers"] = [{**data["helpers"][0], "languages": languages}]
    told = list(helper_findings(replace(one, record=replace(one.record, data=data, language="zh_Hans")), ["h"]))
    assert [finding.severity for finding in told if finding.id == "translation.helper-language"] == [severity] * bool(severity)


def test_who_confirms_a_paper_is_held_against_the_language_of_that_paper() -> None:
    one = filing("us/affirmative", {"family": "Park", "given": "Ann"})
    data = {**one.record.data, "helpers": [{**one.record.data["helpers"][0], "languages": [PAIR]}], "statement": {}}
    other = replace(one, record=replace(one.record, data=data))
    assert "Tigrinya" in next(helper_findings(other, ["h"], "ti")).message
    assert list(helper_findings(other, ["h"], "zh_Hans")) == []


def test_nobody_interprets_a_language_that_the_record_does_not_list_for_them() -> None:
    one = filing("us/affirmative", {"family": "Park", "given": "Ann"})
    helper = {**one.record.data["helpers"][0], "languages": [PAIR]}
    for read_in, count in (("zh_Hans", 0), ("ug", 1), (Absent.NOT_APPLICABLE, 0)):
        data = {**one.record.data, "helpers": [helper], "statement": {"interpreter": "h", "read_back_in": read_in}}
        assert len(list(helper_findings(replace(one, record=replace(one.record, data=data)), []))) == count
