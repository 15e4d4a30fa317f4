"""Fonts cut down to the letters that are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb

_UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "VDMX", "hdmx", "LTSH", "gasp", "FFTM", "name")
"""Tables of a font that nothing in a PDF reads."""
_FLAGS = hb.SubsetFlags


@dataclass(frozen=True)
class Cut:
    """A font with some of its letters."""

    program: bytes
    """The font file."""
    glyphs: Mapping[str, int]
    """Letter to number of its glyph in the program."""
    widths: Mapping[str, float]
    """Letter to width, in thousandths of the size."""


def cut(file: Path, number: int, letters: str) -> Cut:
    """A font with these letters, as far as it has them; `number` is the font's in its file (0 unless it is a collection)."""
    face = hb.Face(hb.Blob.from_file_path(str(file)), number)
    font = hb.Font(face)
    known = {letter: glyph for letter in sorted(set(letters)) if (glyph := font.get_nominal_glyph(ord(letter)))}
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, known))
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in _UNUSED)
    wanted.layout_feature_tag_set.clear()
    # A CID of CFF is the number of the glyph then, as in all other fonts.
    wanted.flags = _FLAGS.NO_HINTING | _FLAGS.NOTDEF_OUTLINE | _FLAGS.NO_LAYOUT_CLOSURE | _FLAGS.CFF_IDENTITY_CHARSET
    plan = hb.SubsetPlan(face, wanted)
    numbers = plan.old_to_new_glyph_mapping
    return Cut(
        program=plan.execute().blob.data,
        glyphs={letter: numbers[glyph] for letter, glyph in known.items()},
        widths={letter: font.get_glyph_h_advance(glyph) * 1000 / face.upem for letter, glyph in known.items()},
    )
