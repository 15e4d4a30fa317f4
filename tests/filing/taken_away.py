"""A record with one answer taken away, or said to be unknown or declined; and what the papers of a filing then say.

Only what had read that answer is looked at again: nothing else can have changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from lxml import etree

from asylum_forms.assembly.plan import Pages
from asylum_forms.errors import RecordError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.forms import evaluate as evaluating
from asylum_forms.forms import sources
from asylum_forms.forms.answers import Answer, State
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.sandbox import Sandbox, printer
from asylum_forms.forms.wordtemplate import open_template
from asylum_forms.jurisdiction import wording
from asylum_forms.jurisdiction.contract import Filing, Part
from asylum_forms.packet import papers
from asylum_forms.packet.papers import Document
from asylum_forms.record import values
from asylum_forms.record.localize import words
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent

GONE = "removed"
HOW = (GONE, Absent.UNKNOWN, Absent.DECLINED)

Where = tuple[str, str]
"""Whose record ("" is that of the case) and the path of the answer."""

_NEVER_ASKED = ("asylum_forms", "language", "filings", "filing_date")


# What was read


class _Group(Mapping[str, Any]):
    """A group of answers that notes what is read of it."""

    def __init__(self, data: Mapping[str, Any], where: Where, log: set[Where]) -> None:
        self._data = {key: watched(value, (where[0], f"{where[1]}.{key}".lstrip(".")), log) for key, value in data.items()}
        self._where, self._log = where, log

    def __getitem__(self, key: str) -> Any:
        self._log.add((self._where[0], f"{self._where[1]}.{key}".lstrip(".")))
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        self._log.update((self._where[0], f"{self._where[1]}.{key}".lstrip(".")) for key in self._data)
        return iter(self._data)

    def __len__(self) -> int:
        return len(list(iter(self)))


class _List(list[Any]):
    """The same of a list. Whoever has it at all has read how many entries there are."""


def watched(value: Any, where: Where, log: set[Where]) -> Any:
    """The answers, which note in `log` what is read of them."""
    if isinstance(value, Mapping):
        return _Group(value, where, log)
    if isinstance(value, list):
        return [watched(one, (where[0], f"{where[1]}.{number}"), log) for number, one in enumerate(value)]
    return value


@contextmanager
def _unnoticed(log: set[Where]) -> Iterator[None]:
    """The engine looks through a whole record for the place of a value: that is no answer read."""

    def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
        before = set(log)
        found = list(values.walk(value, path))
        log.clear()
        log.update(before)
        return iter(found)

    with pytest.MonkeyPatch.context() as patch:
        for module in (sources, wording, evaluating):
            patch.setattr(module, "walk", walk)
        yield


def _watched(filing: Filing, log: set[Where]) -> Filing:
    """The filing, whose records note in `log` what is read of them."""
    main = replace(filing.record, data=watched(filing.record.data, ("", ""), log))
    whole = replace(filing, record=main)
    for id in filing.people():
        if id:
            own = filing.for_person(id).record
            record = replace(own, data=watched(own.data, (id, ""), log), main=main)
            whole._people[id] = replace(whole, record=record, person=id, whole=whole)
    return whole


# What was changed


@dataclass(frozen=True)
class Change:
    """One answer changed."""

    whose: str
    path: str
    how: str
    filing: Filing

    def __str__(self) -> str:
        return f"{f'{self.whose}: ' if self.whose else ''}{self.path} {self.how}"


def changes(filing: Filing) -> Iterator[Change]:
    """The filing with each answer of the case and of its people's own records changed, one after the other.

    An entry of a list can only be taken out, and so can the id of one: the record takes no other word there.
    """
    main = filing.record
    for path, how, data in _changed(main.data):
        yield Change("", path, how, replace(filing, record=replace(main, data=data)))
    for id, own in main.people.items():
        for path, how, data in _changed(own.data):
            people = {**main.people, id: replace(own, data=data)}
            yield Change(id, path, how, replace(filing, record=replace(main, people=people)))


def _changed(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, value in values.walk(data):
        steps = path.split(".")
        if not path or steps[0] in _NEVER_ASKED or value is None:
            continue
        for how in HOW[:1] if steps[-1].isdigit() or steps[-1] == "id" else HOW:
            if how != value:
                yield path, how, _put(data, steps, how)


def _put(value: Any, steps: list[str], how: str) -> Any:
    """The answers with one changed; groups and lists in which nothing is left go too."""
    first, *rest = steps
    pairs = list(value.items() if isinstance(value, Mapping) else enumerate(value))
    made = []
    for key, old in pairs:
        if str(key) != first:
            made.append((key, old))
        elif (new := _put(old, rest, how) if rest else None if how is GONE else Absent(how)) not in (None, {}, []):
            made.append((key, new))
    return dict(made) if isinstance(value, Mapping) else [one for _key, one in made]


def _differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The paths at which two records differ; a list that is shorter differs as a whole."""
    if one is other:
        return
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in {**one, **other}:
            yield from _differences(one.get(key), other.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, f"{path}.{number}")
    elif one != other:
        yield path


