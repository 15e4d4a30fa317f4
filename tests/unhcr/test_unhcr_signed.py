"""What functions of this jurisdiction put above a line to sign is there in the languages that people read."""

from __future__ import annotations

import pytest
from unhcr_case import filing

from asylum_forms.i18n import LANGUAGES
from asylum_forms.jurisdiction import registry, unofficial
from jurisdictions.unhcr import answers, claim, documents

KNOWN = unofficial.read(registry.all_jurisdictions()["unhcr"].folder)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [
        str(answers.declaration(filing())),
        str(claim.dossier_declaration(filing())),
        *documents._SCOPE.values(),
        *documents._SHARED.values(),
    ],
)
def test_it_is_there_in_every_language(words: str, language: str) -> None:
    assert KNOWN.of(words, language)


def test_a_ticked_line_is_said_with_its_box() -> None:
    ticked = f"☒ {documents._SHARED['ngo']}"
    assert KNOWN.of(ticked, "fr", lambda hole: KNOWN.of(hole, "fr")) == "☒ des organisations qui aident les réfugiés"
