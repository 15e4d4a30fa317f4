"""Brings the catalogs up to date with the messages of the source code, the schemas and the jurisdictions.

    python -m asylum_forms.i18n.update            # in a source checkout

Every `asylum_forms/i18n/<language>.po` then has all messages; new ones have an empty translation, existing translations are
kept, and those that nobody uses any more move to the end of the file as comments. Nothing is translated by similarity: a message
whose English has changed must be translated anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from asylum_forms.i18n import LANGUAGES

_HEADER = """# Translations of the messages of asylum-forms.
# Brought up to date by `python -m asylum_forms.i18n.update`, which keeps translations.
msgid ""
msgstr ""
"Project-Id-Version: asylum-forms\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without dates: the same messages give the same file."""

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def extract(root: Path = ROOT) -> Catalog:
    """All messages of a source checkout, as a template without translations. Raises FileNotFoundError outside one."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog(project="asylum-forms", charset="utf-8")
    # Babel skips folders by name and follows the given order; sorting keeps the catalogs the same on every machine.
    found = extract_from_dir(root, methods, options, keywords=DEFAULT_KEYWORDS, directory_filter=_wanted)
    for name, line, message, comments, context in sorted(found, key=lambda message: (message[0], message[1])):
        catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def _wanted(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith((".", "_")) and name not in ("build", "tests", "benchmarks", "examples")


def update(file: Path, language: str, template: Catalog) -> Catalog:
    """Write the catalog with all messages of the template and the translations it has; returns it."""
    if file.exists():
        with file.open("rb") as source:
            catalog = read_po(source, locale=language)
    else:
        catalog = Catalog(locale=language, charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True)
    with file.open("wb") as out:
        out.write(_HEADER.format(language=language).encode())
        write_po(out, catalog, width=120, include_lineno=False, omit_header=True)
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """Messages that have no translation, or one that nobody has confirmed (`fuzzy`)."""
    return [str(message.id) for message in catalog if message.id and (not message.string or message.fuzzy)]


def main() -> int:
    """Update every catalog and say what is left to translate."""
    template = extract()
    for language in LANGUAGES[1:]:
        left = untranslated(update(HERE / f"{language}.po", language, template))
        print(f"{language}: {len(template)} messages, {len(left)} without translation")
        for message in left:
            print(f"  {message}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
