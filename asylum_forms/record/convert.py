"""Turns what stands in the file into the values of a record, as the schema types each question.

What cannot be turned becomes an `Unreadable`, which says why; the Cerberus validator then finds it where a value of another
type is expected. Nothing is dropped but questions that nobody has answered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from asylum_forms.i18n import _
from asylum_forms.record import source, wide
from asylum_forms.record.dates import how_to_write, parse_date
from asylum_forms.record.names import country_code, country_suggestions, language_of, language_suggestions, language_tag
from asylum_forms.record.problems import Position, Problem, shorten
from asylum_forms.record.schema import Rules, Schema
from asylum_forms.record.source import Node, Scalar, Sequence
from asylum_forms.record.values import NOTHING, WORDS, Absent, PartialDate, Text

_LONGEST_NAME = 255
"""Bytes of the longest file name that Linux, macOS and Windows take."""

PRESENT = "present"
"""The end of a period that has not ended."""

Steps = tuple[str | int, ...]

_ABSENT = {word.value for word in Absent}


@dataclass(frozen=True)
class Unreadable:
    """Stands in the data where an answer could not be read, until the record is refused."""

    problem: Problem


@dataclass
class Converter:
    """Converts one record.

    `language` is the record's own; it stays empty where the record does not say, and plain text then stands under no language.
    `positions` and `keys` are filled on the way: where each answer, and each question, stands.
    """

    case: Path
    language: str = ""
    positions: dict[Steps, Position] = field(default_factory=dict)
    keys: dict[Steps, Position] = field(default_factory=dict)

    def group(self, node: source.Mapping, schema: Schema, path: Steps = ()) -> dict[str, Any]:
        """The answers of a group of questions; questions without an answer are left out."""
        answers: dict[str, Any] = {}
        for entry in node.entries:
            here = (*path, entry.key)
            self.keys[here] = entry.position
            scalar = isinstance(entry.value, Scalar) and not entry.value.empty
            self.positions[here] = entry.value.position if scalar else entry.position
            rules = schema.get(entry.key)
            if rules is None:
                answers[entry.key] = Unreadable(_unexpected())
            elif (value := self.answer(entry.value, rules, here)) is not None:
                answers[entry.key] = value
        return answers

    def answer(self, node: Node, rules: Rules, path: Steps) -> Any:
        """The value of one answer: a value of `values.py`, a dict or list of them, an Unreadable, or None for no answer."""
        if isinstance(node, Scalar):
            return self._scalar(node, rules)
        types = _types(rules)
        if isinstance(node, source.Mapping):
            return self._mapping(node, rules, types, path)
        if "list" in types:
            return self._list(node, rules, path)
        return Unreadable(_found_list(types, flow=node.flow)) if node.items else None

    def _scalar(self, node: Scalar, rules: Rules) -> Any:
        if node.empty:
            return None
        word = node.text.strip()
        types = _types(rules)
        if word in _ABSENT and types != ("id",):
            return Absent(word)
        if node.plain and word in WORDS and types[0] in ("text", "name", "code", "country", "file", "ref"):
            return Unreadable(_absent_in_words(word))
        if node.plain and (problem := wide.in_list(word) if "list" in types else wide.in_group(word)):
            return Unreadable(problem)
        if node.plain and types[0] in ("text", "name", "code") and (problem := wide.in_quotes(word)):
            return Unreadable(problem)
        # `verbatim` in the schema: a password, or words to look for, are as they are.
        exact = types[0] in ("code", "name") and not rules.get("meta", {}).get("verbatim")
        if exact and (problem := wide.in_code(word) or source.invisible(word)):
            return Unreadable(problem)
        value: Any = None
        for type_ in types:
            convert = _SCALARS.get(type_)
            value = convert(node.text, self) if convert else _wrong_shape(node.text, type_, rules)
            if not isinstance(value, Unreadable):
                break
        if word.lower() in ("true", "false") and word not in rules.get("allowed", (word,)):
            return "yes" if word.lower() == "true" else "no"
        return value

    def _mapping(self, node: source.Mapping, rules: Rules, types: tuple[str, ...], path: Steps) -> Any:
        unanswered = all(isinstance(entry.value, Scalar) and entry.value.empty for entry in node.entries)
        # `{en：Farmer，zh_Hans：农民}` is read as one question without an answer.
        keys = [entry.key for entry in node.entries] if unanswered else []
        if problem := wide.in_group(f"{{{', '.join(keys)}}}"):
            return Unreadable(replace(problem, position=node.entries[0].position))
        if "dict" in types:
            if "valuesrules" in rules:
                schema = {entry.key: rules["valuesrules"] for entry in node.entries}
            else:
                schema = rules.get("schema", {})
            return self.group(node, schema, path) or None
        if unanswered:
            # `{en:Farmer}` is read as a question `en:Farmer` without an answer.
            glued = next((entry for entry in node.entries if re.search(r"\w[:：]\S", entry.key)), None)
            return Unreadable(_not_a_language(glued)) if glued and "text" in types else None
        if "text" in types:
            return self._text(node, path)
        if types[0] in ("date", "date_or_present"):
            return _approximate(node)
        return Unreadable(_found_group(types))

    def _list(self, node: Sequence, rules: Rules, path: Steps) -> Any:
        entries: list[Any] = []
        plain = [item.text for item in node.items if isinstance(item, Scalar) and item.plain] if node.flow else []
        if problem := wide.in_list(f"[{', '.join(plain)}]"):
            return Unreadable(problem)
        for item in node.items:
            here = (*path, len(entries))
            before = len(self.positions), len(self.keys)
            value = self.answer(item, rules.get("schema", {}), here)
            if value is not None:
                self.positions[here] = item.position
                entries.append(value)
            else:
                self._forget(*before)
        if len(entries) == 1 and isinstance(entries[0], Absent):
            return entries[0]
        return [Unreadable(_absent_entry(entry)) if isinstance(entry, Absent) else entry for entry in entries] or None

    def _forget(self, positions: int, keys: int) -> None:
        """Remove what was noted inside an empty entry; the entry after it takes its place in the list."""
        while len(self.positions) > positions:
            self.positions.popitem()
        while len(self.keys) > keys:
            self.keys.popitem()

    def _text(self, node: source.Mapping, path: Steps) -> Text | Unreadable | None:
        """Words in several languages."""
        words: dict[str, str] = {}
        for entry in node.entries:
            tag = language_tag(entry.key) if re.fullmatch("[A-Za-z_-]+", entry.key) else None
            if tag is None:
                return Unreadable(_not_a_language(entry))
            if not isinstance(entry.value, Scalar):
                found = _found_group if isinstance(entry.value, source.Mapping) else _found_list
                return Unreadable(replace(found(("text",)), position=entry.value.position))
            if entry.value.empty:
                continue
            if tag in words:
                message = _("The text in {language} stands here twice.").format(language=tag)
                return Unreadable(Problem("record.text-language", message, _("Keep one of the two."), entry.position))
            words[tag] = entry.value.text
            self.positions[(*path, tag)] = entry.value.position
        return Text(tuple(words.items())) if words else None


def _types(rules: Rules) -> tuple[str, ...]:
    types = rules.get("type", "text")
    return (types,) if isinstance(types, str) else tuple(types)


def _approximate(node: source.Mapping) -> PartialDate | Unreadable:
    """`{date: 1989-06, approx: true}`."""
    found = {entry.key: entry.value for entry in node.entries}
    date, approx = found.pop("date", None), found.pop("approx", None)
    sure = approx is None or (isinstance(approx, Scalar) and approx.text.lower() in ("no", "false", ""))
    about = isinstance(approx, Scalar) and approx.text.lower() in ("yes", "true")
    if found or not isinstance(date, Scalar) or not (sure or about):
        message = _("This group is not a date.")
        return Unreadable(Problem("record.date-format", message, how_to_write(), node.position))
    value = parse_date(date.text, approx=about)
    return Unreadable(value) if isinstance(value, Problem) else value


def _date(text: str, _converter: Converter) -> PartialDate | Unreadable:
    value = parse_date(text)
    return Unreadable(value) if isinstance(value, Problem) else value


def _date_or_present(text: str, converter: Converter) -> PartialDate | str | Unreadable:
    if text.strip() == PRESENT:
        return PRESENT
    value = _date(text, converter)
    if isinstance(value, Unreadable):
        remedy = value.problem.remedy + " " + _("Write present when it still goes on.")
        return Unreadable(Problem(value.problem.id, value.problem.message, remedy))
    return value


def _text_of(text: str, converter: Converter) -> Text:
    return Text(((language_of(text, converter.language), text),))


def _name(text: str, _converter: Converter) -> str | Unreadable:
    return _one_line(text.strip())


def _code(text: str, _converter: Converter) -> str | Unreadable:
    return _one_line(text.rstrip("\r\n"))


def _one_line(text: str) -> str | Unreadable:
    if not re.search("[\r\n\x85\u2028\u2029]", text):
        return text
    message = _("This answer must stand on one line.")
    return Unreadable(Problem("record.line-break", message, _("Write it on one line, without | and without line breaks.")))


def _string(text: str, _converter: Converter) -> str:
    return text.strip()


def _integer(text: str, _converter: Converter) -> int | Unreadable:
    if re.fullmatch("-?[0-9]{1,18}", text.strip()):
        return int(text)
    message = _("`{text}` is not a whole number.").format(text=shorten(text))
    return Unreadable(Problem("record.type-integer", message, _("Write digits only, such as 1.")))


def _id(text: str, _converter: Converter) -> str | Unreadable:
    word = text.strip()
    if re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", word) and word not in _ABSENT:
        return word
    message = _("`{text}` cannot be an id.").format(text=shorten(text))
    remedy = _("An id is a short name of your own: English letters, digits, - and _, such as judgment-2020.")
    return Unreadable(Problem("record.id-invalid", message, remedy))


def _country(text: str, _converter: Converter) -> str | Unreadable:
    if code := country_code(text):
        return code
    message = _("`{text}` is not the name of one country.").format(text=shorten(text))
    remedy = _did_you_mean(country_suggestions(text))
    remedy += _("Write the country's present name or its two-letter code; write stateless for a person without a nationality.")
    return Unreadable(Problem("record.country-unknown", message, remedy))


def _language(text: str, _converter: Converter) -> str | Unreadable:
    if tag := language_tag(text):
        return tag
    message = _("`{text}` is not the name of a language.").format(text=shorten(text))
    remedy = _did_you_mean(language_suggestions(text))
    remedy += _("Write its tag: en for English, zh_Hans for Chinese in simplified characters, ko for Korean.")
    return Unreadable(Problem("record.language-unknown", message, remedy))


def _file(text: str, converter: Converter) -> str | Unreadable:
    """A path inside the case folder, also after symbolic links. Whether the file is there is the evidence stage's question."""
    path = text.rstrip("\r\n")
    if isinstance(one := _one_line(path), Unreadable):
        return one
    if re.match("[A-Za-z][A-Za-z+.-]+://", path):
        message = _("`{file}` is a web address, not a file.").format(file=shorten(path))
        remedy = _("Save the page as a file in the evidence folder and name that file here; write the address under `url:`.")
        return Unreadable(Problem("record.file-path", message, remedy))
    if "\\" in path or "\0" in path:
        message = _("`{file}` is written in the Windows way.").format(file=shorten(path))
        remedy = _("Use / between folders: {file}.").format(file=shorten(path.replace("\\", "/")))
        return Unreadable(Problem("record.file-path", message, remedy))
    if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
        message = _("`{file}` is too long for the name of a file.").format(file=shorten(path))
        return Unreadable(Problem("record.file-path", message, _("Give the file a shorter name, and write that name here.")))
    if _inside(path, converter.case):
        return path
    message = _("`{file}` is not a file inside the case folder.").format(file=shorten(path))
    remedy = _("Copy the file into the evidence folder of the case and name it from there, such as evidence/judgment.pdf.")
    return Unreadable(Problem("record.file-outside", message, remedy))


