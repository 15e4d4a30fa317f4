"""What the items of the forms say where a path of the record alone cannot: who the person is, papers, languages, family.

Each function takes the filing (in a column also the entry) and returns a record value: words, a date, an Absent, a list, or None
where nobody has answered. Papers are in `papers.py`, the journey and the claim in `claim.py`,
the questionnaires of the United Nations in `appeals.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.localize import language_name
from asylum_forms.record.people import helper
from asylum_forms.record.values import Absent, Text, Value, step
from jurisdictions.unhcr import family
from jurisdictions.unhcr.appeals import *  # noqa: F403
from jurisdictions.unhcr.claim import *  # noqa: F403
from jurisdictions.unhcr.papers import *  # noqa: F403
from jurisdictions.unhcr.wording import LINE, Entry, address, captioned, citizenship, country, day, name, not_safe, part, say

_MARITAL = {
    "single": "Single",
    "married": "Married",
    "common_law": "Partner",
    "separated": "Separated",
    "divorced": "Divorced",
    "widowed": "Widowed",
}

# The person


def full_name(filing: Filing) -> Value:
    return name(filing.record.get("applicant.name")) or None


def family_name(filing: Filing) -> Value:
    value = filing.record.get("applicant.name.family")
    return value.upper() if isinstance(value, str) and not isinstance(value, Absent) else value


def given_name(filing: Filing) -> Value:
    """Given names, then the whole name in its own script, for which the questionnaires have no box."""
    value = filing.record.get("applicant.name")
    if not isinstance(value, Mapping):
        return value
    native = value.get("native")
    own = Words(f"({native.any()})") if isinstance(native, Text) else None
    words = join(" ", (part(filing, value.get("given")), part(filing, value.get("middle")), own))
    return value_of(filing, words) if words else value.get("given")


def other_names(filing: Filing) -> Value:
    """Each name with its own script, what kind of name it is, and why."""
    value = filing.record.get("applicant.other_names")
    if not isinstance(value, list):
        return value
    found = []
    for entry in value:
        native, kind = entry.get("native"), entry.get("kind")
        own = Words(f"({native.any()})") if isinstance(native, Text) else None
        note = Words(f"– {str(kind).replace('_', ' ')}") if kind and not isinstance(kind, Absent) else None
        why = part(filing, entry.get("reason"))
        found.append(join(" ", (part(filing, entry.get("name")), own, note, why and replace(why, text=f"({why.text})"))))
    return value_of(filing, join("; ", found))


def sex(filing: Filing) -> Value:
    return member_sex(filing, _own(filing))


def nationality(filing: Filing) -> Value:
    return citizenship(filing, filing.record.get("applicant.nationalities"))


def birth_place(filing: Filing) -> Value:
    birth = filing.record.get("applicant.birth")
    if not isinstance(birth, Mapping):
        return birth
    words = address(filing, birth if birth.get("city") else {**birth, "city": birth.get("place")})
    return value_of(filing, words)


def _relative(path: str, filing: Filing) -> Value:
    value = filing.record.get(path)
    if not isinstance(value, Mapping):
        return value
    return _named(filing, value)


def _named(filing: Filing, entry: Entry) -> Value:
    dead = entry.get("deceased") == "yes"
    if called := name(entry.get("name")):
        return f"{called}{' (deceased)' if dead else ''}"
    return step(entry, "name.family")


def spouse_name(filing: Filing) -> Value:
    return _relative("spouse", filing)


def father_name(filing: Filing) -> Value:
    return _relative("parents.father", filing)


def mother_name(filing: Filing) -> Value:
    return _relative("parents.mother", filing)


def home_address(filing: Filing) -> Value:
    return _address(filing, filing.record.get("applicant.home_address"))


def present_address(filing: Filing) -> Value:
    return _address(filing, filing.record.get("applicant.residence"))


def _address(filing: Filing, value: Value) -> Value:
    return value_of(filing, address(filing, value)) if isinstance(value, Mapping) else value


def phone_mail(filing: Filing) -> Value:
    """Telephone and e-mail, and below them what is not safe."""
    keys = ("phone", "email")
    values = [filing.record.get(f"applicant.contact.{key}") for key in keys]
    reach = join(", ", (part(filing, value) for value in values))
    return line(filing, reach, not_safe(filing) if reach else None, of=values, separator="\n")


def contact(filing: Filing) -> Value:
    """Telephone and e-mail, where the person is, who else can be reached, and what is not safe."""
    record = filing.record
    where = record.get("applicant.residence")
    safe = record.get("applicant.safe_contact")
    lines = [
        captioned("Telephone", part(filing, record.get("applicant.contact.phone"))),
        captioned("E-mail", part(filing, record.get("applicant.contact.email"))),
        captioned(
            "Where I am", address(filing, where) if isinstance(where, Mapping) else country(filing, record.get("unhcr.here"))
        ),
    ]
    if isinstance(safe, Mapping):
        said = [part(filing, safe.get(key)) for key in ("name", "relation", "phone", "email", "how")]
        lines.append(captioned("If I cannot be reached", join(", ", said)))
    if not any(lines[:2]):
        return None
    return value_of(filing, join("\n", (*lines, not_safe(filing))))


def languages(filing: Filing) -> Value:
    """Mother tongue, other languages, the language of the interview, and whether an interpreter is needed."""
    record = filing.record
    spoken = record.get("applicant.languages")
    known = spoken if isinstance(spoken, Mapping) else {}
    reads = known.get("reads")
    read = Words(", ".join(language_name(str(tag), "en") for tag in reads)) if isinstance(reads, list) else None
    needed = record.get("unhcr.interpreter")
    requests = known.get("interview_requests")
    return line(
        filing,
        captioned("Mother tongue", say(filing, known.get("native"))),
        captioned("Also spoken", part(filing, known.get("fluent"))),
        captioned("Read", read),
        captioned("Language for the interview", part(filing, known.get("interview"))),
        captioned("Interpreter needed", say(filing, needed)) or Words(f"Interpreter needed: {LINE}"),
        captioned("Wishes", part(filing, requests)),
        separator="\n",
    )


def needs(filing: Filing) -> Value:
    return member_needs(filing, _own(filing))


def unhcr_numbers(filing: Filing) -> Value:
    case, own = filing.record.get("unhcr.number"), filing.record.get("applicant.unhcr.number")
    words = join("\n", (captioned("Case", part(filing, case)), captioned("Individual", part(filing, own))))
    return value_of(filing, words) if words else None if own is None else case


def arrived(filing: Filing) -> Value:
    """The day given for the country where the person is now; otherwise the entry into that country, where it is the only one."""
    said = filing.record.get("unhcr.arrived")
    entry = last_entry(filing)  # noqa: F405
    return said if said is not None else step(entry, "date") if isinstance(entry, Mapping) else None


def schooling(filing: Filing) -> Value:
    """The last school with what came of it, and the last work."""
    school = next(iter(filing.record.rows("education")), None)
    work = next(iter(filing.record.rows("employment")), None)
    lines = []
    if isinstance(school, Mapping):
        lines.append(
            captioned("Last school", join(", ", (part(filing, school.get(k)) for k in ("school", "kind", "qualification"))))
        )
    if isinstance(work, Mapping):
        lines.append(captioned("Last work", join(", ", (part(filing, work.get(key)) for key in ("occupation", "employer")))))
    answers = [filing.record.get("education"), filing.record.get("employment")]
    return line(filing, *lines, of=answers, separator="\n")


# Tables of schools and work


def entry_place(filing: Filing, entry: Entry) -> Value:
    return _address(filing, entry.get("address"))


def degree(filing: Filing, entry: Entry) -> Value:
    """The qualification, and the kind of school before it."""
    values = [entry.get("kind"), entry.get("qualification")]
    return line(filing, *(part(filing, value) for value in values), of=reversed(values), separator="; ")


# Family


def _own(filing: Filing) -> Entry:
    value = filing.record.get("applicant")
    return value if isinstance(value, Mapping) else {}


_KINDS = {
    "spouse": "Spouse",
    "parents.father": "Father",
    "parents.mother": "Mother",
    "children": "Children",
    "siblings": "Brothers and sisters",
}
_NEAR = ("spouse", "children")
"""Who would be with the applicant."""


def _entries(found: Sequence[family.Member], otherwise: Value) -> Value:
    return [{**member.entry, "_relation": member.relation} for member in found] or otherwise


def _whereabouts_unknown(filing: Filing, found: Sequence[family.Member]) -> Value:
    """These relatives, and a row for those who are unknown or of whom nothing is said: left out, it would look as if there were
    nobody."""
    answered = {path: filing.record.get(path) for path in _KINDS}
    unknown = [
        {"_relation": _KINDS[path], "name": value, "birth": value, "location": value, "marital_status": value}
        for path, value in answered.items()
        if value in (Absent.UNKNOWN, Absent.DECLINED)
    ]
    known = _entries(found, None)
    return [*(known or []), *unknown] or _asked(filing)


def _asked(filing: Filing) -> Value:
    """None as long as it is not known of every relative whether there is one; so no list is said to be empty too early."""
    return None if any(filing.record.get(path) is None for path in _KINDS) else Absent.NONE


def accompanying(filing: Filing) -> Value:
    return _entries(family.together(filing), None if family.unclear(filing) else _silent(filing) or _asked(filing))


def _silent(filing: Filing) -> Absent | None:
    """What is said in place of husband or wife and children, who would be with the applicant: of whom nobody may say that they
    are not; for relatives of whom the applicant does not wish to speak too. None where all is told."""
    said = [filing.record.get(path) for path in _KINDS]
    near = [filing.record.get(path) for path in _NEAR]
    return Absent.DECLINED if Absent.DECLINED in said else Absent.UNKNOWN if Absent.UNKNOWN in near else None


def _apart(filing: Filing) -> list[family.Member]:
    here = {member.path for member in family.together(filing)}
    return [member for member in family.members(filing) if member.path not in here]


def relatives_apart(filing: Filing) -> Value:
    return _whereabouts_unknown(filing, _apart(filing))


def family_at_home(filing: Filing) -> Value:
    return _whereabouts_unknown(filing, [member for member in _apart(filing) if not _elsewhere(filing, member)])


def family_elsewhere(filing: Filing) -> Value:
    """Those who live in a third country. There is none as long as it is known of everybody, and of the home country."""
    apart = _apart(filing)
    lands = [step(member.entry, "location.country") for member in apart if member.entry.get("deceased") != "yes"]
    untold = [land for land in (*map(filing.record.get, _KINDS), *lands) if land in (None, Absent.UNKNOWN, Absent.DECLINED)]
    if lands and _home(filing) is None:
        untold.append(filing.record.get("claim.country"))
    otherwise = (None if None in untold else untold[0]) if untold else Absent.NONE
    return _entries([member for member in apart if _elsewhere(filing, member)], otherwise)


def _home(filing: Filing) -> str | None:
    """The country of the claim, else that of the first nationality; None where neither is known."""
    said = (filing.record.get("claim.country"), step(filing.record.get("applicant.nationalities"), "0.country"))
    return next((str(land) for land in said if land is not None and not isinstance(land, Absent)), None)


def _elsewhere(filing: Filing, member: family.Member) -> bool:
    where, home = step(member.entry, "location.country"), _home(filing)
    return (
        home is not None
        and isinstance(where, str)
        and not isinstance(where, Absent)
        and where != home
        and member.entry.get("deceased") != "yes"
    )


def case_members(filing: Filing) -> Value:
    return [{**_own(filing), "_relation": "Principal applicant"}, *(_entries(family.together(filing), None) or [])]


def case_size(filing: Filing) -> Value:
    """How many they are; open while it is not known whether there is one of the nearest, or whether somebody is here."""
    if family.unclear(filing) or any(filing.record.get(path) is None for path in _NEAR):
        return None
    return _silent(filing) or str(1 + len(family.together(filing)))


def member_name(filing: Filing, entry: Entry) -> Value:
    return name(entry.get("name")) or step(entry, "name.family")


def member_relation(filing: Filing, entry: Entry) -> Value:
    return entry.get("_relation")


def member_sex(filing: Filing, entry: Entry) -> Value:
    value = entry.get("sex")
    return str(value).capitalize() if isinstance(value, str) and not isinstance(value, Absent) else value


def member_age(filing: Filing, entry: Entry) -> Value:
    return family.age(filing, entry) or step(entry, "birth.date")


def member_birth(filing: Filing, entry: Entry) -> Value:
    birth = entry.get("birth")
    if not isinstance(birth, Mapping):
        return birth
    spot = address(filing, birth if birth.get("city") else {**birth, "city": birth.get("place")})
    return line(filing, say(filing, birth.get("date")), spot)


def member_marital(filing: Filing, entry: Entry) -> Value:
    value = entry.get("marital_status")
    if value is None and (span := family.ages(filing, entry)) is not None and span[1] < family.ADULT:
        return Absent.NOT_APPLICABLE
    return _MARITAL.get(str(value), value)


def member_nationality(filing: Filing, entry: Entry) -> Value:
    return citizenship(filing, entry.get("nationalities"))


def member_groups(filing: Filing, entry: Entry) -> Value:
    nation = member_nationality(filing, entry)
    if nation is None:
        return None  # the other two alone would look as if there were no question of nationality
    return line(
        filing,
        say(filing, nation) if isinstance(nation, str) and not isinstance(nation, Absent) else None,
        part(filing, entry.get("ethnicity")),
        captioned("Religion", say(filing, entry.get("religion"))),
        of=(nation,),
        separator="\n",
    )


def member_occupation(filing: Filing, entry: Entry) -> Value:
    value = entry.get("occupation")
    return Absent.NOT_APPLICABLE if value is None and (span := family.ages(filing, entry)) and span[1] < 6 else value


def member_number(filing: Filing, entry: Entry) -> Value:
    return step(entry, "unhcr.number")


def member_needs(filing: Filing, entry: Entry) -> Value:
    """Special needs as they are answered, and after them the health under its own name: none of the one is not the other."""
    said, health = step(entry, "unhcr.needs"), entry.get("health")
    told = captioned("Health", part(filing, health))
    if told is None:
        return health if said is None else said
    return line(filing, say(filing, said), told, separator="\n")


def members_with_needs(filing: Filing) -> Value:
    """The members of the case; what another adult has not agreed to show stays out."""
    closed = {member.path for member in family.closed(filing)}
    others = [member for member in family.together(filing) if member.path not in closed]
    return [{**_own(filing), "_relation": "Principal applicant"}, *(_entries(others, None) or [])]


def member_address(filing: Filing, entry: Entry) -> Value:
    """Where a relative lives, and that nobody knows or says whether they do; of the dead, when they died."""
    dead, died, where = entry.get("deceased"), entry.get("death_date"), entry.get("location")
    if dead == "yes":
        when = "date not known" if died is Absent.UNKNOWN else day(died)
        return f"Deceased{f', {when}' if when else ''}"
    if dead not in (Absent.UNKNOWN, Absent.DECLINED):
        return _address(filing, where)
    alive = "(not known whether alive)" if dead is Absent.UNKNOWN else "(whether alive is withheld)"
    return line(filing, address(filing, where), Words(alive), separator="\n")


# Signing


def declaration(filing: Filing) -> Value:
    who = name(filing.record.get("applicant.name"))
    return (
        f"I, {who}, declare that the answers on this form and in the attached statement are true and complete to the best of my "
        "knowledge, and that where I did not understand the language they were interpreted to me before I signed."
        if who
        else None
    )


def interpreter_name(filing: Filing) -> Value:
    said = filing.record.get("statement.interpreter")
    if said is None or isinstance(said, Absent):
        return said
    return name(helper(filing.record, said).get("name")) or None


def interpreter_signs(filing: Filing) -> Value:
    """Whether there is a place for an interpreter to sign."""
    said = filing.record.get("statement.interpreter")
    return said if isinstance(said, Absent) else str(said or "") or None


def confidential_note(filing: Filing) -> Value:
    """That some things stand elsewhere, without saying whose or what."""
    return "What concerns one member of the case alone is handed over apart from this dossier, in a closed envelope."
