"""A command typed wrong is answered in the user's language, and advice runs as it is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from asylum_forms.cli import main as command_line
from asylum_forms.cli import show
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import use
from asylum_forms.preflight.commands import with_case, with_procedure
from asylum_forms.tools import stopping
from asylum_forms.translation.units import Origin, State, Unit

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A command run in this process chooses a language; the next test has its own again."""
    with use("en"):
        yield


def _told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str, code: int = 2) -> str:
    monkeypatch.setattr(stopping, "listen", lambda: None)
    with pytest.raises(SystemExit) as ended:
        command_line.main(arguments)
    assert ended.value.code == code
    return " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "CASE is missing."),
        (("check", "x", "--forr"), "There is no option --forr. → Did you mean --for?"),
        (("chekc", "x"), "There is no command chekc. → Did you mean check?"),
        (("check", "x", "--for"), "Something must stand after --for."),
        (("diff", "x"), "NEW is missing."),
        (("check", "my", "case", "folder"), "Too much was typed: case folder"),
        (("check", "x", "--date", "soon"), "--date YYYY-MM-DD: soon is not a date."),
        (("build", "x", "--amends", "nowhere"), "--amends DIR: nowhere is no folder."),
        (("build", "x", "--amends", ".", "--supplements", "."), "--amends A --amends B"),
        (("check", "x", "--json=yes"), "--json takes nothing after it."),
    ],
)
def test_what_is_typed_wrong_is_said_in_our_own_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    told = _told(capsys, monkeypatch, "--lang", "en", *arguments)
    assert said in told
    assert "Error" not in told
    if arguments[0] == "check" and "after" not in said:
        assert "asylum-forms check [OPTIONS] CASE" in told
        assert "asylum-forms check --help" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "zh_Hans", "chekc"),
        ("chekc", "x", "--for", "us/affirmative", "--lang", "zh_Hans"),
        ("check", "x", "--chekc", "--lang", "zh_Hans"),
    ],
)
def test_the_language_asked_for_counts_anywhere_though_the_command_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    told = _told(capsys, monkeypatch, *arguments)
    assert "check" in told
    assert "Did you mean" not in told


def test_several_procedures_after_one_option_are_told_how_to_write_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _told(capsys, monkeypatch, "new", "lin", "--for", "us/affirmative", "ca/inland", "kr/in-country")
    assert "--for ca/inland --for kr/in-country" in told
    assert "quotes" not in told
    assert "quotes" in _told(capsys, monkeypatch, "new", "my", "case", "--for", "us/affirmative")


def test_the_first_steps_name_a_procedure_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    from asylum_forms.jurisdiction.registry import procedures

    show.first_steps()
    found = re.search(r"new CASE --lang \w+ --for (\S+)", capsys.readouterr().out)
    assert found
    assert found[1] in procedures()


def test_segments_are_shown_with_the_words_for_their_states(capsys: pytest.CaptureFixture[str]) -> None:
    unit = Unit("u1", "原文", "", State.INITIAL, Origin.HUMAN)
    with use("zh_Hans"):
        show.segments([unit])
    shown = capsys.readouterr().out
    assert "u1" in shown
    assert "initial" not in shown


def test_advice_names_the_procedure_and_the_real_folder() -> None:
    def advice(remedy: str) -> str:
        finding = Finding("x.y", Severity.NOTE, "m", remedy)
        return with_case(with_procedure([finding], "us/affirmative"), Path("my cases/shen"))[0].remedy

    for written, right in (
        ("Run: asylum-forms translate CASE. Then", "Run: asylum-forms translate 'my cases/shen' --for us/affirmative. Then"),
        (
            "asylum-forms confirm CASE d --translator ID",
            "asylum-forms confirm 'my cases/shen' --for us/affirmative d --translator ID",
        ),
        ("asylum-forms new CASE --person ann", "asylum-forms new 'my cases/shen' --person ann"),
        ("asylum-forms build CASE --for ca/x --person a", "asylum-forms build 'my cases/shen' --for ca/x --person a"),
        ("The CASE folder", "The CASE folder"),
    ):
        assert advice(written) == right


def test_advice_names_the_language_of_a_filing_that_is_not_in_the_first_of_its_procedure() -> None:
    finding = Finding("x.y", Severity.NOTE, "m", "asylum-forms translate CASE")
    [told] = with_procedure([finding], "kr/in-country", "ko")
    assert told.remedy == "asylum-forms translate CASE --for kr/in-country --in ko"


def test_the_next_step_after_a_check_builds_what_was_checked() -> None:
    chosen = {"for": "ca/inland", "profile": "ircc-portal", "in": "fr", "person": ""}
    assert command_line.built_by(Path("shen"), chosen) == "asylum-forms build shen --for ca/inland --profile ircc-portal --in fr"


def test_a_procedure_that_the_record_names_wrongly_is_shown_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "record.yaml").write_text("language: zh_Hans\n\nfilings: [韩国]\n", encoding="utf-8")
    for command in ("check", "new"):
        told = _told(capsys, monkeypatch, "--lang", "en", command, str(tmp_path), code=9)
        line = (tmp_path / "record.yaml").read_text(encoding="utf-8").splitlines().index("filings: [韩国]") + 1
        assert f"record.yaml, line {line} (filings)" in told


def test_papers_to_translate_are_listed_by_the_title_that_the_user_reads(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "listen", lambda: None)
    case = str(EXAMPLES / "us-petitioner-family")
    command_line.main(["--lang", "zh_Hans", "review", case, "--for", "us/affirmative"])
    assert "聊天记录" in capsys.readouterr().out


@pytest.mark.parametrize("typed", [("check", "case", "--date", "2026-13-01"), ("forms", "list"), ("chek", "case")])
def test_who_asks_for_json_gets_a_wrong_option_as_json_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]
) -> None:
    monkeypatch.setattr(stopping, "listen", lambda: None)
    with pytest.raises(SystemExit) as ended:
        command_line.main([*typed, "--json"])
    assert ended.value.code == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["exit_code"], bool(told["message"]), bool(told["remedy"])) == (2, True, True)
