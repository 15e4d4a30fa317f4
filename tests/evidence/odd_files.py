"""Files as no clerk wants them: hostile, damaged, or only unusual. Each function writes one; `ODD` lists them all."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pillow_heif
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from evidence_files import corners, text_pdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageCms

ODD: dict[str, Callable[[Path], None]] = {}
"""File name to what writes it."""


def odd(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    def keep(write: Callable[[Path], None]) -> Callable[[Path], None]:
        assert name not in ODD
        ODD[name] = write
        return write

    return keep


def changed(file: Path, change: Callable[[Pdf], object], *pages: str, **saving: Any) -> None:
    """A PDF with these words, to which something has been done."""
    text_pdf(file, *(pages or ("one", "two")))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(file, **saving)


def raw_pdf(file: Path, *objects: bytes, root: int = 1) -> None:
    """A PDF of the given objects, numbered from 1, with a correct table."""
    written, places, place = [b"%PDF-1.7\n"], [], 9
    for number, body in enumerate(objects, 1):
        places.append(place)
        written.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        place += len(written[-1])
    out = b"".join(written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, len(out))
    file.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def packed(size: int, start: bytes = b"", repeat: bytes = b" ") -> bytes:
    """Flate data that unpacks to `size` bytes, made without ever holding them."""
    packer = zlib.compressobj(9)
    out = [packer.compress(start)]
    block = repeat * ((1 << 20) // len(repeat))
    for _block in range(size // len(block)):
        out.append(packer.compress(block))
    return b"".join([*out, packer.flush()])


# PDF: the container


@odd("truncated.pdf")
def _truncated(file: Path) -> None:
    text_pdf(file, "one", "two", "three")
    file.write_bytes(file.read_bytes()[:-700])


@odd("no-table.pdf")
def _no_table(file: Path) -> None:
    text_pdf(file, "one", "two")
    data = file.read_bytes()
    file.write_bytes(data[: data.rindex(b"xref\n0")] + b"%%EOF\n")


@odd("wrong-startxref.pdf")
def _wrong_start(file: Path) -> None:
    text_pdf(file, "one", "two")
    data = file.read_bytes()
    file.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n99\n%%EOF\n")


@odd("words-before-and-after.pdf")
def _words_around(file: Path) -> None:
    text_pdf(file, "one", "two")
    file.write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + file.read_bytes() + b"\n--boundary--\n" + bytes(3000))


@odd("linearised.pdf")
def _linearised(file: Path) -> None:
    changed(file, lambda _pdf: None, linearize=True)


@odd("linearised-and-cut.pdf")
def _linearised_and_cut(file: Path) -> None:
    changed(file, lambda _pdf: None, "one", "two", "three", linearize=True)
    file.write_bytes(file.read_bytes()[:-400])


@odd("object-streams.pdf")
def _object_streams(file: Path) -> None:
    changed(file, lambda _pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@odd("owner-password.pdf")
def _owner_password(file: Path) -> None:
    changed(file, lambda _pdf: None, encryption=pikepdf.Encryption(user="", owner="x", R=6))


@odd("owner-password-rc4.pdf")
def _owner_password_old(file: Path) -> None:
    changed(file, lambda _pdf: None, encryption=pikepdf.Encryption(user="", owner="x", R=3, aes=False, metadata=False))


@odd("user-password.pdf")
def _user_password(file: Path) -> None:
    changed(file, lambda _pdf: None, encryption=pikepdf.Encryption(user="x", owner="y", R=6))


@odd("history.pdf")
def _history(file: Path) -> None:
    """Written on twice, without rewriting: an old page tree is still in it."""
    text_pdf(file, "one", "two")
    old = file.read_bytes()
    with pikepdf.open(file) as pdf:
        page = pdf.pages[0].obj.objgen[0]
        media = b"[0 0 612 792]"
        contents = pdf.pages[0].obj.Contents.objgen[0]
        parent = pdf.pages[0].obj.Parent.objgen[0]
        resources = pdf.pages[0].obj.Resources.objgen[0]
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
    start = int(old[old.rindex(b"startxref") + 9 :].split()[0])
    place = len(old)
    new = b"%d 0 obj\n<< /Type /Page /Parent %d 0 R /MediaBox %s /Contents %d 0 R /Rotate 90 /Resources %d 0 R >>\nendobj\n" % (
        *(page, parent, media, contents, resources),
    )
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        *(page, place, size, root, start, place + len(new)),
    )
    file.write_bytes(old + new + table)


@odd("signed.pdf")
def _signed(file: Path) -> None:
    def sign(pdf: Pdf) -> None:
        value = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"\x30\x80" + bytes(200), ByteRange=Array([0, 1, 2, 3])
            )
        )
        field = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), V=value, Rect=Array([0, 0, 0, 0]), F=132)
        )
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    changed(file, sign)


def _xfa(pdf: Pdf, needs_rendering: bool) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp:xdp/>"))
    pdf.Root.NeedsRendering = needs_rendering


@odd("xfa.pdf")
def _xfa_dynamic(file: Path) -> None:
    changed(file, lambda pdf: _xfa(pdf, True), "Please wait...")


# PDF: pages


def _boxes(name: str, **keys: Any) -> None:
    def write(file: Path) -> None:
        def set_keys(pdf: Pdf) -> None:
            for key, value in keys.items():
                pdf.pages[0].obj[f"/{key}"] = Array(value) if isinstance(value, list) else value

        changed(file, set_keys)

    odd(name)(write)


_boxes("box-inverted.pdf", MediaBox=[612, 792, 0, 0])
_boxes("box-negative.pdf", MediaBox=[-300, -400, 312, 392])
_boxes("box-empty.pdf", MediaBox=[0, 0, 0, 0])
_boxes("box-flat.pdf", MediaBox=[0, 0, 612, 0.001])
_boxes("box-words.pdf", MediaBox=String("letter"))
_boxes("box-of-three.pdf", MediaBox=[0, 0, 612])
_boxes("box-too-big-a-number.pdf", MediaBox=[0, 0, 1e30, 792])
_boxes("crop-outside.pdf", CropBox=[1000, 1000, 1500, 1500])
_boxes("crop-partly-outside.pdf", CropBox=[-100, 300, 500, 2000])
_boxes("crop-empty.pdf", CropBox=[100, 100, 100, 100])
_boxes("rotate-45.pdf", Rotate=45)
_boxes("rotate-minus-90.pdf", Rotate=-90)
_boxes("rotate-450.pdf", Rotate=450)
_boxes("rotate-word.pdf", Rotate=Name.Ninety)
_boxes("huge-page.pdf", MediaBox=[0, 0, 14400, 14400])
_boxes("beyond-huge-page.pdf", MediaBox=[0, 0, 200000, 200000])
_boxes("tiny-page.pdf", MediaBox=[0, 0, 1, 1])
_boxes("user-unit.pdf", UserUnit=10)
_boxes("user-unit-zero.pdf", UserUnit=0)
_boxes("user-unit-enormous.pdf", UserUnit=75000)


def _tree(depth: int) -> list[bytes]:
    nodes = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    for level in range(depth):
        parent = b"/Parent %d 0 R" % (level + 1) if level else b""
        nodes.append(b"<< /Type /Pages /Count 1 /Kids [%d 0 R] %s >>" % (level + 3, parent))
    nodes.append(b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Resources << >> >>" % (depth + 1))
    return nodes


@odd("page-tree-40-deep.pdf")
def _tree_deep(file: Path) -> None:
    raw_pdf(file, *_tree(40))


@odd("page-tree-50000-deep.pdf")
def _tree_very_deep(file: Path) -> None:
    raw_pdf(file, *_tree(50_000))


@odd("page-tree-in-a-circle.pdf")
def _tree_circle(file: Path) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    raw_pdf(file, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [3 0 R 2 0 R] >>", page)


@odd("one-page-a-million-times.pdf")
def _tree_bomb(file: Path) -> None:
    """Ten levels of ten nodes each, all the same."""
    nodes = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    for level in range(6):
        kids = b" ".join([b"%d 0 R" % (level + 3)] * 10)
        parent = b"/Parent %d 0 R" % (level + 1) if level else b""
        nodes.append(b"<< /Type /Pages /Count %d /Kids [%s] %s >>" % (10 ** (6 - level), kids, parent))
    raw_pdf(file, *nodes, b"<< /Type /Page /Parent 7 0 R /MediaBox [0 0 612 792] >>")


@odd("count-lies.pdf")
def _count_lies(file: Path) -> None:
    text_pdf(file, "one", "two")
    file.write_bytes(file.read_bytes().replace(b"/Count 2", b"/Count 9"))


@odd("kid-missing.pdf")
def _kid_missing(file: Path) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    raw_pdf(file, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [3 0 R 9 0 R] >>", page)


@odd("same-page-twice.pdf")
def _same_page_twice(file: Path) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] >>"
    raw_pdf(file, b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream(b"0 0 100 100 re f"))


@odd("no-pages.pdf")
def _no_pages(file: Path) -> None:
    raw_pdf(file, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>")


def _one_page(file: Path, contents: bytes, *more: bytes, resources: bytes = b"") -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %s >> >>" % resources
    raw_pdf(file, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, contents, *more)


@odd("content-bomb.pdf")
def _content_bomb(file: Path) -> None:
    """Half a megabyte that unpacks to 300 of spaces."""
    _one_page(file, stream(packed(300 << 20), b"/Filter /FlateDecode"))


@odd("content-bomb-twice-packed.pdf")
def _content_bomb_twice(file: Path) -> None:
    _one_page(file, stream(zlib.compress(packed(300 << 20), 9), b"/Filter [/FlateDecode /FlateDecode]"))


@odd("image-bomb.pdf")
def _image_bomb(file: Path) -> None:
    header = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    image = stream(packed(10 << 20, repeat=b"\xff"), header + b" /Filter /FlateDecode")
    _one_page(file, stream(b"q 600 0 0 600 0 0 cm /I Do Q"), image, resources=b"/XObject << /I 5 0 R >>")


@odd("image-of-billions-of-dots.pdf")
def _image_claims(file: Path) -> None:
    header = b"/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    _one_page(file, stream(b"/I Do"), stream(b"x", header), resources=b"/XObject << /I 5 0 R >>")


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"


@odd("form-in-itself.pdf")
def _form_circle(file: Path) -> None:
    form = stream(b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>")
    _one_page(file, stream(b"/F Do"), form, resources=b"/XObject << /F 5 0 R >>")


def shading_without_end(file: Path) -> None:
    """A colour for each dot that takes forty thousand steps to compute. Not in `ODD`: it takes as long as it may."""
    steps = b"{ %s pop }" % (b"sin cos " * 20000)
    function = stream(steps, b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]")
    shading = b"<< /ShadingType 1 /ColorSpace /DeviceGray /Matrix [612 0 0 792 0 0] /Function 6 0 R >>"
    _one_page(file, stream(b"/S sh"), shading, function, resources=b"/Shading << /S 5 0 R >>")


@odd("forms-5000-deep.pdf")
def _forms_deep(file: Path) -> None:
    forms = [stream(b"/F Do", _FORM + b" /Resources << /XObject << /F %d 0 R >> >>" % (n + 6)) for n in range(5000)]
    last = stream(b"0 0 9 9 re f", _FORM)
    _one_page(file, stream(b"/F Do"), *forms, last, resources=b"/XObject << /F 5 0 R >>")


@odd("forms-that-double.pdf")
def _forms_double(file: Path) -> None:
    """Forty forms, each of which draws the next twice: a million million drawings."""
    forms = [stream(b"/F Do /F Do", _FORM + b" /Resources << /XObject << /F %d 0 R >> >>" % (n + 6)) for n in range(40)]
    last = stream(b"0 0 9 9 re f", _FORM)
    _one_page(file, stream(b"/F Do"), *forms, last, resources=b"/XObject << /F 5 0 R >>")


@odd("arrays-100000-deep.pdf")
def _arrays_deep(file: Path) -> None:
    _one_page(file, stream(b"0 0 9 9 re f"), b"[" * 100_000 + b"]" * 100_000)


@odd("content-of-brackets.pdf")
def _content_brackets(file: Path) -> None:
    _one_page(file, stream(b"[" * 1_000_000))


@odd("annotations.pdf")
def _annotations(file: Path) -> None:
    def add(pdf: Pdf) -> None:
        look = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = Array(
            [
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Stamp,
                        F=4,
                        Rect=Array([n % 600, n % 700, n % 600 + 9, n % 700 + 9]),
                        AP=Dictionary(N=look),
                    )
                )
                for n in range(2000)
            ]
        )

    changed(file, add)


@odd("annotation-nonsense.pdf")
def _annotation_nonsense(file: Path) -> None:
    def add(pdf: Pdf) -> None:
        look = pdf.make_stream(b"q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0]))
        marks = [
            Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=String("here"), F=String("x"), AP=Dictionary(N=look)),
            Dictionary(Type=Name.Annot, Subtype=7, Rect=Array([0, 0, 1]), Contents=5),
            Dictionary(Subtype=Name.Link, Rect=Array([Name.A, Name.B, Name.C, Name.D])),
        ]
        pdf.pages[0].obj.Annots = Array([*marks, 5, String("x"), Array()])

    changed(file, add)


# Pictures


def noise(mode: str = "RGB", size: tuple[int, int] = (320, 240)) -> Image.Image:
    random.seed(5)
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1])).convert(mode)


def _picture(name: str, form: str, picture: Callable[[], Image.Image] = corners, **saving: Any) -> None:
    odd(name)(lambda file: picture().save(file, form, **saving))


_picture("jpeg-named.png", "JPEG")
_picture("png-named.jpg", "PNG")
_picture("webp-named.pdf", "WEBP")
_picture("gif-named.docx", "GIF")
_picture("cmyk.jpg", "JPEG", lambda: corners().convert("CMYK"), quality=95)
_picture("cmyk.tif", "TIFF", lambda: corners().convert("CMYK"))
_picture("lab.tif", "TIFF", lambda: ImageCms.applyTransform(corners(), _to_lab()))
_picture("ycbcr.tif", "TIFF", lambda: corners().convert("YCbCr"))
_picture("sixteen-bit.png", "PNG", lambda: noise("L").convert("I").point(lambda value: value * 256).convert("I;16"))
_picture("float.tif", "TIFF", lambda: noise("F"))
_picture("one-bit.png", "PNG", lambda: noise("1"))
_picture("progressive.jpg", "JPEG", noise, progressive=True)
_picture("grey-with-transparency.png", "PNG", lambda: corners().convert("LA"))
_picture("palette.gif", "GIF")
_picture("moving.gif", "GIF", save_all=True, append_images=[noise("RGB", (400, 240))], duration=100)
_picture("moving.webp", "WEBP", save_all=True, append_images=[noise("RGB", (400, 240))])
_picture("moving.png", "PNG", save_all=True, append_images=[noise("RGB", (400, 240))])
_picture("telephone-two-pictures.jpg", "MPO", save_all=True, append_images=[noise("RGB", (400, 240))])
_picture("fax-of-3-pages.tif", "TIFF", save_all=True, append_images=[noise("L"), noise("1")])
_picture("group4.tif", "TIFF", lambda: noise("1"), compression="group4")
_picture("jpeg-in.tif", "TIFF", noise, compression="jpeg")
_picture("deflate.tif", "TIFF", noise, compression="tiff_deflate")
_picture("bitmap.bmp", "BMP")
_picture("one-dot.png", "PNG", lambda: Image.new("RGB", (1, 1)))
_picture("one-line.png", "PNG", lambda: Image.new("RGB", (30_000, 1)))
_picture("very-long-screenshot.png", "PNG", lambda: Image.new("RGB", (1080, 60_000), "white"))


def _to_lab() -> Any:
    return ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")


@odd("cmyk-adobe-inverted.jpg")
def _adobe(file: Path) -> None:
    """As Photoshop writes it: an Adobe segment with transform 2 (YCCK)."""
    corners().convert("CMYK").save(file, "JPEG", quality=95)
    data = file.read_bytes()
    assert b"Adobe" in data


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *chunks: bytes, colour: int = 2) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


@odd("gigapixel-header.png")
def _gigapixel(file: Path) -> None:
    file.write_bytes(png(100_000, 100_000, chunk(b"IDAT", zlib.compress(bytes(1000)))))


@odd("gigapixel-header.jpg")
def _gigapixel_jpeg(file: Path) -> None:
    corners().save(file, "JPEG")
    data = file.read_bytes()
    at = data.index(b"\xff\xc0") + 5
    file.write_bytes(data[:at] + struct.pack(">HH", 65_500, 65_500) + data[at + 4 :])


@odd("picture-bomb.png")
def _picture_bomb(file: Path) -> None:
    """178 million dots, all there, in a few hundred kilobytes."""
    file.write_bytes(png(13_300, 13_300, chunk(b"IDAT", packed(13_301 * 13_300 + (2 << 20), repeat=b"\0")), colour=0))


@odd("words-bomb.png")
def _words_bomb(file: Path) -> None:
    """Compressed words that unpack to 100 megabytes."""
    words = chunk(b"zTXt", b"Comment\0\0" + packed(100 << 20, repeat=b"a"))
    file.write_bytes(png(1, 1, words, chunk(b"IDAT", zlib.compress(bytes(4)))))


@odd("profile-nonsense.png")
def _profile(file: Path) -> None:
    corners().save(file, icc_profile=b"no profile at all" * 20)


@odd("half.jpg")
def _half_jpeg(file: Path) -> None:
    noise().save(file, "JPEG")
    file.write_bytes(file.read_bytes()[:-3000])


@odd("tiff-in-a-circle.tif")
def _tiff_circle(file: Path) -> None:
    noise("L").save(file, "TIFF")
    data = bytearray(file.read_bytes())
    first = struct.unpack("<I", data[4:8])[0]
    count = struct.unpack("<H", data[first : first + 2])[0]
    at = first + 2 + 12 * count
    data[at : at + 4] = struct.pack("<I", first)
    file.write_bytes(data)


# Word files


def _word(name: str, *parts: tuple[str, bytes], change: Callable[[Any], None] = lambda _document: None) -> None:
    def write(file: Path) -> None:
        document = docx.Document()
        document.add_paragraph("The words of the letter.")
        change(document)
        made = io.BytesIO()
        document.save(made)
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                if part not in dict(parts):
                    new.writestr(part, old.read(part))
            for part, content in parts:
                new.writestr(part, content)

    odd(name)(write)


def _tracked(document: Any) -> None:
    paragraph = document.add_paragraph("He ")
    for tag, word, text in (("w:ins", "w:t", "was beaten"), ("w:del", "w:delText", "fell")):
        change = OxmlElement(tag)
        change.set(qn("w:author"), "SECRETAUTHOR")
        change.set(qn("w:id"), "7")
        run, words = OxmlElement("w:r"), OxmlElement(word)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)


def _commented(document: Any) -> None:
    document.add_comment(document.paragraphs[0].runs, text="Are you sure?", author="A", initials="A")


def _remote(document: Any) -> None:
    picture = io.BytesIO()
    corners().save(picture, "PNG")
    document.add_picture(picture)
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/image"):
            relation._is_external, relation._target = True, "http://127.0.0.1:9/x.png"
    blip = next(document.element.body.iter(qn("a:blip")))
    blip.set(qn("r:link"), blip.attrib.pop(qn("r:embed")))


_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _ole(document: Any) -> None:
    inside = '<o:OLEObject Type="Embed" ProgID="Package" ShapeID="x" DrawAspect="Icon" ObjectID="y"/>'
    document.paragraphs[0].runs[0]._r.append(parse_xml(f'<w:object xmlns:w="{_WORDS}" xmlns:o="{_OFFICE}">{inside}</w:object>'))


def _chunk(document: Any) -> None:
    document.element.body.append(OxmlElement("w:altChunk"))


def _formula(document: Any) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    document.paragraphs[0]._p.append(parse_xml(f'<m:oMath xmlns:m="{space}"><m:r><m:t>a+b</m:t></m:r></m:oMath>'))


def _word_with_picture(name: str, form: str, picture: Callable[[], Image.Image] = corners, keep: float = 1.0) -> None:
    """A Word file with a picture that is not the PNG that it is called, `keep` of it."""

    def write(file: Path) -> None:
        shown, other = io.BytesIO(), io.BytesIO()
        corners().save(shown, "PNG")
        if form == "HEIF":
            pillow_heif.from_pillow(picture()).save(other)
        else:
            picture().save(other, form)
        made = io.BytesIO()
        document = docx.Document()
        document.add_picture(shown)
        document.save(made)
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                data = other.getvalue()
                new.writestr(part, data[: int(len(data) * keep)] if "/media/" in part else old.read(part))

    odd(name)(write)


_HEAD = b'<?xml version="1.0"?>\n'
_LAUGHS = b"<!DOCTYPE w [<!ENTITY a0 'ha'>" + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
_BODY = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p>'
    b"</w:body></w:document>"
)

_word("tracked-changes.docx", change=_tracked)
_word("comments.docx", change=_commented)
_word("remote-picture.docx", change=_remote)
_word("embedded-object.docx", change=_ole)
_word("other-file-inside.docx", change=_chunk)
_word("formula.docx", change=_formula)
for _form in ("JPEG", "GIF", "TIFF", "JPEG2000", "WEBP", "HEIF"):
    _word_with_picture(f"picture-{_form.lower()}.docx", _form)
_word_with_picture("picture-cut-off.docx", "PNG", keep=0.02)
_word_with_picture("picture-of-400-million-dots.docx", "PNG", lambda: Image.new("1", (20000, 20000), 1))
_word("entity-bomb.docx", ("word/document.xml", _HEAD + _LAUGHS + b"]>" + _BODY % b"&a11;"))
_word(
    "entity-file.docx", ("word/document.xml", _HEAD + b"<!DOCTYPE w [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + _BODY % b"&f;")
)
_word(
    "10000-nested-tables.docx", ("word/document.xml", _HEAD + _BODY % (b"</w:t></w:r></w:p>" + b"<w:tbl><w:tr><w:tc>" * 10_000))
)
_word("part-outside.docx", ("../../../../escape.txt", b"x"))
_word("backslash-part.docx", ("word\\media\\x.png", b"x"))


@odd("macros.docm")
def _macros(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>')
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/vbaProject.bin", b"x")


@odd("macros-left-in.docx")
def _macros_left(file: Path) -> None:
    ODD["comments.docx"](file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))


@odd("zip-bomb.docx")
def _zip_bomb(file: Path) -> None:
    docx.Document().save(str(file))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.bin", "w") as part:
        for _block in range(450):
            part.write(bytes(1 << 20))


@odd("zip-bomb-that-lies.docx")
def _zip_bomb_lies(file: Path) -> None:
    """The directory says the part has a hundred bytes."""
    ODD["zip-bomb.docx"](file)
    data = file.read_bytes()
    size = struct.pack("<I", 450 << 20)
    file.write_bytes(data[:-2000] + data[-2000:].replace(size, struct.pack("<I", 100)))


@odd("20000-parts.docx")
def _many_parts(file: Path) -> None:
    docx.Document().save(str(file))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(20_000):
            archive.writestr(f"word/{number}.xml", b"<x/>")


@odd("half.docx")
def _half_word(file: Path) -> None:
    ODD["comments.docx"](file)
    file.write_bytes(file.read_bytes()[:-300])


# Text

_ODD_TEXTS = {
    "utf-16-without-mark.txt": "我叫王芳。她说：没事。\n".encode("utf-16-le"),
    "utf-8-mark.txt": "\ufeffخطاب من السجن\n".encode(),
    "shift-jis.txt": "警察が来ました。私は逃げました。\n".encode("shift_jis"),
    "latin-1.txt": "Monsieur le préfet, j'ai été arrêté\n".encode("latin-1"),
    "korean.txt": "경찰이 왔습니다. 저는 도망쳤습니다.\n".encode("euc-kr"),
    "one-line-of-a-megabyte.txt": b"a" * 1_000_000,
    "escape-codes.txt": b"\x1b[2Jhello",
    "overlong.txt": b"\xc0\xaf" * 50,
    "directions.txt": "\u202egnp.exe\u202c שלום\n".encode(),
    "emoji.txt": "👩\u200d👧 family\n".encode(),
}
for _name, _content in _ODD_TEXTS.items():
    odd(_name)(lambda file, content=_content: file.write_bytes(content) and None)  # type: ignore[misc]
