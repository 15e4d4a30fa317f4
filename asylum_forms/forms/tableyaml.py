"""A form table's YAML as blocks that know their lines, and the faults found in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from asylum_forms.errors import FormError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.yamlfile import MappingNode, Node, ScalarNode, SequenceNode

_NULL = "tag:yaml.org,2002:null"


class Faults:
    """What is wrong with one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found: list[Finding] = []

    def add(self, line: int, item: str, message: str, remedy: str = "") -> None:
        """Note a fault; line 0 is the file as a whole."""
        place = Place(file=str(self._file), line=line, item=item)
        self._found.append(Finding("form.table", Severity.BLOCKS, message, remedy, place))

    def stop(self) -> None:
        """Raises FormError when there are faults: the first as its message, all as findings."""
        if not self._found:
            return
        found = sorted(self._found, key=lambda fault: fault.place.line)
        first = found[0]
        where = (
            _("{file}, line {line}").format(file=self._file.name, line=first.place.line) if first.place.line else self._file.name
        )
        where += f", {first.place.item}" if first.place.item else ""
        message = _("The form table is faulty. {where}: {message}").format(where=where, message=first.message)
        if len(found) > 1:
            message += " " + _("There are {count} faults in all.").format(count=len(found))
        raise FormError(message, remedy=first.remedy, place=first.place, findings=found)


class Block:
    """One mapping of the file. What is read from it wrongly is noted as a fault, and reading goes on with an empty value."""

    def __init__(self, node: Node, item: str, faults: Faults, line: int = 0) -> None:
        self._item, self._faults = item, faults
        self.line = line or node.start_mark.line + 1
        self._entries: dict[str, tuple[int, Node]] = {}
        if not isinstance(node, MappingNode):
            self.fault("", _("Keys and values are expected here."), _("Write `key: value`, or {key: value, ...}."))
            return
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = key.value if isinstance(key, ScalarNode) else "?"
            if name in self._entries:
                message = _("`{name}` is given twice (also in line {line}).").format(name=name, line=self._entries[name][0])
                faults.add(line, item or name, message, _("Keep one of the two."))
            self._entries[name] = (line, value)

    def fault(self, key: str, message: str, remedy: str = "") -> None:
        """Note a fault at a key, or at the block as a whole."""
        line = self._entries[key][0] if key in self._entries else self.line
        self._faults.add(line, self._item, message, remedy)

    def only(self, known: Sequence[str]) -> None:
        """Note every key that is not one of these."""
        for key in self._entries:
            if key not in known:
                message = _("`{key}` is not known here.").format(key=key)
                self.fault(key, message, _("These keys are known: {keys}.").format(keys=listed(known)))

    def has(self, key: str) -> bool:
        """Whether the key is there, with whatever value."""
        return key in self._entries

    def says(self, key: str, word: str) -> bool:
        """Whether the key has exactly this word."""
        node = self._node(key)
        return isinstance(node, ScalarNode) and node.value == word

    def is_mapping(self, key: str) -> bool:
        """Whether keys of its own stand below the key."""
        return isinstance(self._node(key), MappingNode)

    def text(self, key: str, *, required: bool = False) -> str:
        """The words of a key as written; empty when it is not there."""
        node = self._node(key)
        if node is None:
            if required:
                self.fault("", _("`{key}` is missing.").format(key=key), _("Add it."))
            return ""
        if not isinstance(node, ScalarNode) or node.tag == _NULL or not node.value.strip():
            self.fault(
                key, _("`{key}` must be words or a number.").format(key=key), _("Write one value, in quotes if it has a colon.")
            )
            return ""
        return str(node.value)

    def number(self, key: str, *, required: bool = False) -> int:
        """A positive whole number; 0 when it is not there."""
        words = self.text(key, required=required)
        if not words:
            return 0
        if not (words.isascii() and words.isdigit() and len(words) < 10 and int(words) > 0):
            self.fault(key, _("`{key}` must be a whole number greater than 0.").format(key=key), _("Write it like 42."))
            return 1
        return int(words)

    def flag(self, key: str) -> bool:
        """Whether a key says `true`; any word but true and false is a fault."""
        words = self.text(key)
        if words not in ("", "true", "false"):
            self.fault(key, _("`{key}` is true or false.").format(key=key), _("Write true, or leave it out."))
        return words == "true"

    def one_of(self, key: str, known: Sequence[str]) -> str:
        """The word of a key; empty where it is not there, or a fault because it is none of these."""
        words = self.text(key)
        if words and words not in known:
            message = _("`{key}: {words}` is not known.").format(key=key, words=words)
            self.fault(key, message, _("It may be: {names}.").format(names=listed(known)))
            return ""
        return words

    def strings(self, key: str) -> tuple[str, ...]:
        """One value or a list of them."""
        node = self._node(key)
        if not isinstance(node, SequenceNode):
            return (words,) if (words := self.text(key)) else ()
        if not all(isinstance(entry, ScalarNode) and entry.tag != _NULL for entry in node.value):
            self.fault(key, _("`{key}` must be a list of words.").format(key=key), _("Write [first, second]."))
            return ()
        return tuple(str(entry.value) for entry in node.value)

    def texts(self, key: str, *, required: bool = False) -> dict[str, str]:
        """A block of words."""
        inner = self.block(key, required=required)
        return {name: inner.text(name) for name in inner._entries} if inner else {}

    def all_texts(self) -> dict[str, str]:
        """Every key with its words."""
        return {name: self.text(name) for name in self._entries}

    def block(self, key: str, *, required: bool = False) -> Block | None:
        """What stands below a key; None, and a fault where it is `required`, when it is not there."""
        node = self._node(key)
        if node is None:
            if required:
                self.fault("", _("`{key}` is missing.").format(key=key), _("Add it."))
            return None
        return Block(node, self._item, self._faults, self._entries[key][0])

    def blocks(self, key: str, *, required: bool = False) -> Iterator[tuple[str, Block]]:
        """The named blocks inside a block: (name, block)."""
        inner = self.block(key, required=required)
        for name, (line, node) in inner._entries.items() if inner else ():
            yield name, Block(node, f"{self._item}.{name}" if self._item else name, self._faults, line)

    def _node(self, key: str) -> Node | None:
        return self._entries[key][1] if key in self._entries else None


