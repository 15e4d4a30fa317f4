"""More files as no clerk wants them: what scanners, offices, telephones and chats really send. They join `ODD`."""

from __future__ import annotations

import io
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from evidence_files import corners, exif, text_pdf
from odd_files import ODD, changed, odd, raw_pdf, stream
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw

_BEFORE = set(ODD)
BOX = b"/MediaBox [0 0 400 240]"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def picture_pdf(file: Path, image: Image.Image, form: str, filter_: str, **saving: Any) -> None:
    """A page that is one picture, kept as a file of this form keeps it."""
    data = io.BytesIO()
    image.save(data, form, **saving)
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 240))
        drawn = pdf.make_stream(data.getvalue(), {"/Type": Name.XObject, "/Subtype": Name.Image, "/Filter": Name(filter_)})
        drawn.Width, drawn.Height = image.size
        if filter_ != "/JPXDecode":
            drawn.ColorSpace, drawn.BitsPerComponent = Name.DeviceRGB, 8
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(P=drawn))
        pdf.pages[0].Contents = pdf.make_stream(b"q 400 0 0 240 0 0 cm /P Do Q")
        pdf.save(file)


# What PDFs hold


@odd("inherited.pdf")
def _inherited(file: Path) -> None:
    """Size, rotation and fonts are said once for all pages, two levels above them."""
    raw_pdf(
        file,
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 2 /Kids [3 0 R] /Rotate 90 /MediaBox [0 0 400 240] /Resources << /Font << /F 6 0 R >> >> >>",
        b"<< /Type /Pages /Count 2 /Kids [4 0 R 5 0 R] /Parent 2 0 R >>",
        b"<< /Type /Page /Parent 3 0 R /Contents 7 0 R >>",
        b"<< /Type /Page /Parent 3 0 R /Contents 7 0 R >>",
        FONT,
        stream(b"BT /F 20 Tf 40 100 Td (inherited) Tj ET"),
    )


@odd("shared-content.pdf")
def _shared(file: Path) -> None:
    """Both pages draw the same stream; what tells them apart is a stamp."""

    def change(pdf: Pdf) -> None:
        pdf.pages[1].Contents = pdf.pages[0].Contents
        pdf.pages[1].Resources = pdf.pages[0].Resources
        for page, colour in zip(pdf.pages, (b"1 0 0 rg", b"0 0 1 rg"), strict=True):
            drawn = pdf.make_stream(colour + b" 0 0 100 50 re f", {"/Subtype": Name.Form, "/BBox": Array([0, 0, 100, 50])})
            stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[50, 50, 150, 100], F=4, AP=Dictionary(N=drawn))
            page.Annots = Array([pdf.make_indirect(stamp)])

    changed(file, change)


@odd("type-3-font.pdf")
def _type_3(file: Path) -> None:
    raw_pdf(
        file,
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R %s /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>" % BOX,
        stream(b"BT /F 40 Tf 40 100 Td (aab) Tj ET"),
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98"
        b" /Widths [1000 1000] /Encoding << /Type /Encoding /Differences [97 /square /round] >>"
        b" /CharProcs << /square 6 0 R /round 7 0 R >> /Resources << >> >>",
        stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f"),
        stream(b"1000 0 0 0 750 750 d1 0 0 m 375 750 l 750 0 l f"),
    )


@odd("200-fonts.pdf")
def _fonts(file: Path) -> None:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0]
        first = next(iter(page.Resources.Font.values()))
        for number in range(200):
            page.Resources.Font[f"/X{number}"] = pdf.make_indirect(Dictionary(first))
        words = b"\n".join(b"/X%d 6 Tf %d %d Td (w) Tj" % (n, 2 if n else 50, 0) for n in range(200))
        page.contents_add(b"BT " + words + b" ET")

    changed(file, change)


