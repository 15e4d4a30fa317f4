"""What the items of the application form say where a path of the record alone cannot.

Each function takes the filing (in a column also the entry) and returns a record value: words, a date, an Absent, a list, or None
where the applicant has not answered. Sections 9 to 15 are in `journey.py` and `claim.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import Words, join, line, value_of
from asylum_forms.record.names import STATELESS
from asylum_forms.record.people import citizenships
from asylum_forms.record.values import Absent, PartialDate, Text, Value, step
from jurisdictions.kr.claim import *  # noqa: F403
from jurisdictions.kr.helping import *  # noqa: F403
from jurisdictions.kr.journey import *  # noqa: F403
from jurisdictions.kr.wording import (
    Entry,
    address,
    after,
    below,
    country,
    either,
    full_name,
    in_korean,
    native_names,
    part,
    period,
    say,
)

# 1 Personal information


def role(filing: Filing) -> Value:
    """Who applies together with the applicant is family, unless they say that they have reasons of their own."""
    said = filing.record.get("kr.role")
    return Derived("family", ("applicant.kr.applies",)) if said is None and filing.person else said


def parent_name(filing: Filing) -> Value:
    """Who signs for a child of the applicant: the applicant. For another child the guardian is to be named by hand."""
    record = filing.record
    return full_name(record.main.get("applicant.name")) if record.main and record.entry.startswith("children.") else None


def own_name(filing: Filing) -> Value:
    return full_name(filing.record.get("applicant.name")) or None


def family_name(filing: Filing) -> Value:
    value = filing.record.get("applicant.name.family")
    return value.upper() if isinstance(value, str) and not isinstance(value, Absent) else value


def given_name(filing: Filing) -> Value:
    """Given names in capitals, then the whole name in Hangul and in its own script, for which the form has no box."""
    name = filing.record.get("applicant.name")
    given = step(name, "given")
    others = native_names(name) if isinstance(name, Mapping) else []
    if not isinstance(given, str) or isinstance(given, Absent):
        none = say(filing, given)
        return f"{none.text} ({', '.join(others)})" if none and others else given
    parts = [given, step(name, "middle")]
    roman = " ".join(str(one).upper() for one in parts if isinstance(one, str) and not isinstance(one, Absent))
    return f"{roman} ({', '.join(others)})" if others else roman


def other_names(filing: Filing) -> Value:
    """Each name with its own script; what kind of name it was, and why, stands behind it."""
    value = filing.record.get("applicant.other_names")
    if not isinstance(value, list):
        return value
    kinds = {
        "maiden": ("혼전 성명", "maiden name"),
        "former": ("이전 이름", "former name"),
        "alias": ("가명", "alias"),
        "nickname": ("별명", "nickname"),
        "religious": ("종교적 이름", "religious name"),
        "pen_name": ("필명ㆍ계정명", "pen or account name"),
        "spelling": ("다른 표기", "other spelling"),
    }
    found = []
    for entry in value:
        kind = kinds.get(str(entry.get("kind")))
        native = entry.get("native")
        words = [part(filing, entry.get("name")), Words(native.any()) if isinstance(native, Text) else part(filing, native)]
        what = join(": ", (Words(either(filing, *kind)) if kind else None, part(filing, entry.get("reason"))))
        found.append(join(" ", [*words, what and replace(what, text=f"({what.text})")]))
    return value_of(filing, join("; ", found))


def _nationalities(filing: Filing) -> Value:
    return filing.record.get("applicant.nationalities")


def nationality(filing: Filing) -> Value:
    """The countries whose citizen the applicant is today."""
    held = citizenships(_nationalities(filing))
    if not isinstance(held, list):
        return either(filing, "무국적", "Stateless") if held is Absent.NONE else held
    return line(filing, *(country(filing, entry.get("country")) for entry in held))


def other_nationalities(filing: Filing) -> Value:
    """All but the nationality held today that stands first."""
    value = _nationalities(filing)
    if not isinstance(value, list):
        return value
    first = next(
        (e for e in value if e.get("kind") != "permanent_residence" and not isinstance(e.get("until"), PartialDate)), None
    )
    return [entry for entry in value if entry is not first] or Absent.NONE


def has_other_nationalities(filing: Filing) -> Value:
    return _has(other_nationalities(filing))


def _has(value: Value) -> Value:
    """The yes or no that goes with a list."""
    if isinstance(value, list):
        return "yes" if value else None
    return "no" if value is Absent.NONE else value


def nationality_status(filing: Filing, entry: Entry) -> Value:
    """What it is today, with the kind: the form's table is for nationalities and permanent residence."""
    kinds = {"citizenship": ("국적", "nationality"), "permanent_residence": ("영주권", "permanent residence")}
    kind = kinds.get(str(entry.get("kind")))
    status = entry.get("status")
    if status is None:
        return None
    return line(filing, Words(either(filing, *kind)) if kind else None, say(filing, status))


