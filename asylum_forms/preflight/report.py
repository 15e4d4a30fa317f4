"""The preflight report: what still stands in the way of filing, as data, as a terminal table and as a page to print."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.i18n import _, language

_WAITING = ("answer.missing", "answer.untranslated")
"""What several items of a form may say of one answer."""

_ORDER = (Severity.BLOCKS, Severity.ATTEND, Severity.NOTE)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats, the gravest first, then in the order of the record and the forms."""
    unique = list(dict.fromkeys(findings))
    return sorted(unique, key=lambda f: (_ORDER.index(f.severity), f.place.file, f.place.line, f.place.form))


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


def sign_lines(signs: Sequence[tuple[str, int]]) -> list[str]:
    """The sign-here list: one line a page."""
    pages: dict[int, list[str]] = {}
    for who, page in signs:
        if (label := sign_label(who)) not in pages.setdefault(page, []):
            pages[page].append(label)
    return [_("page {page}: {who}").format(page=page, who="; ".join(labels)) for page, labels in sorted(pages.items())]


def place_label(place: Place) -> str:
    """Where, in words: `record.yaml, line 12 (applicant.birth.date) · I-589 A.I.12`."""
    parts = []
    if place.file:
        where = _("{file}, line {line}").format(file=place.file, line=place.line) if place.line else place.file
        parts.append(f"{where} ({place.field})" if place.field else where)
    elif place.field:
        parts.append(place.field)
    if place.form:
        parts.append(f"{place.form} {place.item}".strip())
    if place.exhibit:
        parts.append(_("exhibit {id}").format(id=place.exhibit))
    if place.page:
        parts.append(_("page {page}").format(page=place.page))
    return " · ".join(parts)


def as_data(findings: Sequence[Finding], signs: Sequence[tuple[str, int]] = ()) -> dict[str, Any]:
    """The report as plain data for JSON: `counts`, `findings`, `sign_here`. Empty places and fields are left out."""

    def lean(item: Mapping[str, Any]) -> dict[str, Any]:
        return {key: lean(value) if isinstance(value, dict) else value for key, value in item.items() if value not in ("", 0, {})}

    return {
        "counts": counts(findings),
        "findings": [lean(asdict(finding)) for finding in findings],
        "sign_here": [{"who": who, "page": page} for who, page in signs],
    }


def as_page(
    title: str,
    findings: Sequence[Finding],
    *,
    facts: Sequence[tuple[str, str]] = (),
    signs: Sequence[tuple[str, int]] = (),
) -> str:
    """The report as one self-contained HTML page that reads well on a telephone and prints well."""
    body = [f"<h1>{html.escape(title)}</h1>"]
    if facts:
        rows = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in facts)
        body.append(f"<table>{rows}</table>")
    for severity in _ORDER:
        chosen = together(finding for finding in findings if finding.severity is severity)
        if chosen:
            body.append(f'<h2 class="{severity.value}">{html.escape(severity_label(severity))} ({len(chosen)})</h2><ol>')
            body += [_entry(finding) for finding in chosen]
            body.append("</ol>")
    if not findings:
        body.append(f"<p>{html.escape(_('Nothing was found that stands in the way.'))}</p>")
    if signs:
        heading = _("Sign here, by hand")
        body.append(f"<h2>{html.escape(heading)}</h2><ul>")
        body += [f"<li>{html.escape(line)}</li>" for line in sign_lines(signs)]
        body.append("</ul>")
    return _PAGE.format(language=language().replace("_", "-"), title=html.escape(title), body="\n".join(body))


def _entry(finding: Finding) -> str:
    lines = [f"<strong>{html.escape(finding.message)}</strong>"]
    if finding.remedy:
        lines.append(html.escape(finding.remedy))
    small = " · ".join(filter(None, (place_label(finding.place), finding.rule, finding.source, finding.id)))
    return "<li>" + "<br>".join(lines) + f"<br><small>{html.escape(small)}</small></li>"


_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 "Liberation Sans", "Noto Sans CJK SC", sans-serif; max-width: 46rem; margin: auto; padding: 1rem }}
:lang(ko) {{ word-break: keep-all; overflow-wrap: break-word }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.1rem; border-bottom: 2px solid #999; margin-top: 1.8rem }}
h2.blocks {{ border-color: #b00020 }} h2.attend {{ border-color: #c77700 }}
li {{ margin: .7rem 0; break-inside: avoid }} small {{ color: #555 }}
th {{ text-align: left; padding-right: 1rem; vertical-align: top; font-weight: normal; color: #555 }}
@media print {{ body {{ font-size: 11pt; max-width: none }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
