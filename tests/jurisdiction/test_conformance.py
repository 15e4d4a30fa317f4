"""The conformance kit: every installed jurisdiction keeps the contract, and each way of breaking it is named.

The plugin that is broken here on purpose is the one that docs/jurisdictions.md builds, so the page is proved as well.
"""

from __future__ import annotations

import datetime
import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asylum_forms.errors import JurisdictionError
from asylum_forms.forms.draw import draw_form
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.letter import draw_letter
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction import calling
from asylum_forms.jurisdiction.conformance import check
from asylum_forms.jurisdiction.contract import Filing, Jurisdiction
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.record.load import load

PAGE = Path(__file__).parents[2] / "docs" / "jurisdictions.md"
BLOCK = re.compile(r"^\*\*`(?P<file>[^`]+)`\*\*\n\n```\w*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)

Plugin = Callable[..., Jurisdiction]


@pytest.mark.parametrize("code", all_jurisdictions())
def test_every_installed_jurisdiction_keeps_the_contract(code: str) -> None:
    assert check(all_jurisdictions()[code]) == []


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugin]:
    """`plugin(("rules.py", "rules(", "laws("))`: the plugin of the page with these words exchanged, its templates drawn."""
    root = tmp_path / "atlantis"
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        file = tmp_path / block["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block["text"], encoding="utf-8")
    folder = root / "atlantis"
    (folder / "templates").mkdir()
    draw_form(read_table(folder / "forms" / "p-7.2026-01-01.yaml"), folder / "templates" / "p-7.docx")
    for layout in (folder / "layouts").glob("*.txt"):
        draw_letter(layout, folder / "templates" / f"{layout.stem}.docx")
    monkeypatch.syspath_prepend(str(root))

    def load_plugin(*changes: tuple[str, str, str]) -> Jurisdiction:
        for name, old, new in changes:
            text = (folder / name).read_text(encoding="utf-8")
            assert text.count(old) == 1, (name, old)
            (folder / name).write_text(text.replace(old, new), encoding="utf-8")
        found: Jurisdiction = importlib.import_module("atlantis").jurisdiction
        return found

    yield load_plugin
    for name in [name for name in sys.modules if name.partition(".")[0] == "atlantis"]:
        del sys.modules[name]


def test_the_plugin_of_the_page_keeps_the_contract(plugin: Plugin) -> None:
    assert check(plugin()) == []


def test_the_plugin_of_the_page_answers_its_form(plugin: Plugin, tmp_path: Path) -> None:
    jurisdiction = plugin()
    case = tmp_path / "case"
    case.mkdir()
    (case / "record.yaml").write_text(
        "language: en\n"
        "applicant: {name: {family: Doe}, birth: {date: ~1989-06}, sex: male}\n"
        "residences: [{address: {city: Old Town}, from: 2001}, {address: {city: New Town}, from: 2019-05, until: present}]\n"
        "claim: {grounds: [religion]}\n"
        "travel: {entries: [{date: 2025-11-01}]}\n",
        encoding="utf-8",
    )
    record = load(case, {"atlantis": jurisdiction.schema} if jurisdiction.schema else {})
    procedure = jurisdiction.procedures["protection"]
    filing = Filing(record, jurisdiction, procedure, "en", datetime.date(2026, 11, 21))
    answers = evaluate(read_table(jurisdiction.tables["P-7"]), filing)
    assert {number: answer.text for number, answer in answers.items.items() if answer.text} == {
        "A.1": "Doe",
        "A.2": "about 06/1989",
        "B.1": "my religion",
    }
    assert [row["town"].text for row in answers.items["A.4"].rows] == ["New Town", "Old Town"]
    assert [part.leaf for part in filing.parts()] == ["cover-letter", "p-7", "late-letter", ""]
    assert jurisdiction.rules
    assert [finding.id for finding in jurisdiction.rules(filing, {"P-7": answers})] == ["atlantis.late"]


def test_a_part_for_each_person_is_answered_from_that_persons_record(plugin: Plugin, tmp_path: Path) -> None:
    jurisdiction = plugin()
    case = tmp_path / "case"
    (case / "people").mkdir(parents=True)
    (case / "record.yaml").write_text(
        "language: en\napplicant: {name: {family: Doe, given: Ada}}\nclaim: {grounds: [race]}\n"
        "spouse: {name: {family: Roe, given: Max}, birth: {date: 1990}, accompanying: yes}\n",
        encoding="utf-8",
    )
    (case / "people" / "spouse.yaml").write_text("language: en\nclaim: {grounds: [religion]}\n", encoding="utf-8")
    record = load(case, {"atlantis": jurisdiction.schema} if jurisdiction.schema else {})
    whole = Filing(record, jurisdiction, jurisdiction.procedures["protection"], "en", datetime.date(2026, 11, 21))
    parts = {part.leaf: part for part in whole.parts()}
    assert list(parts) == ["cover-letter", "p-7", "p-7--spouse", ""]
    assert parts["p-7--spouse"].title == "Form P-7, Application for protection – Max ROE"
    assert whole.people() == ["", "spouse"]
    hers = evaluate(read_table(jurisdiction.tables["P-7"]), whole.for_person("spouse"))
    assert (hers.items["A.1"].text, hers.items["A.2"].text, hers.items["B.1"].text) == ("Roe", "1990", "my religion")
    missing = next(finding for finding in hers.findings if finding.place.item == "A.4")
    assert "P-7 (Max ROE), A.4" in missing.message
    assert missing.place.file == "people/spouse.yaml"
    alone = Filing(record, jurisdiction, whole.procedure, "en", whole.date, alone=True)
    assert [part.leaf for part in alone.parts()] == ["cover-letter", "p-7", ""]


PROFILES = "profiles.yaml"
FORM = "forms/p-7.2026-01-01.yaml"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((FORM, "form: P-7", "form: P-8"), "its table says form: P-8"),
        ((FORM, "from: applicant.sex", "from: applicant.gender"), "A.3: the record has no question applicant.gender"),
        ((FORM, "from: address.city", "from: address.town"), "A.4.town: the record has no question residences.address.town"),
        (
            (FORM, "rows: residences", "by: reasons\n    entries: [residences, travel.stays]"),
            "A.4: the record has no question travel.stays",
        ),
        ((FORM, "from: address.city", "by: town, uses: [address.town]"), "no question residences.address.town"),
        ((FORM, "uses: [claim.grounds]", "uses: [claim.reasons]"), "B.1: the record has no question claim.reasons"),
        ((FORM, "    uses: [claim.grounds]\n", ""), "B.1: by: reasons needs uses"),
        ((FORM, "fits: 12}", "fits: twelve}"), "P-7: line 13: `fits` must be"),
        ((FORM, "A.1: {label", "A.9: {label"), "p-7.docx: A.1 is asked for"),
        ((FORM, "language: en ", "language: en_GB "), "P-7 is in en_GB, which is not among the languages"),
        (("answers.py", "def reasons(", "def grounds("), "B.1: answers.py has no function reasons"),
        (("answers.py", "(filing: Filing) ->", "(filing: Filing, entry: object) ->"), "reasons of answers.py must take (filing)"),
        (
            ("jurisdiction.yaml", "is late, when: is_late", "is late, when: late"),
            "late-letter: documents.py has no function late",
        ),
        (("jurisdiction.yaml", "each: applicants", "each: all"), "p-7: documents.py has no function all"),
        (("jurisdiction.yaml", "form: P-7,", "form: P-9,"), "jurisdiction.yaml lists no form P-9"),
        (
            ("jurisdiction.yaml", "{document: late-letter", "{document: delay"),
            "there is no template delay.docx",
        ),
        (("jurisdiction.yaml", "uses: [atlantis.harbour]", "uses: [atlantis.port]"), "the record has no question atlantis.port"),
        (("jurisdiction.yaml", "languages: [en]", "languages: [en, qqq]"), "in the language qqq"),
        (
            ("jurisdiction.yaml", "[harbour-paper, harbour-portal]", "[harbour-paper]"),
            "profiles.yaml, harbour-portal: no procedure takes packets like this",
        ),
        (
            (PROFILES, 'section 4", verified: 2026-11-21', 'section 4", verified: 9999-11-21'),
            "9999-11-21, a day that is still to",
        ),
        ((PROFILES, "value: numbers", "value: {others: letters, rumours: numbers}"), "there is no kind of evidence rumours"),
        (("documents.py", "def context_cover_letter(", "def context_letter("), "context_letter is never called"),
        (("documents.py", "def findings_cover_letter(filing: Filing)", "def findings_cover_letter()"), "must take (filing)"),
        (("rules.py", "answers: Mapping[str, Answers]", "*, answers: Mapping[str, Answers]"), "rules must take the filing and"),
        (
            ("rules.py", 'id="atlantis.late"', 'id="late"'),
            "rules.py, line 14 makes late; ids of this jurisdiction begin with atlantis.",
        ),
        (("rules.py", 'id="atlantis.late"', 'id="atlantis.tardy"'), "atlantis.tardy is not explained (rules.py, line 14)"),
        (("rules.py", 'id="atlantis.late"', 'id=f"atlantis.{filing.language}"'), "rules.py, line 14 makes a finding whose id"),
        (("rules.py", "Severity.ATTEND", "Severity.BLOCKS"), "atlantis.late can be blocks too (rules.py, line 14)"),
        (
            ("findings.yaml", "ids: [atlantis.late]", "ids: [atlantis.late, atlantis.old]"),
            "atlantis.old is explained, but nothing",
        ),
        (("findings.yaml", "[atlantis.harbour-missing]", "[atlantis.harbour-missing, us.fee]"), "us.fee is explained here, but"),
        (
            ("jurisdiction.yaml", "about: sending", "about: posting"),
            "checklist, line 3: about is posting, but may be fees, copies",
        ),
        (
            ("jurisdiction.yaml", "top., when: is_late", "top., when: late"),
            "checklist, line 3: documents.py has no function late",
        ),
        (("jurisdiction.yaml", "value: filing_fee", "value: fee"), "checklist, line 1: values.yaml has no fee"),
        (("jurisdiction.yaml", "fee of {value} crowns", "fee"), "a line with a value says {value}"),
        (("jurisdiction.yaml", "source: General knowledge", "source: ''"), "checklist, line 3: source is missing"),
        (("schema.yaml", "case:\n", "case: ]\n"), "The schema of its own questions cannot be read"),
    ],
)
def test_what_breaks_the_contract_is_named(plugin: Plugin, change: tuple[str, str, str], said: str) -> None:
    assert said in "\n".join(check(plugin(change)))


