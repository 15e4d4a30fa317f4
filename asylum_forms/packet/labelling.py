"""Labels of exhibits and their order in the filing, from the record's evidence and the office's profile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from asylum_forms.assembly.labels import letters, numbers
from asylum_forms.errors import RecordError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import plain

_LATE = re.compile(r"(?P<base>[0-9]+)(?P<suffix>[A-Z]+)|(?P<letters>[A-Z]+)-?(?P<number>[0-9]+)")
"""`15A` comes after exhibit 15, `C1` and `C-1` after exhibit C."""
_BARE = re.compile(r"[A-Z0-9-]+")


@dataclass(frozen=True)
class Labels:
    """What every evidence entry of the record is called in one filing."""

    by_entry: tuple[str, ...]
    """In the order of the record."""
    order: tuple[int, ...]
    """Numbers of the entries (from 0) in the order of the filing."""
    late: frozenset[int]
    """Entries that were added to a filing whose labels stay as they are."""
    findings: tuple[Finding, ...] = ()
    """Labels that may be meant for another filing of the record."""


def labels(filing: Filing) -> Labels:
    """Labels as the profile wants them; an entry with a `label` of its own for this filing keeps that one and moves no other.

    So does an exhibit that was handed in before, in a filing that follows that. A `label` may say for which procedure it is. One
    that does not, that cannot be had here and can be had in another filing that the record names, is not used: the entry is
    labelled like any other, and a finding says so. Raises RecordError naming every label that two exhibits would have, or that
    follows no exhibit, or that is for a procedure that there is not.
    """
    _refuse([finding for number, entry in _entries(filing) for finding in _strange(filing, number, entry)])
    wishes = _wishes(filing)
    elsewhere = _elsewhere(filing)
    foreign = {number for number in _placed(filing, wishes).wrong if elsewhere.get(number)}
    placed = _placed(filing, {number: label for number, label in wishes.items() if number not in foreign})
    _refuse(placed.wrong.values())
    ids = [plain(entry.get("id")) for _number, entry in _entries(filing)]
    named = tuple(filing.labels.get(id_) or _whole(*placed.found[number]) for number, id_ in enumerate(ids))
    findings = []
    for number, there in elsewhere.items():
        if number in foreign:
            findings.append(_not_used(filing, number, wishes[number], list(there), named[number]))
        elif any(at != placed.after[number] for at in there.values()):
            findings.append(_two_places(filing, number, wishes[number], placed.after[number], there))
    return Labels(named, tuple(placed.order), frozenset(placed.after), tuple(findings))


def _elsewhere(filing: Filing) -> dict[int, dict[str, int]]:
    """The entries with a label that does not say for which filing it is. For each, the other filings of the record that can have
    that label, with the entry that it follows there."""
    found: dict[int, dict[str, int]] = {}
    for number, entry in _entries(filing):
        if plain(entry.get("label")).strip():
            found[number] = {}
    for name, other in _others(filing) if found else ():
        after = _placed(other, _wishes(other)).after
        for number, there in found.items():
            if number in after:
                there[name] = after[number]
    return found


@dataclass(frozen=True)
class _Placed:
    """The entries with the labels of their own that they can have in one filing."""

    found: Mapping[int, tuple[str, str]]
    """Entry to its scheme and its bare label."""
    order: Sequence[int]
    after: Mapping[int, int]
    """Entry with a label of its own to the entry that it follows."""
    wrong: Mapping[int, Finding]
    """Entries whose label does not fit."""


def _placed(filing: Filing, wishes: Mapping[int, str]) -> _Placed:
    """`wishes` has the labels that entries are to have."""
    profile = filing.profile
    categories = [plain(entry.get("category")) for _number, entry in _entries(filing)]
    # What is added late comes last: it must not change the order of the kinds, and so the labels of all others.
    seen = list(dict.fromkeys(categories[number] for number in sorted(range(len(categories)), key=wishes.__contains__)))

    def place(number: int) -> tuple[int, int, int]:
        category = categories[number]
        return profile.rank(category), seen.index(category) if profile.files == "categories" else 0, number

    order = sorted((number for number in range(len(categories)) if number not in wishes), key=place)
    counted: Counter[str] = Counter()
    found: dict[int, tuple[str, str]] = {}
    for number in order:
        scheme = profile.label(categories[number])
        found[number] = scheme, (letters if scheme == "letters" else numbers)(counted[scheme])
        counted[scheme] += 1
    after, wrong = _after(filing, wishes, found)
    for number in sorted(after, key=lambda number: (after[number], _rank(wishes[number]))):
        found[number] = found[after[number]][0], wishes[number]
        near = [other for other in order if other == after[number] or after.get(other) == after[number]]
        order.insert(order.index(near[-1]) + 1, number)
    return _Placed(found, order, after, wrong)


def _entries(filing: Filing) -> list[tuple[int, Mapping[str, Any]]]:
    rows = filing.record.rows("evidence")
    return [(number, entry if isinstance(entry, Mapping) else {}) for number, entry in enumerate(rows)]


def _wishes(filing: Filing) -> dict[int, str]:
    """Entry to the label that it is to have in this filing."""
    found = {}
    for number, entry in _entries(filing):
        label = entry.get("label")
        if name := plain(label.get(filing.name) if isinstance(label, Mapping) else label).strip().upper():
            found[number] = name
    return found


def _strange(filing: Filing, number: int, entry: Mapping[str, Any]) -> Iterator[Finding]:
    """Labels that are for a procedure that neither the record nor anybody else knows."""
    label = entry.get("label")
    known = [*map(str, filing.record.rows("filings")), *registry.procedures()]
    for name in label if isinstance(label, Mapping) else ():
        if name not in known:
            yield Finding(
                id="evidence.label",
                severity=Severity.BLOCKS,
                message=_("There is no procedure {name}.").format(name=name),
                remedy=_("Choose one of: {known}").format(known=listed(dict.fromkeys(known))),
                place=filing.record.place(f"evidence.{number}.label.{name}"),
            )


def _others(filing: Filing) -> Iterator[tuple[str, Filing]]:
    """The other filings that the record names, each as its office takes it by default."""
    for name in dict.fromkeys(map(str, filing.record.rows("filings"))):
        if name != filing.name and name in registry.procedures():
            jurisdiction, procedure = registry.find_procedure(name)
            yield name, replace(filing, jurisdiction=jurisdiction, procedure=procedure, packet="")


def _refuse(wrong: Collection[Finding]) -> None:
    if wrong:
        raise RecordError(
            _("Labels of the evidence do not fit together. Nothing was built."),
            remedy=_("Correct the labels in the record, then run the command again."),
            findings=tuple(wrong),
        )


def _not_used(filing: Filing, number: int, label: str, names: Sequence[str], here: str) -> Finding:
    """A label that is one of other filings', and is not used in this one."""
    message = _("The label {label} is one of {procedure}. This filing cannot have it: here the paper is {here}, like any other.")
    return _other(filing, number, message.format(label=label, procedure=listed(names), here=here), label, names)


