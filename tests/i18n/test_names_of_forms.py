"""Forms without an official number have a name of ours (refugee-application) for commands and files; people read another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from asylum_forms.forms.reader import read_table
from asylum_forms.i18n import LANGUAGES, _, use
from asylum_forms.jurisdiction.registry import all_jurisdictions


def ours() -> Iterator[str]:
    """The forms whose name is no official number."""
    for jurisdiction in all_jurisdictions().values():
        for file in jurisdiction.tables.values():
            if (name := read_table(file).form) == name.lower():
                yield name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(set(ours())))
def test_each_has_a_title_in_every_language(name: str, language: str) -> None:
    with use(language):
        called = _(name)
    assert called != name
    if language == "en":
        assert called[0].isupper()
        assert called.endswith(f" ({name})"), "the name that commands take"