def birth_place(filing: Filing) -> Value:
    """In English from the village to the country, in Korean from the country to the village."""
    birth = filing.record.get("applicant.birth")
    if not isinstance(birth, Mapping):
        return birth
    spot = {**birth, "street": None} if birth.get("city") else {**birth, "city": birth.get("place")}
    return value_of(filing, address(filing, spot))


def home_address(filing: Filing) -> Value:
    value = filing.record.get("applicant.home_address")
    return value_of(filing, address(filing, value)) if isinstance(value, Mapping) else value


_SPOKEN = {
    "korean": ("korean", "한국어", "韩语", "韩国语", "朝鲜语", "coréen"),
    "english": ("english", "영어", "英语", "anglais"),
    "french": ("french", "불어", "프랑스어", "法语", "français"),
}
"""Languages that have a box of their own, as a record may name them."""


def _box_of(language: Value) -> str:
    """The box for a language given in words; `other` where it has none."""
    spoken = [words.lower() for _tag, words in language.by_language] if isinstance(language, Text) else [str(language).lower()]
    return next((box for box, names in _SPOKEN.items() if any(name in words for name in names for words in spoken)), "other")


def _fluent(filing: Filing) -> Value:
    """The record asks for languages beside the mother tongue, the form for all: who speaks no other speaks that one."""
    value = filing.record.get("applicant.languages.fluent")
    native = filing.record.get("applicant.languages.native")
    return ([native] if isinstance(native, Text) else native) if value is Absent.NONE else value


def fluent(filing: Filing) -> Value:
    value = _fluent(filing)
    boxes = [_box_of(language) for language in value] if isinstance(value, list) else []
    if filing.record.get("applicant.languages.english_fluent") == "yes":
        boxes.append("english")
    if not boxes:
        return value if isinstance(value, Absent) else None
    return [box for box in ("korean", "english", "french", "other") if box in boxes]


def fluent_other(filing: Filing) -> Value:
    value = _fluent(filing)
    if not isinstance(value, list):
        return below(value)
    others = [language for language in value if _box_of(language) == "other"]
    return value_of(filing, say(filing, others)) if others else Absent.NOT_APPLICABLE


def _interpreted(path: str) -> Callable[[Filing], Value]:
    """A box about the interpreter, which does not apply to who needs none."""

    def answer(filing: Filing) -> Value:
        needed = filing.record.get("kr.interpreter")
        return Absent.NOT_APPLICABLE if needed == "no" else filing.record.get(path)

    return answer


interpretation_language = _interpreted("applicant.languages.interview")
interpretation_requests = _interpreted("applicant.languages.interview_requests")


# 3 Marriages, 4 family


def marital_status(filing: Filing) -> Value:
    """The neutral answer, unless the applicant chose one of the two boxes that only this form has."""
    own = filing.record.get("kr.marital_status")
    return own if own in ("same_sex", "other") else filing.record.get("applicant.marital_status")


def spouse_family(filing: Filing, entry: Entry) -> Value:
    value = step(entry, "spouse.family")
    return value.upper() if isinstance(value, str) and not isinstance(value, Absent) else value


def spouse_given(filing: Filing, entry: Entry) -> Value:
    value = step(entry, "spouse.given")
    if not isinstance(value, str) or isinstance(value, Absent):
        return value
    others = native_names(entry.get("spouse"))
    return f"{value.upper()} ({', '.join(others)})" if others else value.upper()


_MARRIAGE = {
    "married": ("혼인", "Married"),
    "common_law": ("사실혼", "De facto marriage"),
    "separated": ("별거", "Living separately"),
    "divorced": ("이혼", "Divorced"),
    "widowed": ("사별", "Widowed"),
    "annulled": ("혼인 무효", "Annulled"),
}


def marriage_status(filing: Filing, entry: Entry) -> Value:
    """With the day it ended, for which the form has no column."""
    status = entry.get("status")
    if status not in _MARRIAGE:
        return status
    return line(filing, Words(either(filing, *_MARRIAGE[str(status)])), part(filing, entry.get("until")))


def family(filing: Filing) -> Value:
    """Parents, brothers and sisters, spouse and children, in the order of the caption. What is not answered is found in rules."""
    answered = {path: filing.record.get(path) for path in _FAMILY}
    found = [row for path, value in answered.items() for row in _rows(path, value)]
    if found:
        return Derived(found, ("parents", "siblings", "spouse", "children"))
    return Absent.NONE if all(isinstance(value, Absent) for value in answered.values()) else None


_FAMILY = {
    "parents.father": ("부", "Father"),
    "parents.mother": ("모", "Mother"),
    "siblings": ("형제자매", "Brother or sister"),
    "spouse": ("배우자", "Spouse"),
    "children": ("자녀", "Child"),
}


