"""What Korean law and practice ask of a filing beyond the boxes of the form. Nothing here corrects an answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate, Text, Value
from jurisdictions.kr import claim, journey
from jurisdictions.kr.wording import Entry, native_names, roman_name, step

FORM = "refugee-application"
FORM_1 = "난민법 시행규칙 [별지 제1호서식] <개정 2019. 12. 31.>"
ACCEPTED = ("ko", "en")


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding of the Korean rules for this filing."""
    checks = [translators, name]
    checks += [objection] if filing.procedure.id == "objection" else [applying, times, passport, minors, family, by_hand]
    return [found for check in checks for found in check(filing)]


def _finding(
    filing: Filing,
    id_: str,
    severity: Severity,
    message: str,
    remedy: str,
    path: str = "",
    *,
    item: str = "",
    rule: str = FORM_1,
) -> Finding:
    place = filing.record.place(path) if path else Place()
    place = replace(place, form=FORM if item else "", item=item)
    return Finding(id=f"kr.{id_}", severity=severity, message=message, remedy=remedy, place=place, rule=rule)


def applying(filing: Filing) -> Iterator[Finding]:
    """Whether this form is the right one, and for this person."""
    record = filing.record
    again = record.get("kr.earlier_application")
    earlier = [
        n for n, c in enumerate(record.rows("earlier_claims")) if c.get("country") == "KR" and _is_self(filing, c.get("person"))
    ]
    if again == "yes" or (earlier and again != "no"):
        path = "kr.earlier_application" if again == "yes" else f"earlier_claims.{earlier[0]}.country"
        yield _finding(
            filing,
            "re-application",
            Severity.BLOCKS,
            _("You have applied for refugee status in Korea before. This form must not be used for a second application."),
            _("Ask the office for the form for re-applications, 난민인정신청서(재신청자용), and show what has changed since."),
            path,
        )
    elif again is None:
        yield _finding(
            filing,
            "re-application-open",
            Severity.BLOCKS,
            _("The record does not say whether you have applied for refugee status in Korea before."),
            _("Answer kr, earlier_application. Who has applied before must use another form."),
            "kr.earlier_application",
        )
    age = claim.age_of(filing, {"birth": record.get("applicant.birth")})
    if age is not None and age < filing.value("own_form_age"):
        yield _finding(
            filing,
            "child-applicant",
            Severity.ATTEND,
            _("The applicant is younger than ten. On a form for such a child only section 1 is filled in, and a parent signs."),
            _("Hand in only the pages with section 1 and the signature."),
            "applicant.birth.date",
            item="1.5",
        )
    for number, child in enumerate(record.rows("children")):
        years = claim.age_of(filing, child)
        if child.get("accompanying") == "yes" and (years is None or years >= filing.value("own_form_age")):
            yield _finding(
                filing,
                "own-form",
                Severity.ATTEND,
                _("{name} is with you and needs a form of their own: ten years or older.").format(
                    name=roman_name(child.get("name"))
                ),
                _("Make a case folder for this person too, with the answers from that person's side."),
                f"children.{number}.birth.date",
            )
    if filing.procedure.id == "port-of-entry":
        yield _finding(
            filing,
            "port-of-entry",
            Severity.NOTE,
            _("Ask for protection during the immigration inspection and keep proof of the day: seven days count from then."),
            _("After seven days without a decision you must be let in. Against a decision not to refer, go to a lawyer at once."),
            rule="난민법 제6조, 시행령 제5조",
        )


def _is_self(filing: Filing, person: Value) -> bool:
    """Whether an entry's `person` is the applicant: unnamed, `myself`, or the applicant's own name."""
    if person is None or isinstance(person, Absent):
        return True
    said = [w for _tag, w in person.by_language] if isinstance(person, Text) else [str(person)]
    own = [roman_name(filing.record.get("applicant.name")), *native_names(filing.record.get("applicant.name"))]
    return any(
        _same(one, other) for one in said for other in ("myself", "i myself", "applicant", "本人", "我", "본인", *own) if other
    )


def _same(one: str, other: str) -> bool:
    return sorted(one.casefold().replace(",", " ").split()) == sorted(other.casefold().split())


def times(filing: Filing) -> Iterator[Finding]:
    """Item 14.18, and the order of departure (12.1 and 14.7, one source) and arrival (10.7)."""
    arrival = step(journey.last_entry(filing), "date")
    left = filing.record.get("travel.left_home.date")
    late = claim.is_late(filing)
    said = filing.record.get("claim.late_filing")
    if late and not isinstance(said, Text):
        yield _finding(
            filing,
            "late-filing",
            Severity.BLOCKS,
            _("More than a year has passed since your last entry into Korea (10.7). Item 14.18 must say why you apply only now."),
            _("Write the true reasons under claim, late_filing."),
            "claim.late_filing",
            item="14.18",
        )
    elif late is None and isinstance(arrival, PartialDate) and not isinstance(said, Text):
        yield _finding(
            filing,
            "late-filing-open",
            Severity.ATTEND,
            _("From the date of your last entry (10.7) nobody can tell whether a year has passed."),
            _("Give the exact date, or say under claim, late_filing why you did not apply earlier."),
            "travel.entries",
            item="14.18",
        )
    if isinstance(left, PartialDate) and isinstance(arrival, PartialDate) and left.first() > arrival.last():
        yield _finding(
            filing,
            "left-after-arrival",
            Severity.BLOCKS,
            _("You left your country ({left}, items 12.1 and 14.7) after you arrived in Korea ({arrival}, item 10.7).").format(
                left=left.iso(), arrival=arrival.iso()
            ),
            _("One of the dates is wrong. Look at the stamps and the ticket, and correct the record."),
            "travel.left_home.date",
            item="12.1",
        )


