"""The conformance kit: whether a jurisdiction keeps the plugin contract, told before any filing depends on it.

For authors of plugins: `asylum-forms jurisdictions --check`, or in a test `assert check(jurisdiction) == []`. The sentences are
in English like the code they speak of.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from babel import Locale, UnknownLocaleError

from asylum_forms import yamlfile
from asylum_forms.errors import AsylumFormsError
from asylum_forms.forms.crosscheck import all_items, check_complete
from asylum_forms.forms.crosswalk import record_paths
from asylum_forms.forms.fields import fields_of
from asylum_forms.forms.reader import read_table
from asylum_forms.forms.store import find
from asylum_forms.forms.table import FormTable
from asylum_forms.forms.wordcheck import check_template, parse
from asylum_forms.jurisdiction import catalogue, declared, unofficial
from asylum_forms.jurisdiction.contract import ABOUT, EXHIBITS, CopySet, Jurisdiction, Part, Procedure, Task, function_of
from asylum_forms.jurisdiction.dated import Dated
from asylum_forms.jurisdiction.idscan import Made, ids_in
from asylum_forms.jurisdiction.profile import OTHERS, DatedProfile
from asylum_forms.jurisdiction.templates import CERTIFICATE, SEPARATOR, find_template
from asylum_forms.pdf.opening import open_plain
from asylum_forms.record.schema import Schema, has_question, read_schema
from asylum_forms.record.validate import check_schema


def check(jurisdiction: Jurisdiction) -> list[str]:
    """Everything in which the jurisdiction breaks the contract, a sentence each; empty when it keeps it.

    Looked at: the schema of its own questions, its form tables and the functions and record paths they name, its Word templates,
    the functions of `documents.py` and `rules`, what the procedures and profiles say, the sources of its dated values,
    whether every finding its code can make is explained, and its unofficial translations. Where an official PDF has been added
    with `asylum-forms forms add`, its fields are compared with the table too.
    """
    found: list[str] = []
    schema = _schema(jurisdiction, found)
    found += _unlabelled(jurisdiction.schema) if jurisdiction.schema else ()
    tables = _tables(jurisdiction, found)
    for name, table in tables.items():
        problems = (
            *_table_functions(jurisdiction, table),
            *_table_paths(table, schema),
            *_official(table),
            *_form_template(jurisdiction, table),
        )
        found += [f"{name}: {problem}" for problem in problems]
    for procedure in jurisdiction.procedures.values():
        found += [f"{jurisdiction.code}/{procedure.id}: {problem}" for problem in _procedure(procedure, tables)]
        found += [problem for profile in procedure.profiles for problem in _profile(profile, schema)]
        for number, task in enumerate(procedure.checklist, 1):
            where = f"{jurisdiction.code}/{procedure.id}, checklist, line {number}"
            found += [f"{where}: {problem}" for problem in _task(jurisdiction, task)]
        where = f"{jurisdiction.code}/{procedure.id}"
        found += [f"{where}: {problem}" for problem in _amending(jurisdiction, procedure, schema)]
        found += [f"{where}: {problem}" for copies in procedure.sets for problem in _set(jurisdiction, copies, procedure)]
        for part in procedure.parts:
            where = f"{jurisdiction.code}/{procedure.id}, {part.leaf or 'exhibits'}"
            found += [f"{where}: {problem}" for problem in _part(jurisdiction, part, procedure.languages, schema)]
    found += [f"documents.py: {problem}" for problem in _document_functions(jurisdiction)]
    if jurisdiction.rules and not _takes(jurisdiction.rules, 2):
        found.append("rules must take the filing and the answers: rules(filing, answers).")
    found += [f"values.yaml, {problem}" for problem in _values(jurisdiction)]
    found += [f"profiles.yaml, {problem}" for problem in _profiles(jurisdiction)]
    found += [f"{catalogue.NAME}: {problem}" for problem in _explanations(jurisdiction)]
    try:
        unofficial.read(jurisdiction.folder)
    except AsylumFormsError as error:
        found.append(error.message)
    return list(dict.fromkeys(found))


def _schema(jurisdiction: Jurisdiction, found: list[str]) -> Schema:
    extensions = {jurisdiction.code: jurisdiction.schema} if jurisdiction.schema else {}
    try:
        schema = read_schema(extensions)
        check_schema(schema)
        return schema
    except Exception as error:  # whatever a faulty file leads Cerberus and the YAML reader to
        found.append(f"The schema of its own questions cannot be read: {error}")
        return read_schema()


def _unlabelled(file: Path) -> Iterator[str]:
    """Its own questions without words: in the record that is to be filled in they would have none."""
    try:
        root = yamlfile.compose(file)
    except (OSError, ValueError, yamlfile.YAMLError):
        return  # said already
    for _whose, questions in _entries(root):
        yield from (f"{file.name}, {problem}" for problem in _without_label(questions))


def _without_label(questions: yamlfile.Node | None, above: str = "") -> Iterator[str]:
    for key, rules in _entries(questions):
        known = {name.value: node for name, node in _entries(rules)}
        said = {name.value: node.value for name, node in _entries(known.get("meta"))}
        if not str(said.get("label", "")).strip():
            yield f"line {key.start_mark.line + 1}: the question {above}{key.value} needs a label under meta."
        kind, inner = known.get("type"), known.get("schema")
        if kind is not None and kind.value == "list":
            one = {name.value: node for name, node in _entries(inner)}
            kind, inner = one.get("type"), one.get("schema")
        if kind is not None and kind.value == "dict":
            yield from _without_label(inner, f"{above}{key.value}.")


def _entries(node: yamlfile.Node | None) -> Sequence[tuple[Any, yamlfile.Node]]:
    return node.value if isinstance(node, yamlfile.MappingNode) else ()


def _tables(jurisdiction: Jurisdiction, found: list[str]) -> dict[str, FormTable]:
    tables = {}
    for name, file in jurisdiction.tables.items():
        try:
            tables[name] = read_table(file)
        except AsylumFormsError as error:
            lines = [f"line {fault.place.line}: {fault.message} {fault.remedy}" for fault in error.findings]
            found += [f"{name}: {line}" for line in lines or [error.message]]
        else:
            if tables[name].form != name:
                found.append(f"{name}: jurisdiction.yaml calls the form {name}, its table says form: {tables[name].form}.")
    return tables


def _table_functions(jurisdiction: Jurisdiction, table: FormTable) -> Iterator[str]:
    columns = {id(column) for item in table.items.values() for column in item.columns}
    for number, item in all_items(table):
        if item.function:
            arguments = ("filing", "entry") if id(item) in columns else ("filing",)
            yield from (
                f"{number}: {problem}" for problem in _function(jurisdiction.answers, "answers.py", item.function, arguments)
            )
            if not item.uses and not item.entries:
                yield f"{number}: by: {item.function} needs uses, the record paths it reads, so that the guide asks for them."


def _table_paths(table: FormTable, schema: Schema) -> Iterator[str]:
    made = {
        f"{item.number}.{column.number}"
        for item in table.items.values()
        if item.function
        for column in item.columns
        if column.source
    }
    taken = ((item.number, path) for item in table.items.values() for path in item.entries)
    for number, path in (*record_paths(table, schema), *taken):
        # Entries that a function makes have a shape of their own; what they are made from is in the record.
        if number not in made and not has_question(schema, path):
            yield f"{number}: the record has no question {path}."


def _official(table: FormTable) -> list[str]:
    try:
        kept = find(table)
        return check_complete(table, fields_of(open_plain(kept))) if kept else []
    except AsylumFormsError as error:
        return [error.message]


def _form_template(jurisdiction: Jurisdiction, table: FormTable) -> Iterator[str]:
    """The form's template; where it is printed in one of several languages, that of each."""
    for language in table.languages or (table.language,):
        template = find_template(jurisdiction, table.form.lower(), language)
        if template is None:
            yield f"there is no template {table.form.lower()}.docx in {jurisdiction.templates.name}."
            continue
        try:
            yield from (f"{template.name}: {problem}" for problem in check_template(template, read_table(table.file, language)))
        except AsylumFormsError as error:
            yield error.message


