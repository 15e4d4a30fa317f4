"""A changed original: unchanged units keep their work, changed ones are flagged, none is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from translation_units import Piece, document

from asylum_forms.evidence.segments import Segment
from asylum_forms.translation.confirm import untranslated
from asylum_forms.translation.renew import renew, units_of
from asylum_forms.translation.units import Document, Origin, State, Unit, Was, text_of


def made(*texts: str) -> Document:
    """A document of these paragraphs, each one translated and confirmed."""
    units = renew(document(), [Piece(text, paragraph=n) for n, text in enumerate(texts, 1)], "old").document
    done = [
        replace(unit, target=f"[{unit.source}]", state=State.FINAL, origin=Origin.HUMAN, translator="wang")
        for unit in units.units
    ]
    return units.with_units(replace(unit, confirmed=unit.digest, notes=("n",)) for unit in done)


def test_a_new_document_has_a_unit_for_every_sentence_with_its_place() -> None:
    pieces = [Piece("刑事判决书", 1, 1, "heading"), Piece("被告人王某。已逮捕。", 2, 2, confidence=81.5), Piece("———", 2, 3)]
    units = renew(document(), pieces, "hash").document.units
    assert [(unit.id, unit.source, unit.page, unit.paragraph, unit.kind) for unit in units] == [
        ("u1", "刑事判决书", 1, 1, "heading"),
        ("u2", "被告人王某。", 2, 2, "paragraph"),
        ("u3", "已逮捕。", 2, 2, "paragraph"),
        ("u4", "———", 2, 3, "paragraph"),
    ]
    assert [unit.confidence for unit in units] == [None, 81.5, 81.5, None]
    assert [unit.target for unit in units] == ["", "", "", "———"]
    assert all(unit.state is State.INITIAL for unit in units[:3])


def test_stamps_and_illegible_passages_wait_for_a_human_even_without_words() -> None:
    pieces = [Piece("", 1, 1, "stamp"), Piece("鹿。营", 1, 2, "illegible"), Piece("公安局", 1, 3, "stamp")]
    units = renew(document(), pieces, "hash").document.units
    assert [(unit.source, unit.target, unit.kind) for unit in units] == [
        ("", "", "stamp"),
        ("鹿。营", "", "illegible"),
        ("公安局", "", "stamp"),
    ]
    assert [(unit.empty, unit.readable) for unit in units] == [(False, False), (False, False), (False, True)]
    assert [unit.id for unit in untranslated(units)] == ["u1", "u2", "u3"]
    again = renew(document(*units), pieces, "hash")
    assert again.kept == 3


def test_unchanged_units_keep_everything_and_move_with_their_pages() -> None:
    before = made("被告人王某。", "判处三年。")
    after = renew(before, [Piece("新的一段话在前面。", 1, 1), Piece("被告人王某。", 2, 2), Piece("判处三年。", 3, 3)], "new")
    assert after.kept == 2
    assert after.added == ("u3",)
    kept = [unit for unit in after.document.units if unit.id != "u3"]
    assert kept == [replace(old, page=new, paragraph=new) for old, new in zip(before.units, (2, 3), strict=True)]
    assert all(unit.final for unit in kept)
    assert after.document.original_hash == "new"


def test_a_changed_unit_is_flagged_and_its_old_words_are_kept_aside() -> None:
    before = made("被告人于2019年6月4日被拘留。", "判处三年。")
    after = renew(before, [Piece("被告人于2019年6月14日被拘留。"), Piece("判处三年。")], "new")
    changed = after.document.unit("u1")
    assert after.changed == ("u1",)
    assert (changed.target, changed.state, changed.final, changed.notes) == ("", State.INITIAL, False, ("n",))
    assert changed.was == Was("被告人于2019年6月4日被拘留。", "[被告人于2019年6月4日被拘留。]", State.FINAL)
    again = renew(after.document, [Piece("被告人于2018年6月14日被拘留。"), Piece("判处三年。")], "newer").document
    assert again.unit("u1").was == changed.was


def test_units_that_moved_keep_their_work() -> None:
    before = made("甲说了一句话。", "乙在监狱。", "丙被逮捕了。")
    after = renew(before, [Piece("丙被逮捕了。"), Piece("甲说了一句话。"), Piece("乙在监狱。")], "new")
    assert after.kept == 3
    assert [unit.id for unit in after.document.units] == ["u3", "u1", "u2"]
    assert after.document.complete


def test_units_that_the_original_lost_are_handed_back() -> None:
    before = made("甲说了一句话。", "乙在监狱。")
    after = renew(before, [Piece("甲说了一句话。")], "new")
    assert after.removed == (before.units[1],)


paragraphs = st.lists(st.text(st.sampled_from("甲乙丙丁。，1"), min_size=1, max_size=8), max_size=8)


@given(paragraphs, paragraphs)
def test_every_unit_is_kept_changed_added_or_handed_back(old: list[str], new: list[str]) -> None:
    before = made(*old)
    pieces = [Piece(text, paragraph=n) for n, text in enumerate(new, 1)]
    after = renew(before, pieces, "new")
    ids = [unit.id for unit in after.document.units]
    assert len(set(ids)) == len(ids)
    assert after.kept + len(after.changed) + len(after.added) == len(ids)
    assert {unit.id for unit in before.units} <= {*ids, *(unit.id for unit in after.removed)}
    for number, text in enumerate(new, 1):
        assert text_of(unit for unit in after.document.units if unit.paragraph == number) == text
    for unit in after.document.units:
        if unit.id not in (*after.changed, *after.added):
            assert unit.target == before.unit(unit.id).target


@given(st.text(max_size=80), st.sampled_from(("zh_Hans", "ko", "en", "fr")))
def test_the_text_of_a_segment_is_whole_in_its_units(text: str, language: str) -> None:
    assert text_of(units_of([Piece(text)], language)) == text


def test_a_document_of_thousands_of_paragraphs_is_renewed_in_time() -> None:
    texts = [f"第{n}段：被告人于{n}日被拘留。" for n in range(3000)]
    before = document(*(Unit("", text, "x") for text in texts))
    after = renew(before, [Piece(text.replace("7日", "8日")) for text in texts], "new")
    assert after.kept + len(after.changed) == 3000


def test_the_segments_of_evidence_become_units() -> None:
    found = [Segment("判决如下：判处三年。", 2, 1, "paragraph", 88.0, ("三",)), Segment("", 2, 2, "stamp")]
    units = renew(document(), found, "hash").document.units
    assert [(unit.source, unit.page, unit.paragraph, unit.kind, unit.confidence) for unit in units] == [
        ("判决如下：判处三年。", 2, 1, "paragraph", 88.0),
        ("", 2, 2, "stamp", None),
    ]


def test_what_was_read_with_doubt_stays_with_the_sentence_it_is_in() -> None:
    piece = Piece("他走了。他来了。", confidence=80.0, doubtful=("走", "来"))
    units = list(units_of([piece], "zh_Hans"))
    assert [unit.doubtful for unit in units] == [("走",), ("来",)]
    old = renew(Document("d", "zh_Hans", "en"), [piece], "1").document
    assert not any(unit.doubtful for unit in renew(old, [Piece("他走了。他来了。")], "2").document.units)
