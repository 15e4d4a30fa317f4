"""The documents beside the forms: which of them a filing has, and what their templates print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, paragraphs, value_of
from asylum_forms.record.localize import country_name, language_name, words_of
from asylum_forms.record.people import contact, helper
from asylum_forms.record.values import Absent, PartialDate, Text, Value
from jurisdictions.unhcr import answers, appeals, claim, family
from jurisdictions.unhcr.procedures import PROCEDURES, cells
from jurisdictions.unhcr.wording import ABSENT, LINE, address, country, day, has, labelled, name, not_safe, part, say

_SCOPE = {
    "written": "hand in papers and written submissions for me",
    "file": "see my file",
    "interview": "be present at my interviews",
    "decisions": "receive letters and decisions for me",
}
_SHARED = {
    "representative": "my representative",
    "ngo": "organisations that help refugees",
    "host_government": "the government of the country where I am",
    "resettlement": "governments that may take me in",
    "special_procedures": "the special procedures of the Human Rights Council",
}

# When


def has_evidence(filing: Filing) -> bool:
    return filing.has_exhibits


def has_representative(filing: Filing) -> bool:
    return isinstance(filing.record.get("representative"), Mapping)


def needs_authorisation(filing: Filing) -> bool:
    return has_representative(filing) or _about_sharing(filing)


def _decided(filing: Filing) -> bool:
    """Whether the person has said with whom information may be shared. Boxes on a signed paper that nobody has decided on could
    be ticked by others."""
    shared = filing.record.get("unhcr.sharing.with")
    return isinstance(shared, list) or shared is Absent.NONE


def _about_sharing(filing: Filing) -> bool:
    return _decided(filing) or bool(_not_with(filing))


def _not_with(filing: Filing) -> str:
    """Who must not learn of it; nothing as long as the person does not know or say."""
    said = filing.record.get("unhcr.sharing.not_with")
    return "" if isinstance(said, Absent) and (said is not Absent.NONE or not _decided(filing)) else text(filing, said)


def has_detention(filing: Filing) -> bool:
    return isinstance(filing.record.get("unhcr.wgad"), Mapping)


def has_torture(filing: Filing) -> bool:
    return isinstance(filing.record.get("unhcr.torture"), Mapping)


def annexed(filing: Filing) -> list[str]:
    """Whose confidential annex is in this filing: those who have something to say on one, and of other adults only who agree.

    The annex of an adult who does not agree is made in a filing of that person's own.
    """
    shown = [""] if has(filing.record.get("applicant.unhcr.confidential")) else []
    agreed = {member.id for member in family.adults(filing) if family.consent(filing, member) == "yes"}
    known = filing.record.persons()
    return shown + [id for id in known if id in agreed and _own_account(filing.for_person(id))]


def _own_account(filing: Filing) -> bool:
    paths = ("statement.text", "harm", "unhcr.reasons", "applicant.unhcr.confidential", "applicant.unhcr.needs")
    return any(has(filing.record.get(path)) for path in paths)


# What every paper has


def text(filing: Filing, value: Value, otherwise: str = "") -> str:
    said = say(filing, value)
    return said.text if said and said.text.strip() else otherwise


def common(filing: Filing) -> dict[str, Any]:
    """Who, born when, of which nationality, where, to which office; a line to fill in by hand for what is not known."""
    record = filing.record
    where = record.get("applicant.residence")
    lives = address(filing, where) if isinstance(where, Mapping) else None
    return {
        "name": name(record.get("applicant.name")) or LINE,
        "birth": text(filing, record.get("applicant.birth.date"), LINE),
        "sex": text(filing, answers.sex(filing), LINE),
        "nation": text(filing, answers.nationality(filing), LINE),
        "address": lives.text if lives else LINE,
        "reach": _reach(filing),
        "number": _number(filing, record.get("unhcr.number")),
        "office": text(filing, part_or_none(record.get("unhcr.office")), LINE),
        "office_email": text(filing, part_or_none(record.get("unhcr.office_email")), LINE),
        "here": text(filing, value_of(filing, country(filing, part_or_none(record.get("unhcr.here")))), LINE),
        "today": day(filing.date),
        "dates": {str(e.get("id")): day(e.get("date")) for e in record.rows("evidence")},
    }


def _reach(filing: Filing) -> str:
    """Telephone and e-mail on a line, with a line to fill in for the one that was not answered; below it what is not safe."""
    values = [filing.record.get(f"applicant.contact.{key}") for key in ("phone", "email")]
    known = join(", ", (Words(LINE) if value is None else part(filing, value) for value in values))
    return text(filing, value_of(filing, join("\n", (known or Words(ABSENT[Absent.NONE]), not_safe(filing)))))


def _number(filing: Filing, value: Value) -> str:
    """A number of UNHCR for a line of a letter."""
    return "none yet" if value is Absent.NONE else text(filing, value, LINE)


def part_or_none(value: Value) -> Value:
    """None where there is no such thing: a letter then has a line to fill in."""
    return None if isinstance(value, Absent) else value


# Registration

_ITEMS = (
    ("Full name of the principal applicant", answers.full_name),
    ("Nationality", answers.nationality),
    ("Sex", answers.sex),
    ("Date of birth", lambda filing: filing.record.get("applicant.birth.date")),
    ("Accompanying family members, with sex and age", lambda filing: _family_lines(filing)),
    ("Reasons for seeking asylum", answers.reasons),
    ("Identification documents that I can present", answers.papers),
    ("Contact details", answers.contact),
    ("Language(s), and whether an interpreter is needed", answers.languages),
    ("Special needs", answers.needs),
)


def _family_lines(filing: Filing) -> Value:
    found = answers.accompanying(filing)
    if not isinstance(found, list):
        return found
    lines = []
    for entry in found:
        values = (answers.member_relation, answers.member_sex, answers.member_age)
        about = [say(filing, read(filing, entry)) for read in values]
        lines.append(join(", ", (say(filing, answers.member_name(filing, entry)), *about)))
    return value_of(filing, join("; ", lines))


def context_registration_request(filing: Filing) -> dict[str, Any]:
    return {**common(filing), **arrival_lines(filing), "family": bool(family.together(filing))}


def context_registration_email(filing: Filing) -> dict[str, Any]:
    """`items` (number, caption, lines), `route`: the journey and the earlier registrations, line by line."""
    items = []
    for number, (caption, read) in enumerate(_ITEMS, 1):
        items.append({"number": number, "caption": caption, "lines": text(filing, read(filing), LINE).split("\n")})
    return {**common(filing), "items": items, **arrival_lines(filing)}


def arrival_lines(filing: Filing) -> dict[str, Any]:
    """`route` and `earlier`, a line each: transit, crossings without papers and registrations belong into every request."""
    before = claim.earlier_lines(filing)
    return {
        "route": [line for one in claim.route(filing) for line in one.text.split("\n")],
        "earlier": text(filing, before, LINE).split("\n"),
    }


# Authorisation


def context_authorisation(filing: Filing) -> dict[str, Any]:
    record = filing.record
    known = contact(helper(record, record.get("representative.helper")), filing.language)
    scope = record.get("unhcr.authorisation.scope")
    chosen = {str(one) for one in scope} if isinstance(scope, list) else set()
    shared = record.get("unhcr.sharing.with")
    with_ = {str(one) for one in shared} if isinstance(shared, list) else set()
    until = record.get("unhcr.authorisation.until")
    return {
        **common(filing),
        "represented": has_representative(filing),
        "agent": {key: known[key] or LINE for key in ("name", "organisation", "address", "phone", "email")},
        "scope": [{"tick": "☒" if key in chosen else "☐", "words": words} for key, words in _SCOPE.items()],
        "until": day(until) or ("until I take it back in writing" if until in (Absent.NONE, Absent.NOT_APPLICABLE) else LINE),
        "sharing": _about_sharing(filing),
        "decided": _decided(filing),
        "shared": [{"tick": "☒" if key in with_ else "☐", "words": words} for key, words in _SHARED.items()],
        "nobody": shared is Absent.NONE,
        "not_with": _not_with(filing),
        "interpreter": text(filing, answers.interpreter_name(filing), LINE),
        "interpreted": isinstance(record.get("statement.interpreter"), str)
        and not isinstance(record.get("statement.interpreter"), Absent),
    }


def findings_authorisation(filing: Filing) -> list[Finding]:
    """Nobody is represented, and nothing is shared, without the person's own yes."""
    if not has_representative(filing):
        return []
    record = filing.record
    consent = record.get("unhcr.authorisation.consent")
    if consent == "yes":
        lacking = [] if record.rows("unhcr.authorisation.scope") else ["unhcr.authorisation.scope"]
        message = _("The authorisation does not say what the representative may do.")
    else:
        lacking = ["unhcr.authorisation.consent"]
        message = _("There is a representative, but the applicant has not agreed to be represented.")
    remedy = _("Ask the applicant, alone if possible, and answer it in the record. Without consent take the representative out.")
    source = "UNHCR, Procedural Standards for RSD (right to legal representation, on a signed consent form)"
    return [Finding("unhcr.consent", Severity.BLOCKS, message, remedy, record.place(path), source=source) for path in lacking]


