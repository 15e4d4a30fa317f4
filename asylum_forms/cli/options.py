"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from asylum_forms import i18n
from asylum_forms.i18n import _


class _Day(click.ParamType[datetime.date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(_("{value} is not a date. Write it as 2026-11-21.").format(value=value), param, ctx)


class Language(click.ParamType[str]):
    """A language of messages and guide, however its tag is written: `zh-Hans`, `zh_CN`."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if known := i18n.known(value):
            return known
        told = _("There are no messages in {tag}. Write one of: {languages}.")
        self.fail(told.format(tag=value, languages=i18n.listed(i18n.LANGUAGES)), param, ctx)


def _speak(context: click.Context, _option: click.Parameter, tag: str | None) -> None:
    context.obj = tag or context.obj


LANG = click.Option(
    ["--lang"],
    type=Language(),
    expose_value=False,
    callback=_speak,
    help="Language of messages and questions: en, zh_Hans, ko or fr; otherwise your system's.",
)
"""Of every command; what is typed last counts. Commands find it as the `obj` of their context."""

CASE = click.argument("case", type=click.Path(path_type=Path, file_okay=False), help="The folder of the case.")
FOR = click.option(
    "--for",
    "procedure",
    default="",
    metavar="PROCEDURE",
    help="What to file; `jurisdictions` lists everything. Not needed where the record names one only.",
)
DATE = click.option("--date", type=_Day(), default=None, help="The filing date; otherwise the record's, otherwise today.")
IN = click.option("--in", "language", default=None, metavar="LANGUAGE", help="Filing language, where the office takes several.")
PERSON = click.option(
    "--person", default="", metavar="ID", help="Somebody else of the case, by the id of the entry in the record."
)
PROFILE = click.option(
    "--profile", default="", metavar="NAME", help="How to put the packet together, where the office takes several ways."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on standard output.")
ALL = click.option("--all", "everything", is_flag=True, help="Print everything that was found, and how far the filing is.")
PASSWORD_FILE = click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    metavar="FILE",
    help="A file whose first line is the password; otherwise you are asked for it.",
)
