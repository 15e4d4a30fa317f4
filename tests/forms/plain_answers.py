"""Answers as plain data, for golden files that a reviewer reads beside the official form."""

from __future__ import annotations

from typing import Any

from asylum_forms.forms.answers import Answer, Answers, State


def as_plain(answers: Answers) -> dict[str, Any]:
    """Item number to what it says: words; for ticked boxes the list of their keys; for a table the list of its entries.

    What is no answer has its kind before the wording, so that two kinds with the same wording stay apart: `<unknown> N/A`,
    `<missing>`, `<blank>`.
    """
    return {number: _plain(answer) for number, answer in answers.items.items()}


def _plain(answer: Answer) -> Any:
    if answer.rows:
        return [{column: _plain(cell) for column, cell in row.items()} for row in answer.rows]
    if answer.chosen:
        return list(answer.chosen)
    return answer.text if answer.state is State.ANSWERED else f"<{answer.state}> {answer.text}".rstrip()
