"""`asylum-forms explain`, and preflight as it comes out of a pipe, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "stranded-in-transit"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "COLUMNS": "40"}, timeout=120)


def test_a_finding_is_explained_with_its_rule() -> None:
    told = run("explain", "us.one-year-left").stdout
    assert told.startswith("us.one-year-left (Stands in the way, Please look at this, Good to know)")
    for piece in ("The year for asking for asylum", "After the year", "→ Prove the day", "INA 208(a)(2)(B)", "checked 2026-11"):
        assert piece in told, piece
    data = json.loads(run("explain", "us.fee", "--json").stdout)
    assert (data["id"], data["severities"], data["checked"]) == ("us.fee", ["note"], None)


def test_an_unknown_id_is_refused_with_close_ones() -> None:
    result = run("explain", "one-year-left")
    assert result.returncode == 2
    assert "There is no finding one-year-left." in result.stderr
    assert "us.one-year-left" in result.stderr


def test_without_an_id_all_are_listed_one_on_a_line() -> None:
    lines = run("explain").stdout.splitlines()
    ids = [line.split()[0] for line in lines[1:]]
    assert ids == sorted(ids)
    assert {"answer.missing", "ca.form-day", "kr.by-hand", "record.type-*", "unhcr.consent", "us.fee"} <= set(ids)
    assert all(line.endswith(".") for line in lines[1:])


def test_no_line_is_broken_in_a_pipe() -> None:
    told = run("check", EXAMPLE, "--for", "us/abroad", "--all").stdout
    remedies = [line for line in told.splitlines() if "→" in line]
    assert any(line.rstrip().endswith("once you are where it can be filed.") for line in remedies)
    assert all(line.endswith((".", "?")) for line in remedies)
    assert all(line == line.rstrip() for line in told.splitlines())
    assert "procedure.draft" in told
    assert "Nothing of this pack is sent." in told
