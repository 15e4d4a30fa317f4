"""Reads a YAML file into a tree that knows the line and column of everything, and says in plain words what is wrong with it.

Every scalar stays the string that stands in the file: `012345678`, `1e5` or `2019-02-30` mean what the schema says, not what a
YAML reader guesses. Anchors and aliases are refused altogether: a value that stands in one place and counts in another has no
place an error could name, no applicant needs them, and they are the only way for a small file to become a huge record. A text
that begins with `*` or `&` is almost always words that lack quotes, and the message says so.
"""

from __future__ import annotations

import bisect
import codecs
import errno
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from asylum_forms.errors import RecordError
from asylum_forms.i18n import _
from asylum_forms.record.missing import missing
from asylum_forms.record.problems import Position, Problem, Problems, shorten
from asylum_forms.record.syntax import explain, without_unanswered

MOST_BYTES = 2_000_000
MOST_NODES = 50_000
MOST_DEPTH = 32
"""Bounds far beyond any real record (the longest statements have some 300 kB, records some 3000 answers and 8 levels)."""


@dataclass(frozen=True)
class Scalar:
    """Words, a number, a date: the string as written."""

    text: str
    position: Position
    plain: bool = False
    """Written without quotes, and not as a block."""

    @property
    def empty(self) -> bool:
        """Nothing was answered: no text, only spaces, `null`, `~`, or the dots of an example that was copied."""
        return (self.plain and self.text in ("null", "~", "...", "…", "……")) or not any(map(_visible, self.text))


@dataclass(frozen=True)
class Entry:
    """One question and its answer."""

    key: str
    position: Position
    value: Node


@dataclass(frozen=True)
class Mapping:
    """Questions and answers, in the order of the file. No key comes twice."""

    entries: list[Entry]
    position: Position


@dataclass(frozen=True)
class Sequence:
    """A list of entries."""

    items: list[Node]
    position: Position
    flow: bool = False
    """Written in square brackets."""


Node = Scalar | Mapping | Sequence


@dataclass
class Source:
    """A file as text, ready for parsing."""

    text: str
    problems: Problems
    lines: tuple[str, ...] = ()
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        breaks = [match.end() for match in re.finditer(r"\r\n|\n|\r", self.text)]
        self._starts = [0, *breaks]
        ends = [*breaks, len(self.text)]
        self.lines = tuple(self.text[start:end].rstrip("\r\n") for start, end in zip(self._starts, ends, strict=True))
        self.problems.lines = self.lines

    def position(self, index: int) -> Position:
        """Line and column of a character."""
        line = bisect.bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def read_source(file: Path, problems: Problems) -> Source:
    """The file's text, checked for encoding, size and characters. Raises RecordError."""
    try:
        if file.is_dir():
            _stop(problems, _folder(file))
        if not stat.S_ISREG(file.stat().st_mode):
            raise OSError(errno.EINVAL, _("not a plain file"))
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise missing(file) from error
    except OSError as error:
        message = _("{file} cannot be opened: {reason}.").format(file=file.name, reason=error.strerror or error)
        remedy = _("Check that the file is a plain text file and that you are allowed to read it.")
        _stop(problems, Problem("record.file-unreadable", message, remedy))
    if len(data) > MOST_BYTES:
        _stop(problems, _too_large())
    return Source(_decode(data, problems), problems)


def parse(source: Source) -> Node | None:
    """The file as a tree, or None when there is nothing in it. What can be named and passed over goes into the source's problems.

    Where it cannot be read, it is read once more without the questions left empty below a `spouse: none`. Raises RecordError
    where reading cannot go on.
    """
    _check_characters(source)
    try:
        return _Tree(source, source.text).document()
    except RecordError:
        text = without_unanswered(source.text)
        if text == source.text:
            raise
    source.problems.clear()
    return _Tree(source, text).document()


def _stop(problems: Problems, problem: Problem, position: Position = (0, 0)) -> NoReturn:
    problems.add(problem, position)
    raise problems.error()


def _folder(file: Path) -> Problem:
    message = _("{file} is a folder; it must be a text file.").format(file=file.name)
    return Problem("record.file-is-folder", message, _("Rename the folder, and put the answers in a file of this name."))


