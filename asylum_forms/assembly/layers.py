"""Optional content (layers): what a source PDF hides must stay hidden in the filing."""

from __future__ import annotations

from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, TextStringObject


class Layers:
    """Gathers the layers of all leaves with their default state (ISO 32000-1, 8.11.4)."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.all = ArrayObject()
        self.off = ArrayObject()

    def take(self, reader: PdfReader) -> None:
        """Note the layers of a leaf; call it once per leaf, when its pages have been added."""
        properties = _dictionary(reader.root_object, "/OCProperties")
        state = _dictionary(properties, "/D")
        groups = _references(properties, "/OCGs")
        on, off = _references(state, "/ON"), _references(state, "/OFF")
        hidden = [group for group in groups if group not in on] if state.get("/BaseState") == "/OFF" else off
        self.all.extend(group.clone(self.writer) for group in groups)
        self.off.extend(group.clone(self.writer) for group in hidden if group in groups)

    def write(self) -> None:
        """Put the layers into the filing's catalog, when there are any."""
        if not self.all:
            return
        state = DictionaryObject(
            {NameObject("/Name"): TextStringObject(""), NameObject("/BaseState"): NameObject("/ON"), NameObject("/OFF"): self.off}
        )
        properties = DictionaryObject({NameObject("/OCGs"): self.all, NameObject("/D"): state})
        self.writer.root_object[NameObject("/OCProperties")] = properties


def _dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    value: Any = holder.get(key, NullObject()).get_object()
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _references(holder: DictionaryObject, key: str) -> list[IndirectObject]:
    value: Any = holder.get(key, NullObject()).get_object()
    return [item for item in list.__iter__(value) if isinstance(item, IndirectObject)] if isinstance(value, ArrayObject) else []
