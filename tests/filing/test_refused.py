"""A build that is refused leaves nothing behind: no folder that was not there before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asylum_forms import build
from asylum_forms.built import CACHE
from asylum_forms.errors import AsylumFormsError

from .conftest import quiet

MARKED = """\
    redact:
      - {words: Nobody of that name, reason: Name of a child}
"""


def nothing(case: Path) -> None:
    """The case as it is."""


def add_to_the_record(text: str) -> Callable[[Path], None]:
    def change(case: Path) -> None:
        with (case / "record.yaml").open("a", encoding="utf-8") as record:
            record.write(text)

    return change


def break_the_letter(case: Path) -> None:
    letter = case / "evidence" / "letter.txt"
    letter.write_text("Dear office \U0010fffd\n", encoding="utf-8")


def take_the_letter_away(case: Path) -> None:
    (case / "evidence" / "letter.txt").unlink()


def write_what_no_font_has(case: Path) -> None:
    record = case / "record.yaml"
    record.write_text(
        record.read_text(encoding="utf-8").replace("I was there.", "I was \u10a40 there \U0001e900."), encoding="utf-8"
    )


REFUSED: list[tuple[str, Callable[[Path], None], dict[str, Any]]] = [
    ("redaction of what is not there", add_to_the_record(MARKED), {"redacted": True}),
    ("no such profile", nothing, {"profile": "no-such"}),
    ("nobody of that id", nothing, {"person": "nobody"}),
    ("no such set", nothing, {"sets": ["no-such"]}),
    ("no such language", nothing, {"language": "fr"}),
    ("no such Word file", nothing, {"fresh": ["no-such"]}),
    ("no rule for changed pages", nothing, {"amends": [Path()]}),
    ("missing evidence", take_the_letter_away, {}),
    ("a letter that no font has, in the evidence", break_the_letter, {}),
    ("a letter that no font has, in the record", write_what_no_font_has, {}),
]


@pytest.mark.parametrize(("change", "asked"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_nothing_is_left_of_a_refused_build(
    change: Callable[[Path], None], asked: dict[str, Any], small_case: Callable[..., Path]
) -> None:
    case = small_case()
    change(case)
    before = sorted(case.rglob("*"))
    with pytest.raises(AsylumFormsError):
        build.build(case, "us/affirmative", progress=quiet, **asked)
    assert sorted(case.rglob("*")) == before


def test_what_others_put_into_the_new_folder_stays(small_case: Callable[..., Path], tmp_path: Path) -> None:
    """While we build, somebody saves a file of their own there: it is not ours to remove."""
    case, out = small_case(), tmp_path / "new" / "out"
    add_to_the_record(MARKED)(case)

    def meanwhile(step: str, done: int = 0, total: int = 0) -> None:
        if out.exists():
            (out / "note.txt").write_text("mine")

    with pytest.raises(AsylumFormsError):
        build.build(case, "us/affirmative", out=out, redacted=True, progress=meanwhile)
    assert [file.name for file in out.iterdir()] == ["note.txt"]


def test_a_folder_that_was_there_stays(small_case: Callable[..., Path], tmp_path: Path) -> None:
    case, out = small_case(), tmp_path / "out"
    out.mkdir()
    add_to_the_record(MARKED)(case)
    with pytest.raises(AsylumFormsError):
        build.build(case, "us/affirmative", out=out, redacted=True, progress=quiet)
    assert out.is_dir()
    assert {file.name for file in out.iterdir()} <= {CACHE}


@pytest.mark.parametrize("name", [".", "evidence", "evidence/more", "forms", "people", "templates", "translations"])
def test_no_filing_is_made_among_the_papers_of_the_case(name: str, small_case: Callable[..., Path]) -> None:
    case = small_case()
    before = sorted(case.rglob("*"))
    with pytest.raises(AsylumFormsError, match="among the papers of the case") as caught:
        build.build(case, "us/affirmative", out=case / name, progress=quiet)
    assert "--out" in caught.value.remedy
    assert sorted(case.rglob("*")) == before


def test_no_filing_is_made_where_a_link_leads_among_the_papers_of_the_case(
    small_case: Callable[..., Path], tmp_path: Path
) -> None:
    case = small_case()
    (tmp_path / "link").symlink_to(case / "evidence")
    with pytest.raises(AsylumFormsError, match="among the papers of the case"):
        build.build(case, "us/affirmative", out=tmp_path / "link", progress=quiet)
