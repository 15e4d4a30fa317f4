"""The catalogs: complete, with the placeholders of the English, and without anything English left in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from ruamel.yaml import YAML

from asylum_forms import i18n
from asylum_forms.i18n.update import HERE, extract, untranslated, update

PLACEHOLDER = re.compile(r"\{[a-z_]*(?:![rs])?(?::[^{}]*)?\}")
CODE = re.compile(r"`[^`]+`")
TRANSLATED = i18n.LANGUAGES[1:]


@pytest.fixture(scope="module")
def template() -> Catalog:
    return extract()


def catalog(language: str) -> Catalog:
    with (HERE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def is_example(message: Message) -> bool:
    return "example of an answer, as YAML" in message.auto_comments


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_program_is_in_the_catalog(template: Catalog, language: str) -> None:
    known = {message.id for message in catalog(language)}
    missing = [message.id for message in template if message.id and message.id not in known]
    assert missing == [], "run `python -m asylum_forms.i18n.update`, then translate"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_confirmed(language: str) -> None:
    assert untranslated(catalog(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_placeholders_of_the_english(language: str) -> None:
    wrong = [
        (message.id, message.string)
        for message in catalog(language)
        if not is_example(message) and set(PLACEHOLDER.findall(str(message.id))) != set(PLACEHOLDER.findall(str(message.string)))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_words_to_be_typed_are_not_translated(language: str) -> None:
    """What stands between backticks, and the four words, is typed as it is."""
    words = ("none", "not_applicable", "unknown", "declined", "present")
    for message in catalog(language):
        english, other = str(message.id), str(message.string)
        for code in CODE.findall(english):
            assert code in ("`question: answer`",) or code in other, (english, other)
        for word in words:
            if re.search(rf"\bwrite {word}\b", english, re.IGNORECASE):
                assert word in other, (english, other)


@pytest.mark.parametrize("language", TRANSLATED)
def test_chinese_sentences_are_chinese(language: str) -> None:
    """A sentence that came back without a Chinese character was not translated."""
    han = re.compile("[一-鿿]")
    left = [str(m.id) for m in catalog(language) if len(str(m.id).split()) > 4 and not han.search(str(m.string))]
    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translated_examples_are_yaml(template: Catalog, language: str) -> None:
    translations = catalog(language)
    for message in filter(is_example, template):
        words = str(translations[message.id].string)
        if words.startswith("{"):
            value = YAML(typ="safe", pure=True).load(words)
            assert set(value) == {"en", language}, words


def test_an_example_is_not_a_message_of_the_program_as_well(template: Catalog) -> None:
    """Its translation shows how to write an answer and would be nonsense anywhere else."""
    for message in filter(is_example, template):
        assert set(message.auto_comments) == {"example of an answer, as YAML"}, message.id
        assert all(file.startswith("schemas/") for file, _line in message.locations), message.id


def test_schemas_and_jurisdictions_are_extracted(template: Catalog) -> None:
    for message in ("Date of birth", "Cover letter", "name before marriage", "Shop owner", "Example: {example}"):
        assert message in template
    assert not {"LIN", "1986-03-14", "label", "help", "E00000000"} & {message.id for message in template}


def test_updating_keeps_translations_and_guesses_none(tmp_path: Path) -> None:
    file = tmp_path / "zh_Hans.po"
    old = Catalog(locale="zh_Hans")
    for message in ("Date of birth", "No longer used."):
        old.add(message, locations=[("a.py", 1)])
    update(file, "zh_Hans", old)
    with file.open("rb") as source:
        first = read_po(source, locale="zh_Hans")
    first["Date of birth"].string = "出生日期"
    first["No longer used."].string = "不再使用。"
    with file.open("wb") as out:
        write_po(out, first)
    new = Catalog(locale="zh_Hans")
    for message in ("Date of birth", "Date of death"):
        new.add(message, locations=[("a.py", 1)])
    update(file, "zh_Hans", new)
    with file.open("rb") as source:
        second = read_po(source, locale="zh_Hans")
    assert second["Date of birth"].string == "出生日期"
    assert untranslated(second) == ["Date of death"]
    assert second.obsolete["No longer used."].string == "不再使用。"
    before = file.read_bytes()
    update(file, "zh_Hans", new)
    assert file.read_bytes() == before
