"""What Korean law and practice ask of translations and of an objection."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, PartialDate, step
from jurisdictions.kr.finding import finding
from jurisdictions.kr.wording import Entry

ACCEPTED = ("ko", "en")
"""Languages in which the office takes papers."""


def translators(filing: Filing) -> Iterator[Finding]:
    """Who translated: for money only a licensed translator (외국어번역행정사)."""
    for number, entry in enumerate(filing.record.rows("evidence")):
        yield from _translation(filing, f"evidence.{number}", entry)
    used = {str(step(entry, "translation.translator")) for entry in filing.record.rows("evidence")}
    for number, helper in enumerate(filing.record.rows("helpers")):
        if str(helper.get("id")) not in used:
            continue
        path = f"helpers.{number}"
        licence = helper.get("licence")
        if helper.get("paid") == "yes" and (licence is None or isinstance(licence, Absent)):
            yield finding(
                filing,
                "translator-licence",
                Severity.BLOCKS,
                _("The translator is paid but has no licence number. Paid translations may be made only by a 외국어번역행정사."),
                _("Give the licence number under helpers, or let somebody translate without pay."),
                f"{path}.licence",
                rule="행정사법 제2조, 시행령 제3조",
            )
        elif helper.get("paid") is None:
            yield finding(
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
        yield finding(
            filing,
            "untranslated-evidence",
            Severity.BLOCKS,
            _("This paper is neither in Korean nor in English and has no translation into either."),
            _(
                "Name a translation by another person under translation, or have it made here: asylum-forms translate CASE. "
                "The translator signs for it."
            ),
            f"{path}.translation",
        )


_OBJECTION = "난민법 제21조"


def objection(filing: Filing) -> Iterator[Finding]:
    """Thirty days, papers that support the reasons, the form, and what an objection closes."""
    yield from _objection_deadline(filing)
    papers = filing.record.get("kr.objection.new_materials")
    if not isinstance(papers, list) or not papers:
        yield finding(
            filing,
            "objection-materials",
            Severity.BLOCKS,
            _("No papers support the objection. It must come with materials that substantiate its reasons."),
            _("Name them under kr, objection, new_materials; also papers the office has already seen, if they show the mistake."),
            "kr.objection.new_materials",
            rule=_OBJECTION,
        )
    yield finding(
        filing,
        "objection-form",
        Severity.ATTEND,
        _("The layout of the objection form (이의신청서) has not been compared with the official one."),
        _("Get the current form at the office or from law.go.kr. If it differs, copy the answers onto it."),
        rule="난민법 시행규칙, 이의신청서",
    )
    yield finding(
        filing,
        "objection-excludes",
        Severity.NOTE,
        _("Who objects cannot also ask for an administrative appeal (행정심판). The way to the court stays open."),
        _("Ask a lawyer which way is better before you hand it in."),
        rule=_OBJECTION,
    )


def _objection_deadline(filing: Filing) -> Iterator[Finding]:
    told = filing.record.get("kr.objection.notified")
    if not isinstance(told, PartialDate):
        yield finding(
            filing,
            "objection-date",
            Severity.BLOCKS,
            _("The 30 days for the objection cannot be counted: the day on which you were given the notice is missing."),
            _("Answer kr, objection, notified."),
            "kr.objection.notified",
            rule=_OBJECTION,
        )
    else:
        days = filing.jurisdiction.values["objection_days"].entry(filing.date)
        last = told.first() + datetime.timedelta(days=filing.value("objection_days"))
        late = filing.date > last
        yield finding(
            filing,
            "objection-deadline",
            Severity.BLOCKS if late else Severity.ATTEND,
            _("The objection must be handed in by {last}. You plan to file on {day}.").format(
                last=last.isoformat(), day=filing.date.isoformat()
            ),
            _("Hand it in earlier rather than later, and keep the receipt. If the day has passed, see a lawyer at once."),
            "kr.objection.notified",
            rule=_OBJECTION,
            value=days,
        )
