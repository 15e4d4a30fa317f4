"""A picture of which a part is blacked out is not shown elsewhere unsaid, though it was stored anew, turned or cut."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageOps

from asylum_forms.evidence.alike import look, shown
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.evidence.intake import take_in
from asylum_forms.evidence.redact import Open, redacted
from asylum_forms.findings import Severity
from asylum_forms.record.model import Record
from asylum_forms.record.values import Absent


def scan(seed: int, size: tuple[int, int] = (900, 1200)) -> Image.Image:
    """Paper with lines of strokes, a table and a stamp, as no other seed has them."""
    chance = random.Random(seed)
    picture = Image.new("L", size, 235)
    pen = ImageDraw.Draw(picture)
    y = 60
    while y < size[1] - 60:
        x = chance.randrange(50, 200)
        while x < size[0] - chance.randrange(50, 400):
            wide = chance.randrange(10, 70)
            pen.rectangle((x, y, x + wide, y + chance.randrange(8, 20)), fill=chance.randrange(20, 90))
            x += wide + chance.randrange(6, 30)
        y += chance.randrange(25, 90)
    left, top = chance.randrange(100, size[0] - 300), chance.randrange(100, size[1] - 300)
    pen.ellipse((left, top, left + 200, top + 200), outline=60, width=12)
    return picture


def stored(picture: Image.Image, quality: int = 40) -> Image.Image:
    coded = io.BytesIO()
    picture.save(coded, "JPEG", quality=quality)
    return Image.open(coded)


def part(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    return picture.crop(tuple(int(edge * side) for edge, side in zip((left, top, right, bottom), picture.size * 2, strict=True)))


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "stored anew": stored,
    "smaller": lambda picture: picture.resize((310, 414)),
    "larger": lambda picture: picture.resize((1350, 1800), Image.Resampling.BICUBIC),
    "black and white": lambda picture: picture.convert("1"),
    "darker": lambda picture: picture.point(lambda value: int(value * 0.7)),
    "turned": lambda picture: stored(picture.rotate(90, expand=True)),
    "upside down": lambda picture: picture.rotate(180),
    "mirrored": ImageOps.mirror,
    "crooked": lambda picture: picture.rotate(0.5, fillcolor=235),
    "without its edges": lambda picture: stored(part(picture, 0.06, 0.05, 0.95, 0.93)),
    "upper half": lambda picture: stored(part(picture, 0, 0, 1, 0.5)),
    "cut and smaller": lambda picture: stored(part(picture, 0.1, 0.1, 0.8, 0.75).resize((480, 594))),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_picture_is_known_again_and_no_other_one(how: str) -> None:
    for seed in range(3):
        assert shown(look(scan(seed)), look(COPIES[how](scan(seed)))), seed
        assert shown(look(COPIES[how](scan(seed))), look(scan(seed))), seed
        assert not shown(look(scan(seed + 10)), look(COPIES[how](scan(seed)))), seed


def test_it_is_known_which_part_is_seen_of_a_picture_that_was_cut() -> None:
    whole, cut = look(scan(1)), look(part(scan(1), 0.2, 0.3, 0.7, 0.8))
    for both, there in ((shown(whole, cut), 0), (shown(cut, whole), 1)):
        assert both
        assert both[1 - there] == (0, 0, 1, 1)
        assert [abs(edge - known) < 0.02 for edge, known in zip(both[there], (0.2, 0.3, 0.7, 0.8), strict=True)] == [True] * 4


@pytest.mark.parametrize("nothing", [Image.new("L", (900, 1200), 230), Image.new("L", (900, 1200), 0), Image.new("L", (1, 1), 0)])
def test_what_has_nothing_on_it_looks_like_nothing(nothing: Image.Image) -> None:
    assert shown(look(nothing), look(nothing)) is None
    assert shown(look(scan(1)), look(nothing)) is None
    assert shown(look(nothing), look(scan(1))) is None


def _exhibit(name: str, picture: Image.Image, folder: Path) -> Exhibit:
    picture.save(folder / f"{name}.jpg", quality=80)
    return Exhibit(name, name.upper(), "Paper", None, "", "none", "", "", "", take_in(folder / f"{name}.jpg", folder / name))


def _found(folder: Path, exhibits: list[Exhibit], **rows: Any) -> list[Open]:
    entries = [{"id": exhibit.id, "redact": rows.get(exhibit.id)} for exhibit in exhibits]
    record = Record(case=folder, file=folder / "record.yaml", language="en", data={"evidence": entries})
    return redacted(record, exhibits, folder / "new", "en").findings


def test_a_page_that_shows_what_looks_like_a_blacked_out_picture_stops_the_copy(tmp_path: Path) -> None:
    exhibits = [
        _exhibit("card", scan(1), tmp_path),
        _exhibit("again", stored(scan(1).resize((700, 933))), tmp_path),
        _exhibit("cut", part(scan(1), 0, 0, 1, 0.6), tmp_path),
        _exhibit("other", scan(2), tmp_path),
    ]
    mark = {"page": 1, "area": "0 0 100 30"}
    found = _found(tmp_path, exhibits, card=[mark])
    assert [(one.finding.severity, one.finding.place.exhibit, one.pages) for one in found] == [
        (Severity.BLOCKS, "again", (1,)),
        (Severity.BLOCKS, "cut", (1,)),
    ]
    assert found[0].finding.message.startswith("again.jpg shows on pages 1 a picture that looks like")
    assert "card.jpg · page 1" in found[0].finding.message
    assert "`{page: 1, area: none}`" in found[0].finding.remedy
    assert "`redact: none`" in found[0].finding.remedy
    settled = {"card": [mark], "again": Absent.NONE, "cut": [{"page": 1, "area": "0 0 100 50"}]}
    assert _found(tmp_path, exhibits, **settled) == []


def test_a_part_of_a_picture_that_does_not_show_what_is_blacked_out_does_not_stop_it(tmp_path: Path) -> None:
    exhibits = [_exhibit("card", scan(1), tmp_path), _exhibit("cut", part(scan(1), 0, 0, 1, 0.5), tmp_path)]
    assert _found(tmp_path, exhibits, card=[{"page": 1, "area": "0 70 100 30"}]) == []
    assert len(_found(tmp_path, exhibits, card=[{"page": 1, "area": "0 20 100 10"}])) == 1
