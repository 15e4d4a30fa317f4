"""The preflight report: what still stands in the way of filing and how far the filing is, as data and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from asylum_forms.assembly.plan import Spot
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.jurisdiction.catalogue import Catalogue, find
from asylum_forms.preflight.standing import ExhibitStanding, FormStanding, Standing

_WAITING = ("answer.missing", "answer.untranslated")
"""What several items of a form may say of one answer."""

_ORDER = (Severity.BLOCKS, Severity.ATTEND, Severity.NOTE)
_STILL_READ = "evidence.redaction"
"""What can still be read in a redacted copy; of nothing else does the danger to somebody hang so near."""
_OF_THE_PROFILE = "profile."
"""Ids of findings about the packet as the office wants it begin so."""
VERSION = 1
"""Of the data; docs/preflight.md describes it. Adding a key keeps the number, everything else raises it."""


@dataclass(frozen=True)
class Report:
    """All that preflight has to say about one filing."""

    procedure: str
    """As the user writes it: `us/affirmative`."""
    language: str
    """Of the filing."""
    date: str
    """The filing date, ISO."""
    findings: tuple[Finding, ...]
    standing: Standing = field(default_factory=Standing)
    signs: tuple[tuple[str, Spot], ...] = ()
    """(who signs what, on which page); empty while nothing is built."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """(who signs, which official form) where a sheet of ours stands in its place; empty while nothing is built."""
    papers: tuple[tuple[Spot, str], ...] = ()
    """(page on which somebody signs, what its paper is called in the user's language)."""
    uploaded: bool = False
    """Whether the office takes it as files, and not on paper."""
    redacted: bool = False
    """Whether it is a redacted copy: others get it, and nobody signs it."""

    @property
    def held(self) -> bool:
        """Whether it is a redacted copy that may not go out: marked words can, or may, still be read in it."""
        return self.redacted and any(one.severity is Severity.BLOCKS for one in self.findings)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats, the gravest first, then what a redacted copy still shows, then in the order of the record and
    the forms."""

    def rank(f: Finding) -> tuple[object, ...]:
        return _ORDER.index(f.severity), f.id != _STILL_READ, f.place.file, f.place.line, f.place.form

    return sorted(dict.fromkeys(findings), key=rank)


def of_a_redacted_copy(findings: Sequence[Finding], known: Catalogue) -> list[Finding]:
    """What is to be told of a copy that nobody files: what it shows, what could harm somebody, and that the rest is left out."""
    told = [one for one in findings if (explained := find(known, one.id)) and explained.redacted]
    if count := len(together(findings)) - len(together(told)):
        message = _("Findings that matter only for what is filed are left out here: {count}.").format(count=count)
        told.append(Finding("redacted.left-out", Severity.NOTE, message, _("`asylum-forms check` tells them.")))
    return told


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as a person reads them: one for every answer of the record that several items of a form wait for."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        several = finding.id in _WAITING and finding.place.line
        groups.setdefault((finding.id, replace(finding.place, item="")) if several else finding, []).append(finding)
    return [
        replace(found[0], place=replace(found[0].place, item=", ".join(dict.fromkeys(f.place.item for f in found))))
        for found in groups.values()
    ]


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity."""
    found = [finding.severity for finding in findings]
    return {severity.value: found.count(severity) for severity in _ORDER}


def severity_label(severity: Severity) -> str:
    """What a severity is called in front of users."""
    return {
        Severity.BLOCKS: _("Stands in the way"),
        Severity.ATTEND: _("Please look at this"),
        Severity.NOTE: _("Good to know"),
    }[severity]


def sign_label(who: str) -> str:
    """Who does what at a place to sign, in words; a name in brackets after the signer stays."""
    who, _bracket, name = who.partition(" (")
    known = {
        "applicant": _("the applicant signs"),
        "applicant-date": _("the applicant writes the date"),
        "spouse": _("the spouse signs"),
        "parent-or-designated-representative": _("a parent or the designated representative signs"),
        "parent-or-guardian-of-the-child": _("a parent or guardian of the child signs"),
        "preparer": _("the person who prepared the form signs"),
        "representative": _("the representative signs"),
        "interpreter": _("the interpreter signs and writes the date"),
        "translator": _("the translator signs and writes the date"),
        "sender": _("the sender signs and writes the date"),
        "server": _("the person who serves the papers signs and writes the date"),
        "applicant-declaration-in-own-hand": _("the applicant writes the declaration by hand"),
        "representative-or-interpreter": _("the representative or interpreter signs"),
    }
    label = known.get(re.sub(r"\W+", "-", who), who.replace("-", " "))
    return f"{label} ({name}" if name else label


def sign_lines(report: Report) -> list[str]:
    """The sign-here list: one line for each person and paper, with the file where there are several; one for all certificates of
    a translator in a file, with the labels of the exhibits; and one for each official form that is not in the filing itself."""
    certified, papers = _certified(report), dict(report.papers)
    labels: dict[tuple[str, str, str], list[str]] = {}  # (file, paper, what is signed there) to who signs
    pages: dict[tuple[str, str, str], list[str]] = {}
    for who, spot in report.signs:
        name, exhibits = certified.get(spot, ("", []))
        paper = "" if exhibits else papers.get(spot, "")
        who = f"{who} ({name})" if exhibits and name else _without_name(who, paper)
        key = (spot.file, paper, who if exhibits or paper else str(spot.page))
        page = f"{spot.page} ({listed(exhibits)})" if exhibits else str(spot.page)
        for found, one in ((labels, sign_label(who)), (pages, page)):
            if one not in found.setdefault(key, []):
                found[key].append(one)
    lines = [_("The page numbers are those printed on the pages.")] if any(spot.file for _who, spot in report.signs) else []
    for (file, paper, place), who_sign in labels.items():
        numbers, several = pages[file, paper, place], _("; ").join(who_sign)
        one = _("page {page}: {who}").format(page=numbers[0], who=several)
        said = _("pages {pages}: {who}").format(pages=listed(numbers), who=several) if len(numbers) > 1 else one
        lines.append(" · ".join(filter(None, (file, paper, said))))
    forms: dict[str, list[str]] = {}
    for who, form in report.elsewhere:
        forms.setdefault(form, []).append(sign_label(who))
    return lines + [
        _("{form}, not in these pages: {who}").format(form=_(form), who=_("; ").join(signers)) for form, signers in forms.items()
    ]


def _without_name(who: str, paper: str) -> str:
    """Who signs, without the name where the paper is called by it."""
    signer, _bracket, name = who.partition(" (")
    return signer if name and name.removesuffix(")") in paper else who


def _certified(report: Report) -> dict[Spot, tuple[str, list[str]]]:
    """Where translators sign their certificates: the translator's name and the labels of the exhibits."""
    found: dict[Spot, tuple[str, list[str]]] = {}
    for one in report.standing.exhibits:
        for spot in one.signed:
            found.setdefault(spot, (one.translator, []))[1].append(one.exhibit.label)
    return found


def place_label(place: Place) -> str:
    """Where, in words: `record.yaml, line 12 (applicant.birth.date) · I-589 A.I.12`."""
    parts = []
    if place.file:
        where = _("{file}, line {line}").format(file=place.file, line=place.line) if place.line else place.file
        parts.append(f"{where} ({place.field})" if place.field else where)
    elif place.field:
        parts.append(place.field)
    if place.form:
        parts.append(" ".join((_(place.form), place.item)).strip())
    if place.exhibit:
        parts.append(_("exhibit {id}").format(id=place.exhibit))
    if place.page:
        parts.append(_("page {page}").format(page=place.page))
    return " · ".join(parts)


def subject(finding: Finding) -> str:
    """What a finding is listed under: a file, a form, an exhibit, the packet, or the filing as a whole."""
    if finding.id.startswith(_OF_THE_PROFILE):
        return _("The packet as the office wants it")
    place = finding.place
    exhibit = _("exhibit {id}").format(id=place.exhibit) if place.exhibit else ""
    return place.file or _(place.form) or exhibit or _("The filing as a whole")


def by_subject(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings under their subjects, both in the given order."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(subject(finding), []).append(finding)
    return groups


def within(finding: Finding) -> str:
    """Where within its subject: `line 12 · I-589 A.I.12`."""
    place = finding.place
    line = _("line {line}").format(line=place.line) if place.file and place.line else ""
    under = subject(finding)
    rest = replace(
        place,
        file="" if under == place.file else place.file,
        line=0,
        field="",
        form="" if under == _(place.form) and not place.item else place.form,
    )
    return " · ".join(filter(None, (line, place_label(rest if place.file or not place.exhibit else replace(rest, exhibit="")))))


def rule_label(finding: Finding) -> str:
    """The law or manual behind a finding, where it was read and when; empty where that is only the form it is about."""
    if not finding.rule and (not finding.source or finding.source.startswith(f"{finding.place.form}, ")):
        return ""
    rule = "" if finding.source.startswith(finding.rule) else finding.rule
    return " · ".join(filter(None, (rule, _(finding.source), "" if finding.checked is None else checked(finding.checked))))


def checked(day: str) -> str:
    """When a rule was read in its source, in words; empty is never."""
    return _("checked {date}").format(date=day) if day else _("not verified")


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data for JSON; docs/preflight.md describes it."""
    certified = _certified(report)
    return {
        "version": VERSION,
        "procedure": report.procedure,
        "language": report.language,
        "filing_date": report.date,
        **findings_data(report.findings),
        "sign_here": [_sign_data(who, spot, certified, dict(report.papers)) for who, spot in report.signs],
        "sign_elsewhere": [{"who": who, "form": form} for who, form in report.elsewhere],
        "forms": [_form_data(form) for form in report.standing.forms],
        "exhibits": [_exhibit_data(exhibit) for exhibit in report.standing.exhibits],
        "checklist": [asdict(task) for task in report.standing.checklist],
    }


def findings_data(findings: Sequence[Finding]) -> dict[str, Any]:
    """Findings as plain data: `counts` and `findings`. Empty places and fields are left out."""
    return {"counts": counts(findings), "findings": [_lean(asdict(finding)) for finding in findings]}


def _lean(item: Mapping[str, Any]) -> dict[str, Any]:
    lean = {key: _lean(value) if isinstance(value, dict) else value for key, value in item.items()}
    return {key: value for key, value in lean.items() if value not in ("", 0, None, {})}


def _sign_data(
    who: str, spot: Spot, certified: Mapping[Spot, tuple[str, list[str]]], papers: Mapping[Spot, str]
) -> dict[str, Any]:
    name, exhibits = certified.get(spot, ("", []))
    of_exhibits = {"exhibits": exhibits} if exhibits else {}
    return {"who": who, **_spot("page", "file", spot), **_lean({"paper": papers.get(spot, ""), "name": name}), **of_exhibits}


def _form_data(form: FormStanding) -> dict[str, Any]:
    table = form.table
    return {
        "form": table.form,
        "title": table.title,
        "person": form.person,
        "edition": table.edition.isoformat(),
        "verified": {"on": table.verified_on.isoformat(), "against": table.verified_against} if table.verified_on else None,
        "source": table.source,
        "official": form.official.value,
        "counts": {state.value: count for state, count in form.counts.items()},
        "open": [{"item": one.item, "label": one.label, "place": _lean(asdict(one.place))} for one in form.open],
    }


def _exhibit_data(one: ExhibitStanding) -> dict[str, Any]:
    return {
        "id": one.exhibit.id,
        "label": one.exhibit.label,
        "title": one.exhibit.title,
        "language": one.exhibit.language,
        "pages": one.exhibit.original.pages,
        "translation": one.state.value,
        "translator": one.translator,
        **_spot("page", "file", one.begins),
        **_spot("certificate_page", "certificate_file", one.certificate),
    }


def _spot(page: str, file: str, spot: Spot | None) -> dict[str, Any]:
    return {page: spot.page if spot else None, **({file: spot.file} if spot and spot.file else {})}