def _rows(path: str, value: Value) -> list[Entry]:
    """Somebody who is unknown, or of whom nothing is to be said, has a row too: left out, it looks as if there were nobody."""
    if value in (Absent.UNKNOWN, Absent.DECLINED):
        return [{"_relation": _FAMILY[path], "name": value, "birth": value, "nationalities": value, "location": value}]
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]


_DEGREES = {
    "step": ("의붓", "step"),
    "adopted": ("입양", "adopted"),
    "foster": ("위탁", "foster"),
    "half": ("이복ㆍ이부", "half"),
    "in_law": ("인척", "in-law"),
    "guardian": ("후견", "guardian"),
}


def member_relation(filing: Filing, entry: Entry) -> Value:
    """What this person is to the applicant, from where the record has the person."""
    record = filing.record
    sex = str(entry.get("sex"))
    single = next((path for path in ("parents.father", "parents.mother", "spouse") if entry is record.get(path)), "")
    if "_relation" in entry or single:
        word = entry.get("_relation") or _FAMILY[single]
    elif any(entry is child for child in record.rows("children")):
        word = {"male": ("아들", "Son"), "female": ("딸", "Daughter")}.get(sex, _FAMILY["children"])
    else:
        word = {"male": ("형제", "Brother"), "female": ("자매", "Sister")}.get(sex, _FAMILY["siblings"])
    said, degree = either(filing, *word), _DEGREES.get(str(entry.get("relation")))
    return f"{said} ({either(filing, *degree)})" if degree else said


def member_name(filing: Filing, entry: Entry) -> Value:
    name = entry.get("name")
    return full_name(name) or (name if isinstance(name, Absent) else None)


def member_birth(filing: Filing, entry: Entry) -> Value:
    return step(entry, "birth.date")


def member_nationality(filing: Filing, entry: Entry) -> Value:
    """The countries whose national the person is today; who has none is stateless, as in 1.7."""
    held = citizenships(entry.get("nationalities"))
    if held is Absent.NONE:
        return STATELESS
    lands = [one.get("country") for one in held] if isinstance(held, list) else held
    return None if isinstance(lands, list) and None in lands else lands


def member_city(filing: Filing, entry: Entry) -> Value:
    """City and country, or the day of death. The street is not asked and could put somebody in danger."""
    if entry.get("deceased") == "yes":
        when = entry.get("death_date")
        return line(filing, Words(either(filing, "사망", "Deceased")), say(filing, when) if when is not None else None)
    where = entry.get("location")
    if not isinstance(where, Mapping):
        return where
    keys = ("city", "district", "province")
    towns = [part(filing, where.get(key)) for key in keys]
    town, land = next((town for town in towns if town), None), country(filing, where.get("country"))
    return line(filing, land, town, separator=" ") if in_korean(filing) else line(filing, town, land)


# 5 education, 6 work, 8 residence


def entry_place(filing: Filing, entry: Entry) -> Value:
    where = entry.get("address")
    return value_of(filing, address(filing, where)) if isinstance(where, Mapping) else where


def entry_address(filing: Filing, entry: Entry) -> Value:
    """Without the country, which has a column of its own."""
    where = entry.get("address")
    if not isinstance(where, Mapping):
        return where
    return value_of(filing, address(filing, {key: value for key, value in where.items() if key != "country"}))


# 7 military service


def service_law(filing: Filing) -> Value:
    """`military: none` says of the applicant that there was no service, and of the country's law nothing."""
    return None if isinstance(filing.record.get("military"), Absent) else filing.record.get("military.compulsory")


def served(filing: Filing) -> Value:
    value = filing.record.get("military.served")
    return "no" if value is Absent.NONE else value


def _served(read: Callable[[Filing], Value]) -> Callable[[Filing], Value]:
    """A box about a service, which does not apply to who has not served."""

    def answer(filing: Filing) -> Value:
        said = served(filing)
        if said in ("no", Absent.NOT_APPLICABLE):
            return Absent.NOT_APPLICABLE
        return said if isinstance(said, Absent) else read(filing)

    return answer


service_period = _served(lambda filing: value_of(filing, period(filing, filing.record.get("military") or {})))
service_place = _served(
    lambda filing: line(
        filing, country(filing, filing.record.get("military.country")), part(filing, filing.record.get("military.place"))
    )
)
service_branch = _served(lambda filing: filing.record.get("kr.military_branch"))
service_unit = _served(lambda filing: filing.record.get("military.unit"))
service_rank = _served(lambda filing: filing.record.get("military.rank"))
service_discharge = _served(lambda filing: filing.record.get("military.discharge"))
combat = _served(lambda filing: filing.record.get("military.combat.answer"))


def _combat_words(filing: Filing) -> Value:
    return after(filing.record.get("military.combat.answer"), "yes", filing.record.get("military.combat.explain"))


combat_explain = _served(_combat_words)
