"""Writes the guided record: every question with its explanation, an example, who asks it, and an empty place for the answer."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode

from asylum_forms.errors import RecordError
from asylum_forms.findings import Place
from asylum_forms.i18n import _, use
from asylum_forms.record import insert
from asylum_forms.record.comments import WIDTH, section, wrap
from asylum_forms.record.jsonschema import json_schema
from asylum_forms.record.model import PEOPLE, Record
from asylum_forms.record.problems import Problems
from asylum_forms.record.questions import AskedBy, questions, unanswered
from asylum_forms.record.schema import shared_paths
from asylum_forms.record.source import parse, read_source

RECORD = "record.yaml"
FOLDERS = ("evidence", "translations")
EDITOR_SCHEMA = Path(".asylum-forms", "record.schema.json")
"""The JSON Schema that editors read, beside the record."""

_MARK = "yaml-language-server:"


def write_guide(
    case: Path,
    schema: Mapping[str, Any],
    language: str,
    filings: Sequence[str],
    asked_by: AskedBy,
    person: str = "",
    known: Record | None = None,
    written: str = "",
    always: bool = True,
) -> Path:
    """Write the case folder's `record.yaml`, or add to an existing one the questions it lacks; returns its path.

    With `person`, the id of another person of the case, it is that person's own record, `people/<id>.yaml`: what is answered once
    for the whole case, and what the case says of that person (`known`, see `Record.person`), is not asked.

    `schema` comes from `read_schema`; `language` is the language of the explanations, and where `written` does not say another,
    of the answers of a new record; `filings` are procedures such as
    `us/affirmative`; `asked_by` maps schema paths without entry numbers (`children.name.family`) to who asks them
    (`us I-589 A.II.5`). With filings the record has what they ask and, unless `always` is false, what every filing needs;
    without any, all there is.

    Answers, comments and the order of an existing record stay as they are; a second run changes nothing. The folders for evidence
    and translations and the JSON Schema for editors are made as well. All files are readable by their owner only.

    Raises RecordError when the existing record cannot be read (it is left untouched), OSError when nothing can be written.
    """
    with use(language):
        file = case / PEOPLE / f"{person}.yaml" if person else case / RECORD
        found = questions(_own(schema) if person else schema, asked_by, everything=not filings, always=always)
        found = unanswered(found, known.data, known.taken) if known else found
        old = _read(file) if file.exists() else None
        if old is None:
            lines = [*_header(bool(filings), person), *(line for question in found for line in section(question))]
            new = _preset("\n".join(lines) + "\n", written or language, filings)
        else:
            new = _with_mark(insert.add_missing(old, found), person)
            _make_sure_nothing_is_lost(old, new, file)
        for folder in (case, *(case / name for name in FOLDERS), case / EDITOR_SCHEMA.parent, file.parent):
            _make_folder(folder)
        editor = json.dumps(json_schema(schema, language), ensure_ascii=False, indent=1) + "\n"
        _write(case / EDITOR_SCHEMA, editor)
        _write(file, new)
    return file


def _read(file: Path) -> str:
    """The text of the record as it is, once it is sure that it can be read. Raises RecordError."""
    problems = Problems(file.name)
    source = read_source(file, problems)
    parse(source)
    if problems:
        raise problems.error()
    root = insert.compose(source.text)
    if root is not None and not isinstance(root, MappingNode) and not insert.is_empty(root):
        raise RecordError(
            _("{file} does not hold questions and answers.").format(file=file.name),
            remedy=_("Rename this file; then run the command again to get a new record, and copy your answers into it."),
            place=Place(file=file.name, line=1, column=1),
        )
    return source.text


def _preset(text: str, language: str, filings: Sequence[str]) -> str:
    """What is known about a new record stands in it already."""
    for key, value in (("asylum_forms", "1"), ("language", language), ("filings", f"[{', '.join(filings)}]" if filings else "")):
        text = text.replace(f"\n{key}:\n", f"\n{key}: {value}".rstrip() + "\n", 1)
    return text


def _own(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The questions that another person of the case answers: without those answered once for everybody."""
    own: dict[str, Any] = dict(schema)
    for path in shared_paths(schema):
        question, _dot, below = path.partition(".")
        if not below:
            del own[question]
        else:
            group = own[question]
            own[question] = {**group, "schema": {key: rules for key, rules in group["schema"].items() if key != below}}
    return own


def _header(chosen: bool, person: str) -> list[str]:
    paragraphs = [
        _("Your answers. The program sends them nowhere. Keep this file where only you can open it."),
        _("Write each answer after the colon and a blank, as in `city: Luoyang`. Lines that begin with # only explain."),
        _(
            "If there is no answer, write one of these words: none (there is none), not_applicable (the question does not "
            "concern you), unknown (you do not know), declined (you do not wish to answer). Never guess. What you leave empty "
            "counts as open."
        ),
        _("Dates: 1989-06-04, or only 1989-06 or 1989 if you do not know more; with ~ before it if it is about right: ~1989."),
        _("An answer that contains a colon or a # needs quotes: 'like this'. Several short answers: [one, two]."),
        _(
            "For a longer text write | after the colon and put the text beneath, two blanks further in, an empty line between "
            "paragraphs."
        ),
        _(
            "You may write in your own language. With a translation: {en: Farmer, zh_Hans: 农民}. Names of people and places "
            "in Roman letters as in the passport."
        ),
        _("In [brackets] behind a question: which form asks it."),
    ]
    if person:
        paragraphs.insert(
            0,
            _(
                "These are the answers of one person of the case: {person}. What record.yaml already says about this person, and "
                "what it says for everybody, need not be said again."
            ).format(person=person),
        )
    if chosen:
        paragraphs.append(
            _("Other countries ask more. `asylum-forms new` with another --for adds their questions and keeps all your answers.")
        )
    lines = [_mark(person), "#"]
    for paragraph in paragraphs:
        first, *rest = wrap(paragraph, WIDTH - 4)
        lines += [f"# - {first}", *(f"#   {line}" for line in rest)]
    return lines


def _mark(person: str) -> str:
    """The line that tells editors where the JSON Schema is, seen from the file."""
    return f"# {_MARK} $schema={'../' if person else ''}{EDITOR_SCHEMA.as_posix()}"


def _with_mark(text: str, person: str) -> str:
    if any(_MARK in line for line in text.split("\n", 3)[:3]):
        return text
    break_ = "\r\n" if "\r\n" in text else "\n"
    return f"{_mark(person)}{break_}{text}"


def _make_sure_nothing_is_lost(old: str, new: str, file: Path) -> None:
    try:
        same = insert.answers(insert.compose(old)) == insert.answers(insert.compose(new))
    except YAMLError:
        same = False
    kept = iter(new.splitlines())
    if not same or not all(any(line.strip() == other.strip() for other in kept) for line in old.splitlines()):
        raise RecordError(
            _("The questions that are missing from {file} cannot be added without touching your answers.").format(file=file.name),
            remedy=_(
                "Nothing was changed. Make a new case with the same command in another folder and copy your answers into it."
            ),
            place=Place(file=file.name),
        )


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)


def _write(file: Path, text: str) -> None:
    """Replace the file in one step, or leave it when it says the same already. A link stays a link."""
    target = file.resolve()
    data = text.encode()
    if target.exists():
        before = target.read_bytes()
        if before.startswith(b"\xef\xbb\xbf"):
            data = b"\xef\xbb\xbf" + data
        if before == data:
            return
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
