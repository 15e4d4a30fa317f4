"""Papers that an earlier build took in are used again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from asylum_forms.evidence.earlier import Earlier
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.files import LARGEST, sha256


def test_a_paper_that_is_used_in_every_build_is_never_forgotten_however_fast_they_follow(tmp_path: Path) -> None:
    file = _taken(tmp_path, "summons.txt")
    for build in range(100):
        earlier = Earlier(tmp_path / "cache", "office")
        assert earlier.find(earlier.key(file, "", "a4"), file, tmp_path / f"build-{build}")
        earlier.forget()


def test_a_paper_that_a_build_has_not_used_is_gone_after_it(tmp_path: Path) -> None:
    _taken(tmp_path, "summons.txt")
    other = _taken(tmp_path, "other.txt")
    earlier = Earlier(tmp_path / "cache", "office")
    assert earlier.find(earlier.key(other, "", "a4"), other, tmp_path / "build")
    earlier.forget()
    assert sorted(file.suffix for file in (tmp_path / "cache").iterdir()) == [".json", ".pdf"]


def _taken(folder: Path, name: str) -> Path:
    """A file whose paper is kept."""
    (file := folder / name).write_text(f"The words of {name}.", encoding="utf-8")
    (pdf := folder / f"{name}.pdf").write_bytes(b"%PDF-1.7 the paper")
    earlier = Earlier(folder / "cache", "office")
    key = earlier.key(file, "", "a4")
    earlier.keep(key, Paper(source=file, sha256=sha256(file), pdf=pdf, pages=1, typeset=True))
    return file


def test_a_pipe_and_a_file_that_nothing_reads_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe.pdf")
    with (film := tmp_path / "film.pdf").open("wb") as opened:
        opened.truncate(LARGEST + 1)
    ask = "import sys, pathlib; from asylum_forms.evidence.earlier import Earlier; e = Earlier(pathlib.Path(sys.argv[1]), '')"
    say = "print([e.key(pathlib.Path(file), '', 'A4') for file in sys.argv[2:]])"
    words = [sys.executable, "-c", f"{ask}\n{say}", str(tmp_path / "cache"), str(pipe), str(film)]
    assert subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout.strip() == "['', '']"
