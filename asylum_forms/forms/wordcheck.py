"""Checks a form's Word template against its table without rendering it: every official item is printed exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from jinja2 import nodes

from asylum_forms.errors import TemplateError
from asylum_forms.forms.sandbox import Sandbox
from asylum_forms.forms.sheet import columns_of
from asylum_forms.forms.table import FormTable, Item
from asylum_forms.forms.wordtemplate import open_template
from asylum_forms.i18n import _

_ASKING = ("q", "ticked", "rows", "sheets", "sign", "blank")
_METHODS = ("ticked", "otherwise", "rows", "unused")

Scope = Mapping[str, str]
"""Loop variable to the beginning of what it gives: `A.III.2: ` for a row of that table, empty for a copy of a sheet, whose boxes
have numbers of their own."""


def check_template(template: Path, table: FormTable) -> list[str]:
    """What is wrong with a form's template, one sentence each; empty when every item, every option of a choice, every column of a
    table and every box of a continuation sheet is printed exactly once and nothing else is asked for. A place to sign counts with
    `sign("...")`, a box that stays empty with `blank("...")`; what stands in a condition counts not.

    Raises TemplateError when the template cannot be read at all.
    """
    expected = dict(_expected(table))
    found = _Found()
    for tree in parse(template):
        _visit(tree, {}, found, counts=True)
    return [*found.problems, *_compare(expected, found.printed, found.mentioned)]


def parse(template: Path) -> list[nodes.Template]:
    """The parts of a Word template (body, headers, footers) as Jinja trees. Raises TemplateError when it cannot be read."""
    try:
        return [Sandbox().parse(source) for source in open_template(template).parts_as_templates()]
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(
            _("The Word template {name}: One of its tags cannot be read: {reason}.").format(name=template.name, reason=error),
            remedy=_("Look for a missing brace or quotation mark."),
        ) from error


@dataclass
class _Found:
    printed: Counter[str] = field(default_factory=Counter)
    mentioned: set[str] = field(default_factory=set)
    """Asked for in a condition, which prints nothing."""
    problems: list[str] = field(default_factory=list)


def _expected(table: FormTable) -> Iterator[tuple[str, str]]:
    """(what a template must ask for, its caption)."""
    yield from _asks("", table.items.values())
    for sheet in table.sheets.values():
        yield sheet.name, sheet.title
        yield from _asks("", sheet.items)
        yield from _asks(f"{sheet.name}: ", columns_of(table, sheet.name))


def _asks(prefix: str, items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        key = prefix + item.number
        if item.columns:
            yield key, item.label
            yield from _asks(f"{key}: ", item.columns)
        elif item.options:
            yield from ((f"{key} = {option.key}", f"{item.label}: {option.label}") for option in item.options)
        else:
            yield key, item.label


def _compare(expected: Mapping[str, str], printed: Counter[str], mentioned: set[str]) -> Iterator[str]:
    for key, label in expected.items():
        if not printed[key]:
            yield _("{item} ({label}) is not printed.").format(item=key, label=label)
        elif printed[key] > 1:
            yield _("{item} ({label}) is printed {count} times.").format(item=key, label=label, count=printed[key])
    for key in sorted({*printed, *mentioned} - set(expected)):
        yield _("{item} is asked for, but the form does not have it.").format(item=key)


def _visit(node: nodes.Node, scope: Scope, found: _Found, counts: bool) -> None:
    if isinstance(node, nodes.For):
        _visit(node.iter, scope, found, counts)
        inner = dict(scope)
        if isinstance(node.target, nodes.Name):
            gives = _loop(node.iter, scope)
            inner |= {node.target.name + ("" if name == "item" else f".{name}"): start for name, start in gives.items()}
        for child in (*node.body, *node.else_):
            _visit(child, inner, found, counts)
        return
    if isinstance(node, (nodes.If, nodes.CondExpr)):
        _visit(node.test, scope, found, counts=False)
        for child in node.iter_child_nodes(exclude=("test",)):
            _visit(child, scope, found, counts)
        return
    if key := _key(node, scope, found):
        if counts:
            found.printed[key] += 1
        else:
            found.mentioned.add(key)
        return
    for child in node.iter_child_nodes():
        _visit(child, scope, found, counts)


def _loop(source: nodes.Node, scope: Scope) -> dict[str, str]:
    """What a loop's variable gives, as a beginning of keys; empty for a loop over anything else."""
    if isinstance(source, nodes.Call) and isinstance(source.node, nodes.Name) and source.args:
        if source.node.name == "rows":
            return {"item": f"{_constant(source.args[0])}: "}
        if source.node.name == "sheets":
            return {"item": "", "rows": f"{_constant(source.args[0])}: "}
    if isinstance(source, nodes.Getattr) and source.attr == "rows" and isinstance(source.node, nodes.Name):
        return {"item": scope[f"{source.node.name}.rows"]} if f"{source.node.name}.rows" in scope else {}
    return {}


def _key(node: nodes.Node, scope: Scope, found: _Found) -> str:
    """What this expression asks for, as in `_expected`; empty when it asks for nothing."""
    if isinstance(node, nodes.Call):
        arguments = [_constant(argument) for argument in node.args]
        if isinstance(node.node, nodes.Name) and node.node.name in _ASKING:
            if not arguments or not all(arguments):
                found.problems.append(
                    _("{call}(...) is asked with something other than a fixed number.").format(call=node.node.name)
                )
                return ""
            # What stands behind a line to sign on is no part of the question.
            return arguments[0] if node.node.name == "sign" else " = ".join(arguments)
        if isinstance(node.node, nodes.Getattr) and node.node.attr == "ticked":
            owner = _owner(node.node.node, scope)
            return "" if owner is None else owner + " = ".join(arguments)
    if isinstance(node, nodes.Getattr) and node.attr not in _METHODS and (owner := _owner(node.node, scope)) is not None:
        return owner + node.attr
    if isinstance(node, nodes.Getitem) and (owner := _owner(node.node, scope)) is not None and (key := _constant(node.arg)):
        return owner + key
    return ""


def _owner(node: nodes.Expr, scope: Scope) -> str | None:
    return scope.get(node.name) if isinstance(node, nodes.Name) else None


def _constant(node: nodes.Node) -> str:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