def _too_large() -> Problem:
    message = _("The record is larger than {size} megabytes; no record of answers is that long.").format(
        size=MOST_BYTES // 1_000_000
    )
    remedy = _("Put long documents into the evidence folder as files of their own and name them under `evidence:`.")
    return Problem("record.too-large", message, remedy)


def _decode(data: bytes, problems: Problems) -> str:
    save = _("Open the file in your editor and save it with the encoding UTF-8.")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    if wide or data[:64].count(0) > len(data[:64]) // 4:
        _stop(problems, Problem("record.encoding", _("The file is saved as UTF-16 or UTF-32, not UTF-8."), save))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        before = data[:bad].decode("utf-8-sig", "replace")
        position = Source(before, Problems(problems.file)).position(len(before))
        problems.lines = tuple(re.split(r"\r\n|\n|\r", data.decode("utf-8-sig", "replace")))
        try:
            data.decode("gb18030")
            message = _("The file is not saved as UTF-8; it may be GBK, the usual encoding of Chinese Windows.")
        except UnicodeDecodeError:
            message = _("The file is not saved as UTF-8.")
        _stop(problems, Problem("record.encoding", message, save), position)


_RAW_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML, and so no Word file, can hold; in the file itself also those that YAML does not allow."""


def _check_characters(source: Source) -> None:
    for match in _RAW_REFUSED.finditer(source.text):
        if source.problems.full():
            break
        source.problems.add(_character(match.group()), source.position(match.start()))
    if source.problems:
        raise source.problems.error()


def _character(character: str) -> Problem:
    code = f"U+{ord(character):04X}"
    message = _("There is an invisible control character ({code}) here that no document can show.").format(code=code)
    remedy = _("Delete it. It often comes in when text is copied from another program; typing the words anew removes it.")
    return Problem("record.character", message, remedy)


_NO_SHAPE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Characters that are never seen. Those that join letters or part them (U+200C, U+200D) belong to Persian and Hindi words."""


def invisible(text: str) -> Problem | None:
    """What is wrong with a question, a name or a number in which such a character came along, as from a list of contacts."""
    found = _NO_SHAPE.search(text)
    return _character(found.group()) if found else None


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf")


_OTHER_BREAKS = "\x85\u2028\u2029"


def _shield(text: str) -> tuple[str, dict[int, int]]:
    """The text with the line breaks that only YAML 1.1 knows replaced by unused characters, and the way back.

    YAML 1.2 takes them for ordinary characters; ruamel.yaml does not, and would end a paragraph pasted from a web page there.
    """
    used = set(text)
    if not used.intersection(_OTHER_BREAKS):
        return text, {}
    spare = (code for code in (*range(0xF0000, 0xFFFFE), *range(0x100000, 0x10FFFE)) if chr(code) not in used)
    there = dict(zip(map(ord, _OTHER_BREAKS), spare, strict=False))
    return text.translate(there), {new: old for old, new in there.items()}


