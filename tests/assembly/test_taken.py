"""What an office takes of a file, proved on the file itself."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from assembly_pdfs import text_pdf

from asylum_forms.assembly.taken import Taken


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return text_pdf(tmp_path / "Asylum_Part2.pdf", 1)


def said(taken: Taken, file: Path) -> list[str]:
    return [rule for rule, _why in taken.refused(file)]


def test_a_file_that_keeps_all_rules_is_taken(file: Path) -> None:
    assert said(Taken(file.stat().st_size, ("pdf", "jpg"), False, ("Asylum", "Asylum_Part{n}")), file) == []


def test_one_byte_too_many_is_too_large(file: Path) -> None:
    assert said(Taken(file.stat().st_size - 1), file) == ["size_limit"]


def test_a_file_with_a_password_is_refused_unless_the_office_takes_it(file: Path, tmp_path: Path) -> None:
    for number, words in enumerate(({"user": "horse"}, {"user": "", "owner": "horse"})):
        with pikepdf.open(file) as pdf:
            pdf.save(tmp_path / f"{number}.pdf", encryption=pikepdf.Encryption(R=6, **{"owner": "", **words}))
        assert said(Taken(), tmp_path / f"{number}.pdf") == ["encrypted"]
        assert said(Taken(encrypted=True), tmp_path / f"{number}.pdf") == []


def test_a_kind_that_is_not_taken_is_refused(file: Path, tmp_path: Path) -> None:
    assert said(Taken(file_types=("jpg",)), file) == ["file_types"]
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(b"\xff\xd8\xff")
    assert said(Taken(file_types=("pdf", "jpg")), picture) == []
    assert said(Taken(), picture) == ["file_types"]


def test_an_ending_that_lies_is_no_kind_that_anybody_takes(file: Path, tmp_path: Path) -> None:
    (tmp_path / "photo.pdf").write_bytes(b"\xff\xd8\xff")
    file.rename(tmp_path / "filing.jpg")
    for name in ("photo.pdf", "filing.jpg"):
        assert said(Taken(file_types=("pdf", "jpg")), tmp_path / name) == ["file_types"]


@pytest.mark.parametrize(
    ("name", "patterns", "fits"),
    [
        ("Asylum_Part12", ("Asylum_Part{n}",), True),
        ("Asylum_PartX", ("Asylum_Part{n}",), False),
        ("02_Form_I-589", ("{n}_{category}",), True),
        ("02_Form I-589", ("{n}_{category}",), False),
        ("Shen_Asylum", ("Asylum",), False),
        ("Asylum.2", ("Asylum.{n}",), True),
        ("AsylumX2", ("Asylum.{n}",), False),
    ],
)
def test_a_name_is_of_the_form_that_is_asked_for(file: Path, name: str, patterns: tuple[str, ...], fits: bool) -> None:
    named = file.rename(file.with_name(f"{name}.pdf"))
    assert said(Taken(file_name=patterns), named) == ([] if fits else ["file_name"])
