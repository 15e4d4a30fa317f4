"""`asylum-forms doctor`: what is installed, what is missing, how to get it. Looks only; changes nothing and asks no network."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
from collections.abc import Callable
from dataclasses import dataclass

from asylum_forms.errors import AsylumFormsError, ToolError
from asylum_forms.forms import store
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.tools import fontconfig, libreoffice, tesseract


@dataclass(frozen=True)
class Line:
    """One thing examined."""

    name: str
    ok: bool
    needed: bool
    """False for what only some commands use."""
    detail: str
    remedy: str = ""


def examine() -> list[Line]:
    """Everything a build relies on, in the order of importance."""
    lines = [
        Line("Python", True, True, platform.python_version()),
        Line("asylum-forms", True, True, importlib.metadata.version("asylum-forms")),
        _line("LibreOffice Writer", True, libreoffice.version),
    ]
    lines += [
        _line(family, True, lambda family=family: str(fontconfig.font_file(family)[0]))  # type: ignore[misc]
        for family in ("Liberation Serif", "Liberation Mono", "Noto Sans CJK SC", "DejaVu Sans")
    ]
    lines.append(_line(_("Reading of scans (Tesseract)"), False, _tesseract))
    lines.append(_line(_("Jurisdictions"), True, lambda: listed(all_jurisdictions())))
    for jurisdiction in all_jurisdictions().values():
        lines += [_form(read_table(file)) for file in jurisdiction.tables.values()]
    lines.append(_argos())
    return lines


def _line(name: str, needed: bool, look: Callable[[], str]) -> Line:
    try:
        return Line(name, True, needed, look())
    except AsylumFormsError as error:
        return Line(name, False, needed, error.message, error.remedy)


def _tesseract() -> str:
    absent = sorted(set(tesseract.DATA) - tesseract.languages())
    if absent:
        message = _("Tesseract cannot read these languages yet: {languages}.").format(languages=listed(absent))
        raise ToolError(message, remedy=tesseract.install_hint(*absent))
    return tesseract.version()


def _form(table: FormTable) -> Line:
    name = _("Official form {form}, edition {edition}").format(form=_(table.form), edition=table.edition)
    if not table.official:
        return Line(name, True, False, _("printed by us; there is no PDF to fill"))
    if here := store.find(table):
        return Line(name, True, False, str(here))
    remedy = _("Download it from {source} and run: asylum-forms forms add FILE").format(source=_(table.source))
    return Line(name, False, False, _("not added"), remedy)


def _argos() -> Line:
    name = _("Machine translation (Argos Translate)")
    if importlib.util.find_spec("argostranslate") is None:
        return Line(
            name, False, False, _("not installed; human translations work without it"), _("In the source, run make setup.")
        )
    return Line(name, True, False, importlib.metadata.version("argostranslate"))
