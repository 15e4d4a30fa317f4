"""The Jinja environment of our Word templates: what a template may do, and how a value becomes text in Word.

Why so strict: in a plain environment a template can run programs (`cycler.__init__.__globals__`), text with `&` or `<` breaks the
Word file, a missing name prints nothing, and docxtpl silently drops control characters and the words after a lone surrogate.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment, safe_range
from jinja2.utils import Namespace
from markupsafe import Markup

from asylum_forms.errors import TemplateError
from asylum_forms.forms.marks import Link, Runs, Sign
from asylum_forms.forms.word import LINK, SIGNATURE
from asylum_forms.i18n import _

_DATA = (str, int, float, Mapping, list, tuple, LoopContext, Macro, Namespace)
"""Types a template may look into. Everything else (paths, modules, records) is closed: it could lead out of the sandbox."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML forbids, that docxtpl turns into page or paragraph breaks, or that no printer can show."""

_PIECES = re.compile("(\n|\t)")

_UNDERSCORE = {"_": "&#95;"}
"""docxtpl turns `{_{`, `{_%` and their ends into braces after rendering; written as a reference, no underscore can match."""


_compiled: dict[str, Any] = {}
"""Source of a template to its code."""


class Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, narrowed: templates see plain data and call only the functions that the context offers."""

    def __init__(self, offered: Iterable[Callable[..., Any]] = (), finalize: Callable[[Any], Any] | None = None) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=finalize)
        self.globals = {"range": safe_range, "namespace": Namespace}
        for name in ("safe", "xmlattr", "tojson", "urlize", "forceescape", "attr"):
            del self.filters[name]
        self._offered = {id(function) for function in (*offered, *self.globals.values())}

    def compile(self, source: Any, *where: Any, **how: Any) -> Any:
        """The same source gives the same code, whatever is offered: a template is compiled once for all papers made from it."""
        if not isinstance(source, str) or where or how:
            return super().compile(source, *where, **how)
        if source not in _compiled:
            _compiled[source] = super().compile(source)
        return _compiled[source]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Entries of a mapping come before its methods, so that a column may be called `items`."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, _DATA) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        known = id(obj) in self._offered or isinstance(obj, Macro) or isinstance(getattr(obj, "__self__", None), _DATA)
        return known and super().is_safe_callable(obj)


_TIED = re.compile(r"(?<=«) | (?=»)")
"""Spaces inside French quotation marks: no line ends or begins with a mark alone."""


def clean(text: str) -> str:
    """The text with line ends as newlines. Raises TemplateError naming the first character that cannot be printed.

    Newline and tab are kept; so is every other character that Word can hold.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if match := _CONTROL.search(text):
        start, character = match.start(), match.group()
        around = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text[max(0, start - 25) : start + 25])
        raise TemplateError(
            _("The character {code} ({name}) cannot be printed. It stands in: … {around} …").format(
                code=f"U+{ord(character):04X}", name=_name(character), around=around.replace("\n", " ")
            ),
            remedy=_(
                "Find these words in the record and delete the character; it is usually invisible. Typing the line anew helps."
            ),
        )
    return text


def _name(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return _("half of a character")
    return unicodedata.name(character, _("control character"))


def word_text(text: str) -> Markup:
    """The text for the inside of a `w:t` element: escaped, line breaks and tabs as Word's own."""
    marks = {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}
    safe = (marks.get(piece) or escape(piece, _UNDERSCORE) for piece in _PIECES.split(_TIED.sub("\u00a0", clean(text))))
    return Markup("".join(safe))


def word_run(text: str, style: str = "") -> Markup:
    """The text as a whole run."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return Markup(f'<w:r>{properties}<w:t xml:space="preserve">{word_text(text)}</w:t></w:r>')


def printer(relate: Callable[[str], str]) -> Callable[[Any], Any]:
    """The `finalize` function: turns what an expression gives into Word's XML. `relate` gives the relationship id of a target.

    Values that are not words (None, lists, dates without a format, objects) raise TemplateError: they are never printed as Python
    would print them.
    """

    def mark(value: Link | Sign | str) -> str:
        if isinstance(value, str):
            return word_run(value)
        text, style = (value.text, LINK) if isinstance(value, Link) else ("_" * value.width, SIGNATURE)
        return f'<w:hyperlink r:id="{relate(value.target)}">{word_run(text, style)}</w:hyperlink>'

    def show(value: Any) -> Any:
        if isinstance(value, Undefined):
            return value
        if isinstance(value, Markup):
            clean(value)
            return value
        if isinstance(value, str):
            return word_text(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, (Link, Sign)):
            return Markup(mark(value))
        if isinstance(value, Runs):
            return Markup("".join(map(mark, value.pieces)))
        raise TemplateError(
            _("A place in the template prints a value that is not text ({kind}).").format(kind=type(value).__name__),
            remedy=_("Print one answer of it, or use date(...) for a date; print a list with a loop."),
        )

    return show
