"""Who translated and who reads the statement back: never an applicant, better nobody of the family. The same for every office.

What stands behind it in a country, its `values.yaml` says: the sources of `translator_is_another` and `interpreter_is_another`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.helpers import is_applicant, is_relative
from asylum_forms.record.localize import plain
from asylum_forms.record.people import full_name


def helper_findings(filing: Filing, translators: Collection[str]) -> Iterator[Finding]:
    """Findings about the helpers of these ids, who translated, and about the interpreter of one person's statement."""
    interpreter = plain(filing.record.get("statement.interpreter"))
    for number, helper in enumerate(filing.record.rows("helpers")):
        if isinstance(helper, Mapping) and (id_ := plain(helper.get("id"))):
            path = f"helpers.{number}"
            if id_ in translators:
                yield from _translator(filing, helper, path)
            if id_ == interpreter:
                yield from _interpreter(filing, helper, path)


def _translator(filing: Filing, helper: Mapping[str, Any], path: str) -> Iterator[Finding]:
    name, (source, checked) = full_name(helper.get("name")) or plain(helper.get("id")), _source(filing, "translator_is_another")
    if is_applicant(filing.record, helper):
        yield Finding(
            "translation.translator-is-applicant",
            Severity.BLOCKS,
            _("{name} applies in this case and cannot be the translator.").format(name=name),
            _("Let another person check the translation, take responsibility for it and sign the certificate."),
            filing.record.place(f"{path}.name"),
            source=source,
            checked=checked,
        )
    elif is_relative(filing.record, helper):
        yield Finding(
            "translation.translator-is-relative",
            Severity.ATTEND,
            _("The translator {name} is a member of the family.").format(name=name),
            _("If you can, let somebody outside the family translate it."),
            filing.record.place(f"{path}.relation"),
            source=source,
            checked=checked,
        )


def _interpreter(filing: Filing, helper: Mapping[str, Any], path: str) -> Iterator[Finding]:
    source, checked = _source(filing, "interpreter_is_another")
    if is_applicant(filing.record, helper):
        yield Finding(
            "statement.interpreter-is-applicant",
            Severity.BLOCKS,
            _("You yourself are named as the interpreter of your statement."),
            _("Name the person who reads it to you in your language."),
            filing.record.place("statement.interpreter"),
            source=source,
            checked=checked,
        )
    elif is_relative(filing.record, helper):
        yield Finding(
            "statement.interpreter-is-relative",
            Severity.ATTEND,
            _("The interpreter of your statement is a member of your family."),
            _("If you can, choose somebody outside the family; an officer may doubt a relative's interpretation."),
            filing.record.place(f"{path}.relation"),
            source=source,
            checked=checked,
        )


def _source(filing: Filing, name: str) -> tuple[str, str | None]:
    """Where the rule stands, and for `checked` whether nobody has read it there."""
    dated = filing.jurisdiction.values.get(name)
    entry = dated.entry(filing.date) if dated else None
    return (entry.source, None if entry.verified else "") if entry else ("", None)
