"""Dataclasses kept as JSON and read again by their annotations: what one build leaves for the next."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

_WITHIN = "within"
"""Key of a path that is relative to a folder."""

_T = TypeVar("_T")


def as_data(value: Any, folder: Path) -> Any:
    """A dataclass as JSON can hold it; paths in `folder` relative to it.

    In it are plain values, dates, paths, enumerations, sequences and mappings of them, and dataclasses of the same kind.
    """
    return _plain(asdict(value), folder)


def from_data(kind: type[_T], data: Any, folder: Path) -> _T:
    """The same back, paths in the folder. Raises TypeError, ValueError, KeyError or AttributeError when it is something else."""
    value = _read(kind, data, folder)
    assert isinstance(value, kind)
    return value


def _plain(value: Any, folder: Path) -> Any:
    """As JSON can hold it."""
    if isinstance(value, Path):
        return {_WITHIN: value.relative_to(folder).as_posix()} if value.is_relative_to(folder) else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(given, folder) for key, given in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(given, folder) for given in value]
    return value


def _read(kind: Any, value: Any, folder: Path) -> Any:
    """A value of JSON as what the annotation says it is."""
    origin, inside = get_origin(kind), get_args(kind)
    if isinstance(kind, types.UnionType):
        if value is None or type(value) in inside:
            return value
        return _read(next(one for one in inside if one is not type(None)), value, folder)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        if set(value) != {field.name for field in fields(kind)}:
            raise ValueError(f"{kind.__name__} has other fields")
        return kind(**{name: _read(hints[name], given, folder) for name, given in value.items()})
    if origin is tuple:
        kinds = [inside[0]] * len(value) if inside[1:] == (...,) else inside
        return tuple(_read(one, given, folder) for one, given in zip(kinds, value, strict=True))
    if origin in (list, Sequence):
        return [_read(inside[0], given, folder) for given in value]
    if origin in (dict, Mapping):
        return {_read(inside[0], key, folder): _read(inside[1], given, folder) for key, given in value.items()}
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    if kind is Path:
        return folder / value[_WITHIN] if isinstance(value, dict) else Path(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
