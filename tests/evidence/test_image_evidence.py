"""Pictures: upright, whole, private."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pillow_heif
import pytest
from evidence_files import TURNS, UPRIGHT, coloured_box, corner_colours, corners, everything_in, exif, seen, taken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence import jpeg
from asylum_forms.evidence.intake import take_in


def stored(orientation: int) -> Image.Image:
    return corners().transpose(TURNS[orientation]) if orientation in TURNS else corners()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_every_exif_orientation_comes_out_upright(tmp_path: Path, form: str, orientation: int) -> None:
    file = tmp_path / "picture.bin"
    stored(orientation).save(file, form, exif=exif(orientation))

    paper = take_in(file, tmp_path / "out")

    page = seen(paper.pdf)
    left, top, right, bottom = coloured_box(page)
    assert corner_colours(page) == UPRIGHT
    assert (right - left) / (bottom - top) == pytest.approx(400 / 240, rel=0.03)
    assert page.size == (612, 792)
    assert ("rotated by EXIF" in paper.notes) == (orientation != 1)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_heic_is_upright_and_its_place_is_gone(tmp_path: Path, orientation: int) -> None:
    file = tmp_path / "IMG_0001.JPG"  # telephones and mail programs rename
    picture = pillow_heif.from_pillow(stored(orientation))
    picture.save(file, exif=exif(orientation).tobytes(), quality=90)
    assert b"SECRET" in file.read_bytes()

    paper = take_in(file, tmp_path / "out")

    assert corner_colours(seen(paper.pdf)) == UPRIGHT
    assert b"SECRET" not in everything_in(paper.pdf)
    assert "location data removed" in paper.notes
    assert "converted from HEIC" in paper.notes


@pytest.mark.parametrize("tags", [{50706: b"\1\4\0\0"}, {254: 1, 330: 8}])
def test_the_small_preview_of_a_raw_picture_is_not_taken_for_the_picture(tmp_path: Path, tags: dict[int, object]) -> None:
    file = tmp_path / "IMG_0001.dng"
    stored(1).save(file, "TIFF", tiffinfo=tags)
    with pytest.raises(EvidenceError, match="preview"):
        take_in(file, tmp_path / "out")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_place_author_and_comments_are_gone(tmp_path: Path, form: str) -> None:
    file = tmp_path / "picture"
    more: dict[str, object] = {"JPEG": {"comment": b"SECRETCOMMENT", "xmp": b"<x>SECRETXMP</x>"}}.get(form, {})
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", "SECRETNAME")
        more = {"pnginfo": words}
    corners().save(file, form, exif=exif(), **more)
    assert b"SECRET" in file.read_bytes()

    paper = take_in(file, tmp_path / "out")

    assert b"SECRET" not in everything_in(paper.pdf)
    assert ("camera and program data removed" if form == "TIFF" else "location data removed") in paper.notes
    assert "/Info" not in pikepdf.open(paper.pdf).trailer


def test_a_jpeg_stays_as_it_is_to_the_dot(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    corners(1200, 900).save(file, quality=70, exif=exif(6), progressive=True)

    paper = take_in(file, tmp_path / "out")

    with pikepdf.open(paper.pdf) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        inside = Image.open(io.BytesIO(image.read_raw_bytes()))
    assert inside.tobytes() == Image.open(file).tobytes()
    assert inside.info.get("exif") is None


def test_originals_are_not_touched_and_results_repeat(tmp_path: Path) -> None:
    file = tmp_path / "照片.jpg"
    corners().save(file, exif=exif())
    file.chmod(0o400)
    before = file.read_bytes(), file.stat().st_mtime_ns

    first = take_in(file, tmp_path / "a")
    second = take_in(file, tmp_path / "b")

    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert first.sha256 == hashlib.sha256(before[0]).hexdigest()
    assert first.pdf.read_bytes() == second.pdf.read_bytes()
    assert first.source == file


def test_what_follows_the_picture_in_the_file_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "motion.jpg"
    corners().save(file)
    file.write_bytes(file.read_bytes() + b"SECRETFILM" * 100)

    assert b"SECRET" not in everything_in(take_in(file, tmp_path / "out").pdf)


def test_second_pictures_of_a_telephone_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    file = tmp_path / "phone.jpg"
    corners().save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (400, 240), "black")])

    paper = take_in(file, tmp_path / "out")

    assert paper.pages == 1
    assert corner_colours(seen(paper.pdf)) == UPRIGHT
    assert any("second pictures" in note for note in paper.notes)


def test_every_picture_of_an_heic_file_is_a_page(tmp_path: Path) -> None:
    file = tmp_path / "burst.heic"
    pictures = pillow_heif.from_pillow(corners())
    pictures.add_from_pillow(corners(300, 300))
    pictures.save(file)

    paper = take_in(file, tmp_path / "out")

    assert paper.pages == 2
    assert [corner_colours(seen(paper.pdf, page)) for page in (0, 1)] == [UPRIGHT, UPRIGHT]


def test_cmyk_jpeg_keeps_its_colours(tmp_path: Path) -> None:
    file = tmp_path / "print.jpg"
    corners().convert("CMYK").save(file, quality=95)

    assert corner_colours(seen(take_in(file, tmp_path / "out").pdf)) == UPRIGHT


def test_every_page_of_a_fax_is_there_with_its_oblong_dots(tmp_path: Path) -> None:
    file = tmp_path / "fax.tif"
    pages = [corners(800, 500), corners(800, 500).convert("L"), corners(800, 500).convert("1")]
    pages[0].save(file, save_all=True, append_images=pages[1:], dpi=(204, 98), compression="tiff_lzw")

    paper = take_in(file, tmp_path / "out")

    assert paper.pages == 3 == len(pikepdf.open(paper.pdf).pages)
    left, top, right, bottom = coloured_box(seen(paper.pdf))
    assert (right - left) / (bottom - top) == pytest.approx((800 / 204) / (500 / 98), rel=0.03)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "PA"])
def test_see_through_parts_are_white(tmp_path: Path, mode: str) -> None:
    file = tmp_path / "drawing.png"
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 300, 30))
    image.convert("RGBA" if mode in ("P", "PA") else mode).save(file) if mode != "P" else image.quantize().save(file)

    page = seen(take_in(file, tmp_path / "out").pdf)

    assert page.getpixel((306, 396)) == (255, 255, 255)
    assert min(page.convert("L").tobytes()) < 40


def test_sixteen_bits_of_grey_keep_their_shades(tmp_path: Path) -> None:
    for name, kind in (("scan.png", "PNG"), ("scan.tif", "TIFF")):
        file = tmp_path / name
        row = struct.pack("<H", 2_000) * 150 + struct.pack("<H", 50_000) * 150
        image = Image.frombytes("I;16", (300, 300), row * 300)
        image.save(file, kind)

        page = seen(take_in(file, tmp_path / "out").pdf).convert("L")

        assert page.getpixel((306 - 40, 396)) == pytest.approx(2_000 / 257, abs=4)
        assert page.getpixel((306 + 40, 396)) == pytest.approx(50_000 / 257, abs=4)


@pytest.mark.parametrize("size", [(5000, 300), (300, 5000), (4000, 3000), (40, 30), (1, 1)])
def test_nothing_is_cropped_and_the_foot_stays_free(tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "picture.png"
    Image.new("RGB", size, (200, 0, 0)).save(file)

    left, top, right, bottom = coloured_box(seen(take_in(file, tmp_path / "out", paper="A4").pdf, scale=2))

    assert left >= 70
    assert top >= 70
    assert right <= 2 * 595.3 - 70
    assert bottom <= 2 * 841.9 - 84
    assert (right - left + 1) / 2 <= size[0] / 150 * 72 + 2  # not enlarged below 150 dots per inch


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_a_picture_that_breaks_off_is_refused_by_name(tmp_path: Path, form: str) -> None:
    file = tmp_path / "half.pic"
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    noise.save(file, form)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(EvidenceError) as caught:
        take_in(file, tmp_path / "out")

    assert "half.pic" in caught.value.message
    assert "damaged" in caught.value.message
    assert caught.value.remedy


def test_half_a_heic_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "half.heic"
    pillow_heif.from_pillow(Image.effect_noise((300, 300), 80).convert("RGB")).save(file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(EvidenceError, match=r"half\.heic"):
        take_in(file, tmp_path / "out")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_moving_pictures_are_refused(tmp_path: Path, form: str) -> None:
    file = tmp_path / "moving"
    corners().save(file, form, save_all=True, append_images=[Image.new("RGB", (400, 240), "black")])

    with pytest.raises(EvidenceError, match="moving picture"):
        take_in(file, tmp_path / "out")


def test_a_header_that_claims_billions_of_dots_is_refused_at_once(tmp_path: Path) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    file = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + body)

    with pytest.raises(EvidenceError, match="enormous"):
        take_in(file, tmp_path / "out")


@pytest.mark.parametrize("form", ["GIF", "BMP"])
def test_other_still_pictures_are_taken_in(tmp_path: Path, form: str) -> None:
    file = tmp_path / "picture"
    corners().save(file, form)

    assert corner_colours(seen(take_in(file, tmp_path / "out").pdf)) == UPRIGHT


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_jpegs_end_in_a_page_or_an_error(tmp_path: Path, data: st.DataObject) -> None:
    buffer = io.BytesIO()
    corners(64, 48).save(buffer, "JPEG", exif=exif(6), comment=b"x")
    content = bytearray(buffer.getvalue())
    for _change in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(3, len(content) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "wild.jpg"
    file.write_bytes(content[: data.draw(st.integers(4, len(content)))])

    result = taken(file, tmp_path / "out")

    assert result.remedy if isinstance(result, EvidenceError) else len(pikepdf.open(result.pdf).pages) == result.pages == 1


def test_stripping_keeps_colour_profile_and_adobe_marker() -> None:
    profile = b"\xff\xe2\x00\x14ICC_PROFILE\0\x01\x01abcd"
    adobe = b"\xff\xee\x00\x0eAdobe\0d\0\0\0\0\x01"
    private = b"\xff\xe1\x00\x08Exif\0\0" + b"\xff\xfe\x00\x04hi" + b"\xff\xed\x00\x06IPTC"
    rest = b"\xff\xdb\x00\x04ab" + b"\xff\xda\x00\x04cd" + b"\x01\xff\x00\x02\xff\xd3\x03" + b"\xff\xd9"

    clean, removed = jpeg.strip(b"\xff\xd8" + profile + private + adobe + rest + b"trailing")

    assert clean == b"\xff\xd8" + profile + adobe + rest
    assert removed
    assert jpeg.strip(clean) == (clean, False)
