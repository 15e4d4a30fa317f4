"""Whatever a paper prints of the record, or goes by, is declared, in its form table or in `uses`. What is not is in no new
record, and a text would be missing among those that `review` counts and `confirm` wants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from asylum_forms import totranslate
from asylum_forms.assembly.plan import Pages
from asylum_forms.case import open_filing
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.render import render, text_of
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.registry import all_jurisdictions, extensions
from asylum_forms.packet.papers import document
from asylum_forms.record.load import load
from asylum_forms.record.model import Record
from asylum_forms.record.schema import Rules, rules_at
from asylum_forms.record.values import Absent, PartialDate, Text, Value, walk

from .conftest import ROOT

EXAMPLES = sorted(file.parent for file in (ROOT / "examples").glob("*/record.yaml"))
CODES = {case: {str(procedure).split("/")[0] for procedure in load(case, extensions()).rows("filings")} for case in EXAMPLES}
FILINGS = [
    (case.name, f"{code}/{id}")
    for case, codes in CODES.items()
    for code in sorted(codes)
    for id in all_jurisdictions()[code].procedures
]
LISTED = ("evidence.", "helpers.")
"""What index, separators and certificates print, which are not made here; they are asked for in every filing."""
ASKED_ALWAYS = (*(one.rstrip(".") for one in LISTED), "filing_date", "filings", "language")
"""Questions of every record, whatever is filed."""
_MARK = re.compile(r"Mk\d{4}x")


def marked(value: Value, path: str, language: str, marks: dict[str, str]) -> Value:
    """An answer with a word of its own as the translation of each text; `marks` gets each word with the path of the text."""
    if isinstance(value, Text):
        word = f"Mk{len(marks):04}x"
        marks[word] = path
        return Text((*_in_others(value, language), (language, word)))
    if isinstance(value, dict):
        return {key: marked(below, f"{path}.{key}".lstrip("."), language, marks) for key, below in value.items()}
    if isinstance(value, list):
        return [marked(below, f"{path}.{number}", language, marks) for number, below in enumerate(value)]
    return value


def _in_others(value: Text, language: str) -> list[tuple[str, str]]:
    return [(tag, words) for tag, words in value.by_language if tag != language] or [("zh_Hans", value.any())]


def untranslated(value: Value, language: str) -> Value:
    """An answer without its words in this language."""
    if isinstance(value, Text):
        return Text(tuple(_in_others(value, language)))
    if isinstance(value, dict):
        return {key: untranslated(below, language) for key, below in value.items()}
    return [untranslated(below, language) for below in value] if isinstance(value, list) else value


def printed(filing: Filing, work: Path) -> Iterator[tuple[str, str]]:
    """(leaf id, words) of every paper of ours, as it is printed without exhibits."""
    laid = {
        part.leaf: lay_out(
            evaluate(read_table(filing.jurisdiction.tables[part.form], filing.language), filing.for_person(part.person))
        )
        for part in filing.parts()
        if part.form
    }
    for part in filing.parts():
        if not part.exhibits:
            made = document(filing, part, laid, ())
            render(made.template, made.context(Pages({})), work / f"{made.name}.docx")
            yield part.leaf, text_of(work / f"{made.name}.docx")


def marked_filing(filing: Filing, language: str) -> tuple[Filing, dict[str, tuple[str, str]]]:
    """The filing with a word of its own, in one language, in place of each text of its records; each word with the id of the
    person whose record it is in and its path."""
    paths: dict[str, tuple[str, str]] = {}
    changed = {}
    for id, record in {"": filing.record, **filing.record.people}.items():
        marks: dict[str, str] = dict.fromkeys(paths, "")
        changed[id] = replace(record, data=marked(dict(record.data), "", language, marks))
        paths |= {word: (id, path) for word, path in marks.items() if word not in paths}
    return replace(filing, record=replace(changed.pop(""), people=changed)), paths


def counted(filing: Filing, record: Record, path: str) -> bool:
    """Whether the filing wants this text in its language, if it is not there."""
    main = filing.record.main or filing.record
    who = totranslate.entries(main, filter(None, filing.people())) if record is main else frozenset()
    asked = (filing.jurisdiction.code, filing.procedure.id)
    return totranslate.prints(*asked, re.sub(r"\.\d+(?=\.|$)", "", path), who, others=record is not main)


@pytest.mark.slow
@pytest.mark.parametrize(("example", "procedure"), FILINGS)
def test_every_text_that_a_paper_prints_is_declared(example: str, procedure: str, tmp_path: Path) -> None:
    opened = open_filing(ROOT / "examples" / example, procedure)
    filing, paths = marked_filing(opened, opened.language)
    found = {(*paths[word], leaf) for leaf, words in printed(filing, tmp_path) for word in _MARK.findall(words)}
    assert found, "papers print something of the record"
    assert [one for one in sorted(found) if not counted(filing, filing.record.people.get(one[0], filing.record), one[1])] == []


@pytest.mark.slow
@pytest.mark.parametrize(("example", "procedure"), FILINGS)
def test_what_is_printed_is_asked_for_and_nothing_else(example: str, procedure: str, tmp_path: Path) -> None:
    # Papers that may go with later evidence count too: what they say is confirmed with the filing.
    opened = open_filing(ROOT / "examples" / example, procedure)
    records = {"": opened.record, **opened.record.people}
    left = {id: replace(own, data=untranslated(dict(own.data), opened.language)) for id, own in records.items()}
    lacking = list(totranslate.texts(replace(opened, record=replace(left.pop(""), people=left))))
    asked = {(totranslate.person_of(one.id), path) for one in lacking for path in one.printed}
    known = {(totranslate.person_of(one.id), text.path) for one in lacking for text in one.texts}
    filing, paths = marked_filing(opened, opened.language)
    papers = [*printed(filing, tmp_path), *printed(replace(filing, filed=frozenset()), tmp_path)]
    found = {paths[word] for _leaf, words in papers for word in _MARK.findall(words)}
    assert found & known - asked == set()
    assert [one for one in sorted(asked - found) if not one[1].startswith(LISTED)] == []


def otherwise(value: Value, rules: Rules) -> Value:
    """Another date, yes or no, choice, country, number or name; texts stay, and so does that there is no answer."""
    if isinstance(value, PartialDate):
        return replace(value, year=value.year - 1)
    if isinstance(value, int):
        return value + 1
    if not isinstance(value, str) or isinstance(value, Absent):
        return value
    if others := [word for word in rules.get("allowed", ()) if word != value]:
        return others[0]
    return {"country": "TO" if value == "FJ" else "FJ", "name": f"{value}x", "code": f"{value}x"}.get(rules["type"], value)


def changed(filing: Filing, record: Record, value: Value, where: str, only: Collection[str] | None) -> Value:
    """The answers of a record with another in place of each that the filing does not declare, or of those of them that `only` has
    the paths of."""
    if isinstance(value, dict):
        return {key: changed(filing, record, below, f"{where}.{key}".lstrip("."), only) for key, below in value.items()}
    if isinstance(value, list):
        return [changed(filing, record, below, f"{where}.{number}", only) for number, below in enumerate(value)]
    if where.split(".")[0] in ASKED_ALWAYS or counted(filing, record, where) or (only is not None and where not in only):
        return value
    return otherwise(value, rules_at(record.questions, tuple(int(key) if key.isdigit() else key for key in where.split("."))))


def changed_filing(filing: Filing, only: Collection[tuple[str, str]] | None = None) -> Filing:
    """The filing with other answers in all its records, or in `only`, (id of a person, path)."""
    done = {}
    for id, own in {"": filing.record, **filing.record.people}.items():
        here = None if only is None else {where for whose, where in only if whose == id}
        done[id] = replace(own, data=changed(filing, own, dict(own.data), "", here))
    return replace(filing, record=replace(done.pop(""), people=done))


def differing(filing: Filing, work: Path, leaves: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of these answers, (id of a person, path), that the papers go by; found by halves."""
    if not leaves or dict(printed(filing, work)) == dict(printed(changed_filing(filing, leaves), work)):
        return []
    half = len(leaves) // 2
    return [*leaves] if not half else [*differing(filing, work, leaves[:half]), *differing(filing, work, leaves[half:])]


@pytest.mark.slow
@pytest.mark.parametrize(("example", "procedure"), FILINGS)
def test_every_date_choice_country_and_number_that_a_paper_goes_by_is_declared(
    example: str, procedure: str, tmp_path: Path
) -> None:
    # The texts are marks, so that no paper cites an exhibit.
    opened = open_filing(ROOT / "examples" / example, procedure)
    filing, _marks = marked_filing(opened, opened.language)
    other = changed_filing(filing)
    records = {"": (filing.record, other.record)}
    records |= {id: (own, other.record.people[id]) for id, own in filing.record.people.items()}
    told = {id: (dict(walk(own.data)), dict(walk(new.data))) for id, (own, new) in records.items()}
    leaves = [(id, path) for id, (was, now) in told.items() for path in was if was[path] != now[path] and is_leaf(was[path])]
    assert leaves, "an example answers more than one procedure asks"
    assert differing(filing, tmp_path, leaves) == []


def is_leaf(value: Value) -> bool:
    return not isinstance(value, (dict, list))
