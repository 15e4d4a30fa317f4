"""Whoever signs must be able to read what stands above the line: every such text of ours is in every language of our catalogs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import jinja2
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from asylum_forms.errors import JurisdictionError
from asylum_forms.forms import word
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import LANGUAGES
from asylum_forms.jurisdiction import registry, unofficial
from asylum_forms.jurisdiction.contract import Jurisdiction

ALL = registry.all_jurisdictions()
SIGNS = re.compile(r"\{\{r signature\(")
NO_WORDS = ("SignatureBlock", "SignatureSpace", "Block", "BlockRight", "FormCaption")
"""Styles of what belongs to the line itself, and of what nobody declares."""


class _Anything(jinja2.Undefined):
    """Whatever a template asks for; a condition comes out one way or the other, the same all through a text."""

    thrown: dict[str | None, int] = {}  # noqa: RUF012 - one throw of the dice for each name of a text
    dice = random.Random(589)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_args: Any) -> Any:
        return self

    def __getitem__(self, _key: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter([self])

    def __str__(self) -> str:
        return "Xu"

    def __len__(self) -> int:
        return self.thrown.setdefault(self._undefined_name, self.dice.randrange(4))

    def __bool__(self) -> bool:
        return len(self) > 1

    def __gt__(self, _other: object) -> bool:
        return len(self) > 2  # what is more than one is there

    def __eq__(self, _other: object) -> bool:
        return self.dice.random() < 0.5

    __hash__ = None  # type: ignore[assignment]


ENVIRONMENT = jinja2.Environment(undefined=_Anything)


def lacking(jurisdiction: Jurisdiction, words: str, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """The languages in which nothing says these words."""
    known = unofficial.read(jurisdiction.folder)
    return [language for language in languages if not known.of(words, language)]


def above(template: Path) -> Iterator[str]:
    """What can stand above a line to sign in a template: up to the heading before it, or to what the applicant tells."""
    paragraphs = list(docx.Document(str(template)).element.body.iter(qn("w:p")))
    for number, element in enumerate(paragraphs):
        if not SIGNS.search(Paragraph(element, None).text):  # type: ignore[arg-type]
            continue
        table = next(element.iterancestors(qn("w:tbl")), None)
        told = False
        for one in reversed([p for p in paragraphs[:number] if next(p.iterancestors(qn("w:tbl")), None) in (None, table)]):
            paragraph = Paragraph(one, None)  # type: ignore[arg-type]
            style = str(one.pPr.pStyle.val) if one.pPr is not None and one.pPr.pStyle is not None else ""
            text = paragraph.text.strip()
            if style.startswith(("Heading", "Title")) or (told and style == "Centered") or text.startswith("{{r cited("):
                break
            said = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text).strip(" _.,:–☐☒")
            if style not in NO_WORDS and said and not text.startswith("{%p"):
                told = True
                yield text


def spoken(text: str) -> set[str]:
    """What a paragraph of a template can come out as."""
    made = ENVIRONMENT.from_string(text.replace("{{r ", "{{ "))
    said = set()
    for _try in range(60):
        _Anything.thrown.clear()
        said |= set(made.render().splitlines())
    return said


TEMPLATES = [(j, file) for j in ALL.values() for file in sorted(j.templates.glob("*.docx")) if any(above(file))]


@pytest.mark.parametrize(("jurisdiction", "template"), TEMPLATES, ids=[f"{j.code}/{file.name}" for j, file in TEMPLATES])
def test_what_a_paper_says_above_a_line_to_sign_is_there_in_every_language(jurisdiction: Jurisdiction, template: Path) -> None:
    wanting = {said: found for text in above(template) for said in spoken(text) if (found := lacking(jurisdiction, said))}
    assert wanting == {}


def tables() -> Iterator[tuple[Jurisdiction, FormTable]]:
    for jurisdiction in ALL.values():
        for file in jurisdiction.tables.values():
            for language in read_table(file).languages or ("",):
                yield jurisdiction, read_table(file, language) if language else read_table(file)


@pytest.mark.parametrize(
    ("jurisdiction", "table"), list(tables()), ids=lambda one: getattr(one, "code", None) or f"{one.form}-{one.language}"
)
def test_what_a_form_says_at_a_place_to_sign_is_there_in_every_language(jurisdiction: Jurisdiction, table: FormTable) -> None:
    on_sheets = [item for sheet in table.sheets.values() for item in sheet.items]
    wanting: dict[str, list[str]] = {}
    for item in (one for one in [*table.items.values(), *on_sheets] if one.sign):
        declared = item.declares in table.items  # what a function says is tried where the function is
        for words in [] if declared else item.declares.splitlines() or [*item.captions.values()] or [item.label]:
            wanting.update({words: found} if words and (found := lacking(jurisdiction, words)) else {})
    assert wanting == {}


def captions(template: Path) -> set[str]:
    """What stands before facts, or above them, in the tables of a template."""
    found = {caption.strip(" :") for row in word.rows_of(template) for caption, _words in row}
    return {caption for caption in found if caption and "{" not in caption}


@pytest.mark.parametrize(
    "name",
    ["unhcr/written-statement", "kr/personal-statement", "kr/objection-brief", "ca/missing-documents", "ca/overseas-index"],
)
def test_what_stands_before_the_facts_of_a_paper_is_there_in_every_language(name: str) -> None:
    code, _slash, paper = name.partition("/")
    templates = sorted(ALL[code].templates.glob(f"{paper}*.docx"))
    printed = {caption: template for template in templates for caption in captions(template)}
    assert printed
    known = unofficial.read(ALL[code].folder)
    assert [(said, language) for said in printed for language in LANGUAGES if not known.caption(said, language)] == []


def written(folder: Path, text: str) -> unofficial.Unofficial:
    folder.mkdir(exist_ok=True)
    (folder / unofficial.NAME).write_text(text, encoding="utf-8")
    unofficial.read.cache_clear()
    return unofficial.read(folder)


def test_a_hole_takes_its_words_along(tmp_path: Path) -> None:
    known = written(tmp_path, '- {en: "Read to me in {language}.", fr: "Lu en {language}."}')
    assert known.of("Read to me  in Chinese.", "fr", {"Chinese": "chinois"}.__getitem__) == "Lu en chinois."


def test_of_two_texts_that_fit_that_with_more_words_of_its_own_is_meant(tmp_path: Path) -> None:
    known = written(
        tmp_path, '[{en: "In {one}.", fr: "En {one}."}, {en: "In {one} ({other}).", fr: "En {one}, à savoir {other}."}]'
    )
    assert known.of("In Chinese (Mandarin).", "fr") == "En Chinese, à savoir Mandarin."


def test_words_that_somebody_has_changed_or_put_in_have_no_translation(tmp_path: Path) -> None:
    known = written(tmp_path, '- {en: "Read to me in {language}, before I signed.", fr: "Lu en {language}."}')
    assert known.of("Read to me in Chinese, after I signed.", "fr") == ""
    assert known.of("Read to me in Chinese. I owe him money, before I signed.", "fr") == ""


def test_words_in_the_readers_language_stay_as_they_are(tmp_path: Path) -> None:
    assert written(tmp_path, "- {ko: 위 진술은, fr: Ce qui précède}").of("위 진술은", "ko") == "위 진술은"


def test_an_entry_whose_languages_differ_in_their_holes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JurisdictionError, match="not the same"):
        written(tmp_path, '- {en: "I, {name}, agree", fr: "Je suis d’accord"}')


def test_a_text_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JurisdictionError, match="twice"):
        written(tmp_path, "[{en: Date, fr: Date}, {en: Date, fr: Jour}]")


def test_a_country_without_such_a_file_has_none(tmp_path: Path) -> None:
    assert unofficial.read(tmp_path / "nowhere").of("Signature", "fr") == ""