def _two_places(filing: Filing, number: int, label: str, here: int, elsewhere: Mapping[str, int]) -> Finding:
    """A label that puts the paper after one exhibit here, and after another in another filing."""
    name, there = next((name, there) for name, there in elsewhere.items() if there != here)
    ids = [plain(filing.record.get(f"evidence.{at}.id")) or str(at + 1) for at in (here, there)]
    message = _("The label {label} puts this paper after {here} in this filing, and after {there} in {procedure}.").format(
        label=label, here=ids[0], there=ids[1], procedure=name
    )
    return _other(filing, number, message, label, [filing.name, *elsewhere])


def _other(filing: Filing, number: int, message: str, label: str, names: Sequence[str]) -> Finding:
    example = ", ".join(f"{name}: {label}" for name in names)
    return Finding(
        id="evidence.label-other",
        severity=Severity.ATTEND,
        message=message,
        remedy=_("Say for which filing each label is: {example}").format(example=f"`label: {{{example}}}`"),
        place=replace(filing.record.place(f"evidence.{number}.label"), exhibit=plain(filing.record.get(f"evidence.{number}.id"))),
    )


def called(label: str) -> str:
    """What an exhibit is called in running text: `Exhibit A`; a label that is a word already stays as it is."""
    return _("Exhibit {label}").format(label=label) if _BARE.fullmatch(label) else label


