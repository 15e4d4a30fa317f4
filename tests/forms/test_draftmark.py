"""Papers that show words nobody has confirmed: found by the words, marked on every page, also after somebody edited them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from asylum_forms.forms.draftmark import mark, shows, words_of
from asylum_forms.tools import libreoffice

MARK = "DRAFT – translated by a machine, not checked"
STORY = "On 19 June 2018 six officers took me from my home to a guest house and questioned me for two days without a break."


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY.replace(" ", "\n"),
        f"B.1.A: {STORY[:60]} (continued) Name: LIN Supplement B {STORY[60:]}",
        f"Before. {STORY} After.",
    ],
)
def test_a_draft_is_found_however_its_lines_are_broken(text: str) -> None:
    assert shows(text, ["", STORY])


def test_a_draft_with_citations_is_found_where_they_are_printed_in_other_words() -> None:
    assert shows("They gave me a paper (Exhibit C, p. 41) and left.", ["They gave me a paper ([[summons p. 2]]) and left."])


def test_a_paper_without_drafts_is_none() -> None:
    assert not shows("On 19 June 2018 I was at home.", [STORY, "。", ""])


@given(st.text(min_size=1), st.text(), st.text())
def test_whatever_is_printed_whole_is_found(draft: str, before: str, after: str) -> None:
    from asylum_forms.record.citations import CITATION

    if draft.strip(" \t\n.,;:!?。，；：！？()（）") and not CITATION.search(draft) and "".join(draft.split()) == draft:
        assert shows(before + draft + after, [draft]) or "\0" in draft


def paper(file: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("First page")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = STORY
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = True
    document.add_paragraph("Another section")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Its second page")
    document.save(str(file))
    return file


def test_words_in_tables_are_seen(tmp_path: Path) -> None:
    assert shows(words_of(paper(tmp_path / "a.docx")), [STORY])


def test_every_page_bears_the_mark(tmp_path: Path) -> None:
    mark(paper(tmp_path / "a.docx"), MARK, tmp_path / "b.docx")
    (pdf,) = libreoffice.convert([tmp_path / "b.docx"], tmp_path / "pdf")
    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    assert len(pages) == 4
    assert all(page.count(MARK) == 1 for page in pages)


def test_a_paper_is_marked_once(tmp_path: Path) -> None:
    file = paper(tmp_path / "a.docx")
    mark(file, MARK, file)
    before = file.read_bytes()
    mark(file, MARK, file)
    assert file.read_bytes() == before
