"""Items 14.1 to 14.18 of the application form: why the applicant asks for protection."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Mapping

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.helpers import is_own
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.kr.journey import has, last_entry
from jurisdictions.kr.wording import Entry, below, country, either, in_korean, labelled, part, period, say

_EVENT = {
    "where": ("어디에서", "Where"),
    "who": ("누가", "Who caused it"),
    "victim": ("누구에게", "To whom"),
    "what": ("무슨 일", "What happened"),
    "why": ("그렇게 믿는 이유", "Why I believe it occurred"),
    "injuries": ("상해", "Injuries"),
    "treatment": ("치료", "Treatment"),
    "reported": ("신고와 그 결과", "Reported, and what came of it"),
    "released": ("풀려난 경위와 이유", "How and why it ended"),
}


def grounds(filing: Filing) -> Value:
    """The form has no box for torture: it is another reason."""
    value = filing.record.get("claim.grounds")
    return list(dict.fromkeys("other" if one == "torture" else one for one in value)) if isinstance(value, list) else value


def _explained(path: str, when: str = "yes") -> Callable[[Filing], Value]:
    """The words that go with a yes (or with a no); not applicable after the other answer."""

    def answer(filing: Filing) -> Value:
        said = filing.record.get(f"{path}.answer")
        if said == when:
            return filing.record.get(f"{path}.explain")
        return Absent.NOT_APPLICABLE if said in ("yes", "no") else said

    return answer


def _said(path: str) -> Callable[[Filing], Value]:
    return lambda filing: filing.record.get(path)


past_harm, fear, family_harm = _said("claim.past_harm.answer"), _said("claim.fear.answer"), _said("kr.family_harm.answer")
protection, relocation = _said("claim.protection.answer"), _said("claim.relocation.answer")
protection_yes, protection_no = _explained("claim.protection"), _explained("claim.protection", "no")
relocation_yes, relocation_no = _explained("claim.relocation"), _explained("claim.relocation", "no")
family_harm_explain = _explained("kr.family_harm")
hostile = _said("kr.hostile_acts.answer")
family_contact = _said("claim.family_contact.answer")
how_learned = _said("claim.how_learned")


def hostile_explain(filing: Filing) -> Value:
    """Words may also say, after a no, what was done in peace: the form does not tell what it calls hostile."""
    said, words = hostile(filing), filing.record.get("kr.hostile_acts.explain")
    return Absent.NOT_APPLICABLE if said == "no" and words is None else said if isinstance(said, Absent) else words


def past_harm_explain(filing: Filing) -> Value:
    """The summary, then every event of the record with its date, in the order of time."""
    said = past_harm(filing)
    if said != "yes":
        return Absent.NOT_APPLICABLE if said == "no" else said
    events = sorted(
        filing.record.rows("harm"), key=lambda e: e["from"] if isinstance(e.get("from"), PartialDate) else PartialDate(9999)
    )
    pieces = [say(filing, filing.record.get("claim.past_harm.explain"))]
    pieces += [_event(filing, event, number) for number, event in enumerate(events, 1)]
    return value_of(filing, join("\n\n", pieces))


def _event(filing: Filing, event: Entry, number: int) -> Words | None:
    captions = {key: either(filing, *caption) for key, caption in _EVENT.items()}
    when = period(filing, event)
    head = join(" ", (Words(f"({number})"), when, country(filing, event.get("country"))))
    return join("\n", (head, labelled(filing, event, captions)))


def fear_explain(filing: Filing) -> Value:
    said = fear(filing)
    if said != "yes":
        return Absent.NOT_APPLICABLE if said == "no" else said
    captions = {"what": ("어떤 처분이나 박해", "What kind of harm"), "who": ("누가", "Who"), "why": ("이유", "Why")}
    about = filing.record.get("claim.fear")
    return value_of(filing, labelled(filing, about, {key: either(filing, *caption) for key, caption in captions.items()}))


# Tables


def has_organisations(filing: Filing) -> Value:
    return has(filing.record.get("organisations"))


def organisation_period(filing: Filing, entry: Entry) -> Value:
    return value_of(filing, period(filing, entry))


def organisation_name(filing: Filing, entry: Entry) -> Value:
    return line(filing, part(filing, entry.get("name")), country(filing, entry.get("country")), of=(entry.get("name"),))


def organisation_role(filing: Filing, entry: Entry) -> Value:
    return value_of(filing, join("; ", (part(filing, entry.get("role")), part(filing, entry.get("activities")))))


def own_arrests(filing: Filing) -> list[Entry]:
    """The record lists those of the family too; item 14.10 asks about the applicant."""
    return [entry for entry in filing.record.rows("arrests") if is_own(filing.record, entry.get("person"))]


def has_arrests(filing: Filing) -> Value:
    """Item 14.10 asks for offences. Whether an arrest was for one (administrative detention need not be) the applicant says."""
    said, listed = filing.record.get("kr.offence"), filing.record.get("arrests")
    if said is not None or not isinstance(listed, list):
        return has(listed) if said is None else said
    return None if own_arrests(filing) else Derived("no", ("arrests",))


def offences(filing: Filing) -> Value:
    """After a no there are none, after a yes there must be some; as long as nobody has said, those that may be. Who does not know
    whether it was for an offence, or does not wish to say, has no arrest in a list of offences."""
    said, listed, own = filing.record.get("kr.offence"), filing.record.get("arrests"), own_arrests(filing)
    if said == "yes":
        return own or None
    if not isinstance(listed, list):
        return listed
    if isinstance(said, Absent):
        return said
    return Absent.NONE if said == "no" else own or Absent.NONE


def offence(filing: Filing, entry: Entry) -> Value:
    """The charge, and beside it the charge in its original words, which no translation replaces."""
    charge, original = entry.get("charge"), entry.get("charge_original")
    said = part(filing, charge)
    told = not original or isinstance(original, Absent) or (said is not None and str(original) in said.text)
    words = join(" ", (said, None if told else Words(f"({original})")))
    return value_of(filing, words) if words else charge


def punishment(filing: Filing, entry: Entry) -> Value:
    """What was done and what came of it, with place and time of release."""
    where = join(
        ", ", (part(filing, entry.get("authority")), part(filing, entry.get("place")), country(filing, entry.get("country")))
    )
    pieces = (part(filing, entry.get("action")), where, part(filing, entry.get("outcome")), part(filing, entry.get("released")))
    return value_of(filing, join("; ", pieces))


def has_claims(filing: Filing) -> Value:
    return has(filing.record.get("earlier_claims"))


def claimant(filing: Filing, entry: Entry) -> Value:
    relation = part(filing, entry.get("relation"))
    return value_of(
        filing,
        join(" ", (say(filing, entry.get("person")), Words(f"({relation.text})", relation.untranslated) if relation else None)),
    )


def claim_country(filing: Filing, entry: Entry) -> Value:
    return line(
        filing, country(filing, entry.get("country")), part(filing, entry.get("authority")), part(filing, entry.get("number"))
    )


def claim_withdrawn(filing: Filing, entry: Entry) -> Value:
    """The record has this within the result."""
    return either(filing, "신청결과 참조", "see decision") if entry.get("result") is not None else None


def left_refuge(filing: Filing) -> Value:
    """Only who was recognised elsewhere has left a refuge."""
    claims = filing.record.get("earlier_claims")
    value = filing.record.get("kr.left_refuge")
    return below(claims) if value is None and isinstance(claims, Absent) else value


# Minors


def with_minor(filing: Filing) -> Value:
    return filing.record.get("kr.minors.answer")


def _minor(read: Callable[[Filing], Value]) -> Callable[[Filing], Value]:
    def answer(filing: Filing) -> Value:
        said = with_minor(filing)
        return read(filing) if said == "yes" else Absent.NOT_APPLICABLE if said else None

    return answer


minor_parent = _minor(_said("kr.minors.parent"))
minor_consent = _minor(
    lambda filing: (
        Absent.NOT_APPLICABLE
        if filing.record.get("kr.minors.parent") == "both_here" and filing.record.get("kr.minors.consent") is None
        else filing.record.get("kr.minors.consent.answer")
    )
)
minor_consent_explain = _minor(
    lambda filing: (
        Absent.NOT_APPLICABLE
        if filing.record.get("kr.minors.parent") == "both_here" and filing.record.get("kr.minors.consent") is None
        else filing.record.get("kr.minors.consent.explain")
    )
)


def applies_too(person: Entry) -> bool:
    """Whether a family member is here and applies together with the applicant."""
    return bool(person.get("accompanying") == "yes" and step(person, "kr.applies") == "yes")


def applying_children(filing: Filing, below_age: int) -> list[Entry]:
    """Children who apply too and are younger than this on the filing date, or whose age nobody has given."""
    here = [c for c in filing.record.rows("children") if isinstance(c, Mapping) and applies_too(c)]
    return [child for child in here if (age := age_of(filing, child)) is None or age < below_age]


def young_children(filing: Filing) -> list[Entry]:
    """Children who apply too and have no form of their own."""
    return applying_children(filing, filing.value("own_form_age"))


def age_of(filing: Filing, person: Entry) -> int | None:
    """Age in whole years on the filing date; None where the birth is not known to the year. By the earliest day it can mean."""
    birth = step(person, "birth.date")
    if not isinstance(birth, PartialDate):
        return None
    day = birth.first()
    return filing.date.year - day.year - ((filing.date.month, filing.date.day) < (day.month, day.day))


def may_be_either_age(filing: Filing, person: Entry, limit: int) -> bool:
    """Whether a date of birth leaves open on which side of an age the person is; one that is about a date may be a year off."""
    birth = step(person, "birth.date")
    if not isinstance(birth, PartialDate):
        return False
    day, first, last = filing.date, birth.first(), birth.last()
    most, least = (day.year - b.year - ((day.month, day.day) < (b.month, b.day)) for b in (first, last))
    return least - birth.approx < limit <= most + birth.approx


def child_risk(filing: Filing) -> Value:
    value = filing.record.get("kr.child_risk")
    told = filing.record.get("children") is not None
    if value is None and (with_minor(filing) == "no" or (told and not young_children(filing))):
        return Absent.NOT_APPLICABLE
    return value


def family_contact_explain(filing: Filing) -> Value:
    """The form asks for words after a yes and after a no."""
    said = family_contact(filing)
    return said if isinstance(said, Absent) else filing.record.get("claim.family_contact.explain")


# Evidence, time


def has_evidence(filing: Filing) -> Value:
    return has(filing.record.get("evidence"))


def submission(filing: Filing, entry: Entry) -> Value:
    """What lies in this packet is handed in with it, unless the record says otherwise."""
    said = entry.get("submission")
    if said is not None or not entry.get("file"):
        return said
    if filing.filed is not None:
        return "추가로 제출" if in_korean(filing) else "With these papers"
    return "신청서와 함께 제출" if in_korean(filing) else "With this application"


def year_after(day: datetime.date) -> datetime.date:
    """The same day a year later; 29 February becomes the 28th."""
    return day.replace(year=day.year + 1, day=min(day.day, calendar.monthrange(day.year + 1, day.month)[1]))


def is_late(filing: Filing) -> bool | None:
    """Whether more than a year has passed since the last entry; None where nobody can tell."""
    arrival = step(last_entry(filing), "date")
    if not isinstance(arrival, PartialDate):
        return None
    if filing.date > year_after(arrival.last()):
        return True
    return False if filing.date <= year_after(arrival.first()) else None


def late_filing(filing: Filing) -> Value:
    """The reasons, where they are asked for: more than a year after the last entry (item 10.7)."""
    said = filing.record.get("claim.late_filing")
    if said is None and is_late(filing) is False:
        return Derived(Absent.NOT_APPLICABLE, ("travel.entries",))
    if is_late(filing) and not isinstance(said, Text):
        return None
    return said
