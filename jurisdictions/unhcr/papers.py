"""Identity papers and evidence on the forms: what can be shown, what is missing and why."""

from __future__ import annotations

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.values import Absent, Value, step
from jurisdictions.unhcr import family
from jurisdictions.unhcr.wording import Entry, captioned, country, has, part, say

_KINDS = {
    "passport": "Passport",
    "travel_document": "Travel document",
    "identity_card": "Identity card",
    "household_register": "Household register",
    "birth_certificate": "Birth certificate",
    "other": "Other document",
}


def own_documents(filing: Filing) -> Value:
    """The documents of the person; one of which nobody tells whose it is may be theirs."""
    value = filing.record.get("documents")
    if not isinstance(value, list):
        return value
    own = [one for one in value if one.get("holder") in (None, "applicant", family.own_id(filing))]
    untold = [one["holder"] for one in value if one.get("holder") in (Absent.UNKNOWN, Absent.DECLINED)]
    return own or (untold[0] if untold else Absent.NONE)


def _kind(filing: Filing, kind: Value) -> Words | None:
    return say(filing, kind) if kind is None or isinstance(kind, Absent) else Words(_KINDS.get(str(kind), str(kind)))


def document_kind(filing: Filing, entry: Entry) -> Value:
    kind = entry.get("kind")
    number = entry.get("number")
    shown = captioned("no.", part(filing, number))
    return line(filing, _kind(filing, kind), Words(shown.text.replace(":", "")) if shown else None)


def document_place(filing: Filing, entry: Entry) -> Value:
    return line(filing, part(filing, entry.get("authority")), country(filing, entry.get("country")), of=(entry.get("authority"),))


def document_held(filing: Filing, entry: Entry) -> Value:
    """Whether it is genuine and whether the person has it now, with the explanation of a no."""
    pieces = []
    for key, caption in (("genuine", "Genuine"), ("held", "Held now")):
        answer = step(entry, f"{key}.answer")
        why = step(entry, f"{key}.explain") if answer == "no" else None
        pieces.append(captioned(caption, join(" – ", (say(filing, answer), part(filing, why)))))
    return line(filing, *pieces, separator="\n")


def papers(filing: Filing) -> Value:
    """What can be shown: the words of the applicant, else the papers of the record that are held now; then what is missing.

    A paper of which nobody has said whether it is held leaves the answer open: it cannot be promised."""
    said = filing.record.get("unhcr.id_to_present")
    own = own_documents(filing)
    listed = own if isinstance(own, list) and not has(said) else []
    if any(step(one, "held.answer") is None for one in listed):
        return Derived(None, ("documents.held",))
    held = [one for one in listed if step(one, "held.answer") == "yes"]
    lines = [part(filing, said)] if has(said) else [_paper(filing, one) for one in held]
    lines.append(captioned("Missing", part(filing, filing.record.get("unhcr.papers_missing"))))
    if words := join("\n", lines):
        return value_of(filing, words)
    if not isinstance(own, list):
        return own
    untold = (step(one, "held.answer") for one in own if step(one, "held.answer") in (Absent.UNKNOWN, Absent.DECLINED))
    return next(untold, Absent.NONE)


def _paper(filing: Filing, entry: Entry) -> Words | None:
    kind = document_kind(filing, entry)
    expires = captioned("valid until", part(filing, entry.get("expires")))
    shown = Words(expires.text.replace(":", ""), expires.untranslated) if expires else None
    return join(", ", (say(filing, kind), country(filing, entry.get("country")), shown))


def missing_documents(filing: Filing) -> Value:
    """What the applicant says of missing papers, then the evidence that could not be had."""
    lines = [part(filing, filing.record.get("unhcr.papers_missing"))]
    for entry in filing.record.rows("missing_evidence"):
        lines.append(join(": ", (part(filing, entry.get("what")), part(filing, entry.get("why")))))
        lines.append(part(filing, entry.get("steps")))
    return line(filing, *lines, of=(filing.record.get("unhcr.papers_missing"),), separator="\n")


def unlawful_documents(filing: Filing) -> Value:
    own = own_documents(filing)
    if not isinstance(own, list):
        return Absent.NOT_APPLICABLE if own in (Absent.NONE, Absent.NOT_APPLICABLE) else own
    found = [
        join(
            ": ",
            (
                say(filing, document_kind(filing, one)),
                part(filing, step(one, "genuine.explain")),
                part(filing, one.get("obtained")),
            ),
        )
        for one in own
        if step(one, "genuine.answer") == "no"
    ]
    return value_of(filing, join("\n", found)) if found else Absent.NOT_APPLICABLE


def other_documents(filing: Filing) -> Value:
    value = filing.record.get("evidence")
    return value if not isinstance(value, list) or not value else "See the index of exhibits and the exhibits"


def attachments(filing: Filing) -> Value:
    """The titles of the evidence, in its order; letters and pages stand in the index of exhibits."""
    value = filing.record.get("evidence")
    if not isinstance(value, list):
        return value
    return line(filing, *(join(", ", (say(filing, e.get("title")), part(filing, e.get("date")))) for e in value), separator="; ")


def appeal_annexes(filing: Filing) -> Value:
    """The titles, as long as they leave the appeal on one page; of many papers, their number."""
    entries = filing.record.rows("evidence")
    return f"{len(entries)} exhibits, see the index of exhibits" if len(entries) > 4 else attachments(filing)
