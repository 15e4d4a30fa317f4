"""Commands for translations: `translate`, `review`, `confirm`, and the models that draft."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from asylum_forms import i18n
from asylum_forms.cli import preflight, show
from asylum_forms.cli.help import Command, Group
from asylum_forms.cli.options import CASE, FOR, IN, JSON
from asylum_forms.i18n import N_, _

_WHICH = N_("A text or paper, by the name that `review` lists.")
DOC = click.argument("document", metavar="DOC", help=_WHICH)


@click.command(cls=Command)
@CASE
@FOR
@IN
@JSON
@click.pass_obj
def translate(lang: str | None, case: Path, procedure: str, language: str | None, as_json: bool) -> None:
    """Take up what is not in the language of the filing yet, and draft it, offline. Drafts are never filed unread."""
    from asylum_forms import look
    from asylum_forms.record.head import language_of
    from asylum_forms.translate import undrafted

    i18n.choose(lang, otherwise=language_of(case))
    with show.progress(quiet=as_json) as progress:
        jobs = look.draft_translations(case, procedure, language=language, progress=progress)
    if as_json:
        show.print_json(show.jobs_data(jobs))
    else:
        show.jobs(jobs)
        for reason in (*look.read_as_another(jobs), *undrafted(jobs)):
            show.say(reason)
        if jobs:
            chosen = {"for": procedure, "in": language}
            named = " ".join([shlex.quote(str(case)), *(f"--{name} {value}" for name, value in chosen.items() if value)])
            show.say(_("Next: a translator corrects each DOC in Word: asylum-forms review {case} DOC --word").format(case=named))


@click.command(cls=Command)
@CASE
@click.argument("document", metavar="[DOC]", required=False, help=_WHICH)
@FOR
@IN
@click.option("--word", is_flag=True, help="Write DOC as a Word table, source beside target.")
@click.option("--take", type=click.Path(path_type=Path, dir_okay=False), help="Read a corrected Word table of DOC back.")
@JSON
@click.pass_obj
def review(
    lang: str | None,
    case: Path,
    document: str | None,
    procedure: str,
    language: str | None,
    word: bool,
    take: Path | None,
    as_json: bool,
) -> None:
    """List what waits for a human, and what the checks found; with DOC, that one in full."""
    from asylum_forms import translate as translations
    from asylum_forms.case import open_filing
    from asylum_forms.preflight import commands
    from asylum_forms.record.head import language_of

    i18n.choose(lang, otherwise=language_of(case))
    filing = open_filing(case, procedure, language=language)
    if (word or take) and not document:
        raise click.UsageError(_("Say which document: asylum-forms review CASE DOC --word"))
    if take and document:
        taken = translations.take_back(filing, document, take)
        show.say(_("Changed segments: {count}").format(count=len(taken.changed)))
        if taken.findings:
            preflight.findings(
                commands.with_case(commands.with_procedure(taken.findings, filing.name, filing.in_another_language), case)
            )
    if word and document:
        show.say(_("Correct it in Word, then read it back with --take {file}").format(file=translations.export(filing, document)))
    jobs = [translations.job_of(filing, document)] if document else translations.jobs(filing)
    if as_json:
        show.print_json(show.jobs_data(jobs, full=bool(document)))
        return
    show.jobs(jobs)
    for job in jobs if document and not (word or take) else ():
        show.segments(job.units)
        show.checks(job.checks)


@click.command(cls=Command)
@CASE
@DOC
@FOR
@IN
@click.option("--translator", default="", metavar="ID", help="Who confirms: the id of a person under helpers.")
@click.option("--because", multiple=True, metavar="KEY=REASON", help="Why a finding is no mistake; kept with the translation.")
@click.pass_obj
def confirm(
    lang: str | None, case: Path, document: str, procedure: str, language: str | None, translator: str, because: Sequence[str]
) -> None:
    """Say, as a named human, that every segment of DOC is right. Shows what the checks found first."""
    from asylum_forms import translate as translations
    from asylum_forms import vouching
    from asylum_forms.case import open_filing
    from asylum_forms.preflight.helpers import helper_findings
    from asylum_forms.record.head import language_of

    i18n.choose(lang, otherwise=language_of(case))
    filing = open_filing(case, procedure, language=language)
    reasons = dict(_reason(pair) for pair in because)
    vouching.refuse(filing, translator)
    # What stops the confirmation is not shown here: the error lists it, with what is left after the reasons.
    job = translations.job_of(filing, document)
    show.checks((one for one in job.checks if not one.blocks or one.key in reasons), reasons)
    done = translations.confirm(filing, document, translator, reasons, datetime.date.today())
    found = helper_findings(filing, [translator], job.document.source_language)
    if doubts := [one for one in found if one.id.startswith("translation.")]:
        preflight.findings(doubts)
    for key in done.unknown:
        show.say(_("There is no finding {key}; its reason was not used.").format(key=key))
    count = len(job.units)
    show.say(_("{document}: confirmed by {id}. Segments: {count}").format(document=document, count=count, id=translator))
    preflight.end_with(doubts)


def _reason(pair: str) -> tuple[str, str]:
    key, equals, reason = pair.partition("=")
    if not equals or not reason.strip():
        raise click.UsageError(_("Write --because KEY=REASON, with the key that stands with the finding."))
    return key.strip(), reason.strip()


@click.group(cls=Group)
def models() -> None:
    """The models that draft translations on this computer."""


@models.command(name="list")
def models_list() -> None:
    """List the installed models."""
    from asylum_forms.translation import models as kept

    found = kept.installed()
    for model in found:
        show.say(f"{model.label}  {model.sha256}")
    if not found:
        show.say(_("There are no models. Translations can be written by people; a model only drafts them."))


@models.command(name="add")
@click.argument("file", type=click.Path(path_type=Path), help="The package, a file *.argosmodel.")
@click.option("--sha256", "expected", default="", metavar="HEX", help="The SHA-256 that the file must have.")
def models_add(file: Path, expected: str) -> None:
    """Add an Argos package from a file, unpacked with care and pinned by its SHA-256."""
    from asylum_forms.translation import models as kept

    model = kept.add(file, expected=expected)
    show.say(_("{model} is added. SHA-256: {digest}").format(model=model.label, digest=model.sha256))
    if model.test:
        show.say(_("This is a test model. No filing is ever drafted with it."))


@models.command(name="fetch")
@click.argument("source", help="Language of the originals, such as zh.")
@click.argument("target", help="Language of the drafts, such as en.")
def models_fetch(source: str, target: str) -> None:
    """Download models, such as `fetch zh en`. The only command that goes online."""
    from asylum_forms.translation.fetch import fetch

    with show.progress() as progress:
        found = fetch(source, target, show.say, progress=lambda done, total: progress(_("Downloading"), done, total))
    for model in found:
        show.say(_("{model} is added. SHA-256: {digest}").format(model=model.label, digest=model.sha256))
