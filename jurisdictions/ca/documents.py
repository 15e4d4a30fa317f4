"""The documents beside the forms: which of them a filing has, and what their templates print."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Derived
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import paragraphs
from asylum_forms.record.localize import plain, words, words_of
from asylum_forms.record.people import contact, full_name, helper
from asylum_forms.record.values import Absent, PartialDate, Text, Value
from jurisdictions.ca import boc
from jurisdictions.ca.documents_overseas import *  # noqa: F403
from jurisdictions.ca.people import claimants, has_narrative, is_minor, young_children
from jurisdictions.ca.wording import either, name_of, say

__all__ = ["claimants", "has_narrative", "young_children"]

_LINE = "____________________"


def has_missing(filing: Filing) -> bool:
    """Whether there are documents that are missing and explained (rule 11)."""
    return bool(filing.record.rows("missing_evidence"))


def has_representative(filing: Filing) -> bool:
    """Whether somebody represents the claimant, who then has forms of their own to file."""
    return isinstance(filing.record.get("representative"), Mapping)


def serves(filing: Filing) -> bool:
    """Whether a statement of service may be needed (rule 34): unless the Minister is known to take no part."""
    return bool(filing.record.get("ca.minister_takes_part") != "no")


def _none_or_line(filing: Filing, value: Value) -> str:
    """`N/A` where the record says that there is none, else a line to fill in."""
    return either(filing, "N/A", "S.O.") if value in (Absent.NONE, Absent.NOT_APPLICABLE) else _LINE


def _words(filing: Filing, value: Value) -> str:
    """Words for a line of a paper; a line to fill in by hand where there are none."""
    value = value.value if isinstance(value, Derived) else value
    said = say(filing, value) if not isinstance(value, (Mapping, list)) else None
    return said.text if said else _LINE


def common(filing: Filing) -> dict[str, Any]:
    """The head of every paper: whose it is, and the numbers by which the Board and the Department know the person."""
    record = filing.record
    captions = (
        (either(filing, "Claimant", "Demandeur d’asile"), name_of(record.get("applicant.name")) or _LINE),
        (either(filing, "IRB file number", "Numéro de dossier CISR"), _words(filing, record.get("ca.irb_file"))),
        (either(filing, "Client ID (UCI)", "ID client (IUC)"), _words(filing, record.get("ca.client_id"))),
    )
    return {"parties": [(f"{caption}{either(filing, ':', chr(0xA0) + ':')}", value) for caption, value in captions]}


def context_narrative(filing: Filing) -> dict[str, Any]:
    value = filing.record.get("statement.text")
    text = words_of(value, filing.language)[0] if isinstance(value, Text) else ""
    minor = is_minor(filing)
    own = full_name(filing.record.get("applicant.name"))
    return {
        **common(filing),
        "paragraphs": list(paragraphs(text, _("the statement"))),
        "signer": "parent-or-designated-representative" if minor else "applicant",
        "signer_name": plain(filing.record.get("ca.guardian")) if minor else own,
    }


def findings_narrative(filing: Filing) -> list[Finding]:
    """A narrative in another language than English or French needs a translation (rule 32); the forms are in the filing's."""
    value = filing.record.get("statement.text")
    if not isinstance(value, Text) or not words_of(value, filing.language)[1]:
        return []
    return [
        Finding(
            id="ca.narrative-untranslated",
            severity=Severity.BLOCKS,
            message=_("{what} is not in the language of the filing; the original words are printed.").format(
                what=_("the statement")
            ),
            remedy=_("Give the words in that language too, in the record: {{{original}: ..., {language}: ...}}").format(
                original=words_of(value, filing.language)[1], language=filing.language
            ),
            place=filing.record.place("statement.text"),
            rule="RPD Rules, rule 32",
        )
    ]


def context_contact_information(filing: Filing) -> dict[str, Any]:
    record = filing.record
    own = (
        (either(filing, "Name", "Nom"), name_of(record.get("applicant.name")) or _LINE),
        (either(filing, "Address", "Adresse"), _words(filing, boc.home(filing))),
        (either(filing, "Mailing address", "Adresse postale"), _words(filing, boc.mailing(filing))),
        (either(filing, "Telephone", "Téléphone"), _words(filing, record.get("applicant.contact.phone"))),
        (either(filing, "E-mail", "Courriel"), _words(filing, record.get("applicant.contact.email"))),
    )
    people = [*claimants(filing), *young_children(filing)]
    names = [name_of(record.person(id_).get("applicant.name")) or _LINE for id_ in people]
    return {**common(filing), "own": own, "claimants": names, "counsel": _counsel(filing)}


