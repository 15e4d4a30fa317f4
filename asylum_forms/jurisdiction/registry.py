"""Finds jurisdictions: every installed package that registers one under the entry-point group, ours by the same door."""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from asylum_forms.errors import AsylumFormsError, JurisdictionError
from asylum_forms.i18n import _, use
from asylum_forms.jurisdiction.contract import Jurisdiction, Procedure

GROUP = "asylum_forms.jurisdictions"


@cache
def all_jurisdictions() -> dict[str, Jurisdiction]:
    """Every jurisdiction installed, by code, in alphabetical order.

    Raises JurisdictionError when a plugin cannot be loaded or two claim one code: a filing must not depend on which of them wins.
    """
    found: dict[str, Jurisdiction] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
        try:
            jurisdiction = entry.load()
        except AsylumFormsError:
            raise
        except Exception as error:
            raise JurisdictionError(
                _("The plugin {name} cannot be loaded: {reason}").format(name=entry.name, reason=_reason(error, entry.value)),
                remedy=_("Update or uninstall the package that brings it."),
            ) from error
        if not isinstance(jurisdiction, Jurisdiction):
            raise JurisdictionError(_("The plugin {name} does not give a jurisdiction.").format(name=entry.name))
        if jurisdiction.code in found and found[jurisdiction.code].folder != jurisdiction.folder:
            raise JurisdictionError(
                _("Two installed plugins claim the jurisdiction {code}.").format(code=jurisdiction.code),
                remedy=_("Uninstall one of them."),
            )
        found[jurisdiction.code] = jurisdiction
    return found


def _reason(error: Exception, entry: str) -> str:
    """What Python says, and the line of the plugin from which it came; the entry point, where it came from none."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError):
        return said  # with its line
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)[1:] if "importlib" not in frame.filename]
    return f"{said} ({frames[-1].filename}, line {frames[-1].lineno})" if frames else f"{said} ({entry})"


def extensions() -> dict[str, Path]:
    """The schema of each jurisdiction's own questions, by code: what `record.load.load` wants."""
    return {code: j.schema for code, j in all_jurisdictions().items() if j.schema}


def procedures() -> list[str]:
    """Everything that can be filed, as the user writes it: `us/affirmative`."""
    return [f"{code}/{procedure}" for code, jurisdiction in all_jurisdictions().items() for procedure in jurisdiction.procedures]


def titles(language: str) -> dict[str, str]:
    """What the parts of all procedures are called in a filing of this language, each with the words as the plugin has them."""
    parts = (part for one in all_jurisdictions().values() for procedure in one.procedures.values() for part in procedure.parts)
    with use(language):
        return {_(title): title for part in parts for title in (part.title, part.anew) if title}


def find_procedure(name: str) -> tuple[Jurisdiction, Procedure]:
    """The jurisdiction and procedure called `us/affirmative` and the like. Raises JurisdictionError naming those there are."""
    code, _slash, procedure = name.partition("/")
    jurisdiction = all_jurisdictions().get(code)
    if jurisdiction and procedure in jurisdiction.procedures:
        return jurisdiction, jurisdiction.procedures[procedure]
    close = difflib.get_close_matches(name, procedures(), n=3, cutoff=0.6)
    raise JurisdictionError(_("There is no procedure {name}.").format(name=name), remedy=choice(close or procedures()))


def choice(names: Iterable[str]) -> str:
    """That one of these procedures is to be chosen, each on a line with its title in the language in force."""
    titles = {name: _(find_procedure(name)[1].title) for name in names}
    return _("Choose one of: {known}").format(known="".join(f"\n    {name}   {title}" for name, title in titles.items()))
