"""Placing pages on paper: pure geometry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Matrix

from asylum_forms.assembly.fit import BAND, PAPERS, fills, place, view
from asylum_forms.errors import OutputError

sides = st.floats(1, 20_000)
offsets = st.floats(-5_000, 5_000)


@given(
    width=sides,
    height=sides,
    x=offsets,
    y=offsets,
    rotate=st.sampled_from([0, 90, 180, 270, -90, 450]),
    unit=st.sampled_from([0.5, 1.0, 2.0, 10.0]),
    paper=st.sampled_from(sorted(PAPERS)),
)
def test_every_page_lies_whole_and_upright_above_the_band(
    width: float, height: float, x: float, y: float, rotate: int, unit: float, paper: str
) -> None:
    page = view((x, y, x + width, y + height), None, rotate, unit)
    placed = place(page, paper)
    left, bottom, right, top = page.box
    corners = [placed.matrix.transform(corner) for corner in ((left, bottom), (right, bottom), (right, top), (left, top))]
    assert min(cx for cx, _cy in corners) >= -0.01
    assert max(cx for cx, _cy in corners) <= placed.width + 0.01
    assert min(cy for _cx, cy in corners) >= BAND - 0.01
    assert max(cy for _cx, cy in corners) <= placed.height + 0.01
    assert 0 < placed.scale <= 1
    # What is seen is moved and shrunk, nothing else.
    move = page.matrix.inverse() @ placed.matrix
    assert move.b == pytest.approx(0, abs=1e-6)
    assert move.c == pytest.approx(0, abs=1e-6)
    assert move.a == pytest.approx(move.d)
    assert sorted((placed.width, placed.height)) == sorted(PAPERS[paper])


@pytest.mark.parametrize(
    ("rotate", "seen"),
    [(0, (10, 20)), (90, (20, 90)), (180, (90, 180)), (270, (180, 10))],
)
def test_a_point_is_seen_where_readers_show_it(rotate: int, seen: tuple[float, float]) -> None:
    page = view((5, 5, 105, 205), None, rotate)
    assert page.matrix.transform((15, 25)) == pytest.approx(seen)


@pytest.mark.parametrize(
    ("size", "paper", "scale"),
    [
        ((612, 792), (612, 792), (792 - BAND) / 792),
        ((100, 80), (612, 792), 1.0),
        ((792, 612), (612, 792), 612 / 792),
        ((1191, 842), (792, 612), 792 / 1191),
        ((3370, 2384), (792, 612), 792 / 3370),
        ((2384, 3370), (612, 792), (792 - BAND) / 3370),
        ((14_400, 100), (792, 612), 792 / 14_400),
    ],
    ids=["letter", "tiny", "landscape letter stays upright", "A3 landscape", "A0 landscape", "A0", "strip"],
)
def test_paper_is_turned_only_for_pages_that_would_not_be_legible(
    size: tuple[float, float], paper: tuple[float, float], scale: float
) -> None:
    placed = place(view((0, 0, *size)), "Letter")
    assert (placed.width, placed.height) == paper
    assert placed.scale == pytest.approx(scale)


def test_a_crop_box_is_cut_to_the_media_box_and_ignored_when_nothing_is_left() -> None:
    assert view((0, 0, 100, 100), (-50, 20, 60, 400)).box == (0, 20, 60, 100)
    assert view((0, 0, 100, 100), (200, 200, 300, 300)).box == (0, 0, 100, 100)
    assert view((100, 100, 0, 0), (90, 90, 10, 10)).box == (10, 10, 90, 90)


def test_a_page_without_area_is_refused() -> None:
    with pytest.raises(ValueError):
        view((0, 0, 0, 100))


def test_our_own_pages_may_be_landscape_but_not_of_another_size() -> None:
    assert fills(view((0, 0, 612, 792)), "Letter")
    assert fills(view((0, 0, 612, 792), None, 90), "Letter")
    assert fills(view((0, 0, 595.3, 841.9)), "A4")
    assert not fills(view((0, 0, 595.3, 841.9)), "Letter")


def test_unknown_paper_is_named() -> None:
    with pytest.raises(OutputError, match="Foolscap"):
        place(view((0, 0, 10, 10)), "Foolscap")


def test_the_matrix_of_an_upright_page_is_plain() -> None:
    assert view((0, 0, 612, 792)).matrix == Matrix()
