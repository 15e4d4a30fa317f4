"""Scans and photographs are read: upright and straight, paragraph by paragraph, and no page is passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pages_of_text as draw
import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from asylum_forms.evidence import bounded, scan
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.segments import Text, Wanted
from asylum_forms.evidence.segments import texts as texts_by
from asylum_forms.tools import tesseract

pytestmark = [pytest.mark.skipif(tesseract.probe() is None, reason="Tesseract is not installed"), pytest.mark.slow]

PAGES = ("upright", "turned", "leaning", "photograph", "blank", "noise")


def texts(wanted: Sequence[Wanted], **options: Any) -> list[Text]:
    with bounded.workers() as hired:
        return texts_by(wanted, hired=hired, **options)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Text]:
    """All papers of this test, read in one go as a filing's are."""
    folder = tmp_path_factory.mktemp("papers")
    typed = draw.sheet(draw.CHINESE)
    chinese = [
        typed,
        typed.rotate(90, expand=True),
        typed.rotate(2, Image.Resampling.BICUBIC, fillcolor="white"),
        draw.photographed(draw.seal(draw.sheet(draw.CHINESE), 820, 900), 3),
        Image.blend(Image.new("RGB", draw.SIZE, "white"), draw.noise(1), 0.04),
        draw.noise(2),
    ]
    papers = {
        "chinese": Wanted(draw.scanned(chinese, folder, "chinese"), "zh_Hans"),
        "korean": Wanted(draw.scanned([draw.sheet(draw.KOREAN, "KR").rotate(180)], folder, "korean"), "ko"),
        "french": Wanted(draw.scanned([draw.sheet(draw.FRENCH, "Latin")], folder, "french"), "fr"),
        "unknown": Wanted(draw.scanned([draw.sheet(draw.CHINESE)], folder, "unknown"), ""),
        "set": Wanted(draw.scanned([draw.newspaper(), draw.ruled()], folder, "set"), "zh_Hans"),
        "bare": Wanted(draw.scanned([draw.ruled(bare=True)], folder, "table"), "zh_Hans"),
        "stamped": Wanted(typed_on(draw.scanned([draw.sheet(draw.CHINESE)], folder, "bare").pdf, folder), "zh_Hans"),
        "x-ray": Wanted(draw.scanned([draw.noise(3)], folder, "x-ray"), "none"),
    }
    seen: list[tuple[int, int]] = []
    found = texts(list(papers.values()), reader=tesseract, work=folder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 14) for number in range(1, 15)]
    return dict(zip(papers, found, strict=True))


class Careless:
    """Reads only the first line of a page."""

    languages = staticmethod(tesseract.languages)
    turn = staticmethod(tesseract.turn)

    def read(self, image: Path, codes: Sequence[str], /, *, dpi: int, sparse: bool = False) -> Sequence[tesseract.Word]:
        found = tesseract.read(image, codes, dpi=dpi)
        return [] if sparse else [word for word in found if word.line == found[0].line]


class Little:
    """Has learnt two languages."""

    read, turn = staticmethod(tesseract.read), staticmethod(tesseract.turn)

    def languages(self) -> frozenset[str]:
        return frozenset({"en", "fr"})


class Deadly(Careless):
    """Dies of a page that is turned on its side."""

    def read(self, image: Path, codes: Sequence[str], /, *, dpi: int, sparse: bool = False) -> Sequence[tesseract.Word]:
        with Image.open(image) as picture:
            if picture.width > picture.height:
                os.abort()
        return super().read(image, codes, dpi=dpi, sparse=sparse)


def typed_on(scan: Path, folder: Path) -> Paper:
    """A scan on which the scanner's program has typed its name as text."""
    with pypdfium2.PdfDocument(scan) as document:
        picture = document[0].render(scale=2).to_pil()
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.image(picture, 0, 0, 595, 842)
    pdf.set_font("times", size=8)
    pdf.text(200, 830, "Scanned with PocketScan 2.1")
    pdf.output(str(folder / "stamped.pdf"))
    return take_in(folder / "stamped.pdf", folder / "taken", paper="A4")


