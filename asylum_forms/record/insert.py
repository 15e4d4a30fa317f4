"""Adds the questions a record does not have yet, and leaves every character that is already there where it is.

The file is not written anew from data: the places where lines are missing are found in its YAML nodes, and the lines are put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from asylum_forms.record.comments import below, comment_out, first_entry, render, section
from asylum_forms.record.questions import Kind, Question
from asylum_forms.record.syntax import without_unanswered


def add_missing(text: str, found: Sequence[Question]) -> str:
    """The record's text with the questions added that it lacks, each near its neighbours, with an empty answer.

    `text` must be valid YAML whose root is a mapping, or hold nothing but comments. Compact mappings (`{...}`), answers such as
    `none` and list entries written by hand stay as they are. Raises ruamel.yaml.error.YAMLError.
    """
    root = compose(text)
    if root is None or not isinstance(root, MappingNode):
        return _joined(text, [line for question in found for line in section(question)])
    work = _Work(text)
    work.mapping(root, found, top=True)
    return work.done()


def compose(text: str) -> Node | None:
    """The YAML nodes of a text, with their places in it; it may hold questions left empty below a `none`, as a record may."""
    node: Node | None
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        node = YAML(typ="safe", pure=True).compose(without_unanswered(text))
    return node


def answers(node: Node | None, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Every answer of a record in the order of the file: (path, the words without line breaks at the end). No empty ones."""
    if isinstance(node, MappingNode):
        return [answer for key, value in node.value for answer in answers(value, (*path, str(key.value)))]
    if isinstance(node, SequenceNode):
        items = [answer for index, value in enumerate(node.value) for answer in answers(value, (*path, str(index)))]
        return [(path, "[]"), *items] if node.flow_style else items
    if node is None or is_empty(node):
        return []
    return [(path, str(node.value).rstrip("\n"))]


def _joined(text: str, lines: Sequence[str]) -> str:
    break_ = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += break_
    return text + "".join(line + break_ for line in lines)


def is_empty(node: Node) -> bool:
    """Whether a question stands there without an answer."""
    return isinstance(node, ScalarNode) and (not str(node.value).strip() or (node.style is None and node.value in ("~", "null")))


@dataclass
class _Work:
    text: str
    added: list[tuple[int, list[str]]] = field(default_factory=list)
    """(place in the text, lines), in the order in which they come to stand."""
    replaced: list[tuple[int, int, list[str]]] = field(default_factory=list)

    def mapping(self, node: MappingNode, found: Sequence[Question], *, top: bool = False, short: bool = False) -> None:
        """Add what is missing in one block of questions."""
        if node.flow_style or not node.value:
            return
        present = {str(key.value): (key, value) for key, value in node.value}
        for question in found:
            if question.key in present:
                self._under(question, *present[question.key], short=short)
        previous = node.value[0]
        for question in found:
            if question.key in present:
                previous = present[question.key]
                continue
            indent = node.start_mark.column
            lines = section(question) if top else self._spaced(render(question, indent, short=short), previous)
            self.added.append((self._after(*previous), lines))

    def _spaced(self, lines: list[str], previous: tuple[Node, Node]) -> list[str]:
        long = len(lines) > 2 or isinstance(previous[1], MappingNode | SequenceNode)
        return ["", *lines] if long else lines

    def _under(self, question: Question, key: Node, value: Node, *, short: bool) -> None:
        """Add what is missing under one question that is there."""
        if isinstance(value, MappingNode) and question.kind is Kind.GROUP:
            self.mapping(value, question.below, short=short)
        elif isinstance(value, SequenceNode) and question.kind is Kind.ENTRIES and not value.flow_style:
            for item in value.value:
                if isinstance(item, MappingNode):
                    self.mapping(item, question.below, short=True)
        elif is_empty(value) and question.kind is not Kind.ANSWER and self._bare(key):
            self._fill(question, key, value, short=short)

    def _bare(self, key: Node) -> bool:
        """Whether nothing but the key and perhaps a note stands on its line."""
        start = key.end_mark.index
        rest = self.text[start : self._line_end(start)].strip()
        return rest == ":" or rest.startswith(": #") or rest.startswith(":  #")

    def _fill(self, question: Question, key: Node, value: Node, *, short: bool) -> None:
        indent = key.start_mark.column + 2
        after = self._line_end(key.end_mark.index)
        if question.kind is Kind.GROUP:
            self.added.append((after, below(question.below, indent, short=short)))
            return
        end = self._comments_end(after, key.start_mark.column)
        commented = self.text[after:end].splitlines()
        if not commented:
            self.added.append((after, first_entry(question, indent, short=short)))
        elif (merged := _merge_template(commented, question)) is not None and merged != commented:
            self.replaced.append((after, end, merged))

    def _after(self, key: Node, value: Node) -> int:
        """The beginning of the first line below an answer and the comments that belong to it."""
        return self._comments_end(self._line_end(self._last(value, key)), key.start_mark.column)

    def _last(self, value: Node, key: Node) -> int:
        """The place of the last character of an answer."""
        if is_empty(value) and value.start_mark.index == value.end_mark.index:
            return int(key.end_mark.index)
        if isinstance(value, MappingNode) and value.value and not value.flow_style:
            return self._last(value.value[-1][1], value.value[-1][0])
        if isinstance(value, SequenceNode) and value.value and not value.flow_style:
            return self._last(value.value[-1], value.value[-1])
        end = int(value.end_mark.index)
        return len(self.text[:end].rstrip()) if isinstance(value, ScalarNode) and value.style in ("|", ">") else end

    def _line_end(self, index: int) -> int:
        """The beginning of the next line, or the end of the text."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def _comments_end(self, start: int, column: int) -> int:
        """Where comment lines that stand deeper than `column` and follow at once come to an end."""
        while start < len(self.text):
            end = self._line_end(start)
            line = self.text[start:end]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
                break
            start = end
        return start

    def done(self) -> str:
        """The text with everything put in."""
        changes = [(start, start, lines) for start, lines in self.added] + self.replaced
        break_ = "\r\n" if "\r\n" in self.text else "\n"
        parts: list[str] = []
        position = 0
        for start, end, lines in sorted(changes, key=lambda change: change[0]):
            parts.append(self.text[position:start])
            if start and self.text[start - 1] != "\n" and position != start:
                parts.append(break_)
            parts += [line + break_ for line in lines]
            position = end
        return "".join([*parts, self.text[position:]])


def _merge_template(commented: list[str], question: Question) -> list[str] | None:
    """The commented entry of a list with what it lacks, or None where the lines are something else."""
    column = len(commented[0]) - len(commented[0].lstrip(" "))
    if any(line[:column].strip() or line[column : column + 1] != "#" for line in commented):
        return None
    lines = [" " * column + line[column + 1 :].removeprefix(" ") for line in commented]
    text = "".join(line.rstrip() + "\n" for line in lines)
    try:
        root = compose(text)
    except YAMLError:
        return None
    if not isinstance(root, SequenceNode) or len(root.value) != 1 or not isinstance(root.value[0], MappingNode):
        return None
    work = _Work(text)
    work.mapping(root.value[0], question.below)
    return commented if not work.added and not work.replaced else comment_out(work.done().splitlines(), column)
