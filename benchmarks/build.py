"""Building against converting: `python benchmarks/build.py [CASE PROCEDURE]` prints rows of Markdown.

With `UNOSERVER=FOLDER` in the environment also against unoserver, which others keep a LibreOffice warm with. The folder is the
`bin` of a virtual environment made with `--system-site-packages` beside Debian's python3-uno.

In one run: the Word documents of a build converted by one warm LibreOffice; by a LibreOffice for each, one after the other, as a
server with a lock does; the build from nothing; after a change of one word, also in a program that stays; and unchanged.
Machines differ, ratios little.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from asylum_forms import again
from asylum_forms.look import libreoffice
from asylum_forms.tools.office import Bounds, Office, probe

EXAMPLE = Path(__file__).parents[1] / "examples" / "us-petitioner-family"


def main(case: Path, procedure: str) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(case, folder / "case", ignore=shutil.ignore_patterns("build"))
        documents = _documents(folder, procedure)
        shutil.rmtree(folder / "case" / "build", ignore_errors=True)
        warm, each = _warm(documents), _each(documents)
        served = _served(documents, Path(os.environ["UNOSERVER"])) if "UNOSERVER" in os.environ else None
        first = _build(folder / "case", procedure)
        _change_a_word(folder / "case" / "record.yaml")
        changed = _build(folder / "case", procedure)
        before = _bytes(folder / "case" / "build")
        unchanged = _build(folder / "case", procedure)
        assert _bytes(folder / "case" / "build") == before, "an unchanged build wrote something"
        staying = _staying(folder / "case", procedure)
    print(f"| measured ({len(documents)} Word documents) | seconds | ratio |")
    print("|---|--:|---|")
    print(f"| converting them in one warm LibreOffice | {warm:.2f} | |")
    if served:
        print(f"| the same through unoserver | {served:.2f} | |")
    print(f"| a LibreOffice for each, under a lock | {each:.2f} | {each / first:.2f} × the whole build |")
    usual = f", {first / served:.2f} × through unoserver" if served else ""
    print(f"| build from nothing | {first:.2f} | {first / warm:.2f} × converting{usual} |")
    print(f"| build after a one-word change | {changed:.2f} | {changed / first:.2f} of the first |")
    print(f"| the same in `build --watch`, from the save on | {staying:.2f} | {staying / first:.2f} of the first |")
    print(f"| build unchanged | {unchanged:.2f} | {unchanged / first:.2f} of the first |")


def _documents(folder: Path, procedure: str) -> list[Path]:
    """Every Word document that a build of the case converts."""
    found: dict[bytes, Path] = {}
    convert, kept = libreoffice.convert, folder / "documents"
    kept.mkdir()

    def noted(documents: Iterable[Path]) -> Iterator[Path]:
        for document in documents:
            if (words := document.read_bytes()) not in found:
                found[words] = kept / f"{len(found)}.docx"
                shutil.copyfile(document, found[words])
            yield document

    def noting(documents: Iterable[Path], *given: object, **more: object) -> list[Path]:
        return convert(noted(documents), *given, **more)  # type: ignore[arg-type]

    libreoffice.convert = noting
    try:
        again.build(folder / "case", procedure, progress=lambda *_told: None)
    finally:
        libreoffice.convert = convert
    return list(found.values())


def _warm(documents: Sequence[Path]) -> float:
    """Seconds in one LibreOffice that has started and converted something before."""
    program = probe()
    assert program
    with Office(program) as office:
        office.convert(documents[0], Bounds())
        start = time.perf_counter()
        for document in documents:
            assert office.convert(document, Bounds()).exists()
        return time.perf_counter() - start


_CLIENT = """
import sys, time
from unoserver.client import UnoClient
client = UnoClient()
out, *files = sys.argv[1:]
for attempt in range(60):
    try:
        client.convert(inpath=files[0], outpath=out)
        break
    except OSError:
        time.sleep(1)
start = time.perf_counter()
for file in files:
    client.convert(inpath=file, outpath=out)
print(time.perf_counter() - start)
"""


def _served(documents: Sequence[Path], programs: Path) -> float:
    """Seconds in the LibreOffice of an unoserver that has converted something before."""
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen([programs / "unoserver"], stderr=subprocess.DEVNULL) as server:
        try:
            client = [programs / "python", "-c", _CLIENT, f"{folder}/out.pdf", *map(str, documents)]
            return float(subprocess.run(client, check=True, capture_output=True, text=True).stdout)
        finally:
            server.terminate()


def _each(documents: Sequence[Path]) -> float:
    """Seconds with a start for every document, one at a time."""
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        for document in documents:
            words = ["soffice", f"-env:UserInstallation=file://{out}/profile", "--headless", "--convert-to", "pdf"]
            subprocess.run([*words, "--outdir", out, str(document)], check=True, capture_output=True)
        return time.perf_counter() - start


def _build(case: Path, procedure: str) -> float:
    """Seconds of the whole command, the start of Python included."""
    command = [sys.executable, "-m", "asylum_forms.cli.main", "build", str(case), "--for", procedure, "--json"]
    # As on a user's computer, where Python keeps what it has compiled.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    os.sync()
    start = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    assert done.returncode in (0, 10), done.stderr.decode()
    return seconds


def _staying(case: Path, procedure: str) -> float:
    """Seconds from a save to the filing, in a program that stays; the median of five."""
    command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "build", str(case), "--for", procedure, "--watch"]
    seconds = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout
        _until_it_waits(child.stdout)
        for number in range(5):
            _change_a_word(case / "record.yaml", *(("cease", "stop") if number % 2 == 0 else ("stop", "cease")))
            start = time.perf_counter()
            _until_it_waits(child.stdout)
            seconds.append(time.perf_counter() - start)
        child.send_signal(signal.SIGINT)
    return statistics.median(seconds)


def _until_it_waits(said: Iterable[str]) -> None:
    assert any(line.startswith("Waiting until") for line in said), "it has ended"


def _change_a_word(record: Path, before: str = "stop", after: str = "cease") -> None:
    words = record.read_text(encoding="utf-8")
    changed = words.replace(f"would {before} petitioning", f"would {after} petitioning", 1)
    assert changed != words, "the example has other words now"
    record.write_text(changed, encoding="utf-8")


def _bytes(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 2 else EXAMPLE, sys.argv[2] if len(sys.argv) > 2 else "us/affirmative")
