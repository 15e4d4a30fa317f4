"""Word files after rendering: scripts marked for Word, nobody's traces left, the same bytes every time; and their text."""

from __future__ import annotations

import copy
import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

EAST_ASIAN_FONTS = {
    "zh-CN": "Noto Serif CJK SC",
    "zh-TW": "Noto Serif CJK TC",
    "ja-JP": "Noto Serif CJK JP",
    "ko-KR": "Noto Serif CJK KR",
}
"""Font for each East Asian language of Word. Font and language are both set: LibreOffice chooses the shapes by the language."""

LINK, SIGNATURE = "FilingLink", "SignatureLine"
"""Character styles of what `forms.marks` prints."""

CLOSING = "Closing"
"""Style of the words with which a paper ends, right above the signature."""

_AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap"),
    *("w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr"),
    *("w:sectPr", "w:pPrChange"),
)
_AFTER_RTL = ("w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")
"""What the schema of Word files wants after `w:bidi` and after `w:rtl`."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""All letters written from right to left are among these: Unicode keeps these blocks for them."""

_LONG_AGO = datetime.datetime(2000, 1, 1)
_STYLES_AGAIN = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
"""All styles once more, for Word 2007 and 2010 alone. python-docx puts half a megabyte of them into every document it begins."""
_DROPPED = (RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL)


def east_asian(document: Any, language: str) -> None:
    """Make `language` (`zh-CN`, `zh-TW`, `ja-JP`, `ko-KR`) the one in which the document shows East Asian characters."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        styles.insert(0, defaults)
    properties = _child(_child(defaults, "w:rPrDefault", 0), "w:rPr", 0)
    fonts = _child(properties, "w:rFonts", 0)
    fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
    fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONTS[language])
    _child(properties, "w:lang").set(qn("w:eastAsia"), language)


def define_character_styles(document: Any) -> None:
    """Make sure that the styles of links and signature lines exist: LibreOffice drops a link whose text has no defined style."""
    known = {style.style_id for style in document.styles}
    for name in (LINK, SIGNATURE):
        if name not in known:
            style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            if name == LINK:
                style.font.color.rgb = RGBColor(0x1F, 0x38, 0x64)


def _child(parent: Any, name: str, position: int | None = None) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.insert(len(parent) if position is None else position, found)
    return found


def right_to_left(root: Any) -> None:
    """Mark words in scripts written from right to left (`w:rtl`) and the paragraphs that begin with such a word (`w:bidi`)."""
    if not RIGHT_TO_LEFT.search("".join(root.itertext(qn("w:t")))):
        return
    for run in list(root.iter(qn("w:r"))):
        if any(_strong(c) == "R" for text in run.findall(qn("w:t")) for c in text.text or ""):
            _split(run)
    for paragraph in root.iter(qn("w:p")):
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        if next(filter(None, map(_strong, words)), "") == "R":
            properties = paragraph.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def _strong(character: str) -> str:
    """`L` or `R` for a character with a direction of its own, otherwise empty."""
    return {"L": "L", "R": "R", "AL": "R"}.get(unicodedata.bidirectional(character), "")


def _split(run: Any) -> None:
    """One run for each piece of a run, those from right to left marked."""
    properties = run.find(qn("w:rPr"))
    for child in [c for c in run if c is not properties]:
        for piece, rtl in _pieces(child.text or "") if child.tag == qn("w:t") else [("", False)]:
            part = OxmlElement("w:r")
            if properties is not None:
                part.append(copy.deepcopy(properties))
            if rtl:
                part.get_or_add_rPr().insert_element_before(OxmlElement("w:rtl"), *_AFTER_RTL)
            new = copy.deepcopy(child)
            if child.tag == qn("w:t"):
                new.text = piece
                new.set(qn("xml:space"), "preserve")
            part.append(new)
            run.addprevious(part)
    run.getparent().remove(run)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut where its direction changes. Spaces, digits and signs between two words from right to left belong to them."""
    position = 0
    for match in re.finditer(r"R(?:[^L]*R)?", "".join(_strong(c) or "-" for c in text)):
        if match.start() > position:
            yield text[position : match.start()], False
        yield text[match.start() : match.end()], True
        position = match.end()
    if position < len(text):
        yield text[position:], False


