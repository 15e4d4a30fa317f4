"""The record in memory: the applicant's answers and where each of them stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from asylum_forms.findings import Place, relative
from asylum_forms.i18n import _
from asylum_forms.record.schema import rules_at, shared_paths
from asylum_forms.record.values import Absent, Value, step

Path_ = tuple[str | int, ...]

PEOPLE = "people"
"""Folder of a case with the records of other persons who apply: `people/<id>.yaml`."""

_OF_APPLICANT = {"location": "residence"}
"""What is asked of every person under another name than of the applicant: where one lives now."""

_SAME = {
    "same_home": ("applicant.residence", "applicant.mailing", "applicant.contact"),
    "same_journey": ("travel.left_home", "travel.transit", "travel.entries"),
}
"""Questions about another person whose yes says that these answers of the applicant are that person's too."""

_OF_RELATIVE = ("name", "sex", "birth", "nationalities", "nationality_at_birth", "residence")
"""What a record tells of a relative, as far as the applicant has told it of themselves."""


def of_their_own(entry: str, path: str) -> str:
    """Where a person's own record has what the record of the case tells of them: `applicant.residence.city` for `spouse` and
    `spouse.location.city`. Empty for what is not below this entry."""
    below = path.removeprefix(f"{entry}.")
    key, *rest = below.split(".")
    return "" if below == path else ".".join(("applicant", _OF_APPLICANT.get(key, key), *rest))


