"""What would be blacked out, drawn before it is: a frame where the mark is, and a ruler to read areas off."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from evidence_files import text_pdf
from PIL import Image

from asylum_forms.evidence import framed
from asylum_forms.evidence.exhibit import Mark
from asylum_forms.evidence.framed import draw
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import Marked


def _pictures(pdf: Path, folder: Path) -> list[Image.Image]:
    subprocess.run(["pdfimages", "-png", str(pdf), str(folder / "drawn")], check=True)
    return [Image.open(file).convert("RGB") for file in sorted(folder.glob("drawn-*.png"))]


def test_marked_pages_have_frames_where_the_marks_are(tmp_path: Path) -> None:
    paper = take_in(text_pdf(tmp_path / "names.pdf", "Shen Le", "nothing", "to look at"), tmp_path / "taken")
    marked = Marked(paper, (Mark(1, (0.25, 0.5, 0.75, 0.6)),), (3,))
    assert draw([marked], tmp_path / "build" / "out.pdf") == 2
    first, last = _pictures(tmp_path / "build" / "out.pdf", tmp_path)
    wide, high = first.width - 100, first.height - 100

    def red(picture: Image.Image, across: float, down: float) -> bool:
        red, green, _blue = picture.getpixel((round(50 + across * wide), round(50 + down * high)))  # type: ignore[misc]
        return red - green > 100

    for across, down in ((0.25, 0.55), (0.7495, 0.55), (0.5, 0.501), (0.5, 0.599)):
        assert red(first, across, down), (across, down)
    assert not red(first, 0.2, 0.55)
    assert not red(first, 0.5, 0.65)
    assert not red(last, 0.25, 0.55)


def test_words_stay_readable_under_a_frame(tmp_path: Path) -> None:
    """One has to see what goes."""
    paper = take_in(text_pdf(tmp_path / "names.pdf", "Shen Le"), tmp_path / "taken")
    draw([Marked(paper, (Mark(1, (0, 0, 1, 1)),), ())], tmp_path / "out.pdf")
    (drawn,) = _pictures(tmp_path / "out.pdf", tmp_path)
    inside = drawn.crop((60, 60, drawn.width - 60, drawn.height - 60)).convert("L")
    low, high = inside.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert high - low > 80


def test_without_marks_and_scans_there_is_no_file_and_none_of_earlier(tmp_path: Path) -> None:
    paper = take_in(text_pdf(tmp_path / "names.pdf", "Shen Le"), tmp_path / "taken")
    assert draw([Marked(paper, (), (1,))], tmp_path / "build" / "out.pdf") == 1
    assert draw([Marked(paper, (), ())], tmp_path / "build" / "out.pdf") == 0
    assert list((tmp_path / "build").iterdir()) == []


def test_who_stops_it_leaves_no_half_of_a_file_that_shows_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_pdf: object, out: Path) -> None:
        out.write_bytes(b"half of it")
        raise KeyboardInterrupt

    monkeypatch.setattr(framed, "save", stopped)
    paper = take_in(text_pdf(tmp_path / "names.pdf", "Shen Le"), tmp_path / "taken")
    with pytest.raises(KeyboardInterrupt):
        draw([Marked(paper, (), (1,))], tmp_path / "build" / "out.pdf")
    assert list((tmp_path / "build").iterdir()) == []
