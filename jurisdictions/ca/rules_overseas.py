"""Preflight of an application for resettlement from abroad: referral, sponsors, editions of the forms, history without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.people import full_name
from asylum_forms.record.values import Absent, PartialDate, step
from jurisdictions.ca.finding import finding
from jurisdictions.ca.imm_0008 import elsewhere
from jurisdictions.ca.imm_0008_family import dependants_of_age, former
from jurisdictions.ca.ircc import GROWN, answer, citizenships, gaps, said, within
from jurisdictions.ca.schedule_2 import s2_referred
from jurisdictions.ca.schedule_a import activities
from jurisdictions.ca.wording import HOME

_Answers = Mapping[str, Answers]
_REFERRAL = "IRPR, s. 140.3"
_SCHEDULE_A, _SCHEDULE_2, _GENERIC = "IMM-5669", "IMM-0008-Schedule-2", "IMM-0008"
_ROOM = 5
"""Dependants for whom IMM 0008 (10-2017) has pages."""


def referral(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Without a referral or a sponsor the application is as a rule not accepted."""
    if filing.person:
        return
    kind = s2_referred(filing)
    path = "ca.referral.kind"
    if kind == "none" or kind is None:
        yield finding(
            filing,
            "referral-missing",
            Severity.BLOCKS,
            _("Nobody has referred you, and you have no sponsor. Canada then sends an application from abroad back."),
            _(
                "Take the referral memo of this packet to the UNHCR office that is responsible for you, to another referral "
                "organisation, or to a sponsor in Canada. Only in areas that the Minister exempts may one apply without."
            ),
            path,
            rule=f"{_REFERRAL}, 140.2, 153",
            form=_SCHEDULE_2,
            item="head.referred",
            value="referral_needed",
        )
    elif kind == "sponsor":
        yield finding(
            filing,
            "sponsor-files-together",
            Severity.NOTE,
            _("With a sponsor, the application goes together with the sponsorship to the processing centre in Canada."),
            _("Give this packet to the sponsor; do not send it to a visa office yourself."),
            path,
            rule="IRPR, s. 140.2 and 153",
            value="referral_needed",
        )
    elif kind in ("unhcr", "organisation") and not said(filing.record.get("ca.referral.number")):
        yield finding(
            filing,
            "referral-number",
            Severity.ATTEND,
            _("The referral has no reference number."),
            _("Ask the organisation for the number of its letter, and add the letter to the evidence."),
            "ca.referral.number",
            rule=_REFERRAL,
            form=_SCHEDULE_2,
            item="head.reference",
        )


