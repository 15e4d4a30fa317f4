"""Memory: confirmed words come back, in a file other programs read."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translation_units import document, texts, unit

from asylum_forms.errors import EvidenceError
from asylum_forms.translation.memory import Entry, Memory, confirmed, read, recall, write
from asylum_forms.translation.units import Origin, State, Unit


def entry(source: str, target: str, **about: str) -> Entry:
    return Entry("zh_Hans", "en", source, target, **about)


entries = st.builds(
    Entry, st.sampled_from(("zh_Hans", "zh_Hant", "ko")), st.just("en"), texts.filter(bool), texts.filter(bool),
    texts, texts, texts, st.dates().map(str),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(entries, max_size=5))
def test_nothing_is_lost_in_a_round_trip(found: list[Entry]) -> None:
    made = Memory(found)
    with tempfile.TemporaryDirectory() as folder:
        write(made, Path(folder) / "memory.tmx")
        assert read(Path(folder) / "memory.tmx").entries == made.entries


def test_only_confirmed_units_feed_the_memory() -> None:
    final = unit("一", "One", State.FINAL)
    final = replace(final, translator="wang", date="2026-11-20", confirmed=final.digest)
    stale = replace(unit("二", "Two", State.FINAL), translator="wang", confirmed="other")
    made = document(final, stale, unit("三", "Three", State.REVIEWED))
    assert list(confirmed(made)) == [entry("一", "One", document="judgment", unit="u1", translator="wang", date="2026-11-20")]


def test_units_without_words_get_those_of_the_memory_and_wait_for_a_human() -> None:
    memory = Memory([entry("被告人　王某。", "The defendant Wang.", document="old", unit="u7")])
    made = recall(document(Unit("u1", "被告人 王某。"), unit("被告人 王某。", "Mine")), memory)
    first, second = made.units
    assert (first.target, first.state, first.origin, first.engine) == (
        "The defendant Wang.",
        State.TRANSLATED,
        Origin.MEMORY,
        "old u7",
    )
    assert first.unread
    assert second.target == "Mine"


def test_the_newest_of_several_is_taken_and_the_others_are_named() -> None:
    memory = Memory([entry("一", "First"), entry("一", "Second"), entry("一", "First")])
    assert [found.target for found in memory.find("一", "zh", "en")] == ["First", "Second"]
    found = recall(document(Unit("u1", "一")), memory).units[0]
    assert found.target == "First"
    assert "Second" in found.notes[0]


def test_other_languages_do_not_match() -> None:
    memory = Memory([entry("一", "One")])
    assert memory.find("一", "zh_Hant", "en"), "one language in two scripts has different characters where it matters"
    assert not memory.find("一", "ko", "en")
    assert not memory.find("一", "zh_Hans", "ko")


def test_the_file_is_tmx_14(tmp_path: Path) -> None:
    write(Memory([entry("一", "One", date="2026-11-20", translator="wang")]), tmp_path / "m.tmx")
    root = etree.parse(str(tmp_path / "m.tmx")).getroot()
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert (root.tag, root.get("version"), root.find("header").attrib.keys()) == ("tmx", "1.4", [*root.find("header").attrib])
    assert needed <= set(root.find("header").attrib)
    element = root.find("body/tu")
    assert element.get("changedate") == "20261120T000000Z"
    assert [variant.get("{http://www.w3.org/XML/1998/namespace}lang") for variant in element.findall("tuv")] == ["zh-Hans", "en"]


def test_memories_of_other_programs_are_read(tmp_path: Path) -> None:
    """As OmegaT writes them: level 1, `lang` or `xml:lang`, formatting in the segment, more than two languages."""
    (tmp_path / "m.tmx").write_text(
        """<?xml version="1.0"?><tmx version="1.1"><header srclang="ZH-CN"/><body>
        <tu><tuv lang="ZH-CN"><seg>一</seg></tuv><tuv lang="EN-US"><seg>O<bpt i="1"/>n<ept i="1"/>e</seg></tuv>
        <tuv xml:lang="FR"><seg>Un</seg></tuv></tu><tu><tuv lang="EN"><seg>alone</seg></tuv></tu></body></tmx>""",
        encoding="utf-8",
    )
    memory = read(tmp_path / "m.tmx")
    assert [found.target for found in memory.find("一", "zh_Hans", "en")] == ["One"]
    assert [found.target for found in memory.find("一", "zh_Hans", "fr")] == ["Un"]


@pytest.mark.parametrize("content", ["<tmx", "<xliff/>"])
def test_a_file_that_is_no_memory_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "m.tmx").write_text(content)
    with pytest.raises(EvidenceError, match=r"m\.tmx"):
        read(tmp_path / "m.tmx")
