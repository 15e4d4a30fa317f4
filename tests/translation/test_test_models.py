"""The small models of the tests: real packages, through the real engine, for the phrases they are proven on."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODELS = [HERE / "models" / f"test-{pair}.argosmodel" for pair in ("zh_en", "en_ko", "en_fr")]


def table(name: str) -> list[list[str]]:
    lines = (HERE / "models" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


PROVEN = table("proven.tsv")
WRONG = table("wrong.tsv")


@pytest.fixture(scope="module")
def argos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Argos Translate says to all phrases, and what it says about itself."""
    folder = tmp_path_factory.mktemp("argos")
    places = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("DATA", "CONFIG", "CACHE")}
    environment = {**os.environ, **places, "ARGOS_PACKAGES_DIR": str(folder / "packages"), "ARGOS_INTRA_THREADS": "1"}
    ask = [[source, target, text] for source, target, text, *_rest in PROVEN + WRONG]
    done = subprocess.run(
        [sys.executable, str(HERE / "argos_child.py")],
        input=json.dumps({"models": [str(file) for file in MODELS], "ask": ask}),
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    result["said"] = {(source, target, text): said for (source, target, text), said in zip(ask, result["said"], strict=True)}
    return result


@pytest.mark.parametrize("pair", ["zh-en", "en-ko", "en-fr", "zh-ko", "zh-fr"])
def test_proven_phrases_come_out_to_the_letter(argos: dict[str, Any], pair: str) -> None:
    wanted = {(source, target, text): right for source, target, text, right in PROVEN if f"{source}-{target}" == pair}
    assert len(wanted) >= 20
    assert {key: argos["said"][key] for key in wanted} == wanted


def test_known_mistakes_are_still_made(argos: dict[str, Any]) -> None:
    """They are what the checks of translations are tried on: numbers, dates and names that the machine changed."""
    assert len(WRONG) >= 10
    for source, target, text, said, right, _kind in WRONG:
        assert argos["said"][source, target, text] == said != right


def test_the_packages_say_that_they_are_test_models(argos: dict[str, Any]) -> None:
    assert argos["names"] == {
        "zh": "Chinese (TEST MODEL)",
        "en": "English (TEST MODEL)",
        "ko": "Korean (TEST MODEL)",
        "fr": "French (TEST MODEL)",
    }
    for file in MODELS:
        with zipfile.ZipFile(file) as archive:
            (folder,) = {name.split("/")[0] for name in archive.namelist()}
            metadata = json.loads(archive.read(f"{folder}/metadata.json"))
            readme = archive.read(f"{folder}/README.md").decode()
        assert metadata["test_model"] is True
        assert "TEST MODEL" in metadata["name"]
        assert "never use it for a filing" in readme


def test_the_packages_are_small_and_those_that_were_proven() -> None:
    listed = dict(line.split()[::-1] for line in (HERE / "models" / "SHA256SUMS").read_text().splitlines())
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in MODELS} == listed
    assert all(file.stat().st_size < 1_400_000 for file in MODELS)


def test_the_engine_needs_no_pytorch(argos: dict[str, Any]) -> None:
    assert argos["torch"] is False
