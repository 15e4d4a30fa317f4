"""Chinese names in Hangul, as the rules of the Korean orthography of foreign words have them."""

from __future__ import annotations

import doctest

import pytest

from jurisdictions.kr import hangul


@pytest.mark.parametrize(
    ("name", "native", "korean"),
    [
        ("Wang Yu", "王宇", "왕위"),
        ("Xie Yang", "謝陽", "셰양"),
        ("Xu Zhiyong", "許志永", "쉬즈융"),
        ("Li Qiaochu", "李翹楚", "리차오추"),
        ("Liu Xinglian", "刘兴联", "류싱롄"),
        ("Yan Kefen", "颜克芬", "옌커펀"),
        ("LYU Jinghua", "吕京花", "뤼징화"),
        ("Quan Ping", "权平", "취안핑"),
    ],
)
def test_names_are_transcribed_as_korean_papers_print_them(name: str, native: str, korean: str) -> None:
    """The first four are examples of the rules themselves or of the Korean press (reference P2, K1)."""
    assert hangul.suggestions(*name.split(), native) == [korean]


def test_every_way_to_read_the_letters_is_offered() -> None:
    assert hangul.suggestions("Fang", "Xian", "方西安") == ["팡시안"]
    assert hangul.suggestions("Fang", "Xian", "方贤") == ["팡셴"]
    assert hangul.suggestions("Li", "Yinan", "李伊南") == ["리이난", "리인안"]
    assert set(hangul.suggestions("Li", "Fangan", "李方安")) == {"리팡안", "리판간"}


@pytest.mark.parametrize("letters", ["tz", "bua", "jong", "ghi", "v", "xa", "gi", "bü"])
def test_what_is_no_syllable_of_chinese_has_no_transcription(letters: str) -> None:
    assert hangul.syllable(letters) is None


def test_the_examples_of_the_module_hold() -> None:
    done = doctest.testmod(hangul)
    assert done.attempted > 3
    assert done.failed == 0