def words(text: Text, page: int) -> list[str]:
    return [part.text for part in text.segments if part.page == page and part.kind != "stamp"]


@pytest.mark.parametrize("page", [1, 2, 3, 4], ids=PAGES[:4])
def test_chinese_paragraphs_come_out_whole_and_in_order(read: dict[str, Text], page: int) -> None:
    said = words(read["chinese"], page)
    assert len(said) == len(draw.CHINESE)
    # Debian's small data for Tesseract does not know some rarer characters (兹, 衅, 麓): five of 113 here.
    assert draw.wrong_letters("".join(said), "".join(draw.CHINESE).replace("　", "")) < 0.06
    assert [part.kind for part in read["chinese"].segments if part.page == page][:2] == ["heading", "paragraph"]


def test_dates_and_numbers_are_read_to_the_digit(read: dict[str, Text]) -> None:
    for page in (1, 2, 3):
        for date in ("1977年4月9日", "2018年6月19日", "2020年12月18日"):
            assert date in "".join(words(read["chinese"], page))


def test_pages_say_how_they_were_turned_and_straightened(read: dict[str, Text]) -> None:
    upright, turned, leaning, *_rest = read["chinese"].pages
    assert (upright.turned, upright.lean) == (0, 0)
    assert turned.turned == 90
    assert leaning.turned == 0
    assert leaning.lean == pytest.approx(2, abs=0.3)
    assert read["korean"].pages[0].turned == 180


def test_a_page_without_readable_text_is_named_and_gives_no_words(read: dict[str, Text]) -> None:
    text = read["chinese"]
    assert [page.source for page in text.pages] == ["read", "read", "read", "read", "blank", "unreadable"]
    assert [page.number for page in text.without_text] == [5, 6]
    assert not [part for part in text.segments if part.page in (5, 6)]


def test_a_red_seal_is_a_stamp_and_does_not_spoil_the_text(read: dict[str, Text]) -> None:
    stamps = [part for part in read["chinese"].segments if part.kind == "stamp"]
    assert [(part.page, part.text) for part in stamps] == [(4, "")]


def test_confidence_is_kept_for_every_segment_and_page(read: dict[str, Text]) -> None:
    for text in read.values():
        assert all(0 <= part.confidence <= 100 for part in text.segments if part.confidence is not None)
        assert all((part.confidence is None) == (part.kind == "stamp") for part in text.segments)
        assert all((page.confidence is None) == (page.source in ("blank", "wordless")) for page in text.pages)


def test_korean_and_french(read: dict[str, Text]) -> None:
    for name, right in (("korean", draw.KOREAN), ("french", draw.FRENCH)):
        said = words(read[name], 1)
        assert [draw.wrong_letters(a, b) < 0.03 for a, b in zip(said, right, strict=True)] == [True] * len(right)
        assert "  " not in said[1]
    assert "peine de deux ans" in words(read["french"], 1)[1]


def test_columns_are_read_one_after_the_other(read: dict[str, Text]) -> None:
    left, right = words(read["set"], 1)
    assert draw.wrong_letters(left, draw.COLUMNS[0]) < 0.05
    assert draw.wrong_letters(right, draw.COLUMNS[1]) < 0.1


def test_a_ruled_table_is_read_cell_by_cell(read: dict[str, Text]) -> None:
    cells = [part.text for part in read["set"].segments if part.page == 2 and part.kind == "table-cell"]
    assert cells == [words for row in draw.CELLS for words in row]


def test_cells_that_were_passed_over_are_not_passed_over_in_silence(read: dict[str, Text]) -> None:
    """A table that stands alone on a page is hard for Tesseract: whatever it misses, the page is to be compared."""
    said = {part.text for part in read["bare"].segments}
    assert said >= {words for row in draw.CELLS for words in row} or read["bare"].to_compare


