"""XLIFF files: valid, whole after a round trip, and open to what other programs do with them."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from translation_units import document, documents, unit
from xliff_rules import XLIFF, problems

from asylum_forms.errors import EvidenceError
from asylum_forms.translation import xliff
from asylum_forms.translation.units import Document, Origin, State, Unit

SEVERAL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FOREIGN = Path(__file__).parent / "foreign"


def tree(file: Path) -> etree._Element:
    return etree.parse(str(file)).getroot()


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@SEVERAL
@given(documents())
def test_nothing_is_lost_in_a_round_trip(tmp_path: Path, made: Document) -> None:
    file = tmp_path / "any.xlf"
    file.unlink(missing_ok=True)
    xliff.write(made, file)
    assert xliff.read(file) == made
    assert problems(tree(file)) == []


@SEVERAL
@given(documents(), documents())
def test_writing_over_a_file_leaves_nothing_of_the_old_words(tmp_path: Path, before: Document, after: Document) -> None:
    file = tmp_path / "any.xlf"
    file.unlink(missing_ok=True)
    xliff.write(before, file)
    xliff.write(after, file)
    assert xliff.read(file) == after
    assert problems(tree(file)) == []


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    made = document(unit("刑事判决书", "Criminal Judgment"), unit("一", ""))
    xliff.write(made, tmp_path / "a.xlf")
    first = (tmp_path / "a.xlf").read_bytes()
    xliff.write(made, tmp_path / "a.xlf")
    assert (tmp_path / "a.xlf").read_bytes() == first


def test_the_file_is_private_and_named_after_document_and_languages(tmp_path: Path) -> None:
    made = document(unit("一"))
    file = tmp_path / xliff.file_name(made)
    xliff.write(made, file)
    assert file.name == "judgment.zh-Hans-en.xlf"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_words_of_translate_toolkit_are_a_humans_and_its_notes_come_along(tmp_path: Path) -> None:
    """The file was saved by translate-toolkit 3.20, the library of Weblate and Virtaal, after changing both units."""
    file = tmp_path / "back.xlf"
    file.write_bytes((FOREIGN / "translate-toolkit.xlf").read_bytes())
    heading, sentence = xliff.read(file).units
    assert (heading.target, heading.state, heading.origin, heading.engine) == (
        "Criminal Judgement",
        State.REVIEWED,
        Origin.HUMAN,
        "",
    )
    assert (heading.page, heading.paragraph, heading.kind, heading.notes) == (1, 1, "heading", ("look",))
    assert (sentence.target, sentence.state, sentence.notes) == ("The defendant Wang.", State.REVIEWED, ("check the name",))
    assert problems(tree(file)), "translate-toolkit puts notes where the standard has none"
    xliff.write(xliff.read(file), file)
    assert problems(tree(file)) == []
    assert xliff.read(file).units == (heading, sentence)


def test_what_other_programs_add_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    made = document(unit("一", "One"), unit("二", "Two"))
    xliff.write(made, file)
    change(file, '<unit id="u1">', '<unit id="u1" xmlns:w="urn:w" w:priority="3"><w:box w:x="1"><w:note>kept</w:note></w:box>')
    change(file, "<notes>", '<notes><note id="n7" category="review">Is it right?</note>')
    assert problems(tree(file)) == []
    there = xliff.read(file)
    assert there.units[0].notes == ("Is it right?",)
    xliff.write(there.with_units([replace(there.units[0], target="One!")]), file)
    text = file.read_text(encoding="utf-8")
    assert all(words in text for words in ('w:priority="3"', "<w:note>kept</w:note>", 'id="n7" category="review"', "One!"))
    assert problems(tree(file)) == []


def test_units_that_another_program_cut_are_read_as_one(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    xliff.write(document(unit("一。二。", "")), file)
    root = tree(file)
    element = root.find(f".//{XLIFF}unit")
    old = element.find(f"{XLIFF}segment")
    element.remove(old)
    for source, target, state, order in (("一。", "One.", "final", "3"), ("二。", "Two.", "translated", "1")):
        segment = etree.SubElement(element, f"{XLIFF}segment", state=state)
        etree.SubElement(segment, f"{XLIFF}source").text = source
        etree.SubElement(segment, f"{XLIFF}target", order=order).text = target
        if order == "3":
            gap = etree.SubElement(element, f"{XLIFF}ignorable")
            etree.SubElement(gap, f"{XLIFF}source").text = ""
            etree.SubElement(gap, f"{XLIFF}target").text = " "
    etree.ElementTree(root).write(str(file), encoding="utf-8")
    read = xliff.read(file).units[0]
    assert (read.source, read.target, read.state) == ("一。二。", "Two. One.", State.REVIEWED)


def test_marks_are_passed_through_and_codes_say_what_they_stand_for(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    xliff.write(document(unit("一", "One")), file)
    change(file, ">One<", '><mrk id="m1" type="term">O</mrk>n<ph id="p1" equiv="-"/>e<')
    assert xliff.read(file).units[0].target == "On-e"


@pytest.mark.parametrize("claim", ['state="final"', 'state="reviewed"'])
def test_a_state_final_that_nobody_confirmed_here_is_only_reviewed(tmp_path: Path, claim: str) -> None:
    file = tmp_path / "a.xlf"
    xliff.write(document(unit("一", "One")), file)
    change(file, 'state="translated"', claim)
    read = xliff.read(file).units[0]
    assert (read.state, read.final, read.origin) == (State.REVIEWED, False, Origin.MACHINE)


def test_an_edit_takes_a_confirmation_away(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    made = unit("一", "One", State.FINAL)
    xliff.write(document(replace(made, translator="wang", date="2026-11-20", confirmed=made.digest)), file)
    assert xliff.read(file).complete
    change(file, ">One<", ">Two<")
    read = xliff.read(file).units[0]
    assert (read.state, read.origin, read.translator, read.final) == (State.REVIEWED, Origin.HUMAN, "", False)


def test_a_copy_of_the_source_is_no_translation(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    xliff.write(document(Unit("u1", "一")), file)
    change(file, "</source>", "</source><target>一</target>")
    assert xliff.read(file).units[0].state is State.INITIAL


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<xliff", "cannot be read"),
        (b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "not XLIFF 2"),
        (b'<xliff version="2.0" srcLang="zh" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "one document"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xliff version="2.0">&e;</xliff>', "entities"),
    ],
)
def test_a_file_that_is_no_xliff_2_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "a.xlf"
    file.write_bytes(content)
    with pytest.raises(EvidenceError, match=says) as caught:
        xliff.read(file)
    assert "a.xlf" in caught.value.message
    assert caught.value.remedy


def test_a_unit_that_is_in_a_file_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    xliff.write(document(unit("一", "One"), unit("二", "Two")), file)
    change(file, 'id="u2"', 'id="u1"')
    with pytest.raises(EvidenceError, match="u1 is in it twice"):
        xliff.read(file)
