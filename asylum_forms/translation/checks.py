"""What machines get wrong, and tired people: every unit held against its source. Findings name the unit and what to look at.

A finding about a number, a date or a name stops the confirmation until a human says, with a reason, that the words are right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.translation import citations, glossary
from asylum_forms.translation.facts import CASE, Fact, compact, dates, facts, mentions, plain
from asylum_forms.translation.glossary import Term
from asylum_forms.translation.models import TEST_LABEL
from asylum_forms.translation.people import Name, names_in, spelled_right
from asylum_forms.translation.segment import base
from asylum_forms.translation.times import Time, said
from asylum_forms.translation.units import Document, Override, Unit

BLOCKING = frozenset(
    ("number", "number-added", "date", "date-added", "time", "id", "case", "name", "empty", "test-model", "citation")
)
"""Checks that stop a confirmation."""
FINAL_WORD = frozenset(("empty", "test-model"))
"""Those that no reason overrides."""
SAID_ONCE = frozenset(("name",))
"""Those for which a reason holds further down in the document too: a pen name stays the same pen name. Numbers and dates are
asked for each time: the same digits can be right in one sentence and lost in the next."""
_LENGTH = {"zh": 1.0, "ja": 1.4, "ko": 1.7, "en": 3.3, "fr": 3.8}
"""Characters that say the same, measured on the filings of the examples; only gross differences count."""
_SHORTEST, _LONGEST, _SLACK = 0.4, 2.6, 12
_LONGEST_PHRASE = 15
"""Words of a phrase that is looked for twice in a row."""
_NAMED_DAYS = {"六四": (6, 4)}
"""Events that are called by their month and day."""
_HAN, _HANGUL = "[\u3400-\u9fff]", "[가-힣]"


@dataclass(frozen=True)
class Check:
    """One finding about one unit."""

    unit: str
    check: str
    """`number`, `date`, `name`, ...; the finding's id is `translation.<check>`."""
    detail: str
    """The number, date or name it is about; with unit and check it says which finding an override is for."""
    key: str
    """`u12:number:30000`: what a person names it by."""
    finding: Finding
    blocks: bool
    override: Override | None = None


@dataclass(frozen=True)
class Context:
    """What a document is held against besides its source."""

    names: Sequence[Name] = ()
    terms: Sequence[Term] = field(default_factory=glossary.bundled)


def check(document: Document, context: Context | None = None) -> list[Check]:
    """Everything found in a document, in the order of its units. Messages are in the language in force.

    Units that nobody has translated are not judged; see `Document.units` for those. A finding that a human overrode for exactly
    these words stays in the list as a note; so does the same about the same name in units further down.
    """
    context = context or Context()
    first = {(unit.id, one.text) for unit, one in glossary.unbracketed(document, context.terms)}
    reasons: dict[tuple[str, str], Override] = {}
    found: list[Check] = []
    for unit in document.units:
        reasons |= {(one.check, one.detail): one for one in unit.overrides if one.digest == unit.digest}
        found += _unit(unit, document, context, first, reasons)
        reasons = {key: one for key, one in reasons.items() if key[0] in SAID_ONCE}
    return found


def differences(source: str, target: str, source_language: str, target_language: str) -> Iterator[tuple[str, str, bool]]:
    """What only one of two texts has of dates, times and numbers written with digits, and of citations: as it is written, with a
    message, and whether it is the target that has it. What is in words is only looked for where the other text has digits.

    Of languages other than `zh`, `ko`, `en` and `fr` no numbers in words are known: what the other text has may be said in them.
    """
    unit = Unit("", citations.without(source), citations.without(target))
    for name, detail, message in _facts(unit, source_language, target_language):
        if re.search("[0-9]", detail):
            yield detail, message, name.endswith("-added")
    yield from ((citation, message, False) for _name, citation, message in _citations(Unit("", source, target)))
    for _name, added, _message in _citations(Unit("", target, source)):
        yield added, _("The citation {citation} is in the translation only.").format(citation=added), True


