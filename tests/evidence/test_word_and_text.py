"""Word files and plain text: what their author saw, typeset; nothing fetched, nothing guessed."""

from __future__ import annotations

import datetime
import http.server
import re
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from evidence_files import corners, seen, text_pdf
from PIL import ImageChops

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import finish, kind, prepare
from asylum_forms.evidence.text import UnknownEncoding, read_text
from asylum_forms.tools import libreoffice

CHINESE = "我叫王芳，一九八九年六月四日生于河北。二〇一九年三月的一天，他们到我家里来，把我的丈夫带走了。我不知道他在哪里。\n"


def field(paragraph: Paragraph, instruction: str, result: str) -> None:
    for kind_of_mark, text in (("begin", ""), ("", instruction), ("separate", ""), ("=", result), ("end", "")):
        run = paragraph.add_run()
        if kind_of_mark == "=":
            run.text = text
        elif kind_of_mark:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind_of_mark)
            run._r.append(mark)
        else:
            words = OxmlElement("w:instrText")
            words.text = text
            run._r.append(words)


def rewritten(source: Path, out: Path, **changes: tuple[str, str]) -> Path:
    """A copy of a Word file with something replaced in its parts; underscores in the part's name stand for slashes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            for part, (pattern, by) in changes.items():
                if name.endswith(part.replace("__", ".")):
                    assert re.search(pattern, content)
                    content = re.sub(pattern, by, content)
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    return out


def through(folder: Path, *files: Path) -> list[Paper]:
    """As the build does it."""
    prepared = [prepare(file, folder / str(number)) for number, file in enumerate(files)]
    pdfs = libreoffice.convert([one.document for one in prepared], folder / "pdf")
    return [finish(file, folder / "taken", one, pdf) for file, one, pdf in zip(files, prepared, pdfs, strict=True)]


def words(paper: Paper) -> str:
    return subprocess.run(["pdftotext", "-layout", paper.pdf, "-"], capture_output=True, text=True, check=True).stdout


def coloured(paper: Paper) -> bool:
    """Whether the picture of four colours is on the page."""
    red, _green, blue = seen(paper.pdf).split()
    return ImageChops.difference(red, blue).getextrema()[1] > 150


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server that remembers who asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode())
            self.close_connection = True

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def test_documents_come_out_as_their_author_saw_them(tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    picture = tmp_path / "p.png"
    corners().save(picture)

    dated = docx.Document()
    for instruction, result in ((' DATE \\@ "yyyy-MM-dd" ', "2001-02-03"), (" FILENAME ", "original.docx"), (" PAGE ", "77")):
        field(dated.add_paragraph(f"{instruction.split()[0]}: "), instruction, result)
    nested = dated.add_paragraph("IF: ")
    field(nested, " IF 1 = 1 yes no ", "chosen")
    dated.save(str(tmp_path / "dated.docx"))

    plain = docx.Document()
    plain.add_paragraph("before")
    plain.add_picture(str(picture))
    plain.add_paragraph("after")
    plain.save(str(tmp_path / "plain.docx"))
    linked = []
    for name, target in (("remote", f"{address}/x.png"), ("local", picture.as_uri())):
        relation = (r'(relationships/image" Target=)"[^"]*"', rf'\1"{target}" TargetMode="External"')
        linked.append(
            rewritten(
                tmp_path / "plain.docx",
                tmp_path / f"{name}.docx",
                **{"document__xml__rels": relation, "word/document__xml": ("r:embed=", "r:link=")},
            )
        )

    text = tmp_path / "chat.txt"
    text.write_text("王芳:  你好\n\n\tindented & <b>not bold</b> {{ 7*7 }}\nمرحبا بالعالم\n\fnext page", "utf-16")

    dated_paper, remote, local, kept, chat = through(
        tmp_path / "w", tmp_path / "dated.docx", *linked, tmp_path / "plain.docx", text
    )

    assert "DATE: 2001-02-03" in words(dated_paper)
    assert "FILENAME: original.docx" in words(dated_paper)
    assert "PAGE: 1" in words(dated_paper)
    assert "IF: chosen" in words(dated_paper)
    assert str(datetime.date.today()) not in words(dated_paper)
    assert any("as last saved" in note for note in dated_paper.notes)

    assert asked == []
    for paper in (remote, local):
        assert words(paper).split() == ["before", "after"]
        assert not coloured(paper)
        assert [finding.id for finding in paper.findings] == ["evidence.linked"]
    assert coloured(kept)
    assert kept.findings == ()

    assert chat.pages == 2
    assert "王芳" in words(chat)
    assert "indented & <b>not bold</b> {{ 7*7 }}" in words(chat)
    assert "next page" in words(chat)
    assert "text read as utf-16" in chat.notes
    assert chat.source == text


def test_prepared_files_repeat_and_the_original_stays(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("hello")
    document.save(str(tmp_path / "letter.docx"))
    text = tmp_path / "note.txt"
    text.write_text("hello")
    for file in (tmp_path / "letter.docx", text):
        before = file.read_bytes(), file.stat().st_mtime_ns
        assert prepare(file, tmp_path / "a").document.read_bytes() == prepare(file, tmp_path / "b").document.read_bytes()
        assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    with pytest.raises(ValueError, match="own"):
        prepare(tmp_path / "letter.docx", tmp_path)


def test_comments_and_changes_are_named(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("He was taken away.")
    document.add_comment(paragraph.runs, text="are you sure?", author="A", initials="A")
    added = OxmlElement("w:ins")
    added.set(qn("w:author"), "A")
    paragraph._p.append(added)
    document.save(str(tmp_path / "draft.docx"))
    prepared = prepare(tmp_path / "draft.docx", tmp_path / "w")

    paper = finish(tmp_path / "draft.docx", tmp_path / "out", prepared, text_pdf(tmp_path / "c.pdf", "x"))

    assert {finding.id for finding in paper.findings} == {"evidence.comments", "evidence.changes"}
    assert all("draft.docx" in finding.message and finding.remedy for finding in paper.findings)


def test_a_word_file_with_another_file_for_text_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.element.body.append(OxmlElement("w:altChunk"))
    document.save(str(tmp_path / "mail.docx"))

    with pytest.raises(EvidenceError, match=r"mail\.docx.*lost"):
        prepare(tmp_path / "mail.docx", tmp_path / "w")


@pytest.mark.parametrize("damage", ["xml", "part", "doctype", "bomb"])
def test_damaged_and_hostile_word_files_are_refused_by_name(tmp_path: Path, damage: str) -> None:
    source, file = tmp_path / "a.docx", tmp_path / "letter.docx"
    docx.Document().save(str(source))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                if damage == "part":
                    continue
                if damage == "xml":
                    content = content[:-30]
                if damage == "doctype":
                    content = content.replace(b"<w:document", b'<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document', 1)
            new.writestr(name, content)
        if damage == "bomb":
            new.writestr("word/media/big.bin", bytes(450_000_000))

    with pytest.raises(EvidenceError, match=r"letter\.docx: .*(damaged|larger than)") as caught:
        prepare(file, tmp_path / "w")
    assert caught.value.remedy


def test_characters_that_no_font_has_are_named_not_printed_as_boxes(tmp_path: Path) -> None:
    text, word = tmp_path / "a.txt", tmp_path / "b.docx"
    text.write_text("name: \U0001e900\U0001e901", "utf-8")  # Adlam
    document = docx.Document()
    document.add_paragraph("\U0001e900")
    document.save(str(word))

    for file in (text, word):
        with pytest.raises(EvidenceError, match=r"U\+1E900") as caught:
            prepare(file, tmp_path / "w")
        assert "apt-get install" in caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_chinese_text_is_read_in_the_encodings_that_are_certain(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(CHINESE.encode(encoding))

    assert read_text(file)[0] == CHINESE
    assert kind(file) == "txt"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "我叫王芳，一九八九年生於台北。他們到我家裡來，把我的丈夫帶走了。我不知道他在哪裡。"),
        ("euc-kr", "저는 한국에서 난민 신청을 하려고 합니다. 그들은 우리 집에 와서 남편을 데려갔습니다. 어디에 있는지 모릅니다."),
        ("shift-jis", "私は難民申請をしたいと思います。彼らは私の家に来て、夫を連れて行きました。"),
        ("cp1252", "Né à Kinshasa, il a été arrêté à l’aube. Où est-il ? Je ne sais pas où ils l’ont emmené."),
        ("cp1251", "Меня зовут Анна. Они пришли ко мне домой и забрали моего мужа. Я не знаю, где он."),
        ("cp1256", "جاءوا إلى بيتي وأخذوا زوجي ولا أعرف أين هو الآن"),
    ],
)
def test_text_in_other_encodings_is_refused_and_never_guessed(tmp_path: Path, encoding: str, text: str) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(text.encode(encoding))

    with pytest.raises(UnknownEncoding):
        read_text(file)
    with pytest.raises(EvidenceError, match=r"note\.txt.*encoding") as caught:
        kind(file)
    assert "UTF-8" in caught.value.remedy
