"""`asylum-forms verify` and `encrypt`: what is done with a finished filing before it goes out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from asylum_forms.built import Built, encrypted_copies
from asylum_forms.cli import preflight, show
from asylum_forms.cli.help import Command
from asylum_forms.cli.options import JSON, PASSWORD_FILE
from asylum_forms.errors import ArgumentError, ExitCode
from asylum_forms.findings import Severity
from asylum_forms.i18n import _, labelled
from asylum_forms.preflight import report


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), help="What a build wrote: CASE/build/PROCEDURE.")
@click.option("--look", is_flag=True, help="Also draw every PDF and picture of the evidence beside its pages of the filing.")
@JSON
def verify(folder: Path, look: bool, as_json: bool) -> None:
    """Check a finished filing once more before it goes out."""
    from asylum_forms import finished

    with show.progress(quiet=as_json) as progress:
        found = finished.verify(folder, look=look, progress=progress)
    wrong = any(finding.severity is Severity.BLOCKS for finding in found)
    if as_json:
        show.print_json(report.as_data(report.Report("", "", "", tuple(found))))
    else:
        left = finished.left_by_preflight(folder)
        if left:
            standing = labelled(report.severity_label(Severity.BLOCKS), str(left))
            show.say(labelled(str(folder / "preflight.html"), standing))
        elif found and not wrong:
            show.say(_("Nothing was found that stands in the way."))
        if found or not left:
            preflight.findings(found)
    if wrong:
        sys.exit(ExitCode.OUTPUT)


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), help="The finished PDF.")
@PASSWORD_FILE
def encrypt(file: Path, password_file: Path | None) -> None:
    """Write a copy of a finished PDF that opens only with a password, beside the plain one, for sending it.

    There is no option for the password itself: others on the computer could read it, and the shell would keep it.
    """
    lock([file], password(password_file))


def password(file: Path | None) -> str:
    """The first line of a file, or what the user types, twice. Raises UsageError where neither can be had, ArgumentError for a
    file that is no text, OutputError for one that is too short."""
    from asylum_forms.assembly.encrypted import refuse_short

    if file:
        try:
            said = next(iter(file.read_text(encoding="utf-8-sig").splitlines()), "")
        except UnicodeDecodeError as problem:
            raise ArgumentError(
                labelled(str(file), _("The file is not saved as UTF-8.")),
                remedy=_("Open the file in your editor and save it with the encoding UTF-8."),
            ) from problem
    elif sys.stdin.isatty():
        said = click.prompt(_("Password"), hide_input=True, confirmation_prompt=_("The same again"), err=True)
    else:
        raise click.UsageError(_("There is no terminal to ask for the password: name a file that has it with --password-file."))
    refuse_short(said)
    return said


def tell_copies(built: Built) -> None:
    """Say what has become of encrypted copies in a build without `--encrypt`."""
    for file in encrypted_copies(built):
        show.say(_("The encrypted copy is of this filing and stays: {file}").format(file=file))
    for file in built.dropped:
        show.say(
            _("The encrypted copy of the earlier filing is removed: {file}. With --encrypt you get one of this.").format(
                file=file
            )
        )


def lock(files: Sequence[Path], password: str, *, quiet: bool = False) -> list[Path]:
    """Write the copies that open only with the password, and say so; raises what `finished.encrypt` raises."""
    from asylum_forms import finished

    copies = [finished.encrypt(file, password) for file in files]
    if not quiet:
        for copy in copies:
            show.say(_("Written: {file}").format(file=copy))
        show.say(_("It is for sending only. Portals of offices refuse files with a password: upload the plain one there."))
        show.say(_("Tell the password in another way than the one by which the file goes."))
    return copies
