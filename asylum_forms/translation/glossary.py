"""The bundled glossary: which terms a source has, what the translation must call them, and drafts brought into line with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from asylum_forms import yamlfile
from asylum_forms.translation.segment import base
from asylum_forms.translation.units import SUGGESTS, Document, Origin, State, Unit

GLOSSARY = "glossary"
"""What `Unit.engine` says of words from the glossary."""
_LANGUAGES = ("zh", "en", "ko", "fr")
_CHARGE = "罪"


@dataclass(frozen=True)
class Term:
    """One term in up to four languages."""

    words: Mapping[str, str]
    """By language (`zh`, `en`, `ko`, `fr`)."""
    kind: str
    """`charge`, `measure`, `penalty`, `document`, `authority` or `law`."""
    context: str
    law: Mapping[str, str] = field(default_factory=dict)
    article: str = ""
    checked: bool = False
    """Whether the number of the article was compared with the law."""
    source: tuple[str, ...] = ()
    attested: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyday: bool = False
    note: str = ""


@dataclass(frozen=True)
class Found:
    """A term in a text, at this place."""

    term: Term
    text: str
    """As it stands in the text: a charge perhaps without its last character."""
    start: int


@cache
def bundled() -> tuple[Term, ...]:
    """The terms of the bundled glossary."""
    return load(Path(__file__).with_name("glossary.yaml"))


def load(file: Path) -> tuple[Term, ...]:
    """The terms of a glossary file. Raises OSError, ValueError for an entry that says what we do not know."""
    groups = yamlfile.load(file)
    return tuple(_term(group, entry) for group in groups for entry in group["terms"])


def _term(group: Mapping[str, Any], entry: Mapping[str, Any]) -> Term:
    known = {*_LANGUAGES, "article", "checked", "source", "attested", "also", "everyday", "note"}
    if unknown := set(entry) - known:
        raise ValueError(f"glossary: {entry.get('zh')} has the unknown {', '.join(sorted(unknown))}")
    return Term(
        words={language: str(entry[language]) for language in _LANGUAGES if entry.get(language)},
        kind=group["kind"],
        context=group["context"],
        law=group.get("law", {}),
        article=str(entry.get("article", "")),
        checked=bool(entry.get("checked")),
        source=tuple(entry.get("source", ())),
        attested=tuple(entry.get("attested", ())),
        also={language: tuple(words) for language, words in entry.get("also", {}).items()},
        everyday=bool(entry.get("everyday")),
        note=entry.get("note", ""),
    )


def find(text: str, source_language: str, terms: Sequence[Term] | None = None) -> list[Found]:
    """The terms in a text, in order. Where one is part of another (颠覆国家政权罪 in 煽动颠覆国家政权罪) the longest is meant.

    A charge is found without its last 罪 too, as indictments write it.
    """
    index, pattern = _index(bundled() if terms is None else tuple(terms), base(source_language))
    found = pattern.finditer(text.translate(_NARROW)) if index else ()
    return [Found(index[_key(match[0])], text[match.start() : match.end()], match.start()) for match in found]


_NARROW = str.maketrans("（），", "(),")
"""Wide brackets and commas as narrow ones: papers have both."""


def _key(text: str) -> str:
    return text.casefold().translate(_NARROW)


@cache
def _indexed(words: tuple[tuple[str, int], ...], letters: bool) -> re.Pattern[str]:
    ordered = sorted((word for word, _number in words), key=len, reverse=True)
    edge = r"\b" if letters else ""
    return re.compile(edge + "(?:" + "|".join(map(re.escape, ordered)) + ")" + edge, re.IGNORECASE)


def _index(terms: tuple[Term, ...], language: str) -> tuple[dict[str, Term], re.Pattern[str]]:
    index: dict[str, Term] = {}
    for term in terms:
        word = term.words.get(language, "")
        short = word.removesuffix(_CHARGE) if term.kind == "charge" and language == "zh" and len(word) > 4 else ""
        for form in filter(None, (word, short)):
            index.setdefault(_key(form), term)
    pattern = _indexed(tuple((word, 0) for word in index), language in ("en", "fr"))
    return index, pattern


def rendering(term: Term, language: str) -> str:
    """What the translation calls it; empty where the glossary has nothing."""
    return term.words.get(base(language), "")


def has_rendering(target: str, term: Term, language: str) -> bool:
    """Whether the target has our rendering, whatever its capitals and quotation marks, with or without its own brackets."""
    return any(_bare(words) in _bare(target) for words in _forms(rendering(term, language)))


def _forms(words: str) -> list[str]:
    """A rendering with and without what it has in brackets: `비방(명예훼손)죄` and `비방죄`."""
    return list(dict.fromkeys(filter(None, (words, re.sub(r"\s*\([^)]*\)", "", words)))))


def missing(unit: Unit, document: Document, terms: Sequence[Term] | None = None) -> list[Found]:
    """Terms of the source that the target calls something else. Everyday words and terms without a rendering are left out."""
    found = find(unit.source, document.source_language, terms)
    wanted = [one for one in found if not one.term.everyday and rendering(one.term, document.target_language)]
    return [one for one in wanted if not has_rendering(unit.target, one.term, document.target_language)]


def recall(document: Document, terms: Sequence[Term] | None = None) -> Document:
    """The document with words from the glossary in every unit without words that is but a term: titles, names of offices."""
    return document.with_units(filter(None, (_whole(unit, document, terms) for unit in document.units)))


def _whole(unit: Unit, document: Document, terms: Sequence[Term] | None) -> Unit | None:
    wide = base(document.source_language) in ("zh", "ja")  # 刑 事 判 决 书: titles are often spaced out
    text = re.sub(r"\s+", "" if wide else " ", unit.source).strip()
    found = [] if unit.target or not unit.readable else find(text, document.source_language, terms)
    if len(found) != 1 or text != found[0].text:
        return None
    words = rendering(found[0].term, document.target_language)
    if not words or found[0].term.everyday:
        return None
    return replace(unit, target=words, state=State.TRANSLATED, origin=Origin.MEMORY, engine=GLOSSARY)


def align(document: Document, terms: Sequence[Term] | None = None) -> Document:
    """The document with its drafts brought into line: other known renderings of a term replaced by ours, and the original's name
    of a charge in brackets after its first mention. Words that a human has written or read are never touched.
    """
    mentioned: set[str] = set()
    new: list[Unit] = []
    for unit in document.units:
        found = find(unit.source, document.source_language, terms)
        target = unit.target
        if _draft(unit):
            for one in found:
                target = _ours(target, one.term, document.target_language)
        for one in _charges(found):
            name = one.term.words["zh"]
            if _draft(unit) and name not in mentioned:
                target = _bracketed(target, one, document.target_language)
            if _bracket_is_there(target, one):
                mentioned.add(name)
        if target != unit.target:
            new.append(replace(unit, target=target))
    return document.with_units(new)


def unbracketed(document: Document, terms: Sequence[Term] | None = None) -> Iterator[tuple[Unit, Found]]:
    """First mentions of charges whose translation lacks the original's name in brackets."""
    mentioned: set[str] = set()
    for unit in document.units:
        for one in _charges(find(unit.source, document.source_language, terms)) if unit.target else ():
            name = one.term.words["zh"]
            if name not in mentioned and not _bracket_is_there(unit.target, one):
                yield unit, one
            mentioned.add(name)


