"""Names one after the other in a message: between them stands what the language writes there, a 、 in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import asylum_forms
from asylum_forms.case import open_filing
from asylum_forms.errors import AsylumFormsError
from asylum_forms.i18n import listed, listed_letters, runs, use

SOURCES = sorted(Path(asylum_forms.__file__).parent.rglob("*.py"))
EXAMPLE = Path(__file__).parents[2] / "examples" / "us-petitioner-family"


def joined_by_commas(source: str) -> Iterator[int]:
    """Lines in which a placeholder of a message is filled with names joined by commas."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            calls = (inner.func for keyword in node.keywords for inner in ast.walk(keyword.value) if isinstance(inner, ast.Call))
            joins = (call.value for call in calls if isinstance(call, ast.Attribute) and call.attr == "join")
            yield from (node.lineno for what in joins if isinstance(what, ast.Constant) and what.value == ", ")


def test_messages_list_names_as_the_language_does() -> None:
    found = [f"{file.name}:{line}" for file in SOURCES for line in joined_by_commas(file.read_text(encoding="utf-8"))]
    assert found == [], "use i18n.listed"


def test_what_is_searched_for_is_found() -> None:
    assert [*joined_by_commas('_("One of {all}").format(all=", ".join(names) or "-")')] == [1]
    assert [*joined_by_commas('_("One of {all}").format(all=listed(names))')] == []


@pytest.mark.parametrize(("language", "said"), [("zh_Hans", "uscis-paper、uscis-online"), ("en", "uscis-paper, uscis-online")])
def test_a_choice_is_listed_in_the_users_language(language: str, said: str) -> None:
    with use(language), pytest.raises(AsylumFormsError) as caught:
        open_filing(EXAMPLE, "us/affirmative", profile="none-such")
    assert said in caught.value.remedy


def test_a_web_address_in_a_list_does_not_take_the_mark_behind_it_along() -> None:
    with use("zh_Hans"):
        assert listed(["https://a.example/b", "c", "https://d.example"]) == "https://a.example/b 、c、https://d.example"
    assert listed(["https://a.example/b", "c"]) == "https://a.example/b, c"
    assert listed([]) == ""


def test_numbers_that_follow_one_another_are_told_as_one() -> None:
    assert runs([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8"
    assert runs([4]) == "4"
    assert runs([]) == ""
    with use("zh_Hans"):
        assert runs(range(1, 301)) == "1–300"
        assert runs([1, 3]) == "1、3"


def test_a_long_list_of_letters_says_how_many_there_are() -> None:
    letters = "ABCDEFGHIJKL"
    assert listed_letters(letters).endswith("L (U+004C)")
    long = listed_letters("ABCDEFGHIJKLMNA")
    assert "L (U+004C)" in long
    assert "U+004D" not in long
    assert "14" in long
