"""Plain text files: their encoding, and a Word document that prints them as they are."""

from __future__ import annotations

import codecs
import io
import unicodedata
import zipfile
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph

from asylum_forms.i18n import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks. UTF-32 before UTF-16, whose mark is its beginning."""

_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天"
)
"""The commonest characters of written Chinese: two in five of any running text. Text of another encoding, misread as GB 18030,
is Chinese characters too, but rare ones."""
_PLAUSIBLE = 0.12

_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
"""Those of an empty document that stay. A hundred and fifty others would only have to be read."""
_LARGEST = 20_000_000
"""Bytes. A text of this size would be thousands of pages."""


class UnknownEncoding(Exception):
    """The bytes are no text that we can read for certain. `binary` when they are no text at all."""

    def __init__(self, reason: str, *, binary: bool) -> None:
        super().__init__(reason)
        self.binary = binary


def read_text(file: Path) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    UTF-8 and everything with a byte order mark is certain. Anything else is read as GB 18030, the encoding of Chinese Windows,
    when it decodes without an error and is plausible Chinese. No other encoding is guessed: bytes of Big5, Korean or Western
    text decode as something, and nobody would see the damage. Raises UnknownEncoding, OSError.
    """
    if file.stat().st_size > _LARGEST:
        raise UnknownEncoding(_("the file is far too large for a text."), binary=True)
    content = file.read_bytes()
    text, encoding = _decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\x1a")
    if any(unicodedata.category(char) == "Cc" and char not in "\n\t\f" for char in set(text)):
        raise UnknownEncoding(_("this is a kind of file that is not known here."), binary=True)
    return text, encoding


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                raise UnknownEncoding(_("the text in it is damaged."), binary=False) from None
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\0" in content:
        raise UnknownEncoding(_("this is a kind of file that is not known here."), binary=True)
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    wide = [char for char in text if not char.isascii() and unicodedata.category(char) == "Lo"]
    if wide and sum(char in _COMMON for char in wide) >= _PLAUSIBLE * len(wide):
        return text, "gb18030"
    binary = sum(byte < 32 and byte not in b"\t\n\f\r" for byte in content[:4096]) > 0
    if binary:
        raise UnknownEncoding(_("this is a kind of file that is not known here."), binary=True)
    raise UnknownEncoding(_("the encoding of this text cannot be told for certain."), binary=False)


def to_docx(text: str, paper: str) -> dict[str, bytes]:
    """The parts of a Word document that shows the text as it is: by lines, with spaces and tabs, form feeds as page breaks."""
    document = docx.Document()
    for unused in [style for style in document.styles if style.name not in _STYLES]:
        unused.delete()
    section = document.sections[0]
    section.page_width, section.page_height = (Inches(8.5), Inches(11)) if paper == "Letter" else (Inches(8.27), Inches(11.69))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(11)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = True
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    fonts.set(qn("w:cs"), "DejaVu Sans")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    for number, page in enumerate(text.rstrip("\n").split("\f")):
        for line_number, line in enumerate(page.split("\n")):
            paragraph = document.add_paragraph()
            if number and not line_number:
                paragraph.add_run().add_break(WD_BREAK.PAGE)
            paragraph.add_run(line)
            if _right_to_left(line):
                _turn(paragraph)
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _right_to_left(line: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (Unicode bidirectional algorithm, rule P2)."""
    for char in line:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _turn(paragraph: Paragraph) -> None:
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