def drop_empty_tables(root: Any) -> None:
    """Take out tables whose every row was left out: Word calls a file with such a table damaged."""
    for table in list(root.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)


def save(document: Any, out: Path) -> None:
    """Write the document without author, dates, application data, path of its own template, and styles that nobody reads: same
    content, same bytes."""
    package = document.part.package
    for name in [name for name, relation in package.rels.items() if relation.reltype in _DROPPED]:
        del package.rels[name]
    for name in [name for name, relation in document.part.rels.items() if relation.reltype == _STYLES_AGAIN]:
        del document.part.rels[name]
    _forget_template(document)
    title, language = document.core_properties.title, document.core_properties.language
    core = document.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title, core.language = title, language
    core.created = core.modified = _LONG_AGO
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(_zipped(package))


def _forget_template(document: Any) -> None:
    """Drop the link to the author's own Word template: it holds a path of their computer."""
    settings = document.settings
    for element in settings.element.findall(qn("w:attachedTemplate")):
        del settings.part.rels[element.get(qn("r:id"))]
        settings.element.remove(element)


class _Entries(dict[str, bytes]):
    """Takes the place of python-docx's zip file: what it would write, by name."""

    def write(self, name: PackURI, content: bytes) -> None:
        self[name.membername] = content


def _zipped(package: Any) -> bytes:
    """The package as a zip file with its entries in a fixed order and without times."""
    for part in package.parts:
        part.before_marshal()
    # The steps of `PackageWriter.write`, which would pack everything a first time only for us to unpack it.
    entries, writer = _Entries(), cast(Any, PackageWriter)
    writer._write_content_types_stream(entries, package.parts)
    writer._write_pkg_rels(entries, package.rels)
    writer._write_parts(entries, package.parts)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name in sorted(entries, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, entries[name])
    return result.getvalue()


def text_of(file: Path) -> str:
    """A Word file as readable text: headings with `#`, numbered paragraphs with their numbers, tables with `|`.

    For differences and review; formatting is left out, words are not.
    """
    return text_in(docx.Document(str(file)))


def text_in(document: docx.document.Document) -> str:
    """The same, of a Word file that is open."""
    lines = [f"[header] {p.text}" for s in document.sections for p in s.header.paragraphs if p.text.strip()]
    lines += _blocks(document)
    lines += [f"[footer] {p.text}" for s in document.sections for p in s.footer.paragraphs if p.text.strip()]
    return "\n".join(lines).strip() + "\n"


def paragraphs_of(file: Path) -> list[str]:
    """The running text of a Word file, paragraph by paragraph as it is read; headings with `#`, tables left out."""
    document = docx.Document(str(file))
    named = [(p.text.strip(), (p.style.name if p.style is not None else "") or "") for p in document.paragraphs]
    return [f"# {text}" if name.startswith("Heading") else text for text, name in named if text]


def rows_of(file: Path) -> list[list[tuple[str, str]]]:
    """The rows of the tables of a Word file, as it is read: in each what stands beside a caption, or below the head of a column.
    Left out are tables in which somebody signs, and those with a single column, which only hold paragraphs together."""
    document = docx.Document(str(file))
    found = []
    for table in (table for table in document.tables if not _is_signed(table)):
        heads: list[str] = []
        for row in table.rows:
            cells = _cells(row)
            if _is_head(row):
                heads = cells
            elif len(cells) > 1:
                found.append(_captioned(heads, cells))
    return found


def _is_signed(table: Table) -> bool:
    return any(style.get(qn("w:val")) == SIGNATURE for style in table._tbl.iter(qn("w:rStyle")))


def _captioned(heads: list[str], cells: list[str]) -> list[tuple[str, str]]:
    if len(heads) == len(cells):
        return list(zip(heads, cells, strict=True))
    paired = len(cells) % 2 == 0
    return list(zip(cells[::2], cells[1::2], strict=True)) if paired else [("", cell) for cell in cells]


def _cells(row: Any) -> list[str]:
    """The words of each cell of a row; one that spans columns comes once."""
    return list({id(cell._tc): cell.text.strip() for cell in row.cells}.values())


def _is_head(row: Any) -> bool:
    """Whether a row is printed anew on each page."""
    return row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None


