"""Which words count as the ones that are marked for redaction, in what is said of exhibits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms.evidence.exhibit import Exhibit, Paper
from asylum_forms.packet.withheld import described, words
from asylum_forms.record.model import Record

PAPER = Paper(Path("letter.txt"), "", Path("letter.pdf"), 1)
EXHIBIT = Exhibit("a", "A", "Paper", None, "", "en", "", "", "", PAPER)


@pytest.mark.parametrize(
    ("marked", "said", "left"),
    [
        ("Shen Le", "Letter of SHEN\n LE, child", "Letter of █████, child"),
        ("Le", "Le and Lee, le", "█████ and Lee, █████"),
        ("沈乐", "沈乐的信", "█████的信"),
        ("홍길동", "홍길동의 편지", "█████의 편지"),
        ("Shen Le", "Shen Le先生", "█████先生"),
        ("le@example.com", "Mail of <le@example.com>", "Mail of <█████>"),
        ("Lé", "chez l'Lé", "chez l'█████"),
        ("a.b", "axb", "axb"),
        ("Mary O'Brien", "Letter of Mary O\u2019Brien", "Letter of █████"),
        ("Shen-Li", "Shen\u2011Li; Shen\ufffeLi", "█████; █████"),
        ("Shen Jianming", "Brief von JIANMING, Shen an S h e n J i a n m i n g", "Brief von █████ an █████"),
        ("José Sáez", "Letter of Saez Jose", "Letter of █████"),
        ("Jianming", "Jian-\nming and Jian\u00adming", "█████ and █████"),
    ],
)
def test_words_are_found_however_they_are_written(marked: str, said: str, left: str) -> None:
    (one,) = described([replace(EXHIBIT, title=said, issuer=said, obtained=said, supports=said, url=said)], [marked])
    assert {one.title, one.issuer, one.obtained, one.supports, one.url} == {left}


def test_words_are_those_of_all_evidence_once_and_areas_are_none() -> None:
    entries = [{"redact": [{"words": "Le"}, {"page": 1, "area": "1 1 5 5"}]}, {}, {"redact": [{"words": "Le"}, {"words": "Guo"}]}]
    assert words(Record(Path(), Path("record.yaml"), "en", {"evidence": entries})) == ["Le", "Guo"]