def passport(filing: Filing) -> Iterator[Finding]:
    """10.11 answered no needs 10.12 to 10.15; 9.1 answered no needs 9.9 to 9.11."""
    possible = filing.record.get("kr.passport_reissue.answer")
    if journey.has_passport(filing) == "no" and possible in (Absent.NONE, Absent.NOT_APPLICABLE):
        yield _finding(
            filing,
            "passport-reissue",
            Severity.BLOCKS,
            _("You have no passport now (9.1), so items 9.9 to 9.11 must be answered."),
            _("Answer kr, passport_reissue."),
            "kr.passport_reissue",
            item="9.9",
        )
    if journey.own_passport(filing) == "no":
        items = {"family": "10.12", "given": "10.13", "birth_date": "10.14", "nationality": "10.15"}
        for key, item in items.items():
            value = filing.record.get(f"kr.passport_used.{key}")
            if value is None or value in (Absent.NONE, Absent.NOT_APPLICABLE):
                yield _finding(
                    filing,
                    "passport-used",
                    Severity.BLOCKS,
                    _("You came with a passport in another identity (10.11), so item {item} must be answered.").format(item=item),
                    _("Answer kr, passport_used, as printed in that passport. If you do not know it, write unknown."),
                    f"kr.passport_used.{key}",
                    item=item,
                )


def minors(filing: Filing) -> Iterator[Finding]:
    """Items 14.13 and 14.14."""
    said = filing.record.get("kr.minors.answer")
    with_me = [
        c
        for c in filing.record.rows("children")
        if c.get("accompanying") == "yes" and ((age := claim.age_of(filing, c)) is None or age < 19)
    ]
    if said == "no" and with_me:
        yield _finding(
            filing,
            "minors-contradiction",
            Severity.ATTEND,
            _("A child under 19 is with you, but you say that no minor applies with you (14.13)."),
            _("If the child applies too, answer kr, minors with yes. Otherwise nothing needs to change."),
            "kr.minors.answer",
            item="14.13",
        )
    if said != "yes":
        return
    parent = filing.record.get("kr.minors.parent")
    if parent in ("not_parent", "other_absent") and filing.record.get("kr.minors.consent.explain") is None:
        yield _finding(
            filing,
            "minor-consent",
            Severity.BLOCKS,
            _("Item 14.13 asks which paper allows you to care for or travel with the child, or why there is none."),
            _("Answer kr, minors, consent."),
            "kr.minors.consent",
            item="14.13.explain",
        )
    if claim.young_children(filing) and not isinstance(filing.record.get("kr.child_risk"), Text):
        yield _finding(
            filing,
            "child-risk",
            Severity.ATTEND,
            _("A child under ten is with you. Item 14.14 asks for the dangers of the child's own."),
            _("Write under kr, child_risk what threatens the child itself, or none."),
            "kr.child_risk",
            item="14.14",
        )


def family(filing: Filing) -> Iterator[Finding]:
    """Item 4.1 wants all the family: a question left open would look like a person who does not exist."""
    for path in ("parents.father", "parents.mother", "siblings", "spouse", "children"):
        if filing.record.get(path) is None:
            yield _finding(
                filing,
                "family-open",
                Severity.BLOCKS,
                _("Item 4.1 asks for all the family, living or dead. The record does not answer: {path}.").format(path=path),
                _("Name these people, or write none or unknown."),
                path,
                item="4.1",
            )


def name(filing: Filing) -> Iterator[Finding]:
    """The name in Hangul comes from an official Korean paper or from the applicant; the program makes none up."""
    if not step(filing.record.get("applicant.name.forms"), "ko"):
        yield _finding(
            filing,
            "hangul-name",
            Severity.NOTE,
            _("Your name is printed in Roman letters and in its own script, but not in Hangul."),
            _("If a Korean paper already spells it in Hangul, copy that under applicant, name, forms: {example}.").format(
                example="{ko: 린차오윈}"
            ),
            "applicant.name",
            item="1.3",
        )


def by_hand(filing: Filing) -> Iterator[Finding]:
    yield _finding(
        filing,
        "by-hand",
        Severity.NOTE,
        _("Three things are done by hand: glue on a photograph of 35 by 45 mm, write the declaration yourself, date and sign."),
        _("Copy the sentence of the declaration from the official form by hand. Nobody may write or sign it for you."),
        item="declaration.sentence",
    )


