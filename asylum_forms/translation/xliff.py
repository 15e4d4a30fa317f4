"""XLIFF 2.1 files: one document in one language pair, for the programs of translators, and read back.

Words, states and notes stand where XLIFF has them (`source`, `target`, `state`, `note`). What XLIFF has no place for (page,
paragraph, who confirmed) stands in its Metadata module, which other programs must keep. Whatever another program adds and we do
not know is kept when the file is written again.

translate-toolkit reads and writes XLIFF 2 too. It is not used: its licence (GPL) is not ours, it puts notes where the standard
does not allow them, and it knows no metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from asylum_forms.i18n import _
from asylum_forms.translation.meta import allowed, from_meta, pack, to_meta, unpack
from asylum_forms.translation.units import Document, Origin, State, Unit, settle
from asylum_forms.translation.xmlfile import broken, parse
from asylum_forms.translation.xmlfile import write as save

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
"""Namespace of XLIFF 2.0 and 2.1."""
META = "urn:oasis:names:tc:xliff:metadata:2.0"
OURS = "asylum-forms"
"""Category of our groups of metadata and of our notes."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def file_name(document: Document) -> str:
    """`judgment.zh-Hans-en.xlf`: id of the document, source and target language."""
    id = re.sub(r"[^\w-]", "_", document.id)
    return f"{id}.{tag(document.source_language)}-{tag(document.target_language)}.xlf"


def tag(language: str) -> str:
    """A language of the record (`zh_Hans`) as BCP 47 has it (`zh-Hans`)."""
    return language.replace("_", "-")


def write(document: Document, file: Path) -> None:
    """Write the document; a file that is there is brought up to date and keeps what others have put into it.

    The last good file stays until the new one is whole. Readable by its owner only. Raises OSError, and EvidenceError when the
    file that is there is no XLIFF 2.
    """
    root = _parse(file) if file.exists() else _skeleton()
    _update(root, document)
    save(root, file)


def read(file: Path) -> Document:
    """The document in a file of ours, with what other programs changed in it.

    Another program's words are a human's; a state `final` that nobody here confirmed is `reviewed`. Raises EvidenceError when the
    file cannot be read, OSError.
    """
    root = _parse(file)
    top = _only_file(root, file)
    about = _metadata(top)
    units = tuple(_read_unit(element, file) for element in top.iter(_x("unit")))
    ids = [unit.id for unit in units]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise broken(file, _("the unit {id} is in it twice.").format(id=twice[0]))
    return Document(
        id=unpack(about.get("document", "")) or top.get("id", ""),
        source_language=unpack(about.get("source", "")) or root.get("srcLang", "").replace("-", "_"),
        target_language=unpack(about.get("target", "")) or root.get("trgLang", "").replace("-", "_"),
        units=units,
        original=unpack(about.get("original", "")) if about else top.get("original", ""),
        original_hash=unpack(about.get("sha256", "")),
        partly=tuple(int(number) for number in about.get("partly", "").split() if number.isdecimal()),
    )


def _skeleton() -> etree._Element:
    root = etree.Element(_x("xliff"), nsmap={None: XLIFF, "mda": META}, version="2.1")
    etree.SubElement(root, _x("file"), id="f1")
    return root


def _update(root: etree._Element, document: Document) -> None:
    root.set("srcLang", tag(document.source_language))
    root.set("trgLang", tag(document.target_language))
    top = root.find(_x("file"))
    assert top is not None
    top.set("canResegment", "no")
    top.set(_SPACE, "preserve")
    about = {
        "document": document.id,
        "source": document.source_language,
        "target": document.target_language,
        "original": document.original,
        "sha256": document.original_hash,
        "partly": " ".join(map(str, document.partly)),
    }
    top.set("original", "".join(filter(allowed, document.original or document.id)))
    _set_metadata(top, {key: pack(value) for key, value in about.items()})
    there = {element.get("id"): element for element in top.iter(_x("unit"))}
    parents = {id: element.getparent() for id, element in there.items()}
    wanted = [unit.id for unit in document.units]
    for id in set(there) - set(wanted):
        parents[id].remove(there[id])
    inside = [there[id] for id in wanted if id in there]
    grouped = any(element.getparent() is not top for element in inside)
    for unit in document.units:
        element = there.get(unit.id)
        if element is None:
            element = etree.SubElement(top, _x("unit"), id=unit.id)
        elif not grouped:
            top.append(element)  # moves it: the order of units is the document's
        _write_unit(element, unit)
    _indent(root)


