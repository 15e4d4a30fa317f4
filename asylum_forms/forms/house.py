"""The house style of our Word templates: one set of styles for forms and letters, real tables, real headings, real numbering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

from asylum_forms.forms import word
from asylum_forms.pdf.paper import PAPERS

FONT = "Liberation Serif"
TICK = "Tick"
"""Character style of ☒ and ☐, which Liberation Serif does not have."""


_KEPT = (
    "Normal",
    "Title",
    "Heading 1",
    "Heading 2",
    "List Number",
    "List Bullet",
    "Header",
    "Footer",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
)
"""Styles of the empty document that stay; the other hundred and fifty only clutter the lawyer's style list."""

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}

_STYLES: dict[str, dict[str, Any]] = {
    # name: size relative to the body text in points, space before and after in points, and more
    "Normal": {"after": 8},
    "Title": {"size": 3, "bold": True, "before": 0, "after": 10, "align": "center", "next": True},
    "Heading 1": {"size": 1.5, "bold": True, "before": 14, "after": 5, "next": True, "level": 0},
    "Heading 2": {"size": 0, "bold": True, "before": 9, "after": 4, "next": True, "level": 1},
    "List Number": {"after": 8, "number": 1},
    "List Bullet": {"after": 4, "number": 2},
    "Block": {"after": 0},
    "Centered": {"after": 2, "align": "center"},
    "Right": {"after": 8, "align": "right"},
    "Small": {"size": -2, "after": 3},
    "Cell": {"size": 0, "before": 2, "after": 2},
    "Cell Head": {"size": -1, "bold": True, "before": 2, "after": 2, "next": True},
    "Caption Cell": {"size": -1, "before": 2, "after": 2},
    "Question": {"size": 0, "before": 8, "after": 3, "next": True},
    "Options": {"size": 0, "after": 2, "indent": 0.3},
    "Header": {"size": -2, "after": 0},
    "Answer Box": {"size": 0, "before": 2, "after": 6, "box": True},
    "Sheet Box": {"size": -1.5, "before": 2, "after": 6, "box": True},
    "Signature Block": {"before": 0, "after": 0, "next": True},
    "Signature Space": {"before": 0, "after": 22, "next": True},
    "Block Right": {"after": 0, "align": "right", "next": True},  # date, signature and name stay together
    "Lead": {"before": 8, "after": 10},
    "Closing": {"before": 8, "after": 14, "next": True, "together": True},
    "Indented": {"after": 2, "indent": 0.5},
    "Gap": {"size": -2, "after": 6},
    "Rule": {"size": -2, "before": 26, "after": 0},
    "Court": {"bold": True, "align": "center", "after": 2},
    "Filing Title": {"size": 1, "bold": True, "align": "center", "before": 30},
    "Tab Space": {"after": 120},
    "Tab Letter": {"size": 84, "bold": True, "align": "center", "after": 40},
    "Separator Space": {"after": 150},
    "Separator": {"size": 22, "bold": True, "align": "center", "after": 20},
    "Separator Title": {"size": 4, "align": "center", "after": 36},
    "Fact": {"after": 8},
    "Control": {"size": -8, "before": 0, "after": 0},
}
"""Our paragraph styles. `next` keeps a paragraph on the page of the following one; `Control` holds Jinja's own paragraphs."""


