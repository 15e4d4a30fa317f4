"""Checks a converted record against the schema (Cerberus) and against itself, and says what is wrong in plain words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from cerberus import TypeDefinition, Validator
from cerberus.errors import UNALLOWED_VALUE, UNALLOWED_VALUES, UNKNOWN_FIELD, ErrorDefinition, ValidationError
from cerberus.schema import DefinitionSchema, UnvalidatedSchema

from asylum_forms.i18n import N_, _, listed
from asylum_forms.record.convert import Steps, Unreadable
from asylum_forms.record.problems import Position, Problem, Problems, shorten
from asylum_forms.record.schema import Rules, Schema, rules_at, shared_paths
from asylum_forms.record.source import invisible
from asylum_forms.record.syntax import odd_space
from asylum_forms.record.values import Absent, PartialDate, Text, step

UNKNOWN_REFERENCE = ErrorDefinition(0x101, "to")

Ids = Mapping[str, Mapping[str, Steps]]
"""Kind (`evidence`, `helper`, `person`, ...) to id to the path of the entry that has it."""

YES_NO = {"yes": N_("yes"), "no": N_("no")}
_YES_NO_WORDS = {"yes": ("是的", "有", "对", "會", "会", "y", "Y"), "no": ("不", "不是", "否", "没有", "无", "不会", "n", "N")}

_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (Text,),
    "name": (str,),
    "code": (str,),
    "id": (str,),
    "ref": (str,),
    "date": (PartialDate,),
    "date_or_present": (PartialDate, str),
    "country": (str,),
    "language": (str,),
    "file": (str,),
}


class RecordValidator(Validator):  # type: ignore[misc]
    """Cerberus with the types of the record.

    Takes, beside the schema, `ids` (the known ids) and `found` (a list to which every error is added, with its full path). Errors
    are not kept in Cerberus' own trees, which need quadratic time; so the schema cannot use `anyof` and the like.
    """

    types_mapping: ClassVar = {
        **Validator.types_mapping,
        **{name: TypeDefinition(name, types, ()) for name, types in _TYPES.items()},
    }

    def _error(self, *args: Any) -> None:
        if len(args) == 1:
            self._config["found"].extend(args[0])
        else:
            super()._error(*args)

    def _validate_type(self, data_type: Any, field: str, value: Any) -> None:
        """{'type': ['string', 'list'], 'check_with': 'type'}"""
        if isinstance(value, Absent):  # answers any question, whatever its type
            self._drop_remaining_rules()
        else:
            super()._validate_type(data_type, field, value)

    def _validate_to(self, kind: str, field: str, value: Any) -> None:
        """{'type': 'string'}"""
        if value not in self._config["ids"].get(kind, {}):
            self._error(field, UNKNOWN_REFERENCE)


def compiled(schema: Schema) -> Any:
    """The schema as Cerberus wants it: a mapping of questions to rules sets. It is not checked itself (`check_schema`)."""
    return UnvalidatedSchema(schema)


def check_schema(schema: Schema) -> None:
    """Raises cerberus.SchemaError when the schema is faulty. Takes ten times as long as checking a record: for authors only."""
    DefinitionSchema(RecordValidator(ids={}, found=[]), schema)


def check(
    data: Mapping[str, Any],
    schema: Any,
    problems: Problems,
    positions: Mapping[Steps, Position],
    keys: Mapping[Steps, Position],
    case: Mapping[str, Any] = {},
) -> None:
    """Note everything that is wrong with the data in `problems`.

    `schema` is compiled; `positions` are those of answers, `keys` those of questions. `case` is the data of the case's record
    where this one is another person's own: its people, evidence and helpers may be named here, what it answers for everybody may
    not be answered again.
    """
    ids = _joined(_ids(case), _ids(data))
    for path in shared_paths(schema.schema) if case else ():
        if step(data, path) is not None:
            once: Steps = tuple(path.split("."))
            problems.add(_answered_once(once, schema.schema), _nearest(once, keys), path)
    for steps, problem in _duplicates(data):
        problems.add(problem, _nearest(steps, positions), shown(steps))
    found: list[ValidationError] = []
    RecordValidator(schema, ids=ids, found=found).validate(data, normalize=False)
    for error in found:
        if problems.full():
            continue
        steps = tuple(error.document_path)
        where = keys if error.code == UNKNOWN_FIELD.code else positions
        problems.add(_explain(error, steps, schema.schema, ids), _nearest(steps, where), shown(steps))
    for steps, problem in _contradictions(data, schema.schema, ()):
        problems.add(problem, _nearest(steps, positions), shown(steps))


def shown(steps: Steps) -> str:
    """A path as the user reads it: dotted, entries counted from 1."""
    return shorten(".".join(str(step + 1) if isinstance(step, int) else step for step in steps), 200)


def _nearest(steps: Steps, positions: Mapping[Steps, Position]) -> Position:
    for length in range(len(steps), 0, -1):
        if steps[:length] in positions:
            return positions[steps[:length]]
    return (0, 0)


def _explain(error: ValidationError, steps: Steps, schema: Schema, ids: Ids) -> Problem:
    value, rules = error.value, rules_at(schema, steps)
    if error.code == UNKNOWN_FIELD.code:
        return _unknown_key(steps, schema)
    if isinstance(value, Unreadable):
        problem = value.problem
        message = _("{question}: {problem}").format(question=label(rules, steps), problem=problem.message)
        return Problem(problem.id, message, problem.remedy, problem.position)
    if error.code == UNKNOWN_REFERENCE.code:
        return _unknown_reference(str(value), label(rules, steps), error.constraint, ids)
    if error.code in (UNALLOWED_VALUE.code, UNALLOWED_VALUES.code):
        meanings = rules.get("meta", {}).get("choices", {}) or rules_at(schema, steps[:-1]).get("meta", {}).get("choices", {})
        allowed = {str(word): _(meanings.get(word, YES_NO.get(word, ""))) for word in error.constraint}
        if not rules.get("meta", {}).get("label") and isinstance(steps[-1], int):
            rules, steps = rules_at(schema, steps[:-1]), steps[:-1]
        return _not_allowed(str(value), label(rules, steps), allowed)
    message = _("{question}: `{value}` does not fit here.").format(question=label(rules, steps), value=shorten(str(value)))
    remedy = _("Look at the explanation of this question in a new record (`asylum-forms new`).")
    return Problem("record.does-not-fit", message, remedy)


def label(rules: Rules, steps: Steps) -> str:
    """What a message calls a question: its label in the user's language, or its path where it has none."""
    text = rules.get("meta", {}).get("label", "")
    return _(text) if text else shown(steps)


