"""Words of two texts compared."""

from __future__ import annotations

from asylum_forms.compare.words import Words, differences


def test_a_change_is_told_with_the_words_before_it() -> None:
    (change,), _references = differences(
        ["He", "held", "me", "for", "two", "hours."], ["He", "held", "me", "for", "three", "hours."]
    )
    assert (change, change.after) == (Words("two", "three"), "He held me for")


def test_one_letter_of_a_chinese_line_is_the_only_one_that_differs_wherever_the_lines_break() -> None:
    old, new = ["我被传唤到青石派出所，", "关了二十二个小时。"], ["我被传唤到", "青石派出所，关了二十三个小时。"]
    words, _references = differences(old, new)
    assert words == (Words("二", "三"),)
    assert words[0].after.endswith("关了二十")


def test_korean_keeps_its_gaps_in_a_quotation() -> None:
    words, _references = differences(["나는", "갔다"], ["나는", "경찰서에", "갔다"])
    assert words == (Words("", "경찰서에"),)


def test_what_differs_is_quoted_as_it_is_printed_where_pages_are_others_there() -> None:
    said = ("See Exhibit A, p. 4. I left.", "See Exhibit A, p. 4 and Exhibit B. I left. It rained.")
    old, new = map(str.split, said)
    printed = str.split("AMENDED See Exhibit A, p. 4 and Exhibit B, p. 7. I left. It rained.")
    words, _references = differences(old, new, shown=printed)
    assert [(one.old, one.new) for one in words] == [("4.", "4 and Exhibit B, p. 7."), ("", "It rained.")]
    assert words[1].after.endswith("B, p. 7. I left.")
    assert differences(new, new, shown=printed)[0] == ()
