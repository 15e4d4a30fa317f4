"""What a file is, by its first bytes: names lie, and telephones name pictures as they like."""

from __future__ import annotations

import mmap
import zipfile
from contextlib import suppress
from pathlib import Path

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import mail
from asylum_forms.evidence.text import UnknownEncoding, read_text
from asylum_forms.files import LARGEST
from asylum_forms.findings import Place
from asylum_forms.i18n import N_, _

IMAGES = frozenset({"jpeg", "png", "tiff", "heic", "gif", "webp", "bmp"})
DOCUMENTS = frozenset({"docx", "txt", "eml"})
"""Kinds that LibreOffice typesets before they can be taken in."""

_PRINT = N_("Open it, save or print it as PDF, and name the PDF instead.")
_PRINT_MAIL = N_("Open it in the mail program, print it as PDF, and name the PDF instead.")
_UNPACK = N_("Unpack it and list each file in it as a piece of evidence of its own.")
_SOUND_OR_FILM = N_("a film or sound recording")
_PACKED = N_("an archive that holds other files")
_RECORDING = N_("A recording cannot be printed. List a written transcript and pictures of it instead, and keep the recording.")
PARTS = N_("If it opens on your computer, print it to a new PDF, in parts if it is large, and name those.")
_ENCODE = N_("Open it in a text editor, check that every letter is right, and save it with the encoding UTF-8.")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__nameid_version1.0".encode("utf-16-le")
"""The name of a part that every message of Outlook has ([MS-OXMSG], 2.2.3)."""
_HANGUL = N_("a Hangul file (HWP)")

