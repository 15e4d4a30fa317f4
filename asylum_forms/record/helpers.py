"""Who helps with an application, and how near those people are to whoever applies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from asylum_forms.record.localize import plain
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, Text, Value

_RELATIVES = frozenset(
    (
        *("husband", "wife", "spouse", "mother", "father", "parent", "son", "daughter", "child", "brother", "sister", "sibling"),
        *("cousin", "uncle", "aunt", "nephew", "niece", "grandmother", "grandfather", "grandparent", "relative"),
        *("mari", "femme", "époux", "épouse", "conjoint", "conjointe", "mère", "père", "fils", "fille", "frère", "sœur"),
        *("cousine", "oncle", "tante", "neveu", "nièce"),
    )
)
"""Words that name a relative in the answer about the relation of a helper, whole words."""
_KIN = (
    *("丈夫", "妻", "配偶", "母", "父", "儿子", "兒子", "女儿", "女兒", "兄", "弟", "姐", "妹", "叔", "姨", "舅", "姑"),
    *("亲属", "亲戚", "親屬", "親戚"),
    *("남편", "아내", "배우자", "아버지", "어머니", "부모", "아들", "형제", "자매", "누나", "언니", "오빠", "동생"),
    *("사촌", "삼촌", "이모", "고모", "친척", "친족", "가족"),
)
"""The same in languages that write words together."""
_NO_RELATIVE = re.compile(
    r"not? (?:a |my )?relatives?"
    r"|(?:[无無非]|没有|沒有|不是)(?:任何)?(?:亲属|亲戚|親屬|親戚)"
    r"|(?:친척|친족|가족)(?:이|관계가?)? ?(?:아님|아닌|없음)"
)
"""Words that say that somebody is none."""
_SELF = (
    *("self", "myself", "i myself", "i", "me", "applicant", "the applicant", "moi", "moi-même"),
    *("本人", "我", "我本人", "我自己", "自己", "申请人", "申請人", "본인", "나", "저", "신청인"),
)
_JOINED = ("本人", "我和", "和我", "我与", "与我", "我們", "我们", "自己", "申请人", "申請人", "본인", "나와", "저와", "신청인")
"""Words for oneself among others, in languages that write words together; not `我父亲`."""


def helpers(record: Record) -> dict[str, Mapping[str, Any]]:
    """The helpers of a record by their ids; those without one cannot be named anywhere."""
    return {plain(h.get("id")): h for h in record.rows("helpers") if isinstance(h, Mapping) and plain(h.get("id"))}


def is_applicant(record: Record, helper: Mapping[str, Any]) -> bool:
    """Whether a helper is the applicant of this record or somebody of the case with a record of their own, by whatever id.

    The name tells it, in Roman letters or as written in its own script, or the answer about the relation ("myself").
    """
    return says_self(helper.get("relation")) or any(_same(helper.get("name"), name) for name in _applicants(record))


def says_self(value: Value) -> bool:
    """Whether a text that says who somebody is says "myself"."""
    return bool({words.strip().rstrip(".").casefold() for words in _said(value)} & set(_SELF))


def names_self(value: Value) -> bool:
    """Whether a text that says who somebody is says "myself" among others ("my brother and me")."""
    told = [words.casefold() for words in _said(value)]
    return any(set(_SELF) & set(re.findall(r"[\w-]+", words)) or any(own in words for own in _JOINED) for words in told)


def is_own(record: Record, who: Value) -> bool:
    """Whether an answer to "who" is the person of this record: left out, "myself", or their name and nothing else."""
    if who is None or isinstance(who, Absent) or says_self(who):
        return True
    name = record.get("applicant.name")
    if not isinstance(name, Mapping):
        return False
    roman = [plain(name.get(key)) for key in ("family", "given", "middle")]
    own = {_letters(" ".join(roman)), _letters(" ".join(roman[:2]))} - {""}
    return any(_letters(words) in own or "".join(words.split()) in _native(name) for words in _said(who) or [str(who)])


def is_relative(record: Record, helper: Mapping[str, Any]) -> bool:
    """Whether a helper is a member of the family, by the names in the record or by the answer about the relation."""
    if any(_same(helper.get("name"), name) for name in _family(record.main or record)):
        return True
    told = [_NO_RELATIVE.sub(" ", words.casefold()) for words in _said(helper.get("relation"))]
    return any(_RELATIVES & set(re.findall(r"\w+", words)) or any(kin in words for kin in _KIN) for words in told)


def _applicants(record: Record) -> Iterator[Value]:
    main = record.main or record
    yield from (record.get("applicant.name"), main.get("applicant.name"))
    for id, entry in main.persons().items():
        if id in main.people:
            yield from (main.get(f"{entry}.name"), main.people[id].get("applicant.name"))


def _said(value: Value) -> list[str]:
    return [words for _tag, words in value.by_language] if isinstance(value, Text) else []


def _family(record: Record) -> Iterator[Value]:
    for path in ("spouse", "parents.mother", "parents.father"):
        yield record.get(f"{path}.name")
    for path in ("children", "siblings"):
        yield from (entry.get("name") for entry in record.rows(path) if isinstance(entry, Mapping))


def _same(one: Value, other: Value) -> bool:
    """Whether two names are the same: family and given name in Roman letters, or the name in its own script."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    return (any(_roman(one)) and _roman(one) == _roman(other)) or bool(_native(one) & _native(other))


def _letters(words: str) -> str:
    """A name by its words, in whatever order."""
    return " ".join(sorted(words.casefold().replace(",", " ").split()))


def _roman(name: Mapping[str, Any]) -> tuple[str, str]:
    return plain(name.get("family")).casefold(), plain(name.get("given")).casefold()


def _native(name: Mapping[str, Any]) -> set[str]:
    forms = name.get("forms")
    written = [plain(name.get("native")), *(map(plain, forms.values()) if isinstance(forms, Mapping) else ())]
    return {"".join(words.split()) for words in written if words}