# Statement

_SECTIONS = (
    (2, "Who I am", "unhcr.background"),
    (3, "What happened to make me leave", "statement.text"),
    (4, "Why I had to leave, and how", "unhcr.leaving"),
    (5, "Why I cannot go back", "unhcr.return"),
    (6, "Conditions in the country where I am now", "unhcr.conditions"),
)


def context_written_statement(filing: Filing) -> dict[str, Any]:
    """`sections`: number, heading, `paragraphs` (heading, text, where), `facts`: what the record says for the section."""
    sections = []
    count = 0
    for number, heading, path in _SECTIONS:
        said = text(filing, filing.record.get(path)) if has(filing.record.get(path)) else ""
        told = list(paragraphs(said, _("the statement"), before=count))
        count += sum(not one["heading"] for one in told)
        sections.append({"number": number, "heading": heading, "paragraphs": told, "facts": _facts(filing, number)})
    record = filing.record
    reader, read_in = record.get("statement.interpreter"), _read_in(filing)
    return {
        **common(filing),
        **arrival_lines(filing),
        "sections": sections,
        "no_documents": record.get("evidence") is Absent.NONE,
        "interpreter": "" if isinstance(reader, Absent) else text(filing, answers.interpreter_name(filing), read_in and LINE),
        "read_in": read_in,
        "appeal": isinstance(record.get("unhcr.decision"), Mapping),
        "decided": text(filing, record.get("unhcr.decision.result")),
        "notified": day(record.get("unhcr.decision.notified")),
    }


