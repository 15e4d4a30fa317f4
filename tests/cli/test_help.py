"""`--help` is in the user's language, fits the terminal, and `--lang` counts wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from babel.messages.pofile import read_po
from rich.cells import cell_len

from asylum_forms import i18n
from asylum_forms.cli import main as command_line
from asylum_forms.cli.help import page, paragraphs
from asylum_forms.cli.wrapping import wrapped
from asylum_forms.i18n import use
from asylum_forms.i18n.update import HERE
from asylum_forms.tools import stopping

TRANSLATED = i18n.LANGUAGES[1:]
SCRIPTS = {"zh_Hans": "[一-鿿]", "ko": "[가-힣]"}
WIDTH = 60


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal of a known width in an English system, and a language that the next test does not see."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setattr(stopping, "listen", lambda: None)
    with use("en"):
        yield


def commands(command: click.Command = command_line.cli, above: click.Context | None = None) -> Iterator[click.Context]:
    """A context of every command, the whole program first."""
    context = click.Context(command, info_name=command.name if above else "asylum-forms", parent=above)
    context.help_option_names = ["-h", "--help"]
    yield context
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from commands(below, context)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    command_line.main(arguments)
    return capsys.readouterr().out


def test_every_command_says_what_each_of_its_arguments_and_options_is() -> None:
    for context in commands():
        text = page(context.command, context)
        assert paragraphs(context.command.help or ""), context.command_path
        for parameter in context.command.get_params(context):
            assert (
                parameter.make_metavar(context) in text if isinstance(parameter, click.Argument) else parameter.opts[-1] in text
            )
            assert isinstance(parameter, (click.Argument, click.Option))
            assert parameter.help, (context.command_path, parameter.name)


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_that_help_says_has_a_translation(language: str) -> None:
    with (HERE / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    for context in commands():
        said = paragraphs(context.command.help or "")
        said += [one.help or "" for one in context.command.params if isinstance(one, (click.Argument, click.Option))]
        for message in said:
            known = catalog[message]
            assert (known and known.string) or message == "Show the version and exit.", message


@pytest.mark.parametrize("language", TRANSLATED)
def test_help_has_no_english_sentence_and_no_line_wider_than_the_terminal(language: str) -> None:
    for context in commands():
        with use(language):
            text = page(context.command, context)
        for line in text.splitlines():
            assert cell_len(line) <= WIDTH, line
        english = re.findall(r"\b(?:the|which|with|your|Show|Options|Commands|Usage)\b", text)
        assert english == ["Options"] * len(english), text  # a French word too
        if language in SCRIPTS:
            assert re.search(SCRIPTS[language], text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "ko", "check", "--help"),
        ("check", "--help", "--lang", "ko"),
        ("check", "nowhere", "--lang=ko", "-h"),
        ("--lang", "fr", "check", "--lang", "ko", "--help"),
    ],
)
def test_the_language_of_help_may_be_named_anywhere(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert shown(capsys, *arguments).startswith("사용법: asylum-forms check [옵션] CASE")


def test_help_is_in_the_language_of_the_system(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert shown(capsys, "--help").startswith("用法：asylum-forms")


def test_a_language_we_do_not_speak_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main(["--lang", "fr", "check", "nowhere", "--lang", "zh-Hanx"])
    assert ended.value.code == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "Il n’y a pas de messages en zh-Hanx" in told
    assert "en, zh_Hans, ko, fr" in told


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "  three"]),
        ("写到哪里；不写就是 CASE。", 10, ["写到哪里；", "  不写就是", "  CASE。"]),
        ("他说（很好），走了", 8, ["他说（很", "  好），", "  走了"]),
        ("빠졌거나 잘못된 것", 10, ["빠졌거나", "  잘못된", "  것"]),
        ("c’est « à moi »", 8, ["c’est", "  « à", "  moi »"]),
        ("averylongword", 4, ["averylongword"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_where_a_reader_of_the_language_expects_it(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text.replace("« ", "«\u00a0").replace(" »", "\u00a0»"), width, 2) == [
        line.replace("« ", "«\u00a0").replace(" »", "\u00a0»") for line in lines
    ]
