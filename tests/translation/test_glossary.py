"""The glossary: complete, found where it stands, and applied to drafts only."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from translation_units import document, pair, unit

from asylum_forms.translation import glossary
from asylum_forms.translation.glossary import Term, align, bundled, find, load, missing, recall, unbracketed
from asylum_forms.translation.units import Origin, State, Unit


def texts(source: str, language: str = "zh_Hans") -> list[str]:
    return [found.text for found in find(source, language)]


def term(zh: str) -> Term:
    return next(one for one in bundled() if one.words["zh"] == zh)


def test_every_term_has_chinese_english_and_korean_and_stands_once() -> None:
    assert all({"zh", "en", "ko"} <= set(one.words) for one in bundled())
    assert [zh for zh, count in Counter(one.words["zh"] for one in bundled()).items() if count > 1] == []
    kinds = Counter(one.kind for one in bundled())
    assert kinds.keys() == {"charge", "measure", "penalty", "document", "authority", "law"}
    assert kinds["charge"] > 40
    assert kinds["document"] > 75


def test_charges_have_their_article_and_all_of_mainland_law_say_which_law() -> None:
    for one in bundled():
        if one.kind == "charge" and one.context == "criminal-law":
            assert one.article, one.words
            assert one.law["en"] == "Criminal Law"
    picking = term("寻衅滋事罪")
    assert (picking.article, picking.checked, picking.words["en"]) == ("293", True, "picking quarrels and provoking trouble")


def test_the_longest_term_is_meant() -> None:
    assert texts("犯煽动颠覆国家政权罪和颠覆国家政权罪") == ["煽动颠覆国家政权罪", "颠覆国家政权罪"]
    assert texts("指定居所监视居住") == ["指定居所监视居住"]


def test_a_charge_is_found_without_its_last_character() -> None:
    assert texts("因涉嫌寻衅滋事被刑事拘留") == ["寻衅滋事", "刑事拘留"]
    assert texts("诈骗了他") == [], "short words of everyday language are no charge by themselves"


def test_wide_and_narrow_brackets_are_alike() -> None:
    assert texts("犯偷越国(边)境罪") == ["偷越国(边)境罪"]
    assert texts("犯偷越国（边）境罪") == ["偷越国（边）境罪"]


def test_terms_are_found_from_english_as_whole_words() -> None:
    assert texts("He was put under residential surveillance.", "en") == ["residential surveillance"]
    assert texts("imprisonments", "en") == []


def test_units_that_are_but_a_term_are_drafted_from_the_glossary() -> None:
    made = recall(
        document(Unit("u1", "刑 事 判 决 书"), Unit("u2", "看守所"), Unit("u3", "王某的判决书"), unit("释放证明书", "Mine"))
    )
    assert [one.target for one in made.units] == ["Criminal Judgment", "Detention Centre", "", "Mine"]
    assert (made.units[0].state, made.units[0].origin, made.units[0].engine) == (State.TRANSLATED, Origin.MEMORY, "glossary")
    assert recall(document(Unit("u1", "起诉意见书"), target="fr")).units[0].target == "", "no French is certain"


def test_other_renderings_in_drafts_become_ours() -> None:
    made = document(unit("因寻衅滋事罪被逮捕", "Arrested for disturbing the peace."), unit("取保候审", "Guarantee pending trial"))
    assert [one.target for one in align(made).units] == [
        "Arrested for picking quarrels and provoking trouble (寻衅滋事罪).",
        "Release on bail pending trial",
    ]


def test_the_name_of_a_charge_is_kept_at_its_first_mention_only() -> None:
    words = "Picking quarrels and provoking trouble is denied."
    made = align(document(unit("否认寻衅滋事罪。", words), unit("寻衅滋事罪不成立。", words), unit("寻衅滋事", words)))
    assert [one.target.count("寻衅滋事罪") for one in made.units] == [1, 0, 0]
    assert made == align(made)


def test_words_that_a_human_wrote_or_read_are_never_touched() -> None:
    human = document(
        unit("犯寻衅滋事罪", "guilty of disturbing the peace", State.REVIEWED, Origin.HUMAN),
        unit("犯寻衅滋事罪", "guilty of disturbing the peace", State.REVIEWED, Origin.MACHINE),
    )
    assert align(human) == human
    assert [found.text for found in missing(human.units[0], human)] == ["寻衅滋事罪"]
    assert [one.id for one, _found in unbracketed(human)] == ["u1"]


def test_capitals_quotation_marks_and_hyphens_do_not_matter() -> None:
    made = pair("人民检察院", "the PEOPLE'S PROCURATORATE")
    assert missing(made.units[0], made) == []
    assert missing(pair("被劳动教养", "re education through-labour").units[0], made) == []


def test_everyday_words_are_not_insisted_on() -> None:
    made = pair("他警告我，我被罚款。", "He threatened me and I had to pay.")
    assert missing(made.units[0], made) == []


@pytest.mark.parametrize("extra", ["colour: red", "origin: [C1]"])
def test_an_entry_that_says_what_we_do_not_know_is_refused(tmp_path: Path, extra: str) -> None:
    (tmp_path / "g.yaml").write_text(
        f"- kind: law\n  context: title\n  terms:\n    - {{zh: 甲, en: A, {extra}}}\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match="甲"):
        load(tmp_path / "g.yaml")


def test_a_glossary_without_terms_finds_nothing() -> None:
    assert glossary.find("寻衅滋事罪", "zh", ()) == []
