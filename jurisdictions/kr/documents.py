"""The documents beside the form: which of them a filing has, and what their templates print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Derived
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import paragraphs
from asylum_forms.record.localize import words, words_of
from asylum_forms.record.people import contact, helper
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.kr import claim, journey
from jurisdictions.kr.answers import nationality
from jurisdictions.kr.wording import address, date, full_name, roman_name, say

_LINE = "____________________"
_DECISIONS = {"refusal": "불인정", "cancellation": "취소", "withdrawal": "철회"}


def applicants(filing: Filing) -> list[str]:
    """Who has a whole form: the applicant, and everybody of ten or older who is here and applies too (`each: applicants`)."""
    return [id_ for id_, young in _together(filing) if not young]


def young_children(filing: Filing) -> list[str]:
    """For whom a parent fills in the first section only (`each: young_children`)."""
    return [id_ for id_, young in _together(filing) if young]


def _together(filing: Filing) -> Iterator[tuple[str, bool]]:
    """Who applies, by id ("" is the applicant), and whether too young for a form of their own."""
    whole = filing.whole or filing
    entries = {id_: whole.record.get(path) for id_, path in whole.record.persons().items()}
    here = {id_: entry for id_, entry in entries.items() if isinstance(entry, Mapping) and claim.applies_too(entry)}
    for id_, entry in {"": {"birth": whole.record.get("applicant.birth")}, **here}.items():
        age = claim.age_of(whole, entry)
        yield id_, age is not None and age < whole.value("own_form_age")


def has_statement(filing: Filing) -> bool:
    """The applicant always has one, also while it is still to be written; others where they have written one."""
    return not filing.person or isinstance(filing.record.get("statement.text"), Text)


def lacks_passport(filing: Filing) -> bool:
    """Whether the applicant has no passport or travel document to show, or it has not been said that there is one."""
    return bool(journey.has_passport(filing) == "no")


def has_list(filing: Filing) -> bool:
    """Whether the list of evidence says anything: of papers that come later, the letter lists those that are no evidence."""
    return filing.filed is None or filing.has_exhibits


def has_trusted_person(filing: Filing) -> bool:
    return isinstance(filing.record.get("kr.trusted_person"), Mapping)


def has_representative(filing: Filing) -> bool:
    return isinstance(filing.record.get("representative"), Mapping)


def _line(filing: Filing, value: Value) -> str:
    """Words for a line of a letter; a line to fill in by hand where there are none."""
    said = say(filing, value)
    return said.text if said else _LINE


def _where(filing: Filing, who: Mapping[str, Any]) -> str:
    """A person's address in the order of the filing's language."""
    value = who.get("address")
    lives = address(filing, value) if isinstance(value, Mapping) else None
    return lives.text if lives else _LINE


def common(filing: Filing) -> dict[str, Any]:
    """The head of every paper: who, born when, of which nationality, where, to which office."""
    record = filing.record
    nation = nationality(filing)
    sex = {"male": "남 Male", "female": "여 Female", "other": "기타 Other"}
    return {
        "east_asian": "ko-KR",
        "name": full_name(record.get("applicant.name")) or _LINE,
        "birth": _line(filing, record.get("applicant.birth.date")),
        "sex": sex.get(str(record.get("applicant.sex")), _LINE),
        "nationality": nation if isinstance(nation, str) and not isinstance(nation, Absent) else _LINE,
        "address": _where(filing, {"address": record.get("applicant.residence")}),
        "phone": _line(filing, record.get("applicant.contact.phone")),
        "registration": _line(filing, record.get("kr.registration_number")),
        "addressee": words(record.get("kr.office"), filing.language) or "○○출입국ㆍ외국인청(사무소ㆍ출장소)",
    }


def context_passport_absence(filing: Filing) -> dict[str, Any]:
    said = say(filing, journey.passport_not_held(filing))
    return {**common(filing), "reason": said.text if said else ""}


def findings_passport_absence(filing: Filing) -> list[Finding]:
    if not lacks_passport(filing):
        return []
    why = journey.passport_not_held(filing)
    path, why = (why.sources[0], why.value) if isinstance(why, Derived) else ("documents", why)
    return list(_in_language(filing, path, why, _("the reason for having no passport")))


def context_personal_statement(filing: Filing) -> dict[str, Any]:
    return {**common(filing), "paragraphs": list(paragraphs(_words(filing, "statement.text"), _("the statement")))}


def findings_personal_statement(filing: Filing) -> list[Finding]:
    """A statement that is empty, in another language, or read to the applicant by nobody knows whom: who interprets signs the
    declaration of the application form."""
    found = list(_in_language(filing, "statement.text", filing.record.get("statement.text"), _("the statement")))
    read_in = filing.record.get("statement.read_back_in")
    if isinstance(read_in, str) and not isinstance(read_in, Absent) and filing.record.get("statement.interpreter") is None:
        message = _("The statement is read to you, but the record does not say by whom.")
        remedy = _("Name the person who reads it to you in your language.")
        found.append(
            Finding("kr.interpreter-open", Severity.ATTEND, message, remedy, filing.record.place("statement.interpreter"))
        )
    return found


def _in_language(filing: Filing, path: str, value: Value, what: str) -> Iterator[Finding]:
    """A paper that is empty or not in the language of the filing."""
    place = filing.record.place(path)
    if value is None or isinstance(value, Absent) or (isinstance(value, Text) and not value.any().strip()):
        message = _("There are no words for {what}, so the paper is empty.").format(what=what)
        yield Finding("kr.paper-empty", Severity.BLOCKS, message, _("Answer it in the record."), place)
    elif isinstance(value, Text) and words_of(value, filing.language)[1]:
        message = _("{what} is not in the language of the filing; the original words are printed.").format(what=what)
        remedy = _("Add the words in {language}. What is written in the mother tongue needs a Korean or English translation.")
        yield Finding("kr.paper-untranslated", Severity.BLOCKS, message, remedy.format(language=filing.language), place)


def _words(filing: Filing, path: str) -> str:
    value = filing.record.get(path)
    return words_of(value, filing.language)[0] if isinstance(value, Text) else ""


def context_evidence_list(filing: Filing) -> dict[str, Any]:
    """`submission`: id of the exhibit to when it is handed in."""
    entries = filing.record.rows("evidence")
    return {**common(filing), "submission": {str(e.get("id")): _line(filing, claim.submission(filing, e)) for e in entries}}


def context_further_materials(filing: Filing) -> dict[str, Any]:
    """`objects`: whether they belong to an objection, not to an application."""
    return {**common(filing), "objects": filing.procedure.id == "objection"}


def context_new_materials(filing: Filing) -> dict[str, Any]:
    """`new`: ids of the papers that support the objection."""
    return {**context_evidence_list(filing), "new": [str(id_) for id_ in filing.record.rows("kr.objection.new_materials")]}


def context_trusted_person(filing: Filing) -> dict[str, Any]:
    person = filing.record.get("kr.trusted_person")
    known = person if isinstance(person, Mapping) else {}
    return {
        **common(filing),
        "trusted": {
            **{key: _line(filing, known.get(key)) for key in ("name", "relation", "phone", "reason")},
            "birth": _line(filing, known.get("birth_date")),
            "address": _where(filing, known),
        },
    }


def context_power_of_attorney(filing: Filing) -> dict[str, Any]:
    who = helper(filing.record, filing.record.get("representative.helper"))
    known = contact(who, filing.language)
    return {
        **common(filing),
        "agent": {
            "name": roman_name(who.get("name")) or _LINE,
            "birth": _line(filing, step(who, "birth.date")),
            "organisation": known["organisation"] or "해당 없음",
            "address": _where(filing, who),
            "phone": known["phone"] or _LINE,
            "number": _line(filing, filing.record.get("representative.bar_number")),
            "scope": _line(filing, filing.record.get("representative.scope")),
        },
    }


def context_objection(filing: Filing) -> dict[str, Any]:
    decision = filing.record.get("kr.objection.decision")
    told = filing.record.get("kr.objection.notified")
    return {
        **common(filing),
        "boxes": {key: "[√]" if key == decision else "[ ]" for key in _DECISIONS},
        "notified": date(filing, told) if isinstance(told, PartialDate) else _LINE,
    }


def context_objection_brief(filing: Filing) -> dict[str, Any]:
    text = _words(filing, "kr.objection.reasons")
    return {**common(filing), "paragraphs": list(paragraphs(text, _("the reasons for the objection")))}


def findings_objection_brief(filing: Filing) -> list[Finding]:
    path = "kr.objection.reasons"
    return list(_in_language(filing, path, filing.record.get(path), _("the reasons for the objection")))


def context_exhibit_separator(filing: Filing, exhibit: Any) -> dict[str, Any]:
    return common(filing)


def context_translator_certificate(filing: Filing, certificate: Any) -> dict[str, Any]:
    """What the translator's confirmation asks beside name and address: birth, relation to the applicant, paid or not, licence."""
    who = helper(filing.record, certificate.translator)
    known = contact(who, filing.language)
    paid = who.get("paid")
    return {
        **common(filing),
        "made_by": {
            "name": roman_name(who.get("name")) or _LINE,
            "birth": _line(filing, step(who, "birth.date")),
            "relation": _line(filing, who.get("relation")),
            "address": _where(filing, who),
            "phone": known["phone"] or _LINE,
            "licence": known["licence"] or ("해당 없음" if paid == "no" else _LINE),
            "unpaid": "[√]" if paid == "no" else "[ ]",
            "paid": "[√]" if paid == "yes" else "[ ]",
        },
    }