def moved(exhibits: Sequence[Exhibit], now: Mapping[str, str], before: Mapping[str, tuple[str, str]]) -> list[Finding]:
    """That an exhibit without a label of its own has given others another label or first page than in the last build.

    `now` has the numbers printed on the first pages, by id of the exhibit; `before` label and number as they were.
    """
    new = [exhibit for exhibit in exhibits if exhibit.id not in before and not exhibit.late]
    was = {exhibit: before[exhibit.id] for exhibit in exhibits if exhibit.id in before}
    others = [exhibit for exhibit, at in was.items() if at != (exhibit.label, now.get(exhibit.id, ""))]
    if not new or not others:
        return []
    changes = [f"{was[one][0]} → {one.label}" if was[one][0] != one.label else one.label for one in others]
    return [
        Finding(
            id="evidence.relabelled",
            severity=Severity.ATTEND,
            message=_(
                "{new} came in without a label of its own. So others have another label or first page than in the last build: "
                "{changes}"
            ).format(new=listed(f"{exhibit.label} ({exhibit.id})" for exhibit in new), changes=listed(changes)),
            remedy=_("If that build was handed in, give it a label: `label: C1` after exhibit C, `15A` after 15."),
            place=Place(exhibit=new[0].id),
        )
    ]


def _whole(scheme: str, bare: str) -> str:
    return scheme.replace("{n}", bare) if "{n}" in scheme else bare


def _rank(label: str) -> tuple[int, str]:
    match = _LATE.fullmatch(label)
    assert match, label
    return (int(match["number"]), "") if match["number"] else (len(match["suffix"]), match["suffix"])


def _after(
    filing: Filing, wishes: Mapping[int, str], found: Mapping[int, tuple[str, str]]
) -> tuple[dict[int, int], dict[int, Finding]]:
    """Entry with a label of its own to the entry that it follows; and what is wrong with the labels that cannot be had."""
    bases = {bare: number for number, (_scheme, bare) in found.items()}
    after: dict[int, int] = {}
    wrong: dict[int, Finding] = {}
    taken = dict(bases)
    for number, label in wishes.items():
        match = _LATE.fullmatch(label)
        base = (match["base"] or match["letters"]) if match else ""
        if _same(label) in map(_same, taken):
            message = _("The label {label} is that of another exhibit.").format(label=label)
        elif base not in bases:
            message = _("The label {label} follows no exhibit of this filing.").format(label=label)
        else:
            after[number] = bases[base]
            taken[label] = number
            continue
        example = _free(base or label, list(bases), {*taken, *wishes.values()})
        wrong[number] = _wrong(filing, number, message, list(bases), example)
    return after, wrong


def _same(label: str) -> str:
    """`C-1` and `C1` cannot be told apart when they are said aloud."""
    return label.replace("-", "")


def _free(wanted: str, bases: Sequence[str], taken: Collection[str]) -> str:
    """A label that can be written: after the exhibit that is wanted, else after the last one of its kind."""
    kind = [base for base in bases if base[0].isdigit() == wanted[0].isdigit()] or bases or ["15"]
    base = wanted if wanted in bases else kind[-1]
    made = (base + (letters(number) if base.isdigit() else str(number + 1)) for number in range(len(taken) + 1))
    used = set(map(_same, taken))
    return next(label for label in made if label not in used)


def _wrong(filing: Filing, number: int, message: str, known: Sequence[str], example: str) -> Finding:
    path = f"evidence.{number}.label"
    return Finding(
        id="evidence.label",
        severity=Severity.BLOCKS,
        message=message,
        remedy=_(
            "Write the label of the exhibit that it comes after, with a letter or number of its own: {example}. "
            "The others are: {known}"
        ).format(example=example, known=listed(known) or "–"),
        place=filing.record.place(f"{path}.{filing.name}" if isinstance(filing.record.get(path), Mapping) else path),
    )
