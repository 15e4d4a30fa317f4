"""Reads a jurisdiction's folder (`jurisdiction.yaml`, `profiles.yaml`, `values.yaml`, form tables) into the plugin contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

from asylum_forms import resources, yamlfile
from asylum_forms.errors import JurisdictionError
from asylum_forms.findings import Finding
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction import catalogue
from asylum_forms.jurisdiction.contract import Amending, CopySet, Filing, Jurisdiction, Part, Procedure, Task
from asylum_forms.jurisdiction.dated import Dated, read_dated
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
    installation (`schemas/<code>.yaml`, `templates/<code>/`). Raises JurisdictionError when the declaration is faulty.
    """
    file = folder / "jurisdiction.yaml"
    data = _load(file)
    try:
        code = data["code"]
        profiles = {name: read_profile(name, rules) for name, rules in _load(folder / "profiles.yaml").items()}
        procedures = {name: _procedure(name, entry, profiles) for name, entry in data["procedures"].items()}
        return Jurisdiction(
            code=code,
            name=data["name"],
            folder=folder,
            schema=schema or (resources.folder("schemas") / data["schema"] if "schema" in data else None),
            templates=templates or resources.folder("templates") / code,
            tables={name: folder / "forms" / table for name, table in data.get("forms", {}).items()},
            procedures=procedures,
            values=_values(folder / "values.yaml"),
            findings=catalogue.read_catalogue(folder / catalogue.NAME),
            answers=answers,
            documents=documents,
            rules=rules,
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise JurisdictionError(
            _("The declaration of a jurisdiction is faulty: {file}: {reason}").format(file=file.name, reason=error),
            remedy=_("Compare it with the declaration of a jurisdiction that works, and with the contract in the documentation."),
        ) from error


def _load(file: Path) -> Any:
    try:
        return yamlfile.load(file)
    except (OSError, yamlfile.YAMLError) as error:
        raise JurisdictionError(_("A jurisdiction's file cannot be read: {reason}").format(reason=error)) from error


def _procedure(name: str, entry: Mapping[str, Any], profiles: Mapping[str, DatedProfile]) -> Procedure:
    parts = tuple(Part(**_known(Part, {**part, "uses": tuple(part.get("uses", ()))})) for part in entry["parts"])
    for part in parts:
        if sum((bool(part.form), bool(part.document), part.exhibits)) != 1:
            raise ValueError(f"procedure {name}: each part is one form, one document or the exhibits")
    if not entry["profiles"]:
        raise ValueError(f"procedure {name}: profiles needs at least one; the first is the default")
    checklist = tuple(Task(**_known(Task, task)) for task in entry.get("checklist", ()))
    rest = {
        key: value
        for key, value in entry.items()
        if key not in ("parts", "profiles", "languages", "amending", "sets", "checklist")
    }
    return Procedure(
        id=name,
        profiles=tuple(profiles[profile] for profile in entry["profiles"]),
        parts=parts,
        languages=tuple(entry["languages"]),
        checklist=checklist,
        amending=_amending(entry.get("amending")),
        sets=tuple(
            CopySet(name=one, **_known(CopySet, {**given, "parts": tuple(given.get("parts", ()))}))
            for one, given in entry.get("sets", {}).items()
        ),
        **_known(Procedure, rest),
    )


def _amending(entry: Mapping[str, Any] | None) -> Amending | None:
    return Amending(**_known(Amending, {**entry, "parts": tuple(entry["parts"])})) if entry else None


def _known(kind: type, entry: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    if unknown := sorted(set(entry) - names):
        raise ValueError(f"unknown key {unknown[0]}; known: {', '.join(sorted(names))}")
    return dict(entry)


def _values(file: Path) -> dict[str, Dated]:
    if not file.exists():
        return {}
    return {name: read_dated(name, given) for name, given in _load(file).items()}