@dataclass(frozen=True)
class Record:
    """A record that has been read and found valid.

    `data` holds plain dicts and lists of the values in `values.py`; a question without an answer is simply not there.
    `positions` gives (line, column), both 1-based, for every path such as `("children", 0, "name", "family")`.
    """

    case: Path
    file: Path
    language: str
    """Language of the record's free text, such as `zh_Hans`."""
    data: Mapping[str, Any]
    positions: Mapping[Path_, tuple[int, int]] = field(default_factory=dict, repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    questions: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The schema the record was read with."""
    people: Mapping[str, Record] = field(default_factory=dict, repr=False)
    """The records of other persons of the case (`people/<id>.yaml`), as they stand in their files."""
    main: Record | None = field(default=None, repr=False)
    """The record of the case, where this one is a person's own (see `person`)."""
    entry: str = ""
    """Path of the person's entry in the record of the case (`children.1`), where this one is a person's own."""
    taken: Mapping[str, str] = field(default_factory=dict, repr=False)
    """In a person's own record: what it has from the applicant's answers, by path, to their path in the record of the case."""

    @property
    def id(self) -> str:
        """Whose own record this one is; "" where it is that of the case."""
        return next((id for id, path in self.main.persons().items() if path == self.entry), "") if self.main else ""

    def get(self, path: str) -> Value:
        """The value at a dotted path (`applicant.name.family`, `children.0.birth.date`), or None where nothing was answered.

        An Absent met on the way (`spouse: none`) is the value of everything below it.
        """
        return step(self.data, path)

    def rows(self, path: str) -> list[Any]:
        """The entries of a list question; empty where the answer is Absent or missing."""
        value = self.get(path)
        return value if isinstance(value, list) else []

    def persons(self) -> dict[str, str]:
        """Id of everybody of whom the record tells, the applicant aside, to the path of the entry: `spouse`, `children.0`."""
        return dict(_persons(self.data))

    def person(self, id: str) -> Record:
        """The record as this person's own: `applicant` is that person, `spouse`, `claim` and so on are theirs.

        Answers come from the person's own file (`people/<id>.yaml`). What it leaves out about the person comes from the entry in
        the record of the case, and what is answered once for the whole case (`shared` in the schema) from there too; the
        applicant's address and journey where the entry says that they are the same; and of a spouse or child the applicant is the
        spouse, or the mother or father. All else is unanswered. "" is the applicant. Raises KeyError when the record knows nobody
        of that id.
        """
        main = self.main or self
        if not id:
            return main
        entry = main.persons()[id]
        own = main.people.get(id) or replace(main, file=main.case / PEOPLE / f"{id}.yaml", data={}, positions={}, lines=())
        told = main.get(entry)
        asked = self.questions.get("applicant", {}).get("schema", {})
        about = {str(key): value for key, value in told.items()} if isinstance(told, Mapping) else {}
        about = {_OF_APPLICANT.get(key, key): value for key, value in about.items()}
        applicant = _over({key: value for key, value in about.items() if key in asked}, own.data.get("applicant"))
        data = {**own.data, **({"applicant": applicant} if applicant else {})}
        for path in shared_paths(self.questions):
            data = _put(data, path.split("."), main.get(path))
        taken: dict[str, str] = {}
        for path, there, value in _from_applicant(main.data, entry, told if isinstance(told, Mapping) else {}):
            if value is not None and not _said(step(own.data, path)):
                data, taken[path] = _put(data, path.split("."), value), there
        return replace(own, data=data, questions=self.questions, people={}, main=main, entry=entry, taken=taken)

    def place(self, path: str) -> Place:
        """Where this answer stands, or the nearest question above it that is in the file."""
        return self._elsewhere(path) or self._here(path)

    def place_of(self, path: str, tag: str, written: str) -> Place:
        """Where in the file these words of an answer in this language stand, as near as it can be told."""
        place = self.place(f"{path}.{tag}" if tag else path)
        lines = [number for number, line in enumerate(self.lines, 1) if number >= place.line > 0 and written in line]
        return replace(place, line=lines[0], text=self.lines[lines[0] - 1].strip()) if lines else place

    def _elsewhere(self, path: str) -> Place | None:
        """The place in the record of the case of an answer that a person's own record has from there."""
        if self.main is None:
            return None
        if any(path == shared or path.startswith(f"{shared}.") for shared in shared_paths(self.questions)):
            return self.main.place(path)
        for mine, theirs in self.taken.items():
            if path == mine or path.startswith(f"{mine}."):
                rest = path.removeprefix(mine)
                rest = rest if mine.startswith("applicant.") else rest.replace(".location", ".residence", 1)
                return self.main.place(theirs + rest)
        steps: Path_ = tuple(int(s) if s.isdigit() else s for s in path.split("."))
        head, *below = path.split(".")
        if head != "applicant" or not below:
            return None
        names = {new: old for old, new in _OF_APPLICANT.items()}
        there = ".".join((self.entry, names.get(below[0], below[0]), *below[1:]))
        value = self.main.get(there)
        answered = steps in self.positions and value is not self.get(path)  # a question that is left empty has its answer there
        return self.main.place(there) if value is not None and not answered else None

    def _here(self, path: str) -> Place:
        steps: Path_ = tuple(int(s) if s.isdigit() else s for s in path.split("."))
        shown = ".".join(str(s + 1) if isinstance(s, int) else s for s in steps)
        for length in range(len(steps), 0, -1):
            if position := self.positions.get(steps[:length]):
                line, column = position
                text = self.lines[line - 1] if line <= len(self.lines) else ""
                file, question = relative(self.file, self.case), self._question(steps)
                return Place(file, line, column, field=shown, text=text.strip(), question=question)
        return Place(file=relative(self.file, self.case), field=shown, question=self._question(steps))

    def _question(self, steps: Path_) -> str:
        """What the record calls the question, or the nearest one above it that has a name."""
        for length in range(len(steps), 0, -1):
            if text := rules_at(dict(self.questions), steps[:length]).get("meta", {}).get("label", ""):
                return _(text)
        return ""


def _persons(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(data.get("spouse"), Mapping):
        yield "spouse", "spouse"
    for group in ("children", "parents", "siblings"):
        answer = data.get(group)
        entries = answer.items() if isinstance(answer, Mapping) else enumerate(answer) if isinstance(answer, list) else ()
        for key, entry in entries:
            if isinstance(entry, Mapping):
                id_ = str(key) if isinstance(key, str) else entry.get("id")
                if isinstance(id_, str) and not isinstance(id_, Absent):
                    yield id_, f"{group}.{key}"


def _from_applicant(data: Mapping[str, Any], entry: str, told: Mapping[str, Any]) -> Iterator[tuple[str, str, Value]]:
    """(path, path in the record of the case, answer) of what the applicant's answers say of this person too."""
    for question, paths in _SAME.items():
        for path in paths if told.get(question) == "yes" else ():
            if path != "applicant.residence" or _agree(step(data, path), told.get("location")):
                yield path, path, step(data, path)
    applicant = data.get("applicant")
    by_birth = told.get("relation") in ("biological", "adopted")
    parent = {"female": "parents.mother", "male": "parents.father"}.get(str(step(applicant, "sex")), "")
    path = "spouse" if entry == "spouse" else parent if entry.startswith("children.") and by_birth else ""
    if path and isinstance(applicant, Mapping):
        names = {new: old for old, new in _OF_APPLICANT.items()}
        about = {names.get(key, key): applicant[key] for key in _OF_RELATIVE if key in applicant}
        same = {key: told[key] for key in ("relation", "accompanying") if key in told}
        yield path, "applicant", {**about, **same, "deceased": "no"} if about else None


def _agree(one: Value, other: Value) -> bool:
    """Whether nothing that is answered in both groups is answered differently."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one is None or other is None or one == other
    return all(_agree(value, other.get(key)) for key, value in one.items())


def _said(value: Value) -> bool:
    """Whether anything is answered: of a group, any question of it."""
    return any(map(_said, value.values())) if isinstance(value, Mapping) else value is not None


def _over(below: Mapping[str, Any], above: Value) -> Any:
    """Answers of one group over those of another, question by question; an Absent over a group stands for all of it."""
    if not isinstance(above, Mapping):
        return dict(below) if above is None else above
    both = {key: _over(value, above.get(key)) if isinstance(value, Mapping) else value for key, value in below.items()}
    return {**both, **{key: value for key, value in above.items() if not isinstance(both.get(key), Mapping)}}


def _put(data: Mapping[str, Any], steps: list[str], value: Value) -> dict[str, Any]:
    """The data with one answer put in, or taken out where it is None."""
    first, *rest = steps
    if rest:
        below = data.get(first)
        put: Value = _put(below if isinstance(below, Mapping) else {}, rest, value)
    else:
        put = value
    kept = {key: old for key, old in data.items() if key != first}
    return kept if put is None or put == {} else {**kept, first: put}
