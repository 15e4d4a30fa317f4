"""The papers of an application from abroad beside its forms: referral memo, statement, list of exhibits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Derived
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, paragraphs, value_of
from asylum_forms.record.localize import words_of
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Text, Value, step
from jurisdictions.ca.imm_0008_family import dependants_of_age
from jurisdictions.ca.ircc import GROWN, answer, explanation, said
from jurisdictions.ca.schedule_2 import s2_4, s2_8, s2_referral_number, s2_referred
from jurisdictions.ca.wording import address, either, name_of, say

__all__ = [
    "applicants_abroad",
    "context_overseas_index",
    "context_overseas_statement",
    "context_referral_memo",
    "findings_overseas_statement",
    "has_statement",
]

_LINE = "____________________"

_REFERRED = {
    "unhcr": ("Referred by UNHCR", "Recommandé par le HCR"),
    "organisation": ("Referred by a referral organization", "Recommandé par une organisation de recommandation"),
    "sponsor": ("Identified for private sponsorship", "Désigné pour un parrainage privé"),
    "none": ("No referral and no sponsor yet", "Ni recommandation ni répondant à ce jour"),
}
_SPONSORS = {
    "agreement_holder": ("sponsorship agreement holder", "signataire d’entente de parrainage"),
    "group_of_five": ("group of five", "groupe de cinq"),
    "community_sponsor": ("community sponsor", "répondant communautaire"),
    "blended": ("blended visa office-referred program", "programme mixte des réfugiés désignés par un bureau des visas"),
}


def applicants_abroad(filing: Filing) -> list[str]:
    """Who fills in Schedules A and 2: the principal applicant, and each family member of 18 or older who comes along."""
    return ["", *dependants_of_age(filing, GROWN)]


def has_statement(filing: Filing) -> bool:
    """Whether the person has told what happened in a statement."""
    return said(filing.record.get("statement.text"))


def _told(filing: Filing, value: Value) -> str:
    """Words for a line; a line to fill in by hand where nothing was answered."""
    value = value.value if isinstance(value, Derived) else value
    words = say(filing, value) if not isinstance(value, (Mapping, list)) else None
    return words.text if words else _LINE


def _pair(filing: Filing, english: str, french: str, value: Value) -> tuple[str, str]:
    return f"{either(filing, english, french)}{either(filing, ':', chr(0xA0) + ':')}", _told(filing, value)


def _head(filing: Filing) -> dict[str, Any]:
    record = filing.record
    return {
        "parties": [
            _pair(filing, "Principal applicant", "Requérant principal", name_of(record.person("").get("applicant.name")) or None),
            _pair(filing, "Date of birth", "Date de naissance", record.person("").get("applicant.birth.date")),
            _pair(filing, "Client ID (UCI)", "ID client (IUC)", record.person("").get("ca.client_id")),
        ]
    }


def context_referral_memo(filing: Filing) -> dict[str, Any]:
    """One page for UNHCR, another referral organisation or a sponsor: who it is, what is asked, where the person is and why."""
    record = filing.record
    kind = s2_referred(filing)
    sponsor = record.get("ca.referral.sponsor_kind")
    here = (
        _pair(filing, "Where I am now", "Où je me trouve", address(filing, record.get("applicant.residence"))),
        _pair(filing, "Telephone", "Téléphone", record.get("applicant.contact.phone")),
        _pair(filing, "E-mail", "Courriel", record.get("applicant.contact.email")),
        _pair(filing, "Status here", "Statut ici", s2_8(filing)),
    )
    referral = [
        _pair(filing, "Referral", "Recommandation", either(filing, *_REFERRED[str(kind)]) if kind in _REFERRED else None),
        _pair(filing, "Organization or sponsor", "Organisation ou répondant", record.get("ca.referral.organisation")),
        _pair(filing, "Reference number", "Numéro de référence", s2_referral_number(filing)),
    ]
    if sponsor in _SPONSORS:
        referral.append(_pair(filing, "Kind of sponsor", "Catégorie de répondant", either(filing, *_SPONSORS[str(sponsor)])))
    return {
        **_head(filing),
        "here": here,
        "referral": referral,
        "recognition": _told(filing, _recognition(filing)),
        "danger": [text for text in map(_or_empty(filing), ("ca.danger_here", "ca.problems_here")) if text],
        "route": _told(filing, s2_4(filing)).split("\n"),
        "family": _family(filing),
        "sponsored": kind == "sponsor",
        "asked": kind in ("none", None),
    }


def _recognition(filing: Filing) -> Value:
    given = answer(filing, "ca.referral.recognition")
    return either(filing, "No", "Non") if given == "no" else explanation(filing, "ca.referral.recognition")


def _or_empty(filing: Filing) -> Any:
    def text(path: str) -> str:
        return _told(filing, explanation(filing, path)) if answer(filing, path) == "yes" else ""

    return text


def _family(filing: Filing) -> list[tuple[str, str, str]]:
    """(name, date of birth, whether the person comes along) of spouse and children."""
    record = filing.record.person("")
    rows = [record.get("spouse"), *record.rows("children")]
    words = {"yes": ("comes along", "accompagne"), "no": ("does not come along", "n’accompagne pas")}
    return [
        (
            name_of(row.get("name")) or _LINE,
            _told(filing, step(row, "birth.date")),
            either(filing, *words[str(row.get("accompanying"))]) if row.get("accompanying") in words else _LINE,
        )
        for row in rows
        if isinstance(row, Mapping)
    ]


def context_overseas_statement(filing: Filing) -> dict[str, Any]:
    value = filing.record.get("statement.text")
    text = words_of(value, filing.language)[0] if isinstance(value, Text) else ""
    place = value_of(filing, _place(filing))
    return {
        **_head(filing),
        "paragraphs": list(paragraphs(text, _("the statement"))),
        "place": _told(filing, place) if place else "",
    }


def _place(filing: Filing) -> Words | None:
    where = filing.record.get("statement.place")
    line = address(filing, where) if isinstance(where, Mapping) else None
    return Words(_told(filing, line)) if line else None


def findings_overseas_statement(filing: Filing) -> list[Finding]:
    """A statement in another language than English or French needs a translation."""
    value = filing.record.get("statement.text")
    if not isinstance(value, Text) or not words_of(value, filing.language)[1]:
        return []
    original = words_of(value, filing.language)[1]
    message = _("{what} is not in the language of the filing; the original words are printed.")
    remedy = _("Give the words in that language too, in the record: {{{original}: ..., {language}: ...}}")
    return [
        Finding(
            id="ca.statement-untranslated",
            severity=Severity.BLOCKS,
            message=message.format(what=_("the statement")),
            remedy=remedy.format(original=original, language=filing.language),
            place=filing.record.place("statement.text"),
            rule="IRCC, instruction guide of kit IMM 6000 (general knowledge; not read)",
        )
    ]


def context_overseas_index(filing: Filing) -> dict[str, Any]:
    missing = [
        {key: _told(filing, row.get(key)) for key in ("what", "why", "steps")} for row in filing.record.rows("missing_evidence")
    ]
    return {**_head(filing), "missing": missing, "name": full_name(filing.record.get("applicant.name"))}