def repeated(file: Path) -> list[str]:
    """What a Word file prints at the top of every page, and the heads of its tables, which are printed anew on each page."""
    document = docx.Document(str(file))
    headers = [part for section in document.sections for part in (section.header, section.first_page_header)]
    found = [" ".join(paragraph.text for paragraph in header.paragraphs) for header in headers]
    found += [" ".join(_cells(row)) for table in document.tables for row in table.rows if _is_head(row)]
    return [words for words in dict.fromkeys(found) if words.strip()]


_ABOVE = 12
"""Paragraphs before a line to sign on among which the words are that it is signed for."""

_ENOUGH = 110
"""Letters that say what is signed for: fewer are a greeting or the caption of a line."""

_BELOW_A_LINE = ("SignatureBlock", "SignatureSpace", "Block", "BlockRight")
"""Styles of what belongs to the line of somebody who signs above: their name, a place for the date."""

_UP_TO = ("Heading", "Title", "FormBand")
_CAPTION = "FormCaption"
"""Style of the captions of boxes, which nobody signs."""


def is_signed(file: Path) -> bool:
    """Whether somebody signs the Word file (see `forms.marks.Sign`)."""
    return any(
        "/sign/" in relation.target_ref for relation in docx.Document(str(file)).part.rels.values() if relation.is_external
    )


def above_signature(file: Path, who: str) -> list[str]:
    """The words of a Word file above the line on which `who` signs (see `forms.marks.Sign`), up to the heading or list before
    them; a list has the words that lead to it; where several sign below the same words, those. Empty where there is no such
    line."""
    body = docx.Document(str(file))
    relations = {key: relation.target_ref for key, relation in body.part.rels.items() if relation.is_external}
    paragraphs = list(body.element.body.iter(qn("w:p")))
    for number, paragraph in enumerate(paragraphs):
        targets = [relations.get(link.get(qn("r:id")), "") for link in paragraph.iter(qn("w:hyperlink"))]
        if any(target.rpartition("/sign/")[2] == who and "/sign/" in target for target in targets):
            table = _table_of(paragraph)
            near = [one for one in paragraphs[:number] if _table_of(one) in (None, table)]
            return list(reversed(list(_said_before(near))))[-_ABOVE:]
    return []


def _table_of(paragraph: Any) -> Any:
    return next(paragraph.iterancestors(qn("w:tbl")), None)


def _said_before(paragraphs: list[Any]) -> Iterator[str]:
    """Upwards: the nearest paragraphs with words, up to a heading, the list of paragraphs that they close, or a gap once they say
    enough."""
    kind, letters = None, 0
    for element in reversed(paragraphs):
        paragraph = Paragraph(element, None)  # type: ignore[arg-type]
        style = str(element.pPr.pStyle.val) if element.pPr is not None and element.pPr.pStyle is not None else ""
        words = paragraph.text.strip(" _\t\n")
        in_list = style == "ListNumber"
        if kind and not in_list and words.endswith(":"):
            yield paragraph.text.strip()
        if style.startswith(_UP_TO) or (kind is not None and in_list != kind) or (not words and letters > _ENOUGH):
            return
        if words and style != _CAPTION and (letters or style not in _BELOW_A_LINE):
            kind, letters = in_list, letters + len(words)
            yield paragraph.text.strip()


def _blocks(document: Any) -> Iterator[str]:
    numbers: dict[str, int] = {}
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
            yield ""
        elif isinstance(block, Paragraph):
            yield _paragraph(block, numbers)


def _paragraph(paragraph: Paragraph, numbers: dict[str, int]) -> str:
    name = paragraph.style.name if paragraph.style is not None else ""
    text = paragraph.text
    if not text.strip():
        return ""
    if match := re.fullmatch(r"Heading (\d)", name or ""):
        return f"\n{'#' * (1 + int(match[1]))} {text}"
    if name == "Title":
        return f"# {text}"
    if name == "List Number":
        numbers[name] = numbers.get(name, 0) + 1
        return f"{numbers[name]}. {text}"
    return f"- {text}" if name == "List Bullet" else text


def _table(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        seen: list[Any] = []
        for cell in row.cells:
            if not any(cell._tc is known for known in seen):
                seen.append(cell._tc)
                cells.append(" / ".join(line for p in cell.paragraphs for line in p.text.split("\n")))
        yield "| " + " | ".join(cells) + " |"