def _inside(path: str, case: Path) -> bool:
    if PurePosixPath(path).is_absolute() or path.startswith("~") or re.match("[A-Za-z]:", path):
        return False
    base = Path(os.path.realpath(case))
    try:
        target = Path(os.path.realpath(base / path))
    except (OSError, ValueError):
        return False
    return target != base and target.is_relative_to(base)


_SCALARS: Mapping[str, Callable[[str, Converter], Any]] = {
    "text": _text_of,
    "name": _name,
    "code": _code,
    "id": _id,
    "ref": _string,
    "date": _date,
    "date_or_present": _date_or_present,
    "country": _country,
    "language": _language,
    "file": _file,
    "string": _string,
    "integer": _integer,
}


def _did_you_mean(suggestions: list[str]) -> str:
    return _("Did you mean {suggestions}?").format(suggestions=_(" or ").join(suggestions)) + " " if suggestions else ""


def _absent_in_words(word: str) -> Problem:
    message = _("`{text}` would be printed as the answer itself.").format(text=word)
    remedy = _(
        "If that is the whole answer, write {word}; the form then says it in its own words. To print it, put quotes around it."
    )
    return Problem("record.absent-in-words", message, remedy.format(word=WORDS[word].value))


def _unexpected() -> Problem:
    return Problem("record.unknown-key", _("Nobody asks this."), "")


