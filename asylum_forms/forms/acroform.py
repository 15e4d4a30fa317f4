"""Filling the official fillable PDF: one copy that can still be edited, one flat copy for the filing."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from asylum_forms.errors import FormError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms import fields as form_fields
from asylum_forms.forms import readback
from asylum_forms.forms.answers import Laid
from asylum_forms.forms.appearance import Box, DoesNotFit, Typesetter
from asylum_forms.forms.boxes import Boxes, Entry, boxes_of, copied
from asylum_forms.forms.fields import Field, fields_of, resolved
from asylum_forms.forms.fonts import MissingCharacters, describe
from asylum_forms.forms.measure import printed_lines
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, listed
from asylum_forms.pdf import letters
from asylum_forms.pdf.opening import CannotOpen, open_plain
from asylum_forms.pdf.save import save

_NOT_SEEN, _PRINTED = 0b100010, 0b100
"""Bits of an annotation's flags: hidden or not on screen; printed."""
_SCRIPTED = ("/AA", "/A", "/OpenAction")
_SIZE = re.compile(r"([-+.0-9]+)\s+Tf")
_COLOUR = re.compile(r"((?:[-+.0-9]+\s+){1,4}(?:g|rg|k))(?=\s|$)")


@dataclass(frozen=True)
class Filled:
    """A filled form."""

    pages: int
    """Of the flat copy."""
    signs: tuple[tuple[str, int], ...]
    """(who signs what, 1-based page of the flat copy), in page order."""
    values: Mapping[str, str]
    """What each field of the editable copy holds, read back: text, or the state of a box (`Off` when not ticked)."""


def fill(laid: Laid, official: Path, live: Path, flat: Path, *, language: str = "") -> Filled:
    """Fill the official PDF from laid-out answers.

    `official` is the unchanged PDF that `store.find` gave. `live` is written with all fields still fillable, `flat` with the
    answers drawn into the pages. `language` is the BCP 47 tag of names in their own script, which decides how shared ideographs
    look. Both files are read back with another library. Same input, same bytes.

    Raises FormError, with a finding for every item concerned, when a character has no font, a text does not fit its box, the
    table names a field that the PDF lacks, or what was written is not what was meant; ToolError when a font package is missing.
    """
    table = laid.answers.table
    boxes = boxes_of(laid)
    source = _opened(official, table)
    writer = PdfWriter(clone_from=source)
    _remove_scripts(writer)
    _copy_sheets(writer, source, table, boxes)
    fields = fields_of(writer)
    _check_names(fields, table, boxes)
    _tick(fields, boxes)
    _write_texts(writer, fields, table, boxes, language)
    _write_live(writer, live)
    _write_flat(live, flat)
    values = readback.check(table, boxes, live, flat)
    pages = {signature.field: widget.page for signature in boxes.signatures for widget in fields[signature.field].widgets}
    signs = sorted({(pages[signature.field] + 1, signature.who) for signature in boxes.signatures})
    return Filled(len(writer.pages), tuple((who, page) for page, who in signs), values)


def _opened(official: Path, table: FormTable) -> PdfReader:
    try:
        return open_plain(official)
    except CannotOpen as problem:
        message = _("The official PDF of {form} cannot be opened.").format(form=table.form)
        remedy = _("Add it again: asylum-forms forms add FILE. You can get it from {source}.").format(source=_(table.source))
        raise FormError(message, remedy=remedy, place=Place(file=str(official), form=table.form)) from problem


def _remove_scripts(writer: PdfWriter) -> None:
    """Remove what would fight the answers or act on its own: XFA, which Acrobat shows instead of the fields, rights, scripts."""
    root = writer.root_object
    for key in ("/Perms", "/OpenAction", "/AA", "/Metadata", "/Extensions"):
        root.pop(key, None)
    names = resolved(root.get("/Names"))
    if names is not None:
        names.pop("/JavaScript", None)
        if not names:
            del root["/Names"]
    form = _form(writer)
    for key in ("/XFA", "/NeedAppearances", "/SigFlags", "/CO"):
        form.pop(key, None)
    for page in writer.pages:
        page.pop("/AA", None)
    for entry in fields_of(writer).values():
        for node in [entry.node, *(widget.annotation for widget in entry.widgets)]:
            for key in _SCRIPTED:
                node.pop(key, None)