_FOREIGN: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"PK\x03\x04", N_("a ZIP archive"), _UNPACK),
    (0, b"PK\x05\x06", N_("an empty ZIP archive"), _UNPACK),
    (0, b"Rar!\x1a\x07", N_("a RAR archive"), _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", N_("a 7-Zip archive"), _UNPACK),
    (0, b"\x1f\x8b", N_("a GZIP archive"), _UNPACK),
    (
        0,
        _OLE,
        N_("an old Microsoft Office file (such as .doc or .xls), or a locked one"),
        _PRINT,
    ),
    (0, b"HWP Document File", _HANGUL, _PRINT),
    (0, b"{\\rtf", N_("a rich text file (RTF)"), _PRINT),
    (0, b"%!PS", N_("a PostScript file"), _PRINT),
    (0, b"8BPS", N_("a Photoshop file"), _PRINT),
    (0, b"AT&TFORM", N_("a DjVu file"), _PRINT),
    (0, b"ID3", N_("a sound recording (MP3)"), _RECORDING),
    *((0, start, N_("a sound recording (MP3)"), _RECORDING) for start in (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
    *(
        (0, start, _SOUND_OR_FILM, _RECORDING)
        for start in (b"\xff\xf1", b"\xff\xf9", b"caff\0\1", b"FLV\x01", b"0&\xb2u\x8ef\xcf\x11")
    ),
    *((0, b"\0\0\1" + kind, _SOUND_OR_FILM, _RECORDING) for kind in (b"\xba", b"\xb3")),
    *((0, start, _PACKED, _UNPACK) for start in (b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")),
    (4, b"1AY&SY", _PACKED, _UNPACK),
    (257, b"ustar", _PACKED, _UNPACK),
    (0, b"OggS", N_("a recording (OGG)"), _RECORDING),
    (0, b"fLaC", N_("a sound recording (FLAC)"), _RECORDING),
    (0, b"#!AMR", N_("a sound recording (AMR)"), _RECORDING),
    (0, b"\x1aE\xdf\xa3", N_("a film (Matroska or WebM)"), _RECORDING),
    (0, b"MZ", N_("a Windows program"), _PRINT),
    (0, b"\x7fELF", N_("a program"), _PRINT),
    (0, b"SQLite format 3\0", N_("a database"), _PRINT),
    (8, b"WAVE", N_("a sound recording (WAV)"), _RECORDING),
    (8, b"AVI ", N_("a film (AVI)"), _RECORDING),
    (4, b"ftyp", N_("a film or sound recording (MP4, MOV, M4A)"), _RECORDING),
)
"""Known files that cannot be taken in: offset, first bytes, what it is, what to do. The order matters."""

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx", b"msf1"}
_NEVER_TEXT = IMAGES | {"pdf", "jpg", "tif", "heif", "doc", "docx", "gdoc", "gsheet", "gslides"}
"""Endings of names under which plain text is a failed download, or says where a document lies and not what is in it."""
_MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<head", "<body")
_MAIL = (b"mime-version:", b"message-id:", b"delivered-to:", b"return-path:")
_MAIN_PART = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def refused(file: Path, reason: str, remedy: str) -> EvidenceError:
    """The error for a file that cannot be taken in. `reason` is a sentence that can follow the file's name and a colon."""
    return EvidenceError(_("{name}: {reason}").format(name=file.name, reason=reason), remedy=remedy, place=Place(file=str(file)))


def too_large(file: Path, most: int) -> EvidenceError:
    """The error for a file that unpacks to more than `most` bytes."""
    reason = _("unpacked, it is larger than {size} megabytes.").format(size=most >> 20)
    return refused(file, reason, _(PARTS))


def kind(file: Path) -> str:
    """`pdf`, `jpeg`, `png`, `tiff`, `heic`, `gif`, `webp`, `bmp`, `docx`, `txt` or `eml`, whatever the file's name says.

    Raises EvidenceError for a file that is missing, empty, a folder, unreadable, or of any other kind.
    """
    head = _head(file)
    recording = any(remedy == _RECORDING and head[at : at + len(magic)] == magic for at, magic, _what, remedy in _FOREIGN)
    if not recording and file.stat().st_size > LARGEST:
        raise refused(file, _("the file is larger than {size} megabytes.").format(size=LARGEST >> 20), _(PARTS))
    if b"%PDF-" in head[:1024]:  # some programs write a few bytes before it, and every viewer accepts that
        return "pdf"
    if found := _image(head):
        return found
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if head[4:8] == b"ftyp" and b"avif" in head[8:64]:
        raise _foreign(file, N_("an AVIF picture"), _PRINT)
    if head.startswith(_OLE):
        _old_container(file)
    for offset, magic, what, remedy in _FOREIGN:
        if head[offset : offset + len(magic)] == magic:
            raise _foreign(file, what, remedy)
    header = head.lower().replace(b"\r", b"").split(b"\n\n")[0]
    if header.startswith(b"from: <saved by") or b"\nsnapshot-content-location:" in header:
        raise _foreign(file, N_("a web page or XML file"), _PRINT)
    if any(line.startswith(_MAIL) for line in header.split(b"\n")) or (
        file.suffix.lower() == ".eml" and header.startswith((b"from:", b"to:", b"date:", b"subject:"))
    ):
        return _mail(file)
    return _text(file)


def _old_container(file: Path) -> None:
    """Raise the error for a file of this container that is no Office file; what it holds tells it, or its name."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        is_message = content.find(_OUTLOOK) >= 0
    if is_message or file.suffix.lower() == ".msg":
        raise _foreign(file, N_("an e-mail of Outlook (.msg)"), _PRINT_MAIL)
    if file.suffix.lower() == ".hwp":
        raise _foreign(file, _HANGUL, _PRINT)


def _head(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise refused(file, _("this is a folder, not a file."), _("List each file in it as a piece of evidence of its own."))
        if file.exists() and not file.is_file():  # a pipe would be waited for until someone writes to it
            raise refused(file, _("this is not a file but a device or pipe."), _("Copy what is in it to a file."))
        with file.open("rb") as opened:
            head = opened.read(4096)
    except FileNotFoundError:
        remedy = _("Check the name in the record, letter by letter, and that the file lies in the case folder.")
        raise refused(file, _("there is no such file."), remedy) from None
    except OSError as problem:
        reason = _("the file cannot be read ({reason}).").format(reason=problem.strerror or str(problem))
        raise refused(file, reason, _("Check that you may open the file, or copy it anew.")) from problem
    if not head:
        remedy = _("Copy the file again from where it came from; the copy has probably failed.")
        raise refused(file, _("the file is empty (0 bytes)."), remedy)
    if not head.strip(b"\0"):
        remedy = _("Copy the file again from where it came from; the copy has probably failed.")
        raise refused(file, _("the file begins with nothing but zeros: it is damaged."), remedy)
    return head


def _image(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:2] == b"BM" and head[14:15] in (b"\x0c", b"\x28", b"\x40", b"\x6c", b"\x7c"):
        return "bmp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head[8:64]:
        return "heic"
    return ""


def _office(file: Path) -> str:
    with suppress(zipfile.BadZipFile, KeyError, NotImplementedError, OSError, ValueError), zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "EncryptedPackage" in names:
            raise _foreign(file, N_("a locked file"), _PRINT)
        if "[Content_Types].xml" in names:
            with archive.open("[Content_Types].xml") as types:
                content_types = types.read(1_000_000)
            if _MAIN_PART in content_types:
                return "docx"
            if b"macroEnabled" in content_types:
                raise _foreign(file, N_("an Office file with macros (programs inside)"), _PRINT)
            if b"spreadsheetml" in content_types:
                raise _foreign(file, N_("an Excel workbook"), _PRINT)
            if b"presentationml" in content_types:
                raise _foreign(file, N_("a PowerPoint presentation"), _PRINT)
        if "OFD.xml" in names:
            raise refused(file, _("this is a kind of file that is not known here."), _(_PRINT))
        if "mimetype" in names:
            with archive.open("mimetype") as mimetype:
                if mimetype.read(40).startswith(b"application/hwp"):
                    raise _foreign(file, _HANGUL, _PRINT)
            raise _foreign(file, N_("an OpenDocument or e-book file (such as .odt)"), _PRINT)
        if any(name.endswith((".pages", ".iwa")) for name in names):
            raise _foreign(file, N_("an Apple Pages, Numbers or Keynote file"), _PRINT)
        raise _foreign(file, N_("a ZIP archive"), _UNPACK)
    if file.suffix.lower() == ".docx":
        reason = _("this Word file is damaged and cannot be opened.")
        remedy = _("Copy it again from where it came from, or open it in Word, let Word repair it, and save it as PDF.")
        raise refused(file, reason, remedy)
    raise _foreign(file, N_("a damaged ZIP archive or Office file"), _PRINT)


def _text(file: Path) -> str:
    try:
        text = read_text(file)[0]
    except UnknownEncoding as problem:
        raise refused(file, str(problem), _(_PRINT if problem.binary else _ENCODE)) from None
    except OSError as problem:
        reason = _("the file cannot be read ({reason}).").format(reason=problem.strerror or str(problem))
        raise refused(file, reason, _("Check that you may open the file, or copy it anew.")) from problem
    start = text.lstrip("\ufeff \t\r\n")[:4000].lower()
    if not start:
        raise refused(file, _("there is nothing in it but empty lines."), _("Check that it is the right file."))
    if start.startswith(_MARKUP):
        raise _foreign(file, N_("a web page or XML file"), _PRINT)
    if file.suffix.lower().lstrip(".") in _NEVER_TEXT:
        remedy = _("Copy the file again from where it came from. If it really is a text, give it a name that ends in .txt.")
        raise refused(file, _("there is only plain text in it, which its name does not say."), remedy)
    return "txt"


def _mail(file: Path) -> str:
    try:
        mail.text_of(file)
    except (mail.NoPlainWords, LookupError, ValueError):
        reason = _("this e-mail has no words as plain text.")
        raise refused(file, reason, _(_PRINT_MAIL)) from None
    return "eml"


def _foreign(file: Path, what: str, remedy: str) -> EvidenceError:
    return refused(file, _("this is {what}, which cannot be taken in as it is.").format(what=_(what)), _(remedy))
