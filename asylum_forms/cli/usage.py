"""A command line that cannot be understood, said in the user's language. Click speaks English only."""

from __future__ import annotations

import re

import click

from asylum_forms.cli.help import written
from asylum_forms.errors import ArgumentError, AsylumFormsError
from asylum_forms.i18n import _


def explained(error: click.ClickException) -> AsylumFormsError:
    """What is wrong and how it is written."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    close = getattr(error, "possibilities", None)
    advice = [_("Did you mean {suggestions}?").format(suggestions=_(" or ").join(close))] if close else []
    if context:
        advice.append(_("It is written: {command}").format(command=written(context.command, context)))
    path = context.command_path if context else "asylum-forms"
    advice.append(_("More: {command}").format(command=f"{path} --help"))
    return ArgumentError(_message(error, context), remedy="\n    ".join(advice))


def _message(error: click.ClickException, context: click.Context | None) -> str:
    if isinstance(error, click.MissingParameter):
        return _("{name} is missing.").format(name=_name(error.param, context))
    if isinstance(error, click.NoSuchOption):
        return _("There is no option {name}.").format(name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("There is no command {name}.").format(name=error.command_name)
    if isinstance(error, click.BadOptionUsage):
        # Click has one class for both.
        needs = _("Something must stand after {name}.") if "requires" in error.message else _("{name} takes nothing after it.")
        return needs.format(name=error.option_name)
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param, context)}: {_bad_value(error)}"
    if extra := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message):
        words = extra[1].split()
        if (
            context
            and all("/" in word for word in words)
            and any(one.multiple and "--for" in one.opts for one in context.command.params)
        ):
            told = _("Too much was typed: {text}. Write {option} again before each: {example}")
            return told.format(text=extra[1], option="--for", example=" ".join(f"--for {word}" for word in words))
        return _("Too much was typed: {text}. A name with spaces needs quotes.").format(text=extra[1])
    return error.message


def _name(parameter: click.Parameter | None, context: click.Context | None) -> str:
    """A parameter as it is typed: `CASE`, `--for PROCEDURE`."""
    if parameter is None or context is None:
        return ""
    metavar = parameter.make_metavar(context)
    return metavar if isinstance(parameter, click.Argument) else f"{max(parameter.opts, key=len)} {metavar}"


def _bad_value(error: click.BadParameter) -> str:
    value = re.search("'(.*)'", error.message)
    if error.param is None or value is None or not isinstance(error.param.type, click.Path):
        return error.message
    if error.param.type.dir_okay and not error.param.type.file_okay:
        return _("{folder} is no folder.").format(folder=value[1])
    return _("this is a folder, not a file.")
