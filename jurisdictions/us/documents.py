"""The papers around Form I-589: when each is needed, what it says besides the common context, and what still has to be filled in.

`context_<document>(filing)` gives the values of a template, `findings_<document>(filing)` what preflight says about it,
`needs_...` when it is part of the packet. Wording lives in the Word templates, so that a lawyer can change it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.i18n import language as spoken
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import paragraphs
from asylum_forms.record.citations import loose_citations
from asylum_forms.record.localize import address_lines, format_date, language_name, words, words_of
from asylum_forms.record.people import contact, helper
from asylum_forms.record.values import Absent, PartialDate, Text
from jurisdictions.us import narratives, one_year_period
from jurisdictions.us.parties import member_paths, members, parties, respondents, said, sender
from jurisdictions.us.wording import HOME, UNITED_STATES

_SERVED_BY = {
    "ecas": "electronically, through the EOIR Courts & Appeals System (ECAS)",
    "mail": "by mail",
    "hand": "by hand delivery",
    "courier": "by courier",
}
_HEARINGS = {"master": "Master calendar", "individual": "Individual"}


def has_representative(filing: Filing) -> bool:
    """Whether somebody represents the applicant, who then has a form of their own to file."""
    return isinstance(filing.record.get("representative"), Mapping)


def on_paper(filing: Filing) -> bool:
    """Whether the packet is sent on paper and not uploaded."""
    return filing.profile.on_paper


def needs_interpreter(filing: Filing) -> bool:
    """Whether the declaration needs a certificate of interpretation: the declarant does not read the language of the filing.

    EOIR Policy Manual, chapter 3.3(a). The languages that the applicant reads decide; where they are not given, what the record
    says of the reading itself; then, for an English filing, whether the applicant is fluent in English.
    """
    reads, read_in = _reads(filing), filing.record.get("statement.read_back_in")
    if reads is False:
        return True
    if read_in is not None:
        return not isinstance(read_in, Absent) and not _same(str(read_in), filing.language)
    fluent = filing.record.get("applicant.languages.english_fluent")
    return reads is None and _same(filing.language, "en") and fluent == "no"


def _reads(filing: Filing) -> bool | None:
    """Whether the applicant reads the language of the filing; None where the record does not say."""
    reads = filing.record.get("applicant.languages.reads")
    if isinstance(reads, list):
        return any(_same(str(tag), filing.language) for tag in reads)
    return False if reads is Absent.NONE else None


def _same(one: str, other: str) -> bool:
    return one.split("_")[0] == other.split("_")[0]


# Declaration and interpretation


def context_declaration(filing: Filing) -> dict[str, Any]:
    """`paragraphs` (heading, text, where), `abroad` (signed outside the United States, or nobody has said where), `place`."""
    return {
        "paragraphs": list(paragraphs(_statement(filing)[0], _("the statement"), joined=_joined)),
        "abroad": _signed_abroad(filing),
        "place": _signing_place(filing),
        **parties(filing),
    }


def findings_declaration(filing: Filing) -> list[Finding]:
    """What keeps the declaration from being signed as it is."""
    return list(_declaration_findings(filing))


def _declaration_findings(filing: Filing) -> Iterator[Finding]:
    place = filing.record.place("statement.text")
    text, own = _statement(filing)
    language = language_name(filing.language, filing.language)
    if not text.strip():
        yield Finding(
            "us.statement-missing",
            Severity.BLOCKS,
            _("There is no statement, so the declaration is empty."),
            _("Write the statement: what happened, who did it, when, where and why."),
            place,
        )
    elif not own:
        yield Finding(
            "us.statement-untranslated",
            Severity.BLOCKS,
            _("The statement is not in {language}; the declaration prints it in the language it is written in.").format(
                language=language
            ),
            _("Add the translation under statement, text, {tag}: a declaration in another language is not accepted.").format(
                tag=filing.language
            ),
            place,
            source="8 CFR 103.2(b)(3); 8 CFR 1003.33",
        )
    if filing.record.get("statement.place.country") is None:
        yield Finding(
            "us.signing-place-missing",
            Severity.ATTEND,
            _("The record does not say in which country the declaration will be signed."),
            _("Answer statement, place, country. As long as it is open, the words for outside the United States are printed."),
            filing.record.place("statement.place.country"),
            source="28 U.S.C. 1746",
        )
    ids = [str(entry.get("id")) for entry in filing.record.rows("evidence") if isinstance(entry, Mapping)]
    if loose := loose_citations(text, ids):
        yield Finding(
            "us.statement-citation",
            Severity.ATTEND,
            _("The statement holds words in brackets that look like an exhibit, but no exhibit is called so: {words}").format(
                words=", ".join(loose)
            ),
            _("To cite an exhibit write its id in double brackets, such as {example}.").format(example="[[summons-2019 p. 2]]"),
            place,
        )
    yield from _reading_findings(filing)


def _reading_findings(filing: Filing) -> Iterator[Finding]:
    answer = filing.record.get("statement.read_back_in")
    reads = _reads(filing)
    language = language_name(filing.language, spoken())
    where = filing.record.place("statement.read_back_in")
    if answer is None and reads is None and filing.record.get("applicant.languages.english_fluent") is None:
        yield Finding(
            "us.reading-unknown",
            Severity.ATTEND,
            _(
                "The record does not say whether you read {language}. Without that no certificate of interpretation is made."
            ).format(language=language),
            _("Answer statement, read_back_in: the language in which the statement is read to you, or not_applicable."),
            where,
            source="EOIR Policy Manual, chapter 3.3(a)",
        )
    elif isinstance(answer, Absent) and reads is False:
        yield Finding(
            "us.reading-contradiction",
            Severity.ATTEND,
            _(
                "The statement is said not to be read to you, but elsewhere the record says that you do not read {language}."
            ).format(language=language),
            _("Correct one of them: who does not read the language needs an interpreter and a certificate of interpretation."),
            where,
            source="EOIR Policy Manual, chapter 3.3(a)",
        )


def context_interpreter_certificate(filing: Filing) -> dict[str, Any]:
    """`interpreter` (name, address, phone; empty where unknown), `read_in` and `dialect`: the language of the reading."""
    tag = _read_in(filing)
    who = _interpreter(filing)
    pairs = who.get("languages")
    spoken = [p for p in pairs if isinstance(p, Mapping) and _same(str(p.get("from")), tag)] if isinstance(pairs, list) else []
    return {
        "interpreter": contact(who, filing.language),
        "read_in": language_name(tag.split("_")[0], filing.language),  # what is spoken has no script
        "dialect": words(spoken[0].get("dialect"), filing.language) if spoken else "",
        **parties(filing),
    }


def findings_interpreter_certificate(filing: Filing) -> list[Finding]:
    """Empty places of the certificate of interpretation, where there is to be one."""
    if not needs_interpreter(filing):
        return []
    known = contact(_interpreter(filing), filing.language)
    captions = {"name": _("name"), "address": _("address"), "phone": _("telephone")}
    lacking = [caption for key, caption in captions.items() if not known[key]]
    if not _read_in(filing):
        lacking.append(_("language"))
    if not lacking:
        return []
    return [
        Finding(
            "us.interpreter-incomplete",
            Severity.ATTEND,
            _("The certificate of interpretation has empty lines: {lacking}.").format(lacking=", ".join(lacking)),
            _("Name the interpreter under helpers with address and telephone, or let the interpreter write it in by hand."),
            filing.record.place("statement.interpreter"),
            source="EOIR Policy Manual, chapter 3.3(a)",
        )
    ]


def _interpreter(filing: Filing) -> Mapping[str, Any]:
    return helper(filing.record, filing.record.get("statement.interpreter"))


def _read_in(filing: Filing) -> str:
    """Tag of the language in which the declaration is read to the applicant; empty where nobody has said, for the interpreter to
    write in: what somebody reads is not always what they are read to in."""
    return said(filing.record.get("statement.read_back_in"))


def _statement(filing: Filing) -> tuple[str, bool]:
    """The statement as it is printed, and whether it is in the language of the filing."""
    value = filing.record.get("statement.text")
    if isinstance(value, Text):
        text, original = words_of(value, filing.language)
        return text, not original
    return (str(value), True) if value and not isinstance(value, Absent) else ("", True)


def _joined(lines: Sequence[str]) -> str:
    """The lines of a paragraph as one, but entries of a list each on a line of its own."""
    joined = ""
    for line in lines:
        if not joined or not line:
            joined += line
        elif re.match(r"([-*•–]|\(?[0-9a-z]{1,2}[.)])\s", line):
            joined += f"\n{line}"
        else:
            # Chinese and Japanese are written without spaces between words.
            joined += line if _wide(joined[-1]) or _wide(line[0]) else f" {line}"
    return joined


def _wide(character: str) -> bool:
    return "\u2e80" <= character <= "\ua4cf" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"


def _signed_abroad(filing: Filing) -> bool:
    """28 U.S.C. 1746(1) applies outside the United States, and is printed as long as nobody has said where."""
    return bool(filing.record.get("statement.place.country") not in UNITED_STATES)


def _signing_place(filing: Filing) -> str:
    place = filing.record.get("statement.place")
    return ", ".join(address_lines(place, filing.language, home=HOME)) if isinstance(place, Mapping) else ""


# Letter to USCIS


def context_cover_letter(filing: Filing) -> dict[str, Any]:
    """Sender, office, subject, and the points a cover letter brings up: the one-year period, crimes, earlier applications."""
    arrival = one_year_period.last_arrival(filing)
    return {
        **parties(filing),
        **sender(filing),
        "office": words(filing.record.get("us.asylum_office"), filing.language),
        "on_paper": filing.profile.on_paper,
        "birth": words(filing.record.get("applicant.birth.date"), filing.language),
        "convention": filing.record.get("us.convention_against_torture") == "yes",
        "late": _late(filing),
        "arrival": format_date(arrival, filing.language) if isinstance(arrival, PartialDate) else "",
        "arrests": said(narratives.us_arrests(filing)) == "yes",
        "earlier": said(narratives.earlier_us_claims(filing)) == "yes",
        "members": [member["name"] for member in members(filing, "include")],
    }


def _late(filing: Filing) -> str:
    """What the letter says of the one-year period: nothing where it would call kept what is over on the day it is looked at."""
    answer = said(one_year_period.filed_late(filing))
    late = "weekend" if answer == "yes" and one_year_period.in_time(filing) else answer
    return late if late == "yes" or not one_year_period.year_over(filing) else ""


def included(filing: Filing) -> list[str]:
    """The record paths of the family members who are included in the application, for copies of it."""
    return member_paths(filing, "include")


def has_index(filing: Filing) -> bool:
    """Whether the index says anything: of papers that come later, the letter lists those that are no exhibits."""
    return filing.filed is None or filing.has_exhibits


# Immigration court


def context_court_cover_page(filing: Filing) -> dict[str, Any]:
    """Court, judge and hearing, as far as they are known; lines to fill in by hand are printed for the rest."""
    court = filing.record.get("us.court")
    known = court if isinstance(court, Mapping) else {}
    hearing = known.get("hearing_date")
    return {
        **parties(filing),
        **sender(filing, court=True),
        "court": words(known.get("name"), filing.language),
        "city": words(known.get("city"), filing.language),
        "judge": said(known.get("judge")),
        "hearing_date": format_date(hearing, filing.language) if isinstance(hearing, PartialDate) else "",
        "hearing_time": said(known.get("hearing_time")),
        "hearing_kind": _HEARINGS.get(said(known.get("hearing_kind")), ""),
        "detained": {"yes": "DETAINED", "no": "NON-DETAINED"}.get(said(known.get("detained")), ""),
        "respondents": respondents(filing),
        "alone": filing.record.get("representative") in (Absent.NONE, Absent.NOT_APPLICABLE),
    }


def findings_court_cover_page(filing: Filing) -> list[Finding]:
    """Empty places of the cover page."""
    context = context_court_cover_page(filing)
    captions = {
        "city": _("city of the court"),
        "judge": _("judge"),
        "hearing_date": _("date of the hearing"),
        "hearing_time": _("time of the hearing"),
        "hearing_kind": _("kind of hearing"),
        "detained": _("detained or not"),
    }
    lacking = [caption for key, caption in captions.items() if not context[key]]
    if not all(respondent["a_number"] for respondent in context["respondents"]):
        lacking.append(_("A-Number"))
    if context["represented"] and filing.record.get("us.eoir_id") is None:
        lacking.append(_("EOIR ID"))
    if not context["represented"] and not context["alone"]:
        lacking.append(_("representative"))
    return _blanks(filing, "us.cover-page-incomplete", _("The cover page has empty lines: {lacking}."), lacking, "us.court")


def context_table_of_contents(filing: Filing) -> dict[str, Any]:
    return {**parties(filing), "respondents": respondents(filing)}


def context_exhibit_index(filing: Filing) -> dict[str, Any]:
    return parties(filing)


def context_certificate_of_service(filing: Filing) -> dict[str, Any]:
    """Who serves, on whom, where and how; lines to fill in by hand for what the record does not say."""
    service = filing.record.get("us.service")
    known = service if isinstance(service, Mapping) else {}
    return {
        **parties(filing),
        "respondents": respondents(filing),
        "server": said(known.get("by")),
        "served_office": words(known.get("office"), filing.language),
        "served_address": address_lines(known.get("address"), filing.language, home=HOME),
        "served_by": _SERVED_BY.get(said(known.get("method")), ""),
    }


def findings_certificate_of_service(filing: Filing) -> list[Finding]:
    """Empty places of the certificate of service."""
    context = context_certificate_of_service(filing)
    captions = {
        "server": _("who serves"),
        "served_office": _("office that is served"),
        "served_address": _("its address"),
        "served_by": _("how it is served"),
    }
    lacking = [caption for key, caption in captions.items() if not context[key]]
    return _blanks(
        filing, "us.service-incomplete", _("The certificate of service has empty lines: {lacking}."), lacking, "us.service"
    )


def _blanks(filing: Filing, id: str, message: str, lacking: list[str], path: str) -> list[Finding]:
    if not lacking:
        return []
    return [
        Finding(
            id,
            Severity.ATTEND,
            message.format(lacking=", ".join(lacking)),
            _("Answer them in the record under us, or write them in by hand before you file."),
            filing.record.place(path),
        )
    ]


# Abroad


def context_preparation_memo(filing: Filing) -> dict[str, Any]:
    """`abroad`: whether the declaration carries the words for signing outside the United States."""
    return {**parties(filing), "abroad": _signed_abroad(filing)}