def _unknown_key(steps: Steps, schema: Schema) -> Problem:
    key = str(steps[-1])
    group = rules_at(schema, steps[:-1])
    known = group.get("schema", {}) if "schema" in group else {}
    if problem := odd_space(key) or invisible(key):
        return problem
    message = _("The record has no question `{key}` here.").format(key=shorten(key))
    close = difflib.get_close_matches(key[:60].lower().replace("-", "_").replace(" ", "_"), known, n=1, cutoff=0.6)
    if key in schema:
        remedy = _("`{key}` belongs to no other question: begin its line at the left edge of the file.").format(key=key)
    elif close:
        remedy = _("Did you mean `{key}`?").format(key=close[0])
    elif key.startswith(tuple("-–—−•·*")):
        remedy = _("Begin the first line of each entry with `- ` and the other lines of the entry with two spaces more.")
    elif elsewhere := _elsewhere(key, schema):
        remedy = _("`{key}` belongs under `{path}`; check the spaces at the beginning of the line.")
        remedy = remedy.format(key=key, path=elsewhere)
    else:
        note = _("A line that is no answer begins with #.")
        if len(known) <= 30:
            remedy = _("Questions here: {known}.").format(known=listed(known)) + " " + note
        else:
            remedy = _("Look for the question in a new record (`asylum-forms new`).") + " " + note
    return Problem("record.unknown-key", message, remedy)


def _elsewhere(key: str, schema: Schema) -> str:
    """The group that a question of this name stands in, when that is one."""
    found = [group for group, rules in schema.items() if key in _questions(rules)]
    return found[0] if len(found) == 1 else ""


def _questions(rules: Rules) -> Mapping[str, Any]:
    below: Any = rules.get("schema", {})
    if rules.get("type") == "list":
        below = below.get("schema", {})
    return below if isinstance(below, dict) else {}


def _unknown_reference(value: str, question: str, kind: str, ids: Ids) -> Problem:
    message = _("{question}: there is no `{id}` in this record.").format(question=question, id=shorten(value))
    known = list(ids.get(kind, {}))
    close = difflib.get_close_matches(value[:60], known, n=1, cutoff=0.6)
    if close:
        remedy = _("Did you mean `{key}`?").format(key=close[0])
    elif known:
        remedy = _("Known are: {known}. To name another, give its entry a line `id: {id}`.").format(
            known=listed(known[:20]), id="my-name"
        )
    else:
        remedy = _("Give the entry that you mean a line `id: {id}`, and write the same word here.").format(id="my-name")
    return Problem("record.ref-unknown", message, remedy)


