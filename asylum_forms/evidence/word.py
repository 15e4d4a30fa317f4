"""Word files as evidence: a copy that prints what its author last saw, and fetches nothing.

LibreOffice recomputes fields when it opens a file: a letter dated by a DATE field would bear the day of the build. So such
fields are replaced by the result that was saved with them. The user's file is only read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import docx
from lxml import etree

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import wordpictures
from asylum_forms.evidence.kinds import refused, too_large
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed_letters
from asylum_forms.tools import fontconfig

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FORMULAS = tuple(
    f"{{{space}}}oMath"
    for space in (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    )
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_FROZEN = frozenset(
    {"ASK", "AUTHOR", "COMMENTS", "CREATEDATE", "DATABASE", "DATE", "DDE", "DDEAUTO", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME"}
    | {"FILENAME", "FILESIZE", "FILLIN", "IF", "INCLUDEPICTURE", "INCLUDETEXT", "INFO", "KEYWORDS", "LASTSAVEDBY", "LINK"}
    | {"MERGEFIELD", "NUMCHARS", "NUMWORDS", "PRINTDATE", "QUOTE", "REF", "REVNUM", "SAVEDATE", "STYLEREF", "SUBJECT"}
    | {"TEMPLATE", "TIME", "TITLE", "USERADDRESS", "USERINITIALS", "USERNAME"}
)
"""Fields whose saved result is what the author saw. Left alone: page numbers, contents, links, form fields, formulas."""

_MOST_PARTS = 5000
_MOST_BYTES = 400 << 20
"""Unpacked. Nobody's letter is larger, and a few kilobytes of ZIP can unpack to anything."""


@dataclass
class Cleaned:
    """A Word file, taken apart and cleaned."""

    parts: dict[str, bytes]
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Seen:
    text: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    """Names of their parts."""
    frozen: int = 0
    comments: int = 0
    changes: int = 0
    linked: int = 0
    embedded: int = 0


@dataclass
class _Field:
    """A field while its runs are passed in reading order: instruction, then result."""

    instruction: str = ""
    in_result: bool = False
    marks: list[etree._Element] = field(default_factory=list)
    inside: list[etree._Element] = field(default_factory=list)
    """What stands between begin and separate."""
    shows: bool = False


def clean_docx(file: Path) -> Cleaned:
    """The parts of a Word file as they may be converted, what was done, and what a person must look at.

    Raises EvidenceError for a file that is damaged, asks for parts that are not in it, or has characters that no font can show.
    """
    cleaned = Cleaned(_unpacked(file))
    seen = _Seen()
    for name, content in cleaned.parts.items():
        if name.endswith(".rels"):
            cleaned.parts[name] = _without_outside(_parsed(file, content), seen, name)
        elif name.endswith(".xml"):
            root = _parsed(file, content)
            if isinstance(root.tag, str) and root.tag.startswith((_W, _STRICT_W)):
                cleaned.parts[name] = _as_saved(file, root, seen)
    _check(file, cleaned)
    if any(not wordpictures.is_printed(cleaned.parts[name]) for name in seen.pictures & cleaned.parts.keys()):
        raise _lost(file, _("this Word file has a picture inside that would be lost."))
    if absent := {char for char in fontconfig.missing("".join(seen.text)) if not "\uf000" <= char <= "\uf0ff"}:
        raise unprintable(file, absent)
    _tell(file, seen, cleaned)
    return cleaned


def write_docx(parts: dict[str, bytes], out: Path) -> None:
    """Write the parts of a Word file; the same parts give the same bytes."""
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name], compresslevel=1)  # read once, by LibreOffice


def unprintable(file: Path, characters: set[str]) -> EvidenceError:
    """The error for characters that would be printed as empty boxes."""
    remedy = _(
        "Save it as PDF on a computer that shows them, and name the PDF; or install fonts that have them, such as: {command}"
    )
    return refused(
        file,
        _("no font on this computer can show these characters: {characters}.").format(characters=listed_letters(characters)),
        remedy.format(command="sudo apt-get install fonts-noto-core fonts-noto-extra"),
    )


def _unpacked(file: Path) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            left = _MOST_BYTES
            if len(entries) > _MOST_PARTS or len({entry.filename for entry in entries}) != len(entries):
                raise ValueError("too many parts, or two of one name")
            if sum(entry.file_size for entry in entries) > left:
                raise too_large(file, _MOST_BYTES)
            for entry in entries:
                with archive.open(entry) as opened:  # checks the checksum of what it reads to the end
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise too_large(file, _MOST_BYTES)
                parts[entry.filename] = content
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise _damaged(file) from problem
    return parts


