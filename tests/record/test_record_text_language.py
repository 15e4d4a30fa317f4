"""Words in Roman letters in a record of another script."""

import pytest

from asylum_forms.record.names import language_of
from asylum_forms.record.values import Text


@pytest.mark.parametrize(
    ("text", "record", "language"),
    [
        ("18 Hedong Street", "zh_Hans", "und"),
        ("B-2", "ko", "und"),
        ("91754", "zh", "und"),
        ("河东街18号", "zh_Hans", "zh_Hans"),
        ("Wuhan 武汉", "zh_Hans", "zh_Hans"),
        ("Улица 5", "zh_Hans", "zh_Hans"),
        ("rue de la Paix", "fr", "fr"),
        ("18 Hedong Street", "en", "en"),
    ],
)
def test_words_without_a_letter_of_the_records_script_are_in_no_particular_language(
    text: str, record: str, language: str
) -> None:
    assert language_of(text, record) == language


def test_words_in_no_particular_language_serve_every_filing_but_a_translation_comes_first() -> None:
    assert Text((("und", "Henan"),)).in_language("en") == "Henan"
    assert Text((("und", "Henan"), ("ko", "허난"))).in_language("ko") == "허난"
