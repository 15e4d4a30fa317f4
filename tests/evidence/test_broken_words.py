"""A name of which one part stands at the end of a page and the other on the next is found, and goes from both."""

from __future__ import annotations

from pathlib import Path

import pytest
from evidence_files import text_pdf
from pdf_text import text_of

from asylum_forms.assembly.plan import Leaf
from asylum_forms.evidence.broken import over_two_pages
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import redacted
from asylum_forms.evidence.shown import WHOLE, still_shown
from asylum_forms.evidence.spelling import Words
from asylum_forms.packet.withheld import _blacked
from asylum_forms.record.model import Record

BROKEN = [
    ("Shen Jianming", "He saw Shen", "Jianming there."),
    ("Shen Jianming", "He saw SHEN,\r\n\r\n3", "page 4 of 9\r\nA letter\r\nJianming there."),
    ("Jianming", "He saw Jian-\n- 3 -", "ming there."),
    ("Jianming", "He saw Jian\ufffe", "ming there."),
    ("Jianming Shen", "He saw Shen", "Jianming there."),
    ("\u6c88\u5efa\u660e", "\u4ed6\u662f\u6c88\u5efa", "\u660e\u3002"),
]


@pytest.mark.parametrize(("marked", "one", "other"), BROKEN)
def test_the_letters_of_both_pages_are_known(marked: str, one: str, other: str) -> None:
    found = {
        tuple("".join((one, other)[page][at] for page, at in letters if page == side) for side in (0, 1))
        for _words, letters in over_two_pages(one, other, [Words(marked)], whole=True)
    }
    ((foot, head),) = found
    assert one.strip("\r\n-3 ").endswith(foot.rstrip("-"))
    assert head in other
    assert sum(map(str.isalpha, foot + head)) == sum(map(str.isalpha, marked))
    assert still_shown(["nothing", one, other], [Words(marked)]) == [set(), {WHOLE}, {WHOLE}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He saw Shen.", "Jianming there."),
        ("He saw Shen go", "Jianming there."),
        ("", "Jianming"),
        ("Shen", ""),
        ("Shen Jianming", "Li"),
    ],
)
def test_what_stands_on_one_page_or_does_not_follow_is_no_broken_name(one: str, other: str) -> None:
    assert list(over_two_pages(one, other, [Words("Shen Jianming")])) == []


def test_it_is_gone_from_both_pages_of_a_paper(tmp_path: Path) -> None:
    file = text_pdf(tmp_path / "letter.pdf", "He saw Shen", "Jianming was there. Shen Jianming", "Jianming alone")
    exhibit = Exhibit("a", "A", "Paper", None, "", "en", "", "", "", take_in(file, tmp_path / "taken"))
    entry = {"id": "a", "redact": [{"words": "Shen Jianming"}]}
    record = Record(case=tmp_path, file=tmp_path / "record.yaml", language="en", data={"evidence": [entry]})
    (new,) = redacted(record, [exhibit], tmp_path / "new", "en").exhibits
    assert new.original.notes[-1].startswith("redacted: pages 1, 2 are pictures")
    assert [text for _page, text in new.original.blacked if "Shen" in text or "Jianming" in text] == []
    assert "Jianming alone" in text_of(new.original.pdf)


def test_it_is_gone_from_both_pages_of_a_statement(tmp_path: Path) -> None:
    text_pdf(tmp_path / "paper.pdf", "He saw Shen", "Jianming was there.")
    leaf = _blacked(Leaf("statement", "Statement", tmp_path / "paper.pdf", 2), [Words("Shen Jianming")], tmp_path / "work")
    assert [(page, "Shen" in left, "Jianming" in left) for page, left in leaf.blacked] == [(1, False, False), (2, False, False)]
