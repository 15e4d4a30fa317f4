"""A page of the written filing, read back: how it is seen, whether it lies right on its paper, and what its stamp says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Matrix, Page

from asylum_forms.assembly.cmap import read_cmap
from asylum_forms.assembly.fit import BAND, TOLERANCE, View, view
from asylum_forms.assembly.pages import CONTENT, LETTER
from asylum_forms.assembly.same import contents
from asylum_forms.i18n import _

_ROUNDED = 0.001
"""Points by which the boxes of a page that was only copied may differ."""

_HALF = 0.5
"""Half a point: rounding in the file."""

_HAIR = 0.001
"""Rounding of the factors of a matrix."""


def seen(page: Page) -> View:
    """How a page is seen (qpdf has brought inherited boxes and rotation down to the page). Raises ValueError without area."""

    def box(key: str) -> tuple[float, ...] | None:
        value = page.obj.get(key)
        return tuple(float(part) for part in value) if value is not None else None

    rotate, unit = int(page.obj.get("/Rotate", 0)), float(page.obj.get("/UserUnit", 1))
    return view(box("/MediaBox") or LETTER, box("/CropBox"), rotate, unit)


def untouched(source: Page, page: Page) -> Iterator[str]:
    """What is wrong with the boxes and rotation of one of our own pages."""
    before, after = seen(source), seen(page)
    # A4 is no whole number of points: a writer may round it in the fifth decimal.
    lengths = zip((*before.box, *before.matrix.shorthand), (*after.box, *after.matrix.shorthand), strict=True)
    if any(abs(one - other) > _ROUNDED for one, other in lengths):
        yield _("it is turned or cut otherwise than its source")


def fitted(source: Page, page: Page) -> Iterator[str]:
    """What is wrong with the place of an evidence page: it lies whole and upright on its paper, above the band, not enlarged."""
    form = page.obj.get("/Resources", Dictionary()).get("/XObject", Dictionary()).get(CONTENT)
    if form is None:
        return
    wanted = seen(source)
    if any(abs(float(a) - b) > _HALF for a, b in zip(form["/BBox"], wanted.box, strict=True)):
        yield _("part of it is cut off")
    matrix = _placed(page)
    left, bottom, right, top = wanted.box
    corners = [matrix.transform(point) for point in ((left, bottom), (right, bottom), (right, top), (left, top))]
    paper = seen(page)
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    if min(xs) < -_HALF or max(xs) > paper.width + _HALF or min(ys) < BAND - _HALF or max(ys) > paper.height + _HALF:
        yield _("it does not lie whole on the paper above the stamp")
    # As seen, placing may only shrink and shift: turned back to what was seen, the axes stay where they were.
    move = wanted.matrix.inverse() @ matrix
    scale = move.a
    if abs(move.b) > _HAIR or abs(move.c) > _HAIR or abs(move.a - move.d) > _HAIR or not 0 < scale <= 1 + _HAIR:
        yield _("it is turned, stretched or enlarged")
    fit = max(max(xs) - min(xs) - paper.width, max(ys) - min(ys) - (paper.height - BAND))
    if scale < 1 - _HAIR and abs(fit) > TOLERANCE:
        yield _("it is smaller than it need be")


def _placed(page: Page) -> Matrix:
    """The matrix in force where the content of an evidence page is drawn."""
    matrix = Matrix()
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "cm":
            matrix = Matrix(*(float(value) for value in operands)) @ matrix
        elif str(operator) == "Do":
            break
    return matrix


def stamped(page: Page, shown: View) -> str:
    """The stamp in the foot of a page as seen, read through the font's own map to Unicode; empty when there is none."""
    parts = contents(page)
    if not parts:
        return ""
    fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
    matrix, inside, text, font = shown.matrix, False, "", None
    for instruction in pikepdf.parse_content_stream(parts[-1]):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "cm":
            matrix = Matrix(*(float(value) for value in operands)) @ shown.matrix
        elif name == "BDC":
            inside = operands[0] == "/Artifact" and operands[1].get("/Subtype") == "/Footer"
        elif name == "EMC":
            inside = False
        elif inside and name == "Tf":
            font = fonts.get(str(operands[0]))
        elif inside and name == "Td":
            x, y = matrix.transform((float(operands[0]), float(operands[1])))
            if not (0 <= x < shown.width and 0 < y < BAND) or abs(matrix.b) > _HAIR or matrix.a <= 0:
                return ""
        elif inside and name == "Tj" and font is not None:
            text += _decoded(bytes(operands[0]), font)
    return text


def _decoded(shown: bytes, font: Any) -> str:
    mapping = read_cmap(font.ToUnicode.read_bytes())
    codes = (int.from_bytes(shown[start : start + 2], "big") for start in range(0, len(shown), 2))
    return "".join(mapping.get(code, "\ufffd") for code in codes)
