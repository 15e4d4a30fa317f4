"""Files that lie in the folder of evidence but are not named in the record: never left out in silence."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from asylum_forms.evidence.collect import unlisted
from asylum_forms.record.load import load


def test_every_file_that_the_record_does_not_name_is_told_with_the_line_that_adds_it(tmp_path: Path) -> None:
    for name in ("IMG_2031.jpg", "判决书 (1).pdf", "named.pdf", ".hidden", "sub/2 b.txt"):
        (tmp_path / "evidence" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "evidence" / name).write_bytes(b"x")
    (tmp_path / "record.yaml").write_text("language: en\nevidence: [{id: a, file: evidence/named.pdf}]\n", encoding="utf-8")
    found = unlisted(load(tmp_path))
    assert [finding.message.split(" is not")[0] for finding in found] == [
        "evidence/IMG_2031.jpg",
        "evidence/sub/2 b.txt",
        "evidence/判决书 (1).pdf",
    ]
    lines = "\n".join(finding.remedy.split("evidence: ", 1)[1] for finding in found)
    entries = YAML(typ="safe").load(lines)
    assert [entry["file"] for entry in entries] == ["evidence/IMG_2031.jpg", "evidence/sub/2 b.txt", "evidence/判决书 (1).pdf"]
    (tmp_path / "record.yaml").write_text(f"language: en\nevidence:\n{lines}\n", encoding="utf-8")
    (tmp_path / "evidence" / "named.pdf").unlink()
    assert unlisted(load(tmp_path)) == []


def test_the_ids_proposed_for_several_files_can_all_be_taken_over(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    for name in ("a.jpg", "photo.JPG", "photo.jpg", "传票.jpg", "公告.jpg"):
        (tmp_path / "evidence" / name).write_bytes(b"x")
    (tmp_path / "record.yaml").write_text("language: en\nevidence: [{id: a}]\n", encoding="utf-8")
    lines = [finding.remedy.split("evidence: ", 1)[1] for finding in unlisted(load(tmp_path))]
    (tmp_path / "record.yaml").write_text("language: en\nevidence:\n- {id: a}\n" + "\n".join(lines), encoding="utf-8")
    assert unlisted(load(tmp_path)) == []


@pytest.mark.parametrize(("named", "other"), [("n\u00e9.jpg", "ne\u0301.jpg"), ("ne\u0301.jpg", "n\u00e9.jpg")])
def test_of_two_files_that_differ_by_how_an_accent_is_stored_only_the_named_one_is_named(
    tmp_path: Path, named: str, other: str
) -> None:
    (tmp_path / "evidence").mkdir()
    for name in (named, other):
        (tmp_path / "evidence" / name).write_bytes(b"x")
    (tmp_path / "record.yaml").write_text(f"language: en\nevidence: [{{id: a, file: evidence/{named}}}]\n", encoding="utf-8")
    assert len(unlisted(load(tmp_path))) == 1


@pytest.mark.parametrize("name", [".DS_Store", "._photo.jpg", "Thumbs.db", "desktop.ini", "~$letter.docx"])
def test_what_a_system_leaves_in_folders_is_nobodys_evidence(tmp_path: Path, name: str) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / name).write_bytes(b"x")
    (tmp_path / "record.yaml").write_text("language: en\n", encoding="utf-8")
    assert unlisted(load(tmp_path)) == []


def test_a_case_without_a_folder_of_evidence_has_none(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text("language: en\n", encoding="utf-8")
    assert unlisted(load(tmp_path)) == []


@pytest.mark.parametrize("name", [b"a\x07b.txt", b"c\nd.txt", b"e\xfff.txt"])
def test_a_name_that_no_record_can_hold_is_to_be_changed_first(tmp_path: Path, name: bytes) -> None:
    """The record refuses such characters, so that the advice to write them there leads nowhere."""
    (tmp_path / "evidence").mkdir()
    (tmp_path / "record.yaml").write_text("asylum_forms: 1\nlanguage: en\n", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path / "evidence") + b"/" + name)).write_bytes(b"x")
    (found,) = unlisted(load(tmp_path))
    assert "Rename it" in found.remedy
    assert not re.search(r"[\x00-\x1f\ufffd\\]", found.remedy), "what is to be written can be written"
    assert "\ufffd" in found.message
