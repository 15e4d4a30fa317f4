"""The catalogs: complete, with the placeholders of the English, and without anything English left in them."""

from __future__ import annotations

import ast
import io
import re
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from ruamel.yaml import YAML

from asylum_forms import i18n
from asylum_forms.i18n import compiled
from asylum_forms.i18n.update import HERE, ROOT, extract, untranslated, update

PLACEHOLDER = re.compile(r"\{[a-z_]*(?:![rs])?(?::[^{}]*)?\}")
CODE = re.compile(r"`[^`]+`")
TRANSLATED = i18n.LANGUAGES[1:]
SCRIPTS = {"zh_Hans": "[一-鿿]", "ko": "[가-힣]"}
"""The letters of the languages that are not written in Latin letters."""
NOT_TRANSLATED = (
    "forms forms add FILE",
    "forms models add FILE",
    "forms review CASE DOC",
    "Office of the Principal Legal Advisor",
)


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
def test_sentences_are_in_the_language(language: str) -> None:
    """A sentence without a letter of the language's script, or the same as the English one, was not translated."""
    own = re.compile(SCRIPTS.get(language, "."))
    for message in catalog(language):
        english, other = str(message.id), str(message.string)
        if len(english.split()) > 4:
            assert own.search(other), english
            assert other != english


@pytest.mark.parametrize("language", [language for language in TRANSLATED if language in SCRIPTS])
def test_no_words_of_another_language_are_left(language: str) -> None:
    """Several English words in a row are a name or a command that the English has too; words in the script of another catalog
    stand in the English, or in brackets: 성(姓)."""
    english_words = re.compile(r"[A-Za-z']+(?: [A-Za-z']+){3,}")
    foreign = re.compile("|".join(f"{script}+" for other, script in SCRIPTS.items() if other != language))
    for message in catalog(language):
        english, other = str(message.id), CODE.sub("", str(message.string))
        if not is_example(message):
            assert all(words in NOT_TRANSLATED for words in english_words.findall(other)), other
        for word in foreign.findall(other):
            assert word in english or f"({word})" in other, other


def test_korean_particles_fit_whatever_is_filled_in() -> None:
    """을 or 를, 이 or 가, ... depend on the sound before them; after a placeholder both are given: 을(를)."""
    known = ("language", "month", "day", "size")  # 한국어, 2월, 11일, 9자리 숫자: always the same sound
    bare = re.compile(r"\{([a-z_]+)\}[”’'`]?(?:이라는|라는|이라고|라고|으로|로|을|를|은|는|이|가|와|과)(?=[\s.,]|$)")
    found = [(m.id, name) for m in catalog("ko") for name in bare.findall(str(m.string)) if name not in known]
    assert found == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translated_examples_are_yaml(template: Catalog, language: str) -> None:
    translations = catalog(language)
    for message in filter(is_example, template):
        words = str(translations[message.id].string)
        if words.startswith("{"):
            value = YAML(typ="safe", pure=True).load(words)
            assert set(value) == {"en", language}, words
            assert value["en"] == str(message.id), words


def test_an_example_is_not_a_message_of_the_program_as_well(template: Catalog) -> None:
    """Its translation shows how to write an answer and would be nonsense anywhere else."""
    for message in filter(is_example, template):
        assert set(message.auto_comments) == {"example of an answer, as YAML"}, message.id
        assert all(file.startswith("schemas/") for file, _line in message.locations), message.id


def test_every_message_in_the_code_is_extracted(template: Catalog) -> None:
    """Babel does not look into f-strings: a message in one would stay English for ever."""
    for folder in ("asylum_forms", "jurisdictions"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                    said = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                    assert said == "" or said in template, f"{file}, line {node.lineno}: {said}"


def test_schemas_and_jurisdictions_are_extracted(template: Catalog) -> None:
    for message in ("Date of birth", "Cover letter", "name before marriage", "Shop owner", "Example: {example}"):
        assert message in template
    assert not {"LIN", "1986-03-14", "label", "help", "E00000000"} & {message.id for message in template}
    assert "BOC" in template, "FDA in French"


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


def _said(binary: bytes, message: str) -> str:
    return GNUTranslations(io.BytesIO(binary)).gettext(message)


def _po(file: Path, words: str) -> Path:
    catalog = Catalog(locale="zh_Hans", charset="utf-8")
    catalog.add("Date of birth", words)
    with file.open("wb") as out:
        write_po(out, catalog)
    return file


def test_a_catalog_is_compiled_once_and_anew_when_its_words_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = _po(tmp_path / "zh_Hans.po", "出生日期")
    assert _said(compiled(file), "Date of birth") == "出生日期"
    (kept,) = (tmp_path / "__pycache__").iterdir()
    made = kept.stat().st_mtime_ns
    assert _said(compiled(file), "Date of birth") == "出生日期"
    assert kept.stat().st_mtime_ns == made
    assert _said(compiled(_po(file, "生日")), "Date of birth") == "生日"
    (other,) = (tmp_path / "__pycache__").iterdir()
    assert other != kept


def test_where_nothing_may_be_written_a_catalog_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "__pycache__").write_text("no folder")
    assert _said(compiled(_po(tmp_path / "zh_Hans.po", "出生日期")), "Date of birth") == "出生日期"
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _said(compiled(tmp_path / "zh_Hans.po"), "Date of birth") == "出生日期"
    assert not (tmp_path / "__pycache__").exists()


def test_what_help_says_and_what_is_said_of_sources_is_extracted(template: Catalog) -> None:
    for message in (
        "Say what is still missing or wrong, without building anything.",  # a docstring
        "The folder of the case.",  # help= of an argument
        "EOIR upload guidelines as quoted by a third party",
        "refugee-application",
    ):
        assert message in template
    assert not {"8 CFR 103.2(b)(3); 8 CFR 1003.33; EOIR Policy Manual, chapter 3.3(a)", "I-589", "omb.report"} & {
        message.id for message in template
    }
