"""Draws a form as the statutory form itself: boxed tables, page furniture, captions in several languages, places for the pen.

What a form has beside its items stands in its layout (`layouts/<form>.yaml` with `style: boxed`), millimetres and points:

    paper: A4
    margins: [18, 15, 16, 15]                    top, right, bottom, left
    fonts: {latin: Liberation Sans, east_asian: Noto Sans CJK KR}
    reference: the line at the top of the first page
    page_label: "({pages} / {page})"             on every page, from fields of Word
    footer: the line at the foot of the pages
    title: [one line, another]
    notes: [lines under the title]
    office: [items that the office fills in, in shaded cells beside one another]; may be empty
    photo: {item: number, size: [35, 45], beside: [the first items]}
    tall: {number: millimetres}                  places that need room for handwriting
    end: {heading: [lines]}                      boxes after the last item
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Mm, Pt

from asylum_forms.forms import house, word
from asylum_forms.forms.draw import _literal
from asylum_forms.forms.table import FormTable, Item, Option

_MM = 1 / 25.4
_LONG = 6
"""Boxes with as many lines stand below their caption over the whole width."""
_BESIDE = 52
"""Letters of options that have room on one line beside the caption."""
_WHOLE = 88
"""The same over the whole width."""
_SHADE = "D0CECE"
_CAPTION, _ANSWER, _SMALL, _BAND, _FURNITURE = "Form Caption", "Form Answer", "Form Small", "Form Band", "Form Furniture"


def draw_boxed(table: FormTable, out: Path, layout: Mapping[str, Any]) -> None:
    """Draw the form to `out` (.docx).

    Raises FormError when a caption holds what Jinja would run, KeyError for a layout that names an item the form does not have.
    """
    top, right, bottom, left = layout["margins"]
    document = house.new_document(
        paper=layout["paper"], margins=[side * _MM for side in (top, right, bottom, left)], size=9.5, title=table.title
    )
    _styles(document, layout["fonts"])
    _Drawing(document, table, layout).draw()
    word.save(document, out)


class _Drawing:
    def __init__(self, document: Any, table: FormTable, layout: Mapping[str, Any]) -> None:
        self._document, self._table, self._layout = document, table, layout
        self._width = house.text_width(document)
        self._split = (self._width * 0.36, self._width * 0.64)
        self._done: set[str] = set()
        self._declared = {item.declares for item in table.items.values() if item.declares}
        """What somebody signs for: it stays in one piece."""
        self._open: Any = None
        self._languages = list(next((i.captions for i in table.items.values() if i.captions), {}))

    def draw(self) -> None:
        self._furniture()
        self._head()
        for heading, items in self._sections():
            apart = (*self._done, self._layout.get("photo", {}).get("item"))
            rest = [item for item in items if item.number not in apart]
            if not rest:
                continue
            self._close()
            self._document.add_paragraph(_literal(heading), style=_BAND)
            if photo := self._layout.get("photo"):
                rest = self._photo(photo, rest)
            for item in rest:
                self._item(item)
        self._end()
        for name in self._table.sheets:
            self._sheet(name)

    # Furniture

    def _furniture(self) -> None:
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        section.header_distance = section.footer_distance = Mm(9)
        for header, reference in ((section.first_page_header, self._layout["reference"]), (section.header, "")):
            paragraph = header.paragraphs[0]
            paragraph.style = self._document.styles[_FURNITURE]
            paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(self._width), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"{reference}\t")
            _page_label(paragraph, self._layout["page_label"])
        for footer in (section.first_page_footer, section.footer):
            paragraph = footer.paragraphs[0]
            paragraph.style = self._document.styles[_FURNITURE]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.add_run(self._layout["footer"])

    def _head(self) -> None:
        first, *others = self._layout["title"]
        self._document.add_paragraph(first, style="Title").paragraph_format.space_after = Pt(0)
        for line in others:
            self._document.add_paragraph(line, style="Centered").runs[0].bold = True
        self._document.add_paragraph("{%p if filing.draft %}", style="Control")
        self._document.add_paragraph("{{ filing.draft }}", style=_CAPTION)
        self._document.add_paragraph("{%p endif %}", style="Control")
        for note in self._layout["notes"]:
            self._document.add_paragraph(note, style=_SMALL)
        office = [self._table.items[number] for number in self._layout["office"]]
        if not office:
            return
        made = house.table(self._document, [self._width / len(office)] * len(office))
        drawn = _row(made, height=11, shade=_SHADE)
        for cell, item in zip(drawn.cells, office, strict=True):
            self._captioned(cell.paragraphs[0], cell, item, number="")
            cell.add_paragraph(f'{{{{ blank("{item.number}") }}}}', style=_ANSWER)
            self._done.add(item.number)

    def _photo(self, photo: Mapping[str, Any], items: Sequence[Item]) -> list[Item]:
        """The first items with the box for the photograph to their right, which grows with a long name: nothing is cut off."""
        number, beside = photo["item"], photo["beside"]
        if number in self._done or items[0].number != beside[0]:
            return list(items)
        wide, high = photo["size"]
        side = wide * _MM
        rest = self._width - side
        made = house.table(self._document, (self._split[0] * 0.8, rest - self._split[0] * 0.8, side))
        cells = []
        for name in beside:
            item = self._table.items[name]
            drawn = _row(made, height=high / len(beside))
            self._captioned(drawn.cells[0].paragraphs[0], drawn.cells[0], item)
            _fill(drawn.cells[1], self._answer(item))
            cells.append(drawn.cells[2])
            self._done.add(name)
        box = cells[0].merge(cells[-1])
        for paragraph in box.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        self._captioned(box.paragraphs[0], box, self._table.items[number], number="")
        box.add_paragraph(f'{{{{ blank("{number}") }}}}', style=_ANSWER)
        for paragraph in box.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._done.add(number)
        self._document.add_paragraph(style="Control")
        return [item for item in items if item.number not in self._done]

    def _sections(self) -> list[tuple[str, list[Item]]]:
        found: dict[str, list[Item]] = {}
        for item in self._table.items.values():
            keys = [key for key in self._table.sections if item.number == key or item.number.startswith(f"{key}.")]
            found.setdefault(max(keys, key=len, default=""), []).append(item)
        return [(self._table.sections.get(key, ""), items) for key, items in found.items()]

    # Items

    def _item(self, item: Item) -> None:
        if item.columns:
            self._grid(item)
        elif (item.fits and item.fits.lines >= _LONG) or item.number in self._layout.get("tall", {}):
            self._whole(item)
            drawn = self._across(whole=item.number in self._declared)
            _height(drawn, self._layout.get("tall", {}).get(item.number, 9))
            _fill(drawn.cells[0], self._answer(item))
        elif len(item.label) > 150 or sum(len(option.label) + 5 for option in item.options) > 130:
            self._whole(item)
            _fill(self._across().cells[0], self._answer(item, _WHOLE))
        else:
            drawn = _row(self._tables())
            self._captioned(drawn.cells[0].paragraphs[0], drawn.cells[0], item)
            _fill(drawn.cells[1], self._answer(item))
        self._done.add(item.number)

    def _answer(self, item: Item, room: int = _BESIDE) -> list[str]:
        if item.blank:
            return [f'{{{{ blank("{item.number}") }}}}']
        if item.sign:
            return [f'{{{{r sign("{item.number}") }}}}']
        if item.options:
            ticks = [(f'{{{{ ticked("{item.number}", "{option.key}") }}}}', option) for option in item.options]
            return self._ticks(ticks, f'otherwise("{item.number}")', room)
        return [f'{{{{ q("{item.number}") }}}}']

    def _ticks(self, ticks: Sequence[tuple[str, Option]], otherwise: str, room: int) -> list[str]:
        lines, line, length = [], "", 0
        for call, option in ticks:
            needed = len(option.label) + sum(1 for letter in option.label if ord(letter) > 0x2E80) + 6
            if line and length + needed > room:
                lines.append(line)
                line, length = "", 0
            line += f"{'    ' if line else ''}{call} {_literal(option.label)}"
            length += needed
        return [*lines, line, f"{{%p if {otherwise} %}}", f"{{{{ {otherwise} }}}}", "{%p endif %}"]

    def _whole(self, item: Item) -> None:
        """The caption of an item over the whole width."""
        drawn = self._across(whole=True)
        self._captioned(drawn.cells[0].paragraphs[0], drawn.cells[0], item)
        _keep(drawn.cells[0])

    def _across(self, whole: bool = False) -> Any:
        drawn = _row(self._tables(), whole=whole)
        drawn.cells[0].merge(drawn.cells[1])
        return drawn

    def _captioned(self, paragraph: Any, cell: Any, item: Item, number: str | None = None) -> None:
        """Number and caption, each further language on a line of its own in small type."""
        captions = list(item.captions.values()) or [item.label]
        shown = _shown(item.number) if number is None else number
        paragraph.style = _CAPTION
        if shown:
            paragraph.add_run(f"{shown}  ").bold = True
        elif number is None and item.number[0].isdigit():
            paragraph.add_run("→ ")
        paragraph.add_run(_literal(captions[0]))
        for caption in captions[1:]:
            cell.add_paragraph(_literal(caption), style=_SMALL)

    def _grid(self, item: Item) -> None:
        """A table with a row per entry, its caption and head anew on each page; rows that nobody needs are left out, but for the
        one that says there is none.

        Below it stands where further entries are.
        """
        source, columns = f'rows("{item.number}")', item.columns
        if self._open is not None:
            # Word and LibreOffice make one table of two that touch, and the head of the second is no head any more.
            self._document.add_paragraph(style="Control")
        made = house.table(self._document, _widths(columns, self._width))
        caption = _row(made, head=True).cells
        over = caption[0].merge(caption[-1])
        self._captioned(over.paragraphs[0], over, item)
        _keep(over)
        for cell, column in zip(_row(made, head=True).cells, columns, strict=True):
            self._captioned(cell.paragraphs[0], cell, column, number="")
            _keep(cell)
        for tag in (f"{{%tr for entry in {source} %}}", "{%tr if loop.first or not entry.unused %}"):
            _fill(_row(made).cells[0], [tag])
        for cell, column in zip(_row(made).cells, columns, strict=True):
            _fill(cell, [f'{{{{ entry["{column.number}"] }}}}'])
        for tag in ("{%tr endif %}", "{%tr endfor %}"):
            _fill(_row(made).cells[0], [tag])
        continued = f'continued("{item.number}")'
        self._document.add_paragraph(f"{{%p if {continued} %}}", style="Control")
        self._document.add_paragraph(f"{{{{ {continued} }}}}", style=_ANSWER)
        for tag in ("{%p endif %}", ""):
            self._document.add_paragraph(tag, style="Control")
        self._open = None

    def _tables(self) -> Any:
        if self._open is None:
            self._open = house.table(self._document, self._split)
        return self._open

    def _close(self) -> None:
        self._open = None

    # After the last item

    def _end(self) -> None:
        for heading, lines in self._layout.get("end", {}).items():
            self._close()
            self._document.add_paragraph(heading, style=_BAND)
            made = house.table(self._document, (self._width,))
            _fill(_row(made, whole=True).cells[0], lines, style=_SMALL)

    def _sheet(self, name: str) -> None:
        """A further sheet of the same size, as often as needed."""
        sheet = self._table.sheets[name]
        self._close()
        self._document.add_paragraph(f'{{%p for copy in sheets("{name}") %}}', style="Control")
        heading = self._document.add_paragraph(
            f"{_literal(sheet.title)} {{{{ loop.index }}}} / {{{{ loop.length }}}}", style="Title"
        )
        heading.paragraph_format.page_break_before = True
        for item in sheet.items:
            call = [f'{{{{ copy["{item.number}"] }}}}']
            if item.number.endswith(".text"):
                self._close()
                drawn = self._across()
                _height(drawn, 200)
                _fill(drawn.cells[0], call)
            else:
                drawn = _row(self._tables())
                self._captioned(drawn.cells[0].paragraphs[0], drawn.cells[0], item, number="")
                _fill(drawn.cells[1], call)
        self._close()
        self._document.add_paragraph("{%p endfor %}", style="Control")


def _keep(cell: Any) -> None:
    """Keep a caption on the page of what stands below it."""
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _shown(number: str) -> str:
    """The number as printed: `14.2`, `A.3`, `II.4`; `14.2.explain` has none, as it stands at the item that begins it."""
    parts = number.split(".")
    return number if all(re.fullmatch(r"[0-9]+|[A-Z]|[IVX]+|[a-z]", part) for part in parts) else ""


def _widths(columns: Sequence[Item], width: float) -> list[float]:
    sizes = [column.fits.columns if column.fits else 16 for column in columns]
    return [width * size / sum(sizes) for size in sizes]


def _row(made: Any, *, head: bool = False, whole: bool = True, shade: str = "", height: float = 0) -> Any:
    drawn = house.row(made, head=head, whole=whole, shade=shade)
    if height:
        _height(drawn, height)
    return drawn


def _height(drawn: Any, millimetres: float) -> None:
    drawn.height = Mm(millimetres)
    drawn.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def _fill(cell: Any, lines: Sequence[str], style: str = _ANSWER) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = "Control" if line.startswith("{%") else style
        paragraph.add_run(line)


def _page_label(paragraph: Any, pattern: str) -> None:
    """The label with Word's fields for the number of the page and of all pages."""
    rest = pattern
    while rest:
        places = [(rest.find(mark), mark) for mark in ("{page}", "{pages}") if mark in rest]
        at, mark = min(places, default=(len(rest), ""))
        paragraph.add_run(rest[:at])
        if mark:
            _field(paragraph, "PAGE" if mark == "{page}" else "NUMPAGES")
        rest = rest[at + len(mark) :]


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {code} "
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _styles(document: Any, fonts: Mapping[str, str]) -> None:
    """The form's own fonts for every style, and the styles of its captions and answers."""
    normal = document.styles["Normal"]
    looks = {_CAPTION: (9.0, 1, 0), _ANSWER: (9.5, 1, 1), _SMALL: (7.5, 0, 1), _BAND: (10.5, 7, 3), _FURNITURE: (8.0, 0, 0)}
    for name, (size, before, after) in looks.items():
        style = document.styles.add_style(name, 1)
        style.base_style = normal
        style.quick_style = True
        style.font.size = Pt(size)
        style.font.bold = name == _BAND
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    band = document.styles[_BAND].element.get_or_add_pPr()
    document.styles[_BAND].paragraph_format.keep_with_next = True
    band.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    for style in document.styles:
        if style.type == 1:
            properties = style.element.get_or_add_rPr()
            house.set_fonts(properties, fonts["latin"], fonts["east_asian"])
