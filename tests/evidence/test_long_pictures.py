"""A screenshot longer than a page: cut over as many pages as it takes to be read, nothing lost, nothing told twice by mistake."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pillow_heif
import pytest
from evidence_files import TURNS, exif
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat
from pypdfium2 import PdfDocument

from asylum_forms.evidence.exhibit import Exhibit, Mark, Paper
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import redacted
from asylum_forms.record.model import Record
from asylum_forms.tools import fontconfig

WIDE, LINE = 1080, 100


def chat(lines: int, mode: str = "RGB") -> Image.Image:
    """A chat of so many numbered lines, 100 dots each."""
    file, number = fontconfig.font_file("Liberation Sans")
    font = ImageFont.truetype(str(file), 46, index=number)
    image = Image.new("RGB", (WIDE, lines * LINE), (237, 237, 237))
    draw = ImageDraw.Draw(image)
    for at in range(lines):
        draw.text((60, at * LINE + 25), f"Message {at:03d} of the chat", fill="black", font=font)
    return image.convert(mode)


def pieces(pdf: Path) -> list[Image.Image]:
    """The picture of each page, as it is stored."""
    with pikepdf.open(pdf) as opened:
        found = []
        for page in opened.pages:
            (name,) = page.Resources.XObject.keys()
            found.append(pikepdf.PdfImage(page.Resources.XObject[name]).as_pil_image().convert("RGB"))
        return found


def rebuilt(parts: list[Image.Image], strips: list[int]) -> Image.Image:
    """The picture put together again from its pieces, each without what stands on the page before."""
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts) - sum(strips)))
    at = 0
    for part, again in zip(parts, [*strips, 0], strict=True):
        whole.paste(part, (0, at))
        at += part.height - again
    return whole


def overlaps(paper: Paper) -> list[int]:
    """Rows that the foot of each page and the head of the next have in common, as the paper says."""
    with pikepdf.open(paper.pdf) as pdf:
        (points,) = {float(page.Contents.read_bytes().split()[1]) / WIDE for page in pdf.pages}
    return [round((strip.foot[3] - strip.foot[1]) * 792 / points) for strip in paper.repeats]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_long_screenshot_goes_over_pages_on_which_it_can_be_read(tmp_path: Path, form: str) -> None:
    file = tmp_path / "chat.bin"
    chat(80).save(file, form, lossless=True)
    before = hashlib.sha256(file.read_bytes()).hexdigest()

    paper = take_in(file, tmp_path / "out")

    with Image.open(file) as opened:
        original = opened.convert("RGB")
    parts = pieces(paper.pdf)
    assert paper.pages == len(parts) >= 4
    assert ImageChops.difference(rebuilt(parts, overlaps(paper)), original).getbbox() is None
    assert all(40 <= again <= 300 for again in overlaps(paper))
    assert any(f"cut into {paper.pages} pieces" in note for note in paper.notes)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    with PdfDocument(paper.pdf) as document:
        assert {page.get_size() for page in document} == {(612, 792)}


@pytest.mark.parametrize("wide", [False, True])
def test_a_line_beside_the_picture_shows_what_stands_on_two_pages(tmp_path: Path, wide: bool) -> None:
    file, picture = tmp_path / "chat.png", chat(60)
    (picture.transpose(Image.Transpose.ROTATE_90) if wide else picture).save(file)
    paper = take_in(file, tmp_path / "out")
    seen = shown(paper.pdf)
    for number, page in enumerate(seen):
        ends = [strip.foot for strip in paper.repeats if strip.page == number + 1]
        ends += [strip.head for strip in paper.repeats if strip.page == number]
        assert ends
        across, down = page.size
        for left, top, right, bottom in ends:
            # Just outside of the strip it is as long as the strip, and beside the rest of the picture there is none.
            if wide:
                box = (0, round(bottom * down) + 4, across, round(bottom * down) + 16)
                first, last, length = round(left * across), round(right * across), across
            else:
                box = (round(left * across) - 16, 0, round(left * across) - 4, down)
                first, last, length = round(top * down), round(bottom * down), down
            margin = page.crop(box).point(lambda grey: 255 * (grey < 200))
            line = [
                bool((margin.crop((at, 0, at + 1, 12)) if wide else margin.crop((0, at, 12, at + 1))).getbbox())
                for at in range(length)
            ]
            assert all(line[first + 3 : last - 3])
        others = sum(line)
        told = sum((right - left) * across if wide else (bottom - top) * down for left, top, right, bottom in ends)
        assert abs(others - told) <= 8 * len(ends)


@pytest.mark.parametrize("quality", [75, 92])
def test_a_long_jpeg_does_not_grow_and_looks_the_same(tmp_path: Path, quality: int) -> None:
    file = tmp_path / "chat.jpg"
    chat(80).save(file, quality=quality)
    paper = take_in(file, tmp_path / "out")
    parts = pieces(paper.pdf)
    assert paper.pages == len(parts) >= 4
    with Image.open(file) as opened:
        lost = ImageChops.difference(rebuilt(parts, overlaps(paper)), opened.convert("RGB"))
    assert max(ImageStat.Stat(lost).rms) < 1, "of 255"
    assert paper.pdf.stat().st_size < 1.1 * file.stat().st_size
    assert any("coded as the JPEG was" in note for note in paper.notes)


def test_a_very_wide_picture_is_cut_from_left_to_right(tmp_path: Path) -> None:
    file, wide = tmp_path / "wide.png", chat(80).transpose(Image.Transpose.ROTATE_90)
    wide.save(file)
    paper = take_in(file, tmp_path / "out")
    parts = pieces(paper.pdf)
    assert paper.pages == len(parts) >= 4
    assert {part.height for part in parts} == {WIDE}
    whole = Image.new("RGB", wide.size)
    with pikepdf.open(paper.pdf) as pdf:
        (points,) = {float(page.Contents.read_bytes().split()[4]) / WIDE for page in pdf.pages}
    again = [round((strip.foot[2] - strip.foot[0]) * 612 / points) for strip in paper.repeats]
    at = 0
    for part, rest in zip(parts, [*again, 0], strict=True):
        whole.paste(part, (at, 0))
        at += part.width - rest
    assert at == wide.width
    assert ImageChops.difference(whole, wide).getbbox() is None
    edges = [part.crop((x, 0, x + 1, part.height)).convert("L").getextrema() for part in parts for x in (0, part.width - 1)]
    assert all(low == high for low, high in edges), "no line is cut through"
    with PdfDocument(paper.pdf) as document:
        for page in document:
            shown = page.render(scale=1).to_pil().convert("L")
            assert ImageChops.invert(shown).getbbox()[2] <= 612 - 35


def test_of_a_low_strip_as_many_pieces_as_have_room_stand_on_a_page(tmp_path: Path) -> None:
    file, strip = tmp_path / "strip.png", chat(150, "L").resize((500, 15000)).transpose(Image.Transpose.ROTATE_90)
    strip.save(file)
    paper = take_in(file, tmp_path / "out")
    shown_again = [round((one.foot[2] - one.foot[0]) * 612 / 0.75 / 72 * 150) for one in paper.repeats]
    whole, at = Image.new("L", strip.size), 0
    with pikepdf.open(paper.pdf) as pdf:
        assert len(pdf.pages) == paper.pages == 4
        drawn = [page.Contents.read_bytes().decode().split("Do Q")[:-1] for page in pdf.pages]
        assert [len(pieces) for pieces in drawn] == [3, 3, 3, 2]
        feet = [[float(piece.split("cm")[0].split()[-1]) for piece in pieces] for pieces in drawn]
        parts = [
            pikepdf.PdfImage(page.Resources.XObject[piece.split("cm")[1].strip()]).as_pil_image()
            for page, pieces in zip(pdf.pages, drawn, strict=True)
            for piece in pieces
        ]
    assert all(one - other > 0.75 * 240 for page in feet for one, other in pairwise(page)), "none lies on another"
    assert min(min(page) for page in feet) >= 43.2
    for part, again in zip(parts, [*shown_again, 0], strict=True):
        whole.paste(part, (at, 0))
        at += part.width - again
    assert at == strip.width
    assert ImageChops.difference(whole, strip).getbbox() is None
    one = paper.repeats[0]
    assert (one.page, one.next) == (1, 1)
    (page, *_others) = shown(taken_out(paper, Mark(1, one.foot), tmp_path))
    for left, top, right, bottom in (one.foot, one.head):
        box = [round(value * side) for value, side in zip((left, top, right, bottom), page.size * 2, strict=True)]
        assert page.crop((box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2)).getextrema() == (0, 0)


@pytest.mark.parametrize("form", ["JPEG", "HEIC"])
@pytest.mark.parametrize(
    ("size", "by_a_camera", "whole"), [((4500, 900), True, True), ((4500, 900), False, False), ((4500, 450), True, False)]
)
def test_a_cameras_panorama_is_seen_as_a_whole(
    tmp_path: Path, form: str, size: tuple[int, int], by_a_camera: bool, whole: bool
) -> None:
    file, picture = tmp_path / "panorama.pic", Image.linear_gradient("L").resize(size).convert("RGB")
    camera = exif() if by_a_camera else Image.Exif()
    if form == "HEIC":
        pillow_heif.from_pillow(picture).save(file, exif=camera.tobytes(), quality=50)
    else:
        picture.save(file, form, exif=camera)
    assert (take_in(file, tmp_path / "out").pages == 1) == whole


def test_what_is_redacted_at_the_right_edge_of_a_page_is_not_left_on_the_next(tmp_path: Path) -> None:
    file = tmp_path / "wide.png"
    chat(60).transpose(Image.Transpose.ROTATE_90).save(file)
    paper = take_in(file, tmp_path / "out")
    strip = paper.repeats[0]
    assert strip.foot[2] - strip.foot[0] > 0.02
    seen = shown(taken_out(paper, Mark(1, strip.foot), tmp_path))
    for number, (left, top, right, bottom) in ((0, strip.foot), (1, strip.head)):
        across, down = seen[number].size
        box = (round(left * across) + 2, round(top * down) + 2, round(right * across) - 2, round(bottom * down) - 2)
        assert seen[number].crop(box).getextrema() == (0, 0)


@pytest.mark.parametrize("dots", [90, 150, 300])
def test_no_piece_of_a_jpeg_reaches_into_the_room_for_the_stamp(tmp_path: Path, dots: int) -> None:
    file = tmp_path / "scroll.jpg"
    stripes = Image.linear_gradient("L").resize((4 * dots, 1)).resize((4 * dots, 60 * dots))
    stripes.save(file, "JPEG", dpi=(dots, dots))
    with pikepdf.open(take_in(file, tmp_path / "out").pdf) as pdf:
        feet = [float(page.Contents.read_bytes().split()[6]) for page in pdf.pages]
    assert len(feet) > 4
    assert min(feet) >= 43.2


def test_no_line_is_cut_through_where_there_is_room_between_lines(tmp_path: Path) -> None:
    file = tmp_path / "chat.png"
    chat(60).save(file)
    parts = pieces(take_in(file, tmp_path / "out").pdf)
    edges = [part.crop((0, row, part.width, row + 1)).convert("L").getextrema() for part in parts for row in (0, part.height - 1)]
    assert all(low == high for low, high in edges)


def test_the_letters_are_as_large_on_every_page(tmp_path: Path) -> None:
    file = tmp_path / "chat.png"
    chat(60).save(file)
    with pikepdf.open(take_in(file, tmp_path / "out").pdf) as pdf:
        across = {float(page.Contents.read_bytes().split()[1]) for page in pdf.pages}
    (width,) = across
    assert width / WIDE * 46 > 12  # points


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_long_picture_that_lies_on_its_side_is_cut_upright(tmp_path: Path, orientation: int) -> None:
    file, upright = tmp_path / "chat.png", chat(60)
    upright.transpose(TURNS[orientation]).save(file, exif=exif(orientation))
    paper = take_in(file, tmp_path / "out")
    parts = pieces(paper.pdf)
    assert len(parts) > 1
    assert ImageChops.difference(rebuilt(parts, overlaps(paper)), upright).getbbox() is None


@pytest.mark.parametrize(
    "size", [(1080, 2400), (1440, 3200), (1080, 3200), (2480, 3508), (4000, 1000), (3024, 4032), (1000, 900)]
)
def test_what_one_page_can_show_stays_on_one(tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "picture.png"
    Image.new("L", size, 128).save(file)
    assert take_in(file, tmp_path / "out").pages == 1


def test_pages_of_a_scan_are_counted_with_the_pieces_of_a_long_one(tmp_path: Path) -> None:
    file = tmp_path / "scan.tif"
    short = Image.new("L", (600, 800), 200)
    short.save(file, save_all=True, append_images=[chat(60, "L"), short])
    paper = take_in(file, tmp_path / "out")
    parts = pieces(paper.pdf)
    assert paper.pages == len(parts) > 3
    assert (parts[0].size, parts[-1].size) == (short.size, short.size)
    assert [strip.page for strip in paper.repeats] == list(range(2, paper.pages - 1))


def test_what_is_redacted_at_the_foot_of_a_page_is_not_left_at_the_head_of_the_next(tmp_path: Path) -> None:
    file = tmp_path / "chat.png"
    chat(60).save(file)
    paper = take_in(file, tmp_path / "out")
    strip = paper.repeats[0]

    for page, area in ((1, strip.foot), (2, strip.head), (1, (0.0, 0.0, 1.0, 1.0))):
        seen = shown(taken_out(paper, Mark(page, area), tmp_path))
        for number, (left, top, right, bottom) in ((0, strip.foot), (1, strip.head)):
            wide, high = seen[number].size
            box = (round(left * wide) + 2, round(top * high) + 2, round(right * wide) - 2, round(bottom * high) - 2)
            assert seen[number].crop(box).getextrema() == (0, 0)
    assert strip.foot[3] - strip.foot[1] > 0.02


def taken_out(paper: Paper, mark: Mark, folder: Path) -> Path:
    record = Record(case=folder, file=folder / "record.yaml", language="en", data={})
    exhibit = Exhibit("a", "A", "Chat", None, "", "en", "", "", "", replace(paper, marks=(mark,)))
    (new,) = redacted(record, [exhibit], folder / "redacted", "en").exhibits
    return new.original.pdf


def shown(pdf: Path) -> list[Image.Image]:
    with PdfDocument(pdf) as document:
        return [page.render(scale=2).to_pil().convert("L") for page in document]
