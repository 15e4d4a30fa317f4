"""The crosswalk page in docs/, made from the form tables."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def crosswalk() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_crosswalk", ROOT / "docs" / "crosswalk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(crosswalk: ModuleType) -> str:
    return str(crosswalk.page())


def row(page: str, path: str) -> dict[str, str]:
    """The line of a field, by the name of the country."""
    lines = page.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"| `{path}` |"))
    head = next(line for line in reversed(lines[:at]) if line.startswith("| Field |"))
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in (head, lines[at])]
    return dict(zip(*cells, strict=True))


def test_the_page_is_what_the_script_makes_of_the_form_tables(page: str) -> None:
    made = (ROOT / "docs" / "crosswalk.md").read_text(encoding="utf-8")
    assert made == page, "run .venv/bin/python docs/crosswalk.py"


def test_a_field_shows_the_items_of_each_country(page: str) -> None:
    birth = row(page, "applicant.birth.date")
    assert birth["United States"] == "I-589 A.I.12"
    assert birth["Republic of Korea"].startswith("refugee-application 1.5, ")
    assert "I-589 A.III.3.school" in row(page, "education.school")["United States"]


def test_what_a_country_does_not_read_is_said_in_the_line_and_at_the_end(page: str) -> None:
    assert row(page, "applicant.nationality_at_birth")["Republic of Korea"] == "–"
    unused = page[page.index("# Fields that a country does not use") :]
    korea = next(line for line in unused.splitlines() if line.startswith("- **Republic of Korea:**"))
    assert "`applicant.nationality_at_birth`" in korea
    assert "`applicant.birth.date`" not in unused


def test_what_letters_and_exhibits_read_is_not_called_unused(page: str) -> None:
    assert "every filing" in row(page, "evidence.title")["United States"]
    assert "cover letter" in row(page, "applicant.contact.email")["United States"]
    assert "declaration" in row(page, "statement.text")["United States"]
    assert "`applicant.contact.email`" not in page[page.index("# Fields that a country does not use") :]


def test_a_countrys_own_questions_about_people_stand_once(page: str) -> None:
    own = page[page.index("# Questions that only one country asks") :]
    assert own.count("us.a_number`") == 1
    assert "I-589 A.I.1, " in next(line for line in own.splitlines() if "us.a_number`" in line)
