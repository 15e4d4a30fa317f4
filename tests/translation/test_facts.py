"""Dates, times, numbers and identity numbers, as they are written in four languages."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from asylum_forms.translation.facts import Fact, facts, mentions
from asylum_forms.translation.numerals import chinese, spelled


def found(text: str, language: str, kind: str) -> list[object]:
    return [fact.values[0] if len(fact.values) == 1 else fact.values for fact in facts(text, language) if fact.kind == kind]


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("zh", "2019年6月4日", (2019, 6, 4)),
        ("zh", "２０１９ 年 6 月 4 日", (2019, 6, 4)),
        ("zh", "二〇一九年六月四日", (2019, 6, 4)),
        ("zh", "二零一九年十二月三十一日", (2019, 12, 31)),
        ("zh", "2019年6月", (2019, 6, 0)),
        ("zh", "2019年", (2019, 0, 0)),
        ("zh", "6月4日", (0, 6, 4)),
        ("zh", "89年6月4日", (89, 6, 4)),
        ("ko", "2019년 6월 4일", (2019, 6, 4)),
        ("ko", "2019. 6. 4.", (2019, 6, 4)),
        ("en", "June 4, 2019", (2019, 6, 4)),
        ("en", "the 4th of June 2019", (2019, 6, 4)),
        ("en", "4 Jun. 2019", (2019, 6, 4)),
        ("en", "in May 2019", (2019, 5, 0)),
        ("en", "on 2019-06-04", (2019, 6, 4)),
        ("fr", "le 1er juin 2019", (2019, 6, 1)),
        ("fr", "en août 2019", (2019, 8, 0)),
        ("ar", "بتاريخ 20 كانون الثاني 2017", (2017, 1, 20)),
        ("ar", "في ٢٠ كانون الثاني/يناير ٢٠١٧", (2017, 1, 20)),
        ("ar", "في ٣ أغسطس", (0, 8, 3)),
        ("ar", "٢٠/٠٣/٢٠١٧", (2017, 3, 20)),
        ("fa", "۲۰ ژانویهٔ ۲۰۱۷", (2017, 1, 20)),
        ("ru", "20 января 2017 г.", (2017, 1, 20)),
        ("es", "20 de enero de 2017", (2017, 1, 20)),
        ("vi", "20 tháng 1 năm 2017", (2017, 1, 20)),
    ],
)
def test_dates_are_read(language: str, text: str, date: tuple[int, int, int]) -> None:
    assert found(text, language, "date") == [date]
    assert found(text, language, "number") == []


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("zh", "民國108年6月4日", (2019, 6, 4)),
        ("zh", "中華民國一百零八年六月四日", (2019, 6, 4)),
        ("zh", "民國元年", (1912, 0, 0)),
        ("zh", "佛历2562年", (2019, 0, 0)),
        ("en", "B.E. 2562", (2019, 0, 0)),
        ("en", "2562 B.E.", (2019, 0, 0)),
        ("en", "Minguo 108", (2019, 0, 0)),
        ("ko", "불기 2562년", (2019, 0, 0)),
        ("en", "พ.ศ. 2562", (2019, 0, 0)),
    ],
)
def test_years_of_other_eras_are_turned_into_common_ones(language: str, text: str, date: tuple[int, int, int]) -> None:
    (fact,) = facts(text, language)
    assert fact.values[0] == date


def test_a_date_of_two_readings_is_both() -> None:
    assert found("04/06/2019", "en", "date") == [((2019, 6, 4), (2019, 4, 6))]
    assert found("14/06/2019", "en", "date") == [(2019, 6, 14)]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(("zh", "ko", "en", "fr")))
def test_every_date_as_its_language_writes_it_is_read(date: datetime.date, language: str) -> None:
    text = format_date(date, "long", locale=language)
    assert found(f"({text})", language, "date") == [(date.year, date.month, date.day)]


@pytest.mark.parametrize(
    ("language", "text", "minutes", "sure"),
    [
        ("zh", "下午3时30分", 930, 1),
        ("zh", "凌晨三点半", 210, 1),
        ("zh", "晚上八点", 1200, 1),
        ("zh", "3点", 180, 0),
        ("ko", "오후 3시 30분", 930, 1),
        ("en", "3:30 p.m.", 930, 1),
        ("en", "15:30", 930, 1),
        ("en", "3 a.m.", 180, 1),
        ("fr", "15 h 30", 930, 1),
        ("zh", "晚上九点", 1260, 1),
        ("zh", "下午三点半", 930, 1),
        ("zh", "上午九点一刻", 555, 1),
        ("zh", "半夜十二点", 720, 0),
        ("en", "at about nine in the evening", 1260, 1),
        ("en", "half past three in the afternoon", 930, 1),
        ("en", "At around 3:30 in the afternoon", 930, 1),
        ("en", "a quarter to nine in the morning", 525, 1),
        ("en", "nine o'clock at night", 540, 0),
        ("en", "Eleven o’clock in the evening", 1380, 1),
        ("en", "about nine that night", 540, 0),
        ("ko", "오후 3시", 900, 1),
        ("ko", "오후 세 시 반", 930, 1),
        ("ko", "저녁 아홉 시경", 1260, 1),
        ("ko", "밤 열한 시에", 660, 0),
        ("fr", "vers neuf heures du soir", 1260, 1),
        ("fr", "à neuf heures et demie", 570, 0),
        ("fr", "vingt-deux heures du soir", 1320, 1),
    ],
)
def test_times_are_read(language: str, text: str, minutes: int, sure: int) -> None:
    assert found(text, language, "time") == [(minutes, sure)]


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("zh", "罚款3万5千元", "35000"),
        ("zh", "罚款三万五千元", "35000"),
        ("zh", "罚款3.5万元", "35000"),
        ("zh", "共一百二十六条", "126"),
        ("zh", "四名民警", "4"),
        ("zh", "两年", "2"),
        ("zh", "30%", "30"),
        ("zh", "百分之三十", "30"),
        ("zh", "第二百九十三条", "293"),
        ("ko", "3만 5천 위안", "35000"),
        ("en", "35,000 yuan", "35000"),
        ("en", "1.5 million", "1500000"),
        ("en", "thirty-one", "31"),
        ("fr", "35 000 yuans", "35000"),
        ("fr", "3,5 kg", "3.5"),
    ],
)
def test_numbers_are_read(language: str, text: str, number: str) -> None:
    assert found(text, language, "number") == [Decimal(number)]


@pytest.mark.parametrize("text", ["一个人", "一起", "统一", "十分", "万一", "千万", "四川", "百姓", "不一样", "第二天"])
def test_words_with_numerals_that_count_nothing_are_no_numbers(text: str) -> None:
    assert facts(text, "zh") == []


def test_identity_numbers_phones_and_case_numbers_are_read() -> None:
    assert found("身份证号11010119890604123X，护照E12345678", "zh", "id") == ["11010119890604123X", "E12345678"]
    assert found("Tel. 010-1234-5678 or +82 10 0000 0142", "en", "id") == ["01012345678", "821000000142"]
    assert found("（2017）鄂13刑初24号", "zh", "case") == ["2017-13-24"]
    assert found("鹿公（治）行罚决字〔2023〕第1186号", "zh", "case") == ["2023-1186"]


@given(st.integers(0, 10**9 - 1), st.sampled_from(("zh", "ko", "en", "fr")))
def test_a_number_in_digits_is_mentioned_and_its_neighbours_are_not(value: int, language: str) -> None:
    text = f"({value})"
    assert mentions(text, Decimal(value), language)
    assert not mentions(text, Decimal(value + 1), language)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "twenty-one days", 21),
        ("en", "the twenty-first day", 21),
        ("en", "one hundred and five", 105),
        ("en", "a hundred and five", 105),
        ("en", "three hundred thousand", 300000),
        ("en", "Chapter III", 3),
        ("en", "twice", 2),
        ("en", "an officer", 1),
        ("fr", "soixante et onze", 71),
        ("fr", "quatre-vingt-dix-neuf", 99),
        ("fr", "deux cents", 200),
        ("fr", "trente mille", 30000),
        ("fr", "la cinquième", 5),
        ("ko", "세 명", 3),
        ("ko", "스물한 살", 21),
        ("ko", "삼십만 원", 300000),
        ("ko", "3만 5천", 35000),
        ("zh", "一百零五", 105),
        ("zh", "二〇一九", 2019),
        ("zh", "两次", 2),
        ("zh", "十五日", 15),
    ],
)
def test_numbers_in_words_are_mentioned(language: str, text: str, value: int) -> None:
    assert mentions(text, Decimal(value), language)


def test_words_that_only_contain_a_number_word_do_not_mention_it() -> None:
    assert not mentions("someone often weighs a stone", Decimal(10), "en")
    assert not mentions("thirty thousand", Decimal(13), "en")
    assert not mentions("35,000", Decimal(35), "en")


@given(st.integers(0, 10**9 - 1))
def test_what_is_spelled_in_chinese_is_read_back(value: int) -> None:
    """Through the patterns that numbers are looked for with: the plainest text of each."""
    for pattern in spelled(Decimal(value), "zh"):
        text = _plainest(pattern.pattern)
        if "Ⅹ" not in text and not text.isascii():
            assert chinese(text) == value, text


def _plainest(pattern: str) -> str:
    """The first of every choice in a pattern of numerals."""
    import re

    pattern = re.sub(r"\[(.)[^\]]*\]", r"\1", pattern.replace("(?<!\\w)", "").replace("(?!\\w)", ""))
    return pattern.replace("(?:", "").replace(")?", "").replace(")", "")


def test_facts_carry_the_words_they_were_read_from() -> None:
    assert facts("于2019年6月4日", "zh") == [Fact("date", ((2019, 6, 4),), "2019年6月4日")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "about nine people in the room"),
        ("en", "I was held for nine hours"),
        ("en", "two of them came"),
        ("ko", "세 시간 동안"),
        ("ko", "다시 왔다"),
        ("ko", "한시름 놓았다"),
        ("fr", "pendant neuf heures"),
    ],
)
def test_numbers_that_are_no_times_are_not_read_as_such(language: str, text: str) -> None:
    assert found(text, language, "time") == []


def test_digits_of_every_script_are_numbers() -> None:
    assert found("وعمره ٢٥ سنة", "ar", "number") == [Decimal(25)]
    assert found("١٬٢٥٠ ريال", "ar", "number") == [Decimal(1250)]
    assert found("အသက် ၂၅ နှစ်", "my", "number") == [Decimal(25)]
    assert mentions("۴۱ روز", Decimal(41), "fa")


def test_a_language_that_nobody_knows_has_no_names_of_months() -> None:
    assert found("20 Smarch 2017", "xx", "number") == [Decimal(20)]


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("tr", "12 KASIM 2017", (2017, 11, 12)),
        ("tr", "3 NİSAN 2018", (2018, 4, 3)),
        ("az", "12 İYUN 2017", (2017, 6, 12)),
        ("es", "el 1º de mayo de 2017", (2017, 5, 1)),
        ("pt", "1.º de maio de 2017", (2017, 5, 1)),
        ("it", "il 1° maggio 2017", (2017, 5, 1)),
    ],
)
def test_months_are_read_in_large_letters_and_after_the_first(language: str, text: str, date: tuple[int, ...]) -> None:
    assert found(text, language, "date") == [date]
    assert found(text, language, "number") == []


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("ru", "в мае 2017 года", (2017, 5, 0)),
        ("ru", "в январе 2017 г.", (2017, 1, 0)),
        ("uk", "у травні 2017 року", (2017, 5, 0)),
        ("uk", "в лютому 2017", (2017, 2, 0)),
    ],
)
def test_months_are_read_as_they_stand_after_in(language: str, text: str, date: tuple[int, ...]) -> None:
    assert found(text, language, "date") == [date]


def test_thousands_are_parted_by_spaces_where_cldr_says_so() -> None:
    assert found("1 500 рублей", "ru", "number") == [Decimal(1500)]
    assert found("1\u00a0500,50 zł", "pl", "number") == [Decimal("1500.5")]
    assert found("3 200 personnes", "fr", "number") == [Decimal(3200)]
    assert found("17 200 people", "en", "number") == [Decimal(17), Decimal(200)]
    assert mentions("1 500 рублей", Decimal(1500), "ru")


def test_years_of_thai_papers_are_told_by_their_era() -> None:
    assert found("3 พฤษภาคม 2560", "th", "date") == [(2017, 5, 3)]
    assert found("3 พฤษภาคม พ.ศ. ๒๕๖๐", "th", "date") == [(2017, 5, 3)]
    assert found("3 พฤษภาคม 2017", "th", "date") == [(2017, 5, 3)]
