"""Labels of exhibits and their order in the filing, from the record's evidence and the office's profile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from asylum_forms.assembly.labels import letters, numbers
from asylum_forms.errors import RecordError
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _
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


def labels(filing: Filing) -> Labels:
    """Labels as the profile wants them; an entry with a `label` of its own keeps that one and moves no other.

    Raises RecordError naming every label that two exhibits would have, or that follows no exhibit.
    """
    profile = filing.profile
    rows = filing.record.rows("evidence")
    entries = [entry if isinstance(entry, Mapping) else {} for entry in rows]
    written = {number: name for number, entry in enumerate(entries) if (name := plain(entry.get("label")).strip().upper())}
    categories = [plain(entry.get("category")) for entry in entries]
    # What is added late comes last: it must not change the order of the kinds, and so the labels of all others.
    seen = list(dict.fromkeys(categories[number] for number in sorted(range(len(entries)), key=written.__contains__)))

    def place(number: int) -> tuple[int, int, int]:
        category = categories[number]
        return profile.rank(category), seen.index(category) if profile.files == "categories" else 0, number

    order = sorted((number for number in range(len(entries)) if number not in written), key=place)
    counted: Counter[str] = Counter()
    found: dict[int, tuple[str, str]] = {}  # entry to its scheme and its bare label
    for number in order:
        scheme = profile.label(categories[number])
        found[number] = scheme, (letters if scheme == "letters" else numbers)(counted[scheme])
        counted[scheme] += 1
    after = _after(filing, written, found)
    for number in sorted(after, key=lambda number: (after[number], _rank(written[number]))):
        found[number] = found[after[number]][0], written[number]
        near = [other for other in order if other == after[number] or after.get(other) == after[number]]
        order.insert(order.index(near[-1]) + 1, number)
    return Labels(tuple(_whole(*found[number]) for number in range(len(entries))), tuple(order), frozenset(written))


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
            ).format(new=", ".join(f"{exhibit.label} ({exhibit.id})" for exhibit in new), changes=", ".join(changes)),
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


def _after(filing: Filing, written: Mapping[int, str], found: Mapping[int, tuple[str, str]]) -> dict[int, int]:
    """Entry with a label of its own to the entry that it follows. Raises RecordError."""
    bases = {bare: number for number, (_scheme, bare) in found.items()}
    after: dict[int, int] = {}
    wrong: list[Finding] = []
    taken = dict(bases)
    for number, label in written.items():
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
        wrong.append(_wrong(filing, number, message, list(bases), _free(base or label, list(bases), {*taken, *written.values()})))
    if wrong:
        raise RecordError(
            _("Labels of the evidence do not fit together. Nothing was built."),
            remedy=_("Correct the labels in the record, then run the command again."),
            findings=wrong,
        )
    return after


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
    return Finding(
        id="evidence.label",
        severity=Severity.BLOCKS,
        message=message,
        remedy=_(
            "Write the label of the exhibit that it comes after, with a letter or number of its own: {example}. "
            "The others are: {known}"
        ).format(example=example, known=", ".join(known) or "–"),
        place=filing.record.place(f"evidence.{number}.label"),
    )