def _parsed(file: Path, content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise _damaged(file) from problem
    if root.getroottree().docinfo.doctype:
        raise _damaged(file)
    return root


def _damaged(file: Path) -> EvidenceError:
    reason = _("this Word file is damaged and cannot be opened.")
    remedy = _("Copy it again from where it came from, or open it in Word, let Word repair it, and save it as PDF.")
    return refused(file, reason, remedy)


def _lost(file: Path, reason: str) -> EvidenceError:
    return refused(file, reason, _("Open it in Word and save it as PDF, and name the PDF instead."))


def _without_outside(root: etree._Element, seen: _Seen, name: str) -> bytes:
    """Relationships without those that lead out of the file, links to click excepted, and those that change nothing on paper.

    `name` is the name of their part.
    """
    for relation in list(root.iter(_RELATIONSHIP)):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        if relation.get("TargetMode") == "External" and kind != "hyperlink":
            seen.linked += kind not in ("attachedTemplate",)
            root.remove(relation)
        elif kind == "stylesWithEffects":  # all styles once more, for Word 2010 alone; LibreOffice would only take them along
            root.remove(relation)
        elif kind == "image":
            seen.pictures.add(wordpictures.place(name, relation.get("Target", "")))
    return _serialised(root)


def _serialised(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _as_saved(file: Path, root: etree._Element, seen: _Seen) -> bytes:
    space = root.tag[: root.tag.index("}") + 1]
    if next(root.iter(f"{space}altChunk"), None) is not None:
        raise _lost(file, _("this Word file has another file inside whose text would be lost."))
    if next(root.iter(*_FORMULAS), None) is not None:  # drawn by a part of LibreOffice that Writer does not bring
        raise _lost(file, _("this Word file has a formula inside that would be lost."))
    seen.text.update(*(element.text or "" for element in root.iter(f"{space}t")))
    seen.comments += sum(1 for _element in root.iter(f"{space}commentReference"))
    seen.changes += sum(1 for _element in root.iter(*(f"{space}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))))
    seen.embedded += sum(1 for _element in root.iter("{urn:schemas-microsoft-com:office:office}OLEObject"))
    seen.frozen += _freeze_simple(root, space) + _freeze_complex(root, space)
    return _serialised(root)


def _freeze_simple(root: etree._Element, space: str) -> int:
    """`<w:fldSimple w:instr="DATE">result</w:fldSimple>` becomes its result."""
    count = 0
    for element in list(root.iter(f"{space}fldSimple")):
        shows = any(text.text for text in element.iter(f"{space}t"))
        if _name(element.get(f"{space}instr", "")) in _FROZEN and shows:
            parent = element.getparent()
            at = parent.index(element)
            for child in reversed(list(element)):
                parent.insert(at, child)
            parent.remove(element)
            count += 1
    return count


def _freeze_complex(root: etree._Element, space: str) -> int:
    """Fields made of runs, begin - instruction - separate - result - end: marks and instruction go, the result stays."""
    count = 0
    open_fields: list[_Field] = []
    for run in list(root.iter(f"{space}r")):
        for element in list(run):
            for opened in open_fields:
                if not opened.in_result and element.tag != f"{space}rPr":
                    opened.inside.append(element)
            if element.tag == f"{space}fldChar":
                kind = element.get(f"{space}fldCharType")
                if kind == "begin":
                    open_fields.append(_Field(marks=[element]))
                elif open_fields:
                    open_fields[-1].marks.append(element)
                    open_fields[-1].in_result = True
                    if kind == "end":
                        count += _frozen(open_fields.pop())
            elif element.tag == f"{space}instrText" and open_fields and not open_fields[-1].in_result:
                open_fields[-1].instruction += element.text or ""
            elif element.tag in (f"{space}t", f"{space}drawing", f"{space}pict"):
                for opened in open_fields:
                    opened.shows = opened.shows or opened.in_result
    return count


def _frozen(done: _Field) -> bool:
    if _name(done.instruction) not in _FROZEN or not done.shows:
        return False
    # A field within the instruction has a result of its own, which nobody saw: it goes too.
    for element in (*done.inside, *done.marks):
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    return True


def _name(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _check(file: Path, cleaned: Cleaned) -> None:
    """Open the result as Word files are opened, so that a damaged one is named here and not by LibreOffice."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in cleaned.parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    try:
        docx.Document(packed)
    except MemoryError:
        raise
    except Exception as problem:  # whatever a library raises on a broken package, the file is at fault
        raise _damaged(file) from problem


def _tell(file: Path, seen: _Seen, cleaned: Cleaned) -> None:
    def attend(name: str, message: str, remedy: str) -> None:
        cleaned.findings.append(Finding(f"evidence.{name}", Severity.ATTEND, message, remedy, Place(file=str(file))))

    if seen.frozen:
        cleaned.notes.append("dates and other fields that Word updates by itself printed as last saved")
    if seen.linked:
        cleaned.notes.append(f"links to outside files not followed: {seen.linked}")
        message = _("{name} shows pictures or text that are not in the file but elsewhere. They are not in the filing.")
        attend("linked", message.format(name=file.name), _("Open it in Word, where they show, save it as PDF, and name the PDF."))
    if seen.comments:
        cleaned.notes.append(f"comments not printed: {seen.comments}")
        message = _("{name} has comments in the margin: {count}. They are not in the filing.")
        attend("comments", message.format(name=file.name, count=seen.comments), _("If they matter, save it as PDF with them."))
    if seen.changes:
        cleaned.notes.append(f"tracked changes printed as such: {seen.changes}")
        message = _("{name} has tracked changes: {count}. They are printed as changes, crossed out and coloured.")
        attend("changes", message.format(name=file.name, count=seen.changes), _("Accept or reject them in Word, or leave them."))
    if seen.embedded:
        cleaned.notes.append(f"embedded objects printed as their picture: {seen.embedded}")
        message = _("{name} has files embedded in it: {count}. Only their pictures are in the filing.")
        attend("embedded", message.format(name=file.name, count=seen.embedded), _("If they matter, list each as evidence."))
