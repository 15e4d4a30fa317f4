"""Small real PDFs for the tests of assembly, and what a reader sees of a PDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fpdf
import pikepdf
import pypdfium2
from PIL import Image

from asylum_forms.assembly.plan import Leaf, Plan
from asylum_forms.pdf.links import INTERNAL

PICTURE = b"""
1 0 0 rg 0 0 %(hw)g %(hh)g re f  0 0.6 0 rg %(hw)g 0 %(hw)g %(hh)g re f
0 0 1 rg 0 %(hh)g %(hw)g %(hh)g re f  /Pattern cs /P scn %(hw)g %(hh)g %(hw)g %(hh)g re f
q 20 0 0 20 %(hw)g 10 cm /Im Do Q
"""
"""Four quarters, no two alike, one of them a tiling pattern; and an image with an indexed palette."""


def text_pdf(
    path: Path, pages: int = 1, *, size: tuple[float, float] = (612, 792), links: Sequence[tuple[str, str]] = ()
) -> Path:
    """Pages that say `<name of the file> <page>`; the first carries the links (text, address below INTERNAL or whole)."""
    pdf = fpdf.FPDF(unit="pt", format=size)
    pdf.set_auto_page_break(False)
    pdf.set_font("helvetica", size=12)
    for page in range(1, pages + 1):
        pdf.add_page()
        pdf.text(72, 72, f"{path.stem} {page}")
        for row, (text, address) in enumerate(links if page == 1 else ()):
            pdf.set_xy(72, 100 + 20 * row)
            pdf.cell(300, 14, text, link=address if ":" in address else INTERNAL + address)
    pdf.output(str(path))
    return path


def picture_pdf(
    path: Path,
    pages: int = 1,
    *,
    size: tuple[float, float] = (400, 600),
    origin: tuple[float, float] = (0, 0),
    rotate: int = 0,
    unit: float = 1,
    crop: Sequence[float] | None = None,
) -> Path:
    """Pages with PICTURE, their MediaBox beginning at `origin`."""
    width, height = size
    with pikepdf.new() as pdf:
        tile = pdf.make_stream(
            b"0 0 0 rg 0 0 6 6 re f",
            {
                "/Type": pikepdf.Name.Pattern,
                "/PatternType": 1,
                "/PaintType": 1,
                "/TilingType": 1,
                "/BBox": [0, 0, 12, 12],
                "/XStep": 12,
                "/YStep": 12,
                "/Resources": pikepdf.Dictionary(),
            },
        )
        # Bytes that are text in no encoding, and delimiters of strings.
        palette = pikepdf.String(bytes([0xFE, 0xFF, 0x28, 0x5C, 0x29, 0x0D, 0x80, 0x00, 0x9F, 0x00, 0xFF, 0x0A]))
        image = pdf.make_stream(
            bytes(range(4)) * 4,
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": 4,
                "/Height": 4,
                "/BitsPerComponent": 8,
                "/ColorSpace": [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 3, palette],
            },
        )
        for _page in range(pages):
            page = pdf.add_blank_page(page_size=size)
            x, y = origin
            page.obj.MediaBox = [x, y, x + width, y + height]
            if crop is not None:
                page.obj.CropBox = list(crop)
            if rotate:
                page.obj.Rotate = rotate
            if unit != 1:
                page.obj.UserUnit = unit
            page.obj.Resources = pikepdf.Dictionary(Pattern=pikepdf.Dictionary(P=tile), XObject=pikepdf.Dictionary(Im=image))
            content = b"q 1 0 0 1 %g %g cm" % origin + PICTURE % {b"hw": width / 2, b"hh": height / 2} + b"Q"
            page.obj.Contents = pdf.make_stream(content)
        pdf.save(path)
    return path


def plan(*leaves: Leaf, paper: str = "Letter", stamp: str = "{page} of {pages}", language: str = "en", name: str = "") -> Plan:
    return Plan(leaves, paper=paper, language=language, title="Asylum filing of Ana Å.", stamp=stamp, name=name)


def own(leaf_id: str, pdf: Path, pages: int = 1, level: int = 0, **more: object) -> Leaf:
    return Leaf(leaf_id, f"Part {leaf_id}", pdf, pages, level=level, **more)  # type: ignore[arg-type]


def evidence(exhibit: str, pdf: Path, pages: int = 1, kind: str = "original", level: int = 1) -> Leaf:
    return Leaf(f"exhibit/{exhibit}/{kind}", f"Exhibit {exhibit} {kind}", pdf, pages, level=level, evidence=True)


@dataclass(frozen=True)
class Word:
    """A word as poppler sees it on a page: points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(pdf: Path) -> list[tuple[float, float, list[Word]]]:
    """Width, height and words of every page, as seen."""
    xml = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    # Poppler gives the words as seen, but the size of the page before it is turned.
    sizes = [document.get_page_size(number) for number in range(len(document))]
    document.close()
    for (width, height), body in zip(sizes, re.findall(r"<page [^>]*>(.*?)</page>", xml, re.DOTALL), strict=True):
        found = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', body)
        pages.append((width, height, [Word(text, *map(float, box)) for *box, text in found]))
    return pages


def picture(pdf: Path, page: int = 1, scale: float = 1) -> Image.Image:
    """A page as PDFium draws it, one pixel per point times `scale`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    return image
