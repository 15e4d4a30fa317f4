"""An index says that there is no evidence where the record says so, and nothing while that question is open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from asylum_forms.assembly.plan import Pages
from asylum_forms.case import open_filing
from asylum_forms.forms.render import words_of
from asylum_forms.packet.papers import document

RECORD = """\
asylum_forms: 1
language: en
filing_date: 2026-11-20
applicant:
  name: {family: Doe, given: Ada}
"""
NOTHING = re.compile(r"No (exhibits|documents|evidence)|Aucun")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("us/affirmative", "en"), ("kr/in-country", "ko")),
        *((f"ca/{procedure}", language) for procedure in ("inland", "overseas") for language in ("en", "fr")),
    ],
)
def test_an_open_question_asserts_nothing(tmp_path: Path, name: str, language: str) -> None:
    for answer, said in (("", False), ("evidence: none\n", True), ("evidence:\n", False)):
        (tmp_path / "record.yaml").write_text(RECORD + answer, encoding="utf-8")
        filing = open_filing(tmp_path, name, language=language)
        (part,) = [one for one in filing.procedure.parts if one.index]
        paper = document(filing, part, {}, ())
        assert bool(NOTHING.search(words_of(paper.template, paper.context(Pages({}))))) == said, answer