@odd("soft-masks.pdf")
def _masks(file: Path) -> None:
    """A picture that fades out, over a colour that is multiplied with what lies below."""
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 240))
        image = corners()
        mask = pdf.make_stream(
            Image.linear_gradient("L").resize(image.size).tobytes(),
            {"/Type": Name.XObject, "/Subtype": Name.Image, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8},
        )
        mask.Width, mask.Height = image.size
        drawn = pdf.make_stream(
            image.tobytes(),
            {"/Type": Name.XObject, "/Subtype": Name.Image, "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8},
        )
        drawn.Width, drawn.Height = image.size
        drawn.SMask = mask
        state = Dictionary(Type=Name.ExtGState, BM=Name.Multiply, ca=0.5)
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(P=drawn), ExtGState=Dictionary(G=state))
        pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)
        pdf.pages[0].Contents = pdf.make_stream(b"0 0.5 0 rg 0 0 200 240 re f q /G gs 400 0 0 240 0 0 cm /P Do Q")
        pdf.save(file)


odd("jpeg-2000-inside.pdf")(lambda file: picture_pdf(file, corners(), "JPEG2000", "/JPXDecode", no_jp2=False))
odd("jpeg-inside.pdf")(lambda file: picture_pdf(file, corners(), "JPEG", "/DCTDecode", quality=95))


