"""What cameras and programs write beside a picture is taken out of PDFs too, however the picture is coded and packed."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from evidence_files import UPRIGHT, corner_colours, corners, everything_in, exif, seen
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from asylum_forms.assembly.inside import telling
from asylum_forms.evidence import jpeg2000
from asylum_forms.evidence.intake import take_in

EXIF = bytes.fromhex("4a706754694666457869662d3e4a5032")
"""UUID of the box in which programs keep EXIF, with GPS, in JPEG 2000."""


def box(name: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4) + name + body


def jpeg_2000(**saving: object) -> bytes:
    out = io.BytesIO()
    corners().save(out, "JPEG2000", **saving)
    return out.getvalue()


def told() -> bytes:
    """A picture that tells of place and owner in every way of JPEG 2000."""
    plain = jpeg_2000(comment="SECRETCOMMENT")
    head, picture = plain[: plain.index(b"jp2c") - 4], plain[plain.index(b"jp2c") - 4 :]
    size = int.from_bytes(picture[:4])
    last = picture if size else (len(picture)).to_bytes(4) + picture[4:]
    return b"".join(
        [
            *(head, box(b"xml ", b"<x>SECRETXML</x>"), box(b"uuid", EXIF + exif(1).tobytes()), last),
            *(box(b"uinf", box(b"url ", b"\0\0\0\0SECRETURL")), box(b"asoc", box(b"lbl ", b"SECRETLABEL"))),
        ]
    )


def scan(file: Path, data: bytes, *filters: Name) -> Path:
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(612, 792))
        size = {"Width": corners().width, "Height": corners().height, "BitsPerComponent": 8}
        image = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, ColorSpace=Name.DeviceRGB, Filter=Array(filters), **size)
        page.obj.Resources = Dictionary(XObject=Dictionary(Im=pdf.make_indirect(image)))
        page.obj.Contents = Stream(pdf, b"q 540 0 0 720 36 36 cm /Im Do Q")
        pdf.save(file)
    return file


def photo() -> bytes:
    out = io.BytesIO()
    corners().save(out, "JPEG", exif=exif(1), quality=95)
    return out.getvalue()


PACKED: dict[str, tuple[Callable[[], bytes], tuple[Name, ...]]] = {
    "jpeg-2000": (told, (Name.JPXDecode,)),
    "bare codestream": (lambda: jpeg_2000(no_jp2=True, comment="SECRETCOMMENT"), (Name.JPXDecode,)),
    "jpeg-2000 in flate": (lambda: zlib.compress(told()), (Name.FlateDecode, Name.JPXDecode)),
    "jpeg in flate": (lambda: zlib.compress(photo()), (Name.FlateDecode, Name.DCTDecode)),
    "jpeg in letters": (lambda: base64.a85encode(photo()) + b"~>", (Name.ASCII85Decode, Name.DCTDecode)),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_lies_beside_a_picture_is_taken_out_and_the_picture_stays(tmp_path: Path, name: str) -> None:
    data, filters = PACKED[name]
    file = scan(tmp_path / "scan.pdf", data(), *filters)
    before = seen(file)

    paper = take_in(file, tmp_path / "out")

    assert "hidden data in pictures removed" in paper.notes
    assert b"SECRET" not in everything_in(paper.pdf)
    assert seen(paper.pdf).tobytes() == before.tobytes()
    assert corner_colours(seen(paper.pdf)) == UPRIGHT
    with pikepdf.open(paper.pdf) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert not telling(image)
        assert b"SECRET" not in image.read_raw_bytes()


@pytest.mark.parametrize("name", ["jpeg-2000", "jpeg-2000 in flate", "jpeg in flate"])
def test_what_a_finished_filing_tells_in_its_pictures_is_seen(tmp_path: Path, name: str) -> None:
    data, filters = PACKED[name]
    with pikepdf.open(scan(tmp_path / "scan.pdf", data(), *filters)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert telling(image)


def test_a_picture_with_nothing_beside_it_stays_to_the_bit() -> None:
    plain, _removed = jpeg2000.strip(jpeg_2000())
    assert jpeg2000.strip(plain) == (plain, False)
    with Image.open(io.BytesIO(plain)) as image:
        assert image.tobytes() == corners().tobytes()


@pytest.mark.parametrize("cut", [1, 9, 50, 90, 120, 200])
def test_a_picture_that_breaks_off_is_said_to_be_broken(cut: int) -> None:
    with pytest.raises(jpeg2000.BrokenJpeg2000):
        jpeg2000.strip(told()[:cut])
