"""The answers of a filing kept beside it, and what changed in them, by official item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from asylum_forms.forms.answers import Answer, Answers
from asylum_forms.forms.table import Item

NAME = "answers.json"
"""File of a build folder that holds the answers. It never leaves the case."""

Kept = Mapping[str, Any]
"""What `as_data` gives: leaf id of a form to its name, edition and items."""


@dataclass(frozen=True)
class Change:
    """One answer that is another one now."""

    leaf: str
    """Id of the form's part in the filing."""
    form: str
    item: str
    """Official number."""
    label: str
    old: str
    """As printed; empty where nothing stood."""
    new: str
    entry: int = 0
    """Which entry of a table (1-based, in the new filing; in the old one where it is gone); 0 outside tables."""
    column: str = ""
    """Caption of the column; empty where the whole entry came or went."""


def as_data(answers: Mapping[str, Answers]) -> dict[str, Any]:
    """The answers of every form of a filing as plain data, ready for JSON. `answers` has them by leaf id."""
    return {
        leaf: {
            "form": answered.table.form,
            "edition": answered.table.edition.isoformat(),
            "items": {
                number: _item(answered.table.items[number], answer)
                for number, answer in answered.items.items()
                if not (answered.table.items[number].sign or answered.table.items[number].blank)
            },
        }
        for leaf, answered in answers.items()
    }


def _item(item: Item, answer: Answer) -> dict[str, Any]:
    rows = [{column.number: _cell(column, row[column.number]) for column in item.columns} for row in answer.rows]
    return {**_cell(item, answer), **({"rows": rows} if rows else {})}


def _cell(item: Item, answer: Answer) -> dict[str, Any]:
    ticked = [option.label for option in item.options if option.key in answer.chosen]
    return {"label": item.label, "state": answer.state.value, "text": "; ".join(ticked) or answer.text}


def changes(old: Kept, new: Kept) -> list[Change]:
    """Every answer that differs, in the order of the new filing; then those of forms that are gone."""
    leaves = dict.fromkeys([*new, *old])
    return [change for leaf in leaves for change in _of_form(leaf, old.get(leaf, {}), new.get(leaf, {}))]


def _of_form(leaf: str, old: Kept, new: Kept) -> Iterator[Change]:
    form = str((new or old).get("form", leaf))
    before, after = old.get("items", {}), new.get("items", {})
    for number in dict.fromkeys([*after, *before]):
        one, two = before.get(number, {}), after.get(number, {})
        label = str((two or one).get("label", ""))
        if one.get("text", "") != two.get("text", ""):
            yield Change(leaf, form, number, label, str(one.get("text", "")), str(two.get("text", "")))
        for entry, column, was, now in _rows(one.get("rows", []), two.get("rows", [])):
            yield Change(leaf, form, number, label, was, now, entry, column)


def _rows(old: Sequence[Kept], new: Sequence[Kept]) -> Iterator[tuple[int, str, str, str]]:
    """(entry, column, old, new) of every cell that differs, and of whole entries that came or went."""
    matcher = SequenceMatcher(None, list(map(_line, old)), list(map(_line, new)), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(b - a, d - c)
        for one, two in zip(range(a, a + both), range(c, c + both), strict=True):
            for name, cell in new[two].items():
                was = old[one].get(name, {}).get("text", "")
                if was != cell["text"]:
                    yield two + 1, cell["label"], was, cell["text"]
        yield from ((one + 1, "", _line(old[one]), "") for one in range(a + both, b))
        yield from ((two + 1, "", "", _line(new[two])) for two in range(c + both, d))


def _line(row: Kept) -> str:
    return "; ".join(f"{cell['label']}: {cell['text']}" for cell in row.values() if cell["text"])
