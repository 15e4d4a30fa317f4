"""The commands as a user types them, in a process of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from asylum_forms.jurisdiction.registry import procedures

EXAMPLE = Path(__file__).parents[2] / "examples" / "us-petitioner-family"


def run(*arguments: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "asylum_forms.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env={**os.environ, **env}, timeout=120)


def test_a_new_case_is_guided_and_checks_as_unfinished(tmp_path: Path) -> None:
    made = run("new", "shen", "--for", "us/affirmative", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    record = (tmp_path / "shen" / "record.yaml").read_text(encoding="utf-8")
    assert "us I-589 A.I.4" in record
    checked = run("check", "shen", "--for", "us/affirmative", "--json", cwd=tmp_path)
    assert checked.returncode == 10
    report = json.loads(checked.stdout)
    assert report["counts"]["blocks"] > 20
    assert any(finding["place"].get("item") == "A.I.4" for finding in report["findings"])


def test_a_new_case_in_chinese_asks_in_chinese(tmp_path: Path) -> None:
    made = run("new", "case", "--lang", "zh_Hans", "--for", "us/affirmative", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "姓" in (tmp_path / "case" / "record.yaml").read_text(encoding="utf-8")
    assert "英语" in made.stdout, "which language the office takes"


def test_running_new_again_changes_no_answer(tmp_path: Path) -> None:
    run("new", "case", "--for", "us/affirmative", cwd=tmp_path)
    record = tmp_path / "case" / "record.yaml"
    answered = record.read_text(encoding="utf-8").replace("    family:", "    family: Shen", 1)
    record.write_text(answered, encoding="utf-8")
    again = run("new", "case", "--for", "us/affirmative", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert record.read_text(encoding="utf-8") == answered


def test_what_is_added_to_a_case_is_in_the_language_of_the_case(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    record = "asylum_forms: 1\nlanguage: zh_Hans\nfilings: [us/affirmative]\nspouse: {name: {family: Lu}}\n"
    (case / "record.yaml").write_text(record, encoding="utf-8")
    made = run("new", case, "--person", "spouse", LC_ALL="en_US.UTF-8")
    assert made.returncode == 0, made.stderr
    theirs = (case / "people" / "spouse.yaml").read_text(encoding="utf-8")
    assert "\nlanguage: zh_Hans\n" in theirs
    assert "护照" in theirs
    (case / "people" / "spouse.yaml").unlink()
    run("new", case, "--person", "spouse", "--lang", "ko", LC_ALL="en_US.UTF-8")
    theirs = (case / "people" / "spouse.yaml").read_text(encoding="utf-8")
    assert "\nlanguage: ko\n" in theirs
    assert "여권" in theirs


def test_a_persons_record_is_in_the_language_of_the_case_though_its_questions_cannot_be(tmp_path: Path) -> None:
    record = "asylum_forms: 1\nlanguage: am\nfilings: [us/affirmative]\nspouse: {name: {family: Lu}}\n"
    (tmp_path / "record.yaml").write_text(record, encoding="utf-8")
    made = run("new", tmp_path, "--person", "spouse", LC_ALL="fr_FR.UTF-8", LANGUAGE="fr")
    assert made.returncode == 0, made.stderr
    theirs = (tmp_path / "people" / "spouse.yaml").read_text(encoding="utf-8")
    assert "\nlanguage: am\n" in theirs
    assert "passeport" in theirs


def test_what_to_run_next_is_for_what_the_record_says_is_filed(tmp_path: Path) -> None:
    def checks(*arguments: str) -> list[str]:
        told = run("--lang", "en", "new", *arguments, cwd=tmp_path)
        assert told.returncode == 0, told.stderr
        return [line.strip() for line in told.stdout.splitlines() if "asylum-forms check" in line]

    every = checks("open")
    assert "asylum-forms check open --for us/defensive   # Defensive asylum application" in every
    assert len(every) == len(procedures())
    shutil.copytree(EXAMPLE, tmp_path / "shen")
    wanted = [f"asylum-forms check shen --for us/{name}" for name in ("affirmative", "defensive")]
    assert checks("shen") == wanted
    assert checks("shen", "--person", "spouse") == wanted
    assert checks("shen", "--for", "ca/inland") == ["asylum-forms check shen --for ca/inland"]


@pytest.mark.parametrize(
    "command", [("build",), ("check",), ("translate",), ("review",), ("confirm", "summons", "--translator", "ann")]
)
def test_which_of_several_procedures_is_meant_is_asked_of_the_user(tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *more = command
    shutil.copy(EXAMPLE / "record.yaml", tmp_path)
    refused = run("--lang", "en", name, tmp_path, *more)
    assert refused.returncode == 2
    listed = refused.stderr[refused.stderr.index("Choose one of:") :].split("\n")
    assert [line.split()[0] for line in listed[1:] if line.strip()] == ["us/affirmative", "us/defensive"]
    assert "Defensive asylum application" in refused.stderr
    told = run("--lang", "zh_Hans", name, tmp_path, *more).stderr
    assert "us/defensive   防御性庇护申请" in told
    assert "Choose" not in told


@pytest.mark.slow
def test_the_only_procedure_of_a_record_need_not_be_named(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text(
        "language: en\nfilings: [us/affirmative]\napplicant:\n  name: {family: Doe, given: Ada}\n", encoding="utf-8"
    )
    assert run("check", tmp_path).returncode == 10
    assert run("review", tmp_path).returncode == 0
    built = run("build", tmp_path)
    assert built.returncode == 10, built.stderr
    assert (tmp_path / "build" / "us-affirmative" / "filing.pdf").is_file()


def test_every_problem_of_a_record_is_shown_with_line_and_remedy(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (case / "record.yaml").write_text(
        "language: en\napplicant:\n  name: {family: Doe}\n  birth: {date: 2019-02-30}\n  sexx: male\n", encoding="utf-8"
    )
    result = run("check", case, "--for", "us/affirmative")
    assert result.returncode == 3
    for piece in ("line 4", "line 5", "sexx"):
        assert piece in result.stderr
    as_json = json.loads(run("check", case, "--for", "us/affirmative", "--json").stdout)
    assert {finding["place"]["line"] for finding in as_json["findings"]} == {4, 5}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", EXAMPLE, "--for", "xx/none"), 9),
        (("check", "no-such-case", "--for", "us/affirmative"), 3),
        (("build", EXAMPLE), 2),
        (("build", EXAMPLE, "--for", "us/affirmative", "--date", "soon"), 2),
        (("forms", "add", EXAMPLE / "evidence" / "petition-2022.pdf"), 5),
        (("forms", "add", "missing.pdf"), 5),
        (("jurisdictions",), 0),
        (("forms", "list"), 0),
        (("--help",), 0),
    ],
)
def test_exit_codes_are_those_of_the_readme_and_no_traceback_is_shown(arguments: tuple[str | Path, ...], code: int) -> None:
    result = run(*arguments)
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    if code:
        assert result.stderr.strip()


def test_messages_follow_the_language_asked_for() -> None:
    result = run("--lang", "zh_Hans", "check", EXAMPLE, "--for", "us/affirmative")
    assert "翻译" in result.stdout + result.stderr or "译" in result.stdout + result.stderr


def test_the_first_screen_says_how_it_stands_and_what_is_next_and_fits(tmp_path: Path) -> None:
    run("new", tmp_path / "lin", "--lang", "zh_Hans", "--for", "us/affirmative")
    told = run("--lang", "zh_Hans", "check", tmp_path / "lin").stdout.splitlines()
    assert told[0].startswith("妨碍递交：")
    assert told[3].startswith("→ 还没有回答的问题：")
    assert len(told) < 45
    everything = run("--lang", "zh_Hans", "check", tmp_path / "lin", "--all").stdout
    found = json.loads(run("check", tmp_path / "lin", "--json", LC_ALL="zh_CN.UTF-8").stdout)["findings"]
    assert found
    for one in found:
        assert one["message"] in everything or one["place"]["question"] in everything


def test_who_types_no_command_is_told_the_first_steps_in_their_language() -> None:
    told = run(LC_ALL="C.UTF-8", LANGUAGE="zh_CN:en")
    assert told.returncode == 0
    assert "asylum-forms new CASE --lang zh_Hans" in told.stdout
    assert "--lang ko" in run(LC_ALL="ko_KR.UTF-8").stdout
    assert "--lang fr" in run("--lang", "fr").stdout


def test_doctor_tells_what_is_here(tmp_path: Path) -> None:
    result = run("doctor", "--json")
    assert result.returncode == 0, result.stdout
    lines = {line["name"]: line for line in json.loads(result.stdout)}
    assert lines["LibreOffice Writer"]["ok"]


def test_doctor_says_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    result = run("doctor", PATH=str(Path(sys.executable).parent))
    assert result.returncode == 6
    assert "libreoffice-writer-nogui" in result.stdout


def test_who_reads_chinese_is_told_the_question_once_and_in_chinese(tmp_path: Path) -> None:
    run("--lang", "zh_Hans", "new", tmp_path / "lin", "--lang", "zh_Hans", "--for", "us/affirmative")
    told = run("--lang", "zh_Hans", "check", tmp_path / "lin", "--for", "us/affirmative", "--all").stdout
    assert "您现在用或曾经用过的其他名字" in told
    assert "What other names" not in told
    assert told.count("您的全部兄弟姐妹") == 2, "once with its line, once as a part of the record"


def test_a_new_record_with_none_above_the_empty_questions_can_be_checked_and_completed(tmp_path: Path) -> None:
    case = tmp_path / "lin"
    run("new", case, "--for", "us/affirmative")
    record = case / "record.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("\nspouse:\n", "\nspouse: none\n"), encoding="utf-8")
    assert run("check", case, "--for", "us/affirmative").returncode == 10
    before = record.read_text(encoding="utf-8")
    assert run("new", case, "--for", "us/affirmative").returncode == 0
    assert record.read_text(encoding="utf-8") == before


@pytest.mark.slow
def test_review_names_a_document_that_is_not_there_and_says_nothing_good_of_what_waits(tmp_path: Path) -> None:
    made = run("--lang", "en", "new", "shen", "--for", "us/affirmative", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    file = tmp_path / "shen" / "record.yaml"
    written = file.read_text(encoding="utf-8").replace("language: en", "language: zh_Hans", 1)
    assert written.count("  occupation:\n") == 1
    file.write_text(written.replace("  occupation:\n", "  occupation: 2019年6月4日被捕。\n"), encoding="utf-8")
    assert run("--lang", "en", "translate", "shen", cwd=tmp_path).returncode == 0
    wrong = run("--lang", "en", "review", "shen", "recrod", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "There is no translation of recrod" in wrong.stderr
    assert "There are: record" in wrong.stderr
    assert run("--lang", "en", "review", "shen", "record", "--word", cwd=tmp_path).returncode == 0
    taken = run("--lang", "en", "review", "shen", "record", "--take", "shen/translations/record.zh-Hans-en.docx", cwd=tmp_path)
    assert "Changed segments: 0" in taken.stdout
    assert "stands in the way" not in taken.stdout + taken.stderr
    table = tmp_path / "shen" / "translations" / "record.zh-Hans-en.docx"
    word = docx.Document(str(table))
    word.tables[0].rows[1].cells[2].text = "Arrested on 5 June 2019."
    word.save(str(table))
    run("--lang", "en", "review", "shen", "record", "--take", table, cwd=tmp_path)
    shown = run("--lang", "en", "review", "shen", "record", cwd=tmp_path).stdout
    assert "--because 'u1:date:2019年6月4日=…'" in shown  # as it is to be typed


def test_an_error_that_nobody_reads_to_the_end_is_an_error_all_the_same(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "asylum_forms.cli.main", "check", str(tmp_path / "nowhere"), "--json"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=120)
    os.close(writing)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "nowhere" in done.stderr
