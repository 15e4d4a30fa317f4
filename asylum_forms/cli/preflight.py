"""What preflight found, and how far a filing is, in the terminal; and what the ids of findings mean."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from asylum_forms.built import Built
from asylum_forms.cli import show
from asylum_forms.cli.help import Command
from asylum_forms.cli.options import JSON
from asylum_forms.errors import ArgumentError, ExitCode
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, labelled, listed
from asylum_forms.jurisdiction import catalogue
from asylum_forms.jurisdiction.catalogue import Explanation
from asylum_forms.preflight import words
from asylum_forms.preflight.commands import with_case
from asylum_forms.preflight.folder import held_back, not_printed
from asylum_forms.preflight.gaps import Gap, gaps, is_gap, is_untranslated, no_file, to_translate, without_gaps
from asylum_forms.preflight.report import (
    Report,
    by_subject,
    checked,
    counts,
    place_label,
    rule_label,
    severity_label,
    together,
    within,
)

_COLOUR = {Severity.BLOCKS: "bold red", Severity.ATTEND: "yellow", Severity.NOTE: "dim"}
_WHERE = 24
"""Widest column that says where, on a terminal."""
_ITEMS = 12
"""So many open items of a form are named; the page has them all."""
_GROUPS = 10
"""So many parts of a record with open answers are named unless all is asked for."""
_MOST = {Severity.BLOCKS: 6, Severity.ATTEND: 4}
"""So many findings are told unless all are asked for."""


def findings(found: Sequence[Finding], *, brief: bool = False) -> None:
    """Findings, the gravest first, those of one file, form or exhibit together; with `brief`, open answers on a line each."""
    if not found:
        show.say(_("Nothing was found that stands in the way."))
    for severity in Severity:
        chosen = together(finding for finding in found if finding.severity is severity)
        if chosen:
            show.say("")
            show.marked(f"[{_COLOUR[severity]}]{escape(severity_label(severity))} ({len(chosen)})[/]")
        for subject, group in by_subject(chosen).items():
            show.marked(f"\n[bold]{escape(subject)}[/]")
            table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
            table.add_column(max_width=None if show.piped() else _WHERE)
            table.add_column()
            for finding in group:
                short = brief and is_gap(finding)
                table.add_row(escape(within(finding)), escape(finding.place.question) if short else _said(finding))
            show.print_table(table)
    if found:
        show.say("")
        show.say(_("What a finding means, and more of what to do: {command}").format(command="asylum-forms explain ID"))


def _said(finding: Finding) -> str:
    lines = [f"[{_COLOUR[finding.severity]}]●[/] {escape(finding.message)}"]
    if finding.remedy:
        lines.append(f"→ {escape(finding.remedy)}")
    question = f" ({finding.place.field})" if finding.place.field else ""
    lines.append(f"[dim]{escape(' · '.join(filter(None, (finding.id + question, rule_label(finding)))))}[/]")
    return "\n".join(lines)


def standing(report: Report) -> None:
    """How far the filing is, short: counts, open items by number, translations, and what the checklist names."""
    how_far = report.standing
    for heading, (heads, rows) in (
        (_("Items of the forms"), words.forms_table(how_far)),
        (_("Translations and certificates"), words.exhibits_table(how_far, all=False)),
    ):
        if rows:
            show.marked(f"\n[bold]{escape(heading)}[/]")
            show.rows(heads, rows)
    for form in how_far.forms:
        if form.open:
            show.say(_("Open: {form}").format(form=words.open_summary(form, _ITEMS)))
    if how_far.checklist:
        show.marked(f"\n[bold]{escape(_('Checklist'))}[/]")
        for task in how_far.checklist:
            mark = "" if task.verified else f" ({_('not verified')})"
            show.say("  " + labelled(words.about(task.about), task.text + mark))


def report(found: Report, ready: str, *, everything: bool = False) -> None:
    """How it stands, the next step (`ready` where nothing stands in the way), and the gravest findings; with `everything` all of
    them and how far the filing is."""
    open_ = gaps(found.standing, found.findings)
    _next_step(found, open_, ready, len(open_) if everything else _GROUPS)
    if everything:
        findings(found.findings, brief=bool(open_))
        standing(found)
        return
    for severity, few in _MOST.items():
        left = [one for one in without_gaps(found.findings, open_) if not is_untranslated(one)]
        chosen = [one for one in together(left) if one.severity is severity]
        if chosen:
            show.marked(f"\n[{_COLOUR[severity]}]{escape(severity_label(severity))} ({len(chosen)})[/]")
        # Each is a page that somebody has to mark: told in pieces it would take as many builds.
        most = max(few, sum(one.id == "evidence.redaction" for one in chosen))
        for finding in chosen[:most]:
            show.marked(f"[{_COLOUR[severity]}]●[/] {escape(finding.message)}")
            if where := place_label(finding.place):
                show.marked(f"  [dim]{escape(where)}[/]")
            if finding.remedy:
                show.say(f"  → {finding.remedy}")
        _and_more(len(chosen) - most)
    show.say("")
    show.say(
        _("All that was found, with what to do and how far the filing is: the same command with {option}").format(option="--all")
    )


def runnable(found: Report, case: Path) -> Report:
    """The report with the folder of the case in the commands it advises."""
    return replace(found, findings=tuple(with_case(found.findings, case)))


def built(result: Built, *, everything: bool) -> None:
    """What a build made, and how it stands."""
    printed = _("Read all of the filing, print it, and sign it where the list says.")
    found = result.preflight
    ready = not_printed(uploaded=found.uploaded, redacted=found.redacted) or printed
    report(found, ready, everything=everything)
    show.built(result)


def _next_step(found: Report, open_: Sequence[Gap], ready: str, most: int) -> None:
    """The first thing to read: how many findings there are, and what to do next."""
    how_many = counts(together(found.findings))
    told = " · ".join(labelled(severity_label(severity), str(how_many[severity.value])) for severity in Severity)
    show.marked(f"[bold]{escape(told)}[/]")
    show.marked(f"\n[bold]{escape(_('What to do next'))}[/]")
    begin = no_file(found.findings)
    for one in begin:
        show.say(f"→ {one.remedy}")
    if open_:
        show.say(f"→ {words.to_do(open_)}")
        heads, rows = words.gaps_table(open_)
        show.rows(heads, rows[:most])
        _and_more(len(rows) - most)
    for line in words.to_have_translated(to_translate(found.findings)):
        show.say(f"→ {line}")
    blocking = [one for one in found.findings if one.severity is Severity.BLOCKS]
    if not open_ and not all(is_untranslated(one) or one in begin for one in blocking):
        label = severity_label(Severity.BLOCKS)
        show.say("→ " + _("Do what stands under “{label}”, then run the same command again.").format(label=label))
    elif not blocking:
        show.say(f"→ {ready}")
    if found.held:
        show.say(f"→ {held_back()}")


def _and_more(count: int) -> None:
    if count > 0:
        show.say(_("… and {count} more").format(count=count))


@click.command(cls=Command)
@click.argument("id_", metavar="[ID]", default="", help="The id that stands with a finding.")
@JSON
def explain(id_: str, as_json: bool) -> None:
    """Say what a finding means, why it matters and what to do; without ID, list all ids."""
    known = _everything()
    if not id_:
        _list(known, as_json)
        return
    explained = catalogue.find(known, id_)
    if explained is None:
        close = difflib.get_close_matches(id_, known, n=3, cutoff=0.5)
        close += [one for one in known if one.partition(".")[2] == id_ and one not in close]
        raise ArgumentError(
            _("There is no finding {id}.").format(id=id_),
            remedy=_("Did you mean {suggestions}?").format(suggestions=_(" or ").join(close))
            if close
            else _("`asylum-forms explain` lists all of them."),
        )
    if as_json:
        show.print_json(_data(id_, explained))
    else:
        _print(id_, explained)


def _everything() -> dict[str, Explanation]:
    from asylum_forms.jurisdiction.registry import all_jurisdictions

    return {**catalogue.engine(), **{id_: one for j in all_jurisdictions().values() for id_, one in j.findings.items()}}


def _list(known: Mapping[str, Explanation], as_json: bool) -> None:
    if as_json:
        show.print_json([_data(id_, one) for id_, one in sorted(known.items())])
    else:
        show.rows((_("Finding"), _("Meaning")), [(id_, _(one.means)) for id_, one in sorted(known.items())])


def _print(id_: str, explained: Explanation) -> None:
    labels = listed(severity_label(severity) for severity in Severity if severity in explained.severities)
    show.marked(f"[bold]{escape(id_)}[/] ({escape(labels)})")
    for text in (_(explained.means), _(explained.why), f"→ {_(explained.do)}"):
        show.say("")
        show.say(text)
    if explained.rule:
        show.say("")
        show.say(" · ".join(filter(None, (explained.rule, _(explained.source), checked(explained.checked)))))


def _data(id_: str, explained: Explanation) -> dict[str, Any]:
    return {
        "id": id_,
        "severities": [severity.value for severity in explained.severities],
        "means": _(explained.means),
        "why": _(explained.why),
        "do": _(explained.do),
        "rule": explained.rule,
        "source": explained.source,
        "checked": explained.checked or None,
    }


def end_with(found: Sequence[Finding]) -> None:
    """End the command with the exit code that tells whether something stands in the way."""
    if any(one.severity is Severity.BLOCKS for one in found):
        sys.exit(ExitCode.BLOCKED)
