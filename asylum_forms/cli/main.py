"""The command line: `asylum-forms COMMAND`. Decides where files go; the work is done in case.py, look.py and build.py."""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from asylum_forms import i18n
from asylum_forms.built import encrypted_copies
from asylum_forms.cli import comparing, finished, preflight, show, translation, usage, watching
from asylum_forms.cli.help import Group
from asylum_forms.cli.options import ALL, CASE, DATE, FOR, IN, JSON, PASSWORD_FILE, PERSON, PROFILE
from asylum_forms.errors import AsylumFormsError, ExitCode
from asylum_forms.i18n import _
from asylum_forms.preflight.report import as_data, findings_data
from asylum_forms.record.localize import language_name
from asylum_forms.tools import stopping


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(package_name="asylum-forms")
@click.pass_context
def cli(context: click.Context) -> None:
    """From one guided record to a filing-ready asylum application. Nothing leaves this computer."""
    if not context.invoked_subcommand:
        show.first_steps()


@cli.command()
@CASE
@click.option("--for", "procedures", multiple=True, metavar="PROCEDURE", help="What you may file; give it again for several.")
@PERSON
@click.pass_obj
def new(lang: str | None, case: Path, procedures: tuple[str, ...], person: str) -> None:
    """Make a case folder with a record that guides you, or add the questions that are missing from one.

    With --person it is the record of another person who applies, such as your spouse.
    """
    from asylum_forms.case import named, new_case
    from asylum_forms.jurisdiction import registry
    from asylum_forms.record.head import language_of

    # What there is goes on in its own language, whatever that of the system is; we may not speak it.
    told = lang or language_of(case)
    record = new_case(case, i18n.known(told) or i18n.language(), procedures, person, told)
    show.say(
        _("Answer the questions in {file}, put your papers into {folder}, then run:").format(
            file=record, folder=case / "evidence"
        )
    )
    wanted = list(procedures) or named(case)
    for procedure in wanted or registry.procedures():
        title = _(registry.find_procedure(procedure)[1].title)
        show.say(f"  asylum-forms check {case} --for {procedure}" + ("" if wanted else f"   # {title}"))
    if wanted:
        languages = registry.find_procedure(wanted[0])[1].languages
        show.say(
            _("The office takes papers in: {languages}. What you write in another language must be translated: {command}").format(
                languages=i18n.listed(language_name(tag, i18n.language()) for tag in languages),
                command=f"asylum-forms translate {case}" + (f" --for {wanted[0]}" if wanted[1:] else ""),
            )
        )


