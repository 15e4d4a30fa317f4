"""What the forms say of the journey and of the claim: borders, transit, earlier registrations, events, fear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.helpers import is_own
from asylum_forms.record.people import helper
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.unhcr import family
from jurisdictions.unhcr.wording import Entry, asked, captioned, country, explained, labelled, name, part, period, say

_GROUNDS = {
    "race": "Race",
    "religion": "Religion",
    "nationality": "Nationality",
    "political_opinion": "Political opinion",
    "social_group": "Membership of a particular social group",
    "family": "Family unity",
    "torture": "Danger of torture",
    "other": "Other",
}

# The claim in short


def reasons(filing: Filing) -> Value:
    """The applicant's own summary; without one what the record says of past harm and of the fear."""
    said = filing.record.get("unhcr.reasons")
    if said is not None:
        return said
    past = part(filing, filing.record.get("claim.past_harm.explain"))
    words = join("\n", (past, _fear(filing)))
    return value_of(filing, words) if words else filing.record.get("claim.past_harm.answer")


def why_left(filing: Filing) -> Value:
    """The same without the fear, where the form asks for that in the next box."""
    said = filing.record.get("unhcr.reasons")
    return said if said is not None else filing.record.get("claim.past_harm.explain")


def _fear(filing: Filing) -> Words | None:
    value = filing.record.get("claim.fear")
    captions = {"what": "What I fear", "who": "From whom", "why": "Why"}
    return labelled(filing, value, captions) if isinstance(value, Mapping) else None


def fear(filing: Filing) -> Value:
    words = _fear(filing)
    return value_of(filing, words) if words else asked(filing.record.get("claim.fear"), "answer")


def protection(filing: Filing) -> Value:
    lines = []
    for key, caption in (("protection", "Protection by the State"), ("relocation", "Another part of the country")):
        lines.append(captioned(caption, say(filing, explained(filing, filing.record.get(f"claim.{key}")))))
    return _untranslated(filing, lines)


def _untranslated(filing: Filing, lines: list[Words | None]) -> Value:
    words = join("\n", lines)
    return value_of(filing, words) if words else None


def exclusion(filing: Filing) -> Value:
    """Harm done to others, and service in an armed force: UNHCR asks about both."""
    record = filing.record
    lines = [
        captioned("Took part in harming others", say(filing, explained(filing, record.get("claim.persecutor")))),
        captioned("Served in an army, militia or police", say(filing, asked(record.get("military"), "served"))),
    ]
    if record.get("military.served") == "yes":
        keys = ("branch", "unit", "rank", "place")
        military = record.get("military")
        lines.append(join(", ", (period(filing, military), *(part(filing, military.get(key)) for key in keys))))
    return _untranslated(filing, lines)


def grounds(filing: Filing) -> Value:
    value = filing.record.get("claim.grounds")
    return [_GROUNDS.get(str(one), str(one)) for one in value] if isinstance(value, list) else value


def origin(filing: Filing) -> Value:
    value = filing.record.get("claim.country") or step(filing.record.get("applicant.nationalities"), "0.country")
    return value_of(filing, country(filing, value)) if isinstance(value, str) and not isinstance(value, Absent) else value


def statement_attached(filing: Filing) -> Value:
    value = filing.record.get("statement.text")
    return "See the attached written statement" if isinstance(value, Text) else value


# Events and arrests; what is about another adult who has not agreed is left out


def _shown(filing: Filing, path: str) -> Value:
    value = filing.record.get(path)
    return family.printed(filing, path) or Absent.NONE if isinstance(value, list) and value else value


def events(filing: Filing) -> Value:
    return _shown(filing, "harm")


def arrests(filing: Filing) -> Value:
    return _shown(filing, "arrests")


def event_when(filing: Filing, entry: Entry) -> Value:
    return line(filing, period(filing, entry), part(filing, entry.get("where")), country(filing, entry.get("country")))


def event_who(filing: Filing, entry: Entry) -> Value:
    return entry.get("who")


def event_what(filing: Filing, entry: Entry) -> Value:
    captions = {
        "victim": "Harmed",
        "injuries": "Injuries",
        "treatment": "Treatment",
        "reported": "Reported",
        "released": "How it ended",
    }
    reason = captioned("Reason", say(filing, entry.get("why")))
    return line(filing, say(filing, entry.get("what")), reason, labelled(filing, entry, captions, " / "), separator="\n")


def arrest_when(filing: Filing, entry: Entry) -> Value:
    """When and where, below whose arrest it was where it was not the applicant's own."""
    who = entry.get("person")
    other = None if is_own(filing.record, who) else captioned("Arrested", say(filing, who))
    spot = join(", ", (period(filing, entry, "date"), part(filing, entry.get("place")), country(filing, entry.get("country"))))
    return line(filing, other, spot, separator="\n")


