"""The translations of a case from the first draft to the memory, without an engine."""

from __future__ import annotations

import datetime
import stat
from dataclasses import replace
from pathlib import Path

from translation_units import Piece, document, unit

from asylum_forms.translation import desk, memory
from asylum_forms.translation.checks import check
from asylum_forms.translation.confirm import confirm
from asylum_forms.translation.memory import Memory
from asylum_forms.translation.units import Document, Origin, State, Unit, confirmed_hash, edit, target_of

PIECES = [Piece("刑事判决书", 1, 1, "heading"), Piece("被告人王某，犯寻衅滋事罪。判处有期徒刑三年。", 1, 2)]
DAY = datetime.date(2026, 11, 20)

EMPTY = Document("judgment", "zh_Hans", "en", original="evidence/j.pdf")


def opened(case: Path, pieces: list[Piece] = PIECES) -> Document:
    return desk.renewed(case, next(iter(desk.documents(case)), EMPTY), pieces, "h").document


def translated(made: Document) -> Document:
    words = {
        "u2": "Wang is guilty of picking quarrels and provoking trouble (寻衅滋事罪).",
        "u3": "Fixed-term imprisonment of three years.",
    }
    return made.with_units(edit(one, words[one.id]) for one in made.units if one.id in words)


def test_a_case_from_the_first_draft_to_the_memory(tmp_path: Path) -> None:
    (made,) = desk.fill([opened(tmp_path)], desk.memory_of(tmp_path), None)
    assert [one.target for one in made.units] == ["Criminal Judgment", "", ""], "the glossary works without an engine"
    assert sorted(unit.state for unit in made.units) == [State.INITIAL, State.INITIAL, State.TRANSLATED]
    file = desk.keep(tmp_path, translated(made))
    assert file == tmp_path / "translations" / "judgment.zh-Hans-en.xlf"
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    (again,) = desk.documents(tmp_path, "en")
    assert again == translated(made)
    done = confirm(again, check(again), translator="wang", date=DAY)
    assert done.blocking == ()
    assert done.document.complete
    assert desk.remember(tmp_path, memory.confirmed(done.document)) == 3
    assert desk.remember(tmp_path, memory.confirmed(done.document)) == 0
    (other,) = desk.fill([document(Unit("", "判处有期徒刑三年。"))], desk.memory_of(tmp_path), None)
    assert other.units[0].target == "Fixed-term imprisonment of three years."
    assert not any(unit.final for unit in other.units)


def test_documents_are_found_by_language(tmp_path: Path) -> None:
    assert desk.documents(tmp_path) == []
    english = replace(document(Unit("", "一")), id="a/../b")
    korean = replace(english, target_language="ko")
    assert desk.keep(tmp_path, english).name == "a____b.zh-Hans-en.xlf"
    desk.keep(tmp_path, korean)
    assert desk.documents(tmp_path) == [english, korean]
    assert desk.documents(tmp_path, "ko") == [korean]


def test_human_words_of_what_the_original_lost_go_to_the_memory(tmp_path: Path) -> None:
    desk.keep(tmp_path, translated(opened(tmp_path)))
    after = opened(tmp_path, [Piece("完全不同的一份文件", 1, 1)])
    assert len(after.units) == 1
    found = {entry.source: entry.target for entry in desk.memory_of(tmp_path).entries}
    assert found["判处有期徒刑三年。"] == "Fixed-term imprisonment of three years."


def test_words_of_humans_survive_filling(tmp_path: Path) -> None:
    made = translated(opened(tmp_path))
    (filled,) = desk.fill([made], Memory([memory.Entry("zh", "en", "判处有期徒刑三年。", "Other")]), None)
    assert filled.units[1:] == made.units[1:]


def test_the_hash_of_confirmed_text_changes_with_every_word_and_name_but_not_with_a_page() -> None:
    made = document(unit("一", "One", State.FINAL, Origin.HUMAN), unit("二", "Two", State.FINAL, Origin.HUMAN))
    first = made.units[0]
    others = [
        made.with_units([replace(first, target="One.")]),
        made.with_units([replace(first, source="壹")]),
        made.with_units([replace(first, translator="zhao")]),
        made.with_units([replace(first, state=State.REVIEWED)]),
        replace(made, original_hash="other"),
        replace(made, target_language="fr"),
        replace(made, units=made.units[::-1]),
        replace(made, units=made.units[:1]),
    ]
    assert len({confirmed_hash(one) for one in [made, *others]}) == len(others) + 1
    assert confirmed_hash(made.with_units([replace(first, page=9, paragraph=3)])) == confirmed_hash(made)


def test_paragraphs_are_put_together_as_the_language_does() -> None:
    units = [Unit("u1", "一。", "One."), Unit("u2", "二。", "Two.", after="\n"), Unit("u3", "三", ""), Unit("u4", "四", "Four")]
    assert target_of(units, "en") == "One. Two.\nFour"
    assert target_of(units, "zh_Hant") == "One.Two.\nFour"
    assert target_of([], "en") == ""