def sponsors(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Groups of five and community sponsors: the pause, and the recognition document that they need."""
    kind = filing.record.get("ca.referral.sponsor_kind")
    if filing.person or s2_referred(filing) != "sponsor":
        return
    if not said(kind):
        yield finding(
            filing,
            "sponsor-kind",
            Severity.ATTEND,
            _("The kind of sponsor is open. Some kinds are paused, and some need a paper that recognises you as a refugee."),
            _("Ask the sponsor and answer ca, referral, sponsor_kind."),
            "ca.referral.sponsor_kind",
            rule="IRPR, s. 153(1)(b)",
            value="sponsors_paused_until",
        )
    if kind not in ("group_of_five", "community_sponsor"):
        return
    paused = filing.value("sponsors_paused_until")
    if paused and filing.date <= paused:
        yield finding(
            filing,
            "sponsors-paused",
            Severity.BLOCKS,
            _("Canada takes no applications from groups of five and community sponsors until {day}.").format(
                day=paused.isoformat()
            ),
            _("Look for a sponsorship agreement holder, or wait and check the notice of the Department after that day."),
            "ca.referral.sponsor_kind",
            rule="IRPR, s. 153",
            value="sponsors_paused_until",
        )
    if answer(filing, "ca.referral.recognition") != "yes":
        yield finding(
            filing,
            "recognition-missing",
            Severity.BLOCKS,
            _("This kind of sponsor needs a paper by which UNHCR or a state recognises you as a refugee."),
            _("Add the paper to the evidence and answer ca, referral, recognition; or look for a sponsorship agreement holder."),
            "ca.referral.recognition",
            rule="IRPR, s. 153(1)(b)",
            value="recognition_needed",
        )


def place(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Outside Canada and outside the country of nationality; the office is that of the residence."""
    if filing.person:
        return
    land, own = filing.record.get("applicant.residence.country"), citizenships(filing)
    path = "applicant.residence.country"
    if land == HOME:
        yield finding(
            filing,
            "in-canada",
            Severity.BLOCKS,
            _("The record says that you live in Canada. This application is for people outside Canada."),
            _("In Canada, use the procedures ca/inland or ca/port-of-entry."),
            path,
            rule="IRPA, s. 99(2); IRPR, s. 139(1)(a)",
            value="referral_needed",
        )
    elif isinstance(own, list) and land in own:
        yield finding(
            filing,
            "in-own-country",
            Severity.ATTEND,
            _("The record says that you live in a country whose citizen you are. Resettlement is for people outside it."),
            _("If you have left, correct the residence. If not, ask a lawyer first."),
            path,
            rule="IRPR, s. 145, 147",
            value="referral_needed",
        )
    elif s2_referred(filing) != "sponsor":  # with a sponsor it goes to Canada, as `referral` says
        yield finding(
            filing,
            "residence-office",
            Severity.NOTE,
            _("Not sponsored, the application goes to the office that serves the place where you live. Tell it when you move."),
            _("Look up the office for this country on the site of the Department."),
            path,
            rule=_REFERRAL,
            value="referral_needed",
        )


def history(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Items 8 and 12 of Schedule A must leave no month out; for each person."""
    residences = within(filing, filing.record.get("residences"))
    told = activities(filing)
    for item, path, rows in (("8", "employment", told), ("12", "residences", residences)):
        if not isinstance(rows, list) or not rows:
            continue
        missing = gaps(filing, rows)
        if not missing:
            continue
        periods = ", ".join(first if first == last else f"{first} – {last}" for first, last in missing)
        yield finding(
            filing,
            "history-gap" if item == "8" else "address-gap",
            Severity.BLOCKS,
            _("Item {item} of Schedule A leaves time out: {periods}.").format(item=item, periods=periods),
            _("Add these months under employment, education or ca, other_activities (also detention, hiding, travel, no work).")
            if item == "8"
            else _("Add the places where you lived in these months under residences."),
            path,
            rule="IMM 5669 (12-2012), items 8 and 12",
            form=_SCHEDULE_A,
            item=item,
        )


def editions(filing: Filing, answers: _Answers) -> Iterator[Finding]:
    """The tables are of old editions; which are current could not be found out."""
    if filing.person:
        return
    for form, answered in answers.items():
        table = answered.table
        known = _("Public lists name an edition of 01-05-2021.") + " " if form == _SCHEDULE_A else ""
        yield finding(
            filing,
            f"edition-{form.lower()}",
            Severity.ATTEND,
            known
            + _("Our table of {form} is that of edition {edition}. The Department may take only a newer one.").format(
                form=form, edition=f"{table.edition:%m-%Y}"
            ),
            _("Get the current form from {source}, compare the date at the foot of its pages, and compare every item.").format(
                source=_(table.source)
            ),
            rule="IRPR, s. 140.1, 140.4",
            form=form,
            item="*",
            value="forms_editions",
        )


def family(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Everybody of 18 or older who comes along has own schedules and needs an own record; more than five dependants."""
    if filing.person:
        return
    record = filing.record
    for id_ in dependants_of_age(filing, GROWN):
        if id_ in record.people:
            continue
        path = record.persons()[id_]
        yield finding(
            filing,
            "own-record",
            Severity.ATTEND,
            _("{name} fills in Schedules A and 2 too, but has no record of their own, so most answers are open.").format(
                name=full_name(record.get(f"{path}.name"))
            ),
            _("Make one: asylum-forms new CASE --person {id}").format(id=id_),
            path,
            rule="IMM 0008 (10-2011) Schedule 2, head; IMM 5669 (12-2012), head",
            form=_SCHEDULE_2,
            item="head.role",
        )
    yield from _unknown_ages(filing)
    count = len(record.rows("children")) + isinstance(record.get("spouse"), Mapping)
    if count > _ROOM:
        yield finding(
            filing,
            "more-dependants",
            Severity.BLOCKS,
            _("IMM 0008 has pages for five dependants, but there are {count}.").format(count=count),
            _("Use Form IMM 0008DEP for the others; this program does not have it. The separate sheet holds their answers."),
            "children",
            rule="IMM 6000 kit",
            form=_GENERIC,
            item="D",
            value="forms_editions",
        )


def room(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """What IMM 0008 has boxes for once or twice and the record has oftener; and the number of people who apply."""
    if filing.person:
        return
    for path, item, rows, boxes in (("marriages", "P.14", former(filing), 1), ("residences", "P.12", elsewhere(filing), 2)):
        if isinstance(rows, list) and len(rows) > boxes:
            yield finding(
                filing,
                "marriages-room" if path == "marriages" else "residences-room",
                Severity.BLOCKS,
                _("Item {item} of IMM 0008 has room for {room}, but the record has {count}: the newest are printed.").format(
                    item=item.removeprefix("P."), room=boxes, count=len(rows)
                ),
                _("Write the others on a sheet with your name, the form and the number of the item."),
                path,
                rule="IMM 0008 (10-2017)",
                form=_GENERIC,
                item=item,
            )
    record = filing.record
    family = [record.get("spouse"), *record.rows("children")]
    count = 1 + sum(step(one, "accompanying") == "yes" for one in family)
    told = str(record.get("ca.family_size"))
    if told.isdigit() and int(told) != count:
        yield finding(
            filing,
            "family-size",
            Severity.ATTEND,
            _("The record says that {told} people apply, but {count} of the family come along, you among them.").format(
                told=told, count=count
            ),
            _("Correct ca, family_size, or the answer accompanying at the people."),
            "ca.family_size",
            rule="IMM 0008 (10-2017)",
            form=_GENERIC,
            item="A.3",
        )


def _unknown_ages(filing: Filing) -> Iterator[Finding]:
    for number, child in enumerate(filing.record.rows("children")):
        if isinstance(step(child, "birth.date"), PartialDate):
            continue
        yield finding(
            filing,
            "child-age",
            Severity.ATTEND,
            _("The age of {name} is open. Whoever is 18 or older fills in Schedules A and 2.").format(
                name=full_name(child.get("name"))
            ),
            _("Give the date of birth, at least the year."),
            f"children.{number}.birth.date",
            rule="IMM 0008 (10-2011) Schedule 2, head",
            form=_SCHEDULE_2,
            item="head.role",
        )


def consent(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Item 16 of Schedule 2 gives a whole file away, and is voluntary."""
    if filing.record.get("ca.consent.sponsor_groups") == "yes":
        yield finding(
            filing,
            "consent-groups",
            Severity.NOTE,
            _("You allow Canada to give your file, with criminal and security information, to groups that might sponsor you."),
            _("This is voluntary. If you are not sure, answer no."),
            "ca.consent.sponsor_groups",
            rule="IMM 0008 (10-2011) Schedule 2, item 16",
            form=_SCHEDULE_2,
            item="D.16.groups",
        )


def representative(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """A representative needs Form IMM 5476."""
    if filing.person or filing.record.get("representative") in (None, Absent.NONE, Absent.NOT_APPLICABLE):
        return
    yield finding(
        filing,
        "representative-form",
        Severity.ATTEND,
        _("You have a representative. The Department then wants Form IMM 5476, which this program does not have."),
        _("Get it from the site of the Department; both of you sign it."),
        "representative",
        rule="IMM 6000 kit",
        value="forms_editions",
    )