# What is said


_NO = {
    "en": r"\b(?:none|no(?!\.\s*\w*\d)|not|never|nobody|nothing|neither|nor|without|0)\b|\bn/a\b",
    "ko": r"없음|없다|없습니다|없는|아니오|아니요|않|해당\s?없",
    "fr": r"\b(?:aucune?|non|ne|pas|jamais|néant|personne|sans|rien)\b|s\.\s?o\.",
}
_SAYS_UNKNOWN = re.compile(
    r"(?:\bno\. )?(?:not known|declined to answer|(?:I )?do not wish)|not (?:yet )?stated|모름|답변.{0,6}원하지 않", re.I
)
_BOXES = ("unknown", "declined")
_OWN_NO = ("no", Absent.NONE, Absent.NOT_APPLICABLE)


@dataclass(frozen=True)
class _Ear:
    """Hears what the papers of a filing say that is a no, and not in the applicant's own words."""

    language: str
    own: tuple[str, ...]
    """The applicant's own words in which there is one."""

    @classmethod
    def of(cls, filing: Filing) -> _Ear:
        records = [filing.record, *(filing.for_person(id).record for id in filing.people())]
        found = [words(value, filing.language) for record in records for _path, value in values.walk(record.data)]
        own = {one for one in found if len(one) > 3 and re.search(_NO[filing.language], one, re.I)}
        return cls(filing.language, tuple(sorted(own, key=len, reverse=True)))

    def text(self, text: str) -> Counter[str]:
        """How often a text says no, by the words for it."""
        for one in self.own:
            text = text.replace(one, "")
        return Counter(word.lower() for word in re.findall(_NO[self.language], _SAYS_UNKNOWN.sub("", text), re.I))

    def answer(self, answer: Answer, record: Record | None, name: str = "") -> Counter[str]:
        """What an item says that is a no, and which boxes it ticks. Where all answers that it is about are a no in `record`, it
        may."""
        if record and answer.sources and all(record.get(source) in _OWN_NO for source in answer.sources):
            return Counter()
        found: Counter[str] = Counter(f"{name}[{key}]" for key in answer.chosen if key not in _BOXES)
        if answer.state in (State.NONE, State.NOT_APPLICABLE):
            found[f"{name}{answer.state}"] += 1
        elif answer.state is State.ANSWERED:
            found += Counter({f"{name}{word}": count for word, count in self.text(answer.text).items()})
        for row in answer.rows:
            for column, cell in row.items():
                found += self.answer(cell, record, f"{column}: ")
        return found


def _text(filing: Filing, part: Part, exhibits: list[Exhibit]) -> str:
    """The words of a paper, without typesetting it."""
    paper = papers.document(filing, part, {}, exhibits)
    return _rendered(paper)