def _form(writer: PdfWriter) -> DictionaryObject:
    form: DictionaryObject = resolved(writer.root_object["/AcroForm"])
    return form


def _copy_sheets(writer: PdfWriter, source: PdfReader, table: FormTable, boxes: Boxes) -> None:
    """Insert the further copies of continuation sheets behind the form's own page, last sheet first so that page numbers hold."""
    nodes: dict[tuple[int, int], DictionaryObject] = {}
    ours = [sheet for sheet in table.sheets.values() if sheet.page]
    for sheet in sorted(ours, key=lambda sheet: -sheet.page):
        original = resolved(writer.pages[sheet.page - 1]["/Annots"])
        for copy in range(2, boxes.copies[sheet.name] + 1):
            # pypdf copies a page only from another document; what the page refers to is shared with the original all the same.
            excluded = ("/Annots", "/StructParents", "/B", "/AA")
            page = writer.insert_page(source.pages[sheet.page - 1], sheet.page + copy - 2, excluded)
            widgets = [_copy_node(writer, reference, copy, nodes) for reference in original]
            for widget in widgets:
                widget[NameObject("/P")] = page.indirect_reference
            page[NameObject("/Annots")] = ArrayObject(widget.indirect_reference for widget in widgets)


def _copy_node(writer: PdfWriter, reference: Any, copy: int, nodes: dict[tuple[int, int], DictionaryObject]) -> DictionaryObject:
    """A copy of a field or widget and of all above it; what stands beside it is not copied."""
    key = (copy, reference.idnum)
    if key in nodes:
        return nodes[key]
    original = reference.get_object()
    node = DictionaryObject(
        {name: original.raw_get(name) for name in original if name not in ("/Kids", "/Parent", "/StructParent")}
    )
    nodes[key] = node
    writer._add_object(node)
    if "/Parent" in original:
        parent = _copy_node(writer, original.raw_get("/Parent"), copy, nodes)
        node[NameObject("/Parent")] = parent.indirect_reference
        parent.setdefault(NameObject("/Kids"), ArrayObject()).append(node.indirect_reference)
    elif "/T" in original:
        node[NameObject("/T")] = TextStringObject(copied(str(original["/T"]), copy))
        resolved(_form(writer)["/Fields"]).append(node.indirect_reference)
    return node


def _check_names(fields: Mapping[str, Field], table: FormTable, boxes: Boxes) -> None:
    """The table may name only what the PDF has. The fingerprint has been compared, so a difference is a fault of the table."""
    named = [(entry.item, entry.field) for entry in boxes.entries] + [(tick.item, tick.field) for tick in boxes.ticks]
    named += [("", signature.field) for signature in boxes.signatures]
    wrong = [(item, name) for item, name in named if name not in fields or not fields[name].widgets]
    wrong += [
        (tick.item, f"{tick.field}={tick.state}")
        for tick in boxes.ticks
        if (tick.item, tick.field) not in wrong and tick.state not in fields[tick.field].states
    ]
    if wrong:
        message = _("The table of {form} names fields that the official PDF does not have: {names}")
        names = listed(f"{item} {name}".strip() for item, name in wrong)
        remedy = _("This is a fault of the form's table, not of your answers. Please report it.")
        raise FormError(
            message.format(form=table.form, names=names), remedy=remedy, place=Place(file=table.file.name, form=table.form)
        )


