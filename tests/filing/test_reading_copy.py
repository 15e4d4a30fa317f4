"""The reading copy beside a filing: what the applicant signs, in both languages."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from asylum_forms.assembly.verify import outline_of
from asylum_forms.build import Built
from asylum_forms.forms.reader import read_table
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.packet.line import Line, Side
from asylum_forms.packet.written import side_by_side

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copy(affirmative: Built) -> Path:
    return affirmative.pdf.parent / "reading-copy.zh_Hans.pdf"


@pytest.fixture(scope="module")
def words(copy: Path) -> str:
    text = subprocess.run(["pdftotext", "-raw", str(copy), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def test_it_is_on_the_offices_paper_and_in_the_manifest(copy: Path, affirmative: Built) -> None:
    document = pypdfium2.PdfDocument(copy)
    assert {document.get_page_size(number) for number in range(len(document))} == {(612, 792)}
    outputs = json.loads(affirmative.manifest.read_text(encoding="utf-8"))["outputs"]
    assert [entry["pages"] for entry in outputs if entry["path"] == copy.name] == [len(document)]


def test_its_outline_has_the_parts_of_each_form(copy: Path) -> None:
    with pikepdf.open(copy) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        outline = outline_of(pdf, numbers)
    (form,) = [at for at, (_level, title, _page) in enumerate(outline) if title.startswith("Form I-589,")]
    parts = [entry for entry in outline[form + 1 :] if entry[0] == 1]
    table = read_table(all_jurisdictions()["us"].tables["I-589"])
    assert [title.split(" / ")[0] for _level, title, _page in parts] == [
        title for key, title in table.sections.items() if key[0] in "ABCDE" and "." not in key.removeprefix("A.")
    ]
    reader = pypdfium2.PdfDocument(copy)
    for _level, title, page in parts:
        printed = "".join(reader[page - 1].get_textpage().get_text_range().split())
        assert all("".join(words.split()) in printed for words in title.split(" / ")), title
        assert " / " in title


@pytest.mark.parametrize(
    "said",
    ["A.I.12", "Date of Birth (mm/dd/yyyy)", "03/14/1978", "1978 年 3 月 14 日", "Sex", "Male", "男", "A.II.9", "B.1.A"],
)
def test_it_has_official_numbers_questions_and_answers(words: str, said: str) -> None:
    assert said.replace(" ", "") in words.replace(" ", "")


def test_each_form_and_paper_begins_a_page_that_the_outline_leads_to(copy: Path) -> None:
    document = pypdfium2.PdfDocument(copy)
    found = {mark.get_title(): mark.get_dest().get_index() for mark in document.get_toc() if not mark.level}
    (first, _front), *rest = found.items()
    assert (first, found[first], len(rest)) == ("Reading copy / 阅读本", 0, 2)
    for title, page in rest:
        top = document[page].get_textpage().get_text_bounded(bottom=792 - 2 * 72)
        assert re.sub(r"\s", "", title) in re.sub(r"\s", "", top)


def test_what_the_applicant_wrote_stands_beside_what_is_filed(words: str) -> None:
    packed = words.replace(" ", "")
    assert "二十二个小时" in packed
    assert "twenty-two hours" in words


def test_the_statement_is_there_in_both_languages_with_its_citations(words: str, affirmative: Built) -> None:
    first = next(
        part["page"]
        for part in json.loads(affirmative.manifest.read_text(encoding="utf-8"))["parts"]
        if part["id"].startswith("exhibit/summons-2023/") and not part["id"].endswith("separator")
    )
    assert f"p. {first}" in words
    assert "[[" not in words


def test_the_places_to_sign_stand_with_their_pages(copy: Path, affirmative: Built) -> None:
    text = subprocess.run(["pdftotext", "-l", "1", "-raw", str(copy), "-"], capture_output=True, check=True).stdout.decode()
    pages = [spot.page for who, spot in affirmative.signs if who == "applicant"]
    assert pages
    assert all(re.search(rf"^{page}\b", text, re.MULTILINE) for page in pages)
    assert "I declare under penalty of perjury" in re.sub(r"\s+", " ", text)


def test_a_word_of_ours_with_another_meaning_never_stands_for_a_caption(words: str) -> None:
    """Our catalogs have "State" as a condition; on a form it is a part of the country."""
    assert "状态" not in words


def test_a_date_that_one_of_many_entries_has_is_written_as_the_applicant_writes_dates(words: str) -> None:
    """05/01/2004 is another day to many readers."""
    packed = words.replace(" ", "")
    for filed, own in (("05/01/2004", "2004年5月1日"), ("06/08/2026", "2026年6月8日"), ("07/05/2029", "2029年7月5日")):
        assert re.search(rf"{filed}[^0-9]*{own}", packed)


def test_what_happened_stands_in_the_order_of_the_form_with_its_days_and_everybody_named(words: str) -> None:
    packed = words.replace(" ", "")
    days = ["2022年12月5日", "2023年4月19日", "2023年9月3日", "2023年10月21日", "2024年2月26日"]
    places = [packed.index(f"什么时候发生或开始:{day}") for day in days]
    assert places == sorted(places)
    assert packed.count("谁受到伤害:本人") > 3


def test_a_table_about_relatives_asks_in_the_applicants_language(words: str) -> None:
    assert words.count("Full Name:") == 7
    assert words.count("Deceased: No") == 5
    assert "Deceased: 无" not in words


def test_sections_with_as_many_paragraphs_stand_in_pairs() -> None:
    found = list(side_by_side(["# One", "a", "b", "# Two", "c"], ["# 一", "甲", "乙", "# 二", "丙"]))
    assert found == [
        Line("", Side("One", ("a",)), Side("一", ("甲",))),
        Line("", Side("", ("b",)), Side("", ("乙",))),
        Line("", Side("Two", ("c",)), Side("二", ("丙",))),
    ]


def test_a_section_with_fewer_paragraphs_stands_beside_all_of_the_other_and_is_marked() -> None:
    found = list(side_by_side(["# One", "a", "b"], ["# 一", "甲"]))
    assert found == [Line("", Side("One", ("a", "b")), Side("一", ("甲",)), to_read=True)]


def test_a_statement_with_fewer_sections_than_is_filed_is_marked() -> None:
    assert next(side_by_side(["# One", "a", "# Two", "b"], ["# 一", "甲"])).to_read


def test_without_own_words_the_filings_stand_alone_and_must_be_read() -> None:
    assert list(side_by_side(["# One", "a"], [])) == [Line("", Side("", ("One", "a")), Side(), to_read=True)]


def test_the_words_of_an_official_form_that_is_signed_elsewhere_are_there(words: str) -> None:
    """The official I-589 is not in this filing; whoever signs it must still learn what it says."""
    assert "I certify that I am physically present in the United States" in words
    assert "permanently ineligible for any benefits" in words


def test_a_paper_is_called_in_both_languages(words: str) -> None:
    packed = words.replace(" ", "")
    assert "申请人声明:申请人签名" in packed
    assert "Declarationoftheapplicant/申请人声明" in packed
