"""Rules about the claim: answers that contradict one another, are missing their explanation, or need a lawyer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers, State
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import words_of
from asylum_forms.record.values import Absent, Text, step
from jurisdictions.us import narratives
from jurisdictions.us.finding import PRIOR, finding
from jurisdictions.us.wording import UNITED_STATES

CAT = "us.convention_against_torture"


def claim(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """The heart of the claim: ground, harm, fear, and answers that contradict one another."""
    yield from _grounds(filing)
    yield from _torture(filing)
    yield from _harm_and_fear(filing)
    yield from _arrests(filing)
    yield from _countries(filing)
    yield from _unused(filing)
    yield from _organisations(filing)
    yield from _service(filing)


def _grounds(filing: Filing) -> Iterator[Finding]:
    if not isinstance(narratives.grounds(filing), list):
        yield finding(
            filing,
            "us.no-ground",
            Severity.BLOCKS,
            _("No reason for the harm is chosen in item B.1. In court a judge may refuse such an application without a hearing."),
            _(
                "Choose under claim.grounds every reason that is true: race, religion, nationality, political "
                "opinion, social group."
            ),
            path="claim.grounds",
            item="B.1",
            rule="8 CFR 1208.3(c)(3)",
            source="EOIR Policy Memorandum 25-28 of 2025-04-11",
        )
    without = [g for g in filing.record.rows("claim.grounds") if g not in narratives.GROUNDS]
    if without:
        yield finding(
            filing,
            "us.ground-without-box",
            Severity.ATTEND,
            _("The form has no box for this reason: {grounds}. It is not ticked anywhere.").format(grounds=", ".join(without)),
            _("Ask a lawyer whether it is a particular social group, and say in your statement what the reason is."),
            path="claim.grounds",
            item="B.1",
            rule="INA 101(a)(42)(A)",
            source=PRIOR,
        )


def _torture(filing: Filing) -> Iterator[Finding]:
    grounds = narratives.grounds(filing)
    torture = (
        narratives.torture(filing) == "yes",
        "torture" in (grounds if isinstance(grounds, list) else ()),
        filing.record.get(CAT) == "yes",
    )
    if any(torture) and not all(torture):
        yield finding(
            filing,
            "us.torture-boxes",
            Severity.ATTEND,
            _("Fear of torture stands in three places of the form (top of page 1, items B.1 and B.4), and they do not agree."),
            _("Compare us.convention_against_torture, claim.grounds and claim.torture. This protection has no one-year limit."),
            path=CAT,
            item="B.4",
            rule="Form I-589 edition 01/20/25, page 1 and items B.1 and B.4",
        )


def _harm_and_fear(filing: Filing) -> Iterator[Finding]:
    if narratives.past_harm(filing) == "no" and filing.record.rows("harm"):
        yield finding(
            filing,
            "us.harm-contradiction",
            Severity.BLOCKS,
            _(
                "Item B.1.A says that nobody was harmed or threatened, but the record lists events of harm. "
                "They would not be on the form."
            ),
            _("Correct claim.past_harm, or the list under harm."),
            path="claim.past_harm.answer",
            item="B.1.A",
            rule="8 CFR 208.13(b)(1)",
            source=PRIOR,
        )
    if narratives.fear(filing) == "no":
        yield finding(
            filing,
            "us.no-fear",
            Severity.ATTEND,
            _("Item B.1.B says that you do not fear harm if you go back."),
            _("If this is right, speak with a lawyer before you file. If not, correct claim.fear."),
            path="claim.fear",
            item="B.1.B",
            rule="8 CFR 208.13(b)",
            source=PRIOR,
        )
    if narratives.persecutor(filing) == "yes":
        yield finding(
            filing,
            "us.persecutor",
            Severity.ATTEND,
            _("Item C.3 says that somebody of your family took part in harming others. This can exclude a person from asylum."),
            _("Do not file before a lawyer has read this answer."),
            path="claim.persecutor",
            item="C.3",
            rule="INA 208(b)(2)(A)(i)",
            source=PRIOR,
        )


def _organisations(filing: Filing) -> Iterator[Finding]:
    elsewhere = [o for o in filing.record.rows("organisations") if not narratives.at_home(filing)(o)]
    if elsewhere:
        yield finding(
            filing,
            "us.organisation-elsewhere",
            Severity.NOTE,
            _("Item B.3.A asks for groups in your home country. Groups of other countries are not on the form."),
            _("If they matter for your fear, describe them in your statement and in claim.fear."),
            path="organisations",
            item="B.3.A",
        )


def _arrests(filing: Filing) -> Iterator[Finding]:
    record = filing.record
    for number, event in enumerate(record.rows("harm")):
        released = event.get("released")
        if released is None or isinstance(released, Absent) or narratives.arrests_elsewhere(filing) != "no":
            continue
        yield finding(
            filing,
            "us.arrest-in-harm",
            Severity.ATTEND,
            _("Item B.2 says that there was no arrest or detention, but this event tells of a release."),
            _("Enter the detention under arrests as well, or correct the event."),
            path=f"harm.{number}.released",
            item="B.2",
        )
    direct = record.get(f"{narratives.CRIMES}.answer")
    if direct in ("no", Absent.NONE) and any(arrest.get("country") in UNITED_STATES for arrest in record.rows("arrests")):
        yield finding(
            filing,
            "us.crime-contradiction",
            Severity.BLOCKS,
            _("You answer that there was no crime, arrest or charge in the United States, but the list under arrests has one."),
            _("Item C.6 is ticked Yes. Correct one of the two, and see a lawyer before you file."),
            path=f"{narratives.CRIMES}.answer",
            item="C.6",
        )
    court = record.get("us.immigration_court")
    if court in ("now", "past") and narratives.us_arrests(filing) == "no":
        yield finding(
            filing,
            "us.court-without-arrest",
            Severity.ATTEND,
            _(
                "Item C.6 also asks about violations of immigration law in the United States. You were in court"
                " but list no such event."
            ),
            _(
                "If an officer arrested or charged you, also at the border, enter it under arrests with the "
                "country United States."
            ),
            path="arrests",
            item="C.6",
            rule="Form I-589 edition 01/20/25, item C.6",
        )


def _service(filing: Filing) -> Iterator[Finding]:
    """Item B.3.A asks for groups and for armed service in one: a list of groups alone would look complete."""
    service = filing.record.get("military")
    served = service.get("served") if isinstance(service, Mapping) else service
    if served is None and narratives.organisations(filing) == "yes":
        yield finding(
            filing,
            "us.service-open",
            Severity.BLOCKS,
            _("Item B.3.A also asks for service in an army or another armed group, and the record does not say."),
            _("Answer military, served."),
            path="military",
            item="B.3.A",
            rule="Form I-589 edition 01/20/25, item B.3.A",
        )


def _countries(filing: Filing) -> Iterator[Finding]:
    """Entries whose country decides on which item they stand, and does not say it or names one that no item asks for."""
    for path, item in (("arrests", "C.6"), ("earlier_claims", "C.1")):
        for number, entry in enumerate(filing.record.rows(path)):
            land = entry.get("country")
            if land is None or isinstance(land, Absent):
                yield finding(
                    filing,
                    "us.country-open",
                    Severity.BLOCKS,
                    _("This entry names no country, so nobody can say whether it belongs to item {item}.").format(item=item),
                    _("Name the country; for the United States write United States."),
                    path=f"{path}.{number}",
                    item=item,
                )
            elif path == "earlier_claims" and land not in UNITED_STATES and land == filing.record.get("claim.country"):
                yield finding(
                    filing,
                    "us.claim-at-home",
                    Severity.ATTEND,
                    _("This application was made in the country you fear. No item of the form asks for it, so it is not there."),
                    _("Check the country. If it is right, say it in your statement."),
                    path=f"{path}.{number}",
                )
    for number, journey in enumerate(filing.record.rows("travel.returns")):
        if not narratives.at_home(filing)(journey):
            yield finding(
                filing,
                "us.return-elsewhere",
                Severity.ATTEND,
                _("Item C.4 asks for journeys back to the country you fear. This one went to another and is not on the form."),
                _("Check its country and claim.country. A stay in a third country on the way belongs under travel.transit."),
                path=f"travel.returns.{number}",
                item="C.4",
            )


UNUSED = ("claim.protection", "claim.relocation", "claim.hostile_acts")
"""Answers that other countries ask for and no box of the I-589 takes."""


def _unused(filing: Filing) -> Iterator[Finding]:
    for path in UNUSED:
        value = filing.record.get(path)
        words = step(value, "explain") if isinstance(value, Mapping) else value
        if words is None or isinstance(words, Absent):
            continue
        yield finding(
            filing,
            "us.not-on-form",
            Severity.NOTE,
            _("No item of Form I-589 asks for this answer, so it is not on the form."),
            _("If it matters, for example why you could not live elsewhere in your country, see that your statement says it."),
            path=path,
        )


def open_choices(filing: Filing, form: Answers | None) -> Iterator[Finding]:
    """Items with boxes of which none is ticked: the form has no box for `unknown`, so Supplement B says it."""
    if filing.procedure.id == "abroad":
        return  # What only happens in the United States is still open there.
    for number, answer in (form.items if form else {}).items():
        item = form.table.items.get(number) if form else None
        if not (item and item.form == "choice"):
            continue
        claim = number[:2] in ("B.", "C.")
        if not claim and answer.state in (State.UNKNOWN, State.DECLINED) and not number.startswith("E."):
            yield finding(
                filing,
                "us.box-open",
                Severity.ATTEND,
                _(
                    "Item {number} has boxes to tick, and none is ticked; the answer is written beside them or on Supplement B."
                ).format(number=number),
                _("Answer it in the record if you can. An item without an answer can bring the whole application back."),
                path=item.uses[0] if item.uses else item.source,
                item=number,
                rule="8 CFR 1208.3(c)(3)",
            )
        if not claim:
            continue
        if answer.state in (State.NONE, State.NOT_APPLICABLE, State.UNKNOWN, State.DECLINED) and not answer.chosen:
            yield finding(
                filing,
                "us.yes-no-open",
                Severity.ATTEND,
                _("Item {number} wants Yes or No, and neither box is ticked.").format(number=number),
                _("Answer yes or no in the record, or explain with your lawyer on Supplement B why you cannot."),
                path=item.uses[0] if item.uses else item.source,
                item=number,
                rule="8 CFR 1208.3(c)(3)",
            )


def untranslated(filing: Filing, form: Answers | None) -> Iterator[Finding]:
    """Further pieces of an explanation that are not in the filing's language; the engine names the first of each box itself."""
    for number, answer in (form.items if form else {}).items():
        pieces = answer.sources[1:] if number.endswith(".text") else ()
        for path in pieces:
            text = filing.record.get(path)
            if isinstance(text, Text) and words_of(text, filing.language)[1]:
                yield finding(
                    filing,
                    "answer.untranslated",
                    Severity.BLOCKS,
                    _("This part of item {number} is not in English; the original words are printed.").format(number=number),
                    _("Give the words in English too, in the record."),
                    path=path,
                    item=number,
                )
