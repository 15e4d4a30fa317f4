"""Confirmation: a named human makes units final, after seeing what the checks found."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from asylum_forms.translation.checks import FINAL_WORD, SAID_ONCE, Check
from asylum_forms.translation.units import Document, Override, State, Unit


@dataclass(frozen=True)
class Confirmed:
    """What became of a confirmation. `document` is worth keeping in any case: reasons given are in it."""

    document: Document
    blocking: tuple[Check, ...]
    """What still stands in the way. While there is any, no unit has become final."""
    unknown: tuple[str, ...]
    """Keys of reasons for which there is no finding: a slip, or the words have changed."""


def confirm(
    document: Document,
    checks: Sequence[Check],
    *,
    translator: str,
    date: datetime.date,
    reasons: Mapping[str, str] | None = None,
    units: Collection[str] | None = None,
) -> Confirmed:
    """Make units final, all of them or those named.

    `checks` is what `checks.check` found in this document, `reasons` maps keys of findings (`u12:number:30000`) to why the words
    are right all the same. Raises ValueError without a translator, or with an empty reason. The caller has seen to it that the
    translator is a person of the record and not the applicant.
    """
    given = {key: reason.strip() for key, reason in (reasons or {}).items()}
    if not translator.strip():
        raise ValueError("a confirmation needs a translator")
    if not all(given.values()):
        raise ValueError("a reason must not be empty")
    wanted = {unit.id for unit in document.units} if units is None else set(units)
    overridden = [one for one in checks if one.key in given and one.check not in FINAL_WORD]
    document = document.with_units(_overridden(document, overridden, given, translator, date))
    done = {one.key for one in overridden}
    blocking = tuple(one for one in _left(checks, done) if one.blocks and one.unit in wanted)
    unknown = tuple(key for key in given if key not in done)
    if blocking or untranslated(unit for unit in document.units if unit.id in wanted):
        return Confirmed(document, blocking, unknown)
    return Confirmed(
        document.with_units(_final(unit, translator, date) for unit in document.units if unit.id in wanted), (), unknown
    )


def _left(checks: Sequence[Check], done: Collection[str]) -> Iterator[Check]:
    """The findings to which no reason was given, neither here nor, where once is enough, further up."""
    said: set[tuple[str, str]] = set()
    for one in checks:
        if one.key in done:
            said.add((one.check, one.detail))
        elif one.check not in SAID_ONCE or (one.check, one.detail) not in said:
            yield one


def _overridden(
    document: Document, checks: Sequence[Check], reasons: Mapping[str, str], translator: str, date: datetime.date
) -> list[Unit]:
    found = []
    for unit in document.units:
        new = [
            Override(one.check, one.detail, reasons[one.key], translator, date.isoformat(), unit.digest)
            for one in checks
            if one.unit == unit.id
        ]
        keys = {(override.check, override.detail) for override in new}
        kept = [override for override in unit.overrides if (override.check, override.detail) not in keys]
        if new:
            found.append(replace(unit, overrides=(*kept, *new)))
    return found


def _final(unit: Unit, translator: str, date: datetime.date) -> Unit:
    """The unit, confirmed. Who confirms a document speaks for all of it, so what another person confirmed before is theirs now: a
    certificate has one name."""
    if unit.final and unit.translator == translator:
        return unit
    return replace(unit, state=State.FINAL, translator=translator, date=date.isoformat(), confirmed=unit.digest)


def untranslated(units: Iterable[Unit]) -> list[Unit]:
    """Those without words: they keep all from being confirmed."""
    return [unit for unit in units if not unit.target.strip() and not unit.empty]
