"""Sections 9 to 12 of the application form: passport, entry, stay, departure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from asylum_forms.forms.answers import Derived
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.jurisdiction.wording import join, value_of
from asylum_forms.record.people import documents_of
from asylum_forms.record.values import Absent, PartialDate, Value, step
from jurisdictions.kr.wording import HOME, Entry, address, after, below, either, say


def _newest(entries: list[Entry], *keys: str) -> Entry:
    """The entry with the latest date; without dates the first."""

    def day(entry: Entry) -> PartialDate:
        found = next((entry[key] for key in keys if isinstance(entry.get(key), PartialDate)), PartialDate(1))
        return found

    return max(entries, key=day)


# 9 Passport


def passport(filing: Filing) -> Value:
    """The applicant's newest passport or travel document; an Absent where there is none."""
    own = documents_of(filing.record.get("documents"), (None, "applicant"), ("passport", "travel_document"))
    return _newest(own, "issued") if isinstance(own, list) else own


def has_passport(filing: Filing) -> Value:
    found = passport(filing)
    return "no" if found is Absent.NONE else step(found, "held.answer")


def _passport(path: str) -> Callable[[Filing], Value]:
    return lambda filing: below(step(passport(filing), path))


passport_authority, passport_issued, passport_purpose = _passport("authority"), _passport("issued"), _passport("purpose")
passport_genuine, passport_obtained = _passport("genuine.answer"), _passport("obtained")


def passport_not_genuine(filing: Filing) -> Value:
    found = passport(filing)
    genuine = step(found, "genuine.answer")
    return Absent.NOT_APPLICABLE if genuine == "yes" else below(step(found, "genuine.explain"))


def passport_not_held(filing: Filing) -> Value:
    """Why there is no passport now: said at the passport that once was, else among the Korean questions."""
    has = has_passport(filing)
    if has != "no":
        return Absent.NOT_APPLICABLE if has == "yes" else has
    found = passport(filing)
    said = step(found, "held.explain") if isinstance(found, Mapping) else None
    why = said if said is not None else filing.record.get("kr.passport_reissue.why_none")
    open_ = why in (Absent.NONE, Absent.NOT_APPLICABLE) or (why is None and not isinstance(found, Mapping))
    return Derived(None, ("kr.passport_reissue.why_none",)) if open_ else why


def _without_passport(read: Callable[[Filing], Value]) -> Callable[[Filing], Value]:
    def answer(filing: Filing) -> Value:
        has = has_passport(filing)
        return read(filing) if has == "no" else Absent.NOT_APPLICABLE if has == "yes" else has

    return answer


def _reissue(key: str, when: str) -> Callable[[Filing], Value]:
    def answer(filing: Filing) -> Value:
        return after(filing.record.get("kr.passport_reissue.answer"), when, filing.record.get(f"kr.passport_reissue.{key}"))

    return answer


passport_reissue = _without_passport(lambda filing: filing.record.get("kr.passport_reissue.answer"))
passport_reissue_kinds = _without_passport(_reissue("kinds", "yes"))
passport_reissue_not = _without_passport(_reissue("why_not", "no"))


# 10 Entry


def visa(filing: Filing) -> Value:
    """The last Korean visa that was issued; Absent.NONE where there was none: the one asked for was refused, or is for elsewhere.

    A visa of which nobody has said when it was issued, or by whom, may be such a one: then its answer is that."""
    value = filing.record.get("travel.visas")
    if not isinstance(value, list):
        return value
    ours = [v for v in value if v.get("country") == HOME and v.get("issued") not in (Absent.NONE, Absent.NOT_APPLICABLE)]
    dated = [v for v in ours if isinstance(v.get("issued"), PartialDate)]
    elsewhere = [v.get("country") for v in value if v.get("country") is None or isinstance(v.get("country"), Absent)]
    if dated:
        return _newest(dated, "issued")
    open_ = [*(v.get("issued") for v in ours), *elsewhere]
    return open_[0] if open_ else Absent.NONE


def has_visa(filing: Filing) -> Value:
    found = visa(filing)
    return "yes" if isinstance(found, Mapping) else "no" if found in (Absent.NONE, Absent.NOT_APPLICABLE) else found


def _visa(key: str) -> Callable[[Filing], Value]:
    return lambda filing: below(step(visa(filing), key))


visa_place, visa_kind, visa_issued, visa_documents = _visa("place"), _visa("kind"), _visa("issued"), _visa("documents")


def visa_helped(filing: Filing) -> Value:
    """Who helped with the visa or with the entry."""
    given = [step(visa(filing), "helped_by"), step(last_entry(filing), "helped_by")]
    said = [value for value in given if value is not None and not isinstance(value, Absent)]
    if said:
        return value_of(filing, join("\n", (say(filing, value) for value in said)))
    return next((value for value in given[::-1] if value is not None), None)