def _procedure(procedure: Procedure, tables: Mapping[str, FormTable]) -> Iterator[str]:
    if not procedure.languages:
        yield "languages needs at least one language."
    for language in procedure.languages:
        try:
            Locale.parse(language, sep="_")
        except (UnknownLocaleError, ValueError):
            yield f"there are no dates and names of countries in the language {language}; write a tag such as en or zh_Hans."
    for part in procedure.parts:
        table = tables.get(part.form)
        if table and table.language not in procedure.languages:
            yield f"{part.form} is in {table.language}, which is not among the languages."
        if (part.anew or part.anew_with or part.supplement or part.later) and not part.document:
            yield f"{part.leaf or 'exhibits'}: supplement, later, anew and anew_with are for documents."
        if sum((part.supplement, part.later, part.index, bool(part.anew))) > 1:
            yield f"{part.leaf}: only one of supplement, later, index and anew says when it is handed in after the filing."
        if part.anew_with and (not part.anew or part.anew_with not in [one.document for one in procedure.parts if one.anew]):
            yield f"{part.leaf}: anew_with needs a title in anew, and names a document that has one."
    leaves = [part.leaf for part in procedure.parts]
    yield from (f"{leaf or 'exhibits'} is listed twice." for leaf in dict.fromkeys(leaves) if leaves.count(leaf) > 1)


