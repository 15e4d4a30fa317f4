"""Points of a page as the file counts them, and as parts of the page as it is seen: turned, and cropped."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

_GRID = 100_000

Area = tuple[float, float, float, float]
"""Left, top, right, bottom as parts of a page."""


def seen(page: PdfPage, x: float, y: float) -> tuple[float, float]:
    """Where a point of the page is seen."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def on_page(page: PdfPage, x: float, y: float) -> tuple[float, float]:
    """The point of the page that is seen at these parts of its width and height."""
    across, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDF_DeviceToPage(page, 0, 0, _GRID, _GRID, 0, round(x * _GRID), round(y * _GRID), across, up)
    return across.value, up.value


def around(points: Iterable[tuple[float, float]]) -> Area:
    """The area that holds all these points."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)