def charge(filing: Filing, entry: Entry) -> Words | None:
    """The charge, and beside it the charge in its original words, which no translation replaces."""
    original = entry.get("charge_original")
    said = say(filing, entry.get("charge"))
    if not isinstance(original, str) or isinstance(original, Absent) or (said is not None and original in said.text):
        return said
    return join(" ", (said, Words(f"({original})")))


def arrest_charge(filing: Filing, entry: Entry) -> Value:
    return line(filing, say(filing, entry.get("authority")), captioned("Charge", charge(filing, entry)), separator="\n")


def arrest_outcome(filing: Filing, entry: Entry) -> Value:
    return line(filing, *(part(filing, entry.get(key)) for key in ("action", "outcome", "released")), separator="\n")


# The journey


def transit(filing: Filing) -> Value:
    return filing.record.get("travel.transit")


def transit_place(filing: Filing, entry: Entry) -> Value:
    return line(filing, country(filing, entry.get("country")), part(filing, entry.get("place")))


def transit_until(filing: Filing, entry: Entry) -> Value:
    """The day of leaving; a country in which the person still is has none."""
    return "still there" if entry.get("until") is Absent.NOT_APPLICABLE else entry.get("until")


def transit_status(filing: Filing, entry: Entry) -> Value:
    return entry.get("status")


def transit_protection(filing: Filing, entry: Entry) -> Value:
    sought = captioned("Protection asked for", say(filing, explained(filing, entry.get("asylum_sought"))))
    return line(filing, sought, captioned("Why I left", part(filing, entry.get("reason_left"))), separator="\n")


def stopped_in(filing: Filing) -> Entry | None:
    """The stay in transit that still goes on in the country where the person is now; None where there is none."""
    here = filing.record.get("unhcr.here")
    stays = (e for e in filing.record.rows("travel.transit") if here is not None and e.get("country") == here)
    return next((entry for entry in stays if not isinstance(entry.get("until"), PartialDate)), None)


def last_entry(filing: Filing) -> Value:
    """The last entry into the country where the person is now; of who was not let in, the stay in transit there."""
    value = filing.record.get("travel.entries")
    if not isinstance(value, list):
        stay = stopped_in(filing)
        return {**stay, "date": stay.get("from")} if stay else value
    here = filing.record.get("unhcr.here")
    ours = [entry for entry in value if entry.get("country") in (here, None) or here is None]
    dated = [entry for entry in ours if isinstance(entry.get("date"), PartialDate)]
    return max(dated, key=lambda entry: entry["date"]) if dated else ours[0] if ours else None


def arrival(filing: Filing) -> Value:
    """The day and the point of arrival, the status, and whether an officer saw the person."""
    entry = last_entry(filing)
    found: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {}
    said = filing.record.get("unhcr.arrived")
    when = said if said is not None else found.get("date")
    checked = explained(filing, found.get("inspected"))
    return line(
        filing,
        join(", ", (say(filing, when), part(filing, found.get("place")), country(filing, found.get("country")))),
        captioned("Status", part(filing, found.get("status"))),
        captioned("Checked by an officer", say(filing, checked) if found else None),
        of=(entry,),
        separator="\n",
    )


def documents_used(filing: Filing) -> Value:
    """Whether the journey was made on the person's own passport, and the passports they have or had, carried or not."""
    entry = last_entry(filing)
    found: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {}
    own = explained(filing, found.get("own_passport"))
    known = filing.record.rows("documents")
    own_papers = [one for one in known if one.get("holder") in (None, "applicant", family.own_id(filing))]
    papers = [one for one in own_papers if one.get("kind") in ("passport", "travel_document")]
    shown = (join(" ", (Words(str(one["kind"]).replace("_", " ")), part(filing, one.get("number")))) for one in papers)
    crossed = filing.record.get("unhcr.without_papers")
    return line(
        filing,
        captioned("Own passport used on arrival", say(filing, own)),
        captioned("Helped by", say(filing, found.get("helped_by"))),
        captioned("Own documents", join("; ", shown)),
        Words("For borders crossed without documents see I.5.") if isinstance(crossed, Text) else None,
        of=(filing.record.get("documents"), entry),
        separator="\n",
    )


def journey(filing: Filing) -> Value:
    return value_of(filing, join("\n", route(filing)))


