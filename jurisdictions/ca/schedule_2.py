"""Answers of Form IMM 0008 Schedule 2: the claim, the journey and the family of a refugee outside Canada."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, value_of
from asylum_forms.record.values import Absent, PartialDate, Value, step
from jurisdictions.ca.ircc import (
    GROWN,
    answer,
    either_yes,
    explained_words,
    explanation,
    flowing,
    said,
    sentences,
    town,
    years_before,
)
from jurisdictions.ca.schedule_a import claims_words, in_words, is_own, whose_open
from jurisdictions.ca.wording import Entry, address, captioned, country, either, name_of, part, period

MARITAL = {
    "single": "Never married",
    "married": "Married",
    "common_law": "Common-law",
    "separated": "Legally separated",
    "divorced": "Divorced",
    "widowed": "Widowed",
}
"""What the form's own list calls a marital status; the list is the form's, so it is in English in every filing."""

_CHILD = {"male": ("Son", "Fils"), "female": ("Daughter", "Fille"), None: ("Child", "Enfant")}
_SIBLING = {"male": ("Brother", "Frère"), "female": ("Sister", "Sœur"), None: ("Sibling", "Frère ou sœur")}


def s2_role(filing: Filing) -> Value:
    """The applicant the case is for; another one of 18 or older, or one who follows within one year."""
    if not filing.person:
        return "principal"
    return "window" if filing.record.get("ca.family_window") == "yes" else "family"


def s2_client(filing: Filing) -> Value:
    """The client number of the principal applicant, on everybody's form."""
    return filing.record.person("").get("ca.client_id")


def s2_referred(filing: Filing) -> Value:
    value = filing.record.get("ca.referral.kind")
    return "none" if value is Absent.NONE else value


def s2_referral_organisation(filing: Filing) -> Value:
    """The box belongs to `Referred by a referral organization`."""
    kind = s2_referred(filing)
    if kind == "organisation":
        return filing.record.get("ca.referral.organisation")
    return Absent.NOT_APPLICABLE if said(kind) else kind


def s2_referral_number(filing: Filing) -> Value:
    kind = s2_referred(filing)
    return Absent.NOT_APPLICABLE if kind == "none" else filing.record.get("ca.referral.number")


# 1 and 2. Earlier applications


def s2_1a(filing: Filing) -> Value:
    return answer(filing, "ca.resettlement")


def s2_1b(filing: Filing) -> Value:
    return explanation(filing, "ca.resettlement")


def s2_1c(filing: Filing) -> Value:
    given = s2_1a(filing)
    return filing.record.get("ca.resettlement_changes") if given == "yes" else Absent.NOT_APPLICABLE if given == "no" else given


def _claimed(path: str) -> Callable[[Filing], Value]:
    """A yes or no about claims for refugee status; without any claim in the record, no."""

    def found(filing: Filing) -> Value:
        given = answer(filing, path)
        return "no" if given is None and filing.record.get("earlier_claims") is Absent.NONE else given

    return found


s2_2a, s2_2b = _claimed("ca.refused_refugee_status"), _claimed("ca.pending_refugee_status")
s2_2c = _claimed("ca.unhcr")


def s2_2_details(filing: Filing) -> Value:
    """The explanations, and the claims that the record lists."""
    given = either_yes(s2_2a(filing), s2_2b(filing))
    if given != "yes":
        return Absent.NOT_APPLICABLE if given == "no" else given
    paths = ("ca.refused_refugee_status", "ca.pending_refugee_status")
    own = [explained_words(filing, filing.record.get(path)) for path in paths if answer(filing, path) == "yes"]
    if open_ := whose_open(filing, "earlier_claims"):
        return Derived(None, (open_,))
    listed = claims_words(filing, [entry for entry in filing.record.rows("earlier_claims") if is_own(filing, entry)])
    return value_of(filing, join("\n", (*own, listed)))


def s2_2c_result(filing: Filing) -> Value:
    return explanation(filing, "ca.unhcr") if s2_2c(filing) == "yes" else _not_asked(s2_2c(filing))


def _not_asked(given: Value) -> Value:
    return Absent.NOT_APPLICABLE if given in ("yes", "no") else given


# 3. What happened