def _tick(fields: Mapping[str, Field], boxes: Boxes) -> None:
    """Set every check box and radio button: those to tick to their own state, all others off."""
    chosen = {tick.field: tick.state for tick in boxes.ticks}
    for name, entry in fields.items():
        if entry.kind != "Btn" or entry.flags & form_fields.PUSH_BUTTON:
            continue
        state = chosen.get(name, "Off")
        entry.node[NameObject("/V")] = NameObject(f"/{state}")
        entry.node.pop("/DV", None)
        for widget in entry.widgets:
            own = state if state in form_fields.on_states(widget.annotation) else "Off"
            widget.annotation[NameObject("/AS")] = NameObject(f"/{own}")
        if name in chosen:
            _unlock(entry)


def _write_texts(writer: PdfWriter, fields: Mapping[str, Field], table: FormTable, boxes: Boxes, language: str) -> None:
    typesetter = Typesetter(language)
    drawn: list[tuple[DictionaryObject, Box]] = []
    problems: list[Finding] = []
    for entry in boxes.entries:
        target = fields[entry.field]
        _set_value(target, entry.text)
        for widget in target.widgets:
            widget.annotation.pop("/AP", None)
            if not entry.text.strip():
                continue
            box = _box(target, widget.annotation, writer)
            try:
                _check_limit(target, entry.text)
                typesetter.add(box, _lines(entry.text, box))
                drawn.append((widget.annotation, box))
            except DoesNotFit:
                problems.append(_too_long(table, entry, target))
            except MissingCharacters as problem:
                problems.append(_no_font(table, entry, problem.characters))
    if problems:
        raise FormError(problems[0].message, remedy=problems[0].remedy, place=problems[0].place, findings=problems)
    for (annotation, box), appearance in zip(drawn, typesetter.finish(), strict=True):
        stream = StreamObject()
        stream.set_data(appearance.content)
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/FormType"): NumberObject(1),
                NameObject("/BBox"): ArrayObject(
                    [FloatObject(0), FloatObject(0), FloatObject(box.width), FloatObject(box.height)]
                ),
                NameObject("/Resources"): appearance.resources.clone(writer),
            }
        )
        annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(stream.flate_encode())})


def _lines(text: str, box: Box) -> Any:
    """The text broken into lines, for the number of columns that the typesetter asks for."""
    if box.multiline:
        return lambda columns: printed_lines(text, columns)
    single = re.sub(r"[\r\n]+", " ", text)
    return lambda columns: [single]


def _set_value(target: Field, text: str) -> None:
    for key in ("/DV", "/RV"):
        target.node.pop(key, None)
    if text:
        target.node[NameObject("/V")] = TextStringObject(text)
    else:
        target.node.pop("/V", None)
    _unlock(target)


def _unlock(target: Field) -> None:
    """What we wrote is printed and may be corrected: some boxes are locked until a script, which is gone, opens them."""
    for widget in target.widgets:
        widget.annotation[NameObject("/F")] = NumberObject(int(widget.annotation.get("/F", 0)) & ~_NOT_SEEN | _PRINTED)
    if target.flags & form_fields.READ_ONLY:
        target.node[NameObject("/Ff")] = NumberObject(target.flags & ~form_fields.READ_ONLY)


def _check_limit(target: Field, text: str) -> None:
    limit = int(form_fields.inherited(target.node, "/MaxLen", 0))
    if limit and len(text) > limit:
        raise DoesNotFit


def _box(target: Field, annotation: DictionaryObject, writer: PdfWriter) -> Box:
    """The box as the form describes it."""
    left, bottom, right, top = (float(number) for number in resolved(annotation["/Rect"]))
    form = _form(writer)
    style = str(annotation.get("/DA") or form_fields.inherited(target.node, "/DA", form.get("/DA", "")))
    size, colour = _SIZE.search(style), _COLOUR.search(style)
    comb = int(form_fields.inherited(target.node, "/MaxLen", 0)) if target.flags & form_fields.COMB else 0
    width, height = abs(right - left), abs(top - bottom)
    return Box(
        width=width,
        height=height,
        # Size 0 means that the viewer chooses: as large as usual where the box allows it.
        size=(float(size[1]) if size else 0) or min(9.0, max(height - 4, 4)),
        colour=colour[1] if colour else "0 g",
        align=int(resolved(annotation.get("/Q")) or form_fields.inherited(target.node, "/Q", form.get("/Q", 0))),
        multiline=bool(target.flags & form_fields.MULTILINE),
        comb=comb,
        frame=_frame(annotation, width, height),
    )


