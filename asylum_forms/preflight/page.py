"""The preflight report as one page: reads well on a telephone and prints on any paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, language
from asylum_forms.preflight import words
from asylum_forms.preflight.gaps import gaps, no_file, to_translate, without_gaps
from asylum_forms.preflight.report import Report, by_subject, rule_label, severity_label, sign_lines, together, within
from asylum_forms.preflight.standing import Standing, TaskStanding

_SHORT = 22
"""Letters of a cell that need not be broken."""


def as_page(title: str, report: Report, facts: Sequence[tuple[str, str]] = (), inside: Sequence[tuple[str, str]] = ()) -> str:
    """The report as a self-contained HTML page: findings by how much they matter, where to sign, what is in the folder
    (`inside`), then how far the filing is."""
    body = [f"<h1>{escape(title)}</h1>", _facts(facts)]
    open_, begin = gaps(report.standing, report.findings), no_file(report.findings)
    texts = words.to_have_translated(to_translate(report.findings))
    if open_ or begin or texts:
        body += [_heading(_("What to do next")), *(f"<p>{escape(one.remedy)}</p>" for one in begin)]
    if open_:
        body += [f"<p>{escape(words.to_do(open_))}</p>", _table(*words.gaps_table(open_), "gaps")]
    body += [f"<p>{escape(line)}</p>" for line in texts]
    told = without_gaps(report.findings, open_)
    body += [_section(severity, told) for severity in Severity]
    if not report.findings:
        body.append(f"<p>{escape(_('Nothing was found that stands in the way.'))}</p>")
    body += [*_signs(report), *_folder(inside), *_standing(report.standing), *_checklist(report.standing.checklist)]
    if report.findings:
        more = _("What a finding means, and more of what to do: {command}").format(command="asylum-forms explain ID")
        body.append(f'<p class="small">{escape(more)}</p>')
    tag = language().replace("_", "-")
    return _PAGE.format(language=tag, title=escape(title), body="\n".join(filter(None, body)))


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts)
    return f'<table class="facts">{rows}</table>' if facts else ""


def _section(severity: Severity, findings: Sequence[Finding]) -> str:
    chosen = together(finding for finding in findings if finding.severity is severity)
    if not chosen:
        return ""
    lines = [_heading(f"{severity_label(severity)} ({len(chosen)})", severity.value)]
    for subject, found in by_subject(chosen).items():
        lines.append(f'<table class="findings"><thead><tr><th colspan="2">{escape(subject)}</th></tr></thead><tbody>')
        lines += [_entry(finding) for finding in found]
        lines.append("</tbody></table>")
    return "\n".join(lines)


def _entry(finding: Finding) -> str:
    said = [f"<strong>{escape(finding.message)}</strong>"]
    if finding.remedy:
        said.append(escape(finding.remedy))
    small = " · ".join(filter(None, (finding.place.field, rule_label(finding), finding.id)))
    said.append(f'<span class="small">{escape(small)}</span>')
    return f"<tr><td>{escape(within(finding))}</td><td>{'<br>'.join(said)}</td></tr>"


def _signs(report: Report) -> Iterator[str]:
    if report.signs or report.elsewhere:
        yield _heading(_("Sign here, before it is uploaded") if report.uploaded else _("Sign here, by hand"))
        yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in sign_lines(report)) + "</ul>"


def _folder(inside: Sequence[tuple[str, str]]) -> Iterator[str]:
    if inside:
        yield _heading(_("What is in this folder"))
        yield _table((_("File"), _("What it is for")), inside)


def _standing(standing: Standing) -> Iterator[str]:
    heads, rows = words.forms_table(standing)
    if rows:
        yield _heading(_("Items of the forms"))
        yield _table(heads, rows, "counts")
    for form in standing.forms:
        if form.open:
            yield f"<h3>{escape(_('Open: {form}').format(form=words.name(form)))}</h3>"
            yield _table(*words.open_table(form))
    heads, rows = words.exhibits_table(standing, all=True)
    if rows:
        yield _heading(_("Translations and certificates"))
        yield _table(heads, rows)
    heads, rows = words.editions_table(standing)
    if rows:
        yield _heading(_("Editions of the forms"))
        yield _table(heads, rows)


def _checklist(tasks: Sequence[TaskStanding]) -> Iterator[str]:
    if tasks:
        yield _heading(_("Checklist"))
        told = _("What goes with the packet or is done by hand. The program does none of it; tick it off.")
        yield f"<p>{escape(told)}</p>"
    for about, lines in groupby(tasks, key=lambda task: task.about):
        yield f'<h3>{escape(words.about(about))}</h3><ul class="tasks">'
        for line in lines:
            yield f'<li>{escape(line.text)}<br><span class="small">{escape(words.source(line))}</span></li>'
        yield "</ul>"


def _heading(text: str, kind: str = "") -> str:
    return f'<h2 class="{kind}">{escape(text)}</h2>' if kind else f"<h2>{escape(text)}</h2>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "grid") -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(text: str) -> str:
    """Numbers, dates and the like stay on one line where there is room for a table."""
    return f"<td{' class=short' if len(text) <= _SHORT else ''}>{escape(text)}</td>"


# Without a size in @page the printer's own paper, A4 or Letter, is used. Heads repeat on every page, rows are not torn, and a
# heading stays with what it heads.
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.45 "Liberation Sans", "Noto Sans CJK SC", sans-serif; max-width: 52rem; margin: auto; padding: 1rem }}
:lang(ko) {{ font-family: "Liberation Sans", "Noto Sans CJK KR", sans-serif; word-break: keep-all; overflow-wrap: break-word }}
h1 {{ font-size: 1.4rem }}
h2 {{ font-size: 1.15rem; border-bottom: 2px solid #999; margin: 1.8rem 0 .6rem }}
h2.blocks {{ border-color: #b00020 }} h2.attend {{ border-color: #c77700 }}
h3 {{ font-size: 1rem; margin: 1.2rem 0 .4rem }}
table {{ border-collapse: collapse; width: 100%; margin: .4rem 0 1rem }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; overflow-wrap: anywhere }}
th {{ font-weight: normal; color: #444; overflow-wrap: normal }}
tbody tr {{ border-top: 1px solid #ccc }}
.facts {{ width: auto }} .facts tr {{ border: 0 }} .facts th {{ white-space: nowrap; padding-right: 1rem }}
.findings th {{ font-weight: bold; color: #000 }} .findings td:first-child {{ width: 22%; color: #444 }}
.counts td:not(:first-child), .counts th:not(:first-child), .gaps td:nth-child(2) {{ text-align: right }}
.small {{ font-size: .85em; color: #444 }}
.tasks {{ list-style: none; padding-left: 0 }}
.tasks li {{ position: relative; padding-left: 1.9em; margin: .6rem 0 }}
.tasks li::before {{ content: ""; position: absolute; left: 0; top: .2em; width: .9em; height: .9em; border: 1.5px solid #000 }}
@media (min-width: 45rem) {{ .short {{ white-space: nowrap }} }}
@page {{ margin: 18mm 16mm }}
@media print {{
  body {{ font-size: 10.5pt; max-width: none; padding: 0 }} .short {{ white-space: nowrap }}
  h2, h3, thead {{ break-after: avoid }} thead {{ display: table-header-group }} tr, li {{ break-inside: avoid }}
}}
</style>
</head>
<body>
{body}
</body>
</html>
"""