def s2_3a(filing: Filing) -> Value:
    """The events and arrests of the record in the order of time, numbered."""
    harm, arrests = filing.record.get("harm"), filing.record.get("arrests")
    rows = [(_begins(entry), _event(filing, entry)) for entry in harm] if isinstance(harm, list) else []
    rows += [(_begins(entry), in_words(filing, entry)) for entry in arrests] if isinstance(arrests, list) else []
    told = [words for _day, words in sorted(rows, key=lambda row: row[0]) if words]
    opening = explained_words(filing, filing.record.get("claim.past_harm"))
    if not told and (opening is None or isinstance(step(filing.record.get("claim.past_harm"), "explain"), Absent)):
        return harm if isinstance(harm, Absent) else None
    numbered = (Words(f"{number}. {words.text}", words.untranslated) for number, words in enumerate(told, 1))
    return value_of(filing, join("\n", (opening, *numbered)))


def _begins(entry: Entry) -> PartialDate:
    start = entry.get("from") or entry.get("date")
    return start if isinstance(start, PartialDate) else PartialDate(9999)


EVENT = {
    "who": ("By", "Par"),
    "victim": ("Against", "Contre"),
    "what": ("What happened", "Faits"),
    "why": ("Reason", "Motif"),
    "injuries": ("Injuries", "Blessures"),
    "treatment": ("Treatment", "Soins"),
    "reported": ("Reported", "Plainte"),
    "released": ("Release", "Libération"),
}


def _event(filing: Filing, entry: Entry) -> Words | None:
    where = join(", ", (part(filing, entry.get("where")), country(filing, entry.get("country"))))
    head = join(", ", (period(filing, entry), where))
    told = (captioned(filing, either(filing, *EVENT[key]), entry.get(key)) for key in EVENT if said(entry.get(key)))
    return sentences(head, *told)


def s2_3b(filing: Filing) -> Value:
    """What protection was asked for, or why none."""
    given = answer(filing, "claim.protection")
    if given not in ("yes", "no"):
        return given
    asked = ("Asked for: yes", "Demandée : oui") if given == "yes" else ("Asked for: no", "Demandée : non")
    words = explained_words(filing, filing.record.get("claim.protection"))
    return value_of(filing, sentences(Words(either(filing, *asked)), words)) if words else None


# 4. The journey


def s2_4(filing: Filing) -> Value:
    """The departure, the countries passed through and the entries, in the order of time; then what is told under `ca.route`."""
    stages: list[tuple[PartialDate, Words | None]] = []
    left = filing.record.get("travel.left_home")
    if isinstance(left, Mapping):
        stages.append((_day(left.get("date")), _left(filing, left)))
    stages += [(_day(entry.get("from")), _passed(filing, entry)) for entry in filing.record.rows("travel.transit")]
    stages += [(_day(entry.get("date")), _entered(filing, entry)) for entry in filing.record.rows("travel.entries")]
    told = [words for _start, words in sorted(stages, key=lambda stage: stage[0]) if words]
    more = part(filing, filing.record.get("ca.route"))
    return value_of(filing, join("\n", (*told, more)))


def _day(value: Value) -> PartialDate:
    return value if isinstance(value, PartialDate) else PartialDate(9999)


def _left(filing: Filing, entry: Mapping[str, Any]) -> Words | None:
    head = captioned(filing, either(filing, "Left my country", "Départ de mon pays"), entry.get("date"))
    return flowing(head, *(part(filing, entry.get(key)) for key in ("place", "means", "how")))


def _passed(filing: Filing, entry: Entry) -> Words | None:
    head = join(", ", (period(filing, entry), country(filing, entry.get("country"))))
    return flowing(head, *(part(filing, entry.get(key)) for key in ("place", "status", "purpose", "reason_left")))


def _entered(filing: Filing, entry: Entry) -> Words | None:
    head = join(", ", (part(filing, entry.get("date")), country(filing, entry.get("country"))))
    inspected = step(entry, "inspected.answer")
    officer = Words(either(filing, "not seen by an officer", "sans contrôle d'un agent")) if inspected == "no" else None
    return flowing(head, *(part(filing, entry.get(key)) for key in ("place", "status")), officer)


# 5 and 6. Now


def s2_5a(filing: Filing) -> Value:
    return answer(filing, "ca.able_to_return")


