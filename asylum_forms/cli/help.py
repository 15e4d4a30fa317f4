"""`--help` in the user's language. Click translates its own words only, and counts a full-width letter as one cell.

The texts are those of the commands: docstrings and `help=`. `i18n/extract.py` finds them there.
"""

from __future__ import annotations

import contextlib
import inspect
import re
import shutil
from collections.abc import Iterator
from typing import Any

import click
from rich.cells import cell_len

from asylum_forms import i18n
from asylum_forms.cli.options import LANG
from asylum_forms.cli.wrapping import wrapped
from asylum_forms.i18n import N_, _

_WIDEST = 100
_INDENT = 2
_TERM = 22
"""Widest term that has its explanation beside it; that of a longer one stands below."""
_OURS = {"--help": N_("Show this help and end."), "--version": N_("Show the version and end.")}
"""For what click says of its own options."""
Rows = list[tuple[str, str]]


class _Spoken(click.Command):
    """What our commands and groups have in common: `--lang`, and help in that language."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(LANG)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, but the language is known first: for the help too, and for what is said of mistakes."""
        if ctx.parent is None:
            i18n.choose(None)
        with contextlib.suppress(click.UsageError):  # click says it in a moment
            parser = self.make_parser(ctx)
            parser.ignore_unknown_options = parser.allow_interspersed_args = True  # it may stand behind what is wrong
            wanted = parser.parse_args(list(args))[0].get("lang")
            i18n.choose(wanted if wanted and i18n.known(wanted) else ctx.obj)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        return page(self, ctx)


class Command(_Spoken):
    """A command whose help is in the user's language."""


class Group(_Spoken, click.Group):
    """A command with commands below it."""

    command_class = Command
    group_class = type


def page(command: click.Command, ctx: click.Context) -> str:
    """The whole help of a command."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines = wrapped(_("Usage: {command}").format(command=written(command, ctx)), width, _INDENT)
    for paragraph in paragraphs(command.help or ""):
        lines += ["", *(" " * _INDENT + line for line in wrapped(_(paragraph), width - _INDENT))]
    for heading, rows in (
        (_("Arguments:"), _arguments(command, ctx)),
        (_("Options:"), _options(command, ctx)),
        (_("Commands:"), _commands(command, ctx)),
    ):
        lines += ["", heading, *_listed(rows, width)] if rows else []
    return "\n".join(lines)


def written(command: click.Command, ctx: click.Context) -> str:
    """How a command is typed: `asylum-forms check [OPTIONS] CASE`."""
    arguments = [param.make_metavar(ctx) for param in command.params if isinstance(param, click.Argument)]
    below = [_("COMMAND [ARGS]...")] if isinstance(command, click.Group) else []
    return " ".join([ctx.command_path, _("[OPTIONS]"), *arguments, *below])


def paragraphs(docstring: str) -> list[str]:
    """The paragraphs of a docstring, each on one line: the messages of the catalogs."""
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(docstring)) if paragraph.strip()]


def _arguments(command: click.Command, ctx: click.Context) -> Rows:
    return [(one.make_metavar(ctx), _said(one)) for one in command.params if isinstance(one, click.Argument)]


def _options(command: click.Command, ctx: click.Context) -> Rows:
    rows = []
    for one in command.get_params(ctx):
        if isinstance(one, click.Option) and (record := one.get_help_record(ctx)):
            rows.append((record[0], " ".join((_said(one), _("[required]"))) if one.required else _said(one)))
    return rows


def _said(parameter: click.Option | click.Argument) -> str:
    said = _OURS.get(parameter.opts[-1]) or parameter.help or ""
    return _(said)


def _commands(command: click.Command, ctx: click.Context) -> Rows:
    if not isinstance(command, click.Group):
        return []
    return [(name, _first_sentence(below.help or "")) for name, below in sorted(command.commands.items())]


def _first_sentence(docstring: str) -> str:
    first = next(iter(paragraphs(docstring)), "")
    return re.split(r"(?<=\.)\s|(?<=。)", _(first))[0].rstrip(".。")


def _listed(rows: Rows, width: int) -> Iterator[str]:
    beside = max((cell_len(term) for term, _text in rows if cell_len(term) <= _TERM), default=_TERM) + 2
    for term, text in rows:
        if cell_len(term) + 2 > beside:
            yield " " * _INDENT + term
            term = ""
        for line in wrapped(text, width - _INDENT - beside):
            yield (" " * _INDENT + term + " " * (beside - cell_len(term)) + line).rstrip()
            term = ""
