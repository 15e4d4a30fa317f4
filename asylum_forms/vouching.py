"""Whose word makes a translation one that may be filed: a helper of the record, and nobody who applies."""

from __future__ import annotations

from dataclasses import replace

from asylum_forms.errors import ArgumentError, RefusedError
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.helpers import helpers, is_applicant
from asylum_forms.record.people import full_name
from asylum_forms.translation.units import Document, State


def refuse(filing: Filing, translator: str) -> None:
    """Who confirms is a helper of the record, and none of those who apply, by whatever id. Raises RefusedError for anybody
    else, and ArgumentError where nobody is named; both tell who may be."""
    if (refused := _refused(filing, translator)) is None:
        return
    may = [f"{id} ({full_name(one.get('name'))})" for id, one in helpers(filing.record).items() if _refused(filing, id) is None]
    remedy = _("The translator must be a person under helpers, and never the applicant. There are: {known}").format(
        known=listed(may) or "–"
    )
    if not translator:
        raise ArgumentError(_("{name} is missing.").format(name="--translator ID"), remedy=remedy)
    raise RefusedError(refused, remedy=remedy)


def vouched_for(document: Document, filing: Filing) -> Document:
    """The document as this filing may use it: what somebody confirmed whose word does not count is only read, not confirmed.
    The files keep the confirmation."""
    refused = {id for id in document.translators if _refused(filing, id) is not None}
    return document.with_units(
        replace(unit, state=State.REVIEWED, translator="", date="", confirmed="")
        for unit in document.units
        if unit.final and unit.translator in refused
    )


def in_vain(document: Document | None, filing: Filing) -> list[str]:
    """Of each who confirmed a document in vain, why; empty where nobody did."""
    found = [_refused(filing, id) for id in document.translators] if document else []
    return [reason for reason in found if reason is not None]


def _refused(filing: Filing, translator: str) -> str | None:
    """Why a person's word for a translation does not count; None where it does."""
    known = helpers(filing.record)
    if translator not in known:
        return _("{id} is no helper of the record, so nobody can confirm in that name.").format(id=translator)
    if any(is_applicant(filing.for_person(id).record, known[translator]) for id in filing.people()):
        return _("{name} applies in this case and cannot be the translator.").format(
            name=full_name(known[translator].get("name")) or translator
        )
    return None
