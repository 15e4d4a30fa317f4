"""The data of an XFA form, which only Adobe Reader opens: a file that Adobe Acrobat can import (Form > Import Data).

The file has the structure of the form's own `datasets` packet, by the paths of the form table; a test compares that structure
with the official PDF where that is at hand. Whether an import succeeds has not been tried here, for want of Adobe's programs. The
free Reader imports only into forms whose publisher allows it (the rights in `/Perms` of the PDF must name `/Import`), so the data
sheet must hold every answer all the same.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path

from asylum_forms.errors import FormError
from asylum_forms.findings import Place
from asylum_forms.forms.answers import Answer, Laid, State
from asylum_forms.forms.measure import printed_lines
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.i18n import _, listed

NAMESPACE = "http://www.xfa.org/schema/xfa-data/1.0/"
_STEP = re.compile(r"([^\[]+)(?:\[(\d+)\])?")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""What a date field of such a form reads: a day, a month or a year."""
_ABSENCES = (State.NONE, State.NOT_APPLICABLE, State.UNKNOWN, State.DECLINED)


def write(laid: Laid, out: Path) -> None:
    """Write the data of a laid-out XFA form to `out`. Same answers, same bytes.

    Left out: what nobody has answered, what does not apply (unless the table wants it), a date that is not known exactly, and a
    choice that the form's list does not have. All of it stands on the data sheet. Raises FormError when what was written, read
    back, is not what was meant.
    """
    table = laid.answers.table
    ElementTree.register_namespace("xfa", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}datasets")
    data = ElementTree.SubElement(root, f"{{{NAMESPACE}}}data")
    form = ElementTree.SubElement(data, table.xfa.root if table.xfa else "form1")
    meant = list(values(laid))
    for path, value in meant:
        _element(form, path).text = value
    ElementTree.indent(root)
    out.write_bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    _read_back(table, meant, out)


def values(laid: Laid) -> Iterator[tuple[str, str]]:
    """(path, value) of every field that the answers fill, in the order of the form."""
    table = laid.answers.table
    for number, item in table.items.items():
        answer = laid.items.get(number)
        if answer is None or item.blank or item.sign:
            continue
        if not item.columns:
            yield from _box(table, item, answer, item.xfa, [option.xfa for option in item.options])
            continue
        for row, entry in enumerate(answer.rows):
            for column in item.columns:
                paths, ticks = column.xfa[row : row + 1], [option.xfa[row : row + 1] for option in column.options]
                if column.number in entry:
                    yield from _box(table, column, entry[column.number], paths, ticks)


def _box(
    table: FormTable, item: Item, answer: Answer, paths: Sequence[str], ticks: Sequence[Sequence[str]]
) -> Iterator[tuple[str, str]]:
    for option, pairs in zip(item.options, ticks, strict=True):
        if option.key in answer.chosen:
            yield from ((path, value) for path, _equals, value in (pair.rpartition("=") for pair in pairs))
    text = _stored(table, item, answer) if paths else ""
    if text and len(paths) == 1:
        yield paths[0], text
    elif text and item.fits:
        yield from ((path, line) for path, line in zip(paths, printed_lines(text, item.fits.columns), strict=False) if line)


def _stored(table: FormTable, item: Item, answer: Answer) -> str:
    """What the form keeps for an answer; empty where it cannot or should not have it."""
    if item.pick:
        return table.lists[item.pick].get(answer.text, "")
    if item.form in ("date", "month"):
        return answer.text if _DAY.fullmatch(answer.text) else ""
    if answer.state in _ABSENCES:
        return answer.text if table.xfa and table.xfa.absences else ""
    return answer.text


def _element(parent: ElementTree.Element, path: str) -> ElementTree.Element:
    """The element at a path, made with all before it where it is not there: the form knows its fields by name and place."""
    for step in path.split("/"):
        match = _STEP.fullmatch(step)
        if match is None:
            raise ValueError(path)
        name, place = match[1], int(match[2] or 0)
        while len(parent.findall(name)) <= place:
            ElementTree.SubElement(parent, name)
        parent = parent.findall(name)[place]
    return parent


def _read_back(table: FormTable, meant: Sequence[tuple[str, str]], out: Path) -> None:
    try:
        form = ElementTree.parse(out).getroot()[0][0]
        wrong = [path for path, value in meant if _element(form, path).text != value]
    except ElementTree.ParseError:
        wrong = [path for path, _value in meant]
    if wrong:
        message = _("The data file of {form} is not what was meant: {paths}.").format(form=table.form, paths=listed(wrong[:5]))
        raise FormError(message, remedy=_("Please report it."), place=Place(form=table.form))
