"""The wheel holds everything: templates, schemas and jurisdictions work from any folder, far from the source."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_an_installed_wheel_builds_a_filing_from_any_folder(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT], check=True)
    [wheel] = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--target", installed, wheel], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], cwd=elsewhere, env=environment, capture_output=True, text=True)

    where = run(
        "-c", "from asylum_forms import resources; import jurisdictions; print(resources.folder('schemas'), jurisdictions)"
    )
    assert where.stdout.count(str(installed)) == 2, where.stderr
    made = run("-m", "asylum_forms.cli.main", "new", "case", "--for", "us/affirmative")
    assert made.returncode == 0, made.stderr
    built = run("-m", "asylum_forms.cli.main", "build", "case", "--for", "us/affirmative")
    assert built.returncode == 10, built.stderr
    assert (elsewhere / "case" / "build" / "us-affirmative" / "filing.pdf").stat().st_size > 10_000
