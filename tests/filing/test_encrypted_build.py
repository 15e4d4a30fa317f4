"""`build --encrypt`: a copy with a password beside every file that goes out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def _build(case: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "build", str(case), "--for", "us/affirmative"]
    return subprocess.run([*command, *more], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def test_every_file_of_the_filing_gets_a_copy_that_is_listed_and_opens_with_the_password_alone(
    small_case: Callable[..., Path],
) -> None:
    case = small_case()
    (secret := case / "secret").write_text("correct horse\n", encoding="utf-8")
    done = _build(case, "--profile", "uscis-online", "--encrypt", "--password-file", str(secret), "--json")
    said, out = json.loads(done.stdout), case / "build" / "us-affirmative-uscis-online"
    plain = [Path(file) for file in said["parts"]]
    assert len(plain) > 1
    assert [Path(file) for file in said["encrypted"]] == [file.with_name(f"{file.stem}-encrypted.pdf") for file in plain]
    listed = {entry["path"] for entry in json.loads((out / "manifest.json").read_text(encoding="utf-8"))["outputs"]}
    for file in map(Path, said["encrypted"]):
        assert file.relative_to(out).as_posix() in listed
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 2
        assert subprocess.run(["qpdf", "--password=correct horse", "--check", file], capture_output=True).returncode == 0
    verified = subprocess.run([sys.executable, "-m", "asylum_forms.cli.main", "verify", str(out)], capture_output=True)
    assert verified.returncode == 0, verified.stdout.decode()
    _what_becomes_of_the_copies(case, out, [Path(file) for file in said["encrypted"]])


def _what_becomes_of_the_copies(case: Path, out: Path, copies: list[Path]) -> None:
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in out.rglob("*.pdf")}
    same = _build(case, "--profile", "uscis-online")
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in out.rglob("*.pdf")} == before, "it is built anew"
    assert all(f"is of this filing and stays: {copy}" in _in_a_line(same.stdout) for copy in copies)
    assert json.loads(_build(case, "--profile", "uscis-online", "--json").stdout)["encrypted"] == list(map(str, copies))
    copies[0].write_bytes(copies[0].read_bytes() + b" ")
    other = _build(case, "--profile", "uscis-online")
    assert not list(out.rglob("*-encrypted.pdf")), "a copy of an earlier filing stayed"
    assert all(f"of the earlier filing is removed: {copy}" in _in_a_line(other.stdout) for copy in copies)
    assert "encrypted" not in _build(case, "--profile", "uscis-online").stdout, "it is told once"


def _in_a_line(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--encrypt"], 2, "--password-file"),
        (["--encrypt", "--password-file", "short"], 8, "too short"),
        (["--encrypt", "--watch"], 2, "--encrypt"),
        (["--password-file", "short"], 2, "--encrypt"),
    ],
)
def test_a_password_that_cannot_be_had_is_told_before_anything_is_built(
    small_case: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, more: list[str], code: int, words: str
) -> None:
    case = small_case()
    monkeypatch.chdir(case)
    Path("short").write_text("abc", encoding="utf-8")
    done = _build(case, *more)
    assert (done.returncode, words in done.stderr, (case / "build").exists()) == (code, True, False)
