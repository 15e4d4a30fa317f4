"""Reads a YAML file that a jurisdiction brings, and says of a fault in it where it stands: file, line and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from asylum_forms import yamlfile
from asylum_forms.errors import JurisdictionError
from asylum_forms.i18n import _

Read = TypeVar("Read")
Kind = TypeVar("Kind")

_KINDS: Mapping[Any, tuple[type, str]] = {
    "str": (str, "must be words; put them in quotation marks"),
    "bool": (bool, "must be true or false"),
}
"""By the annotation of a field: what its value must be, and how to say so."""


class Fault(ValueError):
    """What is wrong in a file, and the keys that lead there; places in a list are counted from 0."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


@contextmanager
def at(*path: str | int) -> Iterator[None]:
    """Whatever is wrong with what is read inside stands at these keys."""
    try:
        yield
    except Fault as fault:
        raise Fault(str(fault), *path, *fault.path) from fault
    except KeyError as error:
        raise Fault(f"{error.args[0]} is missing", *path) from error
    except (TypeError, AttributeError, ValueError) as error:
        raise Fault(str(error), *path) from error


def read(file: Path, take: Callable[[Any], Read]) -> Read:
    """What `take` makes of the values in a file. Raises JurisdictionError for a file that is no YAML, and for what `take` finds
    wrong (Fault, or the KeyError, TypeError, ValueError of data of another shape)."""
    try:
        values = yamlfile.load(file)
    except yamlfile.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _error(file, line, (), error.problem or str(error)) from error
    except (OSError, UnicodeDecodeError, yamlfile.YAMLError) as error:
        raise _error(file, 0, (), str(error)) from error
    try:
        with at():
            return take(values)
    except Fault as fault:
        raise _error(file, yamlfile.line_of(file, fault.path), fault.path, str(fault)) from fault


def made(kind: type[Kind], given: Any, **converted: Any) -> Kind:
    """A dataclass from the keys of a mapping; `converted` are those whose values were read already. Raises Fault for a key that
    it does not have, one that it needs, and a value of another type."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    values = {**mapping(given), **converted}
    if unknown := sorted(set(values) - set(known)):
        raise Fault(f"unknown key {unknown[0]}; known: {', '.join(sorted(known))}", unknown[0])
    for name, field in known.items():
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            raise Fault(f"{name} is missing")
        type_, said = _KINDS.get(field.type, (object, ""))
        if name in values and not isinstance(values[name], type_):
            raise Fault(f"{name} is {values[name]!r}, but {said}", name)
    return kind(**values)


def mapping(given: Any) -> Mapping[str, Any]:
    """Keys and their values. Raises Fault for anything else."""
    if not isinstance(given, Mapping):
        raise Fault("keys with values are expected here, `key: value`")
    return given


def words(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The list of words at a key; empty without the key. Raises Fault for anything else: a word is no list of its letters."""
    listed = given.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        raise Fault(f"{key} must be a list of words, such as [one, two]", key)
    return tuple(listed)


def _error(file: Path, line: int, path: tuple[str | int, ...], reason: str) -> JurisdictionError:
    where = _("{file}, line {line}").format(file=file, line=line) if line else str(file)
    if path:
        where += f" ({', '.join(str(key + 1 if isinstance(key, int) else key) for key in path)})"
    return JurisdictionError(
        _("The declaration of a jurisdiction is faulty: {file}: {reason}").format(file=where, reason=reason),
        remedy=_("Compare it with the declaration of a jurisdiction that works, and with the contract in the documentation."),
    )
