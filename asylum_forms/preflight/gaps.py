"""A record in which much is open: its open answers by part of the record, and its texts that wait for a translation, so that the
user sees where to go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.table import called
from asylum_forms.preflight.standing import FormStanding, OpenItem, Standing

_MANY = 20
"""With fewer open answers each is told by itself."""
_MISSING = "answer.missing"
_NO_FILE = "record.person-missing"
"""Somebody of the case has no file for their answers yet. What is open there is told by this one finding, with what makes it."""


@dataclass(frozen=True)
class Gap:
    """The open answers of one part of a record."""

    file: str
    group: str
    """What the record calls the part, in the user's language."""
    count: int
    first: int
    last: int
    """Lines of the first and the last of them."""
    asked: tuple[str, ...]
    """Forms and their sections that ask for them."""


def gaps(standing: Standing, findings: Iterable[Finding] = ()) -> list[Gap]:
    """The open answers in the order of the record; none where there are only a few. What a file lacks that is not there yet
    (by `findings`) is not counted."""
    unmade = {one.place.file for one in no_file(findings)}
    groups: dict[tuple[str, str], list[tuple[FormStanding, OpenItem]]] = {}
    for form in standing.forms:
        for one in form.open:
            if one.place.file in unmade:
                continue
            groups.setdefault((one.place.file, one.group), []).append((form, one))
    found = [_gap(file, group, items) for (file, group), items in groups.items()]
    return sorted(found, key=lambda gap: (gap.file, gap.first)) if sum(gap.count for gap in found) >= _MANY else []


def _gap(file: str, group: str, items: Iterable[tuple[FormStanding, OpenItem]]) -> Gap:
    places = {(one.place.line, one.place.field) for _form, one in items}
    lines = [line for line, _field in places]
    asked = dict.fromkeys(" ".join((called(form.table.form), _section(form, one))).strip() for form, one in items)
    return Gap(file, group, len(places), min(lines), max(lines), tuple(asked))


def _section(form: FormStanding, one: OpenItem) -> str:
    return max((key for key in form.table.sections if one.item == key or one.item.startswith(f"{key}.")), key=len, default="")


def no_file(findings: Iterable[Finding]) -> list[Finding]:
    """What comes first of all: people of the case who have no file for their answers yet."""
    return [finding for finding in findings if finding.id == _NO_FILE]


def without_gaps(findings: Sequence[Finding], open_: Sequence[Gap]) -> list[Finding]:
    """The findings but those that only say that an answer is open, where the open answers or a missing file tell it."""
    unmade = {one.place.file for one in no_file(findings)}
    return [one for one in findings if not (is_gap(one) and (open_ or one.place.file in unmade))]


def is_gap(finding: Finding) -> bool:
    """Whether a finding only says that an answer is open, which `gaps` and the lists of open items say too."""
    return finding.id == _MISSING and bool(finding.place.item)


def is_untranslated(finding: Finding) -> bool:
    """Whether a finding only says that words of a record are not in the language of the filing."""
    return (
        finding.severity is Severity.BLOCKS
        and finding.id.endswith("untranslated")
        and bool(finding.place.file)
        and not finding.id.startswith("evidence.")
    )


def to_translate(findings: Iterable[Finding]) -> dict[str, list[Place]]:
    """What is next for texts that are not in the language of the filing: each step with where these texts stand."""
    texts = {(one.place.file, one.place.line, one.place.field): one for one in findings if is_untranslated(one)}
    steps: dict[str, list[Place]] = {}
    for (file, line, field), one in texts.items():
        steps.setdefault(one.remedy, []).append(Place(file=file, line=line, field=field))
    return steps
