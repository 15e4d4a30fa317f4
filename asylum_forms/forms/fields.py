"""The fields of a fillable PDF: their names, kinds and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

READ_ONLY, MULTILINE, PUSH_BUTTON, COMB = 1, 1 << 12, 1 << 16, 1 << 24
"""Bits of a field's flags, PDF 32000-1, tables 221, 226 and 228."""
_DEEPEST = 64


@dataclass(frozen=True)
class Widget:
    """One place on a page where a field shows."""

    page: int
    """0-based; -1 when it is on none."""
    annotation: DictionaryObject


@dataclass
class Field:
    """One terminal field."""

    name: str
    """Fully qualified."""
    kind: str
    """`Tx`, `Btn`, `Ch` or `Sig`."""
    node: DictionaryObject
    widgets: list[Widget] = field(default_factory=list)

    @property
    def flags(self) -> int:
        """`/Ff`, inherited where it is not the field's own."""
        return int(inherited(self.node, "/Ff", 0))

    @property
    def states(self) -> tuple[str, ...]:
        """On-states of a check box or radio field, sorted, without the slash."""
        return tuple(sorted({state for widget in self.widgets for state in on_states(widget.annotation)}))


def fields_of(pdf: PdfReader | PdfWriter) -> dict[str, Field]:
    """Name to terminal field, in the order of the field tree. Two nodes with one name are one field, as PDF has it."""
    pages = {
        annotation.idnum: number
        for number, page in enumerate(pdf.pages)
        for annotation in _array(page, "/Annots")
        if isinstance(annotation, IndirectObject)
    }
    form = resolved(pdf.root_object.get("/AcroForm"))
    found: dict[str, Field] = {}
    if isinstance(form, DictionaryObject):
        for reference in _array(form, "/Fields"):
            for name, node, widgets in _terminals(reference, "", 0):
                kind = str(inherited(node, "/FT", "")).removeprefix("/")
                entry = found.setdefault(name, Field(name, kind, node))
                for widget in widgets:
                    number = pages.get(widget.idnum, -1) if isinstance(widget, IndirectObject) else -1
                    entry.widgets.append(Widget(number, widget.get_object()))
    return found


def _terminals(reference: Any, above: str, depth: int) -> Iterator[tuple[str, DictionaryObject, list[Any]]]:
    node = reference.get_object()
    if not isinstance(node, DictionaryObject) or depth > _DEEPEST:
        return
    own = node.get("/T")
    name = ".".join(part for part in (above, str(own) if own is not None else "") if part)
    kids = list(_array(node, "/Kids"))
    below = [kid for kid in kids if isinstance(kid.get_object(), DictionaryObject) and "/T" in kid.get_object()]
    if below:
        for kid in below:
            yield from _terminals(kid, name, depth + 1)
    elif kids or "/FT" in node or node.get("/Subtype") == "/Widget":
        yield name, node, kids or [reference]


def inherited(node: DictionaryObject, key: str, default: Any) -> Any:
    """The value of a key that fields take from their parents."""
    step: Any = node
    for _ in range(_DEEPEST):
        if not isinstance(step, DictionaryObject):
            break
        if key in step:
            return step[key]
        step = resolved(step.get("/Parent"))
    return default


def resolved(value: Any) -> Any:
    """The object that a reference leads to; anything else as it is."""
    return value.get_object() if value is not None else None


def on_states(annotation: DictionaryObject) -> tuple[str, ...]:
    """The states of a check box or radio button other than off, without the slash."""
    states = resolved(resolved(annotation.get("/AP", DictionaryObject())).get("/N"))
    # A stream is a dictionary too: its keys are no states.
    if not isinstance(states, DictionaryObject) or hasattr(states, "get_data"):
        return ()
    return tuple(str(key).removeprefix("/") for key in states if key != "/Off")


def _array(node: DictionaryObject, key: str) -> ArrayObject:
    value = resolved(node.get(key))
    return value if isinstance(value, ArrayObject) else ArrayObject()
