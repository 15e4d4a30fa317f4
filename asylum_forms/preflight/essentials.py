"""What no account of an event can be without: answers that a form prints with others in one text, so that no box stays empty
where one of them is open. A question is looked at where a form of the filing asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.table import FormTable
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import step

ESSENTIALS = {
    "harm": ("from", "what", "who", "why"),
    "arrests": ("date", "action"),
    "organisations": ("name",),
    "employment": ("employer", "address.city", "address.country"),
    "residences": ("address.city", "address.country"),
    "travel.transit": ("country", "from"),
    "travel.returns": ("from", "purpose"),
    "earlier_claims": ("date", "result"),
    "claim.statuses_elsewhere": ("country", "status"),
    "claim.fear": ("what", "who", "why"),
}
"""List or group of the record to the answers that each of its entries needs."""


def essentials(filing: Filing, tables: Iterable[FormTable], told: Collection[tuple[str, str]]) -> list[Finding]:
    """A finding for each entry that leaves one of them open. `told` are the (file, field) of which a finding says so
    already."""
    asked = {path for table in tables for path in _read(table)}
    wanted = [question for question in ESSENTIALS if any(_meet(question, path) for path in asked)]
    return [found for question in wanted for found in _of(filing, question, told)]


def _read(table: FormTable) -> Iterator[str]:
    for item in table.items.values():
        yield from (path for path in (*item.read, *item.entries, item.rows) if path)


def _meet(question: str, path: str) -> bool:
    return path == question or path.startswith(f"{question}.") or question.startswith(f"{path}.")


def _of(filing: Filing, question: str, told: Collection[tuple[str, str]]) -> Iterator[Finding]:
    value = filing.record.get(question)
    entries = enumerate(value) if isinstance(value, list) else [("", value)]
    for number, entry in entries:
        if not isinstance(entry, Mapping) or entry.get("answer") == "no":
            continue
        path = f"{question}.{number}".rstrip(".")
        open_ = [filing.record.place(f"{path}.{key}") for key in ESSENTIALS[question] if _open(step(entry, key))]
        if places := [place for place in open_ if (place.file, place.field) not in told]:
            yield Finding(
                "record.entry-open",
                Severity.BLOCKS,
                _("This entry leaves questions open: {questions}.").format(
                    questions=listed([place.question or place.field for place in places])
                ),
                _("Answer it in the record, or write none, not_applicable, unknown or declined."),
                places[0],
            )


def _open(value: Any) -> bool:
    return value is None or value in ([], {})