def _draft(unit: Unit) -> bool:
    return unit.origin in SUGGESTS and unit.unread


def _charges(found: Iterable[Found]) -> list[Found]:
    return [one for one in found if one.term.kind == "charge" and "zh" in one.term.words]


def _bracket_is_there(target: str, one: Found) -> bool:
    return one.text in target


def _ours(target: str, term: Term, language: str) -> str:
    """The target with our rendering in the place of another one."""
    if has_rendering(target, term, language):
        return target
    words = rendering(term, language)
    others = sorted(term.also.get(base(language), ()), key=len, reverse=True)
    for other in others if words else ():
        edge = r"\b" if base(language) in ("en", "fr") else ""
        pattern = re.compile(edge + re.escape(other).replace("'", "['’]") + edge, re.IGNORECASE)
        if match := pattern.search(target):
            capital = match[0][0].isupper() and not words[0].isupper()
            said = words[0].upper() + words[1:] if capital else words
            return target[: match.start()] + said + target[match.end() :]
    return target


def _bracketed(target: str, one: Found, language: str) -> str:
    """The target with the original's name after the first mention of our rendering, where that is to be found."""
    words = rendering(one.term, language)
    if not words or _bracket_is_there(target, one):
        return target
    spelled = (r"\s+".join(re.escape(word).replace("’", "['’]") for word in form.split()) for form in _forms(words))
    match = re.search("|".join(spelled), target, re.IGNORECASE)
    if not match:
        return target
    space = "" if base(language) == "zh" else " "
    return f"{target[: match.end()]}{space}({one.text}){target[match.end() :]}"


def _bare(text: str) -> str:
    """Letters and digits only, in lower case: capitals, brackets, hyphens and quotation marks do not matter."""
    return re.sub(r"[\W_]+", "", text).casefold()
