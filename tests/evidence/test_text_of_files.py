"""The text that PDF, Word and text files hold: paragraphs, headings and cells in the order of reading, with their pages."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from fpdf import FPDF
from pypdfium2 import PdfDocument

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import bounded
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import finish, prepare, take_in
from asylum_forms.evidence.layer import layer
from asylum_forms.evidence.lines import joined, tidy
from asylum_forms.evidence.segments import Text, Wanted, texts
from asylum_forms.evidence.wordtext import told
from asylum_forms.tools import fontconfig, libreoffice

PETITION = [
    "举报信",
    "　　举报人王建国，男，1978年3月14日出生，鹿营县居民。"
    "2021年9月至2022年3月，青石镇征收河东村耕地412亩，应付补偿款1,483万元，实际发到农户手中的只有612万元。",
    "　　我愿意对以上内容负法律责任。",
    "　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　王建国",
]  # fmt: skip


def chinese_pdf(file: Path, *pages: list[str]) -> Path:
    """Typed pages: the first line in the middle and larger, lines as long as the page is wide."""
    font, index = fontconfig.font_file("Noto Serif CJK SC")
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_font("serif", fname=str(font), collection_font_number=index)
    for paragraphs in pages:
        pdf.add_page()
        pdf.set_font("serif", size=20)
        pdf.cell(0, 40, paragraphs[0], align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("serif", size=12)
        for paragraph in paragraphs[1:]:
            pdf.multi_cell(0, 20, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(file))
    return file


def read(paper: Paper) -> Text:
    with bounded.workers() as hired:
        (text,) = texts([Wanted(paper, "zh")], reader=None, hired=hired, work=paper.pdf.parent)
    return text


def test_chinese_lines_become_paragraphs_without_spaces(tmp_path: Path) -> None:
    text = read(take_in(chinese_pdf(tmp_path / "a.pdf", PETITION, PETITION[:2]), tmp_path / "out"))

    assert [(part.page, part.paragraph, part.kind) for part in text.segments] == [
        (1, 1, "heading"),
        (1, 2, "paragraph"),
        (1, 3, "paragraph"),
        (1, 4, "paragraph"),
        (2, 1, "heading"),
        (2, 2, "paragraph"),
    ]
    assert [part.text for part in text.segments[:4]] == [line.strip("　") for line in PETITION]
    assert all(part.confidence is None for part in text.segments)
    assert [page.source for page in text.pages] == ["text", "text"]


def test_latin_lines_are_joined_with_spaces_and_divided_words_whole(tmp_path: Path) -> None:
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("times", size=12)
    for line in (
        "The officers took him to the deten-",
        "tion centre of the county and held him there for",
        "ten days.",
        "",
        "He went home.",
    ):
        pdf.cell(260, 18, line, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(tmp_path / "a.pdf"))

    said = [part.text for part in read(take_in(tmp_path / "a.pdf", tmp_path / "out")).segments]

    assert "".join(said[0].split("ten days.")[0]).startswith("The officers took him to the detention centre of the county")
    assert said[-1] == "He went home."


def test_cells_of_a_line_are_cells_from_left_to_right(tmp_path: Path) -> None:
    font, index = fontconfig.font_file("Noto Serif CJK SC")
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_font("serif", fname=str(font), collection_font_number=index)
    pdf.add_page()
    pdf.set_font("serif", size=12)
    for row in (("编号", "名称", "数量"), ("1", "笔记本电脑", "1台"), ("2", "移动硬盘", "2个")):
        for cell in row:
            pdf.cell(150, 24, cell, border=1)
        pdf.ln()
    pdf.output(str(tmp_path / "a.pdf"))

    segments = read(take_in(tmp_path / "a.pdf", tmp_path / "out")).segments

    assert [part.text for part in segments] == ["编号", "名称", "数量", "1", "笔记本电脑", "1台", "2", "移动硬盘", "2个"]
    assert {part.kind for part in segments} == {"table-cell"}


def test_an_empty_page_among_others_is_named(tmp_path: Path) -> None:
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_font("times", size=12)
    for words in ("First page", "", "Third page"):
        pdf.add_page()
        if words:
            pdf.cell(text=words)
    pdf.output(str(tmp_path / "a.pdf"))

    text = read(take_in(tmp_path / "a.pdf", tmp_path / "out"))

    assert [page.number for page in text.without_text] == [2]
    assert [part.text for part in text.segments] == ["First page", "Third page"]


def word_file(file: Path) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "鹿营县公安局"
    document.add_heading("关于学生就读情况的说明", 1)
    document.add_paragraph("您的女儿自2024年2月26日起未能注册入学。")
    table = document.add_table(2, 2)
    for number, words in enumerate(("姓名", "王敏", "年级", "八年级3班")):
        table.cell(number // 2, number % 2).text = words
    document.add_paragraph("青石镇中心学校")
    document.add_page_break()
    document.add_paragraph("附件：息访承诺书")
    document.save(str(file))
    return file


def test_a_word_file_gives_its_own_paragraphs_and_their_pages(tmp_path: Path) -> None:
    file = word_file(tmp_path / "letter.docx")
    prepared = prepare(file, tmp_path / "in")
    (pdf,) = libreoffice.convert([prepared.document], tmp_path / "pdf")
    paper = finish(file, tmp_path / "out", prepared, pdf)

    assert [(part.page, part.kind, part.text) for part in read(paper).segments] == [
        (1, "paragraph", "鹿营县公安局"),
        (1, "heading", "关于学生就读情况的说明"),
        (1, "paragraph", "您的女儿自2024年2月26日起未能注册入学。"),
        (1, "table-cell", "姓名"),
        (1, "table-cell", "王敏"),
        (1, "table-cell", "年级"),
        (1, "table-cell", "八年级3班"),
        (1, "paragraph", "青石镇中心学校"),
        (2, "paragraph", "附件：息访承诺书"),
    ]


def test_a_word_file_that_is_not_typeset_yet_gives_its_words_without_pages(tmp_path: Path) -> None:
    paper = Paper(word_file(tmp_path / "letter.docx"), sha256="", pdf=Path(), pages=0, typeset=True)
    text = read(paper)
    assert {part.page for part in text.segments} == {0}
    assert [part.paragraph for part in text.segments] == list(range(1, 10))
    assert text.pages == ()


def test_a_text_file_by_its_empty_lines(tmp_path: Path) -> None:
    file = tmp_path / "account.txt"
    file.write_text("账号通知\n\n该账号因发布违规内容被投诉，\n已被永久限制使用。\n\n2024年11月20日\n", encoding="utf-8")
    text = read(Paper(file, sha256="", pdf=Path(), pages=0, typeset=True))
    assert [part.text for part in text.segments] == [
        "账号通知",
        "该账号因发布违规内容被投诉，",
        "已被永久限制使用。",
        "2024年11月20日",
    ]


def test_a_damaged_word_file_is_an_error_as_at_intake(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(word_file(tmp_path / "whole.docx").read_bytes()[:3000])
    with pytest.raises(EvidenceError):
        read(Paper(file, sha256="", pdf=Path(), pages=0, typeset=True))


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("煽动颠覆国家", "政权罪", "煽动颠覆国家政权罪"),
        ("刑期自20", "18年", "刑期自2018年"),
        ("는 이 통지서를 받은", "날부터", "는 이 통지서를 받은 날부터"),
        ("the deten-", "tion centre", "the detention centre"),
        ("Jean-", "Pierre", "Jean- Pierre"),
        ("in 2018", "and 2019", "in 2018 and 2019"),
    ],
)
def test_joining_lines(first: str, second: str, whole: str) -> None:
    assert joined(first, second) == whole


def test_a_spread_title_is_one_word() -> None:
    assert tidy("传 唤 证") == "传唤证"
    assert tidy("王某　李 某") == "王某 李 某"


LATE = Path(__file__).parents[2] / "examples" / "in-translation"


def test_what_stands_above_and_below_a_table_is_no_part_of_its_cells(tmp_path: Path) -> None:
    text = read(take_in(LATE / "kr-jeju-arrival" / "evidence" / "account-record.pdf", tmp_path / "out"))
    assert [(part.kind, part.column, part.text) for part in text.segments] == [
        ("heading", 0, "账号处罚记录"),
        ("paragraph", 0, "用户名：江上老阮"),
        ("paragraph", 0, "该账号的处罚记录如下："),
        *(("table-cell", n, cell) for n, cell in enumerate(("日期", "内容", "处理"), 1)),
        *(("table-cell", n, cell) for n, cell in enumerate(("2016年2月11日", "转发文章1篇", "删除内容"), 1)),
        *(("table-cell", n, cell) for n, cell in enumerate(("2017年10月20日", "评论3条", "禁言15天"), 1)),
        *(("table-cell", n, cell) for n, cell in enumerate(("2018年6月17日", "违反相关法律法规", "永久封停"), 1)),
        ("paragraph", 0, "查询日期：2026年11月17日"),
    ]


def test_cells_of_word_keep_their_columns_and_their_lines(tmp_path: Path) -> None:
    word = docx.Document()
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("证明").bold = True
    table = word.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "王敏"
    table.cell(1, 1).text = "八年级\n3班"
    word.save(str(tmp_path / "a.docx"))
    parts = told(tmp_path / "a.docx")
    assert [(part.kind, part.column, part.text) for part in parts] == [
        ("heading", 0, "证明"),
        ("table-cell", 1, "姓名"),
        ("table-cell", 2, "王敏"),
        ("table-cell", 2, "八年级 3班"),
    ]


def test_lines_of_a_conversation_stay_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    lines = ["2025年9月14日 22:31 大舅哥：老同学说材料报上去了。", "2025年9月14日 22:33 秀兰：那我们什么时候走才来得及？"]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert [part.text for part in told(file)] == lines


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_printed_sideways_is_read_in_words(tmp_path: Path, turned: int) -> None:
    pdf = FPDF(unit="pt", format=(300, 300))
    pdf.add_page()
    pdf.set_font("helvetica", size=14)
    with pdf.rotation(turned, 150, 150):
        pdf.text(60, 60, "Family name")
        pdf.text(60, 90, "Given names")
    pdf.output(str(tmp_path / "sideways.pdf"))
    with PdfDocument(tmp_path / "sideways.pdf") as document:
        assert {line.text for line in layer(document[0]).lines} == {"Family name", "Given names"}
