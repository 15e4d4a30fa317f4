"""Where the Word template of a document or form lies."""

from __future__ import annotations

from pathlib import Path

from asylum_forms import resources
from asylum_forms.jurisdiction.contract import Entry, Filing, Jurisdiction

SEPARATOR = "exhibit-separator"
"""The page before each exhibit."""
TRANSLATION = "translation"
"""The pages of a translation that was made segment by segment."""
SHEETS = "continuation-sheets"
"""What has no room on a filled official form that has no page of its own for it."""
READING_COPY = "reading-copy"
"""What one person files and signs, in both languages, for that person to read. No part of the filing."""
COPY_COVER = "copy-cover"
"""What stands before the copy of a filing that is made for one of several people: whose it is."""
CERTIFICATE = "translator-certificate"
"""The certificate of translations."""


def wording(filing: Filing, name: str) -> Entry | None:
    """The wording of a document on the filing date, where a rule decides it: the entry of `values.yaml` called as the document,
    or `<document>.<procedure>`; of one that is handed in after the filing `<document>.supplement`. Its value is the name of the
    Word template that holds the words."""
    values = filing.jurisdiction.values
    names = [f"{name}.supplement"] if filing.filed is not None else []
    dated = next((values[known] for known in (*names, f"{name}.{filing.procedure.id}", name) if known in values), None)
    return dated.entry(filing.date) if dated else None


def template_on(filing: Filing, name: str) -> Path | None:
    """The Word template of a document in force on the filing date, in the language of the filing; None when there is none."""
    entry = wording(filing, name)
    return find_template(filing.jurisdiction, entry.value if entry else name, filing.language)


def find_template(jurisdiction: Jurisdiction, name: str, language: str = "") -> Path | None:
    """The jurisdiction's own `<name>.<language>.docx` or `<name>.docx`, or else one that all share; None when there is none."""
    folders = (jurisdiction.templates, resources.folder("templates") / "common")
    names = (*((f"{name}.{language}.docx",) if language else ()), f"{name}.docx")
    return next((file for folder in folders for own in names if (file := folder / own).exists()), None)
