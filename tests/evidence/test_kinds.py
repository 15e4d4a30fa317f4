"""What a file is, whatever its name says; and what cannot be taken in, said with the way out."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pillow_heif
import pytest
from evidence_files import corners, text_pdf
from PIL import Image

from asylum_forms.errors import EvidenceError, ExitCode
from asylum_forms.evidence.intake import kind, needs_conversion, take_in


def refusal(file: Path) -> EvidenceError:
    with pytest.raises(EvidenceError) as caught:
        kind(file)
    error = caught.value
    assert file.name in error.message
    assert error.remedy
    assert error.exit_code == ExitCode.EVIDENCE
    assert error.place
    assert error.place.file == str(file)
    return error


@pytest.mark.parametrize(
    ("form", "expected"), [("JPEG", "jpeg"), ("PNG", "png"), ("TIFF", "tiff"), ("GIF", "gif"), ("WEBP", "webp"), ("BMP", "bmp")]
)
def test_pictures_are_known_under_any_name(tmp_path: Path, form: str, expected: str) -> None:
    file = tmp_path / "证据.docx"
    corners().save(file, form)

    assert kind(file) == expected
    assert not needs_conversion(file)


def test_documents_are_known_under_any_name(tmp_path: Path) -> None:
    heic, pdf, word, text = (tmp_path / name for name in ("a.png", "b", "c.zip", "d.log"))
    pillow_heif.from_pillow(corners()).save(heic)
    text_pdf(pdf, "x")
    docx.Document().save(str(word))
    text.write_text("她说：没事。", "utf-8")

    assert [kind(file) for file in (heic, pdf, word, text)] == ["heic", "pdf", "docx", "txt"]
    assert [needs_conversion(file) for file in (heic, pdf, word, text)] == [False, False, True, True]


def test_what_is_not_there_or_not_readable(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "zeros.pdf").write_bytes(b"\0" * 5000)
    (tmp_path / "blank.txt").write_text(" \n\n")
    os.mkfifo(tmp_path / "pipe")

    assert "no such file" in refusal(tmp_path / "missing.jpg").message
    assert "empty" in refusal(tmp_path / "empty.jpg").message
    assert "folder" in refusal(tmp_path).message
    assert "zeros" in refusal(tmp_path / "zeros.pdf").message
    assert "nothing in it" in refusal(tmp_path / "blank.txt").message
    assert "pipe" in refusal(tmp_path / "pipe").message
    assert "cannot be read" in refusal(Path("/proc/self/mem")).message


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    file = tmp_path / "secret.jpg"
    corners().save(file)
    file.chmod(0)

    assert "cannot be read" in refusal(file).message


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Microsoft Office"),
        ("mail.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "e-mail of Outlook"),
        ("renamed", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9000) + "__nameid_version1.0".encode("utf-16-le"), "Outlook"),
        ("letter.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Hangul"),
        ("old.hwp", b"HWP Document File V3.00 \x1a\1\2\3\4\5" + bytes(100), "Hangul"),
        ("link.gdoc", b'{"doc_id":"abc","email":"a@example.org"}', "plain text"),
        ("letter.rtf", rb"{\rtf1 hello}", "RTF"),
        ("page.txt", b"<!DOCTYPE html><html>x</html>", "web page"),
        ("letter.docx", b"\xef\xbb\xbf<html><img src='http://127.0.0.1/'></html>", "web page"),
        (
            "mail.eml",
            b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>hello</p>",
            "no words as plain text",
        ),
        ("talk.amr", b"#!AMR\n" + bytes(50), "sound recording"),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "film"),
        ("photo.heic", b"\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf" + bytes(50), "AVIF"),
        ("files.rar", b"Rar!\x1a\x07\x00" + bytes(50), "RAR"),
        ("scan.pdf", b"404 Not Found", "plain text"),
        ("thing", bytes(range(1, 200)), "not known"),
        ("shell.bin", b"hello\x00world", "not known"),
    ],
)
def test_other_kinds_are_named_with_a_way_out(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    assert what in refusal(file).message


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"hello\n", b"II*\0\x08\0\0\0"])
def test_a_file_of_ten_gigabytes_is_refused_before_anything_reads_it(tmp_path: Path, start: bytes) -> None:
    file = tmp_path / "sparse"
    with file.open("wb") as opened:
        opened.write(start)
        opened.truncate(10 << 30)

    assert "larger than 4096 megabytes" in refusal(file).message


def test_a_large_film_is_still_called_a_film(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    with file.open("wb") as opened:
        opened.write(b"\0\0\0\x18ftypmp42")
        opened.truncate(10 << 30)

    assert "film" in refusal(file).message


def office(file: Path, content_type: str, *names: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{content_type}"/></Types>')
        for name in names:
            archive.writestr(name, "x")
    return file


def test_other_office_files_are_named(tmp_path: Path) -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"

    assert "Excel" in refusal(office(tmp_path / "a.docx", sheet)).message
    assert "macros" in refusal(office(tmp_path / "b.docx", macros)).message
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert "ZIP" in refusal(tmp_path / "c.zip").message
    assert "Unpack" in refusal(tmp_path / "c.zip").remedy


@pytest.mark.parametrize(
    ("name", "inside", "what"),
    [
        ("letter.hwpx", {"mimetype": "application/hwp+zip", "Contents/section0.xml": "<x/>"}, "Hangul"),
        ("judgment.ofd", {"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}, "not known"),
    ],
)
def test_a_document_that_is_an_archive_within_is_not_to_be_unpacked(
    tmp_path: Path, name: str, inside: dict[str, str], what: str
) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for part, content in inside.items():
            archive.writestr(part, content)
    assert what in refusal(tmp_path / name).message
    assert "as PDF" in refusal(tmp_path / name).remedy


def test_a_mail_with_few_headers_is_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@example.org\nSubject: =?utf-8?B?5L2g5aW9?=\n\nhello\n")
    assert kind(tmp_path / "a.eml") == "eml"
    (tmp_path / "a.txt").write_bytes(b"From: here to there\n\nhello\n")
    assert kind(tmp_path / "a.txt") == "txt"


def test_half_a_word_file_is_damaged(tmp_path: Path) -> None:
    whole = io.BytesIO()
    docx.Document().save(whole)
    file = tmp_path / "letter.docx"
    file.write_bytes(whole.getvalue()[:20_000])

    assert "damaged" in refusal(file).message


def test_trouble_with_the_disk_is_not_blamed_on_the_evidence(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    Image.effect_noise((400, 400), 80).save(file)
    out = tmp_path / "out"
    out.mkdir()
    digest = take_in(file, out).pdf
    digest.unlink()
    digest.symlink_to("/dev/full")

    with pytest.raises(Exception, match="cannot be written: No space left") as caught:
        take_in(file, out)
    assert getattr(caught.value, "exit_code", None) == ExitCode.OUTPUT