def _profile(profile: DatedProfile, schema: Schema) -> Iterator[str]:
    kinds = set(schema["evidence"]["schema"]["schema"]["category"]["allowed"])
    for rule in ("labels", "page_limits"):
        for entry in profile.rules[rule].entries if rule in profile.rules else ():
            named = set(entry.value) - {OTHERS} if isinstance(entry.value, Mapping) else set()
            yield from (f"profile {profile.name}, {rule}: there is no kind of evidence {kind}." for kind in sorted(named - kinds))


def _part(jurisdiction: Jurisdiction, part: Part, languages: Sequence[str], schema: Schema) -> Iterator[str]:
    if part.form and part.form not in jurisdiction.tables:
        yield f"jurisdiction.yaml lists no form {part.form}."
    for function in filter(None, (part.when, part.each)):
        yield from _function(jurisdiction.documents, "documents.py", function, ("filing",))
    if part.person:
        yield "person is not for jurisdiction.yaml: name a function in each."
    if part.exhibits and part.each:
        yield "exhibits are in a filing once: remove each."
    if not part.exhibits and not part.title:
        yield "title is missing."
    for path in (*part.uses, *part.uses_of_others):
        if not has_question(schema, path):
            yield f"the record has no question {path}."
    for name in (part.document,) if part.document else (SEPARATOR, CERTIFICATE) if part.exhibits else ():
        found = {find_template(jurisdiction, name, language) for language in languages}
        if None in found or not found:
            yield f"there is no template {name}.docx in {jurisdiction.templates.name} or common."
        for template in sorted(filter(None, found)):
            try:
                parse(template)
            except AsylumFormsError as error:
                yield error.message


def _amending(jurisdiction: Jurisdiction, procedure: Procedure, schema: Schema) -> Iterator[str]:
    amending = procedure.amending
    if amending is None:
        return
    known = {part.form or part.document for part in procedure.parts}
    yield from (f"amending names {name}, which is no part." for name in amending.parts if name not in known)
    yield from _function(jurisdiction.documents, "documents.py", amending.signer, ("filing",))
    part = Part(document=amending.document, title=amending.title)
    yield from _part(jurisdiction, part, procedure.languages, schema)


def _set(jurisdiction: Jurisdiction, copies: CopySet, procedure: Procedure) -> Iterator[str]:
    known = {part.form or part.document or EXHIBITS for part in procedure.parts}
    yield from (f"set {copies.name} names {name}, which is no part." for name in copies.parts if name not in known)
    if not copies.source.strip():
        yield f"set {copies.name}: source is missing: which rule wants it?"
    if copies.each:
        yield from _function(jurisdiction.documents, "documents.py", copies.each, ("filing",))


def _task(jurisdiction: Jurisdiction, task: Task) -> Iterator[str]:
    if task.about not in ABOUT:
        yield f"about is {task.about}, but may be {', '.join(ABOUT)}."
    if task.when:
        yield from _function(jurisdiction.documents, "documents.py", task.when, ("filing",))
    if task.value and task.value not in jurisdiction.values:
        yield f"values.yaml has no {task.value}."
    if bool(task.value) != ("{value}" in task.text):
        yield "a line with a value says {value} in its text, and no other line does."
    if bool(task.value) == bool(task.source.strip()):
        yield "source is missing." if not task.value else "the source of a value stands in values.yaml."


