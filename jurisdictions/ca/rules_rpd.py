"""The papers of a claim: where they go, identity, what is missing, translations, counsel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.answers import Answers
from asylum_forms.i18n import _, listed
from asylum_forms.i18n import language as spoken
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.record.localize import language_name, words
from asylum_forms.record.people import full_name, helper
from asylum_forms.record.values import Absent, Text, Value, step
from jurisdictions.ca.finding import finding
from jurisdictions.ca.wording import Entry

_Answers = Mapping[str, Answers]
_LANGUAGES = ("en", "fr")
"""What the Board reads (rule 32)."""


def where_to_file(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    if filing.person:
        return
    if filing.procedure.id == "inland":
        message = _("The claim is made in the IRCC Portal: answer its questions there and upload the Basis of Claim Forms.")
        remedy = _("The portal may have a size limit for each file, which was not found: keep files small.")
    else:
        message = _("After a claim at a port of entry the Basis of Claim Forms go to the Board itself, not to the IRCC Portal.")
        remedy = _("Send them by My Case or as your papers say, and keep proof of the day.")
    yield finding(filing, "where-to-file", Severity.NOTE, message, remedy, rule="RPD Rules, rule 7", value="filing_ways")


def board_language(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """The language in which the Board is asked to write, where it is not that of the papers: both can be meant."""
    asked = {"english": "en", "french": "fr"}.get(str(filing.record.get("ca.board_language")))
    if asked and asked != filing.language:
        yield finding(
            filing,
            "board-language",
            Severity.ATTEND,
            _("The forms are in {language}, but the Board is asked to write to you in {other}.").format(
                language=language_name(filing.language, spoken()), other=language_name(asked, spoken())
            ),
            _("If that is not what you want, correct it."),
            "ca.board_language",
            item="Schedule 1, item 23",
            rule="RPD Rules, Schedule 1, item 23",
        )


def identity(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Copies of identity and travel papers, genuine or not, go with the form; or an explanation does (rules 7 and 11)."""
    who = filing.person or "applicant"
    main = filing.record.person("")
    shown = {e.get("id") for e in main.rows("evidence") if e.get("category") == "identity" and _about(e, who)}
    named = {str(d.get("file")) for d in main.rows("documents") if d.get("holder") == who}
    named |= {str(d.get("file")) for d in filing.record.rows("documents") if d.get("holder") in (who, "applicant")}
    if shown or named & {str(e.get("id")) for e in main.rows("evidence")}:
        return
    explained = bool(main.rows("missing_evidence"))
    remedy = _(
        "Attach copies of all, genuine or not, or say under missing_evidence why there is none and what you did to get it."
    )
    others = [words(e.get("title"), spoken()) for e in main.rows("evidence") if e.get("category") == "family" and _about(e, who)]
    if any(others):
        # A birth certificate is one, a parent's consent is not: who has seen the paper knows.
        ours = _("If one of these proves who it is, such as a birth certificate, say of it category: identity ({papers}).")
        remedy = f"{ours.format(papers=listed(filter(None, others)))} {remedy}"
    yield finding(
        filing,
        "identity-missing",
        Severity.ATTEND if explained or filing.person else Severity.BLOCKS,
        _("No identity or travel document of {name} is attached.").format(
            name=full_name(filing.record.get("applicant.name")) or who
        ),
        remedy,
        "evidence",
        rule="RPD Rules, rules 7 and 11; IRPA, s. 106",
    )


def _about(entry: Entry, who: str) -> bool:
    return entry.get("about") == who or (who == "applicant" and entry.get("about") is None)


def missing_documents(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """What is missing needs a reason and the steps taken (rule 11)."""
    for number, entry in enumerate([] if filing.person else filing.record.rows("missing_evidence")):
        for key in ("why", "steps"):
            value = entry.get(key)
            if value is None or isinstance(value, Absent):
                yield finding(
                    filing,
                    "missing-unexplained",
                    Severity.BLOCKS,
                    _("A missing document must be explained: why it is not there, and what you did to get it."),
                    _("Answer {key} under missing_evidence.").format(key=key),
                    f"missing_evidence.{number}.{key}",
                    rule="RPD Rules, rule 11",
                )


def translations(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """English or French, or a translation with a declaration that names the dialect, if any (rule 32)."""
    used: set[str] = set()
    for number, entry in enumerate([] if filing.person else filing.record.rows("evidence")):
        language = entry.get("language")
        if not isinstance(language, str) or isinstance(language, Absent) or language.split("_")[0] in _LANGUAGES:
            continue
        into = step(entry, "translation.language") or filing.language
        if not isinstance(entry.get("translation"), Mapping) or str(into).split("_")[0] not in _LANGUAGES:
            yield finding(
                filing,
                "untranslated-evidence",
                Severity.BLOCKS,
                _("This paper is neither in English nor in French and has no translation into either."),
                _(
                    "Name a translation by another person under translation, or have it made here: asylum-forms translate CASE. "
                    "The translator signs for it."
                ),
                f"evidence.{number}.translation",
                rule="RPD Rules, rule 32",
            )
            continue
        if step(entry, "translation.draft") == "yes":
            continue  # who confirms it is the translator; until then there is no declaration
        translator = step(entry, "translation.translator")
        if str(translator) not in used and not _names_dialect(helper(filing.record, translator), language):
            used.add(str(translator))
            yield finding(
                filing,
                "translator-dialect",
                Severity.ATTEND,
                _("The translator's declaration must name the dialect translated, if any. The record names none."),
                _("Answer helpers, languages, dialect; write none if there is none."),
                _languages_of(filing, translator) or f"evidence.{number}.translation.translator",
                rule="RPD Rules, rule 32",
            )


def _languages_of(filing: Filing, translator: Value) -> str:
    """Where the record has the languages of this helper; empty where nobody is named."""
    ids = [entry.get("id") for entry in filing.record.rows("helpers")]
    return f"helpers.{ids.index(translator)}.languages" if translator in ids else ""


def _names_dialect(translator: Entry, language: str) -> bool:
    pairs = translator.get("languages")
    return any(
        isinstance(pair, Mapping)
        and str(pair.get("from")).split("_")[0] == language.split("_")[0]
        and isinstance(pair.get("dialect"), (Text, str))
        for pair in (pairs if isinstance(pairs, list) else ())
    )


def counsel(filing: Filing, _answers: _Answers) -> Iterator[Finding]:
    """Forms that a representative brings along; who works without a fee signs a declaration of their own (rule 5)."""
    if filing.person or not isinstance(filing.record.get("representative"), Mapping):
        return
    paid = helper(filing.record, filing.record.get("representative.helper")).get("paid")
    message = _("Your representative needs the Department's form IMM 5476, and a form of the Board if paid nothing.")
    yield finding(
        filing,
        "counsel",
        Severity.ATTEND if paid == "no" else Severity.NOTE,
        message,
        _("Get them from the Department and the Board; this program does not have them."),
        "representative",
        rule="RPD Rules, rules 4 and 5, Schedule 3",
    )