def _not_allowed(value: str, question: str, allowed: Mapping[str, str]) -> Problem:
    """`allowed` maps the words to what they mean."""
    if list(allowed) == ["1"]:
        message = _("This record is written for another version of asylum-forms.")
        return Problem("record.version", message, _("Write `asylum_forms: 1`, or install the version the record was made with."))
    message = _("{question}: `{value}` is not one of the answers this question takes.").format(
        question=question, value=shorten(value)
    )
    parts = [part.strip() for part in re.split("[,，、;；]", value)]
    if len(parts) > 1 and all(part in allowed for part in parts):
        remedy = _("Put the answer into square brackets, several with commas between them: [first, second].")
        written = f"[{', '.join(parts)}]"
        return Problem("record.not-allowed", message, _("Write {date}.").format(date=written) + " " + remedy)
    folded = value.strip().lower().replace(" ", "_").replace("-", "_")
    close = [word for word in allowed if word.lower() == folded]
    close = close or [word for word, meaning in allowed.items() if value.strip() in (meaning, *_YES_NO_WORDS.get(word, ()))]
    close = close or difflib.get_close_matches(folded[:60], allowed, n=1, cutoff=0.7)
    words = _("Write one of: {allowed}; or none, not_applicable, unknown, declined.").format(
        allowed=listed(f"{word} ({meaning})" if meaning not in ("", word) else word for word, meaning in allowed.items())
    )
    remedy = _("Did you mean `{key}`?").format(key=close[0]) + " " + words if close else words
    return Problem("record.not-allowed", message, remedy)


def _answered_once(steps: Steps, schema: Schema) -> Problem:
    message = _("{question}: this is answered once for everybody in the case.").format(
        question=label(rules_at(schema, steps), steps)
    )
    return Problem("record.shared", message, _("Move this answer to record.yaml and remove it here."))


_PERSONS = ("applicant", "spouse", "parents", "children", "siblings")
_KINDS = {"helpers": "helper", **dict.fromkeys(_PERSONS, "person")}
"""What the ids below a question of the record name, where that is not the question's own name."""


def _ids(data: Mapping[str, Any]) -> Ids:
    """The ids that entries have, and the persons that need none."""
    ids: dict[str, dict[str, Steps]] = {"person": {}}
    for person in ("applicant", "spouse"):
        if isinstance(data.get(person), dict):
            ids["person"][person] = (person,)
    parents = data.get("parents")
    if isinstance(parents, dict):
        ids["person"].update({key: ("parents", key) for key, parent in parents.items() if isinstance(parent, dict)})
    for steps, kind, id_ in _entries(data):
        ids.setdefault(kind, {}).setdefault(id_, steps)
    return ids


def _joined(case: Ids, own: Ids) -> Ids:
    return {kind: {**case.get(kind, {}), **own.get(kind, {})} for kind in {*case, *own}}


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Steps, str, str]]:
    """(path, kind, id) of everything that has an id."""
    for question, answer in data.items():
        kind = _KINDS.get(question, question)
        steps: list[tuple[Steps, Any]] = [((question,), answer)]
        if isinstance(answer, list):
            steps = [((question, index), entry) for index, entry in enumerate(answer)]
        elif isinstance(answer, dict):
            steps += [((question, key), entry) for key, entry in answer.items()]
        for path, entry in steps:
            id_ = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(id_, str) and not isinstance(id_, Absent):
                yield path, kind, id_


def _duplicates(data: Mapping[str, Any]) -> Iterator[tuple[Steps, Problem]]:
    """Ids that two entries of one kind share, also when only capitals differ: ids become file names."""
    seen: dict[tuple[str, str], Steps] = {("person", person): (person,) for person in ("applicant", "spouse", "mother", "father")}
    for path, kind, id_ in _entries(data):
        first = seen.setdefault((kind, id_.lower()), path)
        if first != path and first[-1] != path[-1]:
            message = _("The id `{id}` is already used for {other}.").format(id=id_, other=shown(first))
            yield (*path, "id"), Problem("record.id-duplicate", message, _("Give one of the two another id."))


_IN_ORDER = (("issued", "expires"), ("applied", "issued"), ("spouse_birth_date", "date"))
"""Questions of one entry, the second of which cannot have the earlier date."""


def _contradictions(answer: Any, schema: Any, steps: Steps) -> Iterator[tuple[Steps, Problem]]:
    """Ends before their beginnings, anywhere in the record. Approximate dates are not held against anyone."""
    if isinstance(answer, list):
        for index, entry in enumerate(answer):
            yield from _contradictions(entry, schema, (*steps, index))
    elif isinstance(answer, dict):
        birth = answer.get("birth")
        pairs = [(answer.get("from") or answer.get("date"), "until")]
        pairs += [(birth.get("date") if isinstance(birth, dict) else None, "death_date")]
        pairs += [(answer.get(begins), last) for begins, last in _IN_ORDER]
        for begins, last in pairs:
            ends = answer.get(last)
            if isinstance(begins, PartialDate) and isinstance(ends, PartialDate) and _before(ends, begins):
                yield (*steps, last), _too_early(label(rules_at(schema, (*steps, last)), (*steps, last)), ends, begins)
        for key, below in answer.items():
            yield from _contradictions(below, schema, (*steps, key))


def _before(ends: PartialDate, begins: PartialDate) -> bool:
    return not ends.approx and not begins.approx and ends.last() < begins.first()


def _too_early(question: str, ends: PartialDate, begins: PartialDate) -> Problem:
    message = _("{question}: {end} is before {begin}.").format(question=question, end=ends.iso(), begin=begins.iso())
    remedy = _("One of the two dates is wrong; look both up. If you are not sure of one, put ~ before it.")
    return Problem("record.date-order", message, remedy)
