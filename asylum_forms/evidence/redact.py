"""Redaction: what is marked in a paper is taken out of the copy that is asked for, so that nobody can bring it back.

A page with marks becomes a picture of itself, 300 dots to the inch, in which the marked dots are black; its words, fonts, paths,
pictures and all they carry are left behind. That is the one way that needs no trust in our reading of the page's operators (a
letter can be drawn by text, path, picture, pattern or form, once or twice), and it is what courts do with paper. The price: the
page can no longer be searched. Pages without marks stay as they are.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import PdfDocument, PdfPage

from asylum_forms.errors import EvidenceError
from asylum_forms.evidence.exhibit import Exhibit, Mark, Paper
from asylum_forms.evidence.kinds import refused
from asylum_forms.findings import Finding, Severity
from asylum_forms.i18n import _, listed
from asylum_forms.pdf.save import save
from asylum_forms.record.localize import plain, words
from asylum_forms.record.model import Record
from asylum_forms.tools import fontconfig

DPI = 300
_DOTS = 60_000_000
"""Of one page; a larger one gets fewer to the inch."""

_QUALITY = 90
_ROOM = 0.15
"""Of the height of marked words, left free around them: letters reach out of their boxes."""

_GRID = 100_000

Area = tuple[float, float, float, float]
"""Left, top, right, bottom as parts of a page."""


@dataclass(frozen=True)
class _Order:
    """What the record wants taken out of one paper."""

    marks: tuple[Mark, ...]
    words: tuple[tuple[str, str], ...]
    """(words, reason)."""


def redacted(record: Record, exhibits: Sequence[Exhibit], work: Path, language: str) -> list[Exhibit]:
    """The exhibits with all that is marked in the record (`redact`) or in their PDF (redaction annotations) taken out.

    Words are taken out of the original and of the translation, wherever they stand; areas out of the paper they are given for.
    Raises EvidenceError naming every mark that leads nowhere, and when nothing at all is marked.
    """
    entries = _entries(record)
    done: list[Exhibit] = []
    troubles: list[Finding] = []
    for exhibit in exhibits:
        number, entry = entries.get(exhibit.id, (0, {}))
        try:
            done.append(_exhibit(exhibit, entry, work / exhibit.id, language))
        except EvidenceError as error:
            place = record.place(f"evidence.{number - 1}.redact")
            troubles.append(Finding("evidence.redaction", Severity.BLOCKS, error.message, error.remedy, place))
    if troubles:
        raise EvidenceError(_("Something marked for redaction cannot be taken out. Nothing was built."), findings=troubles)
    if all(new is old for new, old in zip(done, exhibits, strict=True)):
        raise EvidenceError(
            _("No paper has anything marked for redaction."),
            remedy=_("Mark it in the record, under evidence, redact; or build without --redacted."),
        )
    return done


def not_taken_out(record: Record, exhibits: Sequence[Exhibit]) -> list[Finding]:
    """For a full copy: which exhibits have something marked that is still to be read in it."""
    wanted = {plain(entry.get("id")) for entry in record.rows("evidence") if _rows(entry)}
    found = [exhibit for exhibit in exhibits if exhibit.id in wanted or exhibit.original.marks]
    if not found:
        return []
    message = _("What is marked for redaction in exhibits {labels} is still in this copy.").format(
        labels=listed(exhibit.label for exhibit in found)
    )
    remedy = _("For the copy without it, build again with --redacted.")
    return [Finding("evidence.not-redacted", Severity.NOTE, message, remedy, record.place("evidence"))]


def in_one_paper_only(record: Record, exhibits: Sequence[Exhibit]) -> list[Finding]:
    """For a redacted copy, of the exhibits as they were: words that the original or the translation alone has. The other may show
    them in a picture or in another script, where no search finds them; somebody has to look."""
    found = []
    entries = _entries(record)
    for exhibit in exhibits:
        number, entry = entries.get(exhibit.id, (0, {}))
        wanted = _Order((), tuple((said, "") for row in _rows(entry) if (said := plain(row.get("words")))))
        for paper in (exhibit.original, exhibit.translation) if exhibit.translation else ():
            if paper and (absent := _found(paper, wanted)[1]):
                error = _nowhere(paper, absent)
                place = record.place(f"evidence.{number - 1}.redact")
                found.append(Finding("evidence.redaction", Severity.ATTEND, error.message, error.remedy, place))
    return found


def under_areas(record: Record, exhibits: Sequence[Exhibit], language: str) -> dict[str, tuple[str, str]]:
    """For a redacted copy, of the exhibits as they were: label to (the text under the areas that are marked, all text), of the
    papers that have text. Marked words are not among them: these are searched for by themselves."""
    entries = _entries(record)
    found = {}
    for exhibit in exhibits:
        rows = _rows(entries.get(exhibit.id, (0, {}))[1])
        under, whole = [], []
        for role, paper in (("original", exhibit.original), ("translation", exhibit.translation)):
            if paper and (marks := _order(exhibit, role, rows, language).marks):
                with PdfDocument(paper.pdf) as document:
                    whole += [page.get_textpage().get_text_range() for page in document]
                    under += [_text_in(document[mark.page - 1], mark.area) for mark in marks]
        if any(text.strip() for text in under):
            found[exhibit.label] = ("\n".join(under), "\n".join(whole))
    return found


def _text_in(page: PdfPage, area: Area) -> str:
    corners = (_on_page(page, area[0], area[1]), _on_page(page, area[2], area[3]))
    (left, right), (bottom, top) = (sorted(side) for side in zip(*corners, strict=True))
    return str(page.get_textpage().get_text_bounded(left, bottom, right, top))


def _entries(record: Record) -> dict[str, tuple[int, Mapping[str, Any]]]:
    """The entries of the evidence by id, with their numbers from 1."""
    return {plain(entry.get("id")) or f"exhibit-{n}": (n, entry) for n, entry in enumerate(record.rows("evidence"), 1)}


def _nowhere(paper: Paper, absent: set[str]) -> EvidenceError:
    return refused(
        paper.source,
        _("the words to be redacted are nowhere in it: {words}.").format(words="; ".join(sorted(absent))),
        _("Write them as they stand in the paper. In a scan or photograph, give page and area instead."),
    )


def _exhibit(exhibit: Exhibit, entry: Mapping[str, Any], work: Path, language: str) -> Exhibit:
    orders = {role: _order(exhibit, role, _rows(entry), language) for role in ("original", "translation")}
    new: dict[str, Paper] = {}
    missed: set[str] | None = None
    for role, paper in (("original", exhibit.original), ("translation", exhibit.translation)):
        if paper is None:
            continue
        marks, absent = _found(paper, orders[role])
        missed = absent if missed is None else missed & absent
        if marks:
            new[role] = _redacted(paper, marks, orders[role], work / f"{role}.pdf")
    if missed:
        raise _nowhere(exhibit.original, missed)
    return replace(exhibit, **new) if new else exhibit  # type: ignore[arg-type]


def _rows(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = entry.get("redact")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, (list, tuple)) else []


def _order(exhibit: Exhibit, role: str, rows: Sequence[Mapping[str, Any]], language: str) -> _Order:
    paper = exhibit.original if role == "original" else exhibit.translation
    marks: list[Mark] = list(paper.marks) if paper else []
    wanted: list[tuple[str, str]] = []
    for row in rows:
        reason = words(row.get("reason"), language)
        if said := plain(row.get("words")):
            wanted.append((said, reason))
        elif paper and (plain(row.get("paper")) or "original") == role:
            marks.append(Mark(_page(row, paper), _area(row, paper), reason))
    return _Order(tuple(marks), tuple(wanted))


def _page(row: Mapping[str, Any], paper: Paper) -> int:
    page = row.get("page")
    if isinstance(page, int) and 1 <= page <= paper.pages:
        return page
    raise refused(
        paper.source,
        _("there is no page {page} to redact; it has {count}.").format(page=plain(page) or "–", count=paper.pages),
        _("Count the pages of the file from 1."),
    )


def _area(row: Mapping[str, Any], paper: Paper) -> tuple[float, float, float, float]:
    """Left, top, right, bottom as parts of the page as seen. An entry without an area means the whole page."""
    given = plain(row.get("area")).replace("%", " ").replace(",", " ").split()
    try:
        left, top, width, height = (float(part) / 100 for part in given or ("0", "0", "100", "100"))
        if width > 0 and height > 0 and 0 <= left < 1 and 0 <= top < 1:
            return left, top, left + width, top + height
    except ValueError:
        pass
    raise refused(
        paper.source,
        _("the area to redact cannot be understood: {area}.").format(area=plain(row.get("area"))),
        _("Write four numbers, in percent of the page: from the left, from the top, width, height. Example: {example}").format(
            example="60 12 25 4"
        ),
    )


def _found(paper: Paper, order: _Order) -> tuple[list[Mark], set[str]]:
    """All marks of a paper, those around its words too; and the words that it does not have."""
    marks = list(order.marks)
    absent = {said for said, _reason in order.words}
    with PdfDocument(paper.pdf) as document:
        for number, page in enumerate(document, 1):
            for said, reason in order.words:
                for area in _areas(page, said):
                    marks.append(Mark(number, area, reason))
                    absent.discard(said)
    return [*marks, *_again(paper, marks)], absent


def _again(paper: Paper, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks on a strip that another page shows too, on that page."""
    for strip in paper.repeats:
        here, there = (strip.page, strip.foot), (strip.page + 1, strip.head)
        for (page, area), (other, shown) in ((here, there), (there, here)):
            for mark in marks:
                if mark.page == page and (part := _within(mark.area, area)):
                    yield Mark(other, _moved(part, area, shown), mark.reason)


