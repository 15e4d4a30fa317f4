"""Answers of two filings compared, by official item."""

from __future__ import annotations

from typing import Any

from asylum_forms.compare.answers import Change, changes


def form(**items: Any) -> dict[str, Any]:
    return {"p-7": {"form": "P-7", "edition": "2026-01-01", "items": items}}


def box(text: str, label: str = "Name") -> dict[str, Any]:
    return {"label": label, "state": "answered", "text": text}


def table(*towns: str) -> dict[str, Any]:
    return {**box("", "Addresses"), "rows": [{"town": box(town, "Town"), "since": box("2020", "From")} for town in towns]}


def test_the_same_answers_have_not_changed() -> None:
    assert changes(form(A1=box("Doe"), A4=table("Oslo")), form(A1=box("Doe"), A4=table("Oslo"))) == []


def test_an_answer_is_told_with_its_item_and_both_wordings() -> None:
    assert changes(form(A1=box("Doe")), form(A1=box("Roe"))) == [Change("p-7", "P-7", "A1", "Name", "Doe", "Roe")]


def test_a_cell_is_told_with_its_entry_and_column() -> None:
    found = changes(form(A4=table("Oslo", "Rome")), form(A4=table("Oslo", "Bern")))
    assert found == [Change("p-7", "P-7", "A4", "Addresses", "Rome", "Bern", 2, "Town")]


def test_an_entry_put_before_the_others_changes_none_of_them() -> None:
    found = changes(form(A4=table("Oslo", "Rome")), form(A4=table("Bern", "Oslo", "Rome")))
    assert [(change.entry, change.column, change.old, change.new) for change in found] == [(1, "", "", "Town: Bern; From: 2020")]


def test_the_answers_of_a_form_that_is_gone_are_told() -> None:
    assert [(change.old, change.new) for change in changes(form(A1=box("Doe")), {})] == [("Doe", "")]