@cli.command()
@CASE
@FOR
@IN
@DATE
@PERSON
@PROFILE
@click.option("--redacted", is_flag=True, help="Draw what the copy for others would black out.")
@ALL
@JSON
@click.pass_obj
def check(
    lang: str | None,
    case: Path,
    procedure: str,
    language: str | None,
    date: datetime.date | None,
    person: str,
    profile: str,
    redacted: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Say what is still missing or wrong, without building anything."""
    from asylum_forms import look
    from asylum_forms.record.head import language_of

    i18n.choose(lang, otherwise=language_of(case))
    if redacted:
        _draw_marked(case, procedure, as_json, date=date, language=language, person=person, profile=profile)
        return
    with show.progress(quiet=as_json) as progress:
        found = look.preflight(case, procedure, date=date, language=language, person=person, profile=profile, progress=progress)
    found = preflight.runnable(found, case)
    if as_json:
        show.print_json(as_data(found))
    else:
        chosen = {"for": found.procedure, "profile": profile, "in": language, "person": person}
        preflight.report(found, built_by(case, chosen), everything=everything)
    preflight.end_with(found.findings)


def _draw_marked(case: Path, procedure: str, as_json: bool, **chosen: Any) -> None:
    from asylum_forms import marked

    with show.progress(quiet=as_json) as progress:
        file, found = marked.draw(case, procedure, **chosen, progress=progress)
    if as_json:
        show.print_json({"file": str(file or ""), **findings_data(found)})
    else:
        preflight.findings(found)
        if file:
            show.say(_("Written: {file}").format(file=file))
    preflight.end_with(found)


@cli.command(name="build")
@CASE
@FOR
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="Where to write; default CASE/build/PROCEDURE."
)
@click.option(
    "--amends",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    metavar="DIR",
    help="Build only the pages that replace pages of this earlier build, what is new underlined. Give it again for several.",
)
@click.option(
    "--supplements",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    metavar="DIR",
    help="Build only what this earlier build has not: new exhibits, and statements that have changed. Give it again for several.",
)
@click.option("--set", "sets", multiple=True, metavar="NAME", help="Also make this set of copies, such as `served`.")
@click.option("--fresh", multiple=True, metavar="NAME", help="Render this Word file anew although somebody has edited it.")
@click.option("--watch", "watched", is_flag=True, help="Stay, and build again each time something is saved; Ctrl-C ends it.")
@click.option(
    "--redacted", is_flag=True, help="The copy without what the record and the papers mark for redaction, in a folder of its own."
)
@click.option("--encrypt", "encrypted", is_flag=True, help="Also write copies that open only with a password, for sending.")
@PASSWORD_FILE
@IN
@DATE
@PERSON
@PROFILE
@ALL
@JSON
@click.pass_obj
def build_(
    lang: str | None,
    case: Path,
    procedure: str,
    out: Path | None,
    amends: tuple[Path, ...],
    supplements: tuple[Path, ...],
    sets: tuple[str, ...],
    fresh: tuple[str, ...],
    watched: bool,
    redacted: bool,
    encrypted: bool,
    password_file: Path | None,
    language: str | None,
    date: datetime.date | None,
    person: str,
    profile: str,
    everything: bool,
    as_json: bool,
) -> None:
    """Build the filing: forms, evidence, index and page numbers in one PDF."""
    from asylum_forms import again
    from asylum_forms.record.head import language_of

    i18n.choose(lang, otherwise=language_of(case))
    if amends and supplements:
        raise click.UsageError(
            _(
                "Name every folder that was handed in with one of the two: for changed pages --amends A --amends B, for "
                "further papers --supplements A --supplements B."
            )
        )
    asked: again.Asked = {
        "out": out,
        "date": date,
        "language": language,
        "person": person,
        "amends": amends,
        "supplements": supplements,
        "sets": sets,
        "profile": profile,
        "fresh": fresh,
        "redacted": redacted,
    }
    if watched:
        if as_json or fresh or amends or supplements or encrypted:
            raise click.UsageError(_("With --watch there is no --json, --fresh, --amends, --supplements or --encrypt."))
        watching.build(case, procedure, asked, everything)
    if password_file and not encrypted:
        raise click.UsageError(_("--password-file goes with --encrypt."))
    password = finished.password(password_file) if encrypted else ""
    with show.progress(quiet=as_json) as progress:
        built = again.build(case, procedure, progress=progress, **asked)
    built = replace(built, preflight=preflight.runnable(built.preflight, case))
    sent = [*built.parts, *(copy for copy, _whose in built.copies)]
    locking = encrypted and not built.preflight.held
    if as_json:
        locked = finished.lock(sent, password, quiet=True) if locking else encrypted_copies(built)
        show.print_json({**show.built_data(built), "encrypted": [str(file) for file in locked]})
    else:
        preflight.built(built, everything=everything)
        if locking:
            finished.lock(sent, password)
        elif encrypted:
            show.say(_("No encrypted copy was made: this copy may not be sent."))
        else:
            finished.tell_copies(built)
    preflight.end_with(built.findings)


@cli.group()
def forms() -> None:
    """The official PDF forms you have added."""


@forms.command(name="add")
@click.argument("pdf", type=click.Path(path_type=Path), help="The form, as the office offers it.")
def forms_add(pdf: Path) -> None:
    """Check that an official PDF is an edition we know, and keep it."""
    from asylum_forms.forms import store
    from asylum_forms.forms.reader import read_table
    from asylum_forms.jurisdiction.registry import all_jurisdictions

    tables = [read_table(file) for j in all_jurisdictions().values() for file in j.tables.values()]
    kept = store.add(pdf, tables)
    show.say(_("This is an edition we know. It is kept as {file} and will be filled in by every build.").format(file=kept))


@forms.command(name="list")
def forms_list() -> None:
    """List the forms we know and whether their official PDF is here."""
    show.forms()


@cli.command()
@click.option("--check", "checks", is_flag=True, help="For authors of plugins: name everything that breaks the plugin contract.")
@JSON
def jurisdictions(checks: bool, as_json: bool) -> None:
    """List what can be filed, and where."""
    from asylum_forms.jurisdiction.registry import all_jurisdictions

    if checks:
        _check_conformance(as_json)
    elif as_json:
        show.print_json(
            {
                f"{code}/{p.id}": {"title": p.title, "office": p.office}
                for code, j in all_jurisdictions().items()
                for p in j.procedures.values()
            }
        )
    else:
        show.jurisdictions(all_jurisdictions())


@cli.command()
@JSON
def doctor(as_json: bool) -> None:
    """Say what is installed, what is missing, and how to get it."""
    from asylum_forms.cli import doctor as examine

    report = examine.examine()
    if as_json:
        show.print_json([line.__dict__ for line in report])
    else:
        show.doctor(report)
    if not all(line.ok for line in report if line.needed):
        sys.exit(ExitCode.TOOL)


for command in (
    comparing.diff,
    finished.encrypt,
    finished.verify,
    preflight.explain,
    translation.translate,
    translation.review,
    translation.confirm,
    translation.models,
):
    cli.add_command(command)


def _check_conformance(as_json: bool) -> None:
    from asylum_forms.jurisdiction.conformance import check as problems_of
    from asylum_forms.jurisdiction.registry import all_jurisdictions

    problems = {code: problems_of(jurisdiction) for code, jurisdiction in all_jurisdictions().items()}
    if as_json:
        show.print_json(problems)
    else:
        show.conformance(problems)
    if any(problems.values()):
        sys.exit(ExitCode.JURISDICTION)


def built_by(case: Path, chosen: Mapping[str, str | None]) -> str:
    """The command that builds what was checked with these options."""
    return " ".join(["asylum-forms build", str(case), *(f"--{name} {value}" for name, value in chosen.items() if value)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of `asylum-forms`. Every foreseen trouble ends with a message and an exit code, never with a traceback."""
    stopping.listen()
    try:
        cli.main(args=list(arguments) if arguments is not None else None, prog_name="asylum-forms", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        show.say(_("Stopped. The last good filing, if there was one, is unchanged."), error=True)
        sys.exit(ExitCode.INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except (click.ClickException, AsylumFormsError) as error:
        trouble = usage.explained(error) if isinstance(error, click.ClickException) else error
        if "--json" in (arguments if arguments is not None else sys.argv):
            try:
                print(json.dumps(show.error_data(trouble), ensure_ascii=False, indent=2), flush=True)
            except BrokenPipeError:  # whoever reads it has enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        show.error(trouble)
        sys.exit(trouble.exit_code)
    except BrokenPipeError:
        sys.exit(ExitCode.OK)
    except OSError as error:
        if stopping.mute():  # the terminal was closed, and we met that before we were told
            sys.exit(ExitCode.INTERRUPTED)
        trouble = AsylumFormsError(
            _("The computer refused to read or write: {reason}").format(reason=error),
            remedy=_("Check that the disk is not full and that you may write to this folder."),
        )
        show.error(trouble)
        sys.exit(ExitCode.OUTPUT)


if __name__ == "__main__":
    main()