@pytest.mark.parametrize("uses", ["residences.address.city", "address.town", "children.address.city"])
def test_what_a_column_reads_of_entries_that_a_function_gives_is_in_the_record(plugin: Plugin, uses: str) -> None:
    changes = [
        (FORM, "rows: residences", "by: reasons\n    entries: [residences]"),
        (FORM, "from: address.city", f"by: town, uses: [{uses}]"),
    ]
    assert f"P-7: A.4.town: the record has no question residences.{uses}." in check(plugin(*changes))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((PROFILES, "value: 8000000", "value: 8 MB"), "size_limit is 8 MB, but may be a number of bytes, or null"),
        ((PROFILES, 'section 4", verified: 2026-11-21', 'section 4", verified: true'), "verified must be the day on which"),
        (
            (PROFILES, "value: Protection,", "value: Schutz für Müller,"),
            "file_name is Schutz für Müller, but may be English letters",
        ),
        ((PROFILES, "value: numbers", "value: roman"), "labels is roman, but may be letters, numbers"),
        ((PROFILES, "{page} / {pages}", "{page} of {total}"), "but may be words with {page}"),
        (
            ("values.yaml", "source: Protection Act, section 12", "source: ''"),
            "filing_period_days, 1, source): source is missing",
        ),
        (
            ("values.yaml", "from: 2026-07-01", "from: 2000-01-01"),
            "filing_period_days, 2, from): two entries begin on 2000-01-01",
        ),
    ],
)
def test_a_value_that_no_filing_could_use_is_refused_when_it_is_read(
    plugin: Plugin, change: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(JurisdictionError, match=re.escape(said)):
        plugin(change)


def test_a_value_that_is_neither_verified_nor_not_is_refused(plugin: Plugin) -> None:
    with pytest.raises(JurisdictionError, match="verified of a dated value must be true or false"):
        plugin(("values.yaml", "section 12\n    verified: true", "section 12\n    verified: 'false'"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("checked: 2026-11-21 ", "checked: last year ", "checked is a day such as 2026-11-21"),
        ("severity: attend  ", "severity: grave  ", "'grave' is not a valid Severity"),
        ("  why: The office refuses", "  because: The office refuses", "unknown key because"),
        ("ids: [atlantis.harbour-missing]", "ids: [atlantis.late]", "atlantis.late is explained twice"),
        ("  source: Official gazette of 2026-07-01\n", "", "rule, source and checked belong together"),
    ],
)
def test_a_faulty_explanation_is_refused(plugin: Plugin, old: str, new: str, said: str) -> None:
    with pytest.raises(JurisdictionError, match=said):
        plugin(("findings.yaml", old, new))


def test_a_template_that_cannot_be_read_is_named(plugin: Plugin) -> None:
    jurisdiction = plugin()
    (jurisdiction.templates / "cover-letter.docx").write_bytes(b"no Word file")
    assert any("cover-letter.docx cannot be opened" in problem for problem in check(jurisdiction))


def on_a_record(jurisdiction: Jurisdiction, tmp_path: Path) -> Filing:
    case = tmp_path / "case"
    case.mkdir()
    (case / "record.yaml").write_text("language: en\napplicant: {name: {family: Doe}}\n", encoding="utf-8")
    record = load(case, {"atlantis": jurisdiction.schema} if jurisdiction.schema else {})
    return Filing(record, jurisdiction, jurisdiction.procedures["protection"], "en", datetime.date(2026, 11, 21))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("documents.py", 'arrival = filing.record.get("travel.entries.0.date")', "arrival = None.day"),
            r"`atlantis\.documents\.is_late` failed: AttributeError: .*documents\.py, line 11\)",
        ),
        (
            ("documents.py", 'days = filing.value("filing_period_days")', 'days = filing.value("period")'),
            r"`atlantis\.documents\.is_late` failed: KeyError: 'period' \(.*atlantis/documents\.py, line 12\)",
        ),
        (
            ("documents.py", 'return ["", "spouse"] if together else [""]', 'return "spouse"'),
            "applicants` failed: it gives str, not a",
        ),
        (
            ("documents.py", 'return ["", "spouse"] if together else [""]', 'return ["aunt"]'),
            "the record knows nobody called aunt",
        ),
        (("documents.py", "def applicants(", "def nobody("), "has no function `applicants`"),
    ],
)
def test_a_function_of_a_plugin_that_fails_is_named_with_its_line(
    plugin: Plugin, tmp_path: Path, change: tuple[str, str, str], said: str
) -> None:
    filing = on_a_record(plugin(change), tmp_path)
    with pytest.raises(JurisdictionError, match=said):
        filing.parts()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("return", "it gives NoneType, not a list of Finding"),
        ('return ["too late"]', "it gives str, not a list of Finding"),
        ("return 1 / 0", r"ZeroDivisionError: .*rules\.py, line 12"),
    ],
)
def test_rules_that_give_something_else_than_findings_stop_the_filing(
    plugin: Plugin, tmp_path: Path, given: str, said: str
) -> None:
    jurisdiction = plugin(("rules.py", "        return []\n", f"        {given}\n"))
    filing = on_a_record(jurisdiction, tmp_path)
    assert jurisdiction.rules
    with pytest.raises(JurisdictionError, match=rf"`atlantis\.rules\.rules` failed: {said}"):
        calling.findings(jurisdiction.rules, filing, {})