def _rendered(paper: Document) -> str:
    context = dict(paper.context(Pages({})))
    template = open_template(paper.template)
    sandbox = Sandbox([one for one in context.values() if callable(one)], printer(template.relate))
    template.render(context, sandbox, autoescape=True)
    for broken in template.docx.element.body.iter("{*}br"):
        broken.tail = f"\n{broken.tail or ''}"
    paragraphs = template.docx.element.body.iter("{*}p")
    lines = [etree.tostring(one, method="text", encoding="unicode") for one in paragraphs]
    return "\n".join(line for line in lines if line.strip() != "0")  # pages of other papers are not known


@dataclass(frozen=True)
class Turned:
    """What a paper says more than before, once an answer was changed."""

    change: Change
    paper: str
    item: str
    more: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.paper} {self.item}: {', '.join(self.more)} ({self.change})".replace("  ", " ")


@dataclass
class _Before:
    """One item of a form, or one paper: what it says by the record as it stands, and what it has read."""

    part: Part
    item: str
    said: Counter[str]
    read: set[Where]


class Looking:
    """A filing by the record as it stands, beside which changed ones are held."""

    def __init__(self, filing: Filing, exhibits: list[Exhibit]) -> None:
        self.filing, self.exhibits, self._ear = filing, exhibits, _Ear.of(filing)
        self._read: set[Where] = set()
        self._watched = _watched(filing, self._read)
        self._tables = {
            part.form: read_table(filing.jurisdiction.tables[part.form], filing.language) for part in filing.parts() if part.form
        }
        self._readers: dict[Where, list[_Before]] = {}
        """Who has read an answer, or one below it."""
        with _unnoticed(self._read):
            for before in self._looked():
                for where in {(whose, above) for whose, path in before.read for above in _above(path)}:
                    self._readers.setdefault(where, []).append(before)

    def _looked(self) -> Iterator[_Before]:
        for part in self._watched.parts():
            for item in self._tables[part.form].items if part.form else [""]:
                self._read.clear()
                if part.form or part.document:
                    said = self._says(self._watched, part, [item])[item]
                    yield _Before(part, item, said, set(self._read))

    def _says(self, filing: Filing, part: Part, items: list[str]) -> dict[str, Counter[str]]:
        if not part.form:
            known = {one.get("id") for one in filing.record.rows("evidence")}
            exhibits = [exhibit for exhibit in self.exhibits if exhibit.id in known]
            return {"": self._ear.text(_text(filing, part, exhibits))}
        whole = self._tables[part.form]
        table = replace(whole, items={number: whole.items[number] for number in items}, sheets={})
        whose = filing.for_person(part.person)
        record = None if filing is self._watched else whose.record
        return {number: self._ear.answer(answer, record) for number, answer in evaluate(table, whose).items.items()}

    def turned(self, change: Change) -> Iterator[Turned]:
        """What says a no, or ticks a box, once an answer was changed, that it did not before."""
        people = set(self.filing.people()) & {"", *change.filing.record.persons()}
        differ = {
            (whose, path)
            for whose in people
            for path in _differences(self.filing.for_person(whose).record.data, change.filing.for_person(whose).record.data)
        }
        touched: dict[str, dict[str, _Before]] = {}
        for before in (one for where in differ for one in self._readers.get(where, ())):
            if before.part.person in people:
                touched.setdefault(before.part.leaf, {})[before.item] = before
        for found in touched.values():
            part = next(iter(found.values())).part
            try:
                says = self._says(change.filing, part, list(found))
            except RecordError:  # a text cites a paper that is no longer there
                continue
            for one in found.values():
                if more := says[one.item] - one.said:
                    yield Turned(change, part.leaf, one.item, tuple(sorted(more)))


def _above(path: str) -> Iterator[str]:
    steps = path.split(".")
    return (".".join(steps[:length]) for length in range(1, len(steps) + 1))
