"""Reads form tables (the YAML is described in the docstring of `FormTable`) and refuses what is not exactly right.

A slip in a form table could put an answer into the wrong box of somebody's application. So nothing is guessed here: an unknown
key, a number given twice, a field of the official PDF used twice, a wording without room in its box are errors, all reported at
once with file, line, item and what to write.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from asylum_forms.forms.crosscheck import check_table
from asylum_forms.forms.table import Continuing, Fits, FormTable, Item, Official, Option, Sheet, Xfa
from asylum_forms.forms.tableyaml import Block, Faults, choose_language
from asylum_forms.i18n import _, listed
from asylum_forms.yamlfile import MappingNode, MarkedYAMLError, Node, YAMLError, compose

KINDS = ("text", "date", "month", "country", "language", "name", "list", "choice", "choices")
"""What `as` may say."""
ORDERS = ("newest-first", "oldest-first")
ABSENCES = ("none", "not_applicable", "unknown", "declined")
_SHEET_BOXES = ("text", "part", "question")
_NO_DATE = datetime.date(1, 1, 1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PATTERNS = {"day": ("yMd", "dd/MM/yyyy"), "month": ("yM", "MM/yyyy"), "year": ("y", "yyyy")}
"""The letters of a date pattern, each of which has to be there and no other, and an example. `mm` would print minutes."""

_TABLE_KEYS = (
    *("form", "edition", "title", "source", "verified", "language", "words", "unused", "dates", "official", "sections"),
    *("items", "sheets", "continuing", "ticks", "replica", "xfa", "lists", "numbers"),
)
_ITEM_KEYS = (
    *("label", "from", "by", "uses", "entries", "as", "options", "rows", "columns", "order", "fits", "limit", "continue"),
    *("part", "question", "words", "pdf", "sheet", "optional", "sign", "declares", "blank", "xfa", "pick"),
)


def read_table(file: Path, language: str = "") -> FormTable:
    """The form table in this file. Raises FormError with every fault as a finding, each with its line, item and remedy.

    A form that is printed in one of several languages (`language: [en, fr]`) is read in `language`; in the first of them where it
    is none of them.
    """
    faults = Faults(file)
    root = _compose(file, faults)
    languages = choose_language(root, language, faults)
    lines: dict[str, int] = {}
    table = replace(_table(Block(root, "", faults), file, lines), languages=languages)
    faults.stop()
    for number, message, remedy in check_table(table):
        faults.add(_line(lines, number), number, message, remedy)
    faults.stop()
    return table


def _date_patterns(block: Block, dates: Mapping[str, str]) -> None:
    """Whether each pattern prints the parts that it is for, and nothing else: letters that are no pattern stand in quotes."""
    for key, (letters, example) in _PATTERNS.items():
        pattern = dates.get(key, example)
        if set(re.findall("[a-zA-Z]", re.sub("'[^']*'", "", pattern))) != set(letters):
            block.fault(
                "dates",
                _("`{key}` is `{pattern}`, which prints part of the date wrongly or not at all.").format(
                    key=key, pattern=pattern
                ),
                _("Write y for the year, M for the month, d for the day, such as {example}; words go in single quotes.").format(
                    example=f"`{key}: {example}`"
                ),
            )


def _line(lines: dict[str, int], number: str) -> int:
    """The line of an item or column, or of that in which an option stands."""
    while number and number not in lines:
        number = number.rpartition(".")[0]
    return lines.get(number, 0)


def _compose(file: Path, faults: Faults) -> Node:
    try:
        # Only the tree is built, not its values: every scalar stays as it is written, and every node knows its line.
        root = compose(file)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.add(
            mark.line + 1 if mark else 0, "", _("This is not valid YAML: {reason}.").format(reason=error.problem or error.context)
        )
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        faults.add(0, "", _("The form table cannot be read: {reason}.").format(reason=error))
    else:
        if isinstance(root, MappingNode):
            return root
        faults.add(1, "", _("A form table is a mapping that begins with `form:`."))
    faults.stop()
    raise AssertionError("unreachable")


def _table(block: Block, file: Path, lines: dict[str, int]) -> FormTable:
    block.only(_TABLE_KEYS)
    language = block.text("language") or "en"
    sections = block.texts("sections")
    unverified = block.says("verified", "false")
    verified = None if unverified else block.block("verified", required=True)
    if verified:
        verified.only(("on", "against", "language"))
        # A form that is printed in several languages may have been compared in one of them: the others are then our own wording.
        verified = verified if verified.text("language") in ("", language) else None
    words = block.texts("words", required=True)
    _known(block, "words", words, ABSENCES, all_of_them=True)
    dates = block.texts("dates", required=True)
    _known(block, "dates", dates, ("day", "month", "year", "approx", "approx_short", "present"))
    for key in ("day", "month", "year", "approx"):
        if dates and key not in dates:
            block.fault(
                "dates",
                _("`dates` lacks `{key}`.").format(key=key),
                _("Add it, such as {example}.").format(example="`year: yyyy`"),
            )
    _date_patterns(block, dates)
    for key in ("approx", "approx_short"):
        if "{}" not in dates.get(key, "{}"):
            block.fault("dates", _("`{key}` has no place for the date.").format(key=key), _("Write {{}} where the date goes."))
    read = _Items(sections, lines)
    sheets = {name: _sheet(name, inner, read) for name, inner in block.blocks("sheets")}
    items = {number: read.item(number, inner) for number, inner in block.blocks("items", required=True)}
    return FormTable(
        form=block.text("form", required=True),
        edition=_date(block, "edition"),
        title=block.text("title", required=True),
        source=block.text("source", required=True),
        verified_on=_date(verified, "on") if verified else None,
        verified_against=verified.text("against", required=True) if verified else "",
        language=language,
        words=words,
        unused=block.text("unused", required=True),
        dates=dates,
        sections=sections,
        items=items,
        sheets=sheets,
        official=_official(block.block("official")),
        file=file,
        continuing=_continuing(block, language, bool(sheets)),
        ticks=_ticks(block),
        replica=block.flag("replica"),
        xfa=_xfa(block.block("xfa")),
        lists={name: inner.all_texts() for name, inner in block.blocks("lists")},
        numbers=block.texts("numbers"),
    )


def _xfa(block: Block | None) -> Xfa | None:
    if block is None:
        return None
    block.only(("root", "absences"))
    return Xfa(block.text("root", required=True), block.flag("absences"))


_RANGE = re.compile(r"\[(\d+)-(\d+)(?:/(\d+))?\]")


def _paths(block: Block) -> tuple[str, ...]:
    """The paths of `xfa`, each range of places written out: `Line[0-2]` is `Line[0]`, `Line[1]`, `Line[2]`."""
    found = []
    for path in block.strings("xfa"):
        match = _RANGE.search(path)
        places = range(int(match[1]), int(match[2]) + 1, int(match[3] or 1)) if match else ()
        found += [_RANGE.sub(f"[{place}]", path) for place in places] if match else [path]
    return tuple(found)


def _ticks(block: Block) -> tuple[str, str]:
    marks = block.strings("ticks") or FormTable.ticks
    if len(marks) != 2 or marks[0] == marks[1]:
        block.fault("ticks", _("`ticks` needs two different marks."), _('Write `ticks: ["[√]", "[ ]"]`: ticked, then empty.'))
        return FormTable.ticks
    return marks[0], marks[1]


def _captions(block: Block) -> tuple[str, dict[str, str]]:
    """(all captions as one, caption by language where the form is printed in several)."""
    if not block.is_mapping("label"):
        return block.text("label", required=True), {}
    captions = block.texts("label")
    return " ".join(captions.values()), captions


def _official(block: Block | None) -> Official | None:
    if block is None:
        return None
    block.only(("text", "pages", "fields", "fingerprint"))
    return Official(
        text=block.text("text", required=True),
        pages=block.number("pages", required=True),
        fields=block.number("fields", required=True),
        fingerprint=block.text("fingerprint", required=True),
    )


def _continuing(table: Block, language: str, needed: bool) -> Continuing:
    block = table.block("continuing")
    names = [field.name for field in fields(Continuing)]
    if block is None:
        if needed and language.split("_")[0] != "en":
            remedy = _("Give them all in the form's language: {keys}.").format(keys=listed(names))
            table.fault("sheets", _("The words for continuation sheets are missing (`continuing`)."), remedy)
        return Continuing()
    block.only(names)
    given: dict[str, Any] = {name: block.text(name) for name in names if name != "see" and block.text(name)}
    if see := block.strings("see"):
        given["see"] = see
    wording = Continuing(**given)
    for name in names:
        places = {"sheet": "", "short": "", "initials": "", "part": "", "question": "", "number": 1, "count": 1}
        for words in wording.see if name == "see" else [getattr(wording, name)]:
            try:
                words.format(**places)
            except (KeyError, IndexError, ValueError):
                remedy = _("Only these may be used: {names}.").format(names=listed("{" + place + "}" for place in places))
                block.fault(name, _("`{words}` has a placeholder that does not exist.").format(words=words), remedy)
    return wording


def _sheet(name: str, block: Block, read: _Items) -> Sheet:
    block.only(("title", "page", "items", "short"))
    return Sheet(
        name=name,
        title=block.text("title", required=True),
        page=block.number("page"),
        items=tuple(read.item(number, inner, on_sheet=True) for number, inner in block.blocks("items", required=True)),
        short=block.text("short") or _abbreviated(name),
    )


def _abbreviated(name: str) -> str:
    """`Supplement B` becomes `Supp. B`."""
    first, space, rest = name.partition(" ")
    return f"{first[:4]}.{space}{rest}" if space and len(first) > 5 and first.isascii() else name


class _Items:
    """Reads items, and remembers the line of each."""

    def __init__(self, sections: dict[str, str], lines: dict[str, int]) -> None:
        self._sections, self._lines = sections, lines

    def item(self, number: str, block: Block, *, on_sheet: bool = False) -> Item:
        if number in self._lines:
            message = _("The number {number} is given twice (also in line {line}).").format(
                number=number, line=self._lines[number]
            )
            block.fault("", message, _("Give each item its own official number."))
        self._lines.setdefault(number, block.line)
        item = self._read(number, block)
        kinds = [key for key in ("from", "by", "rows", "sign", "blank") if block.has(key)]
        if on_sheet and not kinds and number.rpartition(".")[2] in _SHEET_BOXES:
            kinds = ["sheet"]
        if len(kinds) != 1 and kinds != ["by", "sign"]:
            found = listed(f"`{kind}`" for kind in kinds) or _("none")
            message = _("An item needs exactly one of from, by, rows, sign, blank; it has: {found}.").format(found=found)
            block.fault("", message, _("Write `from: record.path`, `by: function`, `sign: who` or `blank: reason`."))
        if bool(item.columns) != (item.rows != "" or (item.function != "" and block.has("columns"))):
            block.fault(
                "columns",
                _("`rows` and `columns` belong together."),
                _("Name the entries in `rows` and what each holds in `columns`."),
            )
        if item.entries and not (item.function and item.columns):
            block.fault("entries", _("`{key}` is not known here.").format(key="entries"), _("Leave it out."))
        return item

    def _column(self, table: str, name: str, block: Block) -> Item:
        self._lines[f"{table}.{name}"] = block.line
        column = self._read(name, block, column=True)
        if bool(column.source) == bool(column.function):
            block.fault(
                "", _("A column needs exactly one of from and by."), _("Write `from: path.in.the.entry` or `by: function`.")
            )
        for key in ("rows", "entries", "columns", "sign", "declares", "blank", "order", "part", "question"):
            if block.has(key):
                block.fault(key, _("A column cannot have `{key}`.").format(key=key), _("Leave it out."))
        return column

    def _read(self, number: str, block: Block, *, column: bool = False) -> Item:
        block.only(_ITEM_KEYS)
        columns = tuple(self._column(number, name, inner) for name, inner in block.blocks("columns"))
        part, question = ("", "") if column else self._reference(number)
        words = block.texts("words")
        _known(block, "words", words, ABSENCES)
        label, captions = _captions(block)
        item = Item(
            number=number,
            label=label,
            source=block.text("from"),
            function=block.text("by"),
            uses=block.strings("uses"),
            entries=block.strings("entries"),
            form=block.one_of("as", KINDS) or "text",
            options=tuple(_option(key, inner) for key, inner in block.blocks("options")),
            rows=block.text("rows"),
            columns=columns,
            order=block.one_of("order", ORDERS),
            fits=_fits(block, bool(columns)),
            limit=block.number("limit"),
            continues=block.text("continue"),
            part=block.text("part") or part,
            question=block.text("question") or question,
            words=words,
            pdf=block.strings("pdf"),
            sheet=block.strings("sheet"),
            optional=block.flag("optional"),
            sign=block.text("sign"),
            declares=block.text("declares"),
            blank=block.text("blank"),
            captions=captions,
            xfa=_paths(block),
            pick=block.text("pick"),
        )
        _check_names(block, item)
        return item

    def _reference(self, number: str) -> tuple[str, str]:
        """Part and question by the longest section that the number begins with: `A.I.4` is in `A.I`."""
        for part in sorted(self._sections, key=len, reverse=True):
            if number.startswith(part + "."):
                return part, number[len(part) + 1 :]
        part, dot, question = number.partition(".")
        return (part, question) if dot else ("", number)


_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")


def _check_names(block: Block, item: Item) -> None:
    """Paths and functions are written as they can be looked up; choices have options, and only they."""
    named = (("from", item.source), ("rows", item.rows), *(("uses", one) for one in item.uses))
    for key, path in (*named, *(("entries", one) for one in item.entries)):
        if path and not _PATH.fullmatch(path):
            block.fault(
                key, _("`{path}` is not a path of the record.").format(path=path), _("Write it like `applicant.birth.date`.")
            )
    if item.function and not item.function.isidentifier():
        message = _("`{name}` cannot be the name of a function.").format(name=item.function)
        block.fault("by", message, _("Name a function of the jurisdiction's answers.py."))
    chooses = item.form in ("choice", "choices")
    if chooses != bool(item.options):
        message = _("`as: choice` and `options` belong together.")
        block.fault("as", message, _("List every box of the form under `options`, or leave `as: choice` out."))
    if chooses and (item.pdf or item.sheet or item.xfa):
        message = _("The boxes of a choice have their fields under `options`.")
        block.fault("pdf", message, _('Write `pdf: "FIELD=STATE"` for each option.'))


def _option(key: str, block: Block) -> Option:
    block.only(("label", "pdf", "sheet", "xfa"))
    label, captions = _captions(block)
    option = Option(key, label, block.strings("pdf"), block.strings("sheet"), captions, _paths(block))
    for pair in (*option.pdf, *option.sheet, *option.xfa):
        name, equals, state = pair.rpartition("=")
        if pair and not (name and equals and state):
            message = _("`{pair}` is not of the kind FIELD=STATE.").format(pair=pair)
            block.fault("pdf", message, _("Write the field's name, `=`, and its on-state as the official PDF has it."))
    return option


def _fits(block: Block, is_table: bool) -> Fits | None:
    if not block.has("fits"):
        return None
    inner = block.block("fits") if block.is_mapping("fits") else None
    if inner is None:
        number = block.number("fits")
        return Fits(0, number) if is_table else _sized(block, Fits(number))
    inner.only(("columns", "lines"))
    if is_table:
        block.fault("fits", _("A table's `fits` is the number of its rows."), _("Write `fits: 5`, and the width in each column."))
    return _sized(block, Fits(inner.number("columns", required=True), inner.number("lines", required=True)))


def _sized(block: Block, fits: Fits) -> Fits:
    # Narrower boxes could not hold one Chinese character.
    if fits.columns < 2 or fits.lines < 1:
        block.fault("fits", _("A box has at least 2 columns and 1 line."), _("Measure it again."))
    return fits


def _date(block: Block, key: str) -> datetime.date:
    text = block.text(key, required=True)
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else _bad_date(block, key, text)
    except ValueError:
        return _bad_date(block, key, text)


def _bad_date(block: Block, key: str, text: str) -> datetime.date:
    if text:
        block.fault(key, _("`{text}` is not a date.").format(text=text), _("Write it like 2025-01-20."))
    return _NO_DATE


def _known(block: Block, key: str, found: dict[str, str], known: tuple[str, ...], all_of_them: bool = False) -> None:
    for name in found:
        if name not in known:
            message = _("`{key}` has no `{name}`.").format(key=key, name=name)
            block.fault(key, message, _("It may have: {names}.").format(names=listed(known)))
    if all_of_them and found:
        for name in known:
            if name not in found:
                block.fault(
                    key, _("`{key}` lacks `{name}`.").format(key=key, name=name), _("Add the wording this office accepts.")
                )
