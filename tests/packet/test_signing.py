"""What stands above a line to sign on, as somebody reads it who has to know what they sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from asylum_forms.forms import word
from asylum_forms.forms.letter import draw_letter
from asylum_forms.forms.marks import Sign
from asylum_forms.forms.render import render

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