def _unit(
    unit: Unit,
    document: Document,
    context: Context,
    first: set[tuple[str, str]],
    reasons: Mapping[tuple[str, str], Override],
) -> Iterator[Check]:
    if not unit.target and unit.state.value == "initial":
        return
    source, target = base(document.source_language), base(document.target_language)
    found: list[tuple[str, str, str]] = []
    if not unit.target.strip() and not unit.empty:
        found.append(("empty", "", _("There is no translation.")))
    elif unit.readable:
        found += [*_facts(unit, source, target), *_names(unit, context.names), *_words(unit, source, target)]
        found += _terms(unit, document, context, first)
        found += _citations(unit)
    if unit.engine.startswith(TEST_LABEL) or f" {TEST_LABEL}" in unit.engine:
        found.append(("test-model", unit.engine, _("A test model wrote this. It knows a few invented sentences only.")))
    if unit.unsure:
        words = listed(unit.doubtful)
        message = _("The original was hard to read here. Compare its picture.")
        found.append(("confidence", words, f"{message} ({words})" if words else message))
    for name, detail, message in dict.fromkeys(found):
        override = None if name in FINAL_WORD else reasons.get((name, detail))
        yield _check(unit, document, name, detail, message, override)


def _check(unit: Unit, document: Document, name: str, detail: str, message: str, override: Override | None) -> Check:
    blocks = name in BLOCKING and not override
    severity = Severity.BLOCKS if blocks else Severity.NOTE if override else Severity.ATTEND
    where = _("Unit {unit}, page {page}") if unit.page else _("Unit {unit}")
    text = f"{where.format(unit=unit.id, page=unit.page)}: {message}"
    key, remedy = f"{unit.id}:{name}:{detail}", ""
    if override:
        text += " " + _("{by} says: {reason}").format(by=override.by, reason=override.reason)
    elif name in BLOCKING and name not in FINAL_WORD:
        remedy = _("Correct the translation, or confirm with a reason why it is right.") + f" --because '{key}=…'"
    place = Place(exhibit=document.id, field=unit.id, page=unit.page, text=unit.target)
    return Check(unit.id, name, detail, key, Finding(f"translation.{name}", severity, text, remedy, place), blocks, override)


def _citations(unit: Unit) -> Iterator[tuple[str, str, str]]:
    """Citations of evidence that are lost: they link the statement with its proof."""
    left = citations.found(unit.target)
    for citation in citations.found(unit.source):
        if citation in left:
            left.remove(citation)
        else:
            yield "citation", citation, _("The citation {citation} is missing in the translation.").format(citation=citation)


def _facts(unit: Unit, source: str, target: str) -> Iterator[tuple[str, str, str]]:
    """Dates, times, numbers and identity numbers that are lost, changed or new."""
    theirs, ours = facts(unit.source, source), facts(unit.target, target)
    yield from _dates(unit, theirs, ours, source, target)
    for fact in theirs:
        if fact.kind == "time" and not _has_time(unit.target, fact, theirs, ours, target):
            message = _("Look at the time {text}: it is not in the translation.")
            yield "time", fact.text, message.format(text=fact.text)
        elif fact.kind == "id" and not _has_id(unit.target, fact, target):
            yield "id", fact.text, _("Look at the number {text}: it is not in the translation like this.").format(text=fact.text)
        elif fact.kind == "case" and not _has_digits(unit.target, str(fact.values[0]).split("-")):
            message = _("Look at the case number {text}: its numbers are not in the translation in this order.")
            yield "case", fact.text, message.format(text=fact.text)
    yield from _numbers(unit, theirs, ours, source, target)


def _numbers(unit: Unit, theirs: list[Fact], ours: list[Fact], source: str, target: str) -> Iterator[tuple[str, str, str]]:
    for fact in theirs:
        if fact.kind == "number" and not any(mentions(unit.target, value, target) for value in _decimals(fact)):
            yield "number", fact.text, _("Look at the number {text}: it is not in the translation.").format(text=fact.text)
    counts = Counter(value for fact in theirs if fact.kind == "number" for value in _decimals(fact) if value >= 100)
    present = Counter(value for fact in ours if fact.kind == "number" for value in _decimals(fact))
    for value, count in counts.items():
        if 0 < present[value] < count:
            message = _("The number {text}, times in the original: {count}, in the translation: {present}.")
            yield "number", f"{value:f}", message.format(text=f"{value:f}", count=count, present=present[value])
    for fact in ours:
        if (fact.kind == "number" and not any(mentions(unit.source, value, source) for value in _decimals(fact))) or (
            fact.kind == "id" and not _has_id(unit.source, fact, source)
        ):
            message = _("Look at the number {text} in the translation: it is not in the original.")
            yield "number-added", fact.text, message.format(text=fact.text)


