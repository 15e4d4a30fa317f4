"""A form that is printed in one of several languages: one table, wordings by language, a template for each language."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from asylum_forms.errors import FormError
from asylum_forms.forms.draw import draw_form
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import text_of
from asylum_forms.forms.wordcheck import check_template

TABLE = """
form: T
edition: 2026-01-01
title: {en: Application, fr: Demande}
source: https://office.example
verified: false
language: [en, fr]
words:
  en: {none: None, not_applicable: N/A, unknown: Don't know, declined: Declined}
  fr: {none: Aucun, not_applicable: S.O., unknown: Ne sais pas, declined: Refuse}
unused: {en: N/A, fr: S.O.}
dates: {day: yyyy-MM-dd, month: yyyy-MM, year: yyyy, approx: {en: "about {}", fr: "vers {}"}}
items:
  A: {label: {en: Family name, fr: Nom de famille}, from: applicant.name.family}
  B:
    label: {en: Language, fr: Langue}
    from: applicant.sex
    as: choice
    options:
      en: {label: {en: English, fr: anglais}}
      fr: {label: {en: French, fr: français}}
  C:
    label: {en: Places, fr: Lieux}
    rows: residences
    columns:
      city: {label: {en: City, fr: Ville}, from: address.city}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "t.yaml").write_text(TABLE, encoding="utf-8")
    return tmp_path / "t.yaml"


def test_every_wording_is_in_the_language_asked_for(file: Path) -> None:
    table = read_table(file, "fr")
    assert (table.language, table.languages, table.title) == ("fr", ("en", "fr"), "Demande")
    assert (table.words["unknown"], table.unused, table.dates["approx"]) == ("Ne sais pas", "S.O.", "vers {}")
    assert table.items["A"].label == "Nom de famille"
    assert {option.key: option.label for option in table.items["B"].options} == {"en": "anglais", "fr": "français"}
    assert table.items["C"].columns[0].label == "Ville"


def test_what_was_compared_in_one_language_is_not_compared_in_the_other(file: Path) -> None:
    file.write_text(TABLE.replace("verified: false", 'verified: {on: 2026-01-02, language: en, against: "the English form"}'))
    assert str(read_table(file, "en").verified_on) == "2026-01-02"
    assert read_table(file, "fr").verified_on is None


@pytest.mark.parametrize("language", ["", "en", "de"])
def test_without_one_of_its_languages_the_form_is_in_the_first(file: Path, language: str) -> None:
    assert read_table(file, language).items["A"].label == "Family name"


def test_a_wording_that_lacks_a_language_is_a_fault_with_its_line(file: Path) -> None:
    file.write_text(TABLE.replace(", fr: Nom de famille", ""), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_table(file, "en")
    assert [(f.place.line, f.message) for f in caught.value.findings] == [(14, "The words in fr are missing.")]


def test_the_sheet_is_drawn_in_one_language_with_type_no_smaller_than_asked(file: Path, tmp_path: Path) -> None:
    table, out = read_table(file, "fr"), tmp_path / "t.fr.docx"
    words = {"header": "Formulaire {form}", "title": "{form}, {edition}", "kind": "Feuille", "order": "Voir {source}"}
    draw_form(table, out, {"size": 12, "least": 12, "wording": words, "A": ["# Identité", "Point 1"]})
    assert check_template(out, table) == []
    text = text_of(out)
    assert "Nom de famille" in text
    assert "Identité" in text
    assert not any(word in text for word in ("answer sheet", "Family", "Boxes"))
    sizes = [
        s.font.size.pt for s in docx.Document(str(out)).styles if getattr(s, "font", None) and s.font.size and s.name != "Control"
    ]
    assert min(sizes) == 12
