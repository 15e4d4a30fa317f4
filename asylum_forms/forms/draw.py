"""Draws first versions of Word templates: forms from their tables, letters from layout text. Then anybody may edit them in Word.

python -m asylum_forms.forms.draw us        draws every template of a jurisdiction anew, edits in Word are lost
python -m asylum_forms.forms.draw common    draws those that all jurisdictions share
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Inches, Pt

from asylum_forms import resources, yamlfile
from asylum_forms.errors import AsylumFormsError, FormError, TemplateError
from asylum_forms.forms import house, word
from asylum_forms.forms.letter import draw_letter
from asylum_forms.forms.sheet import caption_of, columns_of
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import _

_WIDE = 7
"""Tables with more columns are drawn as a block per entry."""

_LONG_QUESTION = 110
"""Questions with more letters stand above their check boxes, not beside them."""


_WORDING = {
    "header": "Form {form}, answer sheet",
    "data_header": "Form {form}, data sheet",
    "title": "Form {form}, edition {edition}",
    "kind": "Answer sheet – not the official form",
    "data": "Data sheet – to be typed into the official form in Adobe Reader",
    "limits": "[30]: most letters the field takes.  *: comes in with no data file, always to be typed in by hand.",
    "order": "The answers in the order and numbering of the official form, which is to be had at {source}",
    "draft": "Draft.",
    "sheet": "{title} (sheet {number} of {count})",
    "entries": "{sheet}, further entries",
    "entry": "{label}: no. {number}",
    "outside": "Boxes outside the parts",
    "date": "",
}
"""The words of the sheet itself, unless the layout hints have others under `wording`."""


def draw_form(table: FormTable, out: Path, hints: Mapping[str, Any] | None = None) -> None:
    """Draw the answer sheet of a form to `out` (.docx), in the form's own order and numbering.

    `hints` about the layout: an item number, or the beginning of several, to the heading that stands above them (`A.I.8` to
    "8. Residence in the U.S."), or to a list of headings, in which `# Words` is one of a section. Besides, `size` and `least`,
    the size of the type and the smallest that the office takes, and `wording`, the words of the sheet itself in another language
    (see `_WORDING`). Raises FormError when a caption holds what Jinja would run.
    """
    headings = dict(hints or {})
    wording = {**_WORDING, **headings.pop("wording", {})}
    document = house.new_document(
        margins=(0.95, 0.75, 1.0, 0.75),
        size=headings.pop("size", 10.5),
        least=headings.pop("least", 0),
        title=wording["header"].format(form=table.form),
        language=_LANGUAGES.get(table.language, "en-US"),
    )
    _FormDrawing(document, table, headings, wording).draw()
    word.save(document, out)


_LANGUAGES = {"fr": "fr-CA"}


class _FormDrawing:
    def __init__(self, document: Any, table: FormTable, headings: Mapping[str, Any], wording: Mapping[str, str]) -> None:
        self._document, self._table, self._headings, self._wording = document, table, dict(headings), wording
        self._width = house.text_width(document)
        self._official = bool(table.official or table.xfa)
        """Whether there is an official form to sign, so that nobody signs the sheet."""
        self._open: Any = None
        """The table that takes the next simple item."""
        self._numbered = True

    def draw(self) -> None:
        sections, aside = self._sections()
        self._header()
        self._title(aside)
        for heading, items in sections:
            self._begin(items)
            if heading:
                self._paragraph(heading, "Heading 1")
            for item, following in zip(items, [*items[1:], None], strict=True):
                self._item(item, explained=following is not None and _is_long(following))
        for name in self._table.sheets:
            self._sheet(name)

    def _header(self) -> None:
        paragraph = self._document.sections[0].header.paragraphs[0]
        paragraph.style = self._document.styles["Header"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(self._width), WD_TAB_ALIGNMENT.RIGHT)
        header = "data_header" if self._table.xfa else "header"
        draft = "{% if filing.draft %}Draft, not for filing: {% endif %}"
        paragraph.text = f"{draft}{self._wording[header].format(form=self._table.form)}\t{{{{ person.full_name }}}}"

    def _title(self, aside: Iterable[Item]) -> None:
        title = self._wording["title"].format(form="{{ form.name }}", edition="{{ form.edition }}")
        self._paragraph(title, "Title").paragraph_format.space_after = Pt(0)
        self._paragraph(self._table.title, "Centered").runs[0].bold = True
        self._paragraph(self._wording["data" if self._table.xfa else "kind"], "Centered")
        self._paragraph(self._wording["order"].format(source="{{ form.source }}"), "Small")
        if self._table.xfa:
            self._paragraph(self._wording["limits"], "Small")
        for item in aside:
            self._paragraph(f'{_literal(item.label)}: {{{{ blank("{item.number}") }}}}', "Small")
        self._paragraph("{%p if filing.draft %}", "Control")
        self._paragraph(f"{self._wording['draft']} {{{{ filing.draft }}}}", "Normal").runs[0].bold = True
        self._paragraph("{%p endif %}", "Control")

    def _sections(self) -> tuple[list[tuple[str, list[Item]]], list[Item]]:
        """Headings with their items in the order of the form; and what stands before the first question (bar codes)."""
        found: dict[str, list[Item]] = {}
        for item in self._table.items.values():
            found.setdefault(self._section(item), []).append(item)
        outside = self._wording["outside"] if self._table.sections else ""
        sections = [(self._table.sections.get(key, outside), items) for key, items in found.items()]
        before = list(takewhile(lambda section: all(item.blank for item in section[1]), sections))
        return sections[len(before) :], [item for _heading, items in before for item in items]

    def _section(self, item: Item) -> str:
        fitting = [key for key in self._table.sections if item.number == key or item.number.startswith(f"{key}.")]
        return max(fitting, key=len, default="")

    def _item(self, item: Item, explained: bool) -> None:
        """`explained`: the next item is the text that explains this one."""
        for heading in self._headings_above(item):
            self._close()
            is_section = heading.startswith("# ")
            self._paragraph(heading.removeprefix("# "), "Heading 1" if is_section else "Heading 2")
        number = self._shown(item)
        if item.columns:
            self._close()
            self._entries(f'rows("{item.number}")', number, item.label, item.columns)
        elif (item.options and explained) or ((item.options or item.sign) and len(item.label) > _LONG_QUESTION):
            self._close()
            self._caption(number, self._label(item))
            if item.sign:
                self._paragraph("", "Signature Space")
            self._lines(_call(item, self._official, self._wording["date"]), keep=explained)
        elif _is_long(item):
            self._close()
            self._long(number, item, f'q("{item.number}")')
        else:
            self._simple(number, item, _call(item, self._official))

    def _headings_above(self, item: Item) -> list[str]:
        """The layout hints above this item; each is used once."""
        for key in list(self._headings):
            if item.number == key or item.number.startswith(f"{key}."):
                found = self._headings.pop(key)
                return found if isinstance(found, list) else [found]
        return []

    def _label(self, item: Item) -> str:
        return caption_of(self._table, item)

    def _shown(self, item: Item) -> str:
        """The number as the form prints it beside the box: `A.II.spouse.15.location` is 15, `D.name` has none."""
        rest = item.number.removeprefix(self._section(item)).strip(".").split(".")
        return ".".join(part for part in rest if re.fullmatch(r"[0-9]{1,2}[A-Za-z]?|[A-Za-z]", part))

    def _caption(self, number: str, label: str, *, table: bool = False) -> None:
        """The wording of a question. Above a table it goes on in the heading right before it: of two paragraphs before a table
        LibreOffice takes only the second one along to the next page, and the heading would stay alone at the foot."""
        last = self._document.paragraphs[-1] if table and self._document.paragraphs else None
        if last is not None and last.style.name == "Heading 2" and last._p is self._document.element.body[-2]:
            last.add_run().add_break()
            last.add_run(f"{number}.  {_literal(label)}" if number else _literal(label)).bold = False
            return
        paragraph = self._paragraph("", "Question")
        if number:
            paragraph.add_run(f"{number}.  ").bold = True
        paragraph.add_run(_literal(label))

    def _long(self, number: str, item: Item, call: str, style: str = "Answer Box") -> None:
        self._caption(number, self._label(item))
        self._paragraph(f"{{{{ {call} }}}}", style)

    def _lines(self, lines: Sequence[str], *, keep: bool) -> None:
        """Boxes to tick; with `keep` on the page of what follows, which explains them."""
        for line in lines:
            paragraph = self._document.add_paragraph()
            _put(paragraph, line, "Options")
            if keep:
                paragraph.paragraph_format.keep_with_next = True

    def _simple(self, number: str, item: Item, lines: Sequence[str]) -> None:
        if self._open is None:
            left = (0.55, 2.75) if self._numbered else (3.3,)
            self._open = house.table(self._document, (*left, self._width - sum(left)))
        *before, caption, answer = house.row(self._open).cells
        for cell in before:
            _fill(cell, [number], "Caption Cell")
        _fill(caption, [_literal(self._label(item))], "Caption Cell")
        _fill(answer, lines, "Cell")

    def _begin(self, items: Iterable[Item]) -> None:
        """Begin a section: a table of its own, with a column for numbers where any of its items has one."""
        self._close()
        self._numbered = any(self._shown(item) for item in items)

    def _close(self) -> None:
        if self._open is not None:
            house.keep_ends(self._open)
        self._open = None

    def _entries(self, source: str, number: str, label: str, columns: Sequence[Item]) -> None:
        if len(columns) > _WIDE:
            self._blocks(source, columns, label)
        else:
            self._caption(number, label, table=True)
            self._grid(source, columns)
            self._paragraph("", "Control")  # two tables without a paragraph between them become one

    def _grid(self, source: str, columns: Sequence[Item]) -> None:
        """A table with a row per entry; its head is repeated on every page."""
        made = house.table(self._document, _widths(columns, self._width))
        for cell, column in zip(house.row(made, head=True, shade="EDEDED").cells, columns, strict=True):
            _fill(cell, [_literal(self._label(column))], "Cell Head")
        _fill(house.row(made).cells[0], [f"{{%tr for entry in {source} %}}"], "Control")
        for cell, column in zip(house.row(made).cells, columns, strict=True):
            _fill(cell, _column("entry", column, narrow=True), "Cell")
        _fill(house.row(made).cells[0], ["{%tr endfor %}"], "Control")

    def _blocks(self, source: str, columns: Sequence[Item], label: str) -> None:
        """A small table per entry, for entries with many answers."""
        self._paragraph(f"{{%p for entry in {source} %}}", "Control")
        heading = self._wording["entry"].format(label=_literal(label), number="{{ loop.index }}")
        self._paragraph("{%p if entry.unused %}", "Control")
        self._paragraph(f"{heading}: {{{{ entry.unused }}}}", "Question").paragraph_format.keep_with_next = False
        self._paragraph("{%p else %}", "Control")
        self._paragraph(heading, "Heading 2")
        self._begin(columns)
        for column in columns:
            self._simple(column.number.split(".")[0], column, _column("entry", column))
        self._close()
        self._paragraph("{%p endif %}", "Control")
        self._paragraph("{%p endfor %}", "Control")

    def _sheet(self, name: str) -> None:
        sheet = self._table.sheets[name]
        columns = columns_of(self._table, name)
        self._begin(())
        self._paragraph(f'{{%p for copy in sheets("{name}") %}}', "Control")
        places = {"title": _literal(sheet.title), "number": "{{ loop.index }}", "count": "{{ loop.length }}"}
        heading = self._paragraph(self._wording["sheet"].format(**places), "Heading 1")
        heading.paragraph_format.page_break_before = True
        for item in sheet.items:
            if _is_long(item):
                self._close()
                self._long("", item, f'copy["{item.number}"]', "Sheet Box")
            else:
                box = bool(item.sign or item.blank)
                self._simple(
                    "",
                    item,
                    _call(item, self._official) if box else [f'{{{{ copy["{item.number}"] }}}}'],
                )
        self._close()
        if columns:
            self._entries("copy.rows", "", self._wording["entries"].format(sheet=name), columns)
        self._paragraph("{%p endfor %}", "Control")

    def _paragraph(self, text: str, style: str) -> Any:
        return self._document.add_paragraph(text, style=style)


def _call(item: Item, official: bool, date: str = "") -> list[str]:
    """The lines of a simple item's answer; `date` stands behind a line to sign on."""
    if item.blank or (item.sign and official):
        # What is signed is the official form, never the answer sheet.
        return [f'{{{{ blank("{item.number}") }}}}']
    if item.sign:
        return [f'{{{{r sign("{item.number}", "{_literal(date)}") }}}}' if date else f'{{{{r sign("{item.number}") }}}}']
    if item.options:
        ask = [(f'{{{{ ticked("{item.number}", "{option.key}") }}}}', option.label) for option in item.options]
        return _choice(ask, f'otherwise("{item.number}")')
    return [f'{{{{ q("{item.number}") }}}}']


