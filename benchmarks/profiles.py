"""Every profile on real filings: `python benchmarks/profiles.py [PAGES]` prints rows of Markdown.

The three situations of examples/ as they are, and the same with a synthetic packet of that many mixed pages (default 1,000: half
scans, half text) as further evidence, built from nothing for every profile that an office takes. Each part is held against the
limit of its profile by the build itself.
"""

from __future__ import annotations

import datetime
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import assembly

from asylum_forms import build
from asylum_forms.jurisdiction import registry

EXAMPLES = Path(__file__).parents[1] / "examples"
FILINGS = (
    ("us-petitioner-family", "us/affirmative"),
    ("us-petitioner-family", "us/defensive"),
    ("ca-petitioner-family", "ca/inland"),
    ("ca-petitioner-family", "ca/overseas"),
    ("kr-jeju-arrival", "kr/port-of-entry"),
    ("kr-jeju-arrival", "kr/objection"),
    ("stranded-in-transit", "unhcr/rsd"),
)
DAY = datetime.date(2026, 11, 25)
CATEGORIES = ("harm", "police", "witness", "country_conditions")


def main(pages: int) -> None:
    """Build everything, each in a process of its own, so that peaks of memory do not mix."""
    print("| situation | profile | pages | files | MB | largest file, MB | seconds | peak MB |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for more in (0, pages):
        for example, procedure in FILINGS:
            for profile in registry.find_procedure(procedure)[1].profiles:
                job = [sys.executable, __file__, "--measure", example, procedure, profile.name, str(more)]
                subprocess.run(job, check=True)


def measure(example: str, procedure: str, profile: str, pages: int) -> None:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "case"
        shutil.copytree(EXAMPLES / example, case, ignore=shutil.ignore_patterns("build"))
        if pages:
            _add(case, pages)
        start = time.perf_counter()
        built = build.build(case, procedure, date=DAY, profile=profile, progress=lambda *_step: None)
        seconds = time.perf_counter() - start
        sizes = [part.stat().st_size / 1e6 for part in built.parts]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        what = f"{example}, {procedure}" + (f" + {pages:,} pages" if pages else "")
        print(
            f"| {what} | {profile} | {built.pages:,} | {len(sizes)} | {sum(sizes):.1f} | {max(sizes):.1f} | {seconds:.0f} "
            f"| {peak:.0f} |",
            flush=True,
        )


def _add(case: Path, pages: int) -> None:
    """Name a synthetic packet in the record, as evidence after what there is."""
    draw, entries = random.Random(1), []
    for number in range(pages // assembly.PAGES_PER_FILE):
        file = case / "evidence" / f"packet-{number}.pdf"
        (assembly.scans if number % 2 else assembly.text)(file, draw)
        entries.append(
            f"  - {{id: packet-{number}, file: evidence/{file.name}, title: Packet {number}, language: en, "
            f"category: {CATEGORIES[number % len(CATEGORIES)]}}}\n"
        )
    record = case / "record.yaml"
    before, heading, after = record.read_text(encoding="utf-8").partition("\nevidence:\n")
    record.write_text(before + heading + "".join(entries) + after, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1000)
