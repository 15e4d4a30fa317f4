"""Where the Word template of a document or form lies."""

from __future__ import annotations

from pathlib import Path

from asylum_forms import resources
from asylum_forms.jurisdiction.contract import Jurisdiction

SEPARATOR = "exhibit-separator"
"""The page before each exhibit."""
TRANSLATION = "translation"
"""The pages of a translation that was made segment by segment."""
SHEETS = "continuation-sheets"
"""What has no room on a filled official form that has no page of its own for it."""
READING_COPY = "reading-copy"
"""What one person files and signs, in both languages, for that person to read. No part of the filing."""
CERTIFICATE = "translator-certificate"
"""The certificate of each translation."""


def find_template(jurisdiction: Jurisdiction, name: str, language: str = "") -> Path | None:
    """The jurisdiction's own `<name>.<language>.docx` or `<name>.docx`, or else one that all share; None when there is none."""
    folders = (jurisdiction.templates, resources.folder("templates") / "common")
    names = (*((f"{name}.{language}.docx",) if language else ()), f"{name}.docx")
    return next((file for folder in folders for own in names if (file := folder / own).exists()), None)
