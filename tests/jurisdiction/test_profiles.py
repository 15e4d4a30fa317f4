"""Profiles: dated rules of data, resolved on the filing date, and what preflight says about them."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms.case import open_filing
from asylum_forms.errors import ArgumentError, JurisdictionError
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import use
from asylum_forms.jurisdiction.declared import Fault
from asylum_forms.jurisdiction.profile import RULES, read_profile
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
    entries = [entry for profile in profiles for dated in profile.rules.values() for entry in dated.entries]
    assert all(entry.source for entry in entries)
    assert all(bool(entry.read_on) == entry.verified for entry in entries)


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


def test_a_profile_that_the_office_does_not_take_is_refused_as_a_wrong_argument() -> None:
    with pytest.raises(ArgumentError) as error:
        open_filing(US, "us/affirmative", profile="eoir-ecas")
    assert error.value.exit_code == 2
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


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_value_that_a_rule_cannot_have_is_named(rule: str) -> None:
    with pytest.raises(Fault, match=rf"{rule} is 2020-01-01, but may be") as fault:
        read_profile("odd", {rule: [entry(datetime.date(2020, 1, 1))]})
    assert fault.value.path == (rule, 0, "value")


GOOD = "harbour-portal:\n  paper:\n    - {from: 2026-01-01, value: A4, source: Guide, verified: 2026-11-21}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("paper:", "papper:", r"line 2 \(harbour-portal, papper\): unknown rule papper; known: paper"),
        ("A4", "A 4", r"line 3 \(harbour-portal, paper, 1, value\): paper is A 4, but may be Letter, A4"),
        ("2026-01-01", "2026-02-30", r"line 3: there is no day 2026-02-30"),
        ("2026-01-01", "'2026-01-01'", r"line 3 \(harbour-portal, paper, 1, from\): a dated value must begin with a day"),
        ("2026-01-01", "2026-01-01 10:00:00", r"line 3 \(harbour-portal, paper, 1, from\): a dated value must begin with a day"),
        (", source: Guide", "", r"line 3 \(harbour-portal, paper, 1\): source is missing"),
        ("Guide", "' '", r"line 3 \(harbour-portal, paper, 1, source\): source is missing"),
        ("from: 2026-01-01, ", "", r"line 3 \(harbour-portal, paper, 1\): from is missing"),
        ("value: A4", "value: A4, until: 2027-01-01", r"line 3 \(harbour-portal, paper, 1, until\): unknown key until"),
        ("verified: 2026-11-21", "verified: true", r"\(harbour-portal, paper, 1, verified\): verified must be the day on which"),
        ("    - {", "    {", r"line 2 \(harbour-portal, paper\): a list of dated entries is expected here"),
        ("source: Guide", "source: Guide: part 3", r", line 3: did not find"),
        ("  paper:", "  paper: *letter\n  paper:", r", line 2: found undefined alias"),
        ("harbour-portal:\n", "harbour-portal:\nother:\n", r"line 1 \(harbour-portal\): keys with values are expected here"),
        (
            "2026-11-21}\n",
            "2026-11-21}\n    - {from: 2026-01-01, value: Letter, source: Guide, verified: false}\n",
            r"line 4 \(harbour-portal, paper, 2, from\): two entries begin on 2026-01-01",
        ),
        (
            "  paper:",
            "  stamp: [{from: 2026-01-01, value: '{page', source: Guide, verified: false}]\n  paper:",
            r"stamp is {page, but",
        ),
    ],
)
def test_a_slip_in_a_profile_is_told_with_its_file_line_and_keys(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "jurisdiction.yaml").write_text(PLUGIN, encoding="utf-8")
    assert GOOD.count(old) == 1
    (tmp_path / "profiles.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(JurisdictionError, match=rf"{tmp_path.name}/profiles\.yaml.*{said}"):
        read_jurisdiction(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[harbour-portal]",
            "[harbour-porta]",
            r"line 8 \(.*, profiles, 1\): profiles.yaml has no harbour-porta;",
        ),
        ("[harbour-portal]", "harbour-portal", r"line 8 \(procedures, protection, profiles\): profiles must be a list of words"),
        ("[en]", "en", r"line 7 \(procedures, protection, languages\): languages must be a list of words"),
        ("office: Harbour Office", "offise: Harbour Office", r"line 6 \(procedures, protection, offise\): unknown key offise"),
        ("    office: Harbour Office\n", "", r"line 4 \(procedures, protection\): office is missing"),
        ("title: Application", "title: 2026", r"line 5 \(procedures, protection, title\): title is 2026, but must be words"),
        (
            "exhibits: true",
            "exhibits: true, index: yes",
            r"parts, 1, index\): index is 'yes', but must be true",
        ),
        ("exhibits: true", "title: Nothing", r"line 9 \(procedures, protection, parts, 1\): each part is one form, one document"),
        ("[{exhibits: true}]", "{exhibits: true}", r"line 9 \(procedures, protection, parts\): parts must be a list"),
        ("code: harbour\n", "", r"jurisdiction.yaml: code is missing"),
        ("name: Harbour\n", "name: Harbour\nvalues: values.yaml\n", r"line 3 \(values\): unknown key values"),
    ],
)
def test_a_slip_in_a_declaration_is_told_with_its_file_line_and_keys(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert PLUGIN.count(old) == 1
    (tmp_path / "jurisdiction.yaml").write_text(PLUGIN.replace(old, new), encoding="utf-8")
    (tmp_path / "profiles.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(JurisdictionError, match=rf"jurisdiction\.yaml.*{said}" if "jurisdiction.yaml" not in said else said):
        read_jurisdiction(tmp_path)
