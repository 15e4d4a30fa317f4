"""Answers of the Basis of Claim Form (RPD.02.01), in the order of Schedule 1 of the RPD Rules: items 1 to 17.

Items 18 to 24 and the declarations are in `boc_family.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, value_of
from asylum_forms.record.people import citizenships, full_name
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.ca.boc_family import *  # noqa: F403
from jurisdictions.ca.people import has_narrative, main_record, same_story, young_children
from jurisdictions.ca.wording import Entry, captioned, country, either, part, period, say

# 1 to 6 Who you are


def claimant_given_names(filing: Filing) -> Value:
    """Given and middle names, then the name in its own script, for which the form has no box."""
    name = filing.record.get("applicant.name")
    given, middle, native = (step(name, key) for key in ("given", "middle", "native"))
    own = native.any() if isinstance(native, Text) else ""
    if not isinstance(given, str) or isinstance(given, Absent):
        none = say(filing, given)
        return f"{none.text} ({own})" if none and own else given
    roman = " ".join(str(one) for one in (given, middle) if one and not isinstance(one, Absent))
    return f"{roman} ({own})" if own else roman


_KINDS = {
    "maiden": ("name before marriage", "nom avant le mariage"),
    "former": ("former name", "ancien nom"),
    "alias": ("alias", "nom d’emprunt"),
    "nickname": ("nickname", "surnom"),
    "religious": ("religious name", "nom religieux"),
    "pen_name": ("pen or account name", "pseudonyme ou nom de compte"),
    "spelling": ("other spelling", "autre graphie"),
}


def other_names(filing: Filing) -> Value:
    """Each name with its own script; what kind of name it was stands behind it."""
    value = filing.record.get("applicant.other_names")
    if not isinstance(value, list):
        return value
    found = []
    for entry in value:
        native, kind = entry.get("native"), _KINDS.get(str(entry.get("kind")))
        own = Words(native.any()) if isinstance(native, Text) else part(filing, native)
        found.append(join(" ", [part(filing, entry.get("name")), own, Words(f"({either(filing, *kind)})") if kind else None]))
    return value_of(filing, join("; ", found))


def nationality(filing: Filing) -> Value:
    """The countries whose citizen the person is today."""
    held = citizenships(filing.record.get("applicant.nationalities"))
    if not isinstance(held, list):
        return either(filing, "Stateless", "Apatride") if held is Absent.NONE else held
    return value_of(filing, join(", ", (country(filing, entry.get("country")) for entry in held)))


def spoken(filing: Filing) -> Value:
    """Mother tongue first, then the other languages; English where only the question about English says so."""
    languages = filing.record.get("applicant.languages")
    if not isinstance(languages, Mapping):
        return languages
    pieces = [part(filing, languages.get("native")), part(filing, languages.get("fluent"))]
    said = join("; ", pieces)
    named = said is not None and any(word in said.text.casefold() for word in ("english", "anglais"))
    if languages.get("english_fluent") == "yes" and not named:
        pieces.append(Words(either(filing, "English", "anglais")))
    return value_of(filing, join("; ", pieces)) or next((v for v in languages.values() if isinstance(v, Absent)), None)


# 7 to 11, 15: what the person tells, or refers to


def _refers(filing: Filing, read: Callable[[Filing], Value]) -> Value:
    """The person's own answer; where there is none and the record says that the story is the same, the form it refers to."""
    own = read(filing)
    if own is not None or not same_story(filing):
        return own
    name = full_name(main_record(filing).get("applicant.name"))
    return Derived(
        either(
            filing,
            f"My reasons are the same as those of {name}. I refer to the answer in that Basis of Claim Form.",
            f"Mes motifs sont les mêmes que ceux de {name}. Je renvoie à la réponse donnée dans ce formulaire.",
        ),
        ("ca.same_story",),
    )


def _same(path: str) -> Callable[[Filing], Value]:
    """A yes or no that is the principal claimant's where the record says that the story is the same."""

    def answer(filing: Filing) -> Value:
        own = filing.record.get(path)
        if own is not None or not same_story(filing):
            return own
        return Derived(main_record(filing).get(path), ("ca.same_story",))

    return answer


