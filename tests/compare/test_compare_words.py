"""Words of two texts compared."""

from __future__ import annotations

from asylum_forms.compare.paper import word_sentence
from asylum_forms.compare.words import Word, Words, differences


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


def lines(*said: str) -> list[Word]:
    return [Word(word, place == len(line.split())) for line in said for place, word in enumerate(line.split(), 1)]


def test_of_a_table_what_stands_in_the_cell_before_is_quoted_without_its_check_boxes() -> None:
    old = lines("2 Family name", "☐ Shen", "City", "Qingshi Town, China", "☐ Deceased", "☒ No")
    new = lines("2 Family name", "☐ Shen", "City", "Kaifeng, China", "☐ Deceased", "☒ Yes")
    words, _references = differences(old, new)
    assert [(one.old, one.new, one.after) for one in words] == [("Qingshi Town,", "Kaifeng,", "City"), ("No", "Yes", "Deceased")]
    assert word_sentence(words[0]) == "“Qingshi Town” is now “Kaifeng”, after “City”."


def test_where_lines_break_is_no_difference() -> None:
    assert differences(lines("I was held", "for two hours"), lines("I was", "held for two hours")) == ((), ())


def test_what_fills_empty_boxes_is_counted() -> None:
    assert word_sentence(Words("N/A N/A N/A N/A no no", "", "He he he")) == "Left out: “N/A (4×) no no”, after “He he he”."