def choose_language(root: Node, wanted: str, faults: Faults) -> tuple[str, ...]:
    """The languages of a form that is printed in one of several (`language: [en, fr]`), else none.

    Words that are given by language (`{en: Family name, fr: Nom de famille}`) become those in the language that is wanted (the
    first, where the form is not printed in it), everywhere in the tree but among the keys of `options`. Words that lack a
    language are faults.
    """
    given = next((value for key, value in root.value if key.value == "language"), None) if isinstance(root, MappingNode) else None
    if not isinstance(given, SequenceNode) or not given.value:
        return ()
    languages = tuple(str(node.value) for node in given.value)
    chosen = wanted if wanted in languages else languages[0]
    root.value = [(key, given.value[languages.index(chosen)] if value is given else value) for key, value in root.value]
    _choose(root, chosen, languages, faults)
    return languages


def _choose(node: Node, chosen: str, languages: Sequence[str], faults: Faults, key: str = "") -> Node:
    """The node, or that of one language where it gives words by language."""
    if isinstance(node, MappingNode):
        names = [name.value for name, _value in node.value]
        if key != "options" and names and set(names) <= set(languages):
            for lacking in [language for language in languages if language not in names]:
                message = _("The words in {language} are missing.").format(language=lacking)
                faults.add(node.start_mark.line + 1, "", message, _("Add it."))
            found: Node = next((value for name, value in node.value if name.value == chosen), node.value[0][1])
            return found
        node.value = [(name, _choose(value, chosen, languages, faults, str(name.value))) for name, value in node.value]
    elif isinstance(node, SequenceNode):
        node.value = [_choose(value, chosen, languages, faults) for value in node.value]
    return node
