"""Rules about evidence, its translations, and the reading of the statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.values import Absent, step
from jurisdictions.us.finding import PRIOR, finding
from jurisdictions.us.wording import Entry

TRANSLATION = {
    "affirmative": "8 CFR 103.2(b)(3)",
    "defensive": "8 CFR 1003.33; EOIR Policy Manual, chapter 3.3(a)",
    "abroad": "8 CFR 103.2(b)(3); 8 CFR 1003.33",
}


def evidence(filing: Filing, _form: Answers | None) -> Iterator[Finding]:
    """Findings about exhibits, their translations and the reading of the statement."""
    for number, exhibit in enumerate(filing.record.rows("evidence")):
        yield from _language(filing, exhibit, f"evidence.{number}")
    yield from _reading(filing)
    yield from _kinds(filing)
    yield from _events(filing)


def _base(tag: object) -> str:
    return str(tag).replace("-", "_").split("_")[0].lower()


def _language(filing: Filing, exhibit: Entry, path: str) -> Iterator[Finding]:
    language, id_ = exhibit.get("language"), str(exhibit.get("id") or "")
    rule = TRANSLATION.get(filing.procedure.id, "8 CFR 103.2(b)(3)")
    if language is None or language in (Absent.UNKNOWN, Absent.DECLINED):
        yield finding(
            filing,
            "us.evidence-language",
            Severity.ATTEND,
            _(
                "The record does not say in which language exhibit {id} is. A paper that is not in English needs a translation."
            ).format(id=id_),
            _("Give its language; write none for a photograph without words."),
            path=path,
            exhibit=id_,
            rule=rule,
        )
        return
    if isinstance(language, Absent) or _base(language) == _base(filing.language):
        return
    translation = exhibit.get("translation")
    file, into = step(translation, "file"), step(translation, "language")
    wrong = into is not None and not isinstance(into, Absent) and _base(into) != _base(filing.language)
    if file is None or isinstance(file, Absent) or wrong:
        yield finding(
            filing,
            "evidence.untranslated",
            Severity.BLOCKS,
            _("Exhibit {id} is not in English and has no English translation. The office will not consider it.").format(id=id_),
            _(
                "Name a translation by another person under translation, or have it made here: asylum-forms translate CASE. "
                "The translator signs for it."
            ),
            path=path,
            exhibit=id_,
            rule=rule,
        )
    elif step(translation, "draft"):
        return  # that nobody has confirmed it is said already
    elif step(translation, "translator") is None or isinstance(step(translation, "translator"), Absent):
        yield finding(
            filing,
            "us.no-translator",
            Severity.BLOCKS,
            _("The translation of exhibit {id} names no translator. Without a signed certificate it does not count.").format(
                id=id_
            ),
            _("Name the translator under helpers and in this exhibit's translation."),
            path=f"{path}.translation",
            exhibit=id_,
            rule=rule,
        )


def _reading(filing: Filing) -> Iterator[Finding]:
    id_ = filing.record.get("statement.interpreter")
    reads = filing.record.get("applicant.languages.reads")
    cannot = reads is Absent.NONE or (isinstance(reads, list) and _base(filing.language) not in {_base(tag) for tag in reads})
    if cannot and (id_ is None or isinstance(id_, Absent)):
        yield finding(
            filing,
            "us.no-interpreter",
            Severity.BLOCKS,
            _("You do not read English, and nobody is named who reads the English statement to you before you sign it."),
            _("Name an interpreter under helpers and in statement.interpreter; a certificate for this person is then made."),
            path="statement.interpreter",
            rule="EOIR Policy Manual, chapter 3.3(a)",
        )


def _kinds(filing: Filing) -> Iterator[Finding]:
    given = {exhibit.get("category") for exhibit in filing.record.rows("evidence")}
    if "country_conditions" not in given:
        yield finding(
            filing,
            "us.no-country-conditions",
            Severity.ATTEND,
            _(
                "There is no evidence about the general conditions in your country. The form says that you must"
                " attach it or explain why not."
            ),
            _("Add reports of governments and human rights organisations, or explain under missing_evidence."),
            path="evidence",
            item="B.1",
            rule="Form I-589 edition 01/20/25, Part B, note",
        )
    copies = [d for d in filing.record.rows("documents") if d.get("file") is not None and not isinstance(d["file"], Absent)]
    if "identity" not in given and not copies:
        yield finding(
            filing,
            "us.no-identity",
            Severity.ATTEND,
            _("There is no copy of an identity paper: no passport, identity card, household register or birth certificate."),
            _("Add a copy of every page, or explain under missing_evidence why you have none and what you did to get one."),
            path="documents",
            rule="INA 208(b)(1)(B)(ii)",
            source=PRIOR,
        )


def _events(filing: Filing) -> Iterator[Finding]:
    """Events without evidence, as long as nothing at all explains why evidence is missing."""
    if filing.record.rows("missing_evidence"):
        return
    for number, event in enumerate(filing.record.rows("harm")):
        refs: Any = event.get("evidence")
        if isinstance(refs, list) and refs:
            continue
        yield finding(
            filing,
            "us.event-without-evidence",
            Severity.ATTEND,
            _("No evidence supports this event, and the record does not explain why."),
            _("Name the evidence that shows it, or say under missing_evidence why there is none and what you tried."),
            path=f"harm.{number}",
            item="B.1.A",
            rule="Form I-589 edition 01/20/25, Part B, note",
        )
