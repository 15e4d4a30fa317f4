"""Word templates: rendered in a sandbox from plain data, so that what the applicant wrote comes out exactly as written."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import jinja2
from jinja2.exceptions import SecurityError
from lxml import etree

from asylum_forms.errors import AsylumFormsError, TemplateError
from asylum_forms.forms import word
from asylum_forms.forms.sandbox import Sandbox, printer
from asylum_forms.forms.sheet import form_context
from asylum_forms.forms.word import text_of
from asylum_forms.forms.wordcheck import check_template
from asylum_forms.forms.wordtemplate import WordTemplate, open_template
from asylum_forms.i18n import _

__all__ = ["check_template", "form_context", "render", "text_of", "words_of"]

_MISTAKES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What a wrong expression in a template raises, besides Jinja's own errors."""


def render(template: Path, context: Mapping[str, Any], out: Path) -> None:
    """Render a Word template to `out` (.docx). The same template and context give the same bytes.

    `context` holds text, numbers, marks (`forms.marks`), mappings and lists of these, and functions the template may call. Three
    names are read from it besides: `east_asian`, the language (`zh-TW`) in which East Asian characters are shown,
    `document_title`, the title in the file's properties, and `paper`, the size that its pages are to have (`A4`).

    Raises TemplateError naming the template, the words around the fault and what to do: undefined name, unknown item, something
    that the sandbox forbids, a value that is not text, a character that cannot be printed, a broken file. An error of another
    kind that a function of the context raises (RecordError, say) is left as it is.
    """
    document = _rendered(template, context)
    document.finish(context.get("east_asian", ""), context.get("document_title", ""), context.get("paper", ""))
    word.save(document.docx, out)


def words_of(template: Path, context: Mapping[str, Any]) -> str:
    """The words that a template prints, each paragraph in a line, without making a file of them. Arguments and errors as for
    `render`."""
    return word.text_in(_rendered(template, context).docx)


def _rendered(template: Path, context: Mapping[str, Any]) -> WordTemplate:
    """The template with its tags carried out; see `render`."""
    document = open_template(template)
    environment = Sandbox([value for value in context.values() if callable(value)], printer(document.relate))
    try:
        document.render(dict(context), environment, autoescape=True)
    except AsylumFormsError as error:
        if not isinstance(error, TemplateError):
            raise
        raise _error(template, error, document.source, error.message, error.remedy) from error
    except (jinja2.TemplateError, etree.LxmlError, *_MISTAKES) as error:
        raise _error(template, error, document.source, *_explain(error)) from error
    return document


def _error(template: Path, error: Exception, source: str, message: str, remedy: str) -> TemplateError:
    if line := _line(error, source):
        text = _("The Word template {name}: {message} It stands in: {line}").format(
            name=template.name, message=message, line=line
        )
    else:
        text = _("The Word template {name}: {message}").format(name=template.name, message=message)
    return TemplateError(text, remedy=remedy)


def _line(error: Exception, source: str) -> str:
    """The paragraph of the template in which an error arose, as its author sees it."""
    frames = traceback.extract_tb(error.__traceback__)
    numbers = [frame.lineno for frame in frames if frame.filename == "<template>" and frame.lineno]
    number = error.lineno if isinstance(error, jinja2.TemplateSyntaxError) else numbers[-1] if numbers else 0
    lines = source.split("\n")
    if not 0 < number <= len(lines):
        return ""
    text = unescape(re.sub(r"<[^>]*>", "", lines[number - 1])).strip()
    return text if len(text) <= 160 else text[:159] + "…"


def _explain(error: Exception) -> tuple[str, str]:
    reason = str(error).rstrip(".")
    if isinstance(error, jinja2.UndefinedError):
        return (
            _("It uses a name that does not exist: {reason}.").format(reason=reason),
            _("Correct the name in the template, or print something else there. A missing name is never printed as blank."),
        )
    if isinstance(error, SecurityError):
        return (
            _("It tries something that templates may not do: {reason}.").format(reason=reason),
            _("Print only what the template is given. If you did not write this template, do not use it."),
        )
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (
            _("One of its tags cannot be read: {reason}.").format(reason=reason),
            _("Look for a missing brace or quotation mark, or an {begin} without {end}.").format(
                begin="{% if %}", end="{% endif %}"
            ),
        )
    return (
        _("Something it computes cannot be computed: {reason}.").format(reason=f"{type(error).__name__}: {reason}"),
        _("Correct this place in the template."),
    )
