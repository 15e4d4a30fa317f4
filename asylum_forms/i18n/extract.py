"""Finds the words for the catalogs that no `_()` marks: in YAML explanations of questions and of findings and what jurisdictions
say about themselves, in the command line what `--help` shows.

The functions are Babel extraction methods (https://babel.pocoo.org/en/latest/messages.html#writing-extraction-methods).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import IO, Any

from babel.messages.extract import extract_python
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from asylum_forms.cli.help import paragraphs
from asylum_forms.record.questions import translates_example

Message = tuple[int, str, str, list[str]]
"""Line, function (always `_`), message, comments for the translator."""

_TITLES = ("name", "title", "anew", "office", "note", "draft", "corrected", "text")
_EXPLAINED = ("means", "why", "do")
_WORD = re.compile(r"(?<![\w./-])[a-z]+(?![\w./-]*[./-]\w)")
"""A word that is neither a name nor part of an address."""
_CITING = ("appendix", "article", "articles", "attached", "chapter", "edition", "form", "item", "items", "rule", "rules", "unit")
"""The words of a citation."""


def questions(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """Labels, help, meanings of choices, and examples that are words of a language, from the `meta` of a schema."""
    for rules in _mappings(YAML().load(fileobj)):
        meta = rules.get("meta")
        if not isinstance(meta, CommentedMap) or "type" not in rules:
            continue
        for key in ("label", "help"):
            if meta.get(key):
                yield _message(meta, key, key)
        if "example" in meta and translates_example(rules, meta["example"]):
            yield _message(meta, "example", "example of an answer, as YAML")
        choices = meta.get("choices", CommentedMap())
        for word in choices:
            yield _message(choices, word, f"meaning of the choice {word}")


def jurisdiction(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """Name of a jurisdiction; titles, offices, notes and checklists of its procedures, titles of the parts of their packets."""
    data = YAML().load(fileobj)
    for mapping in _mappings(data):
        for key in _TITLES:
            if isinstance(mapping.get(key), str) and mapping[key]:
                yield _message(mapping, key, key)
    yield from _sources(data)


def profiles(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """What to mind when a packet is handed in: the rule `handling` of each profile; and where the rules come from."""
    data = YAML().load(fileobj)
    for mapping in _mappings(data):
        for entry in mapping.get("handling", []):
            yield _message(entry, "value", "how a packet is put together or handed in")
    yield from _sources(data)


def values(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """Where dated values come from."""
    yield from _sources(YAML().load(fileobj))


def tables(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """The name of a form that we call by words of ours; where to get it, where that is said in words and not as an address alone;
    what its table was compared with."""
    table = YAML().load(fileobj)
    if table["form"] != table["form"].upper() or table["form"].isalpha():
        yield _message(table, "form", f"short name of a form, which is no official number: {table['title']}")
    if _is_prose(table["source"]):
        yield _message(table, "source", "where to get a form")
    if isinstance(table["verified"], CommentedMap):
        yield _message(table["verified"], "against", "what a form was compared with")


def findings(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """What findings mean, why they matter and what to do, and where that was read, from a catalogue (`findings.yaml`)."""
    data = YAML().load(fileobj)
    for entry in _mappings(data):
        yield from (_message(entry, key, f"{key}: {', '.join(entry['ids'][:3])}") for key in _EXPLAINED)
    yield from _sources(data)


def commands(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """What the modules of the command line say: messages as in any module, and what `--help` shows of a command: its docstring,
    and `help=` of its arguments and options."""
    yield from extract_python(fileobj, keywords, comment_tags, options)
    fileobj.seek(0)
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            for paragraph in paragraphs(ast.get_docstring(node) or ""):
                yield node.lineno, "_", paragraph, ["help of a command"]
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                yield keyword.value.lineno, "_", keyword.value.value, ["help of an option or argument"]


def _makes_command(decorator: ast.expr) -> bool:
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(made, ast.Attribute) and made.attr in ("command", "group")


def _sources(data: Any) -> Iterator[Message]:
    """What is said of the sources of rules. A mere citation or address is the same in every language."""
    for mapping in _mappings(data):
        if isinstance(mapping.get("source"), str) and _is_prose(mapping["source"]):
            yield _message(mapping, "source", "source of a rule; titles of laws and manuals may stay")


def _is_prose(source: str) -> bool:
    """Whether a source says something in words of a language, and is no mere citation or address."""
    return any(len(word) > 2 and word not in _CITING for word in _WORD.findall(re.sub(r"https?://\S+", "", source)))


def _message(mapping: CommentedMap, key: str, comment: str) -> Message:
    return mapping.lc.data[key][0] + 1, "_", str(mapping[key]), [comment]


def _mappings(node: Any) -> Iterator[CommentedMap]:
    if isinstance(node, CommentedMap):
        yield node
    for below in node.values() if isinstance(node, CommentedMap) else node if isinstance(node, list) else ():
        yield from _mappings(below)