class _Tree:
    """Builds the tree from the parser's events, which come one by one, so that nothing hostile is ever held whole."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.problems = source.problems
        shielded, self.back = _shield(text)
        self.events = self._events(shielded)
        self.index = 0
        self.nodes = 0

    def _events(self, text: str) -> Iterator[Any]:
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                self.index = event.start_mark.index
                yield event
        except MarkedYAMLError as error:
            problem, index = explain(error, self.source.text)
            self.problems.add(problem, self.source.position(index))
        except (YAMLError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
            # Some malformed escapes and directives make ruamel.yaml fail with plain Python errors.
            self.problems.add(explain(None, self.source.text)[0], self.source.position(self.index))
        else:
            return
        raise self.problems.error()

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = _("A second document begins here; a record is one document.")
                    remedy = _("Remove the line `---`, or put quotes around it if it is part of a text.")
                    _stop(self.problems, Problem("record.documents", message, remedy), self._at(event))
            elif isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent):
                root = self._node(event, 0)
        return None if isinstance(root, Scalar) and root.empty else root

    def _at(self, event: Any) -> Position:
        return self.source.position(event.start_mark.index)

    def _node(self, event: Any, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            _stop(self.problems, _too_many(), self._at(event))
        if depth > MOST_DEPTH:
            message = _("Answers are nested too deeply here.")
            remedy = _("Check the spaces at the beginning of the lines, and put text that contains brackets in quotes.")
            _stop(self.problems, Problem("record.too-deep", message, remedy), self._at(event))
        self._refuse(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, depth)
        return Scalar("", self._at(event), plain=True)

    def _refuse(self, event: Any) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            message = _("A record does not use YAML anchors and aliases ({sign}).").format(sign=sign)
            remedy = _("If the text begins with {sign}, put quotes around it; otherwise write the answer out again.").format(
                sign=sign
            )
            self.problems.add(Problem("record.alias", message, remedy), self._at(event))
        elif getattr(event, "tag", None) is not None:
            message = _("A record does not use YAML tags (!).")
            remedy = _("If the text begins with !, put quotes around it; otherwise remove the word that begins with !.")
            self.problems.add(Problem("record.tag", message, remedy), self._at(event))

    def _scalar(self, event: Any) -> Scalar:
        position = self._at(event)
        text = self._unshield(event.value, block=event.style in ("|", ">")) if self.back else event.value
        if any("\ud800" <= character <= "\udfff" for character in text):
            # JSON writes characters beyond U+FFFF as two escapes; together they are one character.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        if match := _REFUSED.search(text):
            self.problems.add(_character(match.group()), position)
            text = _REFUSED.sub("", text)
        plain = event.style is None or event.style == ""
        if plain and (text or self.source.text[event.start_mark.index - 1 : event.start_mark.index] == "-"):
            self._check_hash(event.end_mark.index)
        return Scalar(text, position, plain)

    def _unshield(self, text: str, *, block: bool) -> str:
        if not block:  # outside blocks YAML 1.1 writers put the indentation of a new line after these breaks
            text = re.sub(f"([{''.join(map(chr, self.back))}]) +", r"\1", text)
        return text.translate(self.back)

    def _check_hash(self, index: int) -> None:
        """YAML ends an unquoted answer at ` #`: `12 Main St #4` would lose its number without a word.

        So a note after an answer must look like one: `# ` and more than a short word, or at least two spaces before.
        """
        rest = self.source.text[index : index + 40]
        match = re.match(r"[ \t]*(#\S[^\r\n]*)", rest) or re.match(r"[ \t]?(# \S{1,6})[ \t]*(?:[\r\n]|$)", rest)
        if match is None:
            return
        message = _("Everything from # on would be taken for a note and left out: {text}").format(text=shorten(match[1], 30))
        remedy = _(
            "If it belongs to the answer, put quotes around the whole answer; if it is a note, put two spaces before the # "
            "and one after it."
        )
        self.problems.add(Problem("record.hash", message, remedy), self.source.position(index + match.start(1)))

    def _sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        for item in self.events:
            if isinstance(item, SequenceEndEvent):
                break
            items.append(self._node(item, depth + 1))
        return Sequence(items, self._at(event), bool(event.flow_style))

    def _mapping(self, event: Any, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        for start in self.events:
            if isinstance(start, MappingEndEvent):
                break
            key = self._node(start, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                message = _("The name of a question is expected here, not a list or a group.")
                remedy = _("Write `question: answer`. A text that begins with [ or {brace} needs quotes.").format(brace="{")
                self.problems.add(Problem("record.key", message, remedy), key.position)
            elif key.text in entries:
                first = entries[key.text].position[0]
                message = _("{key} is already answered in line {line}.").format(key=shorten(key.text), line=first)
                remedy = _(
                    "Keep one of the two. For several entries write a list, each entry on its own line beginning with `- `."
                )
                self.problems.add(Problem("record.duplicate-key", message, remedy), key.position)
            else:
                entries[key.text] = Entry(key.text, key.position, value)
                if isinstance(value, Scalar) and value.plain and not value.text:
                    self._check_hash(start.end_mark.index + 1)  # an empty answer has no place of its own
        return Mapping(list(entries.values()), self._at(event))


def _too_many() -> Problem:
    message = _("The record has more than {count} answers; something is wrong with it.").format(count=MOST_NODES)
    return Problem("record.too-large", message, _("Check whether a part was copied into it many times."))
