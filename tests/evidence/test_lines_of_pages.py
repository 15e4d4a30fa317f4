"""Headings of a page: lines that stand out from all of it."""

from __future__ import annotations

from asylum_forms.evidence.lines import Line, passages


def line(text: str, left: float, top: float, right: float, size: float = 46) -> Line:
    return Line(text, left, top - 0.55 * size, right, top + 0.55 * size, size, 90.0)


def kinds(*lines: Line) -> list[str]:
    return [passage.kind for passage in passages(lines, 0, 2481)]


def test_the_first_line_of_a_text_is_no_heading_though_it_fills_the_page() -> None:
    """As a photograph of a certificate was read: the title, its number, then a paragraph of two lines."""
    assert kinds(
        line("解除拘留证明书", 970, 630, 1452, 69),
        line("陶拘解字[2025] 166号", 1500, 740, 1958),
        line("被拘留人颜默笙，男，1970年2月3日出生，因寻衅滋事，于2025年6月3", 474, 840, 1958),
        line("日被云麓市公安局陶湖区分局决定行政拘留七日。", 481, 913, 1480),
        line("现拘留期限届满，于2025年6月10日解除拘留。", 476, 1008, 1427),
        line("特此证明。", 478, 1106, 685, 41),
    ) == ["heading", "paragraph", "paragraph", "paragraph", "paragraph"]


def test_a_title_below_a_letterhead_is_a_heading_though_a_number_stands_below_it() -> None:
    assert kinds(
        line("云麓市教育局", 704, 333, 1322, 103),
        line("关于颜默笙申诉的答复", 553, 573, 1468, 92),
        line("云教申〔2009〕12号", 1228, 722, 1742, 58),
        line("你于2009年9月7日提出的申诉收悉。你对云麓市第九", 281, 988, 1726, 62),
        line("中学2009年8月31日作出的开除决定不服，要求撤销", 284, 1090, 1690, 62),
        line("该决定。", 281, 1198, 485, 51),
    )[:3] == ["heading", "heading", "paragraph"]