def route(filing: Filing) -> list[Words]:
    """The whole way, a line for each step: leaving, crossings without papers, every country of transit, arrival."""
    record = filing.record
    left = record.get("travel.left_home")
    known: Mapping[str, Any] = left if isinstance(left, Mapping) else {}
    lines = []
    if known:
        details = join(", ", (part(filing, known.get("place")), part(filing, known.get("means"))))
        lines.append(join(": ", (join(" ", (Words("Left my country"), _on(filing, known.get("date")))), details)))
    lines.append(
        captioned("Borders crossed without papers or outside a checkpoint", say(filing, record.get("unhcr.without_papers")))
    )
    here = stopped_in(filing) if not record.rows("travel.entries") else None
    for entry in _by_day([one for one in record.rows("travel.transit") if one is not here]):
        where = join(", ", (country(filing, entry.get("country")), part(filing, entry.get("place"))))
        lines.append(join(": ", (where, join(", ", (period(filing, entry), part(filing, entry.get("status")))))))
    came = arrival(filing)
    shown = last_entry(filing)
    if isinstance(shown, Mapping) or isinstance(record.get("unhcr.arrived"), PartialDate):
        lines.append(captioned("Arrived", say(filing, came)))
    return [one for one in lines if one]


def _on(filing: Filing, day: Value) -> Words | None:
    words = part(filing, day)
    return Words(f"on {words.text}") if words and isinstance(day, PartialDate) and day.day else words


def _by_day(entries: list[Entry]) -> list[Entry]:
    """In the order of time; an entry without a date stays where it is among the others."""
    dated = iter(sorted((e for e in entries if isinstance(e.get("from"), PartialDate)), key=lambda e: e["from"]))
    return [next(dated) if isinstance(entry.get("from"), PartialDate) else entry for entry in entries]


# Earlier registrations


def earlier(filing: Filing) -> Value:
    """Registrations of this person and of the family, but not those of another adult who has not agreed."""
    value = filing.record.get("earlier_claims")
    if not isinstance(value, list):
        return value
    closed = family.closed(filing)
    return [entry for entry in value if not family.named(filing, entry.get("person"), closed)] or Absent.NONE


def earlier_lines(filing: Filing) -> Value:
    found = earlier(filing)
    if not isinstance(found, list):
        return found
    return line(filing, *(claim_line(filing, entry) for entry in found), separator="\n")


def claim_line(filing: Filing, entry: Entry) -> Words | None:
    """`Myself: UNHCR Bangkok, Thailand, no. ..., 4 July 2022: pending`."""
    number = part(filing, entry.get("number"))
    shown = Words(f"no. {number.text}") if number else None
    where = join(", ", (say(filing, claim_where(filing, entry)), shown, part(filing, entry.get("date"))))
    return join(": ", (say(filing, entry.get("person")), where, part(filing, entry.get("result"))))


def claim_who(filing: Filing, entry: Entry) -> Value:
    return entry.get("person")


def claim_where(filing: Filing, entry: Entry) -> Value:
    pieces = (part(filing, entry.get("authority")), part(filing, entry.get("place")), country(filing, entry.get("country")))
    return line(filing, *pieces, of=(entry.get("authority"),))


def claim_outcome(filing: Filing, entry: Entry) -> Value:
    return line(
        filing, part(filing, entry.get("result")), part(filing, entry.get("explain")), of=(entry.get("result"),), separator="; "
    )


# The dossier


def referred_by(filing: Filing) -> Value:
    said = filing.record.get("unhcr.referral.prepared_by")
    if said is None:
        return None
    if isinstance(said, Absent):
        return "The applicant"
    who = helper(filing.record, said)
    return line(
        filing,
        Words(name(who.get("name"))),
        part(filing, who.get("organisation")),
        part(filing, who.get("phone")),
        part(filing, who.get("email")),
    )


def dossier_declaration(filing: Filing) -> Value:
    who = name(filing.record.get("applicant.name"))
    if not who:
        return None
    return (
        f"I, {who}, agree that this dossier is given to the office named in 1.1. I have read it, or it was read to me in "
        "a language I understand, and it is true to the best of my knowledge."
    )


def activities(filing: Filing) -> Value:
    """Groups the person belonged to, then what the person did in public."""
    lines = []
    for entry in family.printed(filing, "organisations"):
        lines.append(join(", ", (part(filing, entry.get(key)) for key in ("name", "role"))))
    acts = filing.record.get("claim.hostile_acts")
    if step(acts, "answer") == "yes":
        lines.append(part(filing, step(acts, "explain")))
    if words := join("; ", lines):
        return value_of(filing, words)
    said = (filing.record.get("organisations"), step(acts, "answer"))
    kept = next((one for one in said if one in (Absent.UNKNOWN, Absent.DECLINED)), None)
    return kept or (Absent.NONE if all(isinstance(one, (Absent, list)) or one == "no" for one in said) else None)
