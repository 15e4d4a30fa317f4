"""The French catalog keeps French typography, which nobody sees when it is wrong until a line breaks there."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from asylum_forms.i18n.update import HERE

CODE = re.compile(r"`[^`]+`|\{[\w/-]+: [^{}]*\}|password: \.\.\.")
"""What is typed as it is."""


def messages() -> list[tuple[str, str]]:
    """English and French, without text between backticks and YAML."""
    with (HERE / "fr.po").open("rb") as file:
        catalog = read_po(file, locale="fr")
    return [(str(m.id), CODE.sub("`", str(m.string))) for m in catalog if m.id and not _is_yaml(m)]


def _is_yaml(message: Message) -> bool:
    return "example of an answer, as YAML" in message.auto_comments and str(message.string).startswith("{")


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (r" (?:[;?!»]|:(?=\s|$))", "an ordinary space before a mark that wants a no-break space"),
        (r"[^\W\d_][;?!»](?!\w)", "no space before a mark that wants one"),
        (r"[^\W\d_]:(?=\s|$)", "no space before a colon"),
        (r"« |«\w", "no no-break space after «"),
        (r"[^\W\d_]'[^\W\d_{]", "a straight apostrophe"),
        (r"“|”", "English quotation marks"),
    ],
)
def test_french_typography(wrong: str, what: str) -> None:
    assert [french for _english, french in messages() if re.search(wrong, french)] == [], what


def test_french_addresses_the_reader_politely() -> None:
    familiar = re.compile(r"\b(?:tu|toi|ton|tes)\b", re.IGNORECASE)
    assert [french for _english, french in messages() if familiar.search(french)] == []


def test_no_english_words_are_left() -> None:
    english_word = re.compile(r"\b(?:the|which|with|your|write|has|does|and|must)\b", re.IGNORECASE)
    kept = re.compile(r"\([^()]*\)|U\.S\. Citizenship and Immigration Services")  # names of offices, terms in brackets
    assert [french for _english, french in messages() if english_word.search(kept.sub("", french))] == []
