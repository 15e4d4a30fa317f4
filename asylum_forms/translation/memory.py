"""Translation memory: confirmed units of a case in a TMX 1.4 file that any translation program reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from asylum_forms.i18n import _
from asylum_forms.translation.meta import pack, unpack
from asylum_forms.translation.segment import base
from asylum_forms.translation.units import Document, Origin, State, Unit
from asylum_forms.translation.xliff import tag
from asylum_forms.translation.xmlfile import broken, parse
from asylum_forms.translation.xmlfile import write as save

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TOOL = {
    "creationtool": "asylum-forms", "creationtoolversion": "1", "segtype": "sentence", "o-tmf": "XLIFF", "adminlang": "en",
    "datatype": "plaintext", "srclang": "*all*",
}  # fmt: skip
_PROPERTIES = ("document", "unit", "translator", "date")


@dataclass(frozen=True)
class Entry:
    """One pair of words that a human confirmed."""

    source_language: str
    target_language: str
    source: str
    target: str
    document: str = ""
    unit: str = ""
    translator: str = ""
    date: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is found by: languages and the words, white space and widths made equal."""
        return base(self.source_language), base(self.target_language), normal(self.source)


def normal(text: str) -> str:
    """A text by which two that say the same are one: NFKC, white space single."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


class Memory:
    """Entries by their source. Later ones are preferred; earlier ones stay."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: list[Entry] = []
        self._found: dict[tuple[str, str, str], list[Entry]] = {}
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> int:
        """Put entries in; those that are in already with the same words count as newer. Returns how many words were new."""
        new = 0
        for entry in entries:
            there = self._found.setdefault(entry.key, [])
            same = [old for old in there if old.target == entry.target]
            new += not same
            for old in same:
                there.remove(old)
                self.entries.remove(old)
            there.append(entry)
            self.entries.append(entry)
        return new

    def find(self, source: str, source_language: str, target_language: str) -> list[Entry]:
        """Everything known for exactly this text, newest first."""
        return self._found.get((base(source_language), base(target_language), normal(source)), [])[::-1]


def confirmed(document: Document) -> Iterator[Entry]:
    """What a document gives to the memory: its final units."""
    for unit in document.units:
        if unit.final and unit.readable:
            yield Entry(document.source_language, document.target_language, unit.source, unit.target, document.id, unit.id,
                        unit.translator, unit.date)  # fmt: skip


def recall(document: Document, memory: Memory) -> Document:
    """The document with words from memory in every unit that has none. A human still has to read them in their place.

    Where the memory knows several translations the newest is taken, and a note names the others.
    """
    return document.with_units(filter(None, (_recalled(unit, document, memory) for unit in document.units)))


def _recalled(unit: Unit, document: Document, memory: Memory) -> Unit | None:
    if unit.target or not unit.readable:
        return None
    found = memory.find(unit.source, document.source_language, document.target_language)
    if not found:
        return None
    best, *others = found
    came = f"{best.document} {best.unit}".strip()
    notes = tuple(_("The memory also has: {words}").format(words=other.target) for other in others)
    new = tuple(note for note in notes if note not in unit.notes)
    return replace(unit, target=best.target, state=State.TRANSLATED, origin=Origin.MEMORY, engine=came, notes=unit.notes + new)


def write(memory: Memory, file: Path) -> None:
    """Write the memory as TMX 1.4, readable by its owner only. Raises OSError."""
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(root, "header", _TOOL)
    body = etree.SubElement(root, "body")
    for entry in memory.entries:
        _write_entry(etree.SubElement(body, "tu", srclang=tag(entry.source_language)), entry)
    etree.indent(root)
    save(root, file)


def _write_entry(element: etree._Element, entry: Entry) -> None:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", entry.date):
        element.set("changedate", entry.date.replace("-", "") + "T000000Z")
    for name in _PROPERTIES:
        if value := getattr(entry, name):
            etree.SubElement(element, "prop", type=f"x-{name}").text = pack(value)
    for language, words in ((entry.source_language, entry.source), (entry.target_language, entry.target)):
        variant = etree.SubElement(element, "tuv", {_LANG: tag(language)})
        if pack(words) != words:  # what XML cannot hold, and white space that other programs may change
            etree.SubElement(variant, "prop", type="x-exact").text = pack(words)
        etree.SubElement(variant, "seg").text = "".join(filter(_printable, words))


def read(file: Path) -> Memory:
    """The memory in a TMX file, ours or another program's. Units with more than two languages give every pair.

    Raises EvidenceError when it is no TMX file, OSError.
    """
    root = parse(file)
    if root.tag != "tmx":
        raise broken(file, _("it is not a TMX file."))
    default = root.find("header").get("srclang", "") if root.find("header") is not None else ""
    return Memory(entry for element in root.iter("tu") for entry in _read_entry(element, default))


def _read_entry(element: etree._Element, default: str) -> Iterator[Entry]:
    variants = [(variant.get(_LANG) or variant.get("lang", ""), _words(variant)) for variant in element.findall("tuv")]
    about = {prop.get("type", "")[2:]: unpack(prop.text or "") for prop in element.findall("prop")}
    known = {name: about.get(name, "") for name in _PROPERTIES}
    source = element.get("srclang") or default
    first = next((pair for pair in variants if base(pair[0]) == base(source)), variants[0] if variants else None)
    for language, words in variants:
        if first and (language, words) != first and words and first[1]:
            yield Entry(first[0].replace("-", "_"), language.replace("-", "_"), first[1], words, **known)


def _words(variant: etree._Element) -> str:
    seg = variant.find("seg")
    text = "" if seg is None else "".join(seg.itertext())
    exact = next((unpack(prop.text or "") for prop in variant.findall("prop") if prop.get("type") == "x-exact"), "")
    return exact if exact and "".join(filter(_printable, exact)).split() == text.split() else text


def _printable(char: str) -> bool:
    return pack(char) == char or char in ' \t\n"'
