"""Form I-589, Parts B and C: the yes or no, and the explanation in the applicant's own words.

A yes or no is taken only from what the record says: a list with entries is a yes, `none` a no, and a question nobody answered
stays open. An explanation puts the applicant's pieces in order and labels them plainly; it adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, value_of
from asylum_forms.record.names import STATELESS
from asylum_forms.record.values import Absent, PartialDate, Value, is_present, step
from jurisdictions.us.one_year_period import filed_late
from jurisdictions.us.wording import (
    UNITED_STATES,
    Answerer,
    Entry,
    country,
    explained,
    full_name,
    label,
    labelled,
    numbered,
    part,
    period,
    place,
    say,
    starts,
    yes_no,
)

CRIMES = "claim.crimes_in_host_country"
GROUNDS = ("race", "religion", "nationality", "political_opinion", "social_group", "torture")
"""The boxes of item B.1."""

MISSING = {"what": "Missing", "why": "Why it is missing", "steps": "Steps taken"}
EVENT = {
    "victim": "Who was harmed",
    "what": "What happened",
    "who": "Who did it",
    "why": "Why",
    "injuries": "Injuries",
    "treatment": "Treatment",
    "reported": "Report to the authorities",
    "released": "Release",
}
FEAR = {"what": "What I fear", "who": "Who would harm me", "why": "Why"}
ARREST = {
    "person": "Person",
    "authority": "Authority",
    "action": "What happened",
    "charge": "Charge",
    "reason": "Reason",
    "outcome": "Outcome",
    "released": "Release",
}
ORGANISATION = {"kind": "Kind of group", "role": "Position", "activities": "Activities"}
MILITARY = {"branch": "Branch", "unit": "Unit", "rank": "Rank", "place": "Place", "discharge": "Discharge"}
CLAIM = {
    "authority": "Authority",
    "number": "Number",
    "result": "Result",
    "included_in": "Included in the application of",
    "explain": "Explanation",
}
TRANSIT = {
    "who": "Family members on the same journey",
    "status": "Status there",
    "purpose": "Purpose",
    "reason_left": "Reason for leaving",
}
STATUS = {
    "status": "Status",
    "right_to_return": "Right to return",
    "asylum_sought": "Asylum sought there",
    "reason_left": "Reason for leaving",
}


def _entries(filing: Filing, path: str, wanted: Callable[[Entry], bool] = lambda entry: True) -> list[Entry]:
    """The entries of a list question that are wanted, oldest first."""
    return sorted((entry for entry in filing.record.rows(path) if wanted(entry)), key=starts)


def _listed(filing: Filing, path: str, wanted: Callable[[Entry], bool]) -> Value:
    """Yes or no by a list question: a list that was answered but names nothing of this kind is a no."""
    value = filing.record.get(path)
    given = isinstance(value, list) and bool(value)
    return yes_no(value, bool(_entries(filing, path, wanted)), given or value is Absent.NONE)


def _person(filing: Filing, entry: Entry) -> Words | None:
    """`Person: name, relation.`"""
    values = (entry.get("person"), entry.get("relation"))
    return label("Person", join(", ", (part(filing, value) for value in values)))


def _headed(head: Words | None, body: Words | None) -> Words | None:
    """`June 4, 2021, Zhengzhou, China. What happened: ...`"""
    return join(" ", (label("", head), body))


def _yes_or_no(path: str) -> Answerer:
    """The answer of a yes-or-no question; `none` in its place says that there is nothing of the kind."""

    def answer(filing: Filing) -> Value:
        value = filing.record.get(f"{path}.answer")
        return "no" if value is Absent.NONE else value

    return answer


def _explain(path: str) -> Answerer:
    answer = _yes_or_no(path)
    return lambda filing: explained(filing, answer(filing), lambda: say(filing, filing.record.get(f"{path}.explain")))


def _text(answer: Answerer, words: Callable[[Filing], Words | None]) -> Answerer:
    return lambda filing: explained(filing, answer(filing), lambda: words(filing))


def _extra(filing: Filing, entry: Entry, path: str, caption: str) -> Words | None:
    """A yes-or-no answer with its explanation inside an entry."""
    value = entry.get(path)
    if not isinstance(value, Mapping):
        return label(caption, say(filing, value)) if value is not Absent.NOT_APPLICABLE else None
    answer = value.get("answer")
    said = Words(str(answer).capitalize()) if answer in ("yes", "no") else say(filing, answer)
    reason = value.get("explain")
    return label(caption, join(". ", (said, part(filing, reason))))


# Part B


def grounds(filing: Filing) -> Value:
    """The grounds that have a box; the others are named by a finding."""
    value = filing.record.get("claim.grounds")
    return ([ground for ground in value if ground in GROUNDS] or None) if isinstance(value, list) else value


def past_harm(filing: Filing) -> Value:
    """B.1.A, by the answer itself, else by the events listed."""
    answer = _yes_or_no("claim.past_harm")(filing)
    return _listed(filing, "harm", lambda event: True) if answer is None else answer


def _harm_words(filing: Filing) -> Words | None:
    events = (
        _headed(join(", ", (period(filing, event), place(filing, event))), labelled(filing, event, EVENT))
        for event in _entries(filing, "harm")
    )
    opening = filing.record.get("claim.past_harm.explain")
    said = join("\n", (part(filing, opening), numbered(events)))
    return said and join("\n", (said, _missing_evidence(filing)))


def _missing_evidence(filing: Filing) -> Words | None:
    """Why evidence is missing: the form wants it said in the answers to the questions of Part B (its second note)."""
    gaps = numbered(labelled(filing, gap, MISSING) for gap in filing.record.rows("missing_evidence"))
    return gaps and join("\n", (Words("Evidence that is not available:"), gaps))


past_harm_text = _text(past_harm, _harm_words)


def fear(filing: Filing) -> Value:
    """B.1.B, by the answer itself; an answer that says what is feared is a yes."""
    answer = _yes_or_no("claim.fear")(filing)
    what = filing.record.get("claim.fear.what")
    return "yes" if answer is None and what is not None and not isinstance(what, Absent) else answer


def _fear_words(filing: Filing) -> Words | None:
    value = filing.record.get("claim.fear")
    said = labelled(filing, value, FEAR) if isinstance(value, Mapping) else None
    elsewhere = past_harm(filing) == "yes"
    return said and join("\n", (said, None if elsewhere else _missing_evidence(filing)))


fear_text = _text(fear, _fear_words)


def _in_us(entry: Entry) -> bool:
    return bool(entry.get("country") in UNITED_STATES)


def arrests_elsewhere(filing: Filing) -> Value:
    """B.2: accusations, arrests and the like outside the United States."""
    return _listed(filing, "arrests", lambda arrest: not _in_us(arrest))


def us_arrests(filing: Filing) -> Value:
    """C.6: the same inside the United States, or the direct answer about crimes there; a yes of either is a yes.

    A list without an arrest there is no answer to whether a crime was committed."""
    listed, said = _listed(filing, "arrests", _in_us), _yes_or_no(CRIMES)(filing)
    if "yes" in (listed, said):
        return "yes"
    if said is None and listed == "no":
        return None
    return listed if said in (None, Absent.NOT_APPLICABLE) else said


def _us_arrest_words(filing: Filing) -> Words | None:
    opening = part(filing, filing.record.get(f"{CRIMES}.explain"))
    return join("\n", (opening, _arrest_words(filing, _entries(filing, "arrests", _in_us))))


def _arrest_words(filing: Filing, arrests: Iterable[Entry]) -> Words | None:
    def one(arrest: Entry) -> Words | None:
        when = period(filing, {"from": arrest.get("date"), "until": arrest.get("until")})
        return _headed(join(", ", (when, place(filing, arrest))), labelled(filing, _with_original_charge(filing, arrest), ARREST))

    return numbered(map(one, arrests))


def _with_original_charge(filing: Filing, arrest: Entry) -> Entry:
    """The charge with its name in the language of the court in brackets, so that no translation softens it."""
    charge, original = say(filing, arrest.get("charge")), arrest.get("charge_original")
    if charge is None or not isinstance(original, str) or isinstance(original, Absent) or original in charge.text:
        return arrest
    return {**arrest, "charge": value_of(filing, Words(f"{charge.text} ({original})", charge.untranslated))}


arrests_elsewhere_text = _text(arrests_elsewhere, lambda f: _arrest_words(f, _entries(f, "arrests", lambda a: not _in_us(a))))
us_arrests_text = _text(us_arrests, _us_arrest_words)


def at_home(filing: Filing) -> Callable[[Entry], bool]:
    """The question asks for organizations in the home country."""
    home = filing.record.get("claim.country")
    unknown = home is None or isinstance(home, Absent)
    return lambda entry: unknown or entry.get("country") in (None, home) or isinstance(entry.get("country"), Absent)


def organisations(filing: Filing) -> Value:
    """B.3.A: membership in groups of the home country, armed services included."""
    groups = _listed(filing, "organisations", at_home(filing))
    service = filing.record.get("military")
    served = service.get("served") if isinstance(service, Mapping) else service
    if "yes" in (groups, served):
        return "yes"
    if served in (Absent.NONE, Absent.NOT_APPLICABLE):
        served = "no"
    return groups if groups != "no" else served


def _military_words(filing: Filing) -> Words | None:
    service = filing.record.get("military")
    served = service.get("served") if isinstance(service, Mapping) else service
    if served in (Absent.UNKNOWN, Absent.DECLINED):
        return label("Military service", say(filing, served))
    if not isinstance(service, Mapping) or served != "yes":
        return None
    head = join(", ", (Words("Military service"), country(filing, service.get("country")), period(filing, service)))
    fighting = _extra(filing, service, "combat", "Combat")
    return _headed(head, join(" ", (labelled(filing, service, MILITARY), fighting)))


def _organisation_words(filing: Filing, organisation: Entry, *, now: bool) -> Words | None:
    land = country(filing, organisation.get("country"))
    head = join(", ", (part(filing, organisation.get("name")), land, period(filing, organisation)))
    more = _extra(filing, organisation, "continuing", "Continuing") if now else None
    return _headed(head, join(" ", (_person(filing, organisation), labelled(filing, organisation, ORGANISATION), more)))


def _groups_words(filing: Filing) -> Words | None:
    groups = (_organisation_words(filing, o, now=False) for o in _entries(filing, "organisations", at_home(filing)))
    return numbered((*groups, _military_words(filing)))


organisations_text = _text(organisations, _groups_words)


def _continues(organisation: Entry) -> bool | None:
    answer = step(organisation.get("continuing"), "answer")
    if answer in ("yes", "no"):
        return bool(answer == "yes")
    if is_present(organisation.get("until")):
        return True
    return False if isinstance(organisation.get("until"), PartialDate) else None


def continuing(filing: Filing) -> Value:
    """B.3.B: continued participation; no where there are no groups to take part in."""
    groups = organisations(filing)
    if groups != "yes":
        return groups
    states = [_continues(organisation) for organisation in _entries(filing, "organisations", at_home(filing))]
    if filing.record.get("military.served") == "yes":
        states.append(False if isinstance(filing.record.get("military.until"), PartialDate) else None)
    return "yes" if True in states else None if None in states else "no"


def _continuing_words(filing: Filing) -> Words | None:
    groups = (o for o in _entries(filing, "organisations", at_home(filing)) if _continues(o))
    return numbered(_organisation_words(filing, organisation, now=True) for organisation in groups)


continuing_text = _text(continuing, _continuing_words)
torture, torture_text = _yes_or_no("claim.torture"), _explain("claim.torture")


# Part C


def earlier_us_claims(filing: Filing) -> Value:
    """C.1: applications to the United States for refugee status, asylum or withholding; open where a country is not answered."""
    answer = _listed(filing, "earlier_claims", _in_us)
    countries = [claim.get("country") for claim in filing.record.rows("earlier_claims")]
    open_ = [country for country in countries if country is None or isinstance(country, Absent)]
    return open_[0] if answer == "no" and open_ else answer


def _claim_words(filing: Filing, claim: Entry) -> Words | None:
    head = join(", ", (part(filing, claim.get("date")), place(filing, claim)))
    return _headed(head, join(" ", (_person(filing, claim), labelled(filing, claim, CLAIM))))


earlier_us_claims_text = _text(
    earlier_us_claims, lambda f: numbered(_claim_words(f, claim) for claim in _entries(f, "earlier_claims", _in_us))
)


def transit(filing: Filing) -> Value:
    """C.2.A: countries on the way, airports included."""
    return _listed(filing, "travel.transit", lambda stay: True)


def elsewhere(filing: Filing) -> Callable[[Entry], bool]:
    """Whether an entry is about a country that is neither the United States nor the country of the claim, which must be known."""
    home = filing.record.get("claim.country")
    if home is None or isinstance(home, Absent):
        return lambda entry: False
    nowhere = (None, STATELESS, home, *UNITED_STATES)
    return lambda entry: entry.get("country") not in nowhere and not isinstance(entry.get("country"), Absent)


def _other_nationalities(filing: Filing) -> list[Entry]:
    """Nationalities and residences elsewhere of the applicant, then of the family, each with whose it is."""
    relatives = {path: filing.record.get(path) for path in relative_paths(filing)}
    family = [
        {**one, "person": f"{full_name(person.get('name'))} ({_RELATIVE[path.split('.')[0]]})"}
        for path, person in relatives.items()
        if isinstance(person, Mapping) and isinstance(person.get("nationalities"), list)
        for one in person["nationalities"]
    ]
    return [*_entries(filing, "applicant.nationalities", elsewhere(filing)), *filter(elsewhere(filing), family)]


_RELATIVE = {"spouse": "spouse", "children": "child", "parents": "parent", "siblings": "sibling"}


def relative_paths(filing: Filing) -> list[str]:
    """Where the record tells of the family that C.2.B asks about: `spouse`, `children.0`, `parents.mother`, `siblings.0`."""
    listed = (f"{group}.{n}" for group in ("children", "siblings") for n in range(len(filing.record.rows(group))))
    return ["spouse", "parents.mother", "parents.father", *listed]


def status_elsewhere(filing: Filing) -> Value:
    """C.2.B: a lawful status applied for or received in a third country, by the applicant or the family; a claim for asylum there
    and a nationality count."""
    value = filing.record.get("claim.statuses_elsewhere")
    claims = _entries(filing, "earlier_claims", elsewhere(filing))
    found = bool(value and isinstance(value, list)) or bool(claims) or bool(_other_nationalities(filing))
    home = filing.record.get("claim.country")
    if not found and (home is None or isinstance(home, Absent)):
        return home
    # A claim for asylum counts, and one in a country that nobody tells may have been made there.
    told = filing.record.get("earlier_claims")
    lands = [claim.get("country") for claim in told] if isinstance(told, list) else [told]
    open_ = [land for land in lands if land in (None, Absent.UNKNOWN, Absent.DECLINED)]
    if not found and open_ and value is Absent.NONE:
        return open_[0]
    return yes_no(value, found, value is Absent.NONE)


def third_countries_text(filing: Filing) -> Value:
    """The box that C.2.A and C.2.B share."""
    answers = (transit(filing), status_elsewhere(filing))
    if "yes" not in answers:
        return Absent.NOT_APPLICABLE if answers == ("no", "no") else next((a for a in answers if a != "no"), None)
    return value_of(filing, numbered((*_transit_words(filing), *_status_words(filing))))


def _transit_words(filing: Filing) -> Iterable[Words | None]:
    for stay in _entries(filing, "travel.transit"):
        head = join(", ", (country(filing, stay.get("country")), part(filing, stay.get("place")), period(filing, stay)))
        more = (
            labelled(filing, stay, TRANSIT),
            _extra(filing, stay, "right_to_return", "Right to return"),
            _extra(filing, stay, "asylum_sought", "Asylum sought there"),
        )
        yield _headed(head, join(" ", more))


def _status_words(filing: Filing) -> Iterable[Words | None]:
    for status in _entries(filing, "claim.statuses_elsewhere"):
        head = join(", ", (part(filing, status.get("person")), country(filing, status.get("country")), period(filing, status)))
        yield _headed(head, labelled(filing, status, STATUS))
    for claim in _entries(filing, "earlier_claims", elsewhere(filing)):
        yield _claim_words(filing, claim)
    kinds = {"citizenship": "Citizen", "permanent_residence": "Permanent resident"}
    for nationality in _other_nationalities(filing):
        kind = Words(kinds.get(nationality.get("kind", ""), "Nationality"))
        whose = part(filing, nationality.get("person"))
        head = join(", ", (whose, country(filing, nationality.get("country")), kind, period(filing, nationality)))
        yield _headed(head, labelled(filing, nationality, {"how": "How", "status": "Status"}))


persecutor, persecutor_text = _yes_or_no("claim.persecutor"), _explain("claim.persecutor")


def returned(filing: Filing) -> Value:
    """C.4: journeys back to the country of harm."""
    return _listed(filing, "travel.returns", at_home(filing))


def _return_words(filing: Filing) -> Words | None:
    def one(journey: Entry) -> Words | None:
        head = join(", ", (period(filing, journey), country(filing, journey.get("country"))))
        return _headed(head, labelled(filing, journey, {"purpose": "Purpose and circumstances"}))

    return numbered(map(one, _entries(filing, "travel.returns", at_home(filing))))


returned_text = _text(returned, _return_words)


# C.5


def _late_words(filing: Filing) -> Words | None:
    return part(filing, filing.record.get("claim.late_filing"))


filed_late_text = _text(filed_late, _late_words)
