"""Whoever helped with the form, and signs its declaration too."""

from __future__ import annotations

from collections.abc import Callable

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import value_of
from asylum_forms.record.values import Absent, Value, step
from jurisdictions.kr.wording import HOME, Entry, address, roman_name


def helper_of(filing: Filing) -> Entry | None:
    """Who helped with the form: the preparer, else the representative, else who read it to the applicant."""
    number = helper_number(filing)
    found: Entry | None = None if number is None else filing.record.rows("helpers")[number]
    return found


def helper_number(filing: Filing) -> int | None:
    """Where the record has this person under `helpers`."""
    for path in ("preparer.helper", "representative.helper", "statement.interpreter"):
        id_ = filing.record.get(path)
        for number, entry in enumerate(filing.record.rows("helpers")):
            if entry.get("id") == id_ and not isinstance(id_, Absent):
                return number
    return None


def _helped(read: Callable[[Filing, Entry], Value], question: str) -> Callable[[Filing], Value]:
    def answer(filing: Filing) -> Value:
        number = helper_number(filing)
        if number is not None:
            return Derived(read(filing, filing.record.rows("helpers")[number]), (f"helpers.{number}.{question}",))
        return _nobody(filing)

    return answer


def _nobody(filing: Filing) -> Value:
    """Not applicable where the record says that nobody has prepared the form or read it to the applicant; what is open, unknown
    or declined of one of them is so of who helped."""
    into, by = filing.record.get("statement.read_back_in"), filing.record.get("statement.interpreter")
    told = (filing.record.get("preparer"), into if by is None and into in (Absent.NONE, Absent.NOT_APPLICABLE) else by)
    if any(not isinstance(value, Absent) for value in told):
        return None
    return next((value for value in told if value in (Absent.UNKNOWN, Absent.DECLINED)), Absent.NOT_APPLICABLE)


def is_abroad(person: Entry) -> bool:
    """Whether the address of a helper is in another country; the form asks for one in Korea."""
    land = step(person, "address.country")
    return isinstance(land, str) and not isinstance(land, Absent) and land != HOME


helper_name = _helped(lambda filing, person: roman_name(person.get("name")) or None, "name")
helper_birth = _helped(lambda filing, person: step(person, "birth.date"), "birth.date")
helper_phone = _helped(lambda filing, person: person.get("phone"), "phone")
helper_address = _helped(lambda filing, person: value_of(filing, address(filing, person.get("address"))), "address")


def helper_signature(filing: Filing) -> Value:
    """Whether anybody but the applicant signs."""
    return None if helper_of(filing) else _nobody(filing)
