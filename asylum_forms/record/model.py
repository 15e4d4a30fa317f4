"""The record in memory: the applicant's answers and where each of them stands in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asylum_forms.findings import Place, relative
from asylum_forms.i18n import _
from asylum_forms.record.schema import rules_at
from asylum_forms.record.values import Value, step

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Record:
    """A record that has been read and found valid.

    `data` holds plain dicts and lists of the values in `values.py`; a question without an answer is simply not there.
    `positions` gives (line, column), both 1-based, for every path such as `("children", 0, "name", "family")`.
    """

    case: Path
    file: Path
    language: str
    """Language of the record's free text, such as `zh_Hans`."""
    data: Mapping[str, Any]
    positions: Mapping[Path_, tuple[int, int]] = field(default_factory=dict, repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    questions: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The schema the record was read with."""

    def get(self, path: str) -> Value:
        """The value at a dotted path (`applicant.name.family`, `children.0.birth.date`), or None where nothing was answered.

        An Absent met on the way (`spouse: none`) is the value of everything below it.
        """
        return step(self.data, path)

    def rows(self, path: str) -> list[Any]:
        """The entries of a list question; empty where the answer is Absent or missing."""
        value = self.get(path)
        return value if isinstance(value, list) else []

    def place(self, path: str) -> Place:
        """Where this answer stands, or the nearest question above it that is in the file."""
        steps: Path_ = tuple(int(s) if s.isdigit() else s for s in path.split("."))
        shown = ".".join(str(s + 1) if isinstance(s, int) else s for s in steps)
        for length in range(len(steps), 0, -1):
            if position := self.positions.get(steps[:length]):
                line, column = position
                text = self.lines[line - 1] if line <= len(self.lines) else ""
                file, question = relative(self.file, self.case), self._question(steps)
                return Place(file, line, column, field=shown, text=text.strip(), question=question)
        return Place(file=relative(self.file, self.case), field=shown, question=self._question(steps))

    def _question(self, steps: Path_) -> str:
        """What the record calls the question, or the nearest one above it that has a name."""
        for length in range(len(steps), 0, -1):
            if text := rules_at(dict(self.questions), steps[:length]).get("meta", {}).get("label", ""):
                return _(text)
        return ""
