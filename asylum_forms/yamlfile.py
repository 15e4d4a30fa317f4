"""YAML that the installation or a plugin brings: form tables, schemas, declarations, read by libyaml.

Some twenty times as fast as ruamel.yaml, which reads what people write themselves (`record.source`): there every position counts,
and every slip is explained. Values are those of YAML 1.2, so that `no` is the word no.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml.resolver import implicit_resolvers
from yaml import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["MappingNode", "MarkedYAMLError", "Node", "ScalarNode", "SequenceNode", "YAMLError", "compose", "load"]

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml only slower


class _Loader(_Parser):  # type: ignore[misc]
    """Plain values by the rules of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML wants it so

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _value in node.value if isinstance(key, ScalarNode)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise MarkedYAMLError(problem=f"the key {twice} is given twice", problem_mark=node.start_mark)
        return dict(super().construct_mapping(node, deep))


class _Words(_Loader):
    """Leaves dates as they are written."""


for _versions, _tag, _pattern, _first in implicit_resolvers:
    if (1, 2) in _versions:
        _Loader.add_implicit_resolver(_tag, _pattern, _first)
_Words.add_constructor("tag:yaml.org,2002:timestamp", _Parser.construct_yaml_str)


def compose(file: Path) -> Node | None:
    """The tree of a file: every scalar as it is written, every node with its line. Raises OSError, ValueError, YAMLError."""
    return yaml.compose(file.read_text(encoding="utf-8"), _Loader)


def load(file: Path, *, dates: bool = True) -> Any:
    """The values of a file; without `dates` they stay words. A key given twice is an error. Raises as `compose`."""
    return yaml.load(file.read_text(encoding="utf-8"), _Loader if dates else _Words)
