"""Makes odd-files.md: some hundred odd files thrown in as evidence at once, and what became of each.

    python docs/odd_table.py [FOLDER ...] > docs/odd-files.md

The files are those of the tests of evidence, spoiled copies of them (the same each time), our own Word templates, and every
picture, PDF and Word file that the installed packages bring; with FOLDERs, such as the unpacked sources of a library, theirs too.
Nothing is fetched.
"""

from __future__ import annotations

import random
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "tests" / "evidence"), str(ROOT / "tests" / "fuzz")]

from fuzz_mutate import mutated  # noqa: E402
from fuzz_targets import TARGETS  # noqa: E402
from odd_wild import ODD  # noqa: E402

from asylum_forms.errors import AsylumFormsError, ToolError  # noqa: E402
from asylum_forms.evidence import bounded  # noqa: E402
from asylum_forms.evidence.exhibit import Paper  # noqa: E402
from asylum_forms.evidence.intake import Prepared, begin, finish  # noqa: E402
from asylum_forms.tools import libreoffice  # noqa: E402
from asylum_forms.tools.workers import Call  # noqa: E402

ENDINGS = frozenset(
    (
        ".pdf",
        ".docx",
        ".dotx",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jp2",
        ".png",
        ".gif",
        ".tif",
        ".tiff",
        ".bmp",
        ".webp",
        ".heic",
        ".avif",
    )
)
SPOILED = 8
"""Spoiled files of each kind."""


def files(work: Path, folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """(where it comes from, file) of everything that is thrown in."""
    for name, write in ODD.items():
        write(work / name)
        yield "made for the tests", work / name
    chance = random.Random(5)
    for kind in ("pdf", "picture", "word"):
        seeds = TARGETS[kind].seeds()
        for number in range(1, SPOILED + 1):
            file = work / f"spoiled-{kind}-{number}{TARGETS[kind].ending}"
            file.write_bytes(mutated(chance.choice(seeds), seeds, chance))
            yield "spoiled at random", file
    for file in sorted((ROOT / "templates").rglob("*.docx"))[:8]:
        yield "our own template", file
    installed = Path(sysconfig.get_path("purelib"))
    for folder in (installed, *folders):
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in ENDINGS and file.is_file() and "asylum_forms" not in file.parts:
                yield file.relative_to(folder).parts[0], file


def became(thrown: list[Path], work: Path) -> list[str]:
    """What became of each file, in words."""
    out = [work / f"{number:04d}" for number in range(len(thrown))]
    with bounded.workers() as hired:
        calls = {number: Call(begin, (file, out[number])) for number, file in enumerate(thrown)}
        results: dict[int, Any] = bounded.run(calls, hired)
        prepared = {number: result for number, result in results.items() if isinstance(result, Prepared)}
        made, failed = converted({number: one.document for number, one in prepared.items()}, work / "converted")
        results |= failed
        calls = {n: Call(finish, (thrown[n], out[n], prepared[n], pdf)) for n, pdf in made.items()}
        results |= bounded.run(calls, hired)
    return [told(results[number], file) for number, file in enumerate(thrown)]


def converted(documents: dict[int, Path], out: Path) -> tuple[dict[int, Path], dict[int, ToolError]]:
    """The PDFs of the documents, and the errors of those that LibreOffice cannot read."""
    try:
        return dict(zip(documents, libreoffice.convert(list(documents.values()), out), strict=True)), {}
    except ToolError as error:
        reasons = {found.place.file: found for found in error.findings}
    failed = {
        number: ToolError(reasons[str(file)].message, remedy=reasons[str(file)].remedy)
        for number, file in documents.items()
        if str(file) in reasons
    }
    left = {number: file for number, file in documents.items() if number not in failed}
    return dict(zip(left, libreoffice.convert(list(left.values()), out), strict=True)), failed


def told(result: Paper | AsylumFormsError, file: Path) -> str:
    if isinstance(result, AsylumFormsError):
        return f"refused: {result.message.removeprefix(f'{file.name}: ')} → {result.remedy}"
    pages = "1 page" if result.pages == 1 else f"{result.pages} pages"
    notes = "; ".join((*result.notes, *(finding.message.removeprefix(f"{file.name} ") for finding in result.findings)))
    return f"**{pages}**" + (f": {notes}" if notes else "")


def main() -> None:
    folders = [Path(word) for word in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "in").mkdir()
        thrown = list(files(Path(work) / "in", folders))
        outcomes = became([file for _source, file in thrown], Path(work) / "out")
    taken = sum(outcome.startswith("**") for outcome in outcomes)
    print("# Odd files\n")
    print(
        f"{len(thrown)} files thrown in as evidence at once: {taken} are in the filing with all their pages, "
        f"{len(thrown) - taken} are refused by name. "
        "Made with `python docs/odd_table.py > docs/odd-files.md`, which says where the files come from.\n"
    )
    print("| file | from | what became of it |\n|---|---|---|")
    for (source, file), outcome in zip(thrown, outcomes, strict=True):
        print(f"| {file.name} | {source} | {outcome.replace('|', '/').replace(chr(10), ' ')} |")


if __name__ == "__main__":
    main()