def _write_unit(element: etree._Element, unit: Unit) -> None:
    if not len(element) or _read_raw(element) != (unit.source, unit.target, unit.state.value):
        _write_words(element, unit)
    _set_metadata(element, to_meta(unit))
    _set_notes(element, unit)


def _write_words(element: etree._Element, unit: Unit) -> None:
    for old in [child for child in element if child.tag in (_x("segment"), _x("ignorable"))]:
        element.remove(old)
    segment = etree.SubElement(element, _x("segment"), state=unit.state.value)
    _put_text(etree.SubElement(segment, _x("source")), unit.source)
    if unit.target or unit.state is not State.INITIAL:
        _put_text(etree.SubElement(segment, _x("target")), unit.target)


def _set_notes(element: etree._Element, unit: Unit) -> None:
    """People's notes, and one that tells in words where the unit stands, for programs that show notes only."""
    notes = element.find(_x("notes"))
    if notes is None:
        notes = etree.Element(_x("notes"))
        first = next(i for i, child in enumerate(element) if child.tag in (_x("segment"), _x("ignorable"), _x("originalData")))
        element.insert(first, notes)
    for misplaced in element.findall(f"{_x('segment')}/{_x('notes')}"):
        misplaced.getparent().remove(misplaced)
    for old in [note for note in notes if note.get("category") == OURS or not note.attrib or _text(note) not in unit.notes]:
        notes.remove(old)
    there = [_text(note) for note in element.iter(_x("note"))]
    for text in unit.notes:
        if text not in there:
            _put_text(etree.SubElement(notes, _x("note")), text, invalid="\N{REPLACEMENT CHARACTER}")
    place = etree.SubElement(notes, _x("note"), category=OURS)
    steps = [f"{name} {number}" for name, number in (("page", unit.page), ("paragraph", unit.paragraph)) if number]
    doubt = f"; doubtful reading, compare the original: {', '.join(unit.doubtful)}" if unit.doubtful else ""
    place.text = "".join(filter(allowed, ": ".join(filter(None, (", ".join(steps), unit.kind))) + doubt))


def _read_unit(element: etree._Element, file: Path) -> Unit:
    id = element.get("id", "")
    if not id or not _segments(element):
        raise broken(file, _("a unit in it has no id or no segment."))
    source, target, state = _read_raw(element)
    meta = _metadata(element)
    # Anywhere in the unit: translate-toolkit puts notes into segments.
    notes = dict.fromkeys(_text(note) for note in element.iter(_x("note")) if note.get("category") != OURS)
    states = {member.value: member for member in State}
    unit = replace(from_meta(id, source, meta), target=target, state=states.get(state, State.INITIAL), notes=tuple(notes))
    return settle(unit if meta.get("written") == unit.digest else _changed(unit))


def _changed(unit: Unit) -> Unit:
    """A unit whose words another program changed: they are a human's, and read. A target that is but a copy of the source is
    what some programs begin with."""
    if not unit.target or unit.target == unit.source:
        return replace(unit, origin=Origin.NONE, engine="", state=State.INITIAL)
    state = unit.state if unit.state is State.FINAL else State.REVIEWED
    return replace(unit, origin=Origin.HUMAN, engine="", state=state)


def _read_raw(element: etree._Element) -> tuple[str, str, str]:
    """Source, target and state of a unit; of several segments (another program may have cut it) the words in order and the least
    advanced state."""
    parts = _segments(element)
    source = "".join(_text(part.find(_x("source"))) for part in parts)
    targets = sorted(((_order(part, number), part) for number, part in enumerate(parts)), key=lambda pair: pair[0])
    target = "".join(_text(_target(part)) for _number, part in targets)
    order = [member.value for member in State]
    states = [part.get("state", "initial") for part in parts if part.tag == _x("segment")] or ["initial"]
    return source, target, min(states, key=lambda state: order.index(state) if state in order else -1)


