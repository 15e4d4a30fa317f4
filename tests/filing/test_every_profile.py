"""Every way of handing in that an office takes can be built from the examples, as it is chosen by name."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from asylum_forms import build, finished
from asylum_forms.findings import Severity
from asylum_forms.jurisdiction import registry

from .conftest import quiet

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = {"us": "us-petitioner-family", "ca": "ca-petitioner-family", "kr": "kr-jeju-arrival", "unhcr": "stranded-in-transit"}


def ways() -> list[tuple[str, str]]:
    """(procedure, profile) for each profile of an office once, besides those that are built when nobody names one."""
    found: dict[tuple[str, str], str] = {}
    for code, jurisdiction in registry.all_jurisdictions().items():
        for name, procedure in jurisdiction.procedures.items():
            for profile in procedure.profiles[1:]:
                found.setdefault((code, profile.name), f"{code}/{name}")
    return [(procedure, profile) for (_code, profile), procedure in found.items()]


@pytest.mark.slow
@pytest.mark.parametrize(("procedure", "profile"), ways())
def test_every_profile_is_built_and_verified(procedure: str, profile: str, tmp_path: Path) -> None:
    case = tmp_path / "case"
    shutil.copytree(EXAMPLES / EXAMPLE[procedure.partition("/")[0]], case, ignore=shutil.ignore_patterns("build"))
    built = build.build(case, procedure, profile=profile, date=datetime.date(2026, 11, 25), progress=quiet)
    assert "profile.not-taken" not in {finding.id for finding in built.findings}
    for part in built.parts:
        subprocess.run(["qpdf", "--check", str(part)], check=True, capture_output=True)
    assert [
        one.message for one in finished.verify(built.manifest.parent, progress=quiet) if one.severity is Severity.BLOCKS
    ] == []