def _facts(filing: Filing, number: int) -> list[dict[str, str]]:
    """What stands in a section from the record itself: bio-data in 2, the way in 4, the fear in 5."""
    found: dict[str, Value] = {}
    if number == 2:
        found = {
            "Born": value_of(
                filing,
                join(", ", (say(filing, filing.record.get("applicant.birth.date")), say(filing, answers.birth_place(filing)))),
            ),
            "Ethnicity": filing.record.get("applicant.ethnicity"),
            "Religion": filing.record.get("applicant.religion"),
            "Education and work": answers.schooling(filing),
        }
    elif number == 4:
        found = {"My journey": answers.journey(filing), "Earlier registrations": claim.earlier_lines(filing)}
    elif number == 5:
        found = {"My fear": claim.fear(filing), "Protection and safety elsewhere": claim.protection(filing)}
    shown = ((caption, text(filing, value)) for caption, value in found.items())
    return [{"caption": caption, "words": words} for caption, words in shown if words]


def findings_written_statement(filing: Filing) -> list[Finding]:
    """A statement that is empty, in another language, or read to the applicant by nobody knows whom."""
    found = []
    for path in ("statement.text", *(path for _number, _heading, path in _SECTIONS if path != "statement.text")):
        value, place = filing.record.get(path), filing.record.place(path)
        if path == "statement.text" and not has(value):
            message = _("There are no words for {what}, so the paper is empty.").format(what=_("the statement"))
            found.append(Finding("unhcr.statement-empty", Severity.BLOCKS, message, _("Answer it in the record."), place))
        elif value is None and path != "statement.text":
            message = _("A section of the statement has no answer yet: {question}.").format(question=place.question or path)
            remedy = _("Answer it in the record, or write not_applicable where the statement says it all.")
            found.append(Finding("unhcr.statement-section", Severity.ATTEND, message, remedy, place))
        elif isinstance(value, Text) and words_of(value, filing.language)[1]:
            message = _("{what} is not in the language of the filing; the original words are printed.")
            message = message.format(what=place.question or path)
            remedy = _("UNHCR also takes a statement in your own language, but asks for a translation later.")
            found.append(Finding("unhcr.statement-untranslated", Severity.ATTEND, message, remedy, place))
    if _read_in(filing) and filing.record.get("statement.interpreter") is None:
        message = _("The statement is read to you, but the record does not say by whom.")
        remedy = _("Name the person who reads it to you in your language.")
        place = filing.record.place("statement.interpreter")
        found.append(Finding("unhcr.interpreter-open", Severity.ATTEND, message, remedy, place))
    return found


