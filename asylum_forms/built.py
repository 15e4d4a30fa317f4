"""What a build made, as plain data that can be kept beside the filing and read again."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from asylum_forms.assembly.plan import Spot
from asylum_forms.findings import Finding
from asylum_forms.preflight.report import Report

CACHE = ".cache"
"""What the next build can use again, beside the result of a build: whoever deletes the filing deletes it too."""

_WITHIN = "within"
"""Key of a path that is relative to the folder of the filing."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pdf: Path
    """The filing; the first of several files."""
    parts: tuple[Path, ...]
    """The PDF files to hand in, in order."""
    copies: tuple[Path, ...]
    """The PDF files for others than the office, where they were asked for."""
    pages: int
    report: Path
    manifest: Path
    preflight: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What preflight found."""
        return self.preflight.findings

    @property
    def signs(self) -> tuple[tuple[str, Spot], ...]:
        """(who signs what, on which page)."""
        return self.preflight.signs


def as_data(built: Built) -> dict[str, Any]:
    """As JSON can hold it; paths in the folder of the filing relative to it."""
    data = _plain(asdict(built), built.manifest.parent)
    assert isinstance(data, dict)
    return data


def from_data(data: Mapping[str, Any], folder: Path) -> Built:
    """The same back, lying in a folder. Raises TypeError, ValueError, KeyError or AttributeError when it is something else."""
    built = _read(Built, data, folder)
    assert isinstance(built, Built)
    return built


def _plain(value: Any, folder: Path) -> Any:
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