harmed = _same("claim.past_harm.answer")
fears = _same("claim.fear.answer")
sought_protection = _same("claim.protection.answer")
relocated = _same("claim.relocation.answer")


_CAPTIONS = {
    "victim": ("Who was harmed", "Victime"),
    "what": ("What happened", "Faits"),
    "who": ("By whom", "Auteur"),
    "why": ("Why, in my belief", "Motif, selon moi"),
    "injuries": ("Injuries", "Blessures"),
    "charge": ("Charge", "Accusation"),
    "charge_original": ("Charge in the original words", "Accusation dans les mots d’origine"),
    "outcome": ("Outcome", "Suite"),
    "released": ("Release", "Libération"),
}


def _event(filing: Filing, mark: str, entry: Entry) -> Words | None:
    """One event: when and where, then whose it was, what, who and why, each on a line of its own."""
    where = join(", ", (part(filing, entry.get("where")), country(filing, entry.get("country"))))
    head = join(" ", [Words(mark), join(". ", (period(filing, entry), where))])
    said = (captioned(filing, either(filing, *caption), entry.get(key)) for key, caption in _CAPTIONS.items())
    return join("\n", [head, *said])


def _told_as_event(filing: Filing, arrest: Entry) -> Entry:
    """An arrest in the words of an event: it is harm and a threat too. That nobody was released is said."""
    same = {key: arrest.get(key) for key in ("until", "country", "charge", "charge_original", "outcome", "released")}
    if same["released"] is Absent.NOT_APPLICABLE:
        same["released"] = either(filing, "N/A", "S.O.")
    as_event = {"from": "date", "where": "place", "victim": "person", "what": "action", "who": "authority", "why": "reason"}
    return {**same, **{key: arrest.get(name) for key, name in as_event.items()}}


def _events(filing: Filing) -> Iterator[Words | None]:
    """Every event of the record with the arrests of the same day below it, whole and each with whose it was; then the others.

    The arrest of somebody else may be of the same day, and what is told twice of one arrest may differ: nothing is put together.
    """
    left, number = [_told_as_event(filing, one) for one in filing.record.rows("arrests")], 0
    below = either(filing, "Arrest, charge or questioning:", "Arrestation, accusation ou interrogatoire\u00a0:")
    for number, event in enumerate(filing.record.rows("harm"), 1):
        yield _event(filing, f"({number})", event)
        day = event.get("from")
        same = [one for one in left if isinstance(day, PartialDate) and one["from"] == day]
        left = [one for one in left if one not in same]
        yield from (_event(filing, below, arrest) for arrest in same)
    yield from (_event(filing, f"({after})", arrest) for after, arrest in enumerate(left, number + 1))


def harm_details(filing: Filing) -> Value:
    return _refers(filing, _harm_details)


def _harm_details(filing: Filing) -> Value:
    """The answer, every event of the record, others in the same situation, and the narrative where one is attached."""
    record = filing.record
    answered, told = record.get("claim.past_harm.answer"), record.get("claim.past_harm.explain")
    others = captioned(
        filing, either(filing, "Others in a similar situation", "Autres personnes dans une situation semblable"), _others(filing)
    )
    said = join("\n\n", [part(filing, told), *_events(filing), others])
    if said is None:
        return Absent.NOT_APPLICABLE if answered == "no" else told if isinstance(told, Absent) else None
    if has_narrative(filing):
        said = join(
            "\n\n", [said, Words(either(filing, "See also the attached narrative.", "Voir aussi l’exposé circonstancié joint."))]
        )
    return value_of(filing, said)


def _others(filing: Filing) -> Value:
    return filing.record.get("ca.others_harmed")


def fear_details(filing: Filing) -> Value:
    return _refers(filing, _fear_details)


def _fear_details(filing: Filing) -> Value:
    fear = filing.record.get("claim.fear")
    if not isinstance(fear, Mapping):
        return fear
    captions = {
        "what": ("What would happen", "Ce qui arriverait"),
        "who": ("By whom", "Auteur"),
        "why": ("Why, in my belief", "Motif, selon moi"),
    }
    pieces = [captioned(filing, either(filing, *caption), fear.get(key)) for key, caption in captions.items()]
    torture = filing.record.get("claim.torture.explain")
    if filing.record.get("claim.torture.answer") != "no":
        pieces.append(captioned(filing, either(filing, "Torture", "Torture"), torture))
    said = join("\n\n", pieces)
    return value_of(filing, said) if said else Absent.NOT_APPLICABLE if fear.get("answer") == "no" else None