def _wrong_shape(text: str, type_: str, rules: Rules) -> Unreadable:
    if type_ == "list":
        message = _("A list is expected here.")
        remedy = _("Write each entry on a line of its own that begins with `- `.")
        if "dict" not in _types(rules.get("schema", {})):
            remedy = _("Put the answer into square brackets, several with commas between them: [first, second].")
    else:
        message = _("A group of answers is expected here, not `{text}`.").format(text=shorten(text))
        remedy = _below()
        if re.search(r"\w[:：]\S", text):
            remedy = _("After the colon of each question a space is needed, and the colon must be : and not ：.") + " " + remedy
    if text.strip().lower() in NOTHING:
        remedy = (
            _("If there is nothing to say, write none, not_applicable, unknown or declined, in small letters.") + " " + remedy
        )
    return Unreadable(Problem(f"record.type-{type_}", message, remedy))


def _below() -> str:
    return _("Write each answer on a line of its own below this question, with two more spaces: `question: answer`.")


def _write_text() -> str:
    return _("Write words. If the text begins with [ or {brace}, put quotes around it: '...'").format(brace="{")


def _found_list(types: tuple[str, ...], *, flow: bool = False) -> Problem:
    if "dict" in types:
        message = _("A group of answers is expected here, not a list.")
        remedy = _below() if flow else _("Remove the `- ` at the beginning of the lines.")
    else:
        message = _("One answer is expected here, not a list.")
        remedy = _one_entry_each(types[0]) or _write_text()
    return Problem(f"record.type-{types[0]}", message, remedy)


