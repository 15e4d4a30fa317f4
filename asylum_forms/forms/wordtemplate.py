"""A Word template opened: docxtpl with its silent repairs turned into errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docxtpl
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import XmlPart
from lxml import etree

from asylum_forms.errors import TemplateError
from asylum_forms.forms import onepage, word
from asylum_forms.forms.paper import set_paper
from asylum_forms.i18n import _
from asylum_forms.pdf.links import INTERNAL

_LOOSE = " | ".join(["//w:t//*", *(f"//w:{name}/text()" for name in ["body", "p", "r", "tbl", "tr", "tc", "hyperlink"])])
"""Elements where only text may stand, and text where only elements may stand: Word and LibreOffice drop both without a word."""

_NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


_patched: dict[str, str] = {}
"""A part of a template to what docxtpl makes of it for Jinja."""


class WordTemplate(docxtpl.DocxTemplate):  # type: ignore[misc]
    """docxtpl's template with its silent repairs turned into errors."""

    source = ""
    """The part last rendered, one paragraph per line, to say where an error is."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        result: str = super().render_xml_part(src_xml, part, context, jinja_env)
        self._look(result)
        return result

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Properties are plain text: title and language of the template stay, the rest is dropped on saving."""

    def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
        """Render each part of notes once. docxtpl does it once per section: text of the record would be run as a template."""
        kinds = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
        for part in [r.target_part for r in self.docx.part.rels.values() if r.reltype in kinds]:
            xml = self.patch_xml(part.blob.decode("utf-8"))
            part._blob = self.render_xml_part(xml, part, context, jinja_env).encode("utf-8")

    def patch_xml(self, src_xml: str) -> str:
        """The same for all papers made from one template."""
        if src_xml not in _patched:
            _patched[src_xml] = super().patch_xml(src_xml)
        return _patched[src_xml]

    def parts_as_templates(self) -> list[str]:
        """The Jinja source of body, headers, footers and notes, for reading without rendering."""
        self.init_docx()
        sources = [self.patch_xml(self.get_xml())]
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            sources += [self.patch_xml(self.get_part_xml(part)) for _key, part in self.get_headers_footers(uri)]
        return [re.sub(r"<w:p([ >])", r"\n<w:p\1", source) for source in sources]

    def relate(self, target: str) -> str:
        """Relationship id, in the part being rendered, of a link to a place inside the filing."""
        part = self.current_rendering_part
        return str(part.relate_to(INTERNAL + target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def finish(self, language: str, title: str, paper: str) -> None:
        """Mark scripts in body, headers, footers and notes, and set the paper, once everything is rendered."""
        parts = [self.docx.part, *(relation.target_part for relation in self.docx.part.rels.values() if not relation.is_external)]
        for part in parts:
            if isinstance(part, XmlPart) and part.partname.startswith(("/word/document", "/word/header", "/word/footer")):
                word.right_to_left(part.element)
                word.drop_empty_tables(part.element)
                onepage.keep_together(part.element)
        word.define_character_styles(self.docx)
        if language:
            word.east_asian(self.docx, language)
        if title:
            self.docx.core_properties.title = title[:255]
        if paper:
            set_paper(self.docx, paper)

    def _look(self, xml: str) -> None:
        try:
            root = etree.fromstring(xml.encode("utf-8"))
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                _("Its tags do not fit together: {reason}").format(reason=error),
                remedy=_(
                    "Look for a loop or condition that begins in one paragraph or table row and ends in another: use {tag}."
                ).format(tag="{%p ... %}, {%tr ... %}"),
            ) from error
        for loose in root.xpath(_LOOSE, namespaces=_NAMES):
            if not isinstance(loose, str):
                raise TemplateError(
                    _("It prints a link or a signature line as if it were text."),
                    remedy=_("Write {right} instead of {wrong}.").format(right="{{r ... }}", wrong="{{ ... }}"),
                )
            if loose.strip():
                raise TemplateError(
                    _("It prints plain text as if it were a link: {text}").format(text=loose.strip()[:60]),
                    remedy=_("Write {right} instead of {wrong}.").format(right="{{ ... }}", wrong="{{r ... }}, {{p ... }}"),
                )


def open_template(template: Path) -> WordTemplate:
    """The template, opened. Raises TemplateError when it is missing or not a Word file."""
    try:
        document = WordTemplate(template)
        document.init_docx()
    except (OSError, OpcError, BadZipFile, KeyError, ValueError, etree.LxmlError) as error:
        raise TemplateError(
            _("The Word template {name} cannot be opened: {reason}").format(name=template.name, reason=error),
            remedy=_("Put the original template back, or save yours again as a Word document (.docx)."),
        ) from error
    return document
