"""Builds every case in this folder for every procedure its record names, and shows what came of it; then three of them once more,
some days later, with papers whose translation is still under way (`in_translation.py`).

python examples/demo.py --out build/demo
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import click
import in_translation
from rich.console import Console
from rich.table import Table

from asylum_forms import again
from asylum_forms.case import open_filing
from asylum_forms.cli import show
from asylum_forms.errors import AsylumFormsError
from asylum_forms.jurisdiction.registry import extensions
from asylum_forms.preflight.report import counts
from asylum_forms.record.load import load

HERE = Path(__file__).parent


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("build/demo"))
def main(out: Path) -> None:
    """Build everything; end with a table and a failing exit code if any filing could not be built."""
    table = Table(title="Filings built from examples/")
    for heading in ("Filing", "Pages", "Parts", "Stand in the way", "To look at", "Seconds"):
        table.add_column(heading, justify="left" if heading == "Filing" else "right")
    failed = False
    for case, procedure, target in _filings(out):
        started = time.monotonic()
        try:
            day = open_filing(case, procedure).date  # each story has a day of its own, whatever day it is now
            with show.progress() as progress:
                built = again.build(case, procedure, out=target, date=day, progress=progress)
        except AsylumFormsError as error:
            failed = True
            show.error(error)
            table.add_row(f"{case.name} {procedure}", "failed", "", "", "")
            continue
        asked = counts(built.findings)
        seconds = f"{time.monotonic() - started:.1f}"
        numbers = (built.pages, len(built.parts), asked["blocks"], asked["attend"])
        table.add_row(str(built.pdf), *map(str, numbers), seconds)
    Console(width=max(110, Console().width)).print(table)
    print("What preflight asks of each filing stands in preflight.html beside it.")
    print(f"Under {out / 'in-translation'} lie three cases to try `asylum-forms review` and `confirm` on.")
    raise SystemExit(1 if failed else 0)


def _filings(out: Path) -> Iterator[tuple[Path, str, Path]]:
    """Case, procedure and where its filing goes."""
    for case in sorted(file.parent for file in HERE.glob("*/record.yaml")):
        for procedure in load(case, extensions()).rows("filings"):
            yield case, procedure, out / case.name / procedure.replace("/", "-")
    for name, procedure in in_translation.FILINGS.items():
        case = in_translation.case(name, out / "in-translation" / name)
        yield case, procedure, case / "build" / procedure.replace("/", "-")


if __name__ == "__main__":
    main()
