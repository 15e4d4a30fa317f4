"""The line above every page of a paper: its title, and whose it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document

from asylum_forms import resources

TEMPLATES = sorted(resources.folder("templates").rglob("*.docx"))
ROOM = 34
"""Letters of a title beside which the longest names have room."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_long_title_and_a_long_name_do_not_become_one_word(template: Path) -> None:
    line = Document(str(template)).sections[0].header.paragraphs[0].text
    title, tab, _other = line.partition("\t")
    form = title.startswith("{% if filing.draft %}")  # on wider pages, with a short name of the form
    longest = len(re.sub(r"{[%{].*?[%}]}", "", title))
    if tab and "{{" in line and not form and ("{{ heading }}" in title or longest > ROOM):
        assert title.endswith(" "), line