def _one_entry_each(type_: str) -> str:
    """What to do instead with several things of a kind that is no text; empty for all others."""
    if type_ == "file":
        return _("Make an entry of its own for each file. Pages of one paper belong together in one PDF.")
    return _("Name one here; for each further one make an entry of its own.") if type_ == "ref" else ""


def _found_group(types: tuple[str, ...]) -> Problem:
    if "list" in types:
        message = _("A list is expected here, not a single group.")
        remedy = _("Begin the first line of each entry with `- ` and the other lines of the entry with two spaces more.")
    else:
        message = _("One answer is expected here, not a group of answers.")
        remedy = _("Check the spaces at the beginning of the lines.") + " " + _write_text()
    return Problem(f"record.type-{types[0]}", message, remedy)


def _absent_entry(value: Absent) -> Problem:
    message = _("`{word}` stands in a list with other entries.").format(word=value.value)
    remedy = _("Remove this entry; if there are no others, write `{word}` in place of the whole list.").format(word=value.value)
    return Problem("record.absent-in-list", message, remedy)


def _not_a_language(entry: source.Entry) -> Problem:
    message = _("Words are expected here; `{key}` is not a language.").format(key=shorten(entry.key))
    remedy = _("Write the text after the question, or one line for each language: `en: ...` and `zh_Hans: ...`.")
    remedy = _did_you_mean(language_suggestions(entry.key)) + remedy if len(entry.key) > 3 else remedy
    if re.search(r"\w[:：]\S", entry.key):
        remedy = _("After the colon of each question a space is needed, and the colon must be : and not ：.") + " " + remedy
    return Problem("record.text-language", message, remedy, entry.position)
