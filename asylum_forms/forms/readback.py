"""Reading a filled form back, with another library than the one that wrote it: what it holds, and what is seen on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from asylum_forms.errors import FormError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.boxes import Boxes
from asylum_forms.forms.fonts import needs_shaping
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _

_PUSH_BUTTON = 1 << 16
_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_PLACED = re.compile(r"\bq\s+([-.0-9]+) 0 0 ([-.0-9]+) ([-.0-9]+) ([-.0-9]+) cm\s+(/Fxo\d+) Do\s+Q\b")
"""How qpdf draws what was an annotation."""
_NEAR = 0.1


@dataclass(frozen=True)
class _Shown:
    """A widget as a reader finds it."""

    field: str
    kind: str
    value: str
    state: str
    page: int
    annotation: Any


def check(table: FormTable, boxes: Boxes, live: Path, flat: Path) -> dict[str, str]:
    """Compare both files with what was to be written, box by box, and return the value of each field.

    Every text must be the field's value and also be what the glyphs in the box say; every box that was not to be ticked must be
    off; the flat file must show the same in the same places and hold nothing that can be edited. Raises FormError with all
    differences.
    """
    with pikepdf.open(live) as editable, pikepdf.open(flat) as final:
        shown = list(_widgets(editable))
        problems = [
            *_leftovers(editable, table),
            *_texts(shown, boxes, table),
            *_ticks(shown, boxes, table),
            *_flat(editable, final, shown, boxes, table),
        ]
        values = {widget.field: widget.value for widget in shown}
    if problems:
        message = _("The filled form {form} is not what it should be: {first}").format(form=table.form, first=problems[0].message)
        remedy = _("Nothing was filed. Please report this fault with the form's edition, without any personal data.")
        raise FormError(message, remedy=remedy, place=problems[0].place, findings=problems)
    return values


def _widgets(pdf: pikepdf.Pdf) -> Iterator[_Shown]:
    for page_number, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/Subtype") == "/Widget":
                value = _inherited(annotation, "/V")
                yield _Shown(
                    field=_name(annotation),
                    kind=str(_inherited(annotation, "/FT")),
                    value=str(value).removeprefix("/")
                    if isinstance(value, pikepdf.Name)
                    else ""
                    if value is None
                    else str(value),
                    state=str(annotation.get("/AS", "")).removeprefix("/"),
                    page=page_number,
                    annotation=annotation,
                )


def _name(annotation: Any) -> str:
    parts = []
    node = annotation
    while node is not None:
        if "/T" in node:
            parts.append(str(node["/T"]))
        node = node.get("/Parent")
    return ".".join(reversed(parts))


def _inherited(annotation: Any, key: str) -> Any:
    node = annotation
    while node is not None:
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _leftovers(pdf: pikepdf.Pdf, table: FormTable) -> Iterator[Finding]:
    """Nothing may act on its own or show other data than the fields."""
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    found = [key for key in ("/XFA", "/NeedAppearances", "/CO") if key in form]
    found += [key for key in ("/Perms", "/OpenAction", "/AA") if key in pdf.Root]
    found += ["/Encrypt"] if pdf.is_encrypted else []
    found += ["/JavaScript"] if any(_is_script(thing) for thing in pdf.objects) else []
    for key in found:
        yield _difference(table, "", _("{key} was not removed.").format(key=key))


def _is_script(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and ("/JS" in thing or thing.get("/S") == "/JavaScript")


def _texts(shown: list[_Shown], boxes: Boxes, table: FormTable) -> Iterator[Finding]:
    by_name: dict[str, list[_Shown]] = {}
    for widget in shown:
        by_name.setdefault(widget.field, []).append(widget)
    for entry in boxes.entries:
        for widget in by_name.get(entry.field, []):
            if _newlines(widget.value) != _newlines(entry.text):
                yield _difference(table, entry.item, _("The field {field} does not hold the answer.").format(field=entry.field))
            elif not _same(_drawn(_picture(widget.annotation)), entry.text):
                yield _difference(table, entry.item, _("The box {field} does not show the answer.").format(field=entry.field))
        if entry.field not in by_name:
            yield _difference(table, entry.item, _("The field {field} is gone.").format(field=entry.field))
    for signature in boxes.signatures:
        if any(widget.value for widget in by_name.get(signature.field, [])):
            yield _difference(table, "", _("The place to sign {field} is not empty.").format(field=signature.field))


def _ticks(shown: list[_Shown], boxes: Boxes, table: FormTable) -> Iterator[Finding]:
    chosen = {tick.field: tick for tick in boxes.ticks}
    on: set[str] = set()
    for widget in shown:
        if widget.kind != "/Btn" or int(_inherited(widget.annotation, "/Ff") or 0) & _PUSH_BUTTON:
            continue
        tick = chosen.get(widget.field)
        wanted = tick.state if tick else "Off"
        states = widget.annotation.get("/AP", {}).get("/N", {})
        own = wanted if tick and f"/{wanted}" in states else "Off"
        if (widget.value, widget.state) != (wanted, own):
            yield _difference(
                table, tick.item if tick else "", _("The box {field} is not as it should be.").format(field=widget.field)
            )
        if tick and own == wanted:
            on.add(widget.field)
    for name in chosen.keys() - on:
        yield _difference(table, chosen[name].item, _("The box {field} is not ticked.").format(field=name))


def _flat(editable: pikepdf.Pdf, final: pikepdf.Pdf, shown: list[_Shown], boxes: Boxes, table: FormTable) -> Iterator[Finding]:
    """Each box of the editable copy is seen in the same place of the flat one, with the same words or the same mark."""
    if "/AcroForm" in final.Root or any("/Annots" in page.obj for page in final.pages):
        yield _difference(table, "", _("The flat copy can still be edited."))
    if len(final.pages) != len(editable.pages):
        yield _difference(table, "", _("The two copies have different numbers of pages."))
        return
    placed = [_placements(page) for page in final.pages]
    texts = {entry.field: entry for entry in boxes.entries}
    for widget in shown:
        picture = _picture(widget.annotation)
        entry = texts.get(widget.field)
        if picture is None or (entry is None and widget.kind != "/Btn"):
            continue
        here = [found for found, rectangle in placed[widget.page] if _near(rectangle, _rectangle(widget.annotation["/Rect"]))]
        if entry and not any(_same(_drawn(found), entry.text) for found in here):
            yield _difference(
                table, entry.item, _("The flat copy does not show the answer in {field}.").format(field=widget.field)
            )
        if widget.kind == "/Btn" and not any(found.read_bytes() == picture.read_bytes() for found in here):
            yield _difference(table, "", _("The flat copy does not show the box {field}.").format(field=widget.field))


def _placements(page: pikepdf.Page) -> list[tuple[Any, tuple[float, ...]]]:
    """The pictures that were drawn into a page after everything else, and the rectangle that each covers."""
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    content = b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream)).decode("latin-1")
    result: list[tuple[Any, tuple[float, ...]]] = []
    for across, up, left, bottom, name in _PLACED.findall(content):
        picture = page.obj.Resources.XObject[name]
        x0, y0, x1, y1 = _rectangle(picture.BBox)
        a, d, e, f = float(across), float(up), float(left), float(bottom)
        result.append((picture, (a * x0 + e, d * y0 + f, a * x1 + e, d * y1 + f)))
    return result


def _rectangle(array: Any) -> tuple[float, ...]:
    x0, y0, x1, y1 = (float(number) for number in array)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _picture(annotation: Any) -> Any:
    normal = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if isinstance(normal, pikepdf.Dictionary):
        normal = normal.get(str(annotation.get("/AS", "/Off")))
    return normal if isinstance(normal, pikepdf.Stream) else None


def _drawn(picture: Any) -> str:
    """What the glyphs in a box say, by the fonts' own tables from glyph to character. Lines follow without a space."""
    if picture is None:
        return ""
    fonts = picture.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    maps: dict[str, Mapping[int, str]] = {}
    words = []
    current = ""
    for instruction in pikepdf.parse_content_stream(picture):
        operator = str(instruction.operator)
        if operator == "Tf":
            current = str(instruction.operands[0])
            if current not in maps:
                maps[current] = _characters(fonts[current])
        elif operator in ("Tj", "TJ"):
            operand = instruction.operands[0]
            pieces = operand if operator == "TJ" else [operand]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    code = bytes(piece)
                    words += [
                        maps[current].get(int.from_bytes(code[at : at + 2], "big"), "\ufffd") for at in range(0, len(code), 2)
                    ]
    return "".join(words)


def _characters(font: Any) -> dict[int, str]:
    data = font.ToUnicode.read_bytes()
    blocks = re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL)
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for block in blocks
        for code, text in _BFCHAR.findall(block)
    }


def _same(drawn: str, text: str) -> bool:
    """Whether glyphs say a text, apart from spaces and line ends, which drawing may move, and characters without a shape."""
    one, other = _bare(drawn), _bare(text)
    # Shaped text is drawn in the order in which it is seen, not read.
    return sorted(one) == sorted(other) if needs_shaping(text) else one == other


def _bare(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        char for char in composed if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf") and not _selector(char)
    )


def _selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _difference(table: FormTable, item: str, message: str) -> Finding:
    return Finding(id="form.not-as-meant", severity=Severity.BLOCKS, message=message, place=Place(form=table.form, item=item))
