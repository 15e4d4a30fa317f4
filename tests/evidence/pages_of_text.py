"""Draws pages of text as scanners and telephones deliver them."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from asylum_forms.evidence.exhibit import Paper
from asylum_forms.evidence.intake import take_in
from asylum_forms.tools import fontconfig

SIZE = (1240, 1754)
"""A4 at 150 dots per inch."""

CHINESE = [
    "刑满释放证明书",
    "　　兹有王建国，男，1977年4月9日出生。因寻衅滋事罪，经江麓市中级人民法院判处有期徒刑二年六个月，"
    "刑期自2018年6月19日起至2020年12月18日止。",
    "　　现因刑期届满，于2020年12月18日予以释放。",
    "　　特此证明。",
]
KOREAN = [
    "구금 통지서",
    "피의자 왕젠궈는 2018년 6월 19일 공공장소 질서 교란 혐의로 장루시 공안국에 구금되었다. "
    "가족은 이 통지서를 받은 날부터 십 일 이내에 이의를 신청할 수 있다.",
    "2018년 6월 20일",
]
FRENCH = [
    "Certificat de libération",
    "Le tribunal a condamné Wang Jianguo à une peine de deux ans et six mois de prison, qui a été purgée du 19 juin 2018 au "
    "18 décembre 2020 au centre de détention du comté de Qinglan.",
    "Fait le 18 décembre 2020.",
]


def font(size: int, script: str = "SC") -> ImageFont.FreeTypeFont:
    file, index = fontconfig.font_file("Liberation Serif" if script == "Latin" else f"Noto Serif CJK {script}")
    return ImageFont.truetype(str(file), size, index=index)


def sheet(paragraphs: list[str], script: str = "SC", size: int = 34) -> Image.Image:
    """A typed page: a centred heading, then paragraphs set to the margins."""
    page = Image.new("RGB", SIZE, "white")
    pen, letters = ImageDraw.Draw(page), font(size, script)
    head = font(size * 5 // 4, script)
    pen.text(((SIZE[0] - pen.textlength(paragraphs[0], font=head)) / 2, 150), paragraphs[0], "black", head)
    y = 300
    for paragraph in paragraphs[1:]:
        for line in wrapped(pen, paragraph, letters, SIZE[0] - 340):
            pen.text((170, y), line, "black", letters)
            y += size * 7 // 4
    return page


def wrapped(pen: ImageDraw.ImageDraw, paragraph: str, letters: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Lines as a typesetter makes them: between words, in Chinese between characters but not before a mark."""
    pieces = paragraph.split(" ") if " " in paragraph else list(paragraph)
    space = " " if " " in paragraph else ""
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + (space if lines[-1] else "") + piece
        if pen.textlength(longer, font=letters) > width and piece not in "，。、：；":
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


COLUMNS = (
    "本院依法组成合议庭，不公开开庭审理了本案。现已审理终结。被告人在网上批评政府，因此被拘留和逮捕，后来被判处有期徒刑三年。"
    * 3,
    "他的妻子和孩子仍然在家乡，经常受到警察的骚扰。二〇二〇年以后，他们搬到了另一个城市，但是学校拒绝接收孩子入学。" * 3,
)
CELLS = [["编号", "名称", "数量"], ["1", "笔记本电脑", "1台"], ["2", "移动硬盘", "2个"], ["3", "手机", "3部"]]


def newspaper() -> Image.Image:
    """Two columns of text."""
    page = Image.new("RGB", SIZE, "white")
    pen, letters = ImageDraw.Draw(page), font(28)
    for x, text in zip((120, 660), COLUMNS, strict=True):
        for row, line in enumerate(wrapped(pen, text, letters, 460)):
            pen.text((x, 220 + 46 * row), line, "black", letters)
    return page


def ruled(*, bare: bool = False) -> Image.Image:
    """A table with lines around its cells, between a title and a line for the signatures unless it is to be bare."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    if not bare:
        pen.text((520, 100), "扣押清单", "black", font(44))
        pen.text((120, 620), "持有人：沈维国    见证人：无    办案民警：王明", "black", font(30))
    for number, row in enumerate(CELLS):
        for words, x, width in zip(row, (120, 320, 820), (200, 500, 200), strict=True):
            pen.rectangle((x, 220 + 80 * number, x + width, 300 + 80 * number), outline="black", width=2)
            pen.text((x + 20, 240 + 80 * number), words, "black", font(30))
    return page


def seal(page: Image.Image, x: int, y: int) -> Image.Image:
    """The page with a round red seal on it."""
    pen = ImageDraw.Draw(page)
    pen.ellipse((x, y, x + 240, y + 240), outline=(205, 40, 40), width=9)
    pen.regular_polygon((x + 120, y + 120, 45), 3, fill=(205, 40, 40))
    pen.text((x + 45, y + 165), "看守所专用章", (205, 40, 40), font(25))
    return page


def photographed(page: Image.Image, seed: int) -> Image.Image:
    """In the light of a desk lamp from the left, a little out of focus, with the grain of a cheap lens."""
    grain = random.Random(seed)
    light = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda value: 150 + value * 100 // 255)
    lit = Image.composite(page, Image.new("RGB", page.size, (60, 55, 50)), light).filter(ImageFilter.GaussianBlur(0.8))
    noise = Image.frombytes("L", (310, 438), grain.randbytes(310 * 438)).resize(page.size)
    return Image.blend(lit, Image.merge("RGB", (noise, noise, noise)), 0.06)


def noise(seed: int) -> Image.Image:
    """A picture of nothing: what a broken scanner or a thumb on the lens gives."""
    grain = random.Random(seed)
    coarse = Image.frombytes("L", (124, 175), grain.randbytes(124 * 175)).resize(SIZE, Image.Resampling.BICUBIC)
    fine = Image.frombytes("L", SIZE, grain.randbytes(SIZE[0] * SIZE[1]))
    return Image.blend(coarse, fine, 0.3).convert("RGB")


def scanned(pages: list[Image.Image], folder: Path, name: str = "scan") -> Paper:
    """The pages as a scanner saves them, several in one PDF, taken in as evidence is."""
    file = folder / f"{name}.pdf"
    pages[0].save(file, save_all=True, append_images=pages[1:], resolution=150, quality=85)
    return take_in(file, folder / "taken", paper="A4")


def wrong_letters(said: str, right: str) -> float:
    """Share of letters to change to make one text of the other, spaces left out (Levenshtein)."""
    a, b = "".join(said.split()), "".join(right.split())
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    return row[-1] / max(1, len(b))
