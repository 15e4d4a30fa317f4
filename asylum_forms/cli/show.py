"""What the commands print. Results go to standard output, progress and errors to standard error."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich import progress as bars
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from asylum_forms.errors import AsylumFormsError
from asylum_forms.files import megabytes
from asylum_forms.findings import Severity
from asylum_forms.i18n import N_, _, labelled, language
from asylum_forms.jurisdiction.contract import Jurisdiction
from asylum_forms.jurisdiction.templates import READING_COPY
from asylum_forms.preflight import report
from asylum_forms.progress import quiet as unwatched
from asylum_forms.translation import waiting
from asylum_forms.translation.units import State, Unit

if TYPE_CHECKING:
    from asylum_forms.built import Built
    from asylum_forms.cli.doctor import Line
    from asylum_forms.progress import Progress
    from asylum_forms.translate import Job
    from asylum_forms.translation.checks import Check

# Without emoji: a key such as `u12:date:2019年6月4日` must come out as it is to be typed.
_out = Console(highlight=False, soft_wrap=True, emoji=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
if not _out.is_terminal:
    _out.width = 10_000  # for a file or another program no line is broken, however long
_REDRAWN = 0.1
"""Seconds from one drawing of the progress to the next."""
_COLOUR = {Severity.BLOCKS: "bold red", Severity.ATTEND: "yellow", Severity.NOTE: "dim"}


@contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """Shows steps as they go, on standard error; silent when `quiet`."""
    if quiet:
        yield unwatched
        return
    columns = (bars.SpinnerColumn(), bars.TextColumn("{task.description}"), bars.BarColumn(24), bars.TimeElapsedColumn())
    with bars.Progress(*columns, console=_err, transient=True, auto_refresh=False) as shown, _redrawn(shown):
        tasks: dict[str, Any] = {}

        def show_step(step: str, done: int = 0, total: int = 0) -> None:
            if step not in tasks:
                tasks[step] = shown.add_task(escape(step), total=total or 1)
            shown.update(tasks[step], completed=done if total else 0, total=total or 1)

        yield show_step


@contextmanager
def _redrawn(shown: bars.Progress) -> Iterator[None]:
    """Draws it again and again, so that its clock goes on.

    Rich would leave that to a daemon thread: interrupted at the wrong moment, or when the terminal is gone, it still writes while
    Python ends, and Python aborts. This one is waited for, by us or by Python, and does not go on without the main thread.
    """
    ended = threading.Event()

    def redraw() -> None:
        with suppress(OSError, ValueError):  # the terminal was closed
            while threading.main_thread().is_alive() and not ended.wait(_REDRAWN):
                shown.refresh()

    thread = threading.Thread(target=redraw, daemon=False)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def say(text: str, error: bool = False) -> None:
    """A line for the user."""
    (_err if error else _out).print(escape(text))


def marked(text: str) -> None:
    """A line for the user with rich's marks in it."""
    _out.print(text)


def piped() -> bool:
    """Whether the output goes to a file or another program."""
    return not _out.is_terminal


def print_table(shown: Table) -> None:
    """A table, as wide as the terminal; where there is none, as wide as its words. Lines end with their last letter."""
    with _out.capture() as captured:
        _out.print(shown, soft_wrap=False)
    for line in captured.get().splitlines():
        _out.out(line.rstrip(), highlight=False)


