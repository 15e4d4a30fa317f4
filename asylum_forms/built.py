"""What a build made, as plain data that can be kept beside the filing and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asylum_forms import plaindata
from asylum_forms.assembly.plan import Spot
from asylum_forms.findings import Finding
from asylum_forms.preflight.report import Report

MANIFEST = "manifest.json"
CACHE = ".cache"
"""What the next build can use again, beside the result of a build: whoever deletes the filing deletes it too."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pdf: Path
    """The filing; the first of several files."""
    parts: tuple[Path, ...]
    """The PDF files to hand in, in order."""
    copies: tuple[tuple[Path, str], ...]
    """The PDF files for others than the office, where they were asked for, and for whom, where there is one for each of several
    people."""
    pages: int
    report: Path
    manifest: Path
    preflight: Report
    dropped: tuple[Path, ...] = ()
    """Encrypted copies of an earlier filing that lay here, and are gone with it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What preflight found."""
        return self.preflight.findings

    @property
    def signs(self) -> tuple[tuple[str, Spot], ...]:
        """(who signs what, on which page)."""
        return self.preflight.signs


def encrypted_copies(built: Built) -> list[Path]:
    """The encrypted copies of a filing that lie in its folder."""
    outputs = json.loads(built.manifest.read_text(encoding="utf-8"))["outputs"]
    return [built.manifest.parent / entry["path"] for entry in outputs if "encrypted" in entry]


def as_json(data: Any) -> str:
    """Data as the files of a build hold it."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def as_data(built: Built) -> dict[str, Any]:
    """As JSON can hold it; paths in the folder of the filing relative to it."""
    data = plaindata.as_data(built, built.manifest.parent)
    assert isinstance(data, dict)
    return data


def from_data(data: Mapping[str, Any], folder: Path) -> Built:
    """The same back, lying in a folder. Raises TypeError, ValueError, KeyError or AttributeError when it is something else."""
    return plaindata.from_data(Built, data, folder)
