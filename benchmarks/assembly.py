"""Assembly against a plain merge: `python benchmarks/assembly.py [PAGES ...]`.

Makes a mixed packet (half scans, half text) for each number of pages, then in the same run merges its files with `qpdf` and
assembles and verifies them, and prints seconds, the ratio, peak memory and file sizes. Machines differ; the ratio is what counts.
"""

from __future__ import annotations

import gc
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import fpdf
import img2pdf
from PIL import Image

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.pdf.links import INTERNAL

PAGES_PER_FILE = 25
SCAN = 600_000
"""Bytes of one scanned page."""


def main(sizes: list[int]) -> None:
    """Measure every size in a process of its own, so that peaks of memory do not mix."""
    print(f"{'pages':>6} {'MB in':>6} {'qpdf s':>7} {'write s':>8} {'verify s':>9} {'ratio':>6} {'peak MB':>8} {'MB out':>7}")
    for size in sizes:
        subprocess.run([sys.executable, __file__, "--measure", str(size)], check=True)


def measure(pages: int) -> None:
    """One line of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = packet(folder, pages)
        files = [str(leaf.pdf) for leaf in plan.leaves]
        merged, out = folder / "merged.pdf", folder / "filing.pdf"
        merge = ["qpdf", "--empty", "--pages", *files, "--", str(merged)]
        plain = _best(lambda: subprocess.run(merge, check=True))
        writing = _best(lambda: write(plan, out))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        written = write(plan, out)
        checking = _best(lambda: verify(plan, written))
        size_in = sum(leaf.pdf.stat().st_size for leaf in plan.leaves) / 1e6
        ratio = (writing + checking) / plain
        print(
            f"{pages:6d} {size_in:6.0f} {plain:7.2f} {writing:8.2f} {checking:9.2f} {ratio:6.2f} {peak:8.0f} "
            f"{out.stat().st_size / 1e6:7.1f}",
            flush=True,
        )


def packet(folder: Path, pages: int) -> Plan:
    """A filing of that many pages: an index with links, then exhibits of 25 pages, scans and text in turn."""
    exhibits = max(1, pages // PAGES_PER_FILE)
    leaves = [Leaf("index", "Index of exhibits", _index(folder, exhibits), 1)]
    draw = random.Random(1)
    for number in range(exhibits):
        pdf = folder / f"{number}.pdf"
        (scans if number % 2 else text)(pdf, draw)
        leaves.append(Leaf(f"exhibit/{number}/original", f"Exhibit {number}", pdf, PAGES_PER_FILE, evidence=True))
    return Plan(tuple(leaves), paper="Letter", language="en", title="Benchmark", stamp="{page} of {pages}")


def _index(folder: Path, exhibits: int) -> Path:
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_font("helvetica", size=6)
    for number in range(exhibits):
        pdf.set_xy(72 + 110 * (number // 80), 60 + 8 * (number % 80))
        pdf.cell(100, 7, f"Exhibit {number}", link=f"{INTERNAL}exhibit/{number}")
    path = folder / "index.pdf"
    pdf.output(str(path))
    return path


def text(path: Path, draw: random.Random) -> None:
    """25 pages of words."""
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_font("times", size=10)
    for _page in range(PAGES_PER_FILE):
        pdf.add_page()
        words = " ".join("".join(draw.choices("abcdefghijklmnop", k=draw.randint(2, 9))) for _word in range(550))
        pdf.multi_cell(0, 12, words)
    pdf.output(str(path))


def scans(path: Path, draw: random.Random) -> None:
    """25 scanned pages."""
    noise = Image.frombytes("L", (850, 1100), draw.randbytes(850 * 1100))
    images = []
    for _page in range(PAGES_PER_FILE):
        data = io.BytesIO()
        noise.rotate(draw.choice((0, 180))).save(data, "JPEG", quality=60)
        # Bytes after the end of the picture do no harm and make every scan as big as a real one.
        images.append(data.getvalue() + draw.randbytes(max(0, SCAN - data.tell())))
    path.write_bytes(img2pdf.convert(images))


def _best(job: Callable[[], object]) -> float:
    """Shortest of three runs: what the machine can do when nothing else is in the way."""
    seconds = []
    for _run in range(3):
        gc.collect()
        os.sync()
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        main([int(value) for value in sys.argv[1:]] or [200, 1000])
