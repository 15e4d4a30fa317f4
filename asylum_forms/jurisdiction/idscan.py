"""Reads from source code which ids of findings it can make, so that each can be held against a catalogue.

Nothing is run. An id is the first argument (`id`) of `Finding` or of the record's `Problem`, or of a function that hands its own
argument on as such, with or without something before it: `finding("late", ...)` where `finding` makes `Finding(f"xx.{id}", ...)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from asylum_forms.findings import Severity
from asylum_forms.jurisdiction.catalogue import FAMILY


@dataclass(frozen=True, order=True)
class Made:
    """An id that the code makes."""

    id: str
    """Ends with `*` where the code says the beginning only: `record.type-*`."""
    file: str
    line: int
    severities: frozenset[Severity] = frozenset()
    """Those that stand beside the id; empty where the severity comes from elsewhere."""

    def fits(self, known: str) -> bool:
        """Whether it can be this id, or is of this family."""
        made, of = self.id.removesuffix(FAMILY), known.removesuffix(FAMILY)
        return known == self.id or (self.id != made and known.startswith(made)) or (known != of and made.startswith(of))


class _Maker(NamedTuple):
    """What makes a finding of an id that it is given."""

    before: str
    """What it puts before the id."""
    parameter: str
    position: int
    """Of that parameter in a call."""
    severities: frozenset[Severity] = frozenset()
    """Where the call says none."""
    line: int = 0
    """Where it is defined."""


_SHARED = {"Finding": _Maker("", "id", 0), "Problem": _Maker("", "id", 0, frozenset({Severity.BLOCKS}))}
_Makers = Mapping[str, _Maker]


def ids_in(folder: Path) -> list[Made]:
    """Every id that the Python files below a folder can make, in the order of the ids."""
    files = {file.relative_to(folder): file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py"))}
    trees = {file: ast.parse(text) for file, text in files.items()}
    helpers: dict[Path, dict[str, _Maker]] = {file: {} for file in trees}
    while more := [
        (file, name, maker)
        for file, tree in trees.items()
        for name, maker in _helpers(tree, _in_force(file, tree, helpers))
        if name not in helpers[file]
    ]:
        for file, name, maker in more:
            helpers[file][name] = maker
    found: set[Made] = set()
    called: set[_Maker] = set()
    for file, tree in trees.items():
        makers = _in_force(file, tree, helpers)
        for call, maker, function in _calls(tree, makers):
            id_ = _argument(call, maker)
            called.add(maker)
            if id_ is not None and _handed_on(id_, function) is None:
                severities = _severities(call.args, call.keywords) or maker.severities
                found |= {Made(said, file.as_posix(), call.lineno, severities) for said in _said(id_, maker.before)}
    # Who calls these cannot be seen, so neither can the ids.
    found |= {
        Made(maker.before + FAMILY, file.as_posix(), maker.line, maker.severities)
        for file, makers in helpers.items()
        for maker in makers.values()
        if maker not in called
    }
    return sorted(found, key=lambda made: (made.id, made.file, made.line))


def _in_force(file: Path, tree: ast.Module, helpers: Mapping[Path, _Makers]) -> dict[str, _Maker]:
    """What the names of a file mean: what is shared, what it imports from its neighbours, its own functions."""
    imported = {
        alias.asname or alias.name: maker
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        for other, makers in helpers.items()
        if f".{node.module}".endswith("." + ".".join(other.with_suffix("").parts)) and (maker := makers.get(alias.name))
    }
    return {**_SHARED, **imported, **helpers[file]}


def _helpers(tree: ast.Module, makers: _Makers) -> Iterator[tuple[str, _Maker]]:
    """The functions of a file that make findings of an id they are given."""
    for call, maker, function in _calls(tree, makers):
        id_ = _argument(call, maker)
        handed = _handed_on(id_, function) if id_ is not None else None
        if function and handed:
            before, parameter = handed
            default = _severities(call.args, call.keywords) or _severities(function.args.defaults, function.args.kw_defaults)
            position = _parameters(function).index(parameter)
            yield function.name, _Maker(maker.before + before, parameter, position, default, function.lineno)


def _calls(tree: ast.Module, makers: _Makers) -> Iterator[tuple[ast.Call, _Maker, ast.FunctionDef | None]]:
    """Calls of what makes findings, each with the innermost function around it."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node): function for function in functions for node in ast.walk(function)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and (maker := makers.get(_called(call))):
            yield call, maker, inside.get(id(call))


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    own = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "self"
    return call.func.attr if own and isinstance(call.func, ast.Attribute) else ""


def _parameters(function: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return [name for name in names if name != "self"]


def _argument(call: ast.Call, maker: _Maker) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == maker.parameter]
    return named[0] if named else call.args[maker.position] if len(call.args) > maker.position else None


def _handed_on(id_: ast.expr, function: ast.FunctionDef | None) -> tuple[str, str] | None:
    """What is put before which parameter of the function around it; None when the id is none of these."""
    before, end = _parts(id_)
    known = isinstance(end, ast.Name) and function and end.id in _parameters(function)
    return (before, end.id) if known and isinstance(end, ast.Name) else None


def _parts(id_: ast.expr) -> tuple[str, ast.expr]:
    """The words an id begins with, and the expression it ends with."""
    if isinstance(id_, ast.JoinedStr) and len(id_.values) == 2:
        start, end = id_.values
        if isinstance(start, ast.Constant) and isinstance(end, ast.FormattedValue):
            return str(start.value), end.value
    return "", id_


def _said(id_: ast.expr, before: str) -> list[str]:
    """The ids that an expression can be; none where it is the id of another finding."""
    if isinstance(id_, ast.IfExp):
        return [*_said(id_.body, before), *_said(id_.orelse, before)]
    if isinstance(id_, ast.Constant) and isinstance(id_.value, str):
        return [before + id_.value]
    if isinstance(id_, ast.Attribute) and id_.attr == "id":
        return []
    return [f"{before}{_parts(id_)[0]}{FAMILY}"]


def _severities(*nodes: Iterable[ast.AST | None]) -> frozenset[Severity]:
    found = [inner for some in nodes for node in some if node is not None for inner in ast.walk(node)]
    return frozenset(
        Severity[node.attr]
        for node in found
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Severity"
    )