@odd("hybrid-table.pdf")
def _hybrid(file: Path) -> None:
    """A table of the old kind, and beside it one of the new kind for what old programs cannot read."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    page = b"<< /Type /Page /Parent 2 0 R %s /Resources << /Font << /F 6 0 R >> >> /Contents 4 0 R >>" % BOX
    packed = b"6 0 " + FONT
    objects = [catalog, pages, page, stream(b"BT /F 20 Tf 40 100 Td (hybrid) Tj ET")]
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate([*objects, stream(packed, b"/Type /ObjStm /N 1 /First 4")], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    hidden = len(out)
    row = (2).to_bytes(1, "big") + (5).to_bytes(3, "big") + (0).to_bytes(1, "big")
    out += b"7 0 obj\n" + stream(row, b"/Type /XRef /W [1 3 1] /Index [6 1] /Size 8") + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size 8 /Root 1 0 R /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n" % (hidden, table)
    file.write_bytes(out)


@odd("10000-bookmarks.pdf")
def _bookmarks(file: Path) -> None:
    def change(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(f"bookmark {number}", number % 2) for number in range(10_000))

    changed(file, change)


@odd("portfolio.pdf")
def _portfolio(file: Path) -> None:
    """A cover page, and the papers themselves packed inside."""
    inner = text_pdf(file.with_suffix(".inner"), "the paper itself")

    def change(pdf: Pdf) -> None:
        for name in ("first.pdf", "second.pdf"):
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, inner.read_bytes(), filename=name)
        pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)

    changed(file, change, "This is a portfolio: open it in Adobe Reader.")
    inner.unlink()


def _layers(default: Callable[[Any, Any], Dictionary]) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        one, two = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("one", "two"))
        page = pdf.pages[0]
        page.Resources.Properties = Dictionary(A=one, B=two)
        page.contents_add(b"/OC /A BDC 1 0 0 rg 50 50 100 100 re f EMC /OC /B BDC 0 0 1 rg 200 50 100 100 re f EMC")
        pdf.Root.OCProperties = Dictionary(OCGs=Array([one, two]), D=default(one, two))

    return change


odd("layers-all-shown.pdf")(lambda file: changed(file, _layers(lambda one, two: Dictionary(Order=Array([one, two])))))
odd("layer-hidden.pdf")(lambda file: changed(file, _layers(lambda one, two: Dictionary(OFF=Array([two])))))
odd("layers-off-by-rule.pdf")(
    lambda file: changed(file, _layers(lambda one, two: Dictionary(BaseState=Name.OFF, ON=Array([one]))))
)


def _switched(event: str, print_: str, view: str) -> Callable[[Any, Any], Dictionary]:
    """Viewers switch a layer by themselves, by what it is for."""

    def default(one: Any, two: Any) -> Dictionary:
        two.Usage = Dictionary(Print=Dictionary(PrintState=Name(print_)), View=Dictionary(ViewState=Name(view)))
        rule = Dictionary(Event=Name(event), Category=Array([Name(event)]), OCGs=Array([two]))
        return Dictionary(Order=Array([one, two]), AS=Array([rule]))

    return default


odd("layer-on-screen-only.pdf")(lambda file: changed(file, _layers(_switched("/Print", "/OFF", "/ON"))))
odd("layer-printed-only.pdf")(lambda file: changed(file, _layers(_switched("/View", "/ON", "/OFF"))))
odd("layer-for-screen-and-paper.pdf")(lambda file: changed(file, _layers(_switched("/Print", "/ON", "/ON"))))


@odd("shown-where-a-layer-is-off.pdf")
def _absent(file: Path) -> None:
    def default(one: Any, two: Any) -> Dictionary:
        return Dictionary(Order=Array([one, two]))

    def change(pdf: Pdf) -> None:
        _layers(default)(pdf)
        shown = pdf.pages[0].Resources.Properties
        shown.B = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array([shown.A]), P=Name.AllOff))

    changed(file, change)


@odd("stamp-printed-only.pdf")
def _printed_stamp(file: Path) -> None:
    """The first stamp shows on the screen only, the second on paper only."""

    def change(pdf: Pdf) -> None:
        marks = []
        for at, flags in ((50, 0), (200, 4 | 32)):
            drawn = pdf.make_stream(b"1 0 0 rg 0 0 99 50 re f", {"/Subtype": Name.Form, "/BBox": Array([0, 0, 100, 50])})
            box = [at, 50, at + 100, 100]
            mark = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box, F=flags, AP=Dictionary(N=drawn))
            marks.append(pdf.make_indirect(mark))
        pdf.pages[0].Annots = Array(marks)

    changed(file, change)


@odd("stamp-in-a-hidden-layer.pdf")
def _hidden_stamp(file: Path) -> None:
    def change(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("stamps")))
        drawn = pdf.make_stream(b"1 0 0 rg 0 0 100 50 re f", {"/Subtype": Name.Form, "/BBox": Array([0, 0, 100, 50])})
        mark = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[50, 50, 150, 100], F=4, AP=Dictionary(N=drawn), OC=layer)
        pdf.pages[0].Annots = Array([pdf.make_indirect(mark)])
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))

    changed(file, change)


@odd("page-of-a-hundred-million-dots.pdf")
def _large_dots(file: Path) -> None:
    """A scan of ten thousand by ten thousand dots, which packs to nothing."""
    picture_pdf(file, Image.new("RGB", (10_000, 10_000), "white"), "JPEG", "/DCTDecode")


# Pictures


def _turned(orientation: int, dpi: tuple[int, int]) -> Callable[[Path], None]:
    """A photograph that the telephone keeps turned or mirrored, and says so."""
    kept = corners().transpose(_TURNS[orientation]) if orientation in _TURNS else corners()
    return lambda file: kept.save(file, "JPEG", quality=95, exif=exif(orientation), dpi=dpi)


_TURNS = {
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
for _orientation in _TURNS:
    odd(f"turned-{_orientation}-and-1-dpi.jpg")(_turned(_orientation, (1, 1)))
odd("wrong-resolution.jpg")(_turned(1, (30_000, 7)))


@odd("50-pages-of-all-sizes.tif")
def _mixed(file: Path) -> None:
    pages = []
    for number in range(50):
        page = Image.new(
            ("1", "L", "RGB")[number % 3], (200 + 40 * number, 2200 - 40 * number), 1 if number % 3 == 0 else "white"
        )
        ImageDraw.Draw(page).text((20, 20), f"page {number + 1}", fill=0)
        pages.append(page)
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))


odd("still.avif")(lambda file: corners().save(file, "AVIF"))
odd("still.webp")(lambda file: corners().save(file, "WEBP", lossless=True))
odd("icon.ico")(lambda file: corners().resize((64, 64)).save(file, "ICO"))
odd("jpeg-2000.jp2")(lambda file: corners().save(file, "JPEG2000"))
odd("drawing.svg")(lambda file: file.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>hello</text></svg>') and None)


# What chats, telephones and offices send


def _zipped(name: str, **parts: bytes) -> None:
    @odd(name)
    def write(file: Path) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, content)


_zipped("chat.zip", **{"_chat.txt": "[12/03/2024, 21:14:05] Wang: 警察来了\n".encode(), "PHOTO-2024.jpg": b"\xff\xd8\xff\xe0"})
_zipped("letter.odt", mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})
_zipped("table.ods", mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<x/>"})
_zipped("letter.pages", **{"Index/Document.iwa": b"x", "preview.jpg": b"\xff\xd8\xff\xe0"})
_zipped("book.epub", mimetype=b"application/epub+zip", **{"META-INF/container.xml": b"<x/>"})
_zipped(
    "table.xlsx",
    **{
        "[Content_Types].xml": b'<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml"/>',
        "xl/workbook.xml": b"<x/>",
    },
)


@odd("voice.wav")
def _voice(file: Path) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))


_SENT = {
    "voice-message.opus": b"OggS\0\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01" + bytes(400),
    "film.mp4": b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(400),
    "film.mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(400),
    "film.3gp": b"\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4" + bytes(400),
    "voice.m4a": b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0" + bytes(400),
    "film.flv": b"FLV\x01\x05\0\0\0\x09\0\0\0\0" + bytes(400),
    "film.wmv": bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(400),
    "voice.aac": b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(400),
    "voice.caf": b"caff\0\1\0\0desc" + bytes(400),
    "film.mpg": b"\0\0\1\xba" + bytes(400),
    "voice.mp3": b"\xff\xf3\x84\xc4" + bytes(400),
    "message.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "letter.rtf": rb"{\rtf1\ansi hello}",
    "contact.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:王芳\nEND:VCARD\n".encode(),
    "hearing.ics": b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Hearing\nDTSTART:20240312T090000Z\nEND:VEVENT\nEND:VCALENDAR\n",
    "calls.csv": "date,caller\n2024-03-12,110\n2024-03-13,王芳\n".encode(),
    "saved-page.html": b"<!DOCTYPE html><html><body><p>The police said</p></body></html>",
    "saved-page.mht": b"From: <Saved by Blink>\nSubject: News\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
    b"--b\nContent-Type: text/html\n\n<p>The police said</p>\n--b--\n",
    "notes.md": b"# What happened\n\n* 2024-03-12 the police came\n",
    "chat.json": b'{"messages": [{"from": "Wang", "text": "hello"}]}\n',
    "archive.tar": b"letter.txt" + bytes(90) + b"0000644\0" + bytes(149) + b"ustar\x0000" + bytes(600),
    "archive.xz": b"\xfd7zXZ\0\0\x04" + bytes(200),
    "archive.bz2": b"BZh91AY&SY" + bytes(200),
    "cut-off.xps": b"PK\x03\x04",
    "link.url": b"[InternetShortcut]\r\nURL=https://news.example/police\r\n",
    "link.lnk": b"L\0\0\0\x01\x14\x02\0" + bytes(400),
    "thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "download.crdownload": b"%PDF-1.7\n",
    "picture-in-words.txt": b"data:image/png;base64,iVBORw0KGgo=\n",
    "spaces.txt": b" \n\t\r\n   \n",
}
for _name, _content in _SENT.items():
    odd(_name)(lambda file, content=_content: file.write_bytes(content) and None)  # type: ignore[misc]

WILD = [name for name in ODD if name not in _BEFORE]
"""The names of those in this file."""