def _frame(annotation: DictionaryObject, width: float, height: float) -> str:
    """Background and border that the form gives the box: they are part of the appearance that we replace."""
    look = resolved(annotation.get("/MK")) or DictionaryObject()
    parts = []
    if background := _colour(look.get("/BG"), "g", "rg", "k"):
        parts.append(f"q {background} 0 0 {width:.4f} {height:.4f} re f Q")
    if border := _colour(look.get("/BC"), "G", "RG", "K"):
        line = float((resolved(annotation.get("/BS")) or DictionaryObject()).get("/W", 1))
        if line > 0:
            parts.append(f"q {border} {line:g} w {line / 2:g} {line / 2:g} {width - line:.4f} {height - line:.4f} re S Q")
    return "\n".join(parts)


def _colour(value: Any, *operators: str) -> str:
    numbers = [float(number) for number in resolved(value) or ()]
    operator = {1: operators[0], 3: operators[1], 4: operators[2]}.get(len(numbers))
    return " ".join([*(f"{number:g}" for number in numbers), operator]) if operator else ""


def _too_long(table: FormTable, entry: Entry, target: Field) -> Finding:
    limit = int(form_fields.inherited(target.node, "/MaxLen", 0))
    if limit and len(entry.text) > limit:
        message = _("The answer to {item} of {form} has {length} characters; the box takes {limit}.")
        message = message.format(item=entry.item, form=table.form, length=len(entry.text), limit=limit)
    else:
        message = _("The answer to {item} of {form} is too long for its box, even in small type.").format(
            item=entry.item, form=table.form
        )
    return Finding(
        id="form.too-long",
        severity=Severity.BLOCKS,
        message=message,
        remedy=_("Shorten the answer in the record, or abbreviate as is usual for addresses and names of places."),
        place=Place(form=table.form, item=entry.item),
    )


def _no_font(table: FormTable, entry: Entry, characters: Sequence[str]) -> Finding:
    message = _("The answer to {item} of {form} has characters that no font on this computer can show together: {characters}")
    return Finding(
        id="form.no-font",
        severity=Severity.BLOCKS,
        message=message.format(item=entry.item, form=table.form, characters=listed(describe(char) for char in characters)),
        remedy=_("Install fonts: {command}").format(command="sudo apt-get install fonts-noto-core fonts-noto-cjk"),
        place=Place(form=table.form, item=entry.item),
    )


def _write_live(writer: PdfWriter, out: Path) -> None:
    raw = io.BytesIO()
    writer.write(raw)
    raw.seek(0)
    with pikepdf.open(raw) as pdf:
        title = pdf.docinfo.get("/Title") if "/Info" in pdf.trailer else None
        # Without author, program and dates.
        del pdf.trailer["/Info"]
        if title is not None:
            pdf.docinfo["/Title"] = title
        save(pdf, out)


def _write_flat(live: Path, out: Path) -> None:
    """Draw what is printed of the fields into the pages, and remove the fields."""
    with pikepdf.open(live) as pdf:
        pdf.flatten_annotations("print")
        # The tags of the document point to fields that are gone.
        leftovers: list[tuple[Any, str]] = [(page.obj, key) for page in pdf.pages for key in ("/Annots", "/StructParents")]
        leftovers += [(pdf.Root, key) for key in ("/AcroForm", "/StructTreeRoot", "/MarkInfo")]
        for holder, key in leftovers:
            if key in holder:
                del holder[key]
        letters.lend(pdf, alike=True)
        save(pdf, out)