def rows(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """A plain table with heads; numbers stand to the right."""
    shown = Table(box=None, pad_edge=False)
    for number, head in enumerate(heads):
        figures = all(line[number].isdecimal() for line in lines)
        shown.add_column(escape(head), justify="right" if figures else "left")
    for line in lines:
        shown.add_row(*map(escape, line))
    print_table(shown)


def print_json(data: Any) -> None:
    """Data as JSON on standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def error(trouble: AsylumFormsError) -> None:
    """What is wrong, where, and what to do next."""
    _err.print(f"[bold red]{escape(trouble.message)}[/]")
    findings = [finding for finding in trouble.findings if finding.message != trouble.message]
    if (trouble.place, trouble.remedy) not in [(finding.place, finding.remedy) for finding in findings]:
        if trouble.place and (where := report.place_label(trouble.place)):
            _err.print(f"  {escape(where)}")
        if trouble.remedy:
            _err.print(f"  → {escape(trouble.remedy)}")
    for finding in findings:
        _err.print()
        _err.print(f"[red]●[/] {escape(finding.message)}")
        if where := report.place_label(finding.place):
            _err.print(f"  [dim]{escape(where)}[/]")
        if finding.place.text:
            _err.print(f"  [dim]│[/] {escape(finding.place.text)}")
        if finding.remedy:
            _err.print(f"  → {escape(finding.remedy)}")


def error_data(trouble: AsylumFormsError) -> dict[str, Any]:
    """An error as plain data."""
    return {
        "error": type(trouble).__name__,
        "exit_code": int(trouble.exit_code),
        "message": trouble.message,
        "remedy": trouble.remedy,
        **report.findings_data(trouble.findings),
    }


def first_steps() -> None:
    """What to type first, for who types nothing."""
    from asylum_forms.jurisdiction.registry import procedures

    tag, example = language(), procedures()[0]
    for number, (command, what) in enumerate(
        (
            ("asylum-forms jurisdictions", _("what can be filed, and where")),
            (f"asylum-forms new CASE --lang {tag} --for {example}", _("a folder with a record whose questions you answer")),
            ("asylum-forms check CASE", _("what is still missing or wrong")),
            ("asylum-forms build CASE", _("the filing, to read, print and sign")),
        ),
        1,
    ):
        _out.print(f"{number}. [bold]{escape(command)}[/]\n   {escape(what)}")
    say(_("All commands: {command}").format(command="asylum-forms --help"))


_STATES = {
    State.INITIAL: N_("Empty"),
    State.TRANSLATED: N_("Draft"),
    State.REVIEWED: N_("Read"),
    State.FINAL: N_("Confirmed"),
}


def jobs(found: Sequence[Job]) -> None:
    """Documents to translate, and how far each is."""
    if not found:
        say(_("Everything is in the language of the filing."))
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("Document"), "", _("Segments"), *(_(state) for state in _STATES.values()), _("To look at")):
        table.add_column(heading, justify="left" if heading in (_("Document"), "") else "right")
    for job in found:
        counts = [job.count(state) for state in _STATES]
        name = f"[bold]{job.name}[/] {escape(job.title)}"
        pair = f"{job.document.source_language} → {job.document.target_language}"
        table.add_row(name, pair, str(len(job.units)), *map(str, counts), str(len(job.checks)))
    print_table(table)
    for job in found:
        for page in job.document.unreadable:
            say(_("{document}, page {page}: nothing could be read. Somebody must read it and write it down.").format(
                document=job.name, page=page))  # fmt: skip
        for doubt in waiting.doubtful(job.document, job.name, job.place) if not job.document.complete else ():
            say(f"{doubt.message} {doubt.remedy}")


def segments(units: Iterable[Unit]) -> None:
    """Each segment in full: its id, state and page, the original and below it the translation."""
    for unit in units:
        place = f" · {_('page {page}').format(page=unit.page)}" if unit.page else ""
        _out.print(f"\n[bold]{unit.id}[/] · {_(_STATES[unit.state])}{place}")
        source, target = ((text or "–").replace("\n", "\n    ") for text in (unit.source, unit.target))
        _out.print(f"  {escape(source)}\n  → {escape(target)}")
    say("")


def checks(found: Iterable[Check], reasons: Mapping[str, str] = {}) -> None:
    """What the checks found; what a reason overrides has the key to give it by, or the reason where it has been given."""
    for check in found:
        _out.print(f"[{_COLOUR[check.finding.severity]}]●[/] {escape(check.finding.message)}")
        if check.finding.place.text:
            _out.print(f"  [dim]│[/] {escape(check.finding.place.text)}")
        if remedy := reasons.get(check.key, check.finding.remedy):
            _out.print(f"  → {escape(remedy)}")


def jobs_data(found: Sequence[Job], *, full: bool = False) -> list[dict[str, Any]]:
    """Documents to translate as plain data, `full` with their segments."""
    return [
        {
            "id": job.name,
            "title": job.title,
            "source": job.document.source_language,
            "target": job.document.target_language,
            **{state.value: job.count(state) for state in State},
            "unreadable_pages": list(job.document.unreadable),
            "findings": [{"key": check.key, "blocks": check.blocks, "message": check.finding.message} for check in job.checks],
            **({"segments": [_segment(unit) for unit in job.units]} if full else {}),
        }
        for job in found
    ]


def _segment(unit: Unit) -> dict[str, Any]:
    return {"id": unit.id, "state": unit.state.value, "page": unit.page, "source": unit.source, "target": unit.target}


def built(result: Built) -> None:
    """Where the filing is, what to read, and where to sign."""
    say("")
    if len(result.parts) > 1:
        say(_("Files: {count}, pages: {pages}").format(pages=result.pages, count=len(result.parts)))
        for part in result.parts:
            say(f"  {part}  {megabytes(part.stat().st_size)}")
    else:
        say(_("Pages: {pages}, in {file}").format(pages=result.pages, file=result.pdf))
    for copy in sorted(result.report.parent.glob(f"{READING_COPY}*.pdf")):
        say(_("To read before signing: {file}").format(file=copy))
    if result.copies:
        say(_("Copies:"))
    for copy, whose in result.copies:
        say(f"  {copy}  {whose}".rstrip())
    say(_("Report to read and print: {file}").format(file=result.report))
    if result.signs or result.preflight.elsewhere:
        say(_("To be signed before it is uploaded:") if result.preflight.uploaded else _("Sign by hand after printing:"))
        for line in report.sign_lines(result.preflight):
            say(f"  {line}")


def built_data(result: Built) -> dict[str, Any]:
    """A built filing as plain data."""
    return {
        "pdf": str(result.pdf),
        "parts": [str(part) for part in result.parts],
        "copies": [str(copy) for copy, _whose in result.copies],
        "pages": result.pages,
        "report": str(result.report),
        "manifest": str(result.manifest),
        **report.as_data(result.preflight),
    }


def jurisdictions(known: Mapping[str, Jurisdiction]) -> None:
    """What can be filed."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", _("Application"), _("Office")):
        table.add_column(heading)
    for code, jurisdiction in known.items():
        for procedure in jurisdiction.procedures.values():
            table.add_row(f"[bold]{code}/{procedure.id}[/]", escape(_(procedure.title)), escape(_(procedure.office)))
    print_table(table)