def _target(part: etree._Element) -> etree._Element | None:
    """The target; of what is not translatable (the space between sentences) the source, where there is no target."""
    target = part.find(_x("target"))
    translated = any(other.find(_x("target")) is not None for other in part.getparent().findall(_x("segment")))
    return part.find(_x("source")) if target is None and translated and part.tag == _x("ignorable") else target


def _segments(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if child.tag in (_x("segment"), _x("ignorable"))]


def _order(part: etree._Element, number: int) -> int:
    target = part.find(_x("target"))
    order = target.get("order", "") if target is not None else ""
    return int(order) if order.isdecimal() else number + 1


def _text(element: etree._Element | None) -> str:
    """The words of a source, target or note. Marks are passed through, codes of other programs give what they stand for."""
    return "" if element is None else "".join(_inline(element))


def _inline(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _x("cp"):
            yield chr(int(child.get("hex", "FFFD"), 16))
        elif child.tag in (_x("ph"), _x("sc"), _x("ec")):
            yield child.get("equiv", "")
        elif isinstance(child.tag, str):
            yield from _inline(child)
        yield child.tail or ""


def _put_text(element: etree._Element, text: str, invalid: str = "") -> None:
    """Text; characters that XML cannot hold as `cp` elements, or as `invalid` where those are not allowed."""
    last: etree._Element | None = None
    run = ""
    for char in [*text, None]:
        if char is not None and allowed(char):
            run += char
            continue
        if char is not None and invalid:
            run += invalid
            continue
        if last is None:
            element.text = run or None
        else:
            last.tail = run
        if char is not None:
            last, run = etree.SubElement(element, _x("cp"), hex=f"{ord(char):04X}"), ""


def _metadata(element: etree._Element) -> dict[str, str]:
    group = _our_group(element)
    return {} if group is None else {meta.get("type", ""): meta.text or "" for meta in group.findall(_m("meta"))}


def _our_group(element: etree._Element) -> etree._Element | None:
    return element.find(f"{_m('metadata')}/{_m('metaGroup')}[@category='{OURS}']")


def _set_metadata(element: etree._Element, values: dict[str, str]) -> None:
    """Our group of metadata with these values; groups of others stay."""
    metadata = element.find(_m("metadata"))
    if metadata is None:
        metadata = etree.Element(_m("metadata"))
        element.insert(0, metadata)
    group = _our_group(element)
    if group is None:
        group = etree.SubElement(metadata, _m("metaGroup"), category=OURS)
    for meta in list(group):
        group.remove(meta)
    for key, value in values.items():
        if value:
            etree.SubElement(group, _m("meta"), type=key).text = value


def _parse(file: Path) -> etree._Element:
    root = parse(file)
    if root.tag != _x("xliff"):
        raise broken(file, _("it is not XLIFF 2. Save it as XLIFF 2.0 or 2.1."))
    return root


def _only_file(root: etree._Element, file: Path) -> etree._Element:
    files: Sequence[etree._Element] = root.findall(_x("file"))
    if len(files) != 1:
        raise broken(file, _("it must hold one document, and holds {count}.").format(count=len(files)))
    return files[0]


def _indent(root: etree._Element) -> None:
    """Line breaks between elements, never inside words: one line for each unit's part, so that differences can be read."""
    ours = [*map(_x, ("xliff", "file", "group", "unit", "notes", "segment", "ignorable")), _m("metadata"), _m("metaGroup")]
    for element in root.iter(*ours):
        depth = len(list(element.iterancestors()))
        children = list(element)
        if children:
            element.text = "\n" + "  " * (depth + 1)
        for child in children:
            child.tail = "\n" + "  " * (depth + (child is not children[-1]))


def _x(name: str) -> str:
    return f"{{{XLIFF}}}{name}"


def _m(name: str) -> str:
    return f"{{{META}}}{name}"