def entries(filing: Filing) -> Value:
    """Entries into Korea."""
    value = filing.record.get("travel.entries")
    return [e for e in value if e.get("country") in (HOME, None)] if isinstance(value, list) else value


def last_entry(filing: Filing) -> Value:
    """The last entry into Korea, or where the applicant was stopped on the way in."""
    found = entries(filing)
    return (_newest(found, "date") if found else None) if isinstance(found, list) else found


def _entry(path: str) -> Callable[[Filing], Value]:
    return lambda filing: below(step(last_entry(filing), path))


entry_date, entry_port, entry_status, entry_status_expires = (
    _entry("date"),
    _entry("place"),
    _entry("status"),
    _entry("status_expires"),
)
entry_inspected, own_passport = _entry("inspected.answer"), _entry("own_passport.answer")


def entry_purpose(filing: Filing) -> Value:
    """The purpose of the first entry, as the form asks."""
    found = entries(filing)
    if not isinstance(found, list):
        return below(found)
    dated = [entry for entry in found if isinstance(entry.get("date"), PartialDate)]
    first = min(dated, key=lambda entry: entry["date"]) if dated else found[0] if found else None
    return step(first, "purpose")


def entry_uninspected(filing: Filing) -> Value:
    entry = last_entry(filing)
    inspected = step(entry, "inspected.answer")
    return Absent.NOT_APPLICABLE if inspected == "yes" else below(step(entry, "inspected.explain"))


def _used(key: str) -> Callable[[Filing], Value]:
    """An item about a passport in another identity, which only applies after a no at 10.11."""

    def answer(filing: Filing) -> Value:
        own = own_passport(filing)
        value = filing.record.get(f"kr.passport_used.{key}")
        if own == "no":
            return (
                value.upper()
                if key in ("family", "given") and isinstance(value, str) and not isinstance(value, Absent)
                else value
            )
        return Absent.NOT_APPLICABLE if own == "yes" else own

    return answer


used_family, used_given, used_birth, used_nationality = _used("family"), _used("given"), _used("birth_date"), _used("nationality")


# 11 Stay


def violations(filing: Filing) -> Value:
    return filing.record.get("kr.violations.kinds")


def violations_explain(filing: Filing) -> Value:
    kinds = violations(filing)
    return filing.record.get("kr.violations.explain") if isinstance(kinds, list) else below(kinds)


def address_in_korea(filing: Filing) -> Value:
    """Where the applicant is. An address elsewhere is none in Korea."""
    value = filing.record.get("applicant.residence")
    if not isinstance(value, Mapping):
        return value
    return value_of(filing, address(filing, value)) if value.get("country") in (HOME, None) else None


def people_kinds(filing: Filing) -> Value:
    value = filing.record.get("kr.people")
    return list(dict.fromkeys(p["kind"] for p in value if p.get("kind"))) or None if isinstance(value, list) else value


def support_explain(filing: Filing) -> Value:
    return after(filing.record.get("kr.support.answer"), "yes", filing.record.get("kr.support.explain"))


# 12 Departure


def permit(filing: Filing) -> Value:
    left = filing.record.get("travel.left_home")
    return after(step(left, "permit_needed"), "yes", step(left, "permit.answer"))


def permit_date(filing: Filing) -> Value:
    return after(permit(filing), "yes", filing.record.get("travel.left_home.permit_date"))


def permit_not(filing: Filing) -> Value:
    """Why there was no permission, and how the applicant managed to leave."""
    said = [filing.record.get(f"travel.left_home.{path}") for path in ("permit.explain", "how")]
    return after(permit(filing), "no", value_of(filing, join("\n", (say(filing, value) for value in said))))


def has_transit(filing: Filing) -> Value:
    return has(filing.record.get("travel.transit"))


def has_refusals(filing: Filing) -> Value:
    return has(filing.record.get("travel.refusals"))


def has(value: Value) -> Value:
    """The yes or no that goes with a list."""
    if isinstance(value, list):
        return "yes" if value else None
    return "no" if value in (Absent.NONE, Absent.NOT_APPLICABLE) else value


def left_home_date(filing: Filing) -> Value:
    """Item 14.7 asks again what 12.1 asked, and has the same source."""
    return filing.record.get("travel.left_home.date")


def statement(filing: Filing) -> Value:
    """Item 15: the statement is attached as a whole, on sheets of the same size."""
    value = filing.record.get("statement.text")
    if value is None or isinstance(value, Absent):
        return value
    return either(filing, "별첨 개인진술서와 같음", "See the attached personal statement (개인진술서)")
