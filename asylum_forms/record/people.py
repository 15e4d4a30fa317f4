"""The people a record names: how each is called and reached."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from asylum_forms.record.localize import address_lines, plain, words
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Value


def person(record: Record) -> dict[str, str]:
    """The applicant's name in parts. Parts that do not exist or are not answered are empty."""
    name = record.get("applicant.name")
    parts = name if isinstance(name, Mapping) else {}
    texts = {key: plain(parts.get(key)) for key in ("family", "given", "middle")}
    return {"full_name": full_name(name), "native": words(parts.get("native"), record.language), **texts}


def full_name(name: Value, *, capitals: bool = True) -> str:
    """`Given Middle FAMILY`, or without `capitals` `Given Middle Family`; empty where there is no name."""
    if not isinstance(name, Mapping):
        return ""
    family = plain(name.get("family"))
    parts = (plain(name.get("given")), plain(name.get("middle")), family.upper() if capitals else family)
    return " ".join(part for part in parts if part)


def helper(record: Record, id: Value) -> Mapping[str, Any]:
    """The helper with this id; empty where nobody is named."""
    found = (h for h in record.rows("helpers") if isinstance(h, Mapping) and h.get("id") == id)
    return next(found, {}) if plain(id) else {}


def contact(who: Mapping[str, Any], language: str) -> dict[str, str]:
    """Name, organisation, address on one line, phone and email of a helper; empty where not answered."""
    return {
        "name": full_name(who.get("name")),
        "organisation": words(who.get("organisation"), language),
        "address": ", ".join(address_lines(who.get("address"), language)),
        "phone": plain(who.get("phone")),
        "email": plain(who.get("email")),
        "licence": plain(who.get("licence")),
    }


def citizenships(nationalities: Value) -> Value:
    """The entries of a list of nationalities that are citizenships of today; an Absent or None as it is.

    `none` where every one of them says that there is no country. None where the list has no citizenship of today: what has ended,
    and a permanent residence, make nobody stateless.
    """
    if not isinstance(nationalities, list):
        return nationalities
    held = [n for n in nationalities if n.get("kind") != "permanent_residence" and not isinstance(n.get("until"), PartialDate)]
    return Absent.NONE if held and all(n.get("country") is Absent.NONE for n in held) else held or None


def documents_of(documents: Value, holders: Container[Value], kinds: Container[Value]) -> Value:
    """The documents of these kinds that belong to one of the holders; an Absent or None as it is, `none` where there are none.

    A document whose kind or holder is not told may be one of them: then what is not told of it is the answer."""
    if not isinstance(documents, list):
        return documents
    own = [document for document in documents if document.get("holder") in holders]
    if found := [document for document in own if document.get("kind") in kinds]:
        return found
    untold = [document.get("holder") for document in documents if document.get("holder") in (Absent.UNKNOWN, Absent.DECLINED)]
    untold += [kind for document in own if (kind := document.get("kind")) is None or isinstance(kind, Absent)]
    return untold[0] if untold else Absent.NONE
