"""The sentences of a list of changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from asylum_forms.compare.answers import Change
from asylum_forms.compare.difference import Difference, Exhibits
from asylum_forms.compare.pages import Kind, Moved, PageChange
from asylum_forms.compare.paper import answer_sentence, moved_sentences, page_sentences, word_sentence
from asylum_forms.compare.words import Words

_STORY = " ".join(f"word{number}" for number in range(300))


def test_a_short_answer_is_quoted_whole() -> None:
    assert answer_sentence(Change("p-7", "P-7", "A1", "Name", "Jane Doe", "Jane Roe")).endswith("“Jane Doe” is now “Jane Roe”.")


def test_words_left_out_far_down_in_a_long_answer_are_named() -> None:
    """Cut off after so many letters, both wordings would be the same, and what was left out would stand nowhere."""
    shorter = _STORY.replace("word250 word251 ", "").replace("word280", "other")
    said = answer_sentence(Change("p-7", "P-7", "B1", "What happened", _STORY, shorter))
    assert said.startswith("P-7, B1 (What happened): ")
    assert "Left out: “word250 word251”, after “word246 word247 word248 word249”." in said
    assert "“word280” is now “other”, after “word276 word277 word278 word279”." in said
    assert "word10 " not in said


def test_a_long_answer_that_is_all_new_is_added() -> None:
    assert f"Added: “{_STORY}”." in answer_sentence(Change("p-7", "P-7", "B1", "What happened", "", _STORY))


def test_a_long_passage_that_is_left_out_is_quoted_to_its_last_word() -> None:
    assert answer_sentence(Change("p-7", "P-7", "B1", "What happened", _STORY, "")).endswith(f"Left out: “{_STORY}”.")
    assert word_sentence(Words(_STORY, "", "Then")) == f"Left out: “{_STORY}”, after “Then”."


def change(kind: Kind, old: int | str = 0, new: int | str = 0, **more: Any) -> PageChange:
    return PageChange(kind, "index", "Index", old, new, **more)


def told(pages: Sequence[PageChange]) -> list[str]:
    """What says something else, then what only moved."""
    found = Difference(tuple(pages), Exhibits(), None)
    return [*page_sentences(found), *moved_sentences(found)]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([change(Kind.CHANGED, 2, 2, words=(Words("two", "three", "held for"),))],
         ["Page 2: changed (Index). “two” is now “three”, after “held for”."]),
        ([change(Kind.CHANGED, 2, 3)], ["Page 3, formerly page 2: changed (Index). Its look has changed, its words have not."]),
        ([change(Kind.FLOWED, 2, 2), change(Kind.FLOWED, 3, 3)],
         ["Pages 2–3: the same words, but lines moved from page to page (Index)."]),
        ([change(Kind.ADDED, new="3A", file="Part2.pdf"), change(Kind.ADDED, new="3B", file="Part2.pdf")],
         ["Pages 3A–3B: new (Index, Part2.pdf)."]),
        ([change(Kind.ADDED, new="3A", elsewhere=(3,), words=(Words("", "Late."),))],
         ["Page 3A: new (Index). Lines of page 3 stand on it now. Added: “Late.”."]),
        ([change(Kind.REMOVED, 4, elsewhere=(3,))], ["Page 4 of the earlier filing: its lines stand on page 3 now (Index)."]),
        ([change(Kind.REMOVED, 4)], ["Page 4 of the earlier filing: left out (Index)."]),
        ([change(Kind.MOVED, 4, 6, shift=2), change(Kind.MOVED, 5, 7, shift=2)], ["Pages 6–7, formerly pages 4–5: unchanged."]),
        ([change(Kind.FLOWED, 2, 2, moved=(Moved("He took me.", 1),))],
         ["Page 2: the same words, but lines moved from page to page (Index). “He took me.” stood on page 1."]),
    ],
)  # fmt: skip
def test_what_became_of_pages_is_a_sentence(pages: list[PageChange], said: list[str]) -> None:
    assert told(pages) == said


def named(old: int, new: int, *more: Words, name: str = "Shen", **rest: Any) -> PageChange:
    return change(Kind.CHANGED, old, new, shift=new - old, words=(Words(name, f"{name[:4]}g{name[4:]}", "Mr"), *more), **rest)


def test_a_name_spelled_otherwise_on_many_pages_is_told_once_with_all_of_them() -> None:
    pages = [named(1, 1), named(2, 2, name="Shen,"), change(Kind.SAME, 3, 3), named(4, 4, Words("two", "three", "for"))]
    assert list(page_sentences(Difference(tuple(pages), Exhibits(), None))) == [
        "Pages 1–2, 4: “Shen” is now “Sheng”.",
        "Page 4: changed (Index). “two” is now “three”, after “for”.",
    ]


def test_pages_that_moved_besides_are_told_with_both_numbers_and_never_as_unchanged() -> None:
    pages = [change(Kind.MOVED, 1, 2, shift=1), named(2, 3), named(3, 4), named(4, 5, references=(Words("8", "9"),))]
    assert told([*pages, change(Kind.MOVED, 5, 6, shift=1)]) == [
        "Pages 3–5, formerly pages 2–4: “Shen” is now “Sheng”.",
        "Page 5, formerly page 4: changed (Index). (8 → 9)",
        "Page 2, formerly page 1: unchanged.",
        "Page 6, formerly page 5: unchanged.",
    ]


def test_what_only_moved_comes_after_everything_that_says_something_else() -> None:
    pages = [change(Kind.MOVED, 1, 2, shift=1), change(Kind.CHANGED, 2, 3, shift=1, words=(Words("two", "three", "for"),))]
    found = Difference(tuple(pages), Exhibits(), None, files=(2, 3))
    assert list(page_sentences(found)) == ["Page 3, formerly page 2: changed (Index). “two” is now “three”, after “for”."]
    assert list(moved_sentences(found)) == ["Files: 3 now, 2 before.", "Page 2, formerly page 1: unchanged."]


def test_what_is_the_same_on_two_pages_only_keeps_its_places() -> None:
    said = list(page_sentences(Difference((named(1, 1), named(2, 2)), Exhibits(), None)))
    assert said == [f"Page {page}: changed (Index). “Shen” is now “Sheng”, after “Mr”." for page in (1, 2)]


def test_a_sign_that_changed_with_the_word_is_told() -> None:
    assert Words("Shen,", "Sheng.").bare() == Words("Shen,", "Sheng.")
    assert Words("(Shen)", "(Sheng)").bare() == Words("Shen", "Sheng")
    assert Words(",", ";").bare() == Words(",", ";")