def _within(area: Area, strip: Area) -> Area | None:
    left, top, right, bottom = (*map(max, area[:2], strip[:2]), *map(min, area[2:], strip[2:]))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _moved(part: Area, strip: Area, shown: Area) -> Area:
    """Where a part of one strip is on the other."""
    wide, high = (shown[2] - shown[0]) / (strip[2] - strip[0]), (shown[3] - shown[1]) / (strip[3] - strip[1])
    left, right = (shown[0] + (x - strip[0]) * wide for x in (part[0], part[2]))
    top, bottom = (shown[1] + (y - strip[1]) * high for y in (part[1], part[3]))
    return left, top, right, bottom


def _areas(page: PdfPage, said: str) -> Iterator[tuple[float, float, float, float]]:
    """Where words stand on a page, one area for each line."""
    text = page.get_textpage()
    searcher = text.search(said)
    while (found := searcher.get_next()) is not None:
        for number in range(text.count_rects(*found)):
            left, bottom, right, top = text.get_rect(number)
            (x0, y0), (x1, y1) = _seen(page, left, bottom), _seen(page, right, top)
            room = _ROOM * abs(y1 - y0)
            yield min(x0, x1) - room, min(y0, y1) - room, max(x0, x1) + room, max(y0, y1) + room


def _seen(page: PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _on_page(page: PdfPage, x: float, y: float) -> tuple[float, float]:
    """The point of the page that is seen at these parts of its width and height."""
    across, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDF_DeviceToPage(page, 0, 0, _GRID, _GRID, 0, round(x * _GRID), round(y * _GRID), across, up)
    return across.value, up.value


def _redacted(paper: Paper, marks: Sequence[Mark], order: _Order, out: Path) -> Paper:
    """The paper with its marked pages as pictures. Raises EvidenceError when words that were to go are still there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    pages = sorted({mark.page for mark in marks})
    with pikepdf.open(paper.pdf) as pdf, PdfDocument(paper.pdf) as document, pikepdf.new() as new:
        for number, page in enumerate(pdf.pages, 1):
            if number not in pages:
                new.pages.append(page)
                continue
            unit = float(page.obj.get("/UserUnit", 1))
            size = tuple(side * unit for side in document[number - 1].get_size())
            _add(new, size, _picture(document[number - 1], unit, [mark for mark in marks if mark.page == number]))
        new.remove_unreferenced_resources()
        save(new, out)
    with PdfDocument(out) as document:
        if any(True for page in document for said, _reason in order.words for _area in _areas(page, said)):
            raise refused(paper.source, _("words could not be taken out of it."), _("Give page and area of them instead."))
    note = f"redacted: pages {', '.join(map(str, pages))} are pictures, at most {DPI} dpi, without text"
    return replace(paper, pdf=out, notes=(*paper.notes, note), marks=())


def _picture(page: PdfPage, unit: float, marks: Sequence[Mark]) -> Image.Image:
    width, height = page.get_size()
    scale = min(DPI / 72 * unit, (_DOTS / (width * height)) ** 0.5)
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    red, green, blue = image.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        image = red
    draw = ImageDraw.Draw(image)
    for mark in marks:
        left, top, right, bottom = mark.area
        box = (int(left * image.width), int(top * image.height), int(right * image.width) + 1, int(bottom * image.height) + 1)
        draw.rectangle(box, fill="black")
        _print(draw, mark.reason, box)
    return image


def _print(draw: ImageDraw.ImageDraw, reason: str, box: tuple[int, int, int, int]) -> None:
    """The reason, white on black and small, where it fits."""
    size = min(32, (box[3] - box[1]) * 2 // 3)
    if not reason or size < 12:
        return
    family = "Liberation Sans" if reason.isascii() else "Noto Sans CJK SC"
    file, number = fontconfig.font_file(family)
    font = ImageFont.truetype(str(file), size, index=number)
    if draw.textlength(reason, font) < (box[2] - box[0]) * 0.95:
        draw.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), reason, fill="white", font=font, anchor="mm")


def _add(pdf: pikepdf.Pdf, size: tuple[float, ...], image: Image.Image) -> None:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=_QUALITY, optimize=True)
    space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    picture = pdf.make_stream(
        data.getvalue(),
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=space,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        ),
    )
    page = pdf.add_blank_page(page_size=(size[0], size[1]))
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=picture))
    page.obj.Contents = pdf.make_stream(b"q %.4f 0 0 %.4f 0 0 cm /Im Do Q" % (size[0], size[1]))