def _read_in(filing: Filing) -> str:
    """The language in which the statement is read to the applicant, in words; empty where nobody has to."""
    tag = filing.record.get("statement.read_back_in")
    return language_name(tag.split("_")[0], "en") if isinstance(tag, str) and not isinstance(tag, Absent) else ""


# Confidential annex


def context_confidential_annex(filing: Filing) -> dict[str, Any]:
    """One person's own: the account that the others are not to read."""
    record = filing.record
    captions = {"where": "Where", "who": "By whom", "what": "What happened", "why": "Why", "injuries": "Injuries"}
    events = []
    for entry in family.printed(filing, "harm") if filing.person else ():
        said = labelled(filing, entry, captions)
        when = say(filing, answers.event_when(filing, entry))
        events.append({"when": when.text if when else "", "lines": said.text.split("\n") if said else []})
    statement = record.get("statement.text") if filing.person else None
    confidential = record.get("applicant.unhcr.confidential")
    return {
        **common(filing),
        "own_number": _number(filing, record.get("applicant.unhcr.number")),
        "needs": text(filing, answers.needs(filing)),
        "confidential": [one for one in paragraphs(text(filing, part_or_none(confidential)), _("the statement")) if one["text"]],
        "account": list(paragraphs(text(filing, part_or_none(statement)), _("the statement"))),
        "events": events,
    }


# Further papers


def context_further_papers(filing: Filing) -> dict[str, Any]:
    """`addressee`, and `appeal`: whether they go with an urgent appeal, which somebody else may have sent."""
    known = common(filing)
    appeal = filing.procedure.id == "urgent-appeal"
    special = "Special procedures of the Human Rights Council, OHCHR"
    return {**known, "appeal": appeal, "addressee": special if appeal else known["office"]}


# Index, separators, certificates


def context_exhibit_index(filing: Filing) -> dict[str, Any]:
    """`saved`: id of a post or page to the day it was saved; `dates`: of every exhibit to its date."""
    return {**common(filing), "saved": {str(e.get("id")): day(e.get("captured")) for e in filing.record.rows("evidence")}}


def context_exhibit_separator(filing: Filing, exhibit: Any) -> dict[str, Any]:
    return context_exhibit_index(filing)


def context_translator_certificate(filing: Filing, certificate: Any) -> dict[str, Any]:
    return common(filing)


# Sending an appeal


def context_urgent_appeal(filing: Filing) -> dict[str, Any]:
    return context_sending_sheet(filing)


def context_sending_sheet(filing: Filing) -> dict[str, Any]:
    """The subject line, the mandates, and which procedure is open against the States concerned."""
    record = filing.record
    removal = record.get("unhcr.appeal.removal_date")
    mandates = record.get("unhcr.appeal.mandates")
    states = [str(code) for code in appeals.states(filing)]
    return {
        **common(filing),
        "removal": day(removal) or "date not known",
        "removing": country_name(states[0], "en") if states else LINE,
        "imminent": isinstance(removal, PartialDate),
        "mandates": [appeals.MANDATES[str(one)] for one in mandates] if isinstance(mandates, list) else [],
        "procedures": [{"name": words} for words in PROCEDURES.values()],
        "matrix": [{"state": country_name(code, "en"), **cells(filing, code)} for code in states],
    }
