"""Profiles: dated rules of data, resolved on the filing date, and what preflight says about them."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms.case import open_filing
from asylum_forms.errors import AsylumFormsError, JurisdictionError
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import use
from asylum_forms.jurisdiction.profile import RULES, profile_problems, read_profile
from asylum_forms.jurisdiction.reader import read_jurisdiction
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.preflight.profile import NAMES, page_findings, profile_findings

ROOT = Path(__file__).parents[2]
US = ROOT / "examples" / "us-petitioner-family"
CA = ROOT / "examples" / "ca-petitioner-family"
EARLY, LATE = datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)


def findings(case: Path, procedure: str, profile: str = "", date: datetime.date | None = None) -> dict[str, Finding]:
    return {found.id: found for found in profile_findings(open_filing(case, procedure, profile=profile, date=date))}


def entry(value: object, start: str = "2024-01-01", verified: object = False) -> dict[str, object]:
    read = datetime.date.fromisoformat(verified) if isinstance(verified, str) else verified
    return {"from": datetime.date.fromisoformat(start), "value": value, "source": "A guide", "verified": read}


def test_the_filing_date_chooses_the_entry_of_each_rule() -> None:
    limits = [entry(25, "2024-06-01"), entry(12, "2022-01-01", "2026-11-21")]
    profile = read_profile("portal", {"size_limit": limits, "paper": [entry("A4")]})
    for day, limit in (("2021-12-31", None), ("2022-01-01", 12), ("2024-05-31", 12), ("2024-06-01", 25)):
        assert profile.on(datetime.date.fromisoformat(day)).size_limit == limit
    old = profile.on(datetime.date(2023, 1, 1))
    assert old.paper == "Letter", "a rule without an entry for the day has its default"
    assert old.entries["size_limit"].read_on == datetime.date(2026, 11, 21)
    assert "paper" not in old.entries


def test_every_rule_of_every_profile_has_a_source_and_the_day_it_was_read_or_false() -> None:
    profiles = [profile for j in all_jurisdictions().values() for p in j.procedures.values() for profile in p.profiles]
    assert {
        "uscis-paper",
        "uscis-online",
        "eoir-ecas",
        "irb-rpd",
        "ircc-portal",
        "ircc-overseas",
        "kr-immigration",
        "kr-court",
    } < {profile.name for profile in profiles}
    assert [problem for profile in profiles for problem in profile_problems(profile)] == []


def test_a_limit_that_was_not_read_in_an_official_text_is_not_called_verified() -> None:
    for jurisdiction in all_jurisdictions().values():
        for procedure in jurisdiction.procedures.values():
            for profile in procedure.profiles:
                assert not any(
                    e.verified for rule in ("size_limit", "page_limits") if (d := profile.rules.get(rule)) for e in d.entries
                )


def test_every_rule_that_a_profile_may_have_is_read_somewhere_in_the_engine() -> None:
    """Data that nothing reads looks like a promise: whoever adds a rule has to say what keeps it."""
    engine = ROOT / "asylum_forms"
    read = set()
    for file in engine.rglob("*.py"):
        if file != engine / "jurisdiction" / "profile.py":
            read |= set(_read_of_profiles(ast.parse(file.read_text(encoding="utf-8"))))
    by_methods = {"labels": {"label", "rank"}, "handed_in": {"on_paper", "in_account"}}
    read |= {rule for rule, methods in by_methods.items() if methods <= read}
    assert sorted(set(RULES) - read) == []


def _read_of_profiles(tree: ast.AST) -> Iterator[str]:
    """The names read of something that is called a profile: `profile.paper`, `filing.profile.paper`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            owner = node.value
            called = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if called == "profile":
                yield node.attr


def test_one_finding_lists_what_nobody_verified() -> None:
    found = findings(US, "us/affirmative", "uscis-online")["profile.unverified"]
    assert found.severity is Severity.ATTEND
    assert "size limit" in found.message
    assert "paper" not in found.message
    assert "size limit: 12 MB for each file, third parties" in found.source
    assert "profile.size-unknown" not in findings(US, "us/affirmative", "uscis-online")