def _column(variable: str, column: Item, *, narrow: bool = False) -> list[str]:
    """The lines of one column's answer in an entry; in a narrow cell each check box has a line of its own."""
    if column.options:
        ask = [(f'{{{{ {variable}.ticked("{column.number}", "{option.key}") }}}}', option.label) for option in column.options]
        return _choice(ask, f'{variable}.otherwise("{column.number}")', narrow=narrow)
    return [f'{{{{ {variable}["{column.number}"] }}}}']


def _choice(ask: Sequence[tuple[str, str]], otherwise: str, *, narrow: bool = False) -> list[str]:
    options = [f"{call} {_literal(label)}" for call, label in ask]
    short = not narrow and sum(len(label) + 4 for _call_, label in ask) <= 48
    lines = ["     ".join(options)] if short else options
    return [*lines, f"{{%p if {otherwise} %}}", f"{{{{ {otherwise} }}}}", "{%p endif %}"]


def _fill(cell: Any, lines: Sequence[str], style: str) -> None:
    for number, line in enumerate(lines):
        _put(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), line, style)


def _put(paragraph: Any, line: str, style: str) -> None:
    paragraph.style = "Control" if line.startswith("{%") else style
    for piece in re.split(r"(\{\{ [a-z.]*ticked\(.*?\) \}\})", line):
        if piece:
            paragraph.add_run(piece, style=house.TICK if "ticked(" in piece else None)


