"""Letters and certificates as layout text: plain words, a few marks, Jinja left as it is. Drawn as Word templates, house style.

A layout begins with settings (`title: Cover letter`, `header: ...`, `size: 12`, `least: 12` for the smallest type that the office
takes, `margins: 1 1 1 1` in inches, `paper: Letter`),
then a line `---`, then paragraphs with empty lines between them:

    # Title   ## Heading   ### Smaller heading        - bullet        1. numbered paragraph (numbers itself)
    @Right words in the paragraph style Right; spaces in its name are written with hyphens (@Tab-Letter)
    {%p for e in exhibits %}                           Jinja on a line of its own
    @table 1.2 4.0 1.3 [plain] [head]                  a table, column widths in inches: plain has no lines, head repeats row 1
    | {%tr for e in exhibits %} |                      one line per row; `\\\\` begins a new paragraph in a cell,
                                                       `\\|` is a bar; a line that begins with `||` is a row that may
                                                       break across pages
    | {{ e.label }} | {{ e.title }} | {{r e.link }} |
    @page                                              a new page

`**words**` are bold; `\\\\` is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Inches

from asylum_forms.errors import TemplateError
from asylum_forms.forms import house, word
from asylum_forms.i18n import _

_MARKS = (("### ", "Heading 2"), ("## ", "Heading 1"), ("# ", "Title"), ("- ", "List Bullet"), ("1. ", "List Number"))


def draw_letter(layout: Path, out: Path) -> None:
    """Draw a layout text as a Word template to `out` (.docx). Raises TemplateError naming a line that is not understood."""
    settings, lines = _read(layout)
    document = house.new_document(
        paper=settings.get("paper", "Letter"),
        margins=[float(margin) for margin in settings.get("margins", "1 1 1 1").split()],
        size=float(settings.get("size", "12")),
        least=float(settings.get("least", "0")),
        title=settings.get("title", ""),
    )
    if header := settings.get("header"):
        _header(document, header)
    try:
        for block in _blocks(lines):
            _draw(document, block)
    except (KeyError, ValueError) as error:
        raise TemplateError(_("The layout {name} cannot be drawn: {reason}").format(name=layout.name, reason=error)) from error
    word.save(document, out)


def _read(layout: Path) -> tuple[dict[str, str], list[str]]:
    head, found, body = layout.read_text(encoding="utf-8").partition("\n---\n")
    if not found:
        raise TemplateError(_("The layout {name} has no line --- after its settings.").format(name=layout.name))
    settings = dict(line.split(": ", 1) for line in head.splitlines() if line.strip() and not line.startswith("//"))
    return settings, body.splitlines()


def _header(document: Any, text: str) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.style = document.styles["Header"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(house.text_width(document)), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.text = text.replace("\\t", "\t")


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that belong together: a paragraph, a table, a Jinja tag."""
    block: list[str] = []
    for line in [*lines, ""]:
        text = line.strip()
        alone = text.startswith("{%p") or text == "@page"
        in_table = bool(block) and block[0].startswith("@table")
        if block and (not text or alone or in_table != text.startswith("|") or text.startswith("@")):
            yield block
            block = []
        if alone:
            yield [text]
        elif text:
            block.append(text)


def _draw(document: Any, block: Sequence[str]) -> None:
    first = block[0]
    if first == "@page":
        document.add_paragraph(style="Control").add_run().add_break(WD_BREAK.PAGE)
    elif first.startswith("@table"):
        _table(document, first.split()[1:], block[1:])
    else:
        text, style = _styled(" ".join(block))
        _write(document.add_paragraph(style=style), text)


def _styled(text: str, style: str = "Normal") -> tuple[str, str]:
    if text.startswith("{%p"):
        return text, "Control"
    for mark, name in _MARKS:
        if text.startswith(mark):
            return text.removeprefix(mark), name
    if match := re.match(r"@([A-Za-z-]+)(?: |$)", text):
        return text[match.end() :], match[1].replace("-", " ")
    return text, style


def _write(paragraph: Any, text: str) -> None:
    for number, line in enumerate(text.split("\\\\")):
        if number:
            paragraph.add_run().add_break()
        for piece in re.split(r"(\*\*.+?\*\*)", line.strip()):
            if piece:
                run = paragraph.add_run(piece.removeprefix("**").removesuffix("**") if piece.startswith("**") else piece)
                run.bold = True if piece.startswith("**") else None


def _table(document: Any, settings: Sequence[str], rows: Sequence[str]) -> None:
    widths = [float(word) for word in settings if word not in ("plain", "head")]
    plain, head = "plain" in settings, "head" in settings
    made = house.table(document, widths, plain=plain)
    for number, line in enumerate(rows):
        breaks = line.strip().startswith("||")
        inner = line.strip().removeprefix("||" if breaks else "|").removesuffix("|")
        cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
        is_head = head and number == 0
        drawn = house.row(made, head=is_head, whole=not breaks, shade="EDEDED" if is_head else "").cells
        if len(cells) > len(drawn):
            raise ValueError(line)
        for cell, text in zip(drawn, cells, strict=False):
            _cell(cell, text, "Cell Head" if is_head else "Block" if plain else "Cell")


def _cell(cell: Any, text: str, style: str) -> None:
    for number, line in enumerate(text.split("\\\\")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        words, name = ("", style) if not line.strip() else _styled(line.strip(), style)
        paragraph.style = "Control" if line.strip().startswith("{%tr") else name
        _write(paragraph, words)
