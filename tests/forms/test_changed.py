"""Word files that show what an earlier version of them does not have."""

from __future__ import annotations

import itertools
import tempfile
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.text.run import Run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asylum_forms.forms import changed
from asylum_forms.pdf.links import INTERNAL


def word(file: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        first, *rest = text.split("|")
        paragraph = document.add_paragraph(first)
        for piece in rest:
            paragraph.add_run(piece).bold = True
    document.save(str(file))
    return file


def underlined(file: Path) -> list[str]:
    """The runs that are underlined, joined where one follows the other."""
    found: list[str] = []
    for paragraph in docx.Document(str(file)).paragraphs:
        before = False
        for run in paragraph.runs:
            if run.underline and before:
                found[-1] += run.text
            elif run.underline:
                found.append(run.text)
            before = bool(run.underline)
    return found


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (["I was held for two hours."], ["I was held for three hours."], ["three"]),
        (["One.", "Three."], ["One.", "Two.", "Three."], ["Two."]),
        (["我被关了两个小时。"], ["我被关了三个小时。"], ["三"]),
        (["One two three."], ["One three."], []),
        (["Il est venu de la ville."], ["Il est venu de la police de la ville."], ["de la police"]),
        (["On m’a pris mon passeport."], ["On m’a pris mon téléphone et mon passeport."], ["mon téléphone et"]),
        (["J’ai vu l’ami."], ["J’ai vu l’agent et l’ami."], ["l’agent et"]),
        (
            ["Je crains d’être pris. Je crains d’être battu."],
            ["Je crains d’être pris. Je crains d’être tué. Je crains d’être battu."],
            ["Je crains d’être tué."],
        ),
        (["Il dit\u202f: «\xa0Partez\xa0!\xa0»"], ["Il dit\u202f: «\xa0Partez d’ici\xa0!\xa0»"], ["d’ici"]),
        (
            ["Il a dit : «\xa0Non\xa0!\xa0»"],
            ["Il a dit : «\xa0Oui\xa0!\xa0» Puis : «\xa0Non\xa0!\xa0»"],
            ["«\xa0Oui\xa0!\xa0» Puis :"],
        ),
        (["Je suis allé en 2019 et en 2021."], ["Je suis allé en 2019, en 2020 et en 2021."], [", en 2020"]),
        (["Détenu un an."], ["De\u0301tenu deux ans."], ["deux ans"]),
        (["我怕被抓。我怕被打。"], ["我怕被抓。我怕被杀。我怕被打。"], ["我怕被杀。"]),
        (["A letter came in May."], ["A letter| came in| June."], ["June"]),
        (["Same.", "Words."], ["Same.", "Words."], []),
    ],
)
def test_only_what_is_new_is_underlined(tmp_path: Path, old: list[str], new: list[str], shown: list[str]) -> None:
    before, after = word(tmp_path / "old.docx", *old), word(tmp_path / "new.docx", *new)
    words = [paragraph.text for paragraph in docx.Document(str(after)).paragraphs]
    found = changed.underline(after, before)
    assert underlined(after) == shown
    assert bool(found) == (old != new)
    assert [paragraph.text for paragraph in docx.Document(str(after)).paragraphs] == words


def test_without_an_earlier_version_everything_is_new(tmp_path: Path) -> None:
    file = word(tmp_path / "new.docx", "I was there.")
    changed.underline(file, None)
    assert underlined(file) == ["I was there."]


def test_bold_words_stay_bold_when_they_are_underlined(tmp_path: Path) -> None:
    file = word(tmp_path / "new.docx", "A letter| in June")
    changed.underline(file, word(tmp_path / "old.docx", "A letter| in May"))
    runs = {run.text: run for run in docx.Document(str(file)).paragraphs[0].runs}
    assert runs["June"].underline
    assert runs["June"].bold
    assert not runs["A letter"].bold


def test_every_page_gets_a_line_to_sign_that_assembly_finds(tmp_path: Path) -> None:
    file = word(tmp_path / "new.docx", "I was there.")
    foot = changed.add_signature(file, "applicant", ("Signature:", "Date:"), 12)
    footer = docx.Document(str(file)).sections[0].footer
    assert footer.paragraphs[0].text.split() == foot.split()
    assert f"{INTERNAL}sign/applicant" in {relation.target_ref for relation in footer.part.rels.values()}


# Whatever is written: words that recur, spaces that do not break, quotation marks, elisions

WORD = st.sampled_from(
    ["de", "la", "le", "l’", "d'", "police", "été", "e\u0301te\u0301", "1\u202f000", "«\xa0", "\xa0»", "ville", "deux", "警察"]
)
SENTENCE = st.lists(WORD, min_size=1, max_size=6).map(lambda words: " ".join(words).replace("’ ", "’").replace("' ", "'"))
BEGUN = st.builds("{} {}".format, st.sampled_from(["Il", "Été", "«\xa0De", "La"]), SENTENCE)
ENDED = st.builds(str.__add__, BEGUN, st.sampled_from([".", "\xa0!", "\u202f?", "…"]))


def marked(file: Path) -> list[tuple[str, bool]]:
    """The letters of the first paragraph, each with whether it is underlined."""
    (paragraph, *_others) = docx.Document(str(file)).paragraphs
    runs: list[Run] = paragraph.runs
    return [(letter, bool(run.underline)) for run in runs for letter in run.text]


def is_within(part: str, whole: str) -> bool:
    """Whether letters stand in a text in this order, whatever is between them; spaces do not count."""
    letters = iter(unicodedata.normalize("NFC", whole))
    return all(letter in letters for letter in unicodedata.normalize("NFC", "".join(part.split())))


@settings(max_examples=40, deadline=None)
@given(old=st.lists(ENDED, max_size=4), new=st.lists(ENDED, max_size=4))
def test_what_is_not_underlined_stood_there_before_and_no_word_is_underlined_in_part(old: list[str], new: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, after = word(Path(folder) / "old.docx", " ".join(old)), word(Path(folder) / "new.docx", " ".join(new))
        changed.underline(after, before)
        found = marked(after)
    assert "".join(letter for letter, _under in found) == " ".join(new)
    assert is_within("".join(letter for letter, under in found if not under), " ".join(old))
    for (one, under), (two, below) in itertools.pairwise(found):
        if under != below:
            assert not (one + two).isalnum() or "警" in one + two or "察" in one + two, f"{one}{two} is one word"
            assert not (one if under else two).isspace(), "no word is underlined there"


@settings(max_examples=40, deadline=None)
@given(sentences=st.lists(ENDED, min_size=1, max_size=4), new=ENDED, at=st.integers(0, 4))
def test_a_sentence_that_is_new_is_underlined_from_its_first_word_to_its_end(sentences: list[str], new: str, at: int) -> None:
    written = [*sentences[:at], new, *sentences[at:]]
    assume(len(" ".join(sentences)) > len(new))  # else all of the paragraph counts as new
    with tempfile.TemporaryDirectory() as folder:
        before, after = word(Path(folder) / "old.docx", " ".join(sentences)), word(Path(folder) / "new.docx", " ".join(written))
        changed.underline(after, before)
        found = marked(after)
    assert "".join(letter for letter, under in found if under) == new