def _counsel(filing: Filing) -> list[tuple[str, str]]:
    """Who represents the claimant (rule 4(4)), or lines to fill in; empty where the record says that nobody does."""
    record = filing.record
    if record.get("representative") in (Absent.NONE, Absent.NOT_APPLICABLE):
        return []
    who = helper(record, record.get("representative.helper"))
    known = contact(who, filing.language)
    return [
        (either(filing, "Name", "Nom"), known["name"] or _LINE),
        (either(filing, "Organization", "Organisation"), known["organisation"] or _none_or_line(filing, who.get("organisation"))),
        (either(filing, "Address", "Adresse"), known["address"] or _LINE),
        (either(filing, "Telephone", "Téléphone"), known["phone"] or _LINE),
        (either(filing, "E-mail", "Courriel"), known["email"] or _LINE),
        (either(filing, "Law society or college", "Barreau ou ordre"), _words(filing, record.get("ca.counsel_body"))),
        (either(filing, "Membership number", "Numéro de membre"), _words(filing, record.get("representative.bar_number"))),
        (either(filing, "Retained for", "Mandat"), _words(filing, record.get("representative.scope"))),
    ]


def context_missing_documents(filing: Filing) -> dict[str, Any]:
    """`missing`: what, why, steps, as rule 11 asks; a line where one of the three is not answered."""
    rows = filing.record.rows("missing_evidence")
    missing = [{key: _words(filing, row.get(key)) for key in ("what", "why", "steps")} for row in rows]
    return {**common(filing), "missing": missing}


def context_list_of_documents(filing: Filing) -> dict[str, Any]:
    return common(filing)


def context_statement_of_service(filing: Filing) -> dict[str, Any]:
    entries = (entry for entry in filing.record.rows("evidence") if isinstance(entry, Mapping))
    listed = sum(entry.get("id") not in (filing.filed or ()) for entry in entries)
    documents = f"{listed or either(filing, 'no', 'aucun')} document{'s' if listed > 1 else ''}"
    documents += either(filing, " in the list of documents", " de la liste des documents")
    return {**common(filing), "pages": documents, "minister": filing.record.get("ca.minister_takes_part") == "yes"}


def context_exhibit_separator(filing: Filing, exhibit: Any) -> dict[str, Any]:
    return common(filing)


def context_translator_certificate(filing: Filing, certificate: Any) -> dict[str, Any]:
    """A dialect that the record does not name is left as a line: rule 32 asks for it, if any."""
    return {**common(filing), "not_applicable": _LINE, "dialect": _dialect(filing, certificate)}


def _dialect(filing: Filing, certificate: Any) -> str:
    """The dialect that the translator has for this language, `N/A` where the record says that there is none."""
    pairs = helper(filing.record, certificate.translator).get("languages")
    base = str(certificate.language).split("_")[0]
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, Mapping) and str(pair.get("from")).split("_")[0] == base:
            dialect = pair.get("dialect")
            return words(dialect, filing.language) or _none_or_line(filing, dialect)
    return ""


def signs_amended(filing: Filing) -> str:
    """Who signs and dates each changed page (rule 9): who signs the form."""
    return "parent or designated representative" if is_minor(filing) else "applicant"


def context_amended_pages(filing: Filing) -> dict[str, Any]:
    return common(filing)


def findings_amended_pages(filing: Filing) -> list[Finding]:
    """Rule 9: the original and a copy, and the day by which changes must be there."""
    hearing, days = filing.record.get("ca.hearing_day"), filing.value("amendment_days")
    last = hearing.first() - datetime.timedelta(days=days) if isinstance(hearing, PartialDate) else None
    late = last is not None and filing.date > last
    if last is None:
        message = _("Changed pages must be there {days} days before the hearing. The record does not say when it is.")
    elif late:
        message = _("Changed pages must be there {days} days before the hearing, by {last}. You plan to file on {day}.")
    else:
        message = _("Changed pages must be there {days} days before the hearing, by {last}.")
    return [
        Finding(
            id="ca.amended-late" if late else "ca.amended",
            severity=Severity.BLOCKS if late else Severity.ATTEND,
            message=message.format(days=days, last=last.isoformat() if last else "", day=filing.date.isoformat()),
            remedy=_("Sign and date every new page, let the declaration be signed anew, and hand in the original and a copy."),
            place=filing.record.place("ca.hearing_day"),
            rule="RPD Rules, rule 9",
        )
    ]
