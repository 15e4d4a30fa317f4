"""Small Word templates, forms and filings for tests of the Word side."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from asylum_forms.forms import house, word
from asylum_forms.forms.answers import Answer, Answers, Continuation, Laid, State
from asylum_forms.forms.table import Fits, FormTable, Item, Option, Sheet


def template(file: Path, *paragraphs: str, header: str = "", styles: Sequence[str] = ()) -> Path:
    """A template with these paragraphs."""
    document = house.new_document(title="Test")
    for number, text in enumerate(paragraphs):
        document.add_paragraph(text, style=styles[number] if number < len(styles) else None)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    word.save(document, file)
    return file


YES_NO = (Option("yes", "Yes"), Option("no", "No"))


def small_form() -> FormTable:
    """A form of nine items with every kind of item, a running-text sheet and a table sheet."""
    child = (
        *(Item(str(number), f"Child {number}", source=f"c{number}", fits=Fits(20), sheet=("x", "y")) for number in range(1, 9)),
        Item("sex", "Sex", source="sex", options=(Option("male", "Male"), Option("female", "Female"))),
    )
    items = (
        Item("A.1", "Last name", source="applicant.name.family", fits=Fits(42)),
        Item("A.2", "Sex", source="applicant.sex", form="choice", options=(Option("male", "Male"), Option("female", "Female"))),
        Item(
            "A.3",
            "Residences",
            rows="residences",
            fits=Fits(0, 3),
            columns=(
                Item("street", "Street", source="address.street", fits=Fits(30)),
                Item("from", "From", source="from", fits=Fits(7)),
            ),
        ),
        Item("A.4", "Children", rows="children", fits=Fits(0, 2), columns=child, continues="Sheet A"),
        Item("B.1", "Were you harmed?", source="claim.past_harm.answer", form="choice", options=YES_NO),
        Item("B.1.text", "If yes, explain.", source="claim.past_harm.explain", fits=Fits(95, 11), continues="Sheet B"),
        Item("B.2", "Signature", sign="applicant"),
        Item("C.1", "Officer", blank="for the office"),
    )
    sheets = (
        Sheet("Sheet A", "Sheet A: children", 3, (Item("SA.name", "Name"),)),
        Sheet("Sheet B", "Sheet B: more", 4, (Item("SB.part", "Part"), Item("SB.text", "Text", fits=Fits(99, 40)))),
    )
    return FormTable(
        form="X-1",
        edition=datetime.date(2025, 1, 20),
        title="Application",
        source="https://example.org/x-1",
        verified_on=None,
        verified_against="",
        language="en",
        words={"none": "None", "not_applicable": "N/A", "unknown": "Unknown", "declined": "Declined to answer"},
        unused="N/A",
        dates={"day": "MM/dd/yyyy"},
        sections={"A": "Part A. You", "B": "Part B. Your claim"},
        items={item.number: item for item in items},
        sheets={sheet.name: sheet for sheet in sheets},
        official=None,
        file=Path("x-1.yaml"),
    )


def said(text: str, *chosen: str) -> Answer:
    return Answer(State.ANSWERED, text, chosen)


def filled_form(table: FormTable) -> Laid:
    """Answers to `small_form`, with a copy of each sheet."""
    child = {**{str(n): said(f"first child {n}") for n in range(1, 9)}, "sex": said("Female", "female")}
    spare = {str(n): Answer(State.NOT_APPLICABLE, "N/A") for n in range(1, 9)}
    items = {
        "A.1": said("ZHANG"),
        "A.2": said("Male", "male"),
        "A.3": Answer(State.ANSWERED, rows=({"street": said("1 Elm St & Co <b>"), "from": said("01/2020")},)),
        "A.4": Answer(State.ANSWERED, rows=(child, spare)),
        "B.1": Answer(State.DECLINED, "Declined to answer"),
        "B.1.text": said("They came at night. (continued on Sheet B)"),
        "B.2": Answer(State.BLANK),
        "C.1": Answer(State.BLANK),
    }
    second = {**{str(n): said(f"third child {n}") for n in range(1, 9)}, "sex": said("Male", "male")}
    sheets = (
        Continuation("Sheet A", {"SA.name": "ZHANG"}, (second,)),
        Continuation("Sheet B", {"SB.part": "B", "SB.text": "The rest of the story."}),
    )
    return Laid(Answers(table, items), items, {}, sheets)


def sheet_context(laid: Laid, **more: Any) -> dict[str, Any]:
    from asylum_forms.forms.render import form_context

    return {"person": {"full_name": "Weiming ZHANG"}, "filing": {"draft": ""}, **form_context(laid), **more}
