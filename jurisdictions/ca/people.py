"""Who claims in a Canadian filing, how old they are, and who signs for them."""

from __future__ import annotations

from collections.abc import Iterator

from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent, PartialDate, Text, Value

ADULT = 18
"""Who is younger is a minor (RPD Rules, rule 20: a designated representative; Schedule 1, item 13)."""


def ages(filing: Filing, birth: Value) -> tuple[int, int] | None:
    """The least and the greatest age, in whole years on the filing date, that a date of birth allows; None without a date.

    A date that is only approximate may be wrong by a year.
    """
    if not isinstance(birth, PartialDate):
        return None
    day = filing.date
    least, most = (day.year - d.year - ((day.month, day.day) < (d.month, d.day)) for d in (birth.last(), birth.first()))
    return (least - 1, most + 1) if birth.approx else (least, most)


def is_minor(filing: Filing) -> bool:
    """Whether the person of these papers is certainly under 18."""
    known = ages(filing, filing.record.get("applicant.birth.date"))
    return known is not None and known[1] < ADULT


def may_be_minor(filing: Filing) -> bool:
    """Whether the person of these papers is, or may be, under 18."""
    known = ages(filing, filing.record.get("applicant.birth.date"))
    return known is None or known[0] < ADULT


def is_young_child(filing: Filing, birth: Value) -> bool:
    """Whether a child certainly is of an age at which only the first part of the form is filled in."""
    known = ages(filing, birth)
    return known is not None and known[1] <= filing.value("short_form_age")


def others(filing: Filing) -> Iterator[tuple[str, str]]:
    """(id, path of the entry) of everybody who claims together with the applicant, as far as the record says so."""
    record = main_record(filing)
    for id_, path in record.persons().items():
        if record.get(f"{path}.ca.claims") == "yes":
            yield id_, path


def main_record(filing: Filing) -> Record:
    """The record of the person whom the case is for."""
    return filing.record.person("")


def claimants(filing: Filing) -> list[str]:
    """Who fills in the whole Basis of Claim Form."""
    record = main_record(filing)
    return ["", *(id_ for id_, path in others(filing) if not is_young_child(filing, record.get(f"{path}.birth.date")))]


def young_children(filing: Filing) -> list[str]:
    """Who fills in only the part "Who you are": children of six or younger."""
    record = main_record(filing)
    return [id_ for id_, path in others(filing) if is_young_child(filing, record.get(f"{path}.birth.date"))]


def signer(filing: Filing) -> Record:
    """The record of who signs: the person, or for a minor the person whom the case is for."""
    return main_record(filing) if is_minor(filing) else filing.record


def is_interpreted(filing: Filing) -> bool | None:
    """Whether the papers are interpreted to who signs them (rule 6); None where the record does not tell or is not consistent."""
    record = signer(filing)
    into, reads = record.get("statement.read_back_in"), record.get("applicant.languages.reads")
    if isinstance(into, str) and not isinstance(into, Absent):
        return True
    foreign = reads is Absent.NONE if isinstance(reads, Absent) else None
    if isinstance(reads, list):
        foreign = filing.language.split("_")[0] not in {str(tag).split("_")[0] for tag in reads}
    if not_interpreted(filing):
        # "I can read the language of this form" is said under oath: not of somebody who cannot.
        return None if foreign else False
    return True if foreign else foreign if isinstance(reads, list) else None


def not_interpreted(filing: Filing) -> bool:
    """Whether the record says that nobody interprets the papers to who signs them."""
    return signer(filing).get("statement.read_back_in") in (Absent.NOT_APPLICABLE, Absent.NONE)


def same_story(filing: Filing) -> bool:
    """Whether this person's record says that the reasons are those of the person whom the case is for."""
    return bool(filing.person) and filing.record.get("ca.same_story") == "yes"


def has_narrative(filing: Filing) -> bool:
    """Whether this person has a statement of their own in the record."""
    return isinstance(filing.record.get("statement.text"), Text)
