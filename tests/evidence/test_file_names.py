"""File names in any script are names like others."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from asylum_forms.evidence import bounded
from asylum_forms.evidence.collect import collect, unlisted
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.record.load import load

NAMES = [
    *("مرحبا.png", "😀👩\u200d👧.png", "-rf.png", "é" * 100 + ".png", "a" * 251 + ".txt", "中" * 80 + ".txt", "tab\there.png"),
    *('quote".png', " lead.png", ".hidden.png", "%s{0}.png", "\u202egnp.exe.png", "a b & c <d>.png", "ไทย.png", "$(rm).png"),
]


def exhibits(folder: Path, *names: str) -> list[Exhibit]:
    """The exhibits of a record that names these files of its evidence."""
    entries = [f"- {{id: e{number}, title: A, file: {json.dumps(f'evidence/{name}')}}}" for number, name in enumerate(names)]
    (folder / "record.yaml").write_text("\n".join(["language: en", "evidence:", *entries, ""]))
    with bounded.workers() as hired:
        return collect(
            load(folder),
            folder / "work",
            language="en",
            paper="A4",
            label=str,
            convert=None,
            progress=lambda _done, _total: None,
            hired=hired,
        )


def put(folder: Path, name: str) -> None:
    (folder / "evidence").mkdir(exist_ok=True)
    if name.endswith(".txt"):
        (folder / "evidence" / name).write_text("words")
    else:
        Image.new("RGB", (9, 9)).save(folder / "evidence" / name, "PNG")


def test_names_in_any_script_are_taken_in(tmp_path: Path) -> None:
    for name in NAMES:
        put(tmp_path, name)

    assert [exhibit.original.source.name for exhibit in exhibits(tmp_path, *NAMES)] == NAMES
    assert unlisted(load(tmp_path)) == []


@pytest.mark.parametrize(("stored", "written"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_accents_stored_apart_from_their_letters_are_the_same_name(tmp_path: Path, stored: str, written: str) -> None:
    name = "résumé-한글.png"
    put(tmp_path, unicodedata.normalize(stored, name))

    (exhibit,) = exhibits(tmp_path, unicodedata.normalize(written, name))

    assert exhibit.original.pages == 1
    assert unlisted(load(tmp_path)) == []


def test_a_name_that_is_no_text_is_named_without_breaking_the_report(tmp_path: Path) -> None:
    put(tmp_path, "good.png")
    Path(os.fsdecode(os.fsencode(tmp_path / "evidence") + b"/bad\xff.png")).write_bytes(b"x")
    exhibits(tmp_path, "good.png")

    (finding,) = unlisted(load(tmp_path))

    assert "bad\ufffd.png" in finding.message
    assert (finding.message + finding.remedy).encode()