def new_document(
    *,
    paper: str = "Letter",
    margins: Sequence[float] = (1, 1, 1, 1),
    size: float = 12,
    least: float = 0,
    title: str = "",
    language: str = "en-US",
) -> Any:
    """An empty document in the house style. `margins` in inches: top, right, bottom, left; `size` of the body text in points;
    `least` is the smallest type that the office takes."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.language = language
    _page(document, paper, margins)
    _defaults(document, size)
    _numbering(document)
    for style in [style for style in document.styles if style.name not in _KEPT]:
        style.delete()
    for name, look in _STYLES.items():
        _style(document, name, look, size, 0 if name == "Control" else least)
    tick = document.styles.add_style(TICK, WD_STYLE_TYPE.CHARACTER)
    set_fonts(tick.element.get_or_add_rPr(), "DejaVu Sans", east_asian="DejaVu Sans")
    word.define_character_styles(document)
    _modern(document)
    return document


def text_width(document: Any) -> float:
    """Width of the text area in inches."""
    section = document.sections[0]
    return float((section.page_width - section.left_margin - section.right_margin) / Inches(1))


def table(document: Any, widths: Sequence[float], *, plain: bool = False) -> Any:
    """An empty table with columns of these widths in inches; `plain` has no lines. Add rows with `row`."""
    made = document.add_table(rows=0, cols=len(widths))
    made.autofit = False
    properties = made._tbl.tblPr
    if not plain:
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        drawn = parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>")
        properties.insert_element_before(drawn, "w:tblLayout", "w:tblLook")
    margins = '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
    padding = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>")
    properties.insert_element_before(padding, "w:tblLook")
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    return made


def row(made: Any, *, head: bool = False, whole: bool = True, shade: str = "") -> Any:
    """A further row: `head` is repeated on every page, `whole` never breaks across pages, `shade` is a colour (`EDEDED`)."""
    added = made.add_row()
    for cell, column in zip(added.cells, made.columns, strict=True):
        cell.width = column.width
        if shade:
            cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{shade}"/>'))
    properties = added._tr.get_or_add_trPr()
    if whole or head:
        properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    return added


def keep_ends(made: Any) -> None:
    """Keep the first two rows of a table on one page, and the last two: no row stands alone at a page's foot or head."""
    for kept in {0, len(made.rows) - 2} & set(range(len(made.rows) - 1)):
        for cell in made.rows[kept].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _page(document: Any, paper: str, margins: Sequence[float]) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Pt(length) for length in PAPERS[paper])
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (Inches(m) for m in margins)
    section.header_distance = section.footer_distance = Inches(0.45)


def _defaults(document: Any, size: float) -> None:
    styles = document.styles.element
    old = styles.find(qn("w:docDefaults"))
    if old is not None:
        styles.remove(old)
    half = round(size * 2)
    styles.insert(
        0,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{word.EAST_ASIAN_FONTS["zh-CN"]}"/>'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )


def _style(document: Any, name: str, look: dict[str, Any], size: float, least: float) -> None:
    known = name in [style.name for style in document.styles]
    style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    element = style.element
    for child in [c for c in element if c.tag in (qn("w:rPr"), qn("w:pPr"), qn("w:link"))]:
        element.remove(child)
    if not known:
        style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size = Pt(max(size + look.get("size", 0), least))
    style.font.bold = look.get("bold", False)
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 8))
    layout.alignment = _ALIGN[look.get("align", "left")]
    layout.keep_with_next = look.get("next", False)
    layout.widow_control = True
    layout.keep_together = look.get("together")
    if "indent" in look:
        layout.left_indent = Inches(look["indent"])
    properties = element.get_or_add_pPr()
    if "number" in look:
        numbering = parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{look["number"]}"/></w:numPr>')
        properties.insert_element_before(numbering, "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if look.get("box"):
        # LibreOffice leaves a caption alone at the foot of a page where only the padding of the box has no room: keep it small.
        line = 'w:val="single" w:sz="4" w:space="{space}" w:color="808080"'
        paddings = {"top": 1, "left": 4, "bottom": 1, "right": 4}
        sides = "".join(f"<w:{side} {line.format(space=space)}/>" for side, space in paddings.items())
        border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
        properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
        layout.left_indent = layout.right_indent = Pt(5)
    if "level" in look:
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look["level"]}"/>'))


def set_fonts(properties: Any, font: str, east_asian: str) -> None:
    """Set the fonts of a style: its Latin and its East Asian letters."""
    fonts = properties.get_or_add_rFonts()
    for name, value in (("ascii", font), ("hAnsi", font), ("cs", font), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{name}"), value)


def _numbering(document: Any) -> None:
    """Two lists: numbered paragraphs that renumber themselves when a lawyer adds one, and bullets."""
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    kinds = (("decimal", "%1.", 0.5, 0.5), ("bullet", "•", 0.3, 0.2))
    for number, (kind, mark, indent, hanging) in enumerate(kinds, start=1):
        level = (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{round(indent * 1440)}" w:hanging="{round(hanging * 1440)}"/></w:pPr></w:lvl>'
        )
        content = f'<w:multiLevelType w:val="singleLevel"/>{level}'
        part.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{content}</w:abstractNum>'))
    for number in range(1, len(kinds) + 1):
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def _modern(document: Any) -> None:
    """Without this Word opens the file in compatibility mode."""
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    before = settings.find(qn("w:rsids"))
    if before is not None:
        before.addprevious(compat)
    else:
        settings.append(compat)
