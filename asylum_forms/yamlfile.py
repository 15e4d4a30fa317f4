"""YAML that the installation or a plugin brings: form tables, schemas, declarations, read by libyaml.

Some twenty times as fast as ruamel.yaml, which reads what people write themselves (`record.source`): there every position counts,
and every slip is explained. Values are those of YAML 1.2, so that `no` is the word no.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml.resolver import implicit_resolvers
from yaml import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["MappingNode", "MarkedYAMLError", "Node", "ScalarNode", "SequenceNode", "YAMLError", "compose", "line_of", "load"]

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml only slower


class _Loader(_Parser):  # type: ignore[misc]
    """Plain values by the rules of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML wants it so

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _value in node.value if isinstance(key, ScalarNode)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise MarkedYAMLError(problem=f"the key {twice} is given twice", problem_mark=_mark(node, twice))
        return dict(super().construct_mapping(node, deep))

    def construct_date(self, node: ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            raise MarkedYAMLError(problem=f"there is no day {node.value}: {error}", problem_mark=node.start_mark) from error


def _mark(node: MappingNode, twice: str) -> Any:
    """Where a key stands for the second time."""
    return [key.start_mark for key, _value in node.value if isinstance(key, ScalarNode) and key.value == twice][1]


class _Words(_Loader):
    """Leaves dates as they are written."""


for _versions, _tag, _pattern, _first in implicit_resolvers:
    if (1, 2) in _versions:
        _Loader.add_implicit_resolver(_tag, _pattern, _first)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_date)
_Words.add_constructor("tag:yaml.org,2002:timestamp", _Parser.construct_yaml_str)


def compose(file: Path) -> Node | None:
    """The tree of a file: every scalar as it is written, every node with its line. Raises OSError, ValueError, YAMLError."""
    return yaml.compose(file.read_text(encoding="utf-8"), _Loader)


def load(file: Path, *, dates: bool = True) -> Any:
    """The values of a file; without `dates` they stay words. A key given twice is an error. Raises as `compose`."""
    return yaml.load(file.read_text(encoding="utf-8"), _Loader if dates else _Words)


def line_of(file: Path, path: Sequence[str | int]) -> int:
    """The line of what these keys and places lead to in a file that can be read, or of the last of them that there is."""
    node, line = compose(file), 0
    for step in path:
        if isinstance(node, MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = (node.value[step], node.value[step])
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line
