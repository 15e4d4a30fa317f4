"""Which procedure of the United Nations is open against which State, from the dated values `STATE.PROCEDURE`."""

from __future__ import annotations

from asylum_forms.jurisdiction.contract import Entry, Filing

PROCEDURES = {
    "sp": "Special procedures, WGAD",
    "ccpr": "Human Rights Committee",
    "cat": "Committee against Torture",
    "ced": "Committee on Enforced Disappearances",
}
PLAIN = "General knowledge"
"""The source of a value of which nothing more is known."""
COMMITTEES = ("ccpr", "cat", "ced")


def known(filing: Filing, state: str) -> bool:
    """Whether anything is known of this State."""
    return f"{state}.sp" in filing.jurisdiction.values


def entry(filing: Filing, state: str, procedure: str) -> Entry | None:
    """What holds on the filing date, with its source; None where the State is not in the table."""
    dated = filing.jurisdiction.values.get(f"{state}.{procedure}")
    return dated.entry(filing.date) if dated else None


def is_open(filing: Filing, state: str, procedure: str) -> bool | None:
    """Whether the procedure is open against the State; None where nobody knows."""
    found = entry(filing, state, procedure)
    return found.value if found else None


def open_committees(filing: Filing, state: str) -> list[str]:
    """Committees that take a complaint against this State, by name."""
    return [PROCEDURES[key] for key in COMMITTEES if is_open(filing, state, key)]


def cells(filing: Filing, state: str) -> dict[str, str]:
    """`open`, `not open` or `not known` for each procedure, and `notes`: what the sources say, checked or not."""
    said = {True: "open", False: "not open", None: "not known"}
    found = {key: entry(filing, state, key) for key in PROCEDURES}
    shown = {key: said[one.value if one else None] for key, one in found.items()}
    telling = {key: one for key, one in found.items() if one and (one.verified or one.source != PLAIN)}
    notes = [f"{PROCEDURES[key]}: {one.source}{'' if one.verified else ', not checked'}" for key, one in telling.items()]
    return {**shown, "notes": "; ".join(notes) if any(found.values()) else "not in the table of this program"}
