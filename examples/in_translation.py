"""The three situations some days later: papers in Chinese have come that nobody has wholly translated yet.

`in-translation/` holds for each the entries of the record, the papers, and the work on them as a translator left it. Two are
confirmed by a helper of the record, one is translated and waits to be confirmed, and of one the second page cannot be read.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

HERE = Path(__file__).parent
PAPERS = HERE / "in-translation"
FILINGS = {
    "kr-jeju-arrival": "kr/port-of-entry",
    "stranded-in-transit": "unhcr/rsd",
    "us-petitioner-family": "us/affirmative",
}
"""Situation to the procedure that shows it."""


def case(name: str, out: Path) -> Path:
    """A copy of the example with the papers that came later, as a case folder of its own; returns `out`."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(HERE / name, out, ignore=shutil.ignore_patterns("build", "make_evidence.py"))
    for folder in ("evidence", "translations"):
        shutil.copytree(PAPERS / name / folder, out / folder, dirs_exist_ok=True)
    record = out / "record.yaml"
    entries = (PAPERS / name / "evidence.yaml").read_text(encoding="utf-8")
    before, after = re.split(r"(?<=\n)(?=missing_evidence:)", record.read_text(encoding="utf-8"))
    record.write_text(before.rstrip("\n") + "\n" + entries + after, encoding="utf-8")
    return out
