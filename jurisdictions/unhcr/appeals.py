"""What the urgent appeal and the two questionnaires of the United Nations say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.helpers import is_own
from asylum_forms.record.people import helper
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.unhcr import claim, family
from jurisdictions.unhcr.wording import (
    Entry,
    address,
    asked,
    captioned,
    citizenship,
    country,
    explained,
    has,
    name,
    not_safe,
    part,
    say,
)

_REQUESTS = {
    "suspend": "suspend the removal and not return me to any country where I would be in danger",
    "unhcr": "give me access to UNHCR",
    "lawyer": "give me access to a lawyer",
    "release": "release me",
    "medical": "give me the medical care that I need",
}
MANDATES = {
    "torture": "Special Rapporteur on torture",
    "arbitrary_detention": "Working Group on Arbitrary Detention",
    "disappearances": "Working Group on Enforced or Involuntary Disappearances",
    "expression": "Special Rapporteur on freedom of opinion and expression",
    "defenders": "Special Rapporteur on human rights defenders",
    "religion": "Special Rapporteur on freedom of religion or belief",
    "minorities": "Special Rapporteur on minority issues",
}

# The urgent appeal


def states(filing: Filing) -> list[str]:
    """Codes of the States that the appeal is about."""
    return [str(code) for code in filing.record.rows("unhcr.appeal.states")]


def identity(filing: Filing) -> Value:
    """The paper by which the person is known: the newest passport, else another paper; an Absent where there is none."""
    value = filing.record.get("documents")
    if not isinstance(value, list):
        return value
    own = [one for one in value if one.get("holder") in (None, "applicant", family.own_id(filing))]
    order = ("passport", "travel_document", "identity_card")
    ranked = [one for kind in order for one in own if one.get("kind") == kind] or own
    return ranked[0] if ranked else Absent.NONE


def appeal_victim(filing: Filing) -> Value:
    record = filing.record
    native = name(record.get("applicant.name"))
    paper = identity(filing)
    number = part(filing, step(paper, "number")) if isinstance(paper, Mapping) else None
    kind = str(step(paper, "kind") or "paper").replace("_", " ")
    nation = citizenship(filing, record.get("applicant.nationalities"))
    lines = [
        join(
            "; ",
            (
                Words(native) if native else None,
                captioned("born", say(filing, record.get("applicant.birth.date"))),
                captioned("nationality", say(filing, nation)),
                captioned(f"{kind} no.", number),
                captioned("UNHCR no.", say(filing, record.get("unhcr.number"))),
            ),
        ),
        captioned("Present location", say(filing, record.get("unhcr.appeal.location"))),
        captioned("Consents to this appeal", say(filing, record.get("unhcr.appeal.consent")) or Words("not yet stated")),
        captioned("Name may be made public", Words("yes" if record.get("unhcr.appeal.public") == "yes" else "no")),
    ]
    return value_of(filing, join("\n", lines)) if native else None


def appeal_states(filing: Filing) -> Value:
    named = [country(filing, code) for code in states(filing)]
    authority = captioned("Authority", say(filing, filing.record.get("unhcr.appeal.authority")))
    if not named:
        return asked(filing.record.get("unhcr.appeal"), "states")
    return value_of(filing, join("\n", (join(", ", named), authority)))


def appeal_removal(filing: Filing) -> Value:
    group = filing.record.get("unhcr.appeal")
    keys = {"removal_date": "Date", "removal_time": "Time", "removal_means": "Means"}
    values = [step(group, key) for key in keys]
    lines = (captioned(caption, say(filing, step(group, key))) for key, caption in keys.items())
    return line(filing, *lines, of=values, separator=". ") if any(value is not None for value in values) else None


def appeal_risk(filing: Filing) -> Value:
    said = filing.record.get("unhcr.appeal.risk")
    return said if has(said) else claim.fear(filing)


def appeal_steps(filing: Filing) -> Value:
    """What was tried, then the earlier registrations, with their numbers."""
    said = filing.record.get("unhcr.appeal.steps")
    before = claim.earlier_lines(filing)
    shown = captioned("Earlier registrations and applications", say(filing, before))
    return line(filing, say(filing, said), shown, separator="\n") if said is not None else None


def appeal_requests(filing: Filing) -> Value:
    wanted = filing.record.get("unhcr.appeal.requests")
    if not isinstance(wanted, list):
        return wanted
    shown = [_REQUESTS[str(one)] for one in wanted]
    return f"I ask you to urge the State(s) to: {'; '.join(f'({n}) {words}' for n, words in enumerate(shown, 1))}."


def appeal_source(filing: Filing) -> Value:
    """Who sends it, how to reach them, and what must not be passed on. The sender is not named to the government."""
    who = sender(filing)
    if who is None:
        return None
    sent, hidden = (filing.record.get(f"unhcr.appeal.{key}") for key in ("source", "confidential"))
    return line(
        filing,
        say(filing, who),
        None if _author(filing) or sent in (Absent.UNKNOWN, Absent.DECLINED) else not_safe(filing),
        Words("The identity of the source is confidential."),
        captioned("Also confidential", part(filing, hidden)),
        separator="\n",
    )


# Who sends it


def _author(filing: Filing) -> Entry | None:
    """The helper who sends it; None where it is the person concerned or nobody has said."""
    said = filing.record.get("unhcr.appeal.source")
    return helper(filing.record, said) if isinstance(said, str) and not isinstance(said, Absent) else None


def _open(filing: Filing) -> bool:
    return filing.record.get("unhcr.appeal.source") is None


def sender(filing: Filing) -> Value:
    """Name, address, telephone and e-mail of whoever sends it."""
    if _open(filing):
        return None
    who = _author(filing)
    record = filing.record
    if who is None:
        pieces: tuple[Any, ...] = (
            record.get("applicant.residence"),
            record.get("applicant.contact.phone"),
            record.get("applicant.contact.email"),
        )
        called = f"{name(record.get('applicant.name'))} (the person concerned)"
    else:
        pieces, called = (who.get("address"), who.get("phone"), who.get("email")), name(who.get("name"))
    organisation = part(filing, who.get("organisation")) if who else None
    where = address(filing, pieces[0]) if isinstance(pieces[0], Mapping) else None
    return line(filing, Words(called), organisation, where, *(part(filing, value) for value in pieces[1:]))


def _of_author(read: Callable[[Filing, Entry], Value], own: Callable[[Filing], Value]) -> Callable[[Filing], Value]:
    """A box about the author of a report: of a helper, or of the person concerned."""

    def answer(filing: Filing) -> Value:
        if _open(filing):
            return None
        who = _author(filing)
        return own(filing) if who is None else read(filing, who)

    return answer


def _upper(value: Value) -> Value:
    return value.upper() if isinstance(value, str) and not isinstance(value, Absent) else value


def _lives(filing: Filing, value: Value) -> Value:
    return value_of(filing, address(filing, value)) if isinstance(value, Mapping) else value


author_family = _of_author(
    lambda filing, who: _upper(step(who, "name.family")), lambda filing: _upper(filing.record.get("applicant.name.family"))
)
author_given = _of_author(lambda filing, who: step(who, "name.given"), lambda filing: filing.record.get("applicant.name.given"))
author_relation = _of_author(lambda filing, who: who.get("relation"), lambda filing: "The victim")
author_organisation = _of_author(lambda filing, who: who.get("organisation"), lambda filing: Absent.NONE)
author_address = _of_author(
    lambda filing, who: _lives(filing, who.get("address")),
    lambda filing: _lives(filing, filing.record.get("applicant.residence")),
)


# Identity papers and occupation in the questionnaires


def _paper(key: str) -> Callable[[Filing], Value]:
    def answer(filing: Filing) -> Value:
        found = asked(identity(filing), key)
        return Absent.NOT_APPLICABLE if found is Absent.NONE and identity(filing) is Absent.NONE else found

    return answer


identity_issued, identity_number = _paper("issued"), _paper("number")


def identity_kind(filing: Filing) -> Value:
    found = asked(identity(filing), "kind")
    return str(found).replace("_", " ").capitalize() if isinstance(found, str) and not isinstance(found, Absent) else found


def identity_authority(filing: Filing) -> Value:
    paper = identity(filing)
    if not isinstance(paper, Mapping):
        return asked(paper, "authority")
    return line(filing, part(filing, paper.get("authority")), country(filing, paper.get("country")), of=(paper.get("authority"),))


def profession(filing: Filing) -> Value:
    """Occupation, and the activities that the arrest may have been about."""
    work, acts = filing.record.get("applicant.occupation"), claim.activities(filing)
    return line(filing, part(filing, work), say(filing, acts) if has(acts) else None, of=(work,), separator="; ")


# Detention


def arrest(filing: Filing) -> Value:
    """The arrest that the questionnaire is about: the one named, else the only one. Never another person's: its part I names
    the applicant."""
    own = [entry for entry in family.printed(filing, "arrests") if is_own(filing.record, entry.get("person"))]
    wanted = filing.record.get("unhcr.wgad.arrest")
    if wanted is None:
        return own[0] if len(own) == 1 else None
    return next((entry for entry in own if entry.get("id") == wanted), None)


def arrest_date(filing: Filing) -> Value:
    return step(arrest(filing), "date")


def arrest_place(filing: Filing) -> Value:
    found = arrest(filing)
    if not isinstance(found, Mapping):
        return None
    return line(filing, part(filing, found.get("place")), country(filing, found.get("country")), of=(found.get("place"),))


def arrest_forces(filing: Filing) -> Value:
    return step(arrest(filing), "authority")


def arrest_warrant(filing: Filing) -> Value:
    return explained(filing, filing.record.get("unhcr.wgad.warrant"))


def arrest_reason(filing: Filing) -> Value:
    found = arrest(filing)
    return value_of(filing, claim.charge(filing, found)) if isinstance(found, Mapping) else None


def detention_time(filing: Filing) -> Value:
    """From when to when; of a detention that goes on, what the applicant says."""
    said, found = filing.record.get("unhcr.wgad.duration"), arrest(filing)
    end = step(found, "until")
    if has(said) or said in (Absent.UNKNOWN, Absent.DECLINED):
        return said
    if not isinstance(end, PartialDate):
        return end if end in (Absent.UNKNOWN, Absent.DECLINED) else None
    return line(filing, join(" ", (Words("From"), say(filing, step(found, "date")), Words("to"), say(filing, end))))


def detention_circumstances(filing: Filing) -> Value:
    """What the applicant says for this box, then how the arrest began and ended."""
    said, found = filing.record.get("unhcr.wgad.circumstances"), arrest(filing)
    if said is None:
        return None
    keys = {"reason": "True reason", "action": "What was done", "outcome": "Outcome", "released": "Release"}
    lines = (captioned(caption, part(filing, step(found, key))) for key, caption in keys.items())
    return line(filing, part(filing, said), *lines, separator="\n")


def detention_remedies(filing: Filing) -> Value:
    said, others = filing.record.get("unhcr.wgad.remedies"), filing.record.get("unhcr.appeal.other_procedures")
    if said is None:
        return None
    return line(filing, say(filing, said), captioned("Other international procedures", say(filing, others)), separator="\n")


# Torture


def event(filing: Filing) -> Value:
    """The event that the questionnaire is about: the one named, else the only one."""
    entries = family.printed(filing, "harm")
    wanted = filing.record.get("unhcr.torture.event")
    if wanted is None:
        return entries[0] if len(entries) == 1 else None
    return next((entry for entry in entries if entry.get("id") == wanted), None)


def _event(key: str) -> Callable[[Filing], Value]:
    return lambda filing: step(event(filing), key)


torture_forces, torture_methods, torture_injuries = _event("who"), _event("what"), _event("injuries")


def torture_when(filing: Filing) -> Value:
    found = event(filing)
    return claim.event_when(filing, found) if isinstance(found, Mapping) else None


def torture_visits(filing: Filing) -> Value:
    return explained(filing, filing.record.get("unhcr.torture.visits"))


def torture_treated(filing: Filing) -> Value:
    return explained(filing, filing.record.get("unhcr.torture.treated"))


def torture_detected(filing: Filing) -> Value:
    return explained(filing, filing.record.get("unhcr.torture.detected"))


def torture_purpose(filing: Filing) -> Value:
    said = filing.record.get("unhcr.torture.purpose")
    return said if has(said) else step(event(filing), "why")


def torture_examined(filing: Filing) -> Value:
    said = explained(filing, filing.record.get("unhcr.torture.examined"))
    treated = step(event(filing), "treatment")
    return None if said is None else line(filing, say(filing, said), part(filing, treated), separator="\n")


def torture_autopsy(filing: Filing) -> Value:
    return Absent.NOT_APPLICABLE


def torture_remedies(filing: Filing) -> Value:
    said = filing.record.get("unhcr.torture.remedies")
    reported = step(event(filing), "reported")
    return said if isinstance(said, Text) or said in (Absent.NONE, Absent.UNKNOWN, Absent.DECLINED) else reported
