"""A record that is nearly empty: what to do next stands first, in parts of the record, and nothing is lost below it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from asylum_forms import look
from asylum_forms.i18n import use
from asylum_forms.preflight.gaps import gaps
from asylum_forms.preflight.page import as_page
from asylum_forms.preflight.report import Report
from asylum_forms.progress import quiet

PROCEDURES = ("us/affirmative", "ca/inland", "kr/in-country", "unhcr/rsd")


@pytest.fixture(scope="module", params=PROCEDURES)
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    case = tmp_path_factory.mktemp("fresh") / "case"
    assert run("new", case, "--lang", "zh_Hans", "--for", request.param).returncode == 0
    return case, request.param


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "zh_Hans", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def report(fresh: tuple[Path, str]) -> Report:
    with use("zh_Hans"):
        return look.preflight(*fresh, progress=quiet)


def test_every_open_answer_is_counted_in_one_part_of_the_record(report: Report) -> None:
    found = gaps(report.standing)
    asked = {(one.place.file, one.place.line, one.place.field) for form in report.standing.forms for one in form.open}
    assert sum(gap.count for gap in found) == len(asked) > 30
    assert len({(gap.file, gap.group) for gap in found}) == len(found)
    assert [gap.first for gap in found] == sorted(gap.first for gap in found)
    assert all(gap.first <= gap.last for gap in found)


def test_parts_are_called_as_in_the_record(report: Report, fresh: tuple[Path, str]) -> None:
    lines = (fresh[0] / "record.yaml").read_text(encoding="utf-8").splitlines()
    for gap in gaps(report.standing):
        assert re.search(r"[\u4e00-\u9fff]", gap.group)
        assert lines[gap.first - 1].strip(), "it begins at a question"


def test_the_first_screen_says_what_to_do_and_the_list_below_has_every_open_item(report: Report) -> None:
    with use("zh_Hans"):
        page = as_page("title", report)
    first = page.index("<h2")
    top = page[first : page.index("<h2", first + 5)]
    assert all(gap.group in top for gap in gaps(report.standing))
    for form in report.standing.forms:
        for one in form.open:
            assert page.count(one.item) >= 1
            assert f">{one.item}<" in page
    messages = [one.message for one in report.findings if one.id == "answer.missing"]
    assert messages
    assert not any(message in page for message in messages), "what the list below says is not said twice"
    others = [one for one in report.findings if one.id != "answer.missing"]
    assert all(one.id in page for one in others)


def test_the_terminal_begins_with_what_to_do_next(fresh: tuple[Path, str], report: Report) -> None:
    case, procedure = fresh
    brief = run("check", case, "--for", procedure).stdout.strip().splitlines()
    said = run("check", case, "--for", procedure, "--all").stdout
    first = said.strip().splitlines()[: len(gaps(report.standing)) + 7]
    assert all(any(gap.group in line for line in first) for gap in gaps(report.standing))
    assert gaps(report.standing)[0].group in brief[5]
    assert len(brief) < 50
    shown = {one.place.line for form in report.standing.forms for one in form.open}
    assert all(re.search(rf"\b{line}\b", said) for line in shown), "every open answer is still named with its line"
    assert len(said.splitlines()) < 2.2 * len(shown) + 90


def test_a_record_with_a_few_open_answers_has_no_summary() -> None:
    example = Path(__file__).parents[2] / "examples" / "us-petitioner-family"
    found = look.preflight(example, "us/affirmative", progress=quiet)
    assert gaps(found.standing) == []


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A family's case in which a daughter who claims has no file of her own yet."""
    case = tmp_path_factory.mktemp("family") / "case"
    shutil.copytree(Path(__file__).parents[2] / "examples" / "ca-petitioner-family", case)
    (case / "people" / "shen-jianing.yaml").unlink()
    return case


def test_who_has_no_file_of_their_own_is_told_first_and_in_one_line(alone: Path) -> None:
    said = run("check", alone, "--for", "ca/inland").stdout
    command = f"asylum-forms new {alone} --person shen-jianing"
    assert command in re.sub(r"\n\s*", " ", said.split("\n→ ")[1] if "\n→ " in said else "")
    assert "people/shen-jianing.yaml, " not in said
    found = look.preflight(alone, "ca/inland", progress=quiet)
    open_ = [one for form in found.standing.forms for one in form.open if one.place.file == "people/shen-jianing.yaml"]
    assert len(open_) > 10
    assert not [gap for gap in gaps(found.standing, found.findings) if gap.file == "people/shen-jianing.yaml"]
    (first,) = [one for one in found.findings if one.id == "record.person-missing"]
    assert "Jianing SHEN" in first.message
    page = as_page("title", found)
    assert page.index(f"--person {first.place.file.split('/')[1].removesuffix('.yaml')}") < page.index('<table class="findings"')


def test_with_all_every_open_answer_of_who_has_no_file_is_still_named(alone: Path) -> None:
    said = run("check", alone, "--for", "ca/inland", "--all").stdout
    found = look.preflight(alone, "ca/inland", progress=quiet)
    messages = {one.place.item for one in found.findings if one.place.file == "people/shen-jianing.yaml" and one.place.item}
    assert messages
    assert all(item in said for item in messages)
