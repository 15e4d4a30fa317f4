"""`asylum-forms diff`: what changed between two filings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.table import Table

from asylum_forms import i18n
from asylum_forms.cli import show
from asylum_forms.cli.help import Command
from asylum_forms.cli.options import IN, JSON
from asylum_forms.errors import OutputError
from asylum_forms.i18n import _

if TYPE_CHECKING:
    from asylum_forms.compare.difference import Difference, Run

_FILING = click.Path(path_type=Path)


@click.command(cls=Command)
@click.argument("old", type=_FILING, help="The earlier filing.")
@click.argument("new", type=_FILING, help="The later filing.")
@click.option(
    "--write",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Also write the changes as sentences for a cover letter, to a new .docx or .pdf.",
)
@click.option("--paper", type=click.Choice(["A4", "Letter"]), default=None, help="Paper of that file; otherwise the filing's.")
@IN
@JSON
def diff(old: Path, new: Path, out: Path | None, paper: str | None, language: str | None, as_json: bool) -> None:
    """Say what changed between two filings, page by page. OLD and NEW are build folders, or filings as PDF."""
    from asylum_forms.compare import difference
    from asylum_forms.compare import paper as sentences
    from asylum_forms.tools import libreoffice, scratch

    if out and out.suffix.lower() not in (".docx", ".pdf"):
        raise click.UsageError(_("Give the file an ending: .docx or .pdf."))
    found = difference.compare(old, new)
    if out:
        with scratch.folder() as work:
            docx = work / f"{out.stem}.docx"
            sentences.write(found, paper or found.paper or "Letter", language or found.language or "en", docx)
            made = docx if out.suffix.lower() == ".docx" else libreoffice.convert([docx], work / "pdf")[0]
            _keep(made.read_bytes(), out)
    if as_json:
        show.print_json(difference.as_data(found))
    else:
        _show(found)
    if out and not as_json:
        show.say(_("Written: {file}").format(file=out))


def _keep(made: bytes, out: Path) -> None:
    """Write the sentences to a file. Raises OutputError for one that is there and holds something else."""
    if out.exists() and out.read_bytes() != made:
        raise OutputError(
            _("{file} is there already, and something else is in it.").format(file=out),
            remedy=_("Name another file, or move that one away first."),
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made)


def _show(found: Difference) -> None:
    """What says something else now, then what has to be signed anew, then what only follows."""
    from asylum_forms.compare import paper as sentences

    called = _Titles(found.language or "en")

    if found.empty:
        show.say(_("Nothing has changed."))
        return
    if found.later:
        show.say(_("The new one is handed in after the old one: what it does not hold stays as it was."))
    runs = list(found.runs())
    for line in sentences.everywhere_sentences(found):
        show.say(line)
    _table([run for run in runs if run.is_substance], called)
    _list(_("Answers"), sentences.answer_sentences(found))
    if found.answers is None:
        show.say(_("The answers could not be compared: one of the filings keeps none beside it."))
    _list(_("Exhibits"), sentences.exhibit_sentences(found))
    _list(_("To be signed anew, because they print something else now"), map(called, found.to_sign))
    only = [run for run in runs if not run.is_substance]
    _list(_("Page numbers and references"), sentences.files_sentences(found), always=bool(only))
    _table(only, called)


def _list(title: str, lines: Iterable[str], *, always: bool = False) -> None:
    """Lines under a title; nothing where there are none, unless more follows."""
    told = list(lines)
    if told or always:
        show.say(f"\n{title}")
    for line in told:
        show.say(f"  {line}")


def _table(runs: Sequence[Run], called: Callable[[str], str]) -> None:
    from asylum_forms.compare import paper as sentences
    from asylum_forms.compare.difference import span

    table = Table(box=None, pad_edge=False)
    for heading in (_("Old page"), _("New page"), "", _("Part")):  # the longest last: nothing is padded to its width
        table.add_column(heading)
    labels = _labels()
    for run in runs:
        table.add_row(
            span(run.old) if run.old[0] else "–",
            span(run.new) if run.new[0] else "–",
            labels[run.kind],
            escape(" · ".join(filter(None, (called(run.title), run.file)))) if run.kind != "moved" else "",
        )
        for line in sentences.details(run):
            table.add_row("", "", "", escape(line))
        if follows := sentences.references(run):
            table.add_row("", "", "", f"[dim]{escape(follows)}[/]")
    if table.row_count:
        show.print_table(table)


class _Titles:
    """Papers of a filing in `language` as the user's language calls them."""

    def __init__(self, language: str) -> None:
        from asylum_forms.jurisdiction.registry import titles

        self._known = titles(language)
        with i18n.use(language):
            words = re.escape(_("{title}, page {page}"))
        self._page = re.compile(words.replace(r"\{title\}", "(?P<title>.+)").replace(r"\{page\}", r"(?P<page>\d+)"), re.DOTALL)

    def __call__(self, title: str) -> str:
        """A paper, one page of it, or the first and the last of several, where they are of ours. Whose it is stays."""
        first, between, last = title.partition(" … ")
        if between:
            return between.join(map(self, (first, last)))
        if title in self._known:
            return _(self._known[title])
        if page := self._page.fullmatch(title):
            return _("{title}, page {page}").format(title=self(page["title"]), page=page["page"])
        paper, dash, whose = title.partition(" – ")
        return "".join((_(self._known.get(paper, paper)), dash, whose))


def _labels() -> dict[str, str]:
    return {
        "added": _("new"),
        "removed": _("left out"),
        "changed": _("changed"),
        "references": _("references"),
        "flowed": _("lines moved"),
        "moved": _("moved"),
    }
