"""Papers that an earlier build took in are used again."""

from __future__ import annotations

from pathlib import Path

from asylum_forms.evidence.earlier import Earlier
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.files import sha256


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
