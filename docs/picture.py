"""Makes the picture of README.md: some pages of a built filing side by side.

After `make demo`, in build/demo/us-petitioner-family/us-affirmative (R is the source folder):

    R/.venv/bin/python R/docs/picture.py filing.pdf 1 3 16 19 33 34 35 36 --out R/docs/filing.png
"""

from __future__ import annotations

from pathlib import Path

import click
import pypdfium2
from PIL import Image, ImageOps

_GAP = 10
_COLOURS = 256
"""Fewer would turn red stamps and blue links grey."""


@click.command()
@click.argument("filing", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("pages", type=int, nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--columns", default=4, show_default=True)
@click.option("--width", default=1200, show_default=True, help="Of the picture, in pixels.")
def picture(filing: Path, pages: tuple[int, ...], out: Path, columns: int, width: int) -> None:
    """Put PAGES of FILING (counted from 1) side by side."""
    each = (width - _GAP) // columns - _GAP
    pdf = pypdfium2.PdfDocument(filing)
    shown = [_page(pdf[number - 1], each) for number in pages]
    height = max(page.height for page in shown)
    rows = -(-len(shown) // columns)
    sheet = Image.new("RGB", (columns * (each + _GAP) + _GAP, rows * (height + _GAP) + _GAP), "#d8d8d8")
    for index, page in enumerate(shown):
        row, column = divmod(index, columns)
        sheet.paste(page, (_GAP + column * (each + _GAP), _GAP + row * (height + _GAP)))
    sheet.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, optimize=True)


def _page(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    """Rendered large and made smaller, so that small print stays legible."""
    large = page.render(scale=3 * width / page.get_width()).to_pil().convert("RGB")
    return ImageOps.contain(large, (width, large.height))


if __name__ == "__main__":
    picture()
