"""The catalogue of findings: what each id means, read from `findings.yaml`. The engine has one, and so has each jurisdiction."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.jurisdiction import declared

NAME = "findings.yaml"
FAMILY = "*"
"""Ends the name of a family of ids that share the explanation: `record.type-*`."""
_TEXTS = ("means", "why", "do")
_RULE = ("rule", "source", "checked")
_CHECKED = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True)
class Explanation:
    """What a finding means, in English; `_()` gives the three texts in the user's language."""

    ids: tuple[str, ...]
    """All that share it; a family ends with `*`."""
    severities: tuple[Severity, ...]
    means: str
    why: str
    """Why it matters."""
    do: str
    """What to do, in more words than a finding's remedy."""
    rule: str = ""
    """The law or manual behind it; empty where there is none."""
    source: str = ""
    """Where it was read."""
    checked: str = ""
    """The day or month of that, `2026-11-21` or `2026-11`; empty where nobody has read the rule in that source."""
    supplement: bool | None = None
    """Whether it is about papers that are handed in after a filing too; None: unless it is about a form."""
    redacted: bool = False
    """Whether it is about a redacted copy too: about what its pages show, or somebody who could be harmed by it."""


Catalogue = Mapping[str, Explanation]
"""Explanations by id; a family by its name with the star."""


@cache
def engine() -> Catalogue:
    """What the ids mean that no jurisdiction has to itself."""
    return read_catalogue(Path(__file__).parents[1] / NAME)


def read_catalogue(file: Path) -> Catalogue:
    """The catalogue in a file; empty when there is none. Raises JurisdictionError naming the entry that is faulty."""
    if not file.exists():
        return {}
    return declared.read(file, _by_id)


def find(catalogue: Catalogue, id_: str) -> Explanation | None:
    """What an id means: its own entry, or that of its family. None when the catalogue does not have it."""
    families = (name for name in catalogue if name.endswith(FAMILY) and id_.startswith(name.removesuffix(FAMILY)))
    return catalogue.get(id_) or next((catalogue[name] for name in families), None)


def with_rules(findings: Iterable[Finding], catalogue: Catalogue) -> list[Finding]:
    """The findings with what the catalogue knows of the rule behind each, where the finding itself does not say it."""
    return [_with_rule(finding, explained) if (explained := find(catalogue, finding.id)) else finding for finding in findings]


def _with_rule(finding: Finding, explained: Explanation) -> Finding:
    if not explained.rule:
        return finding
    rule, source = finding.rule or explained.rule, finding.source or explained.source
    return replace(finding, rule=rule, source=source, checked=explained.checked if finding.checked is None else finding.checked)


def _by_id(entries: Any) -> dict[str, Explanation]:
    found: dict[str, Explanation] = {}
    for number, entry in enumerate(entries or []):
        with declared.at(number):
            explanation = _explanation(entry)
            for id_ in explanation.ids:
                if id_ in found:
                    raise ValueError(f"{id_} is explained twice")
                found[id_] = explanation
    return found


def _explanation(entry: Any) -> Explanation:
    if not isinstance(entry, dict) or not isinstance(entry.get("ids"), list) or not entry["ids"]:
        raise ValueError("it has no list of ids")
    where = entry["ids"][0]
    if unknown := sorted(set(entry) - {"ids", "severity", "supplement", "redacted", *_TEXTS, *_RULE}):
        raise ValueError(f"{where}: unknown key {unknown[0]}")
    if missing := [key for key in ("severity", *_TEXTS) if not entry.get(key)]:
        raise ValueError(f"{where}: {missing[0]} is missing")
    given = [key for key in _RULE if key in entry]
    if given and len(given) < len(_RULE):
        raise ValueError(f"{where}: rule, source and checked belong together")
    for key in ("supplement", "redacted"):
        if not isinstance(entry.get(key, False), bool):
            raise ValueError(f"{where}: {key} is true or false")
    said = entry["severity"]
    return Explanation(
        ids=tuple(map(str, entry["ids"])),
        severities=tuple(Severity(word) for word in (said if isinstance(said, list) else [said])),
        **{key: str(entry[key]) for key in _TEXTS},
        rule=str(entry.get("rule", "")),
        source=str(entry.get("source", "")),
        checked=_checked(where, entry.get("checked", False)),
        supplement=entry.get("supplement"),
        redacted=entry.get("redacted", False),
    )


def _checked(where: str, day: object) -> str:
    if day is False:
        return ""
    written = day.isoformat() if isinstance(day, datetime.date) else str(day)
    if not _CHECKED.fullmatch(written):
        raise ValueError(f"{where}: checked is a day such as 2026-11-21, a month such as 2026-11, or false")
    return written
