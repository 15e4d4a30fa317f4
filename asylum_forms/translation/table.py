"""A document as a Word table, source beside target, to be corrected in Word and read back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile

import docx
from babel import Locale, UnknownLocaleError
from docx.enum.section import WD_ORIENT
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt
from docx.table import _Row as Row
from docx.text.run import Run
from lxml.etree import XMLSyntaxError

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import LANGUAGES, _, language, use
from asylum_forms.translation.meta import allowed
from asylum_forms.translation.units import DESCRIBED, ILLEGIBLE, Document, Origin, State, Unit, edit
from asylum_forms.translation.xliff import tag
from asylum_forms.translation.xmlfile import broken

_WIDTHS = (Mm(20), Mm(107), Mm(107), Mm(23))
_ID = re.compile(r"\s*(\S+)(?:[ \t]+([0-9a-f]{4}[itrf]?))?[ \t]*(?:\n.*)?", re.DOTALL)
"""Id, what the row had when the table was written (`_as_had`), and on lines of their own where the unit stands."""
_ANY_TEXT = (qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"))
_LETTERS: dict[State | None, str] = {state: state.value[0] for state in State}
_FONTS = {"zh": "Noto Serif CJK SC", "zh_Hant": "Noto Serif CJK TC", "ko": "Noto Serif CJK KR"}


@dataclass(frozen=True)
class Taken:
    """A table read back."""

    document: Document
    changed: tuple[str, ...]
    """Ids of units that have new words or a new state."""
    findings: tuple[Finding, ...]
    """Rows that could not be taken, each by name."""


@dataclass(frozen=True)
class _Row:
    id: str
    written: str
    """What it had when the table was written, as `_as_had` says it; empty where somebody wiped it out."""
    source: str
    target: str
    state: str
    number: int
    """1-based, as a person counts the rows of the table without its head."""


def export(document: Document, file: Path, units: Collection[str] | None = None) -> Document:
    """Write the table of these units, or of all; the first column has ids, which must stay as they are.

    Returns the document as it is to be kept: what was read back from an earlier table in the same place is of no use any more.
    Raises OSError.
    """
    word = docx.Document()
    _page(word)
    word.core_properties.title = document.id
    word.core_properties.identifier = _identity(document)
    word.core_properties.author = ""
    intro = _("Correct the words in the column {target}. Leave the first two columns as they are. In the last, write {reviewed} "
              "where you have read a row and it is right.")  # fmt: skip
    paragraph = word.add_paragraph()
    speaks = language()
    _font(paragraph.add_run(intro.format(target=_language(document.target_language), reviewed=State.REVIEWED.value)), speaks)
    table = word.add_table(rows=1, cols=4, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    head = ("", _language(document.source_language), _language(document.target_language), _("State"))
    _fill(table.rows[0], head, (speaks,) * 4, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    languages = (speaks, document.source_language, document.target_language, "en")
    for unit in (unit for unit in document.units if units is None or unit.id in units):
        place = "\n" + _("page {page}").format(page=unit.page) if unit.page else ""
        which = f"{unit.id} {_as_had(unit, unit.target, unit.state)}{place}"
        _fill(table.add_row(), (which, unit.source or _hint(unit), unit.target, unit.state.value), languages)
    word.core_properties.version = _contents(word)
    word.save(str(file))
    file.chmod(0o600)
    return document.with_units(replace(unit, taken="") for unit in document.units if unit.taken.endswith(f" {_name(file)}"))


def untouched(file: Path) -> bool:
    """Whether a table is as we wrote it: nobody has saved it in another program since. What cannot be read is not ours."""
    word = _opened(file)
    return word is not None and word.core_properties.version == _contents(word)


def take_back(document: Document, file: Path, wanted: Collection[str] | None = None, *, name: str = "") -> Taken:
    """The document with what people changed in the table, which should have a row for each of the units `wanted`, or for all.

    A row whose words changed is a human's and `reviewed`; a state is taken as written, but `final` is only for `confirm` to give.
    Corrections that Word tracks count as accepted. The same table may be corrected and read back again: what counts is what
    changed in it since it was written or read back last. Rows that are lost, doubled or unknown, and rows whose unit changed here
    meanwhile to other words, are named and change nothing. `name` is what people call the document, where that is not its id.
    Raises EvidenceError when the file is no such table or of another document.
    """
    word = _opened(file)
    if word is None:
        raise broken(file, _("it is not a Word document."))
    if (known := word.core_properties.identifier) and known != _identity(document):
        raise broken(file, _("it belongs to {other}, not to {document}.").format(other=known, document=_identity(document)))
    rows = list(_rows(word))
    if not rows:
        raise broken(file, _("there is no table of translations in it."))
    whole = {unit.id for unit in document.units}
    return _merge(document, name or document.id, rows, file, whole if wanted is None else set(wanted))


def _merge(document: Document, name: str, rows: list[_Row], file: Path, wanted: set[str]) -> Taken:
    units = {unit.id: unit for unit in document.units}
    by_id: dict[str, list[_Row]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    new: list[Unit] = []
    findings: list[Finding] = []
    for id, found in by_id.items():
        if id not in units:
            words = _("Row {row} has the id {id}, which the document does not have.")
            findings.append(_finding("table.unknown-row", words.format(row=found[0].number, id=id or "–"), file, id))
        elif len({(row.source, row.target, row.state) for row in found}) > 1:
            words = _("The unit {id} is in {count} rows with different words. None of them was taken.")
            findings.append(_finding("table.doubled-row", words.format(id=id, count=len(found)), file, id, units[id].page))
        else:
            unit, notes = _taken(name, units[id], found[0], file)
            findings += notes
            new.append(unit)
    for id in wanted - by_id.keys():
        words = _("The row of the unit {id} is missing: {source}")
        findings.append(
            _finding("table.lost-row", words.format(id=id, source=_short(units[id].source)), file, id, units[id].page)
        )
    order = {unit.id: number for number, unit in enumerate(document.units)}
    findings.sort(key=lambda finding: (order.get(finding.place.field, len(order)), finding.id))
    changed = tuple(unit.id for unit in new if replace(unit, taken="") != replace(units[unit.id], taken=""))
    return Taken(document.with_units(new), changed, tuple(findings))


def _hint(unit: Unit) -> str:
    """What stands in the place of an original without words: what a human is to write beside it. Never part of the original."""
    if unit.kind == ILLEGIBLE:
        return _("(Nothing could be read on this page. Look at the original, and write beside this, in brackets, what it shows.)")
    if unit.kind in DESCRIBED:
        return _("(A stamp or handwriting, not read. Look at the original, and write beside this, in brackets, what it says.)")
    return ""


def _is_hint(text: str, unit: Unit) -> bool:
    """Whether a cell holds only our own hint, in whatever language the table was written."""
    hints = []
    for speaks in LANGUAGES:
        with use(speaks):
            hints.append(_plain(_hint(unit)))
    return not unit.source and _plain(text) in hints


def _taken(name: str, unit: Unit, row: _Row, file: Path) -> tuple[Unit, list[Finding]]:
    """The unit as its row has it, and what to tell about the row."""
    findings = []
    if _plain(row.source) != _plain(unit.source) and not _is_hint(row.source, unit):
        words = _("In the row of the unit {id} the original's words differ. Correct the original's text where it comes from.")
        findings.append(_finding("table.source-changed", words.format(id=unit.id), file, unit.id, unit.page))
    state = next((state for state in State if state.value == row.state.strip().lower()), None)
    if state is None:
        words = _("The unit {id} has the unknown state {state}.").format(id=unit.id, state=row.state.strip() or "–")
        findings.append(_finding("table.unknown-state", words, file, unit.id, unit.page))
    before, _space, where = unit.taken.partition(" ")
    before = before if where == _name(file) else row.written
    differs = _plain(row.target) != _plain(unit.target)
    here = bool(before) and not unit.digest.startswith(before[:4])
    if differs and not (before and replace(unit, target=row.target).digest.startswith(before[:4])):
        if here:
            return unit, [*findings, _conflict(name, unit, row, file)]
        chosen = None if state and before[4:] == _LETTERS[state] else state  # the state stands there as it was written
        return _seen(_edited(unit, row.target, chosen), row, state, file), findings
    if differs:
        return unit, findings
    if state is None or state is unit.state or before[4:] == _LETTERS[state]:
        return _seen(unit, row, state, file), findings
    if state is State.FINAL:
        words = _("The unit {id} is called final in Word. Only a confirmation with a translator's name makes it so.")
        findings.append(_finding("table.final", words.format(id=unit.id), file, unit.id, unit.page))
    return _seen(_stated(unit, state), row, state, file), findings


def _as_had(unit: Unit, target: str, state: State | None) -> str:
    """What a row of the table has of a unit: the beginning of the digest of its words, and a letter for the state."""
    return replace(unit, target=target).digest[:4] + _LETTERS.get(state, "")


def _seen(unit: Unit, row: _Row, state: State | None, file: Path) -> Unit:
    """The unit, in step with its row: the next time this table is read back, what differs from now on was changed since."""
    now = _as_had(unit, row.target if _plain(row.target) != _plain(unit.target) else unit.target, state)
    return replace(unit, taken="" if now == row.written else f"{now} {_name(file)}")


def _name(file: Path) -> str:
    """A table by its place on this computer, without telling it."""
    return hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:8]


def _conflict(name: str, unit: Unit, row: _Row, file: Path) -> Finding:
    words = _("The unit {id} was changed in Word and here, so its row was not taken. In Word: {words} – here: {ours}")
    remedy = _("Have a new table written and put the right words there: asylum-forms review CASE {document} --word")
    found = _finding(
        "table.conflict", words.format(id=unit.id, words=row.target, ours=unit.target or "–"), file, unit.id, unit.page
    )
    return replace(found, remedy=remedy.format(document=name))


def _edited(unit: Unit, target: str, state: State | None) -> Unit:
    if not target.strip():
        return replace(edit(unit, ""), state=State.INITIAL, origin=Origin.NONE)
    return edit(unit, target, state=State.INITIAL if state is State.INITIAL and unit.state is not state else State.REVIEWED)


def _stated(unit: Unit, state: State | None) -> Unit:
    """The unit in the state a reader gave it; there is nothing to review where there are no words."""
    wanted = State.REVIEWED if state is State.FINAL else state or unit.state
    if not unit.target or (unit.final and wanted is State.REVIEWED):
        return unit
    return replace(unit, state=wanted, translator="", date="", confirmed="")


def _finding(id: str, message: str, file: Path, unit: str, page: int = 0) -> Finding:
    return Finding(f"translation.{id}", Severity.ATTEND, message, place=Place(file=file.name, field=unit, page=page))


def _rows(word: docx.document.Document) -> Iterator[_Row]:
    number = 0
    for table in word.tables:
        for row in table._tbl.tr_lst:
            cells = [_cell_text(cell) for cell in row.tc_lst]
            if len(cells) < 3 or not (match := _ID.fullmatch(cells[0])):
                if len(cells) >= 3 and number:
                    number += 1
                    yield _Row("", "", cells[1], cells[2], "", number)
                continue
            number += 1
            yield _Row(match[1], match[2] or "", cells[1], cells[2], cells[3] if len(cells) > 3 else "", number)


def _cell_text(cell: CT_Tc) -> str:
    """The words of a cell: paragraphs as lines, what Word tracks as inserted included, as deleted left out."""
    return "\n".join("".join(_runs(paragraph)) for paragraph in cell.iter(qn("w:p")))


def _runs(paragraph: CT_P) -> Iterator[str]:
    for node in paragraph.iter(*_ANY_TEXT):
        if node.tag == qn("w:t"):
            yield node.text or ""
        elif node.getparent().tag == qn("w:r"):  # not a tab stop of the paragraph's format
            yield "\t" if node.tag == qn("w:tab") else "\n"


def _fill(row: Row, words: Sequence[str], languages: Sequence[str], *, bold: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width, speaks in zip(row.cells, words, _WIDTHS, languages, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(_printable(text))
        run.bold = bold
        run.font.size = Pt(8 if width is _WIDTHS[0] else 10)
        _font(run, speaks)


def _font(run: Run, speaks: str) -> None:
    run.font.name = "Liberation Serif"
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _FONTS.get(speaks) or _FONTS.get(speaks.split("_")[0]) or _FONTS["zh"])
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), tag(speaks) if speaks else "en")
    mark.set(qn("w:eastAsia"), {"ko": "ko-KR"}.get(speaks.split("_")[0], "zh-TW" if speaks == "zh_Hant" else "zh-CN"))
    run._r.get_or_add_rPr().append(mark)


def _page(word: docx.document.Document) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)


def _language(code: str) -> str:
    try:
        return str(Locale.parse(code).get_display_name(language()) or code)
    except (UnknownLocaleError, ValueError):
        return code


def _opened(file: Path) -> docx.document.Document | None:
    """A Word document; None where it is none."""
    try:
        return docx.Document(str(file))
    except (BadZipFile, KeyError, ValueError, OSError, PythonDocxError, OpcError, XMLSyntaxError):
        return None


def _contents(word: docx.document.Document) -> str:
    """A digest of all parts of a Word document but for what it says about itself, which holds this digest."""
    parts = word.part.package.iter_parts()
    told = sorted((str(part.partname), part.blob) for part in parts if part.partname != "/docProps/core.xml")
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _identity(document: Document) -> str:
    return f"{document.id} {tag(document.source_language)}-{tag(document.target_language)}"


def _printable(text: str) -> str:
    """Words without what Word cannot hold; the digest beside them is of the words with it, so nothing is taken for a change."""
    return "".join(char for char in text.replace("\r\n", "\n") if allowed(char) and char != "\r")


def _plain(text: str) -> str:
    """What Word can keep of a text."""
    return _printable(text).strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
