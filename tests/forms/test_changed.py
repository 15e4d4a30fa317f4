"""Word files that show what an earlier version of them does not have."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from asylum_forms.forms import changed
from asylum_forms.pdf.links import INTERNAL


def word(file: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        first, *rest = text.split("|")
        paragraph = document.add_paragraph(first)
        for piece in rest:
            paragraph.add_run(piece).bold = True
    document.save(str(file))
    return file


def underlined(file: Path) -> list[str]:
    """The runs that are underlined, joined where one follows the other."""
    found: list[str] = []
    for paragraph in docx.Document(str(file)).paragraphs:
        before = False
        for run in paragraph.runs:
            if run.underline and before:
                found[-1] += run.text
            elif run.underline:
                found.append(run.text)
            before = bool(run.underline)
    return found


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (["I was held for two hours."], ["I was held for three hours."], ["three"]),
        (["One.", "Three."], ["One.", "Two.", "Three."], ["Two."]),
        (["我被关了两个小时。"], ["我被关了三个小时。"], ["三"]),
        (["One two three."], ["One three."], []),
        (["A letter came in May."], ["A letter| came in| June."], ["June"]),
        (["Same.", "Words."], ["Same.", "Words."], []),
    ],
)
def test_only_what_is_new_is_underlined(tmp_path: Path, old: list[str], new: list[str], shown: list[str]) -> None:
    before, after = word(tmp_path / "old.docx", *old), word(tmp_path / "new.docx", *new)
    words = [paragraph.text for paragraph in docx.Document(str(after)).paragraphs]
    found = changed.underline(after, before)
    assert underlined(after) == shown
    assert bool(found) == (old != new)
    assert [paragraph.text for paragraph in docx.Document(str(after)).paragraphs] == words


def test_without_an_earlier_version_everything_is_new(tmp_path: Path) -> None:
    file = word(tmp_path / "new.docx", "I was there.")
    changed.underline(file, None)
    assert underlined(file) == ["I was there."]


def test_bold_words_stay_bold_when_they_are_underlined(tmp_path: Path) -> None:
    file = word(tmp_path / "new.docx", "A letter| in June")
    changed.underline(file, word(tmp_path / "old.docx", "A letter| in May"))
    runs = {run.text: run for run in docx.Document(str(file)).paragraphs[0].runs}
    assert runs["June"].underline
    assert runs["June"].bold
    assert not runs["A letter"].bold


def test_every_page_gets_a_line_to_sign_that_assembly_finds(tmp_path: Path) -> None:
    file = word(tmp_path / "new.docx", "I was there.")
    foot = changed.add_signature(file, "applicant", ("Signature:", "Date:"), 12)
    footer = docx.Document(str(file)).sections[0].footer
    assert footer.paragraphs[0].text.split() == foot.split()
    assert f"{INTERNAL}sign/applicant" in {relation.target_ref for relation in footer.part.rels.values()}
