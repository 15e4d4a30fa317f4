"""`build --watch`: it stays, builds again when something is saved, tells of mistakes, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from pdf_text import text_of

from asylum_forms import again, watch
from asylum_forms.cli.main import cli
from asylum_forms.errors import AsylumFormsError
from asylum_forms.progress import Progress

RECORD = """\
asylum_forms: 1
language: en
applicant:
  name: {family: Doe, given: Ada}
statement:
  text: WORDS
  place: {country: US}
  read_back_in: none
evidence:
  - {id: letter, file: evidence/letter.txt, title: A letter, language: en}
"""
WAITING = "Waiting until something is saved."


class Watching:
    """A running `build --watch` on a small case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "evidence").mkdir(parents=True)
        (folder / "evidence" / "letter.txt").write_text("She was taken away.\n")
        self.write("We fled by night.")
        command = [sys.executable, "-m", "asylum_forms.cli.main", "build", str(folder), "--for", "us/affirmative", "--watch"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "LANGUAGE": "en"}
        )

    def write(self, words: str) -> None:
        (self.folder / "record.yaml").write_text(RECORD.replace("WORDS", words))

    def said(self) -> str:
        """All that it says until it waits again."""
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            if line.startswith(WAITING):
                return "".join(lines)
            lines.append(line)
        pytest.fail(f"it has ended: {''.join(lines)}")


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watching]:
    child = Watching(tmp_path_factory.mktemp("watched") / "case")
    yield child
    child.process.kill()
    child.process.wait()


@pytest.mark.slow
def test_it_builds_again_after_each_save_until_it_is_asked_to_end(watching: Watching) -> None:
    out = watching.folder / "build" / "us-affirmative"
    first = watching.said()
    assert "What to do next" in first
    assert "We fled by night." in text_of(out / "filing.pdf")

    watching.write("We fled by day.")
    second = watching.said()
    assert "Built again" in second
    assert "Items of the forms" not in second, "only what is new is told"
    assert "We fled by day." in text_of(out / "filing.pdf")

    watching.write("[We fled")
    mistake = watching.said()
    assert "record.yaml" in mistake
    assert "We fled by day." in text_of(out / "filing.pdf"), "the last good filing stays"

    watching.write("We fled at noon.")
    assert "Built again" in watching.said()

    word = out / "forms" / "declaration.docx"
    edited = docx.Document(str(word))
    edited.paragraphs[-1].add_run(" Added by hand.")
    edited.save(str(word))
    by_hand = watching.said()
    assert "declaration.docx" in by_hand, "new findings are told"
    assert "Added by hand." in text_of(out / "filing.pdf")

    (watching.folder / "evidence" / "letter.txt").unlink()
    assert "letter.txt" in watching.said()
    (watching.folder / "evidence" / "letter.txt").write_text("He was taken away.\n")
    assert "Built again" in watching.said()

    (out / "filing.pdf").unlink()
    assert "Built again" in watching.said(), "a filing that is lost is built again"
    assert (out / "filing.pdf").exists()

    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=60) == 130


def test_it_does_not_go_with_what_is_built_once() -> None:
    for more in (["--json"], ["--fresh", "declaration"]):
        with pytest.raises(Exception, match="--watch"):
            CliRunner().invoke(cli, ["build", "case", "--watch", *more], catch_exceptions=False, standalone_mode=False)


def _refuse(*_asked: object, **_more: object) -> None:
    raise AsylumFormsError("not built")


def test_it_ends_when_the_program_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "record.yaml").write_text("a")
    programs = iter(["old", "new"])
    monkeypatch.setattr(again, "program", lambda: next(programs))
    monkeypatch.setattr(again, "build", _refuse)
    told: list[str] = []

    def tell(result: object, _seconds: float) -> None:
        told.append(str(result))
        (tmp_path / "record.yaml").write_text("a change")

    with pytest.raises(AsylumFormsError, match="have changed since this began"):
        watch.watch(tmp_path, "us/affirmative", told=tell, progress=_shown)
    assert told == ["not built"]


def test_a_folder_in_which_changes_are_not_seen_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "evidence").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AsylumFormsError, match="cannot be watched"):
        watch.watch(tmp_path / "case", "us/affirmative", told=_refuse, progress=_shown)


class _Shown:
    def __enter__(self) -> Progress:
        return lambda step, done=0, total=0: None

    def __exit__(self, *_error: object) -> None:
        pass


def _shown() -> _Shown:
    return _Shown()
