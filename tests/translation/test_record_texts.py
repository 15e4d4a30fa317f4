"""The record's own texts on their way to translation and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.translation.texts import untranslated, with_translations

GAP = "*** MISSING"
RECORD = """\
language: zh_Hans
applicant:
  name: {family: Lin, given: Wei, native: 林伟}
  occupation: 农民
  religion: {zh_Hans: 佛教, en: Buddhist}
  home_address: {street: {und: 8 Heping Road}, city: Luoyang}
harm:
  - {what: 他们打了我。, where: {en: At home}}
  - {what: none}
statement:
  text: |
    # 我是谁

    我是农民。[[summons]]
    我有两个孩子。
"""


@pytest.fixture
def record(tmp_path: Path) -> Record:
    (tmp_path / "record.yaml").write_text(RECORD, encoding="utf-8")
    return load(tmp_path)


def everything(path: str) -> bool:
    return True


def test_what_has_no_words_in_the_language_is_found_and_names_and_addresses_are_not(record: Record) -> None:
    found = {text.path: (text.language, text.words) for text in untranslated(record, "en", everything)}
    assert list(found) == ["applicant.occupation", "harm.0.what", "statement.text"]
    assert found["harm.0.what"] == ("zh_Hans", "他们打了我。")


def test_only_what_the_filing_prints_is_asked_for(record: Record) -> None:
    found = untranslated(record, "en", lambda path: path == "harm.what")
    assert [text.path for text in found] == ["harm.0.what"]


def test_words_in_another_language_than_the_records_are_a_source_too(record: Record) -> None:
    found = {text.path: text.language for text in untranslated(record, "ko", everything)}
    assert found["harm.0.where"] == "en"
    assert found["applicant.religion"] == "zh_Hans"


def test_a_text_falls_into_paragraphs_and_is_put_together_again(record: Record) -> None:
    text = next(text for text in untranslated(record, "en", everything) if text.path == "statement.text")
    assert text.paragraphs() == ["我是谁", "我是农民。[[summons]]", "我有两个孩子。"]
    done = with_translations(record, "en", {text.path: {0: "Who I am", 1: "I farm. [[summons]]", 2: "I have two children."}}, GAP)
    assert done.get("statement.text").in_language("en") == "# Who I am\n\nI farm. [[summons]]\nI have two children."
    assert done.get("statement.text").in_language("zh_Hans") == record.get("statement.text").in_language("zh_Hans")
    assert record.get("statement.text").in_language("en") is None


def test_what_has_no_translation_keeps_its_words_behind_a_mark(record: Record) -> None:
    done = with_translations(record, "en", {"statement.text": {0: "", 2: "I have two children."}}, GAP)
    assert done.get("statement.text").in_language("en") == (
        "# *** MISSING 我是谁\n\n*** MISSING 我是农民。[[summons]]\nI have two children."
    )


def test_a_text_without_any_translation_stays_untranslated(record: Record) -> None:
    done = with_translations(record, "en", {"statement.text": {0: "", 1: "", 2: ""}}, GAP)
    assert done.get("statement.text").in_language("en") is None


def test_words_that_the_record_gives_itself_are_never_replaced(record: Record) -> None:
    done = with_translations(record, "en", {"applicant.religion": {0: "Buddhism"}, "gone.0.what": {0: "x"}}, GAP)
    assert done.get("applicant.religion").in_language("en") == "Buddhist"