def _explanations(jurisdiction: Jurisdiction) -> Iterator[str]:
    """Ids that the code makes and nobody explains, that belong to somebody else, or that are explained and never made."""
    known, own = jurisdiction.findings, f"{jurisdiction.code}."
    made = ids_in(jurisdiction.folder)
    for one in made:
        explained = [known[id_] for id_ in known if one.fits(id_)]
        if one.id == catalogue.FAMILY or one.id == own + catalogue.FAMILY:
            yield f"{_place(one)} makes a finding whose id cannot be read from the code; write it out."
        elif not one.id.startswith(own):
            if not catalogue.find(catalogue.engine(), one.id):
                yield f"{_place(one)} makes {one.id}; ids of this jurisdiction begin with {own}"
        elif not explained:
            yield f"{one.id} is not explained ({_place(one)})."
        elif beyond := sorted(one.severities - {severity for each in explained for severity in each.severities}):
            yield f"{one.id} can be {beyond[0]} too ({_place(one)})."
    for id_ in known:
        if not id_.startswith(own):
            yield f"{id_} is explained here, but ids of this jurisdiction begin with {own}"
        elif not any(one.fits(id_) for one in made):
            yield f"{id_} is explained, but nothing makes it."


def _place(made: Made) -> str:
    return f"{made.file}, line {made.line}"


def _document_functions(jurisdiction: Jurisdiction) -> Iterator[str]:
    """Functions that the engine calls by their names: one that no document has would never be called."""
    parts = [part for procedure in jurisdiction.procedures.values() for part in procedure.parts]
    amending = [procedure.amending for procedure in jurisdiction.procedures.values() if procedure.amending]
    parts += [Part(document=one.document) for one in amending]
    for start in ("context", "findings"):
        known = {function_of(start, part.document) for part in parts if part.document}
        known |= {function_of(start, part.form) for part in parts if part.form and start == "context"}
        about = {function_of("context", SEPARATOR): "exhibit", function_of("context", CERTIFICATE): "certificate"}
        for name in sorted(vars(jurisdiction.documents) if jurisdiction.documents else ()):
            if name.startswith(f"{start}_"):
                if name in known:
                    yield from _function(jurisdiction.documents, "documents.py", name, ("filing",))
                elif name in about:
                    yield from _function(jurisdiction.documents, "documents.py", name, ("filing", about[name]))
                else:
                    yield f"{name} is never called, because no procedure has such a document."


def _values(jurisdiction: Jurisdiction) -> Iterator[str]:
    documents = {part.document for procedure in jurisdiction.procedures.values() for part in procedure.parts if part.document}
    for name, dated in jurisdiction.values.items():
        yield from _read_later(name, dated)
        for entry in dated.entries:
            if name.split(".")[0] in (*documents, CERTIFICATE) and not find_template(jurisdiction, str(entry.value)):
                yield f"{name}, {entry.start}: there is no template {entry.value}.docx with the wording of that day."


def _profiles(jurisdiction: Jurisdiction) -> Iterator[str]:
    taken = {profile.name: profile for procedure in jurisdiction.procedures.values() for profile in procedure.profiles}
    for name in declared.read(jurisdiction.folder / "profiles.yaml", list):
        if name not in taken:
            yield f"{name}: no procedure takes packets like this; add it to the profiles of one in jurisdiction.yaml."
    for name, profile in taken.items():
        for rule, dated in profile.rules.items():
            yield from _read_later(f"{name}, {rule}", dated)


def _read_later(name: str, dated: Dated) -> Iterator[str]:
    today = datetime.date.today()
    for entry in dated.entries:
        if entry.read_on and entry.read_on > today:
            yield f"{name}, {entry.start}: verified is {entry.read_on}, a day that is still to come."


def _function(module: ModuleType | None, file: str, name: str, arguments: tuple[str, ...]) -> Iterator[str]:
    function = getattr(module, name, None)
    if not callable(function):
        yield f"{file} has no function {name}."
    elif not _takes(function, len(arguments)):
        yield f"{name} of {file} must take ({', '.join(arguments)})."


def _takes(function: Any, count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    return True
