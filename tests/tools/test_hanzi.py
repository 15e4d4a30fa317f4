"""The table of Chinese characters is LibreOffice's own; where there is none, nothing is made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from asylum_forms.evidence import spelling
from asylum_forms.evidence.spelling import Text, Words, takes_one_form
from asylum_forms.tools import hanzi, office


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Nothing is remembered of the table, before and after."""
    for known in (hanzi.simplified, spelling._folded):
        known.cache_clear()
    yield monkeypatch
    for known in (hanzi.simplified, spelling._folded):
        known.cache_clear()


def test_traditional_characters_are_known() -> None:
    table = hanzi.simplified()
    assert "".join(table.get(char, char) for char in "\u5f35\u8a31\u8208\u9673\u738b") == "\u5f20\u8bb8\u5174\u9648\u738b"
    assert len(table) > 2000
    assert all(len(other) == 1 for other in table.values())
    assert not takes_one_form("\u5f20")


@pytest.mark.parametrize("library", [None, b"no library"])
def test_without_the_table_each_form_is_a_word_of_its_own(
    without: pytest.MonkeyPatch, tmp_path: Path, library: bytes | None
) -> None:
    (tmp_path / "soffice").touch()
    if library:
        (tmp_path / hanzi._LIBRARY).write_bytes(library)
    without.setattr(office, "probe", lambda: tmp_path / "soffice")
    assert hanzi.simplified() == {}
    assert not Text("\u5f35\u4e09").has(Words("\u5f20\u4e09"))
    assert takes_one_form("\u5f20\u4e09")
    assert not takes_one_form("Zhang San")


def test_without_libreoffice_there_is_none(without: pytest.MonkeyPatch) -> None:
    without.setattr(office, "probe", lambda: None)
    assert hanzi.simplified() == {}
