"""What of a unit has no place of its own in XLIFF or TMX, as pairs of words, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from asylum_forms.translation.units import Origin, Override, State, Unit, Was


def to_meta(unit: Unit) -> dict[str, str]:
    """Everything of a unit but id, source, target, state and notes; nothing for what is not set.

    `written` is the digest of the words as we wrote them: other words in the file are another's.
    """
    values = {
        "page": str(unit.page or ""),
        "paragraph": str(unit.paragraph or ""),
        "column": str(unit.column or ""),
        "kind": pack(unit.kind),
        "after": json.dumps(unit.after) if unit.after else "",
        "confidence": "" if unit.confidence is None else repr(unit.confidence),
        "doubtful": json.dumps(unit.doubtful) if unit.doubtful else "",
        "origin": unit.origin.value,
        "engine": pack(unit.engine),
        "translator": pack(unit.translator),
        "date": pack(unit.date),
        "confirmed": pack(unit.confirmed),
        "written": unit.digest,
        "taken": pack(unit.taken),
        "was": json.dumps(asdict(unit.was)) if unit.was else "",
        "overrides": json.dumps([asdict(override) for override in unit.overrides]) if unit.overrides else "",
    }
    return {key: value for key, value in values.items() if value}


def from_meta(id: str, source: str, meta: Mapping[str, str]) -> Unit:
    """A unit without target and state. What another program has damaged counts as not said."""
    return Unit(
        id=id,
        source=source,
        kind=unpack(meta.get("kind", "")) or "paragraph",
        page=_number(meta.get("page", "")),
        paragraph=_number(meta.get("paragraph", "")),
        column=_number(meta.get("column", "")),
        after=unpack(meta.get("after", "")),
        confidence=_decimal(meta.get("confidence", "")),
        origin=Origin(meta.get("origin", "")) if meta.get("origin", "") in set(Origin) else Origin.NONE,
        doubtful=tuple(_words(_loaded(meta.get("doubtful", "")))),
        engine=unpack(meta.get("engine", "")),
        translator=unpack(meta.get("translator", "")),
        date=unpack(meta.get("date", "")),
        confirmed=unpack(meta.get("confirmed", "")),
        taken=unpack(meta.get("taken", "")),
        was=_was(_loaded(meta.get("was", ""))),
        overrides=tuple(_overrides(_loaded(meta.get("overrides", "")))),
    )


def allowed(char: str) -> bool:
    """Whether XML 1.0 can hold the character."""
    code = ord(char)
    return char in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code > 0xFFFF


def pack(text: str) -> str:
    """A text that survives any XML program: as it is when it is plain, else as a JSON string."""
    plain = text == " ".join(text.split()) and not text.startswith('"') and all(map(allowed, text))
    return text if plain else json.dumps(text)


def unpack(text: str) -> str:
    """The reverse of `pack`; empty for what is damaged."""
    if not text.startswith('"'):
        return text
    loaded = _loaded(text)
    return loaded if isinstance(loaded, str) else ""


def _loaded(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _decimal(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _was(entry: Any) -> Was | None:
    try:
        return Was(str(entry["source"]), str(entry["target"]), State(entry["state"])) if entry else None
    except (TypeError, KeyError, ValueError):
        return None


def _words(entries: Any) -> Iterator[str]:
    yield from map(str, entries if isinstance(entries, list) else ())


def _overrides(entries: Any) -> Iterator[Override]:
    for entry in entries if isinstance(entries, list) else ():
        try:
            yield Override(**{key: str(value) for key, value in entry.items()})
        except (AttributeError, TypeError):
            continue
