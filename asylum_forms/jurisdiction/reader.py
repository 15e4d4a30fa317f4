"""Reads a jurisdiction's folder (`jurisdiction.yaml`, `profiles.yaml`, `values.yaml`, form tables) into the plugin contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from asylum_forms import resources
from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.jurisdiction import catalogue, declared
from asylum_forms.jurisdiction.contract import Amending, CopySet, Filing, Jurisdiction, Part, Procedure, Task
from asylum_forms.jurisdiction.dated import Dated, read_dated
from asylum_forms.jurisdiction.declared import Fault, at, words
from asylum_forms.jurisdiction.profile import DatedProfile, read_profile


def read_jurisdiction(
    folder: Path,
    *,
    answers: ModuleType | None = None,
    documents: ModuleType | None = None,
    rules: Callable[[Filing, Mapping[str, Answers]], list[Finding]] | None = None,
    schema: Path | None = None,
    templates: Path | None = None,
) -> Jurisdiction:
    """The jurisdiction declared in `folder`.

    `schema` and `templates` name the plugin's own files; without them they are looked up by code among those that came with this
    installation (`schemas/<code>.yaml`, `templates/<code>/`). Raises JurisdictionError with file, line and keys when the
    declaration is faulty.
    """
    profiles = declared.read(folder / "profiles.yaml", _profiles)
    values_file = folder / "values.yaml"
    values = declared.read(values_file, _values) if values_file.exists() else {}
    findings = catalogue.read_catalogue(folder / catalogue.NAME)

    def take(data: Any) -> Jurisdiction:
        known = {**declared.mapping(data)}
        code, name, procedures = known.pop("code"), known.pop("name"), known.pop("procedures")
        forms, own_schema = known.pop("forms", {}), known.pop("schema", "")
        if known:
            raise Fault(f"unknown key {min(known)}; known: code, forms, name, procedures, schema", min(known))
        with at("forms"):
            tables = {form: folder / "forms" / table for form, table in declared.mapping(forms).items()}
        with at("procedures"):
            made = {one: _procedure(one, given, profiles) for one, given in declared.mapping(procedures).items()}
        return Jurisdiction(
            code=code,
            name=name,
            folder=folder,
            schema=schema or (resources.folder("schemas") / own_schema if own_schema else None),
            templates=templates or resources.folder("templates") / code,
            tables=tables,
            procedures=made,
            values=values,
            findings=findings,
            answers=answers,
            documents=documents,
            rules=rules,
        )

    return declared.read(folder / "jurisdiction.yaml", take)


def _profiles(data: Any) -> dict[str, DatedProfile]:
    found = {}
    for name, given in declared.mapping(data).items():
        with at(name):
            found[name] = read_profile(name, declared.mapping(given))
    return found


def _values(data: Any) -> dict[str, Dated]:
    found = {}
    for name, given in declared.mapping(data).items():
        with at(name):
            found[name] = read_dated(name, given)
    return found


def _procedure(name: str, given: Any, profiles: Mapping[str, DatedProfile]) -> Procedure:
    with at(name):
        entry = {**declared.mapping(given)}
        taken = words(entry, "profiles")
        if not taken:
            raise Fault("profiles needs at least one; the first is the default", "profiles")
        for number, profile in enumerate(taken):
            if profile not in profiles:
                raise Fault(f"profiles.yaml has no {profile}; it has {', '.join(profiles)}", "profiles", number)
        return declared.made(
            Procedure,
            entry,
            id=name,
            profiles=tuple(profiles[profile] for profile in taken),
            parts=_each(entry, "parts", _part),
            languages=words(entry, "languages"),
            checklist=_each(entry, "checklist", lambda task: declared.made(Task, task)),
            amending=_amending(entry.get("amending")),
            sets=_sets(entry.get("sets", {})),
        )


def _each(given: Mapping[str, Any], key: str, take: Callable[[Any], Any]) -> tuple[Any, ...]:
    """What `take` makes of each entry of a list; of none without the key."""
    listed = given.get(key, [])
    if not isinstance(listed, list):
        raise Fault(f"{key} must be a list, each entry beginning with a hyphen", key)
    found = []
    for number, entry in enumerate(listed):
        with at(key, number):
            found.append(take(entry))
    return tuple(found)


def _part(given: Any) -> Part:
    listed = declared.mapping(given)
    part = declared.made(Part, given, uses=words(listed, "uses"), uses_of_others=words(listed, "uses_of_others"))
    if sum((bool(part.form), bool(part.document), part.exhibits)) != 1:
        raise Fault("each part is one form, one document or the exhibits")
    return part


def _amending(given: Any) -> Amending | None:
    if given is None:
        return None
    with at("amending"):
        return declared.made(Amending, given, parts=words(declared.mapping(given), "parts"))


def _sets(given: Any) -> tuple[CopySet, ...]:
    found = []
    with at("sets"):
        for name, one in declared.mapping(given).items():
            with at(name):
                found.append(declared.made(CopySet, one, name=name, parts=words(declared.mapping(one), "parts")))
    return tuple(found)
