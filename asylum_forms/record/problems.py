"""Collecting what is wrong with a record: every problem with its place, all reported at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from asylum_forms.errors import RecordError
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _

Position = tuple[int, int]
"""Line and column, both 1-based; (0, 0) when there is none."""

MOST = 100
"""So many problems are shown in full; further ones are counted."""
_SHOWN = 160
"""Characters of a line that a finding shows."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer, in the user's language, before its place is known."""

    id: str
    message: str
    remedy: str
    position: Position | None = None
    """Where, when that is more precise than the answer itself."""


class Problems:
    """The problems found so far in one file."""

    def __init__(self, file: str, lines: Sequence[str] = ()) -> None:
        self.file = file
        self.lines = tuple(lines)
        self._found: list[Finding] = []
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def clear(self) -> None:
        """Forget what was found."""
        self._found.clear()
        self._more = 0

    def full(self) -> bool:
        """Whether so many problems are known that a further one is only counted; then this counts it."""
        if len(self._found) < MOST:
            return False
        self._more += 1
        return True

    def add(self, problem: Problem, position: Position = (0, 0), field: str = "") -> None:
        """Note a problem at its place; `field` is the dotted path of the question."""
        if self.full():
            return
        line, column = problem.position or position
        text = excerpt(self.lines[line - 1], column) if 0 < line <= len(self.lines) else ""
        place = Place(file=self.file, line=line, column=column, field=field, text=text)
        self._found.append(
            Finding(id=problem.id, severity=Severity.BLOCKS, message=problem.message, remedy=problem.remedy, place=place)
        )

    def error(self) -> RecordError:
        """One error with every problem, in the order of the file."""
        findings = sorted(self._found, key=lambda finding: (finding.place.line, finding.place.column))
        if self._more:
            more = _("More problems: {count}.").format(count=self._more)
            remedy = _("Correct the ones above, then check again; the others are shown then.")
            findings.append(Finding("record.more", Severity.BLOCKS, more, remedy, Place(file=self.file)))
        count = len(self._found) + self._more
        if count == 1:
            message = _("One thing in {file} must be corrected.").format(file=self.file)
        else:
            message = _("{count} things in {file} must be corrected.").format(count=count, file=self.file)
        first = findings[0]
        return RecordError(message, remedy=first.remedy, place=first.place, findings=findings)


def excerpt(line: str, column: int) -> str:
    """The part of a line around a column (1-based), whole when it is short, without the spaces at its ends."""
    if len(line) <= _SHOWN:
        return line.strip()
    start = max(0, min(column - 1 - _SHOWN // 2, len(line) - _SHOWN))
    end = start + _SHOWN
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def shorten(text: str, most: int = 60) -> str:
    """An answer as a message quotes it: on one line, cut when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
