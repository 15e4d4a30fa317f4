"""What Korean law and practice ask of a filing beyond the boxes of the form. Nothing here corrects an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.helpers import is_own
from asylum_forms.record.values import Absent, PartialDate, Text, step
from jurisdictions.kr import claim, journey
from jurisdictions.kr.finding import CHILD, FORM, finding
from jurisdictions.kr.hangul import suggestions
from jurisdictions.kr.rules_own import arrests, helper
from jurisdictions.kr.rules_papers import objection, translators
from jurisdictions.kr.wording import roman_name

ADULT = 19
"""Age from which on a child is no minor at item 14.13."""
_REFUSED = {
    "en": "refus|denied|denial|reject|deport|turned away|sent back",
    "fr": "refus|rejet|expuls|refoul",
    "es": "deneg|rechaz|deport|expuls",
    "ru": "отказ|отклон|депорт|выдвор|выслан",
    "ar": "رفض|ترحيل|أبعد|طرد",
    "fa": "رد شد|اخراج|دیپورت",
    "ko": "불허|거부|거절|기각|강제퇴거|추방",
    "zh": "拒|不准|不予|驳回|駁回|遣返|遣送|驱逐|驅逐",
}
"""Words that tell of a refusal or a removal, by the language of the record; no native speaker has read them. All count in every
text: people mix languages, and the finding only asks for a look."""
_TELLS_OF_REFUSAL = re.compile("|".join(_REFUSED.values()), re.IGNORECASE)


def rules(filing: Filing, answers: Mapping[str, Answers]) -> list[Finding]:
    """Every finding of the Korean rules for this filing."""
    if filing.procedure.id == "objection":
        checks = [objection]
    elif CHILD in answers:
        checks = [child_form]  # a parent fills in the first section only
    else:
        checks = [applying, times, passport, false_passport, minors, family, minor_signs, refusals, arrests, helper, child_form]
    if not filing.person:
        checks += [translators, *([] if filing.procedure.id == "objection" else [together, by_hand])]
    return [found for check in (*checks, name) for found in check(filing)]


def applying(filing: Filing) -> Iterator[Finding]:
    """Whether this form is the right one, and for this person."""
    record = filing.record
    again = record.get("kr.earlier_application")
    earlier = [
        n for n, c in enumerate(record.rows("earlier_claims")) if c.get("country") == "KR" and is_own(record, c.get("person"))
    ]
    if again == "yes" or (earlier and again != "no"):
        path = "kr.earlier_application" if again == "yes" else f"earlier_claims.{earlier[0]}.country"
        yield finding(
            filing,
            "re-application",
            Severity.BLOCKS,
            _("You have applied for refugee status in Korea before. This form must not be used for a second application."),
            _("Ask the office for the form for re-applications, 난민인정신청서(재신청자용), and show what has changed since."),
            path,
        )
    elif again is None:
        yield finding(
            filing,
            "re-application-open",
            Severity.BLOCKS,
            _("The record does not say whether you have applied for refugee status in Korea before."),
            _("Answer kr, earlier_application. Who has applied before must use another form."),
            "kr.earlier_application",
        )
    if filing.procedure.id == "port-of-entry" and not filing.person:
        yield finding(
            filing,
            "port-of-entry",
            Severity.NOTE,
            _("Ask for protection during the immigration inspection and keep proof of the day: seven days count from then."),
            _(
                "After seven days without a decision you must be let in. If the office decides not to refer your application "
                "to the refugee procedure (불회부), go to a lawyer at once."
            ),
            rule="난민법 제6조, 시행령 제5조",
        )


def together(filing: Filing) -> Iterator[Finding]:
    """Whether family members who are here apply too, and whether those with a form of their own have a record of their own."""
    for id_, path in filing.record.persons().items():
        entry = filing.record.get(path)
        if not isinstance(entry, Mapping) or entry.get("accompanying") != "yes":
            continue
        whose = roman_name(entry.get("name")) or id_
        age = claim.age_of(filing, entry)
        if step(entry, "kr.applies") is None:
            yield finding(
                filing,
                "applies-open",
                Severity.ATTEND,
                _("{name} is with you. The record does not say whether this person applies too.").format(name=whose),
                _("Answer kr, applies, at this person. Whoever applies is in this filing: ten or older with a whole form."),
                f"{path}.kr.applies",
            )
        elif claim.applies_too(entry) and claim.may_be_either_age(filing, entry, filing.value("own_form_age")):
            yield finding(
                filing,
                "own-form",
                Severity.BLOCKS,
                _(
                    "The date of birth of {name} does not tell whether this person is ten or older and has a form of their own."
                ).format(name=whose),
                _("Answer it in the record."),
                f"{path}.birth.date",
                item="1.1",
            )
        elif (
            claim.applies_too(entry) and (age is None or age >= filing.value("own_form_age")) and id_ not in filing.record.people
        ):
            yield finding(
                filing,
                "own-form",
                Severity.BLOCKS,
                _("{name} applies too and needs a form of their own: ten years or older.").format(name=whose),
                _("Let this person answer in people/{id}.yaml; asylum-forms new CASE --person {id} makes that file.").format(
                    id=id_
                ),
                f"{path}.kr.applies",
                item="1.1",
            )


def times(filing: Filing) -> Iterator[Finding]:
    """Item 14.18: more than a year after the last entry (10.7)."""
    arrival = step(journey.last_entry(filing), "date")
    late = claim.is_late(filing)
    said = filing.record.get("claim.late_filing")
    if late and not isinstance(said, Text):
        yield finding(
            filing,
            "late-filing",
            Severity.BLOCKS,
            _("More than a year has passed since your last entry into Korea (10.7). Item 14.18 must say why you apply only now."),
            _("Write the true reasons under claim, late_filing."),
            "claim.late_filing",
            item="14.18",
        )
    elif late is None and isinstance(arrival, PartialDate) and not isinstance(said, Text):
        yield finding(
            filing,
            "late-filing-open",
            Severity.ATTEND,
            _("From the date of your last entry (10.7) nobody can tell whether a year has passed."),
            _("Give the exact date, or say under claim, late_filing why you did not apply earlier."),
            "travel.entries",
            item="14.18",
        )


def passport(filing: Filing) -> Iterator[Finding]:
    """10.11 answered no needs 10.12 to 10.15; 9.1 answered no needs 9.9 to 9.11."""
    possible = filing.record.get("kr.passport_reissue.answer")
    if journey.has_passport(filing) == "no" and possible in (Absent.NONE, Absent.NOT_APPLICABLE):
        yield finding(
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
                yield finding(
                    filing,
                    "passport-used",
                    Severity.BLOCKS,
                    _("You came with a passport in another identity (10.11), so item {item} must be answered.").format(item=item),
                    _("Answer kr, passport_used, as printed in that passport. If you do not know it, write unknown."),
                    f"kr.passport_used.{key}",
                    item=item,
                )


def false_passport(filing: Filing) -> Iterator[Finding]:
    """At the port a passport of somebody else (10.11) or one that is not genuine (9.5) is a ground not to refer the case."""
    if filing.procedure.id != "port-of-entry" or filing.person:
        return
    told = [("travel.entries", journey.own_passport(filing), "10.11"), ("documents", journey.passport_genuine(filing), "9.5")]
    for path, answer, item in told:
        if answer == "no":
            yield finding(
                filing,
                "false-passport",
                Severity.ATTEND,
                _(
                    "By item {item} a passport was not your own, or not genuine and legally obtained. Who uses a false paper may "
                    "be kept out of the refugee procedure (불회부), unless they tell of it promptly and of their own will."
                ).format(item=item),
                _(
                    "Ask a lawyer before the inspection, or as soon as you can. Tell of it yourself, and write into the "
                    "statement when and to whom you told it, and why you needed that passport."
                ),
                path,
                item=item,
                rule="난민법 시행령 제5조",
            )
            return


def refusals(filing: Filing) -> Iterator[Finding]:
    """Item 12.10 answered no, while the status at an entry (11.1) or the result of a visa tells of a refusal, also by Korea."""
    if journey.has_refusals(filing) != "no":
        return
    told = [(f"travel.entries.{n}.status", e.get("status")) for n, e in enumerate(filing.record.rows("travel.entries"))]
    told += [(f"travel.visas.{n}.result", e.get("result")) for n, e in enumerate(filing.record.rows("travel.visas"))]
    for path, said in told:
        words = [one for _tag, one in said.by_language if _TELLS_OF_REFUSAL.search(one)] if isinstance(said, Text) else []
        if words:
            yield finding(
                filing,
                "refusal-contradiction",
                Severity.ATTEND,
                _("This tells of a refusal ({words}), but 12.10 says that there was none.").format(words=words[0]),
                _("If entry or a visa was refused, also by Korea, add it under travel, refusals. If not, word this otherwise."),
                path,
                item="12.10",
            )


def minors(filing: Filing) -> Iterator[Finding]:
    """Items 14.13 and 14.14."""
    said = filing.record.get("kr.minors.answer")
    if said == "no" and claim.applying_children(filing, ADULT):
        yield finding(
            filing,
            "minors-contradiction",
            Severity.BLOCKS,
            _("A child under 19 applies with you, but you say that no minor does (14.13)."),
            _("Answer kr, minors with yes, or say at the child that it does not apply."),
            "kr.minors.answer",
            item="14.13",
        )
    if said != "yes":
        return
    parent = filing.record.get("kr.minors.parent")
    if parent in ("not_parent", "other_absent") and filing.record.get("kr.minors.consent.explain") is None:
        yield finding(
            filing,
            "minor-consent",
            Severity.BLOCKS,
            _("Item 14.13 asks which paper allows you to care for or travel with the child, or why there is none."),
            _("Answer kr, minors, consent."),
            "kr.minors.consent",
            item="14.13.explain",
        )
    if claim.young_children(filing) and not isinstance(filing.record.get("kr.child_risk"), Text):
        yield finding(
            filing,
            "child-risk",
            Severity.ATTEND,
            _("A child under ten applies with you. Item 14.14 asks for the dangers of the child's own."),
            _("Write under kr, child_risk what threatens the child itself, or none."),
            "kr.child_risk",
            item="14.14",
        )


def family(filing: Filing) -> Iterator[Finding]:
    """Item 4.1 wants all the family: a question left open would look like a person who does not exist."""
    for path in ("parents.father", "parents.mother", "siblings", "spouse", "children"):
        if filing.record.get(path) is None:
            yield finding(
                filing,
                "family-open",
                Severity.BLOCKS,
                _("Item 4.1 asks for all the family, living or dead. The record does not answer: {path}.").format(
                    path=filing.record.place(path).question
                ),
                _("Name these people, or write none or unknown."),
                path,
                item="4.1",
            )


def name(filing: Filing) -> Iterator[Finding]:
    """The name in Hangul comes from an official Korean paper or from the applicant; the usual transcription is only offered."""
    own = filing.record.get("applicant.name")
    if step(step(own, "forms"), "ko"):
        return
    native = step(own, "native")
    family, given = (str(part) if isinstance(part := step(own, key), str) else "" for key in ("family", "given"))
    found = suggestions(family, given, native.any()) if isinstance(native, Text) else []
    remedy = _("If a Korean paper already spells it in Hangul, copy that under applicant, name, forms: {example}.")
    if found:
        remedy = _(
            "The usual transcription is {names}. If it is right and no Korean paper spells it otherwise, write it under "
            "applicant, name, forms: {example}. It is printed only then."
        )
    example = f"{{ko: {found[0] if found else '린차오윈'}}}"
    yield finding(
        filing,
        "hangul-name",
        Severity.NOTE,
        _("Your name is printed in Roman letters and in its own script, but not in Hangul."),
        remedy.format(names=", ".join(found), example=example),
        "applicant.name.forms.ko",
        item="1.3",
    )


def child_form(filing: Filing) -> Iterator[Finding]:
    """That the date of birth decides which form is made. A parent fills in a child's form, so who applies without one is hardly
    that young, and who has children is not."""
    birth = filing.record.get("applicant.birth.date")
    age = claim.age_of(filing, {"birth": filing.record.get("applicant.birth")})
    if age is None or age >= filing.value("own_form_age"):
        return
    grown = bool(filing.record.rows("children"))
    alone = not filing.person
    yield finding(
        filing,
        "child-form",
        Severity.BLOCKS if grown else Severity.ATTEND if alone else Severity.NOTE,
        _(
            "By the date of birth, {birth}, this person is under ten on the day of filing. So only the form for a child is made: "
            "its first section, signed by a parent."
        ).format(birth=birth.iso()),
        _("Compare the date of birth with the passport. If the year is wrong, correct it: the whole form is then made."),
        "applicant.birth.date",
    )


def minor_signs(filing: Filing) -> Iterator[Finding]:
    """Who signs for a child that has a form of its own."""
    age = claim.age_of(filing, {"birth": filing.record.get("applicant.birth")})
    if age is not None and filing.value("own_form_age") <= age < ADULT:
        yield finding(
            filing,
            "minor-signs",
            Severity.NOTE,
            _("A child of ten to eighteen fills in the whole form; the child or a parent signs it."),
            _("Agree on who signs before the form is handed in."),
            "applicant.birth.date",
            item="declaration.signature",
        )


def by_hand(filing: Filing) -> Iterator[Finding]:
    """What no program does. The sentence of the declaration was found nowhere, so nobody can be told here what it says."""
    if any(part.form == FORM for part in filing.parts()):
        yield finding(
            filing,
            "declaration-words",
            Severity.ATTEND,
            _("You write the declaration (서약문) by hand. Its words are not in these papers, only on the official form."),
            _("Get the form at the office or from law.go.kr. Have the sentence read to you in your language before you copy it."),
            item="declaration.sentence",
        )
    yield finding(
        filing,
        "by-hand",
        Severity.NOTE,
        _("Three things are done by hand: glue on a photograph of 35 by 45 mm, write the declaration yourself, date and sign."),
        _("Copy the sentence of the declaration from the official form by hand. Nobody may write or sign it for you."),
        item="declaration.sentence",
    )
