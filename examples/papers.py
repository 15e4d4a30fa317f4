"""Draws the invented papers of the examples: what an office would have printed, and what a telephone or scanner made of it.

Everything is drawn from text and a seed, so that the same script gives the same files. Nobody in them exists.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fpdf
import pikepdf
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from fpdf import FPDF
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from asylum_forms.tools.fontconfig import font_file

PAGE = (1240, 1754)  # A4 at 150 dpi


@dataclass(frozen=True)
class Paper:
    """A printed paper: heading, number, paragraphs, what stands at its foot, and the text of its red seal."""

    heading: str
    body: str
    number: str = ""
    foot: str = ""
    seal: str = ""
    strip: str = ""
    """Red letterhead above the heading."""


def _font(size: int, family: str = "Noto Serif CJK SC", bold: bool = False) -> ImageFont.FreeTypeFont:
    file, index = font_file(family, bold)
    return ImageFont.truetype(str(file), size, index=index)


def draw(paper: Paper, size: tuple[int, int] = PAGE) -> Image.Image:
    """The paper as clean print."""
    image = Image.new("RGB", size, (252, 251, 247))
    pen = ImageDraw.Draw(image)
    width, margin, y = size[0], 130, 120
    if paper.strip:
        y = _centred(pen, paper.strip, y, width, _font(52, bold=True), (190, 20, 20)) + 14
        pen.line((margin, y, width - margin, y), fill=(190, 20, 20), width=4)
        y += 40
    y = _centred(pen, paper.heading, y, width, _font(46, bold=True), (15, 15, 15)) + 26
    if paper.number:
        font = _font(28)
        pen.text((width - margin - pen.textlength(paper.number, font), y), paper.number, font=font, fill=(20, 20, 20))
        y += 64
    font = _font(31)
    for paragraph in paper.body.strip().split("\n"):
        for line in _wrapped(pen, paragraph.strip(), font, width - 2 * margin):
            pen.text((margin, y), line, font=font, fill=(20, 20, 20))
            y += 54
        y += 10
    y = max(y + 70, size[1] - 470)
    for line in paper.foot.strip().split("\n") if paper.foot else ():
        pen.text((width - margin - pen.textlength(line, font), y), line, font=font, fill=(20, 20, 20))
        y += 54
    if paper.seal:
        _stamp(image, paper.seal, (width - margin - 190, y - 70))
    return image


def _centred(
    pen: ImageDraw.ImageDraw, text: str, y: int, width: int, font: ImageFont.FreeTypeFont, colour: tuple[int, int, int]
) -> int:
    pen.text(((width - pen.textlength(text, font)) / 2, y), text, font=font, fill=colour)
    return y + int(font.size * 1.35)


def _wrapped(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for piece in text if any(ord(c) > 0x2E80 for c in text) else [w + " " for w in text.split(" ")]:
        if line and pen.textlength(line + piece, font) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def _stamp(image: Image.Image, text: str, centre: tuple[int, int]) -> None:
    radius = 128
    seal = Image.new("RGBA", (2 * radius, 2 * radius))
    pen = ImageDraw.Draw(seal)
    red = (205, 25, 25, 205)
    pen.ellipse((6, 6, 2 * radius - 6, 2 * radius - 6), outline=red, width=7)
    font = _font(26, bold=True)
    for number, letter in enumerate(text):
        angle = 225 - number * 270 / max(1, len(text) - 1)
        glyph = Image.new("RGBA", (2 * radius, 2 * radius))
        ImageDraw.Draw(glyph).text((radius - 13, 20), letter, font=font, fill=red)
        seal.alpha_composite(glyph.rotate(angle - 90, center=(radius, radius)))
    pen.text((radius - 34, radius - 46), "★", font=_font(68, "Noto Sans CJK SC"), fill=red)
    image.paste(seal, (centre[0] - radius, centre[1] - radius), seal)


def photograph(paper: Image.Image, seed: int, size: tuple[int, int] = (1500, 2000)) -> Image.Image:
    """The paper on a table, photographed by hand: askew, shaded, grainy."""
    dice = random.Random(seed)
    table = Image.new("RGB", size, (108 + dice.randrange(20), 92, 76))
    w, h = size
    corners = [(w * 0.07, h * 0.05), (w * 0.05, h * 0.95), (w * 0.94, h * 0.96), (w * 0.92, h * 0.06)]
    corners = [(x + dice.uniform(-0.025, 0.025) * w, y + dice.uniform(-0.02, 0.02) * h) for x, y in corners]
    warped = paper.transform(size, Image.Transform.PERSPECTIVE, _perspective(corners, paper.size), Image.Resampling.BICUBIC)
    mask = Image.new("L", paper.size, 255).transform(size, Image.Transform.PERSPECTIVE, _perspective(corners, paper.size))
    table.paste(warped, (0, 0), mask)
    shade = Image.linear_gradient("L").rotate(dice.choice((20, 70, 110))).resize(size).point(lambda v: 205 + v // 6)
    table = Image.composite(table, Image.new("RGB", size, (40, 36, 30)), shade)
    return table.filter(ImageFilter.GaussianBlur(0.7))


def _perspective(corners: Sequence[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """Coefficients that map the photograph's corners back to those of the paper (8 linear equations)."""
    target = [(0, 0), (0, size[1]), (size[0], size[1]), (size[0], 0)]
    rows = []
    for (x, y), (u, v) in zip(corners, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        pivot = max(range(i, 8), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(8):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[8] for row in rows]


def scan(paper: Image.Image, seed: int) -> Image.Image:
    """The paper from a flat-bed scanner: grey, slightly turned."""
    dice = random.Random(seed)
    turned = paper.convert("L").rotate(dice.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=240)
    return turned.point(lambda v: min(255, v + 4))


def washed_out(paper: Image.Image, seed: int) -> Image.Image:
    """A page that nobody can read any more: it lay in water, and its ink ran down."""
    dice = random.Random(seed)
    ink = paper.convert("L").point(lambda v: 255 - v)
    run = Image.new("L", paper.size)
    for down in range(0, 120, 4):
        drop = ink.transform(paper.size, Image.Transform.AFFINE, (1, dice.uniform(-0.004, 0.004), 0, 0, 1, -down))
        run = ImageChops.lighter(run, drop.point(lambda v, down=down: v * (150 - down) // 170))
    return run.filter(ImageFilter.GaussianBlur(3)).point(lambda v: 225 - v)


def screen(lines: Sequence[tuple[str, str]], title: str) -> Image.Image:
    """A screenshot of a conversation: (who, words); who "" stands for a notice of the program."""
    image = Image.new("RGB", (1080, 1920), (237, 237, 237))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 1080, 150), fill=(247, 247, 247))
    _centred(pen, title, 72, 1080, _font(42, "Noto Sans CJK SC", True), (20, 20, 20))
    y, font = 220, _font(38, "Noto Sans CJK SC")
    for who, words in lines:
        wrapped = _wrapped(pen, words, font, 700)
        high = 54 * len(wrapped) + 40
        if not who:
            for line in wrapped:
                y = _centred(pen, line, y, 1080, _font(32, "Noto Sans CJK SC"), (130, 130, 130)) + 6
            y += 30
            continue
        wide = int(max(pen.textlength(line, font) for line in wrapped)) + 50
        left = 1040 - wide if who == "me" else 40
        pen.rounded_rectangle((left, y, left + wide, y + high), 18, fill=(149, 236, 105) if who == "me" else (255, 255, 255))
        for number, line in enumerate(wrapped):
            pen.text((left + 25, y + 18 + 54 * number), line, font=font, fill=(20, 20, 20))
        y += high + 36
    return image


def save_jpeg(image: Image.Image, file: Path, *, orientation: int = 1, located: bool = False, quality: int = 62) -> None:
    """A JPEG as telephones write it: turned by EXIF only, with place and maker inside."""
    turn = {1: None, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Invented Phone Co.", "Model 7"
    if located:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", (33.0, 57.0, 12.0), "E", (115.0, 20.0, 30.0)
    (image.transpose(turn) if turn is not None else image).save(file, "JPEG", quality=quality, exif=exif)


def save_pdf(images: Sequence[Image.Image], file: Path, *, rotate: int = 0, password: str = "") -> None:
    """Scans as a PDF, one image a page; `rotate` turns the pages by their /Rotate entry as some scanners do."""
    buffer = io.BytesIO()
    turned = [image.rotate(rotate, expand=True) for image in images]
    turned[0].save(buffer, "PDF", save_all=True, append_images=turned[1:], resolution=150, quality=60)
    with pikepdf.open(buffer) as pdf:
        for page in pdf.pages:
            page.Rotate = rotate
        _save(pdf, file, password)


def typed_pdf(
    title: str,
    paragraphs: Sequence[str],
    file: Path,
    *,
    table: Sequence[Sequence[str]] = (),
    foot: Sequence[str] = (),
    paper: str = "A4",
    password: str = "",
) -> None:
    """A PDF with real text: title, paragraphs, a table whose first row is its head, and lines at the foot."""
    pdf = FPDF(format=paper)
    for style, bold in (("", False), ("B", True)):
        name, index = font_file("Noto Serif CJK SC", bold)
        pdf.add_font("serif", style, name, collection_font_number=index)
    pdf.set_margins(25, 25)
    pdf.add_page()
    pdf.set_font("serif", "B", 16)
    pdf.multi_cell(0, 9, title, align="C", new_x=fpdf.XPos.LMARGIN, new_y=fpdf.YPos.NEXT)
    pdf.ln(6)
    pdf.set_font("serif", "", 11.5)
    for paragraph in paragraphs:
        pdf.multi_cell(0, 7, paragraph, new_x=fpdf.XPos.LMARGIN, new_y=fpdf.YPos.NEXT, align="L")
        pdf.ln(3)
    if table:
        with pdf.table(line_height=9, first_row_as_headings=False) as drawn:
            for row in table:
                drawn.row(row)
        pdf.ln(6)
    for line in foot:
        pdf.multi_cell(0, 7, line, new_x=fpdf.XPos.LMARGIN, new_y=fpdf.YPos.NEXT, align="R")
    with pikepdf.open(io.BytesIO(bytes(pdf.output()))) as done:
        _save(done, file, password)


def _save(pdf: pikepdf.Pdf, file: Path, password: str) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if password:
        pdf.save(file, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    else:
        pdf.save(file, deterministic_id=True)


def letter(title: str, paragraphs: Sequence[str], file: Path) -> None:
    """A Word letter."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(13)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.author = "Invented Author"
    document.save(str(file))
