"""The catalogue of findings: complete both ways, and what is read from the code to know that."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction import catalogue
from asylum_forms.jurisdiction.catalogue import Explanation
from asylum_forms.jurisdiction.idscan import Made, ids_in
from asylum_forms.jurisdiction.registry import all_jurisdictions

ROOT = Path(__file__).parents[2]
BY_NAME = "translation.*"
"""The checks of translations yield names; `test_every_check_of_a_translation_is_explained` looks at those."""


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return [*ids_in(ROOT / "asylum_forms"), *ids_in(ROOT / "jurisdictions")]


@pytest.fixture(scope="module")
def known() -> dict[str, Explanation]:
    return {**catalogue.engine(), **{id_: one for j in all_jurisdictions().values() for id_, one in j.findings.items()}}


def test_every_finding_that_the_code_makes_is_explained(made: list[Made], known: dict[str, Explanation]) -> None:
    assert len(made) > 200
    assert [one for one in made if not any(one.fits(id_) for id_ in known)] == []


def test_everything_explained_is_made_somewhere(made: list[Made], known: dict[str, Explanation]) -> None:
    assert [id_ for id_ in known if not any(one.fits(id_) for one in made)] == []


def test_ids_are_written_out_in_the_code(made: list[Made]) -> None:
    assert {one.id for one in made if one.id.endswith("*")} == {"ca.edition-*", "record.type-*", BY_NAME}


def test_no_finding_is_graver_or_milder_than_explained(made: list[Made], known: dict[str, Explanation]) -> None:
    wrong = [
        (id_, one)
        for id_, explained in known.items()
        for one in made
        if one.id != BY_NAME and one.fits(id_) and not one.severities <= set(explained.severities)
    ]
    assert wrong == []


def test_every_check_of_a_translation_is_explained(known: dict[str, Explanation]) -> None:
    tree = ast.parse((ROOT / "asylum_forms" / "translation" / "checks.py").read_text(encoding="utf-8"))
    found = [node.elts[0] for node in ast.walk(tree) if isinstance(node, ast.Tuple) and len(node.elts) == 3]
    names = {one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    assert {"date", "name", "repeated", "test-model"} <= names
    assert [name for name in names if f"translation.{name}" not in known] == []


def test_explanations_are_short_whole_sentences_without_placeholders(known: dict[str, Explanation]) -> None:
    for explained in known.values():
        for text in (explained.means, explained.why, explained.do):
            assert text[0].isupper() or text[0] == "`", text
            assert text.endswith("."), text
            assert len(text) <= 280, text
            assert [field for _text, field, *_rest in string.Formatter().parse(text) if field] == [], text


def test_a_rule_that_was_checked_says_where_and_when(known: dict[str, Explanation]) -> None:
    for explained in known.values():
        assert bool(explained.rule) == bool(explained.source)
        assert explained.rule or not explained.checked


def test_a_family_is_found_by_any_of_its_ids() -> None:
    explained = catalogue.find(catalogue.engine(), "record.type-text")
    assert explained is not None
    assert explained is catalogue.find(catalogue.engine(), "record.not-allowed")
    assert catalogue.find(catalogue.engine(), "record.typo") is None


EXPLAINED = {"xx.late": Explanation(("xx.late",), (Severity.NOTE,), "A.", "B.", "C.", "Act, section 1", "Gazette", "2026-11")}


def test_a_finding_without_a_rule_gets_the_one_of_the_catalogue() -> None:
    (found,) = catalogue.with_rules([Finding("xx.late", Severity.NOTE, "Late.")], EXPLAINED)
    assert (found.rule, found.source, found.checked) == ("Act, section 1", "Gazette", "2026-11")


def test_what_a_finding_says_of_its_rule_stays() -> None:
    own = Finding("xx.late", Severity.NOTE, "Late.", rule="Act, section 9", source="A newspaper", checked="")
    assert catalogue.with_rules([own], EXPLAINED) == [own]
    other = Finding("xx.other", Severity.NOTE, "Other.", source="A newspaper")
    assert catalogue.with_rules([other], EXPLAINED) == [other]


CODE = {
    "finding.py": """
def finding(filing, id, severity, *, rule=""):
    return Finding(f"xx.{id}", severity, "Said.")
""",
    "rules.py": """
from plugin.finding import finding

def rules(filing, late):
    yield finding(filing, "late" if late else "early", Severity.BLOCKS if late else Severity.NOTE)
    yield finding(filing, id="named", severity=Severity.ATTEND)
    yield finding(filing, f"edition-{filing.language}", Severity.NOTE)
    return [Finding(other.id, Severity.NOTE, "Handed on.")]
""",
    "notes.py": """
class Notes:
    def _note(self, text, id, severity=Severity.ATTEND):
        self.found.append(Finding(f"xx.note.{id}", severity, text))

    def look(self):
        self._note("One.", "one")
        self._note("Two.", "two", Severity.BLOCKS)
        self._note("Three.", self.name)

def hidden(id):
    return Finding(f"xx.hidden.{id}", Severity.NOTE, "Nobody is seen to call this.")
""",
}


def test_ids_are_read_through_the_functions_that_make_them(tmp_path: Path) -> None:
    for name, text in CODE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    blocks, attend, note = Severity.BLOCKS, Severity.ATTEND, Severity.NOTE
    assert [(one.id, set(one.severities)) for one in ids_in(tmp_path)] == [
        ("xx.early", {blocks, note}),
        ("xx.edition-*", {note}),
        ("xx.hidden.*", {note}),
        ("xx.late", {blocks, note}),
        ("xx.named", {attend}),
        ("xx.note.*", {attend}),
        ("xx.note.one", {attend}),
        ("xx.note.two", {blocks}),
    ]


@pytest.mark.parametrize(
    ("made", "explained", "fits"),
    [
        ("xx.late", "xx.late", True),
        ("xx.late", "xx.later", False),
        ("xx.edition-*", "xx.edition-*", True),
        ("xx.edition-*", "xx.edition-p-7", True),
        ("xx.edition-p-7", "xx.edition-*", True),
        ("xx.late", "xx.edition-*", False),
    ],
)
def test_an_id_fits_itself_and_its_family(made: str, explained: str, fits: bool) -> None:
    assert Made(made, "rules.py", 1).fits(explained) is fits
