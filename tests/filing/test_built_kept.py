"""What a build made is kept as data, and read back as the same."""

from __future__ import annotations

import json
from pathlib import Path

from asylum_forms.assembly.plan import Spot
from asylum_forms.built import Built, as_data, from_data
from asylum_forms.findings import Finding, Place, Severity
from asylum_forms.preflight.report import Report


def test_a_filing_with_late_pages_in_several_files_comes_back_as_it_was(tmp_path: Path) -> None:
    """A page may be called 214A: read as no number it was taken for damage, and every such filing was built again."""
    finding = Finding("profile.type-small", Severity.ATTEND, "Small.", place=Place(file="Part2.pdf", page="214A"))
    signs = (("applicant", Spot(7, "Part1.pdf")), ("translator", Spot("214A", "Part2.pdf")))
    report = Report("us/affirmative", "en", "2026-11-20", (finding,), signs=signs)
    pdf = tmp_path / "parts" / "Part1.pdf"
    built = Built(pdf, (pdf, tmp_path / "parts" / "Part2.pdf"), (), 9, tmp_path / "p.html", tmp_path / "manifest.json", report)
    assert from_data(json.loads(json.dumps(as_data(built))), tmp_path) == built
