"""E-mail as evidence: its words as they were written, and everything that hangs on it named."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.intake import kind, prepare
from asylum_forms.evidence.wordtext import told


def mail(file: Path, words: str = "他们知道你在曼谷。\n别回来。", *, html: bool = False, charset: str = "utf-8") -> Path:
    message = EmailMessage()
    message["From"] = "弟弟 <brother@example.org>"
    message["To"] = "yan@example.org"
    message["Date"] = "Fri, 02 Oct 2026 21:14:00 +0800"
    message["Subject"] = "小心"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(words, subtype="html" if html else "plain", charset=charset)
    if not html:
        message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="照片.jpg")
    file.write_bytes(bytes(message))
    return file


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_the_words_of_a_mail_are_printed_with_who_wrote_when(tmp_path: Path, charset: str) -> None:
    file = mail(tmp_path / "mail.eml", charset=charset, words="他們知道你在曼谷。\n別回來。")
    assert kind(file) == "eml"
    printed = [paragraph.text for paragraph in docx.Document(str(prepare(file, tmp_path / "w").document)).paragraphs]
    assert printed[:4] == [
        "From: 弟弟 <brother@example.org>",
        "To: yan@example.org",
        "Date: Fri, 02 Oct 2026 21:14:00 +0800",
        "Subject: 小心",
    ]
    assert printed[5:7] == ["他們知道你在曼谷。", "別回來。"]


def test_what_hangs_on_a_mail_is_named(tmp_path: Path) -> None:
    (finding,) = prepare(mail(tmp_path / "mail.eml"), tmp_path / "w").findings
    assert finding.id == "evidence.mail-attachments"
    assert "照片.jpg" in finding.message


def test_the_words_can_be_translated(tmp_path: Path) -> None:
    assert "别回来。" in "".join(part.text for part in told(mail(tmp_path / "mail.eml")))


def test_a_mail_that_is_a_web_page_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"mail\.eml") as caught:
        kind(mail(tmp_path / "mail.eml", "<p>hello</p>", html=True))
    assert "print it as PDF" in caught.value.remedy


def two_forms(file: Path, plain: str, page: str) -> Path:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "a@example.org", "x", "<1@example.org>"
    message.set_content(plain)
    message.add_alternative(page, subtype="html")
    file.write_bytes(bytes(message))
    return file


def test_what_only_the_web_page_of_a_mail_says_is_named(tmp_path: Path) -> None:
    page = "<style>p {color: red}</style><p>We know where you live.</p><p>别回来</p>"
    file = two_forms(tmp_path / "mail.eml", "Your mail program does not show web pages.", page)
    (finding,) = prepare(file, tmp_path / "w").findings
    assert finding.id == "evidence.mail-page"
    assert "We know where you live 别回来" in finding.message
    assert "color" not in finding.message


def test_a_mail_that_says_the_same_in_both_forms_raises_no_question(tmp_path: Path) -> None:
    file = two_forms(
        tmp_path / "mail.eml", "We know where\nyou *live*. 别回来\n", "<p>We know where you <b>live</b>.<br>别回来&nbsp;</p>"
    )
    prepared = prepare(file, tmp_path / "w")
    assert (prepared.notes, prepared.findings) == (("e-mail",), ())