def translators(filing: Filing) -> Iterator[Finding]:
    """Who translated: not the applicant, and for money only a licensed translator (외국어번역행정사)."""
    for number, entry in enumerate(filing.record.rows("evidence")):
        yield from _translation(filing, f"evidence.{number}", entry)
    used = {str(step(entry, "translation.translator")) for entry in filing.record.rows("evidence")}
    for number, helper in enumerate(filing.record.rows("helpers")):
        if str(helper.get("id")) not in used:
            continue
        path = f"helpers.{number}"
        if _is_applicant(filing, helper):
            yield _finding(
                filing,
                "translator-is-applicant",
                Severity.BLOCKS,
                _("The translator is the applicant. The office takes only translations by somebody else."),
                _("Let another person check the translation, take responsibility for it and sign the confirmation."),
                f"{path}.name",
                rule="번역자 확인서, caution text",
            )
        licence = helper.get("licence")
        if helper.get("paid") == "yes" and (licence is None or isinstance(licence, Absent)):
            yield _finding(
                filing,
                "translator-licence",
                Severity.BLOCKS,
                _("The translator is paid but has no licence number. Paid translations may be made only by a 외국어번역행정사."),
                _("Give the licence number under helpers, or let somebody translate without pay."),
                f"{path}.licence",
                rule="행정사법 제2조, 시행령 제3조",
            )
        elif helper.get("paid") is None:
            yield _finding(
                filing,
                "translator-paid-open",
                Severity.ATTEND,
                _("The record does not say whether the translator is paid. For money only a 외국어번역행정사 may translate."),
                _("Answer helpers, paid."),
                f"{path}.paid",
                rule="행정사법 제2조, 시행령 제3조",
            )


def _translation(filing: Filing, path: str, entry: Entry) -> Iterator[Finding]:
    language, translation = entry.get("language"), entry.get("translation")
    if not isinstance(language, str) or isinstance(language, Absent) or language.split("_")[0] in ACCEPTED:
        return
    into = step(translation, "language") or filing.language
    if not isinstance(translation, Mapping) or str(into).split("_")[0] not in ACCEPTED:
        yield _finding(
            filing,
            "untranslated-evidence",
            Severity.BLOCKS,
            _("This paper is neither in Korean nor in English and has no translation into either."),
            _("Put a translation by another person into the case folder and name it under translation."),
            f"{path}.translation",
        )


def _is_applicant(filing: Filing, helper: Entry) -> bool:
    own, other = filing.record.get("applicant.name"), helper.get("name")
    relation = helper.get("relation")
    same_native = bool(set(native_names(own)) & set(native_names(other)))
    mine = isinstance(relation, Text) and _is_self(filing, relation)
    return mine or same_native or (bool(roman_name(own)) and roman_name(own) == roman_name(other))


def objection(filing: Filing) -> Iterator[Finding]:
    """Thirty days, and papers that support the reasons."""
    rule = "난민법 제21조"
    told = filing.record.get("kr.objection.notified")
    if not isinstance(told, PartialDate):
        yield _finding(
            filing,
            "objection-date",
            Severity.BLOCKS,
            _("The 30 days for the objection cannot be counted: the day on which you were given the notice is missing."),
            _("Answer kr, objection, notified."),
            "kr.objection.notified",
            rule=rule,
        )
    else:
        last = told.first() + datetime.timedelta(days=filing.value("objection_days"))
        late = filing.date > last
        yield _finding(
            filing,
            "objection-deadline",
            Severity.BLOCKS if late else Severity.ATTEND,
            _("The objection must be handed in by {last}. You plan to file on {day}.").format(
                last=last.isoformat(), day=filing.date.isoformat()
            ),
            _("Hand it in earlier rather than later, and keep the receipt. If the day has passed, see a lawyer at once."),
            "kr.objection.notified",
            rule=rule,
        )
    papers = filing.record.get("kr.objection.new_materials")
    if not isinstance(papers, list) or not papers:
        yield _finding(
            filing,
            "objection-materials",
            Severity.BLOCKS,
            _("No papers support the objection. It must come with materials that substantiate its reasons."),
            _("Name them under kr, objection, new_materials; also papers the office has already seen, if they show the mistake."),
            "kr.objection.new_materials",
            rule=rule,
        )
    yield _finding(
        filing,
        "objection-form",
        Severity.ATTEND,
        _("The layout of the objection form (이의신청서) has not been compared with the official one."),
        _("Get the current form at the office or from law.go.kr. If it differs, copy the answers onto it."),
        rule="난민법 시행규칙, 이의신청서",
    )
    yield _finding(
        filing,
        "objection-excludes",
        Severity.NOTE,
        _("Who objects cannot also ask for an administrative appeal (행정심판). The way to the court stays open."),
        _("Ask a lawyer which way is better before you hand it in."),
        rule=rule,
    )
