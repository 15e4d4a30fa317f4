"""Sentences: cut where they end, nowhere else, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylum_forms.translation.segment import clauses, paragraphs, sentences

CASES = {
    "zh": [
        "被告人王某，男，1989年6月4日生。|因涉嫌寻衅滋事罪，于2019年被刑事拘留！|后来他走了……",
        "“你为什么要上访？”他问。|“不知道。”我说。",
        "（一）申请人于2019.6.4被拘留；|（二）罚款3.5万元。|电话：010-123。",
    ],
    "ko": [
        '저는 2019. 6. 4. 베이징에서 체포되었습니다.| 경찰은 저를 때렸다.| 그는 "왜?"라고 물었다.',
        "1. 신청인은 난민이다.| 2. 증거는 다음과 같다.",
    ],
    "en": [
        "Mr. Li was arrested on Jan. 5, 2019 in St. Paul.| He left.| See Art. 293 of the Criminal Law.| No. 24 is attached.",
        "It was in June 2019.| Then we left.| J. K. Li came, i.e. the witness.",
        'He asked: “Why?”| Nobody knew.| "Go!" he said.',
    ],
    "fr": ["M. Li a été arrêté le 1er juin 2019.| « Pourquoi ? » demanda-t-il.| Cf. art. 293 du code.| Il part."],
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in CASES.items() for text in texts])
def test_sentences_end_where_they_end(language: str, text: str) -> None:
    found = sentences(text.replace("|", ""), language)
    assert [piece for piece, _after in found] == [piece.strip() for piece in text.split("|")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "法院判我二年。[[judgment]] |我获释。[[release; p. 2]][[spine]]"),
        ("en", "I was sentenced. [[judgment p. 2. A]] |I was released. [[release]]"),
        ("ko", "저는 선고를 받았다. [[judgment]] |석방되었다. [[release]]"),
    ],
)
def test_a_citation_stays_with_the_sentence_that_it_proves(language: str, text: str) -> None:
    found = sentences(text.replace("|", ""), language)
    assert [piece for piece, _after in found] == [piece.strip() for piece in text.split("|")]


@given(st.text(st.sampled_from('a一.。 \n\t　?!»”"’가1A,;；[]'), max_size=60), st.sampled_from(("zh", "ko", "en", "fr", "de")))
def test_nothing_is_lost_between_sentences(text: str, language: str) -> None:
    assert "".join(piece + after for piece, after in sentences(text, language)) == text


def test_lines_of_an_address_stay_lines() -> None:
    assert sentences("北京市公安局\n朝阳区\n", "zh") == [("北京市公安局", "\n"), ("朝阳区", "\n")]


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs("一\n二\n \n三\r\n\r\n四\f五\n\n") == ["一\n二", "三", "四", "五"]


@given(st.text(st.sampled_from("一二，、1,0: a"), max_size=80), st.integers(5, 30))
def test_clauses_give_the_sentence_again(text: str, limit: int) -> None:
    assert "".join(clauses(text, limit)) == text


def test_long_sentences_are_cut_at_clauses_but_never_in_a_number() -> None:
    assert clauses("共计10,000元，已付3,000元，余款未付", 12) == ["共计10,000元，", "已付3,000元，", "余款未付"]


@pytest.mark.parametrize("title", ["د.", "أ.", "أ.د.", "م."])
def test_an_arabic_title_is_not_cut_off_its_name(title: str) -> None:
    words = f"فحصته {title} سلمى في المستشفى. ثم خرج."
    assert [sentence for sentence, _space in sentences(words, "ar")] == [f"فحصته {title} سلمى في المستشفى.", "ثم خرج."]