def _decimals(fact: Fact) -> list[Decimal]:
    return [value for value in fact.values if isinstance(value, Decimal)]


def _dates(unit: Unit, theirs: list[Fact], ours: list[Fact], source: str, target: str) -> Iterator[tuple[str, str, str]]:
    """Dates are compared whole. Those without a partner (`from June to August 1989`) are compared by their parts."""
    lost, new = _unpaired(theirs, ours)
    here, there = _parts(new), _parts(lost)
    used = _parts([fact for fact in ours if fact.kind == "date"]), _parts([fact for fact in theirs if fact.kind == "date"])
    for fact in lost:
        if not any(_covered(date, here, used[0], unit.target, target) for date in dates([fact])):
            yield "date", fact.text, _("Look at the date {text}: it is not in the translation.").format(text=fact.text)
    named = [day for words, day in _NAMED_DAYS.items() if words in unit.source]
    for fact in new:
        if not any(_covered(date, there, used[1], unit.source, source) or date[1:] in named for date in dates([fact])):
            message = _("Look at the date {text} in the translation: it is not in the original.")
            yield "date-added", fact.text, message.format(text=fact.text)


def _unpaired(theirs: list[Fact], ours: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    lost: list[Fact] = []
    new = [fact for fact in ours if fact.kind == "date"]
    paired: list[Fact] = []
    for fact in (fact for fact in theirs if fact.kind == "date"):
        other = next((one for one in [*new, *paired] if _same_date(fact, one)), None)
        if other is None:
            lost.append(fact)
        elif other in new:
            new.remove(other)
            paired.append(other)
    return lost, [fact for fact in new if not any(_same_date(one, fact) for one in theirs if one.kind == "date")]


def _same_date(one: Fact, other: Fact) -> bool:
    return any(a[1:] == b[1:] and (a[0] == b[0] or _short_year(a[0], b[0])) for a in dates([one]) for b in dates([other]))


def _short_year(a: int, b: int) -> bool:
    """Whether one year is the other in two digits."""
    return 0 < min(a, b) < 100 and max(a, b) % 100 == min(a, b)


def _parts(found: list[Fact]) -> tuple[set[int], set[int], set[int]]:
    known = dates([fact for fact in found if fact.kind == "date"])
    return {date[0] for date in known}, {date[1] for date in known}, {date[2] for date in known}


def _covered(
    date: tuple[int, ...],
    free: tuple[set[int], set[int], set[int]],
    used: tuple[set[int], set[int], set[int]],
    text: str,
    language: str,
) -> bool:
    """Whether the parts of a date are all said in the other text, and not all only by dates that have partners of their own.

    `June 4 and 5, 2019` has a 5 that is a date; the day may stand there as a number.
    """
    year, month, day = date
    has_year = not year or year in used[0] or mentions(text, Decimal(year), language)
    has_month = not month or month in used[1]
    has_day = not day or day in free[2] or (day not in used[2] and mentions(text, Decimal(day), language))
    return has_year and has_month and has_day


def _has_time(text: str, fact: Fact, theirs: list[Fact], ours: list[Fact], language: str) -> bool:
    """Whether a text says a time; where all others in it have partners of their own, its hour may stand there without more."""
    there = [other for other in ours if other.kind == "time"]
    if any(_same_time(fact, other) for other in there):
        return True
    strange = [one for one in there if not any(_same_time(other, one) for other in theirs if other.kind == "time")]
    return not strange and any(said(plain(text), value, language) for value in _moments(fact))


def _moments(fact: Fact) -> Iterator[Time]:
    yield from ((int(value[0]), value[1]) for value in fact.values if isinstance(value, tuple))


def _same_time(one: Fact, other: Fact) -> bool:
    (a, sure), (b, certain) = ((int(v[0]), v[1]) for v in (one.values[0], other.values[0]) if isinstance(v, tuple))
    return a % 1440 == b % 1440 if sure and certain else a % 720 == b % 720


def _has_id(text: str, fact: Fact, language: str) -> bool:
    value = str(fact.values[0])
    return value in compact(text) or (value.isdecimal() and len(value) < 10 and mentions(text, Decimal(value), language))


def _has_digits(text: str, groups: Sequence[str]) -> bool:
    """Whether these groups of digits stand in a text in this order."""
    there = iter(re.findall("[0-9]+", plain(text)))
    return all(any(group == one for one in there) for group in groups)


def _names(unit: Unit, names: Iterable[Name]) -> Iterator[tuple[str, str, str]]:
    for name in names_in(unit.source, names):
        if not spelled_right(unit.target, name):
            message = _("Look at the name {name}: the record spells it {spelling}.")
            yield "name", name.source, message.format(name=name.source, spelling=name.targets[0])


def _words(unit: Unit, source: str, target: str) -> Iterator[tuple[str, str, str]]:
    """Repetition, length, and words left as they were."""
    if (twice := _repeated(unit.target)) and not _repeated(unit.source):
        yield "repeated", twice, _("Look at the words that are repeated: {words}").format(words=twice)
    if _odd_length(unit, source, target):
        yield "length", "", _("The translation is much longer or shorter than the original. Look for words lost or added.")
    if left := _untranslated(unit, source, target):
        yield "untranslated", left, _("Look at what was left untranslated: {words}").format(words=left)


def _repeated(text: str) -> str:
    """Words said twice in a row; empty where there are none. `that that` and `nous nous` happen."""
    words = [(match[0].casefold(), match) for match in re.finditer(r"\w+", text)]
    for size in range(min(_LONGEST_PHRASE, len(words) // 2), 0, -1):
        for at in range(len(words) - 2 * size + 1):
            one, other = words[at : at + size], words[at + size : at + 2 * size]
            if [word for word, _match in one] == [word for word, _match in other] and not _may_repeat([word for word, _m in one]):
                return text[one[0][1].start() : one[-1][1].end()]
    match = re.search(rf"((?:{_HAN}|{_HANGUL}){{2,8}})\1\1", text)
    return match[1] if match else ""


def _may_repeat(words: list[str]) -> bool:
    return words in (["that"], ["had"], ["nous"], ["vous"]) or all(word.isdecimal() or len(word) == 1 for word in words)


def _odd_length(unit: Unit, source: str, target: str) -> bool:
    if source not in _LENGTH or target not in _LENGTH:
        return False
    wanted = len(unit.source.strip()) * _LENGTH[target] / _LENGTH[source]
    length = len(unit.target.strip())
    return length > wanted * _LONGEST + _SLACK * _LENGTH[target] or length + _SLACK < wanted * _SHORTEST


def _untranslated(unit: Unit, source: str, target: str) -> str:
    """Words of the source's script outside brackets, or a whole sentence that is the same."""
    here, there = plain(citations.without(unit.source)), plain(citations.without(unit.target))
    text = re.sub(r"[(\[（〔][^)\]）〕]*[)\]）〕]", " ", CASE.sub(" ", there))
    script = {"zh": _HAN, "ko": _HANGUL}.get(source, "")
    if script and target != source and (match := re.search(f"{script}+", text)):
        return match[0]
    if target in ("zh", "ko") and not script and len(words := re.findall(r"\b[a-zéèêàçûôî]{3,}\b", text)) > 4:
        return " ".join(words[:5])
    same = there.casefold() == here.casefold()
    letters = sum(char.isalpha() for char in CASE.sub("", here))
    return unit.target if same and letters > 3 and (len(here.split()) > 2 or script) else ""


def _terms(unit: Unit, document: Document, context: Context, first: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for one in glossary.missing(unit, document, context.terms):
        words = glossary.rendering(one.term, document.target_language)
        message = _("Look at {term}: the glossary has “{words}”.")
        yield "term", one.text, message.format(term=one.text, words=words)
    for one in glossary.find(unit.source, document.source_language, context.terms):
        if (unit.id, one.text) in first:
            message = _("Put {term} in brackets after the translation: an office must see which charge it was.")
            yield "charge", one.text, message.format(term=one.text)