def conformance(problems: Mapping[str, Sequence[str]]) -> None:
    """What breaks the plugin contract, by jurisdiction."""
    for code, found in problems.items():
        if not found:
            say(_("{code} keeps the plugin contract.").format(code=code))
        for problem in found:
            _out.print(f"[bold red]●[/] {escape(f'{code}: {problem}')}")


def forms() -> None:
    """The forms we know, and whether the official PDF of each is here."""
    from asylum_forms.forms import store
    from asylum_forms.forms.reader import read_table
    from asylum_forms.jurisdiction.registry import all_jurisdictions

    table = Table(box=None, pad_edge=False)
    for heading in (_("Form"), _("Edition"), _("Official PDF"), _("Where to get it")):
        table.add_column(heading)
    for jurisdiction in all_jurisdictions().values():
        for file in jurisdiction.tables.values():
            form = read_table(file)
            here = store.find(form) if form.official else None
            state = str(here) if here else _("not added") if form.official else _("none that can be filled")
            table.add_row(escape(_(form.form)), str(form.edition), escape(state), escape(_(form.source)))
    print_table(table)


def doctor(lines: Sequence[Line]) -> None:
    """What is installed and what is missing."""
    for line in lines:
        mark = "[green]✓[/]" if line.ok else "[red]✗[/]" if line.needed else "[yellow]–[/]"
        _out.print(f"{mark} {escape(labelled(line.name, line.detail))}")
        if not line.ok and line.remedy:
            _out.print(f"  → {escape(line.remedy)}")
