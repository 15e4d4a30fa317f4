"""The sentences of a list of changes."""

from __future__ import annotations

from asylum_forms.compare.answers import Change
from asylum_forms.compare.paper import answer_sentence

_STORY = " ".join(f"word{number}" for number in range(300))


def test_a_short_answer_is_quoted_whole() -> None:
    assert answer_sentence(Change("p-7", "P-7", "A1", "Name", "Jane Doe", "Jane Roe")).endswith("“Jane Doe” is now “Jane Roe”.")


def test_words_left_out_far_down_in_a_long_answer_are_named() -> None:
    """Cut off after so many letters, both wordings would be the same, and what was left out would stand nowhere."""
    shorter = _STORY.replace("word250 word251 ", "").replace("word280", "other")
    said = answer_sentence(Change("p-7", "P-7", "B1", "What happened", _STORY, shorter))
    assert said.startswith("P-7, B1 (What happened): ")
    assert "Left out: “word250 word251”." in said
    assert "“word280” is now “other”." in said
    assert "word10 " not in said


def test_a_long_answer_that_is_all_new_is_added() -> None:
    assert "Added: “word0" in answer_sentence(Change("p-7", "P-7", "B1", "What happened", "", _STORY))
