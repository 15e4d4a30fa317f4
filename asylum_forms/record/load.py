"""Reads the record of a case: YAML with positions, converted by the schema, validated; all problems reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms.errors import RecordError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.record import source
from asylum_forms.record.convert import Converter
from asylum_forms.record.head import NAME
from asylum_forms.record.model import PEOPLE, Record
from asylum_forms.record.names import language_tag
from asylum_forms.record.problems import Problem, Problems
from asylum_forms.record.schema import read_schema
from asylum_forms.record.validate import check, compiled
from asylum_forms.record.values import Absent

_NOTHING = {"", "null", "~", *(word.value for word in Absent)}


def load(case: Path, extensions: Mapping[str, Path] = {}) -> Record:
    """The record of a case folder, complete and valid.

    `extensions` maps the codes of jurisdictions to the schemas of their own questions (see `read_schema`). Files that the
    record names need not exist yet; they must lie inside the case folder.

    The records of other persons of the case (`people/<id>.yaml`) are read with it, see `Record.person`.

    Raises RecordError, whose `findings` are all problems found, each with file, line, column, question and remedy.
    """
    main = _read(case, case / NAME, extensions)
    people: dict[str, Record] = {}
    wrong: list[RecordError] = []
    for file in sorted((case / PEOPLE).glob("*.y*ml")):
        try:
            people[_whose(file, main)] = _read(case, file, extensions, main)
        except RecordError as error:
            wrong.append(error)
    if len(wrong) > 1:
        first, findings = wrong[0], [finding for error in wrong for finding in error.findings]
        raise RecordError(first.message, remedy=first.remedy, place=first.place, findings=findings)
    if wrong:
        raise wrong[0]
    return replace(main, people=people)


def _whose(file: Path, main: Record) -> str:
    """The person whose record a file is, by its name. Raises RecordError when the record of the case knows nobody so called."""
    name = f"{PEOPLE}/{file.name}"
    known = main.persons()
    if file.suffix == ".yaml" and file.stem in known:
        return file.stem
    finding = Finding(
        "record.person-unknown",
        Severity.BLOCKS,
        _("{file} belongs to nobody in record.yaml.").format(file=name),
        _("Name it after the id of a person, with the ending .yaml. There are: {known}").format(known=listed(known) or "–"),
        Place(file=name),
    )
    raise RecordError(finding.message, remedy=finding.remedy, place=finding.place, findings=[finding])


def _read(case: Path, file: Path, extensions: Mapping[str, Path], main: Record | None = None) -> Record:
    problems = Problems(file.name if main is None else f"{PEOPLE}/{file.name}")
    text = source.read_source(file, problems)
    root = source.parse(text)
    if not isinstance(root, source.Mapping):
        problems.add(_nothing() if root is None else _not_answers(), (1, 1))
        raise problems.error()
    converter = Converter(case, language=_language(root, problems))
    schema = _schema(tuple(sorted(extensions.items())))
    data = converter.group(root, schema.schema)
    check(data, schema, problems, converter.positions, converter.keys, main.data if main else {})
    if problems:
        raise problems.error()
    return Record(case, file, converter.language, data, converter.positions, text.lines, schema.schema)


@cache
def _schema(extensions: tuple[tuple[str, Path], ...]) -> Any:
    return compiled(read_schema(dict(extensions)))


def _language(root: source.Mapping, problems: Problems) -> str:
    """The language of the record's own words; empty, with a problem noted, when it is not said."""
    for entry in root.entries:
        if entry.key == "language" and isinstance(entry.value, source.Scalar) and entry.value.text.strip() not in _NOTHING:
            return language_tag(entry.value.text) or ""  # a language nobody knows is found with all other problems
    message = _("The record does not say in which language you write.")
    remedy = _("Write a line such as `language: zh_Hans` or `language: en` near the top.")
    problems.add(Problem("record.language-missing", message, remedy), (1, 1), "language")
    return ""


def _nothing() -> Problem:
    message = _("There are no answers in the record.")
    return Problem(
        "record.empty", message, _("Run `asylum-forms new CASE` in a new folder to see the questions, and answer them here.")
    )


def _not_answers() -> Problem:
    message = _("The record must consist of questions and answers.")
    remedy = _("Write `question: answer`, with a space after the colon, each question on a line of its own at the left edge.")
    return Problem("record.not-a-mapping", message, remedy)