def s2_5a_why(filing: Filing) -> Value:
    """The explanation, else what the record says about the fear of return."""
    if s2_5a(filing) != "no":
        return _not_asked(s2_5a(filing))
    own = explained_words(filing, filing.record.get("ca.able_to_return"))
    fear = join(" ", (part(filing, filing.record.get(f"claim.fear.{key}")) for key in ("what", "who", "why")))
    return value_of(filing, own or fear)


def s2_5b(filing: Filing) -> Value:
    return answer(filing, "ca.free_here")


def s2_5b_why(filing: Filing) -> Value:
    return explanation(filing, "ca.free_here", when="no")


def s2_6a(filing: Filing) -> Value:
    return answer(filing, "ca.danger_here")


def s2_6b(filing: Filing) -> Value:
    return answer(filing, "ca.problems_here")


def s2_6_details(filing: Filing) -> Value:
    given = either_yes(s2_6a(filing), s2_6b(filing))
    if given != "yes":
        return _not_asked(given)
    paths = [path for path in ("ca.danger_here", "ca.problems_here") if answer(filing, path) == "yes"]
    return value_of(filing, join("\n", (explained_words(filing, filing.record.get(path)) for path in paths)))


def s2_8(filing: Filing) -> Value:
    """The status of the family here as told, else that of the present residence."""
    value = filing.record.get("ca.status_here")
    if value is not None:
        return value
    now = next((entry for entry in filing.record.rows("residences") if entry.get("until") == "present"), None)
    return now.get("status") if now else None


# People


def s2_contact_address(filing: Filing, entry: Entry) -> Value:
    return address(filing, entry.get("address"))


def s2_person_name(filing: Filing, entry: Entry) -> Value:
    """The name in Roman letters and in the native script, as Part C asks."""
    value = entry.get("name")
    return (name_of(value) or None) if isinstance(value, Mapping) else value


def s2_relation(filing: Filing, entry: Entry) -> Value:
    """What a person is to the applicant: as told, else brother or sister."""
    told = entry.get("relationship")
    if told is not None:
        return told
    sex = entry.get("sex")
    return either(filing, *_SIBLING[sex if sex in ("male", "female") else None])


def s2_birth_place(filing: Filing, entry: Entry) -> Value:
    return town(filing, entry.get("birth"))


def s2_residence(filing: Filing, entry: Entry) -> Value:
    """Where the person lives; who has died lives nowhere."""
    if entry.get("deceased") == "yes":
        return either(filing, "Deceased", "Décédé(e)")
    return town(filing, entry.get("location"))


def s2_marital(filing: Filing, entry: Entry) -> Value:
    value = entry.get("marital_status")
    return MARITAL.get(value, value) if isinstance(value, str) and not isinstance(value, Absent) else value


def s2_grown_children(filing: Filing) -> Value:
    """Children of 18 or older who do not come along. Those whose age or intention is not known are asked for, not left out."""
    value = filing.record.get("children")
    if not isinstance(value, list):
        return value
    limit = years_before(filing.date, GROWN)
    found = [{**child, "relationship": _child(filing, child)} for child in value if _may_be_grown(child, limit)]
    return found or Absent.NONE


def _may_be_grown(child: Entry, limit: Any) -> bool:
    birth = step(child, "birth.date")
    return child.get("accompanying") != "yes" and (not isinstance(birth, PartialDate) or birth.first() <= limit)


def _child(filing: Filing, child: Entry) -> str:
    sex = child.get("sex")
    return either(filing, *_CHILD[sex if sex in ("male", "female") else None])


# 16 and 17


def s2_consent_groups(filing: Filing) -> Value:
    return filing.record.get("ca.consent.sponsor_groups")


def s2_consent_sponsor(filing: Filing) -> Value:
    return filing.record.get("ca.consent.sponsor")


def s2_17(filing: Filing) -> Value:
    """Whether somebody helped with the forms: the preparer of the record."""
    value = filing.record.get("preparer")
    return "yes" if isinstance(value, Mapping) else "no" if value is Absent.NONE else value


def s2_17_name(filing: Filing) -> Value:
    given = s2_17(filing)
    if given != "yes":
        return _not_asked(given)
    id_ = filing.record.get("preparer.helper")
    helper: Mapping[str, Any] = next((one for one in filing.record.rows("helpers") if one.get("id") == id_), {})
    name, organisation = name_of(helper.get("name")), part(filing, helper.get("organisation"))
    return value_of(filing, join(", ", (Words(name) if name else None, organisation)))