@pytest.mark.parametrize(("given", "said"), [("None", "it gives NoneType, not a dict"), ("{}[1]", "KeyError: 1")])
def test_names_for_a_template_that_are_none_stop_the_filing(plugin: Plugin, tmp_path: Path, given: str, said: str) -> None:
    old = 'return {"harbour": words(filing.record.get("atlantis.harbour"), filing.language)}'
    filing = on_a_record(plugin(("documents.py", old, f"return {given}")), tmp_path)
    with pytest.raises(JurisdictionError, match=rf"`atlantis\.documents\.context_cover_letter` failed: {said}"):
        calling.context(filing.jurisdiction.documents, "context_cover_letter", filing)
    assert calling.context(filing.jurisdiction.documents, "context_late_letter", filing) == {}


@pytest.mark.slow
def test_the_package_of_the_page_holds_all_its_files(plugin: Plugin, tmp_path: Path) -> None:
    """Not only in the folder it was written in: whoever installs it gets its tables and templates too."""
    plugin()
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", "out", "."]
    subprocess.run(command, cwd=tmp_path / "atlantis", check=True, capture_output=True, timeout=120)
    [wheel] = (tmp_path / "atlantis" / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        there = {name for name in archive.namelist() if name.startswith("atlantis/")}
    folder = tmp_path / "atlantis"
    wanted = {str(file.relative_to(folder)) for file in (folder / "atlantis").rglob("*") if file.is_file()}
    assert {name for name in wanted if "__pycache__" not in name} == there


@pytest.mark.slow
@pytest.mark.parametrize(("change", "code"), [((), 0), ((("answers.py", "def reasons(", "def grounds("),), 9)])
def test_the_command_checks_every_installed_plugin(
    plugin: Plugin, tmp_path: Path, change: tuple[tuple[str, str, str], ...], code: int
) -> None:
    """The plugin is installed as pip would: by the entry point that its metadata name."""
    plugin(*change)
    root = tmp_path / "atlantis"
    installed = root / "asylum_forms_atlantis-0.1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: asylum-forms-atlantis\nVersion: 0.1.0\n", encoding="utf-8")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    group, entries = next(iter(project["entry-points"].items()))
    lines = [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (installed / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "asylum_forms.cli.main", "jurisdictions", "--check", "--json"]
    result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}, timeout=60)
    assert result.returncode == code, result.stderr
    found = json.loads(result.stdout)
    assert found["us"] == []
    assert (found["atlantis"] == []) == (code == 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    meta:\n      label: Harbour where you arrived\n", "    meta:\n", "line 2: the question harbour needs a label"),
        ("      label: Harbour where you arrived\n", '      label: " "\n', "line 2: the question harbour needs a label"),
        (
            "  harbour:\n",
            "  ships:\n    type: list\n    meta: {label: Ships}\n"
            "    schema:\n      type: dict\n      schema:\n        name: {type: text}\n  harbour:\n",
            "line 8: the question ships.name needs a label",
        ),
    ],
)
def test_a_question_without_words_is_named_with_its_line(plugin: Plugin, old: str, new: str, said: str) -> None:
    """In the record that is to be filled in, nobody could know what it asks."""
    assert [problem for problem in check(plugin(("schema.yaml", old, new))) if said in problem and "schema.yaml" in problem]
