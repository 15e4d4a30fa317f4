"""The Word table: written, corrected as people do, and read back with every odd row named."""

from __future__ import annotations

import copy
import tempfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import given, settings
from translation_units import document, documents, unit

from asylum_forms.errors import EvidenceError
from asylum_forms.i18n import use
from asylum_forms.translation.table import export, take_back, untouched
from asylum_forms.translation.units import Document, Origin, State, Unit

MADE = document(
    unit("刑事判决书", "Criminal Judgment"),
    unit("被告人王某。", "The defendant Wang."),
    unit("判处三年。", ""),
    unit("看守所\n印章", "Seal"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    export(MADE, tmp_path / "judgment.docx")
    return tmp_path / "judgment.docx"


def table(word: docx.document.Document) -> Table:
    return word.tables[0]


def correct(file: Path, row: int, column: int, words: str) -> None:
    word = docx.Document(str(file))
    table(word).rows[row].cells[column].text = words
    word.save(str(file))


def names(file: Path, made: Document = MADE) -> list[tuple[str, str]]:
    return [(finding.id.removeprefix("translation.table."), finding.place.field) for finding in take_back(made, file).findings]


def test_what_nobody_touched_comes_back_as_it_was(file: Path) -> None:
    taken = take_back(MADE, file)
    assert (taken.document, taken.changed, taken.findings) == (MADE, (), ())


@settings(max_examples=25, deadline=None)
@given(documents())
def test_any_document_comes_back_as_it_was(made: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = replace(made, id="any")
        export(made, Path(folder) / "any.docx")
        taken = take_back(made, Path(folder) / "any.docx")
    assert (taken.document, taken.findings) == (made, ())


def test_corrections_are_a_humans_and_reviewed(file: Path) -> None:
    correct(file, 2, 2, "The accused Wang.")
    correct(file, 3, 2, "Sentenced to three years.\nSecond line")
    taken = take_back(MADE, file)
    assert taken.changed == ("u2", "u3")
    assert taken.findings == ()
    second, third = taken.document.unit("u2"), taken.document.unit("u3")
    assert (second.target, second.state, second.origin) == ("The accused Wang.", State.REVIEWED, Origin.HUMAN)
    assert (third.target, third.state) == ("Sentenced to three years.\nSecond line", State.REVIEWED)
    assert taken.document.unit("u1") == MADE.unit("u1")


def test_a_state_written_in_the_last_column_is_taken(file: Path) -> None:
    correct(file, 1, 3, " Reviewed ")
    correct(file, 3, 3, "reviewed")
    taken = take_back(MADE, file)
    assert (taken.document.unit("u1").state, taken.document.unit("u1").origin) == (State.REVIEWED, Origin.MACHINE)
    assert taken.changed == ("u1",), "there is nothing to review in a row without words"


def test_final_is_not_for_word_to_say(file: Path) -> None:
    correct(file, 1, 3, "final")
    assert take_back(MADE, file).document.unit("u1").state is State.REVIEWED
    assert names(file) == [("final", "u1")]


def test_words_of_confirmed_units_that_change_are_confirmed_no_more(tmp_path: Path) -> None:
    first = MADE.unit("u1")
    made = MADE.with_units([replace(first, state=State.FINAL, translator="wang", date="2026-01-02", confirmed=first.digest)])
    export(made, tmp_path / "a.docx")
    assert take_back(made, tmp_path / "a.docx").document.unit("u1").final
    correct(tmp_path / "a.docx", 1, 2, "Judgment")
    changed = take_back(made, tmp_path / "a.docx").document.unit("u1")
    assert (changed.final, changed.translator, changed.confirmed) == (False, "", "")


def test_lost_doubled_and_unknown_rows_are_named_and_change_nothing(file: Path) -> None:
    word = docx.Document(str(file))
    rows = table(word).rows
    table(word)._tbl.append(copy.deepcopy(rows[1]._tr))
    table(word).rows[5].cells[2].text = "Other words"
    rows[3]._tr.getparent().remove(rows[3]._tr)
    table(word).rows[3].cells[0].text = "u99 abcd"
    word.save(str(file))
    assert names(file) == [("doubled-row", "u1"), ("lost-row", "u3"), ("lost-row", "u4"), ("unknown-row", "u99")]
    assert take_back(MADE, file).document == MADE
    with use("en"):
        messages = " ".join(finding.message for finding in take_back(MADE, file).findings)
    assert "判处三年。" in messages
    assert "2 rows" in messages


def test_a_row_copied_without_change_is_no_trouble(file: Path) -> None:
    word = docx.Document(str(file))
    table(word)._tbl.append(copy.deepcopy(table(word).rows[1]._tr))
    word.save(str(file))
    assert names(file) == []


def test_a_row_whose_id_was_wiped_out_is_named(file: Path) -> None:
    correct(file, 2, 0, "")
    assert names(file) == [("lost-row", "u2"), ("unknown-row", "")]


def test_changes_to_the_original_are_named_and_not_taken(file: Path) -> None:
    correct(file, 1, 1, "民事判决书")
    assert names(file) == [("source-changed", "u1")]
    assert take_back(MADE, file).document == MADE


def test_what_changed_here_and_in_word_is_a_conflict(file: Path) -> None:
    correct(file, 1, 2, "Word's words")
    newer = MADE.with_units([replace(MADE.unit("u1"), target="Our words")])
    assert names(file, newer) == [("conflict", "u1")]
    assert take_back(newer, file).document == newer


def test_a_conflict_names_both_words_and_what_to_do(file: Path) -> None:
    correct(file, 1, 2, "Word's words")
    newer = MADE.with_units([replace(MADE.unit("u1"), target="Our words")])
    with use("en"):
        (finding,) = take_back(newer, file).findings
    assert "Word's words" in finding.message
    assert "Our words" in finding.message
    assert "asylum-forms review CASE judgment --word" in finding.remedy


def test_the_same_table_may_be_corrected_and_taken_again_and_again(file: Path) -> None:
    made = MADE
    for words in ("First words", "Second words", "Criminal Judgment", "Third words"):
        correct(file, 1, 2, words)
        taken = take_back(made, file)
        assert (taken.changed, taken.findings) == (("u1",), ())
        assert (taken.document.unit("u1").target, taken.document.unit("u1").state) == (words, State.REVIEWED)
        made = taken.document
        again = take_back(made, file)
        assert (again.document, again.changed, again.findings) == (made, (), ()), "nothing has changed in Word since"


def test_words_that_were_filled_in_and_corrected_later_in_the_same_table_are_read(file: Path) -> None:
    correct(file, 3, 2, "Sentenced to three years.")
    first = take_back(MADE, file).document
    correct(file, 3, 2, "Sentenced to 3 years.")
    again = take_back(first, file).document.units[2]
    assert (again.target, again.state) == ("Sentenced to 3 years.", State.REVIEWED)


def test_a_row_that_was_taken_and_then_changed_in_both_places_is_a_conflict(file: Path) -> None:
    correct(file, 1, 2, "First words")
    taken = take_back(MADE, file).document
    here = taken.with_units([replace(taken.unit("u1"), target="Our words")])
    assert take_back(here, file).document == here, "Word has changed nothing since it was taken"
    correct(file, 1, 2, "Second words")
    assert names(file, here) == [("conflict", "u1")]
    correct(file, 1, 2, "Our words")
    assert names(file, here) == []


def test_another_copy_of_a_table_that_was_taken_does_not_undo_it(file: Path) -> None:
    other = file.with_name("copy.docx")
    other.write_bytes(file.read_bytes())
    correct(file, 1, 2, "First words")
    taken = take_back(MADE, file).document
    correct(other, 2, 2, "The accused Wang.")
    both = take_back(taken, other)
    assert (both.document.unit("u1").target, both.document.unit("u2").target) == ("First words", "The accused Wang.")
    correct(other, 1, 2, "Other words")
    assert names(other, both.document) == [("conflict", "u1")]


def test_taking_a_table_back_after_the_confirmation_leaves_it_confirmed(file: Path) -> None:
    correct(file, 1, 2, "Judgment")
    correct(file, 2, 3, "reviewed")
    taken = take_back(MADE, file).document
    final = taken.with_units(
        replace(one, state=State.FINAL, translator="wang", date="2026-01-02", confirmed=one.digest) for one in taken.units
    )
    assert take_back(final, file).document == final
    correct(file, 2, 3, "initial")
    assert take_back(final, file).document.unit("u2").state is State.INITIAL, "somebody doubts it"


def test_a_new_table_in_the_place_of_an_old_one_begins_anew(file: Path) -> None:
    correct(file, 1, 2, "First words")
    taken = take_back(MADE, file).document
    here = taken.with_units([replace(taken.unit("u1"), target="Our words")])
    here = export(here, file)
    assert here.unit("u1").taken == ""
    correct(file, 1, 2, "First words")
    assert take_back(here, file).document.unit("u1").target == "First words"


def test_a_table_that_somebody_saved_with_other_words_is_not_as_we_wrote_it(file: Path) -> None:
    assert untouched(file)
    correct(file, 1, 3, "reviewed")
    assert not untouched(file)
    file.write_bytes(b"no Word file")
    assert not untouched(file)


def test_what_changed_here_only_stays(file: Path) -> None:
    newer = MADE.with_units([replace(MADE.unit("u1"), target="Our words", state=State.REVIEWED)])
    taken = take_back(newer, file)
    assert (taken.document, taken.findings) == (newer, ())


def test_tracked_corrections_count_as_accepted(file: Path) -> None:
    word = docx.Document(str(file))
    paragraph = table(word).rows[2].cells[2].paragraphs[0]
    run = paragraph.runs[0]._r
    deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
    run.addnext(inserted)
    inserted.addnext(deleted)
    new = copy.deepcopy(run)
    new.find(qn("w:t")).text = "The accused Wang."
    inserted.append(new)
    run.find(qn("w:t")).tag = qn("w:delText")
    deleted.append(run)
    word.save(str(file))
    assert take_back(MADE, file).document.unit("u2").target == "The accused Wang."


def test_a_table_of_another_document_is_refused(file: Path) -> None:
    with pytest.raises(EvidenceError, match="belongs to judgment zh-Hans-en, not to release"):
        take_back(replace(MADE, id="release"), file)


@pytest.mark.parametrize("content", [b"no Word file", b""])
def test_a_file_that_is_no_word_document_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(EvidenceError, match=r"a\.docx cannot be read"):
        take_back(MADE, tmp_path / "a.docx")


def test_a_document_without_the_table_is_named(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    with pytest.raises(EvidenceError, match="no table"):
        take_back(MADE, tmp_path / "a.docx")


def test_emptied_words_are_initial_again(file: Path) -> None:
    correct(file, 1, 2, "")
    emptied = take_back(MADE, file).document.unit("u1")
    assert (emptied.target, emptied.state, emptied.origin) == ("", State.INITIAL, Origin.NONE)


def test_the_head_is_in_the_users_language_and_repeats(tmp_path: Path) -> None:
    with use("zh_Hans"):
        export(document(Unit("u1", "一")), tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert [cell.text for cell in table(word).rows[0].cells][1:3] == ["中文 (简体)", "英语"]
    assert table(word).rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert word.core_properties.author == ""


@pytest.mark.parametrize("speaks", ["en", "zh_Hans", "ko", "fr"])
def test_a_row_without_words_says_in_the_readers_language_what_to_write(tmp_path: Path, speaks: str) -> None:
    page = Unit("u1", "", kind="illegible", page=2)
    stamp = Unit("u2", "", kind="stamp", page=1)
    made = document(page, stamp, unit("判处三年。", "Three years."))
    file = tmp_path / "judgment.docx"
    with use(speaks):
        export(made, file)
    hints = [row.cells[1].text for row in table(docx.Document(str(file))).rows[1:]]
    assert hints[0]
    assert hints[1]
    assert hints[0] != hints[1]
    assert hints[2] == "判处三年。"
    with use("en"):
        untouched = take_back(made, file)
        assert (untouched.document, untouched.findings) == (made, ())
        correct(file, 1, 2, "[Page 2: a photograph of a door]")
        taken = take_back(made, file)
        assert (taken.changed, taken.findings) == (("u1",), ())
        assert taken.document.units[0].target == "[Page 2: a photograph of a door]"
        correct(file, 2, 1, "看守所印章")
    assert names(file, made) == [("source-changed", "u2")], "words written in the wrong column are not lost in silence"
