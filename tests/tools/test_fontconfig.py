"""Fonts: which are there, and what they cannot show."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from asylum_forms.errors import ToolError
from asylum_forms.tools import fontconfig


def test_writing_in_use_is_covered() -> None:
    assert fontconfig.missing("Wang Fang 王芳 왕방 Ванг ‘é’ مرحبا ☐☑ 2019–2020 §") == set()


def test_a_character_that_no_font_has_is_named() -> None:
    assert fontconfig.missing("a\U0001e900b\ud800") == {"\U0001e900", "\ud800"}


def test_what_has_no_shape_is_never_missing() -> None:
    assert fontconfig.missing("\t\n\r\f \u00a0\u3000\u200b\u200d\u200e\u2066\ufe0f\U000e0101\ufeff\u00ad") == set()


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("family", sorted(fontconfig.PACKAGES))
def test_the_file_holds_the_font_asked_for(family: str, bold: bool) -> None:
    file, number = fontconfig.font_file(family, bold)

    with TTFont(file, fontNumber=number, lazy=True) as font:
        names = {name.toUnicode() for name in font["name"].names if name.nameID in (1, 16)}
        heavy = bool(font["OS/2"].fsSelection & 32) or font["OS/2"].usWeightClass >= 700
    assert family in names
    assert heavy == bold


def test_a_font_that_is_not_there_is_named_with_its_package() -> None:
    with pytest.raises(ToolError, match="Comic Sans"):
        fontconfig.font_file("Comic Sans")
    assert "fonts-noto-cjk" in fontconfig.install_hint("Noto Sans CJK SC")
    assert "fonts-liberation" in fontconfig.install_hint("Liberation Mono")


def test_the_fingerprint_is_of_the_fonts() -> None:
    assert fontconfig.fingerprint() == fontconfig.fingerprint()
    assert len(fontconfig.fingerprint()) == 64
