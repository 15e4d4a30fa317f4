"""Tesseract: found or named with what to install, one thread, a time limit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from asylum_forms.errors import ToolError
from asylum_forms.tools import fontconfig, process, tesseract


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    page = Image.new("L", (1200, 400), 255)
    file, index = fontconfig.font_file("Liberation Serif")
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(("Detained on 19 June 2018", "and released on 18 December 2020")):
        pen.text((60, 80 + 120 * row), line, 0, ImageFont.truetype(str(file), 64, index=index))
    page.save(tmp_path / "page.png")
    return tmp_path / "page.png"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named tesseract before the real one; its script is to be written."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    program = folder / "tesseract"
    program.touch()
    program.chmod(0o755)
    return program


ENGLISH_ONLY = "#!/bin/sh\nif [ $1 = --list-langs ]; then echo List; echo eng; exit; fi\n"
needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")


@needs_tesseract
def test_words_come_with_place_line_and_confidence(picture: Path) -> None:
    words = tesseract.read(picture, ["en"])
    assert [word.text for word in words] == [
        "Detained",
        "on",
        "19",
        "June",
        "2018",
        "and",
        "released",
        "on",
        "18",
        "December",
        "2020",
    ]
    assert all(60 < word.confidence <= 100 for word in words)
    assert len({word.line for word in words}) == 2
    assert all(0 <= word.left < word.right <= 1200 and 0 <= word.top < word.bottom <= 400 for word in words)


@needs_tesseract
def test_an_empty_picture_has_no_words_and_no_way_up(tmp_path: Path) -> None:
    Image.new("L", (600, 800), 255).save(tmp_path / "empty.png")
    assert tesseract.read(tmp_path / "empty.png", ["en"]) == []
    assert tesseract.turn(tmp_path / "empty.png") is None


@needs_tesseract
def test_what_is_no_picture_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.png").write_text("no picture")
    with pytest.raises(ToolError, match="tesseract failed"):
        tesseract.read(tmp_path / "page.png", ["en"])


def test_without_tesseract_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, picture: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert tesseract.probe() is None
    with pytest.raises(process.NotInstalled) as caught:
        tesseract.read(picture, ["zh_Hans"])
    assert "apt-get install" in caught.value.remedy
    assert "tesseract-ocr-chi-sim" in caught.value.remedy


def test_missing_language_data_is_named(fake: Path, picture: Path) -> None:
    fake.write_text("#!/bin/sh\necho 'List of available languages (2):'\necho eng\necho osd\n")
    assert tesseract.languages() == {"en"}
    with pytest.raises(ToolError, match="zh_Hant") as caught:
        tesseract.read(picture, ["en", "zh_Hant"])
    assert caught.value.remedy.endswith("tesseract-ocr tesseract-ocr-chi-tra")


def test_it_gets_one_thread_and_a_time_limit(fake: Path, tmp_path: Path, picture: Path) -> None:
    notes = tmp_path / "notes"
    fake.write_text(f"{ENGLISH_ONLY}echo $OMP_THREAD_LIMIT $* >{notes}\nexec sleep 60\n")
    with pytest.raises(process.TimedOut):
        tesseract.read(picture, ["en"], timeout=0.5)
    assert notes.read_text().startswith("1 ")
    assert "-l eng" in notes.read_text()


def test_it_can_be_stopped_while_it_works(fake: Path, picture: Path) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    fake.write_text(f"{ENGLISH_ONLY}exec sleep 60\n")
    with pytest.raises(Stopped):
        tesseract.read(picture, ["en"], tick=stop)