def test_a_few_typed_words_do_not_stand_for_a_scan(read: dict[str, Text]) -> None:
    assert read["stamped"].pages[0].source == "read"
    assert "现因刑期届满，于2020年12月18日予以释放。" in words(read["stamped"], 1)


def test_a_page_on_which_much_was_passed_over_says_so(read: dict[str, Text], tmp_path: Path) -> None:
    assert {name for name, text in read.items() if text.to_compare} <= {"bare"}

    (text,) = texts([Wanted(draw.scanned([draw.sheet(draw.CHINESE)], tmp_path), "zh_Hans")], reader=Careless(), work=tmp_path)
    assert [page.number for page in text.to_compare] == [1]
    assert text.pages[0].missed > 0.5


def test_a_paper_of_unknown_language_is_read_by_its_script(read: dict[str, Text]) -> None:
    assert read["unknown"].pages[0].language == "zh_Hans"
    assert words(read["unknown"], 1) == words(read["chinese"], 1)


@pytest.mark.parametrize(
    ("language", "code", "another"),
    [("tr", "en", True), ("es", "en", True), ("en", "en", False), ("pt-BR", "pt", False), ("", "en", False), ("und", "en", False),
     ("zh-TW", "zh_Hant", False), ("yue", "zh_Hant", False), ("wuu", "zh_Hans", False)],
)  # fmt: skip
def test_what_is_read_as_another_language_is_to_be_compared(language: str, code: str, *, another: bool) -> None:
    """Tesseract is asked for Turkish or Spanish and reads English where it has not learnt them: `ö` becomes `ü`, `6` or `o`."""
    assert scan.read_as_another(language, code) is another


def test_a_scan_in_a_language_that_is_not_installed_says_so(tmp_path: Path) -> None:
    sheet = draw.scanned([draw.sheet(draw.FRENCH, "Latin")], tmp_path)
    told = {tag: texts([Wanted(sheet, tag)], reader=Little(), work=tmp_path)[0].to_compare for tag in ("es", "fr")}
    assert [page.number for page in told["es"]] == [1]
    assert told["fr"] == ()


def test_a_photograph_without_words_is_not_read(read: dict[str, Text]) -> None:
    assert [page.source for page in read["x-ray"].pages] == ["wordless"]
    assert read["x-ray"].without_text == ()


def test_without_a_reading_program_pages_are_unread_and_named(tmp_path: Path) -> None:
    (text,) = texts([Wanted(draw.scanned([draw.sheet(draw.CHINESE)], tmp_path), "zh")], reader=None, work=tmp_path)
    assert [page.source for page in text.without_text] == ["unread"]
    assert text.segments == ()


@pytest.mark.parametrize(("language", "source"), [("ti", "unreadable"), ("bo", "unreadable"), ("es", "read"), ("zh_TW", "read")])
def test_a_page_in_a_script_that_the_reader_does_not_know_is_not_read_as_another(
    language: str, source: str, tmp_path: Path
) -> None:
    (text,) = texts([Wanted(draw.scanned([draw.sheet(draw.CHINESE)], tmp_path), language)], reader=Careless(), work=tmp_path)
    assert [page.source for page in text.pages] == [source]
    assert bool(text.segments) == (source == "read")


def test_a_page_that_kills_its_reader_is_unreadable_and_takes_no_other_along(tmp_path: Path) -> None:
    upright, wide = draw.sheet(draw.CHINESE), draw.sheet(draw.CHINESE).resize(draw.SIZE[::-1])
    one = draw.scanned([upright, wide, upright], tmp_path, "one")
    (text,) = texts([Wanted(one, "zh_Hans")], reader=Deadly(), work=tmp_path)
    assert [page.source for page in text.pages] == ["read", "unreadable", "read"]
    assert [page.number for page in text.without_text] == [2]
    assert {part.page for part in text.segments} == {1, 3}
