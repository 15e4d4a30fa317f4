"""Where a page stands on its paper: geometry only. Lengths are points (1/72 inch), matrices map page space to paper space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Matrix

from asylum_forms.errors import OutputError
from asylum_forms.i18n import _, listed
from asylum_forms.pdf.paper import PAPERS

BAND = 36.0
"""Height of the strip at the foot of every page that evidence leaves free for the stamp."""

LEGIBLE = 0.6
"""A landscape page that would have to shrink further than this on upright paper is placed on landscape paper."""

TOLERANCE = 1.0
"""How far one of our own pages may be from the paper's size: Word and LibreOffice round to a twentieth of a point."""

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """A page as a reader sees it."""

    box: _Box
    """What is visible, in page space: left, bottom, right, top."""
    width: float
    height: float
    matrix: Matrix
    """Page space to what is seen, whose origin is the lower left corner."""


@dataclass(frozen=True)
class Placement:
    """A page on its paper."""

    width: float
    height: float
    matrix: Matrix
    """Page space of the page to page space of the paper."""
    scale: float


def paper_size(paper: str) -> tuple[float, float]:
    """Width and height of a paper, upright. Raises OutputError for a paper that we do not have."""
    if paper not in PAPERS:
        message = _("There is no paper size {paper}.").format(paper=paper)
        raise OutputError(message, remedy=_("Use one of: {papers}.").format(papers=listed(PAPERS)))
    return PAPERS[paper]


def view(media: Sequence[float], crop: Sequence[float] | None = None, rotate: int = 0, unit: float = 1.0) -> View:
    """How a page is seen, given its MediaBox, CropBox, Rotate and UserUnit (ISO 32000-1, 7.7.3.3).

    A CropBox is cut to the MediaBox; one that leaves nothing is ignored, as poppler and PDFium do. Raises ValueError when the
    MediaBox has no area.
    """
    box = _ordered(media)
    if crop is not None:
        inner = _ordered(crop)
        cut = (max(box[0], inner[0]), max(box[1], inner[1]), min(box[2], inner[2]), min(box[3], inner[3]))
        box = cut if cut[2] > cut[0] and cut[3] > cut[1] else box
    width, height = box[2] - box[0], box[3] - box[1]
    if not (width > 0 and height > 0 and unit > 0):
        raise ValueError(f"page without area: {box}, unit {unit}")
    quarter = (int(rotate) // 90) % 4
    turned = (
        Matrix(1, 0, 0, 1, 0, 0),
        Matrix(0, -1, 1, 0, 0, width),
        Matrix(-1, 0, 0, -1, width, height),
        Matrix(0, 1, -1, 0, height, 0),
    )[quarter]
    if quarter % 2:
        width, height = height, width
    matrix = Matrix(1, 0, 0, 1, -box[0], -box[1]) @ turned @ Matrix(unit, 0, 0, unit, 0, 0)
    return View(box=box, width=width * unit, height=height * unit, matrix=matrix)


def place(page: View, paper: str) -> Placement:
    """Place a page on a paper: whole, above the band, in the middle, never enlarged, the way it is read.

    A landscape page goes on landscape paper when it would not be legible on upright paper. Raises OutputError for an unknown
    paper.
    """
    short, long = paper_size(paper)
    scale = _scale(page, short, long)
    width, height = short, long
    if page.width > page.height and scale < LEGIBLE:
        width, height = long, short
        scale = _scale(page, width, height)
    left = (width - page.width * scale) / 2
    bottom = BAND + (height - BAND - page.height * scale) / 2
    return Placement(width=width, height=height, matrix=page.matrix @ Matrix(scale, 0, 0, scale, left, bottom), scale=scale)


def fills(page: View, paper: str) -> bool:
    """Whether the page already has the paper's size, upright or landscape. Raises OutputError for an unknown paper."""
    short, long = paper_size(paper)
    return any(
        abs(page.width - width) <= TOLERANCE and abs(page.height - height) <= TOLERANCE
        for width, height in ((short, long), (long, short))
    )


def _scale(page: View, width: float, height: float) -> float:
    return min(1.0, width / page.width, (height - BAND) / page.height)


def _ordered(box: Sequence[float]) -> _Box:
    left, bottom, right, top = (float(value) for value in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
