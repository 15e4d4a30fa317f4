"""The people of a case: who is with the applicant, who is an adult, and whose part of the case stands in whose papers.

Each adult has a right that what was done to them stays unknown to the others (UNHCR, Procedural Standards, Unit 2.1; Resettlement
Handbook, completing the RRF). So what is about another adult is left out of a person's papers, unless that adult has said yes to
`share_claim`. A family member counts who is with the applicant or has a record of their own, and is 18 or of unknown age.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.unhcr.wording import Entry

APPLICANT = "applicant"
ADULT = 18

ABOUT = {"harm": "victim", "arrests": "person", "organisations": "person"}
"""Lists of the record whose entries may be about another person, and the question that says whom."""

_SPOUSE = ("my wife", "my husband", "my spouse", "our wife", "妻子", "丈夫", "爱人", "老公", "老婆", "배우자", "아내", "남편")


@dataclass(frozen=True)
class Member:
    """Somebody of whom the record tells."""

    id: str
    path: str
    relation: str
    entry: Entry


def own_id(filing: Filing) -> str:
    """Id of the person whose papers these are: `applicant`, or the id of a family member."""
    return filing.record.id or APPLICANT


def members(filing: Filing) -> Iterator[Member]:
    """Spouse, children, parents, brothers and sisters, as the record of this filing names them; those without an id too."""
    record = filing.record
    groups = (("spouse", record.get("spouse")), ("parents.father", record.get("parents.father")))
    for path, value in (*groups, ("parents.mother", record.get("parents.mother"))):
        if isinstance(value, Mapping):
            key = path.split(".")[-1]
            yield Member(key, path, {"spouse": "Spouse", "father": "Father", "mother": "Mother"}[key], value)
    for group, words in (("children", ("Child", "Son", "Daughter")), ("siblings", ("Sibling", "Brother", "Sister"))):
        for number, value in enumerate(record.rows(group)):
            relation = words[{"male": 1, "female": 2}.get(str(value.get("sex")), 0)]
            kind = value.get("relation")
            if kind in ("step", "adopted", "foster", "half"):
                relation = f"{relation} ({kind})"
            yield Member(str(value.get("id") or ""), f"{group}.{number}", relation, value)


def together(filing: Filing) -> list[Member]:
    """Family members who are with the applicant now."""
    return [m for m in members(filing) if m.entry.get("accompanying") == "yes" and m.entry.get("deceased") != "yes"]


def unclear(filing: Filing) -> list[Member]:
    """Those of whom nobody has said whether they are with the applicant, though they may be: in the same country, or, of spouse
    and children, nobody knows where."""
    here = filing.record.get("unhcr.here")
    return [member for member in members(filing) if _unclear(member, here)]


def _unclear(member: Member, here: Value) -> bool:
    open_ = member.entry.get("accompanying") in (None, Absent.UNKNOWN, Absent.DECLINED)
    if not open_ or member.entry.get("deceased") == "yes":
        return False
    where = step(member.entry, "location.country")
    near = member.path == "spouse" or member.path.startswith("children")
    return near if where is None or isinstance(where, Absent) else bool(where == here)


def ages(filing: Filing, entry: Entry) -> tuple[int, int] | None:
    """The least and the greatest age on the filing date that the date of birth allows; None where there is none."""
    birth = step(entry, "birth.date")
    if not isinstance(birth, PartialDate):
        return None
    today = filing.date
    of = [today.year - b.year - ((today.month, today.day) < (b.month, b.day)) for b in (birth.last(), birth.first())]
    return of[0], of[1]


def age(filing: Filing, entry: Entry) -> str:
    """`12`, `12 or 13` where only the month or year of birth is known; empty where nobody can tell."""
    span = ages(filing, entry)
    return "" if span is None else str(span[0]) if span[0] == span[1] else f"{span[0]} or {span[1]}"


def is_adult(filing: Filing, entry: Entry) -> bool:
    """Whether the person is 18, or may be."""
    span = ages(filing, entry)
    return span is None or span[1] >= ADULT


def adults(filing: Filing) -> list[Member]:
    """The adults of the case but the one whose papers these are, the applicant of the case among them."""
    whole = filing.whole or filing
    main = whole.record.main or whole.record
    self_ = own_id(filing)
    case = [m for m in members(_of(filing)) if (not m.id or m.id != self_) and is_adult(filing, m.entry)]
    here = filing.record.get("unhcr.here")
    found = [m for m in case if m.entry.get("accompanying") == "yes" or m.id in main.people or _unclear(m, here)]
    applicant = main.get("applicant")
    if self_ != APPLICANT and isinstance(applicant, Mapping):
        found.append(Member(APPLICANT, "applicant", "Applicant", applicant))
    return found


def _of(filing: Filing) -> Filing:
    """The filing with the record of the case."""
    return replace(filing, record=filing.record.main or filing.record)


def consent(filing: Filing, member: Member) -> Value:
    """What this adult answered to `share_claim`, in a record of their own or in their entry."""
    main = filing.record.main or filing.record
    if not member.id:
        return step(member.entry, "unhcr.share_claim")
    return main.person("" if member.id == APPLICANT else member.id).get("applicant.unhcr.share_claim")


def closed(filing: Filing) -> list[Member]:
    """The other adults who have not said yes."""
    return [member for member in adults(filing) if consent(filing, member) != "yes"]


def named(filing: Filing, said: Value, among: list[Member]) -> Member | None:
    """The first of these people that the words name: by name, or as the spouse."""
    if not isinstance(said, (Text, str)) or isinstance(said, Absent):
        return None
    words = " ".join(w for _tag, w in said.by_language) if isinstance(said, Text) else said
    return next((member for member in among if _names(words, member)), None)


def _names(words: str, member: Member) -> bool:
    flat = re.sub(r"[\W_]+", " ", words).casefold()
    name = member.entry.get("name")
    native = step(name, "native")
    spelled = [native.any()] if isinstance(native, Text) else []
    if any(one.strip() and one in words for one in spelled):
        return True
    roman = [str(step(name, key)).casefold() for key in ("family", "given") if isinstance(step(name, key), str)]
    roman = [one for one in roman if one not in {absent.value for absent in Absent}]
    only = [one for one in roman if Absent.NONE in (step(name, "family"), step(name, "given"))]
    if any(f" {one} " in f" {flat} " for one in only):
        return True
    if len(roman) == 2 and any(f" {one} " in f" {flat} " for one in (" ".join(roman), " ".join(reversed(roman)))):
        return True
    return member.path == "spouse" and any(word in words.casefold() for word in _SPOUSE)


def printed(filing: Filing, path: str) -> list[Entry]:
    """The entries of a list that stand in this person's papers."""
    hidden = {number for question, number, _member in withheld(filing) if question == path}
    return [entry for number, entry in enumerate(filing.record.rows(path)) if number not in hidden]


def withheld(filing: Filing) -> list[tuple[str, int, Member]]:
    """(question, entry, whom it is about) of everything that is left out because an adult has not agreed."""
    others = closed(filing)
    found = []
    for path, key in ABOUT.items() if others else ():
        for number, entry in enumerate(filing.record.rows(path)):
            if member := named(filing, entry.get(key), others):
                found.append((path, number, member))
    return found


def foreign_evidence(filing: Filing) -> list[tuple[int, Member]]:
    """(entry, whom it is about) of evidence about another adult who has not agreed."""
    others = {str(id): member for member in closed(filing) for id in (member.id, member.entry.get("id")) if id}
    entries = enumerate(filing.record.rows("evidence"))
    return [(number, others[str(e.get("about"))]) for number, e in entries if str(e.get("about")) in others]


def called(member: Member) -> str:
    """The person's name for a finding."""
    return full_name(member.entry.get("name")) or member.id
