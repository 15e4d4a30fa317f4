"""What stands above a line to sign on, as somebody reads it who has to know what they sign."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from asylum_forms.assembly.plan import Spot
from asylum_forms.forms import word
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.letter import draw_letter
from asylum_forms.forms.marks import Sign
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import render
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet.line import Line
from asylum_forms.packet.signing import Signed, places
from asylum_forms.record.load import load

LETTER = """title: Test
paper: A4
---
# Consent

## 1. What is shared

I agree that the office may share:

@Options ☐ my name

@Options ☒ my address

@Closing I have understood this paper and sign it of my own free will.

@Signature-Space

@table 2.8 0.5 2.8 plain
| @Signature-Block {{r signature("applicant") }} |  | @Signature-Block ____________ |
| @Signature-Block Weiguo SHEN, applicant |  | @Signature-Block Date and place |
| @Signature-Space |  | @Signature-Space |
| @Signature-Block {{r signature("interpreter") }} |  | @Signature-Block ____________ |
| @Block Yulin TAN, interpreter |  | @Block Date and place |

# To be sent

@Lead I, ______ (name), state that I handed the papers over as follows.

@table 2.0 2.0 head
| To | When |
| The office | ______ |

@Gap

Address used:

@Indented ______________

@Signature-Space

@table 2.8 0.5 2.8 plain
| @Signature-Block {{r signature("server") }} |  | @Signature-Block ____________ |
"""


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signing")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    draw_letter(folder / "letter.txt", folder / "drawn.docx")
    render(folder / "drawn.docx", {"signature": Sign}, folder / "letter.docx")
    return folder / "letter.docx"


def test_all_of_the_list_above_the_line_is_there(letter: Path) -> None:
    assert word.above_signature(letter, "applicant") == [
        "I agree that the office may share:",
        "☐ my name",
        "☒ my address",
        "I have understood this paper and sign it of my own free will.",
    ]


def test_who_signs_below_another_signs_the_same_words_not_the_others_name(letter: Path) -> None:
    assert word.above_signature(letter, "interpreter") == word.above_signature(letter, "applicant")


def test_a_sentence_above_a_table_belongs_to_the_line_below_it(letter: Path) -> None:
    said = word.above_signature(letter, "server")
    assert said == ["I, ______ (name), state that I handed the papers over as follows.", "Address used:"]


def test_who_signs_nothing_has_no_words(letter: Path) -> None:
    assert word.above_signature(letter, "representative") == []


SIGNED = '@Signature-Block {{r signature("applicant") }}\n'


def signing(*signed: tuple[str, str, str], files: Mapping[str, Path] | None = None) -> list[Line]:
    """The places to sign of the American example in Chinese; `signed` are leaf, signer and page, `files` the Word files."""
    jurisdiction, procedure = registry.find_procedure("us/affirmative")
    record = load(Path(__file__).parents[2] / "examples" / "us-petitioner-family", registry.extensions())
    filing = Filing(record, jurisdiction, procedure, "en", datetime.date(2026, 11, 20))
    parts = {part.leaf: part for part in filing.parts()}
    answers = {"i-589": evaluate(read_table(jurisdiction.tables["I-589"]), filing)}
    here = [Signed(who, Spot(page), parts[leaf]) for leaf, who, page in signed]
    return list(places(filing, "zh_Hans", answers, here, files or {}, lambda who: who))


def test_one_declaration_that_is_signed_on_several_pages_stands_there_once() -> None:
    (line,) = signing(("i-589", "applicant", "11"), ("i-589", "applicant", "14"))
    assert line.number == "11, 14"
    assert line.filed.answer[0].startswith("I certify, under penalty of perjury")


def test_an_interpreter_below_the_applicants_words_does_not_seem_to_say_them(letter: Path) -> None:
    leaf = "interpreter-certificate"
    applicant, interpreter, *_form = signing((leaf, "applicant", "9"), (leaf, "interpreter", "9"), files={leaf: letter})
    assert interpreter.filed.answer == ("Below the words of the applicant:", *applicant.filed.answer)


def test_an_interpreter_on_a_form_does_not_sign_what_it_lets_the_applicant_declare(tmp_path: Path) -> None:
    jurisdiction, procedure = registry.find_procedure("unhcr/rsd")
    record = load(Path(__file__).parents[2] / "examples" / "stranded-in-transit", registry.extensions())
    filing = Filing(record, jurisdiction, procedure, "en", datetime.date(2026, 11, 20))
    answers = evaluate(read_table(jurisdiction.tables["rsd-bio-data"]), filing)
    declared = answers.items["K.1"].text
    signed = "\n\n".join(f'@Signature-Block {{{{r signature("{who}") }}}}' for who in ("interpreter", "applicant"))
    (tmp_path / "form.txt").write_text(f"title: Test\npaper: A4\n---\n# K\n\n{declared}\n\n{signed}\n", encoding="utf-8")
    draw_letter(tmp_path / "form.txt", tmp_path / "drawn.docx")
    render(tmp_path / "drawn.docx", {"signature": Sign}, tmp_path / "form.docx")
    part = next(part for part in filing.parts() if part.leaf == "rsd-bio-data")
    here = [Signed(who, Spot("3"), part) for who in ("applicant", "interpreter")]
    files = {part.leaf: tmp_path / "form.docx"}
    applicant, interpreter = places(filing, "zh_Hans", {part.leaf: answers}, here, files, lambda who: who)
    assert applicant.filed.answer == (declared,)
    assert declared not in interpreter.filed.answer


def test_what_is_declared_stands_beside_it_in_the_applicants_language_and_is_said_to_be_no_official_text() -> None:
    (line,) = signing(("i-589", "applicant", "11"))
    note, declared, warning = line.own.answer
    assert (note[0], note[-1]) == ("[", "]")
    assert declared.startswith("本人依照美利坚合众国法律、明知作伪证须受处罚而证明")
    assert warning.startswith("警告")
    assert not line.to_read


def test_a_declaration_that_somebody_has_edited_must_be_read_to_the_applicant(tmp_path: Path) -> None:
    made = {}
    for name, said in (("ours", "the foregoing is true and correct"), ("edited", "the foregoing is true and complete")):
        text = f"title: T\n---\n# Declaration\n\n@Closing I declare under penalty of perjury that {said}.\n\n" + SIGNED
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        draw_letter(tmp_path / f"{name}.txt", tmp_path / "drawn.docx")
        render(tmp_path / "drawn.docx", {"signature": Sign}, tmp_path / f"{name}.docx")
        (made[name], _form) = signing(("declaration", "applicant", "9"), files={"declaration": tmp_path / f"{name}.docx"})
    assert made["ours"].own.answer[-1] == "本人明知作伪证须受处罚而声明：以上内容真实、正确。"
    assert made["edited"].filed.answer == ("I declare under penalty of perjury that the foregoing is true and complete.",)
    assert made["edited"].to_read
    assert made["edited"].own.answer == ()


def test_an_official_form_that_is_signed_elsewhere_comes_last_without_a_page() -> None:
    cover, form = signing(("cover-letter", "applicant", "2"))
    assert (cover.number, form.number) == ("2", "–")
    assert "WARNING: Applicants who are in the United States unlawfully" in form.filed.answer[1]
    assert form.own.question.startswith("I-589 表")


def test_who_only_writes_a_date_needs_no_words_above_it() -> None:
    (line,) = signing(("i-589", "applicant-date", "11"))
    assert line.filed.answer == ("Date (mm/dd/yyyy)",)
