"""Writes docs/crosswalk.md: which field of the record feeds which official item in which country, read from the form tables.

.venv/bin/python docs/crosswalk.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asylum_forms.forms.crosswalk import record_paths
from asylum_forms.forms.reader import read_table
from asylum_forms.i18n import use
from asylum_forms.jurisdiction.contract import Jurisdiction
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.record.questions import Question, questions
from asylum_forms.record.schema import read_schema

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "crosswalk.md"
HEAD = """\
# Crosswalk: from the record to the official forms

Made by `docs/crosswalk.py` from the form tables and `schemas/`; a test compares it with them. Do not edit it: run the script
again.

One line for each field of the record. Under a country stand the items of its forms, by official number, and the letters that
read the field. *every filing* stands for what is asked for every filing and feeds its letters, exhibits and certificates; `–`
means that nothing of that country reads the field. A field of a group that is read as a whole (`applicant.birth`) shows the items
of the group. Fields of entries of a list stand without their number: `children.name.family`.
"""
OURS = ("asylum_forms", "language", "filings")
"""What the program itself reads."""
EVERYBODY = ("applicant", "applicant.languages")
"""Groups that every filing asks something of."""


@dataclass
class Country:
    """What one jurisdiction reads."""

    name: str
    code: str
    reads: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Record path to form or letter to its items; a letter has none."""
    tables: set[str] = field(default_factory=set)
    """Numbers of items with columns."""

    def add(self, path: str, where: str, item: str = "") -> None:
        items = self.reads.setdefault(path, {}).setdefault(where, [])
        if item and item not in items:
            items.append(item)

    def cell(self, line: Line) -> str:
        """What reads a field: by its own path or by that of a group above it. Empty where nothing does."""
        found: dict[str, list[str]] = {}
        for path in line.readers:
            for where, items in self.reads.get(path, {}).items():
                found.setdefault(where, []).extend(item for item in items if item not in found.get(where, []))
        said = "; ".join(f"{where} {', '.join(self._shown(items))}".strip() for where, items in found.items())
        return said or ("*every filing*" if line.always else "")

    def _shown(self, items: list[str]) -> list[str]:
        """The items; a table only where none of its columns is among them."""
        return [one for one in items if one not in self.tables or not any(other.startswith(f"{one}.") for other in items)]


@dataclass(frozen=True)
class Line:
    """One field of the record."""

    path: str
    label: str
    readers: tuple[str, ...]
    """Its path, then those of the groups above it that stand for it too."""
    always: bool = False
    """Asked for every filing."""


def read(jurisdiction: Jurisdiction, schema: Mapping[str, Any]) -> Country:
    """Everything that a jurisdiction's forms and letters read."""
    country = Country(jurisdiction.name, jurisdiction.code)
    for name, file in jurisdiction.tables.items():
        table = read_table(file)
        country.tables.update(number for number, item in table.items.items() if item.columns)
        for number, path in record_paths(table, schema):
            country.add(path, name, number)
    for procedure in jurisdiction.procedures.values():
        for part in procedure.parts:
            for path in (*part.uses, *part.uses_of_others) if part.document else ():
                country.add(path, f"*{part.document.replace('-', ' ')}*")
    return country


def lines(
    asked: Sequence[Question], rare: Mapping[str, bool], above: tuple[str, ...] = (), *, always: bool = False
) -> Iterator[Line]:
    """The fields below these questions. A group stands for its fields, but not for those that only few forms ask."""
    for question in asked:
        path = f"{above[-1]}.{question.key}" if above else question.key
        every = always or (question.always and (not above or above[-1] in EVERYBODY))
        if question.below:
            yield from lines(question.below, rare, (*above, path), always=every)
        elif path not in OURS:
            yield Line(path, question.label, (path,) if rare.get(path) else (path, *reversed(above)), every)


def page() -> str:
    """The whole page."""
    with use("en"):
        ours = {code: j for code, j in all_jurisdictions().items() if ROOT in j.folder.parents}
        extensions = {code: j.schema for code, j in ours.items() if j.schema}
        countries = [read(jurisdiction, read_schema(extensions)) for jurisdiction in ours.values()]
        base = questions(read_schema({}), {}, everything=True)
        rare = dict(_rare(read_schema({}), ""))
        own = {line.path: line for line in lines(questions(read_schema(extensions), {}, everything=True), {})}
    every = list(lines(base, rare))
    parts = [HEAD, *_groups(base, every, countries), *_only(own, every, countries), *_unused(every, countries)]
    return "\n".join(parts).rstrip() + "\n"


def _rare(schema: Mapping[str, object], prefix: str) -> Iterator[tuple[str, bool]]:
    for key, rules in schema.items():
        path = f"{prefix}{key}"
        if not isinstance(rules, dict):
            continue
        yield path, bool(rules.get("meta", {}).get("rare"))
        inner = rules.get("schema")
        below = inner.get("schema") if isinstance(inner, dict) and rules.get("type") == "list" else inner
        if isinstance(below, dict) and rules.get("type") in ("dict", "list"):
            yield from _rare(below, f"{path}.")


def _groups(base: Sequence[Question], every: Sequence[Line], countries: Sequence[Country]) -> Iterator[str]:
    """A table for each part of the record."""
    for question in base:
        here = [line for line in every if line.path == question.key or line.path.startswith(f"{question.key}.")]
        if not here:
            continue
        yield f"\n## {question.label} (`{question.key}`)\n"
        yield _row(["Field", "Question", *(country.name for country in countries)])
        yield _row(["---"] * (2 + len(countries)))
        for line in here:
            yield _row([f"`{line.path}`", line.label, *(country.cell(line) or "–" for country in countries)])


def _only(own: Mapping[str, Line], every: Sequence[Line], countries: Sequence[Country]) -> Iterator[str]:
    """What a country asks of its own; what it asks about every person stands once."""
    known = {line.path for line in every}
    yield "\n# Questions that only one country asks\n"
    for country in countries:
        found: dict[str, Line] = {}
        for line in (line for path, line in own.items() if path not in known and country.code in path.split(".")):
            at = line.path.split(".").index(country.code)
            below = ".".join(line.path.split(".")[at:])
            shown = below if at == 0 else f"….{below}"
            readers = tuple(path for path in line.readers if country.code in path.split("."))
            before = found[shown].readers if shown in found else ()
            found[shown] = Line(shown, line.label, (*before, *readers))
        yield f"\n## {country.name} (`{country.code}`)\n"
        yield _row(["Field", "Question", "Read by"])
        yield _row(["---"] * 3)
        for line in found.values():
            yield _row([f"`{line.path}`", line.label, country.cell(line) or "rules only"])


def _unused(every: Sequence[Line], countries: Sequence[Country]) -> Iterator[str]:
    """What a country does not read, whole groups as one."""
    yield "\n# Fields that a country does not use\n"
    yield "Rules and letters may still look at them. What no form asks for is not lost: the statement can say it.\n"
    for country in countries:
        free = {line.path for line in every if not country.cell(line)}
        yield f"- **{country.name}:** {', '.join(f'`{path}`' for path in _joined(free, every))}"


def _joined(free: set[str], every: Sequence[Line]) -> list[str]:
    """The paths in order, each group all of whose fields are among them as `group.*`."""
    found: dict[str, None] = {}
    for path in (line.path for line in every if line.path in free):
        steps = path.split(".")
        groups = (".".join(steps[:length]) for length in range(1, len(steps)))
        whole = (group for group in groups if all(o.path in free for o in every if o.path.startswith(f"{group}.")))
        group = next(whole, "")
        found[f"{group}.*" if group else path] = None
    return list(found)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
