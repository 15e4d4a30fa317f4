"""Words are found however a paper writes them, and what is innocent is left alone."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylum_forms.evidence.spelling import Text, Words


def found(marked: str, text: str, *, whole: bool = False) -> list[str]:
    return [text[begin:end] for begin, end in Text(text).places(Words(marked), whole=whole)]


@pytest.mark.parametrize(
    ("marked", "printed"),
    [
        ("José", "Jose"),
        ("Jose", "JOSÉ"),
        ("José", "Jose\u0301"),
        ("José", "J o s é"),
        ("Shen", "S H E N"),
        ("Shen", "S HE N"),
        ("Shen Jianming", "Jianming Shen"),
        ("Shen Jianming", "Jianming, Shen"),
        ("Jianming Shen", "SHEN, Jianming"),
        ("Shen Jianming", "SHEN Jian Ming"),
        ("Shen Jianming", "SHEN JIAN-MING"),
        ("Shen Jian Ming", "Jianming SHEN"),
        ("Shen Jian-ming", "ShenJianMing"),
        ("Shen Jianming", "S h e n  J i a n m i n g"),
        ("Shen Jianming", "Ｓｈｅｎ　Ｊｉａｎｍｉｎｇ"),
        ("Shen Jianming", "Shen\u200b Jian\u00adming"),
        ("Shen Jianming", "Shen\r\nJian\x02\r\nming"),
        ("Jianming", "Jian\r\nming"),
        ("沈建明", "沈 建明"),
        ("沈 建明", "沈建明"),
        ("沈建明", "沈　建　明"),
        ("沈建明", "沈\r\n建\r\n明"),
        ("许美珍", "許美珍"),
        ("許美珍", "许美珍"),
        ("张国兰", "張 國 蘭"),
        ("买买提·艾力", "买买提艾力"),
        ("홍길동", "홍 길동"),
        ("홍길동", unicodedata.normalize("NFD", "홍길동")),
        ("Nguyễn Đức", "NGUYEN DUC"),
        ("Łukasz", "Lukasz"),
        ("Müller", "MUELLER"),
        ("Müller", "Muller"),
        ("Mueller", "Müller"),
        ("Mueller", "Mu\u0308ller"),
        ("Jürgen Groß", "GROSS, Juergen"),
        ("Juergen Gross", "Jürgen Groß"),
        ("Søren Ågård", "SOEREN AAGAARD"),
        ("Søren", "Soren"),
        ("Gül Yılmaz", "GUL YILMAZ"),
        ("Élodie Lefèvre", "LEFEVRE Elodie"),
        ("Семён", "Семен"),
        ("O'Brien", "O\u2019Brien"),
        ("O'Brien", "OBrien"),
        ("Mary O'Brien", "O’BRIEN, Mary"),
        ("محمد", "مُحَمَّد"),
        ("محمد علي", "محمـــد علي"),
        ("Ana María López Pérez", "LOPEZ PEREZ, Ana Maria"),
        ("Shen Jianming", "SHEN<<JIANMING"),
        ("Jianming Shen", "SHEN<<JIANMING"),
        ("Shen Jianming", "shen.jianming"),
        ("Shen Jianming", "Jianming_Shen"),
        ("Shen Jianming", "SHEN/Jianming"),
        ("0912555014", "0912 555 014"),
        ("+86 0912 555014", "(+86)0912-555-014"),
        ("A123456789", "A# 123-456-789"),
        ("le@example.com", "LE@example.com"),
    ],
)
def test_words_are_found_however_they_are_written(marked: str, printed: str) -> None:
    text = f"1. {printed}, born 1989"
    (one,) = found(marked, text)
    assert one.strip("()+") in printed
    assert len(one) >= len(printed) - 3
    assert found(marked, text, whole=True) == [one]


@pytest.mark.parametrize(
    ("marked", "printed"),
    [
        ("Amin", "I am in the house"),
        ("Asa", "as a child, as\r\na man"),
        ("Together", "to get her, TO GET HER"),
        ("Le", "letter, people, apple, Lee"),
        ("Shen Le", "Shen. Letters"),
        ("Shen Le", "Shen has gone; Le came"),
        ("Wen Jun", "Jun-ho saw Wen Junhao"),
        ("Toan", "went to an office"),
        ("Ai", "A\r\nI"),
        ("하", "한"),
        ("か", "が"),
        ("a.b", "axb"),
        ("Aa", "aæ"),
        ("12", "2012, 1 of 2"),
        ("Anna", "Ann a"),
        ("Li An", "Lian"),
        ("Hashem", "he has hem"),
        ("Joe", "Jo"),
        ("张伟", "章偉, 張韋"),
        ("Jo", "Joe"),
        ("Mueller", "Muller"),
    ],
)
def test_other_words_are_left_alone(marked: str, printed: str) -> None:
    assert found(marked, f"({printed})", whole=True) == []


def test_only_what_asks_for_whole_words_leaves_the_beginning_of_longer_ones() -> None:
    """In a paper an ending may follow a name, as in Russian; and an address has no words."""
    assert found("Иванов", "с Ивановым") == ["Иванов"]
    assert found("Иванов", "с Ивановым", whole=True) == []
    assert found("Le", "le88@example.org, people, LeWang") == ["le", "Le"]


@pytest.mark.parametrize("before", ["P<CHN", "PECHN", "V<CHN", "P<D<<"])
@pytest.mark.parametrize("marked", ["Jianming Shen", "Shen Jianming", "Shen", "SHEN JIAN-MING"])
def test_names_are_found_in_the_foot_of_a_passport_where_the_country_stands_before_them(marked: str, before: str) -> None:
    printed = "SHEN" if marked == "Shen" else "SHEN<<JIANMING"
    text = f"Passport\n{before}SHEN<<JIANMING<<<<<<<<<<<<<<<<<<<<\nE123456784CHN7803145M"
    assert found(marked, text, whole=True) == [printed]


def test_a_short_name_is_found_there_and_nowhere_inside_another() -> None:
    assert found("Le", "P<CHNLE<<JIANMING<<<", whole=True) == ["LE"]
    assert found("Le", "P<CHNLEE<<JIANMING<<<", whole=True) == []
    assert found("Le", "ABCHNLE, PACHNLE", whole=True) == []


@pytest.mark.parametrize(
    ("marked", "printed", "apart"),
    [
        ("Shen Le", "Family name: SHEN\nGiven names: Le", True),
        ("Shen Le", "Shen told le monde", False),
        ("Shen Le", "Family name: SHEN, letters", False),
        ("Shen", "Shen", False),
        ("沈 乐", "姓：沈 名：乐", True),
    ],
)
def test_names_in_a_box_each_are_known(marked: str, printed: str, apart: bool) -> None:
    assert Text(printed).has_apart(Words(marked)) is apart


NAMES = st.text("ABCDEFGHJKabcdefghijkÉéÖöŁłñ", min_size=2, max_size=8)
PLAIN = str.maketrans("ÉéÖöŁłñ", "EeOoLln")


@given(st.lists(NAMES, min_size=1, max_size=3), st.data())
def test_each_way_to_write_names_is_found(names: list[str], data: st.DataObject) -> None:
    written = list(names)
    if data.draw(st.booleans()):
        written = [*written[1:], written[0]]
    comma = data.draw(st.sampled_from([" ", ", ", "  ", "\r\n", "\u00a0", "-"]))
    for change in data.draw(st.lists(st.sampled_from(["upper", "plain", "nfd", "wide", "spaced"]), max_size=3)):
        if change == "upper":
            written = [name.upper() for name in written]
        elif change == "plain":
            written = [name.translate(PLAIN) for name in written]
        elif change == "nfd":
            written = [unicodedata.normalize("NFD", name) for name in written]
        elif change == "wide":
            written = ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name) for name in written]
    if data.draw(st.booleans()):
        # An accent that cannot be one with its letter, as of a wide one, stays with it.
        written = [" ".join(re.findall(".[\u0300-\u036f]*", unicodedata.normalize("NFC", name))) for name in written]
    printed = comma.join(written)
    text = f"Mr. {printed} ; he"
    assert any(printed in one for one in found(" ".join(names), text)), text


@given(NAMES, NAMES, st.text("abcABC ,.-'\r\né沈建1@\u200b", max_size=60))
def test_nothing_but_the_words_is_ever_taken(family: str, name: str, text: str) -> None:
    """Whatever is found has the letters of the words, in one of their orders."""

    def letters(said: str) -> str:
        plain = unicodedata.normalize("NFD", said).casefold().replace("ł", "l")
        return "".join(char for char in plain if char.isalnum())

    orders = {letters(family + name), letters(name + family)}
    for marked, allowed in ((f"{family} {name}", orders), (name, {letters(name)})):
        for whole in (True, False):
            for begin, end in Text(f"{text} {name} {text}").places(Words(marked), whole=whole):
                one = letters(f"{text} {name} {text}"[begin:end])
                assert any(one == other or (other * 20).find(one) >= 0 for other in allowed)