def test_every_rule_has_a_name_for_users_and_a_kind_of_evidence_its_meaning() -> None:
    assert set(NAMES) == set(RULES)
    (found,) = page_findings(open_filing(CA, "ca/inland"), [("country_conditions", 3)])
    assert "reports about the country" in found.message
    with use("zh_Hans"):
        (found,) = page_findings(open_filing(CA, "ca/inland"), [("country_conditions", 3)])
    assert "country" not in found.message


def test_a_rule_read_more_than_a_year_before_filing_is_named() -> None:
    assert "profile.old" not in findings(US, "us/affirmative", date=datetime.date(2027, 11, 21))
    assert "paper" in findings(US, "us/affirmative", date=datetime.date(2027, 11, 23))["profile.old"].message


def test_a_limit_that_was_not_found_has_no_number_and_the_office_is_to_be_asked() -> None:
    assert open_filing(CA, "ca/inland").profile.size_limit is None
    assert "Ask the office" in findings(CA, "ca/inland")["profile.size-unknown"].remedy
    assert "profile.size-unknown" not in findings(US, "us/affirmative"), "nobody asks about the size of paper"


@pytest.mark.parametrize(("count", "severity"), [(100, Severity.NOTE), (101, Severity.BLOCKS)])
def test_more_than_a_hundred_pages_about_the_country_stand_in_the_way(count: int, severity: Severity) -> None:
    filing = open_filing(CA, "ca/inland")
    pages = [("country_conditions", 60), ("identity", 90), ("country_conditions", count - 60)]
    assert [(found.id, found.severity) for found in page_findings(filing, pages)] == [("profile.page-limit", severity)]
    assert page_findings(filing, [("identity", 900)]) == []


def test_a_profile_that_the_office_does_not_take_is_refused() -> None:
    with pytest.raises(AsylumFormsError) as error:
        open_filing(US, "us/affirmative", profile="eoir-ecas")
    assert "uscis-paper, uscis-online" in error.value.remedy


def test_a_person_of_the_filing_sees_the_same_profile() -> None:
    filing = open_filing(CA, "ca/inland", profile="ircc-portal")
    assert filing.for_person("spouse").profile.name == "ircc-portal"
    assert replace(filing, packet="").profile.name == "irb-rpd"


PLUGIN = """\
code: harbour
name: Harbour
procedures:
  protection:
    title: Application
    office: Harbour Office
    languages: [en]
    profiles: [harbour-portal]
    parts: [{exhibits: true}]
"""


def test_a_profile_of_a_plugin_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "jurisdiction.yaml").write_text(PLUGIN, encoding="utf-8")
    rules = "harbour-portal:\n  labels: [{from: 2026-01-01, value: 'Annex {n}', source: Guide, verified: 2026-11-21}]\n"
    (tmp_path / "profiles.yaml").write_text(rules, encoding="utf-8")
    [profile] = read_jurisdiction(tmp_path).procedures["protection"].profiles
    assert profile.on(LATE).label("identity") == "Annex {n}"
    assert profile.on(EARLY).label("identity") == "letters"
    for wrong in (
        "  sise_limit: []\n",
        "  translation_order: [{from: 2026-01-01, value: [original], source: G, verified: false}]\n",
    ):
        (tmp_path / "profiles.yaml").write_text(rules + wrong, encoding="utf-8")
        with pytest.raises(JurisdictionError, match=r"sise_limit|translation_order"):
            read_jurisdiction(tmp_path)


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"translation_order"}))  # that one is refused when it is read
def test_a_value_that_a_rule_cannot_have_is_named(rule: str) -> None:
    profile = read_profile("odd", {rule: [entry(datetime.date(2020, 1, 1))]})
    assert profile_problems(profile) != []