def _is_long(item: Item) -> bool:
    return bool(item.fits and item.fits.lines > 1 and not item.columns)


def _widths(columns: Sequence[Item], width: float) -> list[float]:
    """Column widths in inches: room for the longest word of the caption, the rest shared after the form's own boxes."""
    least = [max(0.75, 0.16 + 0.082 * _longest(column)) for column in columns]
    weights = [0.0 if column.options else min(column.fits.columns if column.fits else 20, 40) for column in columns]
    rest = width - sum(least)
    return [minimum + rest * weight / (sum(weights) or 1) for minimum, weight in zip(least, weights, strict=True)]


def _longest(column: Item) -> int:
    """Letters that must stand on one line: the longest word of the caption, a box with its caption where that is short."""
    options = [len(option.label) + 3 for option in column.options if len(option.label) <= 12]
    return max([*map(len, re.split(r"[\s/]", column.label)), *options])


def _literal(label: str) -> str:
    """A caption as it is. Raises FormError where Jinja would take a part of it for its own."""
    if re.search(r"\{[{%#]|[}%#]\}", label):
        raise FormError(_("A caption holds a Jinja tag: {label}").format(label=label), remedy=_("Correct it in the form table."))
    return label


def draw_all(code: str) -> list[Path]:
    """Draw every template of a jurisdiction (or `common`) anew and give the files written. What was edited in Word is lost."""
    from asylum_forms.forms.boxed import draw_boxed
    from asylum_forms.forms.reader import read_table
    from asylum_forms.jurisdiction.registry import all_jurisdictions

    if code == "common":
        return _letters(Path(__file__).parent / "layouts", resources.folder("templates") / "common")
    jurisdiction = all_jurisdictions().get(code)
    if jurisdiction is None:
        raise TemplateError(_("There is no jurisdiction {code}.").format(code=code))
    layouts = jurisdiction.folder / "layouts"
    written = _letters(layouts, jurisdiction.templates)
    for name, file in jurisdiction.tables.items():
        if (layouts / f"{name.lower()}.txt").exists():
            continue  # a form that is printed as a letter is drawn already
        first = read_table(file)
        for language in first.languages or (first.language,):
            stem = name.lower() if language == first.language else f"{name.lower()}.{language}"
            out = jurisdiction.templates / f"{stem}.docx"
            hints = _hints(layouts / f"{stem}.yaml")
            draw = draw_boxed if hints.pop("style", "") == "boxed" else draw_form
            draw(read_table(file, language), out, hints)
            written.append(out)
    return written


def _hints(file: Path) -> dict[str, Any]:
    return dict(yamlfile.load(file)) if file.exists() else {}


def _letters(layouts: Path, templates: Path) -> list[Path]:
    written = []
    for layout in sorted(layouts.glob("*.txt")):
        out = templates / f"{layout.stem}.docx"
        draw_letter(layout, out)
        written.append(out)
    return written


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        try:
            for drawn in draw_all(argument):
                print(drawn)
        except AsylumFormsError as error:
            sys.exit(f"{error.message}\n→ {error.remedy}" if error.remedy else error.message)