def _told(path: str) -> Callable[[Filing], Value]:
    """The words of one question, or the form they refer to."""
    return lambda filing: _refers(filing, lambda inner: inner.record.get(path))


protection_details = _told("claim.protection.explain")
why_then = _told("ca.left_then")
relocation_details = _told("claim.relocation.explain")


def moved_abroad(filing: Filing) -> Value:
    """Item 12: the record's own answer; who passed through no country did not move to one."""
    own = filing.record.get("ca.sought_safety_abroad")
    return Derived("no", ("travel.transit",)) if own is None and filing.record.get("travel.transit") is Absent.NONE else own


def stay(filing: Filing, entry: Entry) -> Value:
    """Where, in what status, and why the person was there and left."""
    said = join("; ", (part(filing, entry.get(key)) for key in ("place", "status", "purpose", "reason_left")))
    return value_of(filing, said)


def claimed_there(filing: Filing, entry: Entry) -> Value:
    answer, explain = step(entry, "asylum_sought.answer"), step(entry, "asylum_sought.explain")
    if isinstance(answer, Absent) or answer is None:
        return answer
    word = either(filing, "Yes", "Oui") if answer == "yes" else either(filing, "No", "Non")
    return value_of(filing, join(". ", (Words(word), part(filing, explain))))


# 13, 14 minors


def has_minors(filing: Filing) -> Value:
    return filing.record.get("ca.minors.answer")


def minors_parent(filing: Filing) -> Value:
    return Absent.NOT_APPLICABLE if has_minors(filing) == "no" else filing.record.get("ca.minors.parent")


def minors_papers(filing: Filing) -> Value:
    parent = minors_parent(filing)
    if parent == "both_here" or parent is Absent.NOT_APPLICABLE:
        return Absent.NOT_APPLICABLE
    return filing.record.get("ca.minors.consent.explain")


def young_child_risk(filing: Filing) -> Value:
    """Item 14, in a parent's form. It does not apply where no young child claims, or where the other form has answered it."""
    own = filing.record.get("ca.child_risk")
    if own is not None:
        return own
    answered = filing.person and main_record(filing).get("ca.child_risk") is not None
    return Absent.NOT_APPLICABLE if answered or not young_children(filing) else None


# 15 to 17


def other_details(filing: Filing) -> Value:
    return filing.record.get("ca.other_details")


def risk_countries(filing: Filing) -> Value:
    """Item 16; with the same story, the countries of the principal claimant."""
    record = filing.record
    sources: tuple[str, ...] = ("claim.country", "ca.other_risk_countries")
    if record.get("claim.country") is None and same_story(filing):
        record, sources = main_record(filing), ("ca.same_story",)
    first = record.get("claim.country")
    if first is None or isinstance(first, Absent):
        return first
    return Derived([first, *record.rows("ca.other_risk_countries")], sources)


def claimant_citizenships(filing: Filing) -> Value:
    """Every citizenship, past and present; permanent residence is none."""
    value = filing.record.get("applicant.nationalities")
    if not isinstance(value, list):
        return value
    return [entry for entry in value if entry.get("kind") != "permanent_residence"] or None


def citizenship_status(filing: Filing, entry: Entry) -> Value:
    """The status in the record's words, or the day it ended; else it is held: nothing in the record says otherwise."""
    until, status = entry.get("until"), entry.get("status")
    pieces = list(_status(filing, until, status))
    return value_of(filing, join(", ", pieces)) or (until if isinstance(until, Absent) and until is Absent.UNKNOWN else None)


def _status(filing: Filing, until: Value, status: Value) -> Iterator[Words | None]:
    if isinstance(until, PartialDate):
        ended = say(filing, until)
        yield Words(either(filing, f"ended {ended.text}", f"perdue {ended.text}")) if ended else None
    yield part(filing, status)
    if status is None and until in (Absent.NOT_APPLICABLE, Absent.NONE):
        yield Words(either(filing, "held today", "détenue aujourd’hui"))
